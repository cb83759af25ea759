"""The sandbox's page: what it tells, whom it lets in, and, in a real browser, a person's way through the week."""

import asyncio
import re

import aiohttp
import pytest
from playwright.async_api import Browser, Page, expect

MAREN, TAMA, HANNE = "Maren Holt", "Tama Ngata", "Hanne Lund"


def person_in(state: dict[str, object], name: str) -> str:
    people = state["people"]
    assert isinstance(people, list)
    return next(str(one["id"]) for one in people if one["name"] == name)


async def state_of(session: aiohttp.ClientSession, url: str, person: str = "") -> dict[str, object]:
    async with session.get(f"{url}state", params={"as": person}) as answer:
        assert answer.status == 200
        found = await answer.json()
        assert isinstance(found, dict)
        return found


STRANGERS = [
    ("GET", "state", {"Host": "evil.test"}, 403, "a name that was pointed at this machine"),
    ("GET", "state", {"Origin": "http://evil.test"}, 403, "another page that reads"),
    ("GET", "state", {"Sec-Fetch-Site": "cross-site"}, 403, "another page that embeds it"),
    ("POST", "do/next", {"Origin": "http://evil.test"}, 403, "another page that presses"),
    ("POST", "do/next", {}, 403, "a form of another page, without any origin"),
    ("POST", "do/next", {"Origin": "null"}, 403, "a sandboxed frame"),
    ("POST", "do/next", {"Origin": "SELF", "Content-Type": "text/plain"}, 415, "a form's kind of body"),
    ("GET", "page/../../settings.py", {}, 404, "a way out of the folder"),
    ("GET", "page/nothing.js", {}, 404, "a file that is not there"),
]


async def test_only_its_own_page_is_let_in(url: str) -> None:
    own = url.rstrip("/")
    async with aiohttp.ClientSession() as session:
        before = (await state_of(session, url))["now"]
        for method, path, headers, status, why in STRANGERS:
            sent = {name: own if value == "SELF" else value for name, value in headers.items()}
            async with session.request(method, f"{url}{path}", headers=sent, data=None) as answer:
                assert answer.status == status, why
        assert (await state_of(session, url))["now"] == before
        async with session.get(url) as answer:
            assert answer.headers["Content-Security-Policy"].startswith("default-src 'none'; script-src 'self'")
            assert "unsafe" not in answer.headers["Content-Security-Policy"]


NONSENSE: list[tuple[str, object, str]] = [
    ("dance", {}, "an unknown verb"),
    ("press", {}, "nothing said"),
    ("press", {"message": "no number", "custom_id": "x"}, "a message that is no id"),
    ("press", {"message": "1", "custom_id": "x"}, "a message that is not there"),
    ("command", {"channel": "1", "name": "week show"}, "a channel that is not there"),
    ("command", {"channel": "x", "name": 7, "options": []}, "wrong types"),
    ("choose", {"message": "1", "custom_id": "x", "values": None}, "no values"),
    ("fill", {"form": "99", "values": {}}, "a form that was never opened"),
    ("autocomplete", {"channel": "1"}, "half of it"),
    ("say", {"channel": "1", "text": "x"}, "talking nowhere"),
    ("write", {}, "a blog without words"),
    ("back", {}, "coming back without having left"),
    ("leave", {}, "an owner who would leave"),
]


async def test_nonsense_is_answered_with_a_sentence_and_changes_nothing(url: str) -> None:
    own = {"Origin": url.rstrip("/")}
    async with aiohttp.ClientSession(headers=own) as session:
        before = await state_of(session, url)
        for verb, facts, why in NONSENSE:
            async with session.post(f"{url}do/{verb}", json=facts) as answer:
                assert (await answer.json())["failed"], why
        for body in ("", "[]", "{"):
            async with session.post(
                f"{url}do/press", data=body, headers={"Content-Type": "application/json"}
            ) as answer:
                assert answer.status == 400
        assert await state_of(session, url) == before


async def test_nobody_sees_or_presses_what_is_anothers(url: str) -> None:
    own = {"Origin": url.rstrip("/")}
    async with aiohttp.ClientSession(headers=own) as session:
        state = await state_of(session, url)
        maren, tama = person_in(state, MAREN), person_in(state, TAMA)
        channel = state["places"][0]["id"]
        facts = {"as": maren, "channel": channel, "name": "me settings", "options": {}}
        async with session.post(f"{url}do/command", json=facts) as answer:
            assert (await answer.json()) == {}
        hers = (await state_of(session, url, maren))["places"][0]["messages"]
        his = (await state_of(session, url, tama))["places"][0]["messages"]
        private = next(message for message in reversed(hers) if message["private"])
        assert private["id"] not in [message["id"] for message in his]
        press = {"as": tama, "message": private["id"], "custom_id": "tb:topics"}
        async with session.post(f"{url}do/press", json=press) as answer:
            assert "not there" in (await answer.json())["failed"]
        assert [one["name"] for one in state["commands"] if one["name"] == "teambot setup"]
        assert not [one for one in (await state_of(session, url, tama))["commands"] if one["name"] == "teambot setup"]


async def test_the_stream_tells_when_something_changed(url: str) -> None:
    async with (
        aiohttp.ClientSession(headers={"Origin": url.rstrip("/")}) as session,
        session.get(f"{url}events") as stream,
    ):
        state = await state_of(session, url)
        facts = {"as": person_in(state, TAMA), "channel": state["places"][1]["id"], "text": "Good morning"}
        async with session.post(f"{url}do/say", json=facts) as answer:
            assert (await answer.json()) == {}
        assert (await asyncio.wait_for(stream.content.readline(), 10)) == b"data: changed\n"


@pytest.mark.browser
async def test_a_person_goes_through_a_week_in_the_browser(url: str, browser: Browser) -> None:
    page = await browser.new_page(viewport={"width": 1200, "height": 850})
    wrong: list[str] = []
    page.on("pageerror", lambda error: wrong.append(str(error)))
    page.on("console", lambda message: wrong.append(message.text) if message.type == "error" else None)
    await page.goto(url)
    await expect(page.locator("#people [aria-pressed=true]")).to_contain_text(MAREN)
    await submits_the_offered_post(page)
    await a_command_with_what_is_offered(page)
    for what in ("submissions close", "the week's plan is published"):
        await expect(page.locator("#step")).to_contain_text(what)
        await page.locator("#next").click()
    await expect(page.locator("#step")).to_contain_text("who has something open is reminded of it", timeout=20_000)
    await the_card_and_my_week(page)
    await page.set_viewport_size({"width": 375, "height": 720})
    wide = await page.evaluate("document.documentElement.scrollWidth")
    assert wide <= 375  # nothing hangs over on a phone
    assert not wrong


@pytest.mark.browser
async def test_an_outsider_writes_on_their_blog_and_leaves_in_the_browser(url: str, browser: Browser) -> None:
    page = await browser.new_page(viewport={"width": 1200, "height": 850})
    wrong: list[str] = []
    page.on("pageerror", lambda error: wrong.append(str(error)))
    page.on("console", lambda message: wrong.append(message.text) if message.type == "error" else None)
    await page.goto(url)
    await page.locator("#others button", has_text=HANNE).click()
    await expect(page.locator("#others [aria-pressed=true]")).to_contain_text(HANNE)
    await expect(page.locator("#places li")).to_have_count(3)
    await page.get_by_role("button", name="Write on my blog").click()
    words = page.get_by_label("What its front page says")
    await expect(words).to_have_value(re.compile("Bread for people who work"))
    await words.fill("teambot-k7m2p9w4xz")
    await page.get_by_role("button", name="Put this on my blog", exact=True).click()
    await expect(page.locator("#dialog")).not_to_be_visible()
    blog = await browser.new_page()
    await blog.goto(f"{url}blog/weekday-bread.test/")
    await expect(blog.get_by_text("teambot-k7m2p9w4xz")).to_be_visible()
    await page.get_by_role("button", name="Leave the server").click()
    await expect(page.locator("#others [aria-pressed=true]")).to_contain_text("has left the server")
    await expect(page.locator("#place")).to_have_text("Not on the server")
    await page.get_by_role("button", name="Come back").click()
    await expect(page.locator("#places li")).to_have_count(3)
    await page.set_viewport_size({"width": 375, "height": 720})
    assert await page.evaluate("document.documentElement.scrollWidth") <= 375
    assert await page.locator("#messages").evaluate("node => node.clientHeight") > 200  # room to read is left
    assert not wrong


async def be(page: Page, name: str) -> None:
    await page.locator("#people button", has_text=name).click()
    await expect(page.locator("#people [aria-pressed=true]")).to_contain_text(name)


async def submits_the_offered_post(page: Page) -> None:
    """Maren is offered her new post by direct message, and puts it forward there."""
    await expect(page.locator("#step")).to_contain_text("some days go by")
    await page.locator("#next").click()
    await expect(page.locator("#step")).to_contain_text("submissions close", timeout=20_000)
    await page.locator("#places button", has_text="Direct messages").click()
    await page.get_by_role("button", name="Submit this post").last.click()
    line = page.get_by_label("Reader line")
    await expect(line).to_be_visible()
    await line.fill("<img src=x onerror=alert(1)> **not bold** @everyone")
    await page.get_by_label("none", exact=True).check()
    await page.get_by_role("button", name="Submit", exact=True).click()
    await expect(page.locator("#messages li").last).to_contain_text("is put forward for the plan")


async def a_command_with_what_is_offered(page: Page) -> None:
    """Tama types a command, is offered his newest posts, and submits one."""
    await be(page, TAMA)
    await page.locator("#places button", has_text="slow-kitchen").click()
    await page.locator("#typed").fill("/post sub")
    await page.locator("#typed").press("Enter")
    await page.locator("#field-url").fill("move house")
    await page.get_by_role("button", name="What I feed people who help me move house").click()
    await page.get_by_role("button", name="Run").click()
    await page.get_by_label("Reader line").fill("Beans for nine that cook while you carry.")
    await page.get_by_label("none", exact=True).check()
    await page.get_by_role("button", name="Submit", exact=True).click()
    await expect(page.locator("#messages li").last).to_contain_text("is put forward for the plan")


async def the_card_and_my_week(page: Page) -> None:
    """The week's card stands in the channel, Maren's words are words, and My week asks Tama for hers."""
    card = page.locator("#messages li", has_text="week of").last
    await expect(card).to_contain_text("<img src=x onerror=alert(1)> **not bold** @everyone")
    assert await page.locator("#messages img").count() == 0
    await card.get_by_role("button", name="My week").click()
    mine = page.locator("#messages li.private").last
    await expect(mine).to_contain_text("Your turn")
    await mine.get_by_role("button", name="Done").first.click()
    await page.get_by_label("A word to the author").fill("Told my readers over the stew.")
    await page.get_by_role("button", name="Submit", exact=True).click()
    await expect(page.locator("#messages li.private").last).to_contain_text("hears today that you recommended")
