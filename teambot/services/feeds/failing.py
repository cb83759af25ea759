"""What becomes of a feed that cannot be read: when it is tried again, when it is given up, what its owners are told."""

from datetime import datetime, timedelta
from typing import Any

from teambot.domain.notices import NoticeKind
from teambot.domain.polling import after_failure, is_dead, is_gone, is_suspended
from teambot.domain.posts import FeedState
from teambot.web.faults import Fault


def after_fault(
    row: Any, fault: str, retry_after: timedelta | None, now: datetime
) -> tuple[dict[str, Any], NoticeKind | None]:
    """Give what is changed of a feed that failed once more, and what its owners are told of it, each kind once."""
    # Since no later than now: a clock that was put back would else keep its owners from being told for long.
    fails, since = row.fails + 1, min(row.failing_since or now, now)
    # 410 says so on purpose, but some hosts say it by mistake: it counts when it is said twice, hours apart.
    said = fault == Fault.GONE
    gone = said and row.fault == Fault.GONE and is_gone(row.checked_at or now, now)
    dead = row.owner_told_at is None and is_dead(since, now)
    state, kind = FeedState.FAILING, NoticeKind.FEED_DEAD if dead else None
    if gone:
        state, kind = FeedState.GONE, NoticeKind.FEED_GONE
    elif is_suspended(since, now):
        state, kind = FeedState.SUSPENDED, NoticeKind.FEED_SUSPENDED
    changes = {
        "state": state,
        "fails": fails,
        "fault": fault,
        "failing_since": since,
        "checked_at": now,
        "next_at": max(after_failure(row.id, fails, since, now, gone=said), now + (retry_after or timedelta(0))),
        "owner_told_at": now if kind is not None else row.owner_told_at,
    }
    return changes, kind
