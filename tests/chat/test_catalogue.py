"""The catalogue and the code agree: every key that is used exists, none is unused, and no word is one we do not say."""

import ast
import re
from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path

import pytest
from fluent.syntax import FluentParser, FluentSerializer
from fluent.syntax import ast as ftl

from teambot.locales.catalogue import Words

PACKAGE = Path(str(files("teambot")))
ENGLISH = PACKAGE / "locales" / "en"
SAYING = {"say", "plain", "has"}
# Inside words of the planner and of votes; people read plainer ones (product.md, The words).
FORBIDDEN = re.compile(r"\b(tabs?|debts?|owes?|owed|write-offs?|pushers?|electors?|slots?)\b", re.IGNORECASE)
# Keys that are put together: their beginning is in the code, their end is one of an enum's values or an "on".
WORDS = Words()


def _messages() -> dict[str, ftl.Message]:
    found: dict[str, ftl.Message] = {}
    for file in sorted(ENGLISH.glob("*.ftl")):
        for entry in FluentParser().parse(file.read_text(encoding="utf-8")).body:
            assert not isinstance(entry, ftl.Junk), f"{file.name}: {entry.content}"
            if isinstance(entry, ftl.Message):
                assert entry.id.name not in found, f"{entry.id.name} stands twice"
                found[entry.id.name] = entry
    return found


MESSAGES = _messages()


def _trees() -> Iterator[tuple[Path, ast.AST]]:
    for path in sorted(PACKAGE.rglob("*.py")):
        if "sandbox" not in path.parts:
            yield path, ast.parse(path.read_text(encoding="utf-8"))


def _pattern(node: ast.expr) -> str | None:
    """Give a regular expression of the keys that an expression may be, None where it says nothing of them."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return re.escape(node.value)
    if isinstance(node, ast.JoinedStr):
        return "".join(_pattern(part) or "[a-z0-9_.-]+" for part in node.values)
    if isinstance(node, ast.FormattedValue):
        return "[a-z0-9_.-]+"
    return None


def _strings() -> set[str]:
    """Give patterns of every string in the code that could be a key: a name or a text with holes."""
    found = set()
    for _, tree in _trees():
        for node in ast.walk(tree):
            pattern = _pattern(node) if isinstance(node, ast.Constant | ast.JoinedStr) else None
            if pattern and re.search("[a-z]{3}", pattern):
                found.add(pattern)
    return found


def _said() -> set[str]:
    """Give patterns of what is said outright: say("key"), plain(f"key-{...}")."""
    found = set()
    for path, tree in _trees():
        if "chat" not in path.parts:
            continue
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in SAYING:
                branches = (
                    [node.args[0].body, node.args[0].orelse] if isinstance(node.args[0], ast.IfExp) else node.args[:1]
                )
                found |= {pattern for branch in branches if (pattern := _pattern(branch))}
    return found


# Which argument names the refusal.
_RAISING = {"Refusal": 0, "refused_as": 1}


def _refusals() -> set[str]:
    found = set()
    for _, tree in _trees():
        for node in ast.walk(tree):
            place = _RAISING.get(getattr(node.func, "id", "")) if isinstance(node, ast.Call) else None
            if place is not None and len(node.args) > place:
                first = node.args[place]
                branches = [first.body, first.orelse] if isinstance(first, ast.IfExp) else [first]
                found |= {branch.value for branch in branches if isinstance(branch, ast.Constant)}
    return found | {"busy"}


KEYS = set(MESSAGES) | {f"{name}.{each.id.name}" for name, entry in MESSAGES.items() for each in entry.attributes}


@pytest.mark.parametrize("pattern", sorted(_said()))
def test_whatever_is_said_is_in_the_catalogue(pattern: str):
    assert any(re.fullmatch(pattern, key) for key in KEYS)


def test_nothing_in_the_catalogue_is_unused():
    strings = [re.compile(pattern) for pattern in _strings()]
    refusals = _refusals()
    unused = [key for key in MESSAGES if key not in refusals and not any(each.fullmatch(key) for each in strings)]
    assert unused == []


@pytest.mark.parametrize("key", sorted(_refusals()))
def test_every_refusal_says_what_why_and_what_now(key: str):
    for name in (key, f"{key}.now"):
        assert WORDS.has("en", name), name
    assert WORDS.has("en", f"{key}.why") or WORDS.has("en", f"{key}.clause"), "on what does it rest?"


@pytest.mark.parametrize("key", sorted(key for key in KEYS if key.endswith(".clause")))
def test_a_clause_is_one_of_the_templates_ten(key: str):
    assert WORDS.say("en", key) in {str(number) for number in range(1, 11)}


def test_no_sentence_knows_a_clause_by_number():
    """A team numbers its charter as it likes; `.clause` has it quoted as it stands there."""
    named = [key for key in KEYS if (key.endswith(".why") and re.search(r"(?i)clause \d", _source(key)))]
    assert named == []


def _source(key: str) -> str:
    name, _, attribute = key.partition(".")
    pattern = next(one.value for one in MESSAGES[name].attributes if one.id.name == attribute)
    return FluentSerializer().serialize(ftl.Resource([ftl.Message(ftl.Identifier("x"), pattern)]))


def test_there_is_no_refusal_that_nobody_raises():
    refused = {
        entry.id.name
        for entry in FluentParser().parse((ENGLISH / "refusals.ftl").read_text(encoding="utf-8")).body
        if isinstance(entry, ftl.Message)
    }
    # Some are chosen from a table, or handed on by name: those stand in the code as a text.
    assert refused - _refusals() - {pattern.replace("\\", "") for pattern in _strings()} == set()


def test_people_read_none_of_the_inside_words():
    for file in sorted(ENGLISH.glob("*.ftl")):
        for number, line in enumerate(file.read_text(encoding="utf-8").splitlines(), start=1):
            words = re.sub(r"^[a-z0-9_.-]+ =|\{[^}]*\}|^\s*\*?\[[^]]*\]", "", line.strip())
            assert not FORBIDDEN.search(words), f"{file.name}:{number}: {line}"


def test_labels_are_verbs_that_fit_a_button():
    labels = [key for key in MESSAGES if "-button-" in key or key.startswith("button-")]
    assert labels
    assert [key for key in labels if len(WORDS.say("en", key)) > 34] == []


def test_descriptions_fit_discords_picker():
    keys = [key for key in KEYS if key.startswith("command-")]
    assert keys
    assert [key for key in keys if WORDS.has("en", key) and len(WORDS.say("en", key)) > 100] == []


def test_form_titles_labels_and_helps_fit_discord():
    for key in (key for key in MESSAGES if "-form-" in key or key.endswith("-form")):
        assert len(WORDS.say("en", key)) <= (100 if key.endswith("-help") else 45), key


@pytest.mark.parametrize("language", ["en", "en-GB", "EN-us", "de", "zh-TW", "", "../..", "x" * 300])
def test_a_language_that_we_do_not_speak_is_answered_in_english(language: str):
    assert WORDS.say(language, "busy") == WORDS.say("en", "busy")


def test_a_key_or_a_fact_that_is_missing_is_a_bug():
    with pytest.raises(LookupError):
        WORDS.say("en", "no-such-key")
    with pytest.raises(LookupError):
        WORDS.say("en", "busy.no-such-attribute")
    with pytest.raises(LookupError):
        WORDS.say("en", "already-a-member")
