"""Votes by real clicks: proposed, voted on, closed; what each person reads of it, and what nobody does."""

from datetime import timedelta

from tests.chat.conftest import START, Stage, button

DAY = timedelta(days=1)
CLAUSES = "1. We recommend only what we have read.\n2. In our own words.\n3. One post a week each.\n4. We meet in June."


async def propose(stage: Stage, who: int, kind: str, **options: str):
    return await stage.person(who).command(stage.channel, "team propose", kind=kind, **options)


async def propose_other(stage: Stage, who: int = 0, words: str = "Let us meet in June."):
    form = (await propose(stage, who, "other")).form
    said = await stage.person(who).fill(form, {"words": words})
    await stage.quiet()
    return said


async def vote(stage: Stage, who: int, label: str):
    card = stage.card()
    return await stage.person(who).press(card, button(card, label))


async def chosen(stage: Stage, who: int, name: str) -> str:
    [choice] = await stage.person(who).autocomplete(stage.channel, "team propose", "member", name)
    return choice.value


def labels(seen) -> list[str]:
    return [each.label for each in seen.buttons]


async def test_an_amendment_is_proposed_voted_on_and_carried(stage: Stage):
    await stage.form()
    form = (await propose(stage, 0, "charter")).form
    [text] = form.fields
    assert text.value.splitlines()[0] == "1. We recommend only what we have read."
    said = await stage.person(0).fill(form, {"text": CLAUSES})
    assert "It is proposed" in said.text
    assert labels(said) == ["Take it back"]
    await stage.quiet()
    card = stage.card()
    assert "Shall the charter of Tea and Soup change?" in card.text
    assert "New, as clause 4" in card.text
    assert "We meet in June." in card.text
    assert "Proposed by Ana." in card.text
    assert "two thirds of Yes and No, and at least two Yes" in card.text
    assert "It counts when 3 of 6 have voted." in card.text
    assert "Nobody has voted so far." in card.text
    assert labels(card) == ["Yes", "No", "Abstain", "My vote", "What changes"]
    assert card.mentions == ()
    receipt = await vote(stage, 1, "Yes")
    assert receipt.message.ephemeral_for == stage.ids[1]
    assert "You chose Yes. It counts at the close and can be changed until" in receipt.text
    for who in (0, 2, 3):
        await vote(stage, who, "Yes")
    await stage.quiet()
    assert "4 have voted so far." in stage.card().text
    await stage.turn(START + 5 * DAY)
    card, result = stage.cards[-2:]
    assert labels(card) == ["What changes"]
    assert "version 2 of the charter is in force" in card.text
    assert "Totals" not in result.text
    assert "Yes:" not in result.text
    assert "Shall the charter of Tea and Soup change?" in result.text
    assert result.mentions == ()
    assert "We meet in June." in (await stage.person(5).command(stage.channel, "team charter")).text
