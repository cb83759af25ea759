"""What an author is shown of their posts: drafts, lists, and what became of each. It decides nothing."""

from dataclasses import dataclass
from datetime import date, datetime

from teambot.domain.posts import Money, Submission, SubmissionState
from teambot.domain.week import local_day
from teambot.domain.windows import Window


@dataclass(frozen=True, slots=True)
class PostDraft:
    """What the form of `/post submit` or `edit` starts with. `submission_id` is empty for a new one.

    `money` is None for a new one: it is declared by its author (promise 7), never by a default. `item_id`: of a new one
    that begins with an item of the author's feed, whose address is not asked for then.
    """

    team_id: int
    submission_id: int | None
    url: str
    title: str
    reader_line: str
    hook: str
    money: Money | None
    item_id: int | None = None
    window: Window = Window.ANY


@dataclass(frozen=True, slots=True)
class PostSubmitted:
    """A submission stands for the week whose close and plan are named; `replaced` is the title it took the place of."""

    submission_id: int
    title: str
    closes_at: datetime
    publishes_at: datetime
    replaced: str | None
    thread: bool = False  # these two as in PostTaken, wherever they are
    nobody_there: bool = False


@dataclass(frozen=True, slots=True)
class PostShelved:
    """The submission lies on the shelf; nothing that was typed is lost.

    `standing`: the title that has the week's place, where that is why. `others`: where money is why, how many other
    posts of the author go first (of any four in a row at most one is sponsored or an own product).
    """

    submission_id: int
    title: str
    standing: str | None
    closes_at: datetime
    others: int = 0
    thread: bool = False
    nobody_there: bool = False


@dataclass(frozen=True, slots=True)
class PostHeld:
    """The plan to come is out of the submission's window: it waits until `opens_on`, and its author is told then."""

    submission_id: int
    title: str
    opens_on: date
    nobody_there: bool = False


PostAnswer = PostSubmitted | PostShelved | PostHeld


@dataclass(frozen=True, slots=True)
class PostTaken:
    """What became of a submission, in one shape that can be stored as an answer: `state` WAITING, SHELVED or HELD.

    `thread`: its author may offer it in the team's thread, and wants the button for that. `nobody_there`: it names
    places, and nobody on the team who is asked for anything has readers in one.
    """

    submission_id: int
    title: str
    state: SubmissionState
    standing: str | None
    closes_at: datetime
    publishes_at: datetime
    others: int = 0
    opens_on: date | None = None
    replaced: str | None = None
    thread: bool = False
    nobody_there: bool = False

    def as_answer(self) -> PostAnswer:
        """Give it as what it is."""
        known, thread, nobody = (self.submission_id, self.title), self.thread, self.nobody_there
        if self.state is SubmissionState.HELD and self.opens_on is not None:
            return PostHeld(*known, self.opens_on, nobody)
        if self.state is SubmissionState.SHELVED:
            return PostShelved(*known, self.standing, self.closes_at, self.others, thread, nobody)
        return PostSubmitted(*known, self.closes_at, self.publishes_at, self.replaced, thread, nobody)


@dataclass(frozen=True, slots=True)
class PostEdited:
    """A submission's words or window were changed.

    `state`: where it is now, WAITING (for the plan at `publishes_at`, whose close is at `closes_at` where that is still
    to come), SHELVED or HELD (until `opens_on`); `moved` where it could not stay where it was. `others` is as in
    PostShelved, `nobody_there` as in PostTaken.
    """

    submission_id: int
    title: str
    state: SubmissionState
    moved: bool = False
    others: int = 0
    opens_on: date | None = None
    closes_at: datetime | None = None
    publishes_at: datetime | None = None
    nobody_there: bool = False


@dataclass(frozen=True, slots=True)
class PostWithdrawn:
    """A submission was taken back; it can be put forward again.

    `misses`: when the plan comes out that it was in for, where that one's close is over. `ran`: it was in the plan of a
    week that runs, and nobody is asked for it any more. `again`: from when on it can be put forward, where somebody had
    recommended it.
    """

    submission_id: int
    title: str
    misses: datetime | None = None
    ran: bool = False
    again: datetime | None = None


@dataclass(frozen=True, slots=True)
class PostWithdrawing:
    """What follows from taking a submission back that is in the plan of a week that runs, before it is confirmed.

    `asked`: how many recommendations are still open for it. `done`: how many were made, which stay. `again`: from when
    on it can be put forward where there are any; None: at once.
    """

    submission_id: int
    title: str
    asked: int
    done: int
    again: datetime | None


@dataclass(frozen=True, slots=True)
class PostList:
    """Submissions for one reader: `waiting` of the week whose close is named, then `shelf` (the reader's own alone).

    `show`: what was asked for, the reader's own ("mine"), the "team"'s or the reader's "shelf". `from_shelf`: the title
    that the shelf gives at that close where they put nothing forward. `nobody_there`: the ids of those that are as in
    PostTaken. `zone`: the team's, whose days are meant.
    """

    closes_at: datetime | None
    waiting: tuple[Submission, ...]
    shelf: tuple[Submission, ...]
    running: tuple[Submission, ...]  # in this week's plan
    mine_id: int  # the reader's membership
    held: tuple[Submission, ...] = ()  # the reader's own, until their windows open
    closed: tuple[Submission, ...] = ()  # for the plan of a week whose close is over and whose plan is not out yet
    thread: bool = False  # as in PostTaken
    show: str = "mine"
    from_shelf: str | None = None
    nobody_there: frozenset[int] = frozenset()
    zone: str = "UTC"

    def opens_on(self, post: Submission) -> date | None:
        """Give the day on which the window of a post opens that is held until then; None for any other."""
        if post.state is not SubmissionState.HELD or post.opens_at is None:
            return None
        return local_day(self.zone, post.opens_at)
