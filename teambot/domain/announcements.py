"""What the bot says unasked: the kinds of messages in the outbox, and the facts that each is worded from."""

import string
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from urllib.parse import quote

from teambot.domain.application_views import ApplicationCard, SisterOffer
from teambot.domain.motion_views import MotionShown
from teambot.domain.my_week import MyAssignment, News, OpenVote, PostShown, WeekShown
from teambot.domain.readers import join_places
from teambot.domain.thread_offers import ThreadOffer, ThreadOpened
from teambot.domain.windows import Window

# One Discord message holds 40 components and 4,000 characters (research/discord.md). A post is a section: three
# components, so ten posts leave room for the heading and the buttons.
PART_POSTS = 10
BUTTON_ADDRESS = 512  # a longer address does not fit a link button
WRITTEN_ADDRESS = 2000
PART_CHARACTERS = 2600
# A name counts as long as it could be: it may change between two parts, and no post may fall between them.
_AUTHOR_MOST = 64
_WINDOW_MOST = 160  # six single months, half of the world and a last day, and the words around them
_MARKDOWN = frozenset("\\*_~`|>#-[]()<@:")  # each may cost a backslash more when it is shown


class MessageKind(StrEnum):
    """The kinds of messages in the outbox."""

    INVITATION = "invitation"
    TEAM_FORMED = "team_formed"
    WEEK_CARD = "week_card"
    WEEK_MISSED = "week_missed"
    OFFER = "offer"
    OFFER_CLOSED = "offer_closed"  # draws the card of an offer again
    MY_WEEK = "my_week"  # by direct message
    NEWS = "news"  # by direct message
    REMINDER = "reminder"  # by direct message: the week's one, of everything still open
    MOTION = "motion"  # the card of a vote
    MOTION_CHANGED = "motion_changed"  # draws it again: how many have voted, or that it has closed
    MOTION_RESULT = "motion_result"
    APPLICATION = "application"  # somebody would like to join; drawn again as it goes on
    SISTER_TEAM = "sister_team"
    TEAM_SLEEPS = "team_sleeps"
    TEAM_WAKES = "team_wakes"
    ASK_TO_CLOSE = "ask_to_close"  # after eight weeks of sleep, once
    TEAM_CLOSED = "team_closed"
    CHARTER_WAITS = "charter_waits"  # three days before a version is to be accepted, once: for how many it waits
    GOODBYE = "goodbye"  # somebody left and wished to say so
    THREAD_OPENED = "thread_opened"  # the message on which the offers' thread hangs
    THREAD_OFFER = "thread_offer"  # in that thread; drawn again as its post changes


@dataclass(frozen=True, slots=True)
class Invitation:
    """Founders are asked to read the charter and join; each is pinged."""

    team_id: int
    team_name: str
    niche: str
    language: str
    founders: tuple[int, ...]
    ends_at: datetime


@dataclass(frozen=True, slots=True)
class TeamFormed:
    """The team has formed; its first close and plan. Its first steward may step forward by its card."""

    team_id: int
    team_name: str
    language: str
    members: tuple[str, ...]
    closes_at: datetime
    publishes_at: datetime


@dataclass(frozen=True, slots=True)
class WeekCard:
    """One part of the week's card; `pings` are those who have an assignment and want to be told (first part only)."""

    team_id: int
    team_name: str
    language: str
    key: str
    publishes_at: datetime
    ends_at: datetime
    next_close: datetime
    posts: tuple[PostShown, ...]
    part: int
    parts: int
    pings: tuple[int, ...]
    few: bool  # fewer posts than members can recommend: less is asked, and the card says so
    late: bool
    votes: tuple[OpenVote, ...] = ()  # open as the card is sent; the last part shows them
    light: bool = False  # nobody is asked for more than one


@dataclass(frozen=True, slots=True)
class WeekMissed:
    """The bot was away for more than half of the week: nothing was booked, submissions moved on."""

    team_name: str
    language: str
    key: str
    next_close: datetime
    next_publish: datetime


@dataclass(frozen=True, slots=True)
class Offer:
    """An assignment that anyone may take; `closed` once somebody did, or the week is over.

    Everybody reads its card, so it names no post: its author would read there that somebody said no (promise 5).
    """

    assignment_id: int
    language: str
    ends_at: datetime
    closed: bool


@dataclass(frozen=True, slots=True)
class MyWeekMessage:
    """A member's week, by direct message."""

    language: str
    shown: WeekShown


@dataclass(frozen=True, slots=True)
class ReminderMessage:
    """What is still open for one person, by direct message; `ends_at`: the week's."""

    language: str
    team_name: str
    ends_at: datetime
    asked: tuple[MyAssignment, ...]
    votes: tuple[OpenVote, ...]
    questions: tuple[News, ...] = ()


@dataclass(frozen=True, slots=True)
class NewsMessage:
    """One piece of news, by direct message; `mine`: the assignment that it brings, as My week shows it."""

    language: str
    team_name: str
    news: News
    mine: MyAssignment | None = None


@dataclass(frozen=True, slots=True)
class MotionCard:
    """The card of a vote, open or closed; with `result` the message that says how it ended."""

    shown: MotionShown
    result: bool


@dataclass(frozen=True, slots=True)
class TeamTold:
    """A team's state has changed, or it is asked whether to close: `kind` says which.

    `paused`: of a team that sleeps, how many are. `charter`: some of them for want of accepting the charter; not told
    where that is one person, who reads it in private.
    """

    kind: MessageKind
    team_id: int
    team_name: str
    language: str
    deleted_at: datetime | None  # of a team that has closed: when what is its own goes
    paused: int = 0
    charter: bool = False


@dataclass(frozen=True, slots=True)
class CharterUnaccepted:
    """A version of the charter waits for so many members, who are not named."""

    team_name: str
    language: str
    version: int
    waiting: int
    accept_by: datetime


@dataclass(frozen=True, slots=True)
class Goodbye:
    """Somebody left and wished to say so, in their own words or without any."""

    team_name: str
    language: str
    name: str
    words: str


Announcement = (
    ApplicationCard
    | SisterOffer
    | MotionCard
    | Invitation
    | TeamFormed
    | WeekCard
    | WeekMissed
    | Offer
    | MyWeekMessage
    | NewsMessage
    | ReminderMessage
    | TeamTold
    | CharterUnaccepted
    | Goodbye
    | ThreadOpened
    | ThreadOffer
)


def card_parts(posts: tuple[PostShown, ...]) -> tuple[tuple[PostShown, ...], ...]:
    """Split a plan's posts, in order, over as few messages as Discord's bounds allow; at least one part."""
    parts: list[list[PostShown]] = [[]]
    room = PART_CHARACTERS
    for post in posts:
        size = 40 + _AUTHOR_MOST + sum(_shown_length(text) for text in (post.title, post.reader_line))
        sent = len(quote(post.url, safe=string.punctuation))
        size += 0 if post.window == Window.ANY else _WINDOW_MOST + _shown_length(join_places(post.window.places))
        size += sent if BUTTON_ADDRESS < sent <= WRITTEN_ADDRESS else 0  # written out, for want of a button
        if parts[-1] and (len(parts[-1]) == PART_POSTS or size > room):
            parts.append([])
            room = PART_CHARACTERS
        parts[-1].append(post)
        room -= size
    return tuple(tuple(part) for part in parts)


def _shown_length(text: str) -> int:
    return len(text) + sum(character in _MARKDOWN for character in text)
