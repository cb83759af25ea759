"""Inserting a row that gets an id of its own, and what a constraint's no becomes."""

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from functools import cache
from typing import Any

from sqlalchemy import Insert, Table, insert
from sqlalchemy.exc import IntegrityError

from teambot.errors import Refusal
from teambot.storage.runner import Tx


@cache
def _statement(table: Table) -> Insert:
    # Built once a table: building one costs more than running it.
    return insert(table)


def insert_row(tx: Tx, table: Table, **values: Any) -> int:
    """Insert a row and give its id. Raises sqlalchemy's IntegrityError where a constraint of the schema says no."""
    key = tx.execute(_statement(table), values).inserted_primary_key
    if key is None:
        raise LookupError(f"{table.name} gave no id")
    return int(key[0])


def _attempted(tx: Tx) -> AbstractContextManager[Any]:
    """Give a block whose statement may meet a constraint's no, so that the transaction may go on after it.

    A savepoint stands for that on PostgreSQL, which takes nothing more after a statement that failed. The block raises
    sqlalchemy's IntegrityError all the same.
    """
    return tx.begin_nested() if tx.dialect.name == "postgresql" else nullcontext()


@contextmanager
def refused_as(tx: Tx, key: str, **facts: Any) -> Iterator[None]:
    """Turn a constraint's no to the statement in the block into Refusal(key, **facts); the transaction may go on."""
    try:
        with _attempted(tx):
            yield
    except IntegrityError:
        raise Refusal(key, **facts) from None


def insert_if_free(tx: Tx, table: Table, **values: Any) -> int | None:
    """Insert a row and give its id; None where a constraint says no, and the transaction may go on."""
    try:
        with _attempted(tx):
            return insert_row(tx, table, **values)
    except IntegrityError:
        return None
