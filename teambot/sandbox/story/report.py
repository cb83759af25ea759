"""What everybody saw and did, in story order: kept while the story plays, then written as JSON, or told (`telling`).

Nothing in it tells of the machine it was played on: no port, path, id, or real time. So a seed repeats it to the byte.
"""

import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field, replace
from datetime import datetime
from typing import Any

from teambot.sandbox.cast import Cast
from teambot.sandbox.port import Inspection, Row

DID, SAW, TOLD = "did", "saw", "told"
_TOKEN = re.compile(r"teambot-[a-z0-9]{10}\b")  # what an applicant puts on the blog: drawn anew in every run
_NEWS = "news"
DIRECT = "direct message"  # where something was read, else a channel, or "only for me"


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the story: who did or saw what, where, when (aware UTC). `who` is empty for the story's own voice.

    `text` is as this person read it, in their zone; `common` as it reads where the team hangs its clock.
    """

    at: datetime
    who: str
    kind: str
    where: str
    text: str
    common: str


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


def push_of(row: Row) -> Push:
    """Read an assignment's row, whose subject is "2026-W02: who for whose"."""
    week, _, rest = row.subject.partition(": ")
    pusher, _, author = rest.partition(" for ")
    return Push(week, pusher, author, row.state)


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
    passed_over: str = ""  # a direct message with these words in it is not written down: another story tells of it
    _hushed: frozenset[str] = frozenset()

    @contextmanager
    def hushed(self, *kinds: str) -> Iterator[None]:
        """Write nothing down for a while, or nothing of some kinds: what a reader knows already."""
        before, self._hushed = self._hushed, frozenset(kinds or (DID, SAW, TOLD))
        try:
            yield
        finally:
            self._hushed = before

    def did(self, who: str, text: str, where: str = "") -> None:
        """Write down what somebody did."""
        self._write(who, DID, where, text)

    def saw(self, who: str, text: str, where: str, common: str) -> None:
        """Write down what somebody read."""
        self._write(who, SAW, where, text, common)

    def tell(self, text: str) -> None:
        """Say something in the story's own voice."""
        self._write("", TOLD, "", text)

    def take(self, found: Inspection) -> None:
        """Keep what the store holds at the end; a row that nothing explains is a fault."""
        self.rows += _as_always(found.rows)
        self.pushes += [push_of(row) for row in found.rows if row.table == "assignment"]
        unexplained = [f"{row.table} {row.kind} {row.subject}: {row.state}" for row in found.unexplained]
        self.faults += [f"Nothing explains this row: {one}." for one in unexplained]

    def _write(self, who: str, kind: str, where: str, text: str, common: str = "") -> None:
        text, common = (_TOKEN.sub("teambot-" + 10 * "•", one) for one in (text, common))
        known = where == DIRECT and self.passed_over and self.passed_over in text
        if kind not in self._hushed and not known:
            self.entries.append(Entry(self.clock(), who, kind, where, text, common or text))

    def as_json(self) -> str:
        """Give the story as JSON, the same bytes for the same story."""
        return _json(self.as_dict())

    def as_dict(self) -> dict[str, Any]:
        """Give the story as plain values."""
        people = {one.name: {"town": one.town, "blog": one.blog, "habit": one.habit} for one in self.cast.bloggers}
        return {
            "team": self.cast.name,
            "seed": self.seed,
            "weeks": self.weeks,
            "people": people,
            "story": [_as_json(entry) for entry in self.entries],
            "plans": _by_week(self.pushes),
            "scenes": [asdict(scene) for scene in self.scenes],
            "left_out": self.left_out,
            "rows": [asdict(row) for row in self.rows],
            "faults": self.faults,
        }


def together(reports: Mapping[str, Report]) -> str:
    """Give several stories as JSON, by name."""
    return _json({name: report.as_dict() for name, report in reports.items()})


def _as_always(rows: Iterable[Row]) -> Iterable[Row]:
    """Give rows without what a run has of its own: news is numbered in the order in which the blogs answered."""
    others, news = list[Row](), list[Row]()
    for row in rows:
        (news if row.kind == _NEWS else others).append(row)
    return [
        *others,
        *(replace(row, subject=_NEWS) for row in sorted(news, key=lambda row: (row.state, row.explained or ""))),
    ]


def _json(found: Mapping[str, Any]) -> str:
    return json.dumps(found, ensure_ascii=False, indent=1, sort_keys=True) + "\n"


def _as_json(entry: Entry) -> dict[str, str]:
    found = {name: getattr(entry, name) for name in ("who", "kind", "where", "text")}
    return {"at": entry.at.isoformat(), **found}


def _by_week(pushes: Iterable[Push]) -> dict[str, list[dict[str, str]]]:
    plans: dict[str, list[dict[str, str]]] = {}
    for push in pushes:
        plans.setdefault(push.week, []).append(asdict(push))
    return plans
