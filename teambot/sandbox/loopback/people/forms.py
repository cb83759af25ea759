"""A form (modal) as a person sees it, and what they send when they fill it in.

Source: https://discord.com/developers/docs/components/using-modal-components
"""

from dataclasses import dataclass
from typing import Any

from teambot.sandbox.loopback.components import (
    CHANNELS,
    CHECKBOX,
    CHECKBOXES,
    LABEL,
    MENTIONABLES,
    RADIO,
    ROLES,
    ROW,
    SELECT,
    SELECTS,
    TEXT,
    TEXT_INPUT,
    UPLOAD,
    USERS,
)
from teambot.sandbox.loopback.interactions import Interaction
from teambot.sandbox.loopback.wire import Json

KINDS = {
    TEXT_INPUT: "text",
    SELECT: "select",
    USERS: "users",
    ROLES: "roles",
    MENTIONABLES: "mentionables",
    CHANNELS: "channels",
    UPLOAD: "files",
    RADIO: "radio",
    CHECKBOXES: "checkboxes",
    CHECKBOX: "checkbox",
}


@dataclass(frozen=True, slots=True)
class Field:
    """One field. `value` is what it holds when the form opens: text, a list of values, one value or None, or a bool.

    `options` are (label, value); `least` and `most` are characters of a text, else numbers of values.
    """

    custom_id: str
    label: str
    kind: str
    value: Any
    required: bool
    options: tuple[tuple[str, str], ...]
    description: str
    least: int
    most: int


@dataclass(frozen=True, slots=True)
class Form:
    """A form that the bot opened as the answer to `opened_by`; `texts` are its lines between the fields."""

    title: str
    custom_id: str
    fields: tuple[Field, ...]
    texts: tuple[str, ...]
    opened_by: Interaction

    @classmethod
    def of(cls, interaction: Interaction) -> "Form":
        """Read the form that an act was answered with. ValueError if there is none."""
        data = interaction.form
        if data is None:
            raise ValueError("this act was not answered with a form")
        fields, texts = [], []
        for part in data["components"]:
            if part["type"] == TEXT:
                texts.append(part["content"])
            for child in _children(part):
                fields.append(_field(child, part))
        return cls(data["title"], data["custom_id"], tuple(fields), tuple(texts), interaction)

    def submission(self, values: dict[str, object]) -> Json:
        """Give the data of a submission: the values, and for fields not named what they hold already.

        ValueError, as the real client would refuse it, for a field that is not there, a required one that is empty, a
        text too short or long, a value that is not offered, too few or many values.
        """
        known = {field.custom_id for field in self.fields}
        if strange := set(values) - known:
            raise ValueError(f"the form has no field {sorted(strange)}")
        rows = []
        by_id = {field.custom_id: field for field in self.fields}
        assert_form = self.opened_by.form or {}
        for number, part in enumerate(assert_form["components"], start=1):
            sent = [_sent(child, by_id[child["custom_id"]], values) for child in _children(part)]
            row: Json = {"type": part["type"], "id": part.get("id") or number}
            if part["type"] == LABEL:
                row["component"] = sent[0]
            elif part["type"] == ROW:
                row["components"] = sent
            rows.append(row)
        return {"custom_id": self.custom_id, "components": rows}


def _children(part: Json) -> list[Json]:
    if part["type"] == LABEL:
        return [part["component"]]
    return list(part.get("components") or []) if part["type"] == ROW else []


def _field(part: Json, around: Json) -> Field:
    options = tuple((row["label"], row["value"]) for row in part.get("options") or ())
    text = part["type"] == TEXT_INPUT
    least, most = ("min_length", "max_length") if text else ("min_values", "max_values")
    required = part.get("required") is not False and part["type"] != CHECKBOX
    return Field(
        custom_id=part["custom_id"],
        label=around.get("label") or part.get("label") or "",
        kind=KINDS[part["type"]],
        value=_held(part),
        required=required,
        options=options,
        description=around.get("description") or "",
        least=part.get(least) or (0 if text or not required else 1),
        most=part.get(most) or (4000 if text else len(options) if part["type"] == CHECKBOXES else 1),
    )


def _held(part: Json) -> Any:
    chosen = [row["value"] for row in part.get("options") or () if row.get("default")]
    if part["type"] == TEXT_INPUT:
        return part.get("value") or ""
    if part["type"] == CHECKBOX:
        return bool(part.get("default"))
    if part["type"] == RADIO:
        return chosen[0] if chosen else None
    return chosen + [str(row["id"]) for row in part.get("default_values") or ()]


def _sent(part: Json, field: Field, values: dict[str, object]) -> Json:
    value = values.get(field.custom_id, field.value)
    row: Json = {"type": part["type"], "id": part.get("id") or 100, "custom_id": field.custom_id}
    if part["type"] == CHECKBOX:
        return row | {"value": bool(value)}
    if part["type"] == TEXT_INPUT:
        text = str(value or "")
        if field.required and not text:
            raise ValueError(f"{field.custom_id} is required")
        if text and not field.least <= len(text) <= field.most:
            raise ValueError(f"{field.custom_id} must have {field.least} to {field.most} characters, not {len(text)}")
        return row | {"value": text}
    if part["type"] == RADIO:
        _check_values(field, [] if value is None else [str(value)])
        return row | {"value": None if value is None else str(value)}
    listed = [str(each) for each in (value if isinstance(value, list | tuple) else [] if value is None else [value])]
    _check_values(field, listed)
    return row | {"values": listed}


def _check_values(field: Field, values: list[str]) -> None:
    offered = {value for _, value in field.options}
    if strange := [value for value in values if offered and value not in offered]:
        raise ValueError(f"{field.custom_id} does not offer {strange}")
    if field.required and not values:
        raise ValueError(f"{field.custom_id} is required")
    if values and not field.least <= len(values) <= field.most:
        raise ValueError(f"{field.custom_id} takes {field.least} to {field.most} values, not {len(values)}")


def resolved_ids(data: Json) -> dict[str, list[int]]:
    """Give the ids that a submission's menus name, by kind (users, roles, channels).

    A mentionable is listed as a user.
    """
    kinds = {USERS: "users", MENTIONABLES: "users", ROLES: "roles", CHANNELS: "channels"}
    found: dict[str, list[int]] = {}
    for row in data["components"]:
        for child in _children(row):
            if child["type"] in SELECTS and child["type"] in kinds:
                found.setdefault(kinds[child["type"]], []).extend(int(key) for key in child["values"])
    return found
