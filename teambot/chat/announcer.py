"""The announcer sends what the outbox holds: claim, look where in doubt, send with the row's own nonce, mark.

De-duplication is Discord's, by nonce, for some minutes; later by our marker in the channel's history. It decides
nothing about the team, never sends first and records after, and never ends because a send failed.
"""

import asyncio
import logging
from collections.abc import Callable
from datetime import datetime
from typing import Any

from teambot.chat.bot import Bot
from teambot.chat.delivery import Outcome, Sent, deliver
from teambot.errors import Refusal
from teambot.locales.catalogue import Words
from teambot.services.outbox import OutboxService

_AT_ONCE = 5  # targets; more would only meet Discord's global limit sooner (research/reliability.md, threat 57)
_SECONDS = 100  # less than the lease of a claim, more than the library's own retries and its longest wait for a limit
log = logging.getLogger("teambot.announcer")

Row = Any  # storage's OutboxRow, which this layer passes on and never imports


class Announcer:
    """One task that claims rows whenever somebody calls `wake`, and one for each message on its way."""

    def __init__(self, bot: Bot, outbox: OutboxService, words: Words, clock: Callable[[], datetime]) -> None:
        self._bot = bot
        self._outbox = outbox
        self._words = words
        self._clock = clock
        self._bell = asyncio.Event()
        self._claims = 0  # commits of our own claims that will ring the bell
        self._claiming = False
        self._sending: dict[int, asyncio.Task[None]] = {}
        self._task: asyncio.Task[None] | None = None

    @property
    def idle(self) -> bool:
        """Say whether nothing is on its way and nobody has asked to look since the last look."""
        return not (self._sending or self._claiming or self._bell.is_set())

    def start(self) -> None:
        """Begin to send; rows wait until the bot has logged in."""
        self._task = asyncio.create_task(self._run(), name="announcer")
        self._bell.set()

    def wake(self) -> None:
        """Look for due rows soon. To be called in the loop after every commit, and from time to time."""
        if self._claims:  # a claim commits too: were that heard, one look would bring the next for ever
            self._claims -= 1
        else:
            self._bell.set()

    async def stop(self, seconds: float) -> None:
        """Claim no more, wait so long for what is on its way, then leave it to the next start."""
        if self._task is not None:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)
            self._task = None
        tasks = set(self._sending.values())
        if tasks and seconds > 0:
            await asyncio.wait(tasks, timeout=seconds)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    async def _run(self) -> None:
        while True:
            await self._bell.wait()
            await self._bot.logged_in.wait()
            self._claiming = True
            self._bell.clear()
            if len(self._sending) < _AT_ONCE:
                for row in await self._claim():
                    if row.id not in self._sending:
                        self._send_soon(row)
            self._claiming = False

    async def _claim(self) -> tuple[Row, ...]:
        self._claims += 1
        try:
            return await self._outbox.claim(self._clock())
        except Refusal:
            self._claims = 0
            return ()  # the clock lies behind, or the disk is full: each has told the log
        except Exception:
            self._claims = 0
            log.exception("outbox.claim-failed")
            return ()

    def _send_soon(self, row: Row) -> None:
        task = asyncio.create_task(self._send(row), name=f"outbox-{row.id}")
        self._sending[row.id] = task
        task.add_done_callback(lambda _: self._done(row))

    def _done(self, row: Row) -> None:
        self._sending.pop(row.id, None)
        self._bell.set()  # the next of this target may go

    async def _send(self, row: Row) -> None:
        """Send one row and mark what became of it. Where even that fails, the claim runs out and it is tried again."""
        facts = {"outbox": row.id, "kind": row.kind, "team": row.team_id, "attempts": row.attempts}
        try:
            async with asyncio.timeout(_SECONDS):
                announcement = await self._outbox.facts(row, self._clock())
                result = await deliver(self._bot, self._words, row, announcement, self._clock())
        except Exception as error:
            log.warning("outbox.failed", exc_info=error, extra=facts)
            result = Outcome.LATER, type(error).__name__
        try:
            await self._mark(row, result)
        except Exception:
            log.exception("outbox.mark-failed", extra=facts)
        else:
            log.info("outbox.done", extra={**facts, "outcome": result[0] if isinstance(result, tuple) else "sent"})

    async def _mark(self, row: Row, result: Sent | tuple[Outcome, str]) -> None:
        now = self._clock()
        match result:
            case Sent(channel_id, message_id):
                await self._outbox.sent(row, channel_id, message_id, now)
            case (Outcome.DELETED, _):
                await self._outbox.sent_deleted(row, now)
            case (Outcome.NOTHING, _):
                await self._outbox.expired(row, now)
            case (Outcome.BLOCKED, fault):
                await self._outbox.blocked(row, fault, now)
            case (Outcome.DEAD, fault):
                log.error("outbox.dead", extra={"outbox": row.id, "kind": row.kind, "fault": fault})
                await self._outbox.dead(row, fault, now)
            case (Outcome.LATER, fault):
                await self._outbox.put_back(row, fault, now)
