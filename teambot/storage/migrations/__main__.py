"""Write the next schema step from what `tables.py` says now, against a database that has all steps so far.

`python -m teambot.storage.migrations "what changes"`, then look through the file and name it in `schema.OURS`.
"""

import sys
import tempfile
from datetime import UTC, datetime
from pathlib import Path

from alembic import command
from alembic.script import ScriptDirectory

from teambot.storage.engine import open_engine
from teambot.storage.schema import OURS, Chain, config_of, migrate, unguarded


def main(message: str) -> None:
    """Write one step file named after `message`; its id is the next number."""
    config = config_of(OURS)
    head = ScriptDirectory.from_config(config).get_current_head()
    with tempfile.TemporaryDirectory() as folder:
        engine = open_engine(Path(folder) / "so-far.db")
        if head:
            migrate(engine, Path(folder), datetime.now(UTC), chain=Chain(OURS.folder, head))
        with unguarded(engine) as tx:
            config.attributes["connection"] = tx
            command.revision(config, message, autogenerate=True, rev_id=f"{int(head or 0) + 1:04}")
        engine.dispose()


if __name__ == "__main__":
    main(" ".join(sys.argv[1:]) or "Change the schema")
