"""The `teambot` command: parse, call, print. What the commands do stands in `teambot/app/`, imported when it is needed.

Exit codes: 0 well; 1 something found by check, doctor or the story; 2 a wrong command line; 65 damaged data; 69 Discord
out of reach; 75 another teambot holds the database; 78 settings.
"""

import argparse
import asyncio
import os
import sys
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from teambot import __version__
from teambot.errors import CannotStart

if TYPE_CHECKING:
    from teambot.app.finding import Finding
    from teambot.domain.world import Attendance
    from teambot.settings import Settings


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command line and give its exit code; what cannot start says why on standard error."""
    args = _parser().parse_args(arguments)
    command: Callable[[argparse.Namespace], int] = args.command
    try:
        code = command(args)
        sys.stdout.flush()
    except CannotStart as stop:
        print(stop, file=sys.stderr)
        return stop.code
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:
        # Whoever read our words has gone (`teambot doctor | head`): nothing is left to be flushed at the exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 141
    return code


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="teambot", description="The Discord bot for a small team of bloggers.")
    parser.add_argument("--config", metavar="DIR", help="the folder of teambot.toml and charter.md")
    parser.add_argument("--version", action="version", version=f"teambot {__version__}")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    run = commands.add_parser("run", help="be on Discord; needs a token")
    run.add_argument(
        "--trust-clock", action="store_true", help="once, where this machine's clock was wrong before and is right now"
    )
    run.set_defaults(command=_run)
    _sandbox_parser(commands.add_parser("sandbox", help="a whole team on this machine, without a token"))
    check = commands.add_parser("check", help="look at settings, token, database and permissions")
    check.set_defaults(command=_check)
    doctor = commands.add_parser("doctor", help="see that the database holds what it must, beside a running bot")
    doctor.set_defaults(command=_doctor)
    _db_parser(commands.add_parser("db", help="upgrade, back up or restore the database"))
    _simulate_parser(commands.add_parser("simulate", help="play a made-up team's year, to see how even the plans are"))
    return parser


def _sandbox_parser(sandbox: argparse.ArgumentParser) -> None:
    sandbox.add_argument("--headless", action="store_true", help="play some weeks without a page, and print them")
    sandbox.add_argument("--weeks", type=_weeks, default=3, metavar="N", help="how many weeks to play: 1 to 52")
    sandbox.add_argument(
        "--story",
        choices=("week", "deciding", "feeds", "rotation", "all"),
        default="all",
        help="what --headless plays (all by default)",
    )
    sandbox.add_argument("--seed", type=int, default=1, metavar="N", help="the same number plays the same story")
    sandbox.add_argument("--json", type=Path, metavar="FILE", help="write the story to a file")
    sandbox.add_argument("--db", type=Path, metavar="PATH", help="keep the database here; a file that is not there yet")
    sandbox.add_argument("--port", type=_port, default=0, metavar="N", help="the page's port; a free one by default")
    sandbox.add_argument("--open", action=argparse.BooleanOptionalAction, default=False, help="open the page")
    sandbox.set_defaults(command=_sandbox)


def _db_parser(db: argparse.ArgumentParser) -> None:
    commands = db.add_subparsers(required=True, metavar="COMMAND")
    upgrade = commands.add_parser("upgrade", help="bring the database to this version, after a backup")
    upgrade.set_defaults(command=_upgrade)
    backup = commands.add_parser("backup", help="copy the database, also beside a running bot")
    backup.add_argument("--to", type=Path, metavar="DIR", help="a folder; the setting [database] backups by default")
    backup.set_defaults(command=_backup)
    restore = commands.add_parser("restore", help="put a backup in the database's place; the bot must be stopped")
    restore.add_argument("file", type=Path, metavar="FILE", help="the backup")
    restore.set_defaults(command=_restore)


def _simulate_parser(simulate: argparse.ArgumentParser) -> None:
    simulate.add_argument(
        "--members", type=_team, default=12, metavar="N", help="how many at first: 2 to 300 (a team has 3 to 24)"
    )
    simulate.add_argument("--weeks", type=_years, default=52, metavar="N", help="how many weeks: 1 to 520")
    simulate.add_argument("--seed", type=int, default=1, metavar="N", help="the same number plays the same year")
    simulate.add_argument(
        "--load", type=_load, default=2, metavar="N", help="recommendations a member and week: 1 to 5"
    )
    simulate.add_argument(
        "--attendance",
        type=_attendance,
        default="real",
        metavar="HOW",
        help="real: some are away, skip, forget, join and leave; full: all are there and do all; 80%%: all do all, and "
        "are there in so many weeks",
    )
    simulate.add_argument("--json", type=Path, metavar="FILE", help="write every member, plan and recommendation")
    simulate.add_argument("--csv", type=Path, metavar="FILE", help="write a table: a row a member and week")
    simulate.add_argument("--png", type=Path, metavar="FILE", help="draw given and received over the weeks")
    simulate.add_argument("--dark", action="store_true", help="draw it for a dark screen")
    simulate.set_defaults(command=_simulate)


def _team(text: str) -> int:
    return _between(text, 2, 300)


def _years(text: str) -> int:
    return _between(text, 1, 520)


def _load(text: str) -> int:
    return _between(text, 1, 5)


def _attendance(text: str) -> "Attendance":
    from teambot.domain.world import FULL, REAL, Attendance

    if text in ("real", "full"):
        return REAL if text == "real" else FULL
    number = text.removesuffix("%")
    if not number.isdecimal() or not 1 <= int(number) <= 100:
        raise argparse.ArgumentTypeError(f"{text!r} is neither real nor full nor a share like 80%")
    return Attendance(real=False, there=int(number) / 100)


def _weeks(text: str) -> int:
    return _between(text, 1, 52)


def _port(text: str) -> int:
    return _between(text, 0, 65_535)


def _between(text: str, least: int, most: int) -> int:
    if not text.isdecimal() or not least <= int(text) <= most:
        raise argparse.ArgumentTypeError(f"{text!r} is not a whole number from {least} to {most}")
    return int(text)


def _settings(args: argparse.Namespace) -> "Settings":
    from teambot.settings import load

    return load(args.config, os.environ)


def _run(args: argparse.Namespace) -> int:
    from teambot.settings import HOW_TO_GET_A_TOKEN

    settings = _settings(args)
    if settings.discord.token is None:
        raise CannotStart(f"teambot needs a token for Discord: {HOW_TO_GET_A_TOKEN}.")
    from teambot.app.process import run

    return asyncio.run(run(settings, trust_clock=args.trust_clock))


def _sandbox(args: argparse.Namespace) -> int:
    from teambot.app.sandbox import run_sandbox

    return asyncio.run(run_sandbox(args))


def _check(args: argparse.Namespace) -> int:
    try:
        settings = _settings(args)
    except CannotStart as stop:
        print(stop)
        return 1
    from teambot.app.check import check

    return _tell(asyncio.run(check(settings)))


def _doctor(args: argparse.Namespace) -> int:
    from teambot.app.doctor import examine

    return _tell(examine(_settings(args)))


def _upgrade(args: argparse.Namespace) -> int:
    from teambot.app.upkeep import upgrade

    print(upgrade(_settings(args)))
    return 0


def _backup(args: argparse.Namespace) -> int:
    from teambot.app.upkeep import back_up

    print(back_up(_settings(args), args.to))
    return 0


def _restore(args: argparse.Namespace) -> int:
    from teambot.app.upkeep import put_back

    print(put_back(_settings(args), args.file))
    return 0


def _simulate(args: argparse.Namespace) -> int:
    from teambot.app.simulated.run import Simulation, simulate

    files = {"json": args.json, "csv": args.csv, "png": args.png, "dark": args.dark}
    print(simulate(Simulation(args.members, args.weeks, args.seed, args.load, args.attendance, **files)))
    return 0


def _tell(findings: "Iterable[Finding]") -> int:
    """Print what was found, one a line; 1 where something is to be mended."""
    bad = 0
    for finding in findings:
        print(f"{'ok  ' if finding.well else 'MEND'}  {finding.text}")
        bad += not finding.well
    return 1 if bad else 0
