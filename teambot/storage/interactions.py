"""Each interaction of Discord counts once: its answer is kept, and a repeated one gets the same again."""

from collections.abc import Callable
from dataclasses import fields
from datetime import date, datetime
from enum import StrEnum
from typing import Any, TypeVar, get_args, get_type_hints

from sqlalchemy import BigInteger, bindparam, delete, func, insert, select

from teambot.storage.runner import Tx
from teambot.storage.tables import interaction

R = TypeVar("R")
_KEPT = select(interaction.c.answer).where(interaction.c.id == bindparam("id"))
_KEEP = insert(interaction)
_ONE_AT_A_TIME = select(func.pg_advisory_xact_lock(bindparam("id", type_=BigInteger)))
_PLAIN = (str, int, bool, type(None))


def once(
    tx: Tx, interaction_id: int, kind: type[R], now: datetime, decide: Callable[[], R], *, motion_id: int | None = None
) -> R:
    """Decide and keep the answer, or give the kept one and decide nothing, where this interaction was answered before.

    `kind` is a flat frozen dataclass: its fields are str, int, bool, None, aware datetimes, dates, StrEnums, and tuples
    of these but the last. A Refusal of `decide` is not kept: asked again, it decides again. Raises TypeError for
    an answer of another kind, and where the interaction was answered by another kind. An answer that belongs to a
    motion goes with the ballots at its close.
    """
    if tx.dialect.name == "postgresql":
        # Two of one id at once: the second waits here for the first, and finds its answer. SQLite has one writer.
        tx.execute(_ONE_AT_A_TIME, {"id": interaction_id})
    kept = tx.scalar(_KEPT, {"id": interaction_id})
    if kept is not None:
        if kept["kind"] != kind.__name__:
            raise TypeError(f"the interaction was answered by {kept['kind']}, not {kind.__name__}")
        return _read(kind, kept["fields"])
    answer = decide()
    if type(answer) is not kind:
        raise TypeError(f"{type(answer).__name__} is no {kind.__name__}")
    tx.execute(_KEEP, {"id": interaction_id, "answer": _write(answer), "created_at": now, "motion_id": motion_id})
    return answer


def purge_interactions(tx: Tx, before: datetime) -> int:
    """Forget the answers from before a moment; Discord repeats none after 15 minutes. Gives how many."""
    return tx.execute(delete(interaction).where(interaction.c.created_at < before)).rowcount


def _write(answer: Any) -> dict[str, Any]:
    return {
        "kind": type(answer).__name__,
        "fields": {field.name: _plain(getattr(answer, field.name)) for field in fields(answer)},
    }


def _plain(value: Any, *, inside: bool = False) -> Any:
    if type(value) in _PLAIN:
        return value
    if isinstance(value, datetime) and value.utcoffset() is not None:
        return {"at": value.isoformat()}
    if type(value) is date:
        return {"on": value.isoformat()}
    if type(value) is tuple:
        return [_plain(one, inside=True) for one in value]
    if isinstance(value, StrEnum) and not inside:
        return str(value)
    raise TypeError(f"an answer cannot hold {type(value).__name__}")


def _read(kind: type[R], kept: dict[str, Any]) -> R:
    hints = get_type_hints(kind)
    return kind(**{name: _revive(value, hints[name]) for name, value in kept.items()})


def _revive(value: Any, hint: Any = None) -> Any:
    if isinstance(value, dict):
        return datetime.fromisoformat(value["at"]) if "at" in value else date.fromisoformat(value["on"])
    if isinstance(value, list):
        return tuple(_revive(one) for one in value)
    for option in (hint, *get_args(hint)):
        if isinstance(value, str) and isinstance(option, type) and issubclass(option, StrEnum):
            return option(value)
    return value
