"""The forms of `/me settings`, filled in."""

from collections.abc import Mapping

from teambot.chat.cards.pressed import Handler, Pressed
from teambot.chat.forms.kept import kept
from teambot.chat.render import settings as render
from teambot.chat.talk import Talk
from teambot.services.profiles import ChangeFeed, ChangeSettings


async def _feed(talk: Talk, filled: Pressed) -> None:
    await talk.defer(redraw=True)
    command = ChangeFeed(filled.field("blog"), filled.field("feed"))
    changed = await talk.services.profiles.change_feed(talk.caller, command, talk.now)
    await talk.show(*render.screen(talk.voice, changed, saved=changed.claim is None))


async def _page(talk: Talk, filled: Pressed) -> None:
    await talk.defer(redraw=True)
    looked = await talk.services.profiles.prove_blog(talk.caller, talk.now, page=filled.field("page"))
    await talk.show(*render.screen(talk.voice, looked, kept=looked.claim is None))


async def _change(talk: Talk, command: ChangeSettings, words: str) -> None:
    await talk.defer(redraw=True)
    async with kept(talk, words):
        changed = await talk.services.profiles.change_settings(talk.caller, command, talk.now)
        await talk.show(*render.screen(talk.voice, changed, saved=True))


async def _topics(talk: Talk, filled: Pressed) -> None:
    topics = filled.field("topics")
    await _change(talk, ChangeSettings(topics=topics), topics)


async def _places(talk: Talk, filled: Pressed) -> None:
    places = filled.field("places")
    await _change(talk, ChangeSettings(places=places), places)


async def _languages(talk: Talk, filled: Pressed) -> None:
    languages = filled.field("languages")
    await _change(talk, ChangeSettings(languages=languages), languages)


async def _quiet(talk: Talk, filled: Pressed) -> None:
    zone, hours = filled.field("zone"), (filled.field("begins"), filled.field("ends"))
    await _change(talk, ChangeSettings(zone=zone, quiet=hours), render.quiet_words(talk.voice, zone, *hours))


HANDLERS: Mapping[str, Handler] = {
    "feed": _feed,
    "blog-page": _page,
    "topics": _topics,
    "places": _places,
    "languages": _languages,
    "quiet": _quiet,
}
