"""When two items are one, and when two addresses are one post.

Nothing is decoded and encoded again: that breaks addresses. The forms made here are for comparing only, and nobody
requests them.
"""

import re
from datetime import datetime
from hashlib import blake2b
from urllib.parse import quote, unquote, urljoin, urlsplit, urlunsplit

import idna

MOST_CHARACTERS = 2000
_KEY_BYTES = 16
_TRACKING = re.compile(
    r"(?:utm_|mtm_|pk_|hsa_).*|fbclid|gclid|gclsrc|dclid|gbraid|wbraid|msclkid|yclid|twclid|ttclid|igshid|igsh"
    r"|mc_cid|mc_eid|_hsenc|_hsmi|hsctatracking|mkt_tok|oly_anon_id|oly_enc_id|vero_id|wickedid|rb_clickid|s_cid"
    r"|ml_subscriber|ml_subscriber_hash|_openstat|li_fat_id|epik|_branch_match_id",
    re.DOTALL,
)
_OWN_SITE = frozenset({"ref", "source"})
_ESCAPE = re.compile(r"%[0-9a-fA-F]{2}")
_ASCII = "".join(chr(code) for code in range(0x21, 0x7F))


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


def without_tracking(url: str) -> str:
    """Drop the parameters that follow readers around; the others stay as they are, in their order."""
    parts = urlsplit(url)
    if not parts.query:
        return url
    host = _site(parts.hostname or "")
    kept = "&".join(segment for segment in parts.query.split("&") if not _is_tracking(segment, host))
    return url if kept == parts.query else urlunsplit(parts._replace(query=kept))


def address_key(url: str) -> str:
    """Give the key of a post's address, 40 characters: the same for every way of writing it.

    Without scheme, `www.`, default port, fragment, trailing slash and tracking parameters; the host's case and that of
    percent-escapes do not count, all else does.
    """
    return _hashed(_canonical(url))


def feed_key(url: str) -> str:
    """Give the key of a feed's address, 40 characters: one for http and https, with or without `www.` and end slash.

    As `address_key`, but the whole query counts: what looks like tracking may choose the feed.
    """
    return _hashed(_spelled(url.strip()))


def item_keys(entry_id: str | None, url: str | None, title: str, published: datetime | None) -> tuple[str, ...]:
    """Give the keys of an item within its feed, each of at most 40 characters: of its id, and of its address.

    The id is opaque, compared character by character (RFC 4287, 4.2.6). With neither, one key of title and day.
    """
    keys = [_key("i", entry_id)] if entry_id else []
    if url:
        keys.append(_key("u", _canonical(url)))
    day = published.date().isoformat() if published else ""
    return tuple(keys) or (_key("t", f"{day}\n{title}"),)


def same_blog(url: str, blog_url: str) -> bool:
    """Tell whether an address is on a blog's host; scheme, port, `www.` and case do not count. False for no address."""
    try:
        one, other = (_site(urlsplit(address.strip()).hostname or "") for address in (url, blog_url))
    except ValueError:
        return False
    return bool(one) and one == other


def overlap(one: str, other: str) -> bool:
    """Tell whether two blogs' addresses are one blog, or one stands within the other.

    On a host of many blogs (medium.com/@ana, medium.com/@ben) the paths tell them apart.
    """
    if not same_blog(one, other):
        return False
    paths = [[part for part in urlsplit(address.strip()).path.split("/") if part] for address in (one, other)]
    return all(first == second for first, second in zip(*paths, strict=False))


def _key(kind: str, text: str) -> str:
    return kind + blake2b(text.encode(errors="surrogatepass"), digest_size=_KEY_BYTES).hexdigest()


def _hashed(text: str) -> str:
    return blake2b(text.encode(errors="surrogatepass"), digest_size=20).hexdigest()


def _canonical(url: str) -> str:
    """Write a post's address the one way that is compared."""
    try:
        return _spelled(without_tracking(url.strip()))
    except ValueError:
        return url.strip()


def _spelled(url: str) -> str:
    """Write an address the one way that is compared, with all of its query; as it stands if it is none."""
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        return url
    if port is not None and port != {"http": 80, "https": 443}.get(parts.scheme):
        authority = f"{_site(parts.hostname or '')}:{port}"
    else:
        authority = _site(parts.hostname or "")
    path = _escaped(parts.path.rstrip("/"))
    return f"{authority}{path}?{_escaped(parts.query)}" if parts.query else f"{authority}{path}"


def _escaped(text: str) -> str:
    """Write what is not ASCII as escapes, and all escapes in capitals."""
    return _ESCAPE.sub(lambda found: found[0].upper(), quote(text, safe=_ASCII, errors="surrogatepass"))


def _site(host: str) -> str:
    host = host.lower().removesuffix(".")
    if not host.isascii():
        try:
            host = idna.encode(host, uts46=True).decode()  # as browsers and our own fetching read it: faß is not fass
        except UnicodeError:
            return host
    return host.removeprefix("www.")


def _is_tracking(segment: str, host: str) -> bool:
    name, _, value = segment.partition("=")
    name = unquote(name).lower()
    if name in _OWN_SITE:
        return _site(unquote(value)) == host
    return not segment or _TRACKING.fullmatch(name) is not None
