"""A blog that announces several feeds: the one with the posts is picked by its owner, by real clicks."""

from collections.abc import Awaitable, Callable

from aiohttp import web

from teambot.sandbox.loopback.people.answer import Answer
from tests.chat.acts import refused
from tests.chat.conftest import Stage, button
from tests.services.conftest import NAMES

LONG = "/tag/" + "x" * 120


def announcing(
    name: str, feeds: list[tuple[str, str]], *, body: str = ""
) -> Callable[[web.Request], Awaitable[web.Response]]:
    """Serve a blog whose front page announces feeds (path, title), each with one post of its own."""

    async def answer(request: web.Request) -> web.Response:
        host = f"http://{name}.blog.test"
        if any(request.path == path for path, _ in feeds):
            item = f"<item><title>Of {request.path}</title><link>{host}/p{request.path}</link></item>"
            xml = (
                f'<?xml version="1.0"?><rss version="2.0"><channel><title>{request.path}</title>{item}</channel></rss>'
            )
            return web.Response(text=xml, content_type="application/rss+xml")
        links = "".join(
            f'<link rel="alternate" type="application/rss+xml" title="{title}" href="{path}">' for path, title in feeds
        )
        return web.Response(text=f"<html><head>{links}</head><body></body></html>", content_type="text/html")

    return answer


def picked_from(seen: Answer) -> tuple[str, list[str]]:
    message = seen.message or seen.updated
    assert message is not None
    [menu] = [one for one in message.selects if "feed" in one.custom_id]
    return menu.custom_id, [value for _, value in menu.options]


async def join(stage: Stage, who: int) -> Answer:
    """Join with nothing but the blog's address."""
    card = stage.card(0)
    charter = await stage.person(who).press(card, button(card, "Read the charter and join"))
    last = (charter.followups or [charter.message])[-1]
    form = (await stage.person(who).press(last, button(last, "Join the team"))).form
    return await stage.person(who).fill(form, {"blog": f"http://{NAMES[who].lower()}.blog.test", "feed": ""})


async def test_who_joins_picks_another_feed_and_its_posts_are_theirs(stage: Stage):
    feeds = [("/all", "All"), ("/essays", "Essays"), ("/notes", ""), (LONG, "Tag")]
    stage.blogs.instead["ana"] = announcing("ana", feeds)
    await stage.set_up(3)
    joined = await join(stage, 0)
    assert "Your blog announces 2 other feeds." in joined.text
    menu, offered = picked_from(joined)
    assert offered == ["http://ana.blog.test/essays", "http://ana.blog.test/notes"], "a longer address does not fit"
    chosen = await stage.person(0).choose(joined.message, menu, ["http://ana.blog.test/essays"])
    assert "http\\://ana.blog.test/essays" in chosen.text
    assert "Blog**: http\\://ana.blog.test" in chosen.text
    menu, offered = picked_from(chosen)
    assert offered == ["http://ana.blog.test/all", "http://ana.blog.test/notes"], "a mis-pick is one click from undone"
    back = await stage.person(0).choose(chosen.message or chosen.updated, menu, ["http://ana.blog.test/all"])
    assert picked_from(back)[1] == ["http://ana.blog.test/essays", "http://ana.blog.test/notes"]
    await stage.person(0).choose(back.message or back.updated, menu, ["http://ana.blog.test/essays"])
    for who in (1, 2):
        await stage.join(who)
    await stage.quiet()
    choices = await stage.person(0).autocomplete(stage.channel, "post submit", "url", "")
    assert [choice.name for choice in choices] == ["Of /essays"]


async def test_in_the_settings_the_others_are_shown_when_the_feed_is_looked_for(stage: Stage):
    await stage.form()
    stage.blogs.instead["ana"] = announcing("ana", [("/all", "All"), ("/essays", "Essays")])
    ana = stage.person(0)
    screen = (await ana.command(stage.channel, "me settings")).message
    assert not [one for one in screen.selects if "another" in one.custom_id]
    form = (await ana.press(screen, button(screen, "Blog and feed"))).form
    found = await ana.fill(form, {"feed": ""})
    assert "Your blog announces another feed." in found.text
    menu, offered = picked_from(found)
    assert offered == ["http://ana.blog.test/essays"]
    chosen = await ana.choose(found.updated, menu, offered)
    assert "http\\://ana.blog.test/essays" in chosen.text


async def test_a_feed_that_cannot_be_read_leaves_the_old_one(stage: Stage):
    await stage.form()
    stage.blogs.instead["ana"] = announcing("ana", [("/all", "All"), ("/essays", "Essays")])
    ana = stage.person(0)
    screen = (await ana.command(stage.channel, "me settings")).message
    found = await ana.fill((await ana.press(screen, button(screen, "Blog and feed"))).form, {"feed": ""})
    menu, offered = picked_from(found)
    stage.blogs.instead["ana"] = announcing("ana", [("/all", "All")])
    no = await ana.choose(found.updated, menu, offered)
    assert refused(no) == "**http\\://ana.blog.test/essays is a page, not a feed.**"
    assert "http\\://ana.blog.test/all" in (await ana.command(stage.channel, "me settings")).text


async def test_an_applicant_picks_another_feed_before_the_team_reads_of_it(stage: Stage):
    await stage.form(5)
    stage.blogs.instead["finn"] = announcing("finn", [("/all", "All"), ("/essays", "Essays")])
    finn = stage.person(5)
    applied = await finn.command(stage.channel, "team apply", blog="http://finn.blog.test")
    menu, offered = picked_from(applied)
    chosen = await finn.choose(applied.message, menu, offered)
    assert "http\\://finn.blog.test/essays" in chosen.text
    assert picked_from(chosen)[1] == ["http://finn.blog.test/all"]
    again = await finn.command(stage.channel, "team apply")
    assert "http\\://finn.blog.test/essays" in again.text
