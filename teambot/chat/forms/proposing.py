"""The forms of `/team propose`, filled in; what was written is given back where it is refused."""

from collections.abc import Mapping

from teambot.chat.cards.pressed import Handler, Pressed, id_in
from teambot.chat.cards.proposing import propose
from teambot.chat.forms.kept import kept
from teambot.chat.talk import Talk
from teambot.errors import Refusal
from teambot.services.motions.proposals import ProposeAmendment, ProposeOther, ProposeRemoval, ProposeRule


async def _amend(talk: Talk, filled: Pressed) -> None:
    await talk.defer()
    async with kept(talk, filled.field("text")):
        await propose(talk, ProposeAmendment(filled.id(), filled.id(1), filled.field("text")))


async def _rule(talk: Talk, filled: Pressed) -> None:
    await talk.defer(redraw=True)
    await propose(talk, ProposeRule(filled.id(), filled.part(1), filled.field("value")))


async def _other(talk: Talk, filled: Pressed) -> None:
    await talk.defer()
    async with kept(talk, filled.field("words")):
        await propose(talk, ProposeOther(filled.id(), filled.field("words")))


async def _remove(talk: Talk, filled: Pressed) -> None:
    await talk.defer(redraw=True)
    async with kept(talk, filled.field("concern")):
        seconder = id_in(filled.field("seconder"))
        if seconder is None:
            raise Refusal("cannot-second")
        await propose(talk, ProposeRemoval(filled.id(), filled.id(1), filled.field("concern"), seconder))


HANDLERS: Mapping[str, Handler] = {
    "propose-amend": _amend,
    "propose-rule": _rule,
    "propose-other": _other,
    "propose-remove": _remove,
}
