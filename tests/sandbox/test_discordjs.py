"""discord.js, a client that we did not write, logs in to the loopback Discord, registers a command and answers it."""

import asyncio
import json
import os
import shutil
import tempfile
from collections.abc import AsyncIterator
from hashlib import sha256
from pathlib import Path

import pytest

from tests.sandbox.conftest import Club

HERE = Path(__file__).parent / "discordjs"
NEEDED = ("package.json", "package-lock.json", ".npmrc", "client.js")
INSTALL_SECONDS = 180

pytestmark = [pytest.mark.node, pytest.mark.timeout(INSTALL_SECONDS + 60)]


def give_up(reason: str) -> None:
    """Skip with a reason; in CI it is a failure."""
    if os.environ.get("CI") == "true":
        pytest.fail(reason)
    pytest.skip(reason)


@pytest.fixture
async def installed() -> Path:
    """Install the locked packages once into a cache outside the project; give the folder."""
    if not shutil.which("node") or not shutil.which("npm"):
        give_up("node and npm are not installed")
    sources = [(name, (HERE / name).read_bytes()) for name in NEEDED]
    key = sha256(b"".join(data for _, data in sources)).hexdigest()[:16]
    root = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "teambot-tests"
    folder = root / f"discordjs-{key}"
    if folder.is_dir():
        return folder
    root.mkdir(parents=True, exist_ok=True)
    fresh = Path(tempfile.mkdtemp(dir=root))
    for name, data in sources:
        (fresh / name).write_bytes(data)
    npm = await asyncio.create_subprocess_exec(
        "npm", "ci", "--no-audit", "--no-fund", "--ignore-scripts", cwd=fresh,
        stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.STDOUT,
    )  # fmt: skip
    told, _ = await asyncio.wait_for(npm.communicate(), INSTALL_SECONDS)
    if npm.returncode:
        shutil.rmtree(fresh)
        give_up(f"npm ci did not work: {told.decode()[-500:]}")
    try:
        fresh.rename(folder)  # whole or not at all, if two runs install at once
    except OSError:
        shutil.rmtree(fresh)
    return folder


@pytest.fixture
async def steps(club: Club, installed: Path) -> AsyncIterator[asyncio.Queue[dict]]:
    """Run the client; give what it tells, step by step. It ends by itself when its input ends."""
    surroundings = {"DOUBLE_API": club.double.api, "DOUBLE_TOKEN": club.double.token, "PATH": os.environ["PATH"]}
    node = await asyncio.create_subprocess_exec(
        "node", "client.js", cwd=installed, env=surroundings,
        stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE,
    )  # fmt: skip
    told: asyncio.Queue[dict] = asyncio.Queue()

    async def listen() -> None:
        async for line in node.stdout:
            told.put_nowait(json.loads(line))

    listening = asyncio.create_task(listen())
    yield told
    node.stdin.close()
    assert await asyncio.wait_for(node.wait(), 20) == 0
    await listening


async def test_discord_js_runs_on_the_double(club: Club, steps: asyncio.Queue[dict]) -> None:
    first = await asyncio.wait_for(steps.get(), 30)
    assert first == {"step": "registered", "names": ["hello", "Offer this post"]}
    answer = await club.bo.command(club.room.id, "hello", whom="world")
    assert answer.failed is None
    assert answer.text == "hello world"
    assert answer.message.ephemeral_for == club.bo.id
    assert await asyncio.wait_for(steps.get(), 10) == {"step": "answered"}
    pressed = await club.bo.press(answer.message, "bye")
    assert pressed.updated.text == "bye Bo"
    assert pressed.buttons == []
    assert await asyncio.wait_for(steps.get(), 10) == {"step": "pressed"}
    assert [row.text for row in club.ann.sees(club.room.id)] == ["and a message"]
    said = club.ann.say(club.room.id, "https://tea.test/soup")
    answer = await club.bo.use_message_menu(said.id, "Offer this post")
    assert (answer.failed, answer.text) == (None, "Offers")
    offered = await asyncio.wait_for(steps.get(), 10)
    assert offered == {"step": "offered", "by": "ann", "threads": ["Offers"]}
    thread = next(row for row in club.double.world.channels.values() if row.is_thread)
    assert [row.text for row in club.ann.sees(thread.id)] == ["https://tea.test/soup"]
    club.double.world.delete_channel(thread.id)
    assert await asyncio.wait_for(steps.get(), 10) == {"step": "gone", "name": "Offers"}
