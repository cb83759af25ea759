"""News of one's own place in a team, with the verbs that they bring."""

from datetime import datetime

from teambot.chat.render.blocks import Button, Group, Row, Text, Tone
from teambot.chat.render.standings import export_button
from teambot.chat.render.text import Safe, day, named
from teambot.chat.render.voice import Voice
from teambot.domain.my_week import News
from teambot.domain.notices import NoticeKind

_NAME_MOST = 80
# A label, what it does, and whether it is the first choice of its row.
_VERBS = {
    NoticeKind.ALL_WELL: (("well", "tb:well", True), ("break", "tb:break", False)),
    NoticeKind.PAUSED_SILENT: (("back", "tb:back", True), ("longer", "tb:longer", False), ("leave", "tb:leave", False)),
}
KINDS = frozenset(
    {
        NoticeKind.ALL_WELL,
        NoticeKind.PAUSED_SILENT,
        NoticeKind.BACK,
        NoticeKind.PLACE_AGAIN,
        NoticeKind.ROLE_BLOCKED,
        NoticeKind.THREAD_BLOCKED,
        NoticeKind.TEAM_CLOSED,
        NoticeKind.GOODBYE,
    }
)


def standing_news(voice: Voice, item: News) -> Group:
    """Draw one piece of news of these kinds."""
    facts: dict[str, str | int] = {}
    for name in ("team", "name"):
        if name in item.facts:
            facts[name] = named(str(item.facts[name]), _NAME_MOST)
    for name in ("fault", "wanted"):  # codes of ours, by which a sentence is chosen
        if name in item.facts:
            facts[name] = Safe(item.facts[name])
    if "waiting" in item.facts:
        facts["waiting"] = int(item.facts["waiting"])
    if "until" in item.facts:
        facts["until"] = day(datetime.fromisoformat(str(item.facts["until"])))
    return (Text(voice.say(f"news-{item.kind}", **facts)), *_verbs(voice, item))


def _verbs(voice: Voice, item: News) -> tuple[Row, ...]:
    if item.kind is NoticeKind.TEAM_CLOSED:
        return (Row((export_button(voice),)),)
    verbs = _VERBS.get(item.kind, ())
    if not verbs:
        return ()
    team_id = int(item.facts["team_id"])
    return (
        Row(
            tuple(
                Button(
                    voice.plain(f"standing-button-{label}"),
                    f"{verb}:{team_id}",
                    tone=Tone.PRIMARY if first else Tone.PLAIN,
                )
                for label, verb, first in verbs
            )
        ),
    )
