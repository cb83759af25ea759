"""After any sequence of what applicants, members, clocks and sweeps do, no place is given twice, nobody left over."""

import asyncio
from collections.abc import Awaitable
from contextlib import AsyncExitStack
from datetime import datetime, timedelta
from typing import Any

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from teambot.domain.application_views import ApplicationChanged
from teambot.domain.applications import ApplicationState
from teambot.domain.members import MemberJoined
from teambot.domain.motions import MOST_OPEN
from teambot.domain.ownership import Proof
from teambot.domain.standings import Happening
from teambot.errors import Refusal
from teambot.services import members as members_service
from teambot.services.applications.applying import SaveBlog, fill_in, save_blog
from teambot.services.applications.service import FillIn, Vouch
from teambot.services.members import Join
from teambot.services.motions.ballots import CastBallot
from teambot.services.standings.departures import depart
from teambot.services.use_case import write
from teambot.storage import members, teams
from teambot.storage.tables import application, membership, motion
from tests.services.conftest import START
from tests.services.planted import planted, read_feed
from tests.stores import Store

MOST_MEMBERS = 4
ANYBODY = st.integers(0, 5)
APPLICANT = st.integers(3, 5)
STANDINGS = {
    ApplicationState.DRAFT: "applicant",
    ApplicationState.SENT: "applicant",
    ApplicationState.WAITING: "applicant",
    ApplicationState.VOTING: "applicant",
    ApplicationState.ADMITTED: "invited",
}
# What may be said to somebody who presses anything at any time.
KEYS = frozenset(
    {
        *("already-a-member", "not-joined-yet", "too-few-to-admit", "asked-too-soon", "application-open", "blog-taken"),
        *(
            "blog-applied",
            "no-application",
            "withdrawn-just-now",
            "application-settled",
            "no-such-applicant",
            "vouched-already",
            "not-waiting",
        ),
        *("application-over", "not-a-member", "still-an-applicant", "you-have-left", "not-invited", "invitation-ended"),
        *("no-answer", "best-post-elsewhere", "outdated-card", "team-closed"),
        *(
            "no-such-motion",
            "motion-closed",
            "vote-over",
            "joined-after-the-vote",
            "vote-about-you",
            "no-reason-chosen",
        ),
    }
)


class AnyApplicants(RuleBasedStateMachine):
    """Three are on the team, three would like to be; anybody presses anything, and the clock goes on."""

    store: Store
    formed: str

    @initialize()
    def open(self) -> None:
        self.loop = asyncio.Runner()
        self.stack = AsyncExitStack()
        self.team = self.loop.run(self.stack.enter_async_context(planted(self.store, self.formed)))
        self.now = START + timedelta(days=1)

    def teardown(self) -> None:
        if hasattr(self, "stack"):
            self.loop.run(self.stack.aclose())
            self.loop.close()

    def tried(self, use: Awaitable[Any]) -> bool:
        """Await a use case that may be refused, by a key that belongs here; says whether it was done."""

        async def run() -> str | None:
            try:
                await use
            except Refusal as refusal:
                return refusal.key
            return None

        key = self.loop.run(run())
        assert key in KEYS | {None}
        return key is None

    @property
    def apps(self) -> Any:
        return self.team.services.applications

    def apply(self, who: int, of: int, proof: Proof | None) -> None:
        command = SaveBlog(1, read_feed(of), {}, "teambot-abc", proof)
        self.tried(write(self.team.db, ApplicationChanged, save_blog, self.team.caller(who), command, self.now))

    def fill_in(self, who: int) -> None:
        said = FillIn(1, "tea", f"{read_feed(who).blog_url}/1", "Because.", "Recipes.", by_dm=who % 2 == 0)
        asked = (said, None)  # the best post is there: nothing of the web is looked at here
        self.tried(write(self.team.db, ApplicationChanged, fill_in, self.team.caller(who), asked, self.now))

    def found(self, sql: str) -> list[int]:
        return [int(str(row[0])) for row in self.loop.run(self.team.rows(sql))]

    @rule(who=APPLICANT, proof=st.sampled_from([None, Proof.PAGE_TOKEN, Proof.REL_ME]))
    def send(self, who: int, proof: Proof | None) -> None:
        """Apply and fill in; without the proof it stays a draft."""
        self.apply(who, who, proof)
        self.fill_in(who)

    @rule(who=APPLICANT, by=st.integers(0, 2))
    def to_a_vouch(self, who: int, by: int) -> None:
        """Go the whole way to a vouch: by single steps it is seldom reached."""
        self.send(who, Proof.REL_ME)
        self.vouch(by)

    @rule(who=APPLICANT, by=st.integers(0, 2), then=st.sampled_from(["join", "wait", "withdraw"]))
    def to_an_admission(self, who: int, by: int, then: str) -> None:
        """Go the whole way to an admission, and on from there."""
        self.to_a_vouch(who, by)
        self.decide("yes")
        if then == "wait":
            self.wait(24 * 14)
        else:
            getattr(self, then)(who)

    @rule(who=APPLICANT)
    def to_no_vouch(self, who: int) -> None:
        """Go the whole way to two weeks without a vouch."""
        self.send(who, Proof.REL_ME)
        self.wait(24 * 14)

    @rule(who=ANYBODY, of=ANYBODY)
    def claim(self, who: int, of: int) -> None:
        """Apply with any blog, most often somebody else's; nobody can prove that."""
        self.apply(who, of, None)

    @rule(who=ANYBODY)
    def vouch(self, who: int) -> None:
        for one in self.found("SELECT id FROM application WHERE state IN ('sent', 'waiting')"):
            self.tried(self.apps.vouch(self.team.caller(who), Vouch(one, "Bakes well."), self.now))

    @rule(choice=st.sampled_from(["yes", "no", None]))
    def decide(self, choice: str | None) -> None:
        """Have everybody vote alike on all that is open, or nobody, and let it end."""
        for motion_id in self.found("SELECT id FROM motion WHERE state = 'open'"):
            for who in range(6) if choice else ():  # who may not vote is told so
                ballot = CastBallot(motion_id, str(choice), ("niche",) if choice == "no" else ())
                self.tried(self.team.services.voting.cast(self.team.caller(who), ballot, self.now))
        self.wait(72)

    @rule(who=APPLICANT)
    def withdraw(self, who: int) -> None:
        self.tried(self.apps.withdraw(self.team.caller(who), 1, self.now))

    @rule(who=ANYBODY, one=st.integers(1, 6))
    def press_anything(self, who: int, one: int) -> None:
        self.tried(self.apps.would_join_sister(self.team.caller(who), 1, self.now))
        self.tried(self.apps.vouch(self.team.caller(who), Vouch(one, "Bakes well."), self.now))
        self.fill_in(who)

    @rule(who=APPLICANT)
    def join(self, who: int) -> None:
        found = read_feed(who)
        asked = (Join(1, 1, found.blog_url, found.url), found)
        self.tried(write(self.team.db, MemberJoined, members_service._join, self.team.caller(who), asked, self.now))

    @rule(who=ANYBODY)
    def leave(self, who: int) -> None:
        def go(tx: Any, _: None, now: datetime) -> None:
            team = teams.lock(tx, 1)
            member = members.of(tx, 1, 100 + who)
            if team is not None and member is not None and member.standing == "member" and members.count(tx, 1) > 2:
                depart(tx, team, member, Happening.LEFT, now)
            tx.commit()

        self.loop.run(self.team.db.run(go, None, self.now))

    @rule(hours=st.sampled_from([1, 72, 24 * 14, 24 * 60]))
    def wait(self, hours: int) -> None:
        """Let time pass, and ring the bells."""
        self.now += timedelta(hours=hours)
        self.ring()
        self.loop.run(self.team.db.read(lambda tx, _, __: self.settled(tx), None, self.now))

    def ring(self) -> None:
        for bell in (self.team.services.voting.close_due, self.apps.settle_due, self.apps.forget_due):
            self.loop.run(bell(self.now))

    def settled(self, tx: Any) -> None:
        """Nothing waits that the clock or a free place should have moved."""
        rows = tx.execute(_applied()).all()
        assert not [one for one in rows if one.state == "sent" and one.vouch_by <= self.now]
        assert not [one for one in rows if one.state == "admitted" and one.invitation_ends_at <= self.now]
        waits = [one for one in rows if one.state == "waiting"]
        held = sum(one.state in ("voting", "admitted") for one in rows)
        votes = len(tx.execute(motion.select().where(motion.c.state == "open")).all())
        members_now = members.count(tx, 1)
        if waits and members_now >= 2 and votes < MOST_OPEN:
            assert members_now + held >= MOST_MEMBERS, "a place is free, and somebody waits"

    @invariant()
    def no_place_is_given_twice_and_every_application_stands_where_its_person_does(self) -> None:
        if hasattr(self, "team"):
            self.loop.run(self.team.db.read(lambda tx, _, __: self.looked_at(tx), None, self.now))

    def looked_at(self, tx: Any) -> None:
        rows = tx.execute(_applied()).all()
        live = [one for one in rows if one.ended_at is None]
        assert all(one.standing == STANDINGS[ApplicationState(one.state)] for one in live)
        open_votes = {one.application_id for one in tx.execute(motion.select().where(motion.c.state == "open"))}
        assert open_votes == {one.id for one in live if one.state == "voting"}
        assert len(open_votes) <= MOST_OPEN
        invited = sum(one.state == "admitted" and one.invitation_ends_at > self.now for one in live)
        voting = sum(one.state == "voting" for one in live)
        assert members.count(tx, 1) + invited + voting <= MOST_MEMBERS
        assert all(one.proof is not None for one in live if one.state != "draft"), "nobody gets past the proof"
        vouched = ("waiting", "voting", "admitted")
        assert all(one.voucher_id is not None for one in live if one.state in vouched), "nor past the vouch"


def _applied() -> Any:
    joined = application.join(membership, membership.c.id == application.c.membership_id)
    return application.select().add_columns(membership.c.standing, membership.c.invitation_ends_at).select_from(joined)


async def _three(store: Store) -> str:
    async with planted(store) as house:
        await house.form(3)
        await house.do("UPDATE team SET most_members = :most", most=MOST_MEMBERS)
    return house.address


def test_any_applicants(store: Store) -> None:
    from tests.services.conftest import in_a_loop

    formed = store.once("three-of-four", lambda: in_a_loop(_three(store)))
    machine = type("AnyApplicantsHere", (AnyApplicants,), {"store": store, "formed": formed})
    examples = 30 if store.kind == "sqlite" else 10
    quick = settings(
        max_examples=examples,
        stateful_step_count=25,
        deadline=None,
        derandomize=True,
        database=None,
        suppress_health_check=list(HealthCheck),
    )
    run_state_machine_as_test(machine, settings=quick)
