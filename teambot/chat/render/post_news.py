"""News about somebody's own posts and feed: the newest one before the close, seasons, last days, places."""

from datetime import date, datetime

from teambot.chat.render.blocks import Button, Group, Row, Text, Tone
from teambot.chat.render.post import edit_button, season_button, shelve_button, withdraw_button
from teambot.chat.render.seasons import day_name
from teambot.chat.render.text import Safe, shown
from teambot.chat.render.voice import Voice
from teambot.domain.my_week import News
from teambot.domain.notices import NoticeKind

_MOST = 300
KINDS = frozenset(
    {
        NoticeKind.BLOG_OF_ANOTHER,
        NoticeKind.FEED_SUSPENDED,
        NoticeKind.FEED_RENEWED,
        NoticeKind.NEWEST_OFFER,
        NoticeKind.SEASON_OPEN,
        NoticeKind.SEASON_AGAIN,
        NoticeKind.SEASON_OVER,
        NoticeKind.MONEY_WAITS,
        NoticeKind.LAST_DAY_PAST,
        NoticeKind.NO_READERS_THERE,
    }
)


def post_news(voice: Voice, item: News) -> Group:
    """Draw one piece of news of `KINDS`, with the buttons that it brings."""
    key = f"news-{item.kind}"
    if item.kind is NoticeKind.SEASON_OPEN and not item.facts["closes_at"]:
        key = "news-season_open-shelf"
    if item.kind is NoticeKind.NEWEST_OFFER and item.facts.get("older"):
        key = "news-newest_offer-older"
    lines = [voice.say(key, **{name: _fact(voice, name, value) for name, value in item.facts.items()})]
    if item.kind is NoticeKind.FEED_SUSPENDED:
        lines += before(voice, item)
    if item.kind is NoticeKind.NEWEST_OFFER:
        summary = shown(str(item.facts["summary"]), _MOST)
        lines += [voice.say("news-newest-summary", summary=summary)] if summary else []
        lines.append(voice.say("news-newest-ask"))
    buttons = _buttons(voice, item)
    return (Text("\n".join(lines)), *((Row(buttons),) if buttons else ()))


def before(voice: Voice, item: News) -> list[str]:
    """Name where a feed was read until it moved: there a blog may be that has moved back."""
    address = shown(str(item.facts.get("before") or ""), _MOST)
    return [voice.say("news-feed-before", before=address)] if address else []


def feed_button(voice: Voice) -> Button:
    """Give the button by which somebody names another blog or feed, wherever the news of theirs reaches them."""
    return Button(voice.plain("settings-button-feed"), "tb:feed", tone=Tone.PRIMARY)


def _fact(voice: Voice, name: str, value: object) -> str | int | datetime | None:
    if name.endswith("_at"):
        return datetime.fromisoformat(str(value)) if value else None
    if name.endswith("_on"):  # a day of the team's calendar
        return Safe(day_name(voice, date.fromisoformat(str(value))))
    if isinstance(value, int):
        return value
    if name == "fault":
        return str(value or "other")  # a code of ours, by which the sentence is chosen
    return shown(str(value), _MOST)


def _buttons(voice: Voice, item: News) -> tuple[Button, ...]:
    match item.kind:
        case NoticeKind.FEED_SUSPENDED | NoticeKind.BLOG_OF_ANOTHER:
            return (feed_button(voice),)
        case NoticeKind.NEWEST_OFFER:
            return _newest(voice, item_state(item))
        case NoticeKind.SEASON_OPEN:
            return _season(voice, int(item.facts["submission_id"]), shelf=not item.facts["closes_at"])
        case NoticeKind.SEASON_OVER | NoticeKind.NO_READERS_THERE:
            submission_id = int(item.facts["submission_id"])
            return season_button(voice, submission_id), withdraw_button(voice, submission_id)
        case NoticeKind.MONEY_WAITS:
            submission_id = int(item.facts["submission_id"])
            return edit_button(voice, submission_id), withdraw_button(voice, submission_id)
        case NoticeKind.SEASON_AGAIN | NoticeKind.LAST_DAY_PAST:
            again = f"tb:again:{int(item.facts['submission_id'])}"
            return (Button(voice.plain("news-button-again"), again, tone=Tone.PRIMARY),)
        case _:
            return ()


def item_state(item: News) -> str:
    """Give an item with the team that it is offered for: its feed may be its author's in several.

    What was told before that could be says no team.
    """
    return ":".join(str(int(item.facts[name])) for name in ("item_id", "team_id") if name in item.facts)


def _newest(voice: Voice, state: str) -> tuple[Button, ...]:
    use = Button(voice.plain("news-button-use"), f"tb:use-item:{state}", tone=Tone.PRIMARY)
    return use, Button(voice.plain("news-button-not-this"), f"tb:not-item:{state}")


def _season(voice: Voice, submission_id: int, *, shelf: bool) -> tuple[Button, ...]:
    if shelf:
        return (Button(voice.plain("post-button-use-short"), f"tb:use:{submission_id}", tone=Tone.PRIMARY),)
    return edit_button(voice, submission_id), shelve_button(voice, submission_id)
