"""How standings change in a life."""

from datetime import timedelta

from hypothesis import strategies as st

from teambot.domain.motions import Choice
from teambot.domain.standings import Happening, PauseReason, Standing
from teambot.services.departures import depart, pause, resume
from teambot.storage import members
from tests.services.lives.ground import ANY, CHOICE, SELDOM, WHO, Ground, move, pick


class Standings(Ground):
    """People are away, take a break, come back, leave."""

    @move(times=2, who=WHO, starts=st.sampled_from([-1, 0, 48]), hours=st.sampled_from([24, 24 * 6, 24 * 12]))
    def go_away(self, who: int, starts: int, hours: int) -> None:
        person = self.model.people.get(who)
        if person is None or person.standing is not Standing.MEMBER:
            return
        begins = self.now + timedelta(hours=starts)
        person.away = (begins, begins + timedelta(hours=hours))
        dates = {"away_from": person.away[0], "away_until": person.away[1]}
        self.within(who, lambda tx, _, member: members.change(tx, member.id, **dates))

    @move(times=1, who=WHO, few=SELDOM)
    def take_a_break(self, who: int, few: bool) -> None:
        if who in self.model.members() and (few or len(self.model.members()) > 3):
            self.within(who, lambda tx, here, one: pause(tx, here, one, PauseReason.ASKED, self.now))
            self._paused(who)

    @move(times=3, which=ANY, choice=CHOICE)
    def come_back(self, which: int, choice: Choice) -> None:
        """Somebody is back, and presses on what is open, whether it opened before or while they were gone."""
        paused = [who for who, person in self.model.people.items() if person.standing is Standing.PAUSED]
        if paused:
            who = pick(paused, which)
            self.within(who, lambda tx, here, one: resume(tx, here, one, self.now))
            self.model.people[who].standing = Standing.MEMBER
            for poll in self.model.open():
                self.cast_one(poll, who, choice)

    @move(times=1, who=WHO, few=SELDOM)
    def leave(self, who: int, few: bool) -> None:
        person = self.model.people.get(who)
        if not few and len(self.model.members()) <= 4:
            return
        if person is not None and person.standing in (Standing.MEMBER, Standing.PAUSED):
            self.within(who, lambda tx, here, one: depart(tx, here, one, Happening.LEFT, self.now))
            self.model.leaves(who)
