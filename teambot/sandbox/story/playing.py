"""How any of the stories is played: to its end or until it breaks off, and then to what it left behind."""

from collections.abc import Awaitable, Callable

from teambot.sandbox.parts import Parts
from teambot.sandbox.story.hand import StoryBroke
from teambot.sandbox.story.report import Report
from teambot.sandbox.story.scenes import Scenes


async def play_out(
    parts: Parts, scenes: Scenes, story: Awaitable[None], look_back: Callable[[], None] | None = None
) -> Report:
    """Play a story, keep what it left in the store, and give its report with all that was missing as `faults`.

    `look_back`: looks for the scenes that only the store can tell of, once that was kept.
    """
    report = scenes.report
    try:
        await story
    except StoryBroke as broke:
        report.faults.append(f"The story broke off: {broke}")
    report.take(await parts.port.inspect())
    if look_back is not None:
        look_back()
    scenes.all_there(report.weeks)
    return report
