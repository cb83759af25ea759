"""What a member says about themself in `/me settings`. It stores nothing."""

from dataclasses import dataclass
from datetime import datetime

from teambot.domain.apart import Fellow
from teambot.domain.blog_facts import FeedChoice
from teambot.domain.posts import FeedState
from teambot.domain.quiet import QUIET_FROM, QUIET_UNTIL
from teambot.domain.readers import Hemisphere
from teambot.domain.teams import check_load
from teambot.domain.week import parse_zone
from teambot.errors import Refusal

TOPICS_MOST = 200
TEAM_LOAD = "team"  # the choice "as many as the team's rule says"


@dataclass(frozen=True, slots=True)
class BlogClaim:
    """Another blog that a member names: it is theirs here once the token, or a link to their profile, is seen on it."""

    blog_url: str
    feed_url: str
    token: str


@dataclass(frozen=True, slots=True)
class SettingsShown:
    """A member's settings in one team, for that member alone.

    `claim`: another blog that waits to be shown to be theirs; `just_looked`: a moment ago it was looked for, in vain.
    `proved`: a moment ago it was shown to be theirs.
    `anothers`: somebody else has shown that the blog is theirs, so nothing of it can be put forward.
    """

    team_id: int
    team_name: str
    blog_url: str
    feed_url: str
    feed_title: str
    feed_state: FeedState
    feed_fault: str | None
    feed_ok_at: datetime | None
    team_load: int
    own_load: int | None
    hemisphere: Hemisphere | None
    topics: str
    by_dm: bool
    dm_closed: bool
    ping: bool
    places: tuple[str, ...] = ()
    offer_newest: bool = False
    team_thread: bool = False  # the team has a thread for offers
    offers_thread: bool = True  # and this member is shown the button that offers a post there
    choices: tuple[FeedChoice, ...] = ()  # what else the blog announces, just after its feed was read
    discord_id: int = 0
    claim: BlogClaim | None = None
    just_looked: bool = False
    proved: bool = False
    anothers: bool = False
    languages: tuple[str, ...] = ()
    zone: str = "UTC"  # theirs, else the team's
    own_zone: bool = False
    quiet_from: int = QUIET_FROM  # hours by the clocks of `zone`; equal: none are quiet
    quiet_until: int = QUIET_UNTIL
    remind: bool = True
    fellows: tuple[Fellow, ...] = ()  # who could be kept apart from, those who are first


@dataclass(frozen=True, slots=True)
class SettingsChanged:
    """A member's settings were changed."""

    membership_id: int


def parse_load(choice: str) -> int | None:
    """Read the choice of a load: "team" (None) or "0" to "5"; Refusal("bad-load") for anything else."""
    if choice == TEAM_LOAD:
        return None
    return check_load(int(choice) if choice.isascii() and choice.isdecimal() and len(choice) < 3 else -1)


def own_zone(text: str, team_zone: str) -> str | None:
    """Read the time zone where somebody lives; None, where it is not said or the team's, follows the team.

    Raises Refusal("unknown-zone").
    """
    zone = parse_zone(text) if text else team_zone
    return None if zone == team_zone else zone


def parse_topics(text: str) -> str:
    """Read topics separated by commas: trimmed, as they were typed, each once whatever its case; may be empty."""
    topics: dict[str, str] = {}
    for part in text.split(","):
        if part.strip():
            topics.setdefault(part.strip().casefold(), part.strip())
    joined = ", ".join(topics.values())
    if len(joined) > TOPICS_MOST:
        raise Refusal("too-long", field="topics", most=TOPICS_MOST, length=len(joined))
    return joined
