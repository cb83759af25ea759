"""What a story's people read and how it is told: times in their zones, no signs, what changed; unexplained rows."""

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from teambot.sandbox.cast import Cast, read_cast
from teambot.sandbox.clock import START, StoryClock
from teambot.sandbox.port import Coming, Inspection, Row
from teambot.sandbox.story.reading import read_aloud
from teambot.sandbox.story.report import Report
from teambot.sandbox.story.scenes import NEEDS, Scenes
from teambot.sandbox.story.telling import Telling
from teambot.sandbox.story.walk import next_stop, walk

FILE = Path(__file__).parents[2] / "config" / "sandbox.toml"
CLOSE = datetime(2026, 1, 11, 17, 0, tzinfo=UTC)

READ = [
    ("<t:1768150800:F>", "Sunday 11 January 2026, 18:00", "a full date in the reader's zone"),
    ("<t:1768150800:R>", "in 6 days", "how far away"),
    ("<t:1767513600:R>", "1 day ago", "how long ago"),
    ("<t:1767600000:R>", "now", "this minute"),
    ("<t:1768150800:t>", "18:00", "an hour"),
    ("<t:1768150800:D>", "11 January 2026", "a day"),
    ("<@7> and <@!7> and <#8>", "@Maren and @Maren and #slow-kitchen", "mentions"),
    ("<@9>", "@unknown", "a mention of nobody we know"),
    ("## Heading\n-# small\n> said", "Heading\nsmall\nsaid", "what stands before a line"),
    ("**bold** __under__ ~~gone~~ `code`", "bold under gone code", "signs of emphasis"),
    ("see <https://a.test/x>", "see https://a.test/x", "an address without a preview"),
    ("put\n```html\nwords\n```\nthere", "put\nwords\nthere", "a block to copy"),
    (r"\*\*not bold\*\* a\-b", "**not bold** a-b", "escaped signs are words"),
    ("[Read](http://a.test/x)", "Read (http://a.test/x)", "a link"),
]


@pytest.mark.parametrize(("text", "read", "why"), READ, ids=[row[2] for row in READ])
def test_words_are_read_as_a_person_reads_them(text: str, read: str, why: str) -> None:
    assert read_aloud(text, zone="Europe/Oslo", now=START, names={7: "Maren", 8: "slow-kitchen"}) == read


@pytest.fixture
def cast() -> Cast:
    return read_cast(FILE)


@pytest.fixture
def report(cast: Cast) -> Report:
    return Report(cast, 1, 3, StoryClock())


def test_what_everybody_reads_is_told_once(report: Report, cast: Cast) -> None:
    for number, blogger in enumerate(cast.bloggers):
        report.saw(blogger.name, f"The plan is out at {number}:00", "#slow-kitchen", "The plan is out at 9:00")
    text = Telling(report).text()
    assert text.count("The plan is out") == 1
    assert "Everybody (#slow-kitchen):\n    │ The plan is out at 9:00" in text


def test_one_person_is_told_in_their_own_zone(report: Report) -> None:
    report.saw("Tama Ngata", "Until 06:00", "only for me", "Until 18:00")
    assert "Tama Ngata (only for me):\n    │ Until 06:00" in Telling(report).text()


def test_a_known_screen_is_told_by_what_changed(report: Report) -> None:
    screen = ["Your settings", *(f"line {number}" for number in range(9))]
    report.saw("Maren Holt", "\n".join(screen), "", "")
    report.saw("Maren Holt", "\n".join([*screen[:-1], "line new"]), "", "")
    lines = Telling(report).text().splitlines()
    assert lines.count("    │ line 3") == 1
    assert lines.count("    │ line new") == 1
    assert "    │ … as before, but for:" in lines


def test_a_row_that_nothing_explains_is_a_fault(report: Report) -> None:
    asked = Row("assignment", "assignment", "2026-W03: Tama Ngata for Maren Holt", "asked", "waits for its answer")
    lost = Row("outbox", "week_card", "week-card:1:0", "claimed", None)
    report.take(Inspection((asked, lost)))
    assert report.faults == ["Nothing explains this row: outbox week_card week-card:1:0: claimed."]
    found = json.loads(report.as_json())
    push = {"week": "2026-W03", "pusher": "Tama Ngata", "author": "Maren Holt", "state": "asked"}
    assert found["plans"] == {"2026-W03": [push]}
    assert Telling(report).text().endswith(report.faults[0] + "\n")


def test_who_is_missing_is_named_instead_of_all_who_are_there(report: Report, cast: Cast) -> None:
    for blogger in cast.bloggers:
        report.did(blogger.name, "presses [Yes]")
    report.tell("Later.")
    for blogger in cast.bloggers[1:]:
        report.did(blogger.name, "uses /week show")
    report.tell("Later still.")
    for blogger in cast.bloggers[:3]:
        report.did(blogger.name, "chooses A")
    lines = Telling(report).text().splitlines()
    assert "Everybody press [Yes]" in lines
    assert f"Everybody but {cast.bloggers[0].name} use /week show" in lines
    assert f"{', '.join(one.name for one in cast.bloggers[:3])} choose A" in lines


def test_what_is_hushed_or_belongs_to_another_story_is_not_told(report: Report) -> None:
    report.passed_over = "New on your blog:"
    report.saw("Maren Holt", "New on your blog: “Tea”", "direct message", "")
    report.saw("Maren Holt", "My week\nNew on your blog: “Tea”", "only for me", "")
    with report.hushed("saw"):
        report.saw("Maren Holt", "You chose Yes", "only for me", "")
        report.did("Maren Holt", "presses [Yes]")
        with report.hushed():
            report.did("Maren Holt", "presses [No]")
        report.saw("Maren Holt", "You chose Yes", "only for me", "")
    report.did("Maren Holt", "puts “teambot-k7m2p9w4xz” on a.test")
    told = [entry.text for entry in report.entries]
    assert told == ["My week\nNew on your blog: “Tea”", "presses [Yes]", "puts “teambot-••••••••••” on a.test"]


@pytest.mark.parametrize("weeks", [1, 2, 3])
def test_a_scene_that_nobody_came_to_is_left_out_or_a_fault(report: Report, weeks: int) -> None:
    Scenes(report).all_there(weeks)
    assert set(report.left_out) == {name for name, least in NEEDS.items() if least > weeks}
    assert len(report.faults) == len(NEEDS) - len(report.left_out)
    assert weeks < 3 or not report.left_out  # from three weeks on all are demanded


class SteppingPort:
    """A port whose bot only tells its next step, and counts the turns."""

    def __init__(self, clock: StoryClock, kind: str | None, *others: Coming) -> None:
        self.clock = clock
        self.kind = kind
        self.others = others
        self.turns: list[datetime] = []

    async def turn(self, now: datetime) -> None:
        self.clock.set(now)
        self.turns.append(now)

    async def settled(self) -> None:
        return None

    async def restart(self, abruptly: bool = False) -> None:
        raise AssertionError("nobody restarts here")

    async def inspect(self) -> Inspection:
        return Inspection(())

    async def next_step(self) -> tuple[datetime, str]:
        if self.kind is None:
            raise LookupError
        return CLOSE, self.kind

    async def coming(self) -> tuple[Coming, ...]:
        return self.others


STOPS = [
    (START, "close", "days", CLOSE - timedelta(hours=26), "first to the day before, when the posts are there"),
    (CLOSE - timedelta(hours=26), "close", "close", CLOSE, "then to the close"),
    (CLOSE - timedelta(hours=2), "close", "close", CLOSE, "late in the week, straight to the close"),
    (START, "publish", "publish", CLOSE, "to a plan without a stop"),
]


@pytest.mark.parametrize(("now", "step", "kind", "at", "why"), STOPS, ids=[row[4] for row in STOPS])
async def test_the_next_stop(now: datetime, step: str, kind: str, at: datetime, why: str) -> None:
    stop = await next_stop(SteppingPort(StoryClock(), step), now)
    assert stop is not None
    assert (stop.kind, stop.at) == (kind, at)
    assert stop.what


async def test_a_stop_is_also_where_a_vote_ends_and_what_falls_together_is_told_together() -> None:
    soon, later = START + timedelta(hours=5), START + timedelta(days=30)
    others = (
        Coming(soon, "vote", "the vote on the charter ends"),
        Coming(soon, "absence", "Bo is back"),
        Coming(later, "standing", "Ida is forgotten"),
    )
    stop = await next_stop(SteppingPort(StoryClock(), "close", *others), START)
    assert stop is not None
    assert (stop.at, stop.what) == (soon, "the vote on the charter ends; Bo is back")
    alone = await next_stop(SteppingPort(StoryClock(), None, others[2]), START)
    assert alone is not None
    assert (alone.at, alone.what) == (later, "Ida is forgotten")


async def test_there_is_no_stop_before_a_team_has_formed() -> None:
    assert await next_stop(SteppingPort(StoryClock(), None), START) is None


async def test_time_passes_in_strides_and_ends_where_it_should() -> None:
    clock = StoryClock()
    port = SteppingPort(clock, "close")
    await walk(port, clock, START + timedelta(hours=30))
    assert port.turns == [START + timedelta(hours=hours) for hours in (12, 24, 30)]
    await walk(port, clock, START)  # behind: nothing happens
    assert clock() == START + timedelta(hours=30)
