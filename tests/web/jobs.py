"""What the worker is asked to do in its tests; a module's functions, as they go to another process by name."""

import os
import signal
import time
from pathlib import Path


class Own(Exception):
    """An exception of the function's own, with something in it."""

    def __init__(self, what: str) -> None:
        super().__init__(what)
        self.what = what


def process_id() -> int:
    return os.getpid()


def add(one: int, other: int = 1) -> int:
    return one + other


def spin() -> None:
    while True:
        time.monotonic()


def spin_in_c() -> int:
    """Never come back to Python: a signal's handler would wait for ever."""
    return sum(range(10**15))


def stubborn() -> None:
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    spin()


def swell() -> int:
    return len(bytearray(700 * 1024 * 1024))


def raise_own() -> None:
    raise Own("mine")


def die() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def pair(path: str) -> None:
    """Note when it began and ended, to see whether two ran at once."""
    with Path(path).open("a") as log:
        log.write("begin\n")
        log.flush()
        time.sleep(0.05)
        log.write("end\n")


def give_lambda() -> object:
    return lambda: None
