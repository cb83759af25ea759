"""The weekly reminder: once a week, of everything still open, to who wants it and is there; and of nothing else."""

from collections.abc import AsyncIterator
from datetime import datetime, timedelta

import pytest

from teambot.domain.announcements import ReminderMessage
from teambot.domain.reminders import BEFORE_END, RUN_FOR
from teambot.services.assignments.seeking import AnswerFound
from teambot.services.assignments.service import PushDone
from teambot.services.motions.ballots import CastBallot
from teambot.services.motions.proposals import ProposeOther
from teambot.services.profiles import ChangeSettings
from teambot.storage.foreseen import foreseen
from teambot.storage.inspection import inspected
from tests.services.conftest import FIRST_CLOSE, FIRST_PLAN, NAMES, START, WEEK
from tests.services.planted import PlantedHouse, planted
from tests.services.test_outbox import send_all
from tests.stores import Store

END = FIRST_CLOSE + WEEK
DUE = END - BEFORE_END  # a Friday, 18:00 where the team lives
DAY = timedelta(days=1)
EVERYBODY = {1, 2, 3, 4, 5, 6}


@pytest.fixture
async def team(store: Store, formed: str) -> AsyncIterator[PlantedHouse]:
    """The six with a plan in which each is asked for two."""
    async with planted(store, formed) as house:
        await house.plan()
        yield house


async def reminded(team: PlantedHouse, now: datetime = DUE) -> set[int]:
    """Ring the bell, and give who was told anything by it."""
    before = {row[0] for row in await team.rows("SELECT id FROM notice")}
    count = await team.services.reminders.remind_due(now)
    found = await team.rows("SELECT id, kind, membership_id FROM notice")
    told = [(kind, membership_id) for notice_id, kind, membership_id in found if notice_id not in before]
    assert {kind for kind, _ in told} <= {"reminder"}
    assert count == len(told)
    return {int(str(membership_id)) for _, membership_id in told}


async def does_all(team: PlantedHouse, who: int, now: datetime) -> None:
    for mine in (await team.services.weeks.show(team.caller(who), "this", now)).mine:
        await team.services.assignments.done(team.caller(who), PushDone(mine.id, "", ""), now)


async def said(team: PlantedHouse, now: datetime) -> list[ReminderMessage | None]:
    """Send what is due by direct message, and give what it says."""
    rows = [row for row in await team.services.outbox.claim(now) if row.kind == "reminder"]
    told = [await team.services.outbox.facts(row, now) for row in rows]
    assert all(isinstance(one, ReminderMessage | None) for one in told)
    for row in rows:
        await team.services.outbox.sent(row, 55, 9000 + row.id, now)
    return [one if isinstance(one, ReminderMessage) else None for one in told]


async def test_once_a_week_and_not_before_it_is_time(team: PlantedHouse) -> None:
    assert await reminded(team, FIRST_PLAN) == set()
    assert await reminded(team, DUE - timedelta(seconds=1)) == set()
    assert await reminded(team, DUE) == EVERYBODY
    for later in (timedelta(0), timedelta(hours=1), BEFORE_END - timedelta(minutes=1), BEFORE_END, DAY * 3):
        assert await reminded(team, DUE + later) == set(), later


async def test_who_has_done_everything_hears_nothing(team: PlantedHouse) -> None:
    await does_all(team, 0, FIRST_PLAN)
    assert await reminded(team) == EVERYBODY - {1}


async def test_who_turned_it_off_is_away_or_paused_hears_nothing(team: PlantedHouse) -> None:
    await team.services.profiles.change_settings(team.caller(0), ChangeSettings(remind=False), FIRST_PLAN)
    away = "UPDATE membership SET away_from = :begins, away_until = :ends WHERE id = :of"
    await team.do(away, begins=FIRST_PLAN, ends=DUE + DAY, of=2)
    await team.do("UPDATE membership SET standing = 'paused', paused_at = :now WHERE id = 3", now=FIRST_PLAN)
    await team.do(away, begins=FIRST_PLAN, ends=DUE, of=4)  # back this minute
    assert await reminded(team) == {4, 5, 6}


async def test_a_vote_that_waits_is_a_reason_of_its_own(team: PlantedHouse) -> None:
    voting = team.services.voting
    motion = (await voting.propose(team.caller(0), ProposeOther(1, "Shall we meet?"), DUE - DAY)).motion_id
    for who in (1, 2):
        await does_all(team, who, FIRST_PLAN)
    await voting.cast(team.caller(2), CastBallot(motion, "yes"), DUE - DAY)
    assert await reminded(team) == EVERYBODY - {3}


async def test_who_was_reminded_of_the_vote_alone_is_not_again(team: PlantedHouse) -> None:
    voting = team.services.voting
    await voting.propose(team.caller(0), ProposeOther(1, "Shall we meet?"), DUE - 4 * DAY - timedelta(hours=1))
    await does_all(team, 1, FIRST_PLAN)
    await voting.remind_due(DUE - timedelta(minutes=5))
    assert await reminded(team) == EVERYBODY - {2}


async def test_an_authors_question_is_open_until_it_is_answered(team: PlantedHouse) -> None:
    """Behind My week, in the reminder, and after a direct message told of it: what hangs on it is not small."""
    await team.services.profiles.change_settings(team.caller(0), ChangeSettings(by_dm=True), START)
    mine = (await team.services.weeks.show(team.caller(0), "this", FIRST_PLAN)).mine[0]
    await does_all(team, 0, FIRST_PLAN)
    await team.services.assignments.seek(team.caller(NAMES.index(mine.author)), mine.id, DUE - 3 * DAY)
    await send_all(team, DUE - 3 * DAY)
    assert 1 in await reminded(team)
    (told,) = await said(team, DUE)
    assert told is not None
    assert [(one.kind, one.facts["assignment_id"]) for one in told.questions] == [("push_sought", mine.id)]
    assert (told.asked, told.votes) == ((), ())
    for now in (DUE, DUE + DAY, DUE + 12 * DAY):
        news = (await team.services.weeks.show(team.caller(0), "this", now)).news
        assert [one.kind for one in news] == ["push_sought"], now
    await team.services.assignments.answer_found(team.caller(0), AnswerFound(mine.id, "unlinked"), DUE + DAY)
    assert (await team.services.weeks.show(team.caller(0), "this", DUE + DAY)).news == ()


async def test_a_question_of_a_team_reminds_nobody_of_another(team: PlantedHouse) -> None:
    await does_all(team, 0, FIRST_PLAN)
    elsewhere = await team.second_team(guild=950, channel=951)
    sql = "SELECT max(id) FROM membership WHERE team_id = :team"
    ((there,),) = await team.rows(sql, team=elsewhere)
    await team.do(
        "INSERT INTO notice (membership_id, kind, facts, created_at) VALUES (:there, 'push_sought', '{}', :now)",
        there=there,
        now=FIRST_PLAN,
    )
    assert await reminded(team) == EVERYBODY - {1}


async def test_a_plan_that_came_late_runs_a_day_first(team: PlantedHouse) -> None:
    late = DUE - timedelta(hours=3)
    await team.do("UPDATE plan SET published_at = :late", late=late)
    assert await reminded(team, DUE) == set()
    assert await reminded(team, late + RUN_FOR - timedelta(seconds=1)) == set()
    assert await reminded(team, late + RUN_FOR) == EVERYBODY


async def test_what_nobody_can_do_any_more_is_no_reason(team: PlantedHouse) -> None:
    yesterday = (DUE - DAY).date()
    await team.do("UPDATE submission SET last_day = :day", day=yesterday)
    assert await reminded(team) == set()


async def test_nothing_of_a_week_that_is_over_or_has_no_plan(store: Store, formed: str) -> None:
    async with planted(store, formed) as team:
        await team.ring(FIRST_CLOSE)
        await team.ring(FIRST_PLAN)
        assert await reminded(team) == set()
    async with planted(store, formed) as team:
        await team.plan()
        await team.ring(END)
        assert await reminded(team, END + timedelta(hours=1)) == set()


async def test_it_stands_behind_my_week_until_it_was_read(team: PlantedHouse) -> None:
    await reminded(team)
    shown = await team.services.weeks.show(team.caller(0), "this", DUE)
    assert [(news.kind, news.facts) for news in shown.news] == [("reminder", {"ends_at": END.isoformat()})]
    assert (await team.services.weeks.show(team.caller(0), "this", DUE)).news == ()
    for who in range(6):
        await team.submit(who, 2, now=DUE)
    for moment in (END, FIRST_PLAN + WEEK):
        await team.ring(moment)
    await reminded(team, DUE + WEEK)
    (news,) = (await team.services.weeks.show(team.caller(1), "this", DUE + WEEK)).news
    assert news.facts == {"ends_at": (END + WEEK).isoformat()}, "last week's, unread, is over"


async def test_by_direct_message_it_says_what_is_open_as_it_goes_out(team: PlantedHouse) -> None:
    for who in (0, 1):
        await team.services.profiles.change_settings(team.caller(who), ChangeSettings(by_dm=True), START)
    await send_all(team, FIRST_PLAN)
    await reminded(team)
    await does_all(team, 1, DUE)
    (mine, none) = await said(team, DUE)
    assert mine is not None
    assert none is None, "all is done meanwhile"
    week = await team.services.weeks.show(team.caller(0), "this", DUE)
    assert {one.id for one in mine.asked} == {one.id for one in week.mine}
    assert (mine.team_name, mine.ends_at, mine.votes) == ("Tea and Soup", END, ())
    assert "reminder" not in {news.kind for news in week.news}, "it was read by direct message"


async def test_at_night_it_waits_and_leaves_out_who_changed_their_mind(team: PlantedHouse) -> None:
    for who in (0, 1):
        quiet = ChangeSettings(by_dm=True, quiet=("17", "7"))
        await team.services.profiles.change_settings(team.caller(who), quiet, START)
    await send_all(team, FIRST_PLAN)
    await reminded(team)
    assert await said(team, DUE) == []
    await team.services.profiles.change_settings(team.caller(1), ChangeSettings(remind=False), DUE)
    morning = DUE.replace(hour=7) + DAY
    told = await said(team, morning)
    assert [one is None for one in told] == [False, True]


async def test_what_the_night_would_outlast_is_not_sent_after_the_week(team: PlantedHouse) -> None:
    await team.services.profiles.change_settings(team.caller(0), ChangeSettings(by_dm=True, quiet=("17", "16")), START)
    await team.do("UPDATE plan SET published_at = :late", late=END - timedelta(hours=25))
    await send_all(team, END - timedelta(hours=25))
    await reminded(team, END - timedelta(hours=1))
    assert await said(team, END - timedelta(hours=1)) == []
    assert await said(team, (END + DAY).replace(hour=16)) == []


async def coming(team: PlantedHouse, now: datetime) -> list[tuple[datetime, str]]:
    found = await team.db.read(lambda tx, _, now: foreseen(tx, now), None, now)
    return [(one.at, one.what) for one in found if one.kind == "message"]


async def test_it_is_foreseen_while_somebody_has_something_open(team: PlantedHouse) -> None:
    assert await coming(team, FIRST_PLAN) == [(DUE, "who has something open is reminded of it")]
    for who in range(1, 6):
        await does_all(team, who, FIRST_PLAN)
    assert await coming(team, FIRST_PLAN) == [(DUE, "who has something open is reminded of it")]
    await does_all(team, 0, FIRST_PLAN)
    assert await coming(team, FIRST_PLAN) == []


async def test_what_waits_for_the_morning_is_foreseen_and_each_row_is_explained(team: PlantedHouse) -> None:
    quiet = ChangeSettings(by_dm=True, quiet=("17", "7"))
    for who in (0, 1):
        await team.services.profiles.change_settings(team.caller(who), quiet, START)
    await send_all(team, FIRST_PLAN)
    await reminded(team)
    assert await said(team, DUE) == []
    morning = DUE.replace(hour=7) + DAY
    assert await coming(team, DUE) == [
        (morning, "Ana is awake, and reads what waited for it"),
        (morning, "Ben is awake, and reads what waited for it"),
    ]
    assert await explained(team, DUE) == {"waits for the end of quiet hours"}
    await does_all(team, 0, DUE)
    rows = await team.services.outbox.claim(morning)
    for row in rows:
        if await team.services.outbox.facts(row, morning) is None:
            await team.services.outbox.expired(row, morning)
        else:
            await team.services.outbox.sent(row, 55, 9000 + row.id, morning)
    assert await explained(team, END + WEEK) == {"sent", "nothing was left to say"}


async def explained(team: PlantedHouse, now: datetime) -> set[str | None]:
    """Give why each reminder stands as it does."""
    rows = await team.db.read(lambda tx, _, now: list(inspected(tx, now)), None, now)
    return {row.explained for row in rows if row.kind == "reminder"}
