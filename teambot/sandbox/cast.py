"""Who plays in the sandbox: the sample team of `config/sandbox.toml` as values. It serves and clicks nothing."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from teambot.errors import CannotStart


class FeedKind(StrEnum):
    """The three kinds of feed that sample blogs serve."""

    RSS = "rss"
    ATOM = "atom"
    JSON = "json"


class DirectMessages(StrEnum):
    """Whether a blogger chooses direct messages, and whether Discord lets the bot in."""

    CHOSEN = "chosen"
    CLOSED = "closed"
    OFF = "off"


class Habit(StrEnum):
    """What a blogger does in a story that plays by itself; each but the last is one person's."""

    STEADY = "steady"
    LATE = "late"
    CAREFUL = "careful"
    EAGER = "eager"
    SILENT = "silent"
    CHOOSY = "choosy"
    OUTSIDE = "outside"  # not on the team: does nothing that no scene asks for


@dataclass(frozen=True, slots=True)
class WrittenPost:
    """One post that stands in the file; `at` is aware, in the author's zone.

    In `months` and until `last_day` it makes sense, where it does not always.
    """

    at: datetime
    title: str
    line: str
    months: tuple[int, ...] = ()
    last_day: date | None = None


@dataclass(frozen=True, slots=True)
class Blogger:
    """One person, their blog and their ways; with `rel_me` the blog links to their Discord account."""

    name: str
    habit: Habit
    town: str
    locale: str
    zone: str
    hemisphere: str
    topics: str
    load: str
    direct_messages: DirectMessages
    blog: str
    host: str
    feed: FeedKind
    about: str
    voice: tuple[str, ...]
    says: tuple[str, ...]
    subjects: tuple[str, ...]
    frames: tuple[tuple[str, str], ...]
    posts: tuple[WrittenPost, ...]
    rel_me: bool = False

    @property
    def blog_url(self) -> str:
        """Give the blog's front page."""
        return f"http://{self.host}/"

    @property
    def feed_url(self) -> str:
        """Give the feed's address; its ending tells its kind."""
        return f"http://{self.host}/feed.{'json' if self.feed is FeedKind.JSON else 'xml'}"


@dataclass(frozen=True, slots=True)
class Cast:
    """The sample team: its server, channels, role, name, niche and zone, and its bloggers; the first one founds it.

    `second` is a channel for another team. The `outsiders` are on the server and not on the team; the `stranger` is not
    even there: a blog that is nobody's who could ask to join.
    """

    server: str
    channel: str
    lounge: str
    second: str
    role: str
    name: str
    niche: str
    zone: str
    bloggers: tuple[Blogger, ...]
    outsiders: tuple[Blogger, ...]
    stranger: Blogger

    @property
    def people(self) -> tuple[Blogger, ...]:
        """Give everybody who is on the server, the team's own first."""
        return (*self.bloggers, *self.outsiders)

    @property
    def blogs(self) -> tuple[Blogger, ...]:
        """Give everybody who has a blog."""
        return (*self.people, self.stranger)

    def who(self, habit: Habit) -> Blogger:
        """Give the blogger of one habit."""
        return next(blogger for blogger in self.bloggers if blogger.habit is habit)


def read_cast(path: Path) -> Cast:
    """Read the sample team from a TOML file; raises CannotStart (code 78) with a sentence on what is wrong where."""
    try:
        found = tomllib.loads(path.read_text("utf-8"))
    except OSError as error:
        raise CannotStart(f"The sample team cannot be read: {path}: {error.strerror}.") from error
    except ValueError as error:  # of TOML and of UTF-8
        raise CannotStart(f"The sample team's file is not TOML: {path}: {error}.") from error
    try:
        cast = Cast(
            **found["team"],
            bloggers=tuple(_blogger(table) for table in found["blogger"]),
            outsiders=tuple(_outsider(table) for table in found["outsider"]),
            stranger=_outsider(found["stranger"]),
        )
    except KeyError as error:
        raise CannotStart(f"The sample team's file lacks {error}: {path}.") from error
    except (TypeError, ValueError, ZoneInfoNotFoundError) as error:
        raise CannotStart(f"The sample team's file has something wrong: {path}: {error}.") from error
    _check(cast, path)
    return cast


def _blogger(table: Mapping[str, Any]) -> Blogger:
    zone = ZoneInfo(table["zone"])
    posts = tuple(_post(post, zone) for post in table["post"])
    rest = {key: value for key, value in table.items() if key != "post"}
    return Blogger(
        **{
            **rest,
            "habit": Habit(table["habit"]),
            "direct_messages": DirectMessages(table["direct_messages"]),
            "feed": FeedKind(table["feed"]),
            "voice": tuple(table["voice"]),
            "says": tuple(table["says"]),
            "subjects": tuple(table["subjects"]),
            "frames": tuple((title, line) for title, line in table["frames"]),
            "posts": tuple(sorted(posts, key=lambda post: post.at)),
        }
    )


def _post(table: Mapping[str, Any], zone: ZoneInfo) -> WrittenPost:
    post = WrittenPost(**{**table, "at": table["at"].replace(tzinfo=zone), "months": tuple(table.get("months", ()))})
    if not all(1 <= month <= 12 for month in post.months):
        raise ValueError(f"“{post.title}” has a month that no year has")
    return post


def _outsider(table: Mapping[str, Any]) -> Blogger:
    return _blogger({**table, "habit": Habit.OUTSIDE})


def _check(cast: Cast, path: Path) -> None:
    """Refuse a cast that the story cannot play: a habit missing or twice, a host twice, a name that could be real."""
    habits = sorted(blogger.habit for blogger in cast.bloggers)
    hosts = {blogger.host for blogger in cast.blogs}
    played = sorted(habit for habit in Habit if habit is not Habit.OUTSIDE)
    faults = []
    if habits != played:
        faults.append(f"each habit must be one blogger's ({', '.join(played)}), found {', '.join(habits)}")
    if len(hosts) != len(cast.blogs):
        faults.append("two blogs share a host")
    if len({blogger.name for blogger in cast.blogs}) != len(cast.blogs):
        faults.append("two people share a name")
    # RFC 2606: .test is nobody's, so that no sample blog can ever be mistaken for somebody's real one.
    faults.extend(f"{host} must end in .test" for host in sorted(hosts) if not host.endswith(".test"))
    if any(
        not (blogger.posts and blogger.subjects and blogger.frames and blogger.voice and blogger.says)
        for blogger in cast.blogs
    ):
        faults.append("every blogger needs a post, subjects, frames, a voice and something that they say")
    if faults:
        raise CannotStart(f"The sample team's file has something wrong: {path}: {'; '.join(faults)}.")
