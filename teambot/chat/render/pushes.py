"""A recommendation that was made, as its two people see it: news of it, its link, and what its author may ask."""

from teambot.chat.forms.form import Field, Form
from teambot.chat.render.blocks import Button, Group, Page, Row, Section, Text, Tone, pages
from teambot.chat.render.post import read_button
from teambot.chat.render.text import Safe, named, safe_url, shown
from teambot.chat.render.voice import Voice
from teambot.domain.assignments import AssignmentState, Found, SwapAsked, SwapKept
from teambot.domain.my_week import MyAssignment, News
from teambot.domain.notices import NoticeKind
from teambot.domain.pushes import FoundAnswered, LinkGiven, PushSought, PushTakenBack

SURE = "sure"  # a second press
_NAME_MOST = 100
_TEXT_MOST = 300
_ADDRESS_MOST = 2000
_NAMES = ("pusher", "author", "name")
KINDS = frozenset(
    {
        NoticeKind.PUSHED,
        NoticeKind.LINK_GIVEN,
        NoticeKind.PUSH_SOUGHT,
        NoticeKind.PUSH_FOUND,
        NoticeKind.PUSH_UNDONE,
        NoticeKind.SWAP_TAKEN,
    }
)


def push_news(voice: Voice, item: News) -> Group:
    """Draw one piece of news of `KINDS`, with the buttons that it brings."""
    facts: dict[str, Safe] = {name: named(str(item.facts[name]), _NAME_MOST) for name in _NAMES if name in item.facts}
    facts["title"] = shown(str(item.facts["title"]), _TEXT_MOST)
    lines = [voice.say(_key(item), **facts)]
    if item.facts.get("words"):
        lines.append(voice.say("news-pushed-words", words=shown(str(item.facts["words"]), _TEXT_MOST)))
    if item.facts.get("link") and item.facts.get("link_state"):
        lines.append(voice.say(f"link-author-{item.facts['link_state']}"))
    buttons = _buttons(voice, item)
    return (Text("\n".join(lines)), *((Row(buttons),) if buttons else ()))


def _key(item: News) -> str:
    match item.kind:
        case NoticeKind.PUSH_FOUND:
            return f"news-push_found-{item.facts['how']}"
        case NoticeKind.PUSH_UNDONE:
            return f"news-push_undone-{item.facts['side']}-{item.facts['why']}"
        case _:
            return f"news-{item.kind}"


def _buttons(voice: Voice, item: News) -> tuple[Button, ...]:
    if item.kind is NoticeKind.PUSH_SOUGHT:
        return found_buttons(voice, int(item.facts["assignment_id"]))
    address = safe_url(str(item.facts.get("link") or ""))
    see = (Button(voice.plain("news-button-see"), url=address),) if address else ()
    return (*see, *((seek_button(voice, int(item.facts["assignment_id"])),) if item.facts.get("seek") else ()))


def seek_button(voice: Voice, assignment_id: int) -> Button:
    """Give the button by which an author asks where a recommendation is to be found."""
    return Button(voice.plain("push-button-seek"), f"tb:seek:{assignment_id}")


def found_buttons(voice: Voice, assignment_id: int) -> tuple[Button, ...]:
    """Give the three answers to an author who cannot find it."""
    return (
        Button(voice.plain("push-button-found-link"), f"tb:found-link:{assignment_id}", tone=Tone.PRIMARY),
        *(
            Button(voice.plain(f"push-button-found-{answer}"), f"tb:found:{assignment_id}:{answer}")
            for answer in (Found.UNLINKED, Found.NOT_DONE)
        ),
    )


def settled(voice: Voice, one: MyAssignment, post: str) -> Group:
    """Draw an assignment that nothing is asked of any more: what became of it and of its link, and what may be added.

    `post`: the post's own words.
    """
    lines = [post, voice.say(f"assignment-state-{one.state}")]
    if one.state is AssignmentState.DONE and one.link_state is not None:
        lines.append(voice.say(f"link-mine-{one.link_state}", author=named(one.author, _NAME_MOST)))
    words, reading = "\n".join(lines), read_button(voice, one.url)
    if one.linkable:
        label = "push-button-relink" if one.link else "push-button-link"
        link = link_button(voice, one.id, label)
        return Text(words), Row((link, *((reading,) if reading else ())))
    return (Section(words, reading),) if reading else (Text(words),)


def link_button(voice: Voice, assignment_id: int, label: str = "push-button-link") -> Button:
    """Give the button that opens the form of a link that is given afterwards."""
    return Button(voice.plain(label), f"tb:link:{assignment_id}")


def swap_button(voice: Voice, one: MyAssignment) -> Button:
    """Give the button that asks whether somebody else would like it, or, once that is asked, the one that keeps it."""
    name = "keep" if one.swapping else "swap"
    return Button(voice.plain(f"assignment-button-{name}"), f"tb:{name}:{one.id}")


def link_form(voice: Voice, assignment_id: int, *, found: bool = False) -> Form:
    """Ask where something was recommended; `found`: as the answer to an author who cannot find it."""
    link = Field("link", voice.plain("link-form-link"), most=_ADDRESS_MOST)
    return Form(f"tb:{'found-link' if found else 'link'}:{assignment_id}", voice.plain("link-form"), (link,))


def swap_asked(voice: Voice, result: SwapAsked) -> tuple[Page, ...]:
    """Say what the open card says, and whose it is until somebody takes it."""
    return _told(voice, "swap-title", voice.say("swap", title=result.title))


def swap_kept(voice: Voice, result: SwapKept) -> tuple[Page, ...]:
    """Say that it stays theirs."""
    return _told(voice, "kept-title", voice.say("kept", title=result.title))


def link_given(voice: Voice, result: LinkGiven) -> tuple[Page, ...]:
    """Thank somebody who gave a link afterwards."""
    author = named(result.author, _NAME_MOST)
    return _told(voice, "link-given-title", voice.say("link-given", author=author, title=result.title))


def sought(voice: Voice, result: PushSought) -> tuple[Page, ...]:
    """Say who is asked, and until when."""
    return _told(voice, "sought-title", voice.say("sought", title=result.title))


def surely_not_done(voice: Voice, assignment_id: int) -> tuple[Page, ...]:
    """Ask once more before it is taken back, which cannot be undone."""
    sure = Button(voice.plain("found-sure-button"), f"tb:found:{assignment_id}:{Found.NOT_DONE}:{SURE}")
    return pages((Text(f"## {voice.say('found-sure-title')}\n{voice.say('found-sure')}"), Row((sure,))))


def answered(voice: Voice, result: FoundAnswered) -> tuple[Page, ...]:
    """Thank somebody who answered an author who could not find it."""
    facts = {"author": named(result.author, _NAME_MOST), "title": result.title}
    return _told(voice, "found-title", voice.say(f"found-{result.found}", **facts))


def taken_back(voice: Voice, result: PushTakenBack) -> tuple[Page, ...]:
    """Thank somebody who took their own *Done* back."""
    author = named(result.author, _NAME_MOST)
    return _told(voice, "booked-back-title", voice.say("booked-back", author=author, title=result.title))


def _told(voice: Voice, title: str, words: str) -> tuple[Page, ...]:
    return pages((Text(f"## {voice.say(title)}\n{words}"),))
