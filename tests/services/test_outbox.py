"""What the announcer stands on: closed direct messages, lost channels, rows too late, cards as things stand."""

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from teambot.domain.announcements import Invitation, MyWeekMessage, NewsMessage, Offer, TeamFormed, WeekCard, WeekMissed
from teambot.domain.notices import NoticeKind
from teambot.services.assignments.service import PushDone, SkipAssignment
from teambot.services.profiles import ChangeSettings
from teambot.storage.outbox_row import OutboxRow
from tests.services.conftest import CHANNEL, FIRST_CLOSE, FIRST_PLAN, NAMES, START, WEEK
from tests.services.planted import PlantedHouse, planted
from tests.stores import Store

BY_DM = ChangeSettings(by_dm=True)
ELSEWHERE = 777


@pytest.fixture
async def team(store: Store, formed: str) -> AsyncIterator[PlantedHouse]:
    async with planted(store, formed) as house:
        yield house


async def send_all(team: PlantedHouse, now: datetime) -> list[OutboxRow]:
    """Send what is due until nothing is; gives what was sent."""
    sent: list[OutboxRow] = []
    while rows := await team.services.outbox.claim(now):
        for row in rows:
            await team.services.outbox.sent(row, row.channel_id or 55, 9000 + row.id, now)
            sent.append(row)
    return sent


async def test_closed_direct_messages_go_back_to_my_week_and_are_told_once(team: PlantedHouse) -> None:
    await team.services.profiles.change_settings(team.caller(0), BY_DM, START)
    await send_all(team, START)
    await team.plan()
    rows = await team.services.outbox.claim(FIRST_PLAN)
    mine = [row for row in rows if row.membership_id == 1]
    assert [row.kind for row in mine] == ["my_week"]
    for _ in range(2):
        await team.services.outbox.blocked(mine[0], "50007", FIRST_PLAN)
    settings = await team.services.profiles.settings(team.caller(0), FIRST_PLAN)
    assert (settings.by_dm, settings.dm_closed) == (False, True)
    shown = await team.services.weeks.show(team.caller(0), "this", FIRST_PLAN)
    assert [news.kind for news in shown.news] == [NoticeKind.DM_CLOSED]
    assert len(shown.mine) == 2  # nothing is lost
    assert all(row.membership_id != 1 for row in await send_all(team, FIRST_PLAN + timedelta(hours=1)))
    await team.services.profiles.change_settings(team.caller(0), BY_DM, FIRST_PLAN)
    assert not (await team.services.profiles.settings(team.caller(0), FIRST_PLAN)).dm_closed


async def test_a_lost_channel_parks_all_is_told_once_and_setup_moves_the_team(team: PlantedHouse) -> None:
    await team.plan()
    (formed,) = await team.services.outbox.claim(FIRST_PLAN)
    for _ in range(2):
        await team.services.outbox.blocked(formed, "10003", FIRST_PLAN)
    assert await team.services.outbox.claim(FIRST_PLAN) == ()
    for who in range(6):
        news = (await team.services.weeks.show(team.caller(who), "this", FIRST_PLAN)).news
        assert [(one.kind, one.facts) for one in news] == [(NoticeKind.CHANNEL_LOST, {"team": "Tea and Soup"})]
    moved = await team.services.teams.setup(team.caller(0, manage=True, channel=ELSEWHERE), FIRST_PLAN)
    assert (moved.team.id, moved.team.channel_id, moved.moved) == (1, ELSEWHERE, True)
    sent = await send_all(team, FIRST_PLAN)
    assert [(row.kind, row.channel_id) for row in sent] == [
        ("invitation", ELSEWHERE),
        ("week_card", ELSEWHERE),
    ]


async def test_a_team_that_has_closed_is_not_moved_to_where_a_new_one_begins(team: PlantedHouse) -> None:
    await team.do("UPDATE team SET state = 'closed', closed_at = :now, channel_fault = '10003'", now=FIRST_PLAN)
    begun = await team.services.teams.setup(team.caller(0, manage=True, channel=ELSEWHERE), FIRST_PLAN)
    assert (begun.team.id, begun.moved) == (2, False)


async def test_setup_in_the_old_channel_releases_what_was_parked(team: PlantedHouse) -> None:
    (first,) = (await team.services.outbox.claim(START))[:1]
    await team.services.outbox.blocked(first, "50001", START)
    again = await team.services.teams.setup(team.caller(0, manage=True), START)
    assert not again.moved
    assert [row.kind for row in await send_all(team, START)] == ["invitation", "team_formed"]


async def test_what_was_under_way_to_the_old_channel_does_not_lose_the_new_one(team: PlantedHouse) -> None:
    """It was written or claimed before the team moved; its refusal speaks of a channel that nobody uses any more."""
    (first,) = (await team.services.outbox.claim(START))[:1]
    await team.services.outbox.blocked(first, "10003", START)
    await team.do("UPDATE outbox SET state = 'new', channel_id = :old", old=CHANNEL)
    await team.services.teams.setup(team.caller(0, manage=True, channel=ELSEWHERE), START)
    await team.do("UPDATE outbox SET state = 'claimed', channel_id = :old WHERE id = 1", old=CHANNEL)
    await team.services.outbox.blocked(first, "10003", START)
    assert await team.rows("SELECT channel_fault FROM team") == [(None,)]
    assert await team.rows("SELECT count(*) FROM notice WHERE kind = 'channel_lost'") == [(6,)]
    assert (ELSEWHERE, "new") in await team.rows("SELECT channel_id, state FROM outbox WHERE id = 1")


async def test_what_is_too_late_is_ended_and_not_sent(team: PlantedHouse) -> None:
    await team.plan()
    assert [row.kind for row in await send_all(team, FIRST_CLOSE + WEEK)] == ["invitation"]  # good for 14 days
    assert await team.rows("SELECT kind, state FROM outbox WHERE kind <> 'invitation'") == [
        ("team_formed", "expired"),
        ("week_card", "expired"),
    ]


async def test_what_a_dead_process_had_claimed_is_sent_by_the_next(team: PlantedHouse) -> None:
    claimed = await team.services.outbox.claim(START)
    assert [row.kind for row in claimed] == ["invitation"]
    assert await team.services.outbox.claim(START) == ()
    assert await team.services.outbox.release(START) == 1
    again = await team.services.outbox.claim(START)
    assert [(row.id, row.nonce, row.attempts) for row in again] == [(claimed[0].id, claimed[0].nonce, 2)]


async def test_put_back_comes_later_with_the_same_nonce(team: PlantedHouse) -> None:
    (row,) = await team.services.outbox.claim(START)
    await team.services.outbox.put_back(row, "503", START)
    assert await team.services.outbox.claim(START) == ()
    (again,) = await team.services.outbox.claim(START + timedelta(seconds=2))
    assert (again.nonce, again.marker, again.fault) == (row.nonce, row.marker, "503")


async def test_news_that_was_sent_is_news_no_more(team: PlantedHouse) -> None:
    for who in range(6):
        await team.services.profiles.change_settings(team.caller(who), BY_DM, START)
    await team.plan()
    await send_all(team, FIRST_PLAN)
    mine = (await team.services.weeks.show(team.caller(0), "this", FIRST_PLAN)).mine[0]
    await team.services.assignments.done(team.caller(0), PushDone(mine.id, "", "Lovely."), FIRST_PLAN)
    (news,) = await team.services.outbox.claim(FIRST_PLAN)
    said = await team.services.outbox.facts(news, FIRST_PLAN)
    assert isinstance(said, NewsMessage)
    assert (said.news.facts["pusher"], said.news.facts["words"]) == ("Ana", "Lovely.")
    await team.services.outbox.sent(news, 1, 2, FIRST_PLAN)
    author = NAMES.index(mine.author)
    assert not (await team.services.weeks.show(team.caller(author), "this", FIRST_PLAN)).news


async def test_every_message_of_a_week_is_worded_from_rows(team: PlantedHouse) -> None:
    await team.services.profiles.change_settings(team.caller(0), BY_DM, START)
    await team.services.profiles.change_settings(team.caller(1), ChangeSettings(ping=False), START)
    said = [await team.services.outbox.facts(row, START) for row in await send_all(team, START)]
    await team.plan()
    await _offer(team)
    said += [await team.services.outbox.facts(row, FIRST_PLAN) for row in await send_all(team, FIRST_PLAN)]
    invitation = next(one for one in said if isinstance(one, Invitation))
    assert invitation.founders == tuple(range(100, 106))
    formed = next(one for one in said if isinstance(one, TeamFormed))
    assert (formed.members, formed.closes_at, formed.publishes_at) == (NAMES, FIRST_CLOSE, FIRST_PLAN)
    card = next(one for one in said if isinstance(one, WeekCard))
    assert (card.part, card.parts, card.few, card.late) == (0, 1, False, False)
    assert card.pings == (100, 102, 103, 104, 105)  # Ben turned it off
    assert [post.author for post in card.posts] == list(NAMES)
    week = next(one for one in said if isinstance(one, MyWeekMessage))
    assert len(week.shown.mine) == 2
    offer = next(one for one in said if isinstance(one, Offer))
    assert not offer.closed


async def _offer(team: PlantedHouse) -> int:
    """Skip until one is offered to anyone, and give its id."""
    for one, who in await team.rows("SELECT id, pusher_id - 1 FROM assignment ORDER BY id"):
        skip = SkipAssignment(int(str(one)), "busy")
        await team.services.assignments.skip(team.caller(int(str(who))), skip, FIRST_PLAN)
        found = await team.rows("SELECT id FROM assignment WHERE state = 'open'")
        if found:
            return int(str(found[0][0]))
    raise AssertionError("nothing was offered to all")


async def test_an_offer_s_card_is_drawn_again_when_it_is_taken_or_over(team: PlantedHouse) -> None:
    await team.plan()
    await _offer(team)
    await send_all(team, FIRST_PLAN)
    await team.ring(FIRST_CLOSE + WEEK)
    (closed,) = [row for row in await send_all(team, FIRST_CLOSE + WEEK) if row.kind == "offer_closed"]
    assert closed.edits is not None
    said = await team.services.outbox.facts(closed, FIRST_CLOSE + WEEK)
    assert isinstance(said, Offer)
    assert said.closed
    await team.ring(FIRST_CLOSE + WEEK)
    assert await team.rows("SELECT count(*) FROM outbox WHERE kind = 'offer_closed'") == [(1,)]


async def test_names_that_shrink_move_no_post_to_another_part(team: PlantedHouse) -> None:
    """The parts are worded one after the other, and a name may change between them."""
    for who in range(6):
        await team.services.posts.submit(
            team.caller(who), team.post(who, title="*" * 150, reader_line="_" * 150), START
        )
    await team.do("UPDATE person SET name = :name", name="x" * 32)
    await team.ring(FIRST_CLOSE)
    await team.ring(FIRST_PLAN)
    rows = [row for row in await send_all(team, FIRST_PLAN) if row.kind == "week_card"]
    assert len(rows) == 2
    titles = []
    for row, name in zip(rows, ("x" * 32, "y"), strict=True):
        await team.do("UPDATE person SET name = :name", name=name)
        card = await team.services.outbox.facts(row, FIRST_PLAN)
        assert isinstance(card, WeekCard)
        titles += [post.url for post in card.posts]
    assert len(set(titles)) == 6


async def test_a_missed_week_says_when_the_next_comes(team: PlantedHouse) -> None:
    awake = FIRST_PLAN + timedelta(days=4)
    await team.submit(0)
    await team.ring(awake)
    rows = await send_all(team, awake)
    said = [await team.services.outbox.facts(row, awake) for row in rows if row.kind == "week_missed"]
    assert [(one.key, one.next_close, one.next_publish) for one in said if isinstance(one, WeekMissed)] == [
        ("2026-W03", FIRST_CLOSE + WEEK, FIRST_PLAN + WEEK)
    ]


async def test_a_row_of_a_deleted_person_says_nothing(team: PlantedHouse) -> None:
    await team.services.profiles.change_settings(team.caller(0), BY_DM, START)
    await team.plan()
    rows = [row for row in await send_all(team, FIRST_PLAN) if row.kind == "my_week"]
    assert await team.services.outbox.facts(replace(rows[0], discord_id=None), FIRST_PLAN) is None
