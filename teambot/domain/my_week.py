"""The week as one member sees it: their own assignments with reasons, the posts, their news. It loads nothing."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from teambot.domain.assignments import AssignmentState
from teambot.domain.link_proof import LinkState
from teambot.domain.motions import MotionKind
from teambot.domain.notices import NoticeKind
from teambot.domain.posts import Money, Submission
from teambot.domain.reasons import LeftOut, Reason
from teambot.domain.standings import PauseReason, Standing
from teambot.domain.week import WeekState, local_day
from teambot.domain.windows import Window


@dataclass(frozen=True, slots=True)
class MyAssignment:
    """One recommendation that a member is asked for; *Done* counts until `done_until`, *Skip* until `ends_at`.

    `last_day`: of its post, where that is before the week's end; once it is `past`, nobody is asked any more.
    `suggested_on`: a day that suits, in the team's zone, while it is not over. `swapping`: a card asks whether somebody
    else would like it; `swap_kept`: one did, and it was kept.
    `link`: of one that is done, and what is known of it; `linkable`: one may be given, or another one, still, which is
    so once.
    """

    id: int
    author: str
    author_discord_id: int | None
    title: str
    url: str
    reader_line: str
    hook: str
    money: Money
    state: AssignmentState
    reasons: tuple[Reason, ...]
    ends_at: datetime
    done_until: datetime
    window: Window = Window.ANY
    suggested_on: date | None = None
    swapping: bool = False
    swap_kept: bool = False
    link: str | None = None
    link_state: LinkState | None = None
    linkable: bool = False
    last_day: date | None = None
    past: bool = False

    def on(self, zone: str, now: datetime) -> "MyAssignment":
        """Give it as it stands at a moment where the team lives (product.md, Season and place: a last day)."""
        today = local_day(zone, now)
        ahead = self.suggested_on if self.suggested_on is not None and today <= self.suggested_on else None
        counts = self.state is AssignmentState.DONE and now < self.done_until
        may_link = counts and self.linkable and self.link_state is not LinkState.SEEN
        stands = replace(self, suggested_on=ahead, linkable=may_link)
        last = self.window.last_day
        if last is None or last >= local_day(zone, self.ends_at):
            return stands
        return replace(stands, last_day=last, past=self.window.ended_by(today))


@dataclass(frozen=True, slots=True)
class PostShown:
    """One post of a plan, as everyone sees it."""

    author: str
    title: str
    url: str
    reader_line: str
    money: Money
    window: Window = Window.ANY


@dataclass(frozen=True, slots=True)
class OpenOffer:
    """An assignment that anyone may take. It names no post: its author would read that somebody said no (promise 5)."""

    assignment_id: int


@dataclass(frozen=True, slots=True)
class News:
    """One thing to tell one person; `facts` are as `NoticeKind` says."""

    id: int
    kind: NoticeKind
    facts: Mapping[str, Any]
    created_at: datetime


class Awaited(StrEnum):
    """What of a motion waits for somebody."""

    VOTE = "vote"  # an open vote on which they have not voted
    SECOND = "second"  # a removal that they are asked to second
    CONCERN = "concern"  # a removal about them, to read and answer
    PROPOSED = "proposed"  # a removal of their own that is not voted on yet


@dataclass(frozen=True, slots=True)
class OpenVote:
    """A motion that waits for one person; `ends_at` only of a vote, or a concern once it was opened.

    News are shown once, these until they are done.
    """

    motion_id: int
    awaited: Awaited
    kind: MotionKind
    subject: str
    team_name: str
    ends_at: datetime | None


@dataclass(frozen=True, slots=True)
class CharterWaits:
    """A version of the charter that its reader has not accepted; it stands in *My week* until they have.

    `accept_by`: else they are paused; None where that is no question. `brings_back`: they are paused for want of it.
    """

    version: int
    accept_by: datetime | None
    brings_back: bool = False


@dataclass(frozen=True, slots=True)
class WeekShown:
    """A week for one member.

    `key` and `state` are empty where there is no such week; while the team forms, `missing` members are missing.
    """

    team_id: int
    team_name: str
    key: str
    state: WeekState | None
    closes_at: datetime | None
    publishes_at: datetime | None
    ends_at: datetime | None
    mine: tuple[MyAssignment, ...]
    posts: tuple[PostShown, ...]
    offers: tuple[OpenOffer, ...]
    waiting: Submission | None  # the reader's own post for the next close
    submitted: Submission | None  # the reader's own post for the plan of a week that has closed
    news: tuple[News, ...]
    missing: int
    standing: Standing = Standing.MEMBER  # the reader's: member, away or paused
    away_until: datetime | None = None
    asleep: bool = False  # fewer than three members: nothing is planned
    votes: tuple[OpenVote, ...] = ()
    charter: CharterWaits | None = None
    paused_why: PauseReason | None = None
    from_shelf: str | None = None  # the title that the shelf gives at the next close, where nothing is put forward
    light: bool = False  # nobody is asked for more than one
    left_out: tuple[
        LeftOut, ...
    ] = ()  # why the reader's post has no turn, or less is asked of them; told to them alone
