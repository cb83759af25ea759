"""What Discord's noes mean in the offers' thread, and what is known before anything is said in the channel."""

from types import SimpleNamespace
from typing import Any
from unittest.mock import Mock

import discord
import pytest

from teambot.chat.offers_thread import ThreadRefused, check_may_open, fault_of
from teambot.domain.thread_offers import ThreadFault

MAY = discord.Permissions(view_channel=True, create_public_threads=True, send_messages_in_threads=True)


def no(code: int) -> discord.HTTPException:
    return discord.HTTPException(SimpleNamespace(status=403, reason=""), {"code": code, "message": ""})  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("code", "fault", "reason"),
    [
        (10003, ThreadFault.GONE, "somebody deleted it"),
        (50013, ThreadFault.MAY_NOT_WRITE, "Send Messages in Threads is missing"),
        (50083, ThreadFault.LOCKED, "it sleeps and is locked: writing would wake it else"),
        (160005, ThreadFault.LOCKED, "it is locked"),
        (50001, None, "its channel is hidden: then the team's messages have the same trouble"),
        (50035, None, "a bug of ours"),
        (10008, None, "the message was deleted, as anywhere"),
    ],
)
def test_a_no_to_a_message_in_the_thread(code: int, fault: ThreadFault | None, reason: str) -> None:
    assert fault_of(no(code)) is fault, reason


def client(kind: type, held: discord.Permissions) -> Any:
    """Make a client that knows one channel of a kind, and what the bot may do there."""
    known = Mock(spec=kind)  # isinstance takes it for one
    known.guild = SimpleNamespace(me=None)
    known.permissions_for.return_value = held
    return SimpleNamespace(get_channel=lambda _: known)


@pytest.mark.parametrize(
    ("kind", "less", "fault"),
    [
        (discord.TextChannel, {}, None),
        (discord.TextChannel, {"create_public_threads": False}, ThreadFault.MAY_NOT_OPEN),
        (discord.TextChannel, {"send_messages_in_threads": False}, ThreadFault.MAY_NOT_WRITE),
        (discord.TextChannel, {"view_channel": False, "create_public_threads": False}, None),
        (discord.VoiceChannel, {}, ThreadFault.NO_THREADS),
        (discord.StageChannel, {}, ThreadFault.NO_THREADS),
    ],
)
def test_what_is_known_is_not_tried(kind: type, less: dict[str, bool], fault: ThreadFault | None) -> None:
    held = discord.Permissions(MAY.value)
    held.update(**less)
    if fault is None:
        check_may_open(client(kind, held), 1)
        return
    with pytest.raises(ThreadRefused) as refused:
        check_may_open(client(kind, held), 1)
    assert refused.value.fault is fault


def test_what_the_gateway_has_not_told_of_is_left_to_discord() -> None:
    check_may_open(SimpleNamespace(get_channel=lambda _: None), 1)  # type: ignore[arg-type]
