"""Vouching: a member says why somebody should be let in, and is the newcomer's buddy. One is enough."""

from dataclasses import dataclass
from datetime import datetime

from teambot.domain.application_views import VouchAsked, Vouched
from teambot.domain.applications import ApplicationState, check_vouch
from teambot.domain.members import Team, TeamState
from teambot.domain.notices import NoticeKind
from teambot.errors import Refusal
from teambot.services.applications.admissions import position, try_open
from teambot.services.applications.cards import candidate_of, redraw_cards
from teambot.services.caller import Caller, enter_member, find_member, see_member, typing_member
from teambot.services.news import tell
from teambot.services.places import waits_for
from teambot.services.typed import typed
from teambot.storage import applications
from teambot.storage.applications import Application
from teambot.storage.runner import Tx

# Those that the team knows of, and who waits for a vouch first.
_SEEN = (ApplicationState.SENT, ApplicationState.WAITING, ApplicationState.VOTING, ApplicationState.ADMITTED)


@dataclass(frozen=True, slots=True)
class Vouch:
    """Vouch for an applicant, and say why."""

    application_id: int
    because: str


def wanting(tx: Tx, caller: Caller, typed_so_far: str, now: datetime) -> list[tuple[int, str]]:  # noqa: ARG001
    """List those of a team for whom nobody vouches yet, for a member who is typing: application, name."""
    member = typing_member(tx, caller)
    if member is None:
        return []
    sent = applications.in_state(tx, member.team_id, ApplicationState.SENT)
    return [(one.id, one.name) for one in sent if typed(typed_so_far).lower() in one.name.lower()]


def called(tx: Tx, caller: Caller, name: str, now: datetime) -> int:  # noqa: ARG001
    """Give the application of somebody by their whole name: who waits for a vouch first, else how it stands is told.

    Raises Refusal("no-applicant-chosen" | "several-so-called").
    """
    team, _member = find_member(tx, caller)
    for state in _SEEN:
        meant = [one.id for one in applications.in_state(tx, team.id, state) if _same(one.name, name)]
        if len(meant) > 1:
            raise Refusal("several-so-called", name=typed(name))
        if meant:
            return meant[0]
    raise Refusal("no-applicant-chosen")


def _same(name: str, text: str) -> bool:
    return typed(name).casefold() == typed(text).casefold()


def ask(tx: Tx, caller: Caller, application_id: int, now: datetime) -> VouchAsked:
    """Show a member for whom they are about to vouch; refused where it is too late for that."""
    applied = _wanted(tx, application_id)
    team, _ = see_member(tx, caller, applied.team_id)
    _check(team, applied, now)
    return VouchAsked(applied.id, team.name, candidate_of(tx, applied))


def vouch(tx: Tx, caller: Caller, command: Vouch, now: datetime) -> Vouched:
    """Vouch: the vote on the applicant opens, or they wait for a place, or for one of three votes to end."""
    found = _wanted(tx, command.application_id)
    team, member = enter_member(tx, caller, found.team_id)
    applied = _wanted(tx, command.application_id)  # as it stands under the lock
    _check(team, applied, now)
    words = check_vouch(typed(command.because))
    applications.change(tx, applied.id, voucher_id=member.id, vouch_words=words, vouched_at=now)
    facts = {"team": team.name, "name": member.name or "", "words": words}
    tell(tx, team.id, applied.membership_id, NoticeKind.VOUCHED, facts, now)
    redraw_cards(tx, team.id, applied.id, now)
    closes_at = try_open(tx, team, applied, now)
    place = position(tx, team.id, applied.id)[0]
    return Vouched(applied.id, applied.name, closes_at, place, waits_for(tx, team, now))


def _wanted(tx: Tx, application_id: int) -> Application:
    found = applications.get(tx, application_id)
    if found is None or found.state is ApplicationState.DRAFT:
        raise Refusal("no-such-applicant")
    return found


def _check(team: Team, applied: Application, now: datetime) -> None:
    if team.state is TeamState.CLOSED:
        raise Refusal("team-closed", team=team.name)
    if applied.ended_at is not None:
        raise Refusal("application-over", team=team.name)
    if applied.state is not ApplicationState.SENT:
        raise Refusal("vouched-already", name=applied.name)
    if applied.vouch_by is not None and applied.vouch_by <= now:  # its sweep is on its way
        raise Refusal("application-over", team=team.name)
