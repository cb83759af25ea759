"""News for one person: behind *My week*, and by direct message where they chose it."""

from teambot.chat.render.blocks import Button, Group, Row, Text, Tone
from teambot.chat.render.text import named, safe_url, shown
from teambot.chat.render.voice import Voice
from teambot.domain.my_week import News
from teambot.domain.notices import NoticeKind

_TEXT_MOST = 300


def news(voice: Voice, item: News) -> Group:
    """Draw one piece of news with the button that it brings, if any."""
    facts = {name: _cut(value) for name, value in item.facts.items()}
    facts |= {name: named(str(item.facts[name]), _TEXT_MOST) for name in ("pusher", "author") if name in item.facts}
    if item.kind is NoticeKind.FEED_DEAD:
        facts["fault"] = str(item.facts.get("fault") or "other")  # a code of ours, by which the sentence is chosen
    lines = [voice.say(f"news-{item.kind}", **facts)]
    if item.kind is NoticeKind.PUSHED and item.facts.get("words"):
        lines.append(voice.say("news-pushed-words", words=facts["words"]))
    return (Text("\n".join(lines)), *_verbs(voice, item))


def _verbs(voice: Voice, item: News) -> tuple[Row, ...]:
    if item.kind is NoticeKind.PUSHED:
        address = safe_url(str(item.facts.get("link") or ""))
        return (Row((Button(voice.plain("news-button-see"), url=address),)),) if address else ()
    if item.kind is NoticeKind.NEW_ITEM:
        item_id = int(item.facts["item_id"])
        return (Row((Button(voice.plain("news-button-submit"), f"tb:submit-item:{item_id}", tone=Tone.PRIMARY),)),)
    return ()


def _cut(value: object) -> str | int | None:
    if isinstance(value, int) or value is None:
        return value
    return shown(str(value), _TEXT_MOST)
