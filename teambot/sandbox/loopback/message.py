"""One message, and what a reader sees of it: text, buttons, menus, in reading order."""

from dataclasses import dataclass, field

from teambot.sandbox.loopback.components import Button, Select, buttons_of, selects_of, text_of
from teambot.sandbox.loopback.wire import Json

EPHEMERAL = 1 << 6
LOADING = 1 << 7
IS_V2 = 1 << 15


@dataclass(slots=True)
class Message:
    """A message as stored: `payload` is the API's message object; `ephemeral_for` the one person who sees it, if so."""

    id: int
    channel_id: int
    author_id: int
    payload: Json
    ephemeral_for: int | None = None
    nonce: str | None = None
    pinged: tuple[int, ...] = ()
    edits: list[str] = field(default_factory=list)

    @property
    def flags(self) -> int:
        """Give the flags' bits."""
        return int(self.payload["flags"])

    @property
    def text(self) -> str:
        """Give all text in reading order, a line each: content, embeds, and the texts of the components."""
        lines = [self.payload["content"]]
        for embed in self.payload["embeds"]:
            lines += [embed.get("title"), embed.get("description")]
            lines += [f"{row['name']}: {row['value']}" for row in embed.get("fields", ())]
            lines.append(embed.get("footer", {}).get("text"))
        lines += text_of(self.payload["components"])
        return "\n".join(line for line in lines if line)

    @property
    def buttons(self) -> list[Button]:
        """Give the buttons in reading order."""
        return buttons_of(self.payload["components"])

    @property
    def selects(self) -> list[Select]:
        """Give the select menus in reading order."""
        return selects_of(self.payload["components"])

    @property
    def mentions(self) -> tuple[int, ...]:
        """Give the user ids that were really pinged when it was sent (after allowed_mentions)."""
        return self.pinged
