"""The file is opened the one right way, and a damaged one is refused with the way out."""

from contextlib import closing
from datetime import datetime
from pathlib import Path

import pytest
from sqlalchemy import Engine, select, text
from sqlalchemy.exc import OperationalError

from teambot.errors import CannotStart
from teambot.storage.backup import backup
from teambot.storage.engine import check_whole, checkpoint, database_path, open_engine, raw
from teambot.storage.tables import meta
from tests.storage.damage import spoil_a_page, write_much

pytestmark = pytest.mark.sqlite_only


@pytest.mark.parametrize(
    ("pragma", "value"),
    [
        ("journal_mode", "wal"),  # a reader beside a writer
        ("synchronous", 2),  # FULL: a commit outlives a power cut
        ("foreign_keys", 1),
        ("secure_delete", 1),  # what is erased is overwritten
        ("busy_timeout", 2000),
    ],
)
def test_pragmas(engine: Engine, pragma: str, value: object) -> None:
    with engine.connect() as tx:
        assert raw(tx).execute(f"PRAGMA {pragma}").fetchone() == (value,)


def test_a_transaction_holds_the_file_from_its_first_read(engine: Engine, database: Path) -> None:
    beside = open_engine(database)
    with engine.connect() as tx, beside.connect() as other:
        tx.execute(select(meta)).all()
        raw(other).execute("PRAGMA busy_timeout=0")
        with pytest.raises(OperationalError, match="locked"):
            other.execute(select(meta))
    beside.dispose()


def test_reading_beside_a_writer_sees_the_last_commit_and_cannot_write(engine: Engine, database: Path) -> None:
    beside = open_engine(database, read_only=True)
    with engine.connect() as tx:
        tx.execute(meta.insert().values(key="a", value="committed"))
        tx.commit()
        tx.execute(meta.update().values(value="under way"))
        with beside.connect() as other:
            assert other.scalar(select(meta.c.value)) == "committed"
            with pytest.raises(OperationalError, match="readonly"):
                other.execute(meta.delete())
    beside.dispose()


def test_read_only_makes_no_file(tmp_path: Path) -> None:
    engine = open_engine(tmp_path / "none.db", read_only=True)
    with pytest.raises(OperationalError):
        engine.connect()
    assert list(tmp_path.iterdir()) == []


def test_leaving_without_a_commit_rolls_back(engine: Engine) -> None:
    with engine.connect() as tx:
        tx.execute(meta.insert().values(key="a", value="b"))
    with engine.connect() as tx:
        assert tx.execute(select(meta)).all() == []


def test_an_error_does_not_tell_what_people_wrote(engine: Engine) -> None:
    with engine.connect() as tx, pytest.raises(OperationalError) as caught:
        tx.execute(text("INSERT INTO nowhere VALUES (:words)"), {"words": "a secret of Ann"})
    assert "Ann" not in str(caught.value)


@pytest.mark.parametrize(
    "address",
    [
        "postgresql://host",  # which database?
        "mysql://user:hush@host/name",
        "sqlite://",  # a database in memory forgets the team
        "sqlite:///:memory:",
        ":memory:",
        "not an address://",
    ],
)
def test_what_is_no_store_of_ours_is_refused(address: str) -> None:
    with pytest.raises(CannotStart, match="must be a SQLite file") as caught:
        open_engine(address)
    assert caught.value.code == 78
    assert "hush" not in str(caught.value)


def test_a_path_and_an_address_mean_the_same_file(tmp_path: Path) -> None:
    file = tmp_path / "a.db"
    (tmp_path / "link").symlink_to(tmp_path)
    assert {database_path(of) for of in (file, str(file), f"sqlite:///{file}", tmp_path / "link" / "a.db")} == {file}


def test_a_sound_file_and_a_new_one_pass_the_check(engine: Engine, tmp_path: Path) -> None:
    check_whole(engine, tmp_path / "backups")
    new = open_engine(tmp_path / "new.db")
    check_whole(new, tmp_path / "backups")
    new.dispose()


def test_a_damaged_page_is_refused_and_the_newest_sound_backup_named(
    engine: Engine, database: Path, tmp_path: Path, now: datetime
) -> None:
    write_much(engine)
    older = backup(engine, tmp_path / "backups", now.replace(hour=1))
    newer = backup(engine, tmp_path / "backups", now)
    engine.dispose()
    spoil_a_page(newer)
    spoil_a_page(database)
    before = database.read_bytes()
    damaged = open_engine(database)
    with pytest.raises(CannotStart) as caught:
        check_whole(damaged, tmp_path / "backups")
    damaged.dispose()
    assert caught.value.code == 65
    assert str(older) in str(caught.value)
    assert database.read_bytes() == before


def test_a_file_that_is_no_database_is_refused_and_left_alone(tmp_path: Path) -> None:
    file = tmp_path / "letter.db"
    file.write_bytes(b"Dear Ann, " * 500)
    engine = open_engine(file)
    with pytest.raises(CannotStart, match=r"[Nn]o sound backup") as caught:
        check_whole(engine, tmp_path / "backups")
    assert caught.value.code == 65
    assert file.read_bytes() == b"Dear Ann, " * 500


def test_a_folder_that_is_not_there_is_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(CannotStart, match="cannot be used") as caught:
        check_whole(open_engine(tmp_path / "missing" / "a.db"), tmp_path)
    assert caught.value.code == 78


def test_what_was_erased_stands_in_no_file_after_a_checkpoint(engine: Engine, database: Path) -> None:
    def standing() -> bool:
        return any(b"Wilhelmina" in file.read_bytes() for file in database.parent.glob(f"{database.name}*"))

    with engine.connect() as tx:
        tx.execute(meta.insert().values(key="name", value="Wilhelmina"))
        tx.commit()
        tx.execute(meta.delete())
        tx.commit()
        assert standing()  # in the log: this is what the checkpoint is for
        assert checkpoint(tx)
    assert not standing()


def test_a_checkpoint_beside_a_long_reader_says_that_it_is_not_whole(engine: Engine, database: Path) -> None:
    beside = open_engine(database, read_only=True)
    with closing(beside.connect()) as reader:
        reader.execute(select(meta)).all()
        with engine.connect() as tx:
            raw(tx).execute("PRAGMA busy_timeout=0")
            tx.execute(meta.insert().values(key="a", value="b"))
            tx.commit()
            assert not checkpoint(tx)
    assert checkpoint(engine)
    beside.dispose()
