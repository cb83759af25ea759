"""What goes over the wire: JSON values, uploads, and Discord's refusals in Discord's own shape."""

from dataclasses import dataclass
from typing import Any

Json = dict[str, Any]

# https://discord.com/developers/docs/topics/opcodes-and-status-codes#json-json-error-codes
MEANINGS: dict[int, tuple[int, str]] = {
    0: (404, "404: Not Found"),
    10003: (404, "Unknown Channel"),
    10004: (404, "Unknown Guild"),
    10007: (404, "Unknown Member"),
    10008: (404, "Unknown Message"),
    10011: (404, "Unknown Role"),
    10013: (404, "Unknown User"),
    10015: (404, "Unknown Webhook"),
    10062: (404, "Unknown interaction"),
    10063: (404, "Unknown application command"),
    30032: (400, "Maximum number of application commands reached (100)."),
    40005: (413, "Request entity too large"),
    40060: (400, "Interaction has already been acknowledged."),
    50001: (403, "Missing Access"),
    50003: (403, "Cannot execute action on a DM channel"),
    50005: (403, "Cannot edit a message authored by another user"),
    50006: (400, "Cannot send an empty message"),
    50007: (403, "Cannot send messages to this user"),
    50013: (403, "Missing Permissions"),
    50024: (403, "Cannot execute action on this channel type"),
    50027: (401, "Invalid Webhook Token"),
    50035: (400, "Invalid Form Body"),
    50083: (400, "Thread is archived"),
    50109: (400, "The request body contains invalid JSON."),
    # developers/topics/opcodes-and-status-codes, since March 2026; before, it was 50007 too
    50278: (403, "Cannot send messages to this user due to having no mutual guilds"),
    160004: (400, "A thread has already been created for this message"),
    160005: (400, "Thread is locked"),
    160006: (400, "Maximum number of active threads reached"),
}


class ApiError(Exception):
    """Answer a request with one of Discord's errors; `code` is a key of MEANINGS and fixes status and message.

    `errors` is the nested object of an invalid form: https://discord.com/developers/docs/reference#error-messages
    """

    def __init__(self, code: int, errors: Json | None = None) -> None:
        self.status, self.message = MEANINGS[code]
        super().__init__(f"{code} {self.message}")
        self.code = code
        self.errors = errors

    def body(self) -> Json:
        """Give the JSON body."""
        shape: Json = {"message": self.message, "code": self.code}
        return shape if self.errors is None else shape | {"errors": self.errors}


def invalid(path: str, code: str, message: str) -> ApiError:
    """Make a 400/50035 that points at one field: `path` is dotted ("components.0.custom_id"; "" for the whole body)."""
    nested: Json = {"_errors": [{"code": code, "message": message}]}
    for name in reversed([part for part in path.split(".") if part]):
        nested = {name: nested}
    return ApiError(50035, nested)


@dataclass(frozen=True, slots=True)
class Upload:
    """One uploaded file of a multipart request."""

    filename: str
    content_type: str
    data: bytes


@dataclass(slots=True)
class Call:
    """One request of the bot as the handlers see it. Ids in `path` are integers, tokens are text."""

    method: str
    template: str
    path: dict[str, Any]
    query: dict[str, str]
    body: Any
    files: dict[int, Upload]

    def id(self, name: str) -> int:
        """Give an id of the path."""
        return int(self.path[name])

    def json(self) -> Json:
        """Give the body as an object; 400/50035 if it is none."""
        if not isinstance(self.body, dict):
            raise invalid("", "MODEL_TYPE_CONVERT", "Only dictionaries may be used in a ModelType")
        return self.body

    def number(self, name: str, default: int, most: int) -> int:
        """Give a number of the query between 1 and `most`; 400/50035 otherwise."""
        text = self.query.get(name, str(default))
        if not text.isdigit() or not 1 <= int(text) <= most:
            raise invalid(name, "NUMBER_TYPE_MAX", f"int value should be between 1 and {most}.")
        return int(text)


@dataclass(frozen=True, slots=True)
class Reply:
    """A status and a JSON value; `json` is None for an empty body (204)."""

    status: int
    json: Any = None


def snowflake(value: object, path: str) -> int:
    """Read an id that came as text or number; 400/50035 for anything else."""
    text = str(value)
    if not text.isdigit() or not text.isascii() or len(text) > 20:
        raise invalid(path, "NUMBER_TYPE_COERCE", f'Value "{text[:40]}" is not snowflake.')
    return int(text)
