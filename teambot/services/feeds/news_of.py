"""What becomes of a feed's news: of its new items, by what somebody has the feed for, and of its own fate."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from teambot.domain.notices import OF_THE_FEED, NoticeKind
from teambot.domain.polling import is_old
from teambot.domain.posts import NO_REPEAT, SubscriptionKind
from teambot.feeds.items import Item
from teambot.services.feeds.shown import Found
from teambot.services.news import tell
from teambot.services.posts.own_posts import OwnPosts
from teambot.storage import feeds, notices, seen, standings, submission_keys
from teambot.storage.runner import Tx

_TELL_MOST = 3  # a day: of a feed that shows a dozen new posts its newest three are offered
_LATER = timedelta(days=1)  # than now, and no pass takes as long
_RENEWED_AGAIN = timedelta(days=30)  # a feed that is made anew every day is told of once


class Owners:
    """For whom feeds are read, by feed: loaded when first asked for, and only of teams whose rows are locked."""

    def __init__(self, tx: Tx, feed_ids: Iterable[int], locked: set[int]) -> None:
        self._tx = tx
        self._ids = list(feed_ids)
        self._locked = locked
        self._known: dict[int, list[Any]] | None = None

    def of(self, feed_id: int) -> Sequence[Any]:
        """List who has a feed; rows of `storage.feeds.owners`. Who has just come waits for the next poll."""
        if self._known is None:
            self._known = defaultdict(list)
            for row in feeds.owners(self._tx, self._ids):
                if row.team_id in self._locked:
                    self._known[row.feed_id].append(row)
        return self._known.get(feed_id, ())


def tell_fate(tx: Tx, owners: Sequence[Any], kind: NoticeKind, facts: Mapping[str, Any], now: datetime) -> None:
    """Tell everybody who has a feed what has become of it."""
    for owner in owners:
        tell(tx, owner.team_id, owner.membership_id, kind, facts, now)


def tell_well(tx: Tx, owners: Sequence[Any], now: datetime) -> None:
    """Take as shown what was said of a feed that could not be read, once it answers again."""
    for owner in owners:
        notices.settle(tx, OF_THE_FEED, now, team_id=owner.team_id, membership_id=owner.membership_id)


def tell_new(tx: Tx, owners: Owners, rows: Mapping[int, Any], found: Mapping[int, Found], now: datetime) -> None:
    """Do with the new items of feeds what each of their owners has them for; `rows`: the feeds as they were before."""
    told = {feed_id: _to_tell(one, now) for feed_id, one in found.items() if rows[feed_id].ok_at is not None}
    wanted = [feed_id for feed_id, items in told.items() if items or found[feed_id].burst]
    ids: dict[tuple[int, str], int] = {}
    if any(told[feed_id] for feed_id in wanted):
        ids = {(row.feed_id, row.address_key): row.id for row in seen.added(tx, wanted, now)}
    for feed_id in wanted:
        for owner in owners.of(feed_id):
            # An alert's items are stored, and that is all that becomes of them yet.
            if owner.kind != SubscriptionKind.BLOG or not may_be_offered(owner, rows[feed_id], now):
                continue
            if found[feed_id].burst:
                _tell_renewed(tx, owner, rows[feed_id].url, found[feed_id].count, now)
            else:
                _offer(tx, owner, [(ids[feed_id, str(item.address_key)], item) for item in told[feed_id]], now)


def may_be_offered(owner: Any, row: Any, now: datetime) -> bool:
    """Say whether what is new to a feed is new to somebody who has it: it was read once since they took it.

    Whoever took it by a clock that has been put back since has had it for long enough.
    """
    by_another_clock = owner.created_at > now + _LATER
    return row.ok_at is not None and (owner.created_at <= row.ok_at or by_another_clock)


def _to_tell(found: Found, now: datetime) -> list[Item]:
    return [] if found.burst else [item for item in found.new if not is_old(item.published_at, now)]


def _tell_renewed(tx: Tx, owner: Any, url: str, count: int, now: datetime) -> None:
    since = now - _RENEWED_AGAIN
    if not notices.told_since(tx, owner.membership_id, NoticeKind.FEED_RENEWED, since, until=now):
        tell(tx, owner.team_id, owner.membership_id, NoticeKind.FEED_RENEWED, {"url": url, "count": count}, now)


def _offer(tx: Tx, owner: Any, new: Sequence[tuple[int, Item]], now: datetime) -> None:
    """Offer a blog's new posts to its author, each with a button."""
    if standings.reach_of(tx, owner.membership_id).quiet(now):
        return  # who comes back is not flooded: `/post submit` still offers the newest
    since = now - timedelta(days=1)
    room = _TELL_MOST - notices.told_since(tx, owner.membership_id, NoticeKind.NEW_ITEM, since, until=now)
    own = OwnPosts(tx, owner.team_id, owner.membership_id)
    for item_id, item in reversed(new[: max(room, 0)]):
        if item.url is None or not own.has(item.url):
            continue  # a link to a team mate's post
        if item.address_key is not None and _put_forward(tx, owner.membership_id, item.address_key, now):
            continue  # its author was quicker
        facts = {"item_id": item_id, "team_id": owner.team_id, "title": item.title, "url": item.url}
        tell(tx, owner.team_id, owner.membership_id, NoticeKind.NEW_ITEM, facts, now)


def _put_forward(tx: Tx, membership_id: int, address_key: str, now: datetime) -> bool:
    """Say whether a post waits, lies on the shelf, or was recommended within 26 weeks: then it is not offered."""
    keys = (address_key,)
    if submission_keys.standing(tx, membership_id, keys) is not None:
        return True
    return submission_keys.pushed_since(tx, membership_id, keys, now - NO_REPEAT) is not None
