"""What somebody who has gone is shown instead of their week: how it ended, what is theirs, their own news."""

from datetime import datetime

from teambot.domain.farewells import Farewell
from teambot.domain.notices import OF_A_VOTE, OF_THE_CHARTER, NoticeKind
from teambot.domain.standings import ALUMNUS_FOR, Standing
from teambot.services.caller import Caller, find
from teambot.storage import notices, standings
from teambot.storage.runner import Tx

# What only a member could do anything about; a removal's result the screen says itself.
_OVER = frozenset(
    {
        *OF_A_VOTE,
        *OF_THE_CHARTER,
        NoticeKind.ALL_WELL,
        NoticeKind.PAUSED_SILENT,
        NoticeKind.BACK,
        NoticeKind.NEW_ITEM,
        NoticeKind.NOT_THIS_WEEK,
        NoticeKind.TOOK_OVER,
        NoticeKind.FEED_DEAD,
        NoticeKind.FEED_GONE,
        NoticeKind.FEED_SUSPENDED,
        NoticeKind.FEED_RENEWED,
        NoticeKind.NEWEST_OFFER,
        NoticeKind.SEASON_OPEN,
        NoticeKind.SEASON_AGAIN,
        NoticeKind.LAST_DAY_PAST,
        NoticeKind.NO_READERS_THERE,
        NoticeKind.REMOVAL_RESULT,
        NoticeKind.REPORT,
        NoticeKind.LIGHT_WEEK,
        NoticeKind.ROLE_BLOCKED,
        NoticeKind.THREAD_BLOCKED,
        NoticeKind.CHANNEL_LOST,
    }
)


def farewell(tx: Tx, caller: Caller, _: None, now: datetime) -> Farewell | None:
    """Gather what is shown to who left or was removed within their 30 days; None for anybody else."""
    here = find(tx, caller)
    member = here.member
    if member is None or member.standing is not Standing.ALUMNUS or member.left_at is None:
        return None
    forgotten_at = member.left_at + ALUMNUS_FOR
    if now >= forgotten_at:
        return None
    news = tuple(one for one in notices.unseen(tx, member.id) if one.kind not in _OVER)
    listed = any(one.listed for one in standings.alumni(tx, here.team.id, now) if one.id == member.id)
    return Farewell(here.team.name, member.removed, member.left_at, forgotten_at, listed, news)
