"""Plain text of what strangers wrote: no markup, no controls, nothing that turns the line. It escapes nothing."""

import html
import unicodedata

import regex  # type: ignore[import-untyped]  # it brings no types

# Longer input is cut first; nothing past it could be shown, and an item may bring megabytes.
MOST_READ = 100_000
# So many times as much as is shown is cleaned at first, and all of it only where that comes to too little.
_ENOUGH = 3
_FELT = 64  # how far before the place where a text was left off that can be felt: half an entity, an accent
_ELLIPSIS = "…"
_SILENT = frozenset({"script", "style", "template", "iframe"})
_INLINE_NAMES = """
a abbr b bdi bdo cite code data dfn del em font i ins kbd mark q s samp small span strike strong sub sup time tt u var
wbr
"""
_INLINE = frozenset(_INLINE_NAMES.split())
_TAG_START = regex.compile(r"</?([a-zA-Z][a-zA-Z0-9:-]*)|<[!?]")
_ENTITY = regex.compile(r"&(?:#\d{1,8}|#[xX][0-9a-fA-F]{1,8}|[a-zA-Z][a-zA-Z0-9]{1,32});")
# What shows nothing, letters among them (U+3164), but joiners and the selectors of how a sign looks.
_CONTROLS = regex.compile(
    r"[[\p{Cc}\p{Cs}\p{Cf}\p{Default_Ignorable_Code_Point}]--[\u200D\p{Variation_Selector}]]", regex.VERSION1
)
_LOOSE_SELECTOR = regex.compile(r"(?<!\S)[\p{Variation_Selector}\u200D]+")
# A zero-width joiner means something only between two emoji; elsewhere it hides.
_LOOSE_JOINER = regex.compile(
    r"(?<![\p{Extended_Pictographic}\uFE0F\U0001F3FB-\U0001F3FF])\u200D|\u200D(?!\p{Extended_Pictographic})"
)
_PILE = regex.compile(r"(\p{M}{3})\p{M}+")
_GRAPHEME = regex.compile(r"\X")
# Latin, Cyrillic, kana, Han and Hangul: between two such letters a grapheme always ends (Unicode, UAX 29).
_LETTERS = r"\x20-\x7E\u00C0-\u024F\u0400-\u0481\u048A-\u052F\u3041-\u3096\u30A1-\u30FA\u4E00-\u9FFF\uAC00-\uD7A3"
_SURE = f"[{_LETTERS}]"
# Of these and such signs no mark is hidden and no form changes (each is its own NFC): most texts hold nothing else.
_AS_IT_IS = regex.compile(rf"[{_LETTERS}\u00A1-\u00AC\u00AE-\u00BF\u2010-\u2027]*+")
_LAST_SURE_END = regex.compile(rf"(?r)(?<={_SURE})(?={_SURE})")


def plain(text: str, most: int) -> str:
    """Give plain text of at most `most` characters, on one line, cut between graphemes with "…".

    Tags, comments and scripts go, entities are read up to twice (so a doubly escaped `<b>` stays as text); control,
    direction and other characters that show nothing go; at most three combining marks in a row; NFC; white space
    collapses.
    """
    text, enough = text[:MOST_READ], _ENOUGH * most + _FELT
    kept = _without_tags(text, enough)
    found = _clean(kept)
    if len(kept) >= enough and len(found) <= most + _FELT:
        found = _clean(_without_tags(text, MOST_READ))
    return _cut(found, most)


def literal(text: str) -> str:
    """Escape text in which `<` and `&` mean themselves, for `plain` to read it as it stands."""
    return html.escape(text, quote=False)


def _clean(text: str) -> str:
    for _ in range(2 if "&" in text else 0):
        text = _ENTITY.sub(lambda found: html.unescape(found[0]), text)
    text = " ".join(text.replace("\u2800", " ").split())  # a blank in Braille
    if _AS_IT_IS.fullmatch(text):
        return text
    text = _LOOSE_JOINER.sub("", _LOOSE_SELECTOR.sub("", _CONTROLS.sub("", text)))
    text = _PILE.sub(r"\1", unicodedata.normalize("NFC", text))
    return " ".join(unicodedata.normalize("NFC", text).split())


def _cut(text: str, most: int) -> str:
    if len(text) <= most:
        return text
    room = most - len(_ELLIPSIS)
    sure = _LAST_SURE_END.search(text, 0, room + 1) if room > 0 else None
    end = sure.start() if sure else 0
    for found in _GRAPHEME.finditer(text, end):
        if found.end() > room:
            break
        end = found.end()
    return (text[:end].rstrip() + _ELLIPSIS)[: max(most, 0)]


def _without_tags(text: str, enough: int) -> str:
    """Drop tags, comments and silent elements in one pass, until `enough` characters are kept.

    Each step goes forward, so hostile input costs no more.
    """
    kept: list[str] = []
    at = length = 0
    while length < enough and (found := _TAG_START.search(text, at)):
        kept.append(text[at : found.start()])
        length += found.start() - at
        name = (found[1] or "").lower()
        if text.startswith("<!--", found.start()):
            at = _after(text, "-->", found.end())
            continue
        at = _end_of_tag(text, found.end())
        if name in _SILENT and text[found.start() + 1] != "/":
            closing = regex.compile(rf"</{name}[^>]*>?", regex.IGNORECASE).search(text, at)
            at = closing.end() if closing else len(text)
        if name not in _INLINE:
            kept.append(" ")
    kept.append(text[at : at + max(enough - length, 0)])
    return "".join(kept)


def _end_of_tag(text: str, at: int) -> int:
    """Find where a tag ends: not at a `>` within an attribute's quotes. A tag without an end takes the rest."""
    close = text.find(">", at)
    if close < 0:
        return len(text)
    inside = text[at:close]
    quote = '"' if '"' in inside else "'"
    if inside.count(quote) % 2:
        within = text.find(quote, close)
        return _after(text, ">", within) if within >= 0 else close + 1
    return close + 1


def _after(text: str, end: str, at: int) -> int:
    found = text.find(end, at)
    return len(text) if found < 0 else found + len(end)
