"""What the sandbox may ask of the bot it plays with. `app` hands it over; the sandbox imports nothing of the bot."""

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Row:
    """One assignment, message of the outbox, vote or application as the store holds it.

    `kind` is the message's or the vote's kind, else the table's name; `subject` says which one ("2026-W02: Ada for Bo",
    "week-card:1:0", "admit Bo", "Bo").
    `explained` says in words why it stands as it does; None where nothing explains it: a fault of the bot.
    """

    table: str  # assignment | outbox | motion | application
    kind: str
    subject: str
    state: str
    explained: str | None


@dataclass(frozen=True, slots=True)
class Inspection:
    """Every assignment, message of the outbox, vote and application, each oldest first."""

    rows: tuple[Row, ...]

    @property
    def unexplained(self) -> tuple[Row, ...]:
        """The rows that nothing explains; a good story has none."""
        return tuple(row for row in self.rows if row.explained is None)


@dataclass(frozen=True, slots=True)
class Coming:
    """Something that the clock alone will bring about: when (aware UTC), of which kind, and what, in words.

    `kind` is one of vote, removal, application, charter, absence, standing, team.
    """

    at: datetime
    kind: str
    what: str


class Port(Protocol):
    """The bot as the sandbox sees it: time that can be moved, a restart, and a look into the store."""

    async def turn(self, now: datetime) -> None:
        """Set the story's clock to `now` (aware UTC, not before), ring every sweep, and wait until all is settled."""

    async def settled(self) -> None:
        """Wait until the bot has nothing to do now: no use case waits and no message that is due can be sent."""

    async def restart(self, abruptly: bool = False) -> None:
        """Stop the bot and start a new one on the same files; abruptly: as if its process had been killed."""

    async def next_step(self) -> tuple[datetime, str]:
        """Give the next moment at which a week moves and what then happens: "close", "publish" or "end".

        Raises LookupError while no team has formed.
        """

    async def coming(self) -> tuple[Coming, ...]:
        """Give all else that the clock alone will bring about, the soonest first: ends of votes, of absences …"""

    async def inspect(self) -> Inspection:
        """Look at every assignment, message, vote and application in the store, and at what explains each."""
