"""Who leaves the Discord server in a life, and is found to."""

from datetime import timedelta

from hypothesis import strategies as st

from teambot.domain.motions import EndedWhy, MotionKind
from teambot.domain.standings import Standing
from tests.services.lives.ground import ANY, SELDOM, WHO, Ground, move, pick

HOUR = timedelta(hours=1)


class Presence(Ground):
    """People leave the server, or come back; the bot looks for them, and what it finds twice counts."""

    @move(times=2, who=WHO, few=SELDOM)
    def leave_the_server(self, who: int, few: bool) -> None:
        if who in self.model.people and (few or len(self.model.members()) > 4):
            self.model.off_the_server.add(who)

    @move(times=1, which=ANY)
    def return_to_the_server(self, which: int) -> None:
        if self.model.off_the_server:
            self.model.off_the_server.discard(pick(sorted(self.model.off_the_server), which))

    @move(times=3, when=lambda self: self.model.off_the_server, later=st.booleans(), outage=SELDOM)
    def look_for_people(self, later: bool, outage: bool) -> None:
        """Look, at once or an hour later; an outage is never taken for leaving."""
        self.now += later * HOUR
        asked: list[int] = []

        async def is_here(_: int, discord_id: int) -> bool | None:
            asked.append(discord_id - 99)
            return None if outage else discord_id - 99 not in self.model.off_the_server

        self.run(self.presence.look_due(is_here, self.now))
        for who in [] if outage else asked:
            self._found(who)

    def _found(self, who: int) -> None:
        model = self.model
        if who not in model.off_the_server:
            model.missing.pop(who, None)
        elif who not in model.missing:
            model.missing[who] = self.now
        elif self.now - model.missing[who] >= HOUR:
            del model.missing[who]
            self.count_ended()
            if model.people[who].standing is Standing.MEMBER:
                model.pauses(who, self.now)
                return
            if model.people[who].standing not in (Standing.APPLICANT, Standing.INVITED):
                return  # the vote that was over has decided
            for poll in model.live():
                if poll.kind is MotionKind.ADMIT:
                    model.ends(poll, EndedWhy.GONE)
            model.no_applicant()
