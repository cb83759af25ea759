"""A week that runs, and somebody goes away, pauses, leaves or takes their post back: what becomes of what was asked."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta

import pytest

from teambot.domain.announcements import MessageKind, WeekCard
from teambot.domain.notices import NoticeKind
from teambot.domain.post_answers import PostWithdrawing, PostWithdrawn
from teambot.domain.posts import NO_REPEAT
from teambot.errors import Refusal
from teambot.services.assignments.service import PushDone, SkipAssignment
from teambot.services.standings.service import GoAway, Leave
from teambot.storage.invariants import broken
from teambot.storage.outbox_row import rows_where
from teambot.storage.tables import outbox
from tests.services.conftest import FIRST_CLOSE, FIRST_PLAN, START, WEEK
from tests.services.planted import PlantedHouse, planted
from tests.stores import Store

TUESDAY = FIRST_PLAN + timedelta(days=1)
ENDS = datetime(2026, 1, 18, 18, tzinfo=UTC)
OF_ANA = "SELECT state FROM assignment WHERE pusher_id = 1 ORDER BY id"


@pytest.fixture
async def team(store: Store, formed: str) -> AsyncIterator[PlantedHouse]:
    async with planted(store, formed) as house:
        await house.plan()
        yield house


async def sound(team: PlantedHouse) -> None:
    assert await team.db.read(lambda tx, _, __: list(broken(tx)), None, START) == []


async def states(team: PlantedHouse, sql: str = OF_ANA) -> list[object]:
    return [row[0] for row in await team.rows(sql)]


async def asked(team: PlantedHouse, who: int) -> list[int]:
    rows = await team.rows(
        "SELECT id FROM assignment WHERE pusher_id = :id AND state = 'asked' ORDER BY id", id=who + 1
    )
    return [int(str(row[0])) for row in rows]


@pytest.mark.parametrize(
    ("from_", "until", "becomes", "offered_on", "left"),
    [
        ("", "2026-01-18", "released", 2, 0),  # until the week's end
        ("", "2026-01-16", "asked", 0, 0),  # back on Saturday, more than a day before it
        ("", "2026-01-17", "released", 2, 0),  # back on Sunday, on its last day
        ("2026-01-15", "2026-01-25", "asked", 0, 2),  # can be done before
        ("2026-01-20", "2026-01-25", "asked", 0, 2),  # the same, and nothing is taken away once it is over
    ],
    ids=["to the end", "back in time", "back too late", "later in the week", "next week"],
)
async def test_what_somebody_away_cannot_do_yet_is_offered_on(
    team: PlantedHouse, from_: str, until: str, becomes: str, offered_on: int, left: int
) -> None:
    shown = await team.services.standings.away(team.caller(0), GoAway(until, from_), TUESDAY)
    assert (shown.offered_on, shown.asked) == (offered_on, left)
    assert await states(team) == [becomes, becomes]
    taken_over = "SELECT count(*) FROM assignment WHERE offered_on_from_id IS NOT NULL"
    assert await team.rows(taken_over) == [(offered_on,)]
    await sound(team)


async def test_what_is_left_when_an_absence_begins_is_offered_on_then(team: PlantedHouse) -> None:
    standings = team.services.standings
    await standings.away(team.caller(0), GoAway("2026-01-25", "2026-01-15"), TUESDAY)
    one = (await asked(team, 0))[0]
    await team.services.assignments.done(team.caller(0), PushDone(one, "", ""), TUESDAY)
    assert await standings.settle_due(datetime(2026, 1, 14, 23, 59, tzinfo=UTC)) == 0
    assert await states(team) == ["done", "asked"]
    thursday = datetime(2026, 1, 15, tzinfo=UTC)
    assert await standings.settle_due(thursday) == 1
    assert await states(team) == ["done", "released"]
    assert await standings.settle_due(thursday) == 0
    await sound(team)


async def test_an_absence_that_begins_after_the_week_takes_nothing_away(team: PlantedHouse) -> None:
    await team.services.standings.away(team.caller(0), GoAway("2026-01-25", "2026-01-20"), TUESDAY)
    await team.services.standings.settle_due(datetime(2026, 1, 20, tzinfo=UTC))
    assert await states(team) == ["asked", "asked"]  # Done still counts


async def test_who_comes_back_early_finds_it_offered_on_and_may_not_take_it_again(team: PlantedHouse) -> None:
    mine = await asked(team, 0)
    await team.services.standings.away(team.caller(0), GoAway("2026-01-25", ""), TUESDAY)
    await team.services.standings.come_back(team.caller(0), 1, TUESDAY)
    assert await states(team) == ["released", "released"]
    for one in mine:
        with pytest.raises(Refusal) as refused:
            await team.services.assignments.done(team.caller(0), PushDone(one, "", ""), TUESDAY)
        assert refused.value.key == "not-asked-any-more"
    shown = await team.services.weeks.show(team.caller(0), "this", TUESDAY)
    assert shown.offers == ()
    # They have room again, and may be asked for another post that somebody passes on, but for none of these two.
    slots = await states(team, "SELECT slot_id FROM assignment WHERE pusher_id = 1")
    for who in (1, 2):
        for one in await asked(team, who):
            await team.services.assignments.skip(team.caller(who), SkipAssignment(one, "busy"), TUESDAY)
    again = await states(team, "SELECT slot_id FROM assignment WHERE pusher_id = 1 AND state = 'asked'")
    assert not set(again) & set(slots)
    await sound(team)


@pytest.mark.parametrize("how", ["break", "leave", "gone"])
async def test_who_pauses_or_goes_is_not_waited_for(team: PlantedHouse, how: str) -> None:
    standings = team.services.standings
    done, _ = await asked(team, 0)
    await team.services.assignments.done(team.caller(0), PushDone(done, "", ""), TUESDAY)
    before = await team.rows("SELECT id, state FROM assignment WHERE pusher_id <> 1 AND slot_id <> 1 ORDER BY id")
    if how == "break":
        assert (await standings.take_break(team.caller(0), 1, TUESDAY)).offered_on == 1
    elif how == "leave":
        await standings.leave(team.caller(0), Leave(1, listed=False, goodbye=False, words=""), TUESDAY)
    else:
        for hours in (1, 3):
            await team.services.presence.look_due(_not_found, TUESDAY + timedelta(hours=hours))
    assert await states(team) == ["done", "released"]
    # Nobody's own task changed: at most one more is asked of one of them.
    after = await team.rows("SELECT id, state FROM assignment WHERE pusher_id <> 1 AND slot_id <> 1 ORDER BY id")
    assert [row for row in after if row in before] == before
    assert len(after) <= len(before) + 1
    assert await team.rows(
        "SELECT count(*) FROM notice WHERE kind NOT IN ('took_over', 'pushed', 'post_withdrawn')"
    ) == [(0,)]
    await sound(team)


async def _not_found(guild_id: int, discord_id: int) -> bool | None:
    return discord_id != 100


async def test_the_post_of_who_is_away_stays_in_the_plan_and_that_of_who_left_does_not(team: PlantedHouse) -> None:
    for_ana = "SELECT a.state FROM assignment a JOIN slot s ON s.id = a.slot_id WHERE s.membership_id = 1 ORDER BY a.id"
    await team.services.standings.away(team.caller(0), GoAway("2026-01-25", ""), TUESDAY)
    assert await states(team, for_ana) == ["asked", "asked"]
    await team.services.standings.leave(team.caller(0), Leave(1, listed=False, goodbye=False, words=""), TUESDAY)
    assert await states(team, for_ana) == ["withdrawn", "withdrawn"]
    told = await team.rows("SELECT kind, facts FROM notice WHERE kind = :kind", kind=NoticeKind.POST_WITHDRAWN)
    assert told == [(NoticeKind.POST_WITHDRAWN, '{"title": "ana 1"}')] * 2
    await sound(team)


async def test_a_pause_after_the_week_leaves_what_counts_yet(team: PlantedHouse) -> None:
    await team.ring(ENDS)
    assert (await team.services.standings.take_break(team.caller(0), 1, ENDS)).offered_on == 0
    assert await states(team) == ["asked", "asked"]
    await team.services.standings.come_back(team.caller(0), 1, ENDS + timedelta(days=1))
    one = (await asked(team, 0))[0]
    await team.services.assignments.done(team.caller(0), PushDone(one, "", ""), ENDS + timedelta(days=1))
    await team.ring(ENDS + WEEK)
    assert await states(team) == ["done", "lapsed"]
    await sound(team)


async def test_what_would_be_offered_on_is_said_before(team: PlantedHouse) -> None:
    assert (await team.services.standings.absence(team.caller(0), TUESDAY)).asked == 2
    await team.services.standings.away(team.caller(0), GoAway("2026-01-25", "2026-01-15"), TUESDAY)
    assert (await team.services.standings.absence(team.caller(0), TUESDAY)).asked == 2
    await team.services.standings.away(team.caller(0), GoAway("2026-01-16", "2026-01-15"), TUESDAY)
    assert (await team.services.standings.absence(team.caller(0), TUESDAY)).asked == 0  # they are back in time


async def test_a_post_with_a_last_day_is_waited_for_no_longer_than_that(team: PlantedHouse) -> None:
    await team.do("UPDATE submission SET last_day = '2026-01-15'")
    shown = await team.services.standings.away(team.caller(0), GoAway("2026-01-14", ""), TUESDAY)
    assert (shown.offered_on, await states(team)) == (0, ["asked", "asked"])  # back on that very day, which is theirs
    shown = await team.services.standings.away(team.caller(0), GoAway("2026-01-15", ""), TUESDAY)
    assert (shown.offered_on, await states(team)) == (2, ["released", "released"])
    late = datetime(2026, 1, 16, 12, tzinfo=UTC)
    await team.services.standings.take_break(team.caller(1), 1, late)
    ben = await states(team, "SELECT DISTINCT state FROM assignment WHERE pusher_id = 2")
    assert ben == ["asked"]  # nobody could be asked instead; it lapses by itself
    await sound(team)


async def test_a_post_taken_back_in_its_week_is_asked_for_no_more_and_what_was_done_stands(team: PlantedHouse) -> None:
    posts = team.services.posts
    ((first, who), (_, other)) = await team.rows(
        "SELECT a.id, a.pusher_id FROM assignment a JOIN slot s ON s.id = a.slot_id WHERE s.membership_id = 1"
    )
    await team.services.assignments.done(team.caller(int(str(who)) - 1), PushDone(int(str(first)), "", ""), TUESDAY)
    assert [post.title for post in await posts.withdrawable(team.caller(0), "", TUESDAY)] == ["ana 1"]
    asked = await posts.withdrawing(team.caller(0), 1, TUESDAY)
    assert asked == PostWithdrawing(1, "ana 1", asked=1, done=1, again=FIRST_PLAN + NO_REPEAT)
    assert await posts.withdraw(team.caller(0), 1, TUESDAY) == PostWithdrawn(1, "ana 1", ran=True, again=asked.again)
    for_ana = "SELECT a.state FROM assignment a JOIN slot s ON s.id = a.slot_id WHERE s.membership_id = 1 ORDER BY a.id"
    assert await states(team, for_ana) == ["done", "withdrawn"]
    assert await team.rows("SELECT membership_id FROM notice WHERE kind = 'post_withdrawn'") == [(other,)]
    assert await team.rows("SELECT sum(delta) FROM ledger_entry WHERE membership_id = 1") == [(-1,)]
    assert await posts.withdrawable(team.caller(0), "", TUESDAY) == ()
    await sound(team)


async def test_who_was_to_swap_it_is_told_and_its_card_closes_with_the_week(team: PlantedHouse) -> None:
    ((one, who),) = await team.rows(
        "SELECT a.id, a.pusher_id FROM assignment a JOIN slot s ON s.id = a.slot_id WHERE s.membership_id = 1 LIMIT 1"
    )
    await team.services.assignments.swap(team.caller(int(str(who)) - 1), int(str(one)), TUESDAY)
    assert await team.rows("SELECT count(*) FROM assignment WHERE state = 'open'") == [(1,)]
    await team.services.posts.withdraw(team.caller(0), 1, TUESDAY)
    assert await team.rows("SELECT count(*) FROM assignment WHERE state = 'open'") == [(0,)]
    closed = "SELECT count(*) FROM outbox WHERE kind = 'offer_closed'"
    assert await team.rows(closed) == [(0,)], "its author would read that somebody had not wanted it"
    await team.ring(FIRST_CLOSE + WEEK)
    assert await team.rows(closed) == [(1,)]
    assert await team.rows("SELECT count(*) FROM notice WHERE kind = 'post_withdrawn'") == [(2,)]
    await sound(team)


async def test_its_place_in_the_week_stays_used_and_the_card_goes_without_it(team: PlantedHouse) -> None:
    await team.services.posts.withdraw(team.caller(0), 1, TUESDAY)
    await team.submit(0, 2, now=TUESDAY)
    assert await team.rows(
        "SELECT w.key FROM submission s JOIN week w ON w.id = s.week_id WHERE s.state = 'waiting'"
    ) == [("2026-W04",)]
    assert await team.rows("SELECT count(*) FROM slot WHERE membership_id = 1 AND week_id = 1") == [(1,)]
    shown = await team.services.weeks.show(team.caller(1), "this", TUESDAY)
    assert "ana 1" not in [post.title for post in shown.posts]
    cards = "SELECT edits_id IS NOT NULL FROM outbox WHERE kind = 'week_card' ORDER BY id"
    assert [bool(redrawn) for redrawn in await states(team, cards)] == [False, True]
    await sound(team)


@pytest.mark.parametrize("done", [True, False], ids=["once recommended", "by nobody"])
async def test_a_post_taken_out_comes_again_next_week_where_nobody_recommended_it(
    team: PlantedHouse, done: bool
) -> None:
    posts = team.services.posts
    ((one, who), *_) = await team.rows(
        "SELECT a.id, a.pusher_id FROM assignment a JOIN slot s ON s.id = a.slot_id WHERE s.membership_id = 1"
    )
    if done:
        await team.services.assignments.done(team.caller(int(str(who)) - 1), PushDone(int(str(one)), "", ""), TUESDAY)
    asked = await posts.withdrawing(team.caller(0), 1, TUESDAY)
    assert asked is not None
    assert asked.again == (FIRST_PLAN + NO_REPEAT if done else None)
    assert await posts.withdraw(team.caller(0), 1, TUESDAY) == PostWithdrawn(1, "ana 1", ran=True, again=asked.again)
    again = team.post(0, 1)
    if done:
        with pytest.raises(Refusal) as refused:
            await posts.submit(team.caller(0), again, TUESDAY)
        assert refused.value.key == "pushed-before"
        return
    await posts.submit(team.caller(0), again, TUESDAY)
    assert await team.rows(
        "SELECT w.key FROM submission s JOIN week w ON w.id = s.week_id WHERE s.state = 'waiting'"
    ) == [("2026-W04",)]
    await sound(team)


async def test_a_post_that_was_the_only_one_leaves_an_empty_card(store: Store, formed: str) -> None:
    async with planted(store, formed) as team:
        await team.plan(posts=1)
        await team.services.posts.withdraw(team.caller(0), 1, TUESDAY)
        rows = await team.db.read(lambda tx, _, __: rows_where(tx, outbox.c.kind == MessageKind.WEEK_CARD), None, START)
        for row in rows:
            card = await team.services.outbox.facts(row, TUESDAY)
            assert isinstance(card, WeekCard)
            assert card.posts == ()
        assert await team.rows("SELECT DISTINCT state FROM assignment") == [("withdrawn",)]
        await sound(team)
