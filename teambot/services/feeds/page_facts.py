"""What the address of a page tells of a link on it, before anybody reads the page. The rule is domain.link_proof's.

Pure. `own_blog` of a link is empty where somebody else has shown that the pusher's is theirs.
"""

import re
from collections.abc import Iterator
from urllib.parse import urlsplit, urlunsplit

from teambot.domain.link_proof import LinkDue, PageFacts, plainly, repeats_host
from teambot.feeds.identity import address_key
from teambot.feeds.places import stands_on, within

_WITHIN = re.compile(r"https?:/+|//+", re.IGNORECASE)
_ENDS = re.compile(r"[&;,|\"'<>]")


def page_key(url: str) -> str:
    """Give the key of a page that a link stands on; a query is left out, for any may be added to most addresses."""
    parts = urlsplit(url)
    return address_key(urlunsplit((parts.scheme, parts.netloc, parts.path, "", "")))


def facts_of(url: str, due: LinkDue) -> PageFacts:
    """Say what the address of a page tells, that was given for a post or that what was given led to."""
    return PageFacts(_repeats(url, due), _is_of_another(url, due), page_key(url) in due.shown)


def is_own(url: str, due: LinkDue) -> bool:
    """Tell whether an address is the post itself, or its author's blog: there a link to it shows nothing."""
    return address_key(url) in due.keys or bool(due.blog_url and within(url, due.blog_url))


def _repeats(url: str, due: LinkDue) -> bool:
    named = [one for one in (due.post_url, due.blog_url) if one]
    return repeats_host(url, named) or any(_is_known(one, due) for one in _addresses_in(url))


def _is_known(address: str, due: LinkDue) -> bool:
    try:
        return address_key(address) in due.keys
    except ValueError:  # it only looks like an address
        return False


def _addresses_in(url: str) -> Iterator[str]:
    """Give what looks like an address within another, after its host; both whole and to the next mark."""
    parts = urlsplit(url)
    for piece in _WITHIN.split(plainly(f"{parts.path}?{parts.query}"))[1:]:
        for address in (piece, _ENDS.split(piece)[0]):
            yield f"http://{address}"


def _is_of_another(url: str, due: LinkDue) -> bool:
    if due.own_blog and stands_on(url, due.own_blog, due.other_blogs):
        return False
    everyone = {*due.other_blogs, due.own_blog} - {""}
    return any(stands_on(url, blog, everyone - {blog}) for blog in due.other_blogs)
