"""Alembic's way in: run the steps on the connection and in the transaction that `storage/schema.py` began."""

from typing import Any, Literal

from alembic import context
from alembic.autogenerate.api import AutogenContext

from teambot.storage.tables import Utc, metadata


def _plain_types(kind: str, item: Any, _: AutogenContext) -> str | Literal[False]:
    """Write our own type as what it is in the store: a step must not change when the code does."""
    return "sa.DateTime(timezone=True)" if kind == "type" and isinstance(item, Utc) else False


for each in metadata.tables.values():
    for index in each.indexes:
        where = index.dialect_options["sqlite"]["where"]
        if where is not None:
            index.dialect_options["postgresql"]["where"] = where

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    render_as_batch=True,  # SQLite alters a table by making it anew
    render_item=_plain_types,
    user_module_prefix=None,
)
context.run_migrations()
