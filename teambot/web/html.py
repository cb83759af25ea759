"""What a blog's page says of itself: the feeds it announces, its `rel="me"` links, and whether a token stands in it.

Pure, and meant for the worker: a hostile page may take its time or its memory. It judges nothing: who may be believed
is for the domain to say; but what a page's readers write into it (comments, answers, a guestbook) is left out here.
"""

import codecs
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import unquote, urljoin

MOST_BYTES = 2 * 1024 * 1024
# lexbor's time grows with the square of how deep a page nests (HTML's own rules do): 30,000 cost it a second.
MOST_TAGS = 30_000
MOST_TAG = 16 * 1024  # characters from one "<" to the next; so too with how many attributes a tag has
MOST_NODES = 200_000  # misnested tags multiply
MOST_FEEDS = 20
MOST_ME = 100
MOST_LINKS = 2000
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
# Text in these is not shown, or is a form's: a search page puts what was searched for into one.
_SILENT = frozenset({"script", "style", "template", "iframe", "noscript", "textarea", "select", "option"})
_COMMENTS = (
    r"(?:comments?|kommentare?n?|commentaires?|comentarios?|comentários?|commenti|reacties|komentarz\w*|yorum(?:lar)?"
    r"|комментари\w*|コメント|评论|評論|댓글)"
)
_COMMENTS_ADDRESS = re.compile(rf"[/=_.-]{_COMMENTS}(?:[/&?_.-]|$)", re.IGNORECASE)
_FEED_WORD = r"(?:feeds?|rss|atom|flux|kanał)"
_COMMENTS_TITLE = re.compile(
    rf"{_COMMENTS}[\W_]{{0,3}}{_FEED_WORD}\b|\b{_FEED_WORD}\W.{{0,40}}\b{_COMMENTS}"
    rf"|^{_COMMENTS}(?:$|:| (?:on|for|zu|für|sur|pour|en|sobre|em|para|su|per|op|voor)\b)",
    re.IGNORECASE,
)
# What the parts of a page that its readers write are called, in id, class and schema.org's names.
_READERS = re.compile(
    r"comment|kommentar|comentari|comentário|reacties|yorum|guestbook|gästebuch|gaestebuch|livre-?d-?or|shoutbox|disqus"
    r"|(?:^|[\s_-])(?:h-cite|respond|responses?|repl(?:y|ies)|isso-thread|giscus|utterances|cusdis|discussion"
    r"|webmentions?|pingbacks?|trackbacks?|testimonials?)(?:$|[\s_-])",
    re.IGNORECASE,
)
_READERS_WRITE = re.compile(
    r"(?:^|\s)(?:comments?|commentform|comment-?list|comments-area|respond|disqus_thread|isso-thread|giscus|utterances"
    r"|guestbook|webmentions?|kommentare|commentaires|comentarios|commenti)(?:$|\s)",
    re.IGNORECASE,
)
_DECLARED = re.compile(rb"""<meta[^>]{0,300}?charset\s*=\s*["']?\s*([A-Za-z0-9._:-]{1,40})""", re.IGNORECASE)
_NAME = re.compile(r"/?[a-zA-Z][^\s/>]{0,40}")
_HTTP = re.compile(r"""charset\s*=\s*["']?([A-Za-z0-9._:-]{1,40})""", re.IGNORECASE)
_MARKS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
# Encodings of letters; Python has others that a stranger has no business to name.
_LETTERS = re.compile(r"(?:utf-(?:8|16|32)|iso8859|iso2022|cp|gb|big5|euc|shift|koi8|mac|tis|hz|johab|ptcp|kz)")
_WIDER = {"gb2312": "gb18030", "shift_jis": "cp932", "euc_kr": "cp949", "iso8859-1": "cp1252"}  # as browsers read them


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
    stranger's words. `links`: the absolute addresses it leads to, at most 2,000.
    """

    feeds: tuple[FeedLink, ...]
    head: Signs
    body: Signs
    readers_write: bool
    links: tuple[str, ...]


def read_page(body: bytes, content_type: str, url: str, token: str | None = None) -> Page:
    """Read a page of HTML; it never raises for what a page says, but may for one that is made to exhaust memory.

    `content_type`: the answer's header, for its charset. `url`: where it was found in the end; relative links start
    there, or at its `<base>`. `token`: the pattern of what is looked for in visible text, in HTML comments and in
    `<meta name="teambot" content="…">`, without regard to case. Only the first 2 MB and 30,000 tags are read, and of
    more than 16 KB without a tag nothing.
    """
    from selectolax.lexbor import LexborHTMLParser  # here, so that only the worker holds it

    # As a browser with scripts reads it: a <noscript> with a picture would else end the head.
    tree = LexborHTMLParser(_bounded(_text(body[:MOST_BYTES], content_type)), scripting=True)
    found = _Found(_base(tree, url), re.compile(token, re.IGNORECASE) if token else None)
    for node, in_head in _walk(tree.root, found):
        found.look(node, in_head=in_head)
    feeds = sorted(found.feeds.values(), key=lambda feed: feed.comments)
    return Page(
        feeds=tuple(feeds[:MOST_FEEDS]),
        head=Signs(found.token[True], tuple(dict.fromkeys(found.me[True]))),
        body=Signs(found.token[False], tuple(dict.fromkeys(found.me[False]))),
        readers_write=found.readers_write,
        links=tuple(dict.fromkeys(found.links)),
    )


def is_of_comments(url: str, title: str) -> bool:
    """Tell by its address or title whether a feed is of comments, which anybody writes, and not of posts."""
    path = unquote(url.partition("//")[2].partition("/")[2])
    return bool(_COMMENTS_ADDRESS.search(f"/{path}") or _COMMENTS_TITLE.search(title))


@dataclass(slots=True)
class _Found:
    """What one walk through a page collects; `True` is its head, `False` its body."""

    base: str
    pattern: re.Pattern[str] | None
    feeds: dict[str, FeedLink] = field(default_factory=dict)
    links: list[str] = field(default_factory=list)
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
        elif len(self.links) >= MOST_LINKS and not me:
            return
        elif address := _absolute(attributes.get("href"), self.base):
            self.links.append(address)
        if me and (address := _absolute(attributes.get("href"), self.base)):
            self.me[in_head].append(address)

    def _look_at_feed(self, rel: list[str], attributes: Mapping[str, str | None]) -> None:
        kind = (attributes.get("type") or "").partition(";")[0].strip().lower()
        url = _absolute(attributes.get("href"), self.base)
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
        tag = node.tag
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
    names = [(attributes.get(name) or "")[:1000] for name in ("id", "class", "itemprop", "itemtype")]
    if not any(names):
        return False
    if any(_READERS_WRITE.search(name) for name in names[:2]):
        found.readers_write = True
    return any(_READERS.search(name) for name in names)


def _base(tree: Any, url: str) -> str:
    node = tree.css_first("base[href]")
    return (_absolute(node.attributes.get("href"), url) if node is not None else None) or url


def _absolute(href: str | None, base: str) -> str | None:
    """Give the absolute address of a link without its fragment, or None where it is none of http or https."""
    if not href or len(href) > MOST_ADDRESS:
        return None
    try:
        url = urljoin(base, href.strip().replace("\n", "").replace("\t", "")).partition("#")[0]
    except ValueError:
        return None
    return url if url.lower().startswith(("http://", "https://")) and len(url) <= MOST_ADDRESS else None


def _bounded(text: str) -> str:
    """Take out what is made to cost time: tags past the bound, and what stands in and after too long a one."""
    first, *pieces = text.split("<", MOST_TAGS)
    if len(pieces) == MOST_TAGS:
        pieces.pop()
    return "<".join((first[:MOST_TAG], *(piece if len(piece) <= MOST_TAG else _emptied(piece) for piece in pieces)))


def _emptied(piece: str) -> str:
    if piece.startswith("!--"):
        return "!---->" if "-->" in piece else "!--"
    name = _NAME.match(piece)
    return f"{name[0]}>" if name else ""


def _text(body: bytes, content_type: str) -> str:
    """Decode a page: a mark, then what is UTF-8, then what the answer or the page declares, then Western letters."""
    for mark, name in _MARKS:
        if body.startswith(mark):
            return body[len(mark) :].decode(name, "replace")
    try:
        return body.decode()
    except UnicodeDecodeError as error:
        if len(body) == MOST_BYTES and error.start > MOST_BYTES - 4:
            return body.decode("utf-8", "replace")  # cut within a letter
    http, own = _HTTP.search(content_type), _DECLARED.search(body[:4096])
    for declared in (http and http[1], own and own[1].decode()):
        if declared and (codec := _codec(declared)):
            return body.decode(codec, "replace")
    return body.decode("cp1252", "replace")


def _codec(name: str) -> str | None:
    try:
        found = codecs.lookup(name).name
    except LookupError:
        return None
    return _WIDER.get(found, found) if _LETTERS.match(found) else None
