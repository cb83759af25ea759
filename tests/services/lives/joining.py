"""How somebody new comes in a life."""

from datetime import timedelta
from typing import Any

from sqlalchemy import func, select

from teambot.domain.application_views import ApplicationChanged
from teambot.domain.members import MemberJoined
from teambot.domain.motions import EndedWhy, MotionKind, MotionState, Outcome
from teambot.domain.ownership import Proof
from teambot.domain.standings import Standing
from teambot.services import members as members_service
from teambot.services.applications import applying
from teambot.services.applications.applying import SaveBlog
from teambot.services.applications.service import FillIn, Vouch
from teambot.services.feeds.polled import FeedRead
from teambot.services.members import Join
from teambot.services.use_case import write
from teambot.storage.tables import motion
from tests.services.lives.ground import ANY, SELDOM, TEAM, Ground, move, pick
from tests.services.lives.parts import DAY, Applying, Poll, Someone

NO_WEB: Any = None  # what would be read of it is handed over
GUEST = "http://guest.blog.test"
FORM = FillIn(TEAM, "bread", f"{GUEST}/1", "You cook what I bake.", "Slow recipes.", False)


class Joining(Ground):
    """Somebody asks to join, is voted on, and joins."""

    @move(times=3)
    def apply(self) -> None:
        """Apply as after the blog was read and proven, and fill in the form."""
        asked = SaveBlog(TEAM, read_blog(), {}, "token", Proof.REL_ME)
        use = write(self.db, ApplicationChanged, applying.save_blog, self.caller(7), asked, self.now)
        saved = self.tried(use, self.model.may_apply(7, self.now))
        if saved is not None:
            filled = write(self.db, ApplicationChanged, applying.fill_in, self.caller(7), (FORM, None), self.now)
            self.tried(filled, True)
            self.model.application = Applying(saved.application_id, self.now + 14 * DAY)
            self.model.people[7] = Someone(Standing.APPLICANT)

    @move(times=3, when=lambda self: self.model.application, by=ANY, anyone=SELDOM)
    def vouch(self, by: int, anyone: bool) -> None:
        asked, members = self.model.application, self.model.members()
        who = by if anyone or not members else pick(members, by)
        allowed = asked.state == "sent" and self.now < asked.vouch_by and who in members and not self.model.closed
        said = Vouch(asked.id, "Writes well.")
        if self.tried(self.applications.vouch(self.caller(who), said, self.now), allowed) is not None:
            asked.voucher, asked.state = who, "waiting"
            self.open_admission(run=1)

    def open_admission(self, run: int) -> None:
        """Where there is room and enough are there to carry it; else it waits."""
        asked = self.model.application
        who = next(one for one, person in self.model.people.items() if person.standing is Standing.APPLICANT)
        if asked is None or not self.model.room() or not self.model.enough(MotionKind.ADMIT, who):
            return
        asked.state = "voting"
        poll = Poll(self._newest(), MotionKind.ADMIT, MotionState.OPEN, self.now, None, who, run=run)
        self.model.polls[poll.id] = poll
        self.model.opens(poll, self.now)

    def second_run(self) -> None:
        """An admission that lapsed runs once more."""
        asked = self.model.application
        admissions = [poll for poll in self.model.polls.values() if poll.kind is MotionKind.ADMIT]
        if asked is not None and asked.state == "voting" and admissions[-1].outcome is Outcome.NO_QUORUM:
            self.open_admission(run=2)

    def _newest(self) -> int:
        return int(self._read(lambda tx: tx.scalar(select(func.max(motion.c.id)))))

    @move(times=1, when=lambda self: self.model.application, really=SELDOM)
    def withdraw_application(self, really: bool) -> None:
        person = self.model.people[7]
        if really and person.standing in (Standing.APPLICANT, Standing.INVITED) and not self.hindered(7):
            self.tried(self.applications.withdraw(self.caller(7), TEAM, self.now), True)
            self.count_ended()
            for poll in self.model.live():
                if poll.kind is MotionKind.ADMIT:
                    self.model.ends(poll, EndedWhy.WITHDRAWN)
            self.model.no_applicant()
            self.model.again_from = self.now + DAY

    @move(times=2, when=lambda self: 7 in self.model.people)
    def join(self) -> None:
        """Accept the charter as it reads, as after the feed was read."""
        asked, person = self.model.application, self.model.people[7]
        until = asked.invited_until if asked is not None else None
        in_time = until is not None and self.now < until
        allowed = person.standing is Standing.INVITED and in_time and not self.model.closed
        found = read_blog()
        said = (Join(TEAM, self.model.version, found.blog_url, found.url), found)
        use = write(self.db, MemberJoined, members_service._join, self.caller(7), said, self.now)
        if self.tried(use, allowed) is not None:
            person.standing, person.accepted, self.model.application = Standing.MEMBER, self.model.version, None

    @move(times=3, when=lambda self: self.model.application)
    def sweep_applications(self) -> None:
        self.run(self.applications.settle_due(self.now))
        self.model.settles(self.now)
        self.second_run()
        asked = self.model.application
        if asked is not None and asked.state == "waiting":
            self.open_admission(run=1)


def read_blog() -> FeedRead:
    """Give the guest's feed as it would have been read."""
    return FeedRead(GUEST, f"{GUEST}/feed", "Guest", (), '"1"', None, "x", timedelta(hours=1))
