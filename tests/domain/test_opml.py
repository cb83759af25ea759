"""What feed readers are given can be read by them, whatever a feed is called."""

from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from teambot.domain.opml import opml
from teambot.domain.people import FeedShown

TITLES = [
    ("quotes and signs", 'Soup & "Bread" <b>', 'Soup & "Bread" <b>'),
    ("what XML cannot hold", "So\x00up\x0b\ufffe\ud800", "Soup"),
    ("beyond the first plane", "\U0001f375 чай", "\U0001f375 чай"),
    ("an entity stays a text", "&amp;&#0;", "&amp;&#0;"),
]


@pytest.mark.parametrize(("title", "read"), [row[1:] for row in TITLES], ids=[row[0] for row in TITLES])
def test_titles(title: str, read: str) -> None:
    made = opml(title, [FeedShown(title, "https://a.example/feed?a=1&b=2", "https://a.example")])
    root = ElementTree.fromstring(made)
    assert root.findtext("head/title") == read
    [line] = root.iter("outline")
    url = "https://a.example/feed?a=1&b=2"
    assert line.attrib == {"type": "rss", "text": read, "title": read, "xmlUrl": url, "htmlUrl": "https://a.example"}


@given(st.lists(st.builds(FeedShown, st.text(), st.text(), st.text()), max_size=24))
def test_every_feed_stands_in_it_once_and_in_order(feeds: list[FeedShown]) -> None:
    root = ElementTree.fromstring(opml("x", feeds))
    assert len(list(root.iter("outline"))) == len(feeds)
