"""Open the sandbox's page: the sample team forms by real clicks, then the page is served."""

from teambot.sandbox.hand import Hand
from teambot.sandbox.page import Page
from teambot.sandbox.parts import Parts
from teambot.sandbox.report import Report
from teambot.sandbox.sample import form_team
from teambot.sandbox.stage import Stage
from teambot.sandbox.verbs import Verbs


async def open_page(parts: Parts, port: int = 0) -> Page:
    """Form the team, and serve the page on 127.0.0.1 (port 0: a free one). StoryBroke, or OSError for a taken port."""
    nobody_reads_it = Report(parts.cast, 0, 0, parts.clock)
    await form_team(parts, [Hand(parts, blogger, nobody_reads_it) for blogger in parts.cast.bloggers])
    stage = Stage(parts.discord, parts.team)
    verbs = Verbs(parts.discord, parts.port, parts.team, stage)
    await verbs.look_ahead()
    page = Page(stage, verbs, parts.blogs)
    await page.start(port)
    parts.discord.world.listeners.append(lambda _what, _facts: page.ring())
    return page
