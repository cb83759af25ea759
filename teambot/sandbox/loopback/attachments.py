"""The files of a message: what an upload is called once it is stored, which stay, and what a person can open. Pure.

Source: https://discord.com/developers/docs/reference#uploading-files
"""

import re
from dataclasses import dataclass

from teambot.sandbox.loopback.wire import Json, Upload

_CHANGED = re.compile(r"[^\w.-]")


@dataclass(frozen=True, slots=True)
class Attached:
    """A file as a person gets it: its id, its name and its bytes."""

    id: int
    name: str
    data: bytes


@dataclass(frozen=True, slots=True)
class Coming:
    """An upload that will be attached: its stored name, and its description ("" for none)."""

    name: str
    description: str
    upload: Upload


def staying(rows: list[Json], listed: list[Json] | None) -> list[Json]:
    """Give the attachments that an edit keeps: all of them where it does not list any."""
    if listed is None:
        return list(rows)
    known = {row["id"]: row for row in rows}
    return [known[str(row["id"])] for row in listed if str(row["id"]) in known]


def coming(listed: list[Json] | None, files: dict[int, Upload]) -> list[Coming]:
    """Give the uploads of a request in their order; `listed` may name and describe them.

    Discord keeps letters, digits, ".", "-" and "_" of a name: what refers to another name finds nothing.
    """
    described = {str(row["id"]): row for row in listed or ()}
    found = []
    for number, upload in sorted(files.items()):
        row = described.get(str(number), {})
        name = _CHANGED.sub("_", row.get("filename") or upload.filename)
        found.append(Coming(name, row.get("description") or "", upload))
    return found
