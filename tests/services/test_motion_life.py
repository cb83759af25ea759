"""A team's whole life: whatever people, clocks and sweeps do, in whatever order, it is as the model says."""

import os
import random
from collections.abc import Iterable

import pytest
from hypothesis import HealthCheck, Phase, seed, settings
from hypothesis.stateful import run_state_machine_as_test

from tests.services.lives.machine import Life
from tests.stores import Store

SEEDS = range(40)  # of `make test`
# Each seed is a run of its own with one life that was drawn, beside the simplest, in which nothing happens: in a longer
# run Hypothesis makes five of six lives by copying pieces of another one, and those show little that is new.
ONE_LIFE = settings(
    max_examples=2,
    stateful_step_count=60,
    database=None,
    deadline=None,
    report_multiple_bugs=False,
    suppress_health_check=list(HealthCheck),
)
UNSHRUNK = settings(ONE_LIFE, phases=[Phase.generate])


def live(store: Store, formed: str, seeds: Iterable[int], how: settings) -> None:
    """Run a life for each seed, on a copy of a formed team's store."""
    for number in seeds:

        class Here(Life):
            opened = staticmethod(lambda: store.copy(formed))

        run_state_machine_as_test(seed(number)(Here), settings=how)


@pytest.mark.timeout(600)  # only where it fails and has to be made short
def test_any_life(store: Store, formed: str) -> None:
    live(store, formed, SEEDS, ONE_LIFE)


@pytest.mark.torture
@pytest.mark.timeout(1500)
def test_many_lives(store: Store, formed: str) -> None:
    # In CI always the same ones: a change is held to what it changes.
    first, count = (1000, 60) if os.environ.get("TORTURE") == "ci" else (random.randrange(10**9), 1500)
    print(f"the seeds of these lives begin at {first}")
    live(store, formed, range(first, first + count), ONE_LIFE)
