"""A member's settings: one screen that shows what stands, and its forms."""

from teambot.chat.forms.form import Field, Form
from teambot.chat.render.blocks import Button, Group, Menu, Option, Page, Row, Text, Tone, pages
from teambot.chat.render.charter import feed_field
from teambot.chat.render.feeds import another_feed
from teambot.chat.render.proofs import how_to_prove
from teambot.chat.render.text import shown as words_shown
from teambot.chat.render.voice import Voice
from teambot.domain.profiles import TEAM_LOAD, TOPICS_MOST, SettingsShown
from teambot.domain.readers import PLACES_MOST, Hemisphere, join_places
from teambot.domain.teams import LOAD_MOST

_ADDRESS_MOST = 2000
_ADDRESS_SHOWN = 300


def screen(voice: Voice, shown: SettingsShown, *, saved: bool = False) -> tuple[Page, ...]:
    """Draw a member's settings with the buttons and menus that change them; `saved`: a form was just taken in."""
    facts = {
        "blog": words_shown(shown.blog_url, _ADDRESS_SHOWN),
        "feed": _feed(voice, shown),
        "load": _load(voice, shown.own_load, shown.team_load),
        "hemisphere": voice.say(f"settings-hemisphere-{shown.hemisphere or 'both'}"),
        "places": words_shown(join_places(shown.places), PLACES_MOST) or voice.say("settings-places-none"),
        "topics": words_shown(shown.topics, TOPICS_MOST) or voice.say("settings-topics-none"),
        "by-dm": voice.say(f"settings-by-dm-{_on(shown.by_dm)}"),
        "ping": voice.say(f"settings-ping-{_on(shown.ping)}"),
        "newest": voice.say(f"settings-newest-{_on(shown.offer_newest)}"),
    }
    if shown.team_thread:
        facts["thread"] = voice.say(f"settings-thread-{_on(shown.offers_thread)}")
    lines = [f"## {voice.say('settings-title', team=shown.team_name)}"]
    lines += [voice.say("settings-saved")] if saved else []
    lines += [f"**{voice.say(f'settings-{noun}')}**: {words}" for noun, words in facts.items()]
    if shown.anothers and shown.claim is None:
        lines.append(voice.say("settings-blog-anothers", blog=words_shown(shown.blog_url, _ADDRESS_SHOWN)))
    if shown.dm_closed:
        lines.append(voice.say("settings-dm-closed"))
    others = another_feed(voice, "tb:another-feed", shown.choices)
    claim = _claim(voice, shown) if shown.claim is not None else ()
    return pages((Text("\n".join(lines)),), *claim, *others, _controls(voice, shown))


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


def _controls(voice: Voice, shown: SettingsShown) -> tuple[Row, ...]:
    loads = [Option(voice.plain("settings-load-team", load=shown.team_load), TEAM_LOAD, shown.own_load is None)]
    for load in range(LOAD_MOST + 1):
        loads.append(Option(voice.plain("settings-load-own", load=load), str(load), shown.own_load == load))
    places = tuple(
        Option(voice.plain(f"settings-hemisphere-{place}"), place, (shown.hemisphere or "both") == place)
        for place in (*Hemisphere, "both")
    )
    forms = tuple(Button(voice.plain(f"settings-button-{noun}"), f"tb:{noun}") for noun in ("feed", "topics", "places"))
    turned = {"by-dm": shown.by_dm, "ping": shown.ping, "newest": shown.offer_newest}
    turned |= {"thread": shown.offers_thread} if shown.team_thread else {}
    switches = tuple(
        Button(voice.plain(f"settings-button-{noun}-{_on(not on)}"), f"tb:{noun}:{_on(not on)}")
        for noun, on in turned.items()
    )
    return (
        Row((Menu("tb:load", voice.plain("settings-menu-load"), tuple(loads)),)),
        Row((Menu("tb:hemisphere", voice.plain("settings-menu-hemisphere"), places),)),
        Row(forms),
        Row(switches),
    )


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


def places_form(voice: Voice, shown: SettingsShown) -> Form:
    """Ask for the places where somebody's readers live."""
    label, guide = voice.plain("settings-form-places-places"), voice.plain("settings-form-places-help")
    held = join_places(shown.places)
    places = Field("places", label, held, PLACES_MOST + 100, required=False, help=guide)  # some room, as above
    return Form("tb:places", voice.plain("settings-form-places"), (places,))


def _on(on: bool) -> str:
    return "on" if on else "off"
