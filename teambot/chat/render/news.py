"""News for one person: behind *My week*, and by direct message where they chose it."""

from datetime import datetime

from teambot.chat.render import application_news, post_news, pushes
from teambot.chat.render.blocks import Button, Group, Row, Text, Tone
from teambot.chat.render.plan import left_out, light_news
from teambot.chat.render.reports import report
from teambot.chat.render.standing_news import KINDS as STANDING_KINDS
from teambot.chat.render.standing_news import standing_news
from teambot.chat.render.standings import export_button
from teambot.chat.render.text import named, shown
from teambot.chat.render.voice import Voice
from teambot.domain.motions import EndedWhy, Outcome
from teambot.domain.my_week import News
from teambot.domain.notices import OF_THE_CHARTER, OF_THE_FEED, NoticeKind
from teambot.domain.reasons import LeftOut

_TEXT_MOST = 300
_NAMES = ("pusher", "author", "proposer", "seconder", "subject", "steward")
# Codes of ours, by which a sentence is chosen.
_CODES = {
    NoticeKind.FEED_DEAD: "fault",
    NoticeKind.CONCERN: "pause",
    NoticeKind.REMOVAL_ENDED: "why",
    NoticeKind.REMOVAL_RESULT: "outcome",
    NoticeKind.MOTION_REMINDER: "kind",
}
_MOTION_VERBS = {
    NoticeKind.SECOND_WANTED: ("concern-button-read", "seconding"),
    NoticeKind.CONCERN: ("concern-button-read", "concern"),
    NoticeKind.MOTION_REMINDER: ("motion-button-vote", "my-vote"),
}


def news(voice: Voice, item: News) -> Group:
    """Draw one piece of news with the button that it brings, if any."""
    if item.kind in application_news.KINDS:
        return application_news.application_news(voice, item)
    if item.kind in STANDING_KINDS:
        return standing_news(voice, item)
    if item.kind in post_news.KINDS:
        return post_news.post_news(voice, item)
    if item.kind in pushes.KINDS:
        return pushes.push_news(voice, item)
    if item.kind is NoticeKind.REPORT:
        return report(voice, item)
    if item.kind is NoticeKind.LIGHT_WEEK:
        return light_news(voice, item)
    facts = {name: _moment(value) if name.endswith("_at") else _cut(value) for name, value in item.facts.items()}
    facts |= {name: named(str(item.facts[name]), _TEXT_MOST) for name in _NAMES if name in item.facts}
    if item.kind in _CODES:
        facts[_CODES[item.kind]] = str(item.facts.get(_CODES[item.kind]) or "other")
    own = "-own" if item.kind is NoticeKind.REMOVAL_ENDED and "own" in item.facts else ""
    lines = [voice.say(f"news-{item.kind}{own}", **facts)]
    if item.kind in OF_THE_FEED:
        lines += post_news.before(voice, item)
    if item.kind is NoticeKind.NOT_THIS_WEEK and "why" in item.facts:
        lines.append(left_out(voice, LeftOut.from_json(item.facts["why"])))
    return (Text("\n".join(lines)), *_verbs(voice, item))


def motion_of(item: News) -> int | None:
    """Give the motion whose button a piece of news brings, or None."""
    return int(item.facts["motion_id"]) if item.kind in _MOTION_VERBS else None


def _verbs(voice: Voice, item: News) -> tuple[Row, ...]:
    if item.kind in (NoticeKind.FEED_DEAD, NoticeKind.FEED_GONE):
        return (Row((post_news.feed_button(voice),)),)
    if item.kind is NoticeKind.NEW_ITEM:
        submit = f"tb:submit-item:{post_news.item_state(item)}"
        return (Row((Button(voice.plain("news-button-submit"), submit, tone=Tone.PRIMARY),)),)
    if item.kind is NoticeKind.REMOVAL_RESULT and item.facts["outcome"] == Outcome.CARRIED:
        return (Row((export_button(voice),)),)
    if item.kind is NoticeKind.REMOVAL_ENDED and "own" in item.facts and item.facts["why"] == EndedWhy.PAUSED:
        back = Button(voice.plain("standing-button-back"), f"tb:back:{int(item.facts['team_id'])}", tone=Tone.PRIMARY)
        return (Row((back,)),)
    if item.kind in OF_THE_CHARTER:
        return (Row((Button(voice.plain("news-button-charter"), "tb:charter", tone=Tone.PRIMARY),)),)
    if item.kind is NoticeKind.NAMED_STEWARD:
        return (Row((Button(voice.plain("people-button-keeping"), "tb:keeping", tone=Tone.PRIMARY),)),)
    if item.kind in _MOTION_VERBS:
        label, what = _MOTION_VERBS[item.kind]
        return (Row((Button(voice.plain(label), f"tb:{what}:{motion_of(item)}"),)),)
    return ()


def _moment(value: object) -> datetime | None:
    """Read a moment as facts hold it: ISO, or None."""
    return datetime.fromisoformat(str(value)) if value else None


def _cut(value: object) -> str | int | None:
    if isinstance(value, int) or value is None:
        return value
    return shown(str(value), _TEXT_MOST)
