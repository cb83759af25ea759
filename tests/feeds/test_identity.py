"""What an item is known by, and whose blog an address is on; and the keys, once stored, stay what they are."""

from datetime import UTC, datetime

import pytest

from teambot.feeds.identity import address_key, feed_key, id_key, item_keys, same_blog


def test_stored_keys_stay_what_they_are() -> None:
    """These stand in databases: another value here would offer every old item again."""
    assert address_key("https://www.b.example/a/?utm_source=x") == "3c50e9c558b37b8eabc850029de7ddefa70df7dd"
    day = datetime(2026, 11, 22, tzinfo=UTC)
    assert item_keys("tag:1", "http://b.example/a", "A", day) == (
        "i34a54f15d40fbbb729a8ffe91dbf4a95",
        "ucc7c313149d6a9d8ce6b1a8940b72267",
    )
    assert item_keys("tag:1", "http://b.example/a", "A", day, ids_repeat=True) == (
        "ped6806b10e9dc97c551e1565f01eea12",
        "ucc7c313149d6a9d8ce6b1a8940b72267",
    )
    assert feed_key("https://www.b.example/feed/?utm_source=x") == "999758182391696178fc619412b124b0f7e86bb5"
    assert item_keys(None, None, "A", day) == ("ta78dcd2e7ae07ac41df7d26cc332f11a",)


def test_kinds_of_keys_never_meet() -> None:
    same = "http://b.example/a"
    repeating = item_keys(same, same, same, None, ids_repeat=True)
    assert len({*item_keys(same, same, same, None), *item_keys(None, None, same, None), *repeating}) == 4
    assert id_key(f"1\n{same}", None) != id_key("1", same, ids_repeat=True)


def test_an_id_that_is_not_alone_is_made_of_id_and_address() -> None:
    one, other = "http://b.example/1", "http://b.example/2"
    assert id_key("x", one) == id_key("x", other) == id_key("x", None)
    assert id_key("x", one, ids_repeat=True) != id_key("x", other, ids_repeat=True)
    assert id_key("x", one, ids_repeat=True) != id_key("y", one, ids_repeat=True)
    assert id_key("x", one, ids_repeat=True) == id_key("x", "https://www.b.example/1/?utm_source=x", ids_repeat=True)
    assert id_key("x", None, ids_repeat=True) is None, "without an address it says nothing"
    assert id_key("", one) is id_key(None, one, ids_repeat=True) is None


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
