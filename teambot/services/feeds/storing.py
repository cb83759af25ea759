"""How the results of polls are stored: many in one transaction, the same statements for one and for a hundred."""

import logging
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from teambot.domain.polling import after_retry, after_success, after_trouble, is_settled, redirected
from teambot.domain.posts import FeedState
from teambot.feeds.identity import feed_key
from teambot.services.feeds.answered import answered, asks_of, pending_of, rhythm_of
from teambot.services.feeds.failing import after_fault
from teambot.services.feeds.moving import come_back, is_of_a_team_mate, merge, moved, moved_back
from teambot.services.feeds.news_of import Owners, tell_fate, tell_new, tell_well
from teambot.services.feeds.polled import Polled
from teambot.services.feeds.shown import Found, Shown, keep_shown, still_shown
from teambot.storage import feeds, hosts
from teambot.storage.runner import Tx
from teambot.web.faults import Fault

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Batch:
    """Results of polls, each of another feed, and how often a feed is read at the most (the operator's word)."""

    results: Sequence[Polled]
    every: timedelta


def store(tx: Tx, batch: Batch, now: datetime) -> int:
    """Store what polls brought, and give how many feeds it was of.

    Dropped is what nobody has any more, and where another poll or its owner was quicker: then the feed's address or
    its next time is another than when it was due.
    """
    polled = {one.feed.id: one for one in batch.results}
    targets = {one.feed.id: feed_key(one.moved_to) for one in batch.results if one.moved_to and settles(one, now)}
    targets |= {one.feed.id: feed_key(one.back.url) for one in batch.results if one.back}
    ids = [*polled, *feeds.ids_at(tx, targets.values())]
    owners = Owners(tx, ids, feeds.lock_teams(tx, ids))
    same = {one.feed.id: one for one in batch.results if _is_same(one)}
    stored = _store_same(tx, same.values(), batch.every, now)
    asked = [feed_id for feed_id in polled if feed_id not in same]
    rows = {row.id: row for row in feeds.still_read(tx, asked) if _is_as_it_was(row, polled[row.id].feed)}
    asked_back = {feed_id for feed_id in rows if polled[feed_id].back}
    polled |= {feed_id: come_back(tx, polled[feed_id], owners.of(feed_id)) for feed_id in asked_back}
    kept = [polled[feed_id] for feed_id in rows]
    _store_put_off(tx, [one for one in kept if one.until is not None or one.trouble], now)
    _store_faults(tx, rows, [one for one in kept if one.fault is not None and not one.trouble], owners, now)
    well = [one for one in kept if one.fault is None and one.until is None]
    found = _store_answers(tx, rows, well, owners, batch.every, now)
    _move(tx, rows, [one for one in well if one.feed.id in targets], found, owners, batch.every, now)
    hosts.keep(tx, {one.host: now + one.retry_after for one in kept if one.retry_after is not None}, now)
    tx.commit()
    return stored + len(rows)


def settles(polled: Polled, now: datetime) -> bool:
    """Say whether the permanent redirect that led to a document has stood for long enough with this poll."""
    return is_settled(redirected(pending_of(polled.feed), polled.moved_to, now), now)


def _is_as_it_was(row: Any, asked: Any) -> bool:
    return bool((row.url, row.next_at) == (asked.url, asked.next_at))


def _is_same(polled: Polled) -> bool:
    """Say whether a feed that was well answered that nothing is new, nor anything of what is kept of it."""
    row = polled.feed
    return bool(
        polled.read is None
        and polled.fault is None
        and polled.until is None
        and row.state == FeedState.ACTIVE
        and not row.fails
        and row.new_at is not None
        and polled.etag in (None, row.etag)
        and polled.last_modified in (None, row.last_modified)
        and polled.moved_to is None
        and row.pending_url is None
    )


def _store_same(tx: Tx, polled: Collection[Polled], every: timedelta, now: datetime) -> int:
    """Store that nothing is new: most polls by far, and so with as little as can be."""
    still_shown(tx, [(one.feed.id, one.feed.ok_at) for one in polled], now)
    times = []
    for one in polled:
        asks = (asks_of(one.feed), one.fresh_for)
        times.append((one.feed, after_success(one.feed.id, rhythm_of(one.feed), asks, every, now)))
    return feeds.stay(tx, times, now)


def _store_put_off(tx: Tx, polled: Sequence[Polled], now: datetime) -> None:
    """Store when feeds are tried that were not asked, or that our own network kept us from: no fault of theirs."""
    times = [
        (one.feed.id, after_retry(one.feed.id, one.until) if one.until else after_trouble(one.feed.id, now))
        for one in polled
    ]
    feeds.change_all(tx, [{"row_id": feed_id, "next_at": next_at} for feed_id, next_at in times])


def _store_faults(tx: Tx, rows: Mapping[int, Any], polled: Sequence[Polled], owners: Owners, now: datetime) -> None:
    values = []
    for one in polled:
        row = rows[one.feed.id]
        changes, kind = after_fault(row, str(one.fault), one.retry_after, now)
        values.append({"row_id": row.id, **changes})
        if kind is not None:
            since = changes["failing_since"].isoformat()
            facts = {"url": row.url, "fault": one.fault, "since": since, "before": row.url_original or ""}
            tell_fate(tx, owners.of(row.id), kind, facts, now)
        extra = {"feed": row.id, "fault": one.fault, "fails": changes["fails"]}
        log.info("a feed could not be read", extra=extra)
    feeds.change_all(tx, values)


def _store_answers(
    tx: Tx, rows: Mapping[int, Any], polled: Sequence[Polled], owners: Owners, every: timedelta, now: datetime
) -> dict[int, Found]:
    """Store documents and the news that there is none; gives what the documents brought, by feed."""
    shown = [
        Shown(one.feed.id, one.read.items, rows[one.feed.id].ok_at, one.elsewhere)
        for one in polled
        if one.read is not None
    ]
    found = keep_shown(tx, shown, now) if shown else {}
    strange = {feed_id for feed_id, one in found.items() if one.strange}
    faults = [replace(one, fault=Fault.REDIRECT) for one in polled if one.feed.id in strange]
    _store_faults(tx, rows, faults, owners, now)
    polled = [one for one in polled if one.feed.id not in strange]
    still_shown(tx, [(one.feed.id, rows[one.feed.id].ok_at) for one in polled if one.read is None], now)
    feeds.change_all(tx, [answered(rows[one.feed.id], one, found.get(one.feed.id), every, now) for one in polled])
    for one in polled:
        if rows[one.feed.id].owner_told_at is not None:
            tell_well(tx, owners.of(one.feed.id), now)
    tell_new(tx, owners, rows, found, now)
    return found


def _move(
    tx: Tx,
    rows: Mapping[int, Any],
    polled: Sequence[Polled],
    found: Mapping[int, Found],
    owners: Owners,
    every: timedelta,
    now: datetime,
) -> None:
    """Follow for good the permanent redirects that have stood for long enough, where the document proves them right."""
    for one in polled:
        row, brought = rows[one.feed.id], found.get(one.feed.id)
        if brought is not None and brought.strange:
            continue
        changes = moved_back(one.back.url) if one.back else moved(row, str(one.moved_to), brought)
        if "key" in changes and any(is_of_a_team_mate(tx, owner, changes["url"]) for owner in owners.of(row.id)):
            changes = {"pending_count": 0}
        there = feeds.at(tx, changes["key"]) if "key" in changes else None
        if there is None or there.id == row.id:
            feeds.change(tx, row.id, **changes)
            continue
        # Its document is this one: who has it there is told of what is new in it, before they are one.
        _store_answers(
            tx, {there.id: there}, [replace(one, feed=there, moved_to=None, elsewhere=False)], owners, every, now
        )
        merge(tx, row.id, there.id)
