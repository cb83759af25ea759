"""The story of a team that decides about itself: every chapter is there, and nobody's choice is."""

import pytest

from teambot.sandbox.story.deciding.story import CHAPTERS
from tests.e2e.played import Played, run


def test_a_team_decides_about_itself(decided: Played) -> None:
    assert decided.code == 0, decided.out[-2000:] + decided.errors[-2000:]
    story = decided.json
    assert {scene["name"] for scene in story["scenes"]} == set(CHAPTERS)
    assert [scene for scene in story["scenes"] if scene["missing"]] == []
    assert story["faults"] == story["left_out"] == []
    assert decided.seconds < 60
    assert "Traceback" not in decided.errors


def test_what_is_decided_leaves_no_choice_behind(decided: Played) -> None:
    rows = decided.json["rows"]
    closed = [row for row in rows if row["table"] == "motion" and row["state"] == "closed"]
    others = ["amend", "name_steward", "remove", "remove", "rule"]
    assert sorted(row["kind"] for row in closed) == ["admit"] * 4 + others
    assert all("nobody's choice is kept" in row["explained"] for row in closed)
    ended = {row["subject"]: row["state"] for row in rows if row["table"] == "application"}
    assert sorted(ended.values()) == ["joined", "joined", "refused"]


def test_nobody_reads_what_somebody_else_chose(decided: Played) -> None:
    """A receipt, a reason and a concern are read by few, privately; a channel never holds any of them."""
    seen = [entry for entry in decided.json["story"] if entry["kind"] == "saw"]
    receipts = [entry for entry in seen if "You chose" in entry["text"]]
    assert receipts
    assert {entry["where"] for entry in receipts} == {"only for me"}
    public = [entry for entry in seen if entry["where"].startswith("#")]
    for words in ("I don't know you yet", "Clause 3 says", "That is clause 4", "They lent it"):
        assert any(words in entry["text"] for entry in seen)
        assert not any(words in entry["text"] for entry in public)


HOARDING = """
import sys
from teambot.cli import main
from teambot.storage import motions
motions.erase_choices = lambda *_, **__: None
sys.exit(main(["sandbox", "--headless", "--story", "deciding"]))
"""


@pytest.mark.torture  # a story more: in the long runs
def test_choices_that_are_kept_after_a_close_are_named_and_fail() -> None:
    done = run(HOARDING)
    assert done.returncode == 1, done.stderr[-2000:]
    assert "of “amend” choices are left." in done.stdout
    assert "Nothing explains this row: motion remove" in done.stdout


def test_an_offer_in_the_thread_pings_nobody_and_asks_nobody(decided: Played) -> None:
    seen = [entry for entry in decided.json["story"] if entry.get("where") == "#Offers, read by choice"]
    assert seen
    assert all("[Read it]" in entry["text"] and "@" not in entry["text"] for entry in seen)
