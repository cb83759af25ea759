"""`/me ledger` by real clicks: what it says, its pages, and *This is wrong*."""

from datetime import timedelta

import pytest

from teambot.sandbox.loopback.people.answer import Answer
from tests.chat.acts import BUTTON, refused
from tests.chat.conftest import Stage, button
from tests.services.conftest import NAMES

ANA = 0
WRONG, OLDER, NEWER, UNDO, SEEK = "This is wrong", "Older lines", "Newer lines", "It was not done", "I can't find it"


class Ledgers:
    """A team in which Ana has recommended a post of `author`'s."""

    def __init__(self, stage: Stage) -> None:
        self.stage = stage

    async def begin(self) -> None:
        await self.stage.to_plan()
        ana = self.stage.person(ANA)
        [choice, *_] = await ana.autocomplete(self.stage.channel, "week done", "assignment", "")
        await ana.command(self.stage.channel, "week done", assignment=choice.value)
        sql = "SELECT membership_id - 1 FROM ledger_entry WHERE delta = -1"
        [(self.author,)] = await self.stage.db.read(
            lambda tx, _, __: [tuple(row) for row in tx.exec_driver_sql(sql)], None, self.stage.now
        )

    async def own(self, who: int) -> Answer:
        return await self.stage.person(who).command(self.stage.channel, "me ledger")

    async def press(self, who: int, seen: Answer, label: str, nth: int = 0) -> Answer:
        return await self.stage.person(who).press(seen.message or seen.updated, button(seen, label, nth))

    async def shared(self, times: int) -> None:
        """Let so many lines more come, one for Ana in each."""

        def fn(tx, _: None, now) -> None:
            sql = "INSERT INTO ledger_entry (membership_id, delta, cause_kind, cause_id, created_at)"
            for number in range(times):
                values = f"(1, 1, 'write_off', {100 + number}, '{now:%Y-%m-%d %H:%M:%S.%f}')"
                tx.exec_driver_sql(f"{sql} VALUES {values}")
            tx.commit()

        await self.stage.db.run(fn, None, self.stage.now)


@pytest.fixture
async def team(stage: Stage) -> Ledgers:
    made = Ledgers(stage)
    await made.begin()
    return made


def labels(seen: Answer) -> list[str]:
    return [one.label for one in seen.buttons]


async def test_each_reads_their_own_in_plain_words(team: Ledgers) -> None:
    mine = await team.own(ANA)
    assert "You recommended others: once. You were recommended: not once so far." in mine.text
    assert "it counts as 1 more given than got: the next plans find a few more people for your posts" in mine.text
    assert f"You recommended “{NAMES[team.author].lower()} 1” by {NAMES[team.author]}." in mine.text
    assert mine.message.ephemeral_for == team.stage.ids[ANA]
    assert labels(mine) == [WRONG, "How this was planned"]
    theirs = await team.own(team.author)
    assert f"Ana recommended your “{NAMES[team.author].lower()} 1”." in theirs.text
    assert "it counts as 1 more got than given" in theirs.text
    nobody = await team.own(next(who for who in range(1, 6) if who != team.author))
    assert "Nothing is counted for you yet." in nobody.text
    assert labels(nobody) == ["How this was planned"]


async def test_a_done_that_was_none_is_taken_back_once(team: Ledgers) -> None:
    asked = await team.press(ANA, await team.own(ANA), WRONG)
    assert "You pressed Done for it." in asked.text
    done = await team.press(ANA, asked, UNDO)
    assert "counts as not done now" in done.text
    assert refused(await team.press(ANA, asked, UNDO)) == f"**{NAMES[team.author].lower()} 1 is taken back already.**"
    mine = await team.own(ANA)
    assert "You recommended others: not once so far." in mine.text
    assert "Taken back: that you recommended" in mine.text
    assert "it counts as even" in mine.text
    told = await team.stage.person(team.author).command(team.stage.channel, "week show")
    assert "did not come about after all" in told.text


async def test_an_author_asks_where_it_was_while_there_is_time(team: Ledgers) -> None:
    asked = await team.press(team.author, await team.own(team.author), WRONG)
    assert "we ask Ana where it was, and nobody else" in asked.text
    assert labels(asked) == [SEEK]
    late = await team.own(team.author)
    assert "is asked where it was" in (await team.press(team.author, asked, SEEK)).text
    again = await team.press(team.author, late, WRONG)
    assert "Ana is asked already where it was." in again.text
    assert labels(again) == ["Report a problem"]
    form = (await team.press(team.author, again, "Report a problem")).form
    assert form.title == "Report a problem"


async def test_after_seven_days_it_says_what_can_be_done(team: Ledgers) -> None:
    old = await team.press(team.author, await team.own(team.author), WRONG)
    await team.stage.later(days=8)
    late = await team.press(team.author, await team.own(team.author), WRONG)
    assert "You can still write to Ana" in late.text
    assert labels(late) == ["Report a problem"]
    assert "more than seven days ago" in refused(await team.press(team.author, old, SEEK))


async def test_pages_are_turned_on_the_same_screen_after_a_restart_too(team: Ledgers) -> None:
    await team.shared(14)
    first = await team.own(ANA)
    assert "Lines 1 to 6 of 15" in first.text
    assert labels(first)[-2:] == [OLDER, "How this was planned"]
    await team.stage.restart()
    second = await team.press(ANA, first, OLDER)
    assert second.updated.id == first.message.id
    assert "Lines 7 to 12 of 15" in second.text
    last = await team.press(ANA, second, OLDER)
    assert "Lines 13 to 15 of 15" in last.text
    assert "You recommended “" in last.text
    assert labels(last)[-2:] == [NEWER, "How this was planned"]
    back = await team.press(ANA, last, NEWER)
    assert "Lines 7 to 12 of 15" in back.text
    assert "which makes +15." in back.text


async def test_a_screen_of_anybody_elses_opens_nothing(team: Ledgers) -> None:
    await team.shared(14)
    seen = await team.own(ANA)

    async def forge(who: int, label: str) -> Answer:
        data = {"custom_id": button(seen, label), "component_type": BUTTON}
        said = {"type": 3, "channel_id": team.stage.channel, "data": data, "message": seen.message}
        return await team.stage.person(who).raw(said)

    for who in (team.author, len(NAMES)):
        assert refused(await forge(who, WRONG)) == "**That line is not in your ledger.**"
    assert refused(await forge(len(NAMES), OLDER)) == "**You are not on Tea and Soup.**"
    theirs = await forge(team.author, OLDER)
    assert "You were recommended: once." in theirs.text
    assert "+15" not in theirs.text


async def test_who_has_left_reads_their_own_for_thirty_days(team: Ledgers) -> None:
    leave = await team.stage.person(ANA).command(team.stage.channel, "team leave")
    form = (await team.press(ANA, leave, "Leave…")).form
    await team.stage.person(ANA).fill(form, {"listed": "no", "goodbye": "no", "words": ""})
    mine = await team.own(ANA)
    assert "no plan counts it any more" in mine.text
    assert "Whoever leaves stands at nothing" in mine.text
    first = await team.press(ANA, mine, WRONG)
    assert "Who comes back within 30 days" in first.text
    assert labels(first) == []
    team.stage.now += timedelta(days=31)
    assert "no longer on Tea and Soup" in refused(await team.own(ANA))
