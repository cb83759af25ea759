"""A member's settings: one screen that shows what stands, and its forms."""

from collections.abc import Mapping

from teambot.chat.forms.form import MOST_IN_MENU, Field, Form, Kind
from teambot.chat.render.blocks import Button, Group, Menu, Option, Page, Row, Text, Tone, pages
from teambot.chat.render.charter import feed_field, zone_field
from teambot.chat.render.feeds import another_feed
from teambot.chat.render.proofs import how_to_prove
from teambot.chat.render.text import Safe, cut, named
from teambot.chat.render.text import shown as words_shown
from teambot.chat.render.voice import Voice
from teambot.domain.apart import apart_most
from teambot.domain.languages import LANGUAGES_MOST, join_languages, unknown_ones
from teambot.domain.profiles import TEAM_LOAD, TOPICS_MOST, SettingsShown
from teambot.domain.quiet import NO_QUIET, QUIET_UNTIL
from teambot.domain.readers import PLACES_MOST, Hemisphere, join_places
from teambot.domain.teams import LOAD_MOST

_ADDRESS_MOST = 2000
_ADDRESS_SHOWN = 300
_NAME_MOST = 40


def screen(voice: Voice, shown: SettingsShown, *, saved: bool = False, kept: bool = False) -> tuple[Page, ...]:
    """Draw a member's settings, each group with what changes it below.

    `saved`: a form was just taken in. `kept`: what was asked about their blog was answered, and it is as it was.
    """
    lines = [f"## {voice.say('settings-title', team=shown.team_name)}"]
    lines += [voice.say("settings-saved")] if saved else []
    if shown.proved or kept:
        key = "settings-blog-proved" if shown.proved else "settings-blog-kept"
        lines.append(voice.say(key, blog=words_shown(shown.blog_url, _ADDRESS_SHOWN)))
    claim = _claim(voice, shown) if shown.claim is not None else ()
    others = another_feed(voice, "tb:another-feed", shown.choices)
    groups = (_blog(voice, shown), *claim, *others, _readers(voice, shown), _amount(voice, shown))
    return pages((Text("\n".join(lines)),), *groups, _told(voice, shown), *_not_with(voice, shown))


def _blog(voice: Voice, shown: SettingsShown) -> Group:
    facts = {
        "blog": words_shown(shown.blog_url, _ADDRESS_SHOWN),
        "feed": _feed(voice, shown),
        "topics": words_shown(shown.topics, TOPICS_MOST) or voice.say("settings-topics-none"),
        "languages": words_shown(join_languages(shown.languages), LANGUAGES_MOST)
        or voice.say("settings-languages-none"),
    }
    lines = [*_lines(voice, "my-blog", facts), *_of_languages(voice, shown)]
    if shown.anothers and shown.claim is None:
        lines.append(voice.say("settings-blog-anothers", blog=words_shown(shown.blog_url, _ADDRESS_SHOWN)))
    return Text("\n".join(lines)), Row(_forms(voice, "feed", "topics", "languages"))


def _of_languages(voice: Voice, shown: SettingsShown) -> list[str]:
    """Say what naming languages does, and which of them are none that we know."""
    if not shown.languages:
        return []
    lines = [voice.say("settings-languages-means")]
    for name, like in unknown_ones(shown.languages).items():
        lines.append(voice.say("settings-languages-unknown", name=name, like=like or "none"))
    return lines


def _readers(voice: Voice, shown: SettingsShown) -> Group:
    facts = {
        "hemisphere": voice.say(f"settings-hemisphere-{shown.hemisphere or 'both'}"),
        "places": words_shown(join_places(shown.places), PLACES_MOST) or voice.say("settings-places-none"),
    }
    halves = tuple(
        Option(voice.plain(f"settings-hemisphere-{half}"), half, (shown.hemisphere or "both") == half)
        for half in (*Hemisphere, "both")
    )
    return (
        Text("\n".join(_lines(voice, "my-readers", facts))),
        Row((Menu("tb:hemisphere", voice.plain("settings-menu-hemisphere"), halves),)),
        Row(_forms(voice, "places")),
    )


def _amount(voice: Voice, shown: SettingsShown) -> Group:
    loads = [Option(voice.plain("settings-load-team", load=shown.team_load), TEAM_LOAD, shown.own_load is None)]
    for load in range(LOAD_MOST + 1):
        loads.append(Option(voice.plain("settings-load-own", load=load), str(load), shown.own_load == load))
    lines = _lines(voice, "how-much", {"load": _load(voice, shown.own_load, shown.team_load)})
    return Text("\n".join(lines)), Row((Menu("tb:load", voice.plain("settings-menu-load"), tuple(loads)),))


def _told(voice: Voice, shown: SettingsShown) -> Group:
    turned = {"by-dm": shown.by_dm, "remind": shown.remind, "ping": shown.ping, "newest": shown.offer_newest}
    turned |= {"thread": shown.offers_thread} if shown.team_thread else {}
    facts = {noun: voice.say(f"settings-{noun}-{_on(on)}") for noun, on in turned.items()}
    lines = _lines(voice, "how-told", facts | {"quiet": _quiet(voice, shown)})
    lines += [voice.say("settings-dm-closed")] if shown.dm_closed else []
    switches = tuple(
        Button(voice.plain(f"settings-button-{noun}-{_on(not on)}"), f"tb:{noun}:{_on(not on)}")
        for noun, on in turned.items()
    )
    return Text("\n".join(lines)), Row(switches), Row(_forms(voice, "quiet"))


def _not_with(voice: Voice, shown: SettingsShown) -> tuple[Group, ...]:
    """Draw whom a member is not matched with; without anybody to choose there is nothing to say."""
    chosen = [fellow.name for fellow in shown.fellows if fellow.apart]
    most = max(apart_most(len(shown.fellows)), len(chosen))
    if not most:
        return ()
    names = ", ".join(named(name, _NAME_MOST) for name in chosen) or voice.say("settings-apart-none")
    lines = [*_lines(voice, "not-with", {"apart": names}), voice.say("settings-apart-how", most=most)]
    offered = shown.fellows[:MOST_IN_MENU]
    options = tuple(Option(cut(one.name, _NAME_MOST) or "?", str(one.membership_id), one.apart) for one in offered)
    menu = Menu("tb:apart", voice.plain("settings-menu-apart"), options, several=min(most, len(options)))
    return ((Text("\n".join(lines)), Row((menu,))),)


def _lines(voice: Voice, heading: str, facts: Mapping[str, str]) -> list[str]:
    told = [f"**{voice.say(f'settings-{noun}')}**: {words}" for noun, words in facts.items()]
    return [f"### {voice.say(f'settings-{heading}')}", *told]


def _forms(voice: Voice, *nouns: str) -> tuple[Button, ...]:
    return tuple(Button(voice.plain(f"settings-button-{noun}"), f"tb:{noun}") for noun in nouns)


def _quiet(voice: Voice, shown: SettingsShown) -> str:
    if shown.quiet_from == shown.quiet_until:
        return voice.say("settings-quiet-none")
    hours = {"begins": Safe(_hour(voice, shown.quiet_from)), "ends": Safe(_hour(voice, shown.quiet_until))}
    return voice.say(f"settings-quiet-{'own' if shown.own_zone else 'team'}", zone=shown.zone, **hours)


def _hour(voice: Voice, hour: int) -> str:
    return voice.plain("settings-hour", hour=f"{hour:02}")


def _claim(voice: Voice, shown: SettingsShown) -> tuple[Group, ...]:
    """Say how another blog becomes theirs here: by the same words and link as an applicant's."""
    if shown.claim is None:
        return ()
    facts = {
        "blog": words_shown(shown.claim.blog_url, _ADDRESS_SHOWN),
        "feed": words_shown(shown.claim.feed_url, _ADDRESS_SHOWN),
    }
    same = shown.claim.blog_url == shown.blog_url
    lines = [voice.say(f"settings-claim-{'same' if same else 'other'}", **facts)]
    lines += how_to_prove(voice, shown.claim.token, shown.discord_id, looked=shown.just_looked)
    verbs = (
        Button(voice.plain("apply-button-check"), "tb:blog-prove", tone=Tone.PRIMARY),
        Button(voice.plain("apply-button-page"), "tb:blog-page"),
        Button(voice.plain(f"settings-button-keep-{'same' if same else 'other'}"), "tb:blog-keep"),
    )
    return ((Text("\n".join(lines)), Row(verbs)),)


def _feed(voice: Voice, shown: SettingsShown) -> str:
    fault = {"fault": shown.feed_fault or "other"} if shown.feed_state == "failing" else {}
    parts = [words_shown(shown.feed_url, _ADDRESS_SHOWN), voice.say(f"settings-feed-{shown.feed_state}", **fault)]
    if shown.feed_title:
        parts.insert(0, words_shown(shown.feed_title, 100))
    if shown.feed_ok_at is not None:
        parts.append(voice.say("settings-feed-last", when=shown.feed_ok_at))
    return "; ".join(part for part in parts if part)


def _load(voice: Voice, own: int | None, team: int) -> str:
    return voice.say("settings-load-team", load=team) if own is None else voice.say("settings-load-own", load=own)


def feed_form(voice: Voice, shown: SettingsShown) -> Form:
    """Ask for another blog and feed."""
    blog = Field("blog", voice.plain("join-form-blog"), shown.blog_url, _ADDRESS_MOST)
    return Form("tb:feed", voice.plain("settings-form-feed"), (blog, feed_field(voice, shown.feed_url)))


def topics_form(voice: Voice, shown: SettingsShown) -> Form:
    """Ask for the topics that somebody writes about."""
    label, guide = voice.plain("settings-form-topics-topics"), voice.plain("settings-form-topics-help")
    # Some room over the bound: spaces that are not kept must not stop anybody.
    topics = Field("topics", label, shown.topics, TOPICS_MOST + 100, required=False, help=guide)
    return Form("tb:topics", voice.plain("settings-form-topics"), (topics,))


def languages_form(voice: Voice, shown: SettingsShown) -> Form:
    """Ask for the languages that somebody blogs and reads in."""
    label, guide = voice.plain("settings-form-languages-languages"), voice.plain("settings-form-languages-help")
    held = join_languages(shown.languages)
    languages = Field("languages", label, held, LANGUAGES_MOST + 100, required=False, help=guide)  # room, as above
    return Form("tb:languages", voice.plain("settings-form-languages"), (languages,))


def quiet_form(voice: Voice, shown: SettingsShown) -> Form:
    """Ask where somebody lives, and in which hours nothing is to ring there."""
    hours = tuple((str(hour), _hour(voice, hour)) for hour in range(24))
    none = shown.quiet_from == shown.quiet_until
    begins, ends = (NO_QUIET, QUIET_UNTIL) if none else (shown.quiet_from, shown.quiet_until)
    fields = (
        zone_field(voice, shown.zone),
        Field(
            "begins",
            voice.plain("settings-form-quiet-begins"),
            str(begins),
            kind=Kind.MENU,
            options=((NO_QUIET, voice.plain("settings-quiet-none")), *hours),
        ),
        Field("ends", voice.plain("settings-form-quiet-ends"), str(ends), kind=Kind.MENU, options=hours),
    )
    return Form("tb:quiet", voice.plain("settings-form-quiet"), fields)


def quiet_words(voice: Voice, zone: str, begins: str, ends: str) -> str:
    """Give what was chosen and typed into the form of quiet hours, as text."""
    if begins == NO_QUIET:
        return f"{zone}\n{voice.plain('settings-quiet-none')}"
    hours = [_hour(voice, int(one)) if one.isascii() and one.isdecimal() else one for one in (begins, ends)]
    return f"{zone}\n{' – '.join(hours)}"


def places_form(voice: Voice, shown: SettingsShown) -> Form:
    """Ask for the places where somebody's readers live."""
    label, guide = voice.plain("settings-form-places-places"), voice.plain("settings-form-places-help")
    held = join_places(shown.places)
    places = Field("places", label, held, PLACES_MOST + 100, required=False, help=guide)  # some room, as above
    return Form("tb:places", voice.plain("settings-form-places"), (places,))


def _on(on: bool) -> str:
    return "on" if on else "off"
