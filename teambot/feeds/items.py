"""What a feed's document comes down to. Plain values that travel between processes."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

MOST_ITEMS = 500
MOST_TITLE = 256
MOST_SUMMARY = 500


@dataclass(frozen=True, slots=True)
class Item:
    """One entry of a feed.

    `keys`: what it is known by within its feed (`identity.item_keys`); it is new only if none of them is known, and no
    two items of a document share one. `url`: absolute, http or https, at most 2,000 characters, without tracking
    parameters; None: it cannot be submitted. `address_key`: of that url. `title` at most 256 and `summary` at most 500
    characters of plain text, a title never empty where there is a word or an address to make it of. `published_at`:
    aware UTC; None if there is no usable date. `id_key`: that of the keys which is its id's, or None.
    """

    keys: tuple[str, ...]
    url: str | None
    address_key: str | None
    title: str
    summary: str
    published_at: datetime | None
    id_key: str | None = None


@dataclass(frozen=True, slots=True)
class ParsedFeed:
    """A document that is a feed: its title, and its first 500 items in document order.

    `whole`: it was well-formed to its end, so that its validators may be stored. If not, the items may be used, and the
    next poll must ask without validators: what was lost would else be lost until the feed changes. `home`: the absolute
    address of the site that it names as its own, which may be anybody's, or None. `ids_repeat`: in this document an id
    names several items, or more than one in twenty has none; from then on the feed's ids are not to be trusted alone
    (`identity.id_key`). `asks`: how often it asks to be read at the most, up to a day. `cut`: it had more than 500.
    """

    title: str
    items: tuple[Item, ...]
    whole: bool
    home: str | None = None
    ids_repeat: bool = False
    asks: timedelta | None = None
    cut: bool = False


@dataclass(frozen=True, slots=True)
class PostsSearched:
    """A feed whose posts were looked through: its title, and whether what was looked for stands in one of them."""

    title: str
    found: bool


class Reason(StrEnum):
    """Say what a document is instead of a feed."""

    EMPTY = "empty"
    HTML = "html"
    NOT_A_FEED = "not_a_feed"


class NotAFeed(Exception):
    """A document that is no feed; `reason` says what it is."""

    def __init__(self, reason: Reason) -> None:
        super().__init__(reason)
        self.reason = reason
