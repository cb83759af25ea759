"""A hand-written discord.py bot with `/week show` and `/week done`.

`python -m tests.benchmarks.peers.handwritten API GATEWAY TOKEN DATABASE WORK`. It defers, runs the very statements that
our use case runs for the same command, through SQLAlchemy Core on one thread with fsync, and fills the answer with the
same card. The statements are recorded from our services, on a copy of the database, before it says that it is ready;
WORK is a JSON file that names who will give which command.
"""

import asyncio
import json
import shutil
import sys
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import nullcontext
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import discord
from discord import app_commands
from sqlalchemy import Engine

from teambot.services.assignments.service import AssignmentsService, PushDone
from teambot.services.caller import Caller
from teambot.services.weeks import WeeksService
from teambot.storage.engine import only_reading, open_engine
from teambot.storage.runner import Runner
from tests.benchmarks.peers import card
from tests.benchmarks.peers.bare import Bare, point_at
from tests.benchmarks.store import Statement, recorded
from tests.nobody import no_links

Statements = list[tuple[Any, Any, str]]  # a statement, its parameters, its role for the card


class Book:
    """Which statements each command runs: by the person for `/week show`, by the assignment for `/week done`."""

    def __init__(self) -> None:
        self.reading: dict[int, Statements] = {}
        self.writing: dict[int, Statements] = {}
        self._roles: dict[int, str] = {}  # by the statement's identity: the books keep every one of them

    async def fill(self, database: Path, work: dict[str, list[Any]]) -> None:
        """Run all the work on a copy of the database, and listen."""
        copy = Path(shutil.copy(database, database.with_name("recorded.db")))
        engine = open_engine(copy)
        seen = recorded(engine)
        runner = Runner(engine)
        weeks, assignments, now = WeeksService(runner), AssignmentsService(runner, no_links), datetime.now(UTC)
        for number, (where, who, name) in enumerate(work["reading"], start=1):
            await weeks.show(_caller(number, where, who, name), "this", now)
            self.reading[who] = self._with_roles(seen.pop())
        for number, (where, who, name, assignment, link, words) in enumerate(work["writing"], start=1_000_000):
            command = PushDone(assignment, link, words)
            await assignments.done(_caller(number, where, who, name), command, now)
            self.writing[assignment] = self._with_roles(seen.pop())
        await runner.close()
        engine.dispose()

    def _with_roles(self, statements: list[Statement]) -> Statements:
        for statement, _ in statements:
            if id(statement) not in self._roles:
                self._roles[id(statement)] = card.role_of(statement)
        return [(statement, params, self._roles[id(statement)]) for statement, params in statements]


def _caller(number: int, where: list[int], who: int, name: str) -> Caller:
    return Caller(number, where[0], where[1], None, who, name, "en-GB", False)


class HandWritten(Bare):
    """The bot; one thread owns the database."""

    def __init__(self, engine: Engine, book: Book) -> None:
        super().__init__()
        self.engine = engine
        self.book = book
        self.thread = ThreadPoolExecutor(1)

    async def run_statements(self, statements: Statements, *, commit: bool) -> dict[str, Sequence[Any]]:
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self.thread, self._transaction, statements, commit)

    def _transaction(self, statements: Statements, commit: bool) -> dict[str, Sequence[Any]]:
        found: dict[str, Sequence[Any]] = {}
        with self.engine.connect() as tx, nullcontext() if commit else only_reading(tx):
            for statement, params, role in statements:
                result = tx.execute(statement, params)
                found[role] = result.all() if result.returns_rows else ()
            if commit:
                tx.commit()
        return found


def group(bot: HandWritten) -> app_commands.Group:
    """Make the command."""
    week = app_commands.Group(name="week", description="Your week")

    @week.command(description="Show your week")
    async def show(interaction: discord.Interaction[Any], when: str = "this") -> None:
        await interaction.response.defer(ephemeral=True, thinking=True)
        results = await bot.run_statements(bot.book.reading[interaction.user.id], commit=False)
        first, second = card.week(results)
        await interaction.edit_original_response(view=first)
        await interaction.followup.send(view=second, ephemeral=True)

    @week.command(description="Say that it is done")
    async def done(
        interaction: discord.Interaction[Any], assignment: str, link: str | None = None, words: str | None = None
    ) -> None:
        await interaction.response.defer(ephemeral=True, thinking=True)
        results = await bot.run_statements(bot.book.writing[int(assignment)], commit=True)
        await interaction.edit_original_response(view=card.thanks(results))

    return week


def main(api: str, gateway: str, token: str, database: str, work: str) -> None:
    point_at(api, gateway)
    book = Book()
    asyncio.run(book.fill(Path(database), json.loads(Path(work).read_text())))
    bot = HandWritten(open_engine(Path(database)), book)
    bot.tree.add_command(group(bot))
    bot.run(token, log_handler=None)


if __name__ == "__main__":
    main(*sys.argv[1:])
