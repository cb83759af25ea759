"""The two stores as tests see them: fresh databases, copies of one that stands ready, and addresses to open them by."""

import itertools
import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Protocol

import pytest

from teambot.storage.engine import open_engine
from teambot.storage.schema import migrate
from tests.postgresql import MISSING, Server, programs

_MADE = datetime(2026, 1, 1, tzinfo=UTC)


class Maker(Protocol):
    """Makes and takes away databases of one kind."""

    kind: str

    def make(self, of: str | None) -> str: ...
    def drop(self, address: str) -> None: ...
    def close(self) -> None: ...


class Files:
    """SQLite's files, in a folder."""

    kind = "sqlite"

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._numbers = itertools.count(1)

    def make(self, of: str | None) -> str:
        path = self._folder / f"{next(self._numbers)}.db"
        if of is not None:
            shutil.copyfile(of.removeprefix("sqlite:///"), path)
        return f"sqlite:///{path}"

    def drop(self, address: str) -> None:
        path = Path(address.removeprefix("sqlite:///"))
        for file in path.parent.glob(f"{path.name}*"):
            file.unlink()

    def close(self) -> None:
        """Leave the folder to pytest."""


class Databases:
    """PostgreSQL's databases, on a server of our own."""

    kind = "postgresql"

    def __init__(self) -> None:
        self.server = Server()

    def make(self, of: str | None) -> str:
        return self.server.address(self.server.make(_name(of) if of else "template0"))

    def drop(self, address: str) -> None:
        self.server.drop(_name(address))

    def close(self) -> None:
        self.server.end()


class Store:
    """One kind of store for the length of one test: every database that it made goes with it."""

    def __init__(self, maker: Maker, ready: dict[tuple[str, str], str]) -> None:
        self.maker = maker
        self.kind = maker.kind
        self._ready = ready
        self._made: list[str] = []

    def empty(self) -> str:
        """Make a database without tables, and give its address."""
        return self._mine(self.maker.make(None))

    def fresh(self) -> str:
        """Make a database that has our schema and no row, and give its address."""
        return self.copy(self.once("fresh", self._migrated))

    def copy(self, of: str) -> str:
        """Make a copy of a database that nobody has open, and give its address."""
        return self._mine(self.maker.make(of))

    def once(self, name: str, make: Callable[[], str]) -> str:
        """Give a database that is made by the first test that asks for it, and stands ready to be copied for all."""
        key = (self.kind, name)
        if key not in self._ready:
            made = make()
            if made in self._made:
                self._made.remove(made)
            self._ready[key] = made
        return self._ready[key]

    def clear(self) -> None:
        """Take away what this test made."""
        for address in self._made:
            self.maker.drop(address)

    def _migrated(self) -> str:
        address = self.maker.make(None)
        engine = open_engine(address)
        migrate(engine, Path("/nowhere"), _MADE)
        engine.dispose()
        return address

    def _mine(self, address: str) -> str:
        self._made.append(address)
        return address


class Stores:
    """Both kinds, and what stands ready in them for the whole session."""

    def __init__(self, folder: Path) -> None:
        self._makers: dict[str, Maker] = {"sqlite": Files(folder)}
        self._ready: dict[tuple[str, str], str] = {}

    @contextmanager
    def of(self, kind: str) -> Iterator[Store]:
        """Give one kind, or skip the test where it is not installed (with CI=true that is a failure)."""
        if kind not in self._makers:
            if programs() is None:
                if os.environ.get("CI") == "true":
                    pytest.fail(MISSING)
                pytest.skip(MISSING)
            self._makers[kind] = Databases()
        store = Store(self._makers[kind], self._ready)
        try:
            yield store
        finally:
            store.clear()

    def close(self) -> None:
        """Stop what was started."""
        for maker in self._makers.values():
            maker.close()


def _name(address: str) -> str:
    return address.split("@/", 1)[1].split("?")[0]
