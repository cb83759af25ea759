"""A team's rules in words: their names, and their values as they are stored."""

from teambot.chat.render.text import Safe, shown
from teambot.chat.render.voice import Voice
from teambot.domain.rules import RuleName

_VALUE_MOST = 200


def rule_name(voice: Voice, name: RuleName) -> Safe:
    """Name a rule."""
    return Safe(voice.say(f"rule-name-{name}"))


def rule_value(voice: Voice, name: RuleName, value: str) -> Safe:
    """Give a stored value of a rule in words, as it is shown."""
    words = _words(voice, name, value)
    return shown(value, _VALUE_MOST) if words is None else Safe(words)


def rule_plain(voice: Voice, name: RuleName, value: str) -> str:
    """Give a rule with its value for a menu, which knows no markdown."""
    words = _words(voice, name, value)
    return voice.plain("rule-line", rule=rule_name(voice, name), value=value if words is None else words)


def _words(voice: Voice, name: RuleName, value: str) -> str | None:
    if name.endswith("_share"):
        return voice.plain(f"rule-share-{value}")
    if name.endswith("_days"):
        return voice.plain("rule-days", days=int(value))
    if name is RuleName.OFFERS_THREAD:
        return voice.plain(f"rule-{value}")
    return None
