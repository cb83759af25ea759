"""Posts put forward: their form, what became of them, and the lists."""

from teambot.chat.forms.form import Field, Form, Kind
from teambot.chat.render.blocks import Block, Button, Group, Page, Row, Text, Tone, pages
from teambot.chat.render.text import host, named, safe_url, shown, written_out
from teambot.chat.render.voice import Voice
from teambot.domain.posts import (
    HOOK_MOST,
    READER_LINE_LEAST,
    READER_LINE_MOST,
    TITLE_MOST,
    Money,
    PostDraft,
    PostEdited,
    PostList,
    PostShelved,
    PostSubmitted,
    PostWithdrawn,
    Submission,
)

_ADDRESS_MOST = 2000


def form(voice: Voice, draft: PostDraft) -> Form:
    """Ask for a post's words; a new one for its address too (a form has five fields, all of them used)."""
    new = draft.submission_id is None
    address = (Field("url", voice.plain("post-form-url"), draft.url, _ADDRESS_MOST),) if new else ()
    money = tuple((str(kind), voice.plain(f"money-{kind}")) for kind in Money)
    fields = (
        *address,
        Field("title", voice.plain("post-form-title"), draft.title, TITLE_MOST),
        Field(
            "reader_line",
            voice.plain("post-form-reader-line"),
            draft.reader_line,
            READER_LINE_MOST,
            kind=Kind.PARAGRAPH,
            help=voice.plain("post-form-reader-line-help"),
            least=READER_LINE_LEAST,
        ),
        Field(
            "hook",
            voice.plain("post-form-hook"),
            draft.hook,
            HOOK_MOST,
            required=False,
            kind=Kind.PARAGRAPH,
            help=voice.plain("post-form-hook-help"),
        ),
        Field("money", voice.plain("post-form-money"), draft.money or "", kind=Kind.RADIO, options=money),
    )
    custom_id = f"tb:submit:{draft.team_id}" if new else f"tb:edit:{draft.submission_id}"
    return Form(custom_id, voice.plain("post-form-submit" if new else "post-form-edit"), fields)


def submitted(voice: Voice, result: PostSubmitted | PostShelved) -> tuple[Page, ...]:
    """Say which close a post belongs to; or that it was kept on the shelf, with a button to use it instead."""
    if isinstance(result, PostShelved):
        return _shelved(voice, result)
    sentence = voice.say("submitted", title=result.title, close=result.closes_at, publish=result.publishes_at)
    lines = [f"## {voice.say('submitted-title')}", sentence]
    if result.replaced is not None:
        lines.append(voice.say("submitted-replaced", title=result.replaced))
    buttons = (
        Button(voice.plain("post-button-edit"), f"tb:edit:{result.submission_id}"),
        Button(voice.plain("post-button-shelve"), f"tb:shelve:{result.submission_id}"),
        Button(voice.plain("post-button-withdraw"), f"tb:withdraw:{result.submission_id}"),
    )
    return pages((Text("\n".join(lines)), Row(buttons)))


def _shelved(voice: Voice, result: PostShelved) -> tuple[Page, ...]:
    lines = [f"## {voice.say('shelved-title')}", voice.say("shelved", title=result.title)]
    key = "post-button-use-short"
    if result.standing is not None:
        lines.append(voice.say("shelved-standing", standing=result.standing, close=result.closes_at))
        key = "post-button-use"
    use = Button(voice.plain(key), f"tb:use:{result.submission_id}", tone=Tone.PRIMARY)
    withdraw = Button(voice.plain("post-button-withdraw"), f"tb:withdraw:{result.submission_id}")
    return pages((Text("\n".join(lines)), Row((use, withdraw))))


def edited(voice: Voice, result: PostEdited) -> tuple[Page, ...]:
    """Say that a post's words were changed."""
    return pages((Text(voice.say("edited", title=result.title)),))


def withdrawn(voice: Voice, result: PostWithdrawn) -> tuple[Page, ...]:
    """Say that a post was taken back."""
    return pages((Text(voice.say("withdrawn", title=result.title)),))


def listed(voice: Voice, result: PostList) -> tuple[Page, ...]:
    """Draw a list: what waits for the coming close, what runs, the reader's shelf; their own with its verbs."""
    groups: list[Group] = [(Text(f"## {voice.say('list-title')}"),)]
    if result.closes_at is not None:
        groups.append((Text(f"**{voice.say('list-waiting', close=result.closes_at)}**"),))
        if not result.waiting:
            groups.append((Text(voice.say("list-waiting-none")),))
        groups += [_line(voice, post, result.mine_id, waiting=True) for post in result.waiting]
    if result.running:
        groups.append((Text(f"**{voice.say('list-running')}**"),))
        groups += [(Text(_words(voice, post)),) for post in result.running]
    groups.append((Text(f"**{voice.say('list-shelf')}**"),))
    if not result.shelf:
        groups.append((Text(voice.say("list-shelf-none")),))
    groups += [_line(voice, post, result.mine_id, waiting=False) for post in result.shelf]
    return pages(*groups)


def _line(voice: Voice, post: Submission, mine_id: int, *, waiting: bool) -> Group:
    words: Block = Text(_words(voice, post))
    if post.membership_id != mine_id:
        return (words,)
    move = (
        Button(voice.plain("post-button-shelve"), f"tb:shelve:{post.id}")
        if waiting
        else Button(voice.plain("post-button-use-short"), f"tb:use:{post.id}", tone=Tone.PRIMARY)
    )
    edit = Button(voice.plain("post-button-edit"), f"tb:edit:{post.id}")
    withdraw = Button(voice.plain("post-button-withdraw"), f"tb:withdraw:{post.id}")
    return (words, Row((move, edit, withdraw)))


def _words(voice: Voice, post: Submission) -> str:
    return said(
        voice, title=post.title, author=post.author, reader_line=post.reader_line, url=post.url, money=post.money
    )


def said(
    voice: Voice, *, title: str, author: str, reader_line: str, url: str, money: Money, most: int = TITLE_MOST
) -> str:
    """Give a post in three lines: reader line; title and author; where it leads. Each text is at most `most` long."""
    by = voice.say("post-line-by", author=named(author, most))
    declared = "" if money is Money.NONE else f" · {voice.say(f'money-shown-{money}')}"
    words = f"“{shown(reader_line, most)}”\n**{shown(title, most)}** {by}\n-# {host(url)}{declared}"
    address = None if safe_url(url) else written_out(url)
    return f"{words}\n{address}" if address else words


def read_button(voice: Voice, url: str) -> Button | None:
    """Give the button that leads to a post, or None where a button cannot hold its address."""
    address = safe_url(url)
    return Button(voice.plain("post-button-read"), url=address) if address else None
