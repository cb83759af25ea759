"""The story of feeds and seasons: every chapter is there, no post is told of twice, and bad manners are seen."""

import json
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from teambot.sandbox.story.feeds.story import CHAPTERS
from tests.e2e.played import Played, run


def test_blogs_are_read_and_posts_are_in_their_season(read: Played) -> None:
    assert read.code == 0, read.out[-2000:] + read.errors[-2000:]
    story = read.json
    assert {scene["name"] for scene in story["scenes"]} == set(CHAPTERS)
    assert [scene for scene in story["scenes"] if scene["missing"]] == []
    assert story["faults"] == story["left_out"] == []
    assert read.seconds < 60
    assert "Traceback" not in read.errors


def test_nobody_is_told_of_a_post_twice(read: Played, read_store: Path) -> None:
    """Blogs move, die, come back and number their posts anew: each post is offered once, by each way there is."""
    assert read.code == 0
    with closing(sqlite3.connect(read_store)) as connection:
        sql = "SELECT membership_id, kind, facts FROM notice WHERE kind IN ('new_item', 'newest_offer')"
        told = [(row[0], row[1], json.loads(row[2])["title"]) for row in connection.execute(sql)]
    assert {kind for _, kind, _ in told} == {"new_item", "newest_offer"}
    assert len(told) == len(set(told))


ILL_MANNERED = """
import sys
from teambot.cli import main
from teambot.domain import placing
from teambot.services.feeds import news_of, storing
from teambot.web import answer
answer.retry_after = lambda *_: None
placing.waits_for = lambda *_: 0
news_of._tell_renewed = lambda *_: None
storing.moved = lambda *_: {"pending_url": None}
sys.exit(main(["sandbox", "--headless", "--story", "feeds"]))
"""


@pytest.mark.torture  # a story more: in the long runs
def test_a_bot_without_manners_is_named_and_fails() -> None:
    """It asks who asked to be left alone, takes any sponsored post, swallows a burst, and follows nobody who moved."""
    done = run(ILL_MANNERED)
    assert done.returncode == 1, done.stderr[-2000:]
    for fault in (
        "was asked though it had said when to come back.",
        "the second one was not kept.",
        "nobody told of the dozen posts.",
        "the new address is not the one that is read.",
    ):
        assert fault in done.stdout
