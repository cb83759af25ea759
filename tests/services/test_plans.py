"""A plan before it is out, as it is made, and as it explains itself: what stewards may do, and what each is told."""

import json
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import date, datetime, timedelta
from typing import Any

import pytest

from teambot.domain.announcements import MyWeekMessage, NewsMessage
from teambot.domain.assignments import AssignmentState
from teambot.domain.evenness import Evenness
from teambot.domain.notices import NoticeKind
from teambot.domain.plans import FULL_WEEKS, MOST_BUILDS, MOST_TURNS
from teambot.domain.reasons import LeftOutKind, ReasonKind, left_out, reasons
from teambot.domain.rotation import Inputs, plan
from teambot.domain.week import WeekState
from teambot.services import stewards
from teambot.services.assignments.service import PushDone
from teambot.services.plans.service import Lighten
from teambot.services.profiles import ChangeSettings
from teambot.storage.invariants import broken
from teambot.storage.outbox_row import rows_of
from tests.services.conftest import FIRST_CLOSE, FIRST_PLAN, START, WEEK
from tests.services.decided import away, decided, named, paused, told
from tests.services.planted import PlantedHouse, planted, refused
from tests.stores import Store

SOON = FIRST_CLOSE + timedelta(minutes=5)
HOUR = timedelta(hours=1)
Use = Callable[[PlantedHouse], Awaitable[Any]]


@pytest.fixture
async def team(store: Store, formed: str) -> AsyncIterator[PlantedHouse]:
    """Ana (0) is steward, and posts are as each test puts them forward."""
    async with planted(store, formed) as house:
        await named(house, 0, START)
        yield house
        assert not await house.db.read(lambda tx, _, __: list(broken(tx)), None, START)


async def put_forward(team: PlantedHouse, *authors: int, number: int = 1, now: datetime | None = None) -> None:
    for who in authors:
        await team.submit(who, number, now=now or START + timedelta(days=1))


async def look(team: PlantedHouse, now: datetime, who: int = 0) -> Any:
    return await team.services.plans.preview(team.caller(who), None, now)


async def publish(team: PlantedHouse, who: int = 0, now: datetime = SOON, week: int = 1) -> Any:
    return await team.services.plans.publish(team.caller(who), week, now)


async def rebuild(team: PlantedHouse, who: int = 0, now: datetime = SOON, week: int = 1) -> Any:
    return await team.services.plans.rebuild(team.caller(who), week, now)


async def lighten(team: PlantedHouse, who: int = 0, week: int = 1, now: datetime = START, *, light: bool = True) -> Any:
    return await team.services.plans.lighten(team.caller(who), Lighten(week, light), now)


async def asked(team: PlantedHouse) -> dict[tuple[int, int], list[Any]]:
    """Give everybody asked in the newest plan, (pusher, author), with their reasons and day."""
    sql = (
        "SELECT a.pusher_id, s.membership_id, a.reasons, a.suggested_on FROM assignment a JOIN slot s"
        " ON s.id = a.slot_id WHERE s.plan_id = (SELECT max(id) FROM plan)"
    )
    return {(int(str(row[0])), int(str(row[1]))): list(row[2:]) for row in await team.rows(sql)}


async def stored(team: PlantedHouse) -> tuple[Inputs, list[Any]]:
    [(inputs, kept_out)] = await team.rows("SELECT inputs, left_out FROM plan WHERE id = (SELECT max(id) FROM plan)")
    return Inputs.from_json(json.loads(str(inputs))), json.loads(str(kept_out))


async def log(team: PlantedHouse) -> list[str]:
    return [str(one.kind) for one in (await team.services.people.acts(team.caller(3), SOON)).acts]


async def test_before_the_close_a_preview_says_what_would_be_and_stores_nothing(team: PlantedHouse) -> None:
    await put_forward(team, 1, 2, 3)
    await team.submit(2, 2)  # on the shelf, and of no use while the first is put forward
    before = await team.dump()
    shown = await look(team, START + timedelta(days=2))
    assert await team.dump() == before
    assert (shown.state, shown.closes_at, shown.publishes_at) == (WeekState.OPEN, FIRST_CLOSE, FIRST_PLAN)
    assert [post.author for post in shown.posts] == ["Ben", "Chidi", "Dora"]
    assert (shown.light, shown.build, shown.even) == (False, 0, None)


async def test_what_would_come_from_a_shelf_is_counted_and_not_named(team: PlantedHouse) -> None:
    await put_forward(team, 1, 2)
    await team.do("UPDATE submission SET state = 'shelved', week_id = NULL WHERE membership_id = 3")
    shown = await look(team, START + timedelta(days=2))
    assert ([post.author for post in shown.posts], shown.shelved) == (["Ben"], 1)


async def test_what_a_preview_said_is_what_is_published(team: PlantedHouse) -> None:
    await put_forward(team, 1, 2)
    await team.ring(FIRST_CLOSE)
    shown = await look(team, SOON)
    assert (shown.state, shown.few, shown.even_after) == (WeekState.CLOSED, True, Evenness.EVEN)
    await team.ring(FIRST_PLAN)
    assert len(await asked(team)) == 6
    cards = await team.rows("SELECT payload FROM outbox WHERE kind = 'week_card'")
    assert [json.loads(str(row[0]))["few"] for row in cards] == [True]


async def test_who_is_away_is_left_out_of_a_preview(team: PlantedHouse) -> None:
    await put_forward(team, 1, 2, 3)
    await away(team, 2, START, FIRST_PLAN + WEEK)
    shown = await look(team, SOON)
    assert [post.author for post in shown.posts] == ["Ben", "Dora"]


async def test_a_preview_says_of_nobody_whether_it_is_their_turn(team: PlantedHouse) -> None:
    """Who was recommended far more often than they recommended waits: with one post in, that is their balance."""
    await put_forward(team, 1)
    before = await look(team, SOON)
    for cause in range(12):
        sql = (
            "INSERT INTO ledger_entry (membership_id, delta, cause_kind, cause_id, created_at)"
            " VALUES (2, -1, 'push', :cause, :at), (3, 1, 'push', :cause, :at)"
        )
        await team.do(sql, cause=1000 + cause, at=START)
    after = await look(team, SOON)
    assert [post.author for post in after.posts] == ["Ben"]
    assert (after.posts, after.few, after.shelved) == (before.posts, before.few, before.shelved)
    await team.do("DELETE FROM ledger_entry")


async def test_a_steward_publishes_before_the_hour_and_everything_is_as_at_the_hour(team: PlantedHouse) -> None:
    await put_forward(team, *range(6))
    await team.ring(FIRST_CLOSE)
    done = await publish(team)
    assert (done.posts, done.publishes_at) == (6, FIRST_PLAN)
    assert len(await asked(team)) == 12
    mine = await team.services.weeks.show(team.caller(1), "this", SOON)
    assert (mine.state, len(mine.mine)) == (WeekState.PLANNED, 2)
    ahead = await team.services.weeks.show(team.caller(1), "next", SOON)
    assert (ahead.state, ahead.mine) == (WeekState.OPEN, ())
    before = await team.rows("SELECT count(*) FROM outbox")
    await team.ring(FIRST_PLAN)
    assert await team.rows("SELECT count(*) FROM outbox") == before, "the hour brings nothing more"
    assert await log(team) == ["published", "named"]
    assert (await look(team, SOON)).week_id == 2


async def test_a_plan_of_the_evening_before_is_for_the_days_of_its_week(team: PlantedHouse) -> None:
    await team.services.posts.submit(team.caller(1), team.post(1, months="1", last_day="2026-01-13"), START)
    await put_forward(team, 2, 3)
    await team.ring(FIRST_CLOSE)
    await publish(team)
    days = {pair: date.fromisoformat(str(row[1])) for pair, row in (await asked(team)).items()}
    assert min(days.values()) >= FIRST_PLAN.date()
    assert {day for (_, author), day in days.items() if author == 2} == {date(2026, 1, 12), date(2026, 1, 13)}
    for author in (3, 4):
        of_post = [day for (_, other), day in days.items() if other == author]
        assert len(set(of_post)) == len(of_post)


async def test_two_presses_publish_once(team: PlantedHouse) -> None:
    await named(team, 1, START)
    await put_forward(team, 2, 3)
    await team.ring(FIRST_CLOSE)
    caller = team.caller(0)
    first = await team.services.plans.publish(caller, 1, SOON)
    assert await team.services.plans.publish(caller, 1, SOON) == first, "the same press again"
    assert (await refused(team, lambda: publish(team, 1))).key == "plan-is-out"
    assert await log(team) == ["published", "named", "named"]


async def test_to_build_it_again_draws_other_lots_and_says_so(team: PlantedHouse) -> None:
    await put_forward(team, *range(6))
    await team.ring(FIRST_CLOSE)
    before = await look(team, SOON)
    assert [(await rebuild(team)).build for _ in range(3)] == [1, 2, 3]
    after = await look(team, SOON)
    assert (after.build, after.posts) == (3, before.posts)
    await publish(team)
    inputs, _ = await stored(team)
    assert inputs.build == 3
    pairs = set(await asked(team))
    assert pairs == {(i, a) for a, pushers in plan(inputs).pushers.items() for i in pushers}
    assert await log(team) == ["published", "rebuilt", "rebuilt", "rebuilt", "named"]


async def test_in_a_light_week_nobody_is_asked_for_more_than_one(team: PlantedHouse) -> None:
    await team.services.profiles.change_settings(team.caller(5), ChangeSettings(load="5"), START)
    await lighten(team)
    await lighten(team)  # a second press changes nothing
    await put_forward(team, *range(6))
    await team.ring(FIRST_CLOSE)
    assert (await look(team, SOON)).light
    await team.ring(FIRST_PLAN)
    given = Counter(pusher for pusher, _ in await asked(team))
    assert given == dict.fromkeys(range(1, 7), 1)
    assert (await team.services.weeks.show(team.caller(1), "this", FIRST_PLAN)).light
    assert not (await team.services.weeks.show(team.caller(1), "next", FIRST_PLAN)).light
    assert await log(team) == ["light_week", "named"]
    await team.ring(FIRST_CLOSE + WEEK)
    silent = await team.rows("SELECT count(*) FROM membership WHERE silent_weeks > 0")
    assert silent == [(0,)], "a light week counts for nobody's silence"


async def test_a_light_week_can_be_an_ordinary_one_again_until_it_is_out(team: PlantedHouse) -> None:
    await put_forward(team, *range(6))
    await lighten(team)
    await team.ring(FIRST_CLOSE)
    assert not (await lighten(team, now=SOON, light=False)).light
    await team.ring(FIRST_PLAN)
    assert len(await asked(team)) == 12
    assert await log(team) == ["full_week", "light_week", "named"]


async def test_a_plan_is_built_again_a_few_times_at_most(team: PlantedHouse) -> None:
    await _closed(team)
    for _ in range(MOST_BUILDS):
        await rebuild(team)
    assert (await refused(team, lambda: rebuild(team))).key == "enough-rebuilds"


async def test_what_stewards_did_is_not_pushed_out_of_the_log_by_turns(team: PlantedHouse) -> None:
    await _closed(team)
    await rebuild(team)
    for turn in range(MOST_TURNS):
        await lighten(team, now=SOON, light=turn % 2 == 0)
    assert (await refused(team, lambda: lighten(team, now=SOON))).key == "enough-turns"
    assert "rebuilt" in await log(team)
    assert (await lighten(team, now=SOON + WEEK)).light


async def _closed(team: PlantedHouse) -> None:
    await put_forward(team, 1, 2)
    await team.ring(FIRST_CLOSE)


async def _out(team: PlantedHouse) -> None:
    await _closed(team)
    await team.ring(FIRST_PLAN)


async def _nothing(team: PlantedHouse) -> None:
    await team.ring(FIRST_CLOSE)


async def _nobody(team: PlantedHouse) -> None:
    await _closed(team)
    await team.do("UPDATE profile SET load = 0")


async def _asleep(team: PlantedHouse) -> None:
    for who in (2, 3, 4, 5):
        await paused(team, who, START)


async def _open(_: PlantedHouse) -> None:
    return


REFUSED: list[tuple[str, str, Use, Use]] = [
    ("posts are not in: publish", "posts-not-in", _open, publish),
    ("posts are not in: build again", "posts-not-in", _open, rebuild),
    ("it is out: publish", "plan-is-out", _out, publish),
    ("it is out: build again", "plan-is-out", _out, rebuild),
    ("it is out: a light week", "plan-is-out", _out, lighten),
    ("no post", "nothing-to-plan", _nothing, publish),
    ("nobody who takes one", "nothing-to-plan", _nobody, publish),
    ("the team sleeps", "no-plan-ahead", _asleep, lambda team: look(team, START)),
    ("no such week: publish", "outdated-card", _closed, lambda team: publish(team, week=99)),
    ("no such week: light", "outdated-card", _closed, lambda team: lighten(team, week=99)),
    ("a member looks", "stewards-only", _closed, lambda team: look(team, SOON, 1)),
    ("a member publishes", "stewards-only", _closed, lambda team: publish(team, 1)),
    ("a member builds it again", "stewards-only", _closed, lambda team: rebuild(team, 1)),
    ("a member calls a light week", "stewards-only", _closed, lambda team: lighten(team, 1)),
    ("a stranger publishes", "not-a-member", _closed, lambda team: publish(team, 9)),
    ("a stranger reads how", "not-a-member", _open, lambda team: team.services.plans.method(team.caller(9), SOON)),
]


@pytest.mark.parametrize(("key", "begin", "use"), [row[1:] for row in REFUSED], ids=[row[0] for row in REFUSED])
async def test_what_is_refused_changes_nothing(team: PlantedHouse, key: str, begin: Use, use: Use) -> None:
    await begin(team)
    assert (await refused(team, lambda: use(team))).key == key


async def test_a_steward_of_another_team_is_nobody_here(team: PlantedHouse) -> None:
    elsewhere = await team.second_team(guild=900, channel=902)
    await _closed(team)
    week = int(str((await team.rows("SELECT min(id) FROM week WHERE team_id = :id", id=elsewhere))[0][0]))
    assert (await refused(team, lambda: lighten(team, week=week))).key == "stewards-only"
    other_server = team.caller(0, guild=77)
    use = team.services.plans.lighten
    assert (await refused(team, lambda: use(other_server, Lighten(1, True), START))).key == "no-such-team"


async def test_who_would_rather_not_is_never_matched_either_way_and_nobody_can_tell(team: PlantedHouse) -> None:
    await team.do("INSERT INTO apart (membership_id, other_id) VALUES (2, 3)")
    await put_forward(team, *range(6))
    await team.ring(FIRST_CLOSE)
    await team.ring(FIRST_PLAN)
    assert {(2, 3), (3, 2)} <= (await stored(team))[0].never
    assert not {(2, 3), (3, 2)} & set(await asked(team))


async def test_who_shares_no_language_is_never_matched_and_who_named_none_is_no_obstacle(team: PlantedHouse) -> None:
    for who, languages in ((1, "German"), (2, "Italian, English"), (3, "English")):
        await team.do("UPDATE profile SET languages = :it WHERE membership_id = :id", it=languages, id=who + 1)
    await put_forward(team, *range(6))
    await team.ring(FIRST_CLOSE)
    await team.ring(FIRST_PLAN)
    apart = {(2, 3), (3, 2), (2, 4), (4, 2)}
    assert (await stored(team))[0].never == apart
    assert not apart & set(await asked(team))


async def test_a_post_that_nobody_may_be_asked_for_waits_with_the_neutral_word(team: PlantedHouse) -> None:
    for other in (1, 3, 4, 5, 6):
        await team.do("INSERT INTO apart (membership_id, other_id) VALUES (:other, 2)", other=other)
    await put_forward(team, 1, 2)
    await team.ring(FIRST_CLOSE)
    await team.ring(FIRST_PLAN)
    shown = await team.services.weeks.show(team.caller(1), "this", FIRST_PLAN)
    assert LeftOutKind.POST_NOBODY in {one.kind for one in shown.left_out}
    assert await told(team, 1) == ["not_this_week"]


async def test_topics_and_season_that_two_share_are_among_the_reasons(team: PlantedHouse) -> None:
    for who in (0, 2):
        set_ = "UPDATE profile SET topics = 'Bread, tea', hemisphere = 'south' WHERE membership_id = :id"
        await team.do(set_, id=who + 1)
    summers = team.post(1, months="12,1,2", hemisphere="south")
    await team.services.posts.submit(team.caller(1), summers, START)
    await put_forward(team, 2, 3)
    await team.do("UPDATE profile SET topics = 'Tea' WHERE membership_id = 3")
    await team.ring(FIRST_CLOSE)
    await team.ring(FIRST_PLAN)
    why = {pair: json.loads(str(row[0])) for pair, row in (await asked(team)).items()}
    seasons = {pair for pair, given in why.items() if any(one["kind"] == ReasonKind.SEASON for one in given)}
    assert seasons == {(1, 2), (3, 2)} & set(why), "it is summer in the south"
    topics = {pair: one["facts"] for pair, given in why.items() for one in given if one["kind"] == ReasonKind.TOPIC}
    assert topics == {pair: {"topic": "tea"} for pair in topics}
    assert set(topics) == {(1, 3)} & set(why)


async def test_every_reason_and_who_is_left_out_can_be_recomputed_from_what_is_stored(team: PlantedHouse) -> None:
    for number in range(1, 4):
        begins = START + WEEK * (number - 1) + timedelta(days=1)
        await put_forward(team, *(range(6) if number < 3 else (0, 1, 2)), number=number, now=begins)
        await team.ring(FIRST_CLOSE + WEEK * (number - 1))
        now = FIRST_PLAN + WEEK * (number - 1)
        await team.ring(now)
        inputs, kept_out = await stored(team)
        made = plan(inputs)
        last = await _last_done(team)
        for (pusher, author), (why, _) in (await asked(team)).items():
            ago = last.get((pusher, author))
            weeks = None if ago is None else round((now - ago) / WEEK)
            expected = [one.as_json() for one in reasons(inputs, made, pusher, author, weeks)]
            assert json.loads(str(why)) == expected
        assert kept_out == [one.as_json() for one in left_out(inputs, made)]
        assert inputs.balance == await _balances(team)
        for who in range(6):
            shown = await team.services.weeks.show(team.caller(who), "this", now)
            assert {one.membership_id for one in shown.left_out} <= {who + 1}, "each their own alone"
            assert [one.as_json() for one in shown.left_out] == [one for one in kept_out if one[0] == who + 1]
            for mine in shown.mine[: 2 if who % 2 else 1]:
                if mine.state is AssignmentState.ASKED:
                    await team.services.assignments.done(team.caller(who), PushDone(mine.id, "", ""), now + HOUR)


async def _last_done(team: PlantedHouse) -> dict[tuple[int, int], datetime]:
    sql = (
        "SELECT a.pusher_id, s.membership_id, max(w.publishes_at) FROM assignment a JOIN slot s ON s.id = a.slot_id"
        " JOIN week w ON w.id = s.week_id WHERE a.state = 'done' GROUP BY 1, 2"
    )
    rows = await team.rows(sql)
    return {(int(str(row[0])), int(str(row[1]))): datetime.fromisoformat(f"{row[2]}+00:00") for row in rows}


async def _balances(team: PlantedHouse) -> dict[int, int]:
    rows = await team.rows("SELECT membership_id, sum(delta) FROM ledger_entry GROUP BY 1")
    return dict.fromkeys(range(1, 7), 0) | {int(str(row[0])): int(str(row[1])) for row in rows}


async def test_a_load_above_the_teams_counts_for_ones_own_post_once_it_was_carried(team: PlantedHouse) -> None:
    await team.services.profiles.change_settings(team.caller(1), ChangeSettings(load="5"), START)
    await put_forward(team, *range(6))
    await team.ring(FIRST_CLOSE)
    await team.ring(FIRST_PLAN)
    assert (await stored(team))[0].trusted == {2: 2}
    now = FIRST_PLAN + HOUR
    for mine in (await team.services.weeks.show(team.caller(1), "this", now)).mine:
        await team.services.assignments.done(team.caller(1), PushDone(mine.id, "", ""), now)
    carried = (await team.rows("SELECT count(*) FROM assignment WHERE state = 'done'"))[0][0]
    await put_forward(team, *range(6), number=2, now=now)
    await team.ring(FIRST_CLOSE + WEEK)
    await team.ring(FIRST_PLAN + WEEK)
    assert (await stored(team))[0].trusted == {2: max(2, int(str(carried)))}


async def _live(team: PlantedHouse, weeks: range) -> None:
    """Live whole weeks with a plan each, of which everybody does what they are asked for."""
    for number in weeks:
        await put_forward(team, 1, 2, number=number + 1, now=START + WEEK * number + timedelta(days=1))
        await team.ring(FIRST_CLOSE + WEEK * number)
        now = FIRST_PLAN + WEEK * number
        await team.ring(now)
        for who in range(6):
            for mine in (await team.services.weeks.show(team.caller(who), "this", now)).mine:
                await team.services.assignments.done(team.caller(who), PushDone(mine.id, "", ""), now)


async def _asked_for_light(team: PlantedHouse) -> list[Any]:
    sql = "SELECT membership_id, facts FROM notice WHERE kind = 'light_week' ORDER BY id"
    return [(row[0], json.loads(str(row[1]))) for row in await team.rows(sql)]


async def test_a_steward_is_asked_for_a_light_week_in_one_direct_message(team: PlantedHouse) -> None:
    """The week's own message, which goes out first, leaves it to the one that asks."""
    await named(team, 3, START)
    await _live(team, range(FULL_WEEKS - 1))
    await team.do("UPDATE profile SET by_dm = true WHERE membership_id IN (1, 4)")
    sixth = START + WEEK * (FULL_WEEKS - 1) + timedelta(days=1)
    await put_forward(team, 0, 3, 4, 5, number=FULL_WEEKS, now=sixth)
    await _live(team, range(FULL_WEEKS - 1, FULL_WEEKS))
    now = FIRST_PLAN + WEEK * (FULL_WEEKS - 1)
    sql = "SELECT id FROM outbox WHERE kind IN ('my_week', 'news') AND state = 'new'"
    rows = await team.db.read(
        lambda tx, ids, _: rows_of(tx, ids), [int(str(one)) for (one,) in await team.rows(sql)], now
    )
    told = [await team.services.outbox.facts(row, now) for row in rows]
    asking = [isinstance(one, NewsMessage) and one.news.kind is NoticeKind.LIGHT_WEEK for one in told]
    assert asking.count(True) == 2, "both stewards"
    weeks = [one.shown for one in told if isinstance(one, MyWeekMessage)]
    assert weeks
    assert NoticeKind.LIGHT_WEEK not in [one.kind for week in weeks for one in week.news]
    shown = await team.services.weeks.show(team.caller(3), "this", now)
    assert NoticeKind.LIGHT_WEEK in [one.kind for one in shown.news], "there it stands"


async def test_after_six_full_weeks_the_stewards_are_asked_once_and_a_light_one_starts_it_anew(
    team: PlantedHouse,
) -> None:
    await named(team, 3, START)
    await _live(team, range(FULL_WEEKS - 1))
    assert await _asked_for_light(team) == []
    await _live(team, range(FULL_WEEKS - 1, FULL_WEEKS))
    found = await _asked_for_light(team)
    assert [(member, facts["weeks"]) for member, facts in found] == [(1, 6), (4, 6)]
    coming = found[0][1]["week_id"]
    shown = (await look(team, FIRST_PLAN + WEEK * (FULL_WEEKS - 1))).week_id
    assert coming == shown, "it is the coming week that may be a light one"
    await _live(team, range(FULL_WEEKS, FULL_WEEKS + 2))
    assert len(await _asked_for_light(team)) == 2, "once"
    light = (await look(team, FIRST_PLAN + WEEK * (FULL_WEEKS + 1))).week_id
    await lighten(team, week=light, now=FIRST_PLAN + WEEK * (FULL_WEEKS + 1))
    await _live(team, range(FULL_WEEKS + 2, 2 * FULL_WEEKS + 2))
    assert len(await _asked_for_light(team)) == 2
    await _live(team, range(2 * FULL_WEEKS + 2, 2 * FULL_WEEKS + 3))
    assert len(await _asked_for_light(team)) == 4


async def test_a_week_in_which_nobody_was_asked_breaks_the_row(team: PlantedHouse) -> None:
    await _live(team, range(3))
    for now in (FIRST_CLOSE + WEEK * 3, FIRST_PLAN + WEEK * 3):
        await team.ring(now)
    await _live(team, range(4, 4 + FULL_WEEKS - 1))
    assert await _asked_for_light(team) == []
    await _live(team, range(3 + FULL_WEEKS, 4 + FULL_WEEKS))
    assert len(await _asked_for_light(team)) == 1


async def test_the_answer_takes_the_question_away_for_all_stewards(team: PlantedHouse) -> None:
    await named(team, 3, START)
    await _live(team, range(FULL_WEEKS))
    now = FIRST_PLAN + WEEK * (FULL_WEEKS - 1) + HOUR
    assert [one.kind for one in (await team.services.weeks.show(team.caller(3), "this", now)).news][-1] == "light_week"
    [(_, facts), _] = await _asked_for_light(team)
    await lighten(team, 0, week=facts["week_id"], now=now)
    assert "light_week" not in [one.kind for one in (await team.services.weeks.show(team.caller(3), "this", now)).news]


async def test_who_is_steward_no_more_is_not_asked_any_more(team: PlantedHouse) -> None:
    await named(team, 3, START)
    await _live(team, range(FULL_WEEKS))
    now = FIRST_PLAN + WEEK * (FULL_WEEKS - 1) + HOUR
    await decided(team, now, lambda tx, here: stewards.released(tx, here, 4, now))
    asked_still = [
        who
        for who in (0, 3)
        if "light_week" in [one.kind for one in (await team.services.weeks.show(team.caller(who), "this", now)).news]
    ]
    assert asked_still == [0]


async def test_who_has_no_turn_is_told_why_with_a_plan_and_without_one(team: PlantedHouse) -> None:
    await put_forward(team, 1, 2)
    await team.ring(FIRST_CLOSE)
    await team.ring(FIRST_PLAN)
    await put_forward(team, 1, 2, number=2, now=FIRST_PLAN)  # and nobody does anything
    await team.ring(FIRST_CLOSE + WEEK)
    await team.ring(FIRST_PLAN + WEEK)
    assert len(await team.rows("SELECT id FROM plan")) == 1
    for who in (1, 2):
        news = (await team.services.weeks.show(team.caller(who), "this", FIRST_PLAN + WEEK)).news
        [why] = [one.facts["why"] for one in news if one.kind is NoticeKind.NOT_THIS_WEEK]
        assert why == [who + 1, LeftOutKind.POST_LATER, {"balance": 0, "more": 1, "late": 3}]


async def test_how_plans_come_out_is_said_to_every_member_and_to_who_is_paused(team: PlantedHouse) -> None:
    await paused(team, 5, START)
    shown = await team.services.plans.method(team.caller(5), START)
    assert (shown.load, shown.even) == (2, None)
    await put_forward(team, *range(5))
    await team.ring(FIRST_CLOSE)
    await team.ring(FIRST_PLAN)
    assert (await team.services.plans.method(team.caller(1), FIRST_PLAN)).even is None, "nothing to count yet"
    assert (await look(team, FIRST_PLAN)).even is None
    [mine, *_] = (await team.services.weeks.show(team.caller(1), "this", FIRST_PLAN)).mine
    await team.services.assignments.done(team.caller(1), PushDone(mine.id, "", ""), FIRST_PLAN)
    assert (await team.services.plans.method(team.caller(1), FIRST_PLAN)).even is Evenness.EVEN


async def test_it_is_not_even_while_somebody_got_much_more_than_they_gave_in_eight_weeks(team: PlantedHouse) -> None:
    await _live(team, range(6))
    now = FIRST_PLAN + WEEK * 5 + HOUR
    before = await team.rows("SELECT id, state FROM assignment WHERE pusher_id = 2")
    await team.do("UPDATE assignment SET state = 'lapsed' WHERE pusher_id = 2")  # Ben got, and never gave
    assert (await team.services.plans.method(team.caller(1), now)).even is Evenness.NOT_YET
    assert (await look(team, now)).even is Evenness.NOT_YET
    for number, state in before:
        await team.do("UPDATE assignment SET state = :state WHERE id = :id", id=number, state=state)
    await _live(team, range(6, 7))
    assert (await team.services.plans.method(team.caller(1), now + WEEK)).even is Evenness.EVEN
