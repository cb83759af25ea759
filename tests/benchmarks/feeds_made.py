"""A thousand feeds as blogs have them: RSS, Atom and RDF of 20 to 58 KB with HTML bodies, the same ones every time."""

import random
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path
from xml.sax.saxutils import escape

FEEDS = 1000
RSS, ATOM = 600, 350  # the rest is RDF
LEAST, MOST = 20_000, 58_000  # bytes of a document
_SEED = 20260105
_NEWEST = datetime(2026, 1, 4, 12, 0, tzinfo=UTC)
_LEAVES = """
tea kettle garden morning bread flour window river notebook letter table autumn orchard market winter recipe salt
lemon copper street library evening paper stove patience neighbour harvest village pepper bicycle rain summer
clay basket honey stone bridge butter grandmother travel photograph music station coffee island memory story
quiet warm slow early simple honest bright small careful open green heavy sweet long we you they she he it when
because although before after while with without from into about over and and and or but the the the the a a a of
of of to to in on for that this which there here was were had have is are been could should would never always
"""
_WORDS = _LEAVES.split()
_OTHERS = ("café", "crème brûlée", "Zürich", "naïve", "“quoted”", "it’s", "5 &amp; 6", "a&nbsp;while", "smörgås", "—")


def make(folder: Path, count: int = FEEDS) -> int:
    """Write the feeds into a folder as `0000.xml` and on; gives how many entries they have in all."""
    entries = 0
    for number in range(count):
        luck = random.Random(_SEED + number)
        have = 16 + (luck.random() < 0.67)
        write = _rss if number % 20 < 12 else _atom if number % 20 < 19 else _rdf
        document = write(number, have, luck, int(min(max(luck.lognormvariate(10.6, 0.25), 23_500), 54_000)))
        size = len(document.encode())
        assert LEAST <= size <= MOST, size
        (folder / f"{number:04}.xml").write_text(document)
        entries += have
    return entries


def _phrase(luck: random.Random, least: int, most: int) -> str:
    words = luck.choices(_WORDS, k=luck.randint(least, most))
    if luck.random() < 0.4:
        words[luck.randrange(len(words))] = luck.choice(_OTHERS)
    return " ".join(words)


def _sentence(luck: random.Random) -> str:
    return f"{_phrase(luck, 7, 19).capitalize()}."


def _body(luck: random.Random, home: str, most: int, *, escaped: bool) -> str:
    """Write a post's HTML of about so many bytes, as editors leave it; `escaped`: as it stands in a document."""
    parts: list[str] = []
    size = 0
    while size < most:
        kind = luck.random()
        if kind < 0.62:
            text = " ".join(_sentence(luck) for _ in range(luck.randint(2, 4)))
            part = (
                f'<p class="wp-block-paragraph">{text} <a href="{home}p/{luck.randrange(900)}?a=1&amp;b=2">more</a></p>'
            )
        elif kind < 0.74:
            image = f'<img src="{home}i/{luck.randrange(99)}.jpg" alt="{_phrase(luck, 2, 5)}" width="640"/>'
            part = f"<figure>{image}</figure>"
        elif kind < 0.86:
            items = "".join(f"<li><em>{_phrase(luck, 1, 2)}</em> {_phrase(luck, 3, 8)}</li>" for _ in range(4))
            part = f"<ul>\n{items}\n</ul>"
        elif kind < 0.94:
            part = f"<blockquote><p>{_sentence(luck)}</p></blockquote>"
        else:
            part = f"<h2>{_phrase(luck, 2, 5)}</h2>"
        parts.append(escape(part) if escaped else part)
        size += len(parts[-1])
    return "\n".join(parts)


_Post = tuple[str, str, str, str, str, datetime]  # address, id, title, summary, body, date


def _posts(number: int, have: int, luck: random.Random, size: int, *, escaped: bool = True) -> tuple[str, list[_Post]]:
    home = f"https://blog{number:04}.example/"
    when, posts = _NEWEST, []
    for one in range(have):
        when -= timedelta(minutes=luck.randint(300, 9000))
        slug = f"{when:%Y/%m}/{'-'.join(luck.choices(_WORDS, k=4))}-{one}/"
        title = escape(_phrase(luck, 3, 9).capitalize().replace("&amp;", "and").replace("&nbsp;", " "))
        body = _body(luck, home, max((size - 1000) // have - 800, 200), escaped=escaped)
        posts.append((home + slug, f"{home}?p={number * 100 + one}", title, _sentence(luck), body, when))
    return home, posts


def _rss(number: int, have: int, luck: random.Random, size: int) -> str:
    home, posts = _posts(number, have, luck, size, escaped=False)
    items = "\n".join(
        f"<item>\n<title>{title}</title>\n<link>{url}</link>\n<dc:creator><![CDATA[Writer {number}]]></dc:creator>\n"
        f"<pubDate>{format_datetime(when)}</pubDate>\n<category><![CDATA[tea]]></category>\n"
        f'<guid isPermaLink="false">{key}</guid>\n<description><![CDATA[{summary} [&#8230;]]]></description>\n'
        f"<content:encoded><![CDATA[{body}]]></content:encoded>\n</item>"
        for url, key, title, summary, body, when in posts
    )
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n<rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/" '
        'xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:atom="http://www.w3.org/2005/Atom" '
        'xmlns:sy="http://purl.org/rss/1.0/modules/syndication/">\n<channel>\n'
        f'<title>Blog {number}</title>\n<atom:link href="{home}feed/" rel="self" type="application/rss+xml"/>\n'
        f"<link>{home}</link>\n<description>Slow things</description>\n<language>en</language>\n"
        "<sy:updatePeriod>hourly</sy:updatePeriod><sy:updateFrequency>1</sy:updateFrequency>\n"
        f"<generator>https://wordpress.org/?v=6.8</generator>\n{items}\n</channel>\n</rss>\n"
    )


def _atom(number: int, have: int, luck: random.Random, size: int) -> str:
    home, posts = _posts(number, have, luck, size)
    items = "\n".join(
        f'<entry>\n<title type="html">{title}</title>\n<link href="{url}" rel="alternate" type="text/html"/>\n'
        f"<id>{escape(key)}</id>\n<published>{when.isoformat()}</published>\n<updated>{when.isoformat()}</updated>\n"
        f'<author><name>Writer {number}</name></author>\n<summary type="html">{escape(summary)}</summary>\n'
        f'<content type="html" xml:base="{url}">{body}</content>\n</entry>'
        for url, key, title, summary, body, when in posts
    )
    return (
        '<?xml version="1.0" encoding="utf-8"?>\n<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="en">\n'
        f'<title>Blog {number}</title>\n<link href="{home}atom.xml" rel="self"/>\n<link href="{home}"/>\n'
        f"<updated>{_NEWEST.isoformat()}</updated>\n<id>{home}</id>\n{items}\n</feed>\n"
    )


def _rdf(number: int, have: int, luck: random.Random, size: int) -> str:
    home, posts = _posts(number, have, luck, size)
    listed = "".join(f'<rdf:li rdf:resource="{url}"/>' for url, *_ in posts)
    items = "\n".join(
        f'<item rdf:about="{url}">\n<title>{title}</title>\n<link>{url}</link>\n<dc:date>{when.isoformat()}</dc:date>\n'
        f"<description>{escape(summary)}</description>\n<content:encoded>{body}</content:encoded>\n</item>"
        for url, _, title, summary, body, when in posts
    )
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n<rdf:RDF xmlns="http://purl.org/rss/1.0/" '
        'xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:dc="http://purl.org/dc/elements/1.1/" '
        'xmlns:content="http://purl.org/rss/1.0/modules/content/">\n'
        f'<channel rdf:about="{home}index.rdf">\n<title>Blog {number}</title>\n<link>{home}</link>\n'
        f"<description>Slow things</description>\n<items><rdf:Seq>{listed}</rdf:Seq></items>\n</channel>\n"
        f"{items}\n</rdf:RDF>\n"
    )
