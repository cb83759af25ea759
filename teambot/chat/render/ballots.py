"""A voter's own vote, shown to that voter alone."""

from teambot.chat.forms.form import Field, Form, Kind
from teambot.chat.render.blocks import Button, Group, Page, Row, Text, pages
from teambot.chat.render.motions import choice_words, choices, result_lines, title
from teambot.chat.render.text import Safe, named, shown
from teambot.chat.render.voice import Voice
from teambot.domain.motion_views import Receipt
from teambot.domain.motions import MotionState, NotNow
from teambot.domain.my_week import Awaited, OpenVote

_NAME_MOST = 100


def receipt(voice: Voice, mine: Receipt) -> tuple[Page, ...]:
    """Say what somebody chose, until when they can change it, and that nobody else sees it."""
    motion = mine.motion
    lines = [f"## {title(voice, motion)}"]
    if motion.state is MotionState.CLOSED:
        return pages((Text("\n".join((*lines, *result_lines(voice, motion), voice.say("receipt-closed")))),))
    if mine.choice is not None:
        choice = Safe(choice_words(voice, motion.kind, mine.choice))
        lines.append(voice.say("receipt-chosen", choice=choice, end=motion.closes_at))
        if mine.reasons:
            lines.append(voice.say("receipt-reasons", reasons=Safe(_reasons(voice, mine.reasons))))
        lines.append(f"-# {voice.say('receipt-as-of')}")
    else:
        lines.append(voice.say("receipt-none", end=motion.closes_at) if mine.may_vote else voice.say("receipt-no-vote"))
    rows: list[Row] = [Row(choices(voice, motion))] if mine.may_vote else []
    if mine.proposed:
        rows.append(Row((take_back_button(voice, motion.motion_id),)))
    return pages((Text("\n".join(lines)), *rows))


def _reasons(voice: Voice, reasons: tuple[NotNow, ...]) -> str:
    return "; ".join(voice.plain(f"not-now-{reason}") for reason in reasons)


def take_back_button(voice: Voice, motion_id: int) -> Button:
    """Give the button by which a proposer takes a motion back."""
    return Button(voice.plain("motion-button-take-back"), f"tb:take-back:{motion_id}")


def not_now_form(voice: Voice, mine: Receipt) -> Form:
    """Ask why not now; what was chosen before is ticked."""
    options = tuple((str(reason), voice.plain(f"not-now-{reason}")) for reason in NotNow)
    label, guide = voice.plain("not-now-form-reasons"), voice.plain("not-now-form-reasons-help")
    reasons = Field("reasons", label, ",".join(mine.reasons), kind=Kind.CHECKS, help=guide, options=options)
    return Form(f"tb:not-now:{mine.motion.motion_id}", voice.plain("not-now-form"), (reasons,))


def waiting(voice: Voice, vote: OpenVote) -> Group:
    """Draw, in *My week*, a vote that waits for its reader, or a step before one."""
    facts = {"title": Safe(question(voice, vote)), "subject": _subject(voice, vote, _NAME_MOST), "end": vote.ends_at}
    until = "-until" if vote.awaited is Awaited.CONCERN and vote.ends_at is not None else ""
    words = voice.say(f"vote-waits-{vote.awaited}{until}", **facts)
    return (Text(words), Row((_step(voice, vote),)))


def question(voice: Voice, vote: OpenVote, most: int = _NAME_MOST) -> str:
    """Give the question that is voted on, each name in it at most `most` long."""
    facts = {"subject": _subject(voice, vote, most), "team": shown(vote.team_name, most)}
    return voice.say(f"motion-title-{vote.kind}", **facts)


def _subject(voice: Voice, vote: OpenVote, most: int) -> Safe:
    return named(vote.subject, most) if vote.subject else Safe(voice.say("motion-somebody"))


def _step(voice: Voice, vote: OpenVote) -> Button:
    match vote.awaited:
        case Awaited.VOTE:
            return Button(voice.plain("motion-button-vote"), f"tb:my-vote:{vote.motion_id}")
        case Awaited.SECOND:
            return Button(voice.plain("concern-button-read"), f"tb:seconding:{vote.motion_id}")
        case Awaited.CONCERN:
            return Button(voice.plain("concern-button-read"), f"tb:concern:{vote.motion_id}")
        case Awaited.PROPOSED:
            return take_back_button(voice, vote.motion_id)
