"""Refusals and failures as people see them: what, why, what now."""

from typing import Any

from teambot.chat.render.blocks import Page, Text
from teambot.chat.render.text import Safe, cut, shown
from teambot.chat.render.voice import Voice
from teambot.domain.charter import ClauseShown
from teambot.errors import Refusal

_FACT_MOST = 200
_CLAUSE_MOST = 300
# Which promise stands behind each clause of the template (config/charter.md), both from 1: it holds in every team.
_PROMISES = {1: 7, 2: 7, 3: 1, 4: 7, 5: 7, 6: 5, 7: 6, 8: 2, 9: 8, 10: 9}


def clause_of(voice: Voice, refusal: Refusal) -> int | None:
    """Give the number, in the template, of the clause that a refusal rests on; None where it rests on none."""
    key = f"{refusal.key}.clause"
    return int(voice.plain(key)) if voice.has(key) else None


def refused(voice: Voice, refusal: Refusal, clause: ClauseShown | None = None) -> Page:
    """Draw a refusal, with the clause that it rests on as the reader's team has it.

    Where the team has changed that clause, or which team is not known, the promise behind it is quoted instead.
    LookupError where the catalogue lacks its words.
    """
    # What is quoted back (an address, a title) is enough to know it by; three times 200 fit any message.
    facts = {name: cut(value, _FACT_MOST) if isinstance(value, str) else value for name, value in refusal.facts.items()}
    if "channels" in facts:  # Discord's ids, which lead there
        facts["channels"] = Safe(" · ".join(f"<#{channel}>" for channel in str(refusal.facts["channels"]).split(",")))
    what = voice.say(refusal.key, **facts)
    why = " ".join(filter(None, (_why(voice, refusal, facts), _quoted(voice, clause_of(voice, refusal), clause))))
    now = voice.say(f"{refusal.key}.now", **facts)
    return Page((Text(f"**{what}**\n{why}\n{now}"),))


def _why(voice: Voice, refusal: Refusal, facts: dict[str, Any]) -> str:
    key = f"{refusal.key}.why"
    return voice.say(key, **facts) if voice.has(key) or clause_of(voice, refusal) is None else ""


def _quoted(voice: Voice, number: int | None, clause: ClauseShown | None) -> str:
    if number is None:
        return ""
    if clause is not None:
        return voice.say("refusal-clause", number=clause.number, words=shown(clause.words, _CLAUSE_MOST))
    promise = _PROMISES[number]
    words = Safe(voice.plain("charter-promises").splitlines()[promise - 1])
    return voice.say("refusal-promise", number=promise, words=words)


def failed(voice: Voice, error_id: str) -> Page:
    """Draw a bug: an id that stands in the log, and what is known of what was changed."""
    return Page((Text(voice.say("failed", id=error_id)),))
