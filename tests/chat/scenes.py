"""Scenes of the world that holds everybody: which votes are under way. Whatever an act changes is put back."""

import sqlite3
from collections.abc import Awaitable, Callable
from contextlib import closing
from pathlib import Path
from typing import Any

from teambot.services.motions.ballots import CastBallot
from teambot.services.motions.proposals import (
    ProposeAmendment,
    ProposeClosing,
    ProposeOther,
    ProposeRemoval,
    ProposeRule,
    ProposeSteward,
)
from teambot.services.motions.removals import AnswerConcern, Second
from tests.chat.everybody import (
    ANA,
    BEN,
    CHIDI,
    DORA,
    EMI,
    FINN,
    GIL,
    HANA,
    JUN,
    MANAGER,
    NIA,
    NOW,
    OMAR,
    STRANGER,
    Everybody,
)
from tests.services.conftest import CHARTER

# What is open to anyone and neither of one's own post nor of one that one is asked for.
_OPEN = """SELECT a.id FROM assignment a JOIN slot s ON s.id = a.slot_id WHERE a.state = 'open' AND ? NOT IN
(SELECT s.membership_id UNION ALL SELECT b.pusher_id FROM assignment b WHERE b.slot_id = s.id AND b.pusher_id > 0)"""

# Somebody's post that was recommended by somebody who is still there.
_TOLD = """SELECT a.id FROM assignment a JOIN slot s ON s.id = a.slot_id JOIN membership m ON m.id = a.pusher_id
WHERE s.membership_id = ? AND a.state = 'done' AND m.standing = 'member' ORDER BY a.id"""


class Scenes(Everybody):
    """The world as it stands at NOW ("quiet"), and the scenes that begin there."""

    async def build(self) -> None:
        """Build the world, and keep how it stands."""
        await super().build()
        self._kept: dict[str, Path] = {}
        self._ids: dict[tuple[str, int], dict[str, object]] = {}
        self._look = sqlite3.connect(self.path / "teambot.db")
        self._keep("quiet")
        self._put_back("quiet")

    async def stop(self, seconds: float = 8) -> None:
        """Leave it."""
        self._look.close()
        await super().stop(seconds)

    async def ids_for(self, who: int) -> dict[str, object]:
        """Give the ids that stand in acts: of what is somebody's own where they have it, else of what is Ana's."""
        known = (self._stands, who)
        if known not in self._ids:
            self._ids[known] = await self._ids_for(who)
        return self._ids[known]

    async def _ids_for(self, who: int) -> dict[str, object]:
        members, own = self.members, self.members.get(who, 0)

        async def first(sql: str, *values: object) -> Any:
            return next((row[0] for row in await self.rows(sql, *values)), None)

        async def mine(sql: str) -> Any:
            return await first(sql, own) or await first(sql, members[ANA])

        item = "SELECT i.id FROM item i JOIN subscription s ON s.feed_id = i.feed_id WHERE s.membership_id = ?"
        application = "SELECT max(id) FROM application WHERE membership_id = ?"
        proposed = "SELECT max(id) FROM motion WHERE proposer_id = ?"
        return {
            "team": 1,
            "stranger": self.ids[STRANGER],
            "role": self.role,
            "ben": members[BEN],
            "dora": members[DORA],
            "second": members[CHIDI if who != CHIDI else ANA],
            "blog": self.host({STRANGER: OMAR, MANAGER: NIA}.get(who, who)),
            "item": await mine(f"{item} ORDER BY i.id"),
            "free": await mine(f"{item} AND i.url LIKE '%/2'"),
            "gone": await mine("SELECT id FROM submission WHERE membership_id = ? AND title LIKE '% takes back'"),
            "post": await mine("SELECT id FROM submission WHERE membership_id = ? AND state = 'waiting'"),
            "bens_post": await first("SELECT max(id) FROM submission WHERE membership_id = ?", members[BEN]),
            "asked": await mine("SELECT id FROM assignment WHERE pusher_id = ? AND state = 'asked' ORDER BY id"),
            "pushed": await mine("SELECT id FROM assignment WHERE pusher_id = ? AND state = 'done' ORDER BY id"),
            "told": await mine(_TOLD),
            "bens_push": await first(
                "SELECT min(id) FROM assignment WHERE pusher_id = ? AND state = 'done'", members[BEN]
            ),
            "line": await mine("SELECT max(id) FROM ledger_entry WHERE membership_id = ?"),
            "bens_line": await first("SELECT min(id) FROM ledger_entry WHERE membership_id = ?", members[BEN]),
            "theirs": next(iter(await self.asked(GIL if who != GIL else ANA)), None),
            "open": await mine(_OPEN),
            "coming": await first("SELECT id FROM week WHERE team_id = 1 AND state = 'open'"),
            "hana": await first(application, members[HANA]),
            "jun": await first(application, members[JUN]),
            "admission": await first("SELECT id FROM motion WHERE subject_id = ?", members[JUN]),
            "bens": await first(proposed, members[BEN]),
            "gils": await first(proposed, members[GIL]),
        }

    async def scene(self, name: str) -> None:
        """Put everything back to how a scene begins."""
        if name not in self._kept:
            self._put_back("quiet")
            await SCENES[name](self)
            self._keep(name)
        if name != self._stands or self.changed():
            self._put_back(name)

    async def otherwise(self, name: str, statements: list[str]) -> None:
        """Keep a scene called "otherwise" that differs from another by these statements."""
        await self.scene(name)
        for statement in statements:
            await self.do(statement)
        self._keep("otherwise")

    def changed(self) -> bool:
        """Say whether anything was written since the scene began."""
        return self._version() != self._began

    def _version(self) -> int:
        return int(self._look.execute("PRAGMA data_version").fetchone()[0])

    def _keep(self, name: str) -> None:
        self._kept[name] = self.path / f"{name}.db"
        self._copy(self.path / "teambot.db", self._kept[name])

    def _put_back(self, name: str) -> None:
        self._copy(self._kept[name], self.path / "teambot.db")
        self._stands, self._began = name, self._version()

    def _copy(self, source: Path, target: Path) -> None:
        """Copy a whole file, by SQLite's own backup: the bot has it open."""
        with closing(sqlite3.connect(source)) as one, closing(sqlite3.connect(target)) as other:
            one.backup(other)


async def _propose(world: Scenes, who: int, command: Any) -> int:
    return int((await world.services.voting.propose(world.caller(who), command, NOW)).motion_id)


async def _seconding(world: Scenes) -> None:
    """Ben wants Finn removed, and asks Ana to second it."""
    members = world.members
    await _propose(world, BEN, ProposeRemoval(1, members[FINN], "Qconcernq", members[ANA]))


async def _reading(world: Scenes) -> None:
    await _seconding(world)
    [motion] = await world.rows("SELECT id FROM motion WHERE kind = 'remove'")
    await world.services.voting.second(world.caller(ANA), Second(motion[0], agreed=True), NOW)


async def _removal(world: Scenes) -> None:
    """Finn has answered, and Ben has voted."""
    await _reading(world)
    [motion] = await world.rows("SELECT id FROM motion WHERE kind = 'remove'")
    await world.services.voting.answer(world.caller(FINN), AnswerConcern(motion[0], "Qanswerq"), NOW)
    await world.services.voting.cast(world.caller(BEN), CastBallot(motion[0], "yes"), NOW)


async def _recommended(world: Scenes) -> None:
    """Everybody has recommended something, and everybody's post was recommended by somebody who is there."""
    here = ", ".join(str(world.members[who]) for who in (ANA, BEN, CHIDI, FINN, GIL))
    done = "UPDATE assignment SET state = 'done', link = NULL, link_state = NULL, told_at = ? WHERE id IN"
    of_each = f"SELECT min(id) FROM assignment WHERE pusher_id IN ({here}) GROUP BY pusher_id"
    to_each = f"SELECT min(a.id) FROM assignment a JOIN slot s ON s.id = a.slot_id WHERE a.pusher_id IN ({here})"
    await world.do(f"{done} ({of_each} UNION {to_each} GROUP BY s.membership_id)", f"{NOW:%Y-%m-%d %H:%M:%S.%f}")


async def _sought(world: Scenes) -> None:
    """And nobody can find where."""
    await _recommended(world)
    await world.do("UPDATE assignment SET sought_at = told_at WHERE state = 'done'")


async def _counted(world: Scenes) -> None:
    """Whoever is or was on the team has a line in their ledger."""
    sql = "INSERT INTO ledger_entry (membership_id, delta, cause_kind, cause_id, created_at)"
    here = ", ".join(str(world.members[who]) for who in (ANA, BEN, CHIDI, DORA, EMI, FINN, GIL))
    await world.do(
        f"{sql} SELECT id, 1, 'write_off', 1, ? FROM membership WHERE id IN ({here})", f"{NOW:%Y-%m-%d %H:%M:%S.%f}"
    )


async def _swapping(world: Scenes) -> None:
    """Everybody would like somebody else to take what they are asked for."""
    await world.do("UPDATE assignment SET swap_asked_at = asked_at WHERE state = 'asked'")
    await world.do(
        "INSERT INTO assignment (slot_id, offered_on_from_id, state, reasons, asked_at)"
        " SELECT slot_id, id, 'open', '[]', asked_at FROM assignment WHERE state = 'asked'"
        " AND id NOT IN (SELECT offered_on_from_id FROM assignment WHERE offered_on_from_id IS NOT NULL)"
    )


def _two(one: Any, other: Any) -> Callable[[Scenes], Awaitable[None]]:
    """Ben proposes one thing and votes on it and on Jun, and Gil proposes another: three votes are open."""

    async def begin(world: Scenes) -> None:
        motion = await _propose(world, BEN, one(world.members))
        await world.services.voting.cast(world.caller(BEN), CastBallot(motion, "yes"), NOW)
        await _propose(world, GIL, other(world.members))

    return begin


SCENES: dict[str, Callable[[Scenes], Awaitable[None]]] = {
    "recommended": _recommended,
    "sought": _sought,
    "swapping": _swapping,
    "counted": _counted,
    "seconding": _seconding,
    "reading": _reading,
    "removal": _removal,
    "words": _two(lambda _: ProposeAmendment(1, 1, f"{CHARTER}\nWe meet."), lambda _: ProposeOther(1, "A picnic.")),
    "rules": _two(lambda _: ProposeRule(1, "load", "3"), lambda _: ProposeClosing(1)),
    "stewards": _two(
        lambda members: ProposeSteward(1, members[FINN], release=False),
        lambda members: ProposeSteward(1, members[GIL], release=True),
    ),
}
