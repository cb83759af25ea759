"""Waiting for everybody to accept the newest version of the charter: reminded before their time is over, paused after.

In the transaction of whoever has locked the team's row. What a version is, and accepting it, is charters.py's.
"""

from datetime import datetime

from teambot.domain.announcements import CharterUnaccepted, MessageKind
from teambot.domain.charter import REMIND_BEFORE
from teambot.domain.members import Member, Team, TeamState
from teambot.domain.notices import NoticeKind
from teambot.domain.standings import PauseReason, Standing
from teambot.services.by_team import each_team
from teambot.services.charters import deadline, tell_anew
from teambot.services.motions.closing import close_ended
from teambot.services.news import announce
from teambot.services.standings.departures import pause
from teambot.storage import charters, members, notices
from teambot.storage.charters import Charter
from teambot.storage.runner import Runner, Tx


async def accept_due(db: Runner, now: datetime) -> int:
    """Remind, three days before, who has not accepted a new version, and pause who has not in time.

    Gives how many were reminded or paused.
    """
    return await each_team(db, lambda tx, now: charters.behind(tx, now + REMIND_BEFORE), _chase, now)


def _chase(tx: Tx, team: Team, now: datetime) -> int:
    """Look at each member of a team who is behind. Who is away has time until they are back, and longer."""
    charter, present = charters.current(tx, team.id), members.all_of(tx, team.id, Standing.MEMBER)
    if any(_late(member, charter, now) for member in present):  # they had their say in a vote that was over before
        team = close_ended(tx, team, now)
        charter, present = charters.current(tx, team.id), members.all_of(tx, team.id, Standing.MEMBER)
    if team.state is TeamState.CLOSED:
        return 0
    done = sum(_chased(tx, team, member, charter, now) for member in present)
    unread = unaccepted(tx, team, charter.version, now)
    if unread is not None and now >= unread.accept_by - REMIND_BEFORE:
        key, payload = f"charter-waits:{team.id}:{charter.version}", {"version": charter.version}
        announce(tx, team, MessageKind.CHARTER_WAITS, key, payload, unread.accept_by, now)
    return done


def _late(member: Member, charter: Charter, now: datetime) -> bool:
    ends_at = deadline(member, charter)
    return ends_at is not None and now >= ends_at


def _chased(tx: Tx, team: Team, member: Member, charter: Charter, now: datetime) -> bool:
    ends_at = deadline(member, charter)
    if ends_at is None or now < ends_at - REMIND_BEFORE:
        return False
    if _late(member, charter, now):  # told before: who is paused is sent nothing
        tell_anew(tx, team, member, NoticeKind.CHARTER_PAUSED, charter.version, ends_at, now)
        pause(tx, team, member, PauseReason.CHARTER, now)
        return True
    if notices.told_since(tx, member.id, NoticeKind.CHARTER_REMINDER, charter.created_at):
        return False
    tell_anew(tx, team, member, NoticeKind.CHARTER_REMINDER, charter.version, ends_at, now)
    return True


def unaccepted(tx: Tx, team: Team, version: int, now: datetime) -> CharterUnaccepted | None:
    """Count for how many members the present version waits until its own deadline; None where it waits for nobody.

    Those who are away have longer, and are not counted.
    """
    charter = charters.current(tx, team.id)
    if charter.version != version or charter.accept_by is None or now >= charter.accept_by:
        return None
    present = members.all_of(tx, team.id, Standing.MEMBER)
    waiting = sum(deadline(member, charter) == charter.accept_by for member in present)
    found = CharterUnaccepted(team.name, team.language, version, waiting, charter.accept_by)
    return found if waiting else None
