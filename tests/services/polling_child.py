"""A bot that does nothing but poll, a day with each pass, to be killed: `python -m tests.services.polling_child …`."""

import asyncio
import sys
from datetime import timedelta

from teambot.services.feeds import news_of
from teambot.storage.engine import open_engine
from teambot.storage.runner import Runner
from tests.services.conftest import START, Blogs, services_on


async def poll(address: str, port: int, day: int) -> None:
    """Poll the database at `address`, whose blogs answer at `port`, from a day on; says each day as it begins."""
    vars(news_of)["_TELL_MOST"] = 1000  # what was lost in one pass comes with the next, however many there are
    blogs = Blogs()
    blogs.port = port
    services, _, _ = services_on(Runner(open_engine(address)), blogs)
    while True:
        sys.stdout.write(f"{day}\n")
        sys.stdout.flush()
        await services.feeds.poll_due(START + timedelta(days=day))
        day += 1


if __name__ == "__main__":
    asyncio.run(poll(sys.argv[1], int(sys.argv[2]), int(sys.argv[3])))
