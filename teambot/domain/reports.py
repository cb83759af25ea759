"""Reports of a problem: to whom one goes, and never to the person it is about. It loads and sends nothing."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from teambot.domain.members import Member
from teambot.domain.standings import Standing
from teambot.errors import Refusal

REPORT_MOST = 1500  # characters
REPORTS_MOST = 3  # by one person within these days: each is read by people who do this beside their blogs
REPORTS_WITHIN = timedelta(days=7)
REPORT_KEPT = timedelta(weeks=8)  # product.md, Data: private reasons go after eight weeks


@dataclass(frozen=True, slots=True)
class Route:
    """Who reads a report: memberships of stewards, and the Discord id of the server's owner where they do."""

    stewards: tuple[int, ...]
    owner: int | None


@dataclass(frozen=True, slots=True)
class ReportSent:
    """What the reporter is told: to whom their report went, by what they are, not by name."""

    to_stewards: bool
    to_owner: bool


@dataclass(frozen=True, slots=True)
class MayBeAbout:
    """Somebody of the team whom a report may be about; `unread` where nobody could read it then."""

    discord_id: int
    name: str
    unread: bool


def check_measure(before: Iterable[datetime], now: datetime) -> None:
    """Refuse a report of somebody who sent three within a week. Raises Refusal("three-reports")."""
    within = sorted(one for one in before if now < one + REPORTS_WITHIN)
    if len(within) >= REPORTS_MOST:
        raise Refusal("three-reports", most=REPORTS_MOST, again=within[-REPORTS_MOST] + REPORTS_WITHIN)


def is_unread(people: Iterable[Member], *, reporter: Member, about: Member, owner: int | None, now: datetime) -> bool:
    """Say whether nobody could read a report about somebody, before a word of it is written."""
    try:
        route(people, reporter=reporter, about=about, owner=owner, now=now)
    except Refusal:
        return True
    return False


def route(
    people: Iterable[Member], *, reporter: Member, about: Member | None, owner: int | None, now: datetime
) -> Route:
    """Choose who reads a report: the stewards; about a steward the others and the server's owner.

    The owner alone, where no steward is left who could read it: those away or paused, the reporter and the person it
    is about do not. Raises Refusal("report-has-no-reader") where that leaves nobody, or the owner is not known now.
    """
    apart = {reporter.id} | ({about.id} if about is not None else set())
    stewards = [one for one in people if one.steward and one.standing_at(now) is Standing.MEMBER]
    readers = tuple(one.id for one in stewards if one.id not in apart)
    wanted = not readers or (about is not None and about.steward)
    known = {reporter.discord_id} | ({about.discord_id} if about is not None else set())
    reads = owner if wanted and owner not in known else None
    own = {one.discord_id: one.id for one in stewards}
    if reads is not None and own.get(reads) in readers:
        reads = None  # the owner is one of the stewards who read it anyway
    if not readers and reads is None:
        raise Refusal("report-has-no-reader")
    return Route(readers, reads)
