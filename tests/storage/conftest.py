"""Real stores, real threads: a fresh database a test on each, made by the real migrations."""

from collections.abc import AsyncIterator, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import Engine

from teambot.storage.engine import open_engine
from teambot.storage.runner import Runner
from teambot.storage.schema import migrate
from tests.stores import Store

NOW = datetime(2026, 11, 22, 18, 0, tzinfo=UTC)


@pytest.fixture
def now() -> datetime:
    return NOW


@pytest.fixture
def database(tmp_path: Path) -> Path:
    return tmp_path / "team bot%41.db"  # a name that a careless address would misread


@pytest.fixture
def engine(store: Store, database: Path, tmp_path: Path) -> Iterator[Engine]:
    """An engine on each store; on SQLite its file is `database`."""
    if store.kind == "sqlite":
        engine = open_engine(database)
        migrate(engine, tmp_path / "backups", NOW)
    else:
        engine = open_engine(store.fresh())
    yield engine
    engine.dispose()


@pytest.fixture
async def narrow(engine: Engine) -> AsyncIterator[Runner]:
    """A runner with one thread on each store, so that the order in which it serves can be told."""
    one = open_engine(engine.url, connections=1) if engine.dialect.name == "postgresql" else engine
    runner = Runner(one)
    yield runner
    await runner.close()
    one.dispose()


@pytest.fixture
async def runner(engine: Engine) -> AsyncIterator[Runner]:
    runner = Runner(engine)
    yield runner
    await runner.close()
