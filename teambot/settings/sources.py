"""Where settings come from: the file and the environment. Every fault is kept, so that all are named at once."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path
from typing import Any, Final

from teambot.settings.kinds import Read, Unreadable

FOLDER_VARIABLE: Final = "TEAMBOT_CONFIG"
DATABASE_VARIABLE: Final = "TEAMBOT_DATABASE"
TOKEN_VARIABLE: Final = "TEAMBOT_DISCORD_TOKEN"  # noqa: S105  the variable's name, not a token
_TOKEN_GOES: Final = (
    f"take it out, put it in the variable {TOKEN_VARIABLE}, and reset it where others could have read it"
)


@dataclass(frozen=True, slots=True)
class Setting:
    """One setting: its place in the file, its variable, what stands when neither says, and how it is read."""

    section: str
    key: str
    variable: str
    default: str | int
    read: Read


class Sources:
    """One file and one environment, with the sentences about what is wrong in them in `faults`."""

    def __init__(self, path: Path, environ: Mapping[str, str]) -> None:
        self.path = path
        self.environ = environ
        self.faults: list[str] = []
        self._file = self._read_file()

    def value(self, setting: Setting) -> Any:
        """Read one setting from its variable, else the file, else its default; after a fault, its default."""
        section = self._file.get(setting.section)
        where, value = f"{self.path}, [{setting.section}] {setting.key}", setting.default
        if isinstance(section, dict):
            value = section.get(setting.key, value)
        if self.environ.get(setting.variable):  # an empty variable counts as not set
            where, value = f"the variable {setting.variable}", self.environ[setting.variable]
        try:
            return setting.read(value)
        except Unreadable as fault:
            self.faults.append(f"{where}: {fault}.")
            return setting.read(setting.default)

    def name_unknown(self, settings: tuple[Setting, ...]) -> None:
        """Name what stands in the file, or begins with TEAMBOT_ in the environment, and is no setting."""
        sections = {setting.section for setting in settings}
        for name, section in self._file.items():
            if name not in sections:
                self.faults.append(f"{self.path}: there is no section [{name}]: {_nearest(name, sections)}.")
            elif not isinstance(section, dict):
                self.faults.append(f"{self.path}: {name} is a section: write [{name}] in a line of its own.")
            else:
                self._name_unknown_keys(name, section, {each.key for each in settings if each.section == name})
        variables = {setting.variable for setting in settings} | {FOLDER_VARIABLE, TOKEN_VARIABLE}
        for name in sorted(self.environ):
            if name.startswith("TEAMBOT_") and name not in variables:
                self.faults.append(f"the variable {name} is no setting: {_nearest(name, variables)}.")

    def _name_unknown_keys(self, section: str, found: Mapping[str, Any], known: set[str]) -> None:
        for key in found:
            if (section, key) == ("discord", "token"):
                self.faults.append(f"{self.path}: the token must not stand in a file that is shared: {_TOKEN_GOES}.")
            elif key not in known:
                self.faults.append(f"{self.path}: [{section}] has no setting {key}: {_nearest(key, known)}.")

    def _read_file(self) -> Mapping[str, Any]:
        try:
            return tomllib.loads(self.path.read_text("utf-8-sig"))
        except UnicodeDecodeError:
            self.faults.append(f"{self.path} is not text in UTF-8: save it as UTF-8.")
        except tomllib.TOMLDecodeError as fault:
            hint = 'look at that line; a text needs quotes, as in zone = "Europe/Paris"'
            self.faults.append(f"{self.path} is not TOML ({fault}): {hint}.")
        except OSError as fault:
            self.faults.append(f"{self.path} cannot be read ({fault.strerror}): let the bot's user read it.")
        return {}


def _nearest(name: str, known: set[str]) -> str:
    # Every variable begins alike; what follows must be near, not the beginning.
    short = {each.removeprefix("TEAMBOT_"): each for each in known}
    close = [short[each] for each in get_close_matches(name.removeprefix("TEAMBOT_"), sorted(short), n=1)]
    return f"the nearest name is {close[0]}" if close else "take it out"
