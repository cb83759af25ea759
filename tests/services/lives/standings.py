"""How standings change in a life."""

from hypothesis import strategies as st

from teambot.domain.departures import Return
from teambot.domain.motions import Choice
from teambot.domain.standings import Standing
from teambot.services.members import Accept
from teambot.services.standings.service import GoAway, Leave
from tests.services.lives.ground import ANY, CHOICE, SELDOM, TEAM, WHO, Ground, move, pick
from tests.services.lives.parts import DAY


class Standings(Ground):
    """People are away, take a break, come back, leave, accept the charter or do not."""

    @move(times=2, who=WHO, starts=st.sampled_from([0, 0, 2]), days=st.sampled_from([1, 6, 12]))
    def go_away(self, who: int, starts: int, days: int) -> None:
        """Away from now, or from the beginning of a day, until the end of another."""
        midnight = self.now.replace(hour=0, minute=0, second=0, microsecond=0)
        first, last = midnight + starts * DAY, midnight + (starts + days) * DAY
        said = GoAway(last.date().isoformat(), first.date().isoformat() if starts else "", TEAM)
        use = self.standings.away(self.caller(who), said, self.now)
        if self.tried(use, who in self.model.members() and not self.model.closed) is not None:
            person = self.model.people[who]
            goes_on = not starts and person.away is not None and person.is_away(self.now)
            began = person.away[0] if goes_on and person.away is not None else max(first, self.now)
            person.away = (began, last + DAY)
            self.model.dates_change(who, self.now)

    @move(times=1, who=WHO, few=SELDOM)
    def take_a_break(self, who: int, few: bool) -> None:
        if (few or len(self.model.members()) > 3) and not self.hindered(who):
            use = self.standings.take_break(self.caller(who), TEAM, self.now)
            if self.tried(use, who in self.model.members() and not self.model.closed) is not None:
                self.count_ended()
                self.model.pauses(who, self.now)

    @move(times=3, which=ANY, choice=CHOICE)
    def come_back(self, which: int, choice: Choice) -> None:
        """Somebody is back, and presses on what is open, whether it opened before or while they were gone."""
        paused = [who for who, person in self.model.people.items() if person.standing is Standing.PAUSED]
        if not paused:
            return
        who = pick(paused, which)
        if self.hindered(who):
            return
        self.count_ended()
        waits = self.model.must_accept_first(who, self.now)
        use = self.standings.come_back(self.caller(who), TEAM, self.now)
        answer = self.tried(use, not self.model.closed)
        if answer is None:
            return
        assert answer.outcome is (Return.CHARTER if waits else Return.BACK)
        if not waits:
            self.model.resumes(who, self.now)
            self.press_all(who, choice)

    def press_all(self, who: int, choice: Choice) -> None:
        for poll in self.model.open():
            self.cast_one(poll, who, choice)

    @move(times=1, who=WHO, few=SELDOM)
    def leave(self, who: int, few: bool) -> None:
        person = self.model.people.get(who)
        if (few or len(self.model.members()) > 4) and not self.hindered(who):
            belongs = person is not None and person.standing in (Standing.MEMBER, Standing.PAUSED)
            allowed = belongs and not self.model.closed  # a team that closed forgets everybody by itself
            said = Leave(TEAM, listed=False, goodbye=False, words="")
            if self.tried(self.standings.leave(self.caller(who), said, self.now), allowed) is not None:
                self.count_ended()
                self.model.leaves(who)

    @move(times=2, when=lambda self: self.model.version > 1, who=WHO, old=SELDOM)
    def accept_charter(self, who: int, old: bool) -> None:
        """Accept the charter as it reads, or a version that it no longer is; who was paused for want of it is back."""
        person = self.model.people.get(who)
        belongs = person is not None and person.standing in (Standing.MEMBER, Standing.PAUSED)
        if self.hindered(who) or (person is not None and person.for_the_charter and self.amended()):
            return
        said = Accept(TEAM, self.model.version - old)
        if (
            self.tried(
                self.members.accept(self.caller(who), said, self.now), belongs and not old and not self.model.closed
            )
            is not None
        ):
            assert person is not None
            person.accepted = self.model.version
            if person.for_the_charter:
                self.count_ended()
            if person.standing is Standing.PAUSED and person.for_the_charter:
                self.model.resumes(who, self.now)

    @move(times=1, when=lambda self: self.model.accept_by)
    def pass_time_to_accept(self) -> None:
        self.now = max(self.now, self.model.accept_by)

    @move(times=2, when=lambda self: self.model.version > 1)
    def sweep_charter(self) -> None:
        self.run(self.members.accept_due(self.now))
        if self.model.late_to_accept(self.now):
            self.count_ended()
        for who in self.model.late_to_accept(self.now):
            self.model.pauses(who, self.now, for_the_charter=True)
