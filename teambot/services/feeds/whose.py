"""Whose a blog is in a team, where a member only named it and somebody else has shown that it is theirs.

`there`: all that is had in the team (`storage.blogs.known`).
"""

from collections.abc import Iterable, Sequence

from teambot.feeds.identity import overlap
from teambot.feeds.places import within
from teambot.storage.blogs import Held


def is_part_of(blog_url: str, proven: str) -> bool:
    """Tell whether a blog is one that somebody has shown to be theirs, or a part of it.

    What stands around that one is not: whoever has a host keeps what is not under another's place on it.
    """
    around = within(proven, blog_url) and not within(blog_url, proven)
    return overlap(blog_url, proven) and not around


def only_named(there: Iterable[Held], membership_id: int, blog_url: str) -> list[Held]:
    """List the members who only named a blog that somebody else shows to be theirs, or a part of it."""
    return [
        held
        for held in there
        if held.membership_id != membership_id and not held.proven and is_part_of(held.blog_url, blog_url)
    ]


def others(there: Sequence[Held], membership_id: int) -> list[Held]:
    """List what members keep off: what other members have, less what is known to be this one's."""
    mine = next((held.blog_url for held in there if held.membership_id == membership_id and held.proven), None)
    present = [held for held in there if held.present and held.membership_id != membership_id]
    return [held for held in present if held.proven or mine is None or not is_part_of(held.blog_url, mine)]


def disputed(there: Sequence[Held]) -> frozenset[int]:
    """List the members who only named their blog, and somebody else has shown that it is theirs.

    On the team or asking to join it; not those who have shown so, too: whoever had it first keeps it.
    """
    proven = [held for held in there if held.proven]
    named = [held for held in there if not held.proven]
    return frozenset(
        held.membership_id for held in named if any(is_part_of(held.blog_url, one.blog_url) for one in proven)
    )
