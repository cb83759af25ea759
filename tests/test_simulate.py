"""`teambot simulate`, as somebody uses it who wants to know before they trust it."""

import asyncio
import csv
import itertools
import json
import os
import re
import struct
import subprocess
import sys
import zlib
from collections import Counter, defaultdict
from pathlib import Path
from typing import Any

import pytest

from teambot import pictures
from teambot.app.simulated.picture import picture_of
from teambot.domain.world import REAL, World
from teambot.domain.year import live
from teambot.pictures import CannotDraw, Line, Look, Panel, Picture, Tone, draw

ROOT = Path(__file__).parent.parent
SMALL = ("--members", "6", "--weeks", "12", "--seed", "3")


def simulate(folder: Path, *arguments: str, code: int = 0) -> subprocess.CompletedProcess[str]:
    done = subprocess.run(
        [sys.executable, "-m", "teambot", "simulate", *arguments],
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        cwd=folder, capture_output=True, text=True, timeout=60, check=False,
    )  # fmt: skip
    assert done.returncode == code, done.stderr
    assert "Traceback" not in done.stderr
    return done


class Recount:
    """Everything that is printed, counted anew from the JSON, without any code of the simulation's."""

    def __init__(self, whole: dict[str, Any]) -> None:
        self.whole, self.weeks = whole, whole["settings"]["weeks"]
        self.given = Counter(push["pusher"] for push in whole["pushes"])
        self.got = Counter(push["author"] for push in whole["pushes"])
        undone = {one["pusher"] for one in (*whole["skipped"], *whole["lapsed"])}
        self.never = [one for one in whole["members"] if one["habit"] == "never"]
        others = [one for one in whole["members"] if one["habit"] != "never"]
        self.reliable = [one for one in others if one["id"] not in undone]
        self.some = [one for one in others if one["id"] in undone]

    def there(self, one: dict[str, Any]) -> int:
        return (one["left"] or self.weeks + 1) - one["joined"]

    def row(self, name: str, members: list[dict[str, Any]]) -> list[str]:
        weeks = sum(map(self.there, members))
        gave, got = (sum(counts[one["id"]] for one in members) / weeks for counts in (self.given, self.got))
        end = max(abs(self.given[one["id"]] - self.got[one["id"]]) for one in members)
        ever = max(self.ever(one["id"]) for one in members)
        return [*name.split(), str(len(members)), f"{gave:.2f}", f"{got:.2f}", str(end), str(ever)]

    def ever(self, one: int) -> int:
        pushes = self.whole["pushes"]
        until = range(1, self.weeks + 1)
        given = [sum(push["pusher"] == one for push in pushes if push["week"] <= week) for week in until]
        got = [sum(push["author"] == one for push in pushes if push["week"] <= week) for week in until]
        return max(abs(a - b) for a, b in zip(given, got, strict=True))

    def jain(self) -> str:
        long_there = [one["id"] for one in self.reliable if 2 * self.there(one) >= self.weeks and self.given[one["id"]]]
        shares = [self.got[one] / self.given[one] for one in long_there]
        return f"{sum(shares) ** 2 / (len(shares) * sum(share**2 for share in shares)):.4f}"

    def alike(self) -> str:
        apart, most = {tuple(pair) for pair in self.whole["never_matched"]}, 0
        for plan in self.whole["plans"]:
            people = {one["id"]: one for one in plan["members"]}
            standing = defaultdict(list)
            for post in plan["posts"]:
                author, many = post["author"], len(post["pushers"])
                can = [i for i, one in people.items() if one["room"] and i != author and (i, author) not in apart]
                if many < len(can):
                    room = min(people[author]["room"], people[author]["counts"], len(plan["posts"]) - 1)
                    standing[people[author]["balance"], room].append(many)
            most = max([most, *(max(counts) - min(counts) for counts in standing.values())])
        return str(most)

    def pairs(self) -> str | None:
        rooms = [{one["id"]: one["room"] for one in plan["members"]} for plan in self.whole["plans"]]
        always = [one["id"] for one in self.reliable if one["load"] == self.whole["settings"]["load"]]
        always = [one for one in always if all(room.get(one) for room in rooms)]
        times = Counter((push["pusher"], push["author"]) for push in self.whole["pushes"])
        counts = [
            times[pair] for pair in itertools.permutations(always, 2) if [*pair] not in self.whole["never_matched"]
        ]
        return f"{min(counts)}-{max(counts)}" if counts else None

    def asked(self) -> list[set[tuple[int, int]]]:
        return [
            {(i, post["author"]) for post in plan["posts"] for i in post["pushers"]} for plan in self.whole["plans"]
        ]

    def mutual(self) -> str:
        both = sum((author, one) in pairs for pairs in self.asked() for one, author in pairs)
        return f"{both / sum(map(len, self.asked())):.0%}"

    def newcomers(self) -> tuple[str, str] | None:
        joined = {one["id"]: one["joined"] for one in self.whole["members"]}
        got = Counter((push["week"], push["author"]) for push in self.whole["pushes"])
        sums = [[0.0, 0.0], [0.0, 0.0]]
        for plan in self.whole["plans"]:
            week, authors = plan["week"], [post["author"] for post in plan["posts"]]
            new = [one for one in authors if joined[one] > 1 and week < joined[one] + 26]
            old = [got[week, one] for one in authors if one not in new]
            for one in new:
                for which in (0, 1) if week == joined[one] else (1,):
                    sums[which][0] += got[week, one]
                    sums[which][1] += sum(old) / len(old)
        return (f"{sums[0][0] / sums[0][1]:.0%}", f"{sums[1][0] / sums[1][1]:.0%}") if sums[0][1] else None


@pytest.mark.parametrize(
    "arguments",
    [
        ("--members", "12", "--seed", "1"),
        ("--members", "30", "--seed", "2", "--load", "3"),
        ("--members", "7", "--seed", "5", "--load", "1", "--weeks", "20"),
        ("--members", "12", "--attendance", "full"),
        ("--members", "12", "--attendance", "75%"),
    ],
    ids=["a year of twelve", "thirty, load three", "a few weeks of seven", "full attendance", "three in four weeks"],
)
def test_every_printed_figure_can_be_counted_from_the_json(tmp_path: Path, arguments: tuple[str, ...]) -> None:
    printed = simulate(tmp_path, *arguments, "--json", "year.json").stdout
    count = Recount(json.loads((tmp_path / "year.json").read_text("utf-8")))
    lines = [line.split() for line in printed.splitlines()]
    for name, members in (
        ("did all that they were asked", count.reliable),
        ("left some of it undone", count.some),
        ("never recommended anybody", count.never),
    ):
        assert (count.row(name, members) in lines) if members else (name not in printed)
    figures = {}
    for line in itertools.takewhile(len, lines[lines.index(["How", "even", "it", "was"]) + 1 :]):
        figures[" ".join(line[1:])] = line[0]
    first, later = count.newcomers() or (None, None)
    weeks = min(26, count.weeks)
    shown = {
        "evenness of what came back for what was given (Jain's index; 1 is perfectly even)": count.jain(),
        "the most by which two members who stood alike differed in one week": count.alike(),
        "times any member recommended any other, of those who were there every week": count.pairs(),
        "of what was asked was asked both ways in the same week": count.mutual(),
        "of what others got, newcomers got in their first week": first,
        f"of what others got, newcomers got in their first {weeks} weeks": later,
    }
    assert figures == {words: figure for words, figure in shown.items() if figure is not None}
    told = re.sub(r"\s+", " ", printed)
    whole, skipped = count.whole, len(count.whole["skipped"])
    asked = sum(map(len, count.asked()))
    assert f"Of {asked:,} recommendations that the plans asked for, {len(whole['pushes']):,} were made." in told
    assert (f"{skipped:,} were skipped" in told) is bool(skipped)
    assert (f"{len(whole['lapsed']):,} were forgotten" in told) is bool(whole["lapsed"])
    stood_in = sum(skip["stand_in"] is not None for skip in whole["skipped"])
    assert (f"for {stood_in:,} of them somebody else" in told) is bool(stood_in)
    gone = sum(one["left"] is not None for one in whole["members"])
    joined = sum(one["joined"] > 1 for one in whole["members"])
    assert (f"{joined} joined on the way and {gone} left." in told) is bool(joined or gone)
    gap = max(abs(count.given[one["id"]] - count.got[one["id"]]) for one in count.reliable)
    assert (f"give or take {gap} at the end, they" if gap else "exactly as often as they") in told
    if count.never:
        assert (
            f"who never did got {max(count.got[one['id']] for one in count.never)} at the most in the whole time."
            in told
        )


def test_the_ledger_in_the_json_gives_the_balances_of_the_plans(tmp_path: Path) -> None:
    simulate(tmp_path, "--json", "year.json")
    whole = json.loads((tmp_path / "year.json").read_text("utf-8"))
    for plan in whole["plans"]:
        before: Counter[int] = Counter()
        for entry in whole["ledger"]:
            if entry["week"] < plan["week"]:
                before[entry["member"]] += entry["delta"]
        assert all(one["balance"] == before[one["id"]] for one in plan["members"])


def test_the_table_says_what_the_json_says(tmp_path: Path) -> None:
    simulate(tmp_path, *SMALL, "--json", "year.json", "--csv", "year.csv")
    whole = json.loads((tmp_path / "year.json").read_text("utf-8"))
    with (tmp_path / "year.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) == sum(len(plan["members"]) for plan in whole["plans"])
    for column, pushes, who in (
        ("gave", whole["pushes"], "pusher"),
        ("got", whole["pushes"], "author"),
        ("skipped", whole["skipped"], "pusher"),
        ("lapsed", whole["lapsed"], "pusher"),
    ):
        counted = Counter((str(push["week"]), str(push[who])) for push in pushes)
        assert {(row["week"], row["member"]): int(row[column]) for row in rows if row[column] != "0"} == counted
    assert all(int(row["asked"]) == sum(int(row[part]) for part in ("gave", "skipped", "lapsed")) for row in rows)
    last = {row["member"]: int(row["balance"]) for row in rows}
    assert any(last.values())


def test_the_same_seed_plays_the_same_year_in_any_process(tmp_path: Path) -> None:
    first, second = simulate(tmp_path, *SMALL, "--json", "a.json"), simulate(tmp_path, *SMALL, "--json", "b.json")
    assert first.stdout == second.stdout.replace("b.json", "a.json")
    assert (tmp_path / "a.json").read_bytes() == (tmp_path / "b.json").read_bytes()
    assert simulate(tmp_path, *SMALL, "--seed", "4").stdout != first.stdout


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("--members", "1"), "'1' is not a whole number from 2 to 300"),
        (("--members", "twelve"), "'twelve' is not a whole number from 2 to 300"),
        (("--weeks", "0"), "'0' is not a whole number from 1 to 520"),
        (("--load", "6"), "'6' is not a whole number from 1 to 5"),
        (("--seed", "x"), "invalid int value: 'x'"),
        (("--attendance", "often"), "'often' is neither real nor full nor a share like 80%"),
        (("--attendance", "0"), "'0' is neither real nor full nor a share like 80%"),
        (("--dark",), "--dark is for a picture: name its file with --png."),
        (("--json", "nowhere/year.json"), "cannot be written: there is no folder nowhere."),
        (("--csv", "."), ". is a folder: name a file."),
        (("--json", "one", "--csv", "./one"), "Two of the files have the same name"),
        (("--png", "/proc/none.png"), "/proc/none.png cannot be written: No such file or directory."),
    ],
    ids=lambda one: one if isinstance(one, str) else "=".join(one),
)
def test_what_cannot_be_played_or_written_is_said_in_a_sentence(
    tmp_path: Path, arguments: tuple[str, ...], sentence: str
) -> None:
    done = simulate(tmp_path, *arguments, code=2)
    assert sentence in done.stderr
    assert done.stdout == ""
    assert list(tmp_path.iterdir()) == [], "nothing is written"


def test_all_files_are_written_or_none(tmp_path: Path) -> None:
    (tmp_path / "year.json").write_text("what was there before", "utf-8")
    simulate(tmp_path, *SMALL, "--json", "year.json", "--csv", "/dev/full", code=2)
    assert [path.name for path in tmp_path.iterdir()] == ["year.json"]
    assert (tmp_path / "year.json").read_text("utf-8") == "what was there before"


def test_a_small_team_without_pairs_is_told_as_well(tmp_path: Path) -> None:
    told = simulate(tmp_path, "--members", "2", "--weeks", "1").stdout
    assert "A made-up team: 2 members, 1 weeks" not in told
    assert "A made-up team: 2 members, 1 week," in told


@pytest.mark.parametrize(("members", "said"), [("2", True), ("3", False), ("24", False), ("25", True)])
def test_what_is_no_teams_size_is_said_to_be_none(tmp_path: Path, members: str, said: bool) -> None:
    told = simulate(tmp_path, "--members", members, "--weeks", "1").stdout
    assert (f"A team has 3 to 24 members: this only shows what plans for {members} would come to." in told) is said


@pytest.mark.parametrize(("asked", "named"), [("real", "real"), ("100%", "full"), ("80", "80%"), ("7%", "7%")])
def test_it_says_what_it_takes_to_play_it_again_and_what_was_written(tmp_path: Path, asked: str, named: str) -> None:
    told = simulate(tmp_path, *SMALL, "--attendance", asked, "--json", "a.json", "--csv", "a.csv").stdout
    assert f"6 members, 12 weeks, load 2, attendance {named} (seed 3)" in told
    assert told.endswith("\n\nWritten: a.json, a.csv.\n")
    settings = json.loads((tmp_path / "a.json").read_text("utf-8"))["settings"]
    assert settings == {"members": 6, "weeks": 12, "seed": 3, "load": 2, "attendance": named}
    assert "Written" not in simulate(tmp_path, *SMALL).stdout


# Pictures


def pixels(png: bytes) -> tuple[int, int, list[tuple[int, int, int]]]:
    """Read a PNG of 8 bits a channel: its size, and every hundredth pixel of its first row."""
    assert png.startswith(b"\x89PNG\r\n\x1a\n")
    wide, high, depth, colour = struct.unpack(">IIBB", png[16:26])
    assert (depth, colour) == (8, 6)
    data, at = b"", 8
    while at < len(png):
        length, kind = struct.unpack(">I4s", png[at : at + 8])
        data += png[at + 8 : at + 8 + length] if kind == b"IDAT" else b""
        at += 12 + length
    row = zlib.decompress(data)[: 1 + 4 * wide]
    assert row[0] in (0, 1)
    return wide, high, [(row[1], row[2], row[3])]


def test_the_picture_is_for_a_phone_on_a_light_and_a_dark_screen(tmp_path: Path) -> None:
    grounds = []
    for arguments in ((), ("--dark",)):
        simulate(tmp_path, *SMALL, "--png", "year.png", *arguments)
        wide, high, [ground] = pixels((tmp_path / "year.png").read_bytes())
        assert wide == 1080
        assert high > wide, "upright"
        grounds.append(sum(ground) / 3)
    assert grounds[0] > 240
    assert grounds[1] < 48


def test_a_pictures_numbers_are_those_of_the_year() -> None:
    year = live(World(12, 1, 2), 52)
    picture = picture_of(year, 1, REAL)
    assert picture.title == "A made-up team of 12, 52 weeks\nload 2, attendance real, seed 1"
    given, received, *never = picture.panels[0].lines
    assert given.values[-1] == pytest.approx(received.values[-1] or 0, abs=4)
    assert all((line.values[-1] or 0) <= 4 for line in never)
    lines = picture.panels[1].lines
    assert len(lines) == len(year.members)
    assert {len(line.values) for line in lines} == {52}
    assert sum(line.values[-1] is None for line in lines) == sum(one.left is not None for one in year.members)


ONE = Picture("One week", "week", (Panel("One", (Line((1.0,), Tone.FIRST, "one"),)),))


def test_drawing_leaves_no_library_behind() -> None:
    assert pixels(asyncio.run(draw(ONE, Look.DARK)))[0] == 1080
    assert not {"matplotlib", "numpy", "PIL"} & set(sys.modules)


def test_a_picture_that_takes_too_long_or_fails_is_said_in_a_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pictures, "SECONDS", 0.001)
    with pytest.raises(CannotDraw, match="The picture was not ready"):
        asyncio.run(draw(ONE))
    monkeypatch.undo()
    broken = Picture("", "", (Panel("", (Line((1.0,), "no tone"),)),))  # type: ignore[arg-type]
    with pytest.raises(CannotDraw, match=r"The picture could not be drawn: KeyError: 'no tone'\."):
        asyncio.run(draw(broken))


def test_without_the_library_there_is_a_sentence_and_no_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "matplotlib.py").write_text("raise ImportError", "utf-8")
    monkeypatch.syspath_prepend(str(tmp_path))
    with pytest.raises(CannotDraw, match="matplotlib is not installed here"):
        asyncio.run(draw(ONE))
