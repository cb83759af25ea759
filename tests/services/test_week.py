"""A team's week from the first click to the next: what each person is shown, and the rows that say so."""

from datetime import timedelta

import pytest

from teambot.domain.assignments import AssignmentState, OfferedOn
from teambot.domain.notices import NoticeKind
from teambot.domain.post_answers import PostShelved, PostSubmitted
from teambot.domain.reasons import ReasonKind
from teambot.domain.week import WeekState
from teambot.errors import Refusal
from teambot.services.assignments.service import PushDone, SkipAssignment
from teambot.storage.invariants import broken
from tests.services.conftest import FIRST_CLOSE, FIRST_PLAN, NAMES, START, WEEK, House


async def test_the_third_member_forms_the_team(house: House) -> None:
    await house.set_up(4)
    assert (await house.join(0)).missing == 2
    assert (await house.join(1)).first_close is None
    formed = await house.join(2)
    assert (formed.missing, formed.first_close) == (0, FIRST_CLOSE)
    late = await house.join(3)
    assert late.first_close == FIRST_CLOSE
    assert await house.rows("SELECT kind FROM outbox ORDER BY id") == [("invitation",), ("team_formed",)]


async def test_a_submission_is_in_the_plan_and_everyone_is_asked_evenly(house: House) -> None:
    await house.form()
    for who in range(6):
        answer = await house.submit(who)
        assert isinstance(answer, PostSubmitted)
        assert (answer.closes_at, answer.publishes_at) == (FIRST_CLOSE, FIRST_PLAN)
    await house.turn(FIRST_CLOSE)
    await house.turn(FIRST_PLAN)
    asked = await house.rows("SELECT pusher_id, count(*) FROM assignment GROUP BY pusher_id")
    assert [count for _, count in asked] == [2] * 6
    shown = await house.services.weeks.show(house.caller(0), "this", FIRST_PLAN)
    assert shown.state is WeekState.PLANNED
    assert len(shown.mine) == 2
    assert all(one.author != "Ana" and one.reasons for one in shown.mine)
    assert len(shown.posts) == 6


async def test_the_second_post_of_a_week_is_kept_on_the_shelf(house: House) -> None:
    await house.form()
    first = await house.submit(0, 1)
    second = await house.submit(0, 2)
    assert isinstance(first, PostSubmitted)
    assert isinstance(second, PostShelved)
    assert second.standing == "ana 1"
    swapped = await house.services.posts.use_this_week(house.caller(0), second.submission_id, START)
    assert swapped.replaced == "ana 1"
    assert await house.rows("SELECT title, state FROM submission ORDER BY id") == [
        ("ana 1", "shelved"),
        ("ana 2", "waiting"),
    ]


async def test_a_late_submission_belongs_to_the_next_close(house: House) -> None:
    await house.form()
    just_after = FIRST_CLOSE + timedelta(seconds=1)
    answer = await house.submit(0, now=just_after)  # before the sweep has closed the week
    assert isinstance(answer, PostSubmitted)
    assert answer.closes_at == FIRST_CLOSE + WEEK
    await house.turn(just_after)
    await house.turn(FIRST_PLAN)
    assert await house.rows("SELECT count(*) FROM slot") == [(0,)]
    await house.turn(FIRST_CLOSE + WEEK)
    await house.turn(FIRST_PLAN + WEEK)
    assert await house.rows("SELECT count(*) FROM slot") == [(1,)]


async def _plan(house: House, posts: int = 6) -> None:
    await house.form()
    for who in range(posts):
        await house.submit(who)
    await house.turn(FIRST_CLOSE)
    await house.turn(FIRST_PLAN)


async def test_done_is_booked_and_its_author_hears_of_it(house: House) -> None:
    await _plan(house)
    mine = (await house.services.weeks.show(house.caller(0), "this", FIRST_PLAN)).mine[0]
    done = PushDone(mine.id, "http://ana.blog.test/tip", "It is lovely.")
    booked = await house.services.assignments.done(house.caller(0), done, FIRST_PLAN)
    assert booked.author == mine.author
    author = ("Ana", "Ben", "Chidi", "Dora", "Emi", "Finn").index(mine.author)
    news = (await house.services.weeks.show(house.caller(author), "this", FIRST_PLAN)).news
    assert [(one.kind, one.facts["pusher"], one.facts["words"]) for one in news] == [
        (NoticeKind.PUSHED, "Ana", "It is lovely.")
    ]
    assert not (await house.services.weeks.show(house.caller(author), "this", FIRST_PLAN)).news
    assert sorted(await house.rows("SELECT delta FROM ledger_entry")) == [(-1,), (1,)]
    with pytest.raises(Refusal, match="already-done"):
        await house.services.assignments.done(house.caller(0), done, FIRST_PLAN)


async def test_a_skip_is_offered_on_to_somebody_with_room(house: House) -> None:
    await _plan(house, posts=2)  # few posts: some have room left
    row = (
        await house.rows(
            "SELECT a.id, p.discord_id FROM assignment a JOIN membership m ON m.id = a.pusher_id "
            "JOIN person p ON p.id = m.person_id ORDER BY a.id LIMIT 1"
        )
    )[0]
    skipper = int(str(row[1])) - 100
    skipped = await house.services.assignments.skip(
        house.caller(skipper), SkipAssignment(int(str(row[0])), "busy"), FIRST_PLAN
    )
    assert skipped.offered in (OfferedOn.STAND_IN, OfferedOn.OPEN)
    after = await house.rows(
        "SELECT state, pusher_id IS NULL FROM assignment WHERE offered_on_from_id = :id", id=row[0]
    )
    expected = (AssignmentState.ASKED, 0) if skipped.offered is OfferedOn.STAND_IN else (AssignmentState.OPEN, 1)
    assert after == [expected]


@pytest.mark.parametrize(("reason", "stored"), [("", None), ("busy", "busy")])
async def test_who_skips_need_not_say_why(house: House, reason: str, stored: str | None) -> None:
    await _plan(house)
    mine = (await house.services.weeks.show(house.caller(0), "this", FIRST_PLAN)).mine[0]
    await house.services.assignments.skip(house.caller(0), SkipAssignment(mine.id, reason), FIRST_PLAN)
    assert await house.rows("SELECT state, skip_reason FROM assignment WHERE id = :id", id=mine.id) == [
        ("skipped", stored)
    ]


async def test_only_this_week_brings_what_is_still_open_of_the_one_before(house: House) -> None:
    await _plan(house)
    now = FIRST_CLOSE + WEEK + timedelta(hours=1)  # that week is over, and the next has no plan yet
    await house.turn(now)
    shown = {when: await house.services.weeks.show(house.caller(0), when, now) for when in ("this", "next", "last")}
    assert {when: len(week.mine) for when, week in shown.items()} == {"this": 2, "next": 0, "last": 2}
    later = FIRST_PLAN + WEEK
    await house.turn(later)
    assert len((await house.services.weeks.show(house.caller(0), "this", later)).mine) == 2
    assert (await house.services.weeks.show(house.caller(0), "next", later)).mine == ()


async def test_there_is_no_last_week_before_the_first(house: House) -> None:
    await house.form()
    shown = await house.services.weeks.show(house.caller(0), "last", START)
    assert (shown.key, shown.state, shown.missing) == ("", None, 0)


async def test_what_is_open_is_shown_as_its_card_is_and_whose_it_is_to_who_takes_it(house: House) -> None:
    await _plan(house)
    week, answers = house.services.weeks, house.services.assignments
    first = (await week.show(house.caller(0), "this", FIRST_PLAN)).mine[0]
    await answers.skip(house.caller(0), SkipAssignment(first.id, ""), FIRST_PLAN)
    ((open_id,),) = await house.rows("SELECT id FROM assignment WHERE state = 'open'")
    on = "SELECT pusher_id - 1 FROM assignment WHERE slot_id = (SELECT slot_id FROM assignment WHERE id = :id)"
    has_it = {who for (who,) in await house.rows(on, id=open_id) if who is not None}
    author = NAMES.index(first.author)
    for who in range(6):
        offers = (await week.show(house.caller(who), "this", FIRST_PLAN)).offers
        assert bool(offers) is (who != 0), "to all but who gave it back, as in the channel"
    taker = next(who for who in range(6) if who not in has_it | {author})
    with pytest.raises(Refusal, match="no-such-assignment"):
        await answers.one(house.caller(taker), int(str(open_id)), FIRST_PLAN)
    await answers.take(house.caller(taker), int(str(open_id)), FIRST_PLAN)
    taken = await answers.one(house.caller(taker), int(str(open_id)), FIRST_PLAN)
    assert (taken.title, taken.author, taken.state) == (first.title, first.author, AssignmentState.ASKED)
    assert [reason.kind for reason in taken.reasons] == [ReasonKind.TOOK_IT]
    with pytest.raises(Refusal, match="no-such-assignment"):
        await answers.one(house.caller(author), int(str(open_id)), FIRST_PLAN)
    left = await answers.skip(house.caller(taker), SkipAssignment(int(str(open_id)), ""), FIRST_PLAN)
    assert left.left == 2  # what they were asked for besides
    assert not (await week.show(house.caller(taker), "this", FIRST_PLAN)).offers


async def test_what_is_not_done_lapses_quietly_seven_days_after_the_end(house: House) -> None:
    await _plan(house)
    end = FIRST_CLOSE + WEEK
    await house.turn(end)
    mine = (await house.services.weeks.show(house.caller(0), "last", end)).mine[0]
    await house.services.assignments.done(house.caller(0), PushDone(mine.id, "", ""), end + timedelta(days=6))
    await house.turn(end + timedelta(days=7))
    states = await house.rows("SELECT state, count(*) FROM assignment GROUP BY state ORDER BY state")
    assert states == [("done", 1), ("lapsed", 11)]
    with pytest.raises(Refusal, match="already-done"):
        await house.services.assignments.done(house.caller(0), PushDone(mine.id, "", ""), end + timedelta(days=7))


async def test_a_missed_week_books_nothing_and_says_so(house: House) -> None:
    await house.form()
    await house.submit(0)
    back = FIRST_PLAN + timedelta(days=4)  # less than half of the week is left
    await house.turn(back)
    assert await house.rows("SELECT state FROM week ORDER BY id LIMIT 1") == [("missed",)]
    assert ("week_missed",) in await house.rows("SELECT kind FROM outbox")
    await house.turn(FIRST_CLOSE + WEEK)
    await house.turn(FIRST_PLAN + WEEK)
    assert await house.rows("SELECT count(*) FROM slot") == [(1,)]  # it moved on


async def test_a_new_item_is_offered_to_its_author_once(house: House) -> None:
    await house.form(3)
    house.blogs.posts["ana"] = 4
    for hours in (2, 4, 6):
        await house.services.feeds.poll_due(START + timedelta(hours=hours))
    news = (await house.services.weeks.show(house.caller(0), "this", START + timedelta(hours=7))).news
    assert [one.facts["title"] for one in news] == ["ana 4"]
    assert ("ana", '"4"') in house.blogs.asked  # it was asked with what it said last


async def test_a_post_that_is_in_is_offered_no_more(house: House) -> None:
    await house.form(3)
    house.blogs.posts |= {"ana": 4, "ben": 4}
    await house.services.feeds.poll_due(START + timedelta(hours=2))
    await house.submit(0, 4)  # by the command, before My week was looked at
    assert not (await house.services.weeks.show(house.caller(0), "this", START + timedelta(days=1))).news
    await house.submit(1, 5)  # ahead of its feed
    house.blogs.posts["ben"] = 5
    await house.services.feeds.poll_due(START + timedelta(hours=4))
    news = (await house.services.weeks.show(house.caller(1), "this", START + timedelta(days=1))).news
    assert [one.facts["title"] for one in news] == ["ben 4"]


async def test_a_skip_that_nobody_could_take_is_carried_without_a_card(house: House) -> None:
    """With everybody else asked already, an open card would point at the one who passed (promise 5)."""
    await house.form(3)
    await house.submit(0)
    await house.turn(FIRST_CLOSE)
    await house.turn(FIRST_PLAN)
    mine = (await house.services.weeks.show(house.caller(1), "this", FIRST_PLAN)).mine[0]
    skipped = await house.services.assignments.skip(house.caller(1), SkipAssignment(mine.id, "busy"), FIRST_PLAN)
    assert skipped.offered is OfferedOn.CARRIED
    assert ("offer",) not in await house.rows("SELECT kind FROM outbox")
    assert await house.rows("SELECT state, count(*) FROM assignment GROUP BY state ORDER BY state") == [
        ("asked", 1),
        ("carried", 1),
        ("skipped", 1),
    ]
    assert await house.db.read(lambda tx, _, __: list(broken(tx)), None, FIRST_PLAN) == []
