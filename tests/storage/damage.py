"""Make real faults: a spoilt page, a full disk."""

from pathlib import Path

from sqlalchemy import Engine

from teambot.storage.engine import raw
from teambot.storage.tables import meta


def write_much(engine: Engine, rows: int = 400) -> None:
    """Fill the `meta` table over many pages, and have them in the file itself."""
    with engine.connect() as tx:
        tx.execute(meta.insert(), [{"key": f"much-{n:04}", "value": "x" * 500} for n in range(rows)])
        tx.commit()
        raw(tx).execute("PRAGMA wal_checkpoint(TRUNCATE)")


def spoil_a_page(file: Path) -> None:
    """Overwrite a page that holds rows of `meta` with rubbish."""
    content = bytearray(file.read_bytes())
    start = content.index(b"much-0200") // 4096 * 4096
    content[start : start + 4096] = b"\xa5" * 4096
    file.write_bytes(content)


def fill_the_disk(engine: Engine) -> None:
    """Let the file grow no further: SQLite answers as it does on a full disk."""
    with engine.connect() as tx:
        pages = raw(tx).execute("PRAGMA page_count").fetchone()[0]
        raw(tx).execute(f"PRAGMA max_page_count={pages}")


def make_room(engine: Engine) -> None:
    """Let the file grow again."""
    with engine.connect() as tx:
        raw(tx).execute("PRAGMA max_page_count=1000000")
