"""Whether a team's plans are even: all that anybody is told about the others' numbers (promise 8)."""

from collections.abc import Iterable
from enum import StrEnum

WEEKS = 8  # looked back over; weeks without a plan do not count


class Evenness(StrEnum):
    """EVEN, or NOT_YET: the next plans mend it."""

    EVEN = "even"
    NOT_YET = "not_yet"


def even(gave_and_got: Iterable[tuple[int, int]], load: int) -> Evenness:
    """Say whether everybody was recommended about as often as they recommended.

    `gave_and_got`: pushes of each member who was there in the last eight weeks with a plan. `load`: the team's. Even is
    what plans keep to in nine of ten years of a team: three weeks' worth (rotation.md, measurements: 9 at a load of 3).
    Two, the carry alone, is passed for weeks on end where posts are few.
    """
    return Evenness.EVEN if all(abs(gave - got) <= 3 * load for gave, got in gave_and_got) else Evenness.NOT_YET
