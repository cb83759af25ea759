"""What a person is to a team: every standing against everything that can happen, places, and silent weeks."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from teambot.domain.standings import (
    PLACE_KEPT,
    Absence,
    Happening,
    Silence,
    Standing,
    holds_place,
    silence,
    step,
)

NOBODY, APPLICANT, INVITED = Standing.NOBODY, Standing.APPLICANT, Standing.INVITED
MEMBER, AWAY, PAUSED, ALUMNUS = Standing.MEMBER, Standing.AWAY, Standing.PAUSED, Standing.ALUMNUS
NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)

SHOWN = "away is shown, never stored: it is a member whom things happen to"
# For each happening, each standing: what they are then (None: it cannot happen), and why.
TABLE: dict[Happening, dict[Standing, tuple[Standing | None, str]]] = {
    Happening.APPLIED: {
        NOBODY: (APPLICANT, "anyone may ask"),
        APPLICANT: (None, "one application at a time"),
        INVITED: (None, "they are asked to join already"),
        MEMBER: (None, "they are on the team"),
        AWAY: (None, SHOWN),
        PAUSED: (None, "they come back by one click, without a vote"),
        ALUMNUS: (APPLICANT, "who left may ask again"),
    },
    Happening.APPLICATION_ENDED: {
        NOBODY: (None, "there is none"),
        APPLICANT: (NOBODY, "withdrawn, refused, lapsed, or without a vouch"),
        INVITED: (None, "it ended by the admission"),
        MEMBER: (None, "it ended long ago"),
        AWAY: (None, SHOWN),
        PAUSED: (None, "it ended long ago"),
        ALUMNUS: (None, "there is none"),
    },
    Happening.ADMITTED: {
        NOBODY: (None, "nobody is voted on who has not asked"),
        APPLICANT: (INVITED, "by a vote; then they accept the charter"),
        INVITED: (None, "they were already"),
        MEMBER: (None, "they are on the team"),
        AWAY: (None, SHOWN),
        PAUSED: (None, "they return without a vote"),
        ALUMNUS: (None, "they have to ask first"),
    },
    Happening.NAMED: {
        NOBODY: (INVITED, "a founder"),
        APPLICANT: (None, "who applies is voted on: the team has formed"),
        INVITED: (None, "they are named already"),
        MEMBER: (None, "they are on the team"),
        AWAY: (None, SHOWN),
        PAUSED: (None, "they are on the team"),
        ALUMNUS: (INVITED, "a founder who left before the team formed may be named once more"),
    },
    Happening.INVITATION_ENDED: {
        NOBODY: (None, "there is none"),
        APPLICANT: (None, "they are not invited yet"),
        INVITED: (NOBODY, "14 days, or they declined"),
        MEMBER: (None, "they took it"),
        AWAY: (None, SHOWN),
        PAUSED: (None, "they took it"),
        ALUMNUS: (None, "they took it, and left"),
    },
    Happening.JOINED: {
        NOBODY: (None, "nobody joins uninvited (promise 2)"),
        APPLICANT: (None, "nobody joins before the vote (promise 2)"),
        INVITED: (MEMBER, "by accepting the charter"),
        MEMBER: (None, "they did"),
        AWAY: (None, SHOWN),
        PAUSED: (None, "they come back, and are the same member"),
        ALUMNUS: (None, "who left is voted on again"),
    },
    Happening.PAUSED: {
        NOBODY: (None, "no member"),
        APPLICANT: (None, "no member"),
        INVITED: (None, "no member yet"),
        MEMBER: (PAUSED, "asked for, silent, charter not accepted, gone, or in the place of a vote"),
        AWAY: (None, SHOWN),
        PAUSED: (None, "they are: the first reason and date stand"),
        ALUMNUS: (None, "no member any more"),
    },
    Happening.RESUMED: {
        NOBODY: (None, "no member"),
        APPLICANT: (None, "no member"),
        INVITED: (None, "no member yet"),
        MEMBER: (None, "they are not paused"),
        AWAY: (None, SHOWN),
        PAUSED: (MEMBER, "one click"),
        ALUMNUS: (None, "who left comes back by a vote"),
    },
    Happening.LEFT: {
        NOBODY: (None, "there is nothing to leave"),
        APPLICANT: (None, "they withdraw"),
        INVITED: (None, "they decline"),
        MEMBER: (ALUMNUS, "anyone may leave at any time"),
        AWAY: (None, SHOWN),
        PAUSED: (ALUMNUS, "from a pause, too"),
        ALUMNUS: (None, "they have"),
    },
    Happening.REMOVED: {
        NOBODY: (None, "no member"),
        APPLICANT: (None, "they are refused, not removed"),
        INVITED: (None, "no member yet"),
        MEMBER: (ALUMNUS, "by a vote"),
        AWAY: (None, SHOWN),
        PAUSED: (ALUMNUS, "by a vote that had begun before the pause"),
        ALUMNUS: (None, "they left"),
    },
    Happening.FORGOTTEN: {
        NOBODY: (None, "there is nothing to forget"),
        APPLICANT: (None, "their application ends first"),
        INVITED: (None, "their invitation ends first"),
        MEMBER: (None, "they leave first"),
        AWAY: (None, SHOWN),
        PAUSED: (None, "they leave first"),
        ALUMNUS: (NOBODY, "after 30 days, or at their wish"),
    },
}
PAIRS = [(before, what, *TABLE[what][before]) for what in Happening for before in Standing]


@pytest.mark.parametrize(
    ("before", "what", "after", "why"), PAIRS, ids=[f"{before}-{what}" for before, what, _, _ in PAIRS]
)
def test_every_standing_and_everything_that_happens(
    before: Standing, what: Happening, after: Standing | None, why: str
) -> None:
    if after is not None:
        assert step(before, what) is after, why
        return
    with pytest.raises(ValueError, match=f"{what} cannot happen to somebody who is {before}"):
        step(before, what)


STORED = frozenset(Standing) - {AWAY}


@given(st.lists(st.sampled_from(list(Happening)), max_size=60))
def test_any_walk_from_nobody_stays_inside(walk: list[Happening]) -> None:
    standing, invited = NOBODY, False
    for what in walk:
        try:
            after = step(standing, what)
        except ValueError:
            continue
        assert after in STORED
        if after is MEMBER and standing is not PAUSED:
            assert invited, "a member without an invitation"
        invited = after is INVITED
        standing = after


def test_every_standing_is_reached_and_can_be_left() -> None:
    next_to = {one: {after for what in Happening if (after := TABLE[what][one][0])} for one in STORED}
    for start in STORED:
        found, todo = {start}, [start]
        while todo:
            for after in next_to[todo.pop()] - found:
                found.add(after)
                todo.append(after)
        assert found == STORED, f"from {start}"


PLACES = [
    ("a member", MEMBER, None, True),
    ("somebody invited: the place is kept for them", INVITED, None, True),
    ("paused just now", PAUSED, timedelta(0), True),
    ("paused a moment under eight weeks", PAUSED, PLACE_KEPT - timedelta(microseconds=1), True),
    ("paused eight weeks: the place is free", PAUSED, timedelta(weeks=8), False),
    ("an applicant", APPLICANT, None, False),
    ("an alumnus", ALUMNUS, None, False),
    ("nobody", NOBODY, None, False),
]


@pytest.mark.parametrize(
    ("standing", "paused_for", "holds"), [row[1:] for row in PLACES], ids=[row[0] for row in PLACES]
)
def test_who_holds_a_place(standing: Standing, paused_for: timedelta | None, holds: bool) -> None:
    paused_at = None if paused_for is None else NOON - paused_for
    assert holds_place(standing, paused_at, NOON) is holds


@pytest.mark.parametrize(
    ("weeks", "what"),
    [(0, Silence.NOTHING), (1, Silence.NOTHING), (2, Silence.ASK), (3, Silence.PAUSE), (4, Silence.PAUSE)],
)
def test_silent_weeks(weeks: int, what: Silence) -> None:
    assert silence(weeks) is what


# Hours from the plan to the next: away from, away until, and whether the plan goes without them (its week has 168).
MISSES = [
    ("all week", 0, 168, True),
    ("away when it is published", -5, 1, True),
    ("back right when it is published", -50, 0, False),
    ("half of its week", 84, 168, True),
    ("an hour less than half", 85, 168, False),
    ("half of it, and on", 84, 400, True),
    ("a long weekend in the middle", 20, 90, False),
    ("the week after", 168, 300, False),
    ("long ago", -300, -200, False),
]


@pytest.mark.parametrize(("begins", "ends", "misses"), [row[1:] for row in MISSES], ids=[row[0] for row in MISSES])
def test_whom_a_plan_goes_without(begins: int, ends: int, misses: bool) -> None:
    absence = Absence(NOON + timedelta(hours=begins), NOON + timedelta(hours=ends))
    assert absence.misses(NOON, NOON + timedelta(weeks=1)) is misses


def test_an_absence_covers_its_first_instant_and_not_its_last() -> None:
    absence, moment = Absence(NOON, NOON + timedelta(days=1)), timedelta(microseconds=1)
    assert [absence.covers(NOON + after) for after in (-moment, timedelta(0), timedelta(days=1) - moment)] == [
        False,
        True,
        True,
    ]
    assert not absence.covers(NOON + timedelta(days=1))
