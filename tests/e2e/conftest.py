"""The stories that several tests read, each played once in a process that tests."""

from pathlib import Path

import pytest

from tests.e2e.played import Played, play


@pytest.fixture(scope="session")
def three_weeks(tmp_path_factory: pytest.TempPathFactory) -> Played:
    return play(tmp_path_factory.mktemp("three"))


@pytest.fixture(scope="session")
def one_week(tmp_path_factory: pytest.TempPathFactory) -> Played:
    return play(tmp_path_factory.mktemp("one"), weeks=1)


@pytest.fixture(scope="session")
def decided(tmp_path_factory: pytest.TempPathFactory) -> Played:
    return play(tmp_path_factory.mktemp("decided"), story="deciding")


@pytest.fixture(scope="session")
def read_store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Name the file in which the story of the feeds is kept."""
    return tmp_path_factory.mktemp("read") / "read.db"


@pytest.fixture(scope="session")
def read(read_store: Path) -> Played:
    return play(read_store.parent, story="feeds", db=read_store)


@pytest.fixture(scope="session")
def rotated(tmp_path_factory: pytest.TempPathFactory) -> Played:
    return play(tmp_path_factory.mktemp("rotated"), story="rotation")
