"""Once a vote is over, nothing of who chose what is left: the file and its log are read as bytes, and the rows asked.

PostgreSQL keeps dead rows until it vacuums, and its log as it is set up: there the rows are what we can answer for.
"""

from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import timedelta
from pathlib import Path

import pytest

from teambot.domain.motions import Choice, MotionState
from teambot.services.caller import Caller
from teambot.services.motions.ballots import CastBallot
from teambot.services.motions.proposals import ProposeOther, ProposeRemoval
from teambot.services.motions.removals import AnswerConcern, Second
from teambot.services.standings.leaving import Leave
from tests.services.conftest import CHANNEL, GUILD, START
from tests.services.planted import PlantedHouse, planted
from tests.stores import Store

NOW = START + timedelta(days=1)
LATER = NOW + timedelta(days=7)
# Ids that stand nowhere else: six bytes in a record of SQLite, and no other number's.
PEOPLE = [0x51C3_A7E5_0B01 + 0x0101_0101 * number for number in range(4)]
CONCERN, ANSWER = "Kümmert sich um niemandes Beiträge.", "Ich war krank und bin zurück."


@pytest.fixture
async def team(store: Store, formed: str) -> AsyncIterator[PlantedHouse]:
    """The formed six, and four members whose ids can be found among bytes."""
    async with planted(store, formed) as house:
        for one in PEOPLE:
            await house.do(
                "INSERT INTO person (id, discord_id, name) VALUES (:id, :id, :name)", id=one, name=f"Person {one}"
            )
            await house.do(
                "INSERT INTO membership (id, team_id, person_id, standing, accepted_version, joined_at)"
                " VALUES (:id, 1, :id, 'member', 1, :now)",
                id=one,
                now=START,
            )
        yield house


def caller(house: PlantedHouse, one: int) -> Caller:
    """Click as one of PEOPLE."""
    return Caller(house.caller(0).interaction_id, GUILD, CHANNEL, None, one, f"Person {one}", "en-GB", False)


async def cast(house: PlantedHouse, motion_id: int, one: int, choice: Choice) -> None:
    await house.services.voting.cast(caller(house, one), CastBallot(motion_id, choice), NOW)


async def vote(house: PlantedHouse, motion_id: int) -> None:
    """Three of them choose, and one changes their mind."""
    for one, choice in zip(PEOPLE, (Choice.NO, Choice.NO, Choice.ABSTAIN), strict=False):
        await cast(house, motion_id, one, choice)
    await cast(house, motion_id, PEOPLE[1], Choice.YES)


async def open_vote(house: PlantedHouse) -> int:
    proposed = await house.services.voting.propose(house.caller(0), ProposeOther(house.team_id, "Shall we meet?"), NOW)
    return proposed.motion_id


async def open_removal(house: PlantedHouse) -> int:
    """A removal of the second of the six, with its concern and answer, that is voted on."""
    voting = house.services.voting
    said = ProposeRemoval(house.team_id, 2, CONCERN, 3)
    motion_id = (await voting.propose(house.caller(0), said, NOW)).motion_id
    await voting.second(house.caller(2), Second(motion_id, agreed=True), NOW)
    moved = await voting.answer(house.caller(1), AnswerConcern(motion_id, ANSWER), NOW)
    assert moved.state is MotionState.OPEN
    return motion_id


async def left(house: PlantedHouse) -> set[str]:
    """Name what ties a person to a choice, or says what a removal was about, in the rows and in the file's bytes."""
    found = set()
    asked = {
        "ballots": "SELECT count(*) FROM ballot",
        "electors": "SELECT count(*) FROM elector",
        "words": "SELECT count(*) FROM motion WHERE concern IS NOT NULL OR answer IS NOT NULL",
        "answers": "SELECT count(*) FROM interaction WHERE motion_id IS NOT NULL",
    }
    for name, sql in asked.items():
        if await house.rows(sql) != [(0,)]:
            found.add(name)
    if house.address.startswith("sqlite"):
        found |= {f"bytes of {name}" for name in in_bytes(Path(house.address.removeprefix("sqlite:///")))}
    return found


def in_bytes(path: Path) -> set[str]:
    """Look through the file and its log for records as SQLite writes them.

    A ballot's record is its motion's id, the membership's in six bytes, and the choice, with nothing between them.
    """
    stored = path.read_bytes()
    log = path.with_name(f"{path.name}-wal")
    stored += log.read_bytes() if log.exists() else b""
    ids = [one.to_bytes(6, "big") for one in PEOPLE]
    patterns = {
        "ballots": [one + str(choice).encode() for one in ids for choice in Choice],
        "concern": [CONCERN.encode()],
        "answer": [ANSWER.encode()],
        "receipts": [b'"BallotCast"'],
    }
    return {name for name, looked_for in patterns.items() if any(one in stored for one in looked_for)}


ROWS = {"ballots", "electors", "answers"}


def all_of(house: PlantedHouse, *more: str) -> set[str]:
    """Give what is there while a vote runs."""
    in_file = house.address.startswith("sqlite")
    names = {*ROWS, *({"words"} if more else ())}
    return names | ({f"bytes of {name}" for name in ("ballots", "receipts", *more)} if in_file else set())


async def test_nothing_of_a_closed_vote_is_left(team: PlantedHouse) -> None:
    motion_id = await open_vote(team)
    await vote(team, motion_id)
    assert await left(team) == all_of(team)
    assert await team.services.voting.close_due(LATER) == 1
    assert await left(team) == set()
    assert await team.rows("SELECT choice FROM slip ORDER BY choice") == [("abstain",), ("no",), ("yes",)]


async def test_nothing_of_a_removal_is_left(team: PlantedHouse) -> None:
    motion_id = await open_removal(team)
    await vote(team, motion_id)
    assert await left(team) == all_of(team, "concern", "answer")
    assert await team.services.voting.close_due(LATER) == 1
    assert await left(team) == set()


async def withdrawn(house: PlantedHouse, motion_id: int) -> None:
    await house.services.voting.withdraw(house.caller(0), motion_id, NOW)


async def paused(house: PlantedHouse, motion_id: int) -> None:
    await house.services.voting.take_pause(house.caller(1), motion_id, NOW)


async def proposer_left(house: PlantedHouse, motion_id: int) -> None:
    await house.services.standings.leave(
        house.caller(0), Leave(house.team_id, listed=False, goodbye=False, words=""), NOW
    )


@pytest.mark.parametrize("ends", [withdrawn, paused, proposer_left])
async def test_nothing_is_left_where_it_ends_without_a_count(
    team: PlantedHouse, ends: Callable[[PlantedHouse, int], Awaitable[None]]
) -> None:
    motion_id = await open_removal(team)
    await vote(team, motion_id)
    assert await left(team) == all_of(team, "concern", "answer")
    await ends(team, motion_id)
    await team.services.voting.close_due(NOW + timedelta(minutes=1))  # the next sweep
    assert await left(team) == set()


async def test_nothing_is_left_though_the_bot_was_down_for_days(team: PlantedHouse) -> None:
    """Killed after it was taken back and before the next sweep: the first one after the start cuts the log."""
    motion_id = await open_removal(team)
    await vote(team, motion_id)
    await withdrawn(team, motion_id)
    await team.services.voting.close_due(NOW + timedelta(days=9))
    assert await left(team) == set()


async def test_a_vote_that_goes_on_keeps_its_own(team: PlantedHouse) -> None:
    """What one close erases is its own: the ballots of a vote beside it stand, and go with that one."""
    first, second = await open_vote(team), await open_removal_by_another(team)
    await vote(team, first)
    await vote(team, second)
    assert await team.services.voting.close_due(NOW + timedelta(days=5)) == 1
    assert await left(team) == all_of(team, "concern", "answer")
    assert await team.services.voting.close_due(LATER) == 1
    assert await left(team) == set()


async def open_removal_by_another(house: PlantedHouse) -> int:
    voting = house.services.voting
    motion_id = (await voting.propose(house.caller(4), ProposeRemoval(house.team_id, 2, CONCERN, 3), NOW)).motion_id
    await voting.second(house.caller(2), Second(motion_id, agreed=True), NOW)
    await voting.answer(house.caller(1), AnswerConcern(motion_id, ANSWER), NOW)
    return motion_id
