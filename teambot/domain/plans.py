"""What is said of a plan to somebody who may see it whole: no name beside another, and nobody's numbers (promise 8)."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from teambot.domain.evenness import Evenness
from teambot.domain.my_week import PostShown
from teambot.domain.rotation import Inputs, Plan
from teambot.domain.week import WeekState
from teambot.errors import Refusal

MOST_BUILDS = 3  # of one week's plan; with more, one could be picked, and the log would show nothing else
MOST_TURNS = 6  # from light to ordinary and back in seven days; for the log's sake as well
TURNS_IN = timedelta(weeks=1)
FULL_WEEKS = 6  # product.md, Planning: after so many in a row the bot proposes a light one


@dataclass(frozen=True, slots=True)
class PlanPreview:
    """A plan that is not published, as it would be now.

    `posts` are put forward for it and may be in it, by their windows and money; before the close so many as `shelved`
    would come from shelves, which are for nobody else to read. Whose turn it is, and how many recommendations it asks
    for, is not in it: with one post put forward that tells its author's balance. `few`: fewer posts than members could
    recommend. `even` as the plans before left it, None while nothing was recommended; `even_after` if all of it is
    done. `build`: how often it was made anew.
    """

    team_id: int
    team_name: str
    week_id: int
    state: WeekState
    closes_at: datetime
    publishes_at: datetime
    posts: tuple[PostShown, ...]
    shelved: int
    few: bool
    light: bool
    even: Evenness | None
    even_after: Evenness
    build: int


@dataclass(frozen=True, slots=True)
class PlanPublished:
    """A steward published a plan before its hour; `posts` are in it."""

    team_id: int
    posts: int
    publishes_at: datetime


@dataclass(frozen=True, slots=True)
class PlanRebuilt:
    """A steward had a plan made anew, for the `build`-th time."""

    team_id: int
    build: int


@dataclass(frozen=True, slots=True)
class WeekLightened:
    """A steward called a light week, or took that back."""

    team_id: int
    light: bool


@dataclass(frozen=True, slots=True)
class MethodShown:
    """How a team's plans are made, with its own numbers.

    `even`: over the last weeks with a plan, None while nothing was recommended.
    """

    team_id: int
    team_name: str
    load: int
    even: Evenness | None


def few_posts(inputs: Inputs, made: Plan) -> bool:
    """Say whether less is asked than members have room for because not everybody has a post in the plan."""
    can = [member for member, room in inputs.room.items() if room]
    less = any(made.gives.get(member, 0) < inputs.room[member] for member in can)
    return less and sum(map(bool, made.gets.values())) < len(can)


def check_closed(state: WeekState, closes_at: datetime) -> None:
    """Refuse to publish a week's plan, or to make it anew, before posts are in or after it is out.

    Raises Refusal("posts-not-in" | "plan-is-out").
    """
    if state is WeekState.OPEN:
        raise Refusal("posts-not-in", closes_at=closes_at)
    check_unpublished(state)


def check_builds(build: int) -> None:
    """Refuse to make a plan anew that was made anew often enough; Refusal("enough-rebuilds")."""
    if build >= MOST_BUILDS:
        raise Refusal("enough-rebuilds", most=MOST_BUILDS)


def check_turns(turns: int) -> None:
    """Refuse to make a week light or ordinary once more after so many turns lately; Refusal("enough-turns")."""
    if turns >= MOST_TURNS:
        raise Refusal("enough-turns", most=MOST_TURNS)


def check_unpublished(state: WeekState) -> None:
    """Refuse to change how a plan is made after it is out; Refusal("plan-is-out")."""
    if state not in (WeekState.OPEN, WeekState.CLOSED):
        raise Refusal("plan-is-out")
