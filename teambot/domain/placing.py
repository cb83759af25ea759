"""What becomes of a post that is put forward: it waits for its plan, lies on the shelf, is held, or comes too late."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

from teambot.domain.money import may_follow, waits_for
from teambot.domain.posts import NO_REPEAT, Money, Submission, SubmissionState
from teambot.domain.windows import Window


@dataclass(frozen=True, slots=True)
class Placed:
    """Where a post goes: WAITING, SHELVED, HELD or, where no plan can have it any more, EXPIRED.

    `opens_on`: of a HELD one, the first day of its window. `others`: of a SHELVED one that money keeps there, how many
    other posts of its author go first.
    """

    state: SubmissionState
    opens_on: date | None = None
    others: int = 0

    @property
    def in_reach(self) -> bool:
        """Tell whether the post waits for the plan, or for nothing but a place in one."""
        return self.state is SubmissionState.WAITING or (self.state is SubmissionState.SHELVED and not self.others)


def place(window: Window, day: date, pushed: Sequence[Money], money: Money, *, taken: bool) -> Placed:
    """Say what becomes of a post for the plan that is published on `day`.

    `pushed`: the money of its author's posts before it, the last one last. `taken`: they have another for that plan.
    """
    opens_on = window.opens_on(day)
    if opens_on is None:
        return Placed(SubmissionState.EXPIRED)
    if opens_on > day:
        return Placed(SubmissionState.HELD, opens_on)
    others = waits_for(pushed, money)
    if others or taken:
        return Placed(SubmissionState.SHELVED, others=others)
    return Placed(SubmissionState.WAITING)


def from_shelf(kept: Collection[Submission], day: date, pushed: Sequence[Money]) -> Submission | None:
    """Choose of a shelf what goes into the plan that is published on `day`; None where nothing may.

    What is in its window and not kept back by money: the soonest last day first, then the window that closes soonest,
    then the oldest.
    """
    fitting = (post for post in kept if post.window.is_open(day) and may_follow(pushed, post.money))
    return min(fitting, key=lambda post: urgency(post, day), default=None)


def urgency(post: Submission, day: date) -> tuple[date, date, int]:
    """Give what posts are sorted by where one is to go into the plan of `day`, the most urgent first."""
    return post.window.last_day or date.max, post.window.closes_on(day) or date.max, post.id


def offered_again_on(window: Window, day: date) -> date | None:
    """Say when a post that was pushed, or came to its end, on `day` is offered to its author again; None: never.

    When its season begins a year later, and not while the same post could not be pushed again.
    """
    begins = window.opens_again(day)
    return None if begins is None else Window(window.months).opens_on(max(begins, day + NO_REPEAT))
