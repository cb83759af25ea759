"""Offering somebody their newest item, a day before the close; what they say to it."""

from collections.abc import Collection
from dataclasses import replace
from datetime import datetime
from functools import partial
from typing import Any

from teambot.domain.members import Team
from teambot.domain.newest import BEFORE_CLOSE, OLDEST, NewestDeclined, opening_of
from teambot.domain.notices import NoticeKind
from teambot.domain.post_answers import PostDraft
from teambot.domain.standings import Absence
from teambot.errors import Refusal
from teambot.services.by_team import each_team
from teambot.services.caller import Caller, enter_member
from teambot.services.feeds.whose import disputed
from teambot.services.news import tell
from teambot.services.posts import drafts
from teambot.services.posts.own_posts import OwnPosts
from teambot.services.posts.repeats import anew
from teambot.services.use_case import read, write
from teambot.storage import blogs, feeds, members, newest, notices
from teambot.storage.runner import Runner, Tx

_SUMMARY_MOST = 500
_AT_ONCE = 50  # teams that one statement looks at: people's own wait for no more than that


class NewestService:
    """The card with the newest item, *Use it* and *Not this one*."""

    def __init__(self, db: Runner) -> None:
        self._db = db

    async def offer_due(self, now: datetime) -> int:
        """Offer their newest item to those who want it and have nothing for the coming close; gives how many."""
        closing = await self._db.read(_closing, None, now)
        parts = [closing[at : at + _AT_ONCE] for at in range(0, len(closing), _AT_ONCE)]
        return sum([await each_team(self._db, partial(_teams, part), _offer, now) for part in parts])

    async def draft(self, caller: Caller, item_id: int, now: datetime, *, team_id: int | None = None) -> PostDraft:
        """Begin a submission of an item with its summary as a draft of the reader line; money is not answered.

        `team_id`: as for `PostsService.draft_item`.
        """
        return await read(self._db, anew(partial(_draft, team_id=team_id)), caller, item_id, now)

    async def not_this_one(
        self, caller: Caller, item_id: int, now: datetime, *, team_id: int | None = None
    ) -> NewestDeclined:
        """Offer an item so no more, in that team."""
        return await write(self._db, NewestDeclined, partial(_decline, team_id=team_id), caller, item_id, now)


def _bounds(now: datetime) -> dict[str, datetime]:
    # Nothing of the week before is as young as a day: a week has one close.
    return {"now": now, "until": now + BEFORE_CLOSE, "since": now - BEFORE_CLOSE, "oldest": now - OLDEST}


def _closing(tx: Tx, _: None, now: datetime) -> list[int]:
    return newest.closing(tx, now=now, until=now + BEFORE_CLOSE)


def _teams(among: Collection[int], tx: Tx, now: datetime) -> list[int]:
    return newest.teams(tx, among, **_bounds(now))


def _offer(tx: Tx, team: Team, now: datetime) -> int:
    """Offer to each the newest item that is theirs; who will be away from the week to come has no place in it.

    A feed may show what is another's: a link to a team mate's post.
    """
    offered: set[int] = set()
    own: dict[int, OwnPosts] = {}
    elsewhere = disputed(blogs.known(tx, team.id))
    for row in newest.items_for(tx, team.id, **_bounds(now)):
        if row.membership_id in offered or row.membership_id in elsewhere or _misses(row):
            continue
        if row.membership_id not in own:
            own[row.membership_id] = OwnPosts(tx, team.id, row.membership_id)
        if not own[row.membership_id].has(row.url):
            continue
        offered.add(row.membership_id)
        facts = {
            "item_id": row.item_id,
            "team_id": team.id,
            "title": row.title,
            "url": row.url,
            "summary": row.summary[:_SUMMARY_MOST],
            "older": int(row.older),
            "closes_at": row.closes_at.isoformat(),
        }
        tell(tx, team.id, row.membership_id, NoticeKind.NEWEST_OFFER, facts, now)
    return len(offered)


def _misses(row: Any) -> bool:
    if row.away_from is None or row.away_until is None:
        return False
    return Absence(row.away_from, row.away_until).misses(row.publishes_at, row.ends_at)


def end_offers(tx: Tx, team: Team, now: datetime) -> None:
    """Take as shown what was offered for a close that is over."""
    notices.settle(tx, (NoticeKind.NEWEST_OFFER,), now, team_id=team.id)


def _draft(tx: Tx, caller: Caller, item_id: int, now: datetime, *, team_id: int | None) -> PostDraft:
    draft = drafts.draft_item(tx, caller, item_id, now, team_id=team_id)
    member = members.of(tx, draft.team_id, caller.discord_id)
    item = feeds.item_of(tx, member.id, item_id) if member is not None else None
    return replace(draft, reader_line=opening_of(item.summary)) if item is not None else draft


def _decline(tx: Tx, caller: Caller, item_id: int, now: datetime, *, team_id: int | None) -> NewestDeclined:
    draft = drafts.draft_item(tx, caller, item_id, now, team_id=team_id)
    _, member = enter_member(tx, caller, draft.team_id)
    if not newest.decline(tx, member.id, item_id, now):
        raise Refusal("outdated-card")
    told = notices.unseen(tx, member.id)
    notices.see(tx, [one.id for one in told if one.facts.get("item_id") == item_id], now)
    return NewestDeclined(item_id, draft.title)
