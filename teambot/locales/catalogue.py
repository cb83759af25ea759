"""The bot's words: one Fluent catalogue a language, split by noun. It knows nothing of Discord.

A key is a message's name ("week-title") or one of its attributes ("busy.why"). A key or a fact that is missing is a bug
and raises; a language that we do not speak is answered in English.
"""

from collections.abc import Iterable
from importlib.resources import files
from importlib.resources.abc import Traversable

from fluent.runtime import FluentBundle, FluentResource

FALLBACK = "en"


class Words:
    """Say a key in a language. Each language is read once, when somebody first speaks it."""

    def __init__(self) -> None:
        self._folder = files("teambot.locales")
        self._languages = frozenset(entry.name for entry in self._folder.iterdir() if _holds_words(entry))
        self._bundles: dict[str, FluentBundle] = {}

    def say(self, language: str, key: str, **facts: str | int) -> str:
        """Give the words of `key` in `language` ("en", "en-GB"), filled with `facts`; LookupError where one is missing.

        Facts are put in as they are: who shows them to people escapes them first.
        """
        bundle = self._bundle(language)
        name, _, attribute = key.partition(".")
        message = bundle.get_message(name)
        pattern = message.attributes[attribute] if attribute else message.value
        if pattern is None:
            raise LookupError(f"{key} has no words of its own")
        said, errors = bundle.format_pattern(pattern, dict(facts))
        if errors:
            raise LookupError(f"{key}: {'; '.join(map(str, errors))}")
        return str(said)

    def has(self, language: str, key: str) -> bool:
        """Say whether `key` (a message, or an attribute of one) is in the catalogue of `language`."""
        name, _, attribute = key.partition(".")
        bundle = self._bundle(language)
        if not bundle.has_message(name):
            return False
        message = bundle.get_message(name)
        return attribute in message.attributes if attribute else message.value is not None

    def _bundle(self, language: str) -> FluentBundle:
        short = language.partition("-")[0].lower()
        if short not in self._languages:
            short = FALLBACK
        if short not in self._bundles:
            entries = (self._folder / short).iterdir()
            sources = sorted((file for file in entries if file.name.endswith(".ftl")), key=lambda file: file.name)
            self._bundles[short] = _bundle_of(short, (file.read_text(encoding="utf-8") for file in sources))
        return self._bundles[short]


def _holds_words(entry: Traversable) -> bool:
    return entry.is_dir() and any(file.name.endswith(".ftl") for file in entry.iterdir())


def _bundle_of(language: str, sources: Iterable[str]) -> FluentBundle:
    # Isolating marks are for texts of mixed direction; Discord draws them as boxes on some phones.
    bundle = FluentBundle([language], use_isolating=False)
    for source in sources:
        bundle.add_resource(FluentResource(source))
    return bundle
