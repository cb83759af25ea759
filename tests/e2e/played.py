"""A story, played by a process of its own as anybody plays it."""

import json
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2]
CONFIG = ROOT / "config"


@dataclass(frozen=True)
class Played:
    """One story that was played by a process of its own."""

    code: int
    out: str
    errors: str
    bytes: bytes
    seconds: float

    @property
    def json(self) -> dict[str, Any]:
        found = json.loads(self.bytes)
        assert isinstance(found, dict)
        return found


def play(
    folder: Path, *, weeks: int = 3, seed: int = 1, config: Path = CONFIG, db: Path | None = None, story: str = "week"
) -> Played:
    """Play in `folder`, which is also where the process stands: nothing of it may show in the story."""
    folder.mkdir(parents=True, exist_ok=True)
    command = [sys.executable, "-m", "teambot", "--config", str(config), "sandbox", "--headless"]
    command += ["--story", story, "--weeks", str(weeks), "--seed", str(seed), "--json", str(folder / "story.json")]
    command += ["--db", str(db)] if db else []
    began = time.monotonic()
    done = subprocess.run(
        command,
        cwd=folder,
        env={"PYTHONPATH": str(ROOT), "PATH": "/usr/bin:/bin"},
        capture_output=True,
        text=True,
        timeout=200,
        check=False,
    )
    seconds = time.monotonic() - began
    written = folder / "story.json"
    return Played(done.returncode, done.stdout, done.stderr, written.read_bytes() if written.exists() else b"", seconds)


def run(program: str) -> subprocess.CompletedProcess[str]:
    """Run a program that plays a story with something of the bot broken."""
    command = [sys.executable, "-c", program]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=110, check=False)
