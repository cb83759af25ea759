"""A team on a real store (each of the two), with real services and real feeds over HTTP; only Discord is left out."""

import asyncio
import itertools
import json
from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine, Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from typing import Any, TypeVar

import pytest
from aiohttp import web
from sqlalchemy import TextClause, bindparam, text

from teambot.domain.members import MemberJoined
from teambot.domain.teams import Founder, SetupShown, TeamDefaults
from teambot.services import bundle
from teambot.services.bundle import Services
from teambot.services.caller import Caller
from teambot.services.feeds.service import FeedsService
from teambot.services.members import Join
from teambot.services.posts.service import SubmitPost
from teambot.services.teams import NameFounders
from teambot.storage.engine import open_engine
from teambot.storage.runner import Runner
from teambot.storage.tables import Utc
from teambot.web.fetch import Fetcher
from teambot.web.guard import Guard
from teambot.web.worker import Worker
from tests.services.locks import hold_to_the_lock
from tests.stores import Store

R = TypeVar("R")

START = datetime(2026, 1, 5, 8, 0, tzinfo=UTC)  # a Monday
FIRST_CLOSE = datetime(2026, 1, 11, 18, 0, tzinfo=UTC)
FIRST_PLAN = datetime(2026, 1, 12, 9, 0, tzinfo=UTC)
WEEK = timedelta(weeks=1)
NAMES = ("Ana", "Ben", "Chidi", "Dora", "Emi", "Finn")
GUILD, CHANNEL = 900, 901
CHARTER = "We recommend only what we have read.\nIn our own words.\nOne post a week each."


class Blogs:
    """The feeds of `<name>.blog.test`, one RSS item a number; `status` breaks a blog, `instead` answers for it."""

    def __init__(self) -> None:
        self.posts: dict[str, int] = {}
        self.status: dict[str, int] = {}
        self.asked: list[tuple[str, str | None]] = []
        self.instead: dict[str, Callable[[web.Request], Awaitable[web.Response]]] = {}
        self.port = 0

    async def answer(self, request: web.Request) -> web.Response:
        name = request.host.split(".")[0]
        self.asked.append((name, request.headers.get("If-None-Match")))
        if name in self.instead:
            return await self.instead[name](request)
        if name in self.status:
            return web.Response(status=self.status[name])
        count = self.posts.get(name, 3)
        etag = f'"{count}"'
        if request.headers.get("If-None-Match") == etag:
            return web.Response(status=304, headers={"ETag": etag})
        items = "".join(
            f"<item><title>{name} {n}</title><link>http://{name}.blog.test/{n}</link><guid>{name}-{n}</guid></item>"
            for n in range(count, 0, -1)
        )
        body = f'<?xml version="1.0"?><rss version="2.0"><channel><title>{name}</title>{items}</channel></rss>'
        return web.Response(text=body, content_type="application/rss+xml", headers={"ETag": etag})


@asynccontextmanager
async def serving() -> AsyncIterator[Blogs]:
    """Serve the blogs until the block ends."""
    served = Blogs()
    runner = web.AppRunner(web.Application(), access_log=None, shutdown_timeout=0.1)
    runner.app.router.add_get("/{tail:.*}", served.answer)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    served.port = runner.addresses[0][1]
    yield served
    await runner.cleanup()


@pytest.fixture
async def blogs() -> AsyncIterator[Blogs]:
    async with serving() as served:
        yield served


class House:
    """A team's services with people who click; every interaction has an id of its own."""

    def __init__(
        self, address: str, runner: Runner, services: Services, blogs: Blogs, *, first_interaction: int = 1
    ) -> None:
        self.address = address
        self.db = runner
        self.services = services
        self.blogs = blogs
        self._interactions = itertools.count(first_interaction)
        self.team_id = 0 if first_interaction == 1 else 1

    def caller(self, who: int, *, manage: bool = False, channel: int = CHANNEL, guild: int = GUILD) -> Caller:
        """Click as the n-th of NAMES (from 0); ids above are strangers."""
        name = NAMES[who] if who < len(NAMES) else f"Stranger {who}"
        return Caller(next(self._interactions), guild, channel, None, 100 + who, name, "en-GB", manage)

    async def set_up(self, founders: int = len(NAMES), *, now: datetime = START) -> SetupShown:
        owner = self.caller(0, manage=True)
        shown = await self.services.teams.setup(owner, now)
        self.team_id = shown.team.id
        named = tuple(Founder(100 + who, NAMES[who], bot=False) for who in range(founders))
        await self.services.teams.name_founders(self.caller(0, manage=True), NameFounders(self.team_id, named), now)
        return await self.services.teams.found(self.caller(0, manage=True), self.team_id, now)

    async def join(self, who: int, *, now: datetime = START) -> MemberJoined:
        host = f"http://{NAMES[who].lower()}.blog.test"
        return await self.services.members.join(self.caller(who), Join(self.team_id, 1, host, f"{host}/feed"), now)

    async def form(self, members: int = len(NAMES), *, now: datetime = START) -> None:
        await self.set_up(members, now=now)
        for who in range(members):
            await self.join(who, now=now)

    def post(self, who: int, number: int = 1, **changes: str) -> SubmitPost:
        name = NAMES[who].lower()
        said = {
            "url": f"http://{name}.blog.test/{number}",
            "title": f"{name} {number}",
            "reader_line": "You learn to brew it slowly.",
            "hook": "",
            "money": "none",
        }
        return SubmitPost(self.team_id, **(said | changes))

    async def submit(self, who: int, number: int = 1, *, now: datetime = START + timedelta(days=1)) -> object:
        return await self.services.posts.submit(self.caller(who), self.post(who, number), now)

    async def turn(self, now: datetime) -> None:
        """Ring every bell once, as the clockwork does."""
        weeks, voting = self.services.weeks, self.services.voting
        seasons, feeds = self.services.seasons, self.services.feeds
        bells = (weeks.close_due, weeks.publish_due, weeks.end_due, seasons.settle_due, weeks.settle_due)
        for bell in (*bells, feeds.poll_due, voting.close_due, voting.move_due, voting.remind_due):
            await bell(now)

    async def rows(self, sql: str, **values: object) -> list[tuple[object, ...]]:
        """Read rows by plain SQL, which must be both stores'."""
        return await self.db.read(lambda tx, _, __: plain(tx.execute(by_text(sql, values))), None, START)


def by_text(sql: str, values: Mapping[str, object]) -> TextClause:
    """Make a statement of plain SQL; times are bound as the schema's columns bind them."""
    typed = (bindparam(name, value, Utc if isinstance(value, datetime) else None) for name, value in values.items())
    return text(sql).bindparams(*typed).execution_options(by_the_test=True)


def plain(rows: Iterable[Any]) -> list[tuple[object, ...]]:
    """Give rows as SQLite keeps them, whichever store they are from: times and JSON as text."""
    return [tuple(_plain(value) for value in row) for row in rows]


def _plain(value: object) -> object:
    if isinstance(value, datetime):
        return f"{value.astimezone(UTC):%Y-%m-%d %H:%M:%S.%f}"
    return json.dumps(value) if isinstance(value, dict | list) else value


def defaults() -> TeamDefaults:
    return TeamDefaults(
        name="Tea and Soup",
        niche="slow food",
        language="en",
        zone="UTC",
        close_weekday=6,
        close_minute=18 * 60,
        publish_weekday=0,
        publish_minute=9 * 60,
        load=2,
        most_members=12,
        charter=CHARTER,
    )


def services_on(runner: Runner, blogs: Blogs, names: Iterable[str] = NAMES) -> tuple[Services, Fetcher, Worker]:
    opened = {f"{name.lower()}.blog.test": blogs.port for name in names}
    fetcher = Fetcher(user_agent="teambot/test", guard=Guard(opened=opened), seconds=5)
    worker = Worker()
    feeds = FeedsService(runner, fetcher, worker, every=timedelta(hours=1))
    return bundle.services_on(runner, defaults(), feeds), fetcher, worker


@pytest.fixture
async def house(store: Store, blogs: Blogs) -> AsyncIterator[House]:
    """A house on each store, one after the other."""
    address = store.fresh()
    engine = open_engine(address)
    hold_to_the_lock(engine)
    runner = Runner(engine)
    services, fetcher, worker = services_on(runner, blogs)
    yield House(address, runner, services, blogs)
    await fetcher.close()
    await worker.close()
    await runner.close()
    engine.dispose()


@pytest.fixture
def formed(store: Store) -> str:
    """The address of a closed database in which the six have formed a team (id 1, members 1 to 6), to be copied."""
    from tests.services.planted import form  # it stands on this module

    return store.once("formed", lambda: in_a_loop(form(store)))


def in_a_loop(work: Coroutine[Any, Any, R]) -> R:
    """Run something to its end in a loop and a thread of its own: the caller may be in the middle of another."""
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(asyncio.run, work).result()
