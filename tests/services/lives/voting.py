"""The ballots of a life."""

from hypothesis import strategies as st

from teambot.domain.motions import Choice, MotionKind
from tests.services.lives.ground import ANY, CHOICE, WHO, Ground, move, pick


class Voting(Ground):
    """Ballots."""

    @move(times=5, when=lambda self: self.model.polls, which=ANY, who=WHO, choice=CHOICE)
    def cast(self, which: int, who: int, choice: Choice) -> None:
        """Press anything: closed ones too, as somebody who may not, again, or late."""
        self.cast_one(pick(self.model.open() or list(self.model.polls.values()), which), who, choice)

    @move(times=4, when=lambda self: self.model.open(), which=ANY, choices=st.lists(CHOICE, min_size=1, max_size=6))
    def cast_round(self, which: int, choices: list[Choice]) -> None:
        """Several vote, one after the other."""
        poll = pick(self.model.open(), which)
        for who, choice in zip(sorted(poll.electors), choices, strict=False):
            self.cast_one(poll, who, choice)

    @move(times=2, when=lambda self: self.model.open(), which=ANY, who=ANY, choice=CHOICE)
    def cast_as_no_elector(self, which: int, who: int, choice: Choice) -> None:
        """A member presses who was no member when the vote opened, or whom it is about."""
        poll = pick(self.model.open(), which)
        others = [one for one in self.model.members() if one not in poll.electors]
        if others:
            self.cast_one(poll, pick(others, who), choice)

    @move(times=3, when=lambda self: self.model.open(), which=ANY, choice=CHOICE, less=st.integers(0, 1))
    def just_a_quorum(self, which: int, choice: Choice, less: int) -> None:
        """As many vote alike as make a quorum, or one less."""
        poll = pick(self.model.open(), which)
        for who in sorted(poll.electors)[: (len(poll.electors) + 1) // 2 - less]:
            self.cast_one(poll, who, choice)

    @move(times=2, when=lambda self: self.model.open(), which=ANY)
    def split(self, which: int) -> None:
        """As many say Yes as No."""
        poll = pick(self.model.open(), which)
        people = sorted(poll.electors)
        for number, who in enumerate(people[: len(people) // 2 * 2]):
            self.cast_one(poll, who, (Choice.YES, Choice.NO)[number % 2])

    @move(times=4, when=lambda self: self.model.open(), which=ANY, yes=st.sampled_from([2, 3, 3, 4, 5, 6]))
    def agree(self, which: int, yes: int) -> None:
        """So many say Yes, to a removal where there is one: what may be carried has more to show than what lapses."""
        removals = [poll for poll in self.model.open() if poll.kind is MotionKind.REMOVE]
        poll = pick(removals or self.model.open(), which)
        for who in sorted(poll.electors)[:yes]:
            self.cast_one(poll, who, Choice.YES)

    @move(
        times=1,
        when=lambda self: self.model.open() and len(self.model.members()) > 3,
        which=ANY,
        who=WHO,
        choice=CHOICE,
    )
    def vote_and_leave(self, which: int, who: int, choice: Choice) -> None:
        """Somebody leaves whose ballot was the last to come."""
        poll = pick(self.model.open(), which)
        if self.cast_one(poll, who, choice):
            self.leave(who=who, few=True)
