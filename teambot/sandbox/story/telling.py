"""A story's report, to be read: each moment in the team's time, then who did and saw what. Pure."""

from collections.abc import Iterable
from datetime import datetime

from teambot.sandbox.story.reading import spoken
from teambot.sandbox.story.report import DID, TOLD, Entry, Report

FEW = 2  # so few who are missing are named, instead of all who are there
MOSTLY = 0.6  # a screen that is so much like the last one of its title is told by what is new on it


class Telling:
    """Tell a report as text. What several people read alike is told once, and a known screen by what changed on it."""

    def __init__(self, report: Report) -> None:
        self._report = report
        seen = {entry.who for entry in report.entries if entry.who}
        self._everybody = [one.name for one in report.cast.people if one.name in seen]
        self._known: dict[str, list[str]] = {}

    def text(self) -> str:
        """Give the whole story, its scenes and faults at the end."""
        report = self._report
        lines: list[str] = []
        at = None
        for group in _moments(report.entries):
            if group[0].at != at:
                at = group[0].at
                lines += ["", f"== {spoken(at, report.cast.zone)}, as the team's clock shows"]
            lines += self._told(group)
        lines += ["", "== What the story held"]
        lines += [f"  {'✗' if one.missing else '✓'} {one.name}: {one.missing or one.shown}" for one in report.scenes]
        lines += [f"  – {name}: left out, the story is too short for it" for name in report.left_out]
        lines += ["", *(report.faults or ["All of it happened, and every row is explained."])]
        return "\n".join(lines).lstrip("\n") + "\n"

    def _told(self, group: list[Entry]) -> list[str]:
        entry = group[0]
        if entry.kind == TOLD:
            return ["", f"-- {entry.text}"]
        names = dict.fromkeys(one.who for one in group)
        who = self._who(list(names))
        where = f" ({entry.where})" if entry.where else ""
        if entry.kind == DID:
            return [f"{who}{where} {entry.text if len(names) == 1 else _plural(entry.text)}"]
        text = entry.text if len(names) == 1 else entry.common
        return [f"{who}{where}:", *(f"    │ {line}" for line in self._shortened(text.splitlines()))]

    def _who(self, names: list[str]) -> str:
        """Name several people: everybody, all but a few, or each."""
        missing = [name for name in self._everybody if name not in names]
        if len(names) > 2 * FEW and len(missing) <= FEW:
            return f"Everybody but {' and '.join(missing)}" if missing else "Everybody"
        return ", ".join(names)

    def _shortened(self, lines: list[str]) -> list[str]:
        title, before = lines[0], self._known.get(lines[0], [])
        self._known[title] = lines
        fresh = [line for line in lines[1:] if line not in before]
        if len(lines) < 6 or len(fresh) > (1 - MOSTLY) * len(lines):
            return lines
        return [title, "… as before, but for:" if fresh else "… as before", *fresh]


def _plural(deed: str) -> str:
    """Make of what one person does what several do: their first word is its verb, such as "presses" or "uses"."""
    verb, _, rest = deed.partition(" ")
    return f"{verb.removesuffix('es') if verb.endswith('sses') else verb.removesuffix('s')} {rest}"


def _moments(entries: Iterable[Entry]) -> Iterable[list[Entry]]:
    """Put together what several people read at one moment: the same message, whatever their zones."""
    group: list[Entry] = []
    for entry in entries:
        if group and _what(group[0]) != _what(entry):
            yield group
            group = []
        group.append(entry)
    if group:
        yield group


def _what(entry: Entry) -> tuple[datetime, str, str, str]:
    return entry.at, entry.kind, entry.where, entry.common
