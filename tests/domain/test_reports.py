"""To whom a report goes, in every constellation of stewards, owner, reporter and the person it is about."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from teambot.domain.members import Member
from teambot.domain.reports import route
from teambot.domain.standings import Absence, Standing
from teambot.errors import Refusal
from tests.services.conftest import START

OWNER = 900


def member(number: int, *, steward: bool = False, away: bool = False) -> Member:
    absence = Absence(START - timedelta(days=1), START + timedelta(days=1)) if away else None
    return Member(number, 1, Standing.MEMBER, number, f"M{number}", 1, None, absence=absence, steward=steward)


ANA, BEN, CHIDI = member(1), member(2), member(3)
STEWARD, OTHER, AWAY = member(11, steward=True), member(12, steward=True), member(13, steward=True, away=True)
ROUTES = [
    ("about nobody: the stewards", (STEWARD, OTHER), ANA, None, OWNER, "11 12 -"),
    ("about a member: the stewards", (STEWARD,), ANA, BEN, OWNER, "11 -"),
    ("about a steward: the others and the owner", (STEWARD, OTHER), ANA, STEWARD, OWNER, "12 900"),
    ("about the only steward: the owner", (STEWARD,), ANA, STEWARD, OWNER, "900"),
    ("no steward: the owner", (), ANA, BEN, OWNER, "900"),
    ("the only steward is away: the owner", (AWAY,), ANA, None, OWNER, "900"),
    ("a steward reports: the others", (STEWARD, OTHER), STEWARD, None, OWNER, "12 -"),
    ("the only steward reports: the owner", (STEWARD,), STEWARD, BEN, OWNER, "900"),
    ("the owner is a steward who reads it anyway", (STEWARD, OTHER), ANA, STEWARD, 12, "12 -"),
    ("about a steward who is the owner: the others alone", (STEWARD, OTHER), ANA, STEWARD, 11, "12 -"),
    ("about a steward, and the owner is not known now: the others", (STEWARD, OTHER), ANA, STEWARD, None, "12 -"),
    ("about the only steward, who is the owner", (STEWARD,), ANA, STEWARD, 11, None),
    ("no steward, and about the owner", (), ANA, BEN, 2, None),
    ("no steward, and the owner reports", (), ANA, None, 1, None),
    ("no steward, and the owner is not known now", (), ANA, None, None, None),
]


@pytest.mark.parametrize(
    ("stewards", "reporter", "about", "owner", "said"), [row[1:] for row in ROUTES], ids=[row[0] for row in ROUTES]
)
def test_who_reads_it(
    stewards: tuple[Member, ...], reporter: Member, about: Member | None, owner: int | None, said: str | None
) -> None:
    people = (ANA, BEN, CHIDI, *stewards)
    if said is None:
        with pytest.raises(Refusal, match="report-has-no-reader"):
            route(people, reporter=reporter, about=about, owner=owner, now=START)
        return
    way = route(people, reporter=reporter, about=about, owner=owner, now=START)
    assert " ".join(map(str, (*way.stewards, way.owner or "-"))).replace("900 -", "900") == said


PEOPLE = st.builds(lambda n, s, a: member(n, steward=s, away=a), st.integers(1, 8), st.booleans(), st.booleans())


@given(st.lists(PEOPLE, min_size=2, unique_by=lambda one: one.id), st.data())
def test_nobody_reads_what_is_about_them(people: list[Member], data: st.DataObject) -> None:
    reporter, about = data.draw(st.sampled_from(people)), data.draw(st.sampled_from([*people, None]))
    owner = data.draw(st.sampled_from([*(one.discord_id for one in people), OWNER, None]))
    try:
        way = route(people, reporter=reporter, about=about, owner=owner, now=START)
    except Refusal:
        return
    readers = {*way.stewards} | ({way.owner} if way.owner is not None else set())
    assert readers
    assert about is None or about.id not in readers
    assert reporter.id not in readers
    stewards = {one.id for one in people if one.steward}
    assert set(way.stewards) <= stewards
