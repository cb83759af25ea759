"""What everybody saw and did, in story order: kept while the story plays, then printed, or written as JSON.

Nothing in it tells of the machine it was played on: no port, path, id, or real time. So a seed repeats it to the byte.
"""

import json
from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass, field, replace
from datetime import datetime

from teambot.sandbox.cast import Cast
from teambot.sandbox.port import Row
from teambot.sandbox.reading import spoken

DID, SAW, TOLD = "did", "saw", "told"


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the story: who did or saw what, where, when (aware UTC). `who` is empty for the story's own voice."""

    at: datetime
    who: str
    kind: str
    where: str
    text: str


@dataclass(frozen=True, slots=True)
class Scene:
    """One thing that the story must hold, and what shows that it really happened; `missing` says what did not."""

    name: str
    week: int
    shown: str
    missing: str


@dataclass(frozen=True, slots=True)
class Push:
    """One assignment of a plan at the story's end."""

    week: str
    pusher: str
    author: str
    state: str


@dataclass(slots=True)
class Report:
    """The whole story. `faults` are sentences; an empty list is a story in which all is well."""

    cast: Cast
    seed: int
    weeks: int
    clock: Callable[[], datetime]
    entries: list[Entry] = field(default_factory=list)
    scenes: list[Scene] = field(default_factory=list)
    left_out: list[str] = field(default_factory=list)
    pushes: list[Push] = field(default_factory=list)
    rows: list[Row] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)

    def did(self, who: str, text: str, where: str = "") -> None:
        """Write down what somebody did."""
        self._write(who, DID, where, text)

    def saw(self, who: str, text: str, where: str = "") -> None:
        """Write down what somebody read."""
        self._write(who, SAW, where, text)

    def tell(self, text: str) -> None:
        """Say something in the story's own voice."""
        self._write("", TOLD, "", text)

    def _write(self, who: str, kind: str, where: str, text: str) -> None:
        self.entries.append(Entry(self.clock(), who, kind, where, text))

    def as_json(self) -> str:
        """Give the story as JSON, the same bytes for the same story."""
        people = {one.name: {"town": one.town, "blog": one.blog, "habit": one.habit} for one in self.cast.bloggers}
        found = {
            "team": self.cast.name,
            "seed": self.seed,
            "weeks": self.weeks,
            "people": people,
            "story": [{**asdict(entry), "at": entry.at.isoformat()} for entry in self.entries],
            "plans": _by_week(self.pushes),
            "scenes": [asdict(scene) for scene in self.scenes],
            "left_out": self.left_out,
            "rows": [asdict(row) for row in self.rows],
            "faults": self.faults,
        }
        return json.dumps(found, ensure_ascii=False, indent=1, sort_keys=True) + "\n"

    def as_text(self) -> str:
        """Give the story to be read: each moment in the team's time, then who did and saw what."""
        lines: list[str] = []
        at = None
        for group in _moments(self.entries):
            if group[0].at != at:
                at = group[0].at
                lines += ["", f"== {spoken(at, self.cast.zone)}, where the team's clock hangs"]
            lines += _told(group)
        lines += ["", "== What the story held"]
        lines += [f"  {'✗' if one.missing else '✓'} {one.name}: {one.missing or one.shown}" for one in self.scenes]
        lines += [f"  – {name}: left out, the story is too short for it" for name in self.left_out]
        lines += ["", *self.faults] if self.faults else ["", "All of it happened, and every row is explained."]
        return "\n".join(lines).lstrip("\n") + "\n"


def _by_week(pushes: Iterable[Push]) -> dict[str, list[dict[str, str]]]:
    plans: dict[str, list[dict[str, str]]] = {}
    for push in pushes:
        plans.setdefault(push.week, []).append(asdict(push))
    return plans


def _moments(entries: Iterable[Entry]) -> Iterable[list[Entry]]:
    """Put together what several people read word for word at one moment, one after the other."""
    group: list[Entry] = []
    for entry in entries:
        first = group[0] if group else None
        same = first is not None and replace(first, who="") == replace(entry, who="")
        if group and not same:
            yield group
            group = []
        group.append(entry)
    if group:
        yield group


def _told(group: list[Entry]) -> list[str]:
    entry = group[0]
    if entry.kind == TOLD:
        return ["", f"-- {entry.text}"]
    who = ", ".join(dict.fromkeys(one.who for one in group))
    where = f" ({entry.where})" if entry.where else ""
    if entry.kind == DID:
        return [f"{who}{where} {entry.text}"]
    return [f"{who}{where}:", *(f"    │ {line}" for line in entry.text.splitlines())]
