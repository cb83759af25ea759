"""By hand, in a real browser: an application and a removal, each person in turn; the clock stops where a vote moves."""

import re

import pytest
from playwright.async_api import Browser, Locator, Page, expect

MAREN, TAMA, NOKU, HANNE = "Maren Holt", "Tama Ngata", "Nokuthula Dube", "Hanne Lund"


class Desk:
    """The page, and who sits at it."""

    def __init__(self, page: Page) -> None:
        self.page = page

    async def be(self, name: str) -> None:
        """Be somebody, in the team's channel."""
        await self.page.locator("#people button, #others button").filter(has_text=name).click()
        await expect(self.page.locator("#people [aria-pressed=true], #others [aria-pressed=true]")).to_contain_text(
            name
        )
        await self.page.locator("#places button").filter(has_text="slow-kitchen").click()

    def message(self, words: str) -> Locator:
        """Find the newest message with some words."""
        return self.page.locator("#messages > li").filter(has_text=words).last

    async def press(self, words: str, label: str) -> None:
        await self.message(words).get_by_role("button", name=label, exact=True).last.click()

    async def reads(self, words: str) -> None:
        await expect(self.message(words)).to_be_visible(timeout=15_000)

    async def command(self, name: str, *, run: bool = True, **options: str) -> None:
        await self.page.locator("#typed").fill(f"/{name}")
        await self.page.locator("#typed").press("Enter")
        for option, value in options.items():
            await self.page.locator(f"#field-{option}").fill(value)
        if run:
            await self.page.get_by_role("button", name="Run").click()

    async def fill(self, **labels: str) -> None:
        for label, value in labels.items():
            await self.page.get_by_label(label.replace("_", " ")).fill(value)
        await self.page.get_by_role("button", name="Submit", exact=True).click()
        await expect(self.page.locator("#dialog")).not_to_be_visible()

    async def until(self, what: str) -> None:
        """Let time pass up to the step that says so, and over it."""
        for _ in range(8):
            told = await self.page.locator("#step").inner_text()
            await self.page.locator("#next").click()
            await expect(self.page.locator("#step")).not_to_have_text(told, timeout=20_000)
            if what in told:
                return
        raise AssertionError(f"the clock never stopped where {what}")


@pytest.mark.browser
async def test_somebody_is_voted_in_and_later_answers_a_concern(url: str, browser: Browser) -> None:
    page = await browser.new_page(viewport={"width": 1200, "height": 850})
    wrong: list[str] = []
    page.on("pageerror", lambda error: wrong.append(str(error)))
    page.on("console", lambda message: wrong.append(message.text) if message.type == "error" else None)
    await page.goto(url)
    desk = Desk(page)
    await applies(desk)
    await is_voted_in(desk)
    await answers_a_concern(desk)
    assert not wrong


async def applies(desk: Desk) -> None:
    page = desk.page
    await desk.be(HANNE)
    await desk.command("team apply", blog="weekday-bread.test")
    await desk.reads("Show that the blog is yours")
    token = re.search(r"teambot-[a-z0-9]{10}", await desk.message("Show that the blog").inner_text())
    assert token is not None
    await page.get_by_role("button", name="Write on my blog").click()
    await desk.page.get_by_label("What its front page says").fill(f"Bread for people who work. {token[0]}")
    await page.get_by_role("button", name="Put this on my blog", exact=True).click()
    await desk.press("Your application to", "Check again")
    await desk.reads("Done: the words are on the page")
    await desk.press("Your application to", "Fill in the form")
    post = "http://weekday-bread.test/2025/12/rolls-for-the-first-working-day-29"
    await page.get_by_label("The address of one of your best posts").fill(post)
    await page.get_by_label("Why this team?").fill("You wait for your pots. So do I.")
    await page.get_by_label("What do your readers come for?").fill("Bread that rises while they sleep.")
    await desk.fill(What_is_your_blog_about="bread")
    await desk.reads("The team can read it now")


async def is_voted_in(desk: Desk) -> None:
    await desk.be(MAREN)
    await desk.press("Hanne Lund would like to join", "Vouch")
    await desk.fill(Why_should_we_let_them_in="I bake from that blog.")
    await desk.reads("You vouch for Hanne Lund")
    await expect(desk.page.locator("#step")).to_contain_text("reminded of the vote on admitting Hanne Lund")
    for name in (MAREN, TAMA, NOKU):
        await desk.be(name)
        await desk.press("Shall Hanne Lund join", "Admit")
        await desk.reads("You chose Admit")
    await desk.until("the vote on admitting Hanne Lund ends")
    await desk.be(HANNE)
    await desk.command("team apply")
    await desk.press("The team would like you in", "Read the charter and join")
    await desk.press("The charter of The Slow Kitchen", "Join the team")
    await desk.reads("Welcome to The Slow Kitchen")


async def answers_a_concern(desk: Desk) -> None:
    page = desk.page
    await desk.be(MAREN)
    await desk.command("team propose", run=False)
    await page.locator("#field-kind").select_option("remove")
    await page.locator("#field-member").fill("Hanne")
    await page.get_by_role("button", name="Hanne Lund", exact=True).click()
    await page.get_by_role("button", name="Run").click()
    await page.get_by_label("Your concern").fill("The rolls are out of my own book.")
    await page.get_by_label("Who seconds it").select_option(label=TAMA)
    await desk.fill()
    await desk.reads("Until they vote, nobody else hears of it")
    await desk.be(TAMA)
    await desk.command("week show")
    await desk.press("asks you to second a proposal", "Read the concern")
    await desk.press("Would you second this?", "I second it")
    await desk.reads("Seconded")
    await desk.be(NOKU)
    assert "out of my own book" not in await page.locator("#messages").inner_text()
    await desk.be(HANNE)
    await desk.command("week show")
    await desk.press("has a concern about you", "Read the concern")
    await desk.press("A concern about you", "Answer")
    await desk.fill(What_you_would_like_the_team_to_read="It was my grandmother's first.")
    await desk.reads("Thank you for answering")
    await desk.be(NOKU)
    await desk.press("Shall Hanne Lund be removed", "Concern and answer")
    await desk.reads("It was my grandmother's first.")
    await desk.press("Shall Hanne Lund be removed", "Keep")
    await desk.until("the vote on removing Hanne Lund ends")
    await desk.reads("Too few voted, so it lapses. Hanne Lund stays.")
    assert "my grandmother's first" not in await desk.message("Shall Hanne Lund be removed").inner_text()
