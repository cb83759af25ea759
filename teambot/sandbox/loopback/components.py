"""The tree of a message's components: walk it, read it, and complete it as Discord's answers do.

Source: https://discord.com/developers/docs/components/reference
"""

import copy
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import NamedTuple

from teambot.sandbox.loopback.wire import Json

ROW, BUTTON, SELECT, TEXT_INPUT, USERS, ROLES, MENTIONABLES, CHANNELS = range(1, 9)
SECTION, TEXT, THUMBNAIL, GALLERY, FILE, SEPARATOR = range(9, 15)
CONTAINER, LABEL, UPLOAD, RADIO, CHECKBOXES, CHECKBOX = 17, 18, 19, 21, 22, 23
SELECTS = (SELECT, USERS, ROLES, MENTIONABLES, CHANNELS)
ONLY_V2 = (SECTION, TEXT, THUMBNAIL, GALLERY, FILE, SEPARATOR, CONTAINER)
LINK = 5  # the button style


class Button(NamedTuple):
    """A button as seen: an emoji without a label gives the emoji's name."""

    label: str
    custom_id: str | None
    disabled: bool
    url: str | None


@dataclass(frozen=True, slots=True)
class Select:
    """A select menu as seen; `options` are (label, value) of a string select, else empty."""

    kind: int
    custom_id: str
    placeholder: str
    options: tuple[tuple[str, str], ...]
    least: int
    most: int
    disabled: bool


def walk(components: list[Json], path: str = "components") -> Iterator[tuple[str, Json]]:
    """Yield (dotted path, component) for every component of the tree, in reading order."""
    for number, part in enumerate(components):
        here = f"{path}.{number}"
        yield here, part
        yield from walk(part.get("components") or [], f"{here}.components")
        for name in ("accessory", "component"):
            if isinstance(part.get(name), dict):
                yield f"{here}.{name}", part[name]


def text_of(components: list[Json]) -> list[str]:
    """Give the text displays of a tree in reading order."""
    return [part["content"] for _, part in walk(components) if part["type"] == TEXT]


def buttons_of(components: list[Json]) -> list[Button]:
    """Give the buttons of a tree in reading order."""
    found = []
    for _, part in walk(components):
        if part["type"] == BUTTON:
            label = part.get("label") or (part.get("emoji") or {}).get("name") or ""
            found.append(Button(label, part.get("custom_id"), bool(part.get("disabled")), part.get("url")))
    return found


def selects_of(components: list[Json]) -> list[Select]:
    """Give the select menus of a tree in reading order."""
    return [select_of(part) for _, part in walk(components) if part["type"] in SELECTS]


def select_of(part: Json) -> Select:
    """Read one select menu."""
    options = tuple((o["label"], o["value"]) for o in part.get("options") or ())
    return Select(
        kind=part["type"],
        custom_id=part["custom_id"],
        placeholder=part.get("placeholder") or "",
        options=options,
        least=part.get("min_values", 1),
        most=part.get("max_values", 1),
        disabled=bool(part.get("disabled")),
    )


def media_of(part: Json) -> list[tuple[str, Json]]:
    """Give (dotted path within the component, media object) of what a component shows: a file, a picture, several."""
    found = [(name, part[name]) for name in ("file", "media") if isinstance(part.get(name), dict)]
    return found + [(f"items.{number}.media", item["media"]) for number, item in enumerate(part.get("items") or ())]


def find(components: list[Json], custom_id: str) -> Json | None:
    """Find the component with that custom_id, or None."""
    return next((part for _, part in walk(components) if part.get("custom_id") == custom_id), None)


# What an answer holds of a component even where the request left it out (the *ComponentResponse schemas).
DEFAULTS: dict[int, Json] = {
    CONTAINER: {"accent_color": None, "spoiler": False},
    SEPARATOR: {"spacing": 1, "divider": True},
    THUMBNAIL: {"description": None, "spoiler": False},
    FILE: {"name": None, "size": None, "spoiler": False},
    **{kind: {"min_values": 1, "max_values": 1} for kind in SELECTS},
    TEXT_INPUT: {"label": None, "min_length": None, "max_length": None},
}
# Known properties; anything else in a request is ignored.
KNOWN: dict[int, str] = {
    ROW: "components",
    BUTTON: "style label emoji custom_id url disabled sku_id",
    SELECT: "custom_id options placeholder min_values max_values disabled required",
    TEXT_INPUT: "custom_id style label min_length max_length required value placeholder",
    USERS: "custom_id placeholder default_values min_values max_values disabled required",
    ROLES: "custom_id placeholder default_values min_values max_values disabled required",
    MENTIONABLES: "custom_id placeholder default_values min_values max_values disabled required",
    CHANNELS: "custom_id placeholder default_values min_values max_values disabled required channel_types",
    SECTION: "components accessory",
    TEXT: "content",
    THUMBNAIL: "media description spoiler",
    GALLERY: "items",
    FILE: "file spoiler",
    SEPARATOR: "divider spacing",
    CONTAINER: "components accent_color spoiler",
    LABEL: "label description component",
    UPLOAD: "custom_id min_values max_values required",
    RADIO: "custom_id options required",
    CHECKBOXES: "custom_id options min_values max_values required",
    CHECKBOX: "custom_id default",
}


def completed(components: list[Json], media: Callable[[str], Json]) -> list[Json]:
    """Complete a checked request's tree: ids for all (given ones kept), defaults, media; unknown properties dropped.

    `media` turns a url of the request ("https://..." or "attachment://name") into the API's media object.
    """
    tree = copy.deepcopy(components)
    taken = {part["id"] for _, part in walk(tree) if part.get("id")}
    following = (number for number in range(1, 10_000) if number not in taken)
    return [_complete(part, following, media) for part in tree]


def _complete(part: Json, following: Iterator[int], media: Callable[[str], Json]) -> Json:
    kind = part["type"]
    whole: Json = {"type": kind, "id": part.get("id") or next(following)} | DEFAULTS.get(kind, {})
    whole |= {name: part[name] for name in KNOWN[kind].split() if part.get(name) is not None}
    if "components" in whole:
        whole["components"] = [_complete(child, following, media) for child in whole["components"]]
    for name in ("accessory", "component"):
        if name in whole:
            whole[name] = _complete(whole[name], following, media)
    for name in ("media", "file"):
        if name in whole:
            whole[name] = media(whole[name]["url"])
    if kind == GALLERY:
        whole["items"] = [
            {"media": media(i["media"]["url"]), "description": i.get("description"), "spoiler": bool(i.get("spoiler"))}
            for i in whole["items"]
        ]
    return whole
