"""One net and one worker a file; for each test a database of its own, in which three are invited."""

import socket
from collections.abc import AsyncIterator
from typing import Any, cast

import pytest
import pytest_asyncio

from teambot.services.bundle import services_on
from teambot.services.feeds.service import FeedsService
from teambot.storage.engine import open_engine
from teambot.storage.runner import Runner
from teambot.web import guard
from teambot.web.worker import Worker
from tests.feeds.bad_inputs.net import Net
from tests.feeds.bad_inputs.scene import HOUR, Scene
from tests.services.conftest import Blogs, House, defaults, in_a_loop
from tests.stores import Store, Stores


@pytest.fixture
def number() -> int:
    """The number of the bad input; see `numbers.bad_input`."""
    raise AssertionError("only the test of a number has a scene")


@pytest.fixture
def kind() -> str:
    """The store: SQLite alone, where the test does not say both."""
    return "sqlite"


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def net() -> AsyncIterator[Net]:
    served = Net()
    await served.up()
    yield served
    await served.down()


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def worker() -> AsyncIterator[Worker]:
    made = Worker()
    yield made
    await made.close()


@pytest_asyncio.fixture(loop_scope="module")
async def scene(
    number: int, kind: str, stores: Stores, net: Net, worker: Worker, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[Scene]:
    """A team of which nobody has joined yet; at the end nothing may have been connected to but the net."""
    with stores.of(kind) as store:
        await net.up()
        net.clear()
        made = Scene(store.copy(store.once("bad-inputs", lambda: in_a_loop(_invite(store)))), net, worker)
        _watch(made, monkeypatch)
        yield made
        await made.close()
        assert set(made.connected) <= {("127.0.0.1", net.port)}


@pytest_asyncio.fixture(loop_scope="module")
async def ana(scene: Scene) -> Scene:
    """Ana has joined with three old posts, and nobody has been asked since."""
    await scene.join()
    scene.net.asked.clear()
    return scene


@pytest_asyncio.fixture(loop_scope="module")
async def canary(monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Net]:
    """A feed on loopback that nobody may reach; its port is one of the web's, so that it is not the port that holds."""
    made = Net()
    await made.up()
    monkeypatch.setattr(guard, "_PORTS", frozenset({80, 443, made.port}))
    yield made
    await made.down()
    assert made.asked == []


def _watch(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    connect = socket.socket.connect

    def watched(made: socket.socket, address: Any) -> Any:
        if isinstance(address, tuple):  # a unix socket has a path
            scene.connected.append(address[:2])
            if address[0] not in ("127.0.0.1", "::1"):
                raise OSError("no way out of this machine")
        return connect(made, address)

    monkeypatch.setattr(socket.socket, "connect", watched)


async def _invite(store: Store) -> str:
    address = store.fresh()
    engine = open_engine(address)
    runner = Runner(engine)
    feeds = FeedsService(runner, cast(Any, None), cast(Any, None), every=HOUR)
    await House(address, runner, services_on(runner, defaults(), feeds), Blogs()).set_up(3)
    await runner.close()
    engine.dispose()
    return address
