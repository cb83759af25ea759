"""The bot put together from its parts, started and stopped in order. It decides nothing: all that it does is call.

Start: lock, whole file, backup and migration, engine, runner, services, then Discord, announcer, bells. Stop, the other
way round (reliability.md 4.8): the bells, new commands, the message that is being sent, the use cases in the line, the
gateway, the database's log, the lock. All is correct without it: grace only makes the next start shorter.
"""

import asyncio
import gc
import logging
from collections.abc import Mapping
from contextlib import ExitStack, suppress
from datetime import timedelta
from typing import Final

from teambot import __version__
from teambot.app.clock import Clock, SaneClock
from teambot.app.supervisor import supervise
from teambot.app.sweeps import Sweep, sweeps
from teambot.app.use_cases import put_together
from teambot.chat.announcer import Announcer
from teambot.chat.bot import Bot
from teambot.chat.hang_up import hang_up
from teambot.chat.hopeless import hopeless
from teambot.chat.server_people import ServerPeople
from teambot.clockwork import Clockwork
from teambot.errors import CannotStart, Refusal
from teambot.locales.catalogue import Words
from teambot.services.feeds.hosts import GAP
from teambot.settings import Settings
from teambot.storage import opening
from teambot.storage.runner import Runner

_CLOCK_SECONDS: Final = 5.0  # how often a clock that lies behind is looked at again
_LOOK_SECONDS: Final = 0.01
_AGAIN_SECONDS: Final = 0.5
_SENDING_SECONDS: Final = 8.0
_DRAINING_SECONDS: Final = 3.0
log = logging.getLogger(__name__)


class App:
    """One bot on one store. `start`, then `stop` or `kill`; `serve` does it all for a process of its own.

    `clock` is the one clock. `opened` names hosts that the sandbox serves on this machine (name to port), `host_gap` is
    the pause that a host is left between two requests; only a composition in code can give them. `secret` fixes what
    message nonces are made of. Without `bells` nothing rings by itself: `sweeps` are then rung by whoever moves the
    clock.
    """

    def __init__(
        self,
        settings: Settings,
        *,
        clock: Clock,
        opened: Mapping[str, int] | None = None,
        host_gap: timedelta = GAP,
        secret: str | None = None,
        bells: bool = True,
        trust_clock: bool = False,
    ) -> None:
        self._settings = settings
        self._raw_clock = clock
        self._opened = opened
        self._host_gap = host_gap
        self._secret = secret
        self._bells = bells
        self._trust_clock = trust_clock
        self._held = ExitStack()
        self._stopping = asyncio.Event()
        self._connection: asyncio.Task[None] | None = None
        self._killed = False

    async def start(self) -> None:
        """Open the store, put the parts together and set them going; Discord is connected to in the background.

        Raises CannotStart; nothing is left open then.
        """
        try:
            place, now = self._settings.database, self._raw_clock()
            opened = opening.opened(place.url.reveal(), place.backups, now, secret=self._secret)
            store = self._held.enter_context(opened)
            self.clock = SaneClock(self._raw_clock, None if self._trust_clock else store.latest)
            await self._clock_is_sane()
            self.db = Runner(store.engine, on_commit=self._committed)
            self._use_cases = put_together(self._settings, self.db, self._opened, host_gap=self._host_gap)
            self.services = self._use_cases.services
            discord = self._settings.discord
            words = Words()
            self.bot = Bot(self.services, words, self.clock, api=discord.api, gateway=discord.gateway)
            self.announcer = Announcer(self.bot, self.services.outbox, words, self.clock)
            self.sweeps = sweeps(
                self.services, self.db, self.clock, ServerPeople(self.bot), store.path, self._settings.database.backups
            )
            self._clockwork = Clockwork(self._rung())
            await self._release()
        except BaseException:
            self._held.close()
            raise
        self._connection = asyncio.create_task(supervise(self._connect, hopeless), name="discord")
        self.announcer.start()
        if self._bells:
            self._clockwork.start()
        log.info("app.started", extra={"version": __version__})

    async def ready(self, seconds: float) -> None:
        """Wait until the bot is on Discord. Raises TimeoutError, or CannotStart where Discord will never have it."""
        if self._connection is None:
            raise RuntimeError("the bot was not started")
        # discord.py's own wait raises before the log-in has begun.
        with suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                while not self.bot.is_ready() and not self._connection.done():
                    await asyncio.sleep(_LOOK_SECONDS)
        if self._connection.done():
            self._connection.result()
        if not self.bot.is_ready():
            raise TimeoutError(f"the bot was not on Discord within {seconds:g} s")

    async def stop(self) -> None:
        """Stop in order; what was begun is ended, within about eleven seconds. Harmless where nothing was started."""
        if self._connection is None:
            return
        self.bot.rest()
        await self._clockwork.stop()
        await self.announcer.stop(_SENDING_SECONDS)
        await self.db.close(_DRAINING_SECONDS)
        await self._hang_up(self._connection)
        await self._use_cases.close()
        self._connection = None
        self._held.close()
        log.info("app.stopped")

    async def kill(self) -> None:
        """End at once, as a killed process would: nobody is told, and what is being sent is not waited for."""
        if self._connection is None:
            return
        self._killed = True
        await self.announcer.stop(0)
        await self._hang_up(self._connection)
        await self._clockwork.stop(0)
        await self.db.close(_DRAINING_SECONDS)
        await self._use_cases.close()
        self._connection = None
        self._held.close()

    async def serve(self) -> None:
        """Start, run until `ask_to_stop` or until Discord will never have us, and stop. Raises CannotStart."""
        starting = asyncio.create_task(self.start(), name="start")
        asked = asyncio.create_task(self._stopping.wait(), name="asked-to-stop")
        try:
            await asyncio.wait({starting, asked}, return_when=asyncio.FIRST_COMPLETED)
            if not starting.done():
                starting.cancel()
                with suppress(asyncio.CancelledError):
                    await starting
                return
            starting.result()
            # What the start has made (100,000 objects) stays: looking through it held everybody up for 70 ms at a time.
            gc.freeze()
            if self._connection is not None:
                await asyncio.wait({self._connection, asked}, return_when=asyncio.FIRST_COMPLETED)
                if self._connection.done():
                    self._connection.result()
        finally:
            asked.cancel()
            await self.stop()

    def ask_to_stop(self) -> None:
        """Let `serve` end in order."""
        self._stopping.set()

    async def _release(self) -> None:
        """Make due again what a dead process had claimed; where the disk does not let us, those claims run out."""
        try:
            await self.services.outbox.release(self.clock())
        except Refusal as refusal:
            log.warning("outbox.not-released", extra={"key": refusal.key})

    def _rung(self) -> Mapping[str, tuple[timedelta, Sweep]]:
        async def wake() -> None:
            self.announcer.wake()

        return {**self.sweeps, "outbox": (timedelta(seconds=1), wake)}

    def _committed(self) -> None:
        self.announcer.wake()

    async def _clock_is_sane(self) -> None:
        """Wait while the clock lies before what was kept in the store (reliability.md, threat 46)."""
        while True:
            try:
                self.clock()
            except Refusal:
                await asyncio.sleep(_CLOCK_SECONDS)
            else:
                return

    async def _connect(self) -> None:
        token = self._settings.discord.token
        if token is None:
            raise CannotStart("There is no token for Discord.")
        if self.bot.is_closed():
            await self.bot.reopen()
        try:
            await self.bot.start(token.reveal())
        finally:
            if not self._killed:
                await self.bot.close()

    async def _hang_up(self, connection: asyncio.Task[None]) -> None:
        # More than once: Python 3.11's wait_for, on which discord.py's handshake stands, can swallow a cancellation.
        while not connection.done():
            connection.cancel()
            await asyncio.wait({connection}, timeout=_AGAIN_SECONDS)
        if not connection.cancelled() and connection.exception() is not None:
            log.info("discord.had-ended", exc_info=connection.exception())
        if self._killed:
            await hang_up(self.bot)
