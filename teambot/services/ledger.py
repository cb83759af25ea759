"""A member's own ledger, for that member alone (promise 8): what everybody else is told is `plans/evenness.py`'s."""

from dataclasses import dataclass
from datetime import datetime

from teambot.domain.ledger_views import (
    LINES,
    LedgerLine,
    LedgerShown,
    LineShown,
    check_reader,
    line_of,
    outlook_of,
    way_of,
)
from teambot.domain.members import Member, TeamState
from teambot.domain.standings import BELONGING, Standing
from teambot.errors import Refusal
from teambot.services.caller import Caller, Here, find, see
from teambot.services.use_case import read
from teambot.storage import ledger_lines, pushes
from teambot.storage.ledger_lines import Kept
from teambot.storage.runner import Runner, Tx


@dataclass(frozen=True, slots=True)
class LedgerPage:
    """A page of one's own ledger in a team: the one below the line with an id, or above it."""

    team_id: int
    at: int
    below: bool


class LedgerService:
    """Shows ledgers; it books nothing. A line is named by its entry, and only its own reader ever finds it."""

    def __init__(self, db: Runner) -> None:
        self._db = db

    async def mine(self, caller: Caller, now: datetime) -> LedgerShown:
        """Show the caller's own ledger in the team that the command means; its newest page.

        Raises what finding the team does, and `check_reader`.
        """
        return await read(self._db, _mine, caller, None, now)

    async def page(self, caller: Caller, asked: LedgerPage, now: datetime) -> LedgerShown:
        """Show another page of it; the newest where there is no such page any more. Raises as `mine` does."""
        return await read(self._db, _page, caller, asked, now)

    async def wrong(self, caller: Caller, line_id: int, now: datetime) -> LineShown:
        """Say what can be done where one of the caller's own lines is wrong.

        Raises Refusal("no-such-line"), alike for a line of somebody else's and for one that there never was, and what
        `mine` does.
        """
        return await read(self._db, _wrong, caller, line_id, now)


def _mine(tx: Tx, caller: Caller, _: None, now: datetime) -> LedgerShown:
    here = find(tx, caller)
    member = check_reader(here.member, team_name=here.team.name, now=now)
    return _shown(tx, here, member, ledger_lines.newest(tx, member.id, LINES))


def _page(tx: Tx, caller: Caller, asked: LedgerPage, now: datetime) -> LedgerShown:
    here = see(tx, caller, asked.team_id)
    member = check_reader(here.member, team_name=here.team.name, now=now)
    if asked.below:
        kept = ledger_lines.before(tx, member.id, asked.at, LINES)
        enough = bool(kept)
    else:
        kept = ledger_lines.after(tx, member.id, asked.at, LINES)
        enough = len(kept) == LINES  # with fewer it is the newest page
    return _shown(tx, here, member, kept if enough else ledger_lines.newest(tx, member.id, LINES))


def _shown(tx: Tx, here: Here, member: Member, kept: list[Kept]) -> LedgerShown:
    sums = ledger_lines.sums(tx, member.id, kept[0].id if kept else 0)
    outlook = outlook_of(sums.balance, belongs=_belongs(here, member))
    return LedgerShown(here.team.id, here.team.name, sums, outlook, _lines(tx, kept))


def _lines(tx: Tx, kept: list[Kept]) -> tuple[LedgerLine, ...]:
    known = pushes.several(tx, {one.assignment_id for one in kept if one.assignment_id is not None})
    return tuple(line_of(one.id, one.entry, one.at, known.get(one.assignment_id or 0)) for one in kept)


def _wrong(tx: Tx, caller: Caller, line_id: int, now: datetime) -> LineShown:
    found = ledger_lines.one(tx, caller.discord_id, line_id)
    if found is None:
        raise Refusal("no-such-line")
    team_id, kept = found
    here = see(tx, caller, team_id)
    member = check_reader(here.member, team_name=here.team.name, now=now)
    push = pushes.get(tx, kept.assignment_id) if kept.assignment_id is not None else None
    belongs = _belongs(here, member)
    line = line_of(kept.id, kept.entry, kept.at, push)
    way = way_of(line.kind, push, now, acts=belongs and member.standing is Standing.MEMBER)
    return LineShown(team_id, line, way, kept.assignment_id, may_report=belongs)


def _belongs(here: Here, member: Member) -> bool:
    return member.standing in BELONGING and here.team.state is not TeamState.CLOSED
