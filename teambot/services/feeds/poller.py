"""One pass over the feeds that are due: who is asked when, and what each answered. It stores nothing."""

import asyncio
import logging
from collections import deque
from collections.abc import Awaitable, Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import datetime
from typing import Any

from teambot.domain.polling import POLLS_LOOKED_AT, is_network_down, may_be_back, tells_of_network
from teambot.feeds.identity import feed_key
from teambot.feeds.items import NotAFeed
from teambot.services.feeds.documents import Documents, hash_of
from teambot.services.feeds.hosts import name_of
from teambot.services.feeds.pace import PATIENCE, Hosts, NotNow, Pace, Turns
from teambot.services.feeds.polled import FeedRead, Polled
from teambot.services.feeds.storing import settles
from teambot.web.faults import Fault, FetchFailed
from teambot.web.worker import WorkerKilled

TOO_HARD = "too_hard"  # a document that could not be read in the time or memory that one may take
AT_ONCE = 64  # requests under way; without kept connections 1,000 hosts are asked in 80 MB (feeds.md, 2)
_READ_AT_ONCE = 3  # documents at the worker, or next in its line: people's go before those that wait here
_LONGEST_PASS = 60.0  # seconds: then nothing new is begun, so that hosts that do not answer hold nobody up
_NOT_THERE = frozenset({Fault.NOT_FOUND, Fault.GONE})
_UNREACHED = frozenset({Fault.UNREACHABLE, Fault.TIMEOUT})
Keep = Callable[[Polled], None]
Ask = Callable[[Any, str, Pace, datetime], Awaitable[Polled | None]]

log = logging.getLogger(__name__)


class Poller:
    """Ask feeds over HTTP, many at once and each host politely; it remembers its manners from one pass to the next."""

    def __init__(self, documents: Documents, hosts: Hosts) -> None:
        self._documents = documents
        self._hosts = hosts
        self._reading = asyncio.Semaphore(_READ_AT_ONCE)
        self._polls: deque[tuple[str, bool]] = deque(maxlen=POLLS_LOOKED_AT)

    async def run(self, due: Sequence[Any], waiting: Mapping[str, datetime], keep: Keep, now: datetime) -> None:
        """Ask the feeds that are due, and hand what came of each to `keep`, as it comes.

        `waiting`: hosts that are to be left alone, and until when. What cannot be asked now stays due.
        """
        turns = self._hosts.begin(due, now)
        one = _Pass(self._ask, turns, dict(waiting), keep, now)
        try:
            tasks = [asyncio.create_task(one.run()) for _ in range(min(AT_ONCE, len(turns.feeds)))]
            try:
                await asyncio.gather(*tasks)
            finally:
                for task in tasks:
                    task.cancel()
        finally:
            turns.end()
        # Whether a host or our own network is at fault shows when many have been asked.
        trouble = is_network_down(self._polls)
        for polled in one.unreached:
            keep(replace(polled, trouble=trouble))

    async def _ask(self, feed: Any, host: str, pace: Pace, now: datetime) -> Polled | None:
        """Ask one feed, and read what it answers where that is new; None: it is left for the next bell."""
        try:
            await pace.begin(host)
            polled = await self._answer(feed, pace, now)
        except NotNow:
            return None
        except FetchFailed as failed:
            polled = Polled(feed, name_of(feed.url), fault=failed.fault, retry_after=failed.retry_after)
        except NotAFeed as other:
            polled = Polled(feed, name_of(feed.url), fault=other.reason)
        except WorkerKilled:
            polled = Polled(feed, name_of(feed.url), fault=TOO_HARD)
        except Exception:  # one feed's bad luck stops no other
            log.exception("feed.not-polled", extra={"feed": feed.id})
            polled = Polled(feed, name_of(feed.url), fault=TOO_HARD)
        finally:
            pace.end()
        reached = polled.fault not in _UNREACHED
        # Refused by our own guard: nobody was asked.
        if polled.fault != Fault.REFUSED and (reached or tells_of_network(feed.ok_at, now)):
            self._polls.append((host, reached))
        return polled

    async def _answer(self, feed: Any, pace: Pace, now: datetime) -> Polled:
        host = name_of(feed.url)
        proving = feed.pending_url is not None and settles(Polled(feed, host, moved_to=feed.pending_url), now)
        # A redirect is followed for good only with a document in hand.
        etag, last_modified = (None, None) if proving else (feed.etag, feed.last_modified)
        try:
            fetched = await self._documents.get(feed.url, etag=etag, last_modified=last_modified, pace=pace)
        except FetchFailed as failed:
            if feed.url_original is None or failed.fault not in _NOT_THERE:
                raise
            back = await self._back(feed, pace, now, gone=failed.fault == Fault.GONE)
            return Polled(feed, host, fault=failed.fault, retry_after=failed.retry_after, back=back)
        answered = Polled(
            feed,
            host,
            fresh_for=fetched.max_age,
            etag=fetched.etag,
            last_modified=fetched.last_modified,
            elsewhere=fetched.url != feed.url and feed_key(fetched.url) != feed_key(feed.url),
            moved_to=fetched.permanent_url,
        )
        if fetched.status == 304:
            return answered
        body_hash = hash_of(fetched.body)
        if body_hash == feed.body_hash and not proving:
            return answered
        async with self._reading:
            parsed = await self._documents.feed(fetched, now, ids_repeat=feed.ids_repeat)
        return replace(answered, read=self._documents.as_read("", feed.url, fetched, parsed, body_hash=body_hash))

    async def _back(self, feed: Any, pace: Pace, now: datetime, *, gone: bool) -> FeedRead | None:
        """Look for a feed that has moved where it was before, when it is time for that; None: it is not there."""
        url = feed.url_original
        if may_be_back(feed.failing_since, now, gone=gone):
            with suppress(FetchFailed, NotAFeed, WorkerKilled, NotNow):
                await pace.before(url)
                fetched = await self._documents.get(url, pace=pace)
                if feed_key(fetched.url) == feed_key(url):  # and does not lead on to where it is not
                    async with self._reading:
                        parsed = await self._documents.feed(fetched, now, ids_repeat=feed.ids_repeat)
                    return self._documents.as_read("", url, fetched, parsed)
        return None


class _Pass:
    """One pass: many runners on one line of hosts."""

    def __init__(self, ask: Ask, turns: Turns, waiting: dict[str, datetime], keep: Keep, now: datetime) -> None:
        self._ask = ask
        self._turns = turns
        self._waiting = waiting
        self._keep = keep
        self._now = now
        self.unreached: list[Polled] = []

    async def run(self) -> None:
        """Ask one host after another until none is left for this pass."""
        while (turn := self._turns.take()) is not None:
            free_at, host = turn
            feed = self._next(host)
            if feed is None or self._is_late(free_at):
                self._turns.leave(host)
                continue
            self._take(await self._ask(feed, host, Pace(self._turns, feed.id), self._now))
            self._turns.back(host)

    def _is_late(self, free_at: float) -> bool:
        began = self._turns.began
        return free_at - began > PATIENCE or self._turns.time() - began > _LONGEST_PASS

    def _next(self, host: str) -> Any:
        """Give a host's next feed, or None; those wait whose blog wants to be left alone, as it said."""
        feeds = self._turns.feeds[host]
        while feeds:
            feed = feeds.popleft()
            if (until := self._waiting.get(name_of(feed.url))) is None:
                return feed
            self._keep(Polled(feed, name_of(feed.url), until=until))
        return None

    def _take(self, polled: Polled | None) -> None:
        if polled is None:
            return
        if polled.retry_after is not None:
            self._waiting[polled.host] = self._now + polled.retry_after
        if polled.fault in _UNREACHED:
            self.unreached.append(polled)
        else:
            self._keep(polled)
