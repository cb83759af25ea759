"""The real bot on a real socket: real services on a real file, real feeds, a loopback Discord that is checked."""

import asyncio
from collections.abc import AsyncIterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from teambot.chat.announcer import Announcer
from teambot.chat.bot import Bot
from teambot.locales.catalogue import Words
from teambot.sandbox.loopback.discord import LoopbackDiscord
from teambot.sandbox.loopback.message import Message
from teambot.sandbox.loopback.people.person import Answer, Person
from teambot.storage.engine import open_engine
from teambot.storage.runner import Runner
from teambot.storage.schema import migrate
from tests.services.conftest import NAMES, START, Blogs, blogs, services_on

__all__ = ["blogs"]
FIELDS = {"reader_line": "You learn to brew it slowly.", "money": "none"}


class Stage:
    """A server with six bloggers (or others), a stranger, and the bot; time stands still until `turn`."""

    def __init__(self, tmp_path: Path, discord: LoopbackDiscord, blogs: Blogs, names: tuple[str, ...] = NAMES) -> None:
        self.names = names
        self.path = tmp_path
        self.discord = discord
        self.blogs = blogs
        self.now = START
        world = discord.world
        self.owner = world.add_user("Owner")
        self.guild = world.add_guild("Bloggers", self.owner.id)
        self.channel = world.add_channel(self.guild.id, "tea-and-soup").id
        self.ids = []
        for name in (*names, "Stranger"):
            user = world.add_user(name)
            world.add_member(self.guild.id, user.id)
            self.ids.append(user.id)

    def person(self, who: int) -> Person:
        return self.discord.person(self.ids[who])

    @property
    def manager(self) -> Person:
        return self.discord.person(self.owner.id)

    async def start(self) -> None:
        self.engine = open_engine(self.path / "teambot.db")
        migrate(self.engine, self.path / "backups", self.now)
        self.db = Runner(self.engine, on_commit=lambda: self.announcer.wake())
        self.services, self._fetcher, self._worker = services_on(self.db, self.blogs, self.names)
        words = Words()
        self.bot = Bot(self.services, words, lambda: self.now, api=self.discord.api, gateway=self.discord.gateway)
        self.announcer = Announcer(self.bot, self.services.outbox, words, lambda: self.now)
        await self.services.outbox.release(self.now)
        self._connection = asyncio.create_task(self.bot.start("sandbox-token"))
        self.announcer.start()
        await self.discord.wait_ready()

    async def stop(self, seconds: float = 8) -> None:
        await self.announcer.stop(seconds)
        await self.bot.close()
        await asyncio.gather(self._connection, return_exceptions=True)
        await self._fetcher.close()
        await self._worker.close()
        await self.db.close()
        self.engine.dispose()

    async def restart(self) -> None:
        await self.stop()
        await self.start()

    async def turn(self, now: datetime) -> None:
        """Ring every bell at `now`, and let the announcer say what there is to say."""
        self.now = now
        weeks = self.services.weeks
        voting, seasons, newest = self.services.voting, self.services.seasons, self.services.newest
        bells = (weeks.close_due, weeks.publish_due, weeks.end_due, weeks.settle_due, self.services.feeds.poll_due)
        due = (voting.close_due, voting.move_due, voting.remind_due, seasons.settle_due, newest.offer_due)
        for bell in (*bells, *due):
            await bell(now)
        await self.quiet()

    async def quiet(self) -> None:
        self.announcer.wake()
        async with asyncio.timeout(10):
            while not self.announcer.idle:
                await asyncio.sleep(0.005)

    async def later(self, **ahead: float) -> None:
        self.now += timedelta(**ahead)
        await self.quiet()

    async def set_up(self, founders: int = len(NAMES)) -> Answer:
        answer = await self.manager.command(self.channel, "teambot setup")
        custom_id = next(menu.custom_id for menu in answer.message.selects if "founders" in menu.custom_id)
        await self.manager.choose(answer.message, custom_id, self.ids[:founders])
        found = button(answer, "Found the team")
        answer = await self.manager.press(answer.message, found)
        await self.quiet()
        return answer

    async def join(self, who: int) -> Answer:
        card = self.card(0)
        charter = await self.person(who).press(card, button(card, "Read the charter and join"))
        last = (charter.followups or [charter.message])[-1]
        form = (await self.person(who).press(last, button(last, "Join the team"))).form
        host = f"http://{NAMES[who].lower()}.blog.test"
        return await self.person(who).fill(form, {"blog": host, "feed": f"{host}/feed"})

    async def form(self, members: int = len(NAMES)) -> None:
        await self.set_up(members)
        for who in range(members):
            await self.join(who)
        await self.quiet()

    async def submit(self, who: int, number: int = 1, **said: str) -> Answer:
        name = NAMES[who].lower()
        person = self.person(who)
        opened = await person.command(self.channel, "post submit", url=f"http://{name}.blog.test/{number}")
        assert opened.form, opened.text
        return await person.fill(opened.form, FIELDS | {"title": f"{name} {number}"} | said)

    async def to_plan(self, *authors: int) -> None:
        """Form, submit, close and publish the first week."""
        await self.form()
        self.now = START + timedelta(days=4)
        for who in authors or range(len(NAMES)):
            await self.submit(who)
        await self.turn(datetime(2026, 1, 11, 18, 0, tzinfo=START.tzinfo))
        await self.turn(datetime(2026, 1, 12, 9, 0, tzinfo=START.tzinfo))

    @property
    def cards(self) -> list[Message]:
        """The bot's messages that everybody in the team's channel sees, oldest first."""
        return [seen for seen in self.discord.world.messages_in(self.channel) if seen.ephemeral_for is None]

    def card(self, number: int = -1) -> Message:
        return self.cards[number]


def button(seen, label: str, nth: int = 0) -> str:
    found = [each.custom_id for each in seen.buttons if each.label == label]
    assert found, f"no {label!r} among {[each.label for each in seen.buttons]} on: {seen.text}"
    return found[nth]


@pytest.fixture
async def stage(tmp_path: Path, checker, point_discord, blogs: Blogs) -> AsyncIterator[Stage]:
    double: LoopbackDiscord
    holder: list[Stage] = []
    double = LoopbackDiscord(lambda: holder[0].now if holder else START, observe=checker)
    await double.start()
    point_discord(double)
    stage = Stage(tmp_path, double, blogs)
    holder.append(stage)
    await stage.start()
    yield stage
    await stage.stop()
    await double.stop()
