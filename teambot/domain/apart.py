"""*Not with …*: who would rather not be matched with whom, both ways. No reason is asked, and nobody is told."""

from collections.abc import Collection
from dataclasses import dataclass

from teambot.errors import Refusal


@dataclass(frozen=True, slots=True)
class Fellow:
    """Somebody else of the team, for one member alone; `apart`: this member is not to be matched with them."""

    membership_id: int
    name: str
    apart: bool


def apart_most(others: int) -> int:
    """Give how many of so many others one may keep apart from: half, so that there is somebody for every week's plan.

    Were it all but a few, these would recommend and be recommended by the same person week after week.
    """
    return others // 2


def check_apart(chosen: Collection[int], before: Collection[int], others: Collection[int]) -> None:
    """Refuse whom one cannot be kept apart from, and too many.

    What was right when it was said stays: a team that has become smaller since refuses nobody who names fewer now.
    Raises Refusal: "outdated-card" for who is not among the `others` (any more), "too-many-apart" (most).
    """
    if not set(chosen) <= set(others):
        raise Refusal("outdated-card")
    most = apart_most(len(others))
    if len(chosen) > most and not set(chosen) <= set(before):
        raise Refusal("too-many-apart", most=most)
