"""Signs of life, gathered in memory and written down by a sweep: a click must not cost a write."""

from datetime import datetime

from teambot.domain.members import Member, Team, TeamState
from teambot.domain.notices import NoticeKind
from teambot.domain.signs import day_of
from teambot.domain.standings import PauseReason, Standing
from teambot.services import charters
from teambot.services.motions.closing import close_ended
from teambot.services.news import tell
from teambot.services.places import has_place
from teambot.services.standings.departures import resume
from teambot.storage import members, notices, signs, teams
from teambot.storage.runner import Runner, Tx

Person = tuple[int, int]  # guild (0: in a direct message), Discord id


class SignsService:
    """Who was seen today. What is lost with a process is at most what was seen since the last sweep."""

    def __init__(self, db: Runner) -> None:
        self._db = db
        self._seen: dict[Person, datetime] = {}  # to the day on which they were seen last, written or not
        self._new: set[Person] = set()

    def saw(self, guild_id: int, discord_id: int, now: datetime) -> None:
        """Note in memory that somebody clicked or typed; in a direct message `guild_id` is 0. It cannot fail."""
        person, day = (guild_id, discord_id), day_of(now)
        if self._seen.get(person) != day:
            self._seen[person] = day
            self._new.add(person)

    async def write_down(self, now: datetime) -> int:
        """Write down who was seen; somebody paused because they were gone is back with it. Gives how many rows."""
        written = 0
        today = day_of(now)
        for person in sorted(self._new):
            self._new.discard(person)
            day = self._seen[person]
            try:
                for place in await self._db.read(_places, (person, day), now):
                    written += await self._db.sweep(_write, (place, day), now)
            except BaseException:
                self._new.add(person)
                raise
        self._seen = {person: day for person, day in self._seen.items() if day >= today or person in self._new}
        return written


def _places(tx: Tx, asked: tuple[Person, datetime], now: datetime) -> list[tuple[int, int]]:  # noqa: ARG001
    (guild_id, discord_id), day = asked
    return signs.unseen_places(tx, guild_id, discord_id, day)


def _write(tx: Tx, asked: tuple[tuple[int, int], datetime], now: datetime) -> int:
    (membership_id, team_id), day = asked
    team, member = teams.lock(tx, team_id), members.get(tx, membership_id)
    if team is None or member is None:
        return 0
    members.change(tx, member.id, active_at=day, missing_since=None)
    gone = member.standing is Standing.PAUSED and member.paused_why is PauseReason.GONE
    if gone and team.state is not TeamState.CLOSED:
        _welcome(tx, team, member, now)
    tx.commit()
    return 1


def _welcome(tx: Tx, team: Team, member: Member, now: datetime) -> None:
    """Bring back somebody who had left the server: they are here, and have pressed something.

    Who has to accept the charter first is waited for with that, as one of those who are here, and else would be paused
    again by the next sweep.
    """
    team = close_ended(tx, team, now)
    member = members.get(tx, member.id) or member
    if member.standing is not Standing.PAUSED or team.state is TeamState.CLOSED:  # a vote that was over decided so
        return
    if charters.waits_for(tx, team, member, now):
        charters.wait_for(tx, team, member, now)
        return
    if not has_place(tx, team, member, now):
        return
    resume(tx, team, member, now)
    waiting = len(notices.unseen(tx, member.id))
    tell(tx, team.id, member.id, NoticeKind.BACK, {"waiting": waiting}, now)
