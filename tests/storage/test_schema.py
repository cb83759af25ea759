"""A database comes to the schema of the code with all its rows, or stays as it was."""

import re
import subprocess
import sys
from datetime import datetime
from pathlib import Path
from textwrap import dedent

import pytest
from alembic.script import ScriptDirectory
from sqlalchemy import Engine, text

from teambot.errors import CannotStart
from teambot.storage.engine import open_engine, raw
from teambot.storage.schema import OURS, Chain, config_of, migrate, schema_of
from teambot.storage.tables import metadata

pytestmark = pytest.mark.sqlite_only

FIRST = """
    def upgrade() -> None:
        op.create_table("parent", sa.Column("id", sa.Integer, primary_key=True), sa.Column("name", sa.String(20)))
        op.create_table(
            "child",
            sa.Column("id", sa.Integer, primary_key=True),
            sa.Column("parent_id", sa.Integer, sa.ForeignKey("parent.id", ondelete="CASCADE"), nullable=False),
        )
"""
# Makes the parent anew: with foreign keys on, its children would go with the old one.
SECOND = """
    def upgrade() -> None:
        with op.batch_alter_table("parent") as parent:
            parent.add_column(sa.Column("mood", sa.String(20), nullable=False, server_default="calm"))
            parent.alter_column("name", type_=sa.String(80), nullable=False)
"""
LOSES = SECOND + '        op.execute("DELETE FROM child WHERE id = 7")\n'
DANGLES = SECOND + '        op.execute("UPDATE child SET parent_id = 99 WHERE id = 7")\n'
BREAKS = SECOND + '        op.execute("INSERT INTO nowhere VALUES (1)")\n'


def chain_of(folder: Path, *steps: str) -> Chain:
    """Write a chain of steps into a folder."""
    folder.mkdir(exist_ok=True)
    for number, body in enumerate(steps, 1):
        head = f"""\
            import sqlalchemy as sa
            from alembic import op
            revision = "{number:04}"
            down_revision = {f"{number - 1:04}" if number > 1 else None!r}
            branch_labels = depends_on = None
        """
        (folder / f"{number:04}_step.py").write_text(dedent(head) + "\n" + dedent(body))
    return Chain(folder, f"{len(steps):04}")


@pytest.fixture
def old(database: Path, tmp_path: Path, now: datetime) -> Engine:
    """Give a populated database of the first step, with children."""
    engine = open_engine(database)
    migrate(engine, tmp_path / "backups", now, chain=chain_of(tmp_path / "first", FIRST))
    with engine.connect() as tx:
        tx.execute(text("INSERT INTO parent VALUES (1, 'Ann'), (2, 'Ben')"))
        tx.execute(
            text("INSERT INTO child VALUES (:id, :parent)"), [{"id": n, "parent": n % 2 + 1} for n in range(500)]
        )
        tx.commit()
    return engine


def rows(engine: Engine, sql: str) -> list[tuple[object, ...]]:
    with engine.connect() as tx:
        return [tuple(row) for row in tx.execute(text(sql))]


def schema_text(engine: Engine) -> dict[str, object]:
    """Give every table and index as SQLite keeps it, whatever its white space, order and quotes."""
    found = rows(engine, "SELECT name, sql FROM sqlite_master WHERE sql IS NOT NULL AND name != 'alembic_version'")
    shape: dict[str, object] = {}
    for name, sql in found:
        plain = re.sub(r"DEFAULT \(([\w']+)\)", r"DEFAULT \1", " ".join(str(sql).replace(chr(34), "").split()))
        before, inside, after = re.split(r"\((.*)\)", plain, maxsplit=1)
        shape[str(name)] = before, sorted(part.strip() for part in inside.split(",")), after
    return shape


def test_the_steps_make_what_the_tables_say(engine: Engine, tmp_path: Path) -> None:
    # When this fails after a change of tables.py: python -m teambot.storage.migrations "what changes"
    made = open_engine(tmp_path / "made.db")
    with made.connect() as tx:
        metadata.create_all(tx)
        tx.commit()
    assert schema_text(engine) == schema_text(made)
    made.dispose()


def test_the_last_step_is_the_one_that_the_code_names() -> None:
    assert ScriptDirectory.from_config(config_of(OURS)).get_heads() == [OURS.head]


def test_the_steps_import_nothing_of_ours() -> None:
    for step in OURS.folder.glob("0*.py"):
        assert "teambot" not in step.read_text()


def test_a_new_database_needs_no_backup(engine: Engine, tmp_path: Path) -> None:
    assert schema_of(engine) == OURS.head
    assert not (tmp_path / "backups").exists()


def test_a_current_database_is_left_alone_and_alembic_is_not_imported(engine: Engine, database: Path) -> None:
    engine.dispose()
    before = database.read_bytes()
    code = """
        import sys
        from datetime import datetime, UTC
        from pathlib import Path
        from teambot.storage.engine import open_engine
        from teambot.storage.schema import migrate
        migrate(open_engine(sys.argv[1]), Path("/nowhere"), datetime.now(UTC))
        assert "alembic" not in sys.modules
    """
    subprocess.run([sys.executable, "-c", dedent(code), str(database)], check=True, timeout=60)
    assert database.read_bytes() == before


def test_a_populated_older_schema_keeps_all_rows(old: Engine, tmp_path: Path, now: datetime) -> None:
    migrate(old, tmp_path / "backups", now, chain=chain_of(tmp_path / "both", FIRST, SECOND))
    assert rows(old, "SELECT id, name, mood FROM parent") == [(1, "Ann", "calm"), (2, "Ben", "calm")]
    assert rows(old, "SELECT count(*), sum(parent_id) FROM child") == [(500, 750)]
    assert schema_of(old) == "0002"
    with old.connect() as tx:
        assert raw(tx).execute("PRAGMA foreign_keys").fetchone() == (1,)
        assert raw(tx).execute("PRAGMA foreign_key_check").fetchall() == []


def test_the_trap_is_real(old: Engine, tmp_path: Path) -> None:
    """The same step with foreign keys on deletes all children: without this the test above proves nothing."""
    from alembic import command

    config = config_of(chain_of(tmp_path / "both", FIRST, SECOND))
    with old.connect() as tx:
        config.attributes["connection"] = tx
        tx.begin()
        command.upgrade(config, "0002")
        assert tx.scalar(text("SELECT count(*) FROM child")) == 0


@pytest.mark.parametrize(
    ("step", "said"),
    [
        (LOSES, "rows of child"),  # a row is gone
        (DANGLES, "rows of child"),  # a row points at nothing
        (BREAKS, "nowhere"),  # the step itself fails half-way
    ],
)
def test_a_step_that_keeps_not_everything_is_undone(
    old: Engine, tmp_path: Path, now: datetime, step: str, said: str
) -> None:
    before = schema_text(old), rows(old, "SELECT * FROM child"), rows(old, "SELECT * FROM parent")
    with pytest.raises(CannotStart, match=said) as caught:
        migrate(old, tmp_path / "backups", now, chain=chain_of(tmp_path / "both", FIRST, step))
    assert caught.value.code == 65
    assert (schema_text(old), rows(old, "SELECT * FROM child"), rows(old, "SELECT * FROM parent")) == before
    assert schema_of(old) == "0001"
    with old.connect() as tx:
        assert raw(tx).execute("PRAGMA foreign_keys").fetchone() == (1,)


def test_before_a_step_there_is_a_backup(old: Engine, tmp_path: Path, now: datetime) -> None:
    migrate(old, tmp_path / "backups", now, chain=chain_of(tmp_path / "both", FIRST, SECOND))
    (copy,) = (tmp_path / "backups").iterdir()
    assert copy.name == "teambot-20261122T180000Z-before-0002.db"
    kept = open_engine(copy, read_only=True)
    assert schema_of(kept) == "0001"
    assert rows(kept, "SELECT count(*) FROM child") == [(500,)]
    kept.dispose()


def test_without_room_for_a_backup_nothing_is_changed(old: Engine, tmp_path: Path, now: datetime) -> None:
    (tmp_path / "a file").write_text("")
    with pytest.raises(CannotStart, match="No backup"):
        migrate(old, tmp_path / "a file", now, chain=chain_of(tmp_path / "both", FIRST, SECOND))
    assert schema_of(old) == "0001"


def test_a_newer_schema_is_refused(old: Engine, tmp_path: Path, now: datetime) -> None:
    with old.connect() as tx:
        tx.execute(text("UPDATE alembic_version SET version_num = '0009'"))
        tx.commit()
    with pytest.raises(CannotStart, match=f"newer teambot: its schema is 0009.*up to {OURS.head}") as caught:
        migrate(old, tmp_path / "backups", now)
    assert caught.value.code == 78
    assert not (tmp_path / "backups").exists()


def test_somebody_elses_tables_are_refused(tmp_path: Path, now: datetime) -> None:
    engine = open_engine(tmp_path / "photos.db")
    with engine.connect() as tx:
        tx.execute(text("CREATE TABLE photo (id INTEGER)"))
        tx.commit()
    with pytest.raises(CannotStart, match="not teambot's"):
        migrate(engine, tmp_path / "backups", now)
    assert rows(engine, "SELECT name FROM sqlite_master") == [("photo",)]
    engine.dispose()
