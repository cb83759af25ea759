"""Find a command by its words, and turn a person's options into what Discord sends, checked as its client does."""

from typing import Any

from teambot.sandbox.loopback.wire import Json

SUBCOMMAND, GROUP, STRING, INTEGER, BOOLEAN, USER, CHANNEL, ROLE, MENTIONABLE, NUMBER = range(1, 11)
KINDS = {USER: "users", CHANNEL: "channels", ROLE: "roles", MENTIONABLE: "users"}


def find_command(commands: list[Json], words: str, kind: int = 1) -> tuple[Json, list[Json]]:
    """Find a command and the options of the subcommands in its words ("week show"). LookupError if there is none.

    Context menus (kind 2 and 3) have names with spaces.
    """
    names = words.split() if kind == 1 else [words]
    command = next((row for row in commands if row["name"] == names[0] and row["type"] == kind), None)
    if command is None:
        raise LookupError(f"there is no command {names[0]!r} here")
    trail, here = [], command
    for name in names[1:]:
        found = [row for row in here.get("options", ()) if row["name"] == name and row["type"] in (SUBCOMMAND, GROUP)]
        if not found:
            raise LookupError(f"{words!r}: there is no {name!r}")
        here = found[0]
        trail.append(here)
    if any(row["type"] in (SUBCOMMAND, GROUP) for row in here.get("options", ())):
        raise LookupError(f"{words!r} is only the beginning of a command")
    return command, trail


def filled(command: Json, trail: list[Json], given: dict[str, Any], *, focused: str | None = None) -> Json:
    """Give the data of a command with its options.

    LookupError for an option that does not exist; ValueError for a required one that is missing (not while one is
    `focused` for autocomplete), a value that is not among the choices or out of its range, a wrong type.
    """
    known = {row["name"]: row for row in (trail[-1] if trail else command).get("options", ())}
    if strange := set(given) - set(known):
        raise LookupError(f"{command['name']} has no option {sorted(strange)}")
    missing = [name for name, row in known.items() if row.get("required") and name not in given]
    if missing and focused is None:
        raise ValueError(f"{command['name']} needs {missing}")
    rows: list[Json] = []
    for name, row in known.items():
        if name in given:
            raw = name == focused
            value = str(given[name]) if raw else _value(row, given[name])
            rows.append({"name": name, "type": row["type"], "value": value} | ({"focused": True} if raw else {}))
    for row in reversed(trail):
        rows = [{"name": row["name"], "type": row["type"], "options": rows}]
    shape: Json = {"id": command["id"], "name": command["name"], "type": command["type"]}
    if "guild_id" in command:
        shape["guild_id"] = command["guild_id"]
    return shape | ({"options": rows} if rows else {})


def _value(row: Json, value: Any) -> Any:
    kind, name = row["type"], row["name"]
    if row.get("choices"):
        fits = [choice["value"] for choice in row["choices"] if value in (choice["value"], choice["name"])]
        if not fits:
            raise ValueError(f"{name}: {value!r} is not offered")
        return fits[0]
    if kind in KINDS:
        return str(int(value))
    if kind == BOOLEAN:
        return bool(value)
    if kind in (INTEGER, NUMBER):
        number = int(value) if kind == INTEGER else float(value)
        if not row.get("min_value", number) <= number <= row.get("max_value", number):
            raise ValueError(f"{name}: {number} is out of range")
        return number
    text = str(value)
    if not text or not row.get("min_length", 0) <= len(text) <= row.get("max_length", 6000):
        raise ValueError(f"{name}: a text of {len(text)} characters does not fit")
    return text


def named_ids(data: Json) -> dict[str, list[int]]:
    """Give the ids that a command's options name, by kind (users, channels, roles)."""
    found: dict[str, list[int]] = {}
    for row in data.get("options", ()):
        for kind, ids in named_ids(row).items():
            found.setdefault(kind, []).extend(ids)
        if row["type"] in KINDS:
            found.setdefault(KINDS[row["type"]], []).append(int(row["value"]))
    return found
