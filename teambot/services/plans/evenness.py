"""Whether a team's plans come out even, which is all that anybody is told about the others' numbers (promise 8)."""

from collections import Counter
from collections.abc import Iterable, Sequence

from teambot.domain.evenness import WEEKS, Evenness, even
from teambot.domain.members import Team
from teambot.domain.rotation import Plan
from teambot.storage import members, plans
from teambot.storage.runner import Tx

_Week = Sequence[tuple[int, int]]  # the recommendations of a week: (pusher, author)


def is_even(tx: Tx, team: Team) -> Evenness | None:
    """Say whether a team's last plans came out even for its members; None while nothing was recommended."""
    return _of(_there(tx, team), plans.done_lately(tx, team.id, WEEKS), team.load)


def before_and_after(tx: Tx, team: Team, made: Plan) -> tuple[Evenness | None, Evenness]:
    """Say how even it is, and how even it is going to be if all of a plan is done."""
    there, weeks = _there(tx, team), plans.done_lately(tx, team.id, WEEKS)
    ahead = [(pusher, author) for author, pushers in made.pushers.items() for pusher in pushers]
    return _of(there, weeks, team.load), _of(there, [ahead, *weeks[: WEEKS - 1]], team.load) or Evenness.EVEN


def _there(tx: Tx, team: Team) -> Iterable[int]:
    """Who is paused or has gone is no matter of the plans."""
    return members.loads(tx, team.id)


def _of(there: Iterable[int], weeks: Sequence[_Week], load: int) -> Evenness | None:
    gave, got = Counter[int](), Counter[int]()
    for week in weeks:
        gave.update(pusher for pusher, _ in week)
        got.update(author for _, author in week)
    return even(((gave[member], got[member]) for member in there), load) if any(weeks) else None
