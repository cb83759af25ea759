"""Each interaction counts once."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import Engine

from teambot.errors import Refusal
from teambot.storage.interactions import once, purge_interactions
from teambot.storage.tables import interaction


class Mood(StrEnum):
    CALM = "calm"
    GLAD = "glad"


@dataclass(frozen=True, slots=True)
class PushDone:
    title: str
    count: int
    late: bool
    at: datetime
    mood: Mood
    link: str | None = None
    maybe: Mood | None = None
    names: tuple[str, ...] = ()
    pairs: tuple[tuple[int, datetime | None], ...] = ()


@dataclass(frozen=True, slots=True)
class PushSkipped:
    reasons: list[str]


moments = st.datetimes(timezones=st.just(UTC))
answers = st.builds(
    PushDone,
    title=st.text(),
    count=st.integers(),
    late=st.booleans(),
    at=moments,
    mood=st.sampled_from(Mood),
    link=st.none() | st.text(),
    maybe=st.none() | st.sampled_from(Mood),
    names=st.lists(st.text()).map(tuple),
    pairs=st.lists(st.tuples(st.integers(), st.none() | moments)).map(tuple),
)


def test_a_repeated_interaction_gets_the_same_answer_and_decides_nothing(engine: Engine, now: datetime) -> None:
    decided: list[int] = []

    def decide() -> PushDone:
        decided.append(1)
        return PushDone("Tulips", len(decided), False, now, Mood.GLAD)

    for _ in range(3):
        with engine.connect() as tx:
            answer = once(tx, 2**63 - 1, PushDone, now, decide)
            tx.commit()
        assert answer == PushDone("Tulips", 1, False, now, Mood.GLAD)
        assert answer.mood is Mood.GLAD
    assert decided == [1]


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Engine:
    from teambot.storage.engine import open_engine
    from teambot.storage.schema import migrate

    folder = tmp_path_factory.mktemp("interactions")
    engine = open_engine(folder / "bot.db")
    migrate(engine, folder, datetime(2026, 11, 22, tzinfo=UTC))
    return engine


@given(answer=answers)
def test_whatever_is_answered_comes_back_equal(shared: Engine, answer: PushDone) -> None:
    now = datetime(2026, 11, 22, tzinfo=UTC)
    with shared.connect() as tx:  # never committed: each example begins with none
        assert once(tx, 1, PushDone, now, lambda: answer) is answer
        kept = once(tx, 1, PushDone, now, lambda: pytest.fail("decided twice"))
    assert kept == answer
    assert [type(one) for one in (kept.late, kept.count, kept.mood)] == [bool, int, Mood]


def test_a_refusal_is_not_kept(engine: Engine, now: datetime) -> None:
    def refuse() -> PushDone:
        raise Refusal("own-post")

    with engine.connect() as tx:
        with pytest.raises(Refusal):
            once(tx, 1, PushDone, now, refuse)
        assert once(tx, 1, PushDone, now, lambda: PushDone("a", 1, True, now, Mood.CALM)).count == 1


def test_what_cannot_be_kept_is_a_bug_at_its_first_use(engine: Engine, now: datetime) -> None:
    naive = PushDone("a", 1, False, now.replace(tzinfo=None), Mood.CALM)
    listed = PushSkipped(["a"])
    inside = PushDone("a", 1, False, now, Mood.CALM, names=(Mood.CALM,))
    with engine.connect() as tx:
        for answer in (naive, listed, inside):
            with pytest.raises(TypeError, match="cannot hold"):
                once(tx, 1, type(answer), now, lambda answer=answer: answer)  # type: ignore[misc]
        with pytest.raises(TypeError, match="PushSkipped is no PushDone"):
            once(tx, 1, PushDone, now, lambda: listed)  # type: ignore[arg-type, return-value]


def test_an_interaction_of_another_kind_is_a_bug(engine: Engine, now: datetime) -> None:
    with engine.connect() as tx:
        once(tx, 1, PushDone, now, lambda: PushDone("a", 1, False, now, Mood.CALM))
        with pytest.raises(TypeError, match="answered by PushDone"):
            once(tx, 1, PushSkipped, now, lambda: PushSkipped([]))


def test_old_answers_are_forgotten(engine: Engine, now: datetime) -> None:
    with engine.connect() as tx:
        for number, at in enumerate((now - timedelta(days=2), now)):
            once(tx, number, PushDone, at, lambda: PushDone("a", 1, False, now, Mood.CALM))
        assert purge_interactions(tx, now - timedelta(days=1)) == 1
        assert [row.id for row in tx.execute(interaction.select())] == [1]
