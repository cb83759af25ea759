"""Settings: every fault is named, all at once, in a sentence that says where it stands and how to mend it."""

import logging
import pickle
import shutil
import subprocess
import sys
import tomllib
import traceback
from copy import deepcopy
from dataclasses import asdict
from io import StringIO
from pathlib import Path

import pytest

from teambot import log
from teambot.errors import CannotStart
from teambot.settings import SETTINGS, find_folder, load
from teambot.settings.secret import Secret

ROOT = Path(__file__).parent.parent
CANARY = "canary-token.never-to-be-seen.1234567890"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the shipped configuration that a test may spoil."""
    shutil.copytree(ROOT / "config", tmp_path / "config")
    return tmp_path / "config"


def faults(folder: Path, **environ: str) -> str:
    with pytest.raises(CannotStart) as stop:
        load(str(folder), environ)
    assert stop.value.code == 78
    return str(stop.value)


def write(folder: Path, text: str) -> None:
    (folder / "teambot.toml").write_text(text, "utf-8")


def test_the_shipped_file_holds_every_setting_with_its_default() -> None:
    file = tomllib.loads((ROOT / "config" / "teambot.toml").read_text("utf-8"))
    assert {(section, key): value for section, keys in file.items() for key, value in keys.items()} == {
        (setting.section, setting.key): setting.default for setting in SETTINGS
    }


def test_the_shipped_file_names_every_variable() -> None:
    text = (ROOT / "config" / "teambot.toml").read_text("utf-8")
    assert [setting.variable for setting in SETTINGS if setting.variable not in text] == []
    assert "TEAMBOT_DISCORD_TOKEN." in text


def test_an_empty_file_means_the_defaults(folder: Path) -> None:
    shipped = load(str(folder), {})
    write(folder, "")
    assert load(str(folder), {}) == shipped
    assert shipped.discord.token is None
    assert (shipped.team.close_weekday, shipped.team.close_minute) == (6, 18 * 60)
    assert (shipped.team.publish_weekday, shipped.team.publish_minute) == (0, 9 * 60)


def test_the_environment_wins_over_the_file(folder: Path) -> None:
    write(folder, '[team]\nzone = "Europe/Paris"\nload = 1\n')
    settings = load(str(folder), {"TEAMBOT_TEAM_ZONE": "asia/tokyo", "TEAMBOT_TEAM_LOAD": ""})
    assert settings.team.zone == "Asia/Tokyo"
    assert settings.team.load == 1, "an empty variable counts as not set"


FILE_FAULTS = [
    ("not toml", "[team\n", "is not TOML"),
    ("bare word", "[team]\nzone = Paris\n", "a text needs quotes"),
    ("unknown section", '[teams]\nzone = "UTC"\n', "there is no section [teams]: the nearest name is team"),
    ("section as value", 'team = "x"\n', "team is a section: write [team] in a line of its own"),
    ("unknown key", '[team]\nzoen = "UTC"\n', "[team] has no setting zoen: the nearest name is zone"),
    ("unknown far off", "[team]\nqqqqqq = 1\n", "[team] has no setting qqqqqq: take it out"),
    ("a loopback name", "[feeds]\nopened = 1\n", "[feeds] has no setting opened"),
    ("unknown zone", '[team]\nzone = "Mars/Olympus"\n', "write its IANA name"),
    ("number as text", "[team]\nzone = 5\n", "put it in quotes"),
    ("no time", '[team]\nclose = "sometime"\n', "as in Sunday 18:00"),
    ("one moment", '[team]\nclose = "Sunday 18:00"\npublish = "sun 18:00"\n', "are the same moment"),
    ("load too high", "[team]\nload = 6\n", "a whole number from 0 to 5"),
    ("load true", "[team]\nload = true\n", "a whole number from 0 to 5"),
    ("two members", "[team]\nmost_members = 2\n", "a whole number from 3 to 24"),
    ("language", '[team]\nlanguage = "tlh"\n', "one of: en"),
    ("empty name", '[team]\nname = "  "\n', "this is empty"),
    ("long niche", f'[team]\nniche = "{"x" * 201}"\n', "at most 200 characters"),
    ("two lines", '[team]\nname = "a\\nb"\n', "one line"),
    ("api scheme", '[discord]\napi = "ftp://discord.com"\n', "begins with https://"),
    ("api no host", '[discord]\napi = "https://"\n', "begins with https://"),
    ("api bad port", '[discord]\napi = "https://h:99999/"\n', "begins with https://"),
    ("api password", '[discord]\napi = "https://a:b@h/"\n', "a name or a password: take both out"),
    ("gateway scheme", '[discord]\ngateway = "https://h/"\n', "begins with wss://"),
    ("database", '[database]\nurl = "mysql://u:hunter2@h/db"\n', "no database that teambot knows"),
    ("a server, no database", '[database]\nurl = "postgresql://u:hunter2@h/"\n', "no database that teambot knows"),
    ("a bad port", '[database]\nurl = "postgres://u:hunter2@h:99999/db"\n', "no database that teambot knows"),
    ("a password in a file", '[database]\nurl = "postgresql://u:hunter2@h/db"\n', "put it in the variable"),
    ("memory", '[database]\nurl = "sqlite:///:memory:"\n', "no database that teambot knows"),
    ("poll", "[feeds]\npoll_seconds = 5\n", "from 300 to 86400"),
    ("contact", '[feeds]\ncontact = "call me"\n', "a mail address"),
    ("log level", '[log]\nlevel = "loud"\n', "one of: debug, info, warning, error"),
    ("token in file", f'[discord]\ntoken = "{CANARY}"\n', "must not stand in a file that is shared"),
]


@pytest.mark.parametrize(("text", "sentence"), [row[1:] for row in FILE_FAULTS], ids=[row[0] for row in FILE_FAULTS])
def test_a_fault_in_the_file_is_a_sentence(folder: Path, text: str, sentence: str) -> None:
    write(folder, text)
    told = faults(folder)
    assert sentence in told
    assert "teambot.toml" in told or "[team]" in told, "it says where"
    assert told.startswith("One setting is not right:")
    assert "hunter2" not in told
    assert CANARY not in told


def test_a_file_that_is_no_text(folder: Path) -> None:
    (folder / "teambot.toml").write_bytes(b"\xff\xfe\x00[")
    assert "is not text in UTF-8" in faults(folder)


def test_a_byte_order_mark_is_no_fault(folder: Path) -> None:
    (folder / "teambot.toml").write_bytes(b"\xef\xbb\xbf[team]\nload = 3\n")
    assert load(str(folder), {}).team.load == 3


@pytest.mark.parametrize(
    ("text", "sentence"),
    [("", "is no charter, for it has no clause"), ("# only a note\n", "is no charter"), ("x\n" * 21, "it is too long")],
)
def test_a_charter_that_is_none(folder: Path, text: str, sentence: str) -> None:
    (folder / "charter.md").write_text(text, "utf-8")
    assert sentence in faults(folder)


def test_a_missing_charter(folder: Path) -> None:
    (folder / "charter.md").unlink()
    assert "charter.md is not there" in faults(folder)


def test_all_faults_are_named_at_once(folder: Path) -> None:
    write(folder, '[team]\nload = 9\nzone = "Mars"\n[feed]\nx = 1\n[discord]\ntoken_file = "/nowhere/token"\n')
    (folder / "charter.md").write_text("", "utf-8")
    told = faults(folder, TEAMBOT_LOG_LEVEL="loud", TEAMBOT_DISCORD_TOKN="x")
    assert told.splitlines()[0] == "7 settings are not right:"
    for part in ("load", "zone", "[feed]", "charter.md", "/nowhere/token", "TEAMBOT_LOG_LEVEL", "TEAMBOT_DISCORD_TOKN"):
        assert part in told
    assert "the nearest name is TEAMBOT_DISCORD_TOKEN" in told


def test_the_folder_is_found_in_order(folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    other = tmp_path / "other"
    shutil.copytree(folder, other)
    monkeypatch.chdir(tmp_path)
    assert find_folder(str(other), {"TEAMBOT_CONFIG": "/nowhere"}) == other
    assert find_folder(None, {"TEAMBOT_CONFIG": str(other)}) == other
    assert find_folder(None, {}).resolve() == folder.resolve()
    shutil.rmtree(folder)
    assert find_folder(None, {}) == ROOT / "config", "beside the package"


def test_a_folder_that_was_named_must_be_there(tmp_path: Path) -> None:
    with pytest.raises(CannotStart, match=r"looked for by --config and is not in .*nowhere/"):
        find_folder(str(tmp_path / "nowhere"), {})
    with pytest.raises(CannotStart, match="looked for by TEAMBOT_CONFIG"):
        find_folder(None, {"TEAMBOT_CONFIG": str(tmp_path)})


@pytest.mark.parametrize("value", ["two words", "", " ", '"quoted"', "Bot ", "ünicode", "line\nline"])
def test_a_token_is_one_word(folder: Path, value: str) -> None:
    token = folder / "token"
    token.write_text(value, "utf-8")
    token.chmod(0o600)
    told = faults(folder, TEAMBOT_DISCORD_TOKEN_FILE=str(token))
    assert "holds no token" in told
    assert not value.strip() or value not in told


def test_a_token_file_is_read_only_when_nobody_else_may_read_it(folder: Path) -> None:
    token = folder / "token"
    token.write_text(f"Bot {CANARY}\n", "utf-8")
    token.chmod(0o644)
    told = faults(folder, TEAMBOT_DISCORD_TOKEN_FILE=str(token))
    assert f"chmod 600 {token}" in told
    assert CANARY not in told
    token.chmod(0o600)
    settings = load(str(folder), {"TEAMBOT_DISCORD_TOKEN_FILE": str(token)})
    assert settings.discord.token is not None
    assert settings.discord.token.reveal() == CANARY


def test_a_secret_shows_itself_nowhere(folder: Path) -> None:
    settings = load(str(folder), {"TEAMBOT_DISCORD_TOKEN": CANARY})
    token = settings.discord.token
    assert isinstance(token, Secret)
    shown = f"{settings!r} {settings} {token} {token!r} {token:>40} {[token]} {token!s} %s" % token
    assert CANARY not in shown
    for escape in (pickle.dumps, deepcopy):
        with pytest.raises(TypeError, match="cannot be copied or pickled"):
            escape(token)
    with pytest.raises(TypeError, match="cannot be copied"):
        asdict(settings)
    assert not hasattr(token, "__dict__")


def test_the_log_masks_the_token_wherever_it_comes_from() -> None:
    token, stream = Secret(CANARY), StringIO()
    log.configure("debug", secrets=[token], stream=stream)
    try:
        logger = logging.getLogger("teambot.canary")
        logger.info("a %s in the words", CANARY, extra={"where": f"Bot {CANARY}", "secret": token})
        logging.getLogger("discord.http").warning(
            "POST https://discord.com/api/v10/webhooks/12/aW50ZXJhY3Rpb246/messages failed"
        )
        try:
            raise RuntimeError(f"with {CANARY}")
        except RuntimeError:
            logger.exception("failed")
        try:
            raise ValueError("somebody's own words") from KeyError("more of them")
        except ValueError:
            logger.exception("failed")
    finally:
        log.configure("warning")
    text = stream.getvalue()
    assert text.count("\n") == 4, "one line an event"
    assert CANARY not in text
    assert "aW50ZXJhY3Rpb246" not in text
    assert "words" not in text.replace("in the words", ""), "people's words do not reach the log"
    assert '"type": "ValueError"' in text
    assert "test_settings.py" in text, "the trace does"


def test_a_traceback_of_the_settings_holds_no_token(folder: Path) -> None:
    settings = load(str(folder), {"TEAMBOT_DISCORD_TOKEN": CANARY})
    try:
        raise RuntimeError(settings)
    except RuntimeError as error:
        text = "".join(traceback.TracebackException.from_exception(error, capture_locals=True).format())
    assert CANARY not in text.replace(f"CANARY = '{CANARY}'", "")


def test_the_command_line_never_shows_the_token(tmp_path: Path) -> None:
    environ = {
        "TEAMBOT_DISCORD_TOKEN": CANARY,
        "TEAMBOT_TEAM_LOAD": "9",
        "PATH": "/usr/bin:/bin",
        "PYTHONPATH": str(ROOT),
    }
    done = subprocess.run(
        [sys.executable, "-m", "teambot", "run"],
        env=environ, cwd=tmp_path, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 78
    assert "TEAMBOT_TEAM_LOAD" in done.stderr
    assert CANARY not in done.stdout + done.stderr
