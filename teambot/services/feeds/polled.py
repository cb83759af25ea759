"""What the reading of a feed brought, and the feed that a member has for their blog."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from teambot.domain.polling import after_success, first_rhythm
from teambot.domain.posts import FeedState, SubscriptionKind
from teambot.errors import Refusal
from teambot.feeds.identity import feed_key, overlap
from teambot.feeds.items import Item
from teambot.feeds.places import within
from teambot.services.feeds.shown import Shown, keep_shown
from teambot.storage import blogs, feeds, subscriptions
from teambot.storage.runner import Tx

WELL = {"state": FeedState.ACTIVE, "fails": 0, "fault": None, "failing_since": None, "owner_told_at": None}


@dataclass(frozen=True, slots=True)
class FeedRead:
    """A feed as it was just read, ready to be stored.

    `every`: no sooner than so is it read from now on, whatever its rhythm; `asks`: what its document asks for.
    `ids_repeat`: see `feeds.items.ParsedFeed`.
    """

    blog_url: str
    url: str
    title: str
    items: tuple[Item, ...]
    etag: str | None
    last_modified: str | None
    body_hash: str
    every: timedelta
    asks: timedelta | None = None
    ids_repeat: bool = False


@dataclass(frozen=True, slots=True)
class Polled:
    """What came of one due feed: a document, an unchanged one (neither `read` nor `fault`), a fault, or nothing yet.

    `feed`: the row that was due (`storage.feeds.due`). `retry_after`: what a host that failed asks for. `fresh_for`,
    `etag`, `last_modified`: what the answer's headers say. `elsewhere`: redirects led to another address. `moved_to`:
    where they led, if all of them were permanent. `back`: a document where the feed was before it moved, with the fault
    of where it moved to.
    `until`: the host is to be left alone until then, and the feed was not asked. `host`: its host, for that.
    `trouble`: our own network kept us from it, so that nothing is held against it.
    """

    feed: Any
    host: str
    read: FeedRead | None = None
    fault: str | None = None
    retry_after: timedelta | None = None
    fresh_for: timedelta | None = None
    etag: str | None = None
    last_modified: str | None = None
    elsewhere: bool = False
    moved_to: str | None = None
    back: FeedRead | None = None
    until: datetime | None = None
    trouble: bool = False


def check_free(tx: Tx, team_id: int, membership_id: int, found: FeedRead, *, shown: bool) -> None:
    """Refuse a blog or feed that another member of the team has: each puts forward their own.

    A feed is theirs that stands on their blog, or most of which their own feed shows: it is theirs in other words.
    `shown`: whoever takes the blog has shown that it is theirs, or has to before it counts; then nobody who only named
    it keeps them out of it, nor of a feed that stands on it.
    """
    mine = {item.address_key for item in found.items if item.address_key is not None}
    shared = blogs.showing(tx, team_id, mine)
    for held in blogs.of_team(tx, team_id):
        blog = held.blog_url
        yields = shown and not held.proven and (overlap(blog, found.blog_url) or within(found.url, found.blog_url))
        if held.membership_id == membership_id or yields:
            continue
        if overlap(blog, found.blog_url):
            raise Refusal("blog-taken", blog=found.blog_url)
        same = shared.get(held.membership_id, 0)
        by_query = same > 0 or not mine  # of one address, the query can choose whose feed it is: its posts tell
        if within(found.url, blog) or 2 * same > len(mine) or (_is_variant(found.url, held.feed_url) and by_query):
            raise Refusal("blog-taken", blog=blog)


def _is_variant(one: str, other: str) -> bool:
    """Tell whether two feeds stand at one address, but for the query."""
    return bool(other) and len({feed_key(url.partition("?")[0].partition("#")[0]) for url in (one, other)}) == 1


def keep_feed(tx: Tx, membership_id: int, found: FeedRead, now: datetime) -> None:
    """Store a member's feed anew, in the caller's transaction: what it shows today floods nobody.

    One that is read already, for somebody else or for them, is read again at once: who had it is told what is new, who
    takes it now is not (`news_of.may_be_offered`). One that was given up is taken up again.
    """
    key = feed_key(found.url)
    there = feeds.at(tx, key)
    had = subscriptions.of_member(tx, membership_id)
    mine = [row for row in had if there and row.feed_id == there.id]
    for old in had:
        if old.kind == SubscriptionKind.BLOG and old not in mine:
            subscriptions.end(tx, old.id, old.feed_id)
    feed_id = there.id if there else _keep_new(tx, key, found, now)
    if feed_id is None:  # somebody else's transaction was quicker
        there = feeds.at(tx, key)
        feed_id = there.id
    if there is not None:
        feeds.change(tx, feed_id, checked_at=now, next_at=now, **WELL)
    for row in mine:
        subscriptions.change(tx, row.id, kind=SubscriptionKind.BLOG, created_at=now)
    if not mine:
        subscriptions.add(tx, feed_id, membership_id, SubscriptionKind.BLOG, now)


def _keep_new(tx: Tx, key: str, found: FeedRead, now: datetime) -> int | None:
    rhythm = first_rhythm((item.published_at for item in found.items), now)
    feed_id = feeds.add(
        tx,
        key=key,
        url=found.url,
        title=found.title,
        etag=found.etag,
        last_modified=found.last_modified,
        body_hash=found.body_hash,
        ids_repeat=found.ids_repeat,
        asks_seconds=seconds(found.asks),
        gap_seconds=seconds(rhythm.gap),
        new_at=rhythm.new_at,
        checked_at=now,
        ok_at=now,
        next_at=now,
    )
    if feed_id is not None:
        feeds.change(tx, feed_id, next_at=after_success(feed_id, rhythm, (found.asks,), found.every, now))
        keep_shown(tx, [Shown(feed_id, found.items, last_shown=None)], now)
    return feed_id


def seconds(span: timedelta | None) -> int | None:
    """Give a span as the store keeps it."""
    return None if span is None else int(span.total_seconds())
