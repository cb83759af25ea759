"""The forms of `/me settings`, filled in."""

from collections.abc import Mapping

from teambot.chat.cards.pressed import Handler, Pressed
from teambot.chat.render import settings as render
from teambot.chat.talk import Talk
from teambot.services.profiles import ChangeFeed, ChangeSettings


async def _feed(talk: Talk, filled: Pressed) -> None:
    await talk.defer(redraw=True)
    command = ChangeFeed(filled.field("blog"), filled.field("feed"))
    await talk.show(
        *render.screen(talk.voice, await talk.services.profiles.change_feed(talk.caller, command, talk.now))
    )


async def _change(talk: Talk, command: ChangeSettings) -> None:
    await talk.defer(redraw=True)
    await talk.show(
        *render.screen(talk.voice, await talk.services.profiles.change_settings(talk.caller, command, talk.now))
    )


async def _topics(talk: Talk, filled: Pressed) -> None:
    await _change(talk, ChangeSettings(topics=filled.field("topics")))


async def _places(talk: Talk, filled: Pressed) -> None:
    await _change(talk, ChangeSettings(places=filled.field("places")))


HANDLERS: Mapping[str, Handler] = {"feed": _feed, "topics": _topics, "places": _places}
