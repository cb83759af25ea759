"""Addresses as they are compared: one post has many spellings, and so has one feed.

Nothing here is requested or shown: what is decoded and encoded again may lead elsewhere, so that is for comparing only.
"""

import re
from functools import lru_cache
from urllib.parse import quote, unquote, urlsplit, urlunsplit

import idna

_TRACKING = re.compile(
    r"(?:utm_|mtm_|pk_|hsa_).*|fbclid|gclid|gclsrc|dclid|gbraid|wbraid|msclkid|yclid|twclid|ttclid|igshid|igsh"
    r"|mc_cid|mc_eid|_hsenc|_hsmi|hsctatracking|mkt_tok|oly_anon_id|oly_enc_id|vero_id|wickedid|rb_clickid|s_cid"
    r"|ml_subscriber|ml_subscriber_hash|_openstat|li_fat_id|epik|_branch_match_id"
    r"|_ga|_gl|cmpid|__twitter_impression|fb_action_ids|fb_action_types|fb_source|ref_src|ref_url|triedredirect",
    re.DOTALL,
)
# What says by which way somebody came, where the name alone could mean anything: it stays in what is shown.
_SHARED = re.compile(
    r"(?:ref|source|share|via)=(?:twitter|x|facebook|fb|linkedin|mastodon|bluesky|threads|reddit|hackernews|hn|pinterest"
    r"|tumblr|telegram|whatsapp|jetpack-whatsapp|pocket|email|mail|newsletter|rss|feed|atom)"
    r"|s=(?:09|20)|si=[\w-]{11,}|trk=[\w-]*[a-z_-][\w-]*",
    re.IGNORECASE | re.ASCII,
)
_READER = re.compile(r"r=[0-9a-z]{1,8}")  # Substack's word for who shares a post, behind /p/ and the post's name
_SUBSTACK = re.compile(r"/p/[^/]+")
_SLASHES = re.compile(r"//+")
_INDEX = re.compile(r"/index\.(?:html?|php)\Z")
_OWN_SITE = frozenset({"ref", "source"})
_PORTS = {"http": 80, "https": 443}
_AMP_QUERY = frozenset({"amp", "amp=", "amp=1", "outputtype=amp"})
_AMP_FILE = ".amp.html"
_ESCAPE = re.compile(r"%[0-9a-fA-F]{2}")
_ASCII = "".join(chr(code) for code in range(0x21, 0x7F))
_UNRESERVED = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~")


def without_tracking(url: str) -> str:
    """Drop the parameters that follow readers around; the others stay as they are, in their order."""
    parts = urlsplit(url)
    if not parts.query:
        return url
    host = site(parts.hostname or "")
    kept = "&".join(segment for segment in parts.query.split("&") if not _is_tracking(segment, host))
    return url if kept == parts.query else urlunsplit(parts._replace(query=kept))


def spelled(url: str) -> str:
    """Write an address the one way that is compared, with all of its query; as it stands if it is none.

    Without scheme, `www.`, default port, fragment and trailing slash; the host's case and that of escapes do not count,
    nor whether a sign is escaped that need not be (RFC 3986, 6.2.2).
    """
    taken = _taken_apart(url.strip())
    return url.strip() if taken is None else _put_together(*taken)


@lru_cache(maxsize=512)  # the keys of a document's items, 500 at most, ask for each several times
def canonical(url: str) -> str:
    """Write a post's address the one way that is compared: also without tracking, and AMP is the same post."""
    url = url.strip()
    try:
        taken = _taken_apart(without_tracking(url))
    except ValueError:
        taken = None
    if taken is None:
        return url
    host, port, path, query = taken
    path = _path_as_one(path)
    kept = "&".join(segment for segment in query.split("&") if not _says_nothing(segment, path))
    return _put_together(_host_without_amp(host), port, path, kept)


def site(host: str) -> str:
    """Write a host the one way that is compared: in small ASCII letters, without `www.` and the root's dot."""
    host = host.lower().removesuffix(".")
    if not host.isascii():
        try:
            host = idna.encode(host, uts46=True).decode()  # as browsers and our own fetching read it: faß is not fass
        except UnicodeError:
            return host
    return host.removeprefix("www.")


def _taken_apart(url: str) -> tuple[str, str, str, str] | None:
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        return None
    shown = "" if port is None or port == _PORTS.get(parts.scheme) else f":{port}"
    return site(parts.hostname or ""), shown, _resolved(_escaped(parts.path)).rstrip("/"), _escaped(parts.query)


def _put_together(host: str, port: str, path: str, query: str) -> str:
    return f"{host}{port}{path}?{query}" if query else f"{host}{port}{path}"


def _host_without_amp(host: str) -> str:
    while host.startswith("amp.") and "." in (inner := host.removeprefix("amp.")):
        host = site(inner)
    return host


def _resolved(path: str) -> str:
    """Take the dot segments out of a path, as whoever asks for it does (RFC 3986, 5.2.4)."""
    if "/." not in path:
        return path
    parts: list[str] = []
    for part in path.split("/")[1:]:
        if part == "..":
            del parts[-1:]
        elif part != ".":
            parts.append(part)
    return "".join(f"/{part}" for part in parts)


def _path_as_one(path: str) -> str:
    """Write a post's path the one way: single slashes, without a directory's index file, and not as its AMP page.

    An `/amp` goes that stands behind a post's path (not where it is the whole of it), and the `.amp` of its file.
    """
    path = _SLASHES.sub("/", path).rstrip("/")
    while (outer := _INDEX.sub("", _path_without_amp(path)).rstrip("/")) != path:
        path = outer
    return path


def _path_without_amp(path: str) -> str:
    if path.endswith(_AMP_FILE):
        return path.removesuffix(_AMP_FILE) + ".html"
    return path.removesuffix("/amp") or path


def _says_nothing(segment: str, path: str) -> bool:
    if segment.lower() in _AMP_QUERY or _SHARED.fullmatch(segment):
        return True
    return bool(_READER.fullmatch(segment) and _SUBSTACK.fullmatch(path))


def _escaped(text: str) -> str:
    """Write what is not ASCII as escapes, all escapes in capitals, and what needs none without."""
    return _ESCAPE.sub(_escape, quote(text, safe=_ASCII, errors="surrogatepass"))


def _escape(found: re.Match[str]) -> str:
    sign = chr(int(found[0][1:], 16))
    return sign if sign in _UNRESERVED else found[0].upper()


def _is_tracking(segment: str, host: str) -> bool:
    name, _, value = segment.partition("=")
    name = unquote(name).lower()
    if name in _OWN_SITE:
        return site(unquote(value)) == host
    return not segment or _TRACKING.fullmatch(name) is not None
