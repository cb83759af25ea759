"""The whole bot and its command on PostgreSQL: one setting, the same bot."""

import os
import subprocess
import sys
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from teambot.app.doctor import examine
from teambot.app.upkeep import back_up, put_back, upgrade
from teambot.app.whole import App
from teambot.errors import CannotStart
from teambot.settings import Database, Settings
from teambot.settings.secret import Secret
from tests.app.conftest import ROOT
from tests.stores import Store

PASSWORD = "hush%21hush"


@pytest.fixture
def on_postgresql(settings: Settings, postgresql_store: Store, tmp_path: Path) -> Settings:
    address = postgresql_store.empty().replace("postgresql://postgres@", f"postgres://postgres:{PASSWORD}@")
    return replace(settings, database=Database(Secret(address), tmp_path / "backups"))


async def test_the_bot_starts_serves_and_stops(on_postgresql: Settings, tmp_path: Path) -> None:
    app = App(on_postgresql, clock=lambda: datetime.now(UTC), bells=False)
    await app.start()
    await app.ready(10)
    for _, sweep in app.sweeps.values():
        await sweep()
    second = App(on_postgresql, clock=lambda: datetime.now(UTC), bells=False)
    with pytest.raises(CannotStart, match="Another teambot") as caught:
        await second.start()
    assert caught.value.code == 75
    await app.stop()
    assert not (tmp_path / "backups").exists()
    third = App(on_postgresql, clock=lambda: datetime.now(UTC), bells=False)
    await third.start()
    await third.stop()


def test_upkeep_says_what_to_use_instead(on_postgresql: Settings, tmp_path: Path) -> None:
    assert "has schema" in upgrade(on_postgresql)
    assert upgrade(on_postgresql).endswith("already.")
    with pytest.raises(CannotStart, match="pg_dump"):
        back_up(on_postgresql, tmp_path)
    with pytest.raises(CannotStart, match="pg_restore"):
        put_back(on_postgresql, tmp_path / "copy.db")
    found = list(examine(on_postgresql))
    assert all(one.well for one in found), found
    assert "PostgreSQL" in found[0].text


def test_the_command_prints_no_password(on_postgresql: Settings) -> None:
    environ = {name: value for name, value in os.environ.items() if not name.startswith("TEAMBOT_")}
    address = on_postgresql.database.url.reveal()
    gone = address.split("?")[0].replace("@/", "@127.0.0.1:9/")
    for url, code in ((address, 0), (gone, 78)):
        done = subprocess.run(
            [sys.executable, "-m", "teambot", "db", "upgrade"],
            env=environ | {"TEAMBOT_DATABASE": url}, cwd=ROOT, capture_output=True, text=True, check=False, timeout=60,
        )  # fmt: skip
        said = done.stdout + done.stderr
        assert done.returncode == code, said
        assert "hush" not in said
        assert "Traceback" not in said
    assert "hush" not in repr(on_postgresql)
