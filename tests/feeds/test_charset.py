"""Letters survive, in whatever they are written and whatever is said of it."""

import encodings.aliases
import json
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from teambot.feeds.charset import to_utf8
from tests.feeds.documents import SAMPLES, parsed, rss

# The samples whose bytes do not prove their charset.
DECLARED = {
    "ar-windows-1256": "windows-1256",
    "de-iso-8859-1": "iso-8859-1",
    "el-iso-8859-7": "ISO-8859-7",
    "he-windows-1255": "windows-1255",
    "ja-euc-jp": "EUC-JP",
    "ja-shift-jis": "Shift_JIS",
    "ko-euc-kr": "EUC-KR",
    "pl-iso-8859-2": "iso-8859-2",
    "ru-koi8-r": "koi8-r",
    "ru-windows-1251": "windows-1251",
    "th-tis-620": "TIS-620",
    "tr-windows-1254": "windows-1254",
    "uk-koi8-u": "KOI8-U",
    "zh-gb18030": "GB18030",
    "zh-gb2312": "gb2312",
    "zh-hant-big5": "Big5",
}
WIDE = ["cs-utf-16", "hi-utf-16-le-bare", "vi-utf-16-be-bare", "fr-utf-8-mark-blanks"]
# One byte that none of these charsets has.
BAD = {"ja-euc-jp", "ko-euc-kr", "zh-gb18030", "zh-gb2312", "zh-hant-big5", "th-tis-620", "he-windows-1255"}
DECLARATION = re.compile(rb"<\?xml[^>]*\?>")


def titles_of(name: str) -> list[str]:
    expected = json.loads((SAMPLES / f"{name}.json").read_text())
    return [expected["title"], *(item["title"] for item in expected["items"])]


def read(body: bytes, content_type: str = "") -> list[str]:
    found = parsed(body, content_type)
    return [found.title, *(item.title for item in found.items)]


def declaring(name: str, charset: str | None) -> bytes:
    """Give a sample with another declaration."""
    own = b'<?xml version="1.0" encoding="%s"?>' % charset.encode() if charset else b""
    changed, times = DECLARATION.subn(own, (SAMPLES / f"{name}.xml").read_bytes())
    assert times == 1
    return changed


@pytest.mark.parametrize(("name", "charset"), DECLARED.items(), ids=DECLARED)
def test_the_header_alone_is_enough(name: str, charset: str) -> None:
    assert read(declaring(name, None), f"text/xml; charset={charset}") == titles_of(name)
    assert read(declaring(name, None), f'application/rss+xml;charset="{charset.lower()}"') == titles_of(name)


@pytest.mark.parametrize(("name", "charset"), DECLARED.items(), ids=DECLARED)
def test_the_header_goes_before_the_declaration(name: str, charset: str) -> None:
    """RFC 7303, 3: a server that recodes does not look into what it sends."""
    for other in ("windows-1252", "koi8-r", "utf-8", "utf-16", "nonsense"):
        assert read(declaring(name, other), f"text/xml; charset={charset}") == titles_of(name)


@pytest.mark.parametrize(("name", "charset"), DECLARED.items(), ids=DECLARED)
def test_a_server_that_says_utf_8_of_everything_is_not_believed(name: str, charset: str) -> None:
    for said in ("utf-8", "UTF8", "us-ascii-or-so", "utf-16"):
        assert read(declaring(name, charset), f"text/xml; charset={said}") == titles_of(name)


def test_a_wrong_header_that_fits_is_believed() -> None:
    body = declaring("ru-windows-1251", "windows-1251")
    assert read(body, "text/xml; charset=koi8-r")[1].startswith("йЮЙ УПЮМХРЭ ЪАКНЙХ"), "Как хранить яблоки"


@pytest.mark.parametrize("name", WIDE)
def test_what_the_first_bytes_prove_goes_before_all_that_is_said(name: str) -> None:
    body = (SAMPLES / f"{name}.xml").read_bytes()
    for said in ("", "iso-8859-1", "utf-8", "utf-16", "utf-16be", "utf-16le", "gb2312"):
        assert read(body, f"text/xml; charset={said}") == titles_of(name)


@pytest.mark.parametrize("name", sorted(BAD))
def test_a_bad_byte_does_not_change_the_charset(name: str) -> None:
    body = (SAMPLES / f"{name}.xml").read_bytes()
    marked = body.replace(b"<description>", b"<description>\xff ").replace(b"<title>", b"<title>\xff ", 1)
    assert marked != body
    assert read(marked)[1:] == titles_of(name)[1:]
    assert not parsed(marked).whole


CHARSETS = [
    (rss("<item><title>Grüße 茶</title></item>"), "", "Grüße 茶", "UTF-8 undeclared"),
    (rss("<item><title>Grüße 茶</title></item>"), "text/xml", "Grüße 茶", "text/xml, which once meant ASCII"),
    (b"\xef\xbb\xbf \n" + rss("<item><title>Grüße</title></item>"), "", "Grüße", "a mark and blanks before it"),
    (
        rss("<item><title>Grüße</title></item>", '<?xml version="1.0" encoding="iso-8859-1"?>'),
        "",
        "Grüße",
        "declared Latin-1, but UTF-8",
    ),
    (
        rss("<item><title>Grüße</title></item>", ""),
        "text/xml; charset=iso-8859-1",
        "Grüße",
        "served as Latin-1, but UTF-8",
    ),
    (
        rss("<item><title>Grüße…</title></item>", '<?xml version="1.0" encoding="iso-8859-1"?>')
        .decode()
        .encode("cp1252"),
        "",
        "Grüße…",
        "Latin-1 as Windows writes it",
    ),
    (rss("<item><title>Grüße</title></item>").decode().encode("cp1252"), "", "Grüße", "undeclared Western"),
    (
        rss("<item><title>Grüße</title></item>", '<?xml version="1.0" encoding="utf-8"?>').decode().encode("cp1252"),
        "",
        "Grüße",
        "declared UTF-8, but Western",
    ),
    (rss("<item><title>Привет</title></item>").decode().encode("koi8-r"), "text/xml; charset=KOI8-R", "Привет", "HTTP"),
    (
        rss("<item><title>Привет</title></item>", '<?xml version="1.0" encoding="koi8-r"?>').decode().encode("cp1251"),
        'application/xml; charset="windows-1251"',
        "Привет",
        "HTTP goes before the declaration",
    ),
    (
        rss("<item><title>中文</title></item>", '<?xml version="1.0" encoding="gb2312"?>').decode().encode("gbk"),
        "",
        "中文",
        "gb2312",
    ),
    (
        rss("<item><title>日本①</title></item>", "<?xml version='1.0' encoding='Shift_JIS'?>").decode().encode("cp932"),
        "",
        "日本①",
        "Shift_JIS as Windows writes it",
    ),
    (
        rss("<item><title>한국</title></item>", '<?xml version="1.0" encoding="euc-kr"?>').decode().encode("euc-kr"),
        "",
        "한국",
        "EUC-KR",
    ),
    (
        rss("<item><title>日本</title></item>", '<?xml version="1.0" encoding="iso-2022-jp"?>')
        .decode()
        .encode("iso-2022-jp"),
        "",
        "日本",
        "ISO-2022-JP, which is ASCII bytes",
    ),
    (rss("<item><title>Grüße 茶</title></item>").decode().encode("utf-16"), "", "Grüße 茶", "UTF-16 with a mark"),
    (rss("<item><title>Grüße 茶</title></item>").decode().encode("utf-16-le"), "", "Grüße 茶", "UTF-16 LE without"),
    (rss("<item><title>Grüße 茶</title></item>").decode().encode("utf-16-be"), "", "Grüße 茶", "UTF-16 BE without"),
    (rss("<item><title>Grüße 茶</title></item>").decode().encode("utf-32"), "", "Grüße 茶", "UTF-32"),
    (
        rss("<item><title>Gr\xfc\xdfe</title></item>", '<?xml version="1.0" encoding="rot13"?>'),
        "",
        "Grüße",
        "no charset",
    ),
    (rss("<item><title>Grüße</title></item>"), "text/xml; charset=punycode", "Grüße", "an encoding of no letters"),
    (
        rss("<item><title>Martine Ã©crit</title></item>"),
        "",
        "Martine écrit",
        "UTF-8 once read as Latin-1, as feedparser mends it",
    ),
    (
        rss("<item><title>Grüße!</title></item>", '<?xml version="1.0" encoding="utf-16"?>').decode().encode("cp1252"),
        "text/xml; charset=utf-16le",
        "Grüße!",
        "said to be wide, and is not",
    ),
    (
        rss("<item><title>שלום</title></item>", '<?xml version="1.0" encoding="iso-8859-8-i"?>')
        .decode()
        .encode("cp1255"),
        "",
        "שלום",
        "a name that browsers know",
    ),
    (
        rss("<item><title>ไทย</title></item>", "").decode().encode("cp874"),
        "text/xml; charset=windows-874",
        "ไทย",
        "another of them",
    ),
    (b"\n \t" + "\ufeff".encode() + rss("<item><title>Grüße</title></item>"), "", "Grüße", "blanks and a mark"),
    (
        ("\r\n " + rss("<item><title>Grüße 茶</title></item>").decode()).encode("utf-16-le"),
        "",
        "Grüße 茶",
        "blanks, wide",
    ),
    (
        ("\n" + rss("<item><title>Grüße 茶</title></item>").decode()).encode("utf-16-be"),
        "",
        "Grüße 茶",
        "blanks, wide BE",
    ),
    (
        (" " + rss("<item><title>Grüße 茶</title></item>").decode()).encode("utf-32-le"),
        "",
        "Grüße 茶",
        "blanks, widest",
    ),
    (
        rss("<item><title>Grüße 茶</title></item>").decode().encode("utf-16"),
        "text/xml; charset=iso-8859-1",
        "Grüße 茶",
        "a mark goes before HTTP",
    ),
]


@pytest.mark.parametrize(("body", "content_type", "title", "what"), CHARSETS, ids=[row[3] for row in CHARSETS])
def test_letters_survive(body: bytes, content_type: str, title: str, what: str) -> None:
    assert parsed(body, content_type).items[0].title == title, what


def test_one_bad_byte_is_one_bad_character() -> None:
    body = rss("<item><title>Grüße aus Köln, schöne Grüße</title></item>").replace("ö".encode(), b"\xff", 1)
    found = parsed(body)
    assert found.items[0].title == "Grüße aus K\ufffdln, schöne Grüße"
    assert not found.whole


REFERENCES = [
    ("&#55357;&#56832;", "😀", "two halves, as JavaScript counts"),
    ("&#xD83D;&#xde00;", "😀", "in hexadecimal"),
    ("&#0055357;&#56832", "😀", "carelessly"),
    ("&#xD800;", "\ufffd", "one half"),
    ("&#56832;&#55357;", "\ufffd\ufffd", "the wrong way round"),
    ("&#x110000;", "\ufffd", "past the last"),
    ("&#1114112;", "\ufffd", "past the last, in decimal"),
    (f"&#{'9' * 5000};", "\ufffd", "more digits than Python takes for a number"),
    (f"&#x{'f' * 5000};", "\ufffd", "the same in hexadecimal"),
]


@pytest.mark.parametrize(("written", "read", "what"), REFERENCES, ids=[row[2] for row in REFERENCES])
def test_a_reference_to_what_is_no_character_costs_no_feed(written: str, read: str, what: str) -> None:
    found = parsed(rss(f"<item><title>Soup {written}</title></item><item><title>Tea</title></item>"))
    assert [item.title for item in found.items] == [f"Soup {read}", "Tea"], what
    assert not found.whole


def test_a_reference_to_any_character_stays() -> None:
    found = parsed(rss("<item><title>&#128512;&#x1F600;&#55203;&#xd7a3;&#57344;&#x10FFFD;</title></item>"))
    assert found.items[0].title == "😀😀힣힣\ue000\U0010fffd"
    assert found.whole


NAMES = sorted(
    {*encodings.aliases.aliases, *encodings.aliases.aliases.values(), "x-sjis", "utf-7", "undefined", "a" * 40}
)


@settings(max_examples=600, deadline=None)
@given(st.binary(max_size=200), st.sampled_from(NAMES), st.sampled_from(NAMES))
def test_any_bytes_under_any_name_become_utf_8(data: bytes, served: str, declared: str) -> None:
    body = b'<?xml version="1.0" encoding="' + declared.encode() + b'"?><rss>' + data
    text, complete = to_utf8(body, f"text/xml; charset={served}")
    assert text.decode().startswith("<rss>")
    assert to_utf8(text, "")[0] == text, "once is enough"
    assert complete or not data.isascii() or b"&#" in data or re.search("2022|hz", served + declared)
