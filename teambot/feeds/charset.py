"""Bytes of XML to UTF-8. Valid UTF-8 is UTF-8 whatever is declared; then RFC 7303's order; then a guess."""

import codecs
import re
import sys

from teambot.feeds.sniff import wide_encoding

_DECLARED = re.compile(rb"""<\?xml[^>]{0,200}?encoding\s*=\s*["']([A-Za-z0-9._:-]{1,40})["']""")
_DECLARATION = re.compile(r"^\s*<\?xml[^>]*\?>")
_HTTP = re.compile(r"""charset\s*=\s*["']?([A-Za-z0-9._:-]{1,40})""", re.IGNORECASE)
# References that may be to no character (XML 1.0, 2.2): halves of a pair, as some write an emoji, and great numbers.
_REFERENCE = re.compile(
    r"&#(?:[xX]0*([dD][89a-fA-F][0-9a-fA-F]{2}|[0-9a-fA-F]{6,})(?![0-9a-fA-F])|0*(5[567][0-9]{3}|[0-9]{7,})(?![0-9]));?"
)
# Names that browsers know and Python does not (WHATWG).
_NAMES = {
    "windows-31j": "cp932",
    "x-sjis": "cp932",
    "x-euc-jp": "euc_jp",
    "x-gbk": "gbk",
    "windows-874": "cp874",
    "windows-949": "cp949",
    "iso-8859-8-i": "iso8859-8",
    "koi8-ru": "koi8-u",
}
# What is meant by these names: each reads what its name says, and what Windows writes under it.
_WIDER = {
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "big5": "cp950",
    "shift_jis": "cp932",
    "euc_jp": "euc_jis_2004",
    "euc_kr": "cp949",
    "tis-620": "cp874",
    "iso8859-11": "cp874",
    "iso8859-9": "cp1254",
    "iso8859-1": "cp1252",
    "ascii": "cp1252",
}
# Encodings of letters. Python has others (punycode, unicode_escape, utf-7) that a stranger has no business to name;
# and a wide one proves itself by the first bytes.
_KNOWN = re.compile(r"(?:utf-8|iso8859|iso2022|cp|gb|big5|euc|shift|koi8|mac|tis|hz|ascii|johab|ptcp|kz)")


def to_utf8(body: bytes, content_type: str) -> tuple[bytes, bool]:
    """Give a document in UTF-8 without XML declaration or byte order mark, and whether every byte could be read.

    A reference to what is no character is what it must have meant, or U+FFFD, and counts as a byte that could not be:
    feedparser gives a whole feed up for one.
    """
    proven, mark = wide_encoding(body)
    if proven:
        text, complete = decode(body[mark:], proven)
    else:
        text, complete = _by_declaration(body, content_type)
    text = _DECLARATION.sub("", text.lstrip("\ufeff\x00 \t\r\n"), count=1)
    mended = _REFERENCE.sub(_referred, text)
    if mended != text:
        text, complete = mended.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace"), False
    return text.encode(), complete


def _referred(found: re.Match[str]) -> str:
    digits = found[1] or found[2]
    code = int(digits, 16 if found[1] else 10) if len(digits) <= 8 else sys.maxunicode + 1
    if code > sys.maxunicode:
        return "\ufffd"
    return chr(code) if 0xD800 <= code <= 0xDFFF else found[0]


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
    # One bad byte is one bad character, and no other charset; a text that no name fits is Western.
    for codec in ("utf-8", *names, "cp1252"):
        text = body.decode(codec, "replace")
        if _mostly_read(text):
            break
    return text, False


def _mostly_read(text: str) -> bool:
    """Tell whether most of the letters beyond ASCII could be read."""
    beyond = len(text) - len(text.encode("ascii", "ignore"))
    return beyond > 2 * text.count("\ufffd")


def decode(data: bytes, codec: str) -> tuple[str, bool]:
    """Decode, with U+FFFD for what cannot be read; and whether all could be."""
    try:
        return data.decode(codec), True
    except UnicodeDecodeError:
        return data.decode(codec, "replace"), False


def _codec(name: str) -> str | None:
    try:
        found = codecs.lookup(_NAMES.get(name.lower(), name)).name
    except LookupError:
        return None
    codec = _WIDER.get(found, found)
    # A document that names its charset is read that far in ASCII: in a mainframe's it could not have been.
    return codec if _KNOWN.match(found) and b"<?xml".decode(codec, "replace") == "<?xml" else None
