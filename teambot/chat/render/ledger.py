"""Somebody's own ledger, drawn for them alone: in plain words, line by line, and what to do about a wrong one."""

from teambot.chat.render.blocks import Block, Button, Group, Page, Row, Section, Text, pages
from teambot.chat.render.plan import method_button
from teambot.chat.render.pushes import seek_button
from teambot.chat.render.text import Safe, day, named, safe_url, shown
from teambot.chat.render.voice import Voice
from teambot.domain.ledger_views import LedgerLine, LedgerShown, LineKind, LineShown, Sums, Way

_TITLE_MOST = 80
_NAME_MOST = 40
_STANDING = (LineKind.GAVE, LineKind.GOT)  # of what is taken back nobody looks at a link any more
_CAN_BE_DONE = (Way.UNDO, Way.SEEK)


def screen(voice: Voice, ledger: LedgerShown) -> tuple[Page, ...]:
    """Draw a page of a ledger; all pages say the whole of it first."""
    head = [
        f"## {voice.say('ledger-title', team=ledger.team_name)}",
        *_told(voice, ledger),
        voice.say("ledger-private"),
    ]
    groups: list[Group] = [(Text("\n".join(head)),)]
    if ledger.lines:
        first = ledger.sums.above + 1
        last = first + len(ledger.lines) - 1
        groups.append((Text(voice.say("ledger-lines", first=first, last=last, lines=ledger.sums.lines)),))
    groups += [(_line(voice, line),) for line in ledger.lines]
    groups.append((*_missing(voice, ledger), Row((*_turns(voice, ledger), method_button(voice)))))
    return pages(*groups)


def _told(voice: Voice, ledger: LedgerShown) -> list[str]:
    """Say the sums, and what they mean for the next plans."""
    sums = ledger.sums
    if not sums.lines:
        return [voice.say("ledger-none")]
    lines = [voice.say("ledger-counts", gave=_times(voice, sums.gave), got=_times(voice, sums.got))]
    if _shared(sums):
        lines.append(voice.say("ledger-rest", rest=_signed(sums.rest), balance=_signed(sums.balance)))
    return [*lines, voice.say(f"ledger-outlook-{ledger.outlook}", times=abs(sums.balance))]


def _shared(sums: Sums) -> bool:
    return sums.balance != sums.gave - sums.got


def _times(voice: Voice, count: int) -> Safe:
    return Safe(voice.say("ledger-times", count=count))


def _signed(delta: int) -> Safe:
    return Safe(f"{'+' if delta > 0 else '−' if delta < 0 else ''}{abs(delta)}")


def _line(voice: Voice, line: LedgerLine) -> Block:
    wrong = Button(voice.plain("ledger-button-wrong"), f"tb:ledger-wrong:{line.id}")
    return Section(_words(voice, line), wrong)


def _words(voice: Voice, line: LedgerLine) -> str:
    said = voice.say(f"ledger-line-{line.kind}", **_facts(voice, line))
    lines = [f"**{_signed(line.delta)}** · {day(line.at)}", said]
    if line.booked_back and line.kind in _STANDING:
        lines.append(voice.say("ledger-line-back"))
    elif line.link and line.link_state is not None and line.kind in _STANDING:
        side = "mine" if line.kind is LineKind.GAVE else "author"
        lines.append(voice.say(f"link-{side}-{line.link_state}", author=_other(voice, line)))
    return "\n".join(lines)


def _facts(voice: Voice, line: LedgerLine) -> dict[str, Safe]:
    title = shown(line.title, _TITLE_MOST)
    post = voice.say("ledger-post", title=title) if title else voice.say("ledger-post-gone")
    return {"title": Safe(post), "other": _other(voice, line), "each": _signed(line.delta)}


def _other(voice: Voice, line: LedgerLine) -> Safe:
    return named(line.other, _NAME_MOST) if line.other else Safe(voice.say("ledger-somebody"))


def _missing(voice: Voice, ledger: LedgerShown) -> tuple[Block, ...]:
    """Say on the newest page when something is not there yet."""
    return () if ledger.newer else (Text(voice.say("ledger-missing")),)


def _turns(voice: Voice, ledger: LedgerShown) -> tuple[Button, ...]:
    """Give the buttons to the pages before and after, by the lines beyond which they begin."""
    turns: list[Button] = []
    if ledger.newer:
        where = f"tb:ledger:{ledger.team_id}:{ledger.lines[0].id}:newer"
        turns.append(Button(voice.plain("ledger-button-newer"), where))
    if ledger.older:
        where = f"tb:ledger:{ledger.team_id}:{ledger.lines[-1].id}:older"
        turns.append(Button(voice.plain("ledger-button-older"), where))
    return tuple(turns)


def wrong(voice: Voice, shown_line: LineShown) -> tuple[Page, ...]:
    """Say of a line what it rests on, and what can be done where it is wrong."""
    line, way = shown_line.line, shown_line.way
    said = voice.say(f"ledger-wrong-{line.kind}-{way}", **_facts(voice, line))
    lines = [f"## {voice.say('ledger-wrong-title')}", _words(voice, line), said]
    buttons = _ways(voice, shown_line)
    if shown_line.may_report and way not in _CAN_BE_DONE:
        lines.append(voice.say("ledger-wrong-report"))
    return pages((Text("\n\n".join(lines)), *((Row(buttons),) if buttons else ())))


def _ways(voice: Voice, shown_line: LineShown) -> tuple[Button, ...]:
    address = safe_url(shown_line.line.link or "")
    see = (Button(voice.plain("news-button-see"), url=address),) if address else ()
    match shown_line.way, shown_line.assignment_id:
        case Way.UNDO, int(assignment_id):
            return (
                Button(voice.plain("ledger-button-undo"), f"tb:ledger-undo:{assignment_id}"),
                *see,
            )
        case Way.SEEK, int(assignment_id):
            return (seek_button(voice, assignment_id), *see)
        case _:
            report = Button(voice.plain("charter-button-report"), f"tb:report:{shown_line.team_id}")
            return (*see, *((report,) if shown_line.may_report else ()))
