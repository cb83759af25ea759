"""Ballots against the close, within milliseconds around the end, from several processes: what was said counts.

Two processes cast and two sweep, on one store. A thousand races are run by `make torture`, 300 in CI, 60 by `make
test`.
"""

import json
import os
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from teambot.domain.motions import Choice, MotionKind, MotionState, Tally
from teambot.domain.rules import Share, VotingRules, count_rule
from teambot.storage import motions
from teambot.storage.engine import open_engine
from teambot.storage.tables import ballot, elector, interaction, motion, slip
from tests.domain.by_the_words import by_the_words
from tests.services.racing import told
from tests.stores import Store

ROOT = Path(__file__).parents[2]
ELECTORS = (1, 2, 3, 4, 5, 6)
GAPS = {"sqlite": "0.1", "postgresql": "0.05"}  # seconds between two ends: a file has one writer at a time


def prepare(address: str, count: int) -> int:
    """Open so many votes; gives the id of the first."""
    engine = open_engine(address)
    with engine.begin() as tx:
        rule, opened = count_rule(MotionKind.OTHER, VotingRules()), datetime.now(UTC)
        later = {"opened_at": opened, "closes_at": opened + timedelta(days=5), "proposal": {"words": "Shall we?"}}
        ids = [motions.add(tx, 1, MotionKind.OTHER, MotionState.OPEN, rule, opened, **later) for _ in range(count)]
        for one in ids:
            motions.freeze(tx, one, [(who, False) for who in ELECTORS])
    engine.dispose()
    assert ids == list(range(ids[0], ids[0] + count))
    return ids[0]


def set_ends(address: str, first_id: int, count: int, first: datetime, gap: str) -> None:
    """Give the votes their ends."""
    engine = open_engine(address)
    with engine.begin() as tx:
        for number in range(count):
            motions.change(tx, first_id + number, closes_at=told(first, number, gap))
    engine.dispose()


@contextmanager
def racer(*words: object) -> Iterator["subprocess.Popen[str]"]:
    """Run a part of racing.py; it is ended with the block."""
    command = [sys.executable, "-m", "tests.services.racing", *map(str, words)]
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
    process = subprocess.Popen(command, cwd=ROOT, text=True, **pipes)
    try:
        yield process
    finally:
        process.kill()
        process.communicate()


def race(address: str, count: int, gap: str) -> list[dict[str, object]]:
    """Run the processes to their end; gives what each of them said."""
    first_id = prepare(address, count)
    with ExitStack() as stack:
        votes = [
            stack.enter_context(racer("vote", address, people, seed, first_id, count, gap))
            for seed, people in ((1, "1,3,5"), (2, "2,4,6"))
        ]
        closes = [stack.enter_context(racer("close", address, seed, count, gap)) for seed in (3, 4)]
        for process in votes + closes:
            assert process.stdout is not None
            assert process.stdout.readline() == "ready\n"
        first = datetime.now(UTC) + timedelta(seconds=0.5 + count / 1000)
        set_ends(address, first_id, count, first, gap)
        said = []
        for process in votes + closes:
            assert process.stdin is not None
            process.stdin.write(f"{first.isoformat()}\n")
            process.stdin.flush()
        for process in votes + closes:
            out, err = process.communicate(timeout=300)
            assert process.returncode == 0, err
            said.append(json.loads(out.splitlines()[-1]))
        return said


def check(address: str, count: int, said: list[dict[str, object]]) -> None:
    """Compare the store with what voters were told."""
    engine = open_engine(address)
    with engine.connect() as tx:
        m = motion.c
        stored = {row[0]: row for row in tx.execute(select(m.id, m.state, m.outcome, m.electorate, m.closes_at))}
        slips = Counter(tuple(row) for row in tx.execute(select(slip.c.motion_id, slip.c.choice)))
        left = [tx.execute(select(table.c.motion_id)).all() for table in (ballot, elector)]
        answers = tx.execute(select(interaction.c.id).where(interaction.c.motion_id.is_not(None))).all()
    engine.dispose()
    stands: dict[tuple[int, int], str] = {}
    for voter in said[:2]:
        for motion_id, who, choice, at in voter["cast"]:
            assert datetime.fromisoformat(at) < stored[motion_id][4], "a ballot was taken at the end or after it"
            stands[motion_id, who] = choice  # a voter's own ballots come one after the other
    assert slips == Counter((motion_id, choice) for (motion_id, _), choice in stands.items())
    for motion_id, state, outcome, electorate, _ in stored.values():
        counted = [slips[motion_id, str(one)] for one in (Choice.YES, Choice.NO, Choice.ABSTAIN)]
        assert (state, electorate) == ("closed", len(ELECTORS))
        assert outcome == by_the_words(MotionKind.OTHER, Share.HALF, Tally(electorate, *counted))
    assert left == [[], []]
    assert answers == []
    assert sum(closer["closed"] for closer in said[2:]) == count, "a vote was closed twice, or never"
    refused = Counter[str]()
    for voter in said[:2]:
        refused.update(voter["refused"])
    print(f"{count} races: {len(stands)} ballots stand, refused {dict(refused)}")
    assert set(refused) <= {"vote-over", "motion-closed", "cannot-save"}
    assert len(stands) > count / 4, "no race: nearly all came too late"
    assert refused["vote-over"] + refused["motion-closed"] > count / 4, "no race: nearly all came in time"


def test_what_was_taken_is_counted(store: Store, formed: str) -> None:
    address = store.copy(formed)
    check(address, 60, race(address, 60, GAPS[store.kind]))


@pytest.mark.torture
@pytest.mark.timeout(600)
def test_a_thousand_races(store: Store, formed: str) -> None:
    address, count = store.copy(formed), 300 if os.environ.get("TORTURE") == "ci" else 1000
    check(address, count, race(address, count, GAPS[store.kind]))
