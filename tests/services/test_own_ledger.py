"""Somebody's own ledger: whose it is alone, what its lines add up to, and where *This is wrong* leads."""

from collections.abc import AsyncIterator
from datetime import datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from teambot.domain.ledger import Cause, Entry
from teambot.domain.ledger_views import LINES, LedgerLine, LedgerShown, LineKind, LineShown, Outlook, Way
from teambot.domain.standings import ALUMNUS_FOR
from teambot.services.assignments.seeking import GiveLink
from teambot.services.assignments.service import PushDone
from teambot.services.ledger import LedgerPage
from teambot.services.standings.service import Leave
from teambot.storage import ledger, teams
from teambot.storage.runner import Tx
from tests.services.conftest import FIRST_CLOSE, NAMES, WEEK, in_a_loop
from tests.services.planted import PlantedHouse, planted, refused
from tests.services.test_seeking import DAY, NOW, SECOND, Pushed
from tests.services.test_statements import count
from tests.stores import Store

HISTORIES = st.lists(st.tuples(st.sampled_from(Cause), st.sampled_from([-2, -1, 1, 2])), max_size=40)


@pytest.fixture
async def pushed(store: Store, formed: str) -> AsyncIterator[Pushed]:
    async with planted(store, formed) as team:
        made = Pushed(team)
        await made.begin()
        yield made


async def shown(team: PlantedHouse, who: int, now: datetime = NOW) -> LedgerShown:
    return await team.services.ledger.mine(team.caller(who), now)


async def wrong(team: PlantedHouse, who: int, now: datetime = NOW) -> LineShown:
    """Press *This is wrong* on somebody's newest line."""
    line = (await shown(team, who, now)).lines[0]
    return await team.services.ledger.wrong(team.caller(who), line.id, now)


def summed(ledger: LedgerShown) -> tuple[int, int, int, int]:
    sums = ledger.sums
    return sums.gave, sums.got, sums.rest, sums.balance


async def test_each_of_the_two_reads_it_from_their_side_and_nobody_else_anything(pushed: Pushed) -> None:
    gave, got = await shown(pushed.team, 0), await shown(pushed.team, pushed.author)
    assert (summed(gave), gave.outlook) == ((1, 0, 0, 1), Outlook.MORE)
    assert (summed(got), got.outlook) == ((0, 1, 0, -1), Outlook.LESS)
    [mine], [theirs] = gave.lines, got.lines
    assert (mine.kind, mine.title, mine.other, mine.at) == (LineKind.GAVE, pushed.title, NAMES[pushed.author], NOW)
    assert (theirs.kind, theirs.title, theirs.other) == (LineKind.GOT, pushed.title, "Ana")
    others = [await shown(pushed.team, who) for who in range(6) if who not in (0, pushed.author)]
    assert {(summed(one), one.outlook, one.lines) for one in others} == {((0, 0, 0, 0), Outlook.EVEN, ())}


async def test_its_link_stands_beside_it_on_both_sides(pushed: Pushed) -> None:
    link = GiveLink(pushed.id, "http://ana.blog.test/said")
    await pushed.answers.give_link(pushed.team.caller(0), link, NOW)
    for who in (0, pushed.author):
        [line] = (await shown(pushed.team, who)).lines
        assert (line.link, line.link_state) == ("http://ana.blog.test/said", "waiting")


async def test_a_done_that_was_none_is_taken_back_by_whoever_pressed_it(pushed: Pushed) -> None:
    found = await wrong(pushed.team, 0)
    assert (found.way, found.assignment_id) == (Way.UNDO, pushed.id)
    assert found.assignment_id is not None
    take_back = pushed.answers.take_back
    others = await refused(pushed.team, lambda: take_back(pushed.team.caller(pushed.author), pushed.id, NOW))
    assert others.key == "not-your-assignment"
    await take_back(pushed.team.caller(0), found.assignment_id, NOW)
    for who, kinds in ((0, [LineKind.GAVE_BACK, LineKind.GAVE]), (pushed.author, [LineKind.GOT_BACK, LineKind.GOT])):
        page = await shown(pushed.team, who)
        assert (summed(page), page.outlook) == ((0, 0, 0, 0), Outlook.EVEN)
        assert [line.kind for line in page.lines] == kinds
        assert [line.booked_back for line in page.lines] == [True, True]
        assert (await wrong(pushed.team, who)).way is Way.RULE
        older = await pushed.team.services.ledger.wrong(pushed.team.caller(who), page.lines[1].id, NOW)
        assert older.way is Way.BACK


async def test_it_is_taken_back_for_fourteen_days_after_its_week(pushed: Pushed) -> None:
    over = FIRST_CLOSE + WEEK + 14 * DAY
    assert (await wrong(pushed.team, 0, over - SECOND)).way is Way.UNDO
    late = await wrong(pushed.team, 0, over)
    assert (late.way, late.may_report) == (Way.LATE, True)


async def test_what_is_seen_on_its_page_is_asked_of_nobody(pushed: Pushed) -> None:
    await pushed.team.do("UPDATE assignment SET link = 'http://a.test', link_state = 'seen' WHERE id = :i", i=pushed.id)
    assert (await wrong(pushed.team, pushed.author)).way is Way.SEEN


async def test_an_author_may_ask_for_seven_days(pushed: Pushed) -> None:
    assert (await wrong(pushed.team, pushed.author, NOW + 7 * DAY - SECOND)).way is Way.SEEK
    late = await wrong(pushed.team, pushed.author, NOW + 7 * DAY)
    assert (late.way, late.may_report) == (Way.LATE, True)


async def test_an_author_who_has_asked_reads_how_it_stands(pushed: Pushed) -> None:
    await pushed.seek()
    assert (await wrong(pushed.team, pushed.author)).way is Way.ASKED
    assert (await wrong(pushed.team, 0)).way is Way.UNDO
    await pushed.answer("unlinked")
    assert (await wrong(pushed.team, pushed.author)).way is Way.ANSWERED


async def test_what_one_is_asked_for_where_the_other_has_left_stands(pushed: Pushed) -> None:
    await pushed.team.services.standings.leave(pushed.team.caller(0), Leave(1, False, False, ""), NOW)
    got = await wrong(pushed.team, pushed.author)
    assert (got.way, got.line.other) == (Way.GONE, "Ana")
    assert (await refused(pushed.team, pushed.seek)).key == "pusher-has-left"
    own = await refused(pushed.team, lambda: pushed.answers.take_back(pushed.team.caller(0), pushed.id, NOW))
    assert own.key == "you-have-left"


@pytest.mark.parametrize(
    ("change", "report", "why"),
    [
        (
            "UPDATE membership SET standing = 'paused', paused_why = 'asked', paused_at = :now",
            True,
            "I'm back is first",
        ),
        ("UPDATE team SET state = 'closed', closed_at = :now", False, "nobody is there to set anything right"),
    ],
)
async def test_who_cannot_act_reads_their_ledger_all_the_same(
    pushed: Pushed, change: str, report: bool, why: str
) -> None:
    await pushed.team.do(change, now=NOW)
    for who in (0, pushed.author):
        found = await wrong(pushed.team, who)
        assert (found.way, found.may_report) == (Way.NOT_NOW, report), why


async def test_nobody_opens_a_line_of_anybody_elses(pushed: Pushed) -> None:
    mine = (await shown(pushed.team, 0)).lines[0].id
    services = pushed.team.services.ledger
    for who, line in [*((who, mine) for who in (*range(1, 6), 77)), (0, mine + 999), (0, 0), (0, 2**63 - 1)]:
        refusal = await refused(pushed.team, lambda w=who, n=line: services.wrong(pushed.team.caller(w), n, NOW))
        assert refusal.key == "no-such-line", "there is none, or it is another's: nobody can tell which"
    elsewhere = await refused(pushed.team, lambda: services.wrong(pushed.team.caller(0, guild=800), mine, NOW))
    assert elsewhere.key == "no-such-team"


async def test_a_page_of_another_team_or_person_is_ones_own_or_none(pushed: Pushed) -> None:
    line = (await shown(pushed.team, 0)).lines[0].id
    services = pushed.team.services.ledger
    forged = await services.page(pushed.team.caller(pushed.author), LedgerPage(1, line + 1, True), NOW)
    assert [one.kind for one in forged.lines] in ([], [LineKind.GOT]), "their own, whoever's the line is"
    other = await pushed.team.second_team(guild=800, channel=801)
    for asked, key in ((LedgerPage(other, line, True), "no-such-team"), (LedgerPage(99, line, True), "no-such-team")):
        refusal = await refused(pushed.team, lambda a=asked: services.page(pushed.team.caller(0), a, NOW))
        assert refusal.key == key
    stranger = await refused(pushed.team, lambda: services.page(pushed.team.caller(77), LedgerPage(1, 1, True), NOW))
    assert stranger.key == "not-a-member"


async def test_who_has_left_reads_their_own_for_thirty_days(pushed: Pushed) -> None:
    standings = pushed.team.services.standings
    await standings.leave(pushed.team.caller(0), Leave(1, False, False, ""), NOW)
    page = await shown(pushed.team, 0, NOW + ALUMNUS_FOR - SECOND)
    assert [(line.kind, line.delta) for line in page.lines] == [(LineKind.LEFT, -1), (LineKind.GAVE, 1)]
    assert (summed(page), page.outlook) == ((1, 0, -1, 0), Outlook.OVER)
    gave = await pushed.team.services.ledger.wrong(pushed.team.caller(0), page.lines[1].id, NOW)
    assert (gave.way, gave.may_report) == (Way.NOT_NOW, False)
    await pushed.team.do("UPDATE membership SET standing = 'applicant' WHERE id = 1")
    assert summed(await shown(pushed.team, 0, NOW + ALUMNUS_FOR - SECOND)) == summed(page), "they asked to come back"
    refusal = await refused(pushed.team, lambda: shown(pushed.team, 0, NOW + ALUMNUS_FOR))
    assert refusal.key == "still-an-applicant"


async def test_who_is_listed_longer_reads_it_no_longer(pushed: Pushed) -> None:
    await pushed.team.services.standings.leave(pushed.team.caller(0), Leave(1, True, False, ""), NOW)
    later = NOW + ALUMNUS_FOR
    await pushed.team.services.standings.forget_due(later)
    assert (await refused(pushed.team, lambda: shown(pushed.team, 0, later))).key == "you-have-left"


async def test_who_was_forgotten_has_none(pushed: Pushed) -> None:
    line = (await shown(pushed.team, 0)).lines[0].id
    await pushed.team.services.standings.leave(pushed.team.caller(0), Leave(1, False, False, ""), NOW)
    gone = NOW + ALUMNUS_FOR + DAY
    await pushed.team.services.standings.forget_due(gone)
    assert (await refused(pushed.team, lambda: shown(pushed.team, 0, gone))).key == "not-a-member"
    services = pushed.team.services.ledger
    one = await refused(pushed.team, lambda: services.wrong(pushed.team.caller(0), line, gone))
    assert one.key == "no-such-line"
    [got] = (await shown(pushed.team, pushed.author, gone)).lines
    assert (got.kind, got.other) == (LineKind.GOT, ""), "their entries stay, without a name"


@pytest.mark.parametrize("entries", [0, LINES, LINES + 1, 3 * LINES + 1])
async def test_pages_hold_every_line_once_there_and_back(pushed: Pushed, entries: int) -> None:
    await plant(pushed.team, [Entry(1, 1, Cause.WRITE_OFF, 1000 + n) for n in range(entries)])
    down = await pages(pushed.team)
    lines = [line.id for page in down for line in page.lines]
    assert len(lines) == entries + 1
    assert lines == sorted(set(lines), reverse=True)
    assert [page.newer for page in down] == [False, *(True for _ in down[1:])]
    page = down[-1]
    while page.newer:
        page = await turn(pushed.team, page, below=False)
    assert page == down[0]


async def test_a_page_from_long_ago_goes_on_where_it_was(pushed: Pushed) -> None:
    await plant(pushed.team, [Entry(1, 1, Cause.WRITE_OFF, 1000 + n) for n in range(2 * LINES)])
    first = await shown(pushed.team, 0)
    await plant(pushed.team, [Entry(1, 1, Cause.WRITE_OFF, 2000 + n) for n in range(3)])
    second = await turn(pushed.team, first, below=True)
    assert second.lines[0].id < first.lines[-1].id
    assert len({line.id for page in (first, second) for line in page.lines}) == 2 * LINES
    assert second.sums.above == LINES + 3
    nothing = await pushed.team.services.ledger.page(pushed.team.caller(0), LedgerPage(1, 0, True), NOW)
    assert nothing == await shown(pushed.team, 0), "there is no such page, so it is the newest"


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(HISTORIES)
def test_what_is_shown_adds_up_to_what_is_kept(store: Store, formed: str, history: list[tuple[Cause, int]]) -> None:
    in_a_loop(_adds_up(store, formed, history))


async def _adds_up(store: Store, formed: str, history: list[tuple[Cause, int]]) -> None:
    entries = [
        Entry(1, (delta > 0) - (delta < 0) if cause in (Cause.PUSH, Cause.TAKEN_BACK) else delta, cause, number)
        for number, (cause, delta) in enumerate(history, 1)
    ]
    async with planted(store, formed) as team:
        await plant(team, [*entries, *(Entry(2, -1, Cause.PUSH, n) for n in range(500, 510))])
        seen = await pages(team)
    lines = [line for page in seen for line in page.lines]
    assert [(line.delta, line.kind) for line in reversed(lines)] == [(one.delta, told(one)) for one in entries]
    for page in seen:
        assert page.sums.balance == sum(line.delta for line in lines) == sum(one.delta for one in entries)
        assert page.sums.gave == of(lines, LineKind.GAVE) + of(lines, LineKind.GAVE_BACK)
        assert -page.sums.got == of(lines, LineKind.GOT) + of(lines, LineKind.GOT_BACK)
        assert page.sums.lines == len(lines)


def told(entry: Entry) -> LineKind:
    match entry.cause, entry.delta > 0:
        case Cause.PUSH, gave:
            return LineKind.GAVE if gave else LineKind.GOT
        case Cause.TAKEN_BACK, author:
            return LineKind.GOT_BACK if author else LineKind.GAVE_BACK
        case cause, _:
            return {"left": LineKind.LEFT, "returned": LineKind.RETURNED, "write_off": LineKind.SHARED}[cause]


def of(lines: list[LedgerLine], kind: LineKind) -> int:
    return sum(line.delta for line in lines if line.kind is kind)


async def plant(team: PlantedHouse, entries: list[Entry]) -> None:
    def fn(tx: Tx, _: None, now: datetime) -> None:
        teams.lock(tx, 1)
        ledger.book(tx, entries, now)
        tx.commit()

    await team.db.run(fn, None, NOW + timedelta(minutes=1))


async def turn(team: PlantedHouse, page: LedgerShown, *, below: bool) -> LedgerShown:
    at = page.lines[-1 if below else 0].id
    return await team.services.ledger.page(team.caller(0), LedgerPage(1, at, below), NOW)


async def pages(team: PlantedHouse) -> list[LedgerShown]:
    """Read Ana's whole ledger, from its newest page on."""
    seen = [await shown(team, 0)]
    while seen[-1].older:
        seen.append(await turn(team, seen[-1], below=True))
    return seen


@pytest.mark.parametrize("entries", [0, 60])
async def test_it_costs_few_statements_however_long_it_is(pushed: Pushed, entries: int) -> None:
    mine = (await pushed.team.services.weeks.show(pushed.team.caller(0), "this", NOW)).mine
    await pushed.answers.done(pushed.team.caller(0), PushDone(mine[1].id, "", ""), NOW)
    await plant(pushed.team, [Entry(1, 1, Cause.WRITE_OFF, 1000 + n) for n in range(entries)])
    services, line = pushed.team.services.ledger, (await shown(pushed.team, 0)).lines[0].id
    ran = await count(pushed.team, services.mine(pushed.team.caller(0), NOW))
    assert ran == (4 if not entries else 3), "the team, the lines, their sums; what they are about, where it is a post"
    assert await count(pushed.team, services.page(pushed.team.caller(0), LedgerPage(1, line, True), NOW)) <= 6
    assert await count(pushed.team, services.wrong(pushed.team.caller(0), line, NOW)) <= 4
