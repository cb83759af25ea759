"""A team's motions and standings as product.md tells them, kept beside the real ones: its own sets, clock and count.

Nothing here calls the domain's functions: it is what the services are held against (see machine.py).
"""

from collections import Counter
from collections.abc import Iterable
from datetime import datetime

from teambot.domain.motions import Choice, EndedWhy, MotionKind, MotionState, Outcome, Tally
from teambot.domain.rules import Share
from teambot.domain.standings import Standing
from tests.domain.by_the_words import by_the_words
from tests.services.lives.parts import DAY, DEFAULTS, Applying, Poll, Someone

_SHARE = {
    MotionKind.ADMIT: "admission_share",
    MotionKind.REMOVE: "removal_share",
    MotionKind.AMEND: "charter_share",
    MotionKind.RULE: "charter_share",
}
_DAYS = {MotionKind.ADMIT: "admission_days", MotionKind.REMOVE: "removal_days"}


class Model:
    """The team."""

    def __init__(self, people: Iterable[int]) -> None:
        self.people = {one: Someone() for one in people}
        self.polls: dict[int, Poll] = {}
        self.rules = dict(DEFAULTS)
        self.version = 1
        self.accept_by: datetime | None = None
        self.off_the_server: set[int] = set()
        self.missing: dict[int, datetime] = {}  # who was not found once, and when
        self.closed = False
        self.application: Applying | None = None
        self.again_from: datetime | None = None  # for somebody who was refused, or took it back
        self.pause_rests: dict[int, datetime] = {}  # until when a removal offers no pause
        self.rests: dict[int, datetime] = {}  # until when a removal that failed cannot be proposed again

    # Who is where.

    def members(self) -> list[int]:
        return [one for one, person in self.people.items() if person.standing is Standing.MEMBER]

    def state(self) -> str:
        if self.closed:
            return "closed"
        return "active" if len(self.members()) >= 3 else "sleeping"

    def live(self) -> list[Poll]:
        return [poll for poll in self.polls.values() if poll.live]

    def open(self) -> list[Poll]:
        return [poll for poll in self.polls.values() if poll.state is MotionState.OPEN]

    def room(self) -> bool:
        """Three in all; one that looks for a seconder is nobody's business yet."""
        return sum(poll.state is not MotionState.SECONDING for poll in self.live()) < 3

    def taken(self, kind: MotionKind, subject: int | None, proposer: int) -> bool:
        """One open motion a kind and person, one amendment, one a proposer."""
        return any(
            poll.proposer == proposer
            or (subject is not None and (poll.kind, poll.subject) == (kind, subject))
            or (kind is MotionKind.AMEND and poll.kind is MotionKind.AMEND)
            for poll in self.live()
        )

    def may_bring(self, who: int, now: datetime) -> bool:
        """Three a week by one member, however they ended."""
        return sum(one.proposer == who and now < one.proposed_at + 7 * DAY for one in self.polls.values()) < 3

    # What happens.

    def opens(self, poll: Poll, now: datetime) -> None:
        """Freeze the rules and the electorate, at the opening."""
        days = 3 if poll.run == 2 else int(self.rules[_DAYS.get(poll.kind, "decision_days")])
        poll.share = Share(self.rules[_SHARE[poll.kind]]) if poll.kind in _SHARE else Share.HALF
        poll.opened_at, poll.closes_at = now, now + days * DAY
        poll.electors = {one: self.people[one].is_away(now) for one in self.members() if one != poll.subject}
        poll.state = MotionState.OPEN

    def enough(self, kind: MotionKind, subject: int | None) -> bool:
        """Two could carry it, or of a removal three."""
        return sum(one != subject for one in self.members()) >= (3 if kind is MotionKind.REMOVE else 2)

    def may_cast(self, poll: Poll, who: int, now: datetime) -> bool:
        person = self.people.get(who)
        return (
            poll.state is MotionState.OPEN
            and poll.closes_at is not None
            and now < poll.closes_at
            and who in poll.electors
            and person is not None
            and person.standing is Standing.MEMBER
        )

    def leaves(self, who: int, *, removed: bool = False) -> None:
        """Somebody goes: out of every electorate, with all their ballots and motions."""
        person = self.people[who]
        person.standing, person.away, person.steward, person.removed = Standing.ALUMNUS, None, False, removed
        person.for_the_charter = False
        self.missing.pop(who, None)
        for poll in self.live():
            poll.electors.pop(who, None)
            poll.ballots.pop(who, None)
        for poll in self.live():
            if poll.proposer == who:
                self.ends(poll, EndedWhy.PROPOSER_LEFT)
            elif poll.subject == who:
                self.ends(poll, EndedWhy.GONE)
            elif poll.seconder == who and poll.state is MotionState.SECONDING:
                self.ends(poll, EndedWhy.NOT_SECONDED)
        if not any(one.standing in (Standing.MEMBER, Standing.PAUSED) for one in self.people.values()):
            self.shuts()

    def shuts(self) -> None:
        self.closed = True
        for poll in self.live():
            self.ends(poll, EndedWhy.OVERTAKEN)

    def ends(self, poll: Poll, why: EndedWhy) -> None:
        """End without a count."""
        poll.state, poll.outcome, poll.why = MotionState.CLOSED, Outcome.ENDED, why
        poll.electors, poll.ballots = {}, {}

    # The close.

    def due(self, now: datetime) -> list[Poll]:
        """What closes now: at its end, or where everybody has voted and 72 hours have passed, a removal never early."""
        found = []
        for poll in self.open():
            assert poll.opened_at is not None
            assert poll.closes_at is not None
            missing = [one for one in self._here(poll) if one not in poll.ballots]
            early = poll.kind is not MotionKind.REMOVE and not missing and now - poll.opened_at >= 3 * DAY
            if now >= poll.closes_at or early:
                found.append(poll)
        return sorted(found, key=lambda poll: (poll.closes_at, poll.id))

    def _here(self, poll: Poll) -> list[int]:
        return [one for one in poll.electors if self.people[one].standing is Standing.MEMBER]

    def closes(self, poll: Poll, now: datetime) -> Outcome:
        """Count: who is not there is on neither side, who was away counts by voting alone."""
        said = {one: poll.ballots[one] for one in self._here(poll) if one in poll.ballots}
        silent = [one for one in self._here(poll) if one not in said and not poll.electors[one]]
        poll.slips = Counter(said.values())
        poll.electorate = len(said) + len(silent)
        count = Tally(poll.electorate, *(poll.slips[one] for one in (Choice.YES, Choice.NO, Choice.ABSTAIN)))
        # Where nobody is left there is no quorum.
        poll.outcome = by_the_words(poll.kind, poll.share, count) if poll.electorate else Outcome.NO_QUORUM
        if poll.kind is MotionKind.ADMIT and poll.outcome is Outcome.NOT_CARRIED and not poll.slips[Choice.NO]:
            poll.outcome = Outcome.NO_QUORUM  # nobody has refused them
        named = self.people[poll.subject] if poll.kind is MotionKind.NAME_STEWARD and poll.subject is not None else None
        if named is not None and poll.outcome is Outcome.CARRIED and named.standing is not Standing.MEMBER:
            poll.slips, poll.electorate = Counter(), None
            self.ends(poll, EndedWhy.OVERTAKEN)  # who is paused keeps nothing running
            return Outcome.ENDED
        poll.state = MotionState.CLOSED
        poll.electors, poll.ballots = {}, {}
        if poll.kind is MotionKind.REMOVE and poll.outcome is not Outcome.CARRIED and poll.subject is not None:
            self.rests[poll.subject] = now + 90 * DAY
        return poll.outcome

    def carries_out(self, poll: Poll, now: datetime) -> None:
        """Put what was carried in force."""
        person = self.people[poll.subject] if poll.subject is not None else Someone()
        match poll.kind:
            case MotionKind.ADMIT:
                assert self.application is not None
                person.standing = Standing.INVITED
                self.application.state, self.application.invited_until = "admitted", now + 14 * DAY
            case MotionKind.REMOVE:
                assert poll.subject is not None
                self.leaves(poll.subject, removed=True)
                person.rests_until = now + 30 * DAY
            case MotionKind.AMEND:
                self.version, self.accept_by = self.version + 1, now + 14 * DAY
            case MotionKind.RULE:
                self.rules[poll.proposal["rule"]] = poll.proposal["value"]
            case MotionKind.NAME_STEWARD | MotionKind.RELEASE_STEWARD:
                person.steward = poll.kind is MotionKind.NAME_STEWARD
            case MotionKind.CLOSE_TEAM:
                self.shuts()
            case MotionKind.OTHER:
                """The team knows."""

    # Who asks to join.

    def may_apply(self, who: int, now: datetime) -> bool:
        person = self.people.get(who)
        return (
            not self.closed
            and len(self.members()) >= 2
            and (person is None or person.standing in (Standing.NOBODY, Standing.ALUMNUS))
            and not (person is not None and person.rests_until is not None and now < person.rests_until)
            and (self.again_from is None or now >= self.again_from)
        )

    def not_admitted(self, poll: Poll, now: datetime) -> None:
        """Refused: not before 60 days; too few voted twice: at once, if they like."""
        if poll.outcome is Outcome.NOT_CARRIED:
            self.again_from = now + 60 * DAY
        if poll.outcome is Outcome.NOT_CARRIED or poll.run == 2:
            self.no_applicant()

    def no_applicant(self) -> None:
        who = next(
            one for one, person in self.people.items() if person.standing in (Standing.APPLICANT, Standing.INVITED)
        )
        self.people[who].standing = Standing.NOBODY
        self.application = None

    def settles(self, now: datetime) -> None:
        """What ends or goes back without anybody's doing."""
        asked = self.application
        if asked is None:
            return
        missed = asked.invited_until is not None and now >= asked.invited_until
        if self.closed or (asked.state == "sent" and now >= asked.vouch_by) or missed:
            self.no_applicant()
        elif asked.state == "waiting" and self.people[asked.voucher or 0].standing is Standing.ALUMNUS:
            asked.state, asked.voucher, asked.vouch_by = "sent", None, now + 14 * DAY

    def told(self, poll: Poll, now: datetime) -> None:
        """Two days to answer, which start by themselves after seven days, never while away or paused."""
        poll.state, poll.told_at = MotionState.READING, now
        poll.answer_ends_at = self._two_days(poll, now + 7 * DAY, now + 56 * DAY)

    def reads(self, poll: Poll, now: datetime) -> None:
        """They start when the concern is opened, and end no later for it."""
        if poll.state is MotionState.READING and poll.read_at is None and poll.answer_ends_at and poll.told_at:
            poll.read_at = now
            latest = max(poll.answer_ends_at, poll.told_at + 56 * DAY)
            poll.answer_ends_at = min(poll.answer_ends_at, self._two_days(poll, now, latest))

    def dates_change(self, who: int, now: datetime) -> None:
        """Other dates, a pause or its end: two days from now at least where it comes closer, eight weeks in all."""
        for poll in self.live():
            if poll.subject == who and poll.state is MotionState.READING and poll.told_at and poll.answer_ends_at:
                latest = max(poll.answer_ends_at, poll.told_at + 56 * DAY)
                starts = min(poll.read_at or poll.told_at + 7 * DAY, poll.told_at + 7 * DAY)
                ends = self._two_days(poll, starts, latest)
                if ends < poll.answer_ends_at:
                    ends = max(ends, self._two_days(poll, now, latest))
                poll.answer_ends_at = min(ends, latest)

    def _two_days(self, poll: Poll, starts: datetime, latest: datetime) -> datetime:
        """Count two days that the person is here; who is paused is not, until `latest`."""
        person = self.people[poll.subject or 0]
        away = person.away
        if person.standing is Standing.PAUSED and person.paused_at is not None:
            away = (person.paused_at, latest)
        if away is None or starts >= away[1] or starts + 2 * DAY <= away[0]:
            return starts + 2 * DAY
        here = max(away[0] - starts, 0 * DAY)
        return away[1] + 2 * DAY - here

    # The charter.

    def pauses(self, who: int, now: datetime, *, for_the_charter: bool = False) -> None:
        person = self.people[who]
        person.standing, person.away, person.for_the_charter = Standing.PAUSED, None, for_the_charter
        person.paused_at = now
        self.dates_change(who, now)

    def resumes(self, who: int, now: datetime) -> None:
        self.people[who].standing, self.people[who].for_the_charter = Standing.MEMBER, False
        self.dates_change(who, now)
        self.missing.pop(who, None)

    def must_accept_first(self, who: int, now: datetime) -> bool:
        """Who is behind a version whose time is over, or was paused for it, is back by accepting it."""
        person = self.people[who]
        over = self.accept_by is not None and self.accept_by <= now
        return person.accepted < self.version and (over or person.for_the_charter)

    def late_to_accept(self, now: datetime) -> list[int]:
        """14 days; who is away in them has as many again from their return."""
        late = []
        for who in self.members():
            person = self.people[who]
            if self.accept_by is None or person.accepted == self.version or self.closed:
                continue
            away = person.away if person.away is not None and person.away[0] < self.accept_by else None
            if now >= (max(self.accept_by, away[1] + 14 * DAY) if away else self.accept_by):
                late.append(who)
        return late
