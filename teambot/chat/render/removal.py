"""A removal before and while it is voted on: seconding, the concern and its answer. Shown privately, to few."""

from teambot.chat.forms.form import Field, Form, Kind
from teambot.chat.render.blocks import Button, Group, Page, Row, Text, pages
from teambot.chat.render.text import Safe, named, pieces, shown
from teambot.chat.render.voice import Voice
from teambot.domain.motion_views import Concern, MotionMoved, Seconding
from teambot.domain.motions import CONCERN_MOST, MotionState


def seconding(voice: Voice, asked: Seconding) -> tuple[Page, ...]:
    """Show somebody the concern that they are asked to second."""
    facts = {
        "proposer": named(asked.proposer, 100),
        "subject": named(asked.subject, 100),
        "team": shown(asked.team_name, 80),
    }
    head: Group = (Text(f"## {voice.say('second-title')}\n{voice.say('second-what', **facts)}"),)
    verbs = Row(
        (
            Button(voice.plain("second-button-yes"), f"tb:second:{asked.motion_id}:yes"),
            Button(voice.plain("second-button-no"), f"tb:second:{asked.motion_id}:no"),
        )
    )
    return pages(head, *_quoted(asked.concern), (Text(voice.say("second-next", **facts)), verbs))


def seconded(voice: Voice, moved: MotionMoved) -> tuple[Page, ...]:
    """Say what happens after somebody seconded a removal, or did not."""
    key = "not-seconded" if moved.state is MotionState.CLOSED else "seconded"
    return _told(voice, f"{key}-title", voice.say(key))


def concern(voice: Voice, read: Concern) -> tuple[Page, ...]:
    """Show a concern and its answer: to the person concerned, or to a member while it is voted on."""
    facts = {
        "proposer": named(read.proposer, 100),
        "seconder": named(read.seconder, 100),
        "subject": named(read.subject, 100),
        "team": shown(read.team_name, 80),
    }
    return _own(voice, read, facts) if read.own else _for_members(voice, read, facts)


def _for_members(voice: Voice, read: Concern, facts: dict[str, Safe]) -> tuple[Page, ...]:
    head = f"## {voice.say('concern-title', **facts)}\n{voice.say('concern-from', **facts)}"
    answer = voice.say("concern-answer" if read.answer else "concern-answer-none", **facts)
    private = Text(f"-# {voice.say('concern-private')}")
    return pages((Text(head),), *_quoted(read.concern), (Text(answer),), *_quoted(read.answer), (private,))


def _own(voice: Voice, read: Concern, facts: dict[str, Safe]) -> tuple[Page, ...]:
    first = voice.say("concern-own-voted" if read.state is MotionState.OPEN else "concern-own", **facts)
    head = f"## {voice.say('concern-title-own')}\n{first}"
    groups: list[Group] = [(Text(head),), *_quoted(read.concern)]
    if read.state is MotionState.OPEN:
        answer = voice.say("concern-answer-own" if read.answer else "concern-answer-none-own")
        groups += [(Text(answer),), *_quoted(read.answer)]
        lines = [voice.say("concern-own-open", end=read.closes_at)]
    else:
        lines = [voice.say("concern-own-reading", end=read.answer_ends_at)]
    verbs = []
    if read.may_answer:
        verbs.append(Button(voice.plain("concern-button-answer"), f"tb:answer:{read.motion_id}"))
    if read.may_pause:
        lines.append(voice.say("concern-own-pause"))
        verbs.append(Button(voice.plain("concern-button-pause"), f"tb:take-pause:{read.motion_id}"))
    else:
        lines.append(voice.say("concern-own-rests" if read.pause_rests else "concern-own-paused"))
    rows = (Row(tuple(verbs)),) if verbs else ()
    return pages(*groups, (Text("\n".join(lines)), *rows))


def answer_form(voice: Voice, motion_id: int) -> Form:
    """Ask the person concerned for their answer."""
    label, guide = voice.plain("answer-form-words"), voice.plain("answer-form-words-help")
    words = Field("words", label, most=CONCERN_MOST, kind=Kind.PARAGRAPH, help=guide)
    return Form(f"tb:answer:{motion_id}", voice.plain("answer-form"), (words,))


def answered(voice: Voice, moved: MotionMoved) -> tuple[Page, ...]:
    """Thank the person for their answer: the vote is open now."""
    if moved.closes_at is None:
        return _told(voice, "answered-title", voice.say("answered-over"))
    return _told(voice, "answered-title", voice.say("answered", end=moved.closes_at))


def pause_screen(voice: Voice, motion_id: int) -> tuple[Page, ...]:
    """Say what the pause means before it is taken."""
    take = Button(voice.plain("pause-button-take"), f"tb:take-pause:{motion_id}:yes")
    back = Button(voice.plain("pause-button-back"), f"tb:concern:{motion_id}")
    return pages((Text(f"## {voice.say('pause-title')}\n{voice.say('pause-means')}"), Row((take, back))))


def pause_taken(voice: Voice) -> tuple[Page, ...]:
    """Say that the proposal has ended and the person is paused."""
    return _told(voice, "paused-title", voice.say("paused"))


def _quoted(words: str) -> tuple[Group, ...]:
    return tuple((Text(f"> {piece}"),) for piece in pieces(words))


def _told(voice: Voice, title: str, words: str) -> tuple[Page, ...]:
    return pages((Text(f"## {voice.say(title)}\n{words}"),))
