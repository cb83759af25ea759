"""A small server, a bot of its own on the real discord.py, and a bare HTTP client."""

import asyncio
import os
import re
import sys
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass
from pathlib import Path

import aiohttp
import discord
import pytest
from discord import app_commands
from playwright.async_api import Browser, async_playwright

from teambot.sandbox.blogs.blogs import SampleBlogs
from teambot.sandbox.cast import Cast, read_cast
from teambot.sandbox.clock import StoryClock
from teambot.sandbox.loopback.discord import LoopbackDiscord
from teambot.sandbox.loopback.entities import Channel, Guild, User
from teambot.sandbox.loopback.people.person import Person
from teambot.sandbox.page.page import Page
from teambot.sandbox.page.stage import Stage
from teambot.sandbox.page.verbs import Verbs
from teambot.sandbox.sample_team import SampleTeam, build_world

ROOT = Path(__file__).parents[2]
CHROMIUM = Path("/usr/bin/chromium")
# Debian's chromium without a display, and without asking the web for anything.
QUIET = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


@dataclass
class Club:
    """A server with two people and a channel."""

    double: LoopbackDiscord
    guild: Guild
    room: Channel
    ann: Person
    bo: Person
    people: dict[str, User]


@pytest.fixture
def club(loopback: LoopbackDiscord) -> Club:
    world = loopback.world
    ann, bo = world.add_user("Ann"), world.add_user("Bo", locale="de")
    guild = world.add_guild("The Tea Club", ann.id)
    world.add_member(guild.id, bo.id)
    room = world.add_channel(guild.id, "blogs")
    people = {"ann": ann, "bo": bo}
    return Club(loopback, guild, room, loopback.person(ann.id), loopback.person(bo.id), people)


class Bot(discord.Client):
    """A bot whose commands and buttons a test adds before it is started."""

    def __init__(self, **options) -> None:
        intents = options.pop("intents", discord.Intents(guilds=True))
        super().__init__(intents=intents, guild_ready_timeout=0.05, **options)
        self.tree = app_commands.CommandTree(self)
        self.seen: list[str] = []

    async def setup_hook(self) -> None:
        await self.tree.sync()

    async def on_socket_event_type(self, name: str) -> None:
        self.seen.append(name)


StartBot = Callable[[Bot], Awaitable[Bot]]


@pytest.fixture
async def start_bot(loopback: LoopbackDiscord) -> AsyncIterator[StartBot]:
    """Give a function that starts a bot and waits until it is ready; all are closed at the end."""
    running: list[tuple[Bot, asyncio.Task]] = []

    async def start(bot: Bot) -> Bot:
        running.append((bot, asyncio.create_task(bot.start(loopback.token))))
        await loopback.wait_ready(10)
        await bot.wait_until_ready()
        return bot

    yield start
    for bot, task in running:
        await bot.close()
        await task


@dataclass
class Http:
    """A bare client of the REST API, to send what no library would."""

    base: str
    session: aiohttp.ClientSession
    app_id: int

    async def __call__(self, method: str, path: str, json: object = None, **more) -> tuple[int, object]:
        async with self.session.request(method, self.base + path, json=json, **more) as response:
            body = await response.json() if response.content_type == "application/json" else None
            return response.status, body


@pytest.fixture
async def http(loopback: LoopbackDiscord) -> AsyncIterator[Http]:
    headers = {"Authorization": f"Bot {loopback.token}"}
    async with aiohttp.ClientSession(headers=headers) as session:
        yield Http(loopback.api, session, loopback.world.bot.id)


@pytest.fixture
async def url() -> AsyncIterator[str]:
    """The address of a sandbox that really runs, as a process of its own."""
    command = [sys.executable, "-m", "teambot", "sandbox", "--seed", "1"]
    process = await asyncio.create_subprocess_exec(*command, cwd=ROOT, stdout=asyncio.subprocess.PIPE)
    assert process.stdout is not None
    try:
        line = (await asyncio.wait_for(process.stdout.readline(), 60)).decode()
        found = re.search(r"http://127\.0\.0\.1:\d+/", line)
        assert found, line
        yield found[0]
    finally:
        process.terminate()
        await asyncio.wait_for(process.communicate(), 30)


@pytest.fixture
async def browser() -> AsyncIterator[Browser]:
    if not CHROMIUM.exists():
        if os.environ.get("CI") == "true":
            pytest.fail(f"{CHROMIUM} is missing")
        pytest.skip(f"no {CHROMIUM}")
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=CHROMIUM, args=QUIET)
        yield browser
        await browser.close()


class NoPort:
    """A bot that has nothing to wait for."""

    async def coming(self) -> tuple[object, ...]:
        return ()

    async def next_step(self) -> object:
        raise LookupError("no team has formed")


@dataclass
class Table:
    """The page and what it shows, without a bot."""

    discord: LoopbackDiscord
    blogs: SampleBlogs
    team: SampleTeam
    stage: Stage
    page: Page
    http: aiohttp.ClientSession

    @property
    def cast(self) -> Cast:
        return self.team.cast

    def id(self, name: str) -> str:
        return str(self.team.ids[name])

    async def state(self, person: str) -> dict:
        async with self.http.get(f"{self.page.url}state", params={"as": person}) as answer:
            return await answer.json()

    async def do(self, verb: str, **facts: object) -> dict:
        async with self.http.post(f"{self.page.url}do/{verb}", json=facts) as answer:
            return await answer.json()

    async def person(self, person: str, seen_by: str | None = None) -> dict:
        people = (await self.state(seen_by or person))["people"]
        return next(one for one in people if one["id"] == person)


@pytest.fixture
async def table(checker, point_discord) -> AsyncIterator[Table]:
    """The page over the sample server and its blogs, without a bot; one that a test starts finds its Discord."""
    cast, clock = read_cast(ROOT / "config" / "sandbox.toml"), StoryClock()
    double = LoopbackDiscord(clock, observe=checker)
    blogs = SampleBlogs(cast.blogs, clock)
    team = build_world(double.world, cast)
    stage = Stage(double, team, blogs)
    verbs = Verbs(double, NoPort(), team, stage, blogs)
    page = Page(stage, verbs, blogs)
    double.world.listeners.append(lambda _what, _facts: page.ring())
    await double.start()
    point_discord(double)
    await page.start()
    async with aiohttp.ClientSession(headers={"Origin": page.url.rstrip("/")}) as session:
        yield Table(double, blogs, team, stage, page, session)
    await page.stop()
    await double.stop()
