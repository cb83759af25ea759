"""The test of the test: faults that are put in on purpose, each found by the lives as `make test` runs them.

No step is written by hand for any of them, and the seeds are fixed: lives that stop finding one have grown blind.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest

from teambot.domain import motions as counting
from teambot.domain.members import Member, Team
from teambot.domain.motions import Choice, CountRule, MotionKind, NotNow, Outcome, Tally, Vote
from teambot.domain.standings import Standing
from teambot.services.caller import Caller
from teambot.services.motions import ballots, closing, proposals
from teambot.services.motions import opening as motions_service
from teambot.services.standings import departures
from teambot.storage import due_motions, members, motions
from teambot.storage.motions import Elector, Motion
from teambot.storage.runner import Tx
from tests.services.conftest import in_a_loop
from tests.services.planted import form
from tests.services.test_motion_life import SEEDS, UNSHRUNK, live
from tests.stores import Store

Put = Callable[[Any, str, Any], None]


def late(put: Put) -> None:
    real = ballots.check_running

    def check_running(motion: Motion, now: datetime) -> None:
        real(motion, min(now, (motion.closes_at or now) - timedelta(microseconds=1)))

    put(ballots, "check_running", check_running)


def from_anybody(put: Put) -> None:
    known, cast = motions.electors, motions.cast

    def electors(tx: Tx, motion_id: int) -> list[Elector]:
        electorate = known(tx, motion_id)
        asked = {one.membership_id for one in electorate}
        people = members.all_of(tx, 1, Standing.MEMBER)
        return electorate + [Elector(one.id, True, one.standing, None, ()) for one in people if one.id not in asked]

    def as_elector(tx: Tx, motion_id: int, who: int, choice: Choice, reasons: Sequence[NotNow]) -> bool:
        if who not in {one.membership_id for one in known(tx, motion_id)}:
            motions.freeze(tx, motion_id, [(who, False)])
        return cast(tx, motion_id, who, choice, reasons)

    put(motions, "electors", electors)
    put(motions, "cast", as_elector)


def counted_for_each_change(put: Put) -> None:
    cast, known = motions.cast, motions.electors
    changed: list[tuple[str, int, int]] = []

    def noting(tx: Tx, motion_id: int, who: int, choice: Choice, reasons: Sequence[NotNow]) -> bool:
        again = cast(tx, motion_id, who, choice, reasons)
        changed.extend([(str(tx.engine.url), motion_id, who)] * again)
        return again

    def electors(tx: Tx, motion_id: int) -> list[Elector]:
        here = (str(tx.engine.url), motion_id)
        return [one for one in known(tx, motion_id) for _ in range(1 + changed.count((*here, one.membership_id)))]

    put(motions, "cast", noting)
    put(motions, "electors", electors)


def of_who_left(put: Put) -> None:
    """They stay in the electorate, and their ballot counts, in what they voted on."""
    real = motions.drop_elector

    def drop_elector(tx: Tx, membership_id: int) -> list[int]:
        voted = [
            motion.id
            for motion in motions.live(tx, 1)
            for one in motions.electors(tx, motion.id)
            if one.membership_id == membership_id and one.choice is not None
        ]
        return [] if voted else real(tx, membership_id)

    put(motions, "drop_elector", drop_elector)
    put(Elector, "vote", lambda one: Vote(one.away, one.standing in (Standing.MEMBER, Standing.ALUMNUS), one.choice))


def of_the_person_concerned(put: Put) -> None:
    electorate, enter = motions_service.electorate, proposals.enter_motion

    def enter_motion(tx: Tx, caller: Caller, motion_id: int) -> tuple[Team, Member | None, Motion]:
        team, member, motion = enter(tx, caller, motion_id)
        return team, member, replace(motion, subject_id=None)

    put(motions_service, "electorate", lambda tx, team_id, _, now: electorate(tx, team_id, None, now))
    put(ballots, "enter_motion", enter_motion)


def of_who_is_paused(put: Put) -> None:
    put(Elector, "vote", lambda one: Vote(one.away, True, one.choice))


def silent_though_away(put: Put) -> None:
    real = closing.tally

    def tally(votes: Iterable[Vote]) -> Tally:
        return real(replace(vote, away=False) for vote in votes)

    put(closing, "tally", tally)


def away_today(put: Put) -> None:
    """Who is away counts as such by the dates of the close, and not of the opening."""
    put(motions_service, "electorate", _nobody_away(motions_service.electorate))


def _nobody_away(real: Callable[..., list[tuple[int, bool]]]) -> Callable[..., list[tuple[int, bool]]]:
    return lambda *asked: [(who, False) for who, _ in real(*asked)]


def quorum_rounded_down(put: Put) -> None:
    put(counting, "quorum", lambda electorate: electorate // 2)


def abstentions_make_no_quorum(put: Put) -> None:
    real = counting.outcome
    put(counting, "outcome", lambda rule, count: real(rule, count) if count.yes + count.no else Outcome.NO_QUORUM)


def ties_carry(put: Put) -> None:
    real = counting.outcome

    def outcome(rule: CountRule, count: Tally) -> Outcome:
        tie = count.yes == count.no and count.yes >= rule.least_yes and not rule.of_all
        return Outcome.CARRIED if tie and count.voted >= counting.quorum(count.electorate) else real(rule, count)

    put(counting, "outcome", outcome)


def removal_by_those_who_voted(put: Put) -> None:
    real = counting.outcome
    put(counting, "outcome", lambda rule, count: real(replace(rule, of_all=False), count))


def early_while_somebody_has_not_voted(put: Put) -> None:
    real = closing.closes_early

    def closes_early(kind: MotionKind, opened_at: datetime, *, everybody: bool, now: datetime) -> bool:
        return real(kind, opened_at, everybody=True, now=now)

    put(closing, "closes_early", closes_early)
    put(due_motions, "_DUE_TO_CLOSE", due_motions._OPEN)


def ballots_kept(put: Put) -> None:
    real = motions.erase_choices

    def erase_choices(tx: Tx, motion_id: int, *, keep: Sequence[Choice]) -> None:
        kept = [one for one in motions.electors(tx, motion_id) if one.choice is not None]
        real(tx, motion_id, keep=keep)
        for one in kept[-1:]:
            motions.freeze(tx, motion_id, [(one.membership_id, one.away)])
            motions.cast(tx, motion_id, one.membership_id, Choice.ABSTAIN, ())

    put(motions, "erase_choices", erase_choices)


def motions_of_who_left_go_on(put: Put) -> None:
    real = departures.end
    put(departures, "end", lambda *said: None if said[3] == "proposer_left" else real(*said))


FAULTS: list[tuple[str, Callable[[Put], None]]] = [
    ("a late ballot is counted", late),
    ("a ballot of a non-elector is counted", from_anybody),
    ("a changed ballot is counted twice", counted_for_each_change),
    ("the ballot of somebody who left is counted", of_who_left),
    ("the ballot of the person concerned is counted", of_the_person_concerned),
    ("the ballot of somebody paused is counted", of_who_is_paused),
    ("who is away and keeps silent is counted", silent_though_away),
    ("nobody was away at the opening", away_today),
    ("the quorum is rounded down", quorum_rounded_down),
    ("abstentions make no quorum", abstentions_make_no_quorum),
    ("ties carry", ties_carry),
    ("a removal goes by Yes and No alone", removal_by_those_who_voted),
    ("a vote closes early while somebody has not voted", early_while_somebody_has_not_voted),
    ("a ballot is kept after the close", ballots_kept),
    ("what somebody proposed goes on without them", motions_of_who_left_go_on),
]


@pytest.mark.parametrize("put_in", [fault for _, fault in FAULTS], ids=[name for name, _ in FAULTS])
def test_the_lives_find(put_in: Callable[[Put], None], sqlite_store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    formed = sqlite_store.once("formed", lambda: in_a_loop(form(sqlite_store)))
    put_in(monkeypatch.setattr)
    with pytest.raises(AssertionError):
        live(sqlite_store, formed, SEEDS, UNSHRUNK)
