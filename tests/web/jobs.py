"""What the worker is asked to do in its tests; a module's functions, as they go to another process by name."""

import hashlib
import os
import signal
import socket
import sys
import time
from collections.abc import Iterator
from pathlib import Path


class Own(Exception):
    """An exception of the function's own, with something in it."""

    def __init__(self, what: str) -> None:
        super().__init__(what)
        self.what = what


class Unread(Exception):
    """An exception that can be sent and not received."""

    def __reduce__(self) -> tuple[object, ...]:
        return (Unread, (1, 2, 3))

    def __init__(self) -> None:
        super().__init__()


def process_id() -> int:
    return os.getpid()


def add(one: int, other: int = 1) -> int:
    return one + other


def measure(*bodies: bytes, word: str) -> list[tuple[str, int, str]]:
    """Tell what arrived."""
    return [(type(body).__name__, len(body), hashlib.sha256(body).hexdigest() + word) for body in bodies]


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


def raise_unread() -> None:
    raise Unread


def die() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def pair(path: str) -> None:
    """Note when it began and ended, to see how many ran at once."""
    with Path(path).open("a") as log:
        log.write("begin\n")
        log.flush()
        time.sleep(0.05)
        log.write("end\n")


def slow_process_id() -> int:
    time.sleep(0.1)
    return os.getpid()


def give_lambda() -> object:
    return lambda: None


def give_back(what: bytes) -> bytes:
    return what


def stop() -> None:
    raise StopIteration


def import_names() -> set[str]:
    return set(sys.modules)


def read_and_print() -> tuple[str, bytes]:
    """Use what a process reads and writes as if it were its own."""
    print("printed", flush=True)
    os.system("echo shouted")
    os.write(1, b"written\n")
    return sys.stdin.read(), os.read(0, 10)


def _pipe() -> Iterator[int]:
    for entry in list(Path("/proc/self/fd").iterdir()):
        if entry.is_socket():
            yield int(entry.name)


def die_within_the_answer() -> None:
    """Begin an answer of a million bytes, and end."""
    os.write(max(_pipe()), (10**6).to_bytes(8, "big") + b"half of it")
    die()


def hang_up() -> None:
    """Close the pipe, and go on."""
    for descriptor in list(_pipe()):
        socket.socket(fileno=descriptor).shutdown(socket.SHUT_RDWR)
    spin_in_c()
