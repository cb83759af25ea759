"""What somebody who has gone from a team is shown instead of their week."""

from teambot.chat.render.blocks import Group, Page, Row, Text, pages
from teambot.chat.render.news import news
from teambot.chat.render.standings import export_button
from teambot.chat.render.text import day
from teambot.chat.render.voice import Voice
from teambot.domain.farewells import Farewell
from teambot.domain.motions import Outcome
from teambot.domain.notices import NoticeKind


def screen(voice: Voice, gone: Farewell) -> tuple[Page, ...]:
    """Say how it ended, what became of what was theirs, and until when they can take it along."""
    how = (
        voice.say(f"news-{NoticeKind.REMOVAL_RESULT}", outcome=str(Outcome.CARRIED))
        if gone.removed
        else voice.say("farewell-left", left=day(gone.left_at))
    )
    kept = voice.say("farewell-listed" if gone.listed else "farewell-forgotten", at=day(gone.forgotten_at))
    lines = [f"## {voice.say('farewell-title', team=gone.team_name)}", how, voice.say("farewell-after"), kept]
    if not gone.removed:
        lines.append(voice.say("farewell-again"))
    groups: list[Group] = [(Text("\n".join(lines)), Row((export_button(voice),)))]
    if gone.news:
        groups.append((Text(f"### {voice.say('week-news')}"),))
    return pages(*groups, *(news(voice, item) for item in gone.news))
