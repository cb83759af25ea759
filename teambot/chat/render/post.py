"""Posts put forward: what became of each, and how one is shown."""

from collections.abc import Callable
from datetime import datetime
from typing import Protocol

from teambot.chat.render.blocks import Button, Page, Row, Text, Tone, pages
from teambot.chat.render.seasons import day_name, window_line
from teambot.chat.render.text import Safe, day, host, named, safe_url, shown, written_out
from teambot.chat.render.voice import Voice
from teambot.domain.newest import NewestDeclined
from teambot.domain.post_answers import (
    PostAnswer,
    PostEdited,
    PostHeld,
    PostShelved,
    PostSubmitted,
    PostWithdrawing,
    PostWithdrawn,
)
from teambot.domain.posts import TITLE_MOST, Money, SubmissionState
from teambot.domain.windows import Window


def submitted(voice: Voice, result: PostAnswer, window: Window = Window.ANY) -> tuple[Page, ...]:
    """Say which close a post belongs to, until when and why it is held, or why it is on the shelf; with its verbs.

    `window`: what was just typed, as it was read.
    """
    match result:
        case PostShelved():
            return _shelved(voice, result, window)
        case PostHeld():
            return _held(voice, result, window)
        case PostSubmitted():
            return _submitted(voice, result, window)


def _submitted(voice: Voice, result: PostSubmitted, window: Window) -> tuple[Page, ...]:
    sentence = voice.say("submitted", title=result.title, close=result.closes_at, publish=result.publishes_at)
    lines = [f"## {voice.say('submitted-title')}", sentence, *_window(voice, window, nobody_there=result.nobody_there)]
    if result.replaced is not None:
        lines.append(voice.say("submitted-replaced", title=result.replaced))
    verbs = (edit_button, season_button, shelve_button, withdraw_button, *_offers(result.thread))
    return _told(lines, *(make(voice, result.submission_id) for make in verbs))


def _held(voice: Voice, result: PostHeld, window: Window) -> tuple[Page, ...]:
    sentence = voice.say("held", title=result.title, opens=Safe(day_name(voice, result.opens_on)))
    lines = [f"## {voice.say('held-title')}", sentence, *_window(voice, window, nobody_there=result.nobody_there)]
    verbs = (edit_button, season_button, withdraw_button)
    return _told(lines, *(make(voice, result.submission_id) for make in verbs))


def _shelved(voice: Voice, result: PostShelved, window: Window) -> tuple[Page, ...]:
    lines = [
        f"## {voice.say('shelved-title')}",
        voice.say("shelved", title=result.title),
        *_window(voice, window, nobody_there=result.nobody_there),
    ]
    makers = (edit_button, season_button, withdraw_button, *_offers(result.thread))
    verbs = [make(voice, result.submission_id) for make in makers]
    if result.others:  # what money keeps back cannot be used yet
        lines.append(voice.say("shelved-money", others=result.others))
        return _told(lines, *verbs)
    key = "post-button-use-short"
    if result.standing is not None:
        lines.append(voice.say("shelved-standing", standing=result.standing, close=result.closes_at))
        key = "post-button-use"
    use = Button(voice.plain(key), f"tb:use:{result.submission_id}", tone=Tone.PRIMARY)
    return _told(lines, use, *verbs)


def edited(voice: Voice, result: PostEdited, window: Window = Window.ANY) -> tuple[Page, ...]:
    """Say that a post was changed, how its window was read, and where it is now."""
    lines = [voice.say("edited", title=result.title), *_window(voice, window, nobody_there=result.nobody_there)]
    match result.state:
        case SubmissionState.WAITING if result.closes_at is not None:
            lines.append(voice.say("edited-waiting", close=result.closes_at))
        case SubmissionState.WAITING:
            lines.append(voice.say("edited-waiting-closed", publish=result.publishes_at))
        case SubmissionState.SHELVED:
            lines.append(voice.say("edited-shelved" if result.moved and not result.others else "edited-on-shelf"))
            lines += [voice.say("shelved-money", others=result.others)] if result.others else []
        case SubmissionState.HELD if result.opens_on is not None:
            lines.append(voice.say("edited-held", opens=Safe(day_name(voice, result.opens_on))))
    return _told(lines, season_button(voice, result.submission_id))


def _window(voice: Voice, window: Window, *, nobody_there: bool) -> tuple[str, ...]:
    words = window_line(voice, window)
    lines = (voice.say("list-window", window=words),) if words is not None else ()
    return (*lines, voice.say("nobody-there")) if nobody_there else lines


def withdrawn(voice: Voice, result: PostWithdrawn) -> tuple[Page, ...]:
    """Say that a post was taken back."""
    if result.ran:
        return _told([voice.say("withdrawn-running", title=result.title), _again(voice, result.again)])
    if result.misses is not None:
        return _told([voice.say("withdrawn-closed", title=result.title, publish=result.misses)])
    return _told([voice.say("withdrawn", title=result.title)])


def _again(voice: Voice, again: datetime | None) -> str:
    return voice.say("withdrawn-again-now") if again is None else voice.say("withdrawn-again", again=day(again))


def withdrawing(voice: Voice, asked: PostWithdrawing) -> tuple[Page, ...]:
    """Say what follows from taking a post out of a plan that runs, before it is done."""
    lines = [
        f"## {voice.say('withdrawing-title', title=asked.title)}",
        voice.say("withdrawing", asked=asked.asked),
        _again(voice, asked.again),
    ]
    if asked.done:
        lines.append(voice.say("withdrawing-done", done=asked.done))
    confirm = Button(voice.plain("withdrawing-button-confirm"), f"tb:withdraw-now:{asked.submission_id}")
    return pages((Text("\n".join(lines)), Row((confirm,))))


def declined(voice: Voice, result: NewestDeclined) -> tuple[Page, ...]:
    """Say that an item is not offered so again."""
    return _told([voice.say("newest-declined", title=result.title)])


def _offers(thread: bool) -> tuple[Callable[[Voice, int], Button], ...]:
    return (offer_button,) if thread else ()


def edit_button(voice: Voice, submission_id: int) -> Button:
    """Give the button that changes a post's words."""
    return Button(voice.plain("post-button-edit"), f"tb:edit:{submission_id}")


def season_button(voice: Voice, submission_id: int) -> Button:
    """Give the button that asks when and where a post makes sense."""
    return Button(voice.plain("post-button-season"), f"tb:season:{submission_id}")


def shelve_button(voice: Voice, submission_id: int) -> Button:
    """Give the button that keeps a post for a week in which its author has nothing new."""
    return Button(voice.plain("post-button-shelve"), f"tb:shelve:{submission_id}")


def withdraw_button(voice: Voice, submission_id: int) -> Button:
    """Give the button that takes a post back."""
    return Button(voice.plain("post-button-withdraw"), f"tb:withdraw:{submission_id}")


def offer_button(voice: Voice, submission_id: int) -> Button:
    """Give the button that offers a post in the team's thread."""
    return Button(voice.plain("post-button-offer"), f"tb:offer-thread:{submission_id}")


class Post(Protocol):
    """What is shown of a post wherever it is shown: put forward, in a plan, to be recommended, on offer."""

    @property
    def author(self) -> str:
        """Name who wrote it."""

    @property
    def title(self) -> str:
        """Give its title."""

    @property
    def url(self) -> str:
        """Give its address."""

    @property
    def reader_line(self) -> str:
        """Give what a reader gets from it, by its author."""

    @property
    def money(self) -> Money:
        """Say what money is in it."""

    @property
    def window(self) -> Window:
        """Say when and where it makes sense."""


def said(voice: Voice, post: Post, most: int = TITLE_MOST) -> str:
    """Give a post in three lines: reader line; title and author; where it leads; then when and where it makes sense.

    Each text is at most `most` long.
    """
    by = voice.say("post-line-by", author=named(post.author, most))
    declared = "" if post.money is Money.NONE else f" · {voice.say(f'money-shown-{post.money}')}"
    words = f"“{shown(post.reader_line, most)}”\n**{shown(post.title, most)}** {by}\n-# {host(post.url)}{declared}"
    address = None if safe_url(post.url) else written_out(post.url)
    sense = window_line(voice, post.window, most)
    makes_sense = f"-# {voice.say('list-window', window=sense)}" if sense else None
    return "\n".join(line for line in (words, address, makes_sense) if line)


def read_button(voice: Voice, url: str) -> Button | None:
    """Give the button that leads to a post, or None where a button cannot hold its address."""
    address = safe_url(url)
    return Button(voice.plain("post-button-read"), url=address) if address else None


def _told(lines: list[str], *buttons: Button) -> tuple[Page, ...]:
    return pages((Text("\n".join(lines)), *((Row(buttons),) if buttons else ())))
