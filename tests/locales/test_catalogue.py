"""The quick way of saying a sentence says what Fluent says."""

from importlib.resources import files

import pytest
from fluent.runtime import FluentBundle, FluentResource
from fluent.syntax import ast
from fluent.syntax.visitor import Visitor
from hypothesis import given, settings
from hypothesis import strategies as st

from teambot.locales.catalogue import Words


class _Facts(Visitor):
    def __init__(self) -> None:
        self.names: set[str] = set()

    def visit_VariableReference(self, node: ast.VariableReference) -> None:  # noqa: N802  the visitor's own way
        self.names.add(node.id.name)


def _catalogue() -> tuple[FluentBundle, dict[str, frozenset[str]]]:
    """Read the English words by Fluent itself; gives them with the facts that each key names."""
    bundle = FluentBundle(["en"], use_isolating=False)
    keys: dict[str, frozenset[str]] = {}
    for file in sorted((files("teambot.locales") / "en").iterdir(), key=lambda file: file.name):
        resource = FluentResource(file.read_text(encoding="utf-8"))
        bundle.add_resource(resource)
        for message in (entry for entry in resource.body if isinstance(entry, ast.Message)):
            parts = {f"{message.id.name}.{one.id.name}": one.value for one in message.attributes}
            for key, value in {message.id.name: message.value, **parts}.items():
                if value is not None:
                    seen = _Facts()
                    seen.visit(value)
                    keys[key] = frozenset(seen.names)
    return bundle, keys


BUNDLE, KEYS = _catalogue()
WORDS = Words()
FACTS = st.one_of(st.text(max_size=40), st.integers(0, 10**6), st.sampled_from(["%s", "%", "100 %d", "{ $x }", ""]))


@settings(deadline=None, max_examples=25)  # each says the whole catalogue
@given(st.data())
def test_every_sentence_is_said_as_fluent_says_it(data: st.DataObject) -> None:
    for key, names in KEYS.items():
        facts = {name: data.draw(FACTS) for name in sorted(names)}
        name, _, attribute = key.partition(".")
        message = BUNDLE.get_message(name)
        pattern = message.attributes[attribute] if attribute else message.value
        said, errors = BUNDLE.format_pattern(pattern, facts)
        assert not errors
        assert WORDS.say("en", key, **facts) == said


def test_a_fact_that_is_missing_is_a_lookup_error() -> None:
    named = {key for key, names in KEYS.items() if names}
    assert len(named) > 20
    for key in named:
        with pytest.raises(LookupError):
            WORDS.say("en", key)


def test_a_key_that_is_missing_is_a_lookup_error() -> None:
    for key in ("no-such-key", "no-such-key.why", "done.why"):
        with pytest.raises(LookupError):
            WORDS.say("en", key)


def test_a_sign_of_percent_in_the_catalogue_stays_one(tmp_path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "en").mkdir()
    (tmp_path / "en" / "a.ftl").write_text("all = 100 % of { $whom }, { $whom }\nnone = 0 %s\n", encoding="utf-8")
    monkeypatch.setattr("teambot.locales.catalogue.files", lambda _: tmp_path)
    words = Words()
    assert words.say("en-GB", "all", whom="them %s") == "100 % of them %s, them %s"
    assert words.say("de", "none") == "0 %s"
