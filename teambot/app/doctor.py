"""`teambot doctor`: see that the database is whole and holds what it must. It only reads, beside a running bot too."""

from collections.abc import Iterator

from teambot.app.finding import Finding
from teambot.errors import CannotStart
from teambot.settings import Settings
from teambot.storage.copies import copies_in
from teambot.storage.engine import check_whole, database_path, open_engine
from teambot.storage.invariants import INVARIANTS, broken, dangling
from teambot.storage.schema import OURS, schema_of


def examine(settings: Settings) -> Iterator[Finding]:
    """Look at the file, the schema, the backups and every invariant. Raises CannotStart (78) where there is no file."""
    path = database_path(settings.database.url)
    if not path.is_file():
        raise CannotStart(f"There is no database {path} yet: the bot makes it at its first start.")
    engine = open_engine(path, read_only=True)
    try:
        try:
            check_whole(engine, settings.database.backups)
            yield Finding(True, f"{path} is whole")
            found = schema_of(engine)
        except CannotStart as stop:
            yield Finding(False, str(stop))
            return
        if found != OURS.head:
            yield Finding(False, f"its schema is {found} and this teambot's is {OURS.head}: teambot db upgrade")
            return
        with engine.connect() as tx:
            lost = dangling(tx)
            bad = {each.invariant: each.ids for each in broken(tx)}
        yield Finding(not lost, f"{lost} references lead nowhere" if lost else "every reference leads somewhere")
        for invariant in INVARIANTS:
            ids = bad.get(invariant)
            where = f"; not so for {', '.join(map(str, ids))}: a fault of teambot's, please report it" if ids else ""
            yield Finding(not ids, f"{invariant.rule}{where}")
    finally:
        engine.dispose()
    copies = copies_in(settings.database.backups)
    newest = f"the newest backup is {copies[0].path.name}" if copies else "there is no backup yet"
    yield Finding(True, newest)
