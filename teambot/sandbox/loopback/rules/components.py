"""What Discord refuses of a tree of components, in messages and in modals. Each rule with its sentence.

Source: https://discord.com/developers/docs/components/reference
"""

from teambot.sandbox.loopback.components import (
    BUTTON,
    CHECKBOX,
    CHECKBOXES,
    CONTAINER,
    FILE,
    GALLERY,
    KNOWN,
    LABEL,
    LINK,
    MENTIONABLES,
    RADIO,
    ROLES,
    ROW,
    SECTION,
    SELECT,
    SELECTS,
    SEPARATOR,
    TEXT,
    TEXT_INPUT,
    THUMBNAIL,
    UPLOAD,
    USERS,
    walk,
)
from teambot.sandbox.loopback.rules.shape import FORM, conform
from teambot.sandbox.loopback.wire import Json, invalid

# message resource: "a message can have up to 40 total components"
COMPONENTS = 40
# text display: "The amount of text allowed across all text components is 4000 characters"
V2_TEXT = 4000
PREMIUM = 6  # the button style with a sku_id and neither label nor url

INSIDE_MESSAGE: dict[int, tuple[int, ...]] = {
    ROW: (BUTTON, *SELECTS),
    SECTION: (TEXT,),
    CONTAINER: (ROW, TEXT, SECTION, GALLERY, SEPARATOR, FILE),
}
TOP_OF_MESSAGE = (ROW, SECTION, TEXT, GALLERY, FILE, SEPARATOR, CONTAINER)
TOP_OF_MODAL = (ROW, TEXT, LABEL)
IN_LABEL = (TEXT_INPUT, *SELECTS, UPLOAD, RADIO, CHECKBOXES, CHECKBOX)
# (kind, property, least, most) of text lengths and list lengths, as the reference's tables give them
LENGTHS: tuple[tuple[int, str, int, int], ...] = (
    (BUTTON, "label", 0, 80),
    (BUTTON, "url", 1, 512),
    (TEXT, "content", 1, V2_TEXT),
    (SECTION, "components", 1, 3),
    (GALLERY, "items", 1, 10),
    (SELECT, "options", 1, 25),
    (LABEL, "label", 1, 45),
    (LABEL, "description", 0, 100),
    (TEXT_INPUT, "placeholder", 0, 100),
    (TEXT_INPUT, "value", 0, 4000),
    (RADIO, "options", 2, 10),
    (CHECKBOXES, "options", 1, 10),
    *((kind, "placeholder", 0, 150) for kind in SELECTS),
)


def check_tree(components: list[Json], *, v2: bool) -> None:
    """Refuse a message's tree."""
    if not v2 and len(components) > 5:
        raise invalid("components", "BASE_TYPE_MAX_LENGTH", "Must be 5 or fewer in length.")
    parts = list(walk(components))
    for number, part in enumerate(components):
        _check_kind(f"components.{number}", part, TOP_OF_MESSAGE)
    for path, part in parts:
        _check_part(path, part)
        for number, child in enumerate(part.get("components") or []):
            _check_kind(f"{path}.components.{number}", child, INSIDE_MESSAGE.get(part["type"], ()))
        if part["type"] == SECTION:
            _check_kind(f"{path}.accessory", part.get("accessory") or {}, (BUTTON, THUMBNAIL))
        if part["type"] == ROW:
            _check_row(path, part)
    _check_whole(parts)


def check_modal(data: Json) -> None:
    """Refuse a modal: title 1 to 45, custom_id, 1 to 5 labels or rows."""
    conform(data, FORM)
    _check_length("title", data.get("title"), 1, 45)
    _check_length("custom_id", data.get("custom_id"), 1, 100)
    components = data.get("components") or []
    _check_length("components", components, 1, 5)
    for number, part in enumerate(components):
        _check_kind(f"components.{number}", part, TOP_OF_MODAL)
        if part["type"] == LABEL:
            _check_kind(f"components.{number}.component", part.get("component") or {}, IN_LABEL)
        for inner, child in enumerate(part.get("components") or []):
            _check_kind(f"components.{number}.components.{inner}", child, (TEXT_INPUT,))
    parts = list(walk(components))
    for path, part in parts:
        _check_part(path, part)
        # select menus: "Using disabled in a modal will result in an error"
        if part.get("disabled"):
            raise invalid(f"{path}.disabled", "MODAL_COMPONENT_DISABLED", "A modal cannot have disabled components.")
        if part["type"] in (RADIO, CHECKBOXES):
            _check_group(path, part)
    _check_whole(parts)


def _check_whole(parts: list[tuple[str, Json]]) -> None:
    if len(parts) > COMPONENTS:
        raise invalid(
            "components", "COMPONENT_MAX_TOTAL_COMPONENTS_EXCEEDED", f"A message can have up to {COMPONENTS} components"
        )
    if sum(len(part["content"]) for _, part in parts if part["type"] == TEXT) > V2_TEXT:
        raise invalid(
            "components",
            "COMPONENT_DISPLAYABLE_TEXT_SIZE_EXCEEDED",
            "Components displayable text size exceeds maximum size of 4000",
        )
    # "The custom_id must be unique per component"; "id ... must be unique within the message"
    for name, code, said in (
        ("custom_id", "COMPONENT_CUSTOM_ID_DUPLICATED", "Component custom id cannot be duplicated"),
        ("id", "COMPONENT_ID_DUPLICATED", "Component id cannot be duplicated"),
    ):
        seen: set[object] = set()
        for path, part in parts:
            value = part.get(name)
            if value and value in seen:
                raise invalid(f"{path}.{name}", code, said)
            seen.add(value)


def _check_kind(path: str, part: Json, allowed: tuple[int, ...]) -> None:
    if not isinstance(part, dict) or part.get("type") not in allowed:
        listed = ", ".join(str(kind) for kind in sorted(allowed))
        raise invalid(f"{path}.type", "UNION_TYPE_CHOICES", f'Value of field "type" must be one of ({listed}).')


def _check_length(path: str, value: object, least: int, most: int) -> None:
    size = len(value) if isinstance(value, str | list) else 0
    if not least <= size <= most:
        raise invalid(path, "BASE_TYPE_BAD_LENGTH", f"Must be between {least} and {most} in length.")


def _check_part(path: str, part: Json) -> None:
    kind = part["type"]
    if kind not in KNOWN:
        raise invalid(f"{path}.type", "UNION_TYPE_CHOICES", "There is no such component.")
    if "custom_id" in KNOWN[kind].split() and kind != BUTTON:
        _check_length(f"{path}.custom_id", part.get("custom_id"), 1, 100)
    for of, name, least, most in LENGTHS:
        if (
            of == kind
            and (least or part.get(name) is not None)
            and not (kind == BUTTON and name == "url" and not part.get("url"))
        ):
            _check_length(f"{path}.{name}", part.get(name), least, most)
    if not 0 <= int(part.get("id") or 0) < 2**31:
        raise invalid(f"{path}.id", "NUMBER_TYPE_MAX", "int value should be less than or equal to 2147483647.")
    if kind == BUTTON:
        _check_button(path, part)
    if kind in SELECTS:
        _check_select(path, part)
    if kind == TEXT_INPUT and part.get("style") not in (1, 2):
        raise invalid(f"{path}.style", "BASE_TYPE_CHOICES", "Value must be one of {1, 2}.")


def _check_button(path: str, part: Json) -> None:
    """Hold to "Link buttons must have a url, and cannot have a custom_id"; the others the other way round."""
    style = part.get("style")
    if style not in range(1, 7):
        raise invalid(f"{path}.style", "BASE_TYPE_CHOICES", "Value must be one of {1, 2, 3, 4, 5, 6}.")
    if style == LINK and part.get("custom_id"):
        raise invalid(
            f"{path}.custom_id", "COMPONENT_CUSTOM_ID_WITH_URL", "A custom id and url cannot both be specified"
        )
    if style == LINK and not str(part.get("url") or "").startswith(("http://", "https://", "discord://")):
        raise invalid(f"{path}.url", "URL_TYPE_INVALID_SCHEME", "Scheme must be one of ('discord', 'http', 'https').")
    if style not in (LINK, PREMIUM):
        if part.get("url"):
            raise invalid(f"{path}.url", "COMPONENT_CUSTOM_ID_WITH_URL", "A custom id and url cannot both be specified")
        _check_length(f"{path}.custom_id", part.get("custom_id"), 1, 100)
    if style != PREMIUM and not part.get("label") and not part.get("emoji"):
        raise invalid(path, "BUTTON_COMPONENT_INVALID", "A button must have a label or an emoji")


def _check_select(path: str, part: Json) -> None:
    options = part.get("options") or []
    least, most = part.get("min_values", 1), part.get("max_values", 1)
    top = 25 if part["type"] != SELECT else len(options)
    if not 0 <= least <= 25 or not 1 <= most <= 25 or least > most or (part["type"] == SELECT and most > top):
        raise invalid(
            f"{path}.max_values", "COMPONENT_SELECT_RANGE", "min_values and max_values do not fit the options."
        )
    _check_options(path, options)
    if part["type"] in (USERS, ROLES, MENTIONABLES) and len(part.get("default_values") or []) > most:
        raise invalid(f"{path}.default_values", "BASE_TYPE_MAX_LENGTH", f"Must be {most} or fewer in length.")


def _check_options(path: str, options: list[Json]) -> None:
    values: set[str] = set()
    for number, option in enumerate(options):
        for name, low in (("label", 1), ("value", 1), ("description", 0)):
            _check_length(f"{path}.options.{number}.{name}", option.get(name), low, 100)
        # "value: Dev-defined value of the option"; two options with one value are refused
        if option["value"] in values:
            raise invalid(
                f"{path}.options.{number}.value",
                "SELECT_COMPONENT_OPTION_VALUE_DUPLICATED",
                "The specified option value is already used",
            )
        values.add(option["value"])


def _check_group(path: str, part: Json) -> None:
    """Refuse a radio group with two defaults, and a checkbox group whose bounds do not fit it.

    "min_values ... if 0, required must be false"; "max_values ... defaults to the number of options".
    """
    options = part.get("options") or []
    _check_options(path, options)
    if part["type"] == RADIO:
        if sum(bool(option.get("default")) for option in options) > 1:
            raise invalid(f"{path}.options", "RADIO_GROUP_DEFAULTS", "A radio group can have only one default.")
        return
    least, most = part.get("min_values"), part.get("max_values")
    least, most = 1 if least is None else least, len(options) if most is None else most
    if not 0 <= least <= most <= len(options) or (least == 0 and part.get("required") is not False):
        raise invalid(f"{path}.min_values", "CHECKBOX_GROUP_RANGE", "min_values and max_values do not fit the options.")


def _check_row(path: str, part: Json) -> None:
    """Hold to "An Action Row can contain only one type: up to 5 buttons, or a single select menu"."""
    kinds = [child["type"] for child in part.get("components") or []]
    if not 1 <= len(kinds) <= 5 or (len(kinds) > 1 and any(kind != BUTTON for kind in kinds)):
        raise invalid(f"{path}.components", "BASE_TYPE_BAD_LENGTH", "Must be between 1 and 5 in length.")
