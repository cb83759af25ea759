"""What the bot answered to an act, as the person sees it now."""

from dataclasses import dataclass
from typing import NamedTuple

from teambot.sandbox.loopback.attachments import Attached
from teambot.sandbox.loopback.components import Button
from teambot.sandbox.loopback.interactions import Callback, Interaction
from teambot.sandbox.loopback.message import Message
from teambot.sandbox.loopback.people.forms import Form
from teambot.sandbox.loopback.world import World


class Choice(NamedTuple):
    """One line offered by autocomplete."""

    name: str
    value: str | int | float


@dataclass(slots=True)
class Answer:
    """The answer to one act; it is live: a message edited later reads as edited. `failed` says why there is none."""

    world: World
    interaction: Interaction
    failed: str | None

    @property
    def acknowledged(self) -> bool:
        """Say whether the bot answered in time, if only by a deferral."""
        return self.interaction.answered is not None

    @property
    def message(self) -> Message | None:
        """Give the reply: the answer itself, else the first follow-up; None while it is deferred, or once deleted."""
        own = self.interaction.answered in (Callback.MESSAGE, Callback.DEFER) and not self.interaction.loading
        if own and self.interaction.original_id in self.world.messages:
            return self.world.messages[self.interaction.original_id]
        return next(iter(self.followups), None)

    @property
    def followups(self) -> list[Message]:
        """Give the follow-up messages that are still there, in order."""
        return [self.world.messages[key] for key in self.interaction.followups if key in self.world.messages]

    @property
    def updated(self) -> Message | None:
        """Give the message whose button or form it was, if the bot drew it anew."""
        drawn = self.interaction.answered in (Callback.UPDATE, Callback.DEFER_UPDATE) and self.interaction.touched
        return self.world.messages.get(self.interaction.original_id or 0) if drawn else None

    @property
    def files(self) -> list[Attached]:
        """Give the files of the reply, else of the message that was drawn anew, then those of the follow-ups."""
        first = self.message or self.updated
        seen = {one.id: one for one in (first, *self.followups) if one is not None}
        return [file for message in seen.values() for file in message.attachments]

    @property
    def form(self) -> Form | None:
        """Give the form that was opened."""
        return Form.of(self.interaction) if self.interaction.form is not None else None

    @property
    def choices(self) -> list[Choice]:
        """Give what autocomplete offered."""
        return [Choice(row["name"], row["value"]) for row in self.interaction.choices]

    @property
    def text(self) -> str:
        """Give all text of the reply, else of the message that was drawn anew; "" if there is neither."""
        seen = self.message or self.updated
        return seen.text if seen else ""

    @property
    def buttons(self) -> list[Button]:
        """Give the buttons of the reply, else of the message that was drawn anew."""
        seen = self.message or self.updated
        return seen.buttons if seen else []
