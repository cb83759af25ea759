"""Everything that is somebody's own, to take along: `/me export`."""

import json
from datetime import datetime

from teambot.errors import Refusal
from teambot.services.caller import Caller
from teambot.services.use_case import read
from teambot.storage import exports
from teambot.storage.runner import Runner, Tx


class ExportsService:
    """What the bot keeps of a person, for that person alone (promise 9)."""

    def __init__(self, db: Runner) -> None:
        self._db = db

    async def mine(self, caller: Caller, now: datetime) -> tuple[str, bytes]:
        """Give a file's name and content: JSON of all that is the caller's, in every team, while it is kept.

        Ballots are not in it: nobody can be made to show how they voted (promise 3). Raises Refusal("nothing-kept").
        """
        found = await read(self._db, _mine, caller, None, now)
        content = json.dumps({"written_at": now.isoformat(), **found}, ensure_ascii=False, indent=1)
        return f"teambot-{now:%Y-%m-%d}.json", content.encode()


def _mine(tx: Tx, caller: Caller, _: None, now: datetime) -> dict[str, object]:  # noqa: ARG001
    found = exports.of_person(tx, caller.discord_id)
    if found is None:
        raise Refusal("nothing-kept")
    return found
