"""Leaving a team by one's own wish, and being forgotten by it 30 days later."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from teambot.domain.announcements import Goodbye, MessageKind
from teambot.domain.departures import GOODBYE_MOST, LeavingShown, TeamLeft
from teambot.domain.members import FORGOTTEN, Team
from teambot.domain.notices import NoticeKind
from teambot.domain.standings import ALUMNUS_FOR, Happening, Standing, step
from teambot.errors import Refusal
from teambot.services.caller import Caller, enter_belongs, find, see_belongs
from teambot.services.motions.closing import close_ended
from teambot.services.news import announce
from teambot.services.standings.departures import depart
from teambot.services.typed import typed
from teambot.storage import applications, assignments, erasing, members, notices, standings
from teambot.storage.runner import Tx

_GOODBYE_KEEPS = timedelta(days=3)


@dataclass(frozen=True, slots=True)
class Leave:
    """A confirmed leaving: whether their name and blog stay listed, and whether and how they say goodbye."""

    team_id: int
    listed: bool
    goodbye: bool
    words: str


def leaving(tx: Tx, caller: Caller, team_id: int | None, now: datetime) -> LeavingShown:
    """Show somebody what follows from leaving, before they do."""
    team, member = see_belongs(tx, caller, find(tx, caller).team.id if team_id is None else team_id)
    asked = sum(one.ends_at > now for one in assignments.mine_open(tx, member.id))
    left = members.count(tx, team.id) - (member.standing is Standing.MEMBER)
    return LeavingShown(team.id, team.name, left, asked, closes=standings.belonging(tx, team.id) == 1)


def leave(tx: Tx, caller: Caller, command: Leave, now: datetime) -> TeamLeft:
    """Let somebody go, now. Raises Refusal("too-long") for a long goodbye, and then nothing has happened."""
    team, member = enter_belongs(tx, caller, command.team_id)
    words = typed(command.words)
    if len(words) > GOODBYE_MOST:
        raise Refusal("too-long", field="goodbye", most=GOODBYE_MOST, length=len(words))
    team = close_ended(tx, team, now)
    current = members.get(tx, member.id)
    if current is None or current.standing is Standing.ALUMNUS:  # a vote that was over has removed them
        return TeamLeft(team.name, now + ALUMNUS_FOR, listed=False)
    depart(tx, team, current, Happening.LEFT, now)
    members.change(tx, member.id, listed=command.listed)
    if not team.formed:  # nothing was shared yet, and whoever set it up may ask them again
        _forget(tx, team, member.id, listed=False)
        return TeamLeft(team.name, now, listed=False)
    if command.goodbye:
        notice_id = notices.add(tx, member.id, NoticeKind.GOODBYE, {"words": words}, now)
        notices.see(tx, [notice_id], now)
        key, payload = f"goodbye:{notice_id}", {"notice_id": notice_id, "membership_id": member.id}
        announce(tx, team, MessageKind.GOODBYE, key, payload, now + _GOODBYE_KEEPS, now)
    return TeamLeft(team.name, now + ALUMNUS_FOR, command.listed)


def goodbye(tx: Tx, team: Team, payload: Mapping[str, Any]) -> Goodbye | None:
    """Gather somebody's goodbye, or None where they were forgotten before it was sent."""
    news, member = notices.get(tx, payload["notice_id"]), members.get(tx, payload["membership_id"])
    if news is None or member is None or member.name is None:
        return None
    return Goodbye(team.name, team.language, member.name, str(news.facts["words"]))


def forget_alumni(tx: Tx, team: Team, now: datetime) -> int:
    """Forget who left 30 days ago: all that says who they are, but for the name and blog of who asked to be listed.

    Gives how many. What stands in the ledger stays, without a name, so that the others' sums hold.
    """
    alumni = standings.alumni(tx, team.id, now - ALUMNUS_FOR)
    for alumnus in alumni:
        # Who asked to join again and was refused is nobody's alumnus now: their application has its own time.
        _forget(tx, team, alumnus.id, listed=alumnus.listed or alumnus.standing is not Standing.ALUMNUS)
    return len(alumni)


def forget_unanswered(tx: Tx, team: Team, now: datetime) -> int:
    """Forget who was named as a founder and never answered, 60 days after their invitation ended; gives how many."""
    unanswered = erasing.unanswered(tx, team.id, now - FORGOTTEN)
    for membership_id in unanswered:
        nothing = {"invited_at": None, "invitation_ends_at": None}
        members.change(tx, membership_id, standing=Standing.NOBODY, **nothing)
        applications.forget_person(tx, membership_id)
    return len(unanswered)


def _forget(tx: Tx, team: Team, membership_id: int, *, listed: bool) -> None:
    erasing.forget_work(tx, membership_id)
    member = members.get(tx, membership_id)
    if not listed:
        if member is not None and member.name:
            erasing.unname(tx, team.id, member.name)
        members.change(tx, membership_id, standing=step(Standing.ALUMNUS, Happening.FORGOTTEN))
        erasing.forget_applications(tx, membership_id)
        applications.forget_person(tx, membership_id)
