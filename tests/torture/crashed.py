"""A team's two weeks from close to close, lived by a process that may die at any point and is started again.

Real: SQLite, the runner, the services, the announcer, discord.py, and the loopback Discord over its sockets. One bot is
logged in for all lives, for a login is not what is tried here; each life has its store, its services, its announcer.
"""

import asyncio
import shutil
import sqlite3
from collections.abc import Awaitable, Callable
from contextlib import closing, suppress
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, cast

from sqlalchemy import event, text

from teambot.chat.bot import Bot
from teambot.domain.week import WeekState
from teambot.locales.catalogue import Words
from teambot.sandbox.loopback.discord import LoopbackDiscord
from teambot.services.caller import Caller
from teambot.storage import invariants, outbox
from teambot.storage.engine import open_engine
from teambot.storage.schema import migrate
from tests.benchmarks.teams import START, seed_team
from tests.nobody import no_links, unlooked
from tests.torture.points import Points, load

CLOSE, PLAN = START + timedelta(days=6, hours=10), START + timedelta(days=7, hours=1)
WEEK = timedelta(weeks=1)
SIZE = 4  # three write; the fourth has load 0 and no post, so that somebody can take what is skipped
WRITERS = 3
# In the order of their imports; what stands on them is loaded too, so that it calls these.
POINTED = (
    "teambot.storage.runner",
    "teambot.services.use_case",
    "teambot.services.outbox",
    "teambot.services.weeks",
    "teambot.chat.delivery",
    "teambot.chat.announcer",
)
CARRIED = ("teambot.services.assignments.service", "teambot.services.posts.service")
MESSAGES = "/channels/{channel_id}/messages"
Step = Callable[[], Awaitable[None]]


class Theatre:
    """The loopback Discord, the bot that is logged in, the pointed modules, and the story's time."""

    def __init__(self, double: LoopbackDiscord, folder: Path) -> None:
        self.double = double
        self.folder = folder
        self.now = START
        self.points = Points()
        before = set(self.points.known)
        modules = load(POINTED + CARRIED, self.points)
        carried = tuple(f"{name.rpartition('.')[2]}." for name in CARRIED)
        self.known = {name for name in self.points.known if not name.startswith(carried)} | before
        self.runner = modules["teambot.storage.runner"].Runner
        self.weeks = modules["teambot.services.weeks"].WeeksService
        self.outbox = modules["teambot.services.outbox"].OutboxService
        self.assignments = modules["teambot.services.assignments.service"]
        self.posts = modules["teambot.services.posts.service"]
        self.announcer = modules["teambot.chat.announcer"].Announcer
        self.words = Words()
        world = double.world
        self.users = [world.add_user(f"Member {one}") for one in range(SIZE)]
        self.guild = world.add_guild("The Tea Club", self.users[0].id)
        for user in self.users[1:]:
            world.add_member(self.guild.id, user.id)
        self.channel = 0
        self.plays = 0

    async def open(self) -> None:
        self.bot = Bot(cast(Any, None), self.words, self.clock, api=self.double.api, gateway=self.double.gateway)
        self._connection = asyncio.create_task(self.bot.start(self.double.token))
        await self.double.wait_ready()
        self._template = self.folder / "template.db"
        engine = open_engine(self._template)
        migrate(engine, self.folder / "backups", START)
        with engine.connect() as tx:
            team = seed_team(tx, 0, START, by_dm=True, size=SIZE)
            tx.execute(text("UPDATE team SET guild_id = :guild"), {"guild": self.guild.id})
            for person, user in zip(team.people, self.users, strict=True):
                values = {"user": user.id, "person": person}
                tx.execute(text("UPDATE person SET discord_id = :user WHERE discord_id = :person"), values)
            spare = {"spare": team.members[WRITERS]}
            of_spare = "FROM submission WHERE membership_id = :spare"
            tx.execute(text(f"DELETE FROM submission_key WHERE submission_id IN (SELECT id {of_spare})"), spare)
            tx.execute(text(f"DELETE {of_spare}"), spare)
            tx.execute(text("UPDATE profile SET load = 0, by_dm = 0 WHERE membership_id = :spare"), spare)
            tx.execute(text("INSERT INTO meta (key, value) VALUES ('installation_secret', '')"))
            tx.commit()
        engine.dispose()
        self.team, self.members = team.team, team.members

    async def close(self) -> None:
        await self.bot.close()
        await asyncio.gather(self._connection, return_exceptions=True)

    def clock(self) -> datetime:
        return self.now

    async def stage(self) -> Path:
        """Make everything new for one play: an empty channel, a store, nonces that Discord has not seen."""
        world = self.double.world
        self.double.faults.clear()
        if self.channel:
            world.delete_channel(self.channel)
        for channel in world.channels.values():
            channel.messages.clear()
        world.messages.clear()
        for user in self.users:
            world.open_dms(user.id)
        self.channel = world.add_channel(self.guild.id, "team").id
        async with asyncio.timeout(5):
            while self.bot.get_channel(self.channel) is None:
                await asyncio.sleep(0)
        self.plays += 1
        self.now = START
        database = self.folder / f"play-{self.plays}.db"
        shutil.copyfile(self._template, database)
        with closing(sqlite3.connect(database)) as connection:
            connection.execute("UPDATE team SET channel_id = ?", (self.channel,))
            connection.execute("UPDATE meta SET value = ? WHERE key = 'installation_secret'", (f"play {self.plays}",))
            connection.commit()
        return database


class Life:
    """One process: its store, services and announcer; `steps` is the story, every step harmless when repeated."""

    def __init__(self, theatre: Theatre, database: Path, answered: dict[int, str], *, trouble: bool) -> None:
        self._theatre = theatre
        self._database = database
        self._answered = answered
        self._trouble = trouble
        self._engine = open_engine(database)
        event.listen(self._engine, "commit", theatre.points.committing)
        self._db = theatre.runner(self._engine, on_commit=lambda: self._announcer.wake())
        self._outbox = theatre.outbox(self._db)
        self._weeks = theatre.weeks(self._db)
        self._announcer = theatre.announcer(theatre.bot, self._outbox, theatre.words, theatre.clock)

    async def start(self) -> None:
        await self._outbox.release(self._theatre.now)
        self._announcer.start()

    async def end(self) -> None:
        await self._announcer.stop(0)
        await self._db.close()
        self._engine.dispose()

    @property
    def steps(self) -> tuple[Step, ...]:
        def turn(now: datetime) -> Step:
            return lambda: self._turn(now)

        return turn(CLOSE), turn(PLAN), self._commands, turn(CLOSE + WEEK), turn(PLAN + WEEK)

    async def _turn(self, now: datetime) -> None:
        self._theatre.now = max(self._theatre.now, now)
        for sweep in (self._weeks.close_due, self._weeks.publish_due, self._weeks.end_due):
            await sweep(self._theatre.now)
        await self.quiet()

    async def quiet(self, most: int = 20) -> None:
        """Let the announcer say what there is to say; what was put back comes half a minute later, at most so often."""
        for again in range(most + 1):
            self._announcer.wake()
            while not self._announcer.idle:
                await asyncio.sleep(0.0005)
            if again == most or not rows(self._database, "SELECT 1 FROM outbox WHERE state IN ('new', 'claimed')"):
                return
            self._theatre.now += timedelta(seconds=31)

    async def _commands(self) -> None:
        """One recommends, one skips (nobody has room: it is offered to all), all put their next post forward."""
        theatre, now = self._theatre, self._theatre.now
        asked = rows(self._database, "SELECT id, pusher_id FROM assignment WHERE pusher_id IS NOT NULL ORDER BY id")
        first = {pusher: key for key, pusher in reversed(asked)}
        acts = theatre.assignments.AssignmentsService(self._db, no_links)
        posts = theatre.posts.PostsService(self._db, unlooked)
        done = theatre.assignments.PushDone(first[theatre.members[0]], "", "I liked it.")
        skip = theatre.assignments.SkipAssignment(first[theatre.members[1]], "busy")
        await self._answer(1, await acts.done(self._caller(1, 0), done, now))
        await self._answer(2, await acts.skip(self._caller(2, 1), skip, now))
        for one in range(WRITERS):
            url = f"https://m{100_000 + one}.example/next"
            said = theatre.posts.SubmitPost(theatre.team, url, f"Next of {one}", "What you get.", "", "none")
            await self._answer(10 + one, await posts.submit(self._caller(10 + one, one), said, now))
        if self._trouble:
            await self._db.run(_put_nothing, theatre.team, now)
        await self.quiet()
        if self._trouble:
            self._delete_the_offer()

    async def _answer(self, interaction: int, answer: object) -> None:
        """The person has read it: the same again is the same answer."""
        assert self._answered.setdefault(interaction, repr(answer)) == repr(answer)

    def _caller(self, interaction: int, who: int) -> Caller:
        theatre = self._theatre
        user = theatre.users[who]
        return Caller(interaction, theatre.guild.id, theatre.channel, None, user.id, f"Member {who}", "en-GB", False)

    def _delete_the_offer(self) -> None:
        world = self._theatre.double.world
        for (key,) in rows(self._database, "SELECT message_id FROM outbox WHERE kind = 'offer' AND state = 'sent'"):
            if key in world.messages:
                self._theatre.double.posting.delete(world.messages[key])


def _put_nothing(tx: Any, team_id: int, now: datetime) -> None:
    """Write a row whose news is gone, as after somebody's data was deleted."""
    outbox.put(
        tx,
        dedup_key="nothing",
        team_id=team_id,
        kind="news",
        payload={"notice_id": 999_999},
        due_at=now,
        expires_at=now + WEEK,
        membership_id=tx.scalar(text("SELECT min(id) FROM membership")),
    )
    tx.commit()


def plan_trouble(theatre: Theatre) -> None:
    """Somebody's direct messages are closed; a send fails before and one after its effect, one is refused for good."""
    theatre.double.world.close_dms(theatre.users[2].id)
    seen: list[str] = []

    def is_number(number: int) -> Callable[[Any], bool]:
        def match(call: Any) -> bool:
            nonce = call.json()["nonce"]
            if nonce not in seen:
                seen.append(nonce)
            return seen.index(nonce) == number

        return match

    faults = theatre.double.faults
    faults.on("POST", MESSAGES, status=503, match=is_number(0))
    faults.on("POST", MESSAGES, reset=True, after=True, match=is_number(2))
    faults.on("POST", MESSAGES, status=400, match=is_number(3), times=None)


async def play(
    theatre: Theatre, crashes: tuple[tuple[str, int], ...] = (), *, gap: timedelta, trouble: bool
) -> tuple[Path, int, set[str]]:
    """Play the story with a crash in the first lives, one each; give the store, the crashes that struck, the points."""
    database = await theatre.stage()
    if trouble:
        plan_trouble(theatre)
    answered: dict[int, str] = {}
    struck, passed, step, left = 0, set[str](), 0, list(crashes)
    while True:
        theatre.points.live(left.pop(0) if left else None)
        life = Life(theatre, database, answered, trouble=trouble)
        steps = (life.start, *life.steps[step:])
        done = 0
        dying = asyncio.create_task(theatre.points.dead.wait())
        for one in steps:
            task = asyncio.create_task(cast(Any, one()))
            await asyncio.wait({task, dying}, return_when=asyncio.FIRST_COMPLETED)
            if theatre.points.gone:
                task.cancel()
                with suppress(asyncio.CancelledError, Exception):
                    await task
                break
            await task
            done += 1
        died = theatre.points.gone
        dying.cancel()
        await life.end()
        passed |= set(theatre.points.passed)
        if not died:
            return database, struck, passed
        struck += 1
        step += max(done - 1, 0)
        theatre.now += gap
        kept = {key for (key,) in rows(database, "SELECT id FROM interaction")}
        assert set(answered) <= kept, "I7: somebody was answered, and it is not in the store"


def rows(database: Path, sql: str) -> list[Any]:
    with closing(sqlite3.connect(f"file:{database}?mode=ro", uri=True)) as connection:
        return connection.execute(sql).fetchall()


def broken(theatre: Theatre, database: Path) -> list[str]:
    """Hold the store and what stands in Discord against the invariants (reliability.md 4.9)."""
    wrong = []
    weeks = rows(
        database, "SELECT week.id, state, count(plan.id) FROM week LEFT JOIN plan ON plan.week_id = week.id GROUP BY 1"
    )
    over = [row for row in weeks if row[1] != WeekState.OPEN]
    if len(over) != 2 or any((row[1] == WeekState.MISSED) == bool(row[2]) or row[2] > 1 for row in over):
        wrong.append(f"I1 {weeks}")
    stands: dict[tuple[int, int], int] = {}
    for message in theatre.double.world.messages.values():
        here = message.channel_id, message.payload["components"][0]["id"]
        stands[here] = stands.get(here, 0) + 1
    sent = "SELECT sent_channel_id, marker FROM outbox WHERE edits_id IS NULL AND state = 'sent'"
    if stands != dict.fromkeys(rows(database, sent), 1):
        wrong.append(f"I2, I3 {stands} for {rows(database, sent)}")
    if left := rows(
        database, "SELECT dedup_key, state, attempts, due_at FROM outbox WHERE state IN ('new', 'claimed')"
    ):
        wrong.append(f"left unsaid {left}")
    engine = open_engine(database, read_only=True)
    with engine.connect() as tx:
        wrong += [f"{one.invariant.name} {one.invariant.rule} {one.ids}" for one in invariants.broken(tx)]
    engine.dispose()
    return wrong


def told(database: Path) -> dict[str, str]:
    """What was to be said, by its key, and what became of it."""
    return dict(rows(database, "SELECT dedup_key, state FROM outbox"))
