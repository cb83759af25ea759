"""A sweep over teams: one transaction a team, under the lock of its row. It knows no rule."""

import logging
from collections.abc import Callable, Iterable
from datetime import datetime

from teambot.domain.members import Team
from teambot.errors import Refusal
from teambot.storage import teams
from teambot.storage.runner import Runner, Tx

_FOR_ALL = frozenset({"restarting", "cannot-save", "not-sure-saved"})  # the store's own: no team fares better
log = logging.getLogger(__name__)


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
        try:
            done += await db.sweep(one, team_id, now)
        except Exception as error:
            if isinstance(error, Refusal) and error.key in _FOR_ALL:
                raise
            log.exception("sweep.failed", extra={"sweep": fn.__name__, "team": team_id})
    return done
