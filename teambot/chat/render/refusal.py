"""Refusals and failures as people see them: what, why, what now."""

from teambot.chat.render.blocks import Page, Text
from teambot.chat.render.text import Safe, cut
from teambot.chat.render.voice import Voice
from teambot.errors import Refusal

_FACT_MOST = 200


def refused(voice: Voice, refusal: Refusal) -> Page:
    """Draw a refusal; LookupError where the catalogue lacks its words."""
    # What is quoted back (an address, a title) is enough to know it by; three times 200 fit any message.
    facts = {name: cut(value, _FACT_MOST) if isinstance(value, str) else value for name, value in refusal.facts.items()}
    if "channels" in facts:  # Discord's ids, which lead there
        facts["channels"] = Safe(" · ".join(f"<#{channel}>" for channel in str(refusal.facts["channels"]).split(",")))
    what = voice.say(refusal.key, **facts)
    why = voice.say(f"{refusal.key}.why", **facts)
    now = voice.say(f"{refusal.key}.now", **facts)
    return Page((Text(f"**{what}**\n{why}\n{now}"),))


def failed(voice: Voice, error_id: str) -> Page:
    """Draw a bug: an id that stands in the log, and what is known of what was changed."""
    return Page((Text(voice.say("failed", id=error_id)),))
