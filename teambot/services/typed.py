"""What people type, as it is stored: their own words, without what could not be seen. It shortens nothing."""

import re
import unicodedata
from urllib.parse import urlsplit

from teambot.errors import Refusal
from teambot.feeds.identity import MOST_CHARACTERS, submittable
from teambot.feeds.text import literal, plain

_FIELD_MOST = 4000  # what a Discord form field holds
_BLANK = frozenset("\u115f\u1160\u2800\u3164\uffa0")  # letters and symbols by category that show nothing
_HOST = re.compile(r"(?:[\w-]+\.)+[\w-]*[^\W\d_][\w-]*\.?")  # labels, the last one with a letter in it


def typed(text: str | None) -> str:
    """Clean a typed text: control, direction and zero-width characters go, white space collapses; mark-up stays."""
    text = text or ""
    if text.isascii() and text.isprintable() and len(text) <= _FIELD_MOST:
        return " ".join(text.split())  # most of what is typed: there is nothing in it to be taken out
    # Escaped twice, because `plain` reads entities twice: a typed "&lt;" stays what it is.
    cleaned = plain(literal(literal(text)), _FIELD_MOST)
    return cleaned if any(map(_shows, cleaned)) else ""


def typed_address(text: str | None) -> str:
    """Clean a typed address; one without a scheme gets https, as browsers do. It may still be none."""
    address = typed(text).strip("<>").strip()
    return address if not address or "://" in address else f"https://{address}"


def web_address(text: str | None) -> str:
    """Give a typed address as it can be stored and shown: http or https, a host by its name, without tracking.

    Raises Refusal("no-web-address"): another scheme, words, a number or a single word as host, over 2,000 characters.
    """
    address = typed_address(text)
    url = submittable(address, address)
    if url is None or not _HOST.fullmatch(urlsplit(url).hostname or ""):
        raise Refusal("no-web-address")
    return url


def blog_address(text: str | None) -> str:
    """Give the typed address of a blog, as `web_address` does; where nothing was typed, raises Refusal("no-blog")."""
    if not typed(text):
        raise Refusal("no-blog")
    return web_address(text)


def asked_address(text: str | None) -> str:
    """Give a typed address as it is asked for: with what in a post's looks like tracking, and may choose a feed.

    Raises Refusal("no-web-address") where `web_address` does, and over 2,000 characters with all that.
    """
    web_address(text)
    address = typed_address(text)
    if len(address) > MOST_CHARACTERS:
        raise Refusal("no-web-address")
    return address


def _shows(character: str) -> bool:
    return unicodedata.category(character)[0] not in "MZC" and character not in _BLANK
