"""How motions are counted and timed: every count of every electorate up to twelve against product.md's own words."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from teambot.domain.motions import (
    ANSWER_KEPT,
    EARLIEST,
    Choice,
    CountRule,
    MotionKind,
    Outcome,
    Tally,
    Vote,
    answer_ends,
    answer_moved,
    answer_opened,
    answer_starts,
    can_carry,
    closes,
    closes_early,
    decides,
    outcome,
    quorum,
    shows_totals,
    tally,
)
from teambot.domain.rules import Share, VotingRules, count_rule
from teambot.domain.standings import Absence
from tests.domain.by_the_words import SHARES, by_the_words

NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
DAY = timedelta(days=1)
YES, NO, ABSTAIN = Choice.YES, Choice.NO, Choice.ABSTAIN

# Each row: a kind, the rules of a team, and the share that product.md or the changed rule asks for.
COUNTED = [
    *((MotionKind.ADMIT, VotingRules(admission_share=share), share) for share in Share),
    *((MotionKind.AMEND, VotingRules(charter_share=share), share) for share in Share),
    *((MotionKind.RULE, VotingRules(charter_share=share), share) for share in Share),
    (MotionKind.REMOVE, VotingRules(), Share.TWO_THIRDS),
    (MotionKind.REMOVE, VotingRules(removal_share=Share.THREE_QUARTERS), Share.THREE_QUARTERS),
    *(
        (kind, VotingRules(admission_share=Share.THREE_QUARTERS, charter_share=Share.THREE_QUARTERS), Share.HALF)
        for kind in (MotionKind.NAME_STEWARD, MotionKind.RELEASE_STEWARD, MotionKind.CLOSE_TEAM, MotionKind.OTHER)
    ),
]


def every_count(electorate: int) -> Iterator[Tally]:
    """Every way in which so many electors can have voted."""
    for yes, no in product(range(electorate + 1), repeat=2):
        for abstain in range(electorate - yes - no + 1):
            yield Tally(electorate, yes, no, abstain)


def test_every_kind_is_counted_here() -> None:
    assert {kind for kind, _, _ in COUNTED} == set(MotionKind)
    assert set(SHARES) == set(Share)


@pytest.mark.parametrize(("kind", "rules", "share"), COUNTED, ids=[f"{kind}-{share}" for kind, _, share in COUNTED])
@pytest.mark.parametrize("electorate", range(1, 13))
def test_every_count_of_every_electorate(electorate: int, kind: MotionKind, rules: VotingRules, share: Share) -> None:
    rule = count_rule(kind, rules)
    wrong = [
        (count, said, meant)
        for count in every_count(electorate)
        if (said := outcome(rule, count)) is not (meant := by_the_words(kind, share, count))
    ]
    assert wrong == []


# Each row: what it shows, kind, electorate, yes, no, abstain, and the outcome (default rules).
BY_HAND = [
    ("two of two", MotionKind.ADMIT, 2, 2, 0, 0, Outcome.CARRIED),
    ("one of one is not two", MotionKind.ADMIT, 1, 1, 0, 0, Outcome.NOT_CARRIED),
    ("the quorum of five is three", MotionKind.ADMIT, 5, 2, 0, 0, Outcome.NO_QUORUM),
    ("an abstention makes the quorum", MotionKind.ADMIT, 5, 2, 0, 1, Outcome.CARRIED),
    ("exactly two thirds", MotionKind.ADMIT, 6, 4, 2, 0, Outcome.CARRIED),
    ("just under two thirds", MotionKind.ADMIT, 11, 7, 4, 0, Outcome.NOT_CARRIED),
    ("abstentions are not in the share", MotionKind.AMEND, 9, 2, 1, 6, Outcome.CARRIED),
    ("a tie", MotionKind.OTHER, 6, 3, 3, 0, Outcome.NOT_CARRIED),
    ("more than half", MotionKind.OTHER, 7, 4, 3, 0, Outcome.CARRIED),
    ("abstentions alone", MotionKind.OTHER, 4, 0, 0, 4, Outcome.NOT_CARRIED),
    ("a removal by three of three", MotionKind.REMOVE, 3, 3, 0, 0, Outcome.CARRIED),
    ("two of three are two thirds, and two people", MotionKind.REMOVE, 3, 2, 0, 1, Outcome.NOT_CARRIED),
    ("of those who kept silent, too", MotionKind.REMOVE, 6, 3, 0, 0, Outcome.NOT_CARRIED),
    ("four of six", MotionKind.REMOVE, 6, 4, 2, 0, Outcome.CARRIED),
    ("seven of eleven are under two thirds", MotionKind.REMOVE, 11, 7, 0, 4, Outcome.NOT_CARRIED),
    ("eight of twelve", MotionKind.REMOVE, 12, 8, 0, 0, Outcome.CARRIED),
    ("nobody is left", MotionKind.OTHER, 0, 0, 0, 0, Outcome.NO_QUORUM),
]


@pytest.mark.parametrize(
    ("kind", "electorate", "yes", "no", "abstain", "ended"),
    [row[1:] for row in BY_HAND],
    ids=[row[0] for row in BY_HAND],
)
def test_counts_by_hand(kind: MotionKind, electorate: int, yes: int, no: int, abstain: int, ended: Outcome) -> None:
    assert outcome(count_rule(kind, VotingRules()), Tally(electorate, yes, no, abstain)) is ended


@pytest.mark.parametrize(("electorate", "half"), list(enumerate([0, 1, 1, 2, 2, 3, 3, 4, 4, 5, 5, 6, 6])))
def test_the_quorum_is_half_rounded_up(electorate: int, half: int) -> None:
    assert quorum(electorate) == half


@pytest.mark.parametrize("kind", MotionKind)
def test_how_few_can_carry_it(kind: MotionKind) -> None:
    rule = count_rule(kind, VotingRules())
    for electorate in range(13):
        possible = any(outcome(rule, count) is Outcome.CARRIED for count in every_count(electorate))
        assert can_carry(rule, electorate) is possible


# Each row: what it shows, the electorate as (away at the opening, present, choice), and the count.
COUNTS = [
    ("all here, all voted", [(False, True, YES), (False, True, NO)], Tally(2, 1, 1, 0)),
    ("who keeps silent is in the electorate", [(False, True, YES), (False, True, None)], Tally(2, 1, 0, 0)),
    ("who was away and kept silent is not", [(False, True, YES), (True, True, None)], Tally(1, 1, 0, 0)),
    ("who was away and voted is", [(False, True, YES), (True, True, NO)], Tally(2, 1, 1, 0)),
    ("an abstention of somebody away counts them", [(True, True, ABSTAIN)], Tally(1, 0, 0, 1)),
    ("who left drops out of both sides", [(False, True, YES), (False, False, YES)], Tally(1, 1, 0, 0)),
    ("without a ballot, too", [(False, True, YES), (False, False, None)], Tally(1, 1, 0, 0)),
    ("who was away, voted and left", [(True, False, NO)], Tally(0, 0, 0, 0)),
    ("nobody", [], Tally(0, 0, 0, 0)),
]


@pytest.mark.parametrize(("votes", "count"), [row[1:] for row in COUNTS], ids=[row[0] for row in COUNTS])
def test_who_counts(votes: list[tuple[bool, bool, Choice | None]], count: Tally) -> None:
    assert tally(Vote(*vote) for vote in votes) == count


VOTES = st.lists(st.builds(Vote, st.booleans(), st.booleans(), st.sampled_from([None, *Choice])), max_size=24)


@given(VOTES)
def test_a_count_is_a_count(votes: list[Vote]) -> None:
    count = tally(votes)
    here = [number for number, vote in enumerate(votes) if vote.present]
    voted = {number for number in here if votes[number].choice is not None}
    kept_silent = {number for number in here if votes[number].choice is None and not votes[number].away}
    assert count.electorate == len(voted | kept_silent)
    assert count.voted == len(voted)
    for choice, found in ((YES, count.yes), (NO, count.no), (ABSTAIN, count.abstain)):
        assert found == sum(votes[number].choice is choice for number in here)


@given(VOTES, st.booleans(), st.sampled_from([None, *Choice]))
def test_who_left_might_never_have_been_there(votes: list[Vote], away: bool, choice: Choice | None) -> None:
    assert tally([*votes, Vote(away, False, choice)]) == tally(votes)


@pytest.mark.parametrize("electorate", range(1, 13))
def test_totals_only_where_they_give_nobody_away(electorate: int) -> None:
    for count in every_count(electorate):
        seven = count.yes + count.no + count.abstain > 6
        sides = count.yes > 1 and count.no > 1
        assert shows_totals(count) is (seven and sides)


RUNS = [
    ("an admission", MotionKind.ADMIT, 3),
    ("the charter", MotionKind.AMEND, 5),
    ("a rule", MotionKind.RULE, 5),
    ("a steward to be", MotionKind.NAME_STEWARD, 5),
    ("a steward", MotionKind.RELEASE_STEWARD, 5),
    ("the end of the team", MotionKind.CLOSE_TEAM, 5),
    ("the rest", MotionKind.OTHER, 5),
    ("a removal", MotionKind.REMOVE, 7),
]


@pytest.mark.parametrize(("kind", "days"), [row[1:] for row in RUNS], ids=[row[0] for row in RUNS])
def test_how_long_a_vote_runs(kind: MotionKind, days: int) -> None:
    assert closes(NOON, count_rule(kind, VotingRules())) == NOON + days * DAY


@given(st.integers(-5, 30))
def test_no_vote_closes_under_72_hours(days: int) -> None:
    rule = CountRule(days, 1, 2, strictly=True, of_all=False, least_yes=2)
    assert closes(NOON, rule) - NOON == timedelta(hours=max(72, 24 * days))


MOMENT = timedelta(microseconds=1)
EARLY = [
    ("at 72 hours, everybody has voted", True, EARLIEST, True),
    ("a moment before", True, EARLIEST - MOMENT, False),
    ("somebody has not", False, EARLIEST, False),
    ("long after, everybody has", True, 6 * DAY, True),
    ("long after, somebody has not", False, 6 * DAY, False),
]


@pytest.mark.parametrize("kind", MotionKind)
@pytest.mark.parametrize(("everybody", "after", "early"), [row[1:] for row in EARLY], ids=[row[0] for row in EARLY])
def test_closing_early(kind: MotionKind, everybody: bool, after: timedelta, early: bool) -> None:
    closed = closes_early(kind, NOON, everybody=everybody, now=NOON + after)
    assert closed is (early and kind is not MotionKind.REMOVE)


# Days after the person was told: opened, away from, away until, the two days' start and their end.
ANSWERS = [
    ("opened at once", 0, None, 0, 2),
    ("opened on the third day", 3, None, 3, 5),
    ("never opened: they start after seven days", None, None, 7, 9),
    ("opened after that: they have run since the seventh", 8, None, 7, 9),
    ("opened while away: from their return", 1, (0, 4), 4, 6),
    ("never opened, and away on the seventh day", None, (6, 10), 10, 12),
    ("opened late, away on the seventh day", 9, (6, 10), 10, 12),
    ("back right on the seventh day", None, (2, 7), 7, 9),
    ("away before, and long back", 5, (0, 3), 5, 7),
    ("away from the middle of it: the second day comes later", 1, (2, 9), 1, 10),
    ("away for a day in the middle of it", 1, (2, 3), 1, 4),
    ("away from right at its end", 1, (3, 9), 1, 3),
    ("away from right at its start", 1, (1, 5), 5, 7),
    ("away long after", 0, (20, 30), 0, 2),
]


@pytest.mark.parametrize(
    ("read", "away", "starts", "ends"), [row[1:] for row in ANSWERS], ids=[row[0] for row in ANSWERS]
)
def test_the_time_to_answer(read: int | None, away: tuple[int, int] | None, starts: int, ends: int) -> None:
    absence = Absence(NOON + away[0] * DAY, NOON + away[1] * DAY) if away else None
    started = answer_starts(NOON, None if read is None else NOON + read * DAY, absence)
    assert started == NOON + starts * DAY
    assert answer_ends(started, absence) == NOON + ends * DAY


HOURS = st.integers(0, 24 * 30).map(lambda hours: timedelta(hours=hours))


@given(read=st.none() | HOURS, away=st.none() | st.tuples(HOURS, HOURS))
def test_two_whole_days_to_answer_are_never_spent_away(
    read: timedelta | None, away: tuple[timedelta, timedelta] | None
) -> None:
    absence = Absence(NOON + min(away), NOON + max(away)) if away else None
    starts = answer_starts(NOON, None if read is None else NOON + read, absence)
    ends = answer_ends(starts, absence)
    hours = [starts + timedelta(hours=hour) for hour in range(int((ends - starts) / timedelta(hours=1)))]
    here = [hour for hour in hours if absence is None or not absence.begins_at <= hour < absence.ends_at]
    assert len(here) == 48
    assert here[0] == starts  # they do not begin while the person is away,
    assert here[-1] == ends - timedelta(hours=1)  # nor do they end there
    assert starts <= max(NOON + timedelta(days=7), absence.ends_at if absence else NOON)
    if read is not None and read < timedelta(days=7):
        assert starts >= NOON + read


# Days after the person was told: opened, its end as it stood, the dates from now on, the day of the change, the end.
MOVED = [
    ("back early: two days from now", None, 32, (-5, 20), 20, 22),
    ("back when the dates were over, and they are forgotten", None, 21, None, 20, 22),
    ("away longer", None, 32, (-5, 40), 20, 42),
    ("away anew when the two days run: two from now, half a day of them before it", 20, 22, (21, 30), 20.5, 31.5),
    ("other dates, far ahead: they take nothing away", None, 21, (100, 110), 20, 22),
    ("dates that lie long after it change nothing", 1, 3, (20, 30), 2, 3),
    ("shorter dates, yet still away: two days after them", None, 50, (19, 25), 20, 27),
    ("away again and again: eight weeks at most", None, 55, (-5, 180), 54, 56),
    ("told with later dates than that: they stand", None, 182, (-5, 300), 100, 182),
    ("back from those: two days", None, 182, (-5, 100), 100, 102),
    ("changed an hour before the eight weeks: no more than them", None, 56, None, 55.5, 56),
]


@pytest.mark.parametrize(
    ("read", "stored", "away", "now", "ends"), [row[1:] for row in MOVED], ids=[row[0] for row in MOVED]
)
def test_the_time_to_answer_after_a_change(
    read: int | None, stored: int, away: tuple[int, int] | None, now: float, ends: float
) -> None:
    absence = Absence(NOON + away[0] * DAY, NOON + away[1] * DAY) if away else None
    opened = None if read is None else NOON + read * DAY
    assert answer_moved(NOON, opened, NOON + stored * DAY, absence, NOON + now * DAY) == NOON + ends * DAY


@given(
    stored=HOURS.map(lambda more: more + timedelta(days=9)),
    changes=st.lists(st.tuples(HOURS, st.none() | st.tuples(HOURS, HOURS), st.booleans()), min_size=1, max_size=8),
)
def test_nobody_loses_time_to_answer_and_nobody_stalls_it(
    stored: timedelta, changes: list[tuple[timedelta, tuple[timedelta, timedelta] | None, bool]]
) -> None:
    """Two days after the last change, or as late as it stood; never after eight weeks, or what it was when told."""
    ends, now, read = NOON + stored, NOON, None
    bound = max(ends, NOON + ANSWER_KEPT)
    for step, dates, opens in changes:
        now += step / 4
        if now >= ends:  # the vote has opened
            break
        absence = Absence(now + min(dates) - DAY, now + max(dates)) if dates else None
        after = answer_moved(NOON, read, ends, absence, now)
        assert min(ends, now + 2 * DAY) <= after <= bound
        if opens and read is None:
            read, opened = now, answer_opened(after, absence, now)
            assert min(after, now + 2 * DAY) <= opened <= after
            after = opened
        ends = after


@pytest.mark.parametrize("kind", MotionKind)
@given(data=st.data())
def test_an_admission_that_nobody_says_no_to_is_no_refusal(kind: MotionKind, data: st.DataObject) -> None:
    """Every other motion, and an admission with one No, is as it was counted."""
    yes, no, abstain, silent = (data.draw(st.integers(0, 4)) for _ in range(4))
    count, rule = Tally(yes + no + abstain + silent, yes, no, abstain), count_rule(kind, VotingRules())
    counted, decided = outcome(rule, count), decides(kind, rule, count)
    if kind is MotionKind.ADMIT and not no:
        assert decided is (Outcome.CARRIED if counted is Outcome.CARRIED else Outcome.NO_QUORUM)
    else:
        assert decided is counted
