"""A reader's or a team's language: keys and facts in, words that are safe to show out."""

from dataclasses import dataclass
from datetime import datetime

from teambot.chat.render.text import fact
from teambot.locales.catalogue import Words


@dataclass(frozen=True, slots=True)
class Voice:
    """Say keys of the catalogue in one language; facts are escaped, moments are drawn in each reader's zone."""

    words: Words
    language: str

    def say(self, key: str, **facts: str | int | datetime | None) -> str:
        """Give the words of `key`; LookupError where the key or a fact of it is missing."""
        return self.words.say(self.language, key, **{name: fact(value) for name, value in facts.items()})

    def plain(self, key: str, **facts: str | int) -> str:
        """Give the words of `key` for a place that knows no markdown (a label, a form): nothing is escaped."""
        return self.words.say(self.language, key, **facts)

    def has(self, key: str) -> bool:
        """Say whether the catalogue has `key`."""
        return self.words.has(self.language, key)
