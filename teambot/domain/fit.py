"""How well a post fits a member's readers: season, topics, language, by what both sides say of themselves.

0 fits best, 9 worst. Among pairs that are equally rare the planner takes the one that fits best. What speaks for a pair
is public to the team, so it can be told to who is asked (`Facts`).
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import ClassVar

from teambot.domain.readers import Hemisphere
from teambot.domain.windows import YEAR_MONTHS, Window

OTHER_HALF = 4  # their summer is our winter
EITHER_HALF = 2
NO_SHARED_TOPIC = 3
TOPICS_UNKNOWN = 2
OTHER_LANGUAGE = 2
LANGUAGES_UNKNOWN = 1
Pair = tuple[int, int]  # (pusher, author)


class Season(StrEnum):
    """What time it is where somebody's readers are, for a post that is for that half of the world.

    SPRING to WINTER: its months lie in that season. IN_SEASON: it names other months. THEIR_HALF: it names none.
    """

    SPRING = "spring"
    SUMMER = "summer"
    AUTUMN = "autumn"
    WINTER = "winter"
    IN_SEASON = "in_season"
    THEIR_HALF = "their_half"


_NORTH = {3: Season.SPRING, 6: Season.SUMMER, 9: Season.AUTUMN, 12: Season.WINTER}  # by the first of three months


@dataclass(frozen=True, slots=True)
class Blogger:
    """What a member says of their blog. `hemisphere` of the readers, None: both, or not said.

    `languages` and `topics` as they wrote them, the most important first; none: not said.
    """

    hemisphere: Hemisphere | None = None
    languages: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()

    UNKNOWN: ClassVar["Blogger"]


Blogger.UNKNOWN = Blogger()


@dataclass(frozen=True, slots=True)
class Facts:
    """Say what speaks for a pair. `topic`: one they share, as the pusher wrote it."""

    season: Season | None = None
    topic: str | None = None

    def as_json(self) -> list[str | None]:
        """Give the facts as JSON."""
        return [self.season and self.season.value, self.topic]

    @classmethod
    def from_json(cls, stored: Sequence[str | None]) -> "Facts":
        """Read what `as_json` gave. Raises ValueError for anything else."""
        season, topic = stored
        return cls(Season(season) if season is not None else None, topic)


@dataclass(frozen=True, slots=True)
class Fits:
    """Hold the fit of all pairs (pusher, author), and the facts of those for whom something speaks."""

    costs: Mapping[tuple[int, int], int]
    facts: Mapping[tuple[int, int], Facts]


def fits(bloggers: Mapping[int, Blogger], windows: Mapping[int, Window], day: date) -> Fits:
    """Give the fit of every member with every author's post; `windows`: by author; `day`: of publishing."""
    found = {
        (pusher, author): fit_of(theirs, bloggers.get(author, Blogger.UNKNOWN), window, day)
        for author, window in windows.items()
        for pusher, theirs in bloggers.items()
        if pusher != author
    }
    return Fits(
        {pair: cost for pair, (cost, _) in found.items()},
        {pair: facts for pair, (_, facts) in found.items() if facts != Facts()},
    )


def fit_of(pusher: Blogger, author: Blogger, window: Window, day: date) -> tuple[int, Facts]:
    """Say how well an author's post with this window fits a pusher's readers on a day: 0 best to 9 worst, and why."""
    season_cost, season = _season(pusher, window, day)
    topic = _shared_topic(pusher, author)
    known = pusher.topics and author.topics
    topic_cost = 0 if topic else NO_SHARED_TOPIC if known else TOPICS_UNKNOWN
    return season_cost + topic_cost + _language_cost(pusher, author), Facts(season, topic)


def may_share_readers(one: Blogger, other: Blogger) -> bool:
    """Tell whether two have a language in common; who named none is nobody's obstacle."""
    mine, theirs = _folded(one.languages), _folded(other.languages)
    return not mine or not theirs or not mine.isdisjoint(theirs)


def unmatched(
    bloggers: Mapping[int, Blogger], parted: Collection[Pair], pushers: Collection[int], authors: Collection[int]
) -> set[Pair]:
    """Give the pairs (pusher, author) that share no language, or of whom one would rather not meet the other.

    `parted`: who said that of whom; it holds both ways.
    """
    return {
        (pusher, author)
        for author in authors
        for pusher in pushers
        if pusher != author
        and (
            (pusher, author) in parted
            or (author, pusher) in parted
            or not may_share_readers(bloggers.get(pusher, Blogger.UNKNOWN), bloggers.get(author, Blogger.UNKNOWN))
        )
    }


def _season(pusher: Blogger, window: Window, day: date) -> tuple[int, Season | None]:
    half = window.hemisphere
    if half is None:
        return 0, None  # it makes sense in both halves alike
    if pusher.hemisphere is None:
        return EITHER_HALF, None
    if pusher.hemisphere is not half:
        return OTHER_HALF, None
    return 0, _named(window, half, day)


def _named(window: Window, half: Hemisphere, day: date) -> Season:
    if not window.seasonal:
        return Season.THEIR_HALF
    for first, season in _NORTH.items():
        begins = first if half is Hemisphere.NORTH else first - YEAR_MONTHS // 2
        months = {(begins - 1 + month) % YEAR_MONTHS + 1 for month in range(3)}
        if day.month in months and window.months <= months:
            return season
    return Season.IN_SEASON


def _shared_topic(pusher: Blogger, author: Blogger) -> str | None:
    theirs = {topic.casefold(): topic for topic in pusher.topics}
    return next((theirs[topic.casefold()] for topic in author.topics if topic.casefold() in theirs), None)


def _language_cost(pusher: Blogger, author: Blogger) -> int:
    if not pusher.languages or not author.languages:
        return LANGUAGES_UNKNOWN
    return 0 if author.languages[0].casefold() in _folded(pusher.languages) else OTHER_LANGUAGE


def _folded(texts: tuple[str, ...]) -> frozenset[str]:
    return frozenset(text.casefold() for text in texts)
