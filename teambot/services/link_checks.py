"""The bell that looks at links: what is due is read, fetched, and written, each in its own step."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from teambot.domain.link_proof import LinkDue, LinkLooked, LinkState, next_look, settled
from teambot.services import seeking
from teambot.services.by_team import attempt
from teambot.storage import hosts, pushes, teams
from teambot.storage.runner import Runner, Tx

Look = Callable[[Sequence[LinkDue], Mapping[str, datetime], datetime], Awaitable[tuple[LinkLooked, ...]]]
_MOST = 40  # links a pass; the next bell has the others


async def check_links(db: Runner, look: Look, now: datetime) -> int:
    """Look at the links that are due, and keep what came of each; gives how many were looked at."""
    due, waiting = await db.read(_due, None, now)
    if not due:
        return 0
    kept = 0
    for looked in await look(due, waiting, now):
        kept += bool(await attempt(db, _keep, looked, now, "link.not-kept", assignment=looked.due.id))
    return kept


def _due(tx: Tx, _: None, now: datetime) -> tuple[list[LinkDue], Mapping[str, datetime]]:
    due = pushes.links_due(tx, now, _MOST)
    return due, hosts.waiting(tx, now) if due else {}


def _keep(tx: Tx, looked: LinkLooked, now: datetime) -> bool:
    due = looked.due
    teams.lock(tx, due.team_id)
    if looked.wait is not None and looked.host is not None:
        hosts.keep(tx, {looked.host: now + looked.wait}, now)
    kept = pushes.looked(tx, due, **_after(looked, now))
    if kept and looked.state is LinkState.SEEN:
        seeking.seen(tx, due.id, now)
    tx.commit()
    return kept and looked.state is not None


def _after(looked: LinkLooked, now: datetime) -> dict[str, Any]:
    """Give what is stored after a look; where nobody was asked, only when to come back."""
    due = looked.due
    if looked.state is None:
        return {"link_next_at": now + (looked.wait or timedelta())}
    state, tries = settled((due.state, looked.state)), due.tries + 1
    return {"link_state": state, "link_tries": tries, "link_next_at": next_look(state, tries, now, looked.wait)}
