"""The processes of the feeds' benchmark: the server, and whoever is measured."""

import asyncio
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

from tests.benchmarks.feeds_server import Served
from tests.benchmarks.process import ROOT

# Not as a module: the workers would import it too, for it would be their main module. The bot's imports nothing.
OURS = [sys.executable, "-c", "from tests.benchmarks.feeds_ours import main; main()"]
_PATIENCE = 300.0  # seconds; on a quiet machine the longest takes thirty


class FeedServer:
    """The server's process."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self.pem = folder / "certificate.pem"
        self.port = 0
        self.tls = 0

    async def start(self) -> None:
        _certify(self.pem)
        self._process = await asyncio.create_subprocess_exec(
            sys.executable,
            *("-m", "tests.benchmarks.feeds_server", str(self._folder), str(self.pem)),
            cwd=ROOT,
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
        )
        said = await self._said()
        self.port, self.tls = said["port"], said["tls"]

    async def served(self, *, hold: float = 0.0) -> Served:
        """Give what was served since the last time; from now on each answer is held back so many seconds."""
        assert self._process.stdin is not None
        self._process.stdin.write(f"hold {hold}\n".encode())
        return Served(**await self._said())

    async def stop(self) -> None:
        assert self._process.stdin is not None
        self._process.stdin.close()
        await self._process.wait()

    async def _said(self) -> dict[str, int]:
        assert self._process.stdout is not None
        said: dict[str, int] = json.loads(await self._process.stdout.readline())
        return said


async def measured(program: list[str], job: dict[str, Any], **settings: str) -> dict[str, Any]:
    """Run a program in a fresh process with its job as JSON; gives what it found. RuntimeError where it fails."""
    process = await asyncio.create_subprocess_exec(
        *program,
        json.dumps(job),
        cwd=ROOT,
        env=os.environ | settings,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    try:
        async with asyncio.timeout(_PATIENCE):
            said, complaints = await process.communicate()
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()
    if process.returncode:
        raise RuntimeError(f"{program[-1]} ended with {process.returncode}: {complaints.decode()[-3000:]}")
    found: dict[str, Any] = json.loads(said.splitlines()[-1])
    return found


def module(name: str) -> list[str]:
    """Give the program of a module of ours."""
    return [sys.executable, "-m", f"tests.benchmarks.{name}"]


def _certify(pem: Path) -> None:
    """Make a certificate for every name of the feeds, and its key, in one file, by the command of OpenSSL."""
    names = "subjectAltName=DNS:*.feeds.example"
    words = [
        "-newkey",
        "ec",
        "-pkeyopt",
        "ec_paramgen_curve:P-256",
        "-nodes",
        "-days",
        "2",
        "-subj",
        "/CN=feeds.example",
    ]
    made = ["openssl", "req", "-x509", *words, "-addext", names, "-keyout", f"{pem}.key", "-out", str(pem)]
    subprocess.run(made, check=True, capture_output=True)
    with pem.open("a") as file:
        file.write(Path(f"{pem}.key").read_text())
