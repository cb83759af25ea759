"""The charter's versions: shown with what changed, accepted, and put in force by an amendment.

The functions with a `tx` are for the transaction of whoever has locked the team's row.
"""

from datetime import datetime

from teambot.domain.amendments import Change, changes
from teambot.domain.charter import (
    ACCEPT_WITHIN,
    CharterAccepted,
    CharterShown,
    ClauseShown,
    accept_by,
    check_version,
    still_stands,
)
from teambot.domain.members import Member, Team, TeamState, invitation_over
from teambot.domain.notices import OF_THE_CHARTER, NoticeKind
from teambot.domain.standings import BELONGING, PauseReason, Standing
from teambot.services.applications.may_apply import Welcome, welcome
from teambot.services.caller import Caller, find
from teambot.services.news import tell
from teambot.services.places import has_place
from teambot.services.standings.departures import resume
from teambot.storage import applications, charters, members, notices
from teambot.storage.charters import Charter
from teambot.storage.runner import Tx


def show(tx: Tx, caller: Caller, _: None, now: datetime) -> CharterShown:
    """Show the team's charter, what changed since the reader accepted it, and what the reader may do with it."""
    here = find(tx, caller)
    charter, member = charters.current(tx, here.team.id), here.member
    standing = member.standing if member is not None else Standing.NOBODY
    belongs = standing in BELONGING
    ends_at = member.invitation_ends_at if member is not None else None
    may_join = standing is Standing.INVITED and not invitation_over(ends_at, now)
    asks = welcome(tx, here, now) if not (belongs or may_join) else Welcome(may_apply=False, applied=False, full=False)
    return CharterShown(
        team_id=here.team.id,
        team_name=here.team.name,
        version=charter.version,
        clauses=charter.clauses,
        accepted_version=member.accepted_version if member is not None and belongs else None,
        may_join=may_join and here.team.state is not TeamState.SETTING_UP,
        may_accept=belongs and _behind(member, charter),
        changes=_changes(tx, member, charter) if belongs else (),
        accept_by=deadline(member, charter) if standing is Standing.MEMBER else None,
        may_propose=standing is Standing.MEMBER and here.team.formed and here.team.state is not TeamState.CLOSED,
        admitted=may_join and member is not None and applications.open_of(tx, member.id) is not None,
        belongs=belongs,
        waited_for=belongs and member is not None and member.paused_why is PauseReason.CHARTER,
        may_apply=asks.may_apply,
        applied=asks.applied,
        full=asks.full,
    )


def _behind(member: Member | None, charter: Charter) -> bool:
    return member is not None and (member.accepted_version or 0) < charter.version


def deadline(member: Member | None, charter: Charter) -> datetime | None:
    """Say by when somebody has to accept a version; None: they have, or nobody was on the team when it was made."""
    if member is None or charter.accept_by is None or not _behind(member, charter):
        return None
    return accept_by(charter.accept_by, member.absence)


def _changes(tx: Tx, member: Member | None, charter: Charter) -> tuple[Change, ...]:
    if member is None or member.accepted_version is None or not _behind(member, charter):
        return ()
    read = charters.version(tx, member.team_id, member.accepted_version)
    return changes(read.clauses, charter.clauses) if read is not None else ()


def clause(tx: Tx, caller: Caller, number: int, now: datetime) -> ClauseShown | None:  # noqa: ARG001
    """Give a clause of the template as the caller's team has it, or None where it was changed or left out.

    A team begins with the template as its first version. Raises what `find` raises.
    """
    team = find(tx, caller).team
    template = charters.version(tx, team.id, 1)
    return still_stands(number, template.clauses, charters.current(tx, team.id).clauses) if template else None


def waits_for(tx: Tx, team: Team, member: Member, now: datetime) -> bool:
    """Say whether somebody paused has to accept the charter before they are back: else they would be paused again."""
    charter = charters.current(tx, team.id)
    ends_at = deadline(member, charter)
    return _behind(member, charter) and (
        member.paused_why is PauseReason.CHARTER or (ends_at is not None and ends_at <= now)
    )


def wait_for(tx: Tx, team: Team, member: Member, now: datetime) -> None:
    """Let somebody paused for another reason wait for nothing but to accept the charter, and tell them so."""
    charter = charters.current(tx, team.id)
    members.change(tx, member.id, paused_why=PauseReason.CHARTER)
    tell_anew(tx, team, member, NoticeKind.CHARTER_PAUSED, charter.version, charter.accept_by or now, now)


def accept(tx: Tx, team: Team, member: Member, version: int, now: datetime) -> CharterAccepted:
    """Note that a member, or somebody paused, accepts the version that they read; who is paused for want of it is back.

    Raises Refusal("charter-changed-meanwhile") for any version but the present one.
    """
    check_version(version, charters.current(tx, team.id).version)
    members.change(tx, member.id, accepted_version=version)
    notices.settle(tx, OF_THE_CHARTER, now, team_id=team.id, membership_id=member.id)
    if member.paused_why is not PauseReason.CHARTER:
        return CharterAccepted(version)
    if has_place(tx, team, member, now):
        resume(tx, team, member, now)
        return CharterAccepted(version, resumed=True)
    members.change(tx, member.id, wants_back_at=member.wants_back_at or now)
    return CharterAccepted(version, waits=True)


def put_in_force(tx: Tx, team: Team, text: str, now: datetime) -> int:
    """Make `text` (clauses, a line each) the team's charter, by an amendment that was carried; gives its version.

    Nobody is taken to have accepted it, its proposer neither: everybody on the team has 14 days, and is told so.
    """
    version = charters.current(tx, team.id).version + 1
    until = now + ACCEPT_WITHIN
    charters.add(tx, team.id, Charter(version, text, now, until))
    notices.settle(tx, OF_THE_CHARTER, now, team_id=team.id)
    for member in members.belonging(tx, team.id):
        _tell(tx, team, member, NoticeKind.CHARTER_NEW, version, accept_by(until, member.absence), now)
    return version


def _tell(tx: Tx, team: Team, member: Member, kind: NoticeKind, version: int, ends_at: datetime, now: datetime) -> None:
    tell(tx, team.id, member.id, kind, {"version": version, "ends_at": ends_at.isoformat()}, now)


def tell_anew(
    tx: Tx, team: Team, member: Member, kind: NoticeKind, version: int, ends_at: datetime, now: datetime
) -> None:
    """Tell somebody of a version that waits for them; what was said of it before, and not read, it takes as read."""
    notices.settle(tx, OF_THE_CHARTER, now, team_id=team.id, membership_id=member.id)
    _tell(tx, team, member, kind, version, ends_at, now)
