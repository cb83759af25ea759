"""The weekly reminder by direct message: what is still open, each with its verbs."""

from teambot.chat.render.ballots import waiting
from teambot.chat.render.blocks import Page, Text, one_page
from teambot.chat.render.news import news
from teambot.chat.render.text import shown
from teambot.chat.render.voice import Voice
from teambot.chat.render.week import assignment
from teambot.domain.announcements import ReminderMessage

_TEAM_MOST = 80


def reminder(voice: Voice, told: ReminderMessage, marker: int) -> Page:
    """Draw all that is open for one person on one page; where it does not fit, it says where the rest is."""
    lines = [f"-# {shown(told.team_name, _TEAM_MOST)}", f"## {voice.say('reminder-title')}"]
    lines.append(voice.say("reminder-asked" if told.asked else "reminder-votes", end=told.ends_at))
    return one_page(
        (Text("\n".join(lines)),),
        *(assignment(voice, one) for one in told.asked),
        *(news(voice, item) for item in told.questions),
        *(waiting(voice, vote) for vote in told.votes),
        (Text(f"-# {voice.say('reminder-foot')}"),),
        more=Text(voice.say("week-more")),
        marker=marker,
    )
