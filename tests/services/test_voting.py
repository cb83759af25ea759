"""Votes through the use cases, on both stores: what is defined for every bad press, race and size of a team."""

import asyncio
import json
from datetime import datetime, timedelta

import pytest

from teambot.domain.motions import Choice, EndedWhy, MotionKind, MotionState, Outcome
from teambot.domain.standings import Happening, PauseReason, Standing
from teambot.errors import Refusal
from teambot.services.applications.may_apply import may_apply
from teambot.services.motions.ballots import CastBallot
from teambot.services.motions.proposals import (
    ProposeAmendment,
    ProposeClosing,
    ProposeOther,
    ProposeRemoval,
    ProposeRule,
    ProposeSteward,
)
from teambot.services.motions.removals import AnswerConcern, Second
from teambot.services.motions.service import VotingService
from teambot.services.standings import departures
from teambot.storage import members, motions, teams
from teambot.storage.motions import Motion
from tests.services.conftest import GUILD, START, House

DAY = timedelta(days=1)
ANA, BEN, CHIDI, DORA, EMI, FINN = range(6)
YES, NO, ABSTAIN = "yes", "no", "abstain"


class Team:
    """A formed team that votes; `at` is what the clock shows, people are numbers from 0."""

    def __init__(self, house: House) -> None:
        self.house = house
        self.voting = VotingService(house.db)
        self.at = START + DAY

    async def membership(self, who: int) -> int:
        rows = await self.house.rows(
            "SELECT m.id FROM membership m JOIN person p ON p.id = m.person_id WHERE p.discord_id = :who", who=100 + who
        )
        return int(str(rows[0][0]))

    async def propose(self, who: int, words: str = "Shall we meet?") -> int:
        command = ProposeOther(self.house.team_id, words)
        return (await self.voting.propose(self.house.caller(who), command, self.at)).motion_id

    async def amend(self, who: int, text: str = "We read first.") -> int:
        command = ProposeAmendment(self.house.team_id, 1, text)
        return (await self.voting.propose(self.house.caller(who), command, self.at)).motion_id

    async def rule(self, who: int, rule: str, value: str) -> int:
        command = ProposeRule(self.house.team_id, rule, value)
        return (await self.voting.propose(self.house.caller(who), command, self.at)).motion_id

    async def remove(self, who: int, whom: int, seconder: int) -> int:
        ids = await self.membership(whom), await self.membership(seconder)
        command = ProposeRemoval(self.house.team_id, ids[0], "We hear nothing from you.", ids[1])
        return (await self.voting.propose(self.house.caller(who), command, self.at)).motion_id

    async def removal(self, who: int, whom: int, seconder: int) -> int:
        """Bring a removal to its vote: seconded, read and answered."""
        motion_id = await self.remove(who, whom, seconder)
        await self.voting.second(self.house.caller(seconder), Second(motion_id, agreed=True), self.at)
        await self.voting.answer(self.house.caller(whom), AnswerConcern(motion_id, "I was ill."), self.at)
        return motion_id

    async def vote(self, motion_id: int, choice: str, *who: int) -> None:
        for one in who:
            await self.voting.cast(self.house.caller(one), CastBallot(motion_id, choice), self.at)

    async def sweep(self) -> None:
        await self.voting.close_due(self.at)
        await self.voting.move_due(self.at)
        await self.voting.remind_due(self.at)

    async def pass_time(self, **ahead: float) -> None:
        self.at += timedelta(**ahead)
        await self.sweep()

    async def motion(self, motion_id: int) -> Motion:
        found = await self.house.db.read(lambda tx, _, __: motions.get(tx, motion_id), None, self.at)
        assert found is not None
        return found

    async def slips(self, motion_id: int) -> list[Choice]:
        return sorted(await self.house.db.read(lambda tx, _, __: motions.slips(tx, motion_id), None, self.at))

    async def change(self, who: int, what: str, **more: object) -> None:
        """Pause, resume or depart somebody, as the use cases of standings do."""
        membership_id = await self.membership(who)

        def fn(tx, _, now):
            team = teams.lock(tx, self.house.team_id)
            getattr(departures, what)(tx, team, members.get(tx, membership_id), *more.values(), now)
            tx.commit()

        await self.house.db.run(fn, None, self.at)

    async def services_apply(self, who: int, at: datetime) -> object:
        """Ask whether somebody may apply, as the form is opened."""
        return await self.house.db.read(lambda tx, _, now: may_apply(tx, self.house.caller(who), None, now), None, at)

    async def export(self, who: int) -> str:
        return (await self.house.services.exports.mine(self.house.caller(who), self.at))[1].decode()

    async def leave(self, who: int) -> None:
        await self.change(who, "depart", happening=Happening.LEFT)

    async def pause(self, who: int) -> None:
        await self.change(who, "pause", why=PauseReason.ASKED)

    async def standing(self, who: int) -> str:
        rows = await self.house.rows("SELECT standing FROM membership WHERE id = :id", id=await self.membership(who))
        return str(rows[0][0])


@pytest.fixture
async def team(house: House) -> Team:
    await house.form()
    return Team(house)


async def refused(awaited, key: str) -> Refusal:
    with pytest.raises(Refusal) as caught:
        await awaited
    assert caught.value.key == key
    return caught.value


async def test_a_vote_runs_its_days_and_its_result_is_carried_out(team: Team) -> None:
    motion_id = await team.rule(ANA, "load", "3")
    await team.vote(motion_id, YES, ANA, BEN, CHIDI)
    await team.vote(motion_id, NO, DORA)
    await team.pass_time(days=4.99)
    assert (await team.motion(motion_id)).state is MotionState.OPEN
    await team.pass_time(days=0.01)
    closed = await team.motion(motion_id)
    assert (closed.state, closed.outcome, closed.electorate) == (MotionState.CLOSED, Outcome.CARRIED, 6)
    assert await team.house.rows("SELECT load FROM team") == [(3,)]
    assert await team.slips(motion_id) == [Choice.NO, Choice.YES, Choice.YES, Choice.YES]


async def test_two_thirds_missed_by_one_vote_changes_nothing(team: Team) -> None:
    motion_id = await team.amend(ANA)
    await team.vote(motion_id, YES, ANA, BEN, CHIDI)
    await team.vote(motion_id, NO, DORA, EMI)
    await team.pass_time(days=5)
    assert (await team.motion(motion_id)).outcome is Outcome.NOT_CARRIED
    assert await team.house.rows("SELECT max(version) FROM charter") == [(1,)]


async def test_an_amendment_that_is_carried_is_a_new_version_to_accept(team: Team) -> None:
    motion_id = await team.amend(ANA, "We read first.\nIn our own words.")
    await team.vote(motion_id, YES, ANA, BEN, CHIDI, DORA)
    await team.pass_time(days=5)
    assert await team.house.rows("SELECT version, text FROM charter ORDER BY version DESC LIMIT 1") == [
        (2, "We read first.\nIn our own words.")
    ]
    assert await team.house.rows("SELECT DISTINCT accepted_version FROM membership") == [(1,)]


async def test_a_vote_closes_early_when_everybody_has_voted_but_never_under_72_hours(team: Team) -> None:
    motion_id = await team.propose(ANA)
    await team.vote(motion_id, YES, ANA, BEN, CHIDI, DORA, EMI, FINN)
    await team.pass_time(hours=71.99)
    assert (await team.motion(motion_id)).state is MotionState.OPEN
    await team.pass_time(hours=0.02)
    assert (await team.motion(motion_id)).outcome is Outcome.CARRIED


async def test_a_removal_is_never_closed_early(team: Team) -> None:
    motion_id = await team.removal(ANA, FINN, BEN)
    await team.vote(motion_id, YES, ANA, BEN, CHIDI, DORA, EMI)
    await team.pass_time(days=6.99)
    assert (await team.motion(motion_id)).state is MotionState.OPEN
    await team.pass_time(days=0.01)
    assert (await team.motion(motion_id)).outcome is Outcome.CARRIED
    assert await team.standing(FINN) == Standing.ALUMNUS


async def test_a_press_after_the_end_and_before_the_count_is_too_late(team: Team) -> None:
    motion_id = await team.propose(ANA)
    await team.vote(motion_id, YES, ANA, BEN)
    team.at += 5 * DAY
    await refused(team.vote(motion_id, NO, CHIDI), "vote-over")
    await refused(team.vote(motion_id, NO, ANA), "vote-over")
    await team.sweep()
    assert (await team.motion(motion_id)).outcome is Outcome.NO_QUORUM
    await refused(team.vote(motion_id, NO, ANA), "motion-closed")


async def test_a_press_that_discord_sends_twice_counts_once(team: Team) -> None:
    motion_id = await team.propose(ANA)
    caller = team.house.caller(BEN)
    first = await team.voting.cast(caller, CastBallot(motion_id, YES), team.at)
    assert await team.voting.cast(caller, CastBallot(motion_id, YES), team.at) == first
    assert await team.house.rows("SELECT choice FROM ballot") == [("yes",)]


async def test_two_devices_leave_one_ballot_and_the_receipt_says_which(team: Team) -> None:
    motion_id = await team.propose(ANA)
    phone, desk = team.house.caller(BEN), team.house.caller(BEN)
    await asyncio.gather(
        team.voting.cast(phone, CastBallot(motion_id, YES), team.at),
        team.voting.cast(desk, CastBallot(motion_id, NO), team.at),
    )
    receipt = await team.voting.receipt(team.house.caller(BEN), motion_id, team.at)
    assert await team.house.rows("SELECT choice FROM ballot") == [(receipt.choice,)]
    assert receipt.motion.voted == 1


async def test_two_who_close_at_once_close_it_once(team: Team) -> None:
    motion_id = await team.rule(ANA, "load", "3")
    await team.vote(motion_id, YES, ANA, BEN, CHIDI, DORA)
    team.at += 5 * DAY
    closed = await asyncio.gather(*(VotingService(team.house.db).close_due(team.at) for _ in range(4)))
    assert sum(closed) == 1
    assert await team.house.rows("SELECT count(*) FROM outbox WHERE kind = 'motion_result'") == [(1,)]
    assert len(await team.slips(motion_id)) == 4


async def test_who_leaves_drops_out_of_both_sides_with_the_ballot(team: Team) -> None:
    motion_id = await team.propose(ANA)
    await team.vote(motion_id, YES, ANA, BEN)
    await team.vote(motion_id, NO, CHIDI, DORA)
    await team.leave(DORA)
    await team.pass_time(days=5)
    closed = await team.motion(motion_id)
    assert (closed.electorate, closed.outcome) == (5, Outcome.CARRIED)
    assert await team.slips(motion_id) == [Choice.NO, Choice.YES, Choice.YES]


async def test_who_is_paused_neither_votes_nor_counts_and_does_again_once_back(team: Team) -> None:
    motion_id = await team.propose(ANA)
    await team.vote(motion_id, YES, ANA, BEN, CHIDI)
    await team.pause(CHIDI)
    await refused(team.vote(motion_id, NO, CHIDI), "you-are-paused")
    seen = await team.voting.receipt(team.house.caller(ANA), motion_id, team.at)
    assert (seen.motion.voted, seen.motion.electorate) == (2, 5)
    await team.change(CHIDI, "resume")
    await team.pass_time(days=5)
    assert (await team.motion(motion_id)).electorate == 6
    assert await team.slips(motion_id) == [Choice.YES] * 3


async def test_who_was_away_at_the_opening_counts_only_by_voting(team: Team) -> None:
    away = {"away_from": team.at - DAY, "away_until": team.at + 9 * DAY}

    def fn(tx, ids, now):
        teams.lock(tx, team.house.team_id)
        for one in ids:
            members.change(tx, one, **away)
        tx.commit()

    ids = [await team.membership(one) for one in (CHIDI, DORA, EMI, FINN)]
    await team.house.db.run(fn, ids, team.at)
    motion_id = await team.propose(ANA)
    await team.vote(motion_id, YES, ANA, BEN)
    await team.vote(motion_id, NO, CHIDI)
    await team.pass_time(days=5)
    closed = await team.motion(motion_id)
    assert (closed.electorate, closed.outcome) == (3, Outcome.CARRIED)


async def test_the_person_concerned_does_not_vote(team: Team) -> None:
    motion_id = await team.removal(ANA, FINN, BEN)
    await refused(team.vote(motion_id, NO, FINN), "vote-about-you")
    assert await team.house.rows("SELECT count(*) FROM ballot") == [(0,)]


async def test_who_was_no_member_at_the_opening_is_told_so(house: House) -> None:
    await house.set_up(4)
    for who in (ANA, BEN, CHIDI):
        await house.join(who)
    team = Team(house)
    motion_id = await team.propose(ANA)
    await house.join(DORA, now=team.at)
    await refused(team.vote(motion_id, YES, DORA), "joined-after-the-vote")
    await refused(team.vote(motion_id, YES, EMI), "not-a-member")


async def test_forged_and_old_ids_are_refused(team: Team) -> None:
    motion_id = await team.propose(ANA)
    await refused(team.vote(motion_id + 999, YES, BEN), "no-such-motion")
    await refused(team.vote(motion_id, "maybe", BEN), "outdated-card")
    elsewhere = team.house.caller(BEN, guild=GUILD + 1)
    await refused(team.voting.cast(elsewhere, CastBallot(motion_id, YES), team.at), "no-such-team")


async def test_a_removal_ends_when_its_person_is_already_gone(team: Team) -> None:
    motion_id = await team.remove(ANA, FINN, BEN)
    await team.leave(FINN)
    ended = await team.motion(motion_id)
    assert (ended.outcome, ended.ended_why, ended.concern) == (Outcome.ENDED, EndedWhy.GONE, None)
    await refused(team.remove(CHIDI, FINN, BEN), "not-on-the-team")


async def test_what_somebody_who_leaves_proposed_ends(team: Team) -> None:
    motion_id = await team.propose(ANA)
    await team.leave(ANA)
    assert (await team.motion(motion_id)).ended_why is EndedWhy.PROPOSER_LEFT


async def test_two_removals_that_take_each_other_s_voters_both_end(house: House) -> None:
    await house.form(4)
    team = Team(house)
    first = await team.removal(ANA, CHIDI, BEN)
    second = await team.removal(BEN, ANA, CHIDI)
    await team.vote(first, YES, ANA, BEN, DORA)
    await team.vote(second, YES, BEN, CHIDI, DORA)
    await team.pass_time(days=7)
    # With the first one of the second's three voters has gone, and two are not three people.
    outcomes = [(await team.motion(one)).outcome for one in (first, second)]
    assert outcomes == [Outcome.CARRIED, Outcome.NOT_CARRIED]
    assert await team.house.rows("SELECT count(*) FROM motion WHERE state <> 'closed'") == [(0,)]


async def test_the_rules_in_force_at_the_opening_count(team: Team) -> None:
    shares = await team.rule(ANA, "charter_share", "half")
    amendment = await team.amend(BEN)
    await team.vote(shares, YES, ANA, BEN, CHIDI, DORA)
    await team.vote(amendment, YES, ANA, BEN, CHIDI)
    await team.vote(amendment, NO, DORA, EMI)
    await team.pass_time(days=5)
    assert (await team.motion(shares)).outcome is Outcome.CARRIED
    assert (await team.motion(amendment)).outcome is Outcome.NOT_CARRIED
    later = await team.amend(BEN)
    await team.vote(later, YES, ANA, BEN, CHIDI)
    await team.vote(later, NO, DORA, EMI)
    await team.pass_time(days=5)
    assert (await team.motion(later)).outcome is Outcome.CARRIED


@pytest.mark.parametrize(
    ("size", "key"),
    [(1, "too-few-electors"), (2, None), (3, None)],
    ids=["one can carry nothing", "two can, if both say Yes", "three"],
)
async def test_small_teams(house: House, size: int, key: str | None) -> None:
    await house.form(3)
    team = Team(house)
    for who in range(size, 3):
        await team.leave(who)
    if key:
        await refused(team.propose(ANA), key)
        return
    motion_id = await team.propose(ANA)
    await team.vote(motion_id, YES, *range(size))
    await team.pass_time(days=5)
    assert (await team.motion(motion_id)).outcome is Outcome.CARRIED


@pytest.mark.parametrize(("size", "possible"), [(3, False), (4, True)])
async def test_a_removal_needs_three_who_may_vote(house: House, size: int, *, possible: bool) -> None:
    await house.form(size)
    team = Team(house)
    if possible:
        assert await team.remove(ANA, CHIDI, BEN)
    else:
        await refused(team.remove(ANA, CHIDI, BEN), "too-few-electors")


async def test_a_removal_needs_two_thirds_of_all_and_not_of_who_voted(team: Team) -> None:
    motion_id = await team.removal(ANA, FINN, BEN)
    await team.vote(motion_id, YES, ANA, BEN, CHIDI)  # three of five
    await team.pass_time(days=7)
    assert (await team.motion(motion_id)).outcome is Outcome.NOT_CARRIED
    assert await team.standing(FINN) == Standing.MEMBER
    again = await refused(team.remove(CHIDI, FINN, BEN), "removal-rests")
    assert again.facts["again"] == team.at + timedelta(days=90)
    team.at += timedelta(days=90)
    assert await team.remove(CHIDI, FINN, BEN)


async def test_the_person_reads_first_and_two_days_to_answer_start_then(team: Team) -> None:
    motion_id = await team.remove(ANA, FINN, BEN)
    await refused(team.voting.concern(team.house.caller(FINN), motion_id, team.at), "no-such-motion")
    await team.voting.second(team.house.caller(BEN), Second(motion_id, agreed=True), team.at)
    await refused(team.voting.concern(team.house.caller(CHIDI), motion_id, team.at), "no-such-motion")
    team.at += DAY
    seen = await team.voting.concern(team.house.caller(FINN), motion_id, team.at)
    assert (seen.concern, seen.proposer, seen.seconder) == ("We hear nothing from you.", "Ana", "Ben")
    assert seen.answer_ends_at == team.at + 2 * DAY
    await team.pass_time(days=1.99)
    assert (await team.motion(motion_id)).state is MotionState.READING
    await team.pass_time(days=0.01)
    assert (await team.motion(motion_id)).state is MotionState.OPEN
    await refused(
        team.voting.answer(team.house.caller(FINN), AnswerConcern(motion_id, "Late."), team.at), "answer-time-over"
    )


async def test_who_never_opens_the_concern_has_seven_days_and_two(team: Team) -> None:
    motion_id = await team.remove(ANA, FINN, BEN)
    await team.voting.second(team.house.caller(BEN), Second(motion_id, agreed=True), team.at)
    await team.pass_time(days=8.99)
    assert (await team.motion(motion_id)).state is MotionState.READING
    await team.pass_time(days=0.01)
    assert (await team.motion(motion_id)).state is MotionState.OPEN


async def test_the_pause_that_is_offered_ends_the_motion(team: Team) -> None:
    motion_id = await team.removal(ANA, FINN, BEN)
    await team.vote(motion_id, YES, ANA, BEN)
    await team.voting.take_pause(team.house.caller(FINN), motion_id, team.at)
    ended = await team.motion(motion_id)
    assert (ended.ended_why, ended.concern, ended.answer) == (EndedWhy.PAUSED, None, None)
    assert await team.standing(FINN) == Standing.PAUSED
    assert await team.house.rows("SELECT count(*) FROM ballot") == [(0,)]
    assert await team.slips(motion_id) == []


async def test_who_is_paused_already_takes_no_pause_in_a_votes_place(team: Team) -> None:
    motion_id = await team.remove(ANA, FINN, BEN)
    await team.pause(FINN)
    finn = team.house.caller
    await team.voting.second(finn(BEN), Second(motion_id, agreed=True), team.at)
    [told] = await team.house.rows("SELECT facts FROM notice WHERE kind = 'concern'")
    assert '"pause": "no"' in str(told[0])
    assert not (await team.voting.concern(finn(FINN), motion_id, team.at)).may_pause
    await refused(team.voting.check_own(finn(FINN), motion_id, team.at, answering=False), "paused-already")
    await refused(team.voting.take_pause(finn(FINN), motion_id, team.at), "paused-already")
    await team.voting.answer(finn(FINN), AnswerConcern(motion_id, "I rest."), team.at)
    await team.vote(motion_id, YES, ANA, BEN, CHIDI, DORA)
    await refused(team.voting.take_pause(finn(FINN), motion_id, team.at), "paused-already")
    await team.change(FINN, "resume")
    assert (await team.voting.concern(finn(FINN), motion_id, team.at)).may_pause
    await team.pass_time(days=7)
    assert await team.standing(FINN) == Standing.ALUMNUS


async def test_a_removal_that_nobody_seconds_ends_in_seven_days(team: Team) -> None:
    motion_id = await team.remove(ANA, FINN, BEN)
    await team.pass_time(days=7)
    assert (await team.motion(motion_id)).ended_why is EndedWhy.NOT_SECONDED
    assert await team.house.rows("SELECT count(*) FROM notice WHERE kind = 'concern'") == [(0,)]


async def test_only_who_was_asked_can_second(team: Team) -> None:
    motion_id = await team.remove(ANA, FINN, BEN)
    for who, key in ((ANA, "not-asked-to-second"), (CHIDI, "no-such-motion")):
        await refused(team.voting.second(team.house.caller(who), Second(motion_id, agreed=True), team.at), key)
        await refused(team.voting.seconding(team.house.caller(who), motion_id, team.at), key)
    await team.voting.second(team.house.caller(BEN), Second(motion_id, agreed=False), team.at)
    assert (await team.motion(motion_id)).ended_why is EndedWhy.NOT_SECONDED


async def test_three_removals_before_their_votes_close_at_no_time_yet(team: Team) -> None:
    for proposer, subject in ((ANA, DORA), (BEN, EMI), (CHIDI, FINN)):
        motion_id = await team.remove(proposer, subject, (proposer + 1) % 3)
        await team.voting.second(team.house.caller((proposer + 1) % 3), Second(motion_id, agreed=True), team.at)
    await refused(team.propose(DORA), "three-motions-under-way")


async def test_who_was_removed_asks_again_when_they_are_forgotten_and_who_left_at_once(team: Team) -> None:
    motion_id = await team.removal(ANA, FINN, BEN)
    await team.vote(motion_id, YES, ANA, BEN, CHIDI, DORA)
    await team.pass_time(days=7)
    await team.leave(EMI)
    for after in (timedelta(0), 30 * DAY - timedelta(minutes=1)):
        said = team.services_apply(FINN, team.at + after)
        refusal = await refused(said, "removed-not-long-ago")
        assert refusal.facts["again"] == team.at + 30 * DAY
    await team.services_apply(FINN, team.at + 30 * DAY)
    await team.services_apply(EMI, team.at)


async def test_an_export_holds_ones_own_motions_and_nothing_of_others(team: Team) -> None:
    first = await team.removal(ANA, FINN, BEN)
    mine, theirs = [json.loads(await team.export(who))["teams"][0] for who in (ANA, FINN)]
    assert [one["concern"] for one in mine["proposed"]] == ["We hear nothing from you."]
    assert [one["answer"] for one in theirs["answered"]] == ["I was ill."]
    assert theirs["proposed"] == []
    await team.voting.take_pause(team.house.caller(FINN), first, team.at)
    for who in (ANA, BEN, FINN):
        content = await team.export(who)
        assert json.loads(content)["teams"][0]["news"], "what they were told is theirs"
        others = {"Ana", "Ben", "Finn"} - {json.loads(content)["name"]}
        assert not [name for name in others if name in content]
    assert json.loads(await team.export(ANA))["teams"][0]["proposed"] == []


async def test_three_in_all_one_a_proposer_one_amendment(team: Team) -> None:
    await team.amend(ANA)
    await refused(team.propose(ANA), "motion-open-already")
    await refused(team.amend(BEN, "Another."), "motion-open-already")
    await team.propose(BEN)
    await team.propose(CHIDI)
    refusal = await refused(team.propose(DORA), "three-motions-open")
    assert refusal.facts["closes"] == team.at + 5 * DAY


async def test_one_reminder_goes_to_who_has_not_voted(team: Team) -> None:
    motion_id = await team.propose(ANA)
    await team.vote(motion_id, YES, ANA, BEN)
    await team.pass_time(days=4)
    await team.pass_time(hours=1)
    told = await team.house.rows("SELECT membership_id FROM notice WHERE kind = 'motion_reminder' ORDER BY 1")
    assert [row[0] for row in told] == [await team.membership(one) for one in (CHIDI, DORA, EMI, FINN)]


async def test_a_rule_about_times_leaves_the_next_plan_where_it_was(team: Team) -> None:
    before = await team.house.rows("SELECT closes_at, publishes_at FROM week")
    motion_id = await team.rule(ANA, "close", "Saturday 12:00")
    await team.vote(motion_id, YES, ANA, BEN, CHIDI, DORA)
    await team.pass_time(days=5)
    assert (await team.motion(motion_id)).outcome is Outcome.CARRIED
    assert await team.house.rows("SELECT closes_at, publishes_at FROM week WHERE id = 1") == before
    assert await team.house.rows("SELECT close_weekday, close_minute FROM team") == [(5, 720)]


async def test_a_rule_that_no_longer_goes_with_the_others_ends_and_holds_nothing_up(team: Team) -> None:
    """Each was possible when it was proposed; both together would have the plan out as the posts come in."""
    first = await team.rule(ANA, "publish", "Sunday 20:00")
    second = await team.rule(BEN, "close", "Sunday 20:00")
    for motion_id in (first, second):
        await team.vote(motion_id, YES, ANA, BEN, CHIDI, DORA)
    await team.pass_time(days=5)
    assert (await team.motion(first)).outcome is Outcome.CARRIED
    ended = await team.motion(second)
    assert (ended.state, ended.outcome, ended.ended_why) == (MotionState.CLOSED, Outcome.ENDED, EndedWhy.OVERTAKEN)
    assert await team.house.rows("SELECT close_weekday, close_minute FROM team") == [(6, 1080)]
    results = await team.house.rows("SELECT dedup_key FROM outbox WHERE kind = 'motion_result' ORDER BY id")
    assert results == [(f"motion-result:{first}",), (f"motion-result:{second}",)]


@pytest.mark.parametrize(
    ("rule", "value", "key"),
    [
        ("load", "6", "bad-load"),
        ("load", "two", "bad-load"),
        ("most_members", "25", "bad-most-members"),
        ("zone", "Narnia", "unknown-zone"),
        ("close", "soon", "bad-time"),
        ("close", "Monday 09:30", "short-week"),
        ("admission_days", "2", "bad-days"),
        ("removal_share", "half", "bad-share"),
        ("load", "2", "nothing-changes"),
        ("promises", "none", "unknown-rule"),
    ],
)
async def test_values_that_no_vote_can_choose(team: Team, rule: str, value: str, key: str) -> None:
    await refused(team.rule(ANA, rule, value), key)


async def test_stewards_are_named_and_released_by_vote(team: Team) -> None:
    async def put(who: int, whom: int, *, release: bool) -> int:
        command = ProposeSteward(team.house.team_id, await team.membership(whom), release)
        return (await team.voting.propose(team.house.caller(who), command, team.at)).motion_id

    await refused(put(ANA, BEN, release=True), "no-steward")
    motion_id = await put(ANA, BEN, release=False)
    await refused(team.vote(motion_id, YES, BEN), "vote-about-you")
    await team.vote(motion_id, YES, ANA, CHIDI, DORA)
    await team.pass_time(days=5)
    assert await team.house.rows("SELECT id FROM membership WHERE steward_since IS NOT NULL") == [
        (await team.membership(BEN),)
    ]
    await refused(put(ANA, BEN, release=False), "steward-already")
    motion_id = await put(ANA, BEN, release=True)
    await team.vote(motion_id, YES, ANA, CHIDI, DORA)
    await team.pass_time(days=5)
    assert await team.house.rows("SELECT id FROM membership WHERE steward_since IS NOT NULL") == []


async def test_nobody_is_made_steward_who_is_paused_at_the_close(team: Team) -> None:
    command = ProposeSteward(team.house.team_id, await team.membership(FINN), release=False)
    motion_id = (await team.voting.propose(team.house.caller(ANA), command, team.at)).motion_id
    await team.vote(motion_id, YES, ANA, BEN, CHIDI, DORA)
    await team.pause(FINN)
    await team.pass_time(days=5)
    closed = await team.motion(motion_id)
    assert (closed.outcome, closed.ended_why) == (Outcome.ENDED, EndedWhy.OVERTAKEN)
    assert await team.house.rows("SELECT count(*) FROM membership WHERE steward_since IS NOT NULL") == [(0,)]


async def test_the_team_closes_by_vote(team: Team) -> None:
    proposed = await team.voting.propose(team.house.caller(ANA), ProposeClosing(team.house.team_id), team.at)
    assert proposed.kind is MotionKind.CLOSE_TEAM
    await team.vote(proposed.motion_id, YES, ANA, BEN, CHIDI)
    await team.vote(proposed.motion_id, NO, DORA, EMI)
    await team.pass_time(days=5)
    assert await team.house.rows("SELECT state FROM team") == [("closed",)]
    await refused(team.propose(ANA), "team-closed")


async def test_a_withdrawn_motion_leaves_no_choices(team: Team) -> None:
    motion_id = await team.propose(ANA)
    await team.vote(motion_id, YES, ANA, BEN)
    await refused(team.voting.withdraw(team.house.caller(BEN), motion_id, team.at), "not-your-motion")
    await team.voting.withdraw(team.house.caller(ANA), motion_id, team.at)
    assert (await team.motion(motion_id)).ended_why is EndedWhy.WITHDRAWN
    assert await team.house.rows("SELECT count(*) FROM ballot") == [(0,)]


async def test_the_card_is_drawn_again_once_for_many_ballots(team: Team) -> None:
    motion_id = await team.propose(ANA)
    await team.vote(motion_id, YES, ANA, BEN, CHIDI)
    await team.vote(motion_id, NO, CHIDI)
    assert await team.house.rows("SELECT count(*) FROM outbox WHERE kind = 'motion_changed'") == [(1,)]


async def test_totals_are_told_only_where_they_give_nobody_away(team: Team) -> None:
    motion_id = await team.propose(ANA)
    await team.vote(motion_id, YES, ANA, BEN, CHIDI, DORA)
    await team.vote(motion_id, NO, EMI, FINN)
    await team.pass_time(days=5)
    seen = await team.voting.receipt(team.house.caller(ANA), motion_id, team.at)
    assert (seen.motion.outcome, seen.motion.totals, seen.choice) == (Outcome.CARRIED, None, None)
