"""Swapping: the card that nobody can tell from a skip's, and every race for it."""

import asyncio
from collections.abc import AsyncIterator
from datetime import datetime, timedelta

import pytest

from teambot.domain.announcements import NewsMessage
from teambot.domain.assignments import AssignmentState, OfferedOn
from teambot.domain.my_week import WeekShown
from teambot.domain.notices import NoticeKind
from teambot.domain.reasons import ReasonKind
from teambot.domain.week import WeekState
from teambot.errors import Refusal
from teambot.services.assignments.service import PushDone, SkipAssignment
from teambot.services.standings.service import GoAway
from teambot.storage.invariants import broken
from tests.services.conftest import FIRST_CLOSE, FIRST_PLAN, GUILD, NAMES, WEEK
from tests.services.planted import PlantedHouse, planted, refused
from tests.stores import Store

NOW = FIRST_PLAN + timedelta(hours=1)
END = FIRST_CLOSE + WEEK


class Swap:
    """Ana asks for a swap: of what (`id`, by `author`), the open row beside it, and who may take it."""

    def __init__(self, team: PlantedHouse) -> None:
        self.team = team
        self.answers = team.services.assignments

    async def begin(self) -> None:
        await self.team.plan()
        self.mine = (await self.week(0)).mine[0]
        self.id, self.author = self.mine.id, NAMES.index(self.mine.author)
        on = "SELECT pusher_id - 1 FROM assignment WHERE slot_id = (SELECT slot_id FROM assignment WHERE id = :id)"
        asked = {int(str(who)) for (who,) in await self.team.rows(on, id=self.id)}
        self.takers = [who for who in range(6) if who not in asked | {self.author}]
        self.other = next(iter(asked - {0}))

    async def ask(self) -> int:
        await self.answers.swap(self.team.caller(0), self.id, NOW)
        [(open_id,)] = await self.team.rows("SELECT id FROM assignment WHERE state = 'open'")
        return int(str(open_id))

    async def week(self, who: int, now: datetime = NOW) -> WeekShown:
        return await self.team.services.weeks.show(self.team.caller(who), "this", now)

    async def state(self, assignment_id: int) -> tuple[object, ...]:
        [row] = await self.team.rows("SELECT state, pusher_id FROM assignment WHERE id = :id", id=assignment_id)
        return row

    async def cards(self) -> list[tuple[object, ...]]:
        return await self.team.rows("SELECT kind FROM outbox WHERE kind LIKE 'offer%' ORDER BY id")

    async def whole(self) -> None:
        assert await self.team.db.read(lambda tx, _, __: list(broken(tx)), None, NOW) == []


@pytest.fixture
async def swap(store: Store, formed: str) -> AsyncIterator[Swap]:
    async with planted(store, formed) as team:
        made = Swap(team)
        await made.begin()
        yield made
        await made.whole()


async def test_a_swap_is_theirs_until_somebody_takes_it_and_nobody_is_named(swap: Swap) -> None:
    open_id = await swap.ask()
    shown = next(one for one in (await swap.week(0)).mine if one.id == swap.id)
    assert (shown.state, shown.swapping) == (AssignmentState.ASKED, True)
    taker = swap.takers[0]
    await swap.answers.take(swap.team.caller(taker), open_id, NOW)
    taken = await swap.answers.one(swap.team.caller(taker), open_id, NOW)
    assert (taken.title, [why.kind for why in taken.reasons]) == (swap.mine.title, [ReasonKind.TOOK_IT])
    week = await swap.week(0)
    assert next(one.state for one in week.mine if one.id == swap.id) is AssignmentState.SWAPPED
    told = [(one.kind, dict(one.facts)) for one in week.news]
    assert told == [(NoticeKind.SWAP_TAKEN, {"title": swap.mine.title})]
    assert await swap.cards() == [("offer",), ("offer_closed",)]
    for use in (
        lambda: swap.answers.done(swap.team.caller(0), PushDone(swap.id, "", ""), NOW),
        lambda: swap.answers.skip(swap.team.caller(0), SkipAssignment(swap.id, ""), NOW),
        lambda: swap.answers.swap(swap.team.caller(0), swap.id, NOW),
        lambda: swap.answers.keep(swap.team.caller(0), swap.id, NOW),
    ):
        assert (await refused(swap.team, use)).key == "not-asked-any-more"
    await swap.answers.done(swap.team.caller(taker), PushDone(open_id, "", ""), NOW)
    assert await swap.team.rows("SELECT membership_id, delta FROM ledger_entry ORDER BY delta") == [
        (swap.author + 1, -1),
        (taker + 1, 1),
    ]


async def test_the_open_card_of_a_swap_is_that_of_a_skip(swap: Swap) -> None:
    """The message, what it is drawn from, and what is behind My week: alike in all but the row's number."""
    team = swap.team
    swapped = await swap.ask()
    other = (await swap.week(swap.other)).mine[0]
    await team.do("UPDATE profile SET load = 0")  # nobody has room, so that a skip is open to all
    await team.do("UPDATE assignment SET state = 'asked' WHERE id = :id", id=other.id)
    skipped = await swap.answers.skip(team.caller(swap.other), SkipAssignment(other.id, "busy"), NOW)
    assert skipped.offered is OfferedOn.OPEN
    rows = await team.rows(
        "SELECT kind, channel_id, membership_id, due_at, expires_at, state FROM outbox WHERE kind = 'offer'"
    )
    assert len(rows) == 2
    assert rows[0] == rows[1]
    sql = "SELECT id FROM assignment WHERE state = 'open' ORDER BY id"
    both = [int(str(row[0])) for row in await team.rows(sql)]
    assert both[0] == swapped
    columns = "pusher_id, state, reasons, skip_reason, suggested_on, swap_asked_at, words, link, ended_at"
    first, second = [await team.rows(f"SELECT {columns} FROM assignment WHERE id = :id", id=one) for one in both]
    assert first == second


async def test_one_takes_it_whoever_presses_at_once(swap: Swap) -> None:
    open_id = await swap.ask()
    presses = (swap.answers.take(swap.team.caller(who), open_id, NOW) for who in (*swap.takers, *swap.takers))
    results = await asyncio.gather(*presses, return_exceptions=True)
    assert sum(not isinstance(one, Exception) for one in results) == 1
    assert {one.key for one in results if isinstance(one, Refusal)} <= {"already-taken"}
    assert (await swap.state(swap.id))[0] == "swapped"


async def test_who_does_it_before_it_is_taken_has_done_it(swap: Swap) -> None:
    open_id = await swap.ask()
    await swap.answers.done(swap.team.caller(0), PushDone(swap.id, "", ""), NOW)
    with pytest.raises(Refusal, match="already-taken"):
        await swap.answers.take(swap.team.caller(swap.takers[0]), open_id, NOW)
    assert await swap.state(swap.id) == ("done", 1)


async def test_doing_and_taking_at_once_leaves_one_of_the_two(swap: Swap) -> None:
    open_id = await swap.ask()
    done = swap.answers.done(swap.team.caller(0), PushDone(swap.id, "", ""), NOW)
    take = swap.answers.take(swap.team.caller(swap.takers[0]), open_id, NOW)
    results = await asyncio.gather(take, done, return_exceptions=True)
    assert sum(isinstance(one, Refusal) for one in results) == 1
    states = [(await swap.state(swap.id))[0], (await swap.state(open_id))[0]]
    assert states in (["swapped", "asked"], ["done", "withdrawn"])


async def test_who_keeps_it_has_had_their_card(swap: Swap) -> None:
    """One for each assignment, since everybody in the channel sees it; a skip is still theirs."""
    first = await swap.ask()
    assert (await refused(swap.team, lambda: swap.answers.swap(swap.team.caller(0), swap.id, NOW))).key == (
        "swap-asked-already"
    )
    await swap.answers.keep(swap.team.caller(0), swap.id, NOW)
    assert await swap.state(swap.id) == ("asked", 1)
    with pytest.raises(Refusal, match="already-taken"):
        await swap.answers.take(swap.team.caller(swap.takers[0]), first, NOW)
    assert (await refused(swap.team, lambda: swap.answers.keep(swap.team.caller(0), swap.id, NOW))).key == (
        "no-swap-asked"
    )
    again = await refused(swap.team, lambda: swap.answers.swap(swap.team.caller(0), swap.id, NOW))
    assert again.key == "swap-kept"
    assert not next(one for one in (await swap.week(0)).mine if one.id == swap.id).swapping
    assert await swap.cards() == [("offer",)]
    await swap.answers.skip(swap.team.caller(0), SkipAssignment(swap.id, ""), NOW)
    assert (await swap.state(swap.id))[0] == "skipped"


@pytest.mark.parametrize("how", ["done", "keep", "skip", "withdrawn", "last day", "nobody"])
async def test_no_card_that_nobody_took_tells_when_or_how_it_ended(swap: Swap, how: str) -> None:
    """The channel, My week and every press are alike whatever became of it; all close with the week."""
    team, open_id = swap.team, await swap.ask()
    if how == "done":
        await swap.answers.done(team.caller(0), PushDone(swap.id, "", ""), NOW)
    elif how == "keep":
        await swap.answers.keep(team.caller(0), swap.id, NOW)
    elif how == "skip":  # somebody with room is asked instead
        await team.do("UPDATE profile SET load = 5")
        await team.do("UPDATE assignment SET state = 'withdrawn' WHERE pusher_id = :id", id=swap.takers[0] + 1)
        await swap.answers.skip(team.caller(0), SkipAssignment(swap.id, ""), NOW)
    elif how == "withdrawn":
        [mine] = await team.services.posts.withdrawable(team.caller(swap.author), "", NOW)
        await team.services.posts.withdraw(team.caller(swap.author), mine.id, NOW)
    elif how == "last day":
        slot = "SELECT submission_id FROM slot JOIN assignment a ON a.slot_id = slot.id WHERE a.id = :id"
        before = (NOW - timedelta(days=1)).date().isoformat()
        await team.do(f"UPDATE submission SET last_day = '{before}' WHERE id = ({slot})", id=swap.id)
        await team.services.seasons.settle_due(NOW)
    ended = {"last day": "carried", "nobody": "open"}.get(how, "withdrawn")
    assert await swap.state(open_id) == (ended, None)
    assert await swap.cards() == [("offer",)]
    for who in (swap.author, swap.other, *swap.takers):
        assert [one.assignment_id for one in (await swap.week(who)).offers] == [open_id], who
    excluded = (swap.author, swap.other) if how == "nobody" else (swap.author, swap.other, *swap.takers)
    for who in excluded:
        refusal = await refused(team, lambda w=who: swap.answers.take(team.caller(w), open_id, NOW))
        assert (refusal.key, refusal.facts) == ("already-taken", {})
    await team.ring(END)
    assert await swap.cards() == [("offer",), ("offer_closed",)]
    assert not (await swap.week(swap.author, END)).offers


@pytest.mark.parametrize("who_says", ["author", "taker", "languages"])
async def test_nobody_takes_a_post_whose_author_they_are_kept_apart_from(swap: Swap, who_says: str) -> None:
    """And read no more of it than whoever is too late."""
    team, (taker, *others) = swap.team, swap.takers
    if who_says == "languages":
        await team.do("UPDATE profile SET languages = 'Portuguese' WHERE membership_id = :id", id=taker + 1)
        await team.do("UPDATE profile SET languages = 'English' WHERE membership_id = :id", id=swap.author + 1)
    else:
        pair = (swap.author + 1, taker + 1) if who_says == "author" else (taker + 1, swap.author + 1)
        await team.do("INSERT INTO apart (membership_id, other_id) VALUES (:a, :b)", a=pair[0], b=pair[1])
    open_id = await swap.ask()
    assert len((await swap.week(taker)).offers) == 1
    refusal = await refused(team, lambda: swap.answers.take(team.caller(taker), open_id, NOW))
    assert (refusal.key, refusal.facts) == ("already-taken", {})
    assert await swap.cards() == [("offer",)]
    await swap.answers.take(team.caller(others[0]), open_id, NOW)


async def test_who_is_kept_apart_since_the_plan_stands_in_for_nobody(swap: Swap) -> None:
    team = swap.team
    await team.do("UPDATE profile SET load = 5")
    await team.do("UPDATE assignment SET state = 'withdrawn' WHERE pusher_id = :id", id=swap.takers[0] + 1)
    both = {"a": swap.author + 1, "b": swap.takers[0] + 1}
    await team.do("INSERT INTO apart (membership_id, other_id) VALUES (:a, :b)", **both)
    skipped = await swap.answers.skip(team.caller(0), SkipAssignment(swap.id, ""), NOW)
    rows = await team.rows("SELECT pusher_id FROM assignment WHERE offered_on_from_id = :id", id=swap.id)
    assert (skipped.offered, rows) == (OfferedOn.OPEN, [(None,)])


@pytest.mark.parametrize("over", [None, "withdrawn", "lapsed"])
async def test_who_stands_in_reads_what_is_asked_of_them_by_direct_message(swap: Swap, over: str | None) -> None:
    """With its reasons and buttons; and nothing, where it is over before the message goes out."""
    team, stand_in = swap.team, swap.takers[0]
    await team.do("UPDATE profile SET load = 5, by_dm = :yes", yes=True)
    await team.do("UPDATE assignment SET state = 'withdrawn' WHERE pusher_id = :id", id=stand_in + 1)
    skipped = await swap.answers.skip(team.caller(0), SkipAssignment(swap.id, ""), NOW)
    assert skipped.offered is OfferedOn.STAND_IN
    sql = "SELECT id FROM assignment WHERE offered_on_from_id = :id"
    [(one,)] = await team.rows(sql, id=swap.id)
    if over is not None:
        await team.do("UPDATE assignment SET state = :state WHERE id = :id", state=over, id=one)
    [row] = [row for row in await team.services.outbox.claim(NOW) if row.kind == "news"]
    told = await team.services.outbox.facts(row, NOW)
    if over is not None:
        assert told is None
        return
    assert isinstance(told, NewsMessage)
    assert told.mine is not None
    assert (told.mine.id, told.mine.title) == (one, swap.mine.title)
    assert [why.kind for why in told.mine.reasons] == [ReasonKind.TOOK_OVER]


async def test_who_presses_their_own_card_is_reminded_of_it(swap: Swap) -> None:
    open_id = await swap.ask()
    own = await refused(swap.team, lambda: swap.answers.take(swap.team.caller(0), open_id, NOW))
    assert (own.key, own.facts) == ("your-own-swap", {"title": swap.mine.title})
    assert not (await swap.week(0)).offers


async def test_who_gave_something_over_is_not_asked_for_something_else_instead(swap: Swap) -> None:
    team = swap.team
    open_id = await swap.ask()
    await swap.answers.take(team.caller(swap.takers[0]), open_id, NOW)
    await team.do("UPDATE profile SET load = 0 WHERE membership_id <> 1")
    sql = (
        "SELECT a.id, a.pusher_id - 1 FROM assignment a JOIN slot s ON s.id = a.slot_id WHERE a.state = 'asked'"
        " AND s.membership_id <> 1 AND a.pusher_id <> 1"
    )
    for one, who in await team.rows(sql):
        await swap.answers.skip(team.caller(int(str(who))), SkipAssignment(int(str(one)), ""), NOW)
    rows = await team.rows("SELECT count(*) FROM assignment WHERE pusher_id = 1 AND offered_on_from_id IS NOT NULL")
    assert rows == [(0,)]


@pytest.mark.parametrize("room", [True, False])
async def test_who_skips_it_after_all_leaves_one_offer(swap: Swap, room: bool) -> None:
    """With somebody who has room it is theirs and the card closes; else the card stands as it is."""
    open_id = await swap.ask()
    await swap.team.do("UPDATE profile SET load = :load", load=5 if room else 0)
    if room:  # the plan's own room bounds as well
        await swap.team.do("UPDATE assignment SET state = 'withdrawn' WHERE pusher_id = :id", id=swap.takers[0] + 1)
    skipped = await swap.answers.skip(swap.team.caller(0), SkipAssignment(swap.id, ""), NOW)
    assert skipped.offered is (OfferedOn.STAND_IN if room else OfferedOn.OPEN)
    open_now = await swap.team.rows("SELECT id FROM assignment WHERE state = 'open'")
    assert open_now == ([] if room else [(open_id,)])
    assert await swap.cards() == [("offer",)]
    if not room:
        await swap.answers.take(swap.team.caller(swap.takers[0]), open_id, NOW)
        assert (await swap.state(swap.id))[0] == "skipped"
        assert not (await swap.week(0)).news, "who skipped hears no more of it"


async def test_the_week_ends_and_the_card_with_it(swap: Swap) -> None:
    open_id = await swap.ask()
    await swap.team.ring(END)
    assert await swap.state(open_id) == ("carried", None)
    assert await swap.state(swap.id) == ("asked", 1)
    with pytest.raises(Refusal, match="already-taken"):
        await swap.answers.take(swap.team.caller(swap.takers[0]), open_id, END)
    for use in (swap.answers.swap, swap.answers.keep):
        with pytest.raises(Refusal, match="week-over-no-need-to-skip"):
            await use(swap.team.caller(0), swap.id, END)
    await swap.answers.done(swap.team.caller(0), PushDone(swap.id, "", ""), END + timedelta(days=6))
    assert (await swap.state(swap.id))[0] == "done"


async def test_neither_author_nor_who_was_asked_takes_it(swap: Swap) -> None:
    open_id = await swap.ask()
    for who in (swap.author, swap.other):
        refusal = await refused(swap.team, lambda who=who: swap.answers.take(swap.team.caller(who), open_id, NOW))
        assert (refusal.key, refusal.facts) == ("already-taken", {})


async def test_who_skipped_it_before_does_not_get_it_again(swap: Swap) -> None:
    skipped = (await swap.week(swap.other)).mine
    same = next(one for one in skipped if one.author == swap.mine.author)
    await swap.answers.skip(swap.team.caller(swap.other), SkipAssignment(same.id, ""), NOW)
    await swap.answers.swap(swap.team.caller(0), swap.id, NOW)
    sql = "SELECT id FROM assignment WHERE state = 'open' AND offered_on_from_id = :id"
    [(open_id,)] = await swap.team.rows(sql, id=swap.id)
    refusal = await refused(swap.team, lambda: swap.answers.take(swap.team.caller(swap.other), int(str(open_id)), NOW))
    assert refusal.key == "already-taken"


async def test_who_takes_it_may_swap_and_skip_in_turn(swap: Swap) -> None:
    open_id = await swap.ask()
    first, second = swap.takers[:2]
    await swap.answers.take(swap.team.caller(first), open_id, NOW)
    await swap.answers.swap(swap.team.caller(first), open_id, NOW)
    [(again,)] = await swap.team.rows("SELECT id FROM assignment WHERE state = 'open'")
    await swap.answers.take(swap.team.caller(second), int(str(again)), NOW)
    assert [(await swap.state(one))[0] for one in (swap.id, open_id, int(str(again)))] == [
        "swapped",
        "swapped",
        "asked",
    ]


async def test_nobody_is_there_to_swap_with(swap: Swap) -> None:
    for who in swap.takers:
        await swap.team.services.standings.away(swap.team.caller(who), GoAway("in 2 weeks", ""), NOW)
    before = await swap.cards()
    refusal = await refused(swap.team, lambda: swap.answers.swap(swap.team.caller(0), swap.id, NOW))
    assert refusal.key == "nobody-to-swap-with"
    assert await swap.cards() == before


async def test_after_the_posts_last_day_it_is_offered_no_more(swap: Swap) -> None:
    open_id = await swap.ask()
    slot = "SELECT submission_id FROM slot JOIN assignment a ON a.slot_id = slot.id WHERE a.id = :id"
    today = NOW.date().isoformat()
    await swap.team.do(f"UPDATE submission SET last_day = '{today}' WHERE id = ({slot})", id=swap.id)
    later = NOW + timedelta(days=2)
    await swap.team.ring(later)
    assert await swap.state(open_id) == ("carried", None)
    await swap.answers.skip(swap.team.caller(0), SkipAssignment(swap.id, ""), later)
    assert (await swap.state(swap.id))[0] == "skipped"


async def test_who_goes_away_lets_the_card_stand(swap: Swap) -> None:
    """What they were asked for is offered on; a card that asks for it already is enough."""
    await swap.ask()
    await swap.team.do("UPDATE profile SET load = 0")
    await swap.team.services.standings.away(swap.team.caller(0), GoAway("in 2 weeks", ""), NOW)
    assert (await swap.state(swap.id))[0] == "released"
    rows = await swap.team.rows("SELECT state FROM assignment WHERE offered_on_from_id = :id", id=swap.id)
    assert rows == [("open",)]


async def test_what_is_forged_or_strange_changes_nothing(swap: Swap) -> None:
    theirs = (await swap.week(swap.other)).mine[0].id
    for who, assignment_id, key in (
        (0, theirs, "not-your-assignment"),
        (0, 999_999, "no-such-assignment"),
        (9, swap.id, "not-a-member"),
    ):
        for use in (swap.answers.swap, swap.answers.keep):
            refusal = await refused(swap.team, lambda u=use, w=who, a=assignment_id: u(swap.team.caller(w), a, NOW))
            assert refusal.key == key
    elsewhere = swap.team.caller(0, guild=GUILD + 1)
    assert (await refused(swap.team, lambda: swap.answers.swap(elsewhere, swap.id, NOW))).key == "no-such-team"


async def test_the_same_press_twice_opens_one_card(swap: Swap) -> None:
    caller = swap.team.caller(0)
    first = await swap.answers.swap(caller, swap.id, NOW)
    assert await swap.answers.swap(caller, swap.id, NOW) == first
    assert await swap.cards() == [("offer",)]


async def test_a_swap_is_asked_for_while_its_week_runs(swap: Swap) -> None:
    assert await swap.team.rows("SELECT state FROM week WHERE id = 1") == [(WeekState.PLANNED,)]
    await swap.answers.swap(swap.team.caller(0), swap.id, END - timedelta(seconds=1))
    with pytest.raises(Refusal, match="week-over-no-need-to-skip"):
        await swap.answers.swap(swap.team.caller(0), swap.id, END)
