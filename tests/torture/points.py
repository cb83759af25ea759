"""Crash points made from the source: before and after every await of some modules, and before every commit.

The modules are compiled anew with each `await X` as `await __points__.through(name, X)`: an await that somebody adds
is a point without anybody's doing. At the point that is asked for, the process "dies": whoever comes to any point from
then on waits there until it is cancelled, and no transaction commits any more. So nothing runs that a kill would stop.
"""

import ast
import asyncio
import inspect
import sys
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Sequence
from importlib.util import find_spec
from pathlib import Path
from types import ModuleType
from typing import Any

from sqlalchemy import Connection

COMMIT = "runner: commit"
# A process that was killed ends nothing in order: these clear up after one, and have no points.
ENDINGS = ("announcer.Announcer.stop", "runner.Runner.close")


class Killed(Exception):
    """The transaction that the process died in."""


class Points:
    """Count the points that are passed, and die at the n-th passing of one of them."""

    def __init__(self) -> None:
        self.known: set[str] = {COMMIT}
        self.strange: list[str] = []  # waits of a kind that has no point
        self.live()

    def live(self, at: tuple[str, int] | None = None) -> None:
        """Begin a process's life that ends at the given passing (from 0) of a point, or never."""
        self.passed: Counter[str] = Counter()
        self.dead = asyncio.Event()
        self._loop = asyncio.get_running_loop() if asyncio._get_running_loop() else None
        self._at = at
        self._gone = False

    @property
    def gone(self) -> bool:
        return self._gone

    async def through(self, name: str, awaited: Awaitable[Any]) -> Any:
        try:
            await self._pass(f"{name} | before")
        except BaseException:
            if inspect.iscoroutine(awaited):
                awaited.close()
            raise
        try:
            result = await awaited
        except asyncio.CancelledError:
            raise
        except BaseException:
            await self._hold()
            raise
        await self._pass(f"{name} | after")
        return result

    async def each(self, name: str, items: AsyncIterator[Any]) -> AsyncIterator[Any]:
        await self._pass(f"{name} | before")
        async for item in items:
            yield item
        await self._pass(f"{name} | after")

    def committing(self, _: Connection) -> None:
        """A listener for the engine's commits, in the database's thread."""
        if self._strikes(COMMIT) or self._gone:
            raise Killed

    async def _pass(self, name: str) -> None:
        self._strikes(name)
        await self._hold()

    async def _hold(self) -> None:
        if self._gone:
            await asyncio.Event().wait()

    def _strikes(self, name: str) -> bool:
        if self._gone:
            return False
        here = (name, self.passed[name])
        self.passed[name] += 1
        if here != self._at:
            return False
        self._gone = True
        assert self._loop is not None
        self._loop.call_soon_threadsafe(self.dead.set)
        return True


class _Pointed(ast.NodeTransformer):
    def __init__(self, module: str, points: Points) -> None:
        self._path = [module]
        self._points = points

    def _within(self, node: Any) -> Any:
        self._path.append(node.name)
        if ".".join(self._path) not in ENDINGS:
            self.generic_visit(node)
        self._path.pop()
        return node

    visit_ClassDef = visit_FunctionDef = visit_AsyncFunctionDef = _within  # noqa: N815

    def visit_Await(self, node: ast.Await) -> ast.Await:
        name = self._name(node.value)
        self.generic_visit(node)
        node.value = self._call("through", name, node.value)
        return node

    def visit_AsyncFor(self, node: ast.AsyncFor) -> ast.AsyncFor:
        name = self._name(node.iter)
        self.generic_visit(node)
        node.iter = self._call("each", name, node.iter)
        return node

    def visit_AsyncWith(self, node: ast.AsyncWith) -> ast.AsyncWith:
        # A timeout waits for nothing by itself.
        if any(ast.unparse(item.context_expr.func) != "asyncio.timeout" for item in node.items):
            self._points.strange.append(self._name(node.items[0].context_expr))
        self.generic_visit(node)
        return node

    def visit_comprehension(self, node: ast.comprehension) -> ast.comprehension:
        if node.is_async:
            self._points.strange.append(self._name(node.iter))
        self.generic_visit(node)
        return node

    def _name(self, node: ast.expr) -> str:
        name = f"{'.'.join(self._path)}: {ast.unparse(node)}"
        self._points.known |= {f"{name} | before", f"{name} | after"}
        return name

    def _call(self, method: str, name: str, value: ast.expr) -> ast.expr:
        function = ast.Attribute(ast.Name("__points__", ast.Load()), method, ast.Load())
        return ast.copy_location(ast.Call(function, [ast.Constant(name), value], []), value)


def load(names: Sequence[str], points: Points) -> dict[str, Any]:
    """Compile modules with points, in the order of their imports, and give them by name; those in use stay."""
    before = {name: sys.modules.get(name) for name in names}
    made: dict[str, Any] = {}
    try:
        for name in names:
            spec = find_spec(name)
            assert spec is not None
            assert spec.origin is not None
            tree = _Pointed(name.rpartition(".")[2], points).visit(ast.parse(Path(spec.origin).read_text("utf-8")))
            module = sys.modules[name] = made[name] = ModuleType(name)
            vars(module).update(__file__=spec.origin, __points__=points)
            exec(compile(ast.fix_missing_locations(tree), spec.origin, "exec"), module.__dict__)
    finally:
        for name, module in before.items():
            if module is None:
                sys.modules.pop(name, None)
            else:
                sys.modules[name] = module
    return made
