"""Inserting a row that gets an id of its own."""

from typing import Any

from sqlalchemy import Table, insert

from teambot.storage.runner import Tx


def insert_row(tx: Tx, table: Table, **values: Any) -> int:
    """Insert a row and give its id. Raises sqlalchemy's IntegrityError where a constraint of the schema says no."""
    key = tx.execute(insert(table), values).inserted_primary_key
    if key is None:
        raise LookupError(f"{table.name} gave no id")
    return int(key[0])
