"""Names that nobody answers for: how long they are waited for, and that nobody else waits with them."""

import asyncio
import socket
import threading
import time
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from teambot.web import guard
from teambot.web.faults import Fault, FetchFailed
from teambot.web.fetch import Fetcher
from teambot.web.names import Names


class Silent:
    """Name servers that say nothing until they are let; other names are the system's."""

    def __init__(self, system: Callable[..., Any]) -> None:
        self._system = system
        self._let = threading.Event()
        self._lock = threading.Lock()
        self.asked = 0

    def __call__(self, host: str, *args: Any, **kwargs: Any) -> Any:
        if not host.endswith(".silent.example"):
            return self._system(host, *args, **kwargs)
        with self._lock:
            self.asked += 1
        self._let.wait(10)
        raise socket.gaierror(socket.EAI_AGAIN, "said much later")

    def speak(self) -> None:
        self._let.set()


@pytest.fixture
def silent(monkeypatch: pytest.MonkeyPatch) -> Iterator[Silent]:
    made = Silent(socket.getaddrinfo)
    monkeypatch.setattr(socket, "getaddrinfo", made)
    yield made
    made.speak()


async def test_silent_names_keep_nobody_from_the_loops_own_threads(
    silent: Silent, fetcher_for: Callable[..., Fetcher]
) -> None:
    """By those, Discord's own name is looked up."""
    fetcher = fetcher_for(seconds=5)
    asking = [asyncio.create_task(fetcher.get(f"http://b{number}.silent.example/")) for number in range(64)]
    await asyncio.sleep(0.2)
    assert silent.asked == 64
    began = time.monotonic()
    await asyncio.get_running_loop().getaddrinfo("127.0.0.1", 443)
    assert time.monotonic() - began < 1
    for task in asking:
        task.cancel()
    await asyncio.gather(*asking, return_exceptions=True)


async def test_a_silent_name_is_out_of_reach_after_a_while(
    silent: Silent, fetcher_for: Callable[..., Fetcher], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(guard, "Names", lambda: Names(seconds=0.05))
    with pytest.raises(FetchFailed) as failed:
        await fetcher_for(seconds=5).get("http://b.silent.example/")
    assert failed.value.fault is Fault.UNREACHABLE


async def test_no_more_threads_are_begun_than_there_may_be_until_one_has_ended(silent: Silent) -> None:
    names = Names(threads=2, seconds=0.05)
    for number in range(2):
        with pytest.raises(socket.gaierror, match="in time"):
            await names.addresses(f"b{number}.silent.example", 80)
    third = asyncio.create_task(names.addresses("127.0.0.1", 80))
    await asyncio.sleep(0.1)
    assert (silent.asked, third.done()) == (2, False), "given up is not ended: the system asks on"
    silent.speak()
    assert await third == ["127.0.0.1"]


async def test_what_the_system_says_is_passed_on(silent: Silent) -> None:
    silent.speak()
    with pytest.raises(socket.gaierror, match="said much later"):
        await Names().addresses("b.silent.example", 80)
    with pytest.raises(UnicodeError):
        await Names().addresses("a" * 64 + ".example", 80)
