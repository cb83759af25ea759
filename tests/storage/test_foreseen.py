"""What the clock alone brings about is foreseen, each when it is due and in words; votes are explained."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import Engine

from teambot.storage import tables
from teambot.storage.foreseen import foreseen
from teambot.storage.insert import insert_row
from teambot.storage.inspected_votes import inspected_votes
from tests.storage.test_people_invariants import Planted

DAY = timedelta(days=1)


@pytest.fixture
def planted(engine: Engine, now: datetime) -> Iterator[Planted]:
    with engine.connect() as tx:
        found = Planted(tx, now)
        for number, one in enumerate((*found.members, found.alumnus, found.invited, found.applicant)):
            person = insert_row(tx, tables.person, discord_id=100 + number, name=f"P{number}")
            found.set("membership", one, person_id=person)
        yield found


def told(p: Planted, at: timedelta = timedelta()) -> list[tuple[timedelta, str]]:
    return [(one.at - p.now, one.what) for one in foreseen(p.tx, p.now + at)]


BEGINNING = [
    (2 * DAY, "who has not voted is reminded of the vote on admitting P6"),
    (3 * DAY, "the vote on admitting P6 ends"),
    (14 * DAY, "P5's invitation ends"),
    (30 * DAY, "P4 is forgotten"),
]


def test_all_that_is_to_come_is_told_soonest_first_and_nothing_that_is_past(planted: Planted) -> None:
    assert told(planted) == BEGINNING
    assert told(planted, 2 * DAY) == BEGINNING[1:]
    assert told(planted, 31 * DAY) == []


def _everybody_votes(p: Planted) -> None:
    p.set("motion", p.open, kind="other", closes_at=p.now + 5 * DAY)
    for one in p.members[1:]:
        p.ballot(p.open, one)


def _removal(p: Planted, **values: Any) -> None:
    ends_at = p.now + (3 * DAY if values else 9 * DAY)
    p.motion("remove", "reading", subject_id=p.members[0], told_at=p.now, answer_ends_at=ends_at, **values)


CHANGES = [
    (_everybody_votes, {(3 * DAY, "a vote ends")}, "early, as all have voted"),
    (
        lambda p: p.motion("remove", "seconding", subject_id=p.members[0]),
        {(7 * DAY, "the proposal to remove P0 ends, unless somebody has seconded it")},
        "a removal that waits for its second",
    ),
    (
        _removal,
        {
            (7 * DAY, "P0's two days to answer the concern begin by themselves"),
            (9 * DAY, "the vote on removing P0 opens"),
        },
        "a concern that nobody has opened",
    ),
    (
        lambda p: _removal(p, read_at=p.now + DAY),
        {(3 * DAY, "the vote on removing P0 opens")},
        "a concern that was read",
    ),
    (
        lambda p: p.set("application", p.asking, state="sent", vouch_by=p.now + 5 * DAY),
        {(5 * DAY, "P6's application ends, unless somebody has vouched")},
        "an application without a vouch",
    ),
    (
        lambda p: p.set("membership", p.members[1], away_from=p.now + DAY, away_until=p.now + 4 * DAY),
        {(DAY, "P1 goes away"), (4 * DAY, "P1 is back")},
        "an absence",
    ),
    (
        lambda p: p.set("membership", p.members[1], standing="paused", paused_at=p.now, paused_why="asked"),
        {(56 * DAY, "the place that was kept for P1 is free")},
        "a pause",
    ),
    (
        lambda p: p.set("membership", p.members[1], steward_since=p.now, steward_until=p.now + 84 * DAY),
        {(84 * DAY, "P1's weeks as steward are over")},
        "a first steward",
    ),
    (
        lambda p: insert_row(
            p.tx, tables.charter, team_id=p.team_id, version=3, text="x", created_at=p.now, accept_by=p.now + 14 * DAY
        ),
        {
            *((11 * DAY, f"P{one} is reminded of version 3 of the charter") for one in range(4)),
            *((14 * DAY, f"P{one} is paused, unless version 3 of the charter is accepted") for one in range(4)),
        },
        "a new version of the charter",
    ),
    (
        lambda p: p.set("team", p.team_id, state="sleeping", sleeping_since=p.now),
        {(56 * DAY, "Slow gardeners is asked whether to close")},
        "a team that sleeps",
    ),
    (
        lambda p: p.set("team", p.team_id, state="closed", closed_at=p.now),
        {(30 * DAY, "all that is kept of Slow gardeners is deleted")},
        "a team that has closed",
    ),
]


@pytest.mark.parametrize(("change", "more", "why"), CHANGES, ids=[row[2] for row in CHANGES])
def test_each_thing_that_waits_is_foreseen(
    planted: Planted, change: Any, more: set[tuple[timedelta, str]], why: str
) -> None:
    change(planted)
    assert set(told(planted)) - set(BEGINNING) == more, why


def _why(p: Planted, at: timedelta = timedelta()) -> dict[str, str | None]:
    return {f"{row.table} {row.subject}": row.explained for row in inspected_votes(p.tx, p.now + at)}


def test_votes_and_applications_are_explained_while_all_is_well(planted: Planted) -> None:
    assert _why(planted) == {
        "motion admit P6": "is voted on",
        "motion other": "carried; nobody's choice is kept, 3 slips are",
        "application P5": "is under way",
        "application P6": "is under way",
    }


UNEXPLAINED = [
    ("motion other", lambda p: p.elector(p.closed, p.members[0]), timedelta(), "a choice is kept"),
    ("motion other", lambda p: p.set("motion", p.closed, concern="x"), timedelta(), "a concern is kept"),
    ("motion admit P6", lambda p: None, 4 * DAY, "nobody closed it"),
    ("motion admit P6", lambda p: p.slip(p.open, "yes"), timedelta(), "counted before its end"),
    ("application P6", lambda p: p.set("membership", p.applicant, standing="nobody"), timedelta(), "no applicant"),
    (
        "application P6",
        lambda p: p.set("application", p.asking, state="refused"),
        timedelta(),
        "refused, and not ended",
    ),
    (
        "application P6",
        lambda p: p.set("application", p.asking, state="sent", vouch_by=p.now),
        DAY,
        "nobody closed it",
    ),
]


@pytest.mark.parametrize(("row", "spoil", "at", "why"), UNEXPLAINED, ids=[f"{one[0]}: {one[3]}" for one in UNEXPLAINED])
def test_what_is_wrong_is_left_unexplained(planted: Planted, row: str, spoil: Any, at: timedelta, why: str) -> None:
    spoil(planted)
    assert _why(planted, at)[row] is None, why
