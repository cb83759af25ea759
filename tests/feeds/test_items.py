"""When two entries are one item: within a document, from one reading to the next, and where ids cannot be trusted."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from teambot.feeds.identity import address_key, id_key
from teambot.feeds.items import ParsedFeed
from teambot.feeds.parse import parse_feed
from tests.feeds.documents import NOW, URL, parsed, rss


def entry(entry_id: str | None, link: str | None, title: str = "a") -> str:
    own = f"<guid isPermaLink='false'>{entry_id}</guid>" if entry_id else ""
    leads = f"<link>{link}</link>" if link else ""
    return f"<item>{own}<title>{title}</title>{leads}</item>"


def ids_of(found: ParsedFeed) -> list[str | None]:
    assert all(item.id_key is None or item.id_key in item.keys for item in found.items)
    return [item.id_key for item in found.items]


IDS = [
    ([("1", "/1"), ("2", "/2")], False, "each its own"),
    ([("1", "/1"), ("1", "/2")], True, "one of two addresses"),
    ([("1", "/1"), ("2", "/2"), ("1", None)], True, "one with an address and without"),
    ([("1", "/1"), ("1", "/1/?utm_source=x")], False, "one item that stands there twice"),
    ([("1", "/1"), ("1", "/1?amp=1")], False, "one item and its AMP page"),
    ([(str(n), f"/{n}") for n in range(19)] + [(None, "/x")], False, "one of 20 missing"),
    ([(str(n), f"/{n}") for n in range(18)] + [(None, "/x")], True, "one of 19 missing"),
    ([(None, f"/{n}") for n in range(9)], False, "a feed without ids"),
    ([], False, "a feed without items"),
]


@pytest.mark.parametrize(("rows", "repeat", "why"), IDS, ids=[row[2] for row in IDS])
def test_whether_ids_name_one_item_each(rows: list[tuple[str | None, str | None]], repeat: bool, why: str) -> None:
    body = rss("".join(entry(*row) for row in rows))
    found, known = parsed(body), parse_feed(body, "", URL, NOW, ids_repeat=True)
    assert found.ids_repeat is known.ids_repeat is repeat, f"{why}; what is known already is not shown"
    assert not repeat or found.items == known.items, "what it shows counts for itself at once"
    of_address = {address_key(f"https://feeds.example{link}"): entry_id for entry_id, link in reversed(rows) if link}
    for one, repeats in ((found, repeat), (known, True)):
        expected = [id_key(of_address.get(item.address_key or ""), item.url, ids_repeat=repeats) for item in one.items]
        assert ids_of(one) == expected


def test_the_same_guid_on_every_item_and_all_are_distinct() -> None:
    by_link = parsed(rss("".join(entry("same", f"http://b.example/{n}", str(n)) for n in range(40))))
    assert by_link.ids_repeat
    assert [item.title for item in by_link.items] == [str(n) for n in range(40)]
    assert len({id_key for id_key in ids_of(by_link) if id_key}) == 40
    by_title = parsed(rss("".join(entry("same", None, str(n)) for n in range(40))))
    assert [item.title for item in by_title.items] == [str(n) for n in range(40)]
    assert ids_of(by_title) == [None] * 40


def test_a_guid_that_came_to_repeat_brings_nothing_back() -> None:
    """The keys of the addresses bridge the day on which the ids were found out."""
    links = [f"http://b.example/{n}" for n in range(6)]
    before = parsed(rss("".join(entry(f"id{n}", link) for n, link in enumerate(links[:5]))))
    after = parsed(rss("".join(entry("id0", link) for link in reversed(links))))
    later = parse_feed(
        rss("".join(entry(f"id{n}", link) for n, link in enumerate(links))), "", URL, NOW, ids_repeat=True
    )
    assert (before.ids_repeat, after.ids_repeat, later.ids_repeat) == (False, True, False)
    seen = {key for item in before.items for key in item.keys}
    assert [item.url for item in after.items if not seen & {*item.keys}] == links[5:]
    seen |= {key for item in after.items for key in item.keys}
    assert all(seen & {*item.keys} for item in later.items)


ENTRIES = st.lists(
    st.tuples(
        st.sampled_from([None, "1", "2", "3", "http://b.example/1"]),
        st.sampled_from([None, "/1", "/1/", "/1?amp", "https://www.feeds.example/1", "/2", "javascript:x"]),
        st.sampled_from(["", "a", "b"]),
    ),
    max_size=8,
)


@settings(max_examples=150, deadline=None)
@given(ENTRIES, st.booleans())
def test_no_two_items_share_a_key_or_an_address(rows: list[tuple[str | None, str | None, str]], known: bool) -> None:
    found = parse_feed(rss("".join(entry(*row) for row in rows)), "", URL, NOW, ids_repeat=known)
    keys = [key for item in found.items for key in item.keys]
    assert len(keys) == len(set(keys))
    addresses = [item.address_key for item in found.items if item.url is not None]
    assert len(addresses) == len(set(addresses))
    assert addresses == [address_key(item.url) for item in found.items if item.url is not None]
    assert all(item.keys and (item.id_key is None or item.id_key in item.keys) for item in found.items)
    again = parse_feed(rss("".join(entry(*row) for row in rows * 2)), "", URL, NOW, ids_repeat=known)
    assert again.items == found.items, "what stands there twice is there once"


def test_spellings_of_one_address_in_one_document_are_one_item() -> None:
    links = ["/x", "/x/", "https://www.feeds.example/x", "/x?utm_source=a&amp;utm_medium=b", "http://feeds.example/x#c"]
    found = parsed(rss("".join(entry(f"id{n}", link, str(n)) for n, link in enumerate(links))))
    (item,) = found.items
    assert (item.title, item.url) == ("0", "https://feeds.example/x")
    assert {id_key(f"id{n}", None) for n in range(5)} < {*item.keys}, "it is known by each of its ids"
    assert item.id_key == id_key("id0", None)


@pytest.mark.parametrize(
    ("before", "after", "why"),
    [
        ("<guid>http://b.example/a</guid>", "<guid>https://b.example/a</guid>", "http to https"),
        (
            "<guid isPermaLink='false'>1</guid><link>http://b.example/a</link>",
            "<guid>http://b.example/a</guid>",
            "to a link",
        ),
        (
            "<guid isPermaLink='false'>1</guid><link>http://b.example/a</link>",
            "<guid isPermaLink='false'>1</guid><link>http://b.example/renamed</link>",
            "the address changed",
        ),
        (
            "<link>http://b.example/a</link>",
            "<link>https://www.b.example/a/?utm_source=x#y</link>",
            "written otherwise",
        ),
        (
            "<guid isPermaLink='false'>1</guid><title>a</title>",
            "<guid isPermaLink='false'>1</guid><title>b</title>",
            "edited",
        ),
    ],
    ids=["scheme", "to-link", "address", "spelling", "edited"],
)
def test_a_changed_item_keeps_a_key(before: str, after: str, why: str) -> None:
    one, other = (parsed(rss(f"<item>{text}</item>")).items[0] for text in (before, after))
    assert set(one.keys) & set(other.keys), why


LINKS = st.sampled_from(
    ["http://b.example/a", "https://b.example/a", "https://www.b.example/a/", "http://b.example/a?utm_source=x#y"]
)
FORMS = st.sampled_from(
    [
        "<guid>{0}</guid>",
        "<link>{0}</link>",
        "<guid isPermaLink='false'>{0}</guid><link>{0}</link>",
        "<guid isPermaLink='false'>http://b.example/?p=1</guid><link>{0}</link>",
        "<guid isPermaLink='false'>https://b.example/?p=1</guid><link>{0}</link>",
        "<guid isPermaLink='false'>urn:uuid:1</guid><link>{0}</link>",
        "<link>{0}</link><guid isPermaLink='false'/>",
    ]
)


@settings(max_examples=150, deadline=None)
@given(st.tuples(FORMS, LINKS, st.booleans()), st.tuples(FORMS, LINKS, st.booleans()))
def test_a_post_keeps_a_key_whatever_becomes_of_its_guid(
    one: tuple[str, str, bool], other: tuple[str, str, bool]
) -> None:
    """From http to https, from guid to link and back, and whatever is known of the feed's ids by then."""
    first, second = (
        parse_feed(rss(f"<item>{form.format(link)}</item>"), "", URL, NOW, ids_repeat=known).items[0]
        for form, link, known in (one, other)
    )
    assert set(first.keys) & set(second.keys)
    assert first.address_key == second.address_key


def test_an_item_without_id_and_address_is_known_by_title_and_day() -> None:
    def keys(day: int, title: str = "a") -> tuple[str, ...]:
        return (
            parsed(rss(f"<item><title>{title}</title><pubDate>{day} Nov 2026 09:00 GMT</pubDate></item>")).items[0].keys
        )

    assert keys(1) == keys(1)
    assert keys(1) != keys(2)
    assert keys(1) != keys(1, "b")
