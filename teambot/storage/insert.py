"""Inserting a row that gets an id of its own."""

from functools import cache
from typing import Any

from sqlalchemy import Insert, Table, insert

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
