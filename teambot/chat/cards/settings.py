"""The buttons and menus of `/me settings`: each change is saved at once, and the screen is drawn again."""

from collections.abc import Mapping
from dataclasses import replace

from teambot.chat.cards.feeds import others_offered
from teambot.chat.cards.pressed import Handler, Pressed, number
from teambot.chat.render import settings as render
from teambot.chat.render.proofs import page_form
from teambot.chat.talk import Talk
from teambot.domain.profiles import SettingsShown
from teambot.errors import Refusal
from teambot.services.profiles import ChangeSettings

_ON = {"on": True, "off": False}


async def _shown(talk: Talk) -> SettingsShown:
    return await talk.services.profiles.settings(talk.caller, talk.now)


async def _settings(talk: Talk, _: Pressed) -> None:
    await talk.defer()
    await talk.show(*render.screen(talk.voice, await _shown(talk)))


async def _feed(talk: Talk, _: Pressed) -> None:
    await talk.ask(render.feed_form(talk.voice, await _shown(talk)))


async def _topics(talk: Talk, _: Pressed) -> None:
    await talk.ask(render.topics_form(talk.voice, await _shown(talk)))


async def _places(talk: Talk, _: Pressed) -> None:
    await talk.ask(render.places_form(talk.voice, await _shown(talk)))


async def _languages(talk: Talk, _: Pressed) -> None:
    await talk.ask(render.languages_form(talk.voice, await _shown(talk)))


async def _quiet(talk: Talk, _: Pressed) -> None:
    await talk.ask(render.quiet_form(talk.voice, await _shown(talk)))


async def _another_feed(talk: Talk, pressed: Pressed) -> None:
    await talk.defer(redraw=True)
    chosen = await talk.services.profiles.another_feed(talk.caller, pressed.choice(), talk.now)
    others = (*chosen.choices, *others_offered(talk, pressed))
    await talk.show(*render.screen(talk.voice, replace(chosen, choices=others)))


async def _prove(talk: Talk, _: Pressed) -> None:
    await talk.defer(redraw=True)
    looked = await talk.services.profiles.prove_blog(talk.caller, talk.now)
    await talk.show(*render.screen(talk.voice, looked, kept=looked.claim is None))


async def _page(talk: Talk, _: Pressed) -> None:
    await _shown(talk)  # who has no settings here is told so before they write a word
    await talk.ask(page_form(talk.voice, "tb:blog-page"))


async def _keep(talk: Talk, _: Pressed) -> None:
    await talk.defer(redraw=True)
    mine = await talk.services.profiles.keep_blog(talk.caller, talk.now)
    await talk.show(*render.screen(talk.voice, mine, kept=True))


async def _change(talk: Talk, command: ChangeSettings) -> None:
    await talk.defer(redraw=True)
    await talk.show(
        *render.screen(talk.voice, await talk.services.profiles.change_settings(talk.caller, command, talk.now))
    )


async def _load(talk: Talk, pressed: Pressed) -> None:
    await _change(talk, ChangeSettings(load=pressed.choice()))


async def _hemisphere(talk: Talk, pressed: Pressed) -> None:
    await _change(talk, ChangeSettings(hemisphere=pressed.choice()))


async def _by_dm(talk: Talk, pressed: Pressed) -> None:
    await _change(talk, ChangeSettings(by_dm=_turned(pressed)))


async def _ping(talk: Talk, pressed: Pressed) -> None:
    await _change(talk, ChangeSettings(ping=_turned(pressed)))


async def _newest(talk: Talk, pressed: Pressed) -> None:
    await _change(talk, ChangeSettings(offer_newest=_turned(pressed)))


async def _remind(talk: Talk, pressed: Pressed) -> None:
    await _change(talk, ChangeSettings(remind=_turned(pressed)))


async def _apart(talk: Talk, pressed: Pressed) -> None:
    await _change(talk, ChangeSettings(apart=tuple(number(one) for one in pressed.values)))


async def _thread(talk: Talk, pressed: Pressed) -> None:
    await _change(talk, ChangeSettings(offers_thread=_turned(pressed)))


def _turned(pressed: Pressed) -> bool:
    turned = _ON.get(pressed.part())
    if turned is None:
        raise Refusal("outdated-card")
    return turned


HANDLERS: Mapping[str, Handler] = {
    "settings": _settings,
    "feed": _feed,
    "topics": _topics,
    "places": _places,
    "languages": _languages,
    "quiet": _quiet,
    "another-feed": _another_feed,
    "blog-prove": _prove,
    "blog-page": _page,
    "blog-keep": _keep,
    "load": _load,
    "hemisphere": _hemisphere,
    "by-dm": _by_dm,
    "ping": _ping,
    "newest": _newest,
    "thread": _thread,
    "remind": _remind,
    "apart": _apart,
}
