"""The sandbox put together: a loopback Discord, sample blogs, the story's clock, and the real bot in the middle.

Only here are hosts of this machine opened for the bot's address guard: the sample blogs, under their fixed names.
"""

import argparse
import asyncio
import signal
import sys
import tempfile
import webbrowser
from collections.abc import AsyncIterator, Coroutine
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path
from typing import Final

from teambot import log
from teambot.app.played import PlayedApp
from teambot.errors import CannotStart
from teambot.sandbox.blogs.blogs import SampleBlogs
from teambot.sandbox.cast import read_cast
from teambot.sandbox.clock import StoryClock
from teambot.sandbox.loopback.discord import LoopbackDiscord
from teambot.sandbox.page.page import Page
from teambot.sandbox.page.stage import Stage
from teambot.sandbox.page.verbs import Verbs
from teambot.sandbox.parts import Parts
from teambot.sandbox.sample import form_team
from teambot.sandbox.sample_team import build_world, link_accounts
from teambot.sandbox.story.deciding.story import decide
from teambot.sandbox.story.feeds.story import read_feeds
from teambot.sandbox.story.hand import Hand
from teambot.sandbox.story.report import Report, together
from teambot.sandbox.story.rotation.story import rotate
from teambot.sandbox.story.story import play
from teambot.sandbox.story.telling import Telling
from teambot.settings import Database, Discord, Settings, find_folder, load
from teambot.settings.secret import Secret

CAST_FILE: Final = "sandbox.toml"
WEEK: Final = "week"


async def run_sandbox(args: argparse.Namespace) -> int:
    """Play stories and tell them (exit code 1 where something is missing), or serve the page until it is stopped."""
    log.configure("warning")
    if args.json:
        _writable(args.json)
    if args.headless:
        return await _headless(args)
    async with _stage(args, args.db) as parts:
        return await _page(parts, args)


@asynccontextmanager
async def _stage(args: argparse.Namespace, kept: Path | None) -> AsyncIterator[Parts]:
    """Start all parts on a new database, which stays only where `kept` names its file."""
    with tempfile.TemporaryDirectory(prefix="teambot-") as spare:
        database = _fresh(kept) if kept else Path(spare) / "sandbox.db"
        async with _parts(args.config, database, Path(spare), args.seed) as parts:
            yield parts


@asynccontextmanager
async def _parts(config: str | None, database: Path, spare: Path, seed: int) -> AsyncIterator[Parts]:
    """Start all parts, and stop them in the end, the bot first."""
    folder = find_folder(config, {})
    cast = read_cast(folder / CAST_FILE)
    clock = StoryClock()
    discord = LoopbackDiscord(clock)
    blogs = SampleBlogs(cast.blogs, clock, seed=seed)
    await discord.start()
    await blogs.start()
    team = build_world(discord.world, cast)
    link_accounts(team, blogs)
    store = Database(url=Secret(f"sqlite:///{database.resolve()}"), backups=spare / "backups")
    settings = _settings(folder, discord, store)
    app = PlayedApp(settings, clock=clock, discord=discord, opened=blogs.opened, secret=f"sandbox {seed}")
    try:
        await app.start()
        yield Parts(clock, discord, blogs, app, team)
    finally:
        await app.stop()
        await blogs.stop()
        await discord.stop()


def _settings(folder: Path, discord: LoopbackDiscord, database: Database) -> Settings:
    """Take the settings of the file, less what the sandbox has of its own; the environment has no say in a story."""
    loopback = Discord(token=Secret(discord.token), api=discord.api, gateway=discord.gateway)
    return replace(load(str(folder), {}), discord=loopback, database=database)


def _fresh(path: Path) -> Path:
    if path.exists():
        raise CannotStart(f"{path} is there already, and a story begins with a new database: name another file.")
    return path


def _writable(path: Path) -> None:
    """See before the story, and not after it, that its file can be written."""
    try:
        path.touch()
    except OSError as error:
        raise CannotStart(f"The story cannot be written to {path}: {error.strerror}.") from error


async def _headless(args: argparse.Namespace) -> int:
    """Play one story, or each of them on a team of its own; in JSON several are written as {name: story}."""
    names = tuple(STORIES) if args.story == "all" else (args.story,)
    kept = {name: args.db and _beside(args.db, name) for name in names} if len(names) > 1 else {args.story: args.db}
    for path in filter(None, kept.values()):
        _fresh(path)
    reports = {}
    for name in names:
        async with _stage(args, kept[name]) as parts:
            reports[name] = await STORIES[name](parts, args)
        sys.stdout.write(("\n\n" if len(reports) > 1 else "") + Telling(reports[name]).text())
        sys.stdout.flush()
    if args.json:
        args.json.write_text(reports[names[0]].as_json() if len(names) == 1 else together(reports), "utf-8")
    return 1 if any(report.faults for report in reports.values()) else 0


def _beside(path: Path, name: str) -> Path:
    """Give each story a database of its own: kept.db, and kept-deciding.db beside it."""
    return path if name == WEEK else path.with_stem(f"{path.stem}-{name}")


def _weeks(parts: Parts, args: argparse.Namespace) -> Coroutine[None, None, Report]:
    return play(parts, weeks=args.weeks, seed=args.seed)


def _deciding(parts: Parts, args: argparse.Namespace) -> Coroutine[None, None, Report]:
    return decide(parts, seed=args.seed)


def _feeds(parts: Parts, args: argparse.Namespace) -> Coroutine[None, None, Report]:
    return read_feeds(parts, seed=args.seed)


def _rotation(parts: Parts, args: argparse.Namespace) -> Coroutine[None, None, Report]:
    return rotate(parts, seed=args.seed)


STORIES: Final = {WEEK: _weeks, "deciding": _deciding, "feeds": _feeds, "rotation": _rotation}


async def _page(parts: Parts, args: argparse.Namespace) -> int:
    """Let the sample team form by real clicks, and serve the page until SIGTERM or SIGINT."""
    stopping = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, stopping.set)
    unread = Report(parts.cast, args.seed, 0, parts.clock)
    await form_team(parts, [Hand(parts, blogger, unread) for blogger in parts.cast.bloggers])
    stage = Stage(parts.discord, parts.team, parts.blogs)
    verbs = Verbs(parts.discord, parts.port, parts.team, stage, parts.blogs)
    page = Page(stage, verbs, parts.blogs)
    parts.discord.world.listeners.append(lambda _what, _facts: page.ring())
    await verbs.look_ahead()
    try:
        await page.start(args.port)
    except OSError as error:
        raise CannotStart(f"The page cannot be served on port {args.port}: {error.strerror}.") from error
    try:
        sys.stdout.write(f"The sandbox is at {page.url} (Ctrl-C ends it)\n")
        sys.stdout.flush()
        if args.open:
            webbrowser.open(page.url)
        await stopping.wait()
    finally:
        await page.stop()
    return 0
