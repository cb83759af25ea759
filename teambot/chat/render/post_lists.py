"""Posts in lists: what waits for which plan, what runs, what is held until when, the shelf."""

from teambot.chat.render.blocks import Button, Group, Page, Row, Text, Tone, pages
from teambot.chat.render.post import edit_button, offer_button, said, season_button, shelve_button, withdraw_button
from teambot.chat.render.seasons import day_name
from teambot.chat.render.text import Safe
from teambot.chat.render.voice import Voice
from teambot.domain.post_answers import PostList
from teambot.domain.posts import Submission, SubmissionState


def listed(voice: Voice, result: PostList) -> tuple[Page, ...]:
    """Draw a list: what waits for the coming plans, what runs, what the reader keeps; their own with its verbs."""
    groups: list[Group] = [(Text(f"## {voice.say('list-title')}"),)]
    if result.closed:
        groups.append((Text(f"**{voice.say('list-closed')}**"),))
        groups += [_line(voice, post, result) for post in result.closed]
    if result.closes_at is not None and result.show != "shelf":
        groups.append((Text(f"**{voice.say('list-waiting', close=result.closes_at)}**"),))
        if not result.waiting:
            groups.append((Text(voice.say("list-waiting-none")),))
        groups += [_line(voice, post, result) for post in result.waiting]
    if result.running:
        groups.append((Text(f"**{voice.say('list-running')}**"),))
        groups += [_running(voice, post, result) for post in result.running]
    if result.held:
        groups.append((Text(f"**{voice.say('list-held')}**"),))
        groups += [_line(voice, post, result) for post in result.held]
    return pages(*groups, *(_shelf(voice, result) if result.show != "team" else ()))


def _shelf(voice: Voice, result: PostList) -> tuple[Group, ...]:
    """Draw the reader's shelf, and what it gives at the close."""
    key = "list-shelf-how" if result.shelf else "list-shelf-none"
    head = [f"**{voice.say('list-shelf')}**", voice.say(key)]
    if result.from_shelf is not None:
        head.append(voice.say("list-shelf-next", title=result.from_shelf))
    return ((Text("\n".join(head)),), *(_line(voice, post, result) for post in result.shelf))


def _line(voice: Voice, post: Submission, result: PostList) -> Group:
    words = Text(_words(voice, post, result))
    if post.membership_id != result.mine_id:
        return (words,)
    edit, season, withdraw = (make(voice, post.id) for make in (edit_button, season_button, withdraw_button))
    in_season = post.state is not SubmissionState.HELD
    offer = (offer_button(voice, post.id),) if result.thread and in_season else ()
    return (words, Row((*_moves(voice, post), edit, season, withdraw, *offer)))


def _running(voice: Voice, post: Submission, result: PostList) -> Group:
    words = Text(_words(voice, post, result))
    return (words, Row((withdraw_button(voice, post.id),))) if post.membership_id == result.mine_id else (words,)


def _moves(voice: Voice, post: Submission) -> tuple[Button, ...]:
    match post.state:
        case SubmissionState.WAITING:
            return (shelve_button(voice, post.id),)
        case SubmissionState.SHELVED:
            return (Button(voice.plain("post-button-use-short"), f"tb:use:{post.id}", tone=Tone.PRIMARY),)
        case _:  # held: time moves it
            return ()


def _words(voice: Voice, post: Submission, result: PostList) -> str:
    lines = [said(voice, post)]
    opens_on = result.opens_on(post)
    if opens_on is not None:
        lines.append(voice.say("list-held-until", opens=Safe(day_name(voice, opens_on))))
    if post.id in result.nobody_there:
        lines.append(voice.say("nobody-there"))
    return "\n".join(lines)
