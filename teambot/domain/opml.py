"""A list of feeds as every feed reader takes it: OPML 2.0 (opml.org/spec2.opml). Pure."""

import re
from collections.abc import Iterable
from xml.etree.ElementTree import Element, SubElement, tostring

from teambot.domain.people import FeedShown

# XML 1.0, section 2.2: no other character may stand in a document, escaped or not.
_NO_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def opml(title: str, feeds: Iterable[FeedShown]) -> bytes:
    """Write feeds as an OPML document in UTF-8; what XML cannot hold of their titles is left out."""
    root = Element("opml", version="2.0")
    SubElement(SubElement(root, "head"), "title").text = _held(title)
    body = SubElement(root, "body")
    for feed in feeds:
        name = _held(feed.title)
        attributes = {"text": name, "title": name, "xmlUrl": _held(feed.feed_url), "htmlUrl": _held(feed.blog_url)}
        SubElement(body, "outline", {"type": "rss", **attributes})
    made: bytes = tostring(root, encoding="utf-8", xml_declaration=True)
    return made


def _held(text: str) -> str:
    return _NO_XML.sub("", text)
