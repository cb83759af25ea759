"""The bot's words: one Fluent catalogue a language, split by noun. It knows nothing of Discord.

A key is a message's name ("week-title") or one of its attributes ("busy.why"). A key or a fact that is missing is a bug
and raises; a language that we do not speak is answered in English.
"""

from collections.abc import Iterable, Mapping
from importlib.resources import files
from importlib.resources.abc import Traversable

from fluent.runtime import FluentBundle, FluentResource
from fluent.runtime.resolver import NeverIsolatingPlaceable, Pattern, Placeable, TextElement, VariableReference

FALLBACK = "en"


class Words:
    """Say a key in a language. Each language is read once, when somebody first speaks it."""

    def __init__(self) -> None:
        self._folder = files("teambot.locales")
        self._languages = frozenset(entry.name for entry in self._folder.iterdir() if _holds_words(entry))
        self._bundles: dict[str, FluentBundle] = {}
        self._sentences: dict[tuple[str, str], _Sentence] = {}

    def say(self, language: str, key: str, **facts: str | int) -> str:
        """Give the words of `key` in `language` ("en", "en-GB"), filled with `facts`; LookupError where one is missing.

        Facts are put in as they are: who shows them to people escapes them first.
        """
        short = self._short(language)
        sentence = self._sentences.get((short, key))
        if sentence is None:
            sentence = self._sentences[short, key] = _Sentence(self._bundle(short), key)
        return sentence.said(facts)

    def has(self, language: str, key: str) -> bool:
        """Say whether `key` (a message, or an attribute of one) is in the catalogue of `language`."""
        name, _, attribute = key.partition(".")
        bundle = self._bundle(self._short(language))
        if not bundle.has_message(name):
            return False
        message = bundle.get_message(name)
        return attribute in message.attributes if attribute else message.value is not None

    def _short(self, language: str) -> str:
        short = language.partition("-")[0].lower()
        return short if short in self._languages else FALLBACK

    def _bundle(self, short: str) -> FluentBundle:
        if short not in self._bundles:
            entries = (self._folder / short).iterdir()
            sources = sorted((file for file in entries if file.name.endswith(".ftl")), key=lambda file: file.name)
            self._bundles[short] = _bundle_of(short, (file.read_text(encoding="utf-8") for file in sources))
        return self._bundles[short]


class _Sentence:
    """One key of one language. Where it only puts words into their places, it does so itself: Fluent takes ten times as
    long, and a screen has sixty sentences. Numbers and choices stay Fluent's.
    """

    def __init__(self, bundle: FluentBundle, key: str) -> None:
        """Find the key; LookupError where there is none."""
        name, _, attribute = key.partition(".")
        message = bundle.get_message(name)
        pattern = message.attributes[attribute] if attribute else message.value
        if pattern is None:
            raise LookupError(f"{key} has no words of its own")
        self._bundle = bundle
        self._key = key
        self._pattern = pattern
        self._template = _template(pattern)

    def said(self, facts: Mapping[str, str | int]) -> str:
        """Give the words; LookupError where a fact is missing."""
        if self._template is not None:
            text, names = self._template
            words: list[str] = []
            for name in names:
                fact = facts.get(name)
                if not isinstance(fact, str):
                    break
                words.append(fact)
            else:
                return text % tuple(words)
        said, errors = self._bundle.format_pattern(self._pattern, dict(facts))
        if errors:
            raise LookupError(f"{self._key}: {'; '.join(map(str, errors))}")
        return str(said)


def _template(pattern: object) -> tuple[str, tuple[str, ...]] | None:
    """Give a pattern as a text with %s for each of the facts named, or None where it does more than that."""
    text, names = "", []
    for element in pattern.elements if isinstance(pattern, Pattern) else (pattern,):
        if isinstance(element, TextElement):
            text += element.value.replace("%", "%%")
        elif isinstance(element, Placeable | NeverIsolatingPlaceable) and isinstance(
            element.expression, VariableReference
        ):
            text += "%s"
            names.append(element.expression.id.name)
        else:
            return None
    return text, tuple(names)


def _holds_words(entry: Traversable) -> bool:
    return entry.is_dir() and any(file.name.endswith(".ftl") for file in entry.iterdir())


def _bundle_of(language: str, sources: Iterable[str]) -> FluentBundle:
    # Isolating marks are for texts of mixed direction; Discord draws them as boxes on some phones.
    bundle = FluentBundle([language], use_isolating=False)
    for source in sources:
        bundle.add_resource(FluentResource(source))
    return bundle
