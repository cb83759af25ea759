"""People who apply: their blogs with a front page that can carry a proof, and the steps up to a vote."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime, timedelta

from aiohttp import web

from teambot.domain.application_views import ApplicationShown, Vouched
from teambot.domain.motions import Choice, NotNow
from teambot.services.applications.service import FillIn, Vouch
from teambot.services.members import Accept
from teambot.services.motions.ballots import CastBallot
from teambot.storage.engine import open_engine
from teambot.storage.runner import Runner, Tx
from tests.services.conftest import NAMES, START, Blogs, House, by_text, in_a_loop, services_on
from tests.services.locks import hold_to_the_lock
from tests.services.planted import planted
from tests.stores import Store

SOON = START + timedelta(days=1)


async def _formed(store: Store) -> str:
    async with planted(store) as house:
        await house.form(3)
    return house.address


@asynccontextmanager
async def three(store: Store, blogs: Blogs) -> AsyncIterator[House]:
    """Give a house in which Ana, Ben and Chidi have formed a team; the others would like to join."""
    address = store.copy(store.once("three", lambda: in_a_loop(_formed(store))))
    engine = open_engine(address)
    hold_to_the_lock(engine)
    runner = Runner(engine)
    services, fetcher, worker = services_on(runner, blogs)
    yield House(address, runner, services, blogs, first_interaction=1000)
    await fetcher.close()
    await worker.close()
    await runner.close()
    engine.dispose()


async def do(team: House, sql: str, **values: object) -> None:
    """Change rows by plain SQL."""

    def change(tx: Tx, _: None, __: datetime) -> None:
        tx.execute(by_text(sql, values))
        tx.commit()

    await team.db.run(change, None, START)


async def proven(house: House, membership_id: int) -> None:
    """Have it be known that somebody's blog is theirs."""
    await do(house, "UPDATE profile SET blog_proven_at = :at WHERE membership_id = :of", at=START, of=membership_id)


class Page:
    """A blog's front page with a feed behind it: what stands on it can be changed."""

    def __init__(self, name: str, *, every: timedelta = timedelta(days=7)) -> None:
        self.name = name
        self.body = ""
        self.head = ""
        self.every = every

    async def answer(self, request: web.Request) -> web.Response:
        if request.path != "/feed":
            alternate = '<link rel="alternate" type="application/rss+xml" href="/feed">'
            text = f"<!doctype html><html><head>{alternate}{self.head}</head><body>{self.body}</body></html>"
            return web.Response(text=text, content_type="text/html")
        items = "".join(
            f"<item><title>{self.name} {n}</title><link>http://{self.name}.blog.test/{n}</link>"
            f"<pubDate>{START - self.every * n:%a, %d %b %Y %H:%M:%S} +0000</pubDate></item>"
            for n in range(1, 11)
        )
        feed = f'<?xml version="1.0"?><rss version="2.0"><channel><title>{self.name}</title>{items}</channel></rss>'
        return web.Response(text=feed, content_type="application/rss+xml")


def page_of(blogs: Blogs, who: int) -> Page:
    """Give somebody's blog a front page."""
    page = Page(NAMES[who].lower())
    blogs.instead[page.name] = page.answer
    return page


def address(who: int) -> str:
    return f"http://{NAMES[who].lower()}.blog.test"


def answers(house: House, who: int, **said: object) -> FillIn:
    written: dict[str, object] = {
        "niche": "bread and butter",
        "best_post": f"{address(who)}/3",
        "why": "You cook what I bake.",
        "readers": "Slow recipes that work.",
        "by_dm": False,
    }
    return FillIn(house.team_id, **(written | said))  # type: ignore[arg-type]


async def apply(house: House, who: int, now: datetime = SOON) -> ApplicationShown:
    return await house.services.applications.apply(house.caller(who), address(who), now)


async def fill_in(house: House, who: int, now: datetime = SOON, **said: object) -> ApplicationShown:
    return await house.services.applications.fill_in(house.caller(who), answers(house, who, **said), now)


async def send(house: House, who: int, now: datetime = SOON) -> int:
    """Apply, prove by a link to one's own profile, fill in: the team sees it. Gives the application."""
    page_of(house.blogs, who).body = f'<a rel="me" href="https://discord.com/users/{100 + who}">me</a>'
    await apply(house, who, now)
    assert (await fill_in(house, who, now)).state == "sent"
    found = await house.rows(
        "SELECT a.id FROM application a JOIN membership m ON m.id = a.membership_id"
        " JOIN person p ON p.id = m.person_id WHERE p.discord_id = :who AND a.ended_at IS NULL",
        who=100 + who,
    )
    return int(str(found[0][0]))


async def vouch(house: House, by: int, application_id: int, now: datetime = SOON) -> Vouched:
    return await house.services.applications.vouch(house.caller(by), Vouch(application_id, "Bakes well."), now)


async def motion_of(house: House, application_id: int) -> int:
    sql = "SELECT max(id) FROM motion WHERE application_id = :of"
    return int(str((await house.rows(sql, of=application_id))[0][0]))


async def cast(house: House, who: int, motion_id: int, choice: Choice, *reasons: NotNow, now: datetime = SOON) -> None:
    await house.services.voting.cast(
        house.caller(who), CastBallot(motion_id, str(choice), tuple(map(str, reasons))), now
    )


async def settle(house: House, now: datetime) -> None:
    """Ring the bells of votes and applications."""
    await house.services.voting.close_due(now)
    await house.services.applications.settle_due(now)
    await house.services.applications.forget_due(now)


async def admit(house: House, who: int, voters: tuple[int, ...] = (0, 1, 2), now: datetime = SOON) -> int:
    """Bring somebody to the end of a vote that admits them; gives the application."""
    application_id = await send(house, who, now)
    await vouch(house, voters[0], application_id, now)
    motion_id = await motion_of(house, application_id)
    for voter in voters:
        await cast(house, voter, motion_id, Choice.YES, now=now)
    await settle(house, now + timedelta(days=3))
    return application_id


async def join(house: House, who: int, now: datetime) -> object:
    return await house.services.members.join_admitted(house.caller(who), Accept(house.team_id, 1), now)
