"""A PostgreSQL server that the tests start themselves: one a process of tests, on a Unix socket in a folder of its own.

Our own, and not pytest-postgresql's: it is little more than `initdb` and `postgres`, ours can be stopped and started in
the middle of a test, and it runs for root, for pytest-xdist's workers and for processes that are killed alike.
"""

import ctypes
import itertools
import os
import pwd
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import psycopg

# Nothing here has to outlive a power cut, and each test's database is small.
_QUICK = {
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "autovacuum": "off",
    "shared_buffers": "16MB",
    "max_connections": "60",
    "wal_level": "minimal",
    "max_wal_senders": "0",
    "max_wal_size": "32MB",
    "min_wal_size": "2MB",
    "listen_addresses": "",
    "log_min_messages": "fatal",
}
_NAME = "teambot-pg-"
MISSING = "PostgreSQL's server (initdb and postgres) is not installed here"


def programs() -> Path | None:
    """Find the folder of initdb and postgres; Debian keeps it off the search path."""
    found = shutil.which("initdb")
    folders = [Path(found).resolve().parent] if found else []
    folders += sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)
    return next((folder for folder in folders if (folder / "initdb").exists() and (folder / "postgres").exists()), None)


class Server:
    """One running server; as root it runs as the user `postgres`, for it refuses root."""

    def __init__(self, *, durable: bool = False) -> None:
        """Start a server; `durable` as an operator's would be: on the disk, and every commit an fsync."""
        self._options = {"listen_addresses": "", "max_connections": "60"} if durable else _QUICK
        found = programs()
        assert found is not None, MISSING
        self._programs = found
        room = None if durable else _room()
        _tidy(Path(room or tempfile.gettempdir()))
        self.folder = Path(tempfile.mkdtemp(prefix=f"{_NAME}{os.getpid()}-", dir=room))
        self._as: dict[str, object] = {}
        if os.geteuid() == 0:
            user = pwd.getpwnam("postgres")
            os.chown(self.folder, user.pw_uid, user.pw_gid)
            self._as = {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []}
        self._numbers = itertools.count(1)
        options = ["--no-sync", "--no-instructions", "--wal-segsize=1", "--locale=C", "-EUTF8", "-Atrust", "-Upostgres"]
        made = self._call("initdb", "-D", str(self.folder / "data"), *options)
        assert made.wait() == 0, (self.folder / "log").read_text()
        self.start()

    def start(self) -> None:
        """Start the server on its folder, and wait until it answers."""
        options = [f"-c{name}={value}" for name, value in self._options.items()]
        self._running = self._call("postgres", "-D", str(self.folder / "data"), "-k", str(self.folder), *options)
        for _ in range(1000):
            assert self._running.poll() is None, "the server ended at its start"
            try:
                self._admin = psycopg.connect(
                    host=str(self.folder), user="postgres", dbname="postgres", autocommit=True
                )
            except psycopg.OperationalError:
                time.sleep(0.02)
            else:
                return
        raise AssertionError("the server does not answer")

    def stop(self, *, at_once: bool = False) -> None:
        """Stop the server, cutting every connection; `at_once` as a power cut would. Its folder stays."""
        self._admin.close()
        self._running.send_signal(signal.SIGQUIT if at_once else signal.SIGINT)
        self._running.wait(timeout=20)

    def end(self) -> None:
        """Stop the server and take its folder away."""
        self.stop(at_once=True)
        shutil.rmtree(self.folder, ignore_errors=True)

    def address(self, name: str) -> str:
        """Give the address of a database as an operator would write it."""
        return f"postgresql://postgres@/{name}?host={self.folder}"

    def make(self, template: str = "template0") -> str:
        """Make a database, empty or a copy of one that nobody is connected to; gives its name."""
        name = f"t{next(self._numbers)}"
        # From 15 on the default is to write every page of a copy into the log as well, three times as slow here.
        how = "STRATEGY file_copy" if self._admin.info.server_version >= 150000 else ""
        self._admin.execute(f'CREATE DATABASE "{name}" TEMPLATE "{template}" {how}')  # type: ignore[call-overload]
        return name

    def drop(self, name: str) -> None:
        """Take a database away, whoever is connected."""
        self._admin.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')  # type: ignore[call-overload]

    def ask(self, sql: str) -> list[tuple[object, ...]]:
        """Ask the server something as its administrator."""
        cursor = self._admin.execute(sql)  # type: ignore[call-overload]
        return cursor.fetchall() if cursor.description else []

    def _call(self, program: str, *options: str) -> "subprocess.Popen[bytes]":
        with (self.folder / "log").open("ab") as log:
            return subprocess.Popen(
                [self._programs / program, *options],
                stdout=subprocess.DEVNULL,
                stderr=log,
                env={"PATH": os.environ["PATH"], "LC_ALL": "C"},
                preexec_fn=_ends_with_its_parent if sys.platform == "linux" else None,
                cwd="/",
                **self._as,  # type: ignore[call-overload]
            )


def _room() -> str | None:
    """Find a place in memory with room for a server: a database is copied there five times as fast (30 ms)."""
    memory = Path("/dev/shm")
    return str(memory) if memory.is_dir() and shutil.disk_usage(memory).free > 2**30 else None


def _tidy(room: Path) -> None:
    """Take away the folders of tests that were killed; each is named after the process that made it."""
    for left in room.glob(f"{_NAME}*-*"):
        if not Path(f"/proc/{left.name.removeprefix(_NAME).split('-')[0]}").exists() and Path("/proc/self").exists():
            shutil.rmtree(left, ignore_errors=True)


def _ends_with_its_parent() -> None:
    """Ask Linux to stop this process when the tests are killed: no server is left behind."""
    ctypes.CDLL(None).prctl(1, signal.SIGQUIT)
