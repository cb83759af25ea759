"""The bot as a process of its own: it logs, runs until SIGTERM or SIGINT, and ends in order, at the latest hard."""

import asyncio
import os
import signal
import threading
from typing import Final

from teambot import log
from teambot.app.clock import real_clock
from teambot.app.whole import App
from teambot.settings import Settings

# Hosts kill after 10 to 30 seconds (reliability.md 4.8): better by our own hand, with a code that says so.
_HARD_SECONDS: Final = 20.0
_HARD_CODE: Final = 70


async def run(settings: Settings, *, trust_clock: bool = False) -> int:
    """Run the bot until it is asked to stop; gives the exit code 0. Raises CannotStart."""
    token = settings.discord.token
    log.configure(settings.log_level, secrets=[*([token] if token else []), *settings.database.secrets])
    app = App(settings, clock=real_clock, trust_clock=trust_clock)
    end_on_signals(app)
    await app.serve()
    return 0


def end_on_signals(app: App) -> None:
    """Ask the bot to stop at the first SIGTERM or SIGINT; at the second, or 20 seconds later, the process ends hard.

    discord.py itself ignores SIGTERM.
    """
    loop = asyncio.get_running_loop()
    asked = threading.Event()

    def ask() -> None:
        if asked.is_set():
            os._exit(_HARD_CODE)
        asked.set()
        # A thread, because the loop may be what hangs.
        hard = threading.Timer(_HARD_SECONDS, os._exit, args=(_HARD_CODE,))
        hard.daemon = True
        hard.start()
        app.ask_to_stop()

    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, ask)
