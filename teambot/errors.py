"""The errors that are meant for people. Everything else that is raised is a bug and is told as one.

This module imports nothing of teambot's; every layer may import it.
"""

from datetime import datetime

Fact = str | int | bool | datetime | None


class Refusal(Exception):
    """Say no to somebody: what, why, and what they can do now.

    `key` names a message of the catalogue `teambot/locales/<language>/refusals.ftl`, whose value says what, and whose
    attributes `.why` and `.now` say the clause or rule it rests on and what to do; `facts` fill its variables.
    A refused use case changes nothing: the runner rolls its transaction back.
    """

    def __init__(self, key: str, **facts: Fact) -> None:
        super().__init__(key)
        self.key = key
        self.facts = facts


class Busy(Refusal):
    """Say that the bot has too much to do at this moment; nothing was changed."""

    def __init__(self) -> None:
        super().__init__("busy")


class CannotStart(Exception):
    """Stop the process at its start with a sentence and an exit code (sysexits.h).

    `code`: 78 configuration, 75 somebody else holds the database, 65 damaged data, 69 Discord is out of reach.
    """

    def __init__(self, message: str, code: int = 78) -> None:
        super().__init__(message)
        self.code = code
