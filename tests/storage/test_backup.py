"""Backups are whole, made beside a writer, thinned out, and put back."""

import stat
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import Engine, select

from teambot.errors import CannotStart
from teambot.storage.backup import backup, prune, restore
from teambot.storage.copies import copies_in, copy_name, newest_sound
from teambot.storage.engine import open_engine
from teambot.storage.lock import held
from teambot.storage.tables import meta
from tests.storage.damage import spoil_a_page, write_much

pytestmark = pytest.mark.sqlite_only


def note(engine: Engine, key: str) -> None:
    with engine.connect() as tx:
        tx.execute(meta.insert().values(key=key, value=""))
        tx.commit()


def keys(of: Engine | Path) -> list[str]:
    engine = of if isinstance(of, Engine) else open_engine(of, read_only=True)
    with engine.connect() as tx:
        found = list(tx.scalars(select(meta.c.key).order_by(meta.c.key)))
    if engine is not of:
        engine.dispose()
    return found


def test_a_backup_holds_what_was_committed_and_its_owner_alone_reads_it(
    engine: Engine, tmp_path: Path, now: datetime
) -> None:
    note(engine, "committed")
    with engine.connect() as tx:
        tx.execute(meta.insert().values(key="under way", value=""))
        copy = backup(engine, tmp_path / "backups", now)
    assert copy == tmp_path / "backups" / "teambot-20261122T180000Z.db"
    assert keys(copy) == ["committed"]
    assert stat.S_IMODE(copy.stat().st_mode) == 0o600
    assert [one.name for one in copy.parent.iterdir()] == [copy.name]


def test_what_was_deleted_is_not_in_the_next_backup(engine: Engine, tmp_path: Path, now: datetime) -> None:
    note(engine, "Wilhelmina")
    with engine.connect() as tx:
        tx.execute(meta.delete())
        tx.commit()
    assert b"Wilhelmina" not in backup(engine, tmp_path / "backups", now).read_bytes()


def test_a_damaged_database_is_not_taken_for_a_backup(
    engine: Engine, database: Path, tmp_path: Path, now: datetime
) -> None:
    write_much(engine)
    engine.dispose()
    spoil_a_page(database)
    with pytest.raises(CannotStart) as caught:
        backup(database, tmp_path / "backups", now)
    assert caught.value.code == 65
    assert list((tmp_path / "backups").iterdir()) == []


def test_a_backup_of_nothing_makes_nothing(tmp_path: Path, now: datetime) -> None:
    with pytest.raises(CannotStart):
        backup(tmp_path / "none.db", tmp_path / "backups", now)
    assert not (tmp_path / "none.db").exists()


def test_a_restored_backup_is_what_it_was(engine: Engine, database: Path, tmp_path: Path, now: datetime) -> None:
    note(engine, "before")
    copy = backup(engine, tmp_path / "backups", now)
    note(engine, "after")  # stands in the log, which must not be played into the restored file
    with engine.connect():  # as after a kill: the log is not written back
        log = database.with_name(database.name + "-wal").read_bytes()
    engine.dispose()
    database.with_name(database.name + "-wal").write_bytes(log)
    aside = restore(copy, database)
    assert keys(database) == ["before"]
    assert aside is not None
    assert keys(aside) == ["after", "before"]
    assert keys(copy) == ["before"]
    written = open_engine(database)
    note(written, "later")
    written.dispose()
    assert keys(copy) == ["before"]


def test_a_backup_is_put_where_there_was_nothing(engine: Engine, tmp_path: Path, now: datetime) -> None:
    note(engine, "a")
    copy = backup(engine, tmp_path / "backups", now)
    assert restore(copy, tmp_path / "new" / "bot.db") is None
    assert keys(tmp_path / "new" / "bot.db") == ["a"]


def test_a_restore_under_a_running_bot_is_refused(
    engine: Engine, database: Path, tmp_path: Path, now: datetime
) -> None:
    copy = backup(engine, tmp_path / "backups", now)
    note(engine, "a")
    with held(database), pytest.raises(CannotStart) as caught:
        restore(copy, database)
    assert caught.value.code == 75
    assert keys(engine) == ["a"]


@pytest.mark.parametrize(("content", "code"), [(b"", 65), (b"Dear Ann, " * 1000, 65), (None, 78)])
def test_what_is_no_sound_backup_is_not_put_back(
    engine: Engine, database: Path, tmp_path: Path, content: bytes | None, code: int
) -> None:
    note(engine, "a")
    copy = tmp_path / "copy.db"
    if content is not None:
        copy.write_bytes(content)
    with pytest.raises(CannotStart) as caught:
        restore(copy, database)
    assert caught.value.code == code
    assert keys(engine) == ["a"]


def test_what_a_restore_kept_is_not_replaced_and_the_database_is_no_backup(
    engine: Engine, database: Path, tmp_path: Path, now: datetime
) -> None:
    copy = backup(engine, tmp_path / "backups", now)
    engine.dispose()
    assert len({restore(copy, database), restore(copy, database)}) == 2
    with pytest.raises(CannotStart, match="the database itself"):
        restore(database, database)


def test_the_newest_sound_backup_is_found(engine: Engine, tmp_path: Path, now: datetime) -> None:
    write_much(engine)
    folder = tmp_path / "backups"
    assert newest_sound(folder) is None
    older, newer = (backup(engine, folder, now + timedelta(days=n)) for n in (0, 1))
    assert newest_sound(folder) == newer
    spoil_a_page(newer)
    assert newest_sound(folder) == older


@given(hours=st.lists(st.integers(0, 24 * 40), max_size=60, unique=True))
def test_thinning_keeps_the_newest_of_seven_days_and_of_two_weeks_and_nothing_older(
    tmp_path_factory: pytest.TempPathFactory, hours: list[int]
) -> None:
    now = datetime(2026, 11, 22, 18, tzinfo=UTC)
    folder = tmp_path_factory.mktemp("backups")
    (folder / "letters.db").touch()
    made = [now - timedelta(hours=n) for n in hours]
    for at in made:
        (folder / copy_name(at)).touch()
    gone = prune(folder, now)
    kept = [copy.made_at for copy in copies_in(folder)]
    young = [at for at in made if now - at <= timedelta(days=14)]
    if len(young) < 2:
        assert gone == []  # a clock that jumped once must not delete all there is
        return
    assert (folder / "letters.db").exists()
    assert len(gone) + len(kept) == len(made)
    assert set(kept) <= set(young)
    assert len(kept) <= 7 + 4
    days = sorted({at.date() for at in young}, reverse=True)[:7]
    assert {max(at for at in young if at.date() == day) for day in days} <= set(kept)
    weeks = {at.isocalendar()[:2] for at in young}
    assert {max(at for at in young if at.isocalendar()[:2] == week) for week in weeks} <= set(kept)
    assert prune(folder, now) == []


def test_a_label_does_not_hide_a_backup_from_thinning(tmp_path: Path, now: datetime) -> None:
    for days in (0, 1, 15):
        (tmp_path / copy_name(now - timedelta(days=days), "before-0002")).touch()
    (tmp_path / copy_name(now + timedelta(days=400))).touch()  # of a clock that was ahead
    assert [copy.name for copy in prune(tmp_path, now)] == [copy_name(now - timedelta(days=15), "before-0002")]
    assert len(list(tmp_path.iterdir())) == 3
