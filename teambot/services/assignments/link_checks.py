"""The bell that looks at links: what is due is read, fetched, and written, each in its own step."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from teambot.domain.link_proof import LinkDue, LinkLooked, LinkState, next_look, settled
from teambot.domain.notices import NoticeKind
from teambot.feeds.identity import address_key, submittable
from teambot.services.assignments import seeking
from teambot.services.by_team import attempt
from teambot.services.feeds.hosts import host_of
from teambot.services.feeds.page_facts import facts_of, page_key
from teambot.services.feeds.whose import disputed, others
from teambot.services.news import draw_again
from teambot.storage import blogs, hosts, notices, pushes, teams
from teambot.storage.runner import Runner, Tx

Look = Callable[[Sequence[LinkDue], Mapping[str, datetime], datetime], Awaitable[tuple[LinkLooked, ...]]]
_SAYING_WHERE = (NoticeKind.PUSHED, NoticeKind.LINK_GIVEN)
_MOST = 40  # links a pass; the next bell has the others
_IN_SIGHT = 2000  # due ones among which a pass picks


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
    first: dict[str, int] = {}  # a host is asked for one page a pass: with many due it holds no other host's up
    for assignment_id, link in pushes.links_waiting(tx, now, _IN_SIGHT):
        first.setdefault(host_of(link), assignment_id)
    due = [_with_facts(tx, one) for one in pushes.links_due(tx, [*first.values()][:_MOST])]
    return due, hosts.waiting(tx, now) if due else {}


def _with_facts(tx: Tx, due: LinkDue) -> LinkDue:
    """Add whose blog is whose in its team, and which pages others have shown for the same post."""
    there = blogs.known(tx, due.team_id)
    mine = [held.blog_url for held in there if held.membership_id == due.pusher_id]
    is_theirs = bool(mine) and due.pusher_id not in disputed(there)
    return replace(
        due,
        own_blog=mine[0] if is_theirs else "",
        other_blogs=tuple(held.blog_url for held in others(there, due.pusher_id) if held.blog_url),
        shown=_shown(tx, due),
    )


def _shown(tx: Tx, due: LinkDue) -> frozenset[str]:
    return frozenset(page_key(link) for link in pushes.links_seen(tx, due.slot_id, due.id))


def _keep(tx: Tx, looked: LinkLooked, now: datetime) -> bool:
    due = looked.due
    teams.lock(tx, due.team_id)
    looked = _as_shown(tx, looked)
    if looked.wait is not None and looked.host is not None:
        hosts.keep(tx, {looked.host: now + looked.wait}, now)
    after = _after(looked, now)
    kept = pushes.looked(tx, due, **after)
    if kept and looked.state is LinkState.SEEN:
        seeking.seen(tx, due.id, now)
    if kept and after.get("link_state", due.state) != due.state:  # its author has read that nobody has looked yet
        draw_again(tx, due.team_id, notices.of_assignment(tx, due.id, _SAYING_WHERE), now)
    tx.commit()
    return kept and looked.state is not None


def _as_shown(tx: Tx, looked: LinkLooked) -> LinkLooked:
    """Let a page count once for a post: somebody else may have shown it while it was looked at."""
    if looked.state is not LinkState.SEEN:
        return looked
    due = replace(looked.due, shown=_shown(tx, looked.due))
    may_show = facts_of(looked.page or due.url, due).may_show
    return looked if may_show else replace(looked, state=LinkState.SAID)


def _after(looked: LinkLooked, now: datetime) -> dict[str, Any]:
    """Give what is stored after a look; where nobody was asked, only when to come back."""
    due = looked.due
    if looked.state is None:
        return {"link_next_at": now + (looked.wait or timedelta())}
    state, tries = settled((due.state, looked.state)), due.tries + 1
    after = {"link_state": state, "link_tries": tries, "link_next_at": next_look(state, tries, now, looked.wait)}
    return after if state is not LinkState.SEEN else {**after, "link": _where_seen(looked)}


def _where_seen(looked: LinkLooked) -> str:
    """Give the address of the page itself, and not one that leads there: others may be led there as well."""
    given = looked.due.url
    page = submittable(looked.page, given) if looked.page else None
    return given if page is None or address_key(page) == address_key(given) else page
