"""One message, and what a reader sees of it: text, buttons, menus, in reading order."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from teambot.sandbox.loopback.attachments import Attached
from teambot.sandbox.loopback.components import FILE, Button, Select, buttons_of, media_of, selects_of, text_of, walk
from teambot.sandbox.loopback.wire import Json

EPHEMERAL = 1 << 6
LOADING = 1 << 7
IS_V2 = 1 << 15
THREAD_CREATED = 18  # the type of the line in a channel that a thread was started


def without_words(payload: Json, bot_id: int) -> Json:
    """Take what people wrote in a server out of a message, as Discord does for a bot without MESSAGE_CONTENT.

    Over the gateway and the REST API alike; "except in messages they send, ... in DMs, ... mentioned", and in what a
    person hands to the bot by a message command: .../events/gateway#message-content-intent
    """
    own = payload["author"]["id"] == str(bot_id) or any(row["id"] == str(bot_id) for row in payload["mentions"])
    return payload if own else payload | {"content": "", "embeds": [], "attachments": [], "components": []}


@dataclass(slots=True)
class Message:
    """A message as stored: `payload` is the API's message object; `ephemeral_for` the one person who sees it, if so.

    `uploads` are all its attachments as the API shows them, those behind components too; `files` the world's bytes.
    """

    id: int
    channel_id: int
    author_id: int
    payload: Json
    ephemeral_for: int | None = None
    nonce: str | None = None
    pinged: tuple[int, ...] = ()
    edits: list[str] = field(default_factory=list)
    uploads: list[Json] = field(default_factory=list)
    files: Mapping[int, bytes] = field(default_factory=dict, repr=False, compare=False)

    @property
    def flags(self) -> int:
        """Give the flags' bits."""
        return int(self.payload["flags"])

    @property
    def content(self) -> str:
        """Give the content as people read it: the line that a thread was started holds its name alone."""
        words = str(self.payload["content"])
        return f"started a thread: {words}" if self.payload["type"] == THREAD_CREATED else words

    @property
    def text(self) -> str:
        """Give all text in reading order, a line each: content, embeds, and the texts of the components."""
        lines = [self.content]
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
    def attachments(self) -> tuple[Attached, ...]:
        """Give the files that a person can open, in reading order.

        Where components show them, those alone: "attachments ... must be exposed through components".
        """
        shown = [row["id"] for row in self.payload["attachments"] if not self.flags & IS_V2]
        parts = [part for _, part in walk(self.payload["components"]) if part["type"] == FILE]
        names = {row["id"]: row["filename"] for row in self.uploads}
        ids = [*shown, *(part["file"]["attachment_id"] for part in parts)]
        return tuple(Attached(int(key), names[key], self.files[int(key)]) for key in ids)

    @property
    def mentions(self) -> tuple[int, ...]:
        """Give the user ids that were really pinged when it was sent (after allowed_mentions)."""
        return self.pinged


def name_files(message: Message) -> None:
    """Fill in a file component's name and size: "ignored and provided by the API as part of the response"."""
    rows = {row["id"]: row for row in message.uploads}
    for _, part in walk(message.payload["components"]):
        if part["type"] == FILE:
            row = rows[part["file"]["attachment_id"]]
            part |= {"name": row["filename"], "size": row["size"]}


def unconsumed(message: Message) -> list[Json]:
    """Give the attachments that the message object lists: not those that components of the new kind show.

    Discord leaves these out on purpose: https://github.com/discord/discord-api-docs/issues/8277
    """
    if not message.flags & IS_V2:
        return message.uploads
    parts = (part for _, part in walk(message.payload["components"]))
    consumed = {media.get("attachment_id") for part in parts for _, media in media_of(part)}
    return [row for row in message.uploads if row["id"] not in consumed]
