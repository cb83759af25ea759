"""Reporting a problem, privately: to the stewards; about one of them to the others and the server's owner."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime

from teambot.domain.announcements import MessageKind
from teambot.domain.members import Member, Team, check_belongs
from teambot.domain.notices import NoticeKind
from teambot.domain.reports import (
    REPORT_KEPT,
    REPORT_MOST,
    REPORTS_WITHIN,
    MayBeAbout,
    ReportSent,
    check_measure,
    is_unread,
    route,
)
from teambot.domain.standings import Standing
from teambot.domain.words import check_words
from teambot.errors import Refusal
from teambot.services.by_team import each_team
from teambot.services.caller import Caller, enter_belongs, see
from teambot.services.news import tell
from teambot.services.typed import typed
from teambot.services.use_case import read, write
from teambot.storage import members, notices, outbox, reports
from teambot.storage.runner import Runner, Tx

OwnerOf = Callable[[int], Awaitable[int | None]]


@dataclass(frozen=True, slots=True)
class Report:
    """What happened, about one of the team (by Discord id) or nobody; `named` where the reporter gives their name."""

    team_id: int
    about: int | None
    words: str
    named: bool


class ReportsService:
    """What goes wrong between people is read by few, never by the person it is about, and not kept long."""

    def __init__(self, db: Runner) -> None:
        self._db = db
        # Who sent one when, by Discord id and interaction. In memory: nothing stored may say whose a report is, not
        # even that somebody sent one that day. A new process counts anew.
        self._sent: dict[int, dict[int, datetime]] = {}

    async def check(self, caller: Caller, team_id: int, now: datetime) -> None:
        """Refuse who could not report, before they write a word.

        Raises Refusal("three-reports"), and what `check_belongs` raises.
        """
        await read(self._db, _guild_of, caller, team_id, now)
        check_measure(self._sent.get(caller.discord_id, {}).values(), now)

    async def may_be_about(
        self, caller: Caller, team_id: int, owner: int | None, now: datetime
    ) -> tuple[MayBeAbout, ...]:
        """List the others of the team for the form; `owner`: the server's, as Discord knows it now.

        Raises what `check` raises.
        """
        await self.check(caller, team_id, now)
        return await read(self._db, _may_be_about, caller, (team_id, owner), now)

    async def report(self, caller: Caller, command: Report, owner_of: OwnerOf, now: datetime) -> ReportSent:
        """Bring a report to whom it may concern; `owner_of` asks Discord for the owner of a server, by its id.

        Raises Refusal("report-has-no-reader") where nobody is left to read it, Refusal("three-reports"), and what
        `check_belongs` raises.
        """
        guild_id = await read(self._db, _guild_of, caller, command.team_id, now)
        owner = await owner_of(guild_id)
        self._count(caller, now)
        try:
            return await write(self._db, ReportSent, _report, caller, (command, owner), now)
        except BaseException:
            self._sent.get(caller.discord_id, {}).pop(caller.interaction_id, None)
            raise

    def _count(self, caller: Caller, now: datetime) -> None:
        """Count a report before it is sent, so that two at once are two; who sent none for a week is forgotten."""
        recent = {
            who: {one: at for one, at in sent.items() if now < at + REPORTS_WITHIN} for who, sent in self._sent.items()
        }
        self._sent = {who: sent for who, sent in recent.items() if sent}
        sent = self._sent.setdefault(caller.discord_id, {})
        if caller.interaction_id not in sent:  # the same click again is the same report
            check_measure(sent.values(), now)
            sent[caller.interaction_id] = now

    async def forget_due(self, now: datetime) -> int:
        """Delete the reports that are eight weeks old; gives how many pieces of news went."""

        return await each_team(self._db, lambda tx, now: reports.overdue(tx, now - REPORT_KEPT), _forget, now)


def _forget(tx: Tx, team: Team, now: datetime) -> int:
    return reports.forget(tx, team.id, now - REPORT_KEPT)


def _may_be_about(tx: Tx, caller: Caller, asked: tuple[int, int | None], now: datetime) -> tuple[MayBeAbout, ...]:
    team_id, owner = asked
    _guild_of(tx, caller, team_id, now)
    everybody = members.belonging(tx, team_id)
    active = [one for one in everybody if one.standing is Standing.MEMBER]
    reporter = next(one for one in everybody if one.discord_id == caller.discord_id)
    return tuple(
        MayBeAbout(
            one.discord_id,
            one.name or "",
            is_unread(active, reporter=reporter, about=one, owner=owner, now=now),
        )
        for one in everybody
        if one.id != reporter.id and one.discord_id is not None
    )


def _guild_of(tx: Tx, caller: Caller, team_id: int, now: datetime) -> int:  # noqa: ARG001
    """Give the team's server, once the caller may report at all: nothing is asked for a forged id."""
    here = see(tx, caller, team_id)
    check_belongs(here.member, team_name=here.team.name)
    return here.team.guild_id


def _report(tx: Tx, caller: Caller, asked: tuple[Report, int | None], now: datetime) -> ReportSent:
    command, owner = asked
    team, reporter = enter_belongs(tx, caller, command.team_id)
    words, about = check_words(typed(command.words), "report", REPORT_MOST), _about(tx, team, command.about)
    people = members.all_of(tx, team.id, Standing.MEMBER)
    way = route(people, reporter=reporter, about=about, owner=owner, now=now)
    facts = {
        "team": team.name,
        "reporter": (reporter.name or "") if command.named else "",
        "about": (about.name or "") if about is not None else "",
        "words": words,
    }
    for steward in way.stewards:
        tell(tx, team.id, steward, NoticeKind.REPORT, facts, now)
    if way.owner is not None:
        _tell_owner(tx, team, way.owner, facts, reporter.id if command.named else None, now)
    return ReportSent(to_stewards=bool(way.stewards), to_owner=way.owner is not None)


def _about(tx: Tx, team: Team, discord_id: int | None) -> Member | None:
    if discord_id is None:
        return None
    member = members.of(tx, team.id, discord_id)
    if member is None or member.standing is Standing.NOBODY:
        raise Refusal("report-on-a-stranger", team=team.name)
    return member


def _tell_owner(tx: Tx, team: Team, owner: int, facts: dict[str, str], reporter: int | None, now: datetime) -> None:
    """Write to the server's owner: as they chose where they are on the team, else by direct message, their only way.

    Where Discord does not let us, a reporter who gave their name is told so.
    """
    member = members.of(tx, team.id, owner)
    if member is not None and member.standing_at(now) is Standing.MEMBER:
        tell(tx, team.id, member.id, NoticeKind.REPORT, facts, now)
        return
    reader = reports.reader_of(tx, team.id, owner)
    notice_id = notices.add(tx, reader, NoticeKind.REPORT, facts, now)
    outbox.put(
        tx,
        dedup_key=f"news:{notice_id}",
        team_id=team.id,
        kind=MessageKind.NEWS,
        payload={"notice_id": notice_id, "reporter": reporter},
        due_at=now,
        expires_at=now + REPORT_KEPT,
        membership_id=reader,
    )
