"""The real bot in a process of its own, against a loopback Discord of the test's: started, killed, started again."""

import asyncio
import os
import signal
import sys
from pathlib import Path

from teambot.sandbox.loopback.discord import LoopbackDiscord

ROOT = Path(__file__).parents[2]


class BotProcess:
    """`python -m teambot run` on one database; its log goes to a file."""

    def __init__(self, double: LoopbackDiscord, database: Path) -> None:
        self._double = double
        self._database = database
        self.log = database.with_suffix(".log")
        self._process: asyncio.subprocess.Process | None = None

    async def start(self) -> None:
        double, database = self._double, self._database
        environment = os.environ | {
            "TEAMBOT_DISCORD_TOKEN": double.token,
            "TEAMBOT_DISCORD_API": double.api,
            "TEAMBOT_DISCORD_GATEWAY": double.gateway,
            "TEAMBOT_DATABASE": f"sqlite:///{database}",
            "TEAMBOT_BACKUPS": str(database.parent / "backups"),
        }
        with self.log.open("ab") as log:
            self._process = await asyncio.create_subprocess_exec(
                sys.executable, "-m", "teambot", "run", cwd=ROOT, env=environment, stdout=log, stderr=log
            )

    @property
    def pid(self) -> int:
        assert self._process is not None
        return self._process.pid

    async def kill(self) -> None:
        """kill -9: no handler runs, nothing is flushed."""
        await self._end(signal.SIGKILL)

    async def stop(self) -> int:
        """SIGTERM; gives the exit status."""
        return await self._end(signal.SIGTERM)

    async def ended(self, seconds: float) -> int:
        """Wait until it has ended by itself; gives the exit status."""
        assert self._process is not None
        return await asyncio.wait_for(self._process.wait(), seconds)

    async def _end(self, how: signal.Signals) -> int:
        assert self._process is not None
        if self._process.returncode is None:
            self._process.send_signal(how)
        return await self._process.wait()
