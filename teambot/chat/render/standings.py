"""One's own place in a team: away, a break, back again, leaving, one's data; and what the channel hears of the team."""

from datetime import date
from zoneinfo import ZoneInfo

from teambot.chat.forms.form import Field, Form, Kind
from teambot.chat.render.blocks import Button, File, Group, Page, Row, Text, Tone, pages
from teambot.chat.render.seasons import day_name
from teambot.chat.render.text import day, named, pieces
from teambot.chat.render.voice import Voice
from teambot.domain.absences import last_day
from teambot.domain.announcements import CharterUnaccepted, Goodbye, MessageKind, TeamTold
from teambot.domain.departures import GOODBYE_MOST, AwayShown, BreakTaken, CameBack, LeavingShown, Return, TeamLeft
from teambot.domain.my_week import WeekShown
from teambot.domain.standings import Absence, Standing

_DATE_MOST = 60


def _week_button(voice: Voice, tone: Tone = Tone.PRIMARY) -> Button:
    return Button(voice.plain("button-my-week"), "tb:week", tone=tone)


def _back_button(voice: Voice, team_id: int, key: str = "standing-button-back") -> Button:
    return Button(voice.plain(key), f"tb:back:{team_id}", tone=Tone.PRIMARY)


def export_button(voice: Voice) -> Button:
    """Give the button by which whoever presses it gets all that is theirs, as a file."""
    return Button(voice.plain("standing-button-export"), "tb:export")


def _leave_button(voice: Voice, team_id: int) -> Button:
    return Button(voice.plain("standing-button-leave"), f"tb:leave:{team_id}")


def away_button(voice: Voice, team_id: int) -> Button:
    """Give the button by which whoever presses it gives the dates of an absence of theirs."""
    return Button(voice.plain("away-form"), f"tb:away:{team_id}")


def absence(voice: Voice, shown: AwayShown) -> tuple[Page, ...]:
    """Draw the dates of an absence, and what can be done about them."""
    change = Button(voice.plain("away-button-change"), f"tb:away:{shown.team_id}")
    unknown = Button(voice.plain("away-button-unknown"), f"tb:break:{shown.team_id}")
    title = f"## {voice.say('away-title', team=shown.team_name)}"
    if shown.begins_at is None or shown.ends_at is None:
        words = f"{title}\n{voice.say('away-none')}{_asked(voice, 'away-would', shown.asked)}"
        return pages((Text(words), Row((change, unknown))))
    place = ZoneInfo(shown.zone)
    first, last = (
        _day_long(voice, moment.astimezone(place).date())
        for moment in (shown.begins_at, last_day(Absence(shown.begins_at, shown.ends_at)))
    )
    dates = voice.say("away-dates", first=first, last=last, zone=shown.zone, back=shown.ends_at)
    back = _back_button(voice, shown.team_id, "away-button-back")
    offered = _asked(voice, "away-offered-on", shown.offered_on) + _asked(voice, "away-will", shown.asked)
    return pages((Text(f"{title}\n{dates}{offered}\n{voice.say('away-means')}"), Row((back, change, unknown))))


def _asked(voice: Voice, key: str, asked: int) -> str:
    """Say in a line of its own what becomes of so many recommendations; nothing where there are none."""
    return f"\n{voice.say(key, asked=asked)}" if asked else ""


def day_choice(voice: Voice, chosen: date) -> str:
    """Name a day in a list: "Saturday 2026-01-24"."""
    return voice.plain("weekday-time", day=chosen.weekday(), time=chosen.isoformat())


def _day_long(voice: Voice, named: date) -> str:
    """Name a day in a sentence: "Saturday 24 January 2026"."""
    return voice.plain("weekday-time", day=named.weekday(), time=day_name(voice, named))


def away_form(voice: Voice, team_id: int) -> Form:
    """Ask for the dates of an absence."""
    until = Field("until", voice.plain("away-form-until"), most=_DATE_MOST, help=voice.plain("away-form-until-help"))
    offered_on = voice.plain("away-form-from-help")
    first = Field("from", voice.plain("away-form-from"), most=_DATE_MOST, required=False, help=offered_on)
    return Form(f"tb:away:{team_id}", voice.plain("away-form"), (until, first))


def on_break(voice: Voice, taken: BreakTaken) -> tuple[Page, ...]:
    """Tell somebody paused what that means."""
    words = f"## {voice.say('break-title', team=taken.team_name)}\n{voice.say('break', until=day(taken.kept_until))}"
    words += _asked(voice, "away-offered-on", taken.offered_on)
    return pages((Text(words), Row((_back_button(voice, taken.team_id), _leave_button(voice, taken.team_id)))))


def came_back(voice: Voice, back: CameBack) -> tuple[Page, ...]:
    """Welcome somebody back, or say what they wait for."""
    title = f"## {voice.say(f'back-{back.outcome}-title', team=back.team_name)}"
    if back.outcome is Return.WAITS:
        return pages((Text(f"{title}\n{voice.say('back-waits')}"),))
    words = f"{title}\n{voice.say(f'back-{back.outcome}')}"
    if back.news:
        words = f"{words}\n{voice.say('back-news', news=back.news)}"
    return pages((Text(words), Row((_week_button(voice),))))


def well(voice: Voice, team_name: str) -> tuple[Page, ...]:
    """Thank somebody who said that all is well."""
    return pages((Text(voice.say("well", team=team_name)),))


def leaving(voice: Voice, shown: LeavingShown) -> tuple[Page, ...]:
    """Say what follows from leaving, and offer to take everything along first."""
    lines = [f"## {voice.say('leaving-title', team=shown.team_name)}", voice.say("leaving")]
    if shown.asked:
        lines.append(voice.say("leaving-asked", asked=shown.asked))
    if shown.closes:
        lines.append(voice.say("leaving-last"))
    elif shown.left < 3:
        lines.append(voice.say("leaving-few", left=shown.left))
    confirm = Button(voice.plain("leaving-button-confirm"), f"tb:leave-now:{shown.team_id}")
    rest = Button(voice.plain("leaving-button-break"), f"tb:break:{shown.team_id}")
    return pages((Text("\n".join(lines)), Row((export_button(voice), rest, confirm))))


def leave_form(voice: Voice, team_id: int) -> Form:
    """Ask how somebody would like to leave; sending it is leaving."""
    listed = tuple((answer, voice.plain(f"leave-form-listed-{answer}")) for answer in ("no", "yes"))
    goodbye = tuple((answer, voice.plain(f"leave-form-goodbye-{answer}")) for answer in ("no", "yes"))
    return Form(
        f"tb:leave:{team_id}",
        voice.plain("leave-form"),
        (
            Field("listed", voice.plain("leave-form-listed"), "no", kind=Kind.RADIO, options=listed),
            Field("goodbye", voice.plain("leave-form-goodbye"), "no", kind=Kind.RADIO, options=goodbye),
            Field(
                "words",
                voice.plain("leave-form-words"),
                most=GOODBYE_MOST,
                required=False,
                kind=Kind.PARAGRAPH,
                help=voice.plain("leave-form-words-help"),
            ),
        ),
    )


def left(voice: Voice, result: TeamLeft) -> tuple[Page, ...]:
    """Say goodbye to somebody who has left."""
    kept = "left-listed" if result.listed else "left-forgotten"
    words = f"## {voice.say('left-title', team=result.team_name)}\n{voice.say(kept, at=day(result.forgotten_at))}"
    return pages((Text(words), Row((export_button(voice),))))


def exported(voice: Voice, name: str, data: bytes) -> tuple[Page, ...]:
    """Hand somebody the file of all that is theirs."""
    return pages((Text(f"## {voice.say('export-title')}\n{voice.say('export')}"), File(name, data)))


def of_week(voice: Voice, week: WeekShown) -> tuple[Group, ...]:
    """Draw what the reader's own standing means for their week, and the charter where it waits for them."""
    return (*_of_standing(voice, week), *_of_charter(voice, week))


def _of_standing(voice: Voice, week: WeekShown) -> tuple[Group, ...]:
    if week.standing is Standing.PAUSED:
        waits = week.charter is not None and week.charter.brings_back  # then accepting it is the way back
        buttons = () if waits else (_back_button(voice, week.team_id),)
        words = voice.say("week-paused", why=week.paused_why or "asked")
        return ((Text(words), Row((*buttons, _leave_button(voice, week.team_id)))),)
    if week.standing is Standing.AWAY and week.away_until is not None:
        back = _back_button(voice, week.team_id, "away-button-back")
        return ((Text(voice.say("week-away", until=week.away_until)), Row((back,))),)
    return ()


def _of_charter(voice: Voice, week: WeekShown) -> tuple[Group, ...]:
    """Draw the version of the charter that waits for the reader: it stands here until they have accepted it."""
    waits = week.charter
    if waits is None:
        return ()
    key = "week-charter-back" if waits.brings_back else "week-charter-until" if waits.accept_by else "week-charter"
    words = voice.say(key, version=waits.version, end=waits.accept_by)
    return ((Text(words), _charter_row(voice)),)


def _charter_row(voice: Voice) -> Row:
    return Row((Button(voice.plain("news-button-charter"), "tb:charter", tone=Tone.PRIMARY),))


def told(voice: Voice, card: TeamTold, marker: int) -> Page:
    """Draw what the channel hears of the team's state."""
    at = day(card.deleted_at) if card.deleted_at is not None else ""
    words = f"## {voice.say(f'card-{card.kind}-title', team=card.team_name)}\n{voice.say(f'card-{card.kind}', at=at)}"
    match card.kind:
        case MessageKind.TEAM_SLEEPS if card.paused:
            lines = [words, voice.say("card-team_sleeps-paused", paused=card.paused)]
            if not card.charter:
                return Page((Text("\n".join(lines)),), marker)
            return Page((Text("\n".join((*lines, voice.say("card-team_sleeps-charter")))), _charter_row(voice)), marker)
        case MessageKind.ASK_TO_CLOSE:
            close = Button(voice.plain("standing-button-close"), f"tb:ask-close:{card.team_id}")
            return Page((Text(words), Row((close,))), marker)
        case MessageKind.TEAM_CLOSED:
            return Page((Text(words), Row((export_button(voice),))), marker)
        case _:
            return Page((Text(words),), marker)


def unaccepted(voice: Voice, card: CharterUnaccepted, marker: int) -> Page:
    """Draw, for the team, that a version of the charter waits for some of it, who are not named."""
    title = voice.say("card-charter_waits-title", team=card.team_name)
    words = voice.say("card-charter_waits", waiting=card.waiting, version=card.version, end=card.accept_by)
    return Page((Text(f"## {title}\n{words}"), _charter_row(voice)), marker)


def goodbye(voice: Voice, card: Goodbye, marker: int) -> Page:
    """Draw somebody's goodbye to the team."""
    lines = [f"## {voice.say('card-goodbye', name=named(card.name, 100), team=card.team_name)}"]
    lines += [f"> {piece}" for piece in pieces(card.words)]
    return Page((Text("\n".join(lines)),), marker)
