"""Real files, real threads: a fresh database a test, made by the real migrations."""

from collections.abc import AsyncIterator, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import Engine

from teambot.storage.engine import open_engine
from teambot.storage.runner import Runner
from teambot.storage.schema import migrate

NOW = datetime(2026, 11, 22, 18, 0, tzinfo=UTC)


@pytest.fixture
def now() -> datetime:
    return NOW


@pytest.fixture
def database(tmp_path: Path) -> Path:
    return tmp_path / "team bot%41.db"  # a name that a careless address would misread


@pytest.fixture
def engine(database: Path, tmp_path: Path) -> Iterator[Engine]:
    engine = open_engine(database)
    migrate(engine, tmp_path / "backups", NOW)
    yield engine
    engine.dispose()


@pytest.fixture
async def runner(engine: Engine) -> AsyncIterator[Runner]:
    runner = Runner(engine)
    yield runner
    await runner.close()
