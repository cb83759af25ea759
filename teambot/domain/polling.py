"""When a feed is read again, and when it is given up. Pure; the figures are research/feeds.md's, 4.3.

The spread comes from the feed's id, so that a restart does not read all at once.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import blake2b

SOONEST, LATEST = timedelta(minutes=30), timedelta(hours=6)  # for a blog that lives
SLEEPY, SLEEPY_EVERY = timedelta(days=90), timedelta(hours=12)  # nothing new for so long
ASLEEP, ASLEEP_EVERY = timedelta(days=365), timedelta(hours=24)
MOST_ASKED = timedelta(hours=24)  # what a feed may ask for
FIRST_BACK_OFF, LONGEST_BACK_OFF = timedelta(minutes=15), timedelta(hours=24)
LONGEST_RETRY_AFTER = timedelta(days=7)  # what a host may ask for
TOO_FAR = LONGEST_RETRY_AFTER + LONGEST_BACK_OFF  # no plan of ours lies further ahead: a clock was put back
GONE = timedelta(hours=6)  # two 410s at least so far apart
DEAD = timedelta(days=7)  # then its owner is told, kindly and once
DORMANT = timedelta(days=14)  # then it is looked at once a day
SUSPENDED = timedelta(days=90)  # then it is read no more
MOVED_POLLS, MOVED_FOR = 5, timedelta(days=3)  # until a permanent redirect is believed
OLD = timedelta(days=183)  # a post dated so long before it was first seen is not told as new
POLLS_LOOKED_AT = 100  # for the network's own trouble
LASTING = timedelta(days=3)  # who is out of reach for longer is so by themself
_LEAST_HOSTS = 10
_LEAST_BURST, _BURST_SHARE, _ALL_OF = 10, 0.3, 5
_NEWEST_WEIGHS = 0.3
_PER_GAP = 8  # so often a feed is read between two posts
_LONGEST_GAP = timedelta(days=3650)
_DATES = 10  # of a first document: its newest tell how often it is written now


@dataclass(frozen=True, slots=True)
class Rhythm:
    """How a blog is written: `gap` between two posts (the latest counting most; None: not known), and the last new."""

    gap: timedelta | None
    new_at: datetime


@dataclass(frozen=True, slots=True)
class Pending:
    """Where permanent redirects lead a feed: so many polls in a row, the first of them at `since`."""

    url: str
    count: int
    since: datetime


def first_rhythm(published: Iterable[datetime | None], now: datetime) -> Rhythm:
    """Tell a blog's rhythm from the dates of its first document, in any order; None for an item without one."""
    dates = sorted(when for when in published if when is not None and when <= now)[-_DATES:]
    span = dates[-1] - dates[0] if dates else timedelta(0)
    return Rhythm(min(span / (len(dates) - 1), _LONGEST_GAP) if span else None, dates[-1] if dates else now)


def after_new(rhythm: Rhythm, count: int, now: datetime) -> Rhythm:
    """Tell the rhythm of a blog that shows `count` (at least 1) new posts."""
    seen = min(max(now - rhythm.new_at, timedelta(0)) / count, _LONGEST_GAP)
    gap = seen if rhythm.gap is None else rhythm.gap + _NEWEST_WEIGHS * (seen - rhythm.gap)
    return Rhythm(gap, now)


def after_burst(rhythm: Rhythm, now: datetime) -> Rhythm:
    """Tell the rhythm of a blog whose feed was made anew: half as often as before, though never rarer than `LATEST`.

    That says nothing of how often it is written; but a feed that is new whole at every poll would be read, and all its
    keys kept, as often as we ever come. Once it shows single new posts again, `after_new` finds its rhythm again.
    """
    gap = max(rhythm.gap or timedelta(0), SOONEST * _PER_GAP)
    return Rhythm(max(gap, min(2 * gap, LATEST * _PER_GAP)), now)


def interval(rhythm: Rhythm, now: datetime) -> timedelta:
    """Give how often a blog is worth reading by its own rhythm alone."""
    silent = now - rhythm.new_at
    if silent >= ASLEEP:
        return ASLEEP_EVERY
    if silent >= SLEEPY:
        return SLEEPY_EVERY
    return min(max((rhythm.gap or timedelta(0)) / _PER_GAP, SOONEST), LATEST)


def after_success(
    feed_id: int, rhythm: Rhythm, asks: Iterable[timedelta | None], floor: timedelta, now: datetime
) -> datetime:
    """Give the next time to read a feed that answered: by its rhythm, give or take a tenth.

    Never sooner than what it asks for (of all that it says the longest, up to a day), or than the operator's `floor`.
    """
    least = max(floor, min(max((one for one in asks if one is not None), default=timedelta(0)), MOST_ASKED))
    share = _spread(feed_id)
    return now + max(interval(rhythm, now) * (0.9 + 0.2 * share), least * (1 + 0.1 * share))


def after_failure(feed_id: int, fails: int, since: datetime, now: datetime, *, gone: bool = False) -> datetime:
    """Give the next time to try a feed that failed `fails` times in a row since then.

    A quarter of an hour, doubled each time up to a day; daily once it is dormant. `gone`: it said so, and is asked
    again when that would be believed.
    """
    wait = FIRST_BACK_OFF * 2 ** min(fails - 1, 10) if now - since < DORMANT else LONGEST_BACK_OFF
    wait = min(wait, LONGEST_BACK_OFF) * (0.75 + 0.5 * _spread(feed_id))
    return now + max(wait, GONE if gone else wait)


def after_retry(feed_id: int, until: datetime) -> datetime:
    """Give the next time to try a feed whose host wants to be left alone until then: not all its feeds at once."""
    return until + FIRST_BACK_OFF * _spread(feed_id)


def after_trouble(feed_id: int, now: datetime) -> datetime:
    """Give the next time to try a feed that our own network kept us from."""
    return now + FIRST_BACK_OFF * (0.75 + 0.5 * _spread(feed_id))


def is_dead(failing_since: datetime, now: datetime) -> bool:
    """Say whether a feed has failed for so long that its owner is told."""
    return now - failing_since >= DEAD


def is_suspended(failing_since: datetime, now: datetime) -> bool:
    """Say whether a feed has failed for so long that it is read no more."""
    return now - failing_since >= SUSPENDED


def is_gone(said_at: datetime, now: datetime) -> bool:
    """Say whether a feed that said *gone* when it was last asked, and says so again, is believed."""
    return now - said_at >= GONE


def may_be_back(failing_since: datetime | None, now: datetime, *, gone: bool) -> bool:
    """Say whether a feed that is not where it has moved to is looked for where it was before.

    When it has not been there for days; at once where it would be believed now that it is `gone`.
    """
    return failing_since is not None and now - failing_since >= (GONE if gone else MOVED_FOR)


def redirected(pending: Pending | None, url: str | None, now: datetime) -> Pending | None:
    """Remember where a feed that answered was found for good; `url` None: where it is asked for, or for now alone."""
    if url is None:
        return None
    same = pending is not None and pending.url == url
    return Pending(url, pending.count + 1, pending.since) if pending and same else Pending(url, 1, now)


def is_settled(pending: Pending | None, now: datetime) -> bool:
    """Say whether a permanent redirect has stood for long enough to be followed for good."""
    return pending is not None and pending.count >= MOVED_POLLS and now - pending.since >= MOVED_FOR


def is_burst(new: int, shown: int) -> bool:
    """Say whether so many of a document's posts are new at once that it was made anew rather than written.

    feeds.md 4.3; and all of a document that is not short: many feeds show ten posts and no more.
    """
    return new > max(_LEAST_BURST, _BURST_SHARE * shown) or new == shown >= _ALL_OF


def is_old(published: datetime | None, now: datetime) -> bool:
    """Say whether a post that is first seen now is dated too long ago to be told as new."""
    return published is not None and now - published > OLD


def is_network_down(polls: Collection[tuple[str, bool]]) -> bool:
    """Say whether our own network is at fault, from the last 100 polls: the host of each, and whether it was reached.

    It is where more than half of them, of at least ten hosts, could not be connected to.
    """
    missed = [host for host, reached in polls if not reached]
    return 2 * len(missed) > len(polls) and len(set(missed)) >= _LEAST_HOSTS


def tells_of_network(ok_at: datetime | None, now: datetime) -> bool:
    """Say whether missing a feed may be the network's doing: one that has been gone for days says nothing of today."""
    return ok_at is not None and now - ok_at <= LASTING


def _spread(feed_id: int) -> float:
    digest = blake2b(feed_id.to_bytes(8, "big"), digest_size=2).digest()
    return int.from_bytes(digest, "big") / 65535
