"""Refusals and failures as people see them: what, why, what now."""

from teambot.chat.render.blocks import Page, Text
from teambot.chat.render.voice import Voice
from teambot.errors import Refusal


def refused(voice: Voice, refusal: Refusal) -> Page:
    """Draw a refusal; LookupError where the catalogue lacks its words."""
    what = voice.say(refusal.key, **refusal.facts)
    why = voice.say(f"{refusal.key}.why", **refusal.facts)
    now = voice.say(f"{refusal.key}.now", **refusal.facts)
    return Page((Text(f"**{what}**\n{why}\n{now}"),))


def failed(voice: Voice, error_id: str) -> Page:
    """Draw a bug: an id that stands in the log, and what is known of what was changed."""
    return Page((Text(voice.say("failed", id=error_id)),))
