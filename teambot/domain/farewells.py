"""What somebody reads who has gone from a team, while they are not forgotten yet. It stores nothing."""

from dataclasses import dataclass
from datetime import datetime

from teambot.domain.my_week import News


@dataclass(frozen=True, slots=True)
class Farewell:
    """Why somebody is not on the team any more, what of theirs is kept until when, and their own news."""

    team_name: str
    removed: bool  # by a vote; else they left
    left_at: datetime
    forgotten_at: datetime
    listed: bool  # name and blog stay, as they asked
    news: tuple[News, ...]
