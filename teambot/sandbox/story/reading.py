"""Discord's markdown as one person reads it aloud: times in their own zone, names for mentions, no signs. Pure."""

import re
from collections.abc import Mapping
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

_TIME = re.compile(r"<t:(-?\d{1,13})(?::([tTdDfFR]))?>")
_MENTION = re.compile(r"<(@!?|@&|#)(\d{1,20})>")
_LINK = re.compile(r"\[((?:\\.|[^\]\\])+)\]\(<?(https?://[^\s)>]+)>?\)")
_BARE = re.compile(r"<(https?://[^\s>]+)>")
_FENCE = re.compile(r"^```\w*$\n?", re.MULTILINE)
_SIGNS = re.compile(r"(?<!\\)(\*\*|__|~~|\|\||`|\*)")
_LEADING = re.compile(r"^(?:#{1,3} |-# |> )", re.MULTILINE)
_ESCAPED = re.compile(r"\\([^\sA-Za-z0-9])")
_STEPS = (("day", 86_400), ("hour", 3600), ("minute", 60))


def read_aloud(text: str, *, zone: str, now: datetime, names: Mapping[int, str]) -> str:
    """Give `text` as somebody in `zone` reads it at `now`; `names` maps Discord's ids to names."""
    text = _TIME.sub(lambda found: _told(int(found[1]), found[2] or "f", zone, now), text)
    text = _MENTION.sub(lambda found: ("#" if found[1] == "#" else "@") + names.get(int(found[2]), "unknown"), text)
    text = _FENCE.sub("", _BARE.sub(r"\1", text))
    text = _LEADING.sub("", _LINK.sub(r"\1 (\2)", text))
    return _ESCAPED.sub(r"\1", _SIGNS.sub("", text)).strip()


def spoken(moment: datetime, zone: str) -> str:
    """Give a moment as a person in `zone` says it: "Monday 5 January 2026, 09:00"."""
    local = moment.astimezone(ZoneInfo(zone))
    return f"{local:%A} {local.day} {local:%B %Y, %H:%M}"


def _told(seconds: int, style: str, zone: str, now: datetime) -> str:
    moment = datetime.fromtimestamp(seconds, UTC)
    if style == "R":
        return _away(seconds - now.timestamp())
    local = moment.astimezone(ZoneInfo(zone))
    if style in "tT":
        return f"{local:%H:%M}"
    if style in "dD":
        return f"{local.day} {local:%B %Y}"
    return spoken(moment, zone) if style == "F" else f"{local.day} {local:%B %Y, %H:%M}"


def _away(seconds: float) -> str:
    for unit, size in _STEPS:
        count = round(abs(seconds) / size)
        if count:
            words = f"{count} {unit}{'s' if count > 1 else ''}"
            return f"in {words}" if seconds > 0 else f"{words} ago"
    return "now"
