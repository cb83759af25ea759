"""People's words: shown whole, on their place, pinging nobody, whatever they hold."""

import unicodedata
from datetime import UTC, datetime

import discord
import pytest
import regex
from hypothesis import given
from hypothesis import strategies as st

from teambot.chat.render.layout import allowed
from teambot.chat.render.text import (
    HOST_MOST,
    Safe,
    clean,
    cut,
    escape,
    fact,
    host,
    named,
    pieces,
    safe_url,
    written_out,
)
from tests.chat.written import UNHURRIED

HOSTILE = st.text(
    alphabet=st.one_of(
        st.sampled_from("@everyonehere<>#&!:*_~`|[]()-\\/.\n\r\t\u202e\u2066\u200b\u200d\ufe0f\u0301\U000e0041👩🔬é🇩🇪"),
        st.characters(),
    )
)
# What Discord would turn into a mention, a time, an emoji, a link with another text, or a block.
MEANT = regex.compile(r"(?<!\\)(?:\\\\)*(?:<[@#:t/a]|[*_~`|\[\]()>#-])")


@UNHURRIED
@given(HOSTILE)
def test_escaped_words_have_no_markdown_and_no_mention_left(text: str):
    assert not MEANT.search(escape(text))
    assert "\n" not in escape(text)


@UNHURRIED
@given(HOSTILE)
def test_nothing_that_can_be_seen_is_dropped(text: str):
    kept = regex.sub(r"\\(.)", r"\1", escape(text))
    seen = [sign for sign in unicodedata.normalize("NFC", text) if unicodedata.category(sign)[0] in "LNPS"]
    private = [sign for sign in kept if unicodedata.category(sign)[0] in "LNPS"]
    assert private == [
        sign for sign in unicodedata.normalize("NFC", clean(text)) if unicodedata.category(sign)[0] in "LNPS"
    ]
    assert len(private) >= len([sign for sign in seen if unicodedata.category(sign)[0] in "LN"])


@UNHURRIED
@given(HOSTILE)
def test_nothing_hidden_is_left_but_a_joiner_between_two_pictures(text: str):
    cleaned = clean(text)
    assert not regex.search(r"[\p{Cc}\p{Cs}]", cleaned)
    for match in regex.finditer(r"\p{Cf}", cleaned):
        assert match[0] == "\u200d"
        assert regex.match(r"\p{Extended_Pictographic}", cleaned[match.end() :])


@UNHURRIED
@given(HOSTILE, st.integers(1, 60))
def test_a_cut_is_never_longer_and_never_splits_a_letter(text: str, most: int):
    short = cut(text, most)
    assert len(short) <= most
    if short != clean(text):
        assert short.endswith("…")
        letters = regex.findall(r"\X", clean(text))
        assert any("".join(letters[:n]).rstrip() == short[:-1] for n in range(len(letters) + 1))


@UNHURRIED
@given(HOSTILE)
def test_long_words_are_whole_in_their_pieces(text: str):
    assert "".join(pieces(text, 20)).replace("\\", "") == escape(text).replace("\\", "")


@UNHURRIED
@given(HOSTILE)
def test_a_fact_is_escaped_once_and_only_once(text: str):
    once = fact(text)
    assert once == text or isinstance(once, Safe)
    assert fact(once) == once


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("@everyone", "pings all where it is allowed"),
        ("@\u202eeveryone", "the control is stripped first, then it pings"),
        ("<@123> <@&5> <#7>", "mentions"),
        ("</week show:1>", "a command's mention"),
        ("<t:0:R>", "a time"),
        ("[Official](https://evil.example)", "a link with another text"),
        ("# big\n-# small\n> said", "headings and quotes"),
        ("```py\ncode```", "a block"),
        ("||hidden||", "a spoiler"),
        (":smile: <a:x:1>", "emoji"),
    ],
)
def test_what_could_ping_or_format_is_shown_as_it_was_written(text: str, reason: str):
    assert not MEANT.search(escape(text)), reason


@pytest.mark.parametrize(
    ("url", "shown"),
    [
        ("https://tea.example/post", "tea.example"),
        ("https://user@evil.example/tea.example", "evil.example"),
        ("https://bücher.example/", "xn--bcher-kva.example"),
        ("https://TEA.example:8443/x", "tea.example"),
        (f"https://{'a' * 60}.example/", "…" + ("a" * 60 + ".example")[1 - HOST_MOST :]),
        ("no address", ""),
        ("https://[::1", "?"),
    ],
)
def test_a_host_is_the_real_one(url: str, shown: str):
    assert host(url) == shown


@pytest.mark.parametrize(
    "url",
    ["javascript:alert(1)", "ftp://x.example", "https://", "https://a.example/" + "x" * 512, 'https://a"b.example', ""],
)
def test_no_button_leads_where_a_button_cannot(url: str):
    assert safe_url(url) is None


@UNHURRIED
@given(st.lists(st.integers(1, 2**63 - 1), max_size=24).map(tuple))
def test_only_those_named_may_be_pinged(people: tuple[int, ...]):
    made = allowed(people).to_dict()
    assert sorted(int(one) for one in made.get("users", [])) == sorted(people)
    assert not {"everyone", "roles"} & set(made["parse"])
    assert ("users" in made["parse"]) is False


@pytest.mark.parametrize(
    ("name", "seen"),
    [("Ana", "Ana"), ("", "?"), ("\u200b\u202e", "?"), ("null", "null"), ("🍵", "🍵"), ("陳雅婷", "陳雅婷")],
)
def test_every_name_can_be_seen(name: str, seen: str):
    assert named(name, 40) == seen


def test_a_moment_is_drawn_in_each_readers_zone():
    assert fact(datetime(2026, 1, 5, tzinfo=UTC)) == "<t:1767571200:F> (<t:1767571200:R>)"
    assert isinstance(allowed(()), discord.AllowedMentions)


@pytest.mark.parametrize(
    ("why", "url", "button", "text"),
    [
        ("a short one", "https://a.example/x", True, "https://a.example/x"),
        ("signs that end a link", 'https://a.example/"<x> y', True, "https://a.example/%22%3Cx%3E%20y"),
        ("another alphabet's host", "https://bücher.example/", True, "https://xn--bcher-kva.example/"),
        ("a long slug of kana", "https://a.example/" + "あ" * 60, False, "https://a.example/" + "%E3%81%82" * 60),
        ("too long for anything", "https://a.example/" + "あ" * 600, False, None),
        ("no address", "javascript:alert(1)", False, None),
        ("somebody's password", "https://u:p@a.example/", False, None),
    ],
)
def test_a_post_can_always_be_opened(why: str, url: str, button: bool, text: str | None):
    assert (safe_url(url) is not None) == button
    assert written_out(url) == (f"<{text}>" if text else None)
