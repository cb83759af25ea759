"""When a team is without a steward, and whom the bot proposes then."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from teambot.domain.stewards import QUIET, MayBeNamed, Stewardship, to_name, unattended

NOW = datetime(2026, 6, 1, tzinfo=UTC)
DAY = timedelta(days=1)
LONG = NOW - QUIET


def steward(since: datetime, active_at: datetime | None = None) -> Stewardship:
    return Stewardship(1, since, None, active_at)


STEWARDS = [
    ("none at all", (), True),
    ("named to-day", (steward(NOW),), False),
    ("named three weeks ago and never seen", (steward(LONG),), True),
    ("a second less", (steward(LONG + timedelta(seconds=1)),), False),
    ("named long ago, seen yesterday", (steward(LONG - DAY, NOW - DAY),), False),
    ("seen last before they were named", (steward(NOW - DAY, LONG - DAY),), False),
    ("one of two is enough", (steward(LONG - DAY), steward(LONG - DAY, NOW)), False),
    ("both quiet", (steward(LONG - DAY), steward(LONG - DAY, LONG)), True),
]


@pytest.mark.parametrize(("stewards", "alone"), [row[1:] for row in STEWARDS], ids=[row[0] for row in STEWARDS])
def test_a_team_without_a_steward(stewards: tuple[Stewardship, ...], alone: bool) -> None:
    assert unattended(stewards, NOW) is alone


def member(number: int, joined: int, asked: int | None = None) -> MayBeNamed:
    return MayBeNamed(number, NOW - joined * DAY, None if asked is None else NOW - asked * DAY)


NAMED = [
    ("nobody", (), None),
    ("who is on the team longest", (member(1, 5), member(2, 9)), 2),
    ("of two on one day the first", (member(2, 9), member(1, 9)), 1),
    ("who was never asked before who was", (member(1, 99, 30), member(2, 3)), 2),
    ("who was asked the longest ago", (member(1, 99, 30), member(2, 3, 60)), 2),
]


@pytest.mark.parametrize(("candidates", "chosen"), [row[1:] for row in NAMED], ids=[row[0] for row in NAMED])
def test_whom_the_bot_proposes(candidates: tuple[MayBeNamed, ...], chosen: int | None) -> None:
    assert to_name(candidates) == chosen


@given(st.integers(1, 24), st.integers(1, 60))
def test_asked_again_and_again_everybody_has_their_turn(members: int, rounds: int) -> None:
    people = {n: member(n, 100 + n) for n in range(members)}
    turns = []
    for round_ in range(rounds):
        chosen = to_name(tuple(people.values()))
        assert chosen is not None
        turns.append(chosen)
        people[chosen] = MayBeNamed(chosen, people[chosen].joined_at, NOW + round_ * DAY)
    assert max(turns.count(one) for one in people) - min(turns.count(one) for one in people) <= 1
