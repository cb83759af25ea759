"""The offers' thread: posts offered to be read by choice; nobody is asked or pinged. It sends nothing."""

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

from teambot.domain.my_week import PostShown
from teambot.domain.posts import Submission, SubmissionState
from teambot.errors import Refusal

OFFER_KEEPS = timedelta(days=28)  # while Discord does not let us write: then it is no news any more

CHANGE_KEEPS = timedelta(days=60)  # what somebody takes back has to go, however long a thread is locked


class ThreadFault(StrEnum):
    """Why a message of the offers' thread could not be brought there."""

    MAY_NOT_OPEN = "may-not-open"  # the bot lacks Create Public Threads
    MAY_NOT_WRITE = "may-not-write"  # the bot lacks Send Messages in Threads
    LOCKED = "locked"  # a moderator has locked it
    TOO_MANY = "too-many"  # the server has as many active threads as Discord allows
    NO_THREADS = "no-threads"  # the team's channel is of a kind that has none
    GONE = "gone"  # somebody deleted it, or it was never opened: it is opened anew, and nobody need mend anything


@dataclass(frozen=True, slots=True)
class ThreadOpened:
    """The team has a thread for offers: the message in its channel that the thread hangs on."""

    team_name: str
    language: str


@dataclass(frozen=True, slots=True)
class ThreadOffer:
    """A post that its author offers in the team's thread; `over` once it was taken back, or its author has left.

    `thread_id` is None where there is no thread (any more).
    """

    language: str
    guild_id: int
    thread_id: int | None
    post: PostShown
    over: bool


@dataclass(frozen=True, slots=True)
class PostOffered:
    """A post was offered in the thread; `fault` says why it has to wait, where Discord did not let the bot before."""

    offer_id: int
    title: str
    fault: ThreadFault | None = None


def check_thread(wanted: bool, team_name: str) -> None:
    """Refuse an offer where the team has no thread for them."""
    if not wanted:
        raise Refusal("no-offers-thread", team=team_name)


def check_in_season(post: Submission) -> None:
    """Refuse to offer a post that is held until its window opens: nobody there has a use for it before."""
    if post.state is SubmissionState.HELD:
        raise Refusal("offer-out-of-season", opens=post.opens_at)
