"""The one setting that chooses the store: which address means which one, and how it is named without its password."""

from pathlib import Path

from sqlalchemy import Engine
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError

from teambot.errors import CannotStart

Address = Engine | URL | str | Path
_POSTGRESQL = ("postgresql", "postgres")  # hosts write either; SQLAlchemy knows the first alone


def url_of(of: Address) -> URL:
    """Read a path, `sqlite:///path`, or `postgresql://...` (also `postgres://`), which becomes psycopg 3's.

    Raises CannotStart (78) for an address of another kind of store, without quoting it: it may hold a password.
    """
    if isinstance(of, Engine):
        return of.url
    if isinstance(of, Path):
        return URL.create("sqlite", database=str(of.resolve()))
    url = of if isinstance(of, URL) else _url(of)
    if url is not None:
        if url.get_backend_name() in _POSTGRESQL and url.database:
            return url.set(drivername="postgresql+psycopg")
        if url.get_backend_name() == "sqlite" and url.database not in (None, "", ":memory:"):
            return url.set(database=str(Path(str(url.database)).resolve()))
    raise CannotStart(
        "The database must be a SQLite file (its path, or sqlite:/// and its path) or a PostgreSQL database "
        "(postgresql://user:password@host/name)."
    )


def is_postgresql(of: Address) -> bool:
    """Say whether an address means a PostgreSQL database; else it is a SQLite file. Raises as `url_of`."""
    return url_of(of).get_backend_name() == "postgresql"


def database_path(of: Address) -> Path:
    """Say which file is meant, absolute and without links. Raises CannotStart (78) where no file is."""
    url = url_of(of)
    if url.get_backend_name() != "sqlite":
        raise CannotStart(f"The database is {name_of(url)}, and no file.")
    return Path(str(url.database))


def name_of(of: Address) -> str:
    """Name a store for people: a file's path, or a database and its host, never its user or password."""
    url = url_of(of)
    if url.get_backend_name() == "sqlite":
        return str(url.database)
    host = url.host or url.query.get("host") or "this machine"
    return f"{url.database} on {host}{f':{url.port}' if url.port else ''}"


def _url(text: str) -> URL | None:
    if "://" not in text:
        return URL.create("sqlite", database=text) if text else None
    try:
        return make_url(text)
    except (ArgumentError, ValueError):
        return None
