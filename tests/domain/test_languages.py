"""Languages as people write them: one language is one name, whoever wrote it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from teambot.domain.fit import Blogger, may_share_readers
from teambot.domain.languages import LANGUAGES_MOST, _names, join_languages, parse_languages, unknown_ones
from teambot.errors import Refusal


@pytest.mark.parametrize(
    ("typed", "languages", "why"),
    [
        ("", (), "none"),
        (" , ;", (), "nothing but separators"),
        ("German, English", ("German", "English"), "the order is theirs"),
        ("de,en", ("German", "English"), "codes"),
        ("DEUTSCH", ("German",), "in the language itself, in capitals"),
        ("english, English, en", ("English",), "each once"),
        ("Español; portugues", ("Spanish", "Portuguese"), "accents or none"),
        ("en-GB, pt_BR", ("English", "Portuguese"), "with a region"),
        ("British English / Swiss  German", ("English", "German"), "a kind of one, and a slash"),
        ("English (UK)", ("English",), "with an aside"),
        ("日本語、한국어", ("Japanese", "Korean"), "in their own letters"),
        ("हिन्दी", ("Hindi",), "with its vowel signs"),
        ("nb, nynorsk", ("Norwegian",), "two ways to write one"),
        ("Klingon,  Old   Tongue", ("Klingon", "Old Tongue"), "what is in no table stays as it is"),
        ("not at it", ("not at it",), "a code at the end of words is none"),
    ],
)
def test_languages_are_read(typed: str, languages: tuple[str, ...], why: str) -> None:
    assert parse_languages(typed) == languages, why


@pytest.mark.parametrize(
    ("languages", "unknown", "why"),
    [
        (("English", "German"), {}, "both are known"),
        (("Englsh", "german"), {"Englsh": "English", "german": "German"}, "a letter is missing; never kept like this"),
        (("Espanol.",), {"Espanol.": "Spanish"}, "what it is called in itself counts, too"),
        (("Klingon", "xx", "de"), {"Klingon": "", "xx": "", "de": ""}, "like none, or too short to tell"),
    ],
)
def test_what_is_no_language_is_known_by_what_it_is_like(
    languages: tuple[str, ...], unknown: dict[str, str], why: str
) -> None:
    assert unknown_ones(languages) == unknown, why


def test_more_than_the_store_holds_is_refused() -> None:
    with pytest.raises(Refusal) as no:
        parse_languages(",".join(f"Language {n}" for n in range(20)))
    assert (no.value.key, no.value.facts["field"], no.value.facts["most"]) == ("too-long", "languages", LANGUAGES_MOST)


def test_no_name_or_code_means_two_languages() -> None:
    kept = set(_names().values())
    assert len(kept) == 80
    assert all(_names()[name.casefold()] == name for name in kept)


@given(st.lists(st.sampled_from(sorted(_names())), max_size=6))
def test_what_is_kept_reads_as_itself(typed: list[str]) -> None:
    languages = parse_languages(",".join(typed))
    assert parse_languages(join_languages(languages)) == languages
    mine, theirs = Blogger(languages=languages), Blogger(languages=parse_languages(",".join(reversed(typed))))
    assert may_share_readers(mine, theirs)


@given(st.text(max_size=60))
def test_whatever_is_typed_reads_as_itself_once_kept(text: str) -> None:
    languages = parse_languages(text)
    assert parse_languages(join_languages(languages)) == languages
