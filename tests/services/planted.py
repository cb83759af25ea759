"""A formed team without the web: members are planted with a feed as it would have been read."""

import itertools
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import datetime, timedelta
from typing import Any, cast

from sqlalchemy import inspect, text

from teambot.domain.members import MemberJoined
from teambot.domain.teams import Founder
from teambot.errors import Refusal
from teambot.feeds.identity import address_key, item_keys
from teambot.feeds.items import Item
from teambot.services import members as members_service
from teambot.services.bundle import services_on
from teambot.services.feeds.polled import FeedRead
from teambot.services.feeds.service import FeedsService
from teambot.services.members import Join
from teambot.services.teams import NameFounders
from teambot.services.use_case import write
from teambot.storage.engine import open_engine
from teambot.storage.runner import Runner, Tx
from teambot.storage.tables import metadata
from tests.nobody import Nobody
from tests.services.conftest import FIRST_CLOSE, FIRST_PLAN, NAMES, START, Blogs, House, by_text, defaults, plain
from tests.services.locks import hold_to_the_lock
from tests.stores import Store

_DECADES = itertools.count(1000, 1000)  # a copied file knows the interactions of those before it
Rows = dict[str, list[tuple[Any, ...]]]


def read_feed(who: int, items: int = 3) -> FeedRead:
    """Give a feed as it would have been read."""
    name = NAMES[who].lower()
    urls = [f"http://{name}.blog.test/{n}" for n in range(items, 0, -1)]
    shown = tuple(
        Item(item_keys(None, url, "", None), url, address_key(url), f"{name} {url[-1]}", "", None) for url in urls
    )
    return FeedRead(
        f"http://{name}.blog.test", f"http://{name}.blog.test/feed", name, shown, '"3"', None, "x", timedelta(hours=1)
    )


class PlantedHouse(House):
    """A house whose members join by the second half of joining: what was read is handed over."""

    async def join(self, who: int, *, now: datetime = START, version: int = 1) -> MemberJoined:
        found = read_feed(who)
        asked = (Join(self.team_id, version, found.blog_url, found.url), found)
        return await write(self.db, MemberJoined, members_service._join, self.caller(who), asked, now)

    async def second_team(self, *, guild: int, channel: int, founders: int = 3) -> int:
        """Plant a team of its own elsewhere, whose founders are the first of NAMES, and give its id."""
        here, self.team_id = self.team_id, 0
        teams = self.services.teams

        def owner() -> Any:
            return self.caller(0, manage=True, guild=guild, channel=channel)

        self.team_id = (await teams.setup(owner(), START)).team.id
        named = tuple(Founder(100 + who, NAMES[who], bot=False) for who in range(founders))
        await teams.name_founders(owner(), NameFounders(self.team_id, named), START)
        await teams.found(owner(), self.team_id, START)
        for who in range(founders):
            found = read_feed(who)
            asked = (Join(self.team_id, 1, found.blog_url, found.url), found)
            caller = self.caller(who, guild=guild, channel=channel)
            await write(self.db, MemberJoined, members_service._join, caller, asked, START)
        elsewhere, self.team_id = self.team_id, here
        return elsewhere

    async def plan(self, posts: int = 6) -> None:
        """Submit and publish the first week's plan of a formed team."""
        for who in range(posts):
            await self.submit(who)
        await self.ring(FIRST_CLOSE)
        await self.ring(FIRST_PLAN)

    async def ring(self, now: datetime) -> None:
        """Ring the bells of the week, without those of the feeds."""
        weeks = self.services.weeks
        bells = (weeks.close_due, weeks.publish_due, weeks.end_due, self.services.seasons.settle_due, weeks.settle_due)
        for bell in bells:
            await bell(now)

    async def do(self, sql: str, **values: object) -> None:
        """Change rows by plain SQL, as an import would."""

        def fn(tx: Tx, _: None, __: datetime) -> None:
            tx.execute(by_text(sql, values))
            tx.commit()

        await self.db.run(fn, None, START)

    async def dump(self) -> Rows:
        """Read every row of every table."""
        return await self.db.read(lambda tx, _, __: everything(tx), None, START)


def everything(tx: Tx) -> Rows:
    """Read every row of every table that there is, in the order of the primary keys."""
    found: Rows = {}
    for name in sorted(inspect(tx).get_table_names()):
        known = metadata.tables.get(name)
        keys = ", ".join(column.name for column in known.primary_key.columns) if known is not None else "1"
        found[name] = plain(tx.execute(text(f'SELECT * FROM "{name}" ORDER BY {keys}')))
    return found


async def refused(house: PlantedHouse, use: Callable[[], Any]) -> Refusal:
    """Await a use case that must be refused and change no row; gives the refusal."""
    before = await house.dump()
    try:
        await use()
    except Refusal as refusal:
        assert await house.dump() == before
        return refusal
    raise AssertionError("it was not refused")


@asynccontextmanager
async def planted(store: Store, copy_of: str | None = None) -> AsyncIterator[PlantedHouse]:
    """Open a house on a database of its own, new or a copy of one that is closed."""
    address = store.copy(copy_of) if copy_of is not None else store.fresh()
    engine = open_engine(address)
    hold_to_the_lock(engine)
    runner = Runner(engine)
    feeds = FeedsService(runner, cast(Any, Nobody()), cast(Any, None), every=timedelta(hours=1))
    services = services_on(runner, defaults(), feeds)
    try:
        yield PlantedHouse(address, runner, services, Blogs(), first_interaction=next(_DECADES) if copy_of else 1)
    finally:
        await runner.close()
        engine.dispose()


async def form(store: Store) -> str:
    """Make the database of a formed team of six, to be copied."""
    async with planted(store) as house:
        await house.form()
    return house.address
