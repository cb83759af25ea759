"""The settings: frozen values from `config/` and the environment; the environment wins.

Every fault is named at once, each in a sentence that says what is wrong, where, and how to mend it. This module opens
nothing but the two files in the configuration's folder and the token's file, and knows no loopback name: which hosts
the sandbox serves on this machine is its own composition's business and can be set by no file or variable.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final
from urllib.parse import unquote, urlsplit

from teambot.domain.charter import parse_clauses
from teambot.domain.members import NICHE_MOST, TEAM_NAME_MOST
from teambot.domain.teams import TeamDefaults
from teambot.domain.week import WeekTimes
from teambot.errors import CannotStart, Refusal
from teambot.settings import kinds
from teambot.settings.kinds import Unreadable
from teambot.settings.secret import Secret
from teambot.settings.sources import DATABASE_VARIABLE, FOLDER_VARIABLE, TOKEN_VARIABLE, Setting, Sources

FILE: Final = "teambot.toml"
CHARTER_FILE: Final = "charter.md"
HOW_TO_GET_A_TOKEN: Final = (
    "in the developer portal, https://discord.com/developers/applications, open your application, then Bot, then "
    f"Reset Token, and put what it shows into the variable {TOKEN_VARIABLE}. To try everything on this machine without "
    "one, start the sandbox: make run (or: teambot sandbox)"
)
_PASSWORD_GOES: Final = f"this holds a password, in a file that is shared: put it in the variable {DATABASE_VARIABLE}"


@dataclass(frozen=True, slots=True)
class Discord:
    """Where Discord is and who we are there; without a token only the sandbox runs."""

    token: Secret | None
    api: str
    gateway: str


@dataclass(frozen=True, slots=True)
class Database:
    """Where the team's data stands (a sqlite:/// or postgresql:// address) and where a file's backups go."""

    url: Secret
    backups: Path

    @property
    def secrets(self) -> tuple[Secret, ...]:
        """Give what no log may hold: an address with a password, and the password as it is written and as it is."""
        hidden = urlsplit(self.url.reveal()).password
        return (self.url, Secret(hidden), Secret(unquote(hidden))) if hidden else ()


@dataclass(frozen=True, slots=True)
class Feeds:
    """How feeds are read: seconds between two looks at one feed, and how a feed's owner reaches the operator."""

    poll_seconds: int
    contact: str


@dataclass(frozen=True, slots=True)
class Settings:
    """Everything that the operator decides."""

    discord: Discord
    database: Database
    feeds: Feeds
    team: TeamDefaults  # what the setup offers to a new team, with the charter's template; a team can change all of it
    log_level: str


SETTINGS: Final = (
    Setting("discord", "token_file", "TEAMBOT_DISCORD_TOKEN_FILE", "", kinds.text(1000, empty=True)),
    Setting("discord", "api", "TEAMBOT_DISCORD_API", "https://discord.com/api/v10", kinds.address("https", "http")),
    Setting("discord", "gateway", "TEAMBOT_DISCORD_GATEWAY", "wss://gateway.discord.gg/", kinds.address("wss", "ws")),
    Setting("database", "url", DATABASE_VARIABLE, "sqlite:///var/teambot.db", kinds.database),
    Setting("database", "backups", "TEAMBOT_BACKUPS", "var/backups", kinds.text(1000)),
    Setting("feeds", "poll_seconds", "TEAMBOT_FEEDS_POLL_SECONDS", 1800, kinds.number(300, 86_400)),
    Setting("feeds", "contact", "TEAMBOT_FEEDS_CONTACT", "", kinds.contact),
    Setting("team", "name", "TEAMBOT_TEAM_NAME", "Our blog team", kinds.text(TEAM_NAME_MOST)),
    Setting("team", "niche", "TEAMBOT_TEAM_NICHE", "what we love to write about", kinds.text(NICHE_MOST)),
    Setting("team", "zone", "TEAMBOT_TEAM_ZONE", "UTC", kinds.zone),
    Setting("team", "language", "TEAMBOT_TEAM_LANGUAGE", "en", kinds.one_of("en")),
    Setting("team", "close", "TEAMBOT_TEAM_CLOSE", "Sunday 18:00", kinds.weekly),
    Setting("team", "publish", "TEAMBOT_TEAM_PUBLISH", "Monday 09:00", kinds.weekly),
    Setting("team", "load", "TEAMBOT_TEAM_LOAD", 2, kinds.number(0, 5)),
    Setting("team", "most_members", "TEAMBOT_TEAM_MOST_MEMBERS", 12, kinds.number(3, 24)),
    Setting("log", "level", "TEAMBOT_LOG_LEVEL", "info", kinds.one_of("debug", "info", "warning", "error")),
)


def find_folder(given: str | None, environ: Mapping[str, str]) -> Path:
    """Find the configuration's folder: as given, else $TEAMBOT_CONFIG, else ./config, else beside the package.

    Raises CannotStart (78) where a folder that was named, or any at all, holds no teambot.toml.
    """
    named = given or environ.get(FOLDER_VARIABLE)
    tried = [Path(named)] if named else [Path("config"), Path(__file__).parents[2] / "config"]
    for folder in tried:
        if (folder / FILE).is_file():
            return folder
    source = "--config" if given else FOLDER_VARIABLE if named else "the settings"
    places = " nor ".join(f"{folder}/" for folder in tried)
    raise CannotStart(f"{FILE} was looked for by {source} and is not in {places}: name its folder with --config DIR.")


def load(folder: str | None, environ: Mapping[str, str]) -> Settings:
    """Read the settings; raise CannotStart (78) with every fault, one a line."""
    place = find_folder(folder, environ)
    sources = Sources(place / FILE, environ)
    values = {(setting.section, setting.key): sources.value(setting) for setting in SETTINGS}
    sources.name_unknown(SETTINGS)
    faults = sources.faults
    token = _token(values["discord", "token_file"], environ, faults)
    charter = _charter(place / CHARTER_FILE, faults)
    times = _times(values, faults)
    database = Database(url=values["database", "url"], backups=Path(values["database", "backups"]).absolute())
    if database.secrets and not environ.get(DATABASE_VARIABLE):
        faults.append(f"{place / FILE}, [database] url: {_PASSWORD_GOES}.")
    if faults or times is None:
        count = "One setting is" if len(faults) == 1 else f"{len(faults)} settings are"
        raise CannotStart("\n".join([f"{count} not right:", *(f"- {fault}" for fault in faults)]))
    return Settings(
        discord=Discord(token=token, api=values["discord", "api"], gateway=values["discord", "gateway"]),
        database=database,
        feeds=Feeds(poll_seconds=values["feeds", "poll_seconds"], contact=values["feeds", "contact"]),
        team=TeamDefaults(
            name=values["team", "name"],
            niche=values["team", "niche"],
            language=values["team", "language"],
            zone=times.zone,
            close_weekday=times.close_weekday,
            close_minute=times.close_minute,
            publish_weekday=times.publish_weekday,
            publish_minute=times.publish_minute,
            load=values["team", "load"],
            most_members=values["team", "most_members"],
            charter=charter,
        ),
        log_level=values["log", "level"],
    )


def _token(file: str, environ: Mapping[str, str], faults: list[str]) -> Secret | None:
    """Take the token from its variable, else from its file, which nobody but its owner may read."""
    try:
        if environ.get(TOKEN_VARIABLE):
            return kinds.token(environ[TOKEN_VARIABLE], f"the variable {TOKEN_VARIABLE}")
        return kinds.token_in(Path(file)) if file else None
    except Unreadable as fault:
        faults.append(f"{fault}.")
        return None


def _charter(path: Path, faults: list[str]) -> str:
    try:
        text = path.read_text("utf-8-sig")
        parse_clauses(text)
    except Refusal as fault:
        lacks = "it has no clause" if fault.key == "charter-empty" else "it is too long"
        faults.append(f"{path} is no charter, for {lacks}: write one clause a line, at most 20 and 3,000 characters.")
    except FileNotFoundError:
        faults.append(f"{path} is not there: put the charter's clauses into it, one a line.")
    except (OSError, UnicodeDecodeError):
        faults.append(f"{path} cannot be read: it holds the charter's clauses, one a line, as text in UTF-8.")
    else:
        return text
    return ""


def _times(values: Mapping[tuple[str, str], Any], faults: list[str]) -> WeekTimes | None:
    try:
        return WeekTimes(values["team", "zone"], *values["team", "close"], *values["team", "publish"])
    except Refusal:
        faults.append("[team] close and publish are the same moment: leave at least some hours between them.")
        return None
