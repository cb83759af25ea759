"""When two items are one, when two addresses are one post, and whose blog an address is on.

The keys are stored: what they are made of may not change without a thought for those that are there.
"""

from datetime import datetime
from hashlib import blake2b
from urllib.parse import unquote, urljoin, urlsplit

from teambot.feeds.addresses import canonical, site, spelled, without_tracking

MOST_CHARACTERS = 2000
_KEY_BYTES = 16


def submittable(link: str, base: str) -> str | None:
    """Give the address a post can be submitted under, or None.

    Resolved against `base`, without tracking parameters; http or https, with a host and without user or password, at
    most 2,000 characters, no control characters.
    """
    link = link.strip()
    if not link or len(link) > MOST_CHARACTERS or "\\" in link or not link.replace(" ", "").isprintable():
        return None
    try:
        url = without_tracking(urljoin(base, link).replace(" ", "%20"))
        parts = urlsplit(url)
        _ = parts.port
    except ValueError:
        return None
    fits = parts.scheme in ("http", "https") and parts.hostname and "@" not in parts.netloc
    return url if fits and len(url) <= MOST_CHARACTERS else None


def address_key(url: str) -> str:
    """Give the key of a post's address, 40 characters: the same for every way of writing it.

    Without scheme, `www.`, default port, fragment, trailing slash and tracking parameters; the host's case and the way
    of escaping do not count, and its AMP page is the same post. All else counts. It is for posts: whose an address is
    may not hang on it, see `feed_key`.
    """
    return _hashed(canonical(url))


def feed_key(url: str) -> str:
    """Give the key of a feed's address, 40 characters: one for http and https, with or without `www.` and end slash.

    As `address_key`, but the whole query counts, and so does AMP: what looks like tracking may choose the feed.
    """
    return _hashed(spelled(url))


def id_key(entry_id: str | None, url: str | None, *, ids_repeat: bool = False) -> str | None:
    """Give the key of an item's id, 33 characters, or None without one.

    The id is opaque, compared character by character (RFC 4287, 4.2.6). Where a feed gives one id to several items
    (`ids_repeat`) the key is made of id and address; an id without address then says nothing.
    """
    if not entry_id or (ids_repeat and not url):
        return None
    return _key("p", f"{entry_id}\n{canonical(url)}") if ids_repeat and url else _key("i", entry_id)


def item_keys(
    entry_id: str | None, url: str | None, title: str, published: datetime | None, *, ids_repeat: bool = False
) -> tuple[str, ...]:
    """Give the keys of an item within its feed, each of at most 40 characters: of its id, and of its address.

    See `id_key`. With neither, one key of title and day.
    """
    own = id_key(entry_id, url, ids_repeat=ids_repeat)
    keys = [own] if own else []
    if url:
        keys.append(_key("u", canonical(url)))
    day = published.date().isoformat() if published else ""
    return tuple(keys) or (_key("t", f"{day}\n{title}"),)


def same_blog(url: str, blog_url: str) -> bool:
    """Tell whether an address is on a blog's host; scheme, port, `www.` and case do not count. False for no address."""
    try:
        one, other = (site(urlsplit(address.strip()).hostname or "") for address in (url, blog_url))
    except ValueError:
        return False
    return bool(one) and one == other


def overlap(one: str, other: str) -> bool:
    """Tell whether two blogs' addresses are one blog, or one stands within the other.

    On a host of many blogs (medium.com/@ana, medium.com/@ben) the paths tell them apart, however they are written;
    one that climbs may lead to any of them.
    """
    if not same_blog(one, other):
        return False
    paths = [_parts(urlsplit(address.strip()).path) for address in (one, other)]
    if any(part in (".", "..") for path in paths for part in path):
        return True
    return all(first == second for first, second in zip(*paths, strict=False))


def _parts(path: str) -> list[str]:
    return [part for part in unquote(path).replace("\\", "/").casefold().split("/") if part]


def _hashed(text: str) -> str:
    return blake2b(text.encode(errors="surrogatepass"), digest_size=20).hexdigest()


def _key(kind: str, text: str) -> str:
    return kind + blake2b(text.encode(errors="surrogatepass"), digest_size=_KEY_BYTES).hexdigest()
