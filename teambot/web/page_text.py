"""A page's bytes to text that costs little to parse: its charset, and bounds against what is made to cost time."""

import codecs
import re

MOST_BYTES = 2 * 1024 * 1024
# lexbor's time grows with the square of how deep a page nests (HTML's own rules do): 30,000 cost it a second.
MOST_TAGS = 30_000
MOST_TAG = 16 * 1024  # characters from one "<" to the next; so too with how many attributes a tag has
_DECLARED = re.compile(rb"""<meta[^>]{0,300}?charset\s*=\s*["']?\s*([A-Za-z0-9._:-]{1,40})""", re.IGNORECASE)
_TAG = re.compile(r"""/?[a-zA-Z](?>[^>"']|"[^"]*"|'[^']*')*+>""")
_NAME = re.compile(r"/?[a-zA-Z][^\s/>]{0,40}")
_HTTP = re.compile(r"""charset\s*=\s*["']?([A-Za-z0-9._:-]{1,40})""", re.IGNORECASE)
_MARKS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
# Encodings of letters; Python has others that a stranger has no business to name.
_LETTERS = re.compile(r"(?:utf-(?:8|16|32)|iso8859|iso2022|cp|gb|big5|euc|shift|koi8|mac|tis|hz|johab|ptcp|kz)")
_WIDER = {"gb2312": "gb18030", "shift_jis": "cp932", "euc_kr": "cp949", "iso8859-1": "cp1252"}  # as browsers read them


def page_text(body: bytes, content_type: str) -> str:
    """Decode a page and take out what is made to cost time.

    A byte order mark, then what is UTF-8, then what the answer's header or the page declares, then Western letters.
    Only the first 2 MB and 30,000 tags are kept, and of what stands from one tag to the next 16 KB.
    """
    return _bounded(_text(body[:MOST_BYTES], content_type))


def _bounded(text: str) -> str:
    """Take out what is made to cost time: tags past the bound, and what is too long from one to the next."""
    first, *pieces = text.split("<", MOST_TAGS)
    if len(pieces) == MOST_TAGS:
        pieces.pop()
    return "<".join((first[:MOST_TAG], *(piece if len(piece) <= MOST_TAG else _shortened(piece) for piece in pieces)))


def _shortened(piece: str) -> str:
    """Cut what stands from one tag to the next. The tag stays whole: its class may say that readers write in it."""
    if piece.startswith("!--"):
        return "!---->" if "-->" in piece else "!--"
    if _TAG.match(piece, 0, MOST_TAG):
        return piece[:MOST_TAG]
    name = _NAME.match(piece)
    return f"{name[0]}>" if name else ""


def _text(body: bytes, content_type: str) -> str:
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
