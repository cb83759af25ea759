"""The offers' thread, as people come to it: voted for, looked into, offered in."""

from datetime import timedelta

from teambot.sandbox.loopback.entities import Channel
from teambot.sandbox.loopback.message import Message
from teambot.sandbox.loopback.people.answer import Answer
from tests.chat.conftest import Stage, button
from tests.chat.voting import propose, vote


async def vote_for_thread(stage: Stage, value: str = "yes") -> None:
    """Propose the rule and let the team carry it; the bot may be about to open the thread."""
    opened = await propose(stage, 0, "rule")
    menu = opened.message.selects[0].custom_id
    form = (await stage.person(0).choose(opened.message, menu, ["offers_thread"])).form
    assert form is not None
    said = await stage.person(0).fill(form, {"value": value})
    assert "It is proposed" in said.text
    await stage.quiet()
    for who in range(len(stage.names)):
        await vote(stage, who, "Yes")
    await stage.turn(stage.now + timedelta(days=5))


async def with_thread(stage: Stage, members: int = 3) -> Channel:
    """Form a team and carry the rule; gives its thread."""
    stage.names = stage.names[:members]
    await stage.form(members)
    await vote_for_thread(stage)
    [thread] = threads(stage)
    return thread


def threads(stage: Stage) -> list[Channel]:
    return [row for row in stage.discord.world.channels.values() if row.is_thread]


def written(stage: Stage, thread: Channel) -> list[Message]:
    return stage.discord.world.messages_in(thread.id)


async def offered(stage: Stage, answer: Answer, who: int = 0) -> Answer:
    """Press the button of the thread on an answer."""
    told = await stage.person(who).press(answer.message, button(answer, "Offer it in the thread"))
    await stage.quiet()
    return told
