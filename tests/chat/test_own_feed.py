"""Naming one's blog and feed in the settings, by real clicks: what is refused, and that what is shown is so."""

from datetime import timedelta

from aiohttp import web

from teambot.sandbox.loopback.people.answer import Answer
from tests.chat.acts import refused
from tests.chat.conftest import Stage, button
from tests.chat.test_another_feed import announcing, picked_from

ANAS = "http://ana.blog.test"


async def named(stage: Stage, label: str = "Blog and feed", **fields: str) -> Answer:
    """Send a form of Ana's settings, as it comes but for some fields."""
    ana = stage.person(0)
    screen = (await ana.command(stage.channel, "me settings")).message
    return await ana.fill((await ana.press(screen, button(screen, label))).form, fields)


async def test_a_feed_of_comments_is_refused_and_the_menu_stays(stage: Stage):
    await stage.form()
    feeds = [("/all", "All"), ("/essays", "Essays"), ("/comments/feed/", "")]
    stage.blogs.instead["ana"] = announcing("ana", feeds)
    found = await named(stage, feed="")
    menu, offered = picked_from(found)
    no = await named(stage, feed=f"{ANAS}/comments/feed/")
    assert refused(no) == "**http\\://ana.blog.test/comments/feed/ is the feed of your blog's comments.**"
    chosen = await stage.person(0).choose(found.updated, menu, offered[:1])
    assert "http\\://ana.blog.test/essays" in chosen.text, "the screen with the menu was left as it was"


async def test_a_feed_that_is_gone_can_be_named_again_and_is_then_said_to_be_read_now(stage: Stage):
    async def gone(_: web.Request) -> web.Response:
        return web.Response(status=410)

    await stage.form()
    stage.blogs.instead["ana"] = gone
    for days in (1, 2):
        stage.now += timedelta(days=days)
        await stage.services.feeds.poll_due(stage.now)
    shown = (await stage.person(0).command(stage.channel, "me settings")).text
    assert "please name another, or the same once it is back" in shown
    assert "last read" in shown
    del stage.blogs.instead["ana"]
    stage.now += timedelta(days=20)
    again = await named(stage)
    assert "That is saved" in again.text
    assert "read without trouble" in again.text
    assert f"<t:{int(stage.now.timestamp())}" in again.text, "it was read just now, not days ago"


async def test_what_does_not_fit_is_given_back_and_what_is_saved_is_said_so(stage: Stage):
    await stage.form()
    words = "Porto, " + "x" * 270
    no = await named(stage, "Places", places=words)
    assert refused(no) == "**The places are too long.**"
    assert "At most 200 characters fit; you gave" in no.text
    await stage.quiet()
    assert any(words in one.text for one in no.followups), "nobody writes it twice"
    assert "That is saved" in (await named(stage, "Topics", topics="tea")).text
