"""What tests of threads share."""

import asyncio
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest

from teambot.sandbox.loopback.entities import Channel
from teambot.sandbox.loopback.permissions import Permission
from tests.sandbox.conftest import Club, Http

PUBLIC = {"name": "Offers", "type": 11}


async def until(holds: Callable[[], object]) -> None:
    for _ in range(100):
        if holds():
            return
        await asyncio.sleep(0.02)
    pytest.fail("it did not come to that")


async def started(club: Club, http: Http, **more: object) -> Channel:
    """Let the bot open a thread; give it."""
    status, body = await http("POST", f"/channels/{club.room.id}/threads", PUBLIC | more)
    assert status == 201
    return club.double.world.channels[int(body["id"])]


def later(club: Club, **ahead: float) -> None:
    """Move the clock of the loopback Discord."""
    club.double.world.clock = lambda: datetime.now(UTC) + timedelta(**ahead)


def moderator(club: Club) -> None:
    """Give the bot Manage Threads."""
    club.double.world.overwrite(club.room.id, club.double.world.bot.id, allow=Permission.MANAGE_THREADS)
