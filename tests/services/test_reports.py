"""A report reaches whoever may read it, never the person it is about, and does not stay."""

import asyncio
from collections.abc import AsyncIterator
from datetime import datetime, timedelta
from typing import Any

import pytest

from teambot.domain.announcements import NewsMessage
from teambot.domain.notices import NoticeKind
from teambot.domain.reports import REPORT_KEPT, REPORT_MOST, ReportSent
from teambot.services.reports import Report
from tests.services.conftest import GUILD, START
from tests.services.decided import named, paused, told
from tests.services.planted import PlantedHouse, planted, refused
from tests.stores import Store

OWNER = 555  # on the server, not on the team
WORDS = "They called my soup a stew."


@pytest.fixture
async def team(store: Store, formed: str) -> AsyncIterator[PlantedHouse]:
    async with planted(store, formed) as house:
        yield house


async def owned(guild_id: int) -> int | None:
    assert guild_id == GUILD
    return OWNER


async def report(
    team: PlantedHouse,
    who: int,
    about: int | None = None,
    words: str = WORDS,
    *,
    named: bool = True,
    owner: Any = owned,
    now: datetime = START,
) -> ReportSent:
    said = Report(team.team_id, None if about is None else 100 + about, words, named)
    return await team.services.reports.report(team.caller(who), said, owner, now)


async def read_by(team: PlantedHouse) -> list[tuple[object, ...]]:
    return await team.rows(
        "SELECT p.discord_id, m.standing FROM notice n JOIN membership m ON m.id = n.membership_id"
        " JOIN person p ON p.id = m.person_id WHERE n.kind = 'report' ORDER BY n.id"
    )


async def test_a_report_goes_to_the_stewards_behind_my_week(team: PlantedHouse) -> None:
    await named(team, 0, START)
    assert await report(team, 1, 2) == ReportSent(to_stewards=True, to_owner=False)
    assert await read_by(team) == [(100, "member")]
    assert await team.rows("SELECT count(*) FROM outbox WHERE kind = 'news'") == [(0,)]
    seen = (await team.services.weeks.show(team.caller(0), "this", START)).news
    [news] = [one for one in seen if one.kind is NoticeKind.REPORT]
    assert news.facts == {"team": "Tea and Soup", "reporter": "Ben", "about": "Chidi", "words": WORDS}


async def test_without_a_name_nothing_stored_says_whose_it_is(team: PlantedHouse) -> None:
    await named(team, 0, START)
    before = await team.dump()
    await report(team, 1, named=False)
    after = await team.dump()
    changed = {name for name in after if after[name] != before[name]}
    assert changed == {"notice", "interaction"}
    [row] = await team.rows("SELECT facts FROM notice WHERE kind = 'report'")
    assert "Ben" not in str(row)
    [answer] = await team.rows("SELECT answer FROM interaction ORDER BY created_at DESC, id DESC LIMIT 1")
    assert WORDS not in str(answer)


async def test_with_no_steward_the_owner_is_written_to_and_nothing_stands_in_the_channel(team: PlantedHouse) -> None:
    await team.services.outbox.claim(START)
    assert await report(team, 1) == ReportSent(to_stewards=False, to_owner=True)
    assert await read_by(team) == [(OWNER, "nobody")]
    rows = await team.rows("SELECT kind, channel_id, payload FROM outbox WHERE kind = 'news'")
    assert [(row[0], row[1]) for row in rows] == [("news", None)]
    assert WORDS not in str(rows)
    row = next(row for row in await team.services.outbox.claim(START) if row.kind == "news")
    assert row.discord_id == OWNER
    said = await team.services.outbox.facts(row, START)
    assert isinstance(said, NewsMessage)
    assert said.news.facts["words"] == WORDS


@pytest.mark.parametrize("named", [True, False])
async def test_who_gave_their_name_is_told_where_the_owner_could_not_be_reached(
    team: PlantedHouse, named: bool
) -> None:
    await report(team, 1, named=named)
    [row] = [row for row in await team.services.outbox.claim(START) if row.kind == "news"]
    await team.services.outbox.blocked(row, "50007", START)
    assert await team.rows("SELECT state FROM outbox WHERE kind = 'news'") == [("blocked",)]
    assert await told(team, 1) == (["report_unread"] if named else [])


async def test_about_the_only_steward_the_owner_alone_reads_it(team: PlantedHouse) -> None:
    await named(team, 0, START)
    await report(team, 1, 0)
    assert await read_by(team) == [(OWNER, "nobody")]


async def test_about_a_steward_the_others_and_the_owner_read_it(team: PlantedHouse) -> None:
    for who in (0, 1, 2):
        await named(team, who, START)
    await paused(team, 2, START)
    assert await report(team, 3, 0) == ReportSent(to_stewards=True, to_owner=True)
    assert await read_by(team) == [(101, "member"), (OWNER, "nobody")]


async def test_an_owner_on_the_team_is_told_as_they_chose(team: PlantedHouse) -> None:
    async def dora(_: int) -> int | None:
        return 103

    await report(team, 1, owner=dora)
    assert await read_by(team) == [(103, "member")]
    assert await team.rows("SELECT count(*) FROM outbox WHERE kind = 'news'") == [(0,)]


async def nobody(_: int) -> int | None:
    return None


REFUSED: list[tuple[str, str, Any]] = [
    ("no words", "empty-field", lambda t: report(t, 1, words=" \u200b\n")),
    ("too many words", "too-long", lambda t: report(t, 1, words="x" * (REPORT_MOST + 1))),
    ("somebody who is nothing to the team", "report-on-a-stranger", lambda t: report(t, 1, 77)),
    ("a stranger reports", "not-a-member", lambda t: report(t, 9)),
    ("nobody to read it", "report-has-no-reader", lambda t: report(t, 1, owner=nobody)),
    (
        "a forged team",
        "no-such-team",
        lambda t: t.services.reports.report(t.caller(1), Report(99, None, WORDS, True), owned, START),
    ),
]


@pytest.mark.parametrize(("key", "use"), [row[1:] for row in REFUSED], ids=[row[0] for row in REFUSED])
async def test_no_report(team: PlantedHouse, key: str, use: Any) -> None:
    assert (await refused(team, lambda: use(team))).key == key


async def test_after_eight_weeks_the_words_and_the_tie_to_the_owner_are_gone(team: PlantedHouse) -> None:
    await named(team, 0, START)
    await report(team, 1)
    await report(team, 1, 0)
    over = START + REPORT_KEPT
    assert await team.services.reports.forget_due(over) == 0
    assert await team.services.reports.forget_due(over + timedelta(seconds=1)) == 2
    assert await read_by(team) == []
    assert await team.rows("SELECT count(*) FROM person WHERE discord_id = :owner", owner=OWNER) == [(0,)]
    assert await team.rows("SELECT count(*) FROM person") == [(6,)]


async def test_three_reports_a_week_and_what_was_refused_is_not_counted(team: PlantedHouse) -> None:
    day = timedelta(days=1)
    await named(team, 0, START)
    for number in range(3):
        no = await refused(team, lambda number=number: report(team, 1, words="", now=START + day * number))
        assert no.key == "empty-field"
        await report(team, 1, 2, now=START + day * number)
    no = await refused(team, lambda: report(team, 1, 2, now=START + day * 3))
    assert (no.key, no.facts) == ("three-reports", {"most": 3, "again": START + day * 7})
    no = await refused(team, lambda: team.services.reports.check(team.caller(1), team.team_id, START + day * 3))
    assert no.key == "three-reports"
    await report(team, 2, now=START + day * 3)
    await team.services.reports.check(team.caller(1), team.team_id, START + day * 7)
    await report(team, 1, 2, now=START + day * 7)


async def test_of_many_reports_at_once_three_are_sent(team: PlantedHouse) -> None:
    await named(team, 0, START)
    sent = await asyncio.gather(*(report(team, 1, 2) for _ in range(5)), return_exceptions=True)
    assert sum(isinstance(one, ReportSent) for one in sent) == 3
    assert len(await read_by(team)) == 3
