"""`teambot doctor`: see that the database is whole and holds what it must. It only reads, beside a running bot too."""

from collections.abc import Iterator

from teambot.app.finding import Finding
from teambot.errors import CannotStart
from teambot.settings import Settings
from teambot.storage.address import database_path, is_postgresql, name_of
from teambot.storage.copies import copies_in
from teambot.storage.engine import check_whole, open_engine
from teambot.storage.invariants import INVARIANTS, broken, dangling
from teambot.storage.schema import OURS, schema_of


def examine(settings: Settings) -> Iterator[Finding]:
    """Look at the store, the schema, a file's backups and every invariant. Raises CannotStart (78) where no file is."""
    address = settings.database.url.reveal()
    by_server = is_postgresql(address)
    if not by_server and not database_path(address).is_file():
        raise CannotStart(f"There is no database {name_of(address)} yet: the bot makes it at its first start.")
    engine = open_engine(address, read_only=True)
    try:
        try:
            check_whole(engine, settings.database.backups)
            yield Finding(True, f"PostgreSQL has {name_of(address)}" if by_server else f"{name_of(address)} is whole")
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
    if by_server:
        yield Finding(True, "its backups are its host's, or pg_dump's")
        return
    copies = copies_in(settings.database.backups)
    newest = f"the newest backup is {copies[0].path.name}" if copies else "there is no backup yet"
    yield Finding(True, newest)
