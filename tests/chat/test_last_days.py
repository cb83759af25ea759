"""A last day and places, by real clicks: who is asked reads them, and nobody is asked once that day is over."""

from datetime import UTC, datetime

from teambot.sandbox.loopback.people.answer import Answer
from tests.chat.conftest import Stage, button
from tests.services.conftest import FIRST_CLOSE, FIRST_PLAN


async def planned(stage: Stage, **season: object) -> None:
    """Bring one post with a season and a place into the first plan."""
    await stage.form()
    post = await stage.submit(0)
    form = (await stage.person(0).press(post.message, button(post, "Season and place"))).form
    await stage.person(0).fill(form, season)
    await stage.turn(FIRST_CLOSE)
    await stage.turn(FIRST_PLAN)


async def one_asked(stage: Stage) -> tuple[int, Answer]:
    for who in range(1, 6):
        week = await stage.person(who).command(stage.channel, "week show")
        if "Your turn" in week.text:
            return who, week
    raise AssertionError("nobody is asked")


async def test_after_its_last_day_nobody_is_asked_and_done_still_counts(stage: Stage):
    await planned(stage, last_day="14 January")
    who, week = await one_asked(stage)
    assert "Until 14 January 2026, its last day." in week.text
    stage.now = datetime(2026, 1, 14, 23, 59, tzinfo=UTC)
    assert "Your turn" in (await stage.person(who).command(stage.channel, "week show")).text
    stage.now = datetime(2026, 1, 15, 0, 0, tzinfo=UTC)
    after = await stage.person(who).command(stage.channel, "week show")
    assert "Your turn" not in after.text
    assert "The last day of these has passed, so nobody is asked for them." in after.text
    assert "Its last day is over. If you have recommended it, Done counts until" in after.text
    assert "Skip" not in [each.label for each in after.buttons]
    form = (await stage.person(who).press(after.message, button(after, "Done"))).form
    assert "hears today that you recommended ana 1" in (await stage.person(who).fill(form, {})).text


async def test_a_last_day_after_the_weeks_end_changes_nothing(stage: Stage):
    await planned(stage, last_day="18 January")
    who, week = await one_asked(stage)
    assert "its last day" not in week.text
    stage.now = datetime(2026, 1, 19, 0, 0, tzinfo=UTC)
    assert "nobody is asked for them" not in (await stage.person(who).command(stage.channel, "week show")).text


async def test_the_plan_and_who_is_asked_show_where_and_until_when_a_post_makes_sense(stage: Stage):
    await stage.form()
    settings = (await stage.person(1).command(stage.channel, "me settings")).message
    form = (await stage.person(1).press(settings, button(settings, "Places"))).form
    await stage.person(1).fill(form, {"places": "Porto"})
    post = await stage.submit(0)
    form = (await stage.person(0).press(post.message, button(post, "Season and place"))).form
    await stage.person(0).fill(form, {"places": "Porto", "last_day": "14 Jan"})
    await stage.turn(FIRST_CLOSE)
    await stage.turn(FIRST_PLAN)
    line = "Makes sense: for readers in Porto; last day 14 January 2026"
    assert line in stage.card().text
    who, week = await one_asked(stage)
    assert (who, week.text.count(line)) == (1, 1)
    assert line in (await stage.person(2).command(stage.channel, "week show")).text, "among the week's posts"
