"""Reporting a problem: the form, the receipt, and what its few readers see."""

from teambot.chat.forms.form import MOST_IN_MENU, Field, Form, Kind
from teambot.chat.render.blocks import Group, Page, Text, pages
from teambot.chat.render.text import named, pieces, shown
from teambot.chat.render.voice import Voice
from teambot.domain.members import NAME_MOST, TEAM_NAME_MOST
from teambot.domain.my_week import News
from teambot.domain.reports import REPORT_MOST, MayBeAbout, ReportSent


def form(voice: Voice, team_id: int, people: tuple[MayBeAbout, ...]) -> Form:
    """Ask whom it is about, what happened, and whether with one's name; first, about whom nobody could read it."""
    unread = any(one.unread for one in people)
    about = Field(
        "about",
        voice.plain("report-form-about"),
        required=False,
        kind=Kind.MENU,
        help=voice.plain("report-form-about-unread-help" if unread else "report-form-about-help"),
        options=tuple((str(one.discord_id), _choice(voice, one)) for one in people[:MOST_IN_MENU]),
    )
    words = Field("words", voice.plain("report-form-words"), most=REPORT_MOST, kind=Kind.PARAGRAPH)
    options = tuple((value, voice.plain(f"report-{value}")) for value in ("named", "unnamed"))
    name = Field("name", voice.plain("report-form-name"), "named", kind=Kind.RADIO, options=options)
    asked = (about, words, name) if people else (words, name)
    return Form(f"tb:report:{team_id}", voice.plain("report-form"), asked)


def _choice(voice: Voice, one: MayBeAbout) -> str:
    return voice.plain("report-unread", name=one.name or "?") if one.unread else one.name or "?"


def sent(voice: Voice, report: ReportSent) -> tuple[Page, ...]:
    """Tell the reporter to whom it went, by what they are."""
    both = report.to_stewards and report.to_owner
    readers = "both" if both else "stewards" if report.to_stewards else "owner"
    return pages((Text(f"## {voice.say('report-sent-title')}\n{voice.say(f'report-sent-{readers}')}"),))


def report(voice: Voice, item: News) -> Group:
    """Draw a report for one of its readers, its words whole."""
    told = {name: str(item.facts.get(name) or "") for name in ("team", "reporter", "about", "words")}
    lines = [f"**{voice.say('news-report', team=shown(told['team'], TEAM_NAME_MOST))}**"]
    if told["about"]:
        lines.append(voice.say("report-is-about", name=named(told["about"], NAME_MOST)))
    by = voice.say("report-is-by", name=named(told["reporter"], NAME_MOST)) if told["reporter"] else ""
    lines.append(by or voice.say("report-is-by-nobody"))
    words = tuple(Text(piece) for piece in pieces(told["words"], REPORT_MOST))
    return (Text("\n".join(lines)), *words, Text(f"-# {voice.say('report-how')}"))
