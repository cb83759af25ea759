"""Another blog in the settings, by real clicks: how it is shown to be one's own, and what a founder's slip leads to."""

from teambot.sandbox.loopback.people.answer import Answer
from tests.chat.acts import refused
from tests.chat.conftest import Stage, button
from tests.chat.test_another_feed import announcing, picked_from
from tests.chat.test_applying import blog, me
from tests.services.applicants import address

ANA, DORA = 0, 3


async def names(stage: Stage, who: int, url: str) -> Answer:
    person = stage.person(who)
    screen = (await person.command(stage.channel, "me settings")).message
    form = (await person.press(screen, button(screen, "Blog and feed"))).form
    return await person.fill(form, {"blog": url, "feed": ""})


async def test_another_blog_from_the_form_to_the_proof(stage: Stage) -> None:
    await stage.form(3)
    page, ana = blog(stage, DORA), stage.person(ANA)
    named = await names(stage, ANA, address(DORA))
    assert "**Blog**: http\\://ana.blog.test" in named.text
    assert "Until you have shown that it is yours" in named.text
    assert "That is saved" not in named.text
    assert f"https://discord.com/users/{stage.ids[ANA]}" in named.text
    token = next(line for line in named.text.splitlines() if line.startswith("teambot-"))
    looked = await ana.press(named.updated, button(named.updated, "Check again"))
    assert "not found it yet" in looked.text
    await stage.restart()
    again = (await stage.person(ANA).command(stage.channel, "me settings")).message
    assert token in again.text
    page.body = f"<p>{token}</p>"
    form = (await stage.person(ANA).press(again, button(again, "It is on another page"))).form
    done = await stage.person(ANA).fill(form, {"page": f"{address(DORA)}/about"})
    assert "It is yours: http\\://dora.blog.test is your blog here now." in done.text
    assert "**Blog**: http\\://dora.blog.test" in done.text
    assert token not in done.text


async def test_the_blog_that_one_has_is_one_click_away(stage: Stage) -> None:
    await stage.form(3)
    blog(stage, DORA)
    named = await names(stage, ANA, address(DORA))
    kept = await stage.person(ANA).press(named.updated, button(named.updated, "Keep the blog I have"))
    assert "teambot-" not in kept.text
    assert "Your blog here is http\\://ana.blog.test." in kept.text
    assert "**Blog**: http\\://ana.blog.test" in kept.text


async def test_a_feed_of_the_claimed_blog_is_picked_before_it_is_taken(stage: Stage) -> None:
    await stage.form(3)
    stage.blogs.instead["dora"] = announcing("dora", [("/all", "All"), ("/essays", "Essays")])
    named = await names(stage, ANA, address(DORA))
    menu, offered = picked_from(named)
    chosen = await stage.person(ANA).choose(named.updated, menu, offered)
    assert "with the feed http\\://dora.blog.test/essays" in chosen.text
    assert "**Blog**: http\\://ana.blog.test" in chosen.text
    assert picked_from(chosen)[1] == ["http://dora.blog.test/all"]


async def test_the_owner_of_a_blog_that_a_founder_named_gets_in(stage: Stage) -> None:
    await stage.set_up(4)
    for who in (1, 2):
        await stage.join(who)
    page = blog(stage, DORA)
    card = stage.card(0)
    charter = await stage.person(ANA).press(card, button(card, "Read the charter and join"))
    last = (charter.followups or [charter.message])[-1]
    form = (await stage.person(ANA).press(last, button(last, "Join the team"))).form
    await stage.person(ANA).fill(form, {"blog": address(DORA), "feed": ""})
    await stage.later(days=20)  # Dora's own invitation has ended
    page.body = me(stage, DORA)
    applied = await stage.person(DORA).command(stage.channel, "team apply", blog=address(DORA))
    assert "Done: the page links to you." in applied.text
    news = await stage.person(ANA).command(stage.channel, "week show")
    assert "Somebody else has shown that http\\://dora.blog.test is theirs" in news.text
    no = await stage.person(ANA).command(stage.channel, "post submit", url=f"{address(DORA)}/1")
    assert refused(no) == "**Somebody else has shown that http\\://dora.blog.test is theirs.**"
    said = (await stage.person(ANA).command(stage.channel, "me settings")).message
    assert "Please name a blog of your own" in said.text
    again = await names(stage, ANA, address(DORA))
    assert "Show that http\\://dora.blog.test is yours" in again.text
    mine = await names(stage, ANA, address(ANA))
    assert "Until you have shown that it is yours" in mine.text
