"""Away, a break, back again, leaving: what somebody does about their own place, and what time brings."""

import asyncio
import json
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from teambot.domain.announcements import Goodbye, MessageKind, TeamTold
from teambot.domain.departures import Return
from teambot.domain.members import CLOSED_KEPT, FORGOTTEN, INVITATION, TeamState
from teambot.domain.motions import MotionState
from teambot.domain.my_week import WeekShown
from teambot.domain.notices import NoticeKind
from teambot.domain.standings import Standing
from teambot.domain.teams import Founder
from teambot.errors import Refusal
from teambot.services.assignments.service import PushDone
from teambot.services.motions.proposals import ProposeClosing
from teambot.services.news import tell
from teambot.services.standings.service import GoAway, Leave
from teambot.services.teams import NameFounders
from teambot.storage import feeds, teams
from teambot.storage.erasing import OF_TEAMS
from teambot.storage.invariants import broken
from teambot.storage.outbox_row import rows_where
from teambot.storage.runner import Tx
from teambot.storage.tables import metadata, outbox
from tests.services.conftest import CHANNEL, FIRST_CLOSE, FIRST_PLAN, NAMES, START, WEEK
from tests.services.planted import PlantedHouse, planted, read_feed, refused
from tests.stores import Store

LATER = START + timedelta(days=1)


@pytest.fixture
async def team(store: Store, formed: str) -> AsyncIterator[PlantedHouse]:
    async with planted(store, formed) as house:
        yield house


async def standing(team: PlantedHouse, who: int) -> str:
    ((found,),) = await team.rows("SELECT standing FROM membership WHERE id = :id", id=who + 1)
    return str(found)


async def kept(team: PlantedHouse, kind: MessageKind) -> list[object]:
    """Gather the facts of all messages of a kind, as they would be sent now."""
    rows = await team.db.read(lambda tx, _, __: rows_where(tx, outbox.c.kind == kind), None, START)
    return [await team.services.outbox.facts(row, LATER) for row in rows]


async def leave(team: PlantedHouse, who: int, now: datetime = LATER, **how: object) -> None:
    said = {"listed": False, "goodbye": False, "words": ""} | how
    await team.services.standings.leave(team.caller(who), Leave(team.team_id, **said), now)  # type: ignore[arg-type]


async def pause(team: PlantedHouse, who: int, now: datetime = LATER) -> None:
    await team.services.standings.take_break(team.caller(who), team.team_id, now)


async def back(team: PlantedHouse, who: int, now: datetime) -> Return:
    return (await team.services.standings.come_back(team.caller(who), team.team_id, now)).outcome


async def test_dates_are_kept_shown_changed_and_taken_back(team: PlantedHouse) -> None:
    services = team.services.standings
    given = await services.away(team.caller(0), GoAway("2026-01-20", "2026-01-10"), LATER)
    assert (given.begins_at, given.ends_at) == (datetime(2026, 1, 10, tzinfo=UTC), datetime(2026, 1, 21, tzinfo=UTC))
    assert await services.absence(team.caller(0), LATER) == given
    changed = await services.away(team.caller(0), GoAway("2026-01-12", "", team.team_id), LATER)
    assert (changed.begins_at, await services.absence(team.caller(0), LATER)) == (LATER, changed)
    assert await standing(team, 0) == "member"
    week = await team.services.weeks.show(team.caller(0), "this", LATER)
    assert (week.standing, week.away_until) == (Standing.AWAY, changed.ends_at)
    assert await back(team, 0, LATER) is Return.BACK
    assert (await services.absence(team.caller(0), LATER)).begins_at is None
    assert await back(team, 0, LATER) is Return.HERE
    assert await team.rows("SELECT count(*) FROM outbox WHERE kind NOT IN ('invitation', 'team_formed')") == [(0,)]


async def test_an_absence_that_is_over_is_not_shown(team: PlantedHouse) -> None:
    await team.services.standings.away(team.caller(0), GoAway("tomorrow", ""), LATER)
    assert (await team.services.standings.absence(team.caller(0), LATER + WEEK)).ends_at is None


async def test_days_are_proposed_to_members_alone(team: PlantedHouse) -> None:
    services = team.services.standings
    assert "2026-01-11" in await services.days(team.caller(0), "", LATER)
    assert await services.days(team.caller(0), "24 jan", LATER) == ("2026-01-24",)
    assert await services.days(team.caller(9), "", LATER) == ()


async def test_who_is_back_hears_once_what_waits(team: PlantedHouse) -> None:
    await team.do("UPDATE profile SET by_dm = :yes WHERE membership_id = 1", yes=True)
    for who in range(6):
        await team.submit(who)
    await team.services.standings.away(team.caller(0), GoAway("2026-01-14", "2026-01-13"), LATER)
    await team.services.standings.away(team.caller(1), GoAway("2026-01-14", "2026-01-13"), LATER)
    await team.ring(FIRST_CLOSE)
    await team.ring(FIRST_PLAN)
    sent = "SELECT count(*) FROM outbox WHERE membership_id = 1 AND kind = 'news'"
    before = await team.rows(sent)
    at = datetime(2026, 1, 13, 12, tzinfo=UTC)

    def tells(tx: Tx, _: None, now: datetime) -> None:
        teams.lock(tx, team.team_id)
        tell(tx, team.team_id, 1, NoticeKind.NOT_THIS_WEEK, {"title": "A"}, now)
        tx.commit()

    await team.db.run(tells, None, at)
    for hours in (11, 12, 13, 200):
        await team.services.standings.settle_due(at + timedelta(hours=hours))
    assert await team.rows("SELECT membership_id, facts FROM notice WHERE kind = 'back'") == [(1, '{"waiting": 1}')]
    assert int(str((await team.rows(sent))[0][0])) == int(str(before[0][0])) + 1


async def test_a_break_needs_no_dates_and_ends_with_one_click(team: PlantedHouse) -> None:
    taken = await team.services.standings.take_break(team.caller(0), team.team_id, LATER)
    assert taken.kept_until == LATER + 8 * WEEK
    assert await team.services.standings.longer(team.caller(0), team.team_id, LATER + WEEK) == taken
    assert (await refused(team, lambda: team.submit(0, now=LATER))).key == "you-are-paused"
    week = await team.services.weeks.show(team.caller(0), "this", LATER)
    assert (week.standing, week.mine, week.offers) == (Standing.PAUSED, (), ())
    assert (await team.services.profiles.settings(team.caller(0), LATER)).team_id == team.team_id
    assert (await team.services.members.charter(team.caller(0), LATER)).team_id == team.team_id
    assert await back(team, 0, LATER + 7 * WEEK) is Return.BACK
    assert await standing(team, 0) == "member"
    key = (await refused(team, lambda: team.services.standings.longer(team.caller(0), team.team_id, LATER))).key
    assert key == "you-are-not-paused"


async def test_all_is_well_begins_the_count_anew(team: PlantedHouse) -> None:
    await team.do("UPDATE membership SET silent_weeks = 2 WHERE id = 1")
    await team.services.standings.well(team.caller(0), team.team_id, LATER)
    assert await team.rows("SELECT silent_weeks, active_at IS NULL FROM membership WHERE id = 1") == [(0, False)]


async def full(team: PlantedHouse, places: int) -> None:
    await team.do("UPDATE team SET most_members = :most", most=places)


@pytest.mark.parametrize(
    ("places", "after", "outcome", "reason"),
    [
        (5, 7 * WEEK, Return.BACK, "the place is kept for eight weeks"),
        (5, 8 * WEEK, Return.WAITS, "then it is free, and five of five are taken"),
        (6, 9 * WEEK, Return.BACK, "nobody has taken it"),
    ],
)
async def test_a_place_is_kept_for_eight_weeks(
    team: PlantedHouse, places: int, after: timedelta, outcome: Return, reason: str
) -> None:
    await pause(team, 0)
    await full(team, places)
    assert await back(team, 0, LATER + after) is outcome, reason
    assert await standing(team, 0) == ("member" if outcome is Return.BACK else "paused")


async def test_the_next_free_place_goes_to_who_asked_first(team: PlantedHouse) -> None:
    for who in (0, 1):
        await pause(team, who)
    await full(team, 4)
    later = LATER + 9 * WEEK
    assert [await back(team, 1, later), await back(team, 0, later + timedelta(hours=1))] == [Return.WAITS] * 2
    assert await back(team, 1, later + timedelta(hours=2)) is Return.WAITS, "asking again loses no turn"
    await team.services.standings.settle_due(later + timedelta(hours=3))
    assert await standing(team, 1) == "paused"
    await leave(team, 5, later + timedelta(days=1))
    await team.services.standings.settle_due(later + timedelta(days=1))
    assert (await standing(team, 1), await standing(team, 0)) == ("member", "paused")
    assert await team.rows("SELECT membership_id FROM notice WHERE kind = 'place_again'") == [(2,)]
    await leave(team, 4, later + timedelta(days=2))
    await team.services.standings.settle_due(later + timedelta(days=2))
    assert await standing(team, 0) == "member"


async def test_a_charter_that_waits_is_accepted_before_one_is_back(team: PlantedHouse) -> None:
    await pause(team, 0)
    await team.do(
        "INSERT INTO charter (team_id, version, text, created_at, accept_by) VALUES (1, 2, 'One.', :at, :by)",
        at=LATER,
        by=LATER + 2 * WEEK,
    )
    assert await back(team, 0, LATER + 3 * WEEK) is Return.CHARTER
    assert await standing(team, 0) == "paused"
    await team.do("UPDATE membership SET accepted_version = 2 WHERE id = 1")
    assert await back(team, 0, LATER + 3 * WEEK) is Return.BACK


async def test_leaving_says_first_what_follows(team: PlantedHouse) -> None:
    await team.plan()
    shown = await team.services.standings.leaving(team.caller(0), None, FIRST_PLAN)
    assert (shown.left, shown.asked, shown.closes) == (5, 2, False)
    await pause(team, 0, FIRST_PLAN)
    shown = await team.services.standings.leaving(team.caller(0), team.team_id, FIRST_PLAN)
    assert shown.left == 5
    key = (await refused(team, lambda: team.services.standings.leaving(team.caller(9), None, FIRST_PLAN))).key
    assert key == "not-a-member"


async def test_a_goodbye_is_said_only_by_who_wishes_so(team: PlantedHouse) -> None:
    await leave(team, 0, words="Never shown")
    await leave(team, 1, goodbye=True, words="Thank you, *all*!")
    assert await kept(team, MessageKind.GOODBYE) == [Goodbye("Tea and Soup", "en", "Ben", "Thank you, *all*!")]
    rows = await team.dump()
    assert "Thank" not in json.dumps(rows["outbox"], default=str)
    assert "Never" not in json.dumps([rows["outbox"], rows["notice"]], default=str)
    long = await refused(team, lambda: leave(team, 2, goodbye=True, words="x" * 301))
    assert (long.key, await standing(team, 2)) == ("too-long", "member")
    assert (await refused(team, lambda: leave(team, 0))).key == "you-have-left"


async def test_who_left_is_forgotten_after_thirty_days(team: PlantedHouse) -> None:
    await team.plan()
    week = await team.services.weeks.show(team.caller(0), "this", FIRST_PLAN)
    ana = replace(team.caller(0), name="Zoë *%_")
    await team.services.assignments.done(ana, PushDone(week.mine[0].id, "", ""), FIRST_PLAN)
    assert await team.rows("SELECT count(*) FROM notice WHERE kind = 'pushed'") == [(1,)]
    said = Leave(team.team_id, listed=False, goodbye=True, words="Zyzzyva")
    await team.services.standings.leave(replace(team.caller(0), name=ana.name), said, FIRST_PLAN)
    await leave(team, 1, FIRST_PLAN, listed=True)
    forget = team.services.standings.forget_due
    assert await forget(FIRST_PLAN + timedelta(days=29)) == 0
    assert await forget(FIRST_PLAN + timedelta(days=30)) == 2
    assert await forget(FIRST_PLAN + timedelta(days=31)) == 0
    assert await team.rows("SELECT id, standing, person_id FROM membership WHERE id < 3 ORDER BY id") == [
        (1, "nobody", None),
        (2, "alumnus", 2),
    ]
    assert await team.rows("SELECT name FROM person ORDER BY id") == [(name,) for name in NAMES[1:6]]
    assert await team.rows("SELECT membership_id FROM profile ORDER BY 1") == [(2,), (3,), (4,), (5,), (6,)]
    assert await team.rows("SELECT count(*) FROM subscription WHERE membership_id < 3") == [(0,)]
    said = "SELECT DISTINCT title, url, reader_line FROM submission WHERE membership_id < 3"
    assert await team.rows(said) == [("", "", "")]
    assert await team.db.read(lambda tx, _, __: list(broken(tx)), None, START) == []
    left = json.dumps(
        {table: rows for table, rows in (await team.dump()).items() if table != "interaction"}, default=str
    )
    assert "Zyzzyva" not in left
    assert "Zo" not in left
    assert "ana.blog" not in left


async def test_a_team_that_slept_for_eight_weeks_is_asked_once(team: PlantedHouse) -> None:
    for who in range(4):
        await pause(team, who)
    asked = team.services.standings.settle_due
    for weeks in (7, 8, 9, 20):
        await asked(LATER + weeks * WEEK)
    assert await team.rows("SELECT count(*) FROM outbox WHERE kind = 'ask_to_close'") == [(1,)]
    told = TeamTold(MessageKind.TEAM_SLEEPS, 1, "Tea and Soup", "en", None, paused=4)
    assert await kept(team, MessageKind.TEAM_SLEEPS) == [told]
    await back(team, 0, LATER + 7 * WEEK)
    assert await kept(team, MessageKind.TEAM_SLEEPS) == [None], "nobody reads that it sleeps once it is awake"
    assert len(await kept(team, MessageKind.TEAM_WAKES)) == 1


async def test_a_team_in_which_nobody_has_been_active_closes_eight_weeks_after_it_was_asked(team: PlantedHouse) -> None:
    for who in range(6):
        await pause(team, who)
    settle = team.services.standings.settle_due
    for weeks in (8, 15):
        await settle(LATER + weeks * WEEK)
    assert await team.rows("SELECT state FROM team") == [("sleeping",)]
    await settle(LATER + 16 * WEEK)
    assert await team.rows("SELECT state FROM team") == [("closed",)]
    assert await team.rows("SELECT count(*) FROM notice WHERE kind = 'team_closed'") == [(6,)]
    assert len(await kept(team, MessageKind.TEAM_CLOSED)) == 1


async def test_one_active_member_keeps_a_team_asleep_and_who_was_active_lately_does(team: PlantedHouse) -> None:
    for who in range(5):
        await pause(team, who)
    settle = team.services.standings.settle_due
    for weeks in (8, 16, 40):
        await settle(LATER + weeks * WEEK)
    assert await team.rows("SELECT state FROM team") == [("sleeping",)]
    await pause(team, 5)
    await team.do("UPDATE membership SET paused_at = :at WHERE id = 6", at=LATER + 40 * WEEK)
    await settle(LATER + 47 * WEEK)
    assert await team.rows("SELECT state FROM team") == [("sleeping",)]
    await settle(LATER + 48 * WEEK)
    assert await team.rows("SELECT state FROM team") == [("closed",)]


async def test_who_alone_is_active_closes_a_team_sixteen_weeks_asleep_without_a_vote(team: PlantedHouse) -> None:
    settle, voting = team.services.standings.settle_due, team.services.voting
    for who in range(5):
        await pause(team, who)
    await settle(LATER + 8 * WEEK)
    early = LATER + 16 * WEEK - timedelta(seconds=1)
    closing = ProposeClosing(team.team_id)
    assert (await voting.proposable(team.caller(5), early)).closes_alone is False
    no = await refused(team, lambda: voting.propose(team.caller(5), closing, early))
    assert (no.key, no.facts) == ("too-few-electors", {"least": 2, "voters": 1})
    assert (await voting.proposable(team.caller(5), LATER + 16 * WEEK)).closes_alone is True
    made = await voting.propose(team.caller(5), closing, LATER + 16 * WEEK)
    assert (made.state, made.closes_at) == (MotionState.CLOSED, None)
    assert await team.rows("SELECT state FROM team") == [("closed",)]
    assert await team.rows("SELECT count(*) FROM motion") == [(0,)]
    assert await team.rows("SELECT count(*) FROM notice WHERE kind = 'team_closed'") == [(6,)]


async def test_two_who_are_active_vote_on_closing_however_long_it_slept(team: PlantedHouse) -> None:
    for who in range(4):
        await pause(team, who)
    await team.services.standings.settle_due(LATER + 8 * WEEK)
    made = await team.services.voting.propose(team.caller(5), ProposeClosing(team.team_id), LATER + 20 * WEEK)
    assert made.state is MotionState.OPEN
    assert await team.rows("SELECT state FROM team") == [("sleeping",)]


async def test_longer_gives_up_the_turn_to_come_back(team: PlantedHouse) -> None:
    await pause(team, 0)
    await team.do("UPDATE membership SET wants_back_at = :at WHERE id = 1", at=LATER)
    await team.services.standings.longer(team.caller(0), team.team_id, LATER)
    await team.services.standings.settle_due(LATER + 9 * WEEK)
    assert await team.rows("SELECT standing, wants_back_at FROM membership WHERE id = 1") == [("paused", None)]


async def test_who_never_answered_an_invitation_is_forgotten_sixty_days_after_its_end(store: Store) -> None:
    async with planted(store) as house:
        await house.set_up(3)
        await house.join(0)
        await house.do("UPDATE membership SET standing = 'nobody' WHERE id = 3")  # was looked for, and had gone
        over = START + INVITATION + FORGOTTEN
        await house.services.standings.forget_due(over - timedelta(seconds=1))
        assert await house.rows("SELECT name FROM person ORDER BY id") == [(name,) for name in NAMES[:3]]
        assert await house.services.standings.forget_due(over) == 2
        assert await house.rows("SELECT name FROM person") == [("Ana",)]
        assert await house.rows("SELECT standing FROM membership ORDER BY id") == [
            ("member",),
            ("nobody",),
            ("nobody",),
        ]
        assert await house.services.standings.forget_due(over) == 0
        again = (Founder(101, "Ben", bot=False),)
        await house.services.teams.name_founders(house.caller(0, manage=True), NameFounders(house.team_id, again), over)
        assert await house.rows("SELECT count(*) FROM membership WHERE standing = 'invited'") == [(1,)]


async def test_a_new_team_begins_in_the_channel_of_one_that_has_closed(team: PlantedHouse) -> None:
    await team.do("UPDATE team SET state = 'closed', closed_at = :now", now=LATER)

    async def setup() -> tuple[int, str]:
        shown = (await team.services.teams.setup(team.caller(0, manage=True), LATER)).team
        return shown.id, shown.state

    begun = await asyncio.gather(setup(), setup())
    assert begun == [(2, TeamState.SETTING_UP)] * 2, "pressed twice it is one"
    assert await team.rows("SELECT id, state, channel_id FROM team ORDER BY id") == [
        (1, "closed", -1),
        (2, "setting_up", CHANNEL),
    ]
    await team.services.standings.forget_due(LATER + CLOSED_KEPT)
    assert await team.rows("SELECT id FROM team") == [(2,)]


async def test_a_closed_team_is_deleted_after_thirty_days_and_nothing_else(team: PlantedHouse) -> None:
    other = await team.second_team(guild=900, channel=950)
    await team.plan()
    for who in range(5):
        await leave(team, who, FIRST_PLAN)
    await leave(team, 5, FIRST_PLAN)
    assert await team.rows("SELECT id, state FROM team ORDER BY id") == [(1, "closed"), (other, "active")]
    forget = team.services.standings.forget_due
    await forget(FIRST_PLAN + timedelta(days=29))
    assert await team.rows("SELECT count(*) FROM team") == [(2,)]
    await forget(FIRST_PLAN + timedelta(days=30))
    assert await team.rows("SELECT id FROM team") == [(other,)]
    assert await team.rows("SELECT name FROM person ORDER BY id") == [("Ana",), ("Ben",), ("Chidi",)]
    assert await team.rows("SELECT DISTINCT team_id FROM membership") == [(other,)]
    assert (
        await team.rows("SELECT count(*) FROM feed") == await team.rows("SELECT count(*) FROM subscription") == [(3,)]
    )
    for table in ("submission", "slot", "assignment", "plan", "ledger_entry"):
        assert await team.rows(f"SELECT count(*) FROM {table}") == [(0,)], table
    week = await team.services.weeks.show(team.caller(0, channel=950), "this", FIRST_PLAN + timedelta(days=30))
    assert isinstance(week, WeekShown)


def test_every_table_that_holds_something_of_a_teams_is_emptied() -> None:
    feeds = {"feed", "item", "seen_key"}  # they go with the last subscription
    assert set(metadata.tables) - set(OF_TEAMS) == {"meta", "person", "interaction", "host"} | feeds


async def test_everything_that_is_mine_is_in_my_file_and_nothing_of_others(team: PlantedHouse) -> None:
    await team.plan()
    other = await team.second_team(guild=901, channel=950)
    name, data = await team.services.exports.mine(team.caller(0), FIRST_PLAN)
    mine = json.loads(data)
    assert name == "teambot-2026-01-12.json"
    assert (mine["name"], mine["discord_id"], len(mine["teams"])) == ("Ana", 100, 2), other
    here = mine["teams"][0]
    assert here["profile"][0]["blog_url"] == read_feed(0).blog_url
    assert [post["title"] for post in here["posts put forward"]] == ["ana 1"]
    assert len(here["asked to recommend"]) == 2
    assert len(here["posts of the feed"]) == 3
    assert "Ben" not in data.decode().replace("ben 1", "")
    assert (await refused(team, lambda: team.services.exports.mine(team.caller(9), FIRST_PLAN))).key == "nothing-kept"


async def test_every_kind_of_value_fits_in_the_file(team: PlantedHouse) -> None:
    said = {"months": "1,2", "places": "Lisbon", "last_day": "2026-02-01", "hemisphere": "north"}
    await team.services.posts.submit(team.caller(0), team.post(0, **said), START)
    _, data = await team.services.exports.mine(team.caller(0), START)
    post = json.loads(data)["teams"][0]["posts put forward"][0]
    assert said.items() <= post.items()


async def test_a_file_is_there_for_who_left_and_in_a_closed_team(team: PlantedHouse) -> None:
    for who in range(6):
        await leave(team, who)
    _, data = await team.services.exports.mine(team.caller(0), LATER)
    assert json.loads(data)["teams"][0]["standing"] == "alumnus"


async def test_a_person_in_two_teams_is_two_members(team: PlantedHouse) -> None:
    """Product.md, Several teams in a server: cap, ledger, charter and standing are per membership."""
    other = await team.second_team(guild=900, channel=950)
    here, there = team.caller(0), team.caller(0, channel=950)
    await team.services.standings.take_break(here, team.team_id, LATER)
    assert (await team.services.weeks.show(team.caller(0), "this", LATER)).standing is Standing.PAUSED
    assert (await team.services.weeks.show(there, "this", LATER)).standing is Standing.MEMBER
    elsewhere = team.caller(0, channel=777)
    with pytest.raises(Refusal) as asked:
        await team.services.weeks.show(elsewhere, "this", LATER)
    assert (asked.value.key, asked.value.facts["channels"]) == ("which-team", "901,950")
    await leave(team, 0)
    week = await team.services.weeks.show(team.caller(0, channel=777), "this", LATER)
    assert week.team_id == other, "whose alumnus one is comes only where there is nothing else"
    with pytest.raises(Refusal) as gone:
        await team.services.weeks.show(team.caller(0), "this", LATER)
    assert gone.value.key == "you-have-left"


@pytest.mark.parametrize("pressed", ["take_break", "come_back", "longer", "well"])
async def test_a_forged_button_of_another_teams_is_refused(team: PlantedHouse, pressed: str) -> None:
    other = await team.second_team(guild=901, channel=950)
    use = getattr(team.services.standings, pressed)
    assert (await refused(team, lambda: use(team.caller(5), other, LATER))).key == "no-such-team"
    assert (await refused(team, lambda: use(team.caller(9), team.team_id, LATER))).key == "not-a-member"


async def test_the_last_one_reads_that_the_team_closes_with_them(team: PlantedHouse) -> None:
    for who in range(4):
        await leave(team, who)
    await pause(team, 4)
    shown = await team.services.standings.leaving(team.caller(5), None, LATER)
    assert (shown.left, shown.closes) == (0, False)
    await leave(team, 4)
    assert (await team.services.standings.leaving(team.caller(5), None, LATER)).closes is True


async def test_a_founder_who_leaves_before_the_team_forms_can_be_asked_again(store: Store) -> None:
    async with planted(store) as house:
        await house.set_up(3)
        await house.join(0)
        await house.join(1)
        key = (await refused(house, lambda: pause(house, 0))).key
        assert key == "team-not-formed"
        await leave(house, 0)
        assert await house.rows("SELECT standing, person_id FROM membership ORDER BY id LIMIT 1") == [("nobody", None)]
        named = tuple(Founder(100 + who, NAMES[who], bot=False) for who in (0, 2))
        await house.services.teams.name_founders(
            house.caller(1, manage=True), NameFounders(house.team_id, named), LATER
        )
        await house.join(0, now=LATER)
        await house.join(2, now=LATER)
        assert await house.rows("SELECT state FROM team") == [("active",)]


async def test_who_comes_back_forgotten_is_offered_no_empty_post(team: PlantedHouse) -> None:
    """Who is listed has the same place again, and their post of a year ago has no words any more."""
    said = {"months": "1,2", "last_day": "2026-02-01", "hemisphere": "north"}
    await team.services.posts.submit(team.caller(0), team.post(0, **said), START)
    for who in (1, 2):
        await team.submit(who)
    await team.ring(FIRST_CLOSE)
    await team.ring(FIRST_PLAN)
    assert await team.rows("SELECT state FROM submission WHERE id = 1") == [("pushed",)]
    await leave(team, 0, FIRST_PLAN, listed=True)
    await team.services.standings.forget_due(FIRST_PLAN + timedelta(days=30))
    left = await team.rows("SELECT months, places, hemisphere, last_day, opens_at FROM submission WHERE id = 1")
    assert left == [("", "", None, None, None)]
    await team.do("UPDATE membership SET standing = 'member', left_at = NULL WHERE id = 1")
    await team.services.seasons.settle_due(START + timedelta(days=400))
    assert await team.rows("SELECT count(*) FROM notice WHERE kind = 'season_again'") == [(0,)]


async def test_nothing_says_where_the_blog_of_who_was_forgotten_was(team: PlantedHouse) -> None:
    for host in ("ana.blog.test", "ben.blog.test"):
        await team.do("INSERT INTO host (name, retry_after) VALUES (:name, :at)", name=host, at=LATER)
    await leave(team, 0)
    await team.services.standings.forget_due(LATER + timedelta(days=30))
    assert await team.rows("SELECT name FROM host") == [("ben.blog.test",)], "Ben's blog is read still"


async def test_who_was_refused_after_having_left_keeps_nothing_of_the_first_time(team: PlantedHouse) -> None:
    await team.submit(0)
    await leave(team, 0)
    await team.do("UPDATE membership SET standing = 'nobody' WHERE id = 1")
    assert await team.services.standings.forget_due(LATER + timedelta(days=30)) == 1
    assert await team.services.standings.forget_due(LATER + timedelta(days=31)) == 0
    assert await team.rows("SELECT title FROM submission WHERE membership_id = 1") == [("",)]
    assert await team.rows("SELECT count(*) FROM subscription WHERE membership_id = 1") == [(0,)]
    assert await team.rows("SELECT person_id FROM membership WHERE id = 1") == [(1,)]


async def test_the_feeds_of_who_left_and_of_a_closed_team_are_read_no_more(team: PlantedHouse) -> None:
    def due(tx: Tx, _: None, now: datetime) -> list[int]:
        return sorted(row.membership_id for row in feeds.owners(tx, [row.id for row in feeds.due(tx, now, 50)]))

    await leave(team, 0)
    await pause(team, 1)
    later = LATER + timedelta(days=2)
    assert await team.db.read(due, None, later) == [2, 3, 4, 5, 6]
    await team.do("UPDATE team SET state = 'closed', closed_at = :now", now=LATER)
    assert await team.db.read(due, None, later) == []


async def test_of_two_who_want_the_last_place_at_once_one_is_back(team: PlantedHouse) -> None:
    for who in (0, 1):
        await pause(team, who)
    await full(team, 5)
    later = LATER + 9 * WEEK
    came = await asyncio.gather(*(back(team, who, later) for who in (0, 1, 0, 1)))
    assert set(came) - {Return.HERE} == {Return.BACK, Return.WAITS}
    assert await team.rows("SELECT count(*) FROM membership WHERE standing = 'member'") == [(5,)]


async def test_of_two_who_leave_twice_at_once_each_leaves_once(team: PlantedHouse) -> None:
    await team.plan()
    ended = await asyncio.gather(*(leave(team, who, FIRST_PLAN) for who in (0, 1, 0, 1)), return_exceptions=True)
    assert [getattr(one, "key", None) for one in ended].count("you-have-left") == 2
    assert await team.rows("SELECT count(*) FROM membership WHERE standing = 'alumnus'") == [(2,)]
    assert await team.db.read(lambda tx, _, __: list(broken(tx)), None, START) == []


async def test_a_press_that_discord_delivers_twice_counts_once(team: PlantedHouse) -> None:
    caller, services = team.caller(0), team.services.standings
    first = await services.take_break(caller, team.team_id, LATER)
    await back(team, 0, LATER)
    assert await services.take_break(caller, team.team_id, LATER) == first
    assert await standing(team, 0) == "member"
