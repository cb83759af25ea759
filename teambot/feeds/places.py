"""Where a blog stands on its host, and where its feed may be. Many blogs can share a host; it asks nobody."""

import re
from collections.abc import Collection, Sequence
from urllib.parse import unquote, urljoin, urlsplit, urlunsplit

from teambot.feeds.identity import feed_key, same_blog, submittable
from teambot.feeds.items import Item

_USUAL = ("feed", "feed.xml", "rss.xml", "atom.xml", "index.xml", "feed.json", "?feed=rss2", "rss")
_USUAL_WITHIN = 3  # of the same, where the address stands deeper than its host's or person's place
_CALLED_FEED = re.compile(
    r"/(?:feed|rss|atom|[\w-]+\.(?:rss|atom)|(?:index|feed|rss|atom)\.(?:xml|json))/?$", re.IGNORECASE
)
_INDEX = re.compile(r"(?:index|default)\.(?:html?|php|aspx?)", re.IGNORECASE)
# Places that a host gives its users: what stands under them is one person's, and not the host's.
_PERSON = re.compile(r"[~@].+")
_PEOPLE = frozenset({"user", "users", "u", "people", "author", "authors", "member", "members", "profile", "profiles"})


def within(url: str, blog_url: str) -> bool:
    """Tell whether an address is a blog's own or stands under it, on the same host (see `identity.same_blog`)."""
    inner, outer = _segments(url), _segments(blog_url)
    if inner is None or outer is None or not same_blog(url, blog_url):
        return False
    return inner[: len(outer)] == outer


def stands_on(url: str, blog_url: str, others: Collection[str]) -> bool:
    """Tell whether a post's address is on a blog; `others`: the blogs of those it must not be taken from.

    A blog that is alone on its host has all of the host, for posts often stand beside the page that was named; a
    person has all of their place on it (`/@ana/`), and of a host that others write on a blog has what stands under it.
    What stands on another's blog is not on this one, unless this one stands within that.
    """
    place = place_of(blog_url)
    if urlsplit(place).path != "/":
        is_on = within(url, place)
    elif any(same_blog(other, blog_url) for other in others):
        is_on = within(url, blog_url)
    else:
        is_on = same_blog(url, blog_url)
    return is_on and _port(url) == _port(blog_url) and not is_of_another(url, blog_url, others)


def is_no_post(url: str, blog_url: str) -> bool:
    """Tell whether an address is a blog's front page, or called as feeds are."""
    is_front = not urlsplit(url).query and (_segments(url) == [] or feed_key(url) == feed_key(blog_url))
    return is_front or _CALLED_FEED.search(urlsplit(url).path) is not None


def is_of_another(url: str, blog_url: str, others: Collection[str]) -> bool:
    """Tell whether an address is on one of the other blogs, those left out that this blog stands within."""
    return any(within(url, other) and not within(blog_url, other) for other in others)


def is_owners_too(url: str, blog_url: str) -> bool:
    """Tell whether an address is a blog's or a part of it that is its owner's as well: no user's, on the same port."""
    return within(url, blog_url) and not is_of_a_user(url, blog_url) and _port(url) == _port(blog_url)


def is_of_a_user(url: str, blog_url: str) -> bool:
    """Tell whether an address within a blog's is one that a host gives a user of it: `/~ana`, `/@ana`, `/users/ana`."""
    inner, outer = _segments(url) or [], _segments(blog_url) or []
    deeper = inner[len(outer) :]
    return any(_PERSON.fullmatch(segment) or segment.lower() in _PEOPLE for segment in deeper)


def place_of(url: str) -> str:
    """Give the address that a blog with this page has at the most: its host's, or a person's place on it (`/~ana/`)."""
    parts = urlsplit(url)
    segments = [segment for segment in parts.path.split("/") if segment]
    persons = [at for at, segment in enumerate(segments) if _PERSON.fullmatch(unquote(segment))]
    kept = segments[: persons[-1] + 1] if persons else []
    return urlunsplit((parts.scheme, parts.netloc, "/".join(["", *kept, ""]), "", ""))


def usual_feeds(url: str) -> tuple[str, ...]:
    """List the addresses at which blogs that announce no feed usually have it, the likeliest first."""
    place = place_of(url)
    own = _as_folder(url)
    deeper = _USUAL[:_USUAL_WITHIN] if own is not None and len(own) > len(place) else ()
    found = [f"{own}{name}" for name in deeper] + _usual_at(place)
    return tuple(dict.fromkeys(found))


def linked_feeds(links: Sequence[str], page: str) -> tuple[str, ...]:
    """Pick, of the addresses that a page links, those on its host that are called as feeds are: a link "RSS"."""
    return tuple(link for link in links if _CALLED_FEED.search(urlsplit(link).path) and same_blog(link, page))


def is_usual(feed_url: str, blog_url: str) -> bool:
    """Tell whether a feed stands at one of a blog's usual addresses, where none but its owner can put one."""
    folder = _as_folder(blog_url) or blog_url
    return feed_key(feed_url) in {feed_key(url) for url in _usual_at(folder)}


def blog_of_page(page: str, home: str | None, items: Sequence[Item]) -> str:
    """Say which address a blog has, from one of its pages and what its feed says: its site and its posts.

    The page itself if it is the site or all posts stand under it; else the site, if the page stands under it and it is
    not the host of many; else the page's place on its host.
    """
    posts = [item.url for item in items if item.url is not None]
    if posts and all(within(post, page) for post in posts):
        return page
    place = place_of(page)
    if home is not None and within(page, home) and within(home, place):
        return page if feed_key(page) == feed_key(home) else home
    return place


def blog_of_feed(feed: str, home: str | None, items: Sequence[Item]) -> str:
    """Say which address a blog has, from its feed's: the site it names, if the feed or a post of it is on that host."""
    if home is not None and (same_blog(home, feed) or any(item.url and same_blog(item.url, home) for item in items)):
        place = place_of(feed)
        return home if within(home, place) or not same_blog(home, feed) else place
    return place_of(feed)


def site_of(link: str | None, base: str) -> str | None:
    """Give the address of the site that a feed names, absolute and without tracking, or None."""
    return submittable(link, base) if link else None


def _usual_at(folder: str) -> list[str]:
    """List the usual addresses for a folder; Medium has a person's feed not under their place, but at `/feed/@ana`."""
    person = urlsplit(folder).path.rstrip("/").rpartition("/")[2]
    medium = [urljoin(folder, f"/feed/{person}")] if unquote(person).startswith("@") else []
    return medium + [urljoin(folder, name) for name in _USUAL]


def _as_folder(url: str) -> str | None:
    """Give an address with a slash behind it, or None where its last part is a file's name."""
    parts = urlsplit(url)
    path = parts.path.rstrip("/")
    last = path.rpartition("/")[2]
    if _INDEX.fullmatch(last):
        path = path[: -len(last)].rstrip("/")
    elif "." in last:
        return None
    return urlunsplit((parts.scheme, parts.netloc, f"{path}/", "", ""))


def _segments(url: str) -> list[str] | None:
    """Split an address's path, unescaped; None where it climbs or hides a slash, so that nobody knows where it ends."""
    try:
        parts = [unquote(part) for part in urlsplit(url.strip()).path.split("/") if part]
    except ValueError:
        return None
    if any(part in (".", "..") or "/" in part or "\\" in part for part in parts):
        return None
    return parts[:-1] if parts and _INDEX.fullmatch(parts[-1]) else parts


def _port(url: str) -> int | None:
    """Give the port of an address, or None for the usual ones and where it is none."""
    try:
        port = urlsplit(url.strip()).port
    except ValueError:
        return None
    return None if port in (80, 443) else port
