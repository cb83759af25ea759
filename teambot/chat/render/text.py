"""People's words, made safe to show: they can neither ping nor format their way out of their place. Pure.

Nothing that somebody wrote is dropped but what cannot be seen: control characters, tags, marks that turn the writing
direction. That a word cannot ping stands on `allowed_mentions` of the message, not on escaping (threats 1 to 5).
"""

import re
import unicodedata
from collections.abc import Iterable
from datetime import datetime
from urllib.parse import quote, urlsplit, urlunsplit

import idna
import regex  # type: ignore[import-untyped]  # it brings no types, and there are no stubs among our dependencies

BUTTON_MOST = 512  # Discord's bound for the address of a link button
ADDRESS_MOST = 2000
HOST_MOST = 30
# What Discord's markdown gives a meaning to, anywhere in a line. `card_parts` counts with the same characters.
_MARKDOWN = {ord(sign): f"\\{sign}" for sign in "\\*_~`|>#-[]()<@:"}
_WORD = re.compile(r"[a-z]+(?:[_-][a-z0-9]+)*")
_SPACE = regex.compile(r"\s+")
# A joiner is kept inside emoji only; all else of Cf (bidi marks, zero width, tags, soft hyphens) is never seen.
_JOINED = regex.compile(r"(?<=[\p{Extended_Pictographic}\uFE0F\p{Emoji_Modifier}])\u200D(?=\p{Extended_Pictographic})")
_HIDDEN = regex.compile(r"[\p{Cc}\p{Cf}\p{Cs}]")
_MARKS = regex.compile(r"(\p{Mn}{3})\p{Mn}+")
_KEPT = "\ue000"  # stands in for a kept joiner while the hidden ones go; of the private use area, so nobody's letter
_IN_ADDRESS = "!#$%&'()*+,/:;=?@[]~-._"
_HOST = re.compile(r"[a-z0-9.-]+")


class Safe(str):
    """Words that are escaped already."""

    __slots__ = ()


def clean(text: str) -> str:
    """Give `text` on one line, without what cannot be seen and with at most three marks on a letter."""
    if text.isprintable():  # as most words are: nothing in them is hidden, and their only space is the plain one
        text = " ".join(text.split())
        return text if text.isascii() else str(_MARKS.sub(r"\1", unicodedata.normalize("NFC", text)))
    spaced = _SPACE.sub(" ", text.replace(_KEPT, ""))
    kept = _HIDDEN.sub("", _JOINED.sub(_KEPT, spaced)).replace(_KEPT, "\u200d")
    return " ".join(_MARKS.sub(r"\1", unicodedata.normalize("NFC", kept)).split())  # what was hidden stood between some


def escape(text: str) -> Safe:
    """Give somebody's words as they are shown: cleaned, with every sign of markdown and mention escaped."""
    return _escaped(clean(text))


def _escaped(cleaned: str) -> Safe:
    return Safe(cleaned.translate(_MARKDOWN))


def shown(text: str, most: int) -> Safe:
    """Give somebody's words escaped, cut between two letters with "…" where they have more than `most` characters."""
    return _escaped(cut(text, most))


def named(name: str, most: int) -> Safe:
    """Give somebody's name as it is shown; one that cannot be seen at all is a question mark (threat 8)."""
    return shown(name, most) or Safe("?")


def pieces(text: str, most: int = 1500) -> tuple[Safe, ...]:
    """Give long words whole and escaped, in pieces of `most` characters (before the escaping), split at graphemes."""
    laid: list[str] = []
    for letter in regex.findall(r"\X", clean(text)):
        if not laid or len(laid[-1]) + len(letter) > most:
            laid.append("")
        laid[-1] += letter
    return tuple(_escaped(piece) for piece in laid)


def gathered(texts: Iterable[str], most: int) -> tuple[str, ...]:
    """Join texts, a line each, into as few as hold at most `most` characters; a longer one stands alone."""
    laid: list[str] = []
    for text in texts:
        if laid and len(laid[-1]) + 1 + len(text) <= most:
            laid[-1] += f"\n{text}"
        else:
            laid.append(text)
    return tuple(laid)


def cut(text: str, most: int) -> str:
    """Give cleaned `text` in at most `most` characters, never splitting a grapheme."""
    text = clean(text)
    if len(text) <= most:
        return text
    kept = ""
    for letter in regex.findall(r"\X", text):
        if len(kept) + len(letter) > most - 1:
            break
        kept += letter
    return kept.rstrip() + "…"


def fact(value: str | int | datetime | None) -> str | int:
    """Turn a fact into what a sentence is filled with: words escaped, moments in each reader's own zone.

    A single lower-case word ("reader-line", "none") stays as it is, so that sentences can be chosen by it.
    """
    if value is None:
        return ""
    if isinstance(value, datetime):
        return when(value)
    if isinstance(value, Safe):
        return value
    if isinstance(value, str):
        return value if _WORD.fullmatch(value) else escape(value)
    return int(value)


def when(moment: datetime) -> Safe:
    """Give a moment as Discord draws it: the full date in the reader's zone, and how far away it is."""
    stamp = int(moment.timestamp())
    return Safe(f"<t:{stamp}:F> (<t:{stamp}:R>)")


def day(moment: datetime) -> Safe:
    """Give a moment's date as Discord draws it in the reader's zone."""
    return Safe(f"<t:{int(moment.timestamp())}:D>")


def moment(when: datetime) -> Safe:
    """Give a moment as Discord draws it in the reader's zone, without how far it is from now: it may stand for long."""
    return Safe(f"<t:{int(when.timestamp())}:f>")


def host(url: str) -> Safe:
    """Give the host that an address really leads to, in ASCII, escaped; its end is kept where it is long."""
    try:
        name = _name(urlsplit(url).hostname or "")
    except ValueError:
        name = None
    if name is None:
        return Safe("?")
    short = name if len(name) <= HOST_MOST else "…" + name[1 - HOST_MOST :]
    return Safe(short) if _HOST.fullmatch(name) else escape(short)


def safe_url(url: str) -> str | None:
    """Give an address that a link button may hold (Discord: http or https, at most 512 characters), else None."""
    address = _address(url)
    return address if address and len(address) <= BUTTON_MOST else None


def written_out(url: str) -> Safe | None:
    """Give an address as a link in a text, for one too long for a button: a slug in Cyrillic or kana soon is.

    None for an address of over 2,000 characters, as it is sent, and for what is none.
    """
    address = _address(url)
    return Safe(f"<{address}>") if address and len(address) <= ADDRESS_MOST else None


def _address(url: str) -> str | None:
    """Write an address as browsers send it, with escapes for what would end a link; None for what is none."""
    seen: str = _HIDDEN.sub("", url).strip()
    try:
        parts = urlsplit(seen)
        port = f":{parts.port}" if parts.port else ""
    except ValueError:
        return None
    name = _name(parts.hostname or "")
    if parts.scheme not in ("http", "https") or not name or not _HOST.fullmatch(name) or "@" in parts.netloc:
        return None
    path, query, fragment = (quote(part, safe=_IN_ADDRESS) for part in (parts.path, parts.query, parts.fragment))
    return urlunsplit((parts.scheme, name + port, path, query, fragment))


def _name(host: str) -> str | None:
    try:
        if host.isascii():
            return host
        encoded: bytes = idna.encode(host, uts46=True)
        return encoded.decode("ascii")
    except UnicodeError:
        return None
