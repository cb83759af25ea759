"""What Discord refuses of application commands.

Source: https://discord.com/developers/docs/interactions/application-commands.
"""

import re
from collections import Counter
from collections.abc import Iterable
from typing import Any

from teambot.sandbox.loopback.rules.shape import COMMAND, conform
from teambot.sandbox.loopback.wire import ApiError, Json, invalid

# "CHAT_INPUT command names and command option names must match ^[-_'\p{L}\p{N}\p{sc=Deva}\p{sc=Thai}]{1,32}$ ... If
# there is a lowercase variant of any letters used, you must use those."
NAME = re.compile(r"[-_'\w]{1,32}")
# "An app can have the following number of commands: 100 global CHAT_INPUT commands, 15 global USER commands, 15 global
# MESSAGE commands", and as many for each guild (the same page said 5 for the menus once)
MOST = {1: 100, 2: 15, 3: 15}
# "maximum 8000 characters for combined name, description, and value properties for each command, its options ... and
# choices"
CHARACTERS = 8000
SUBCOMMAND, GROUP = 1, 2
STRING, INTEGER, NUMBER = 3, 4, 10


def check_commands(rows: list[Json]) -> None:
    """Refuse a whole registration: each command, their number, and twins."""
    seen: set[tuple[int, str]] = set()
    for number, row in enumerate(rows):
        check_command(row, f"{number}")
        key = (row.get("type") or 1, row["name"])
        if key in seen:
            raise twin(f"{number}")
        seen.add(key)
    check_numbers(of for of, _ in seen)


def check_numbers(kinds: Iterable[int]) -> None:
    """Refuse more commands of a kind than an application may have in one scope; `kinds` holds one entry a command."""
    counted = Counter(kinds)
    if any(counted[kind] > most for kind, most in MOST.items()):
        raise ApiError(30032)


def check_command(row: Json, path: str = "") -> None:
    """Refuse one command."""
    conform(row, COMMAND, path)
    kind = row.get("type") or 1
    if kind not in MOST:
        raise invalid(f"{path}.type", "BASE_TYPE_CHOICES", f"Value must be one of {set(MOST)}.")
    check_name = _check_name if kind == 1 else _check_menu_name
    # "name_localizations ... Values follow the same restrictions as name"
    for language, name in (row.get("name_localizations") or {}).items():
        check_name(f"{path}.name_localizations.{language}", name)
    check_name(f"{path}.name", row.get("name"))
    if kind == 1:
        _check_text(f"{path}.description", row.get("description"), 1, 100)
        _check_options(f"{path}.options", row.get("options") or [], depth=0)
    else:
        # "description: 1-100 character description for CHAT_INPUT commands, empty string for USER and MESSAGE commands"
        if row.get("description"):
            raise invalid(
                f"{path}.description",
                "APPLICATION_COMMAND_DESCRIPTION",
                "Context menu commands cannot have description",
            )
        if row.get("options"):
            raise invalid(f"{path}.options", "APPLICATION_COMMAND_OPTIONS", "Context menu commands cannot have options")
    if _characters(row) > CHARACTERS:
        raise invalid(path, "APPLICATION_COMMAND_TOO_LARGE", f"Command exceeds maximum size ({CHARACTERS})")


def _check_name(path: str, value: Any) -> None:
    if not isinstance(value, str) or not NAME.fullmatch(value) or value != value.lower():
        raise invalid(path, "APPLICATION_COMMAND_INVALID_NAME", "Command name is invalid")


def _check_menu_name(path: str, value: Any) -> None:
    """Hold to "USER and MESSAGE commands may be mixed case and can include spaces", in 1 to 32 characters."""
    _check_text(path, value.strip() if isinstance(value, str) else value, 1, 32)


def twin(path: str) -> ApiError:
    """Make the refusal of a second command of one name and type: names are "unique per application, per type"."""
    return invalid(path, "APPLICATION_COMMANDS_DUPLICATE_NAME", "Application command names must be unique")


def _check_text(path: str, value: Any, least: int, most: int) -> None:
    if not isinstance(value, str) or not least <= len(value) <= most:
        raise invalid(path, "BASE_TYPE_BAD_LENGTH", f"Must be between {least} and {most} in length.")


def _check_options(path: str, options: list[Json], depth: int) -> None:
    if len(options) > 25:
        raise invalid(path, "BASE_TYPE_MAX_LENGTH", "Must be 25 or fewer in length.")
    names: set[str] = set()
    optional = False
    for number, option in enumerate(options):
        here = f"{path}.{number}"
        _check_name(f"{here}.name", option.get("name"))
        _check_text(f"{here}.description", option.get("description"), 1, 100)
        if option["name"] in names:
            raise invalid(
                f"{here}.name", "APPLICATION_COMMAND_OPTIONS_NAME_ALREADY_USED", "Option name has already been used"
            )
        names.add(option["name"])
        # "Required options must be listed before optional options"
        if option.get("required") and optional:
            raise invalid(
                here,
                "APPLICATION_COMMAND_OPTIONS_REQUIRED_INVALID",
                "Required options must be placed before non-required options",
            )
        optional = optional or not option.get("required")
        _check_option(here, option, depth)


def _check_option(path: str, option: Json, depth: int) -> None:
    kind = option.get("type")
    if kind not in range(1, 12) or (kind == GROUP and depth) or (kind == SUBCOMMAND and depth > 1):
        raise invalid(f"{path}.type", "APPLICATION_COMMAND_OPTIONS_TYPE_INVALID", "This option type cannot stand here")
    if kind in (SUBCOMMAND, GROUP):
        _check_options(f"{path}.options", option.get("options") or [], 1 if kind == GROUP else 2)
    choices = option.get("choices") or []
    # "autocomplete may not be set to true if choices are present"; "Max 25" choices
    if len(choices) > 25:
        raise invalid(f"{path}.choices", "BASE_TYPE_MAX_LENGTH", "Must be 25 or fewer in length.")
    if option.get("autocomplete") and (choices or kind not in (STRING, INTEGER, NUMBER)):
        raise invalid(
            f"{path}.autocomplete",
            "APPLICATION_COMMAND_OPTIONS_AUTOCOMPLETE",
            "autocomplete and choices exclude each other",
        )
    for number, choice in enumerate(choices):
        _check_text(f"{path}.choices.{number}.name", choice.get("name"), 1, 100)


def _characters(row: Json, inside: tuple[str, ...] = ("options",)) -> int:
    own = sum(len(str(row.get(name) or "")) for name in ("name", "description", "value"))
    return own + sum(
        _characters(child, () if name == "choices" else ("options", "choices"))
        for name in inside
        for child in row.get(name) or []
    )
