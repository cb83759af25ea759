"""A clock that jumps or stands still: at most one plan a week, and no week passes in silence.

The whole bot in this process, its bells rung by hand while the world's time goes on and the bot's clock shows another.
Each jump falls on several moments of the week, into the running bot or into its absence. Discord has its own clock.
"""

import asyncio
import itertools
import os
import random
from collections.abc import AsyncIterator, Callable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from teambot.app.whole import App
from teambot.domain.posts import Money, PostWords
from teambot.errors import Refusal
from teambot.sandbox.loopback.discord import LoopbackDiscord
from teambot.settings import Database, Settings, load
from teambot.settings.secret import Secret
from teambot.storage import posts
from teambot.storage.engine import open_engine
from teambot.storage.schema import migrate
from tests.benchmarks.teams import START, Seeded, seed_team
from tests.torture.storm import place, read, wrong

FULL = os.environ.get("TORTURE", "full") == "full"
MOMENTS = 20 if FULL else 1
ROOT = Path(__file__).parents[2]
HOUR, DAY, WEEK = timedelta(hours=1), timedelta(days=1), timedelta(weeks=1)
STEP = timedelta(hours=6)
SHELF = 14  # posts that each member has in store: one for each week that is played, and some

Clocking = Callable[[datetime, datetime], datetime]  # (the world's time, when it strikes) -> what the bot's clock shows


def off(by: timedelta, until: timedelta = WEEK * 99) -> Clocking:
    return lambda true, at: true + by if at <= true < at + until else true


def still(until: timedelta) -> Clocking:
    return lambda true, at: at if at <= true < at + until else true


CLOCKS: dict[str, tuple[Clocking, int]] = {  # and how many weeks to play
    "an hour ahead": (off(HOUR), 4),
    "an hour ahead, put right a day later": (off(HOUR, DAY), 4),
    "an hour back": (off(-HOUR), 4),
    "an hour back, put right a day later": (off(-HOUR, DAY), 4),
    "40 days ahead": (off(40 * DAY), 4),
    "40 days ahead, put right a day later": (off(40 * DAY, DAY), 9),
    "back in 1970, put right a day later": (off(-365 * 56 * DAY, DAY), 4),
    "still for an hour": (still(HOUR), 4),
    "still for three days": (still(3 * DAY), 4),
    "still for ten days": (still(10 * DAY), 5),
}
pytestmark = [pytest.mark.torture, pytest.mark.timeout(1500)]


@dataclass
class Played:
    """The bot, its store and its Discord; `moment` is what its clock shows."""

    double: LoopbackDiscord
    settings: Settings
    database: Path
    moment: datetime
    app: App | None = None

    async def start(self, *, trusted: bool = False) -> None:
        self.app = App(self.settings, clock=lambda: self.moment, bells=False, trust_clock=trusted)
        await self.app.start()
        await self.app.ready(10)

    async def stop(self) -> None:
        app, self.app = self.app, None
        if app is not None:
            await app.stop()

    async def ring(self, moment: datetime) -> None:
        """Let the clock show this moment, ring the bells of the week, and wait until all is said."""
        self.moment = moment
        app = self.app
        assert app is not None
        for name in ("weeks", "settling", "moment"):
            await app.sweeps[name][1]()
        app.announcer.wake()
        async with asyncio.timeout(20):
            while not app.announcer.idle or app.db.waiting:
                await asyncio.sleep(0.001)
        if not self.behind:
            assert read(self.database, "SELECT dedup_key, fault FROM outbox WHERE state <> 'sent'") == []

    @property
    def behind(self) -> bool:
        """Whether the bot takes its clock for wrong at this moment."""
        assert self.app is not None
        try:
            self.app.clock()
        except Refusal:
            return True
        return False

    def weeks(self) -> list[tuple[str, str, int, int, int]]:
        """Each week in order: its key, its state, how many plans, cards and words of its being missed it has."""
        sql = (
            "SELECT key, state, (SELECT count(*) FROM plan WHERE plan.week_id = week.id),"
            " (SELECT count(*) FROM outbox JOIN plan ON dedup_key LIKE 'week-card:' || plan.id || ':%'"
            "  WHERE plan.week_id = week.id AND outbox.state = 'sent'),"
            " (SELECT count(*) FROM outbox WHERE dedup_key = 'week-missed:' || week.id AND outbox.state = 'sent')"
            " FROM week ORDER BY publishes_at"
        )
        return read(self.database, sql)


def silent(weeks: list[tuple[str, str, int, int, int]]) -> list[str]:
    """List the weeks that have more or less than they should; of weeks missed in a row the last alone is spoken of."""
    found = []
    for (key, state, plans, cards, missed), following in itertools.pairwise([*weeks, ("", "", 0, 0, 0)]):
        expected = {
            "planned": (1, 1, 0),
            "ended": (1, 1, 0),
            "missed": (0, 0, 0 if following[1] == "missed" else 1),
        }.get(state, (0, 0, 0))
        if (plans, cards, missed) != expected:
            found.append(f"{key} is {state} with {plans} plans, {cards} cards, {missed} times called missed")
    return found


def moments(luck: random.Random, weeks: int) -> Iterator[datetime]:
    """Every quarter of a day of the world's time, at a minute of its own, and the moments at which a week moves."""
    end = START + weeks * WEEK
    due = [START + n * WEEK + after for n in range(weeks) for after in (6 * DAY + 10 * HOUR, 7 * DAY + HOUR)]
    often = [START + n * STEP + luck.random() * HOUR for n in range(1, int((end - START) / STEP))]
    yield from sorted(moment for moment in (*due, *often) if moment < end)


def _fill(database: Path) -> Seeded:
    engine = open_engine(database)
    migrate(engine, database.parent / "backups", START)
    with engine.connect() as tx:
        team = seed_team(tx, 0, START, size=3)
        for member, one in itertools.product(team.members, range(SHELF)):
            words = PostWords(f"Post {one}", "A line that says what a reader gets.", "", Money.NONE)
            url = f"https://m{member}.example/{one}"
            posts.add(tx, member, week_id=None, url=url, keys=(url,), words=words, now=START)
        tx.commit()
    engine.dispose()
    return team


@pytest.fixture
async def theatre(tmp_path: Path) -> AsyncIterator[tuple[LoopbackDiscord, Settings]]:
    double = LoopbackDiscord(lambda: datetime.now(UTC))
    await double.start()
    said = {"TOKEN": double.token, "API": double.api, "GATEWAY": double.gateway}
    yield double, load(str(ROOT / "config"), {f"TEAMBOT_DISCORD_{name}": value for name, value in said.items()})
    await double.stop()


@pytest.mark.parametrize("absent", [False, True], ids=["while it runs", "while it is away"])
@pytest.mark.parametrize("name", CLOCKS)
async def test_a_clock_that_is_wrong(
    theatre: tuple[LoopbackDiscord, Settings],
    tmp_path: Path,
    caplog: pytest.LogCaptureFixture,
    name: str,
    absent: bool,
) -> None:
    luck = random.Random(f"{name} {absent}")
    double, settings = theatre
    clock, weeks = CLOCKS[name]
    plans = missed = 0
    for number in range(MOMENTS):
        folder = tmp_path / str(number)
        folder.mkdir()
        database = folder / "teambot.db"
        place(double.world, database, [_fill(database)])
        store = Database(Secret(f"sqlite:///{database}"), folder / "backups")
        played = Played(double, replace(settings, database=store), database, START)
        await played.start()
        strikes = START + 5 * DAY + luck.random() * 10 * DAY
        for true in moments(luck, weeks):
            shown = clock(true, strikes)
            if absent and played.app is not None and shown != true and true - strikes < STEP * 2:
                await played.stop()
                played.moment = shown
                await played.start(trusted=True)  # as its operator would: a start beside a clock that lies behind waits
            await played.ring(shown)
        for later in range(1, 4 * 24 * 2 if played.behind else 1):  # until the clock has come up with what it once was
            if not played.behind:
                break
            await played.ring(clock(START + weeks * WEEK + later * STEP, strikes))
        assert not played.behind, "the bot never believes its clock again"
        await played.stop()
        found = played.weeks()
        assert silent(found) == [], f"{name} on {strikes}: {found}"
        assert wrong(double, database) == []
        plans += sum(row[2] for row in found)
        missed += sum(row[1] == "missed" for row in found)
        double.world.messages.clear()
    print(f"\n{name}, {MOMENTS} times: {plans} plans, {missed} weeks missed and told of")
    assert plans >= MOMENTS, "hardly a plan came out: the test tests little"
    told = {record.getMessage() for record in caplog.records if record.levelname == "ERROR"}
    assert told <= {"clock.behind"}, "a wrong clock is told of once, not at every ring"
