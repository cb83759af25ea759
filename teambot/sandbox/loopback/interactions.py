"""What a person did and what the bot has answered so far.

The rules of answering stand in `rest_interactions` and `rest_webhooks`. Source:
https://discord.com/developers/docs/interactions/receiving-and-responding
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from enum import IntEnum

from teambot.sandbox.loopback.message import Message
from teambot.sandbox.loopback.wire import ApiError, Json

# "an initial response must be sent within 3 seconds"; "tokens are valid for 15 minutes"
ANSWER_SECONDS = 3.0
TOKEN_SECONDS = 900.0
KEPT = 1_000  # acts remembered before the old ones are looked for


class Act(IntEnum):
    """What the person did."""

    COMMAND = 2
    COMPONENT = 3
    AUTOCOMPLETE = 4
    MODAL = 5


class Callback(IntEnum):
    """How the bot answered."""

    MESSAGE = 4
    DEFER = 5
    DEFER_UPDATE = 6
    UPDATE = 7
    CHOICES = 8
    FORM = 9


@dataclass(slots=True)
class Interaction:
    """One act of a person. `original_id` is what `@original` names.

    `source` the message whose component or form it was. `opened_by` is the act that opened the form of a MODAL. `born`
    is monotonic seconds.
    """

    id: int
    token: str
    act: Act
    user_id: int
    channel_id: int
    guild_id: int | None
    data: Json
    born: float
    source: Message | None = None
    opened_by: "Interaction | None" = None
    answered: Callback | None = None
    ephemeral: bool = False
    loading: bool = False
    original_id: int | None = None
    form: Json | None = None
    choices: list[Json] = field(default_factory=list)
    followups: list[int] = field(default_factory=list)
    touched: bool = False


class Interactions:
    """All acts by token. `ticks` gives monotonic seconds."""

    def __init__(self, ticks: Callable[[], float]) -> None:
        self.ticks = ticks
        self.answer_seconds = ANSWER_SECONDS
        self.token_seconds = TOKEN_SECONDS
        self._by_token: dict[str, Interaction] = {}

    def keep(self, interaction: Interaction) -> None:
        """Remember an act, and forget those whose token has run out long ago."""
        if len(self._by_token) >= KEPT:
            oldest = self.ticks() - 2 * self.token_seconds
            self._by_token = {token: row for token, row in self._by_token.items() if row.born > oldest}
        self._by_token[interaction.token] = interaction

    def answerable(self, interaction_id: int, token: str) -> Interaction:
        """Give the act that a callback answers.

        ApiError 10062 (unknown, or later than 3 s), 40060 (answered before).
        """
        found = self._by_token.get(token)
        if found is None or found.id != interaction_id:
            raise ApiError(10062)
        if found.answered is not None:
            raise ApiError(40060)
        if self.ticks() - found.born > self.answer_seconds:
            raise ApiError(10062)
        return found

    def followed(self, webhook_id: int, app_id: int, token: str) -> Interaction:
        """Give the answered act of a webhook token.

        ApiError 10015 (unknown, or not answered yet), 50027 (older than 15 minutes).
        """
        found = self._by_token.get(token)
        if found is None or webhook_id != app_id or found.answered is None:
            raise ApiError(10015)
        if self.ticks() - found.born > self.token_seconds:
            raise ApiError(50027)
        return found
