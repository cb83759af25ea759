"""Whose a blog is: the token that an applicant puts on it, and what counts as proof. It fetches nothing.

A stranger can put words on somebody's blog: as a comment (on a post's page, in the comments feed, in a list of newest
comments on the front page), as a search whose words the page repeats, as a user of a host of many blogs. So a proof is
taken from the blog's own front page, without the parts that its readers write; from a post in the feed that this page
announces; or from a page that the applicant names, if the front page leads to it, and where readers can write on
it too, from its head alone. An address that repeats the token, or asks a question of the host, proves nothing.
"""

import re
from collections.abc import Callable, Sequence
from enum import StrEnum
from urllib.parse import unquote, urlsplit

ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789"  # without what looks alike: i, l, o, 0, 1
_PREFIX = "teambot-"
_LETTERS = 10
_HYPHENS = "[-\u2010\u2011\u2012\u2013\u2212]"  # typography that a blog's software may put for the one we wrote
# A page of old software is asked for by its number; anything else in a query may be repeated on the page.
_PLAIN_QUERY = re.compile(r"(?:[A-Za-z_]+=\d{1,9})?")


class Proof(StrEnum):
    """Say by what somebody has shown that a blog is theirs."""

    PAGE_TOKEN = "page_token"  # noqa: S105 - the name of a proof
    FEED_TOKEN = "feed_token"  # noqa: S105
    REL_ME = "rel_me"


def make_token(choose: Callable[[Sequence[str]], str]) -> str:
    """Make a token that nobody can guess: "teambot-" and 10 letters or digits, 49 bits; `choose` is secrets.choice."""
    return _PREFIX + "".join(choose(ALPHABET) for _ in range(_LETTERS))


def token_pattern(token: str) -> str:
    """Give the regular expression, to be used without regard to case, that finds a token in text.

    Not as a part of a longer word; with a hyphen of any kind.
    """
    parts = [re.escape(part) for part in token.split("-")]
    return rf"(?<![0-9A-Za-z]){_HYPHENS.join(parts)}(?![0-9A-Za-z])"


def may_prove(url: str, token: str) -> bool:
    """Tell whether what stands at an address may prove anything: a page that repeats its address would prove itself."""
    try:
        query = urlsplit(url).query
    except ValueError:
        return False
    return _PLAIN_QUERY.fullmatch(query) is not None and not names(url, token)


def names(url: str, token: str) -> bool:
    """Tell whether an address holds the token, however it is escaped."""
    secret = token.removeprefix(_PREFIX).lower()
    while secret not in url.lower():
        plainer = unquote(url)
        if plainer == url:
            return False
        url = plainer  # it may be escaped over again, to hide what it says
    return True


def is_profile(url: str, discord_id: int) -> bool:
    """Tell whether an address is a person's on Discord: https://discord.com/users/<id>, also as it once was."""
    profile = rf"https?://(?:www\.)?discord(?:app)?\.com/users/{discord_id}/?"
    return re.fullmatch(profile, url.strip(), re.IGNORECASE) is not None
