"""Proposing: which form or screen opens, and the buttons and menus on them."""

from collections.abc import Mapping

from teambot.chat.cards.pressed import Handler, Pressed, id_in, number
from teambot.chat.render import proposing as render
from teambot.chat.talk import Talk
from teambot.domain.motion_views import Proposable
from teambot.domain.motions import REMOVAL_YES
from teambot.domain.rules import RuleName
from teambot.errors import Refusal
from teambot.services.motions.proposals import Proposal, ProposeClosing, ProposeSteward

KINDS = ("charter", "rule", "steward", "remove", "close", "other")


async def begin(talk: Talk, kind: str, member: str | None) -> None:
    """Open the form or the screen of what somebody would like to propose; `member` is whom it is about.

    That is somebody chosen from the list, or one of the team by their whole name as it was typed. Raises
    Refusal("no-member-chosen" | "several-so-called").
    """
    team = await _team(talk)
    membership_id = _meant(team, member, talk.caller.name) if member is not None else None
    match kind:
        case "charter":
            await _amend_begun(talk, team)
        case "rule":
            await talk.show(*render.rules_screen(talk.voice, team))
        case "steward":
            await _steward_begun(talk, team, membership_id)
        case "remove":
            await _remove_begun(talk, team, membership_id)
        case "close":
            await talk.show(*render.close_confirm(talk.voice, team))
        case _:
            await talk.ask(render.other_form(talk.voice, team))


def _meant(team: Proposable, text: str, own_name: str) -> int:
    chosen = id_in(text)
    if chosen is not None:
        return chosen
    typed = text.strip().casefold()
    people = (*team.people, (team.member_id, own_name))
    meant = [membership_id for membership_id, name in people if name.casefold() == typed]
    if len(meant) > 1:
        raise Refusal("several-so-called", name=text)
    if not meant:
        raise Refusal("no-member-chosen")
    return meant[0]


async def _team(talk: Talk, pressed: Pressed | None = None) -> Proposable:
    """Load what the caller may propose from; a button of another team's is an outdated card."""
    team = await talk.services.voting.proposable(talk.caller, talk.now)
    if pressed is not None and pressed.id() != team.team_id:
        raise Refusal("outdated-card")
    return team


async def _amend_begun(talk: Talk, team: Proposable) -> None:
    """Ask how the charter should read; where another amendment is voted on, nobody writes one in vain."""
    if team.amending:
        raise Refusal("motion-open-already")
    await talk.ask(render.charter_form(talk.voice, team))


async def _steward_begun(talk: Talk, team: Proposable, membership_id: int | None) -> None:
    if membership_id is None:
        await talk.show(*render.steward_screen(talk.voice, team))
        return
    _check_person(team, membership_id)
    await talk.show(*render.steward_confirm(talk.voice, team, membership_id))


async def _remove_begun(talk: Talk, team: Proposable, membership_id: int | None) -> None:
    """Ask whom, or for the concern; where too few could ever carry it, nobody writes one in vain."""
    if membership_id is not None:
        _check_person(team, membership_id)
        if membership_id == team.member_id:
            raise Refusal("leave-yourself", team=team.team_name)
    # The person concerned does not vote; chosen later, that is a member unless somebody is paused.
    less = membership_id in team.seconders if membership_id is not None else len(team.seconders) == len(team.people)
    voters = 1 + len(team.seconders) - less
    if voters < REMOVAL_YES:
        raise Refusal("too-few-electors", least=REMOVAL_YES, voters=voters)
    if membership_id is None:
        await talk.show(*render.remove_screen(talk.voice, team))
        return
    await talk.ask(render.remove_form(talk.voice, team, membership_id))


def _check_person(team: Proposable, membership_id: int) -> None:
    if membership_id != team.member_id and membership_id not in dict(team.people):
        raise Refusal("not-on-the-team")


async def propose(talk: Talk, command: Proposal) -> None:
    """Put a motion to the team, and say what happens next. For what was deferred."""
    await talk.show(*render.proposed(talk.voice, await talk.services.voting.propose(talk.caller, command, talk.now)))


async def _amend(talk: Talk, pressed: Pressed) -> None:
    await _amend_begun(talk, await _team(talk, pressed))


async def _rule(talk: Talk, pressed: Pressed) -> None:
    team = await _team(talk, pressed)
    try:
        name = RuleName(pressed.choice())
    except ValueError:
        raise Refusal("unknown-rule") from None
    await talk.ask(render.rule_form(talk.voice, team, name))


async def _remove(talk: Talk, pressed: Pressed) -> None:
    await _remove_begun(talk, await _team(talk, pressed), number(pressed.choice()))


async def _steward(talk: Talk, pressed: Pressed) -> None:
    if len(pressed.parts) == 1:  # chosen in the menu; with the person in its state it is the button that confirms
        await _steward_begun(talk, await _team(talk, pressed), number(pressed.choice()))
        return
    await talk.defer(redraw=True)
    await propose(talk, ProposeSteward(pressed.id(), pressed.id(1), pressed.part(2) == "release"))


async def _volunteer(talk: Talk, pressed: Pressed) -> None:
    team = await _team(talk, pressed)
    await _steward_begun(talk, team, team.member_id)


async def _ask_close(talk: Talk, pressed: Pressed) -> None:
    await talk.show(*render.close_confirm(talk.voice, await _team(talk, pressed)))


async def _close(talk: Talk, pressed: Pressed) -> None:
    await talk.defer(redraw=True)
    await propose(talk, ProposeClosing(pressed.id()))


async def _take_back(talk: Talk, pressed: Pressed) -> None:
    await talk.defer(redraw=True)
    await talk.services.voting.withdraw(talk.caller, pressed.id(), talk.now)
    await talk.show(*render.taken_back(talk.voice))


HANDLERS: Mapping[str, Handler] = {
    "propose-amend": _amend,
    "propose-rule": _rule,
    "propose-remove": _remove,
    "propose-steward": _steward,
    "propose-close": _close,
    "ask-close": _ask_close,
    "volunteer": _volunteer,
    "take-back": _take_back,
}
