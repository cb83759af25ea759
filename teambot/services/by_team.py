"""Sweeps over many teams: an item a transaction, and what one team brings out stops no other. It knows no rule."""

import logging
from collections.abc import Callable, Iterable
from datetime import datetime
from typing import TypeVar

from teambot.domain.members import Team
from teambot.errors import Refusal
from teambot.storage import teams
from teambot.storage.runner import Runner, Tx

_FOR_ALL = frozenset({"restarting", "cannot-save", "not-sure-saved"})  # the store's own: no team fares better
C = TypeVar("C")
R = TypeVar("R")
log = logging.getLogger(__name__)


async def attempt(
    db: Runner, fn: Callable[[Tx, C, datetime], R], item: C, now: datetime, event: str, **extra: object
) -> R | None:
    """Run one item of a sweep, and give what it gives; None where it failed, which is logged as `event` with `extra`.

    Raises the store's own refusals: with those no team fares better than another.
    """
    try:
        return await db.sweep(fn, item, now)
    except Exception as error:
        if isinstance(error, Refusal) and error.key in _FOR_ALL:
            raise
        log.exception(event, extra=extra)
        return None


async def each_team(
    db: Runner, due: Callable[[Tx, datetime], Iterable[int]], fn: Callable[[Tx, Team, datetime], int], now: datetime
) -> int:
    """Run `fn` for each team that `due` names, and commit; gives the sum of what it gives.

    What one team brings out is logged under the name of `fn` and does not stop the others.
    """

    def one(tx: Tx, team_id: int, now: datetime) -> int:
        team = teams.lock(tx, team_id)
        if team is None:
            return 0
        done = fn(tx, team, now)
        tx.commit()
        return done

    done = 0
    for team_id in await db.read(lambda tx, _, now: list(due(tx, now)), None, now):
        done += await attempt(db, one, team_id, now, "sweep.failed", sweep=fn.__name__, team=team_id) or 0
    return done
