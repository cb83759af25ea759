"""What is offered while somebody types, and what they chose of it.

No list can fail a person: whatever goes wrong, it is empty. Who sends a text of their own instead is told of the list.
"""

import logging
from collections.abc import Awaitable, Callable, Coroutine, Iterable
from typing import Any

import discord
from discord import app_commands

from teambot.chat.cards.pressed import id_in
from teambot.chat.render.text import cut
from teambot.chat.talk import Desk, Talk
from teambot.errors import Refusal

Found = Callable[[Talk, str], Awaitable[Iterable[tuple[int | str, str]]]]
Autocomplete = Callable[[discord.Interaction[Any], str], Coroutine[Any, Any, list[app_commands.Choice[str]]]]

_MOST = 25  # Discord shows no more
_NAME_MOST = 100
log = logging.getLogger("teambot.chat")


def offered(desk: Desk, find: Found) -> Autocomplete:
    """Make an autocomplete of what `find` gives, (id or word, name) pairs; its value is checked again on arrival."""

    async def autocomplete(interaction: discord.Interaction[Any], current: str) -> list[app_commands.Choice[str]]:
        try:
            found = [
                (str(key), cut(name, _NAME_MOST) or str(key))
                for key, name in await find(Talk(interaction, desk), current)
            ]
        except Refusal:
            return []  # nothing is offered to who may not, or not now; the command itself says so
        except Exception:
            log.exception("autocomplete-failed", extra={"interaction": interaction.id})
            return []
        return [app_commands.Choice(name=name, value=value) for value, name in found[:_MOST]]

    return autocomplete


def chosen_post(value: str) -> int:
    """Give the id of the post that was chosen; Refusal("no-post-chosen") for a text that the list did not offer."""
    found = id_in(value)
    if found is None:
        raise Refusal("no-post-chosen")
    return found


def chosen_assignment(value: str) -> int:
    """Give the id of the recommendation that was chosen; Refusal("no-assignment-chosen") for any other text."""
    found = id_in(value)
    if found is None:
        raise Refusal("no-assignment-chosen")
    return found
