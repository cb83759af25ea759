"""Acts that no client of Discord's would send, and what a refusal looks like."""

from teambot.sandbox.loopback.people.person import Answer
from tests.chat.conftest import Stage

BUTTON, TEXT_INPUT = 2, 4


def refused(answer: Answer) -> str:
    """The words of a refusal, which the caller alone sees: what, why, what now, a line each."""
    seen = answer.message
    assert seen is not None, answer.failed
    assert seen.ephemeral_for == answer.interaction.user_id
    assert len(seen.text.splitlines()) == 3
    assert not seen.buttons
    return seen.text.splitlines()[0]


async def pressed(
    stage: Stage, who: int, custom_id: str, *, kind: int = BUTTON, values: list[str] | None = None
) -> Answer:
    data = {"custom_id": custom_id, "component_type": kind} | ({"values": values} if values is not None else {})
    return await stage.person(who).raw({"type": 3, "channel_id": stage.channel, "data": data, "message": stage.card()})


async def filled(stage: Stage, who: int, custom_id: str, **fields: str) -> Answer:
    inputs = [{"type": TEXT_INPUT, "id": 2, "custom_id": name, "value": value} for name, value in fields.items()]
    rows = [{"type": 18, "id": 1, "component": one} for one in inputs]
    data = {"custom_id": custom_id, "components": rows}
    return await stage.person(who).raw({"type": 5, "channel_id": stage.channel, "data": data})
