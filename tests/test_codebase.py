"""The code base as data: habits that a tool does not hold by itself."""

import ast
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

import teambot

ROOT = Path(__file__).parent.parent
MOST_LINES = 260  # about 200; a file that grows past this is split by noun
MOST_FUNCTION_LINES = 50  # about 40
LONG = {"teambot/storage/tables.py"}  # the schema is one list
CLOCKS = {
    "teambot/app/clock.py",  # the one real clock
    "teambot/sandbox/loopback/limits.py",  # plays Discord, whose rate limits run by real time
    "teambot/storage/migrations/__main__.py",  # a developer's tool that the bot never runs
}
FILES = sorted(path for path in (ROOT / "teambot").rglob("*.py") if "versions" not in path.parts)
IDS = [str(path.relative_to(ROOT)) for path in FILES]
# What the libraries do at their own import is theirs, so they come first.
WATCH = """
import sys, threading
from importlib import import_module
import aiohttp, apscheduler.schedulers.asyncio, discord, feedparser, fluent.runtime, regex, sqlalchemy
found = []
acts = ("socket.connect", "socket.bind", "subprocess.Popen", "os.fork", "sqlite3.connect", "_thread.start_new_thread")
def hook(event, arguments):
    if event in acts:
        found.append((event, str(arguments)[:200]))
    elif event == "open" and "w" in str(arguments[1] or "") and "__pycache__" not in str(arguments[0]):
        found.append((event, str(arguments[0])))
sys.addaudithook(hook)
for name in sys.argv[1:]:
    import_module(name)
print(found, threading.active_count())
"""
every_file = pytest.mark.parametrize("path", FILES, ids=IDS)


def calls(tree: ast.AST) -> Iterator[tuple[str, int]]:
    """Yield the dotted name and the line of every call."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            yield ast.unparse(node.func), node.lineno


@every_file
def test_nobody_reads_the_clock(path: Path) -> None:
    if str(path.relative_to(ROOT)) in CLOCKS:
        return
    read = re.compile(r"(datetime|date)\.(now|utcnow|today)$|^time\.(time|time_ns|localtime|gmtime)$")
    found = [f"{name} in line {line}" for name, line in calls(ast.parse(path.read_text("utf-8"))) if read.search(name)]
    assert found == [], "`now` is a parameter; the one real clock is in app/clock.py"


@every_file
def test_files_and_functions_are_short(path: Path) -> None:
    text = path.read_text("utf-8")
    assert text.count("\n") <= MOST_LINES or str(path.relative_to(ROOT)) in LONG, "split it by noun"
    long = [
        f"{node.name}: {(node.end_lineno or 0) - node.lineno + 1} lines"
        for node in ast.walk(ast.parse(text))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and (node.end_lineno or 0) - node.lineno >= MOST_FUNCTION_LINES
    ]
    assert long == []


@every_file
def test_everything_public_says_what_it_does(path: Path) -> None:
    tree = ast.parse(path.read_text("utf-8"))
    silent = [] if ast.get_docstring(tree) else ["the module"]
    for node in ast.walk(tree):
        if not isinstance(node, ast.Module | ast.ClassDef):
            continue
        for child in node.body:
            named = isinstance(child, ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef)
            hidden = isinstance(node, ast.ClassDef) and node.name.startswith("_")
            if named and not child.name.startswith("_") and not hidden and not ast.get_docstring(child):
                silent.append(child.name)
    assert silent == []


@every_file
def test_nothing_is_left_for_later(path: Path) -> None:
    text = path.read_text("utf-8")
    assert re.findall(r"\b(TODO|FIXME|XXX|HACK|NotImplementedError)\b", text) == []
    empty = [
        node.name
        for node in ast.walk(ast.parse(text))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and all(isinstance(part, ast.Pass) for part in node.body)
    ]
    assert empty == []


@every_file
def test_only_the_command_prints(path: Path) -> None:
    if path.name == "cli.py":
        return
    assert [line for name, line in calls(ast.parse(path.read_text("utf-8"))) if name == "print"] == []


def test_no_file_is_a_drawer_for_odds_and_ends() -> None:
    drawers = re.compile(r"(^|_)(utils?|helpers?|managers?|misc|common|base)(_|$)")
    assert [name for path, name in zip(FILES, IDS, strict=True) if drawers.search(path.stem)] == []


def test_every_part_stands_in_the_arrows() -> None:
    """A new folder or file beside them must say whom it may import."""
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["importlinter"]["contracts"]
    known = {name for contract in contracts for name in contract["source_modules"]}
    parts = {f"teambot.{path.stem}" for path in (ROOT / "teambot").iterdir() if path.suffix == ".py"}
    parts |= {f"teambot.{path.parent.name}" for path in (ROOT / "teambot").glob("*/__init__.py")}
    assert parts - known - {"teambot.__init__"} == set()


def test_nothing_happens_at_import() -> None:
    """No file but Python's own is opened, no socket, thread or process made, by importing every module."""
    modules = [name.removesuffix(".py").replace("/", ".").removesuffix(".__init__") for name in IDS]
    modules = [name for name in modules if not name.endswith(("__main__", "migrations.env"))]
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", WATCH, *modules], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "[] 1"


@pytest.mark.parametrize("name", ["requirements.txt", "requirements-dev.txt"])
def test_a_lock_file_holds_hashes_and_no_address(name: str) -> None:
    text = (ROOT / name).read_text("utf-8")
    assert "://" not in text
    assert "--index" not in text
    pinned = re.findall(r"^[A-Za-z0-9._-]+==\S+", text, re.MULTILINE)
    assert len(pinned) > 10
    assert text.count("--hash=sha256:") >= len(pinned)


def test_the_version_is_one() -> None:
    assert tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["version"] == teambot.__version__


def test_the_command_is_light_until_it_is_told_what_to_do() -> None:
    """Without a token `teambot run` answers at once: neither discord.py nor the store is imported for it."""
    heavy = ("discord", "sqlalchemy", "alembic", "feedparser", "apscheduler", "aiohttp", "fluent")
    code = f"import sys, teambot.cli, teambot.settings; print([name for name in {heavy!r} if name in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_the_bot_imports_no_migrations_and_no_feed_parser() -> None:
    """Both are for rare moments: alembic for a change of the schema, feedparser in its own process."""
    heavy = ("alembic", "feedparser")
    code = f"import sys, teambot.app.process; print([name for name in {heavy!r} if name in sys.modules])"
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", code], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "[]"
