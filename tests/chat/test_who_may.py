"""The table of who may what, walked: every row by somebody in every standing, and what each sees of others."""

import logging
from collections.abc import AsyncIterator, Iterator

import pytest
import pytest_asyncio
from discord import app_commands

from teambot.chat.bot import CONTROLS, FORMS
from teambot.sandbox.loopback.discord import LoopbackDiscord
from teambot.sandbox.loopback.people.answer import Answer
from tests.chat.acts import refused
from tests.chat.acts_of_all import COMMAND, FORM, PRESS, TYPING, do
from tests.chat.everybody import MAX, NAMES, Everybody
from tests.chat.who_may import REFUSALS, ROWS, STANDINGS, STEP_ROWS, STEPS, Row
from tests.discord_schemas import HERE, Checker
from tests.services.conftest import START, serving

pytestmark = pytest.mark.asyncio(loop_scope="module")
PEOPLE = STANDINGS | STEPS
TEAM = frozenset({"member", "away", "concerned", "steward"})
# Every word that is planted somewhere private, and who may ever read it, in which scene ("*": in all).
SECRETS: dict[str, dict[str, frozenset[str]]] = {
    "Qconcernq": {
        "seconding": frozenset({"member"}),  # who was asked
        "reading": frozenset({"concerned"}),
        "removal": TEAM,
    },
    "Qanswerq": {"removal": TEAM},
    "Qreportq": {"*": frozenset({"steward"})},
    "Qshelfq": {},  # Ben's, who walks nowhere
    "Qtopicq": {},
    "Qpushq": {"*": frozenset({"away"})},  # the author of the post that Ben recommended
    "Qhanaq": {"*": TEAM | {"applicant", "sent"}},
    "Qdraftq": {"*": frozenset({"draft"})},
}


class Refusals(logging.Handler):
    """Which acts the bot refused, by what key, and which it failed."""

    def __init__(self) -> None:
        super().__init__()
        self.of: dict[int, str] = {}

    def emit(self, record: logging.LogRecord) -> None:
        act = getattr(record, "interaction", 0)
        if record.getMessage() == "refused":
            self.of[act] = str(record.key)  # type: ignore[attr-defined]
        elif record.levelno >= logging.WARNING:
            self.of[act] = f"failed: {record.getMessage()}"


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def world(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Everybody]:
    """One world for all rows: what an act changes is put back before the next."""
    checker = Checker() if HERE else None
    stage: list[Everybody] = []
    with pytest.MonkeyPatch.context() as patched:
        double = LoopbackDiscord(lambda: stage[0].now if stage else START, observe=checker)
        await double.start()
        patched.setattr("discord.http.Route.BASE", double.api)
        patched.setattr("discord.gateway.DiscordWebSocket.DEFAULT_GATEWAY", double.gateway)
        async with serving() as blogs:
            stage.append(Everybody(tmp_path_factory.mktemp("everybody"), double, blogs, NAMES))
            await stage[0].start()
            await stage[0].build()
            yield stage[0]
            await stage[0].stop()
            await double.stop()
    assert checker is None or checker.wrong == []


@pytest.fixture
def keys() -> Iterator[dict[int, str]]:
    """The keys of refusals by interaction."""
    handler, log = Refusals(), logging.getLogger("teambot.chat")
    level = log.level
    log.addHandler(handler)
    log.setLevel(logging.INFO)
    yield handler.of
    log.removeHandler(handler)
    log.setLevel(level)


def everything(answer: Answer) -> str:
    """Give all that an answer holds: its messages with their files, its form with what stands in it, what it offers."""
    seen = {one.id: one for one in (answer.message, answer.updated, *answer.followups) if one is not None}
    parts = [one.text for one in seen.values()]
    parts += [button.label for one in seen.values() for button in one.buttons]
    parts += [file.data.decode() for file in answer.files]
    parts += [choice.name for choice in answer.choices]
    if answer.form is not None:
        parts += [answer.form.title, *answer.form.texts]
        parts += [str(part) for field in answer.form.fields for part in (field.label, field.value, field.options)]
    return "\n".join(parts)


def told(text: str, standing: str, scene: str) -> list[str]:
    """List the secrets in a text that are none of the reader's business."""
    return [
        word
        for word, readers in SECRETS.items()
        if word in text and standing not in readers.get(scene, frozenset()) | readers.get("*", frozenset())
    ]


def wrong(row: Row, standing: str, answer: Answer, key: str | None) -> str | None:
    """Say what is wrong with an answer, or None where the cell came true."""
    cell, text = row.cells[standing], everything(answer)
    if answer.failed:
        return answer.failed
    if secrets := told(text, standing, row.scene):
        return f"reads {secrets}"
    if cell == "-":
        return None if not answer.choices and key is None else f"is offered {answer.choices}, {key}"
    if cell == ".":
        return None if key is None and row.shows in text and row.shows else f"is not shown {row.shows!r}: {key} {text}"
    expected, words = REFUSALS[cell]
    if key != expected:
        return f"should be refused by {expected}: {key} {text[:200]}"
    return None if refused(answer) == f"**{words}**" else f"is refused in other words: {text}"


async def walk(world: Everybody, row: Row, keys: dict[int, str]) -> list[str]:
    """Let everybody do it; gives whatever is not as the table says."""
    found = []
    for standing, cell in row.cells.items():
        who = PEOPLE[standing]
        for channel in (world.channel, world.elsewhere)[: 1 + _named(row, who)]:
            await world.scene(row.scene)
            answer = await do(world, who, row.act, channel, await world.ids_for(who))
            key = keys.get(answer.interaction.id)
            if channel == world.elsewhere and key == "outdated-card":
                continue  # a button that means the channel's team, of another team's
            said = wrong(row, standing, answer, key)
            if said is None and cell != "." and world.changed():
                said = "is refused, and something has changed"
            if said is not None:
                found.append(f"{standing} {said}")
    return found


def _named(row: Row, who: int) -> bool:
    """Say whether a row names something of the team's, so that it can be tried from another team's channel."""
    return who == MAX and "{" in row.act.what and row.act.kind in (PRESS, FORM) and row.cells.get("elsewhere") == "no"


@pytest.mark.parametrize("row", ROWS, ids=str)
async def test_everybody_may_what_the_table_says(world: Everybody, row: Row, keys: dict[int, str]) -> None:
    assert await walk(world, row, keys) == []


@pytest.mark.parametrize("row", STEP_ROWS, ids=str)
async def test_an_applicant_may_what_their_step_says(world: Everybody, row: Row, keys: dict[int, str]) -> None:
    assert await walk(world, row, keys) == []


def _of(kind: int) -> set[str]:
    return {row.act.name for row in ROWS if row.act.kind == kind}


def _commands(world: Everybody) -> Iterator[app_commands.Command]:
    for one in world.bot.tree.walk_commands():
        if isinstance(one, app_commands.Command):
            yield one


async def test_nothing_is_missing_in_the_table(world: Everybody) -> None:
    """Whoever adds a command, an option, a choice, a button, a form or a standing says who may."""
    assert _of(PRESS) == set(CONTROLS)
    assert _of(FORM) == set(FORMS)
    assert _of(COMMAND) == {one.qualified_name for one in _commands(world)}
    options = {(one.qualified_name, option) for one in _commands(world) for option in one.parameters}
    assert _of(TYPING) == {f"{name} {option.display_name}" for name, option in options if option.autocomplete}
    chosen = {(row.act.name, *given) for row in ROWS if row.act.kind == COMMAND for given in row.act.given.items()}
    choices = {(name, option.display_name, choice.value) for name, option in options for choice in option.choices}
    assert choices <= chosen
    cells = {cell for row in (*ROWS, *STEP_ROWS) for cell in row.cells.values()}
    assert cells == {".", "-", *REFUSALS}
