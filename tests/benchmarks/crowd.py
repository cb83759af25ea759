"""People who give commands through the loopback Discord, so many at once, and how long each waits for the answer.

It opens the interactions itself and listens to the world: a person of the sandbox looks the command up and wakes all
who wait at every answer, and that would be what is measured.
"""

import asyncio
import time
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from teambot.sandbox.loopback.discord import LoopbackDiscord
from teambot.sandbox.loopback.interactions import Act
from teambot.sandbox.loopback.message import LOADING, Message
from teambot.sandbox.loopback.people.options import filled, find_command

_PATIENCE = 15.0


@dataclass(frozen=True, slots=True)
class Command:
    """One command to be given: by whom, where, and in how many messages its answer comes."""

    who: int
    guild_id: int
    channel_id: int
    name: str
    options: dict[str, str]
    messages: int = 1


@dataclass(slots=True)
class _Waiting:
    left: int
    answered: asyncio.Future[None]
    messages: list[int]


class Crowd:
    """Everybody on one loopback Discord."""

    def __init__(self, double: LoopbackDiscord) -> None:
        self._double = double
        self._waiting: dict[str, _Waiting] = {}
        double.world.listeners.append(self._heard)

    async def give(self, commands: Sequence[Command], at_once: int) -> tuple[list[float], list[tuple[Message, ...]]]:
        """Give the commands, so many in flight; the seconds to the last message of each answer, and the messages."""
        line = iter(commands)
        seconds: list[float] = []
        answers: list[tuple[Message, ...]] = []

        async def one() -> None:
            for command in line:
                begun = time.perf_counter()
                messages = await self._give(command)
                seconds.append(time.perf_counter() - begun)
                answers.append(messages)

        await asyncio.gather(*(one() for _ in range(at_once)))
        return seconds, answers

    async def _give(self, command: Command) -> tuple[Message, ...]:
        world = self._double.world
        found = find_command(self._double.commands.visible_in(command.guild_id), command.name)
        data = filled(*found, command.options)
        opened = self._double.acts.open(Act.COMMAND, command.who, command.channel_id, data)
        waiting = _Waiting(command.messages, asyncio.get_running_loop().create_future(), [])
        self._waiting[str(opened.id)] = waiting
        async with asyncio.timeout(_PATIENCE):
            await waiting.answered
        return tuple(world.messages[key] for key in waiting.messages)

    def _heard(self, what: str, facts: dict[str, Any]) -> None:
        if what not in ("message", "message_edit"):
            return
        message = self._double.world.messages[facts["message_id"]]
        named = message.payload.get("interaction_metadata")
        waiting = self._waiting.get(named["id"]) if named else None
        if waiting is None or message.flags & LOADING:
            return
        waiting.messages.append(message.id)
        waiting.left -= 1
        if waiting.left == 0:
            del self._waiting[named["id"]]
            waiting.answered.set_result(None)
