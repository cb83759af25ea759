"""Taking a post out of a plan that runs, and going away in mid-week, by real clicks."""

from datetime import timedelta

from tests.chat.conftest import Stage, button
from tests.services.conftest import FIRST_CLOSE, FIRST_PLAN


async def test_a_post_is_taken_out_of_a_plan_that_runs(stage: Stage):
    await stage.to_plan()
    ana = stage.person(0)
    assert "ana 1" in stage.card().text
    mine = await ana.command(stage.channel, "post list", show="mine")
    asked = await ana.press(mine.message, button(mine, "Withdraw"))
    assert "Take ana 1 out of this week's plan?" in asked.text
    assert "still asked to recommend it" in asked.text
    assert "ana 1" in stage.card().text, "nothing has happened yet"
    done = await ana.press(asked.message, button(asked, "Yes, take it out"))
    assert "whoever was has been told" in done.text
    for said in (asked, done):
        assert "Nobody has recommended it, so you can put it forward again for the next plan." in said.text
    await stage.turn(FIRST_PLAN + timedelta(minutes=1))
    assert "ana 1" not in stage.card().text
    ben = (await stage.person(1).command(stage.channel, "week show")).text
    chidi = (await stage.person(2).command(stage.channel, "week show")).text
    assert "ana 1 was taken back" in ben + chidi


async def test_the_command_asks_as_the_button_does(stage: Stage):
    await stage.to_plan()
    asked = await stage.person(0).command(stage.channel, "post withdraw", post="1")
    assert "Take ana 1 out of this week's plan?" in asked.text
    late = stage.person(0)
    await stage.turn(FIRST_CLOSE + timedelta(weeks=1))
    assert "The week of ana 1 is over." in (await late.press(asked.message, button(asked, "Yes, take it out"))).text


async def test_who_goes_away_reads_what_becomes_of_what_they_were_asked_for(stage: Stage):
    await stage.to_plan()
    ben = stage.person(1)
    shown = await ben.command(stage.channel, "week away")
    assert "recommendations are open for you this week" in shown.text
    gone = await ben.command(stage.channel, "week away", until="2026-01-25")
    assert "are offered on; nobody is told whose they were" in gone.text
    week = await ben.command(stage.channel, "week show")
    assert "You were away, so it was offered on." in week.text
