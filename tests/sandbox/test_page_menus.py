"""The page's *Apps* button on every message and the threads under their channel, with a real bot and in a browser."""

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta

import discord
import pytest
from playwright.async_api import Browser, expect

from tests.sandbox.conftest import Bot, Table

TAMA, MAREN = "Tama Ngata", "Maren Holt"


@pytest.fixture
async def bot(table: Table) -> AsyncIterator[Bot]:
    """A bot with *Submit this post*, which opens a form, and *Where is it*, which answers at once."""
    bot = Bot()

    class Line(discord.ui.Modal, title="Submit a post"):
        line = discord.ui.TextInput(label="Reader line")

        async def on_submit(self, act: discord.Interaction) -> None:
            await act.response.send_message(f"taken: {self.line.value}", ephemeral=True)

    @bot.tree.context_menu(name="Submit this post")
    async def submit(act: discord.Interaction, message: discord.Message) -> None:
        form = Line()
        form.line.default = message.content
        await act.response.send_modal(form)

    @bot.tree.context_menu(name="Where is it")
    async def where(act: discord.Interaction, message: discord.Message) -> None:
        await act.response.send_message(f"in {message.channel.name}", ephemeral=True)

    running = asyncio.create_task(bot.start(table.discord.token))
    await table.discord.wait_ready()
    await bot.wait_until_ready()
    yield bot
    await bot.close()
    await running


def place(state: dict, name: str) -> dict:
    return next(one for one in state["places"] if one["name"] == name)


async def test_a_menu_is_used_by_who_sees_the_message_and_by_nobody_else(table: Table, bot: Bot) -> None:
    tama, maren, channel = table.id(TAMA), table.id(MAREN), str(table.team.channel_id)
    assert await table.do("say", **{"as": tama, "channel": channel, "text": "http://long-simmer.test/"}) == {}
    shown = place(await table.state(maren), table.cast.channel)
    assert shown["menus"] == ["Submit this post", "Where is it"]
    (message,) = shown["messages"]
    answer = await table.do("menu", **{"as": maren, "message": message["id"], "name": "Submit this post"})
    assert answer["form"]["fields"][0]["value"] == "http://long-simmer.test/"
    assert await table.do("menu", **{"as": maren, "message": message["id"], "name": "Where is it"}) == {}
    private = place(await table.state(maren), table.cast.channel)["messages"][-1]
    assert (private["private"], private["content"]) == (True, f"in {table.cast.channel}")
    nonsense = [
        ({"as": tama, "message": private["id"], "name": "Where is it"}, "another's private message"),
        ({"as": maren, "message": private["id"], "name": "Where is it"}, "a private answer has no menus"),
        ({"as": maren, "message": message["id"], "name": "Whose is it"}, "no such menu"),
        ({"as": maren, "message": "5", "name": "Where is it"}, "no such message"),
        ({"as": maren, "message": message["id"]}, "no menu named"),
    ]
    for facts, why in nonsense:
        assert (await table.do("menu", **facts))["failed"], why
    for text, why in (("", "nothing"), ("x" * 2001, "too much")):
        assert "characters" in (await table.do("say", **{"as": tama, "channel": channel, "text": text}))["failed"], why


async def test_threads_stand_under_their_channel(table: Table, bot: Bot) -> None:
    world = table.discord.world
    room = bot.get_channel(table.team.channel_id)
    thread = await room.create_thread(name="Offers", type=discord.ChannelType.public_thread)
    await thread.send("Soup")
    tama = table.id(TAMA)
    places = (await table.state(tama))["places"]
    names = [table.cast.channel, "Offers", table.cast.lounge, table.cast.second]
    assert [one["name"] for one in places] == names
    assert [one["kind"] for one in places] == ["channel", "thread", "channel", "channel"]
    assert [one["content"] for one in places[1]["messages"]] == ["Soup"]
    assert (places[1]["archived"], places[1]["menus"]) == (False, ["Submit this post", "Where is it"])
    world.archive_thread(thread.id)
    assert (await table.state(tama))["places"][1]["archived"]
    assert await table.do("say", **{"as": tama, "channel": str(thread.id), "text": "Still soup?"}) == {}
    assert not (await table.state(tama))["places"][1]["archived"]
    world.delete_channel(thread.id)
    assert len((await table.state(tama))["places"]) == 3


@pytest.mark.browser
async def test_a_post_is_handed_over_in_the_browser(table: Table, bot: Bot, browser: Browser) -> None:
    page = await browser.new_page(viewport={"width": 1200, "height": 850})
    wrong: list[str] = []
    page.on("pageerror", lambda error: wrong.append(str(error)))
    await page.goto(table.page.url)
    await page.locator("#typed").fill("New on my blog: http://tea-and-rain.test/2026/01/soup")
    await page.locator("#typed").press("Enter")
    said = page.locator("#messages li", has_text="New on my blog")
    await expect(said.get_by_role("link")).to_have_attribute("href", "/blog/tea-and-rain.test/2026/01/soup")
    await page.get_by_role("button", name="Post my newest link here").click()
    newest = table.blogs.published("tea-and-rain.test")[0].url
    await expect(page.locator("#messages li").last.get_by_role("link")).to_have_text(newest)
    await said.get_by_label("Apps").click()
    await said.get_by_role("button", name="Submit this post").click()
    line = page.get_by_label("Reader line")
    await expect(line).to_have_value("New on my blog: http://tea-and-rain.test/2026/01/soup")
    await line.fill("A soup for the thaw.")
    await page.get_by_role("button", name="Submit", exact=True).click()
    answer = page.locator("#messages li.private")
    await expect(answer).to_contain_text("taken: A soup for the thaw.")
    assert await answer.get_by_label("Apps").count() == 0
    room = bot.get_channel(table.team.channel_id)
    thread = await room.create_thread(name="Offers", type=discord.ChannelType.public_thread)
    await thread.send("Soup is offered")
    await page.locator("#places button", has_text="Offers").click()
    await expect(page.locator("#place")).to_have_text("↳ Offers")
    await expect(page.locator("#messages li")).to_contain_text("Soup is offered")
    await page.set_viewport_size({"width": 375, "height": 720})
    await page.locator("#messages").get_by_label("Apps").click()
    await expect(page.get_by_role("button", name="Where is it")).to_be_in_viewport()
    assert await page.evaluate("document.documentElement.scrollWidth") <= 375
    assert not wrong


@pytest.mark.browser
async def test_who_reads_further_up_stays_there_and_goes_to_the_answer_alone(
    table: Table, bot: Bot, browser: Browser
) -> None:
    """The clock goes on, so that all is drawn anew, and others write: what somebody reads stands where it stood."""
    maren, channel = table.id(MAREN), str(table.team.channel_id)
    for number in range(60):
        await table.do("say", **{"as": maren, "channel": channel, "text": f"Line {number}."})
    page = await browser.new_page(viewport={"width": 1200, "height": 850})
    await page.goto(table.page.url)
    read, newest = (page.locator("#messages li").filter(has_text=words) for words in ("Line 20.", "Line 59."))
    await expect(newest).to_be_in_viewport()
    await read.evaluate("one => { one.parentNode.scrollTop = one.offsetTop - one.parentNode.offsetTop - 100; }")
    top = "one => one.getBoundingClientRect().top"
    stood = await read.evaluate(top)
    table.discord.world.clock.set(table.discord.world.clock() + timedelta(days=1))
    await table.do("say", **{"as": maren, "channel": channel, "text": "Line 60."})
    await expect(page.locator("#messages li").last).to_contain_text("Line 60.")
    assert abs(await read.evaluate(top) - stood) < 2
    await read.get_by_label("Apps").click()
    await read.get_by_role("button", name="Where is it").click()
    answer = page.locator("#messages li.private")
    await expect(answer).to_contain_text(f"in {table.cast.channel}")
    await expect(answer).to_be_in_viewport(ratio=1)
