"""Stewards: named and released by votes, watched over, and doing little, each act in a log for all."""

from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import datetime, timedelta
from typing import Any

import pytest

from teambot.domain.motions import MotionKind
from teambot.domain.standings import PauseReason, Standing
from teambot.services import stewards
from teambot.services.motions.opening import open_motion
from teambot.services.people import PeopleService, ResumeMember, TryRole
from tests.services.conftest import START
from tests.services.decided import amended, away, decided, named, paused, told
from tests.services.planted import PlantedHouse, planted, refused
from tests.stores import Store

FORMED = START
QUIET = FORMED + timedelta(weeks=3)
TERM = FORMED + timedelta(weeks=12)
SECOND = timedelta(seconds=1)


@pytest.fixture
async def team(store: Store, formed: str) -> AsyncIterator[PlantedHouse]:
    async with planted(store, formed) as house:
        yield house


async def watch(team: PlantedHouse, now: datetime) -> int:
    return await team.services.people.watch_due(now)


async def put_to_vote(team: PlantedHouse) -> list[tuple[object, ...]]:
    return await team.rows("SELECT subject_id, proposer_id FROM motion WHERE kind = 'name_steward' ORDER BY id")


async def ended(team: PlantedHouse, outcome: str, now: datetime) -> None:
    await team.do("UPDATE motion SET state = 'closed', outcome = :outcome, closed_at = :now", outcome=outcome, now=now)


async def is_steward(team: PlantedHouse, who: int) -> bool:
    return (await team.rows("SELECT steward_since FROM membership WHERE id = :id", id=who + 1)) != [(None,)]


async def test_a_team_without_a_steward_for_three_weeks_is_asked_to_name_the_longest_member(team: PlantedHouse) -> None:
    assert [await watch(team, QUIET - SECOND), await put_to_vote(team)] == [0, []]
    assert [await watch(team, QUIET), await put_to_vote(team)] == [1, [(1, None)]]
    assert await watch(team, QUIET + SECOND) == 0, "one such vote at a time"


async def test_the_bot_asks_every_four_weeks_at_the_most_and_then_about_somebody_else(team: PlantedHouse) -> None:
    await watch(team, QUIET)
    await ended(team, "not_carried", QUIET + timedelta(days=5))
    again = QUIET + timedelta(weeks=4)
    assert [await watch(team, again - SECOND), await watch(team, again)] == [0, 1]
    assert await put_to_vote(team) == [(1, None), (2, None)]


async def test_nobody_away_paused_or_steward_is_proposed(team: PlantedHouse) -> None:
    await named(team, 0, FORMED)
    await paused(team, 1, FORMED)
    await away(team, 2, QUIET, QUIET + timedelta(days=1))
    assert [await watch(team, QUIET), await put_to_vote(team)] == [1, [(4, None)]]


async def test_a_steward_who_clicks_is_enough(team: PlantedHouse) -> None:
    await named(team, 0, FORMED)
    await named(team, 1, FORMED)
    await team.do("UPDATE membership SET active_at = :at WHERE id = 2", at=QUIET - timedelta(days=1))
    assert await watch(team, QUIET) == 0
    assert await watch(team, QUIET + timedelta(weeks=3)) == 1


async def test_the_first_steward_serves_twelve_weeks_and_stays_while_the_team_votes(team: PlantedHouse) -> None:
    await named(team, 3, FORMED)
    await named(team, 4, FORMED)
    await team.do("UPDATE membership SET active_at = :at", at=TERM)
    untils = await team.rows("SELECT steward_until FROM membership WHERE id IN (4, 5) ORDER BY id")
    assert untils == [(f"{TERM:%Y-%m-%d %H:%M:%S.%f}",), (None,)]
    assert [await watch(team, TERM - SECOND), await watch(team, TERM), await watch(team, TERM + SECOND)] == [0, 1, 0]
    assert await put_to_vote(team) == [(4, None)]
    assert await is_steward(team, 3)


@pytest.mark.parametrize(("outcome", "stays"), [("carried", True), ("not_carried", False), ("no_quorum", False)])
async def test_the_vote_decides_whether_the_first_steward_goes_on(
    team: PlantedHouse, outcome: str, stays: bool
) -> None:
    await named(team, 3, FORMED)
    await team.do("UPDATE membership SET active_at = :at", at=TERM)
    await watch(team, TERM)
    closed = TERM + timedelta(days=5)
    await ended(team, outcome, closed)
    if outcome == "carried":
        await named(team, 3, closed)
    await watch(team, closed + SECOND)
    assert await is_steward(team, 3) is stays
    assert await team.rows("SELECT steward_until FROM membership WHERE id = 4") == [(None,)]


async def test_with_three_votes_under_way_the_watch_waits(team: PlantedHouse) -> None:
    for kind in (MotionKind.OTHER, MotionKind.OTHER, MotionKind.AMEND):
        await decided(team, QUIET, lambda tx, here, kind=kind: open_motion(tx, here, kind, QUIET))
    assert await watch(team, QUIET) == 0
    await team.do("UPDATE motion SET state = 'closed' WHERE kind = 'amend'")
    assert await watch(team, QUIET + SECOND) == 1


async def test_a_team_that_sleeps_is_left_alone(team: PlantedHouse) -> None:
    for who in (0, 1, 2, 3):
        await paused(team, who, FORMED)
    assert await watch(team, QUIET) == 0


async def resumes(team: PlantedHouse, who: int, whom: int, now: datetime = QUIET) -> object:
    return await team.services.people.resume(team.caller(who), ResumeMember(team.team_id, whom + 1), now)


async def tries(team: PlantedHouse, who: int, whom: int) -> object:
    return await team.services.people.try_role(team.caller(who), TryRole(team.team_id, whom + 1), QUIET)


async def test_a_steward_brings_somebody_back_who_is_told_and_all_can_read_it(team: PlantedHouse) -> None:
    await named(team, 0, FORMED)
    await paused(team, 1, FORMED)
    assert (await resumes(team, 0, 1)).name == "Ben"
    assert await team.rows("SELECT standing, paused_at FROM membership WHERE id = 2") == [("member", None)]
    assert await told(team, 1) == ["resumed_by"]
    acts = (await team.services.people.acts(team.caller(5), QUIET)).acts
    assert [(one.kind, one.steward, one.about) for one in acts] == [("resumed", "Ana", "Ben"), ("named", "Ana", "")]


async def test_trying_the_role_again_lets_it_be_given_anew(team: PlantedHouse) -> None:
    await named(team, 0, FORMED)
    await team.do("UPDATE membership SET role_state = 'blocked', role_fault = 'role-too-high' WHERE id = 3")
    await tries(team, 0, 2)
    assert await team.rows("SELECT role_state, role_fault FROM membership WHERE id = 3") == [("none", None)]
    assert [one.kind for one in (await team.services.people.acts(team.caller(1), QUIET)).acts] == [
        "role_tried",
        "named",
    ]


async def test_a_role_that_stayed_with_somebody_who_left_is_tried_to_be_taken(team: PlantedHouse) -> None:
    await named(team, 0, FORMED)
    left = (
        "UPDATE membership SET standing = 'alumnus', role_state = 'blocked', role_fault = 'role-too-high' WHERE id = 3"
    )
    await team.do(left)
    shown = (await team.services.people.keeping(team.caller(0), QUIET)).people
    assert [one.name for one in shown if not one.role_wanted] == ["Chidi"]
    await tries(team, 0, 2)
    assert await team.rows("SELECT role_state FROM membership WHERE id = 3") == [("given",)], "so it is taken"


Use = Callable[[PlantedHouse], Awaitable[Any]]
REFUSED: list[tuple[str, str, Use]] = [
    ("a member brings somebody back", "stewards-only", lambda t: resumes(t, 2, 1)),
    ("a steward who is paused", "you-are-paused", lambda t: resumes(t, 5, 1)),
    ("somebody who is not paused", "not-paused", lambda t: resumes(t, 0, 2)),
    ("oneself", "not-paused", lambda t: resumes(t, 0, 0)),
    ("who has a charter to accept", "charter-first", lambda t: resumes(t, 0, 3)),
    ("who left the server", "not-on-the-server", lambda t: resumes(t, 0, 4)),
    ("nobody of the team", "outdated-card", lambda t: resumes(t, 0, 77)),
    ("a stranger", "not-a-member", lambda t: resumes(t, 9, 1)),
    ("when the place was given on", "no-place-free", lambda t: resumes(t, 0, 1, FORMED + timedelta(weeks=8))),
    ("a member tries the role", "stewards-only", lambda t: tries(t, 2, 1)),
    ("the role of nobody", "outdated-card", lambda t: tries(t, 0, 77)),
    ("a member asks for the stewards' list", "stewards-only", lambda t: t.services.people.keeping(t.caller(2), QUIET)),
]


@pytest.mark.parametrize(("key", "use"), [row[1:] for row in REFUSED], ids=[row[0] for row in REFUSED])
async def test_what_a_steward_cannot_do_and_others_neither(team: PlantedHouse, key: str, use: Use) -> None:
    await named(team, 0, FORMED)
    await named(team, 5, FORMED)
    await paused(team, 5, FORMED)
    await paused(team, 1, FORMED)
    await paused(team, 3, FORMED, PauseReason.CHARTER)
    await paused(team, 4, FORMED, PauseReason.GONE)
    await amended(team, "Be kind.", QUIET)
    await team.do("UPDATE team SET most_members = 3, state = 'active'")
    await team.do("UPDATE membership SET accepted_version = 2 WHERE id != 4")
    if key == "no-place-free":
        await team.do("UPDATE membership SET standing = 'invited' WHERE id = 4")
    assert (await refused(team, lambda: use(team))).key == key


async def test_nobody_is_brought_back_to_be_paused_again_for_the_charter(team: PlantedHouse) -> None:
    await named(team, 0, FORMED)
    await paused(team, 1, FORMED)
    await amended(team, "Be kind.", FORMED)
    due = FORMED + timedelta(days=14)
    assert (await refused(team, lambda: resumes(team, 0, 1, due))).key == "charter-first"
    assert (await resumes(team, 0, 1, due - SECOND)).name == "Ben"


def test_there_is_no_act_about_people_without_a_vote() -> None:
    """Add, pause, remove: none of these is a steward's."""
    public = {name for name in vars(PeopleService) if not name.startswith("_")}
    assert public == {"members", "acts", "keeping", "resume", "try_role", "watch_due"}


async def test_who_is_named_is_told_what_a_steward_does_and_once(team: PlantedHouse) -> None:
    await named(team, 0, FORMED)
    await named(team, 0, TERM)
    assert await told(team, 0) == ["named_steward"]


async def test_whom_no_steward_could_bring_back_and_who_is_no_applicant_yet(team: PlantedHouse) -> None:
    await named(team, 0, FORMED)
    await paused(team, 1, FORMED)
    await paused(team, 2, FORMED, PauseReason.CHARTER)
    await paused(team, 3, FORMED, PauseReason.GONE)
    await amended(team, "Be kind.", FORMED)
    for member, state in ((5, "draft"), (6, "sent")):
        await team.do("UPDATE membership SET standing = 'applicant' WHERE id = :id", id=member)
        await team.do(
            "INSERT INTO application (membership_id, state, created_at, blog_url, feed_url, feed_title, token, facts,"
            " niche, best_post, why, readers, vouch_words) VALUES (:id, :state, :now, 'x', 'x', '', '', '{}',"
            " '', '', '', '', '')",
            id=member,
            state=state,
            now=FORMED,
        )
    shown = (await team.services.people.keeping(team.caller(0), FORMED)).people
    held = {one.name: one.held_by for one in shown if one.standing is Standing.PAUSED}
    assert held == {"Ben": None, "Chidi": PauseReason.CHARTER, "Dora": PauseReason.GONE}
    assert [one.name for one in shown if one.standing is Standing.APPLICANT] == ["Finn"]


async def test_released_by_a_vote(team: PlantedHouse) -> None:
    await named(team, 0, FORMED)
    await decided(team, QUIET, lambda tx, here: stewards.released(tx, here, 1, QUIET))
    assert not await is_steward(team, 0)
    await named(team, 1, QUIET)
    assert await team.rows("SELECT steward_until FROM membership WHERE id = 2") == [(None,)], (
        "only the first has a term"
    )


async def test_manage_server_without_membership_sees_names_places_and_the_role_alone(team: PlantedHouse) -> None:
    await paused(team, 1, FORMED)
    await team.do("UPDATE membership SET role_state = 'blocked', role_fault = 'role-gone' WHERE id = 3")
    shown = await team.services.people.keeping(team.caller(9, manage=True), QUIET)
    assert (shown.taken, shown.most_members, shown.steward) == (6, 12, False)
    assert {one.standing for one in shown.people} == {None}
    assert [(one.name, one.role_fault) for one in shown.people if one.role_fault] == [("Chidi", "role-gone")]
    await named(team, 0, FORMED)
    mine = await team.services.people.keeping(team.caller(0), QUIET)
    assert mine.steward
    assert [one.name for one in mine.people if one.standing is Standing.PAUSED] == ["Ben"]


async def test_what_a_steward_has_tried_again_is_tried_at_the_next_look(team: PlantedHouse) -> None:
    """Whoever has mended the server's list of roles waits for no bell of an hour or a day."""
    await named(team, 0, FORMED)
    await team.do("UPDATE team SET role_id = 77")
    await team.do("UPDATE membership SET role_state = 'given' WHERE id != 3")
    answers = ["role-too-high", None]
    roles = team.services.roles

    async def give(*_: int) -> str | None:
        return answers.pop(0)

    assert await roles.settle_due(give, give, QUIET) == 0
    assert await roles.settle_due(give, give, QUIET + SECOND) == 0, "it waits for a steward"
    await tries(team, 0, 2)
    assert await roles.settle_due(give, give, QUIET + SECOND) == 1
    assert answers == []
    assert await team.rows("SELECT role_state FROM membership WHERE id = 3") == [("given",)]
