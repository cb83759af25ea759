"""The story of the rotation: every scene is there, what is private is read in private, and unfairness is named."""

import re

import pytest

from teambot.sandbox.story.rotation import quiet
from teambot.sandbox.story.rotation.story import CHAPTERS
from tests.e2e.played import Played, run

# The planner's words, which nobody reads (the product's are plainer).
INSIDE = re.compile(r"\b(tab|debt|owe[sd]?|write-off|pusher|elector|slot)s?\b", re.IGNORECASE)
PRIVATE = (
    "Why you:",
    "A day that may suit you:",
    "You are asked for less",
    "Skipped, and nobody was told",
    "Your link",
)


def test_seven_weeks_of_the_rotation(rotated: Played) -> None:
    assert rotated.code == 0, rotated.out[-2000:] + rotated.errors[-2000:]
    story = rotated.json
    assert {scene["name"] for scene in story["scenes"]} == set(CHAPTERS)
    assert [scene for scene in story["scenes"] if scene["missing"]] == []
    assert story["faults"] == story["left_out"] == []
    assert rotated.seconds < 60
    assert "Traceback" not in rotated.errors
    states = {push["state"] for plan in story["plans"].values() for push in plan}
    assert {"done", "lapsed", "skipped", "swapped", "released", "withdrawn", "taken_back", "carried"} <= states


def test_numbers_and_reasons_are_read_by_whom_they_are_about_alone(rotated: Played) -> None:
    seen = [entry for entry in rotated.json["story"] if entry["kind"] == "saw"]
    for words in PRIVATE:
        where = {entry["where"] for entry in seen if words in entry["text"]}
        assert where, words
        assert where <= {"only for me", "direct message", ""}, words


def test_nobody_reads_the_planners_words(rotated: Played) -> None:
    found = {
        line
        for entry in rotated.json["story"]
        if entry["kind"] == "saw"
        for line in entry["text"].splitlines()
        if INSIDE.search(line)
    }
    assert found == set()


UNFAIR = """
import sys
from teambot.cli import main
from teambot.domain.quiet import QuietHours
from teambot.services.plans import gathering, publishing
gathering.unmatched = lambda *_: set()
publishing.suggested_days = lambda _, pushers, days, __: {(i, a): days[0] for a in pushers for i in pushers[a]}
QuietHours.covers = lambda *_: False
sys.exit(main(["sandbox", "--headless", "--story", "rotation"]))
"""


@pytest.mark.torture  # a story more: in the long runs
def test_a_bot_that_matches_anybody_at_any_hour_is_named_and_fails() -> None:
    """It asks who would rather not be matched, and who shares no language, all on one day, and wakes who is asleep."""
    done = run(UNFAIR)
    assert done.returncode == 1, done.stderr[-2000:]
    assert "was woken." in done.stdout
    assert "two are shown the same day, or none." in done.stdout
    for scene in (quiet.APART, quiet.LANGUAGES):
        assert f"The scene “{scene}” did not happen: " in done.stdout
