"""Who may join, and what a member's settings and a team's setup may say."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from teambot.domain.members import (
    Member,
    Team,
    TeamState,
    check_active,
    check_founders,
    check_may_join,
    check_member,
    forms,
)
from teambot.domain.profiles import parse_load, parse_topics
from teambot.domain.readers import parse_hemisphere
from teambot.domain.standings import Standing
from teambot.domain.teams import check_before_forming, check_load, check_manage_server, check_name, check_niche
from teambot.domain.teams import check_ready as check_founded
from teambot.errors import Refusal

NOW = datetime(2026, 1, 5, tzinfo=UTC)
TEAM = Team(1, 2, 3, "Tea", "tea", "en", TeamState.FORMING, None, "UTC", 6, 1080, 0, 540, 2, 3, None)
ANA = Member(1, 1, Standing.INVITED, 100, "Ana", None, NOW + timedelta(seconds=1), "en-GB")

JOINS = [
    ("invited", ANA, TEAM, None),
    ("invited without an end", replace(ANA, invitation_ends_at=None), TEAM, None),
    ("nobody asked", None, TEAM, "not-invited"),
    ("the wizard is still open", ANA, replace(TEAM, state=TeamState.SETTING_UP), "not-invited"),
    ("a member already", replace(ANA, standing=Standing.MEMBER), TEAM, "already-a-member"),
    ("at the very end", replace(ANA, invitation_ends_at=NOW), TEAM, "invitation-ended"),
    ("long after", replace(ANA, invitation_ends_at=NOW - timedelta(days=9)), TEAM, "invitation-ended"),
    ("the team takes fewer now: the place is held", ANA, replace(TEAM, most_members=1), None),
]


@pytest.mark.parametrize(("who", "team", "key"), [row[1:] for row in JOINS], ids=[row[0] for row in JOINS])
def test_joining(who: Member | None, team: Team, key: str | None) -> None:
    if key is None:
        assert check_may_join(who, team=team, now=NOW) is who
        return
    with pytest.raises(Refusal, match=f"^{key}$"):
        check_may_join(who, team=team, now=NOW)


@pytest.mark.parametrize(("member", "key"), [(None, "not-a-member"), (ANA, "not-joined-yet")])
def test_a_stranger_and_somebody_invited_are_no_members(member: Member | None, key: str) -> None:
    with pytest.raises(Refusal, match=key):
        check_member(member, team_name="Tea")


@pytest.mark.parametrize("state", TeamState)
def test_a_team_forms_once_with_three(state: TeamState) -> None:
    assert [ready for ready in range(6) if forms(state, ready)] == ([3, 4, 5] if state is TeamState.FORMING else [])


@pytest.mark.parametrize(("members", "missing"), [(0, 3), (1, 2), (2, 1), (3, 0), (9, 0)])
def test_how_many_are_missing(members: int, missing: int) -> None:
    check_active(replace(TEAM, state=TeamState.ACTIVE), 0)
    with pytest.raises(Refusal) as refusal:
        check_active(TEAM, members)
    assert refusal.value.facts == {"team": "Tea", "missing": missing}


def test_founders_fit_the_team_and_come_before_it_forms() -> None:
    check_founders(TEAM, already=1, more=2)
    with pytest.raises(Refusal, match="too-many-founders"):
        check_founders(TEAM, already=2, more=2)
    with pytest.raises(Refusal, match="founders-only-before-forming"):
        check_founders(replace(TEAM, state=TeamState.ACTIVE), already=0, more=1)


LOADS = [("team", None), ("0", 0), ("5", 5), ("05", 5)]
NO_LOADS = ["6", "-1", "", " 2", "2.0", "١", "²", "1e1", "None", "9" * 5000, "TEAM"]


@pytest.mark.parametrize(("choice", "load"), LOADS)
def test_loads(choice: str, load: int | None) -> None:
    assert parse_load(choice) == load


@pytest.mark.parametrize("choice", NO_LOADS)
def test_no_loads(choice: str) -> None:
    with pytest.raises(Refusal, match="bad-load"):
        parse_load(choice)


def test_the_bounds_of_a_team_s_load() -> None:
    assert [check_load(load) for load in (0, 5)] == [0, 5]
    for load in (-1, 6, 10**20):
        with pytest.raises(Refusal, match="bad-load"):
            check_load(load)


@pytest.mark.parametrize(("choice", "found"), [("north", "north"), ("south", "south"), ("both", None)])
def test_hemispheres(choice: str, found: str | None) -> None:
    assert parse_hemisphere(choice) == found


@pytest.mark.parametrize("choice", ["", "North", "east", "both "])
def test_no_hemispheres(choice: str) -> None:
    with pytest.raises(Refusal, match="unknown-hemisphere"):
        parse_hemisphere(choice)


TOPICS = [
    ("trimmed, as typed, each once", " Sunday pots,soup , SUNDAY POTS,, Soup ", "Sunday pots, soup"),
    ("none", "", ""),
    ("commas alone", ",,, ,", ""),
    ("their own order", "b, a", "b, a"),
    ("as many as fit", "x" * 200, "x" * 200),
]


@pytest.mark.parametrize(("text", "topics"), [row[1:] for row in TOPICS], ids=[row[0] for row in TOPICS])
def test_topics(text: str, topics: str) -> None:
    assert parse_topics(text) == topics
    assert parse_topics(topics) == topics


@pytest.mark.parametrize("text", ["x" * 201, "ß" * 201, "a," * 200 + "b" * 200])
def test_too_many_topics(text: str) -> None:
    with pytest.raises(Refusal, match="too-long"):
        parse_topics(text)


@pytest.mark.parametrize(("check", "most"), [(check_name, 80), (check_niche, 200)])
def test_names_and_niches(check, most: int) -> None:
    assert check("x" * most) == "x" * most
    with pytest.raises(Refusal, match="empty-field"):
        check("")
    with pytest.raises(Refusal) as refusal:
        check("x" * (most + 1))
    assert (refusal.value.facts["most"], refusal.value.facts["length"]) == (most, most + 1)


def test_the_setup_is_manage_server_s_and_ends_when_the_team_forms() -> None:
    check_manage_server(True)
    with pytest.raises(Refusal, match="needs-manage-server"):
        check_manage_server(False)
    for state in TeamState:
        team = replace(TEAM, state=state)
        if team.formed:
            with pytest.raises(Refusal, match="changed-by-vote"):
                check_before_forming(team)
        else:
            check_before_forming(team)


@pytest.mark.parametrize(
    ("state", "founders", "key"),
    [
        (TeamState.SETTING_UP, 0, "no-founders"),
        (TeamState.FORMING, 3, "already-founded"),
        (TeamState.ACTIVE, 3, "already-founded"),
    ],
)
def test_founding(state: TeamState, founders: int, key: str) -> None:
    check_founded(replace(TEAM, state=TeamState.SETTING_UP), 1)
    with pytest.raises(Refusal, match=key):
        check_founded(replace(TEAM, state=state), founders)
