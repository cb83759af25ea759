"""`teambot check`: settings, token, database and permissions; what is wrong, and how to mend it. It changes nothing."""

import os
from collections.abc import Iterator, Sequence
from pathlib import Path

from teambot.app.finding import Finding
from teambot.chat.permissions import Place, PlaceSeen, look
from teambot.errors import CannotStart
from teambot.settings import HOW_TO_GET_A_TOKEN, Settings
from teambot.storage.address import database_path, is_postgresql, name_of
from teambot.storage.engine import check_whole, open_engine
from teambot.storage.inspection import team_channels
from teambot.storage.lock import held
from teambot.storage.schema import OURS, schema_of

_HELD = 75  # lock.held


async def check(settings: Settings) -> list[Finding]:
    """Look at everything that a start needs; the settings were read, so they are well."""
    places: list[Place] = []
    database = list(_database(settings, places))
    return [Finding(True, "the settings can be read"), *database, *await _discord(settings, places)]


def _database(settings: Settings, places: list[Place]) -> Iterator[Finding]:
    """Look at the store beside a running bot, and put the teams' channels into `places`."""
    address = settings.database.url.reveal()
    by_server = is_postgresql(address)
    if not by_server and not database_path(address).is_file():
        yield _room_for(database_path(address))
        return
    engine = open_engine(address, read_only=True)
    try:
        check_whole(engine, settings.database.backups)
        name = f"the database {name_of(address)}"
        yield Finding(True, f"PostgreSQL has {name}" if by_server else f"{name} is whole")
        found = schema_of(engine)
        if found == OURS.head:
            with engine.connect() as tx:
                places.extend(Place(*row) for row in team_channels(tx))
            yield Finding(True, f"its schema is {found}, with {len(places)} team{'' if len(places) == 1 else 's'}")
        elif found is None:
            yield Finding(True, "it has no tables yet; the first start makes them")
        else:
            saved = "" if by_server else ", after a backup"
            yield Finding(True, f"its schema is {found}; the next start brings it to {OURS.head}{saved}")
        yield Finding(True, "a bot is at work on it" if _in_use(address) else "no bot is at work on it")
    except CannotStart as stop:
        yield Finding(False, str(stop))
    finally:
        engine.dispose()


def _room_for(path: Path) -> Finding:
    """Say whether the first start can make the file."""
    folder = next(parent for parent in path.parents if parent.exists())
    if folder.is_dir() and os.access(folder, os.W_OK):
        return Finding(True, f"there is no database {path} yet; the first start makes it")
    return Finding(False, f"the database {path} cannot be made: let the bot's user write in {folder}")


def _in_use(address: str) -> bool:
    """Try to hold the database for a moment; a file's lock is not made for that."""
    if not is_postgresql(address) and not Path(f"{database_path(address)}.lock").exists():
        return False
    try:
        with held(address):
            return False
    except CannotStart as stop:
        if stop.code != _HELD:
            raise
        return True


async def _discord(settings: Settings, places: Sequence[Place]) -> list[Finding]:
    token = settings.discord.token
    if token is None:
        return [Finding(False, f"there is no token: {HOW_TO_GET_A_TOKEN}")]
    try:
        seen = await look(token.reveal(), settings.discord.api, places)
    except CannotStart as stop:
        return [Finding(False, str(stop))]
    return [
        Finding(True, f"Discord knows the token: {seen.name}, application {seen.application_id}"),
        Finding(True, f"invite it with: {seen.invitation}"),
        *(_place(place, seen.invitation) for place in seen.places),
    ]


def _place(seen: PlaceSeen, invitation: str) -> Finding:
    where = f"the channel of {seen.place.team} (server {seen.place.guild_id}, channel {seen.place.channel_id})"
    if seen.fault:
        return Finding(False, f"{where}: {seen.fault}: invite it again ({invitation}), then /teambot setup")
    if seen.missing:
        return Finding(False, f"{where} lacks {', '.join(seen.missing)}: give the bot's role these in that channel")
    return Finding(True, f"{where} has all that the bot needs")
