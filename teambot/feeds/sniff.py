"""What a document is, by its first bytes: servers give feeds any content type they like."""

import re
from enum import StrEnum

HEAD_BYTES = 64 * 1024
_BOMS = (
    (b"\xef\xbb\xbf", "utf-8"),
    (b"\xff\xfe\x00\x00", "utf-32-le"),
    (b"\x00\x00\xfe\xff", "utf-32-be"),
    (b"\xff\xfe", "utf-16-le"),
    (b"\xfe\xff", "utf-16-be"),
)
# A first '<' or '{', behind blanks or not, in a wide encoding without a byte order mark (XML 1.0, appendix F).
_WIDE = re.compile(
    rb"(?:\0\0\0[ \t\r\n])*(\0\0\0[<{])|(?:[ \t\r\n]\0\0\0)*([<{]\0\0\0)"
    rb"|(?:\0[ \t\r\n])*(\0[<{])|(?:[ \t\r\n]\0)*([<{]\0)"
)
_WIDE_NAMES = ("utf-32-be", "utf-32-le", "utf-16-be", "utf-16-le")
_FEED_ROOTS = ("rss", "feed", "rdf", "channel")
_HTML_ROOTS = ("html", "head", "body", "title", "meta", "script", "div", "p", "h1")
_NAME = re.compile(r"<(?:[\w.-]+:)?([\w.-]+)")
_FEED_TAG = re.compile(r"<(?:rss|feed|rdf:RDF)[\s>]", re.IGNORECASE)


class Kind(StrEnum):
    """Say what a document looks like; only XML and JSON are worth parsing."""

    XML = "xml"
    JSON = "json"
    HTML = "html"
    OTHER = "other"
    EMPTY = "empty"


def wide_encoding(body: bytes) -> tuple[str | None, int]:
    """Name the encoding that the first bytes prove and the length of the byte order mark; (None, 0) if none."""
    for mark, name in _BOMS:
        if body.startswith(mark):
            return name, len(mark)
    found = _WIDE.match(body)
    return (_WIDE_NAMES[(found.lastindex or 1) - 1], 0) if found else (None, 0)


def sniff(body: bytes) -> Kind:
    """Tell what a document is, by its first 64 KB."""
    encoding, mark = wide_encoding(body)
    head = body[mark : mark + HEAD_BYTES].decode(encoding or "latin-1", "replace").lstrip("\ufeff\x00 \t\r\n\f")
    if not head:
        return Kind.EMPTY
    if head.startswith("{"):
        return Kind.JSON
    root = _root(head)
    if root in _FEED_ROOTS:
        return Kind.XML
    if root in _HTML_ROOTS:
        return Kind.HTML
    # A warning of the server's own before the feed, or a root element that nobody has heard of.
    return Kind.XML if _FEED_TAG.search(head) else Kind.OTHER


def _root(head: str) -> str:
    """Name the first element in lower case, or `html` where the document type says so and it is no feed's; '' if none.

    Some feeds carry their site's document type.
    """
    at, otherwise = 0, ""
    while (at := head.find("<", at)) >= 0:
        if head.startswith("<!--", at):
            at = _after(head, "-->", at)
        elif head.startswith("<?", at):
            at = _after(head, "?>", at)
        elif head.startswith("<!", at):
            if head[at : at + 14].lower() == "<!doctype html":
                otherwise = "html"
            bracket, close = head.find("[", at), head.find(">", at)
            at = _after(head, "]", at) if 0 <= bracket < close else _after(head, ">", at)
        elif found := _NAME.match(head, at):
            name = found[1].lower()
            return name if name in _FEED_ROOTS else otherwise or name
        else:
            at += 1
    return otherwise


def _after(head: str, end: str, at: int) -> int:
    found = head.find(end, at)
    return len(head) if found < 0 else found + len(end)
