"""The wizard of `/teambot setup`: one screen that shows what stands, and its forms."""

from teambot.chat.forms.form import Field, Form, Kind
from teambot.chat.render.blocks import Button, Group, Page, PeopleMenu, RoleMenu, Row, Text, Tone, pages
from teambot.chat.render.text import Safe, escape
from teambot.chat.render.voice import Voice
from teambot.domain.charter import MOST_CHARACTERS
from teambot.domain.members import NICHE_MOST, TEAM_NAME_MOST, Team, TeamState
from teambot.domain.teams import SetupShown

_CHARTER_MOST = MOST_CHARACTERS + 200  # the line breaks and numbers that somebody types count here, not as clauses
_MENU_MOST = 25  # as many as one Discord menu chooses


def screen(voice: Voice, shown: SetupShown) -> tuple[Page, ...]:
    """Draw what stands; what can be changed has its buttons below, once the team has formed the role alone."""
    team = shown.team
    named = team.state is TeamState.SETTING_UP and shown.founders
    key = "setup-state-named" if named else f"setup-state-{team.state}"
    state = voice.say(key, missing=shown.missing, founders=len(shown.founders))
    moved = (voice.say("setup-moved"),) if shown.moved else ()
    lines = (f"## {voice.say('setup-title')}", *moved, *_standing(voice, shown), "", f"**{state}**")
    words: Group = (Text("\n".join(lines)),)
    if team.state is TeamState.CLOSED:
        return pages(words)
    return pages(words + ((Row((_role_menu(voice, team),)),) if team.formed else _controls(voice, shown)))


def _standing(voice: Voice, shown: SetupShown) -> tuple[str, ...]:
    team = shown.team
    joined = voice.say("setup-joined")
    founders = ", ".join(f"<@{one.discord_id}>" + (f" ({joined})" if one.joined else "") for one in shown.founders)
    clauses = sum(1 for line in shown.charter_text.splitlines() if line.strip())
    times = {
        "close": Safe(time_words(voice, team.close_weekday, team.close_minute)),
        "publish": Safe(time_words(voice, team.publish_weekday, team.publish_minute)),
    }
    facts = {
        "name": escape(team.name),
        "niche": escape(team.niche),
        "times": voice.say("setup-times-words", **times, zone=escape(team.zone)),
        "load": voice.say("setup-load-words", load=team.load),
        "founders": founders or voice.say("setup-founders-none"),
        "charter": voice.say("setup-charter-words", clauses=clauses, version=shown.charter_version),
        "role": f"<@&{team.role_id}>" if team.role_id else voice.say("setup-role-none"),
    }
    return tuple(f"**{voice.say(f'setup-{noun}')}**: {words}" for noun, words in facts.items())


def _controls(voice: Voice, shown: SetupShown) -> Group:
    team = shown.team
    invited = tuple(one.discord_id for one in shown.founders if not one.joined)
    forms = Row(
        (
            Button(voice.plain("setup-button-name"), f"tb:setup-name:{team.id}"),
            Button(voice.plain("setup-button-times"), f"tb:setup-times:{team.id}"),
            Button(voice.plain("setup-button-charter"), f"tb:setup-charter:{team.id}"),
        )
    )
    most = min(team.most_members, _MENU_MOST)
    founders = PeopleMenu(f"tb:setup-founders:{team.id}", voice.plain("setup-menu-founders"), invited[:most], most)
    rows: Group = (forms, Row((founders,)), *_suggested(voice, shown), Row((_role_menu(voice, team),)))
    if team.state is not TeamState.SETTING_UP:
        return rows
    return (*rows, Row((Button(voice.plain("setup-button-found"), f"tb:setup-found:{team.id}", tone=Tone.PRIMARY),)))


def _role_menu(voice: Voice, team: Team) -> RoleMenu:
    return RoleMenu(f"tb:setup-role:{team.id}", voice.plain("setup-menu-role"), team.role_id)


def _suggested(voice: Voice, shown: SetupShown) -> Group:
    """Offer the people who wait for another team of the server, and would come."""
    if not shown.suggested:
        return ()
    people = " ".join(f"<@{one.discord_id}>" for one in shown.suggested[:_MENU_MOST])
    button = Button(voice.plain("setup-button-suggested"), f"tb:setup-suggested:{shown.team.id}")
    return (Text(f"**{voice.say('setup-suggested')}**: {people}"), Row((button,)))


def time_words(voice: Voice, weekday: int, minute: int) -> str:
    """Give a weekly time as the form takes it: "Sunday 18:00"."""
    return voice.plain("weekday-time", day=weekday, time=f"{minute // 60:02d}:{minute % 60:02d}")


def name_form(voice: Voice, team: Team) -> Form:
    """Ask for the team's name and niche."""
    name = Field("name", voice.plain("setup-form-name-name"), team.name, TEAM_NAME_MOST)
    niche = Field("niche", voice.plain("setup-form-name-niche"), team.niche, NICHE_MOST)
    return Form(f"tb:setup-name:{team.id}", voice.plain("setup-form-name"), (name, niche))


def times_form(voice: Voice, team: Team) -> Form:
    """Ask for the week's times, the zone, and the load."""
    close = time_words(voice, team.close_weekday, team.close_minute)
    publish = time_words(voice, team.publish_weekday, team.publish_minute)
    loads = tuple((str(load), str(load)) for load in range(6))
    fields = (
        _time(voice, "close", close),
        _time(voice, "publish", publish),
        _time(voice, "zone", team.zone),
        Field("load", voice.plain("setup-form-times-load"), str(team.load), kind=Kind.RADIO, options=loads),
    )
    return Form(f"tb:setup-times:{team.id}", voice.plain("setup-form-times"), fields)


def charter_form(voice: Voice, shown: SetupShown) -> Form:
    """Ask for the charter's clauses."""
    label, guide = voice.plain("setup-form-charter-text"), voice.plain("setup-form-charter-help")
    text = Field("text", label, shown.charter_text, _CHARTER_MOST, kind=Kind.PARAGRAPH, help=guide)
    return Form(f"tb:setup-charter:{shown.team.id}", voice.plain("setup-form-charter"), (text,))


def _time(voice: Voice, noun: str, value: str) -> Field:
    label, guide = voice.plain(f"setup-form-times-{noun}"), voice.plain(f"setup-form-times-{noun}-help")
    return Field(noun, label, value, 64, help=guide)
