"""Write, edit and delete messages: the one place where a message's payload is made.

The body was checked by `rules` before. Nonces are de-duplicated here, as `enforce_nonce` promises:
https://discord.com/developers/docs/resources/message#create-message
"""

from collections.abc import Callable
from datetime import datetime, timedelta

from teambot.sandbox.loopback import shapes
from teambot.sandbox.loopback.attachments import coming, staying
from teambot.sandbox.loopback.components import completed, text_of
from teambot.sandbox.loopback.embeds import completed_embeds
from teambot.sandbox.loopback.entities import Channel
from teambot.sandbox.loopback.mentions import Mentioned, mentioned
from teambot.sandbox.loopback.message import EPHEMERAL, Message, name_files, unconsumed
from teambot.sandbox.loopback.snowflake import stamp
from teambot.sandbox.loopback.wire import ApiError, Json, Upload
from teambot.sandbox.loopback.world import World

CDN = "https://cdn.discordapp.com/attachments"


class Posting:
    """The messages of a world. `nonce_seconds` is how long a nonce is remembered ("the past few minutes")."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.nonce_seconds = 180.0
        self._nonces: dict[tuple[int, str], tuple[int, datetime]] = {}

    def create(
        self,
        channel: Channel,
        author_id: int,
        body: Json,
        files: dict[int, Upload] | None = None,
        *,
        extra: Json | None = None,
        ephemeral_for: int | None = None,
    ) -> Message:
        """Write a message and dispatch it; a nonce seen shortly before gives the message of then.

        `extra` is laid over the payload (type, interaction_metadata, flags ...). ApiError 10008 if the nonce's message
        was deleted.
        """
        nonce = body.get("nonce")
        if nonce is not None and body.get("enforce_nonce") and (known := self._known(channel.id, str(nonce))):
            return known
        new_id = self.world.snowflakes.next()
        payload = self._blank(new_id, channel, author_id)
        message = Message(
            new_id,
            channel.id,
            author_id,
            payload,
            ephemeral_for,
            None if nonce is None else str(nonce),
            files=self.world.files,
        )
        payload["flags"] = int(body.get("flags") or 0) | (EPHEMERAL if ephemeral_for else 0)
        message.pinged = self._fill(message, channel, body, files or {}).pinged
        payload |= extra or {}
        self.world.messages[new_id] = message
        channel.messages.append(new_id)
        if ephemeral_for is None:
            self._stir(channel)
        if nonce is not None and body.get("enforce_nonce"):
            self._nonces[channel.id, str(nonce)] = (new_id, self.world.clock())
        self._tell("MESSAGE_CREATE", "message", message, channel)
        return message

    def _stir(self, channel: Channel) -> None:
        """Hold to "Sending a message will automatically unarchive the thread"; who may send was looked at before."""
        self.world.wake_thread(channel)
        channel.active_at = self.world.clock()
        channel.sent += 1

    def _known(self, channel_id: int, nonce: str) -> Message | None:
        message_id, at = self._nonces.get((channel_id, nonce), (0, self.world.clock()))
        if not message_id or self.world.clock() - at > timedelta(seconds=self.nonce_seconds):
            return None
        if message_id not in self.world.messages:
            raise ApiError(10008)
        return self.world.messages[message_id]

    def edit(self, message: Message, body: Json, files: dict[int, Upload] | None = None, *, unset: int = 0) -> Message:
        """Change what the body names of a message and dispatch it; an edit pings nobody. `unset` takes flags away."""
        channel = self.world.channels[message.channel_id]
        message.edits.append(message.text)
        message.payload = dict(message.payload)
        message.payload["edited_timestamp"] = stamp(self.world.clock())
        message.payload["flags"] = (message.flags & ~unset) | int(body.get("flags") or 0)
        self._fill(message, channel, body, files or {})
        self._tell("MESSAGE_UPDATE", "message_edit", message, channel)
        return message

    def delete(self, message: Message) -> None:
        """Delete a message and dispatch it."""
        channel = self.world.channels[message.channel_id]
        del self.world.messages[message.id]
        channel.messages.remove(message.id)
        if message.ephemeral_for is None:
            where = {"guild_id": str(channel.guild_id)} if channel.guild_id else {}
            ids = {"id": str(message.id), "channel_id": str(channel.id)}
            self.world.dispatch("MESSAGE_DELETE", ids | where, channel.guild_id)
        self.world.changed("message_delete", channel_id=channel.id, message_id=message.id)

    def created_shape(self, message: Message) -> Json:
        """Give the message as the answer to its creation: with the nonce."""
        return message.payload | ({} if message.nonce is None else {"nonce": message.nonce})

    def _blank(self, new_id: int, channel: Channel, author_id: int) -> Json:
        return {
            "id": str(new_id),
            "channel_id": str(channel.id),
            "type": 0,
            "author": shapes.user(self.world.users[author_id]),
            "content": "",
            "timestamp": stamp(self.world.clock()),
            "edited_timestamp": None,
            "flags": 0,
            "tts": False,
            "pinned": False,
            "mention_everyone": False,
            "mentions": [],
            "mention_roles": [],
            "attachments": [],
            "embeds": [],
            "components": [],
        }

    def _fill(self, message: Message, channel: Channel, body: Json, files: dict[int, Upload]) -> Mentioned:
        payload = message.payload
        if "attachments" in body or files:
            message.uploads = self._uploads(message, body.get("attachments"), files)
        media = self._media(message)
        if "content" in body:
            payload["content"] = (body["content"] or "").strip()
        if "embeds" in body:
            payload["embeds"] = completed_embeds(body["embeds"] or [], media)
        if "components" in body:
            payload["components"] = completed(body["components"] or [], media)
        name_files(message)
        payload["attachments"] = unconsumed(message)
        if reference := body.get("message_reference"):
            payload |= {
                "type": 19,
                "message_reference": {
                    "type": 0,
                    "channel_id": str(channel.id),
                    "message_id": str(reference["message_id"]),
                },
            }
        guild = self.world.guilds[channel.guild_id] if channel.guild_id else None
        text = "\n".join([payload["content"], *text_of(payload["components"])])
        found = mentioned(text, body.get("allowed_mentions"), guild)
        payload["mentions"] = [shapes.user(self.world.users[key]) for key in found.users if key in self.world.users]
        payload["mention_roles"] = [str(key) for key in found.roles]
        payload["mention_everyone"] = found.everyone
        return found

    def _uploads(self, message: Message, listed: list[Json] | None, files: dict[int, Upload]) -> list[Json]:
        rows = staying(message.uploads, listed)
        for each in coming(listed, files):
            new_id = self.world.snowflakes.next()
            self.world.files[new_id] = each.upload.data
            url = f"{CDN}/{message.channel_id}/{new_id}/{each.name}"
            row = {"id": str(new_id), "filename": each.name, "size": len(each.upload.data), "url": url}
            row |= {"proxy_url": url, "content_type": each.upload.content_type}
            rows.append(row | ({"description": each.description} if each.description else {}))
        return rows

    def _media(self, message: Message) -> Callable[[str], Json]:
        names = {row["filename"]: row for row in message.uploads}

        def media(url: str) -> Json:
            row = names.get(url.removeprefix("attachment://"))
            real = row["url"] if row else url
            shape: Json = {"id": str(message.id), "url": real, "proxy_url": real, "width": None, "height": None}
            return shape | ({"attachment_id": row["id"]} if row else {})

        return media

    def _tell(self, event: str, what: str, message: Message, channel: Channel) -> None:
        if message.ephemeral_for is None:
            payload = self.created_shape(message) if what == "message" else dict(message.payload)
            if channel.guild_id:
                guild = self.world.guilds[channel.guild_id]
                payload["guild_id"] = str(channel.guild_id)
                if message.author_id in guild.members:
                    payload["member"] = shapes.bare_member(guild.members[message.author_id])
            self.world.dispatch(event, payload, channel.guild_id)
        self.world.changed(what, channel_id=channel.id, message_id=message.id)
