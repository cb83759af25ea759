"""The offer of the newest post a day before the close, by real clicks: *Use it*, *Not this one*, or no answer."""

from datetime import timedelta

from aiohttp import web

from teambot.sandbox.loopback.people.answer import Answer
from tests.chat.conftest import Stage, button
from tests.services.conftest import FIRST_CLOSE, WEEK

EVE = FIRST_CLOSE - timedelta(hours=23)
SUMMARY = "You learn to brew tea slowly. " + "It takes an hour of your time. " * 8


async def want(stage: Stage, who: int = 0) -> None:
    screen = (await stage.person(who).command(stage.channel, "me settings")).message
    on = await stage.person(who).press(screen, button(screen, "Offer me my newest post"))
    assert "a day before posts are in, it is offered to you" in on.text
    assert "Stop offering my newest post" in [each.label for each in on.buttons]


async def summed_up(request: web.Request) -> web.Response:
    name = request.host.split(".")[0]
    items = "".join(
        f"<item><title>{name} {n}</title><link>http://{name}.blog.test/{n}</link><guid>{name}-{n}</guid>"
        f"<description>{SUMMARY}</description></item>"
        for n in (3, 2, 1)
    )
    body = f'<?xml version="1.0"?><rss version="2.0"><channel><title>{name}</title>{items}</channel></rss>'
    return web.Response(text=body, content_type="application/rss+xml")


async def offered(stage: Stage) -> Answer:
    await stage.services.newest.offer_due(stage.now)
    return await stage.person(0).command(stage.channel, "week show")


async def test_the_newest_post_is_offered_once_with_a_draft_and_used(stage: Stage):
    stage.blogs.instead["ana"] = summed_up
    await stage.form()
    await want(stage)
    stage.now = EVE - timedelta(hours=2)
    assert await stage.services.newest.offer_due(stage.now) == 0, "it is more than a day before the close"
    stage.now = EVE
    week = await offered(stage)
    assert "The newest on your blog is “ana 3”." in week.text
    assert "Without an answer it is not." in week.text
    form = (await stage.person(0).press(week.message, button(week, "Use it"))).form
    held = {field.custom_id: field.value for field in form.fields}
    assert held["title"] == "ana 3"
    assert held["reader_line"].startswith("You learn to brew tea slowly. It takes an hour of your time.")
    assert held["reader_line"].endswith("time.")
    assert len(held["reader_line"]) <= 200
    assert held["money"] is None, "the money question is unanswered"
    said = await stage.person(0).fill(form, {"money": "none"})
    assert "Your post is in" in said.text
    assert await stage.services.newest.offer_due(stage.now) == 0


async def test_without_an_answer_the_place_stays_empty_and_it_is_asked_again_in_a_week(stage: Stage):
    await stage.form()
    await want(stage)
    stage.now = EVE
    assert "“ana 3”" in (await offered(stage)).text
    assert await stage.services.newest.offer_due(stage.now + timedelta(hours=1)) == 0, "one card a week"
    await stage.turn(FIRST_CLOSE)
    assert await stage.services.newest.offer_due(stage.now) == 0
    assert "ana 3" not in (await stage.person(0).command(stage.channel, "post list")).text
    stage.now = EVE + WEEK
    assert "“ana 3”" in (await offered(stage)).text


async def test_not_this_one_is_never_offered_so_again(stage: Stage):
    await stage.form()
    await want(stage)
    stage.now = EVE
    week = await offered(stage)
    no = await stage.person(0).press(week.message, button(week, "Not this one"))
    assert "ana 3 is not offered to you like that again." in no.text
    assert "Not this one" not in [each.label for each in (await offered(stage)).buttons]
    await stage.turn(FIRST_CLOSE)
    stage.now = EVE + WEEK
    older = (await offered(stage)).text
    assert "You had the newer posts on your blog in, or said no to them; “ana 2” is there too." in older
    assert "The newest on your blog" not in older


async def test_nobody_else_is_offered_anything(stage: Stage):
    """Who did not ask for it, has put one forward, or is away; and nobody's newest is older than sixty days."""
    await stage.form()
    for who in (1, 2, 3):
        await want(stage, who)
    await stage.submit(1)
    form = (await stage.person(2).command(stage.channel, "week away", until="in 3 weeks")).text
    assert "You are away" in form
    stage.now = EVE
    assert await stage.services.newest.offer_due(stage.now) == 1
    assert "The newest on your blog" in (await stage.person(3).command(stage.channel, "week show")).text
    for who in (0, 1, 2):
        assert "newest on your blog" not in (await stage.person(who).command(stage.channel, "week show")).text


async def test_by_direct_message_where_that_was_chosen(stage: Stage):
    await stage.form()
    await want(stage)
    screen = (await stage.person(0).command(stage.channel, "me settings")).message
    await stage.person(0).press(screen, button(screen, "Turn direct messages on"))
    stage.now = EVE
    await stage.services.newest.offer_due(stage.now)
    await stage.quiet()
    [told] = stage.person(0).inbox()
    assert "The newest on your blog is “ana 3”." in told.text
    no = await stage.person(0).press(told, button(told, "Not this one"))
    assert "is not offered to you like that again" in no.text
    form = (await stage.person(0).press(told, button(told, "Use it"))).form
    assert form is not None, "the button still opens the form: their mind may change"


async def test_what_is_no_longer_so_is_not_told(stage: Stage):
    """Once there is a post for the plan, or the close is over, nobody reads that they have none yet."""
    await stage.form()
    await want(stage, 0)
    await want(stage, 1)
    stage.now = EVE
    await stage.services.newest.offer_due(stage.now)
    await stage.submit(0, 1)
    assert "newest on your blog" not in (await stage.person(0).command(stage.channel, "week show")).text
    await stage.turn(FIRST_CLOSE)
    assert "newest on your blog" not in (await stage.person(1).command(stage.channel, "week show")).text
