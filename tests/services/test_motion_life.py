"""A team's whole life: whatever people, clocks and sweeps do, in whatever order, it is as the model says."""

import os

import pytest
from hypothesis import HealthCheck, settings
from hypothesis.stateful import run_state_machine_as_test

from tests.services.lives.machine import Life
from tests.stores import Store

QUICK = settings(
    max_examples=50,
    stateful_step_count=60,
    derandomize=True,
    database=None,
    deadline=None,
    suppress_health_check=list(HealthCheck),
)


def live(store: Store, formed: str, how: settings) -> None:
    """Run lives on copies of a formed team's store."""

    class Here(Life):
        opened = staticmethod(lambda: store.copy(formed))

    run_state_machine_as_test(Here, settings=how)


def test_any_life(store: Store, formed: str) -> None:
    live(store, formed, QUICK)


@pytest.mark.torture
@pytest.mark.timeout(1500)
def test_many_lives(store: Store, formed: str) -> None:
    examples = 300 if os.environ.get("TORTURE") == "ci" else 3000
    live(store, formed, settings(QUICK, max_examples=examples, stateful_step_count=60, derandomize=False))
