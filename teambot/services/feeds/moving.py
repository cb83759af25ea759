"""A feed that has moved for good: its address is rewritten, or it becomes one with the feed that is read there."""

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from teambot.domain.posts import SubscriptionKind
from teambot.feeds.identity import feed_key
from teambot.feeds.places import within
from teambot.services.feeds.polled import Polled
from teambot.services.feeds.shown import Found
from teambot.services.feeds.whose import others
from teambot.storage import blogs, seen, subscriptions
from teambot.storage.runner import Tx


def moved(row: Any, url: str, found: Found | None) -> dict[str, Any]:
    """Give what is changed of a feed whose permanent redirect has stood for long enough.

    Its address only where the document there shows something that the feed has shown since before the redirect began:
    a captive portal or somebody else's feed would else take its place. Without that proof the polls are counted anew,
    from the same beginning: what came through the redirect proves nothing later either.
    """
    known_at = found.first_known_at if found is not None else None
    if known_at is None or known_at >= row.pending_since:
        return {"pending_count": 0}
    not_pending = {"pending_url": None, "pending_count": 0, "pending_since": None}
    return {"url": url, "url_original": row.url_original or row.url, "key": feed_key(url), **not_pending}


def come_back(tx: Tx, polled: Polled, owners: Iterable[Any]) -> Polled:
    """Take a document for a feed's own that stands where the feed was before it moved, if the feed lives there again.

    Then it shows something that the feed has shown, and something new: what an old host has kept of the blog, and has
    been left alone since, shows nothing new. `owners`: rows of `storage.feeds.owners`.
    """
    if polled.back is None or any(is_of_a_team_mate(tx, owner, polled.back.url) for owner in owners):
        return polled
    keys = [(polled.feed.id, key) for item in polled.back.items for key in item.keys]
    known = {row.key for row in seen.known(tx, keys)} if keys else set()
    is_known = {not known.isdisjoint(item.keys) for item in polled.back.items}
    if is_known != {True, False}:
        return polled
    return replace(polled, fault=None, retry_after=None, read=polled.back)


def moved_back(url: str) -> dict[str, Any]:
    """Give what is changed of a feed that lives again at the address that it had before it moved."""
    return {"url": url, "url_original": None, "key": feed_key(url)}


def is_of_a_team_mate(tx: Tx, owner: Any, url: str) -> bool:
    """Say whether a feed's address is another member's in its owner's team: a redirect may not make it theirs.

    `owner`: a row of `storage.feeds.owners`.
    """
    key = feed_key(url)
    return any(
        within(url, held.blog_url) or (held.feed_url and feed_key(held.feed_url) == key)
        for held in others(blogs.known(tx, owner.team_id), owner.membership_id)
    )


def merge(tx: Tx, feed_id: int, into_id: int) -> None:
    """Give a feed's owners the feed that is read at the address it has moved to; it goes with its last one.

    What it has shown is known there: nobody is offered a post twice.
    """
    seen.carry(tx, feed_id, into_id)
    there = {row.membership_id: row for row in subscriptions.of_feed(tx, into_id)}
    for row in subscriptions.of_feed(tx, feed_id):
        twin = there.get(row.membership_id)
        subscriptions.end(tx, row.id, feed_id)
        if twin is None:
            subscriptions.add(tx, into_id, row.membership_id, SubscriptionKind(row.kind), row.created_at)
        elif row.kind == SubscriptionKind.BLOG:
            subscriptions.change(tx, twin.id, kind=SubscriptionKind.BLOG)
