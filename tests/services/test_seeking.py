"""An author who cannot find where they were recommended: who is asked, the answers, and what is booked back."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from datetime import datetime, timedelta
from typing import Any

import pytest

from teambot.domain.assignments import AssignmentState, Found
from teambot.domain.link_proof import LinkDue, LinkLooked, LinkState
from teambot.domain.my_week import News
from teambot.domain.notices import NoticeKind
from teambot.errors import Refusal
from teambot.services.assignments.link_checks import check_links
from teambot.services.assignments.seeking import AnswerFound, GiveLink
from teambot.services.assignments.service import PushDone, SkipAssignment
from teambot.services.plans.gathering import gather
from teambot.services.standings.service import GoAway, Leave
from teambot.storage import assignments, plans, teams, weeks
from teambot.storage.runner import Tx
from tests.services.conftest import FIRST_CLOSE, FIRST_PLAN, GUILD, NAMES, WEEK
from tests.services.planted import PlantedHouse, planted, refused
from tests.stores import Store

NOW = FIRST_PLAN + timedelta(hours=1)
DAY = timedelta(days=1)
SECOND = timedelta(seconds=1)


class Pushed:
    """Ana has recommended a post of `author`'s, by `id`, without saying where."""

    def __init__(self, team: PlantedHouse) -> None:
        self.team = team
        self.answers = team.services.assignments

    async def begin(self) -> None:
        await self.team.plan()
        mine = (await self.team.services.weeks.show(self.team.caller(0), "this", NOW)).mine[0]
        self.id, self.title, self.author = mine.id, mine.title, NAMES.index(mine.author)
        self.other = next(who for who in range(1, 6) if who != self.author)
        await self.answers.done(self.team.caller(0), PushDone(self.id, "", "Lovely."), NOW)

    async def seek(self, now: datetime = NOW) -> None:
        await self.answers.seek(self.team.caller(self.author), self.id, now)

    async def answer(self, said: str, link: str = "", now: datetime = NOW) -> None:
        await self.answers.answer_found(self.team.caller(0), AnswerFound(self.id, said, link), now)

    async def news(self, who: int, now: datetime = NOW) -> list[News]:
        return list((await self.team.services.weeks.show(self.team.caller(who), "this", now)).news)

    async def state(self) -> tuple[object, ...]:
        [row] = await self.team.rows("SELECT state, found FROM assignment WHERE id = :id", id=self.id)
        return row

    async def balances(self) -> dict[int, int]:
        rows = await self.team.rows("SELECT membership_id - 1, sum(delta) FROM ledger_entry GROUP BY 1")
        return {int(str(who)): int(str(delta)) for who, delta in rows}

    async def pair(self) -> Any:
        pairs = await self.team.db.read(lambda tx, _, __: assignments.pairs(tx, 1), None, NOW)
        return pairs.get((1, self.author + 1))


@pytest.fixture
async def pushed(store: Store, formed: str) -> AsyncIterator[Pushed]:
    async with planted(store, formed) as team:
        made = Pushed(team)
        await made.begin()
        yield made
        assert sum((await made.balances()).values()) == 0


async def test_the_news_lets_its_author_ask_for_seven_days(pushed: Pushed) -> None:
    [news] = await pushed.news(pushed.author, NOW + 7 * DAY - SECOND)
    assert (news.kind, news.facts["assignment_id"], news.facts["seek"]) == (NoticeKind.PUSHED, pushed.id, True)


async def test_after_seven_days_nobody_is_asked(pushed: Pushed) -> None:
    [news] = await pushed.news(pushed.author, NOW + 7 * DAY)
    assert news.facts["seek"] is False
    use = pushed.answers.seek
    refusal = await refused(pushed.team, lambda: use(pushed.team.caller(pushed.author), pushed.id, NOW + 7 * DAY))
    assert refusal.key == "seek-time-over"


async def test_its_pusher_alone_is_asked_until_they_answer(pushed: Pushed) -> None:
    await pushed.seek()
    for who in range(1, 6):
        assert NoticeKind.PUSH_SOUGHT not in [one.kind for one in await pushed.news(who)]
    for now in (NOW, NOW + 3 * DAY):
        [asked] = await pushed.news(0, now)
        assert (asked.kind, asked.facts["author"], asked.facts["title"]) == (
            NoticeKind.PUSH_SOUGHT,
            NAMES[pushed.author],
            pushed.title,
        )
    await pushed.answer("unlinked")
    assert await pushed.news(0) == []
    assert (await refused(pushed.team, lambda: pushed.seek(NOW + DAY))).key == "already-sought"


async def test_a_link_is_given_to_the_author_and_looked_at(pushed: Pushed) -> None:
    await pushed.seek()
    await pushed.news(pushed.author)
    await pushed.answer("link", "http://ana.blog.test/letter?utm_source=a")
    assert await pushed.state() == ("done", "link")
    [told] = await pushed.news(pushed.author)
    assert (told.kind, told.facts["how"], told.facts["link"], told.facts["link_state"]) == (
        NoticeKind.PUSH_FOUND,
        "link",
        "http://ana.blog.test/letter",
        "waiting",
    )
    assert await pushed.answers.check_links_due(NOW) == 1
    assert await pushed.balances() == {0: 1, pushed.author: -1}


async def test_what_cannot_be_linked_stands(pushed: Pushed) -> None:
    await pushed.seek()
    await pushed.news(pushed.author)
    await pushed.answer("unlinked")
    assert await pushed.state() == ("done", "unlinked")
    assert [(one.kind, one.facts["how"]) for one in await pushed.news(pushed.author)] == [
        (NoticeKind.PUSH_FOUND, "unlinked")
    ]
    assert await pushed.answers.found_due(NOW + 30 * DAY) == 0
    assert await pushed.balances() == {0: 1, pushed.author: -1}


async def test_what_was_not_done_is_as_if_it_had_not_been(pushed: Pushed) -> None:
    assert (await pushed.pair())[0] == 1
    await pushed.seek()
    await pushed.news(pushed.author)
    await pushed.answer("not_done")
    assert await pushed.state() == ("taken_back", "not_done")
    assert await pushed.balances() == {0: 0, pushed.author: 0}
    assert await pushed.pair() is None
    [told] = await pushed.news(pushed.author)
    assert (told.kind, told.facts["side"], told.facts["why"]) == (NoticeKind.PUSH_UNDONE, "author", "not_done")
    for said in ("link", "unlinked", "not_done"):
        refusal = await refused(pushed.team, lambda s=said: pushed.answer(s, "http://ana.blog.test/1"))
        assert refusal.key == "push-taken-back"
    done = pushed.answers.done
    again = await refused(pushed.team, lambda: done(pushed.team.caller(0), PushDone(pushed.id, "", ""), NOW))
    assert again.key == "not-asked-any-more"


async def test_without_an_answer_in_seven_days_it_is_booked_back_and_both_are_told(pushed: Pushed) -> None:
    await pushed.seek()
    await pushed.news(pushed.author)
    assert await pushed.answers.found_due(NOW + 7 * DAY - SECOND) == 0
    assert await pushed.answers.found_due(NOW + 7 * DAY) == 1
    assert await pushed.answers.found_due(NOW + 7 * DAY) == 0
    assert await pushed.state() == ("taken_back", "no_answer")
    assert await pushed.balances() == {0: 0, pushed.author: 0}
    told = {who: [(one.kind, one.facts["side"]) for one in await pushed.news(who, NOW + 7 * DAY)] for who in range(6)}
    assert told.pop(pushed.author) == [(NoticeKind.PUSH_UNDONE, "author")]
    assert told.pop(0) == [(NoticeKind.PUSH_UNDONE, "pusher")], "the question stands no more"
    assert not any(told.values())


async def test_days_away_do_not_count(pushed: Pushed) -> None:
    """Away from the second day through the ninth: of the seven days five are left then."""
    await pushed.seek()
    away, back = NOW + 2 * DAY, NOW + 9 * DAY
    await pushed.team.do("UPDATE membership SET away_from = :a, away_until = :b WHERE id = 1", a=away, b=back)
    for at, settled in ((7 * DAY, 0), (9 * DAY, 0), (14 * DAY - SECOND, 0), (14 * DAY, 1)):
        assert await pushed.answers.found_due(NOW + at) == settled
    assert await pushed.state() == ("taken_back", "no_answer")


async def test_a_pause_does_not_count(pushed: Pushed) -> None:
    services, team = pushed.team.services, pushed.team
    await pushed.seek()
    await services.standings.take_break(team.caller(0), 1, NOW + 2 * DAY)
    assert await pushed.answers.found_due(NOW + 20 * DAY) == 0
    await services.standings.come_back(team.caller(0), 1, NOW + 20 * DAY)
    assert await pushed.answers.found_due(NOW + 25 * DAY - SECOND) == 0
    assert await pushed.answers.found_due(NOW + 25 * DAY) == 1


async def test_who_comes_back_from_a_break_can_answer_still(pushed: Pushed) -> None:
    services, team = pushed.team.services, pushed.team
    await pushed.seek()
    await services.standings.take_break(team.caller(0), 1, NOW + 6 * DAY)
    answer = AnswerFound(pushed.id, "unlinked")
    paused = await refused(team, lambda: pushed.answers.answer_found(team.caller(0), answer, NOW + 8 * DAY))
    assert paused.key == "you-are-paused"
    await services.standings.come_back(team.caller(0), 1, NOW + 9 * DAY)
    await pushed.answer("unlinked", now=NOW + 9 * DAY)
    assert await pushed.state() == ("done", "unlinked")


async def test_leaving_is_no_answer(pushed: Pushed) -> None:
    await pushed.seek()
    await pushed.news(pushed.author)
    before = await pushed.balances()
    await pushed.team.services.standings.leave(pushed.team.caller(0), Leave(1, False, False, ""), NOW + DAY)
    assert await pushed.answers.found_due(NOW + 7 * DAY) == 1
    assert await pushed.state() == ("taken_back", "gone")
    [told] = [one for one in await pushed.news(pushed.author, NOW + 7 * DAY) if one.kind is NoticeKind.PUSH_UNDONE]
    assert (told.facts["side"], told.facts["why"]) == ("author", Found.GONE)
    after = await pushed.balances()
    assert (after[pushed.author], after[0]) == (before[pushed.author] + 1, 0)
    # Rows of the one who left are the ledger's own business; what follows is for the sum over all.
    rows = await pushed.team.rows("SELECT sum(delta) FROM ledger_entry WHERE cause_kind IN ('push', 'taken_back')")
    assert rows == [(0,)]
    await pushed.team.do("DELETE FROM ledger_entry WHERE cause_kind = 'left'")


async def test_what_an_author_who_has_left_asked_for_stands(pushed: Pushed) -> None:
    await pushed.seek()
    await pushed.team.services.standings.leave(pushed.team.caller(pushed.author), Leave(1, False, False, ""), NOW + DAY)
    assert await pushed.answers.found_due(NOW + 7 * DAY) == 1
    assert await pushed.state() == ("done", "gone")
    assert (await pushed.balances())[0] == 1
    await pushed.team.do("DELETE FROM ledger_entry WHERE cause_kind = 'left'")


async def test_a_plan_goes_by_what_nobody_asks_about(pushed: Pushed) -> None:
    """Who says *Done* and leaves the question open is not in front for it, nor trusted with more."""
    team = pushed.team
    for sought, said, given in ((False, None, 1), (True, None, 0), (True, "unlinked", 1)):
        if said:
            await pushed.answer(said)
        elif sought:
            await pushed.seek()
        counted = await team.db.read(_counted, None, NOW)
        assert counted == (given, given), (sought, said)
    assert (await pushed.balances())[0] == 1, "in the ledger it stands all along"


def _counted(tx: Tx, _: None, now: datetime) -> tuple[int, int]:
    week = weeks.latest(tx, 1)[-1]
    inputs = gather(tx, teams.get(tx, 1), week, {}, {1: 2}, now).inputs
    return inputs.balance[1], plans.most_done(tx, 1).get(1, 0)


async def test_nobody_asks_who_has_left(pushed: Pushed) -> None:
    await pushed.team.services.standings.leave(pushed.team.caller(0), Leave(1, False, False, ""), NOW)
    refusal = await refused(pushed.team, pushed.seek)
    assert refusal.key == "pusher-has-left"
    assert not any(one.facts["seek"] for one in await pushed.news(pushed.author) if one.kind is NoticeKind.PUSHED)
    await pushed.team.do("DELETE FROM ledger_entry WHERE cause_kind = 'left'")


async def test_an_author_who_is_away_has_seven_days_from_their_return(pushed: Pushed) -> None:
    team = pushed.team
    mine = (await team.services.weeks.show(team.caller(0), "this", NOW)).mine[1]
    author = NAMES.index(mine.author)
    back = NOW + 10 * DAY
    await team.do("UPDATE membership SET away_from = :a, away_until = :b WHERE id = :m", a=NOW, b=back, m=author + 1)
    await pushed.answers.done(team.caller(0), PushDone(mine.id, "", ""), NOW + DAY)
    await pushed.answers.seek(team.caller(author), mine.id, back + 7 * DAY - SECOND)


@pytest.mark.parametrize("said", ["", "gone", "no_answer", "LINK", "done"])
async def test_an_answer_that_is_none_changes_nothing(pushed: Pushed, said: str) -> None:
    await pushed.seek()
    refusal = await refused(pushed.team, lambda: pushed.answer(said))
    assert refusal.key == "bad-option"


@pytest.mark.parametrize("link", ["", "in my letter", "ftp://ana.blog.test/1", "http://127"])
async def test_a_link_that_is_none_changes_nothing(pushed: Pushed, link: str) -> None:
    await pushed.seek()
    assert (await refused(pushed.team, lambda: pushed.answer("link", link))).key == "no-web-address"


async def test_a_link_given_meanwhile_is_the_answer(pushed: Pushed) -> None:
    await pushed.seek()
    command = GiveLink(pushed.id, "http://ana.blog.test/letter")
    await pushed.answers.give_link(pushed.team.caller(0), command, NOW)
    assert await pushed.state() == ("done", "link")
    assert await pushed.news(0) == []
    assert await pushed.answers.found_due(NOW + 30 * DAY) == 0


async def test_a_second_link_waits_until_it_is_asked_for(pushed: Pushed) -> None:
    """One piece of news after Done, and the answer to a question: no way to write to an author without end."""
    team, give = pushed.team, pushed.answers.give_link
    await team.do("UPDATE profile SET by_dm = true WHERE membership_id = :id", id=pushed.author + 1)
    await give(team.caller(0), GiveLink(pushed.id, "http://ana.blog.test/1"), NOW)
    mine = await pushed.answers.one(team.caller(0), pushed.id, NOW)
    assert (mine.link, mine.linkable) == ("http://ana.blog.test/1", False)
    for number in (2, 3):
        link = GiveLink(pushed.id, f"http://ana.blog.test/{number}")
        assert (await refused(team, lambda x=link: give(team.caller(0), x, NOW))).key == "link-given-already"
    with pytest.raises(Refusal, match="link-given-already"):
        await pushed.answers.check_link(team.caller(0), pushed.id, NOW)
    assert len(await pushed.news(pushed.author)) == 2
    assert await team.rows("SELECT count(*) FROM outbox WHERE kind = 'news'") == [(1,)]
    await pushed.seek()
    await give(team.caller(0), GiveLink(pushed.id, "http://ana.blog.test/2"), NOW)
    assert await pushed.state() == ("done", "link")


@pytest.mark.parametrize("by", ["look", "bell"])
async def test_what_was_seen_on_its_page_is_asked_of_nobody_and_answers_by_itself(pushed: Pushed, by: str) -> None:
    team, answers = pushed.team, pushed.answers
    await answers.give_link(team.caller(0), GiveLink(pushed.id, "http://ana.blog.test/1"), NOW)
    await pushed.seek()
    await pushed.news(pushed.author)

    async def look(due: Sequence[LinkDue], *_: object) -> tuple[LinkLooked, ...]:
        return tuple(LinkLooked(one, LinkState.SEEN) for one in due)

    if by == "look":
        assert await check_links(team.db, look, NOW + DAY) == 1
    else:
        await team.do("UPDATE assignment SET link_state = 'seen', link_next_at = NULL WHERE id = :id", id=pushed.id)
        assert await answers.found_due(NOW + 7 * DAY) == 1
    assert await pushed.state() == ("done", "link")
    assert await pushed.balances() == {0: 1, pushed.author: -1}
    assert await pushed.news(0) == [], "nothing is asked any more"
    [told] = [one for one in await pushed.news(pushed.author) if one.kind is NoticeKind.PUSH_FOUND]
    assert (told.facts["how"], told.facts["link_state"]) == (Found.LINK, LinkState.SEEN)
    assert await answers.found_due(NOW + 30 * DAY) == 0


async def test_an_author_does_not_ask_for_what_is_seen(pushed: Pushed) -> None:
    await pushed.team.do("UPDATE assignment SET link = 'http://a.test', link_state = 'seen' WHERE id = :i", i=pushed.id)
    [news] = await pushed.news(pushed.author)
    assert news.facts["seek"] is False
    assert (await refused(pushed.team, pushed.seek)).key == "push-seen"


async def test_what_plans_have_counted_on_is_not_taken_back(pushed: Pushed) -> None:
    over = FIRST_CLOSE + WEEK + 14 * DAY
    use = pushed.answers.take_back
    assert (await refused(pushed.team, lambda: use(pushed.team.caller(0), pushed.id, over))).key == (
        "take-back-time-over"
    )
    await use(pushed.team.caller(0), pushed.id, over - SECOND)


async def test_forged_ids_tell_an_author_nothing_of_what_is_asked_for_their_post(pushed: Pushed) -> None:
    """Asked, skipped, open to anyone, carried over, of their own post or of another's: one refusal for all."""
    team = pushed.team
    rows = await team.rows("SELECT a.id, a.pusher_id - 1 FROM assignment a WHERE state = 'asked' ORDER BY a.id")
    for number, (one, who) in enumerate(rows):
        if number % 2:
            await pushed.answers.skip(team.caller(int(str(who))), SkipAssignment(int(str(one)), ""), NOW)
    every = {int(str(one)) for (one,) in await team.rows("SELECT id FROM assignment")} - {pushed.id}
    states = {str(state) for (state,) in await team.rows("SELECT DISTINCT state FROM assignment")}
    assert states >= {"asked", "skipped", "open"}
    seek, found = pushed.answers.seek, pushed.answers.check_found
    for one in every:
        refusal = await refused(team, lambda i=one: seek(team.caller(pushed.author), i, NOW))
        assert (refusal.key, refusal.facts) == ("not-your-push", {})
    theirs = "SELECT id FROM assignment WHERE pusher_id IS NULL OR pusher_id <> :who"
    for (one,) in await team.rows(theirs, who=pushed.author + 1):
        refusal = await refused(team, lambda i=int(str(one)): found(team.caller(pushed.author), i, NOW))
        assert refusal.key == "not-your-assignment"


async def test_who_booked_what_was_not_done_takes_it_back(pushed: Pushed) -> None:
    await pushed.answers.take_back(pushed.team.caller(0), pushed.id, NOW + 10 * DAY)
    assert await pushed.state() == ("taken_back", "not_done")
    assert await pushed.balances() == {0: 0, pushed.author: 0}
    take_back = pushed.answers.take_back
    assert (await refused(pushed.team, lambda: take_back(pushed.team.caller(0), pushed.id, NOW))).key == (
        "push-taken-back"
    )
    assert (await refused(pushed.team, pushed.seek)).key == "push-taken-back"


async def test_every_other_hand_is_refused_and_changes_nothing(pushed: Pushed) -> None:
    team, answers = pushed.team, pushed.answers
    asked = (await team.services.weeks.show(team.caller(0), "this", NOW)).mine[1]
    assert asked.state is AssignmentState.ASKED
    await pushed.seek()
    author, other, stranger = pushed.author, pushed.other, 9
    answer, link = AnswerFound(pushed.id, "not_done"), GiveLink(pushed.id, "http://ana.blog.test/1")
    uses: list[tuple[Any, str, str]] = [
        (lambda: answers.seek(team.caller(0), pushed.id, NOW), "not-your-push", "its pusher"),
        (lambda: answers.seek(team.caller(other), pushed.id, NOW), "not-your-push", "another member"),
        (lambda: answers.seek(team.caller(stranger), pushed.id, NOW), "not-a-member", "a stranger"),
        (lambda: answers.seek(team.caller(author), 999_999, NOW), "no-such-assignment", "no such id"),
        (lambda: answers.seek(team.caller(NAMES.index(asked.author)), asked.id, NOW), "not-your-push", "not done"),
        (lambda: answers.seek(team.caller(author, guild=GUILD + 1), pushed.id, NOW), "no-such-team", "elsewhere"),
        (lambda: answers.answer_found(team.caller(author), answer, NOW), "not-your-assignment", "its author"),
        (lambda: answers.answer_found(team.caller(other), answer, NOW), "not-your-assignment", "another"),
        (lambda: answers.answer_found(team.caller(stranger), answer, NOW), "not-a-member", "a stranger"),
        (lambda: answers.give_link(team.caller(author), link, NOW), "not-your-assignment", "its author"),
        (lambda: answers.take_back(team.caller(author), pushed.id, NOW), "not-your-assignment", "its author"),
        (lambda: answers.take_back(team.caller(0), asked.id, NOW), "no-such-assignment", "not done"),
    ]
    for use, key, reason in uses:
        assert (await refused(team, use)).key == key, reason
    for check, who in ((answers.check_link, author), (answers.check_found, other)):
        with pytest.raises(Refusal, match="not-your-assignment"):
            await check(team.caller(who), pushed.id, NOW)
    await answers.check_found(team.caller(0), pushed.id, NOW)
    await answers.check_link(team.caller(0), pushed.id, NOW)


async def test_an_answer_and_the_bell_at_once_book_it_once(pushed: Pushed) -> None:
    await pushed.seek()
    late = NOW + 7 * DAY
    results = await asyncio.gather(
        pushed.answers.found_due(late), pushed.answer("not_done", now=late), return_exceptions=True
    )
    assert results in ([1, results[1]], [0, None])
    assert await pushed.balances() == {0: 0, pushed.author: 0}
    assert len(await pushed.team.rows("SELECT id FROM ledger_entry WHERE cause_kind = 'taken_back'")) == 2


async def test_the_same_press_twice_asks_once(pushed: Pushed) -> None:
    caller = pushed.team.caller(pushed.author)
    first = await pushed.answers.seek(caller, pushed.id, NOW)
    assert await pushed.answers.seek(caller, pushed.id, NOW) == first
    assert len(await pushed.team.rows("SELECT id FROM notice WHERE kind = 'push_sought'")) == 1


async def test_done_counts_for_seven_days_after_the_end_and_then_lapses_without_a_word(pushed: Pushed) -> None:
    team, end = pushed.team, FIRST_CLOSE + WEEK
    await team.ring(end)
    mine = (await team.services.weeks.show(team.caller(0), "last", end)).mine[1]
    with pytest.raises(Refusal, match="week-over-no-need-to-skip"):
        await pushed.answers.skip(team.caller(0), SkipAssignment(mine.id, ""), end)
    late = end + 7 * DAY
    await pushed.answers.done(team.caller(0), PushDone(mine.id, "", ""), late - SECOND)
    before = await team.rows("SELECT count(*) FROM notice")
    left = (await team.services.weeks.show(team.caller(1), "last", end)).mine[0]
    await team.ring(late)
    with pytest.raises(Refusal, match="assignment-over"):
        await pushed.answers.done(team.caller(1), PushDone(left.id, "", ""), late)
    assert await team.rows("SELECT state FROM assignment WHERE id = :id", id=left.id) == [("lapsed",)]
    assert await team.rows("SELECT count(*) FROM notice") == before, "nobody is told"
    assert await team.rows("SELECT id FROM outbox WHERE membership_id IS NOT NULL AND due_at >= :late", late=late) == []


async def test_who_is_away_is_asked_when_they_are_back(pushed: Pushed) -> None:
    """By direct message, too: nothing is sent to who is away, and the question waits."""
    await pushed.team.do("UPDATE profile SET by_dm = true WHERE membership_id = 1")
    await pushed.team.services.standings.away(pushed.team.caller(0), GoAway("in 2 weeks", ""), NOW)
    await pushed.seek()
    assert await pushed.team.rows("SELECT id FROM outbox WHERE kind = 'news' AND membership_id = 1") == []
    back = NOW + 16 * DAY
    assert [one.kind for one in await pushed.news(0, back)] == [NoticeKind.PUSH_SOUGHT]
    await pushed.answer("unlinked", now=back)
