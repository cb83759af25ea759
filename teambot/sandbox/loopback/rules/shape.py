"""The types of what a request may hold, so that the rules and handlers can rely on them.

Nonsense is a 400/50035, never a crash.
"""

from typing import Any

from teambot.sandbox.loopback.wire import Json, invalid

Id = (str, int)
# A type, several types, [what each item is], or {name: what it is}; a name with "!" must be there, others may be null.
Shape = Any
DEPTH = 12

OPTION = {"label!": str, "value!": str, "description": str, "emoji": dict, "default": bool}
MEDIA = {"url!": str}
COMPONENT: Json = {
    **dict.fromkeys(("type!", "id", "style", "min_values", "max_values", "min_length", "max_length"), int),
    **dict.fromkeys(("spacing", "accent_color"), int),
    **dict.fromkeys(("custom_id", "label", "url", "placeholder", "content", "description", "value"), str),
    **dict.fromkeys(("disabled", "spoiler", "divider", "required", "default"), bool),
    "sku_id": Id,
    "emoji": {"name": str, "id": Id, "animated": bool},
    "options": [OPTION],
    "default_values": [{"id!": Id, "type!": str}],
    "channel_types": [int],
    "media": MEDIA,
    "file": MEDIA,
    "items": [{"media!": MEDIA, "description": str, "spoiler": bool}],
}
COMPONENT |= {"components": [COMPONENT], "accessory": COMPONENT, "component": COMPONENT}
EMBED = {
    **dict.fromkeys(("title", "description", "url", "timestamp"), str),
    "color": int,
    "fields": [{"name!": str, "value!": str, "inline": bool}],
    "author": {"name!": str, "url": str},
    "footer": {"text!": str},
    "image": MEDIA,
    "thumbnail": MEDIA,
}
MESSAGE = {
    "content": str,
    "flags": int,
    "nonce": Id,
    "enforce_nonce": bool,
    "embeds": [EMBED],
    "components": [COMPONENT],
    "attachments": [{"id!": Id, "filename": str, "description": str}],
    "allowed_mentions": {"parse": [str], "users": [Id], "roles": [Id], "replied_user": bool},
    "message_reference": {"message_id!": Id, "channel_id": Id, "guild_id": Id, "fail_if_not_exists": bool},
    "sticker_ids": [Id],
}
CHANNEL = {
    **dict.fromkeys(("name", "topic"), str),
    **dict.fromkeys(("archived", "locked", "invitable"), bool),
    **dict.fromkeys(("type", "rate_limit_per_user", "auto_archive_duration"), int),
}
FORM = {"title": str, "custom_id": str, "components": [COMPONENT]}
CHOICES = {"choices": [{"name!": str, "value!": (str, int, float)}]}
CHOICE = {"name!": str, "value!": (str, int, float), "name_localizations": dict}
COMMAND_OPTION: Json = {
    "type!": int,
    "name": str,
    "description": str,
    "required": bool,
    "autocomplete": bool,
    "choices": [CHOICE],
    "channel_types": [int],
    **dict.fromkeys(("min_length", "max_length"), int),
    **dict.fromkeys(("min_value", "max_value"), (int, float)),
    **dict.fromkeys(("name_localizations", "description_localizations"), dict),
}
COMMAND_OPTION["options"] = [COMMAND_OPTION]
COMMAND = {
    "type": int,
    "name": str,
    "description": str,
    "options": [COMMAND_OPTION],
    "default_member_permissions": Id,
    "contexts": [int],
    "integration_types": [int],
    "dm_permission": bool,
    "nsfw": bool,
    **dict.fromkeys(("name_localizations", "description_localizations"), dict),
}


def conform(value: Any, shape: Shape, path: str = "", depth: int = 0) -> None:
    """Refuse a value that is not of a shape; unknown names are ignored, as Discord does."""
    if depth > DEPTH:
        raise invalid(path, "BASE_TYPE_MAX_DEPTH", "This is nested too deeply.")
    if isinstance(shape, dict):
        if not isinstance(value, dict):
            raise invalid(path, "MODEL_TYPE_CONVERT", "Only dictionaries may be used in a ModelType")
        for name, inner in shape.items():
            _conform_field(value, name, inner, path, depth)
    elif isinstance(shape, list):
        if not isinstance(value, list):
            raise invalid(path, "LIST_TYPE_CONVERT", "Only iterables may be used in a ListType")
        for number, item in enumerate(value):
            conform(item, shape[0], f"{path}.{number}", depth + 1)
    elif not isinstance(value, shape) or (isinstance(value, bool) and shape is not bool):
        raise invalid(path, "BASE_TYPE_BAD_TYPE", f"This is not of the right type: {str(value)[:40]!r}")
    elif shape == Id and not isinstance(value, bool):
        _check_number(value, path)


def _conform_field(value: Json, name: str, shape: Shape, path: str, depth: int) -> None:
    key = name.removesuffix("!")
    if value.get(key) is not None:
        conform(value[key], shape, f"{path}.{key}", depth + 1)
    elif key != name:
        raise invalid(f"{path}.{key}", "BASE_TYPE_REQUIRED", "This field is required")


def _check_number(value: str | int, path: str) -> None:
    """Refuse an id that is no number; a nonce may be any text."""
    text = str(value)
    if not path.endswith("nonce") and not (text.isascii() and text.isdigit() and len(text) <= 20):
        raise invalid(path, "NUMBER_TYPE_COERCE", f'Value "{text[:40]}" is not snowflake.')
