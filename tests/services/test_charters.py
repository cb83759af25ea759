"""A new version of the charter: shown as what changed, accepted by each, waited for, and never taken as accepted."""

import asyncio
from collections.abc import AsyncIterator
from datetime import datetime, timedelta

import pytest

from teambot.domain.amendments import ChangeKind
from teambot.domain.announcements import CharterUnaccepted, MessageKind, TeamTold
from teambot.domain.my_week import CharterWaits
from teambot.domain.standings import PauseReason
from teambot.errors import Refusal
from teambot.services.members import Accept
from teambot.storage.outbox_row import rows_where
from teambot.storage.tables import outbox
from tests.services.conftest import CHARTER, START
from tests.services.decided import amended, away, paused, told
from tests.services.planted import PlantedHouse, planted, refused
from tests.stores import Store

NOW = START + timedelta(days=30)
DUE = NOW + timedelta(days=14)
REMINDED = DUE - timedelta(days=3)
SECOND = timedelta(seconds=1)
LAST = CHARTER.split("\n")[-1]
V2, V3, V4 = f"{CHARTER}\nWe meet.", f"We meet.\n{CHARTER}", CHARTER.replace(LAST, "One post a month each.")
ALL = range(6)


@pytest.fixture
async def team(store: Store, formed: str) -> AsyncIterator[PlantedHouse]:
    async with planted(store, formed) as house:
        yield house


async def accepts(team: PlantedHouse, who: int, version: int, now: datetime) -> object:
    return await team.services.members.accept(team.caller(who), Accept(team.team_id, version), now)


async def standings(team: PlantedHouse) -> list[str]:
    return [str(row[0]) for row in await team.rows("SELECT standing FROM membership ORDER BY id")]


async def test_an_amendment_waits_for_everybody_its_proposer_too_and_for_who_is_paused(team: PlantedHouse) -> None:
    await paused(team, 5, NOW)
    assert await amended(team, V2, NOW) == 2
    for who in ALL:
        assert await told(team, who) == ["charter_new"]
        shown = await team.services.members.charter(team.caller(who), NOW)
        assert (shown.version, shown.accepted_version, shown.may_accept) == (2, 1, True)
        assert shown.accept_by == (None if who == 5 else DUE)
    assert await team.rows("SELECT DISTINCT accepted_version FROM membership") == [(1,)]


async def test_who_accepted_an_older_version_sees_all_that_changed_since(team: PlantedHouse) -> None:
    for text in (V2, V3, V4):
        await amended(team, text, NOW)
    await accepts(team, 0, 4, NOW)
    mine = await team.services.members.charter(team.caller(0), NOW)
    theirs = await team.services.members.charter(team.caller(1), NOW)
    assert mine.changes == ()
    assert not mine.may_accept
    changed = [(one.kind, one.old, one.new) for one in theirs.changes if one.kind is not ChangeKind.KEPT]
    assert changed == [(ChangeKind.CHANGED, LAST, "One post a month each.")]


@pytest.mark.parametrize("version", [0, 1, 2, 4, -1, 2**63 - 1])
async def test_only_what_stands_now_can_be_accepted(team: PlantedHouse, version: int) -> None:
    """What was on the screen when somebody else's amendment came into force is not what they would be bound by."""
    await amended(team, V2, NOW)
    await amended(team, V3, NOW)
    assert (await refused(team, lambda: accepts(team, 0, version, NOW))).key == "charter-changed-meanwhile"


async def test_who_does_not_accept_is_reminded_once_and_paused_after_14_days(team: PlantedHouse) -> None:
    await amended(team, V2, NOW)
    for who in (0, 1, 2, 3):
        await accepts(team, who, 2, NOW)
    sweep = team.services.members.accept_due
    assert [await sweep(REMINDED - SECOND), await sweep(REMINDED), await sweep(DUE - SECOND)] == [0, 2, 0]
    assert await told(team, 4) == ["charter_new", "charter_reminder"]
    assert [await sweep(DUE), await sweep(DUE + SECOND)] == [2, 0]
    assert await standings(team) == ["member"] * 4 + ["paused"] * 2
    assert await team.rows("SELECT DISTINCT paused_why FROM membership WHERE standing = 'paused'") == [("charter",)]
    assert await told(team, 4) == ["charter_new", "charter_reminder", "charter_paused"]
    assert await told(team, 0) == ["charter_new"]


async def waits(team: PlantedHouse, who: int, now: datetime) -> CharterWaits | None:
    return (await team.services.weeks.show(team.caller(who), "this", now)).charter


async def test_a_version_stands_in_my_week_until_it_is_accepted_however_often_one_looks(team: PlantedHouse) -> None:
    assert await waits(team, 0, NOW) is None
    await away(team, 1, NOW - SECOND, NOW + timedelta(days=4))
    await amended(team, V2, NOW)
    await paused(team, 2, NOW)
    await team.do("UPDATE profile SET by_dm = :chosen", chosen=True)
    for now in (NOW, NOW + SECOND, REMINDED):
        assert await waits(team, 0, now) == CharterWaits(2, DUE)
        assert await waits(team, 1, now) == CharterWaits(2, DUE + timedelta(days=4)), "from when they are back"
        assert await waits(team, 2, now) == CharterWaits(2, None), "who is paused has no deadline"
    await accepts(team, 0, 2, NOW)
    assert await waits(team, 0, NOW) is None
    await team.services.members.accept_due(DUE + timedelta(days=4))
    assert await waits(team, 1, DUE + timedelta(days=4)) == CharterWaits(2, None, brings_back=True)
    await amended(team, V3, DUE)
    assert await waits(team, 0, DUE) == CharterWaits(3, DUE + timedelta(days=14)), "the newest, once"


async def said(team: PlantedHouse, kind: MessageKind, now: datetime) -> list[object]:
    rows = await team.db.read(lambda tx, _, __: rows_where(tx, outbox.c.kind == kind), None, now)
    return [await team.services.outbox.facts(row, now) for row in rows]


async def test_the_team_hears_once_for_how_many_it_waits_and_nobodys_name(team: PlantedHouse) -> None:
    await amended(team, V2, NOW)
    await away(team, 1, NOW - SECOND, NOW + timedelta(days=4))
    for who in (2, 3):
        await accepts(team, who, 2, NOW)
    sweep, kind = team.services.members.accept_due, MessageKind.CHARTER_WAITS
    await sweep(REMINDED - SECOND)
    assert await said(team, kind, REMINDED) == []
    for now in (REMINDED, REMINDED + SECOND, DUE - SECOND):
        await sweep(now)
        assert await said(team, kind, now) == [CharterUnaccepted("Tea and Soup", "en", 2, 3, DUE)], "not who was away"
    await accepts(team, 0, 2, DUE - SECOND)
    assert await said(team, kind, DUE - SECOND) == [CharterUnaccepted("Tea and Soup", "en", 2, 2, DUE)]
    await sweep(DUE)
    assert await said(team, kind, DUE) == [None], "it is over: nobody is told of it late"


@pytest.mark.parametrize(("behind", "told"), [(4, (4, True)), (6, (6, True))])
async def test_a_team_put_to_sleep_by_it_reads_why(team: PlantedHouse, behind: int, told: tuple[int, bool]) -> None:
    await amended(team, V2, NOW)
    for who in range(6 - behind):
        await accepts(team, who, 2, NOW)
    await team.services.members.accept_due(DUE)
    [slept] = await said(team, MessageKind.TEAM_SLEEPS, DUE)
    assert isinstance(slept, TeamTold)
    assert (slept.paused, slept.charter) == told


async def test_what_one_did_not_accept_is_not_told_to_all(team: PlantedHouse) -> None:
    for who in (3, 4, 5):
        await team.do("UPDATE membership SET standing = 'alumnus', left_at = :now WHERE id = :id", now=NOW, id=who + 1)
    await amended(team, V2, NOW)
    for who in (0, 1):
        await accepts(team, who, 2, NOW)
    await team.services.members.accept_due(DUE)
    assert await said(team, MessageKind.TEAM_SLEEPS, DUE) == [
        TeamTold(MessageKind.TEAM_SLEEPS, 1, "Tea and Soup", "en", None, paused=1)
    ]


async def test_what_was_said_of_a_version_before_goes_once_it_is_said_again(team: PlantedHouse) -> None:
    async def unseen() -> list[tuple[object, ...]]:
        return await team.rows("SELECT kind FROM notice WHERE membership_id = 1 AND seen_at IS NULL")

    await amended(team, V2, NOW)
    for now, kind in ((NOW, "charter_new"), (REMINDED, "charter_reminder"), (DUE, "charter_paused")):
        await team.services.members.accept_due(now)
        assert await unseen() == [(kind,)]


async def test_accepting_is_the_click_that_brings_back(team: PlantedHouse) -> None:
    await amended(team, V2, NOW)
    await team.services.members.accept_due(DUE)
    assert await standings(team) == ["paused"] * 6
    assert await team.rows("SELECT state FROM team") == [("sleeping",)]
    for who in ALL:
        assert (await accepts(team, who, 2, DUE)).resumed
    assert await standings(team) == ["member"] * 6
    assert await team.rows("SELECT state FROM team") == [("active",)]


async def test_who_paused_of_their_own_accepts_and_stays_paused(team: PlantedHouse) -> None:
    await paused(team, 0, NOW)
    await amended(team, V2, NOW)
    assert not (await accepts(team, 0, 2, NOW)).resumed
    assert (await standings(team))[0] == "paused"


async def test_who_was_paused_so_long_that_their_place_is_taken_waits_for_the_next(team: PlantedHouse) -> None:
    await paused(team, 0, NOW, PauseReason.CHARTER)
    await amended(team, V2, NOW)
    await team.do("UPDATE team SET most_members = 5")
    over = NOW + timedelta(weeks=8)
    accepted = await accepts(team, 0, 2, over)
    assert (accepted.resumed, accepted.waits) == (False, True)
    assert await team.rows("SELECT standing FROM membership WHERE wants_back_at IS NOT NULL") == [("paused",)]


AWAY = [
    ("away over the whole time", -1, 30, 30 + 14),
    ("away since within it", 10, 20, 20 + 14),
    ("away for a while at its beginning", -5, 2, 2 + 14),
    ("back before it began", -9, -1, 14),
    ("away only after its end", 14, 40, 14),
]


@pytest.mark.parametrize(("begins", "ends", "due"), [row[1:] for row in AWAY], ids=[row[0] for row in AWAY])
async def test_who_is_away_has_14_days_from_their_return(team: PlantedHouse, begins: int, ends: int, due: int) -> None:
    await away(team, 0, NOW + timedelta(days=begins), NOW + timedelta(days=ends))
    await amended(team, V2, NOW)
    for who in range(1, 6):
        await accepts(team, who, 2, NOW)
    ends_at = NOW + timedelta(days=due)
    assert (await team.services.members.charter(team.caller(0), NOW)).accept_by == ends_at
    for moment in (DUE, ends_at - timedelta(days=3), ends_at - SECOND):
        if moment < ends_at:
            await team.services.members.accept_due(moment)
    assert (await standings(team))[0] == "member"
    assert (await told(team, 0)).count("charter_reminder") == 1
    await team.services.members.accept_due(ends_at)
    assert (await standings(team))[0] == "paused"


async def test_a_team_that_closed_asks_nobody(team: PlantedHouse) -> None:
    await amended(team, V2, NOW)
    await team.do("UPDATE team SET state = 'closed'")
    assert await team.services.members.accept_due(DUE) == 0
    with pytest.raises(Refusal, match="team-closed"):
        await accepts(team, 0, 2, NOW)


async def test_an_edit_while_the_team_forms_pauses_nobody(store: Store) -> None:
    """It asks again who had accepted; without three of them nothing begins, and nobody is late."""
    async with planted(store) as house:
        await house.set_up(3)
        await house.join(0)
        await house.do("INSERT INTO charter (team_id, version, text, created_at) VALUES (1, 2, 'x', :now)", now=START)
        assert await house.services.members.accept_due(START + timedelta(days=365)) == 0


async def test_a_stranger_reads_and_can_do_nothing(team: PlantedHouse) -> None:
    await amended(team, V2, NOW)
    shown = await team.services.members.charter(team.caller(9), NOW)
    assert shown.clauses == tuple(V2.split("\n"))
    assert (shown.may_accept, shown.may_join, shown.may_propose, shown.belongs, shown.changes) == (*[False] * 4, ())
    assert (shown.may_apply, shown.applied, shown.full) == (True, False, False)
    assert (await refused(team, lambda: accepts(team, 9, 2, NOW))).key == "not-a-member"


async def test_a_stranger_may_ask_to_join_what_has_formed(store: Store) -> None:
    async with planted(store) as house:
        await house.set_up(3)
        before = await house.services.members.charter(house.caller(9), START)
        for who in range(3):
            await house.join(who)
        await house.do("UPDATE team SET most_members = 3")
        after = await house.services.members.charter(house.caller(9), START)
        member = await house.services.members.charter(house.caller(0), START)
    asks = [(one.may_apply, one.full) for one in (before, after, member)]
    assert asks == [(False, False), (True, True), (False, False)]


async def test_an_acceptance_beside_an_amendment_binds_to_what_was_read(team: PlantedHouse) -> None:
    """Whichever comes first under the lock: nobody is ever taken to have accepted a text that they did not see."""
    for version in range(2, 12):
        await amended(team, f"{CHARTER}\nVersion {version}.", NOW)
        results = await asyncio.gather(
            *(accepts(team, who, version, NOW) for who in range(3)),
            amended(team, f"{CHARTER}\nVersion {version}, reworded.", NOW),
            *(accepts(team, who, version, NOW) for who in range(3, 6)),
            return_exceptions=True,
        )
        refusals = [one for one in results if isinstance(one, BaseException)]
        assert {getattr(one, "key", one) for one in refusals} <= {"charter-changed-meanwhile"}
        newest = await team.rows("SELECT max(version) FROM charter")
        await team.do("DELETE FROM charter WHERE version = :newest", newest=newest[0][0])
        assert newest == [(version + 1,)]
        accepted = await team.rows("SELECT accepted_version FROM membership ORDER BY id")
        assert sum(row == (version,) for row in accepted) == 6 - len(refusals)
        assert max(int(str(row[0])) for row in accepted) <= version
