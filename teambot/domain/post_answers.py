"""What an author is shown of their posts: drafts, lists, and what became of each. It decides nothing."""

from dataclasses import dataclass
from datetime import datetime

from teambot.domain.posts import Money, Submission, SubmissionState
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
    thread: bool = False  # as in PostTaken, in all of these


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


@dataclass(frozen=True, slots=True)
class PostHeld:
    """The plan to come is out of the submission's window: it waits until `opens_at`, and its author is told then."""

    submission_id: int
    title: str
    opens_at: datetime
    thread: bool = False


PostAnswer = PostSubmitted | PostShelved | PostHeld


@dataclass(frozen=True, slots=True)
class PostTaken:
    """What became of a submission, in one shape that can be stored as an answer: `state` WAITING, SHELVED or HELD.

    `thread`: its author may offer it in the team's thread, and wants the button for that.
    """

    submission_id: int
    title: str
    state: SubmissionState
    standing: str | None
    closes_at: datetime
    publishes_at: datetime
    others: int = 0
    opens_at: datetime | None = None
    replaced: str | None = None
    thread: bool = False

    def as_answer(self) -> PostAnswer:
        """Give it as what it is."""
        if self.state is SubmissionState.HELD and self.opens_at is not None:
            return PostHeld(self.submission_id, self.title, self.opens_at, self.thread)
        if self.state is SubmissionState.SHELVED:
            return PostShelved(self.submission_id, self.title, self.standing, self.closes_at, self.others, self.thread)
        stands = (self.submission_id, self.title, self.closes_at, self.publishes_at)
        return PostSubmitted(*stands, self.replaced, self.thread)


@dataclass(frozen=True, slots=True)
class PostEdited:
    """A submission's words or window were changed.

    `moved`: where it is now, if it could not stay where it was: WAITING (for the close at `closes_at`), SHELVED or HELD
    (until `opens_at`). `others` is as in PostShelved.
    """

    submission_id: int
    title: str
    moved: SubmissionState | None = None
    others: int = 0
    opens_at: datetime | None = None
    closes_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class PostWithdrawn:
    """A submission was taken back; it can be put forward again."""

    submission_id: int
    title: str


@dataclass(frozen=True, slots=True)
class PostList:
    """Submissions for one reader: `waiting` of the week whose close is named, then `shelf` (the reader's own alone)."""

    closes_at: datetime | None
    waiting: tuple[Submission, ...]
    shelf: tuple[Submission, ...]
    running: tuple[Submission, ...]  # in this week's plan
    mine_id: int  # the reader's membership
    held: tuple[Submission, ...] = ()  # the reader's own, until their windows open
    closed: tuple[Submission, ...] = ()  # for the plan of a week whose close is over and whose plan is not out yet
    thread: bool = False  # as in PostTaken
