"""The supervisor keeps the bot on Discord: whatever ends its connection, it connects again after a growing wait.

discord.py resumes by itself, but an exception in its parser ends `Client.start()`, and some back-offs end quietly.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import Final, NoReturn

from teambot.errors import CannotStart

FIRST_WAIT: Final = timedelta(seconds=2)
LONGEST_WAIT: Final = timedelta(minutes=15)  # 1,000 IDENTIFYs a day reset the token; this makes a hundred at most
STEADY: Final = timedelta(minutes=5)  # a connection that held so long starts the waits anew
log = logging.getLogger(__name__)


def next_wait(wait: timedelta, held: timedelta) -> timedelta:
    """Say how long to wait after the connection held for `held` and the last wait was `wait`."""
    return FIRST_WAIT if held >= STEADY or not wait else min(wait * 2, LONGEST_WAIT)


async def supervise(
    connect: Callable[[], Awaitable[None]], hopeless: Callable[[BaseException], CannotStart | None]
) -> NoReturn:
    """Call `connect` for ever, again whenever it ends. Raises CannotStart where `hopeless` says that it is no use."""
    loop = asyncio.get_running_loop()
    wait = timedelta()
    while True:
        began = loop.time()
        try:
            await connect()
            log.warning("discord.ended")
        except Exception as error:
            stop = hopeless(error)
            if stop is not None:
                raise stop from error
            log.warning("discord.failed", exc_info=error)
        wait = next_wait(wait, timedelta(seconds=loop.time() - began))
        await asyncio.sleep(wait.total_seconds())
