"""The menu *Another feed*: what it offered beside the one that was chosen. It stands in the message alone."""

from collections.abc import Iterator
from typing import Any

from teambot.chat.cards.pressed import Pressed
from teambot.chat.talk import Talk
from teambot.domain.blog_facts import FeedChoice


def others_offered(talk: Talk, pressed: Pressed) -> tuple[FeedChoice, ...]:
    """Give the feeds that the pressed menu offered and that were not chosen, so that they can be offered again."""
    message = talk.interaction.message
    options = _options(message.components if message is not None else (), pressed.what)
    return tuple(
        FeedChoice(one.value, one.label.removesuffix(one.value).removesuffix(": "))
        for one in options
        if one.value not in pressed.values
    )


def _options(components: Any, what: str) -> Iterator[Any]:
    for component in components:
        if str(getattr(component, "custom_id", "")).removeprefix("tb:").split(":")[0] == what:
            yield from getattr(component, "options", ())
        yield from _options(getattr(component, "children", None) or (), what)
