"""Ids, repeatability, and what people see."""

import asyncio
import json
from datetime import UTC, datetime, timedelta

import aiohttp
import pytest
from hypothesis import given
from hypothesis import strategies as st

from teambot.sandbox.loopback.bell import Bell
from teambot.sandbox.loopback.discord import LoopbackDiscord
from teambot.sandbox.loopback.limits import Limits
from teambot.sandbox.loopback.snowflake import DISCORD_EPOCH_MS, Snowflakes, floor_of, stamp
from teambot.sandbox.loopback.wire import Call
from tests.sandbox.conftest import Club

START = datetime(2026, 1, 5, 9, tzinfo=UTC)


@given(st.lists(st.integers(-10_000, 10_000), min_size=1, max_size=50))
def test_ids_only_grow_whatever_the_clock_does(steps: list[int]) -> None:
    moments = iter([START + timedelta(milliseconds=step) for step in steps])
    flakes = Snowflakes(lambda: next(moments))
    ids = [flakes.next() for _ in steps]
    assert ids == sorted(set(ids))
    assert ids[0] == floor_of(START + timedelta(milliseconds=steps[0]))


def test_an_id_tells_its_moment() -> None:
    flake = Snowflakes(lambda: START).next()
    assert (flake >> 22) + DISCORD_EPOCH_MS == START.timestamp() * 1000
    assert stamp(START) == "2026-01-05T09:00:00.000000+00:00"
    with pytest.raises(ValueError, match="naive"):
        floor_of(datetime(2026, 1, 5))  # noqa: DTZ001


async def played(port_taken: list[int]) -> str:
    """Play the same small story and give the whole world that it left."""
    double = LoopbackDiscord(lambda: START)
    world = double.world
    changes: list[tuple[str, dict]] = []
    world.listeners.append(lambda what, facts: changes.append((what, facts)))
    ann = world.add_user("Ann")
    guild = world.add_guild("Club", ann.id)
    room = world.add_channel(guild.id, "blogs")
    await double.start()
    port_taken.append(int(double.api.split(":")[2].split("/")[0]))
    async with aiohttp.ClientSession(headers={"Authorization": "Bot sandbox-token"}) as http:
        for number in range(3):
            body = aiohttp.FormData({"payload_json": json.dumps({"content": f"n{number}", "nonce": f"{number // 2}"})})
            body.add_field("files[0]", b"data", filename="a.txt")
            async with http.post(f"{double.api}/channels/{room.id}/messages", data=body) as answer:
                assert answer.status == 200
        async with http.post(f"{double.api}/users/@me/channels", json={"recipient_id": str(ann.id)}) as answer:
            assert answer.status == 200
    await double.stop()
    kept = [message.payload for message in world.messages.values()]
    return json.dumps([kept, changes, [world.channel_shape(row) for row in world.channels.values()]], default=str)


async def test_two_runs_are_the_same_whatever_the_port() -> None:
    ports: list[int] = []
    first, second = await played(ports), await played(ports)
    assert first == second
    assert not any(f":{port}" in first for port in ports)


async def test_what_a_person_sees(club: Club) -> None:
    said = club.ann.say(club.room.id, "hello")
    assert club.bo.sees(club.room.id) == [said]
    cy = club.double.world.add_user("Cy")
    stranger = club.double.person(cy.id)
    assert stranger.sees(club.room.id) == []
    with pytest.raises(LookupError):
        stranger.say(club.room.id, "let me in")
    with pytest.raises(LookupError):
        await stranger.press(said, "x")
    club.double.world.remove_member(club.guild.id, club.bo.id)
    assert club.bo.sees(club.room.id) == []
    with pytest.raises(KeyError):
        club.double.person(5)


async def test_listeners_are_told_what_changes(club: Club) -> None:
    told: list[str] = []
    club.double.world.listeners.append(lambda what, facts: told.append(what))
    said = club.ann.say(club.room.id, "hello")
    club.double.posting.edit(said, {"content": "hi"})
    club.double.posting.delete(said)
    club.double.world.delete_channel(club.room.id)
    assert told == ["message", "message_edit", "message_delete", "channel_delete"]
    assert said.edits == ["hello"]


async def test_a_bell_wakes_who_waits() -> None:
    bell, done = Bell(), []
    waiting = asyncio.create_task(bell.until(lambda: bool(done), 5))
    await asyncio.sleep(0)
    bell.ring()
    await asyncio.sleep(0.01)
    assert not waiting.done()
    done.append(1)
    bell.ring()
    assert await waiting
    assert await bell.until(lambda: False, 0.01) is False


def test_limits_count_a_channel_each_and_all_together() -> None:
    now = [0.0]
    limits = Limits(lambda: now[0], on=True)
    send = "/channels/{channel_id}/messages"

    def ask(channel: int, template: str = send) -> float | None:
        return limits.ask(Call("POST", template, {"channel_id": channel}, {}, None, {})).retry_after

    assert [ask(1) for _ in range(6)] == [None] * 5 + [5.0]
    assert ask(2) is None
    now[0] = 4.0
    assert ask(1) == 1.0
    now[0] = 5.0
    assert ask(1) is None
    assert [ask(n) for n in range(10, 59)] == [None] * 49
    verdict = limits.ask(Call("POST", send, {"channel_id": 99}, {}, None, {}))
    assert verdict.everywhere
    hooks = [ask(1, "/webhooks/{webhook_id}/{webhook_token}") for _ in range(50)]
    assert hooks == [None] * 50, "answers to people are exempt from the global limit"
    roomy = Limits(lambda: 0.0, on=False)
    assert all(roomy.ask(Call("POST", send, {}, {}, None, {})).retry_after is None for _ in range(1000))
