"""Proposing and voting, as people do it."""

import asyncio
from datetime import timedelta

from teambot.sandbox.loopback.message import Message
from teambot.sandbox.loopback.people.person import Answer
from tests.chat.conftest import Stage, button

DAY = timedelta(days=1)


async def propose(stage: Stage, who: int, kind: str, **options: str) -> Answer:
    return await stage.person(who).command(stage.channel, "team propose", kind=kind, **options)


async def propose_other(stage: Stage, who: int = 0, words: str = "Let us meet in June.") -> Answer:
    form = (await propose(stage, who, "other")).form
    said = await stage.person(who).fill(form, {"words": words})
    await stage.quiet()
    return said


async def vote(stage: Stage, who: int, label: str) -> Answer:
    """Press on the newest card that has the button."""
    card = next(seen for seen in reversed(stage.cards) if label in labels(seen))
    return await stage.person(who).press(card, button(card, label))


async def chosen(stage: Stage, who: int, name: str) -> str:
    """Choose somebody from the list that opens as one types."""
    [choice] = await stage.person(who).autocomplete(stage.channel, "team propose", "member", name, kind="remove")
    return str(choice.value)


async def more(answer: Answer, words: str) -> Message:
    """Wait for what follows an answer, in a message of its own that holds these words."""
    async with asyncio.timeout(5):
        while True:
            for seen in answer.followups:
                if words in seen.text:
                    return seen
            await asyncio.sleep(0.005)


async def week(stage: Stage, who: int) -> Answer:
    return await stage.person(who).command(stage.channel, "week show")


def labels(seen) -> list[str]:
    return [each.label for each in seen.buttons]
