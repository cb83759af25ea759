"""The bot as the sandbox plays with it: the story moves the time, and a restart is a new bot on the same files."""

import asyncio
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Final

from teambot.app.whole import App
from teambot.errors import Refusal
from teambot.sandbox.clock import StoryClock
from teambot.sandbox.loopback.discord import LoopbackDiscord
from teambot.sandbox.port import Coming, Inspection, Row
from teambot.settings import Settings
from teambot.storage import inspection
from teambot.storage.foreseen import foreseen
from teambot.storage.inspected_votes import inspected_votes
from teambot.storage.runner import Tx

_READY_SECONDS: Final = 20.0
_SETTLE_SECONDS: Final = 60.0
_LOOK_SECONDS: Final = 0.005


class PlayedApp:
    """Hold the bot that plays, and put a new one in its place at a restart (teambot.sandbox.port.Port)."""

    def __init__(
        self,
        settings: Settings,
        *,
        clock: StoryClock,
        discord: LoopbackDiscord,
        opened: Mapping[str, int],
        secret: str,
    ) -> None:
        self._settings = settings
        self._clock = clock
        self._discord = discord
        self._opened = opened
        self._secret = secret
        self._app: App | None = None
        self._up = asyncio.Event()

    async def start(self) -> None:
        """Start a bot and wait until it is on the loopback Discord."""
        # Days pass in seconds here, and every host is this machine: none needs a pause.
        none = timedelta(0)
        app = App(
            self._settings, clock=self._clock, opened=self._opened, host_gap=none, secret=self._secret, bells=False
        )
        await app.start()
        await app.ready(_READY_SECONDS)
        await self._discord.wait_ready(_READY_SECONDS)
        self._app = app
        self._up.set()

    async def stop(self) -> None:
        """Stop the bot in order; harmless where none is."""
        app, self._app = self._app, None
        self._up.clear()
        if app is not None:
            await app.stop()

    async def turn(self, now: datetime) -> None:
        """Set the story's clock to `now`, ring every sweep, and wait until all is settled."""
        self._clock.set(now)
        for name in (await self._playing()).sweeps:
            await self._ring(name)
        await self.settled()

    async def settled(self) -> None:
        """Wait until no use case waits and no message can be sent; TimeoutError names what is left after a minute."""
        loop = asyncio.get_running_loop()
        end = loop.time() + _SETTLE_SECONDS
        (await self._playing()).announcer.wake()  # what was put back may be due by now
        while left := await self._left():
            if loop.time() > end:
                raise TimeoutError(f"the bot does not come to rest: {', '.join(left)}")
            await asyncio.sleep(_LOOK_SECONDS)

    async def restart(self, abruptly: bool = False) -> None:
        """Stop the bot and start a new one on the same files; abruptly: as if its process had been killed."""
        app = await self._playing()
        self._up.clear()
        await (app.kill() if abruptly else app.stop())
        await self.start()

    async def next_step(self) -> tuple[datetime, str]:
        """Give the next moment at which a week moves, and what then happens; LookupError while no team has formed."""
        app = await self._playing()
        step = await app.db.read(lambda tx, _, __: inspection.next_step(tx), None, self._clock())
        if step is None:
            raise LookupError("no team has formed")
        return step

    async def coming(self) -> tuple[Coming, ...]:
        """Give all else that the clock alone will bring about, the soonest first."""
        app = await self._playing()
        found = await app.db.read(lambda tx, _, now: foreseen(tx, now), None, self._clock())
        return tuple(Coming(one.at, one.kind, one.what) for one in found)

    async def inspect(self) -> Inspection:
        """Look at every assignment, message of the outbox, vote and application, and at what explains each."""
        app = await self._playing()
        return Inspection(await app.db.read(_rows, None, self._clock()))

    async def _playing(self) -> App:
        """Give the bot that plays; in the middle of a restart, the next one."""
        await self._up.wait()
        if self._app is None:
            raise RuntimeError("the bot was stopped")
        return self._app

    async def _ring(self, name: str) -> None:
        while True:
            app = await self._playing()
            try:
                await app.sweeps[name][1]()
            except Refusal as refusal:
                # Stopped in the middle of the sweep: the next bot is asked again, as its own bell would.
                if refusal.key != "restarting":
                    raise
            else:
                return

    async def _left(self) -> tuple[str, ...]:
        app = await self._playing()
        try:
            unsent = await app.db.read(lambda tx, _, now: inspection.unsent(tx, now), None, self._clock())
        except Refusal as refusal:
            if refusal.key != "restarting":
                raise
            return ("a restart",)
        return unsent or (() if app.announcer.idle and not app.db.waiting else ("use cases",))


def _rows(tx: Tx, _: None, now: datetime) -> tuple[Row, ...]:
    return tuple(
        Row(row.table, row.kind, row.subject, row.state, row.explained)
        for row in (*inspection.inspected(tx, now), *inspected_votes(tx, now))
    )
