"""Bytes of XML to UTF-8. Valid UTF-8 is UTF-8 whatever is declared; then RFC 7303's order; then a guess."""

import codecs
import re

from teambot.feeds.sniff import wide_encoding

_DECLARED = re.compile(rb"""<\?xml[^>]{0,200}?encoding\s*=\s*["']([A-Za-z0-9._:-]{1,40})["']""")
_DECLARATION = re.compile(r"^\s*<\?xml[^>]*\?>")
_HTTP = re.compile(r"""charset\s*=\s*["']?([A-Za-z0-9._:-]{1,40})""", re.IGNORECASE)
# What browsers read under these names (WHATWG): each a superset of what the name says.
_WIDER = {
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "shift_jis": "cp932",
    "euc_kr": "cp949",
    "iso8859-1": "cp1252",
    "ascii": "cp1252",
}
# Encodings of letters. Python has others (punycode, unicode_escape, utf-7) that a stranger has no business to name.
_KNOWN = re.compile(r"(?:utf-(?:8|16|32)|iso8859|iso2022|cp|gb|big5|euc|shift|koi8|mac|tis|hz|ascii|johab|ptcp|kz)")


def to_utf8(body: bytes, content_type: str) -> tuple[bytes, bool]:
    """Give a document in UTF-8 without XML declaration or byte order mark, and whether every byte could be read."""
    proven, mark = wide_encoding(body)
    if proven:
        text, complete = decode(body[mark:], proven)
    else:
        text, complete = _by_declaration(body, content_type)
    text = _DECLARATION.sub("", text.lstrip("\ufeff\x00 \t\r\n"), count=1)
    return text.encode(), complete


def _by_declaration(body: bytes, content_type: str) -> tuple[str, bool]:
    http, own = _HTTP.search(content_type), _DECLARED.match(body.lstrip()[:300])
    names = [codec for name in (http and http[1], own and own[1].decode()) if name and (codec := _codec(name))]
    shifting = next((codec for codec in names if codec.startswith(("iso2022", "hz"))), None)
    # These are written in ASCII bytes, so that they pass for UTF-8.
    for codec in [shifting] if shifting else ["utf-8", *names]:
        try:
            return body.decode(codec), True
        except UnicodeDecodeError:
            continue
    text, _ = decode(body, "utf-8")
    bad = text.count("\ufffd")
    # One bad byte in a text that is UTF-8 elsewhere is one bad character; a text that never is, is Western.
    if sum(sign > "\x7f" for sign in text) > 2 * bad:
        return text, False
    return body.decode("cp1252", "replace"), False


def decode(data: bytes, codec: str) -> tuple[str, bool]:
    """Decode, with U+FFFD for what cannot be read; and whether all could be."""
    try:
        return data.decode(codec), True
    except UnicodeDecodeError:
        return data.decode(codec, "replace"), False


def _codec(name: str) -> str | None:
    try:
        found = codecs.lookup(name).name
    except LookupError:
        return None
    return _WIDER.get(found, found) if _KNOWN.match(found) else None
