"""What comes after *Done*: a link given later, an author who cannot find it, and what is booked back.

Functions within the transaction of a use case or a sweep. Who asked is told kindly of each answer, and nobody is
accused (product.md, Pushing).
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from teambot.domain.assignments import AssignmentState, Found
from teambot.domain.link_proof import LinkState, first_state
from teambot.domain.members import Member
from teambot.domain.my_week import News
from teambot.domain.notices import NoticeKind
from teambot.domain.pushes import (
    FoundAnswered,
    LinkGiven,
    Push,
    PushSought,
    PushTakenBack,
    answer_until,
    check_answering,
    check_linkable,
    check_own_done,
    check_seekable,
)
from teambot.errors import Refusal
from teambot.services.caller import Caller, enter_member, see_member
from teambot.services.news import tell
from teambot.services.standings import accounts
from teambot.services.typed import web_address
from teambot.storage import assignments, notices, pushes, teams
from teambot.storage.runner import Tx


@dataclass(frozen=True, slots=True)
class AnswerFound:
    """A pusher's answer to "I can't find it": `said` is "link" (with its address), "unlinked" or "not_done"."""

    assignment_id: int
    said: str
    link: str = ""


@dataclass(frozen=True, slots=True)
class GiveLink:
    """Where something was recommended, said after *Done*."""

    assignment_id: int
    link: str


_OF_A_PUSH = (NoticeKind.PUSHED, NoticeKind.LINK_GIVEN, NoticeKind.PUSH_FOUND)


def of_link(link: str, now: datetime) -> dict[str, Any]:
    """Give what is stored of a link that somebody gave: it is looked at by the next bell, where it can be."""
    state = first_state(link)
    look_at = now if state is LinkState.WAITING else None
    return {"link": link, "link_state": state, "link_next_at": look_at, "link_tries": 0}


def check_link(tx: Tx, caller: Caller, assignment_id: int, now: datetime) -> None:
    """Refuse who could not give a link for what they did; raises what `check_linkable` does."""
    member, push = _see(tx, caller, assignment_id)
    check_linkable(push, member.id, now)


def give_link(tx: Tx, caller: Caller, command: GiveLink, now: datetime) -> LinkGiven:
    """Keep where somebody recommended a post, said after *Done*; its author is told, and the link is looked at.

    Where the author asks for it already it is the answer; else it may be given once. Raises what `check_linkable` does
    and Refusal("no-web-address").
    """
    member, push = _enter(tx, caller, command.assignment_id)
    check_linkable(push, member.id, now)
    address = web_address(command.link)
    if push.asked_for:
        _found_link(tx, push, address, now)
    elif address != push.link:
        pushes.change(tx, push.id, linked_at=now, **of_link(address, now))
        facts = {"assignment_id": push.id, "pusher": push.pusher.name, "title": push.title, "link": address}
        tell(tx, push.team_id, push.author.id, NoticeKind.LINK_GIVEN, facts, now)
    return LinkGiven(push.id, push.author.name, push.title, address)


def seek(tx: Tx, caller: Caller, assignment_id: int, now: datetime) -> PushSought:
    """Ask its pusher alone where a recommendation is to be found; raises what `check_seekable` does."""
    member, push = _enter(tx, caller, assignment_id, "not-your-push")
    check_seekable(push, member.id, now)
    pushes.change(tx, push.id, sought_at=now)
    facts = {"assignment_id": push.id, "author": push.author.name, "title": push.title}
    tell(tx, push.team_id, push.pusher.id, NoticeKind.PUSH_SOUGHT, facts, now)
    return PushSought(push.id, push.title)


def check_found(tx: Tx, caller: Caller, assignment_id: int, _: datetime) -> None:
    """Refuse who could not answer an author's "I can't find it"; raises what `check_answering` does."""
    member, push = _see(tx, caller, assignment_id)
    check_answering(push, member.id)


def answer(tx: Tx, caller: Caller, command: AnswerFound, now: datetime) -> FoundAnswered:
    """Take its pusher's answer; the author is told of it.

    Raises what `check_answering` does, Refusal("no-web-address"), and Refusal("bad-option") for another answer.
    """
    member, push = _enter(tx, caller, command.assignment_id)
    check_answering(push, member.id)
    match command.said:
        case Found.LINK:
            _found_link(tx, push, web_address(command.link), now)
        case Found.UNLINKED:
            _settle(tx, push, now, found=Found.UNLINKED)
            _tell_found(tx, push, Found.UNLINKED, None, now)
        case Found.NOT_DONE:
            _take_back(tx, push, Found.NOT_DONE, now)
        case _:
            raise Refusal("bad-option")
    return FoundAnswered(push.id, push.author.name, push.title, Found(command.said))


def take_back(tx: Tx, caller: Caller, assignment_id: int, now: datetime) -> PushTakenBack:
    """Book somebody's own *Done* back that was none; its author is told. Raises what `check_own_done` does."""
    member, push = _enter(tx, caller, assignment_id)
    check_own_done(push, member.id, now)
    _take_back(tx, push, Found.NOT_DONE, now)
    return PushTakenBack(push.id, push.author.name, push.title)


def seen(tx: Tx, assignment_id: int, now: datetime) -> None:
    """Answer an author's question by what the look at its link has seen, where one is asked; for a sweep's item."""
    push = pushes.get(tx, assignment_id)
    if push is not None:
        _found_by_itself(tx, push, now)


def _found_by_itself(tx: Tx, push: Push, now: datetime) -> bool:
    if not (push.asked_for and push.seen) or push.author.gone:
        return False
    _settle(tx, push, now, found=Found.LINK)
    _tell_found(tx, push, Found.LINK, push.link, now)
    return True


def end_question(tx: Tx, due: Push, now: datetime) -> bool:
    """Book back what its author could not find and nobody answered in time; False where it is too early for that.

    A sweep's item. Where its pusher has left meanwhile it is booked back as well, for leaving is no answer; where its
    author has, nobody asks any more, and it stands.
    """
    teams.lock(tx, due.team_id)
    push = pushes.get(tx, due.id)
    ended = push is not None and _ended(tx, push, now)
    tx.commit()
    return ended


def _ended(tx: Tx, push: Push, now: datetime) -> bool:
    if not push.asked_for:
        return False
    if _found_by_itself(tx, push, now):
        return True
    if push.author.gone:
        _settle(tx, push, now, found=Found.GONE)
        return True
    if push.pusher.gone:
        _take_back(tx, push, Found.GONE, now)
        return True
    if now < answer_until(push):
        return False
    _take_back(tx, push, Found.NO_ANSWER, now)
    facts = {"name": push.author.name, "title": push.title, "side": "pusher", "why": Found.NO_ANSWER}
    tell(tx, push.team_id, push.pusher.id, NoticeKind.PUSH_UNDONE, facts, now)
    return True


def as_they_stand(tx: Tx, news: Sequence[News], now: datetime) -> tuple[News, ...]:
    """Give news of recommendations with what is known of them by now, for who is shown them.

    Beside their facts: `link` and `link_state`, and `seek` where the author may still ask for it.
    """
    ids = {int(one.facts["assignment_id"]) for one in news if one.kind in _OF_A_PUSH and "assignment_id" in one.facts}
    known = pushes.several(tx, ids)
    return tuple(_as_it_stands(one, known.get(int(one.facts.get("assignment_id", 0))), now) for one in news)


def _as_it_stands(news: News, push: Push | None, now: datetime) -> News:
    if push is None or news.kind not in _OF_A_PUSH:
        return news
    state = str(push.link_state) if push.link_state is not None else ""
    return replace(news, facts={**news.facts, "link": push.link, "link_state": state, "seek": push.may_seek(now)})


def _see(tx: Tx, caller: Caller, assignment_id: int) -> tuple[Member, Push]:
    """Load a push and the caller as its team's member, without a lock."""
    team_id = assignments.team_of(tx, assignment_id)
    if team_id is None:
        raise Refusal("no-such-assignment")
    member = see_member(tx, caller, team_id)[1]
    return member, _known(tx, assignment_id, "not-your-assignment")


def _enter(tx: Tx, caller: Caller, assignment_id: int, refusal: str = "not-your-assignment") -> tuple[Member, Push]:
    """Lock the team of a push and load it anew; the id came from a button and may be forged.

    What nobody is asked for is refused as somebody else's is: which is which is nobody's to learn.
    """
    team_id = assignments.team_of(tx, assignment_id)
    if team_id is None:
        raise Refusal("no-such-assignment")
    member = enter_member(tx, caller, team_id)[1]
    return member, _known(tx, assignment_id, refusal)


def _known(tx: Tx, assignment_id: int, refusal: str) -> Push:
    push = pushes.get(tx, assignment_id)
    if push is None:
        raise Refusal(refusal)
    return push


def _found_link(tx: Tx, push: Push, address: str, now: datetime) -> None:
    _settle(tx, push, now, found=Found.LINK, **of_link(address, now))
    _tell_found(tx, push, Found.LINK, address, now)


def _take_back(tx: Tx, push: Push, why: Found, now: datetime) -> None:
    _settle(tx, push, now, state=AssignmentState.TAKEN_BACK, found=why, link_next_at=None)
    accounts.take_back(tx, push.id, push.pusher.id, push.author.id, now)
    facts = {"name": push.pusher.name, "title": push.title, "side": "author", "why": why}
    tell(tx, push.team_id, push.author.id, NoticeKind.PUSH_UNDONE, facts, now)


def _settle(tx: Tx, push: Push, now: datetime, **values: Any) -> None:
    """Keep what became of a push, and let no question about it stand before its pusher any more."""
    pushes.change(tx, push.id, **values)
    if push.sought_at is not None:
        asked = (NoticeKind.PUSH_SOUGHT,)
        notices.settle(tx, asked, now, team_id=push.team_id, membership_id=push.pusher.id, assignment_id=push.id)


def _tell_found(tx: Tx, push: Push, found: Found, link: str | None, now: datetime) -> None:
    facts = {"assignment_id": push.id, "pusher": push.pusher.name, "title": push.title, "link": link, "how": found}
    tell(tx, push.team_id, push.author.id, NoticeKind.PUSH_FOUND, facts, now)
