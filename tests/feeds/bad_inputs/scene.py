"""A team whose blogs answer what a test says, and the bot's feeds as they are in the store. Time is the test's."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Table, select

from teambot.domain.members import MemberJoined
from teambot.domain.notices import NoticeKind
from teambot.domain.ownership import Proof
from teambot.domain.posts import SubscriptionKind
from teambot.domain.profiles import SettingsChanged
from teambot.domain.teams import Founder
from teambot.errors import Refusal
from teambot.feeds.identity import feed_key
from teambot.services import bundle
from teambot.services.blog_claims import NameBlog, name_blog
from teambot.services.feeds.service import FeedsService
from teambot.services.members import Join
from teambot.services.profiles import ChangeFeed
from teambot.services.teams import NameFounders
from teambot.services.use_case import write
from teambot.storage import feeds, subscriptions, teams
from teambot.storage.engine import open_engine
from teambot.storage.runner import Runner, Tx
from teambot.storage.tables import feed, item, notice, seen_key, subscription
from teambot.web.fetch import Fetcher
from teambot.web.guard import Guard
from teambot.web.worker import Worker
from tests.feeds.bad_inputs.documents import BASE, HOST, rss
from tests.feeds.bad_inputs.net import Answer, Net, http
from tests.services.conftest import CHANNEL, GUILD, NAMES, START, Blogs, House, defaults
from tests.services.locks import hold_to_the_lock

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
FEED = "ana.blog.test/feed"
HOSTS = (
    *(f"{name.lower()}.blog.test" for name in NAMES),
    "www.ana.blog.test",
    "elsewhere.test",
    "www.elsewhere.test",
    "portal.test",
    *(f"h{number:02}.test" for number in range(1, 13)),
)
_PLACES = {1: (GUILD, CHANNEL), 2: (910, 911)}  # of teams, as server and channel


class Scene:
    """One house with its blogs. `names`: what a name server says of names that are not opened.

    `now` goes on with `poll`. `connected`: where sockets were connected to, as (host, port).
    """

    def __init__(self, address: str, net: Net, worker: Worker) -> None:
        self.address = address
        self.net = net
        self.now = START
        self.names: dict[str, Sequence[str]] = {}
        self.looked_up: list[str] = []
        self.connected: list[tuple[str, int]] = []
        self._worker = worker
        self._first = 0
        self.begin()

    def begin(
        self,
        *,
        worker: Worker | None = None,
        seconds: float = 5,
        guard: Guard | None = None,
        gap: timedelta = timedelta(milliseconds=1),
    ) -> None:
        """Start the bot on the database."""
        self.worker = worker or self._worker
        self._engine = open_engine(self.address)
        hold_to_the_lock(self._engine)
        self._runner = Runner(self._engine)
        guard = guard or Guard(opened=dict.fromkeys(HOSTS, self.net.port), lookup=self._look_up)
        self._fetcher = Fetcher(user_agent="teambot/test", guard=guard, seconds=seconds)
        self.service = FeedsService(self._runner, self._fetcher, self.worker, every=HOUR, host_gap=gap)
        services = bundle.services_on(self._runner, defaults(), self.service)
        self._first += 1000  # the database knows the interactions of those before
        self.house = House(self.address, self._runner, services, Blogs(), first_interaction=self._first)

    async def begin_again(self, **parts: Any) -> None:
        """Stop the bot and start it again, with `parts` as `begin` has them: what it held in its memory is gone."""
        await self.close()
        self.begin(**parts)

    async def close(self) -> None:
        await self._fetcher.close()
        await self._runner.close()
        self._engine.dispose()

    async def _look_up(self, host: str, port: int) -> Sequence[str]:
        self.looked_up.append(host)
        if host not in self.names:
            raise OSError("no such name")
        return self.names[host]

    # What people do

    async def join(
        self, who: int = 0, body: bytes | str = "", *, url: str = "", team: int = 1, **headers: str
    ) -> MemberJoined:
        """Let somebody join with their blog, whose feed is served as `body`; without one, it has three old posts."""
        host = f"{NAMES[who].lower()}.blog.test"
        body = body or (rss(*BASE) if url else rss(*BASE).replace(HOST, f"http://{host}"))
        url = url or f"http://{host}/feed"
        said = {"ETag": '"base"', "Last_Modified": "Mon, 05 Jan 2026 07:00:00 GMT"} | headers
        self.net.say(url.removeprefix("http://"), http(body, **said))
        guild, channel = _PLACES[team]
        caller = self.house.caller(who, guild=guild, channel=channel)
        # Only the feed is asked for: whether it is the blog's own is another test's.
        named = Join(team, 1, f"http://{host}", url, known=True)
        return await self.house.services.members.join(caller, named, self.now)

    async def plant(self, *urls: str, who: int = 0) -> None:
        """Let a member look out for what is written elsewhere: feeds that were never read yet."""

        def fn(tx: Tx, _: None, now: datetime) -> None:
            teams.lock(tx, 1)
            for url in urls:
                feed_id = feeds.add(tx, key=feed_key(url), url=url, next_at=now, new_at=now)
                subscriptions.add(tx, feed_id, who + 1, SubscriptionKind.ALERT, now)
            tx.commit()

        await self.house.db.run(fn, None, self.now)

    async def second_team(self) -> None:
        """Invite Ana, Ben and Chidi to another team, where their memberships are the fourth to sixth."""
        service = self.house.services.teams

        def owner() -> Any:
            return self.house.caller(0, manage=True, guild=_PLACES[2][0], channel=_PLACES[2][1])

        team_id = (await service.setup(owner(), self.now)).team.id
        named = tuple(Founder(100 + who, NAMES[who], bot=False) for who in range(3))
        await service.name_founders(owner(), NameFounders(team_id, named), self.now)
        await service.found(owner(), team_id, self.now)

    async def take_blog(self, address: str) -> None:
        """Have Ana's blog be another one, on which it shows that it is hers."""
        found = (await self.house.services.feeds.read(address, "", self.now)).feed
        named = NameBlog(found, "", Proof.REL_ME)
        await write(self.house.db, SettingsChanged, name_blog, self.house.caller(0), named, self.now)

    async def change_feed(self, blog: str, feed: str = "", who: int = 0) -> Any:
        """Let a member name another blog or feed."""
        return await self.house.services.profiles.change_feed(self.house.caller(who), ChangeFeed(blog, feed), self.now)

    async def refused(self, blog: str, feed: str = "") -> tuple[str, str]:
        """Let Ana name what must be refused, which leaves all as it was; gives the key and the fault of the refusal."""
        before = await self.everything()
        try:
            await self.change_feed(blog, feed)
        except Refusal as refusal:
            assert await self.everything() == before
            return refusal.key, str(refusal.facts.get("fault", ""))
        raise AssertionError("it was not refused")

    def serve(self, answer: Answer | str, where: str = FEED, **headers: str) -> None:
        """Let an address answer from now on; a text is a document."""
        self.net.say(where, http(answer, **headers) if isinstance(answer, str) else answer)

    async def poll(self, after: timedelta = 2 * HOUR) -> int:
        """Let time pass and ring the bell."""
        self.now += after
        return await self.service.poll_due(self.now)

    async def poll_for(self, time: timedelta, every: timedelta = 6 * HOUR) -> None:
        """Ring the bell now and then while time passes."""
        end = self.now + time
        while self.now < end:
            await self.poll(every)

    async def poll_when_due(self, after: timedelta = timedelta(), who: int = 0) -> None:
        """Let time pass, at least until somebody's feed is due, which must be within a day or so, and ring the bell."""
        due = (await self.feed(who)).next_at + timedelta(seconds=1)
        assert due - self.now <= DAY * 1.3
        await self.poll(max(due - self.now, after))

    @contextmanager
    def commits_fail(self) -> Iterator[None]:
        """Let no transaction be committed, as on a disk that is full."""

        def fail(connection: Any) -> None:
            connection.rollback()
            raise OSError("no space left")

        dialect = self._engine.dialect
        commit, dialect.do_commit = dialect.do_commit, fail
        yield
        dialect.do_commit = commit

    # What is in the store

    async def read(self, statement: Any) -> Sequence[Any]:
        def fn(tx: Tx, _: None, __: datetime) -> Sequence[Any]:
            return tx.execute(statement).all()

        return await self.house.db.read(fn, None, self.now)

    async def feed(self, who: int = 0) -> Any:
        """Load the feed of somebody's blog."""
        wanted = select(feed).join(subscription).where(subscription.c.membership_id == who + 1)
        (row,) = await self.read(wanted.where(subscription.c.kind == "blog"))
        return row

    async def items(self, who: int = 0) -> list[Any]:
        """List the stored items of somebody's feed, the first that was stored first."""
        mine = select(subscription.c.feed_id).where(subscription.c.membership_id == who + 1)
        return list(await self.read(select(item).where(item.c.feed_id.in_(mine)).order_by(item.c.id)))

    async def titles(self, who: int = 0) -> list[str]:
        """List the titles of items that came after the three old ones."""
        return [row.title for row in await self.items(who) if not row.title.startswith("old-")]

    async def keys(self) -> int:
        """Count the keys that are known."""
        return len(await self.read(select(seen_key.c.key)))

    async def told(self, who: int = 0) -> list[tuple[str, Any]]:
        """List what somebody was told of their feed, with the title or nothing, the oldest first."""
        rows = await self.read(select(notice).where(notice.c.membership_id == who + 1).order_by(notice.c.id))
        return [(row.kind, row.facts.get("title")) for row in rows]

    async def offered(self, who: int = 0) -> list[Any]:
        """List the titles of the posts that somebody was offered."""
        return [title for kind, title in await self.told(who) if kind == NoticeKind.NEW_ITEM]

    async def everything(self, *tables: Table) -> Mapping[str, Sequence[Any]]:
        """Read all that is stored of feeds, and all that was told."""
        kept = tables or (feed, subscription, item, seen_key, notice)
        return {table.name: await self.read(select(table).order_by(*table.primary_key.columns)) for table in kept}

    # What must come of it

    async def fails(self, fault: str, after: timedelta = 2 * HOUR) -> Any:
        """Poll Ana's feed, which must fail: nothing is lost, learnt or told, and it is tried again soon."""
        before, kept = await self.feed(), await self.everything(item, seen_key, notice, subscription)
        await self.poll_when_due(after)
        row = await self.feed()
        assert (row.state, row.fault, row.fails) == ("failing", fault, before.fails + 1)
        same = ("url", "url_original", "etag", "last_modified", "body_hash", "title", "ok_at", "ids_repeat")
        assert {name: getattr(row, name) for name in same} == {name: getattr(before, name) for name in same}
        assert row.checked_at == self.now
        assert row.failing_since == (before.failing_since or self.now)
        if not before.fails:
            wait = (row.next_at - self.now) / timedelta(minutes=15)
            assert 0.75 <= wait <= 1.25
        assert await self.everything(item, seen_key, notice, subscription) == kept
        return row

    async def reads(self, *titles: str, after: timedelta = 2 * HOUR) -> Any:
        """Poll Ana's feed, which must be read: these are offered, in this order, and no others."""
        before = len(await self.told())
        await self.poll_when_due(after)
        row = await self.feed()
        assert (row.state, row.fault, row.fails, row.failing_since) == ("active", None, 0, None)
        assert (await self.told())[before:] == [(NoticeKind.NEW_ITEM, title) for title in titles]
        return row

    async def title(self, body: str | bytes, **headers: str) -> str:
        """Poll Ana's feed, served as a document with one new post, which is offered; gives its title as it is kept."""
        self.serve(http(body, **headers))
        await self.poll_when_due(2 * HOUR)
        assert (await self.feed()).state == "active"
        (found,) = await self.titles()
        assert await self.offered() == [found]
        return str(found)
