"""What a blog's page says of itself: the feeds it announces, its `rel="me"` links, and whether a token stands in it.

Pure, and meant for the worker: a hostile page may take its time or its memory. It judges nothing: who may be believed
is for the domain to say; but what a page's readers write into it (comments, answers, a guestbook) is left out here.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urljoin

from teambot.web.page_text import page_text
from teambot.web.readers import is_for_readers, is_of_comments, is_of_readers

MOST_NODES = 200_000  # misnested tags multiply
MOST_FEEDS = 20
MOST_ME = 100
MOST_LINKS = 2000
MOST_SAME = 4
MOST_ADDRESS = 2000
_MOST_TITLE = 200
_FEED_TYPES = frozenset(
    {
        "application/rss+xml",
        "application/atom+xml",
        "application/rdf+xml",
        "application/feed+json",
        "application/json",
        "application/xml",
        "text/xml",
    }
)
_SAME = frozenset({"canonical", "amphtml"})
# Text in these is not shown, or is a form's: a search page puts what was searched for into one.
_SILENT = frozenset({"script", "style", "template", "iframe", "noscript", "textarea", "select", "option"})


@dataclass(frozen=True, slots=True)
class FeedLink:
    """A feed that a page announces: its absolute address and title; `comments`: it is of readers' comments."""

    url: str
    title: str
    comments: bool


@dataclass(frozen=True, slots=True)
class Signs:
    """What speaks for whoever wrote a part of a page: a token stands in it, and addresses that it calls its own."""

    token: bool
    me: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Page:
    """A page, read.

    `feeds`: at most 20, those of posts first, each group in the page's order. `head`, `body`: the signs in each,
    without what readers write. `readers_write`: the page has a place for comments, so that its body may hold a
    stranger's words. `links`: the absolute addresses it leads to, at most 2,000. `same`: those that it calls its own in
    its head (`rel="canonical"`, and `amphtml` for the light one), at most 4.
    """

    feeds: tuple[FeedLink, ...]
    head: Signs
    body: Signs
    readers_write: bool
    links: tuple[str, ...]
    same: tuple[str, ...] = ()


def read_page(body: bytes, content_type: str, url: str, token: str | None = None) -> Page:
    """Read a page of HTML; it never raises for what a page says, but may for one that is made to exhaust memory.

    `content_type`: the answer's header, for its charset. `url`: where it was found in the end; relative links start
    there, or at its `<base>`. `token`: the pattern of what is looked for in visible text, in HTML comments and in
    `<meta name="teambot" content="…">`, without regard to case. Only the first 2 MB and 30,000 tags are read, and of
    what stands from one tag to the next 16 KB.
    """
    from selectolax.lexbor import LexborHTMLParser  # here, so that only the worker holds it

    # As a browser with scripts reads it: a <noscript> with a picture would else end the head.
    tree = LexborHTMLParser(page_text(body, content_type), scripting=True)
    found = _Found(base_of(tree, url), re.compile(token, re.IGNORECASE) if token else None)
    for node, in_head in _walk(tree.root, found):
        found.look(node, in_head=in_head)
    feeds = sorted(found.feeds.values(), key=lambda feed: feed.comments)
    return Page(
        feeds=tuple(feeds[:MOST_FEEDS]),
        head=Signs(found.token[True], tuple(dict.fromkeys(found.me[True]))),
        body=Signs(found.token[False], tuple(dict.fromkeys(found.me[False]))),
        readers_write=found.readers_write,
        links=tuple(dict.fromkeys(found.links)),
        same=tuple(dict.fromkeys(found.same))[:MOST_SAME],
    )


@dataclass(slots=True)
class _Found:
    """What one walk through a page collects; `True` is its head, `False` its body."""

    base: str
    pattern: re.Pattern[str] | None
    feeds: dict[str, FeedLink] = field(default_factory=dict)
    links: list[str] = field(default_factory=list)
    same: list[str] = field(default_factory=list)
    me: dict[bool, list[str]] = field(default_factory=lambda: {True: [], False: []})
    token: dict[bool, bool] = field(default_factory=lambda: {True: False, False: False})
    readers_write: bool = False

    def look(self, node: Any, *, in_head: bool) -> None:
        """Take from one node what it says."""
        tag = node.tag
        if tag == "-text":
            self._look_for_token(node.text_content, in_head)
        elif tag == "-comment":
            self._look_for_token(node.comment_content, in_head)
        elif tag == "meta":
            attributes = node.attributes
            if (attributes.get("name") or "").strip().lower() == "teambot":
                self._look_for_token(attributes.get("content"), in_head)
        elif tag in ("a", "area", "link"):
            self._look_at_link(tag, node.attributes, in_head)

    def _look_for_token(self, text: str | None, in_head: bool) -> None:
        if self.pattern is not None and text and self.pattern.search(text):
            self.token[in_head] = True

    def _look_at_link(self, tag: str, attributes: Mapping[str, str | None], in_head: bool) -> None:
        rel = (attributes.get("rel") or "").lower().split()
        me = "me" in rel and len(self.me[in_head]) < MOST_ME
        if tag == "link":
            if "alternate" in rel or "feed" in rel:
                self._look_at_feed(rel, attributes)
            elif in_head and not _SAME.isdisjoint(rel) and (address := absolute(attributes.get("href"), self.base)):
                self.same.append(address)
        elif len(self.links) >= MOST_LINKS and not me:
            return
        elif address := absolute(attributes.get("href"), self.base):
            self.links.append(address)
        if me and (address := absolute(attributes.get("href"), self.base)):
            self.me[in_head].append(address)

    def _look_at_feed(self, rel: list[str], attributes: Mapping[str, str | None]) -> None:
        kind = (attributes.get("type") or "").partition(";")[0].strip().lower()
        url = absolute(attributes.get("href"), self.base)
        if url is None or url in self.feeds or len(self.feeds) >= 10 * MOST_FEEDS or "stylesheet" in rel:
            return
        if kind not in _FEED_TYPES and not ("feed" in rel and not kind):
            return
        if "/wp-json/" in url or "rest_route=" in url:  # WordPress announces its programming interface in this way too
            return
        title = " ".join((attributes.get("title") or "").split())[:_MOST_TITLE]
        self.feeds[url] = FeedLink(url, title, is_of_comments(url, title))


def _walk(root: Any, found: _Found) -> Iterator[tuple[Any, bool]]:
    """Yield nodes in the page's order, with whether they stand in its head; what readers write is left out.

    No recursion: a page can nest as deeply as it is long.
    """
    node, depth, head_depth = root, 0, 0
    for _ in range(MOST_NODES):
        if node is None:
            return
        tag = node.tag or "-other"  # an instruction (`<?php`) has no name
        if tag == "head" and depth == 1:
            head_depth = depth
        goes_in = tag not in _SILENT and not _of_readers(node, tag, found)
        if goes_in:
            yield node, head_depth > 0
        child = node.first_child if goes_in else None
        if child is not None:
            node, depth = child, depth + 1
            continue
        while node.next is None:
            node, depth = node.parent, depth - 1
            if depth <= 0:
                return
            if depth == head_depth:
                head_depth = 0
        if depth == head_depth:
            head_depth = 0
        node = node.next


def _of_readers(node: Any, tag: str, found: _Found) -> bool:
    """Tell whether an element is of what readers write; never the whole page, whose class may say `comments-open`."""
    if tag[0] == "-" or tag in ("html", "head", "body"):
        return False
    attributes = node.attributes
    if not attributes:
        return False
    found.readers_write = found.readers_write or is_for_readers(attributes)
    return is_of_readers(attributes)


def base_of(tree: Any, url: str) -> str:
    """Give the address at which a page's relative links start: its `<base>`, else its own."""
    node = tree.css_first("base[href]")
    return (absolute(node.attributes.get("href"), url) if node is not None else None) or url


def absolute(href: str | None, base: str) -> str | None:
    """Give the absolute address of a link without its fragment, or None where it is none of http or https."""
    if not href or len(href) > MOST_ADDRESS:
        return None
    try:
        url = urljoin(base, href.strip().replace("\n", "").replace("\t", "")).partition("#")[0]
    except ValueError:
        return None
    return url if url.lower().startswith(("http://", "https://")) and len(url) <= MOST_ADDRESS else None
