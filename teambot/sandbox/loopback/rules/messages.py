"""What Discord refuses of a message: limits of fields, and what its published schemas let through all the same.

Each rule has the sentence of Discord's documentation that it stands on. Everything here raises ApiError and changes
nothing.
"""

from teambot.sandbox.loopback.components import ONLY_V2, walk
from teambot.sandbox.loopback.mentions import check_allowed
from teambot.sandbox.loopback.message import IS_V2, Message
from teambot.sandbox.loopback.rules.components import check_tree
from teambot.sandbox.loopback.rules.files import check_files
from teambot.sandbox.loopback.rules.shape import MESSAGE, conform
from teambot.sandbox.loopback.wire import ApiError, Json, Upload, invalid

# create message: "Message contents (up to 2000 characters)"
CONTENT = 2000
# embed limits: "the combined sum of characters in all title, description, field.name, field.value, footer.text, and
# author.name fields across all embeds attached to a message must not exceed 6000 characters"
EMBEDS = 6000
# "up to 10 rich embeds"; limits of one embed
EMBED_LIMITS = {"title": 256, "description": 4096}
# create message: "nonce: Can be used to verify a message was sent (up to 25 characters)"
NONCE = 25
# message flags: what a bot may set (SUPPRESS_EMBEDS, EPHEMERAL, SUPPRESS_NOTIFICATIONS, VOICE, IS_COMPONENTS_V2)
SETTABLE = 1 << 2 | 1 << 6 | 1 << 12 | 1 << 13 | 1 << 15


def check_message(body: Json, files: dict[int, Upload] | None = None, *, editing: Message | None = None) -> None:
    """Refuse a message that Discord would refuse.

    `files` are the uploads by their number, `editing` the message that is edited.
    """
    _check_shape(body)
    flags = int(body.get("flags") or 0) | (editing.flags if editing else 0)
    if flags & IS_V2:
        _check_v2(body, editing)
    else:
        _check_classic(body)
    content = body.get("content") or ""
    if len(content) > CONTENT:
        raise invalid("content", "BASE_TYPE_MAX_LENGTH", f"Must be {CONTENT} or fewer in length.")
    check_embeds(body.get("embeds") or [])
    check_tree(body.get("components") or [], v2=bool(flags & IS_V2))
    if len(str(body.get("nonce") or "")) > NONCE:
        raise invalid("nonce", "NONCE_TYPE_STRING_TOO_LONG", f"Nonce string can be at most {NONCE} characters long.")
    check_allowed(body.get("allowed_mentions"))
    check_files(body, files or {}, editing=editing)
    _check_not_empty(body, bool(files), editing)


def _check_shape(body: Json) -> None:
    conform(body, MESSAGE)
    if int(body.get("flags") or 0) & ~SETTABLE:
        raise invalid("flags", "INVALID_BITWISE_FLAG", "Some of these flags cannot be set by a bot.")
    if body.get("poll"):
        raise invalid("poll", "POLL_NOT_SUPPORTED", "Polls are not part of this Discord.")


def _check_v2(body: Json, editing: Message | None) -> None:
    """Hold to "content, embeds, sticker_ids, and poll ... may be set to null": with anything in them it is refused."""
    for name in ("content", "embeds", "poll", "sticker_ids"):
        if body.get(name):
            code = "MESSAGE_CANNOT_USE_LEGACY_FIELDS_WITH_COMPONENTS_V2"
            raise invalid(name, code, "The 'content' field cannot be used when using MessageFlags.IS_COMPONENTS_V2")
    if editing and not editing.flags & IS_V2:
        # "When using IS_COMPONENTS_V2 in an edit: content and embeds must be set to null / empty if they are there"
        for name in ("content", "embeds"):
            if editing.payload[name] and name not in body:
                code = "MESSAGE_CANNOT_USE_LEGACY_FIELDS_WITH_COMPONENTS_V2"
                raise invalid(name, code, f"The '{name}' field must be emptied when IS_COMPONENTS_V2 is set")


def _check_classic(body: Json) -> None:
    """Hold to "IS_COMPONENTS_V2 allows you to create fully component-driven messages": the new kinds need the flag."""
    for path, part in walk(body.get("components") or []):
        if part.get("type") in ONLY_V2:
            raise invalid(f"{path}.type", "UNION_TYPE_CHOICES", 'Value of field "type" must be one of (1,).')


def _check_not_empty(body: Json, files: bool, editing: Message | None) -> None:
    """Hold to "must provide a value for at least one of content, embeds, sticker_ids, components, or files"."""
    names = ("content", "embeds", "sticker_ids", "components", "attachments")
    was = editing.payload if editing else {}
    left = [body[name] if name in body else was.get(name) for name in names]
    if isinstance(left[0], str):
        left[0] = left[0].strip()
    if not any(left) and not files:
        raise ApiError(50006)


def check_embeds(embeds: list[Json]) -> None:
    """Refuse embeds over Discord's limits."""
    if len(embeds) > 10:
        raise invalid("embeds", "BASE_TYPE_MAX_LENGTH", "Must be 10 or fewer in length.")
    total = 0
    for number, embed in enumerate(embeds):
        fields = embed.get("fields") or []
        if len(fields) > 25:
            raise invalid(f"embeds.{number}.fields", "BASE_TYPE_MAX_LENGTH", "Must be 25 or fewer in length.")
        texts = [(name, embed.get(name) or "", most) for name, most in EMBED_LIMITS.items()]
        texts += [(f"fields.{n}.name", f["name"], 256) for n, f in enumerate(fields)]
        texts += [(f"fields.{n}.value", f["value"], 1024) for n, f in enumerate(fields)]
        texts.append(("footer.text", (embed.get("footer") or {}).get("text") or "", 2048))
        texts.append(("author.name", (embed.get("author") or {}).get("name") or "", 256))
        for name, text, most in texts:
            total += len(text)
            if len(text) > most:
                raise invalid(f"embeds.{number}.{name}", "BASE_TYPE_MAX_LENGTH", f"Must be {most} or fewer in length.")
    if total > EMBEDS:
        raise invalid("embeds", "MAX_EMBED_SIZE_EXCEEDED", f"Embed size exceeds maximum size of {EMBEDS}")
