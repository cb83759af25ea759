"""Logs as JSON lines: an event's name and ids, never words of people, never a secret.

The text of an exception may quote what somebody wrote, so only the kinds of exceptions that speak of our own code keep
it; of the others the type, the numbers and the trace stand in the log. Discord's library is never heard at DEBUG: there
it logs whole payloads.
"""

import json
import logging
import re
import traceback
from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any, Final, TextIO

from teambot.settings.secret import MASK, Secret

_STANDARD: Final = frozenset(vars(logging.makeLogRecord({}))) | {"message", "asctime", "taskName"}
_SPEAKS_OF_CODE: Final = (
    TypeError,
    AttributeError,
    NameError,
    ImportError,
    AssertionError,
    RuntimeError,
    MemoryError,
    RecursionError,
)
_NUMBERS: Final = ("key", "fault", "status", "code", "errno", "strerror")
# The token of an interaction stands in the addresses that discord.py logs, and answers in its name for 15 minutes.
_WEBHOOK: Final = re.compile(r"(/(?:webhooks|interactions)/\d+/)[^/\s\"?]+")
_QUIET: Final = ("aiohttp.access", "asyncio", "alembic", "sqlalchemy")


class JsonLines(logging.Formatter):
    """Turn a record into one line of JSON: at, level, logger, event, then the record's extra facts."""

    def __init__(self, secrets: Iterable[Secret] = ()) -> None:
        super().__init__()
        self._secrets = tuple(secret.reveal() for secret in secrets)

    def format(self, record: logging.LogRecord) -> str:
        """Write the line; secrets and tokens in it are masked, whoever logged them."""
        at = datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
        line: dict[str, Any] = {
            "at": at,
            "level": record.levelname.lower(),
            "logger": record.name,
            "event": self._masked(record.getMessage()),
        }
        for name, value in vars(record).items():
            if name not in _STANDARD:
                line[name] = value if isinstance(value, int | float | bool | None) else self._masked(str(value))
        if record.exc_info and record.exc_info[1] is not None:
            line["error"] = self._error(record.exc_info[1])
        return json.dumps(line, ensure_ascii=False)

    def _masked(self, text: str) -> str:
        for secret in self._secrets:
            text = text.replace(secret, MASK)
        return _WEBHOOK.sub(rf"\1{MASK}", text)

    def _error(self, error: BaseException) -> dict[str, Any]:
        told: dict[str, Any] = {"type": type(error).__name__}
        for name in _NUMBERS:
            value = getattr(error, name, None)
            if isinstance(value, str | int) and value != "":
                told[name] = self._masked(str(value)) if isinstance(value, str) else value
        if isinstance(error, _SPEAKS_OF_CODE):
            told["text"] = self._masked(str(error))[:500]
        frames = traceback.extract_tb(error.__traceback__)
        told["trace"] = [f"{frame.filename}:{frame.lineno} {frame.name}" for frame in frames][-30:]
        cause = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
        if cause is not None and cause is not error:
            told["from"] = self._error(cause)
        return told


def configure(level: str, *, secrets: Iterable[Secret] = (), stream: TextIO | None = None) -> None:
    """Log from now on as JSON lines, to standard error unless another stream is given; replaces what was set before.

    `level` is debug, info, warning or error; discord.py stays at info or above whatever it says.
    """
    handler = logging.StreamHandler(stream)
    handler.setFormatter(JsonLines(secrets))
    root = logging.getLogger()
    for old in root.handlers[:]:
        root.removeHandler(old)
    root.addHandler(handler)
    chosen = logging.getLevelNamesMapping()[level.upper()]
    root.setLevel(chosen)
    logging.getLogger("discord").setLevel(max(chosen, logging.INFO))
    logging.getLogger("discord.client").addFilter(_is_news)
    for name in _QUIET:
        logging.getLogger(name).setLevel(max(chosen, logging.WARNING))
    # The clockwork tells its sweeps' faults itself; APScheduler would tell each a second time.
    logging.getLogger("apscheduler").setLevel(logging.CRITICAL)


def _is_news(record: logging.LogRecord) -> bool:
    """Leave out that the libraries for voice are missing: the bot joins no voice channel."""
    return "voice will NOT" not in str(record.msg)
