"""Reading the members' feeds: at joining, and ever after by the bell. What a blog does wrong never stops another's."""

import asyncio
import logging
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import blake2b
from typing import Any

from teambot.domain.notices import NoticeKind
from teambot.domain.polling import after_failure, after_success, is_dead, is_gone
from teambot.domain.posts import FeedState
from teambot.errors import Refusal
from teambot.feeds.identity import MOST_CHARACTERS
from teambot.feeds.items import Item, NotAFeed, ParsedFeed
from teambot.feeds.parse import parse_feed
from teambot.services.news import tell
from teambot.services.typed import typed, typed_address, web_address
from teambot.storage import feeds, teams
from teambot.storage.runner import Runner, Tx
from teambot.web.faults import Fault, FetchFailed
from teambot.web.fetch import Fetched, Fetcher
from teambot.web.worker import Worker, WorkerKilled

_AT_ONCE = 8  # feeds under way together: one process parses, the rest wait for their hosts
_BATCH = 50
_TELL_MOST = 3  # a feed that shows a dozen new posts at once offers its newest three
_KEEP_ITEMS = 25  # of a first read: as many as autocomplete shows

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
    gone: bool = False


class FeedsService:
    """Feeds, read over HTTP behind the guard and parsed in a process that can be killed."""

    def __init__(self, db: Runner, fetcher: Fetcher, worker: Worker, *, every: timedelta) -> None:
        self._db = db
        self._fetcher = fetcher
        self._worker = worker
        self._every = every

    async def read(self, blog: str, feed: str, now: datetime) -> FeedRead:
        """Read the feed that somebody names for their blog; without one, the blog's address is tried.

        Raises Refusal("no-blog" | "no-web-address" | "feed-is-a-page" | "feed-not-a-feed" | "feed-unreadable").
        """
        if not typed(blog):
            raise Refusal("no-blog")
        blog_url = web_address(blog)
        # As it was typed: what looks like tracking in a post's address may be what chooses the feed.
        url = typed_address(feed) if typed(feed) and web_address(feed) else blog_url
        if len(url) > MOST_CHARACTERS:
            raise Refusal("no-web-address")
        try:
            fetched = await self._fetcher.get(url)
            return self._as_read(blog_url, url, fetched, await self._parse(fetched, now))
        except FetchFailed as failed:
            raise Refusal("feed-unreadable", url=url, fault=str(failed.fault)) from None
        except NotAFeed as other:
            raise Refusal("feed-is-a-page" if other.reason == "html" else "feed-not-a-feed", url=url) from None
        except WorkerKilled:
            raise Refusal("feed-not-a-feed", url=url) from None

    async def poll_due(self, now: datetime) -> int:
        """Read every feed that is due, and store what is new; gives how many were read."""
        due = await self._db.read(lambda tx, _, now: feeds.due(tx, now, _BATCH), None, now)
        gate = asyncio.Semaphore(_AT_ONCE)

        async def one(feed: Any) -> None:
            async with gate:
                polled = await self._poll(feed, now)
            await self._db.sweep(_store, (polled, self._every), now)

        # What one feed brings out is told when all the others are stored.
        ended = await asyncio.gather(*(one(feed) for feed in due), return_exceptions=True)
        for error in ended:
            if error is not None:
                raise error
        return len(due)

    async def _poll(self, feed: Any, now: datetime) -> Polled:
        try:
            fetched = await self._fetcher.get(feed.url, etag=feed.etag, last_modified=feed.last_modified)
            if fetched.status == 304 or _hash(fetched.body) == feed.body_hash:
                return Polled(feed, None, None, None)
            read = self._as_read("", feed.url, fetched, await self._parse(fetched, now))
            return Polled(feed, read, None, None)
        except FetchFailed as failed:
            return Polled(feed, None, failed.fault, failed.retry_after, gone=failed.fault is Fault.GONE)
        except NotAFeed as other:
            return Polled(feed, None, other.reason, None)
        except WorkerKilled:
            return Polled(feed, None, "too_hard", None)

    async def _parse(self, fetched: Fetched, now: datetime) -> ParsedFeed:
        try:
            return await self._worker.run(parse_feed, fetched.body, fetched.content_type, fetched.url, now)
        except (NotAFeed, WorkerKilled):
            raise
        except Exception as error:  # noqa: BLE001 - a stranger's bytes found a bug, or took all the memory
            # Its kind alone: an error of a parser quotes what it could not read.
            log.error("feed.unparsable", extra={"error": type(error).__name__})
            raise WorkerKilled from None

    def _as_read(self, blog_url: str, url: str, fetched: Fetched, parsed: ParsedFeed) -> FeedRead:
        # Validators of a document that was cut short would hide what was lost until the feed changes again.
        etag, last_modified = (fetched.etag, fetched.last_modified) if parsed.whole else (None, None)
        body_hash = _hash(fetched.body) if parsed.whole else ""
        return FeedRead(blog_url, url, parsed.title, parsed.items, etag, last_modified, body_hash, self._every)


def keep_feed(tx: Tx, membership_id: int, found: FeedRead, now: datetime) -> None:
    """Store a member's feed anew, in the caller's transaction: what it shows today is known, and floods nobody."""
    old = feeds.of_member(tx, membership_id)
    if old is not None:
        feeds.remove(tx, old.id)
    feed_id = feeds.add(
        tx,
        membership_id,
        url=found.url,
        title=found.title,
        etag=found.etag,
        last_modified=found.last_modified,
        body_hash=found.body_hash,
        next_at=now,
        checked_at=now,
        ok_at=now,
    )
    _keep_items(tx, feed_id, found.items, now)
    feeds.change(tx, feed_id, next_at=after_success(feed_id, found.every, now))


def _hash(body: bytes) -> str:
    return blake2b(body, digest_size=16).hexdigest()


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


def _store(tx: Tx, asked: tuple[Polled, timedelta], now: datetime) -> None:
    """Store what one poll brought; dropped where its owner named another feed or another poll came first meanwhile."""
    polled, every = asked
    teams.lock(tx, polled.feed.team_id)
    row = feeds.get(tx, polled.feed.id)
    if row is None or (row.url, row.next_at) != (polled.feed.url, polled.feed.next_at):
        return
    if polled.fault is None:
        _store_success(tx, polled, every, now)
    else:
        _store_failure(tx, row, polled, now)
    tx.commit()


def _store_success(tx: Tx, polled: Polled, every: timedelta, now: datetime) -> None:
    feed, read = polled.feed, polled.read
    values = {"state": FeedState.ACTIVE, "fails": 0, "fault": None, "failing_since": None, "owner_told_at": None}
    feeds.change(tx, feed.id, checked_at=now, ok_at=now, next_at=after_success(feed.id, every, now), **values)
    if read is None:
        return
    validators = {"etag": read.etag, "last_modified": read.last_modified, "body_hash": read.body_hash}
    feeds.change(tx, feed.id, title=read.title, **validators)
    for item_id, item in reversed(_keep_items(tx, feed.id, read.items, now)[:_TELL_MOST]):
        facts = {"item_id": item_id, "title": item.title, "url": item.url}
        tell(tx, feed.team_id, feed.membership_id, NoticeKind.NEW_ITEM, facts, now)


def _store_failure(tx: Tx, row: Any, polled: Polled, now: datetime) -> None:
    fails = row.fails + 1
    since = row.failing_since or now
    # 410 says so on purpose, but some hosts say it by mistake: it counts when it is said twice, hours apart.
    gone = polled.gone and row.fault == Fault.GONE and is_gone(since, now)
    told = row.owner_told_at
    if gone or (told is None and is_dead(since, now)):
        kind = NoticeKind.FEED_GONE if gone else NoticeKind.FEED_DEAD
        facts = {"url": row.url, "fault": polled.fault, "since": since.isoformat()}
        tell(tx, polled.feed.team_id, row.membership_id, kind, facts, now)
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
