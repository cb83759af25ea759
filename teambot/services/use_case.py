"""How a use case runs: one transaction, once an interaction, committed at its end. It knows no rule."""

from collections.abc import Callable
from datetime import datetime
from typing import TypeVar

from teambot.services.caller import Caller
from teambot.storage.interactions import once
from teambot.storage.runner import Runner, Tx

C = TypeVar("C")
R = TypeVar("R")
UseCase = Callable[[Tx, Caller, C, datetime], R]


async def write(
    db: Runner,
    kind: type[R],
    fn: UseCase[C, R],
    caller: Caller,
    command: C,
    now: datetime,
    *,
    motion_id: int | None = None,
) -> R:
    """Run a writing use case: decide, store the answer under the interaction's id, commit.

    `kind` is the flat dataclass that `fn` gives. The same interaction again gets the same answer and changes nothing.
    A Refusal of `fn` leaves everything as it was. The answer to a ballot goes when its motion `motion_id` closes.
    """

    def transaction(tx: Tx, _: None, now: datetime) -> R:
        answer = once(tx, caller.interaction_id, kind, now, lambda: fn(tx, caller, command, now), motion_id=motion_id)
        tx.commit()
        return answer

    return await db.run(transaction, None, now)


async def read(db: Runner, fn: UseCase[C, R], caller: Caller, command: C, now: datetime) -> R:
    """Run a use case that only reads, in one short transaction."""
    return await db.read(lambda tx, _, now: fn(tx, caller, command, now), None, now)
