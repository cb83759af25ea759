"""What the reading of a feed brought, and how it is stored: items, keys, faults, and what its owner is told."""

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from teambot.domain.notices import NoticeKind
from teambot.domain.polling import after_failure, after_success, is_dead, is_gone
from teambot.domain.posts import NO_REPEAT, FeedState, SubscriptionKind
from teambot.errors import Refusal
from teambot.feeds.identity import feed_key, overlap
from teambot.feeds.items import Item
from teambot.services.news import tell
from teambot.storage import feeds, members, notices, posts, standings, subscriptions, teams
from teambot.storage.runner import Tx
from teambot.web.faults import Fault

_TELL_MOST = 3  # a day: a feed that shows a dozen new posts, or makes all its ids anew, offers its newest three
_KEEP_ITEMS = 25  # of a first read: as many as autocomplete shows

_WELL = {"state": FeedState.ACTIVE, "fails": 0, "fault": None, "failing_since": None, "owner_told_at": None}

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class FeedRead:
    """A feed as it was just read for its member, ready to be stored."""

    blog_url: str
    url: str
    title: str
    items: tuple[Item, ...]
    etag: str | None
    last_modified: str | None
    body_hash: str
    every: timedelta  # how often it is read from now on


@dataclass(frozen=True, slots=True)
class Polled:
    """What came of one due feed: a document, an unchanged one, or a fault with the wait that its host asked for."""

    feed: Any  # the row that was due
    read: FeedRead | None
    fault: str | None
    retry_after: timedelta | None


def check_free(tx: Tx, team_id: int, membership_id: int, found: FeedRead) -> None:
    """Refuse a blog or feed that another member of the team has: each puts forward their own."""
    for member, blog, url in members.blogs(tx, team_id):
        if member != membership_id and (overlap(blog, found.blog_url) or feed_key(url) == feed_key(found.url)):
            raise Refusal("blog-taken", blog=found.blog_url)


def keep_feed(tx: Tx, membership_id: int, found: FeedRead, now: datetime) -> None:
    """Store a member's feed anew, in the caller's transaction: what it shows today is known, and floods nobody."""
    for old in subscriptions.of_member(tx, membership_id):
        if old.kind == SubscriptionKind.BLOG:
            subscriptions.end(tx, old.id, old.feed_id)
    key = feed_key(found.url)
    shared = feeds.at(tx, key)
    read = {
        "url": found.url,
        "title": found.title,
        "etag": found.etag,
        "last_modified": found.last_modified,
        "body_hash": found.body_hash,
        "checked_at": now,
        "ok_at": now,
    }
    feed_id = shared.id if shared else feeds.add(tx, key=key, next_at=now, **read)
    _keep_items(tx, feed_id, found.items, now)
    next_at = after_success(feed_id, found.every, now)
    feeds.change(tx, feed_id, next_at=next_at, **read, **_WELL)
    subscriptions.add(tx, feed_id, membership_id, SubscriptionKind.BLOG, now)


def _keep_items(tx: Tx, feed_id: int, items: Sequence[Item], now: datetime) -> list[tuple[int, Item]]:
    """Store the newest of what no key of is known; gives them with their ids, the newest first."""
    keys = [key for item in items for key in item.keys]
    known = feeds.known(tx, feed_id, keys)
    feeds.see(tx, feed_id, dict.fromkeys(key for key in keys if key not in known), now)
    new: list[tuple[int, Item]] = []
    fresh = [item for item in items if item.url is not None and not known.intersection(item.keys)]
    for item in _newest_first(fresh)[:_KEEP_ITEMS]:
        item_id = feeds.add_item(
            tx,
            feed_id,
            url=item.url,
            address_key=item.address_key,
            title=item.title,
            summary=item.summary,
            published_at=item.published_at,
            first_seen_at=now,
        )
        if item_id is not None:
            new.append((item_id, item))
    return new


def _newest_first(items: list[Item]) -> list[Item]:
    """Sort by date where every item has one (some feeds put the oldest first); else the document's order stands."""
    if any(item.published_at is None for item in items):
        return items
    return sorted(items, key=lambda item: str(item.published_at), reverse=True)  # all UTC: as text as in time


def store(tx: Tx, asked: tuple[Polled, timedelta], now: datetime) -> None:
    """Store what one poll brought; dropped where nobody has the feed any more or another poll came first meanwhile."""
    polled, every = asked
    for team_id in sorted({owner.team_id for owner in feeds.owners(tx, [polled.feed.id])}):
        teams.lock(tx, team_id)
    owners = feeds.owners(tx, [polled.feed.id])
    row = feeds.get(tx, polled.feed.id)
    if row is None or not owners or (row.url, row.next_at) != (polled.feed.url, polled.feed.next_at):
        return
    if polled.fault is None:
        _store_success(tx, polled, owners, every, now)
    else:
        _store_failure(tx, row, polled, owners, now)
    tx.commit()


def _store_success(tx: Tx, polled: Polled, owners: Sequence[Any], every: timedelta, now: datetime) -> None:
    feed, read = polled.feed, polled.read
    feeds.change(tx, feed.id, checked_at=now, ok_at=now, next_at=after_success(feed.id, every, now), **_WELL)
    if read is None:
        return
    validators = {"etag": read.etag, "last_modified": read.last_modified, "body_hash": read.body_hash}
    feeds.change(tx, feed.id, title=read.title, **validators)
    new = _keep_items(tx, feed.id, read.items, now)
    for owner in owners if new else ():
        if owner.kind == SubscriptionKind.BLOG:
            _offer(tx, owner, new, now)


def _offer(tx: Tx, owner: Any, new: Sequence[tuple[int, Item]], now: datetime) -> None:
    if standings.reach_of(tx, owner.membership_id).quiet(now):
        return  # who comes back is not flooded: `/post submit` still offers the newest
    room = _TELL_MOST - notices.told_since(tx, owner.membership_id, NoticeKind.NEW_ITEM, now - timedelta(days=1))
    for item_id, item in reversed(new[: max(room, 0)]):
        if item.address_key is not None and _put_forward(tx, owner.membership_id, item.address_key, now):
            continue  # its author was quicker
        facts = {"item_id": item_id, "title": item.title, "url": item.url}
        tell(tx, owner.team_id, owner.membership_id, NoticeKind.NEW_ITEM, facts, now)


def _put_forward(tx: Tx, membership_id: int, address_key: str, now: datetime) -> bool:
    """Say whether a post waits, lies on the shelf, or was recommended within 26 weeks: then it is not offered."""
    if posts.same(tx, membership_id, address_key) is not None:
        return True
    return posts.pushed_since(tx, membership_id, address_key, now - NO_REPEAT) is not None


def _store_failure(tx: Tx, row: Any, polled: Polled, owners: Sequence[Any], now: datetime) -> None:
    fails = row.fails + 1
    since = row.failing_since or now
    # 410 says so on purpose, but some hosts say it by mistake: it counts when it is said twice, hours apart.
    gone = polled.fault == row.fault == Fault.GONE and is_gone(since, now)
    told = row.owner_told_at
    if gone or (told is None and is_dead(since, now)):
        kind = NoticeKind.FEED_GONE if gone else NoticeKind.FEED_DEAD
        facts = {"url": row.url, "fault": polled.fault, "since": since.isoformat()}
        for owner in owners:
            tell(tx, owner.team_id, owner.membership_id, kind, facts, now)
        told = now
    feeds.change(
        tx,
        row.id,
        state=FeedState.GONE if gone else FeedState.FAILING,
        fails=fails,
        fault=polled.fault,
        failing_since=since,
        checked_at=now,
        next_at=after_failure(row.id, fails, now, polled.retry_after),
        owner_told_at=told,
    )
    log.info("a feed could not be read", extra={"feed": row.id, "fault": polled.fault, "fails": fails})
