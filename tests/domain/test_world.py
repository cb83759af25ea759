"""The made-up team: its draws are those of the study, so that figures can be held beside the study's."""

import importlib.util
import os
import sys
from pathlib import Path
from types import ModuleType

import pytest

from teambot.domain.world import FULL, REAL, Attendance, Habit, World

STUDY = Path(__file__).resolve().parents[3] / "shared" / "rotation_world.py"


@pytest.fixture(scope="module")
def study() -> ModuleType:
    """Load rotation_world.py from beside the project; skip where it is missing, fail in CI."""
    if not STUDY.exists():
        if os.environ.get("CI") == "true":
            pytest.fail(f"{STUDY} is missing")
        pytest.skip(f"{STUDY} is not beside the project")
    spec = importlib.util.spec_from_file_location("rotation_world", STUDY)
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    sys.modules["rotation_world"] = module
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize(("attendance", "scenario"), [(REAL, "real"), (FULL, "full")], ids=["real", "full"])
@pytest.mark.parametrize("members", [5, 12, 30])
def test_every_draw_is_the_studys(study: ModuleType, members: int, attendance: Attendance, scenario: str) -> None:
    ours, theirs = World(members, 7, 3, attendance), study.World(members, 7, scenario, 3)
    for week in range(52):
        now = ours.week(week)
        room, ready = theirs.step(week)
        assert {one - 1: can for one, can in now.room.items()} == room
        assert {one - 1 for one in now.posts} == set(ready)
        rows, fit = theirs.fit_tables(week, ready), ours.fit(week, now.posts)
        for one in theirs.active():
            expected = dict(zip(ready, rows[one.prof], strict=True))
            assert {a: fit[one.id + 1, a + 1] for a in ready if a != one.id} == {
                a: cost for a, cost in expected.items() if a != one.id
            }
    assert {(i - 1, a - 1) for i, a in ours.parted} == theirs.conflicts
    assert [one.left for one in ours.inhabitants] == [one.left for one in theirs.members]


def test_a_share_of_attendance_is_met() -> None:
    world = World(30, 1, 2, Attendance(real=False, there=0.7))
    there = [can > 0 for week in range(52) for can in world.week(week).room.values()]
    assert 0.67 < sum(there) / len(there) < 0.73
    assert {one.habit for one in world.inhabitants} == {Habit.STEADY}
    assert not world.parted


def test_people_skip_and_forget_as_their_habit_is() -> None:
    world = World(30, 1, 2)
    done = {habit: [0, 0] for habit in Habit}
    for week in range(52):
        for one in world.inhabitants:
            for author in range(1, 31):
                done[one.habit][world.does(week, one.id, author)] += 1
    shares = {habit: well / (well + undone) for habit, (undone, well) in done.items()}
    assert shares[Habit.STEADY] == 1
    assert shares[Habit.NEVER] == 0
    assert 0.88 < shares[Habit.CASUAL] < 0.92
    assert 0.48 < shares[Habit.HALF] < 0.52
