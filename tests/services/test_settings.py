"""What a member says of themself: languages, zone, quiet hours, reminders, and with whom they would not be matched."""

import json
from collections.abc import AsyncIterator
from datetime import timedelta

import pytest

from teambot.domain.profiles import SettingsShown
from teambot.services.news import NEWS_KEEPS
from teambot.services.profiles import ChangeSettings
from teambot.services.standings.leaving import Leave
from tests.services.conftest import FIRST_CLOSE, FIRST_PLAN, START, WEEK
from tests.services.planted import PlantedHouse, planted, refused
from tests.stores import Store

ANA, BEN, CHIDI, DORA = range(1, 5)  # memberships


@pytest.fixture
async def team(store: Store, formed: str) -> AsyncIterator[PlantedHouse]:
    async with planted(store, formed) as house:
        yield house


async def change(team: PlantedHouse, who: int = 0, **values: object) -> SettingsShown:
    return await team.services.profiles.change_settings(team.caller(who), ChangeSettings(**values), START)  # type: ignore[arg-type]


async def parted(team: PlantedHouse) -> set[tuple[object, ...]]:
    return set(await team.rows("SELECT membership_id, other_id FROM apart"))


def apart_of(shown: SettingsShown) -> set[int]:
    return {one.membership_id for one in shown.fellows if one.apart}


async def test_what_nobody_has_said_yet(team: PlantedHouse) -> None:
    shown = await team.services.profiles.settings(team.caller(0), START)
    assert (shown.languages, shown.zone, shown.own_zone) == ((), "UTC", False)
    assert (shown.quiet_from, shown.quiet_until, shown.remind) == (21, 8, True)
    assert [one.name for one in shown.fellows] == ["Ben", "Chidi", "Dora", "Emi", "Finn"]
    assert apart_of(shown) == set()


async def test_languages_are_kept_by_one_name(team: PlantedHouse) -> None:
    assert (await change(team, languages="deutsch, en-GB, Klingon")).languages == ("German", "English", "Klingon")
    assert (await change(team, languages=" ")).languages == ()
    no = await refused(team, lambda: change(team, languages=",".join(f"Language {n}" for n in range(20))))
    assert (no.key, no.facts["field"]) == ("too-long", "languages")


@pytest.mark.parametrize(
    ("typed", "zone", "own"),
    [("europe/berlin", "Europe/Berlin", True), ("", "UTC", False), ("utc", "UTC", False)],
    ids=["their own", "none", "the team's"],
)
async def test_a_zone_is_their_own_or_follows_the_team(team: PlantedHouse, typed: str, zone: str, own: bool) -> None:
    await change(team, zone="Asia/Tokyo")
    shown = await change(team, zone=typed)
    assert (shown.zone, shown.own_zone) == (zone, own)
    await team.do("UPDATE team SET zone = 'Africa/Lagos'")
    moved = await team.services.profiles.settings(team.caller(0), START)
    assert moved.zone == (zone if own else "Africa/Lagos")


@pytest.mark.parametrize(
    ("values", "key"),
    [
        ({"zone": "Nowhere/Land"}, "unknown-zone"),
        ({"quiet": ("24", "8")}, "bad-option"),
        ({"quiet": ("21", "")}, "bad-option"),
        ({"apart": (ANA,)}, "outdated-card"),
        ({"apart": (99,)}, "outdated-card"),
        ({"apart": (BEN, CHIDI, DORA)}, "too-many-apart"),
        ({"apart": (BEN,), "zone": "Nowhere/Land"}, "unknown-zone"),
    ],
    ids=["no zone", "no hour", "half the hours", "oneself", "nobody of the team", "over half", "one wrong, all wrong"],
)
async def test_what_is_refused_changes_nothing(team: PlantedHouse, values: dict[str, object], key: str) -> None:
    assert (await refused(team, lambda: change(team, **values))).key == key


async def test_somebody_of_another_team_is_nobody_of_this_one(team: PlantedHouse) -> None:
    await team.second_team(guild=7, channel=8)
    ((stranger,),) = await team.rows("SELECT min(id) FROM membership WHERE team_id = 2")
    assert (await refused(team, lambda: change(team, apart=(stranger,)))).key == "outdated-card"


async def test_quiet_hours_may_be_none_and_begin_again(team: PlantedHouse) -> None:
    none = await change(team, quiet=("none", "8"))
    assert none.quiet_from == none.quiet_until
    again = await change(team, quiet=("22", "6"))
    assert (again.quiet_from, again.quiet_until) == (22, 6)


async def test_whom_one_names_one_alone_reads_and_takes_back(team: PlantedHouse) -> None:
    shown = await change(team, apart=(DORA, BEN))
    assert [one.name for one in shown.fellows][:2] == ["Ben", "Dora"]
    assert apart_of(shown) == {BEN, DORA}
    assert apart_of(await change(team, who=1, languages="en")) == set(), "Ben reads nothing of it"
    assert apart_of(await change(team, apart=(DORA, CHIDI))) == {CHIDI, DORA}
    assert apart_of(await change(team, topics="tea")) == {CHIDI, DORA}, "left as it is"
    assert apart_of(await change(team, apart=())) == set()
    assert await parted(team) == set()


async def test_a_plan_asks_neither_of_two_who_are_kept_apart(team: PlantedHouse) -> None:
    await change(team, apart=(BEN, CHIDI))
    asked = set()
    for week in range(4):
        now = START + week * WEEK
        for who in range(6):
            await team.submit(who, week + 1, now=now)
        await team.ring(FIRST_CLOSE + week * WEEK)
        await team.ring(FIRST_PLAN + week * WEEK)
    rows = await team.rows("SELECT a.pusher_id, s.membership_id FROM assignment a JOIN slot s ON s.id = a.slot_id")
    asked = set(rows)
    assert len(rows) > 30
    assert not asked & {(ANA, BEN), (BEN, ANA), (ANA, CHIDI), (CHIDI, ANA)}
    assert {(DORA, ANA), (ANA, DORA)} <= asked


async def test_who_left_is_not_shown_and_stands_again_when_they_are_back(team: PlantedHouse) -> None:
    await change(team, apart=(BEN, CHIDI))
    left = Leave(1, listed=False, words="", goodbye=False)
    await team.services.standings.leave(team.caller(1), left, START)
    shown = await change(team, apart=(CHIDI, DORA))
    assert [one.name for one in shown.fellows] == ["Chidi", "Dora", "Emi", "Finn"]
    assert await parted(team) == {(ANA, BEN), (ANA, CHIDI), (ANA, DORA)}
    await team.do("UPDATE membership SET standing = 'member', left_at = NULL WHERE id = 2")
    back = await team.services.profiles.settings(team.caller(0), START)
    assert apart_of(back) == {BEN, CHIDI, DORA}, "more than half by now, and it stands"
    assert apart_of(await change(team, apart=(BEN, CHIDI))) == {BEN, CHIDI}
    assert (await refused(team, lambda: change(team, apart=(BEN, CHIDI, DORA)))).key == "too-many-apart"


async def test_who_is_forgotten_is_in_nobody_s_list_and_keeps_none(team: PlantedHouse) -> None:
    await change(team, apart=(BEN, CHIDI))
    await change(team, who=1, apart=(CHIDI, DORA), languages="de", zone="Asia/Tokyo", quiet=("1", "2"), remind=False)
    await team.services.standings.leave(team.caller(1), Leave(1, listed=False, words="", goodbye=False), START)
    await team.services.standings.forget_due(START + timedelta(days=31))
    assert await parted(team) == {(ANA, CHIDI)}
    said = await team.rows(
        "SELECT languages, zone, quiet_from, quiet_until FROM profile WHERE membership_id = :of", of=BEN
    )
    assert said in ([("", None, 21, 8)], [])


async def test_what_one_said_is_in_one_s_own_file_alone(team: PlantedHouse) -> None:
    await change(team, apart=(BEN,), languages="de", quiet=("22", "6"))
    mine = json.loads((await team.services.exports.mine(team.caller(0), START))[1])["teams"][0]
    assert mine["not with"] == [{"name": "Ben"}]
    assert {mine["profile"][0][name] for name in ("languages", "quiet_from")} == {"German", 22}
    theirs = json.loads((await team.services.exports.mine(team.caller(1), START))[1])["teams"][0]
    assert theirs["not with"] == []


def test_no_night_outlasts_news() -> None:
    assert timedelta(hours=23) < NEWS_KEEPS, "what waits for the morning is still told"
