"""A message that somebody handed to the bot by a menu: the addresses in it. Nothing else of it is read or kept."""

import re
from collections.abc import Iterable, Iterator
from typing import Any

import discord

MOST = 25  # addresses that are looked at
# An address ends where a markdown link's words do, before the next one of a list, and at the signs of a script that has
# no blanks: in an address that somebody copies those are escaped.
_ADDRESS = re.compile(r"https?://(?:(?!\]\(|,https?://)[^\s<>\"|。、，）」』】])+", re.IGNORECASE)
_AFTER = ".,;:!?'*_~`”’»…"  # signs of the sentence around an address, at its end


def addresses_in(message: discord.Message) -> tuple[str, ...]:
    """Give the addresses of a message in the order in which a reader meets them, each once; at most 25.

    Those of its words, of its link buttons and texts, of the previews under it; and of a message that it passes on.
    """
    found = dict.fromkeys(_of(message))
    for passed_on in message.message_snapshots:
        found |= dict.fromkeys(_of(passed_on))
    return tuple(found)[:MOST]


def _of(message: Any) -> Iterator[str]:
    yield from _in_words(message.content)
    yield from _in_components(message.components)
    for embed in message.embeds:
        yield from filter(None, (embed.url,))
        words = (embed.title, embed.description, *(field.value for field in embed.fields))
        for text in words:
            yield from _in_words(text or "")


def _in_components(components: Iterable[Any]) -> Iterator[str]:
    for component in components:
        yield from _in_words(getattr(component, "content", None) or "")
        url = getattr(component, "url", None)
        if isinstance(url, str):
            yield url
        yield from _in_components(getattr(component, "children", None) or ())
        accessory = getattr(component, "accessory", None)
        if accessory is not None:
            yield from _in_components((accessory,))


def _in_words(text: str) -> Iterator[str]:
    return (_trimmed(match[0]) for match in _ADDRESS.finditer(text))


def _trimmed(address: str) -> str:
    """Take off what ends the sentence or the markdown around an address; a bracket that it opened itself stays."""
    while address:
        last = address[-1]
        closes = last in ")]" and address.count(last) > address.count({")": "(", "]": "["}[last])
        if last not in _AFTER and not closes:
            break
        address = address[:-1]
    return address
