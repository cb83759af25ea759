"""Random teams for the rotation's tests, and the yardstick beside the project."""

import importlib.util
import os
import random
import sys
from collections.abc import Iterable, Mapping
from pathlib import Path
from types import ModuleType

import pytest
from hypothesis import strategies as st

from teambot.domain.fit import Facts, Season
from teambot.domain.rotation import Inputs, Plan, RotationRules

YARDSTICK = Path(__file__).resolve().parents[3] / "shared" / "rotation_reference.py"


def yardstick() -> ModuleType:
    """Load rotation_reference.py from beside the project; skip where it is missing, fail in CI."""
    if not YARDSTICK.exists():
        if os.environ.get("CI") == "true":
            pytest.fail(f"{YARDSTICK} is missing")
        pytest.skip(f"{YARDSTICK} is not beside the project")
    spec = importlib.util.spec_from_file_location("rotation_reference", YARDSTICK)
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    sys.modules["rotation_reference"] = module  # its dataclasses look themselves up
    spec.loader.exec_module(module)
    return module


# A seed and not hypothesis's own random: thousands of single choices would make shrinking take minutes.
SEEDED = st.integers(0, 2**32).map(random.Random)
SPEAKING = [Facts(Season.SUMMER), Facts(topic="tea"), Facts(Season.IN_SEASON, "tea, iced")]


@st.composite
def teams(draw: st.DrawFn, *, most: int = 9, never: bool = True, least: int = 0, rooms: int = 5) -> Inputs:
    """One week of a team of any size, room, balance and history."""
    ids = draw(st.lists(st.integers(1, 2**53), min_size=least, max_size=most, unique=True))
    rng = draw(SEEDED)
    load = draw(st.integers(1, 3))
    sharing = draw(st.sampled_from([0.25, 0.6, 1.0]))
    refused = draw(st.sampled_from([0.0, 0.05, 0.3, 0.8])) if never else 0.0
    pairs = [(i, a) for i in ids for a in ids if i != a]
    return Inputs(
        team=draw(st.integers(1, 2**40)),
        week=f"2026-W{draw(st.integers(1, 53)):02d}",
        room={i: rng.choice([0, 1, load, load, load, rooms]) for i in ids},
        posts=frozenset(i for i in ids if rng.random() < sharing),
        balance={i: rng.randint(-6, 8) for i in ids if rng.random() < 0.9},
        waited={i: rng.randint(0, 5) for i in ids},
        pair={pair: rng.randint(0, 4) for pair in pairs if rng.random() < 0.7},
        fit={pair: rng.randint(0, 9) for pair in pairs if rng.random() < 0.7},
        never=frozenset(pair for pair in pairs if rng.random() < refused),
        rules=RotationRules(load),
        trusted={i: max(load, rng.randint(0, rooms)) for i in ids if rng.random() < 0.5},
        build=draw(st.integers(0, 2)),
        facts={pair: rng.choice(SPEAKING) for pair in pairs if rng.random() < 0.3},
    )


def pairs_of(plan: Plan) -> list[tuple[int, int]]:
    return [(i, a) for a, pushers in plan.pushers.items() for i in pushers]


def cost_of(inputs: Inputs, pairs: list[tuple[int, int]]) -> int:
    return sum(inputs.cost(i, a) for i, a in pairs)


def full_week(members: int, load: int, week: int, balance: dict[int, int], pair: dict[tuple[int, int], int]) -> Inputs:
    """Everybody is there, has a post, and takes `load` assignments."""
    everyone = range(100, 100 + members)
    return Inputs(
        team=7,
        week=f"2026-W{week:02d}",
        room=dict.fromkeys(everyone, load),
        posts=frozenset(everyone),
        balance=balance,
        pair=pair,
        rules=RotationRules(load),
    )


def mutual_in(pushers: Mapping[int, Iterable[int]]) -> int:
    """Say how many pairs of members recommend one another."""
    pairs = {(i, a) for a, givers in pushers.items() for i in givers}
    return sum((a, i) in pairs for i, a in pairs) // 2
