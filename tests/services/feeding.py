"""A blog of Ana's that answers as a test wants it to, and the reading of its feed."""

import asyncio
from datetime import datetime, timedelta

from aiohttp import web

from tests.services.conftest import House

HOUR, DAY = timedelta(hours=1), timedelta(days=1)


def rss(*items: tuple[str, str]) -> str:
    """Write a feed of Ana's blog: items by their titles, each with more that stands in it."""
    shown = "".join(
        f"<item><title>{title}</title><link>http://ana.blog.test/{title}</link><guid>{title}</guid>{more}</item>"
        for title, more in items
    )
    return f'<?xml version="1.0"?><rss version="2.0"><channel><title>ana</title>{shown}</channel></rss>'


class Page:
    """What `ana.blog.test` answers instead of what the blogs would."""

    def __init__(self, body: str = "", *, status: int = 200, **headers: str) -> None:
        self.body, self.status, self.headers = body, status, headers
        self.asked = 0
        self.wait: asyncio.Event | None = None

    async def answer(self, request: web.Request) -> web.Response:
        self.asked += 1
        if self.wait:
            await self.wait.wait()
        return web.Response(text=self.body, status=self.status, headers=self.headers, content_type="text/xml")


async def joined(house: House, members: int = 1) -> Page:
    """Let Ana, and as many after her, join with three posts each; from now on her blog answers with this page."""
    await house.set_up(3)
    for who in range(members):
        await house.join(who)
    page = Page(rss(*((f"ana-{n}", "") for n in range(1, 4))))
    house.blogs.instead["ana"] = page.answer
    return page


async def poll(house: House, now: datetime) -> None:
    await house.services.feeds.poll_due(now)
