"""The table of who may what, walked: every row by somebody in every standing, and what each sees of others."""

import logging
from collections.abc import AsyncIterator, Iterator

import discord
import pytest
import pytest_asyncio
from discord import app_commands

from teambot.chat.bot import CONTROLS, FORMS
from teambot.domain.applications import ApplicationState
from teambot.domain.motions import MotionKind
from teambot.domain.standings import Standing
from teambot.sandbox.loopback.discord import LoopbackDiscord
from teambot.sandbox.loopback.people.answer import Answer
from tests.chat.acts import refused
from tests.chat.acts_of_all import COMMAND, FORM, HANDED, PRESS, TYPING, Act, do
from tests.chat.everybody import BEN, MAX, NAMES
from tests.chat.scenes import SCENES, Scenes
from tests.chat.who_may import REFUSALS, ROWS, STANDINGS, STEP_ROWS, STEPS, Row
from tests.chat.who_sees import OTHERWISE, PUBLIC, SCREENS, SECRETS, everything, told
from tests.discord_schemas import HERE, Checker
from tests.services.conftest import START, serving

USER_MENU, MESSAGE_MENU = discord.AppCommandType.user, discord.AppCommandType.message
pytestmark = pytest.mark.asyncio(loop_scope="module")
PEOPLE = STANDINGS | STEPS


class Refusals(logging.Handler):
    """Which acts the bot refused, by what key, and which it failed; and which secrets it wrote into the log."""

    def __init__(self) -> None:
        super().__init__()
        self.of: dict[int, str] = {}
        self.written: set[str] = set()

    def emit(self, record: logging.LogRecord) -> None:
        self.written |= {word for word in SECRETS if word in f"{record.getMessage()} {vars(record)}"}
        act = getattr(record, "interaction", 0)
        if record.getMessage() == "refused":
            self.of[act] = str(record.key)  # type: ignore[attr-defined]
        elif record.levelno >= logging.WARNING:
            self.of[act] = f"failed: {record.getMessage()}"


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def world(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Scenes]:
    """One world for all rows: what an act changes is put back before the next."""
    checker = Checker() if HERE else None
    stage: list[Scenes] = []
    with pytest.MonkeyPatch.context() as patched:
        double = LoopbackDiscord(lambda: stage[0].now if stage else START, observe=checker)
        await double.start()
        patched.setattr("discord.http.Route.BASE", double.api)
        patched.setattr("discord.gateway.DiscordWebSocket.DEFAULT_GATEWAY", double.gateway)
        async with serving() as blogs:
            stage.append(Scenes(tmp_path_factory.mktemp("everybody"), double, blogs, NAMES))
            await stage[0].start()
            await stage[0].build()
            yield stage[0]
            await stage[0].stop()
            await double.stop()
    assert checker is None or checker.wrong == []


@pytest.fixture
def keys() -> Iterator[dict[int, str]]:
    """The keys of refusals by interaction; nothing of what people keep to themselves reaches the log."""
    handler, log = Refusals(), logging.getLogger("teambot")
    level = log.level
    log.addHandler(handler)
    log.setLevel(logging.INFO)
    yield handler.of
    log.removeHandler(handler)
    log.setLevel(level)
    assert handler.written == set()


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
    if cell == "go":
        return None if key is None and "You are no longer on Tea and Soup" in text else f"sees {key} {text}"
    expected, words = REFUSALS[cell]
    if key != expected:
        return f"should be refused by {expected}: {key} {text[:200]}"
    return None if refused(answer) == f"**{words}**" else f"is refused in other words: {text}"


async def walk(world: Scenes, row: Row, keys: dict[int, str]) -> list[str]:
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
            if said is None and cell not in (".", "go") and world.changed():
                said = "is refused, and something has changed"
            if said is not None:
                found.append(f"{standing} {said}")
    return found


def _named(row: Row, who: int) -> bool:
    """Say whether a row names something of the team's, so that it can be tried from another team's channel."""
    return who == MAX and "{" in row.act.what and row.act.kind in (PRESS, FORM) and row.cells.get("elsewhere") == "no"


@pytest.mark.parametrize("row", ROWS, ids=str)
async def test_everybody_may_what_the_table_says(world: Scenes, row: Row, keys: dict[int, str]) -> None:
    assert await walk(world, row, keys) == []


@pytest.mark.parametrize("row", STEP_ROWS, ids=str)
async def test_an_applicant_may_what_their_step_says(world: Scenes, row: Row, keys: dict[int, str]) -> None:
    assert await walk(world, row, keys) == []


async def look(world: Scenes, who: int, scene: str, act: Act) -> str:
    """Open a screen as it is at the beginning of a scene; give all that stands on it."""
    await world.scene(scene)
    answer = await do(world, who, act, world.channel, await world.ids_for(who))
    assert not answer.failed, act
    return everything(answer)


@pytest.mark.parametrize("scene", ["seconding", "reading", "removal"])
async def test_nobody_reads_what_is_others_to_read(world: Scenes, scene: str, keys: dict[int, str]) -> None:
    """While a removal is under way; the walk of the table sees to it in the other scenes."""
    found = []
    for act in SCREENS:
        for standing, who in PEOPLE.items():
            secrets = told(await look(world, who, scene, act), standing, scene)
            found += [f"{act}: {standing} reads {secrets}"] if secrets else []
    assert found == []


@pytest.mark.parametrize("scene", ["quiet", *SCENES])
async def test_nothing_private_is_said_to_all(world: Scenes, scene: str) -> None:
    await world.scene(scene)
    said = [card.text for card in world.cards] + [str(row) for row in await world.rows("SELECT * FROM outbox")]
    assert {word for word in SECRETS if word in "\n".join(said)} <= PUBLIC


async def test_nobody_can_tell_how_somebody_else_chose(world: Scenes) -> None:
    """A ballot, a skip and its reason, a swap, a load, a balance: no screen of anybody else's is another one for it."""
    await world.scene("removal")
    await world.otherwise("removal", [one.format(**await world.ids_for(BEN)) for one in OTHERWISE])

    async def differing(who: int) -> set[str]:
        """Name the screens that are other ones for somebody in the other world."""
        here, there = [[await look(world, who, scene, act) for act in SCREENS] for scene in ("removal", "otherwise")]
        return {str(act) for act, one, other in zip(SCREENS, here, there, strict=True) if one != other}

    others = {standing: await differing(who) for standing, who in STANDINGS.items()}
    assert others.pop("paused") == {"/me export"}, "why Dora takes a break is hers to take along"
    assert {standing: screens for standing, screens in others.items() if screens} == {}
    own = {
        "/me settings",
        "/me export",
        "/me ledger",
        "ledger:{team}:{bens_line}:older",
        "ledger:{team}:{bens_line}:newer",
        "/post list show=mine",
        "/post list show=shelf",
    }
    asked = {"typing /week done assignment=", "typing /week swap assignment=", "/week show when=this"}
    gone = {"/week away", "/team leave"}  # they say how much is offered on
    assert await differing(BEN) == {"my-vote:{bens}", *own, *asked, *gone}, "they are there to be seen"


async def test_everybody_is_what_the_table_calls_them(world: Scenes) -> None:
    await world.scene("removal")
    sql = (
        "SELECT p.discord_id, m.team_id, m.standing, m.steward_since, m.away_from FROM membership m"
        " JOIN person p ON p.id = m.person_id"
    )
    found = {row[0]: row[1:] for row in await world.rows(sql)}
    stand = {name: found.get(world.discord_id(who)) for name, who in STANDINGS.items()}
    assert (stand["nobody"], stand["manager"]) == (None, None)
    stored = dict.fromkeys(("applicant", "invited", "member", "paused", "alumnus"))
    assert {name: (1, name) for name in stored} == {name: (stand[name] or ())[:2] for name in stored}
    members = {name: (stand[name] or ())[:2] for name in ("away", "concerned", "steward")}
    assert set(members.values()) == {(1, "member")}
    assert [name for name, row in stand.items() if row and row[2]] == ["steward"]
    assert [name for name, row in stand.items() if row and row[3]] == ["away"]
    [about] = await world.rows("SELECT subject_id FROM motion WHERE kind = 'remove'")
    assert about[0] == world.members[STANDINGS["concerned"]]
    assert (stand["elsewhere"] or ())[:2] == (2, "member")
    states = "SELECT membership_id, state FROM application"
    steps = dict(await world.rows(states))
    assert {step: steps[world.members[who]] for step, who in STEPS.items()} == {step: step for step in STEPS}


async def test_votes_of_each_sort_are_walked(world: Scenes) -> None:
    kinds = set()
    for scene in {row.scene for row in ROWS if row.act.name == "vote"}:
        await world.scene(scene)
        kinds |= {kind for (kind,) in await world.rows("SELECT kind FROM motion WHERE state = 'open'")}
    assert kinds == {str(kind) for kind in MotionKind}


def _of(kind: int) -> set[str]:
    return {row.act.name for row in ROWS if row.act.kind == kind}


def _commands(world: Scenes) -> Iterator[app_commands.Command]:
    for one in world.bot.tree.walk_commands():
        if isinstance(one, app_commands.Command):
            yield one


async def test_nothing_is_missing_in_the_table(world: Scenes) -> None:
    """Whoever adds a command, an option, a choice, a button, a form or a standing says who may."""
    assert set(STANDINGS) >= {str(one) for one in Standing}
    states = [str(one) for one in ApplicationState]
    assert list(STEPS) == states[: states.index("joined")], "from then on it has ended"
    assert _of(PRESS) == set(CONTROLS)
    assert _of(FORM) == set(FORMS)
    assert _of(COMMAND) == {one.qualified_name for one in _commands(world)}
    menus = {one.name for kind in (USER_MENU, MESSAGE_MENU) for one in world.bot.tree.get_commands(type=kind)}
    assert _of(HANDED) == menus
    options = {(one.qualified_name, option) for one in _commands(world) for option in one.parameters}
    assert _of(TYPING) == {f"{name} {option.display_name}" for name, option in options if option.autocomplete}
    chosen = {(row.act.name, *given) for row in ROWS if row.act.kind == COMMAND for given in row.act.given.items()}
    choices = {(name, option.display_name, choice.value) for name, option in options for choice in option.choices}
    assert choices <= chosen
    cells = {cell for row in (*ROWS, *STEP_ROWS) for cell in row.cells.values()}
    assert cells == {".", "-", "go", *REFUSALS}
