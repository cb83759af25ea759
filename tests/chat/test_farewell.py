"""What who has gone is shown instead of their week, by real clicks; nobody else sees it."""

from datetime import timedelta

from tests.chat.conftest import START, Stage, button
from tests.chat.test_removal import ANA, BEN, CHIDI, DORA, EMI, opened
from tests.chat.voting import DAY, labels, vote, week


async def removed(stage: Stage):
    """Ben is removed by a vote; gives when."""
    await stage.form()
    await opened(stage)
    for who in (ANA, CHIDI, DORA, EMI):
        await vote(stage, who, "Remove")
    await stage.turn(START + 7 * DAY)


async def test_who_was_removed_reads_the_result_and_is_offered_what_is_theirs(stage: Stage):
    await removed(stage)
    for _ in range(2):  # it stays, however often they look
        seen = await week(stage, BEN)
        assert seen.message.ephemeral_for == stage.ids[BEN]
        for words in (
            "You are no longer on Tea and Soup",
            "The team has voted",
            "All the best for your blog.",
            "What you were asked to recommend has gone back",
            f"until <t:{int((START + 37 * DAY).timestamp())}:D>",
        ):
            assert words in seen.text
        assert "/team apply" not in seen.text
        assert labels(seen) == ["My data"]
    people = await stage.person(BEN).command(stage.channel, "team members")
    assert "You are no longer on Tea and Soup" in people.text
    assert labels(people) == ["My data"]
    mine = await stage.person(BEN).press(seen.message, button(seen, "My data"))
    assert b'"removed": true' in mine.files[0].data
    assert stage.person(BEN).inbox() == [], "direct messages come only where they were chosen"


async def test_who_left_reads_that_they_may_ask_again_until_they_are_forgotten(stage: Stage):
    await stage.form()
    leaving = await stage.person(BEN).command(stage.channel, "team leave")
    form = (await stage.person(BEN).press(leaving.message, button(leaving, "Leave…"))).form
    await stage.person(BEN).fill(form, {"listed": "yes", "goodbye": "no", "words": ""})
    seen = await week(stage, BEN)
    for words in ("You left on", "Thank you for all you did here.", "your name and blog stay listed", "/team apply"):
        assert words in seen.text
    assert "voted" not in seen.text
    stage.now = START + 30 * DAY + timedelta(minutes=1)
    assert "You are no longer on Tea and Soup" in (await week(stage, BEN)).text
    assert labels(await week(stage, BEN)) == [], "what was theirs is gone: a refusal like any other"
