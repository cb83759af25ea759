"""News about an application: on the applicant's own screen, and by direct message where they chose it."""

from datetime import datetime

from teambot.chat.render.blocks import Button, Group, Row, Text, Tone
from teambot.chat.render.text import Safe, named, shown
from teambot.chat.render.voice import Voice
from teambot.domain.motions import NotNow
from teambot.domain.my_week import News
from teambot.domain.notices import NoticeKind

KINDS = frozenset(
    {
        NoticeKind.VOUCHED,
        NoticeKind.VOUCHER_LEFT,
        NoticeKind.WAITING_LIST,
        NoticeKind.SISTER_TEAM,
        NoticeKind.ADMISSION_OPENED,
        NoticeKind.ADMISSION_AGAIN,
        NoticeKind.ADMITTED,
        NoticeKind.NOT_THIS_TIME,
        NoticeKind.APPLICATION_LAPSED,
        NoticeKind.NO_VOUCH,
        NoticeKind.APPLICATION_CLOSED,
        NoticeKind.ADMISSION_OVER,
        NoticeKind.BUDDY,
    }
)
_MOST = 500


def application_news(voice: Voice, item: News) -> Group:
    """Draw one piece of news of `KINDS`, with the button that it brings."""
    lines = [voice.say(f"news-{item.kind}", **{name: _fact(name, value) for name, value in item.facts.items()})]
    reasons = [NotNow(one) for one in item.facts.get("reasons", ())]
    if reasons:
        said = ", ".join(voice.plain(f"apply-reason-{one}") for one in reasons)
        lines.append(voice.say("apply-reasons", reasons=Safe(said)))
    return (Text("\n".join(lines)), *_verbs(voice, item))


def _fact(name: str, value: object) -> str | int | datetime | None:
    if name.endswith("_at"):
        return datetime.fromisoformat(str(value)) if value else None
    if isinstance(value, int):
        return value
    if name == "full":
        return str(value)  # a code of ours, by which the sentence is chosen
    return named(str(value), _MOST) if name == "name" else shown(str(value), _MOST)


def _verbs(voice: Voice, item: News) -> tuple[Row, ...]:
    team_id = item.facts.get("team_id")
    if item.kind is NoticeKind.ADMITTED:
        label, what, tone = "apply-button-charter", "charter", Tone.PRIMARY
    elif item.kind is NoticeKind.SISTER_TEAM:
        label, what, tone = "apply-button-open", "application", Tone.PLAIN
    else:
        return ()
    return (Row((Button(voice.plain(label), f"tb:{what}:{team_id}", tone=tone),)),)
