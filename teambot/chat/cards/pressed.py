"""What was pressed, chosen or filled in: the state of a custom id, read and distrusted."""

import re
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field

from teambot.chat.talk import Talk
from teambot.errors import Refusal

OURS = "tb:"
_CUSTOM_ID = re.compile(r"tb:([a-z-]{1,30})((?::[A-Za-z0-9_-]{1,30})*)")
_BIGGEST = 2**63 - 1  # ids are 64-bit in the store


@dataclass(frozen=True, slots=True)
class Pressed:
    """A press, a choice or a submitted form: `what`, its state in `parts`, the chosen `values`, a form's `fields`."""

    what: str
    parts: tuple[str, ...]
    values: tuple[str, ...] = ()
    fields: Mapping[str, str] = field(default_factory=dict)

    def id(self, index: int = 0) -> int:
        """Give the id at `index` of the state; Refusal("outdated-card") where there is none."""
        return number(self.part(index))

    def part(self, index: int = 0) -> str:
        """Give the word at `index` of the state; Refusal("outdated-card") where there is none."""
        if index >= len(self.parts):
            raise Refusal("outdated-card")
        return self.parts[index]

    def field(self, name: str) -> str:
        """Give what was filled in, or "" for a field that was left empty."""
        return self.fields.get(name, "")

    def several(self, name: str) -> tuple[str, ...]:
        """Give what was chosen of several, in the form's order; () for none."""
        return tuple(one for one in self.field(name).split(",") if one)

    def whole(self, name: str) -> int:
        """Give a filled-in number; Refusal("bad-option") for anything else."""
        text = self.field(name)
        if not (text.isascii() and text.isdecimal() and len(text) < 5):
            raise Refusal("bad-option")
        return int(text)

    def choice(self) -> str:
        """Give the one value that was chosen; Refusal("outdated-card") where there is none."""
        if len(self.values) != 1:
            raise Refusal("outdated-card")
        return self.values[0]


Handler = Callable[[Talk, Pressed], Awaitable[None]]


def number(text: str) -> int:
    """Read an id that came from outside; Refusal("outdated-card") for anything that is no id of ours."""
    found = id_in(text)
    if found is None:
        raise Refusal("outdated-card")
    return found


def id_in(text: str) -> int | None:
    """Read an id of ours, or give None where a text is none."""
    if not (text.isascii() and text.isdecimal() and len(text) < 20 and int(text) <= _BIGGEST):
        return None
    return int(text)


def read(custom_id: str, *, values: tuple[str, ...] = (), fields: Mapping[str, str] | None = None) -> Pressed:
    """Read a custom id of ours; Refusal("outdated-card") for one that we never gave out."""
    match = _CUSTOM_ID.fullmatch(custom_id)
    if match is None:
        raise Refusal("outdated-card")
    return Pressed(match[1], tuple(match[2].split(":")[1:]), values, fields or {})
