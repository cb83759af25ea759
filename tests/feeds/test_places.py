"""Where a blog stands on its host: within, places of persons, usual addresses, and which address a blog has."""

from datetime import UTC, datetime

import pytest

from teambot.feeds.entries import Entry, to_items
from teambot.feeds.items import Item
from teambot.feeds.places import (
    blog_of_feed,
    blog_of_page,
    is_of_a_user,
    is_usual,
    place_of,
    usual_feeds,
    within,
)

WITHIN = [
    ("itself", "https://a.test/", "https://a.test", True),
    ("under it, http, www", "http://www.a.test/about", "https://a.test/", True),
    ("under its path", "https://m.test/@ana/x", "https://m.test/@ana", True),
    ("its path begins alike", "https://m.test/@anabel", "https://m.test/@ana", False),
    ("the whole host is not one user's", "https://m.test/", "https://m.test/@ana", False),
    ("another user's", "https://m.test/@ben", "https://m.test/@ana", False),
    ("another host", "https://b.test/", "https://a.test/", False),
    ("a host below", "https://x.a.test/", "https://a.test/", False),
    ("climbing", "https://m.test/@ana/../@ben", "https://m.test/@ana", False),
    ("climbing in disguise", "https://m.test/@ana/%2e%2e/@ben", "https://m.test/@ana", False),
    ("a hidden slash", "https://m.test/@ana%2fx", "https://m.test/@ana", False),
    ("an escaped letter", "https://m.test/%40ana/x", "https://m.test/@ana", True),
    ("beside its index", "https://a.test/about.html", "https://a.test/index.html", True),
    ("no address", "http://[", "https://a.test/", False),
]


@pytest.mark.parametrize(("url", "blog", "expected"), [row[1:] for row in WITHIN], ids=[row[0] for row in WITHIN])
def test_within(url: str, blog: str, expected: bool) -> None:
    assert within(url, blog) is expected


USERS = [
    ("https://s.test/~mal/", "https://s.test/", True),
    ("https://s.test/users/mal", "https://s.test/", True),
    ("https://s.test/blog/author/mal", "https://s.test/blog", True),
    ("https://s.test/about", "https://s.test/", False),
    ("https://s.test/~ana/about", "https://s.test/~ana", False),
]


@pytest.mark.parametrize(("url", "blog", "expected"), USERS)
def test_what_a_host_gives_its_users_is_not_the_hosts(url: str, blog: str, expected: bool) -> None:
    assert is_of_a_user(url, blog) is expected


PLACES = [
    ("https://a.test/2026/05/soup.html?x=1#y", "https://a.test/"),
    ("https://s.test/~ana/2026/soup", "https://s.test/~ana/"),
    ("https://m.test/@ana/soup-1", "https://m.test/@ana/"),
    ("https://m.test", "https://m.test/"),
]


@pytest.mark.parametrize(("url", "place"), PLACES)
def test_place(url: str, place: str) -> None:
    assert place_of(url) == place


def test_usual_addresses() -> None:
    assert usual_feeds("https://a.test")[:3] == (
        "https://a.test/feed",
        "https://a.test/feed.xml",
        "https://a.test/rss.xml",
    )
    assert "https://a.test/?feed=rss2" in usual_feeds("https://a.test/index.php")
    deep = usual_feeds("https://a.test/blog")
    assert deep[0] == "https://a.test/blog/feed"
    assert deep.index("https://a.test/feed") == 3
    assert usual_feeds("https://a.test/2026/soup.html") == usual_feeds("https://a.test/")
    assert usual_feeds("https://s.test/~ana/soup.html")[0] == "https://s.test/~ana/feed"


USUAL = [
    ("https://a.test/feed/", "http://www.a.test", True),
    ("https://a.test/blog/feed.xml", "https://a.test/blog/", True),
    ("https://a.test/blog/feed.xml", "https://a.test/", False),
    ("https://s.test/~mal/feed", "https://s.test/", False),
    ("https://a.test/soup/feed", "https://a.test/", False),
    ("https://b.test/feed", "https://a.test/", False),
]


@pytest.mark.parametrize(("feed", "blog", "expected"), USUAL)
def test_is_usual(feed: str, blog: str, expected: bool) -> None:
    assert is_usual(feed, blog) is expected


def posts(*links: str) -> tuple[Item, ...]:
    when = datetime(2026, 1, 1, tzinfo=UTC)
    return to_items((Entry(link, link, "T", "", when) for link in links), "https://a.test/feed").items


PAGES = [
    ("the front page", "https://a.test", "https://a.test/", ["https://a.test/x"], "https://a.test"),
    ("a post", "https://a.test/x", "https://a.test/", ["https://a.test/x", "https://a.test/y"], "https://a.test/"),
    (
        "a section with all posts",
        "https://a.test/blog/",
        "https://a.test/",
        ["https://a.test/blog/x"],
        "https://a.test/blog/",
    ),
    ("about", "https://a.test/about", "https://a.test/", ["https://a.test/x"], "https://a.test/"),
    ("about, no site named", "https://a.test/about", None, ["https://a.test/x"], "https://a.test/"),
    ("no posts", "https://a.test/", "https://a.test", [], "https://a.test/"),
    ("a site elsewhere", "https://a.test/x", "https://b.test/", ["https://b.test/x"], "https://a.test/"),
    (
        "a user's feed that names the host",
        "https://s.test/~mal/x",
        "https://s.test/",
        ["https://s.test/~mal/x", "https://s.test/~mal/y"],
        "https://s.test/~mal/",
    ),
    (
        "a post on a host of many",
        "https://m.test/@ana/x",
        "https://m.test/@ana",
        ["https://m.test/@ana/x", "https://m.test/p/y"],
        "https://m.test/@ana",
    ),
]


@pytest.mark.parametrize(("page", "home", "links", "blog"), [row[1:] for row in PAGES], ids=[row[0] for row in PAGES])
def test_which_address_a_blog_has_by_a_page(page: str, home: str | None, links: list[str], blog: str) -> None:
    assert blog_of_page(page, home, posts(*links)) == blog


FEEDS = [
    ("its site", "https://a.test/feed", "https://a.test/", [], "https://a.test/"),
    (
        "on another host, with posts there",
        "https://burner.test/ana",
        "https://a.test/",
        ["https://a.test/x"],
        "https://a.test/",
    ),
    (
        "on another host, without",
        "https://mal.test/feed",
        "https://a.test/",
        ["https://mal.test/x"],
        "https://mal.test/",
    ),
    ("names none", "https://a.test/blog/feed", None, ["https://a.test/blog/x"], "https://a.test/"),
    ("a user's that names the host", "https://s.test/~mal/feed", "https://s.test/", [], "https://s.test/~mal/"),
]


@pytest.mark.parametrize(("feed", "home", "links", "blog"), [row[1:] for row in FEEDS], ids=[row[0] for row in FEEDS])
def test_which_address_a_blog_has_by_its_feed(feed: str, home: str | None, links: list[str], blog: str) -> None:
    assert blog_of_feed(feed, home, posts(*links)) == blog
