"""The same post again: it is refused before its author has written a word, and once more when it is sent."""

from collections.abc import Callable, Collection
from datetime import datetime
from typing import TypeVar

from teambot.domain.post_answers import PostDraft
from teambot.domain.posts import NO_REPEAT, check_not_repeated
from teambot.feeds.identity import address_key
from teambot.services.caller import Caller
from teambot.storage import members, submission_keys
from teambot.storage.runner import Tx

C = TypeVar("C")


def check_new(tx: Tx, membership_id: int, keys: Collection[str], now: datetime) -> None:
    """Refuse a post of one of the keys that its author has put forward, or had in a plan within 26 weeks."""
    check_not_repeated(
        submission_keys.pushed_since(tx, membership_id, keys, now - NO_REPEAT),
        submission_keys.standing(tx, membership_id, keys),
    )


def anew(
    begin: Callable[[Tx, Caller, C, datetime], PostDraft],
) -> Callable[[Tx, Caller, C, datetime], PostDraft]:
    """Give a way to begin a submission that refuses the same post again at once, by its address as it is known."""

    def begun(tx: Tx, caller: Caller, asked: C, now: datetime) -> PostDraft:
        draft = begin(tx, caller, asked, now)
        member = members.of(tx, draft.team_id, caller.discord_id)
        if draft.url and member is not None:
            check_new(tx, member.id, (address_key(draft.url),), now)
        return draft

    return begun
