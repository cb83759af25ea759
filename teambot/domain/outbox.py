"""What may become of a message that is to be sent, and when it is tried again. It sends nothing."""

from datetime import datetime, timedelta
from enum import StrEnum

LONGEST_WAIT = timedelta(minutes=10)
# Discord knows a nonce again for "the past few minutes" only. Within the first we trust it; later we look ourselves.
TRUSTED_FOR = timedelta(seconds=60)

# What is kept beside a message that was not sent, and that nobody could mend.
NOTHING_LEFT = "nothing-left"
QUIET_HOURS = "quiet-hours"


class MessageState(StrEnum):
    """Where a row of the outbox stands."""

    NEW = "new"  # to be sent when it is due
    CLAIMED = "claimed"  # being sent at this moment, or it was when the process died
    SENT = "sent"
    SENT_DELETED = "sent_deleted"  # it was sent, and somebody deleted it: never again
    BLOCKED = "blocked"  # we may not, as long as nobody mends a permission or opens their direct messages
    EXPIRED = "expired"  # its time has passed before it could be sent
    DEAD = "dead"  # Discord refuses what it says: a bug


def backoff(attempts: int, jitter: float) -> timedelta:
    """Say how long to wait after so many attempts: at most 2, 4, 8 … seconds and never over ten minutes.

    `jitter` from 0 to 1 takes up to a quarter off, so that rows which failed together do not come back together.
    """
    most = min(timedelta(seconds=2 ** min(attempts, 10)), LONGEST_WAIT)
    return most * (1 - jitter / 4)


def doubtful(first_attempt_at: datetime | None, attempts: int, now: datetime) -> bool:
    """Say whether a message may stand in the channel already, unknown to us and to Discord's memory of nonces.

    `attempts` counts the one that is about to be made. Then the history must be looked through before sending.
    """
    return attempts > 1 and first_attempt_at is not None and now - first_attempt_at > TRUSTED_FOR
