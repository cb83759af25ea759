"""What time does to windows: release, last days, a year later; and whom the planner asks for what, on both stores."""

import json
from collections.abc import AsyncIterator, Iterable
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from teambot.domain.post_answers import PostHeld, PostShelved, PostSubmitted
from teambot.errors import Refusal
from teambot.services.assignments.service import SkipAssignment
from teambot.services.standings.service import Leave
from teambot.storage.invariants import broken
from tests.services.conftest import FIRST_CLOSE, FIRST_PLAN, START, WEEK
from tests.services.planted import PlantedHouse, planted
from tests.stores import Store

A_DAY = timedelta(days=1)
FIRST = "2026-01-12"  # the day of the first plan; the next are of the 19th and the 26th, and of 2 February


@pytest.fixture
async def team(store: Store, formed: str) -> AsyncIterator[PlantedHouse]:
    async with planted(store, formed) as house:
        yield house
        assert await house.db.read(lambda tx, _, __: list(broken(tx)), None, START) == []


async def put(team: PlantedHouse, number: int, *, who: int = 0, now: datetime = START, **said: str) -> Any:
    return await team.services.posts.submit(team.caller(who), team.post(who, number, **said), now)


async def others(team: PlantedHouse, number: int, *, now: datetime = START) -> None:
    for who in range(1, 6):
        await put(team, number, who=who, now=now)


async def states(team: PlantedHouse, who: int = 0) -> dict[object, object]:
    rows = await team.rows("SELECT title, state FROM submission WHERE membership_id = :m ORDER BY id", m=who + 1)
    return {row[0]: row[1] for row in rows}


async def told(team: PlantedHouse, who: int = 0) -> list[tuple[object, Any]]:
    """Give what a member was told of their own posts, the first first."""
    rows = await team.rows("SELECT kind, facts FROM notice WHERE membership_id = :m ORDER BY id", m=who + 1)
    return [(row[0], json.loads(str(row[1]))) for row in rows if row[0] != "took_over"]


async def asked(team: PlantedHouse, week: int = 1) -> dict[object, set[object]]:
    """Give each author's post of a week with who is asked to recommend it."""
    rows = await team.rows(
        "SELECT s.membership_id, a.pusher_id FROM slot s LEFT JOIN assignment a ON a.slot_id = s.id"
        " WHERE s.week_id = :w ORDER BY 1, 2",
        w=week,
    )
    return {author: {row[1] for row in rows if row[0] == author} for author in {row[0] for row in rows}}


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


async def pass_weeks(team: PlantedHouse, first: int, last: int) -> None:
    """Ring every bell at the close and at the plan of weeks, counted from 0."""
    for week in range(first, last):
        await team.ring(FIRST_CLOSE + week * WEEK)
        await team.ring(FIRST_PLAN + week * WEEK)


async def test_a_post_is_released_into_the_plan_that_its_window_holds(team: PlantedHouse) -> None:
    await others(team, 1)
    held = await put(team, 1, months="2")
    assert held == PostHeld(1 + 5, "ana 1", at("2026-02-01").date())
    await pass_weeks(team, 0, 2)
    await team.ring(FIRST_CLOSE + 2 * WEEK - timedelta(seconds=1))
    assert await states(team) == {"ana 1": "held"}
    assert await told(team) == []
    await team.ring(FIRST_CLOSE + 2 * WEEK)  # from now on the next plan is that of 2 February
    assert await states(team) == {"ana 1": "waiting"}
    closes_at = (FIRST_CLOSE + 3 * WEEK).isoformat()
    days = {"begins_on": "2026-02-01", "plan_on": "2026-02-02"}
    facts = {"submission_id": 6, "title": "ana 1", "closes_at": closes_at}
    assert await told(team) == [("season_open", facts | days)]
    for _ in range(3):
        await team.ring(FIRST_CLOSE + 2 * WEEK + A_DAY)
    assert len(await told(team)) == 1, "rung again it tells nothing again"
    await pass_weeks(team, 3, 4)
    assert await states(team) == {"ana 1": "pushed"}


async def test_where_the_place_is_taken_it_goes_to_the_shelf(team: PlantedHouse) -> None:
    await put(team, 1, months="2")
    await pass_weeks(team, 0, 2)
    await team.services.weeks.close_due(FIRST_CLOSE + 2 * WEEK)
    await put(team, 2, now=FIRST_CLOSE + 2 * WEEK)
    await team.ring(FIRST_CLOSE + 2 * WEEK)
    assert await states(team) == {"ana 1": "shelved", "ana 2": "waiting"}
    days = {"begins_on": "2026-02-01", "plan_on": "2026-02-02"}
    assert await told(team) == [("season_open", {"submission_id": 1, "title": "ana 1", "closes_at": ""} | days)]


async def test_of_several_that_open_the_most_urgent_gets_the_place(team: PlantedHouse) -> None:
    await put(team, 1, months="2,3")
    await put(team, 2, months="2")
    await put(team, 3, months="2,3", last_day="2026-03-20")
    await pass_weeks(team, 0, 3)
    assert await states(team) == {"ana 1": "shelved", "ana 2": "shelved", "ana 3": "waiting"}
    assert [(kind, bool(facts["closes_at"])) for kind, facts in await told(team)] == [
        ("season_open", True),
        ("season_open", False),
        ("season_open", False),
    ]
    await others(team, 1, now=FIRST_PLAN + 2 * WEEK)
    await pass_weeks(team, 3, 4)
    await others(team, 2, now=FIRST_PLAN + 3 * WEEK)
    await pass_weeks(team, 4, 5)
    assert await states(team) == {"ana 1": "shelved", "ana 2": "pushed", "ana 3": "pushed"}, "then what closes soonest"


async def test_what_opens_is_kept_on_the_shelf_by_money(team: PlantedHouse) -> None:
    await others(team, 1)
    await put(team, 1, money="sponsored")
    await put(team, 2, money="own_product", months="2")
    await pass_weeks(team, 0, 3)
    assert await states(team) == {"ana 1": "pushed", "ana 2": "shelved"}
    assert await told(team) == [("money_waits", {"submission_id": 7, "title": "ana 2", "others": 3})]


async def test_a_window_between_two_plans_is_not_missed_in_silence(team: PlantedHouse) -> None:
    """The last day came before the plan could: it ends, and its author is told."""
    await put(team, 1, months="2")
    await team.do("UPDATE submission SET last_day = :d", d=at("2026-02-01").date())
    await pass_weeks(team, 0, 3)
    assert await states(team) == {"ana 1": "expired"}
    assert [kind for kind, _ in await told(team)] == ["last_day_past"]


async def test_who_is_paused_is_released_when_they_are_back(team: PlantedHouse) -> None:
    await put(team, 1, months="2")
    await team.services.standings.take_break(team.caller(0), team.team_id or 1, START)
    await pass_weeks(team, 0, 4)
    assert await states(team) == {"ana 1": "held"}
    await team.services.standings.come_back(team.caller(0), 1, FIRST_PLAN + 3 * WEEK)
    await team.ring(FIRST_PLAN + 3 * WEEK)
    assert await states(team) == {"ana 1": "waiting"}


@pytest.mark.parametrize("state", ["waiting", "shelved", "held"])
async def test_after_its_last_day_a_post_ends_and_its_author_is_told(team: PlantedHouse, state: str) -> None:
    await team.do("UPDATE profile SET load = 0")  # nobody has room: nothing is planned
    if state == "shelved":
        await put(team, 9)
    await put(team, 1, months="2" if state == "held" else "", last_day="2026-02-10")
    assert (await states(team))["ana 1"] == state
    for day in range(36):  # to the end of 10 February
        await team.ring(START + day * A_DAY)
        assert (await states(team))["ana 1"] != "expired", day
    await team.ring(at("2026-02-11 00:00"))
    assert (await states(team))["ana 1"] == "expired"
    ended = {"submission_id": 1 + (state == "shelved"), "title": "ana 1"}
    assert [facts for kind, facts in await told(team) if kind == "last_day_past"] == [ended]
    with pytest.raises(Refusal, match="post-expired"):
        await team.services.posts.use_this_week(team.caller(0), ended["submission_id"], at("2026-02-11 00:00"))


async def test_a_last_day_is_the_teams_own(team: PlantedHouse) -> None:
    await team.do("UPDATE team SET zone = 'Pacific/Auckland'")
    await put(team, 1, last_day="2026-02-10")
    await team.services.posts.shelve(team.caller(0), 1, START)
    assert await team.services.seasons.settle_due(at("2026-02-10 10:59")) == 0
    assert await team.services.seasons.settle_due(at("2026-02-10 11:00")) == 1  # the eleventh has begun there
    assert await states(team) == {"ana 1": "expired"}


async def test_a_plan_that_comes_after_the_last_day_is_made_without_it(team: PlantedHouse) -> None:
    """The bot was down over the hour: the plan comes two days late, and a day too late for one post."""
    await others(team, 1)
    await put(team, 1, last_day="2026-01-13")
    await team.services.weeks.close_due(FIRST_CLOSE)
    await team.services.weeks.publish_due(FIRST_PLAN + 2 * A_DAY)
    assert await states(team) == {"ana 1": "expired"}
    assert [kind for kind, _ in await told(team)] == ["last_day_past"]
    assert set(await asked(team)) == {2, 3, 4, 5, 6}


async def test_a_post_whose_season_ends_before_a_plan_has_it_is_held_again(team: PlantedHouse) -> None:
    await team.do("UPDATE profile SET load = 0")
    await put(team, 1, months="1")
    await pass_weeks(team, 0, 3)  # the next plan is of 2 February
    assert await states(team) == {"ana 1": "held"}
    assert [fact for fact in await told(team) if fact[0] != "not_this_week"] == [
        ("season_over", {"submission_id": 1, "title": "ana 1", "opens_on": "2027-01-01"})
    ]


async def test_a_post_is_offered_again_a_year_later_once(team: PlantedHouse) -> None:
    await others(team, 1)
    await put(team, 1, months="1", last_day="2026-01-31")
    await pass_weeks(team, 0, 1)
    assert await team.rows("SELECT opens_at FROM submission WHERE title = 'ana 1'") == [("2027-01-01 00:00:00.000000",)]
    seasons = team.services.seasons
    assert await seasons.settle_due(at("2026-12-31 23:59")) == 0
    assert await seasons.settle_due(at("2027-01-01 00:00")) == 1
    assert [fact for fact in await told(team) if fact[0] == "season_again"] == [
        ("season_again", {"submission_id": 6, "title": "ana 1"})
    ]
    assert await seasons.settle_due(at("2028-01-01 00:00")) == 0, "once"
    again = await put(team, 1, now=at("2027-01-01 00:00"))
    assert isinstance(again, PostSubmitted | PostShelved)


async def test_what_ended_by_its_last_day_comes_again_with_its_season(team: PlantedHouse) -> None:
    await team.do("UPDATE profile SET load = 0")
    await put(team, 1, months="1", last_day="2026-01-15")
    await pass_weeks(team, 0, 1)
    await team.ring(at("2026-01-16"))
    assert await states(team) == {"ana 1": "expired"}
    await team.services.seasons.settle_due(at("2027-01-01"))
    assert [kind for kind, _ in await told(team)][-1] == "season_again"


async def test_what_its_author_put_forward_again_is_not_offered(team: PlantedHouse) -> None:
    await others(team, 1)
    await put(team, 1, months="1,2,3,4,5,6,7,8,9,10,11")
    await pass_weeks(team, 0, 1)
    await put(team, 1, now=FIRST_PLAN + 52 * WEEK)
    await team.services.seasons.settle_due(at("2027-02-01"))
    assert "season_again" not in [kind for kind, _ in await told(team)]


async def live_in(team: PlantedHouse, places: dict[int, str]) -> None:
    for member, place in places.items():
        await team.do("UPDATE profile SET places = :p WHERE membership_id = :m", p=place, m=member)


async def hemispheres(team: PlantedHouse, of: dict[int, str]) -> None:
    for member, half in of.items():
        await team.do("UPDATE profile SET hemisphere = :h WHERE membership_id = :m", h=half, m=member)


async def plan(team: PlantedHouse) -> None:
    await others(team, 1)
    await team.ring(FIRST_CLOSE)
    await team.ring(FIRST_PLAN)


async def test_only_members_with_readers_in_one_of_its_places_are_asked(team: PlantedHouse) -> None:
    await live_in(team, {2: "LISBON, Porto", 3: "Berlin", 5: "lisbon"})
    await put(team, 1, places="Lisbon, Faro")
    await plan(team)
    found = await asked(team)
    assert found[1] <= {2, 5}
    assert found[1]
    assert any(found[author] - {2, 5} for author in found), "the others' posts are for everybody"


async def test_where_nobodys_readers_are_it_waits_and_says_until_when(team: PlantedHouse) -> None:
    await live_in(team, {1: "Lisbon", 2: "Berlin"})
    await put(team, 1, places="Lisbon")
    await plan(team)
    assert await states(team) == {"ana 1": "waiting"}
    facts = {"submission_id": 1, "title": "ana 1", "places": "Lisbon", "publishes_at": (FIRST_PLAN + WEEK).isoformat()}
    assert await told(team) == [("no_readers_there", facts)]
    await live_in(team, {2: "Lisbon"})
    await pass_weeks(team, 1, 2)
    assert await states(team) == {"ana 1": "pushed"}
    assert await asked(team, 2) == {1: {2}}


async def test_a_shelf_gives_what_has_readers(team: PlantedHouse) -> None:
    await put(team, 1, places="Lisbon")
    await put(team, 2)
    await team.services.posts.shelve(team.caller(0), 1, START)
    await plan(team)
    assert await states(team) == {"ana 1": "shelved", "ana 2": "pushed"}


async def test_a_post_of_the_south_goes_to_the_south_and_to_both(team: PlantedHouse) -> None:
    await hemispheres(team, {1: "south", 2: "north", 3: "south", 4: "north", 5: "north"})
    await put(team, 1, months="1")
    await plan(team)
    assert (await asked(team))[1] <= {3, 6}


async def test_where_there_is_nobody_of_its_hemisphere_everybody_is_asked(team: PlantedHouse) -> None:
    await hemispheres(team, {1: "south", **dict.fromkeys(range(2, 7), "north")})
    await put(team, 1, months="1")
    await plan(team)
    assert (await asked(team))[1]


async def _skip_all(team: PlantedHouse, who: Iterable[int], now: datetime) -> None:
    for member in who:
        for row in await team.rows(
            "SELECT a.id FROM assignment a JOIN slot s ON s.id = a.slot_id"
            " WHERE s.membership_id = 1 AND a.pusher_id = :m AND a.state = 'asked'",
            m=member,
        ):
            await team.services.assignments.skip(team.caller(member - 1), SkipAssignment(int(str(row[0])), ""), now)


async def test_a_stand_in_and_who_takes_it_have_readers_there_too(team: PlantedHouse) -> None:
    await live_in(team, {2: "Lisbon", 3: "Lisbon", 4: "Lisbon"})
    await put(team, 1, places="Lisbon")
    await plan(team)
    await _skip_all(team, (2, 3, 4), FIRST_PLAN)
    rows = await team.rows(
        "SELECT a.id, a.pusher_id, a.state FROM assignment a JOIN slot s ON s.id = a.slot_id"
        " WHERE s.membership_id = 1 ORDER BY a.id"
    )
    assert {row[1] for row in rows} <= {2, 3, 4, None}
    for open_one in (row for row in rows if row[2] == "open"):
        for who in (4, 5):
            with pytest.raises(Refusal, match="already-taken"):
                await team.services.assignments.take(team.caller(who), int(str(open_one[0])), FIRST_PLAN)


async def _offered(team: PlantedHouse, last_day: str) -> int:
    """Bring an assignment of a post with a last day to be open to anyone, and give its id."""
    await put(team, 1, last_day=last_day)
    await plan(team)
    await team.do("UPDATE profile SET load = 0")  # nobody has room to stand in
    first = (
        await team.rows(
            "SELECT a.pusher_id FROM assignment a JOIN slot s ON s.id = slot_id WHERE s.membership_id = 1 ORDER BY a.id"
        )
    )[0]
    await _skip_all(team, (int(str(first[0])),), FIRST_PLAN)
    rows = await team.rows("SELECT id FROM assignment WHERE state = 'open'")
    assert len(rows) == 1
    return int(str(rows[0][0]))


async def test_nobody_takes_a_post_after_its_last_day(team: PlantedHouse) -> None:
    offer = await _offered(team, "2026-01-13")
    late = at("2026-01-14 00:00")
    for who in range(6):
        with pytest.raises(Refusal, match="already-taken"):
            await team.services.assignments.take(team.caller(who), offer, late)
    assert await team.services.seasons.settle_due(late) == 1
    assert await team.rows("SELECT state FROM assignment WHERE id = :id", id=offer) == [("carried",)]
    closed = "SELECT count(*) FROM outbox WHERE kind = 'offer_closed'"
    assert await team.rows(closed) == [(0,)], "its author, who knows the day, would read whose it is"
    await team.ring(FIRST_CLOSE + WEEK)
    assert await team.rows(closed) == [(1,)]


async def test_on_its_last_day_it_is_taken(team: PlantedHouse) -> None:
    offer = await _offered(team, "2026-01-13")
    now = at("2026-01-13 23:59")
    assert await team.services.seasons.settle_due(now) == 0
    taken = []
    for who in range(6):
        with suppress(Refusal):
            taken.append(await team.services.assignments.take(team.caller(who), offer, now))
    assert len(taken) == 1


async def test_what_is_skipped_after_the_last_day_is_offered_to_nobody(team: PlantedHouse) -> None:
    await put(team, 1, last_day="2026-01-13")
    await plan(team)
    before = await team.rows("SELECT count(*) FROM outbox WHERE kind = 'offer'")
    await _skip_all(team, range(2, 7), at("2026-01-14 00:00"))
    rows = await team.rows(
        "SELECT DISTINCT a.state FROM assignment a JOIN slot s ON s.id = slot_id"
        " WHERE s.membership_id = 1 AND a.offered_on_from_id IS NOT NULL"
    )
    assert rows == [("carried",)]
    assert await team.rows("SELECT count(*) FROM outbox WHERE kind = 'offer'") == before


async def test_who_leaves_takes_what_is_held_along(team: PlantedHouse) -> None:
    await put(team, 1, months="2")
    await team.services.standings.leave(team.caller(0), Leave(1, listed=False, goodbye=False, words=""), START)
    assert await states(team) == {"ana 1": "withdrawn"}
    await pass_weeks(team, 0, 4)
    assert await told(team) == []
