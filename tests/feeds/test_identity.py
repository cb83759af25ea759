"""One post is one post, however its address is written; and the keys, once stored, stay what they are."""

from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from teambot.feeds.addresses import without_tracking
from teambot.feeds.identity import address_key, feed_key, item_keys, same_blog, submittable

WORD = st.text("abcdefghijklmnopqrstuvwxyz0123456789-_~.", min_size=1, max_size=8).filter(lambda word: word.strip("."))
HOST = st.lists(st.text("abcdefghijklmnopqrstuvwxyz", min_size=1, max_size=8), min_size=2, max_size=3).map(".".join)
TRACKING = st.sampled_from(
    ["utm_source=x", "UTM_Campaign=a%20b", "utm%5Fmedium=rss", "fbclid=1", "gclid=", "mc_cid=2", "mtm_kwd=x", ""]
)


@st.composite
def spellings(draw: st.DrawFn) -> tuple[str, str]:
    """Draw two ways to write one address."""
    host = draw(HOST.filter(lambda host: not host.startswith("www.")))
    path = "/".join(["", *draw(st.lists(WORD, max_size=3))])
    query = [f"{name}={value}" for name, value in draw(st.lists(st.tuples(st.sampled_from("abc"), WORD), max_size=3))]

    def write() -> str:
        scheme = draw(st.sampled_from(["http", "https"]))
        port = draw(st.sampled_from(["", {"http": ":80", "https": ":443"}[scheme]]))
        written = draw(st.sampled_from(["", "www.", "WWW."])) + draw(st.sampled_from([host, host.upper(), host + "."]))
        followed = list(query)
        for extra in draw(st.lists(TRACKING, max_size=2)):
            followed.insert(draw(st.integers(0, len(followed))), extra)
        asked = "?" + "&".join(followed) if followed or draw(st.booleans()) else ""
        slash, fragment = draw(st.sampled_from(["", "/"])), draw(st.sampled_from(["", "#x", "#"]))
        return f"{scheme}://{written}{port}{path}{slash}{asked}{fragment}"

    return write(), write()


@settings(max_examples=400, deadline=None)
@given(spellings())
def test_one_post_has_one_key_however_it_is_written(pair: tuple[str, str]) -> None:
    one, other = pair
    assert address_key(one) == address_key(other)
    assert address_key(without_tracking(one)) == address_key(one)
    assert item_keys(None, one, "", None) == item_keys(None, other, "", None)
    assert same_blog(one, other)


@settings(max_examples=300, deadline=None)
@given(st.text(max_size=60))
def test_any_text_has_a_key_of_40_characters(text: str) -> None:
    assert len(address_key(text)) == 40
    assert all(len(key) <= 40 for key in item_keys(text, "http://b.example/" + text, text, None))
    same_blog(text, text)
    url = submittable(text, "http://b.example/")
    assert url is None or submittable(url, "http://b.example/") == url, "cleaning again changes nothing"


DIFFERENT = [
    ("http://b.example/a", "http://b.example/b", "another path"),
    ("http://b.example/a", "http://b.example/A", "the case of a path counts"),
    ("http://b.example/?p=1", "http://b.example/?p=2", "another parameter"),
    ("http://b.example/?a=1&b=2", "http://b.example/?b=2&a=1", "their order counts"),
    ("http://b.example/?a=%26", "http://b.example/?a=&", "an escape is no sign"),
    ("http://b.example/a%2Fb", "http://b.example/a/b", "an escaped slash is no slash"),
    ("http://b.example/", "http://c.b.example/", "another host"),
    ("http://b.example/", "http://b.example:8080/", "another port"),
    ("http://b.example/?ref=other.example", "http://b.example/", "a parameter that may mean something"),
    ("http://b.example/ab", "http://b.example/a?b", "no sign is lost between the parts"),
]


@pytest.mark.parametrize(("one", "other", "why"), DIFFERENT, ids=[row[2] for row in DIFFERENT])
def test_what_differs_differs(one: str, other: str, why: str) -> None:
    assert address_key(one) != address_key(other), why


SAME = [
    ("http://bücher.example/ä", "https://xn--bcher-kva.example/%c3%a4", "letters and their escapes"),
    ("http://b.example/%C3%A4", "http://b.example/%c3%a4", "the case of an escape"),
    ("http://b.example/?ref=b.example", "http://b.example", "the site's own mark"),
    (" http://b.example/a\n", "http://b.example/a", "blanks around it"),
    ("http://b.example/a///", "http://b.example/a", "slashes at the end"),
]


@pytest.mark.parametrize(("one", "other", "why"), SAME, ids=[row[2] for row in SAME])
def test_what_is_the_same_is_the_same(one: str, other: str, why: str) -> None:
    assert address_key(one) == address_key(other), why


def test_stored_keys_stay_what_they_are() -> None:
    """These stand in databases: another value here would offer every old item again."""
    assert address_key("https://www.b.example/a/?utm_source=x") == "3c50e9c558b37b8eabc850029de7ddefa70df7dd"
    day = datetime(2026, 11, 22, tzinfo=UTC)
    assert item_keys("tag:1", "http://b.example/a", "A", day) == (
        "i34a54f15d40fbbb729a8ffe91dbf4a95",
        "ucc7c313149d6a9d8ce6b1a8940b72267",
    )
    assert item_keys(None, None, "A", day) == ("ta78dcd2e7ae07ac41df7d26cc332f11a",)


def test_kinds_of_keys_never_meet() -> None:
    same = "http://b.example/a"
    assert len({*item_keys(same, same, same, None), *item_keys(None, None, same, None)}) == 3


@pytest.mark.parametrize("entry_id", ["<p>a</p>", "a" * 10_000, " spaces in it ", "\ud800", "é" * 500])
def test_an_id_is_opaque(entry_id: str) -> None:
    (key,) = item_keys(entry_id, None, "", None)
    assert len(key) == 33
    assert key != item_keys(entry_id + "x", None, "", None)[0]


@pytest.mark.parametrize(
    ("url", "blog", "expected"),
    [
        ("https://www.b.example/a", "http://b.example", True),
        ("http://B.example:8080/a", "https://www.b.example/blog/", True),
        ("http://xn--bcher-kva.example/", "http://bücher.example/", True),
        ("http://c.b.example/a", "http://b.example", False),
        ("http://b.example.evil.example/", "http://b.example", False),
        ("http://evil.example/b.example", "http://b.example", False),
        ("http://b.example@evil.example/", "http://b.example", False),
        ("http://[::1", "http://b.example", False),
        ("", "", False),
        ("b.example", "b.example", False),
    ],
)
def test_whose_blog_it_is(url: str, blog: str, expected: bool) -> None:
    assert same_blog(url, blog) is expected


FEEDS = [
    ("https://b.example/feed/", True, "https and a slash"),
    ("http://www.b.example/feed", True, "www."),
    ("HTTP://B.Example:80/feed#top", True, "case, port and fragment"),
    ("http://b.example/feed?", True, "a question without words"),
    ("http://b.example/feed?utm_source=x", False, "what looks like tracking may choose the feed"),
    ("http://b.example/feed?source=b.example", False, "the site's own mark may, too"),
    ("http://b.example/Feed", False, "another path"),
    ("http://b.example/comments/feed", False, "the comments"),
]


@pytest.mark.parametrize(("url", "same", "why"), FEEDS, ids=[row[2] for row in FEEDS])
def test_which_addresses_are_one_feed(url: str, same: bool, why: str) -> None:
    assert (feed_key(url) == feed_key("http://b.example/feed")) is same, why
    assert len(feed_key(url)) == 40
