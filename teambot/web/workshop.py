"""The other side of `worker`: what runs in its processes. All that is imported here is paid for once a process."""

import os
import pickle
import resource
import signal
import sys
from collections.abc import Callable, Iterator
from contextlib import suppress
from functools import partial
from typing import Any, BinaryIO

MOST_MEMORY = 512 * 1024 * 1024  # of one process
LENGTH = 8  # bytes of a number, big end first: how many parts a call has, and how long each of them, or an answer, is
READY = b""  # answered before the first answer, once what the first call needs is imported


def serve(seconds: float) -> None:
    """Answer the calls that come in on file descriptor 0, one after another, until there are no more.

    A call is a pickle of function, args and kwargs, and after it the buffers that it left out (PEP 574); an answer is
    one of whether it went well, and of the result or what was raised. `seconds`: a call that takes longer ends this
    process, even if nobody is left who would kill it.
    """
    _confine()
    _do_without_openssl()
    with os.fdopen(os.dup(0), "rb") as calls, os.fdopen(os.dup(0), "wb") as answers:
        nothing = os.open(os.devnull, os.O_RDWR)
        os.dup2(nothing, 0)  # whatever is read or printed in a call is no call and no answer
        for number, call in enumerate(_received(calls)):
            work = _work(call)
            if number == 0:
                _send(answers, READY)
            signal.setitimer(signal.ITIMER_REAL, seconds)  # nobody handles its signal, so it ends C code, too
            answer = _answer(work)
            signal.setitimer(signal.ITIMER_REAL, 0)
            _send(answers, answer)


def _confine() -> None:
    """Bound this process, and leave it to the bot to end it: Ctrl-C goes to the bot's whole group."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    for number in (signal.SIGTERM, signal.SIGALRM, signal.SIGPIPE):  # at once, and without a word
        signal.signal(number, signal.SIG_DFL)
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    # Not every system can bound address space (macOS refuses); the deadline holds everywhere.
    with suppress(ValueError, OSError):
        resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))


def _do_without_openssl() -> None:
    """Let no library import OpenSSL, which is 5 MiB: nothing here connects, and Python has the hashes itself.

    Some are built without those (Fedora's); they keep it.
    """
    with suppress(ImportError):
        import _md5  # type: ignore[import-not-found]  # noqa: F401 - is it there?

        # None is an import that fails: https://docs.python.org/3/reference/import.html#the-module-cache
        sys.modules.update(dict.fromkeys(("_ssl", "_hashlib")))  # type: ignore[arg-type]


def _received(calls: BinaryIO) -> Iterator[list[bytes]]:
    while call := _next(calls):
        yield call


def _next(calls: BinaryIO) -> list[bytes]:
    """Read the parts of the next call; none where there is no more, or no end of it."""
    with suppress(ConnectionError):  # the bot was killed: no traceback of ours at its end
        lengths = [_number(calls) for _ in range(_number(calls))]
        parts = [calls.read(length) for length in lengths]
        return parts if [len(part) for part in parts] == lengths else []
    return []


def _number(calls: BinaryIO) -> int:
    return int.from_bytes(calls.read(LENGTH), "big")


def _send(answers: BinaryIO, answer: bytes) -> None:
    answers.write(len(answer).to_bytes(LENGTH, "big") + answer)
    answers.flush()


def _work(call: list[bytes]) -> Callable[[], Any]:
    """Give what a call is to do, its module imported; what cannot be found raises that when it is done."""
    try:
        function, args, kwargs = pickle.loads(call[0], buffers=call[1:])  # noqa: S301 - the bot's own
    except Exception as error:  # noqa: BLE001 - as the function's own
        return partial(_fail, error)
    return partial(function, *args, **kwargs)


def _fail(error: Exception) -> None:
    raise error


def _answer(work: Callable[[], Any]) -> bytes:
    """Do it, and give the answer; what was raised and cannot travel is told by its name."""
    try:
        return pickle.dumps((True, work()))
    except Exception as error:  # noqa: BLE001 - it is raised again where the call came from
        with suppress(Exception):
            told = pickle.dumps((False, error))
            pickle.loads(told)  # noqa: S301 - our own, a moment ago
            return told
        return pickle.dumps((False, RuntimeError(type(error).__name__)))
