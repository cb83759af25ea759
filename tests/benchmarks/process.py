"""A bot in a process of its own, and what the system says of it: CPU time, memory, children (Linux's /proc)."""

import asyncio
import os
import signal
import sys
from pathlib import Path

from teambot.sandbox.loopback.discord import LoopbackDiscord

ROOT = Path(__file__).parents[2]
_TICKS = os.sysconf("SC_CLK_TCK")


class Process:
    """A Python module as a process, its log in a file; it may compile what it imports once, as on a usual machine."""

    def __init__(self, folder: Path, name: str, arguments: tuple[str, ...], settings: dict[str, str]) -> None:
        self._arguments = arguments
        self._environment = {
            name: value for name, value in os.environ.items() if name not in ("PYTHONDONTWRITEBYTECODE", "PYTHONPATH")
        }
        self._environment |= settings | {"PYTHONPYCACHEPREFIX": str(folder / "compiled")}
        self._log = folder / f"{name}.log"
        self._process: asyncio.subprocess.Process | None = None

    async def start(self) -> None:
        with self._log.open("ab") as log:
            self._process = await asyncio.create_subprocess_exec(
                sys.executable, *self._arguments, cwd=ROOT, env=self._environment, stdout=log, stderr=log
            )

    async def ready(self, double: LoopbackDiscord) -> float:
        """Wait until Discord has answered IDENTIFY and has the commands; gives the processor's seconds up to then.

        RuntimeError with its log where the bot has ended.
        """
        cpu = 0.0
        while not (double.hub.live and double.commands.registered):
            cpu = self.cpu()
            await asyncio.sleep(0.002)
        return cpu

    async def stop(self) -> None:
        assert self._process is not None
        if self._process.returncode is None:
            self._process.send_signal(signal.SIGTERM)
        await self._process.wait()

    @property
    def _proc(self) -> Path:
        assert self._process is not None
        if self._process.returncode is not None:
            raise RuntimeError(f"the bot has ended: {self._log.read_text()[-2000:]}")
        return Path(f"/proc/{self._process.pid}")

    def cpu(self) -> float:
        """Seconds of processor time so far, in the program and in the system for it."""
        fields = (self._proc / "stat").read_text().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / _TICKS

    def memory(self) -> float:
        """MiB that are resident."""
        lines = (self._proc / "status").read_text().splitlines()
        return next(int(line.split()[1]) for line in lines if line.startswith("VmRSS:")) / 1024

    def children(self) -> int:
        """How many processes it has."""
        return sum(len((task / "children").read_text().split()) for task in (self._proc / "task").iterdir())


def ours(folder: Path, double: LoopbackDiscord, database: Path) -> Process:
    """The real bot, on one database."""
    settings = {
        "TEAMBOT_DISCORD_TOKEN": double.token,
        "TEAMBOT_DISCORD_API": double.api,
        "TEAMBOT_DISCORD_GATEWAY": double.gateway,
        "TEAMBOT_DATABASE": f"sqlite:///{database}",
        "TEAMBOT_BACKUPS": str(database.parent / "backups"),
    }
    return Process(folder, "ours", ("-m", "teambot", "run"), settings)


def peer(folder: Path, double: LoopbackDiscord, name: str, *arguments: str) -> Process:
    """A bot of `peers/`."""
    module = f"tests.benchmarks.peers.{name}"
    return Process(folder, name, ("-m", module, double.api, double.gateway, double.token, *arguments), {})
