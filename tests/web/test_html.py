"""What a page says of itself, read from bytes: feeds in order, rel="me", a token; and no page takes long."""

import subprocess
import sys
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from teambot.web.html import MOST_FEEDS, MOST_LINKS, FeedLink, read_page
from teambot.web.readers import is_of_comments

HERE = "http://ana.test/blog/post"
TOKEN = "teambot-abc"
RSS = 'rel="alternate" type="application/rss+xml"'


def feeds(html: str, url: str = HERE) -> list[str]:
    return [feed.url for feed in read_page(html.encode(), "text/html", url).feeds]


ANNOUNCED = [
    ("absolute", f'<link {RSS} href="http://ana.test/feed">', ["http://ana.test/feed"]),
    ("relative to the page", f'<link {RSS} href="feed">', ["http://ana.test/blog/feed"]),
    ("relative to the base", f'<base href="/b/"><link {RSS} href="feed">', ["http://ana.test/b/feed"]),
    ("a base after the link counts too", f'<link {RSS} href="feed"><base href="/b/">', ["http://ana.test/b/feed"]),
    ("a base that is no address", f'<base href="javascript:x"><link {RSS} href="/feed">', ["http://ana.test/feed"]),
    ("without a scheme", f'<link {RSS} href="//x.test/f">', ["http://x.test/f"]),
    ("capitals", '<LINK REL="Alternate" TYPE="Application/Atom+XML; charset=utf-8" HREF="/f">', ["http://ana.test/f"]),
    ("JSON Feed", '<link rel=alternate type=application/feed+json href="/f">', ["http://ana.test/f"]),
    ("JSON by its plain type", '<link rel=alternate type=application/json href="/f.json">', ["http://ana.test/f.json"]),
    ("rel=feed needs no type", '<link rel="feed" href="/f">', ["http://ana.test/f"]),
    ("in the body, as old templates do", f'<body><p>x<link {RSS} href="/f">', ["http://ana.test/f"]),
    ("after a <noscript> picture in the head", f'<head><noscript><img></noscript><link {RSS} href="/f">', None),
    ("after an instruction to the server", f'<head><?php wp_head() ?><? x ?><link {RSS} href="/f">', None),
    ("after one in the body", f"<body><?php echo 1 ?><p>x<link {RSS} href='/f'>", None),
    ("without the fragment", f'<link {RSS} href="/f#x">', ["http://ana.test/f"]),
    ("twice is one", f'<link {RSS} href="/f"><link {RSS} href="/f">', ["http://ana.test/f"]),
    ("another language of the page", '<link rel=alternate hreflang=de href="/de">', []),
    ("a style sheet", '<link rel="alternate stylesheet" type="text/xml" href="/s">', []),
    ("oEmbed", '<link rel=alternate type="application/json+oembed" href="/o">', []),
    ("WordPress's interface", '<link rel=alternate type="application/json" href="/wp-json/wp/v2/posts/1">', []),
    ("not of the web", f'<link {RSS} href="feed:ana"><link {RSS} href="javascript:f()"><link {RSS}>', []),
    ("broken", f'<link {RSS} href="http://[::1/f"><link {RSS} href="/{"x" * 3000}">', []),
    ("in what a reader wrote", f'<div class="comments"><link {RSS} href="/f"></div>', []),
    ("in a comment of HTML", f'<!-- <link {RSS} href="/f"> -->', []),
    ("comments come last", f'<link {RSS} href="/comments/feed/"><link {RSS} href="/f">', ["/f", "/comments/feed/"]),
]


@pytest.mark.parametrize(("html", "expected"), [row[1:] for row in ANNOUNCED], ids=[row[0] for row in ANNOUNCED])
def test_announced_feeds(html: str, expected: list[str] | None) -> None:
    found = feeds(html)
    if expected is None:
        expected = ["http://ana.test/f"]
    assert found == [url if ":" in url else f"http://ana.test{url}" for url in expected]


def test_200_alternates_are_cut_and_none_of_posts_is_lost_behind_those_of_comments() -> None:
    many = "".join(f'<link {RSS} href="/comments/{n}/feed">' for n in range(100))
    many += "".join(f'<link {RSS} href="/tag/{n}">' for n in range(100))
    found = feeds(many)
    assert len(found) == MOST_FEEDS
    assert found[:2] == ["http://ana.test/tag/0", "http://ana.test/tag/1"]


COMMENTS = [
    (True, "http://a.test/comments/feed/", ""),
    (True, "http://a.test/feeds/comments/default", ""),
    (True, "http://a.test/?feed=comments-rss2", ""),
    (True, "http://a.test/soup/feed/", "Tea » Soup Comments Feed"),
    (True, "http://a.test/suppe/feed/", "Tee » Suppe Kommentar-Feed"),
    (True, "http://a.test/soupe/feed/", "Thé » Flux des commentaires"),
    (True, "http://a.test/feed", "Comments on: Soup"),
    (True, "http://a.test/feed", "Comments for Tea"),
    (False, "http://a.test/feed/", "Tea » Feed"),
    (False, "http://a.test/feed", "Comment is free"),
    (False, "http://a.test/commentary/feed", "Commentary"),
    (False, "http://comments.test/feed", "Comments and tea"),
]


@pytest.mark.parametrize(("expected", "url", "title"), COMMENTS)
def test_a_feed_of_comments_is_told_from_one_of_posts(expected: bool, url: str, title: str) -> None:
    assert is_of_comments(url, title) is expected


TOKENS = [
    ("visible text", f"<p>Hi {TOKEN}!", True),
    ("another case", "<p>TeamBot-ABC", True),
    ("a comment of HTML", f"<p><!-- {TOKEN} -->", True),
    ("its own meta", f'<body><meta name="TeamBot" content="{TOKEN}">', True),
    ("the title", f"<title>{TOKEN}</title><body>", None),
    ("an entity", "<p>teambot&#45;abc", True),
    ("a longer word", f"<p>{TOKEN}d", False),
    ("another meta", f'<body><meta name="description" content="{TOKEN}">', False),
    ("an attribute", f'<p title="{TOKEN}">', False),
    ("a script", f"<body><script>var q='{TOKEN}'</script>", False),
    ("a form's field", f'<p><input value="{TOKEN}"><textarea>{TOKEN}</textarea>', False),
    ("what a reader wrote, WordPress", f'<ol class="comment-list"><li><p>{TOKEN}</ol>', False),
    ("newest comments beside", f'<ul id="recentcomments"><li>{TOKEN}</ul>', False),
    ("what a reader wrote, nested", f'<div id="disqus_thread"><div><b>{TOKEN}</b></div></div>', False),
    ("an answer from elsewhere", f'<li class="p-comment h-cite">{TOKEN}', False),
    ("schema.org's comment", f'<div itemtype="https://schema.org/Comment">{TOKEN}</div>', False),
    ("a guestbook", f'<section class="guestbook">{TOKEN}</section>', False),
    ("after what readers wrote", f'<div class="comments">x</div><p>{TOKEN}', True),
    ("a whole page with comments open", f'<body class="single comments-open"><p>{TOKEN}', True),
]


@pytest.mark.parametrize(("html", "expected"), [row[1:] for row in TOKENS], ids=[row[0] for row in TOKENS])
def test_where_a_token_counts(html: str, expected: bool | None) -> None:
    page = read_page(html.encode(), "", HERE, rf"(?<!\w){TOKEN}(?!\w)")
    assert (page.head.token, page.body.token) == ((True, False) if expected is None else (False, expected))


def test_what_is_its_own_by_rel_me_in_any_list_of_rels() -> None:
    page = read_page(
        b'<link rel=me href=/1><body><a rel="me noopener" href="/2">x</a><map><area rel="nofollow ME" href="/3"></map>'
        b'<a rel="meh" href="/4">x</a><div class=comments><a rel=me href="/5">x</a></div><a rel=me>x</a>',
        "",
        HERE,
    )
    assert page.head.me == ("http://ana.test/1",)
    assert page.body.me == ("http://ana.test/2", "http://ana.test/3")
    assert page.links == ("http://ana.test/2", "http://ana.test/3", "http://ana.test/4")


READERS = [
    ('<div id="comments">', True),
    ('<div id="respond"><form>', True),
    ('<section class="comments-area x">', True),
    ('<div id="disqus_thread">', True),
    ('<span class="comments-link">3 comments</span>', False),
    ('<ul class="widget_recent_comments">', False),
    ("<p>Comments are closed.", False),
]


@pytest.mark.parametrize(("html", "expected"), READERS)
def test_whether_readers_write_on_a_page(html: str, expected: bool) -> None:
    assert read_page(html.encode(), "", HERE).readers_write is expected


TITLE = f"<link {RSS} href=/f title='%s'>"
CHARSETS = [
    ("UTF-8, whatever is said", (TITLE % "Süßes").encode(), "text/html; charset=iso-8859-1", "Süßes"),
    ("the answer's", (TITLE % "Чай").encode("cp1251"), "text/html; charset=windows-1251", "Чай"),
    ("the page's", b"<meta charset=windows-1251>" + (TITLE % "Чай").encode("cp1251"), "text/html", "Чай"),
    (
        "the answer's before the page's",
        b"<meta charset=koi8-r>" + (TITLE % "Чай").encode("cp1251"),
        "charset=cp1251",
        "Чай",
    ),
    ("gb2312 is wider", (TITLE % "鎔茶").encode("gb18030"), "charset=gb2312", "鎔茶"),
    ("UTF-16 by its mark", (TITLE % "茶").encode("utf-16"), "", "茶"),
    ("nothing said", (TITLE % "Thé").encode("latin-1"), "", "Thé"),
    ("a codec that is not of letters", (TITLE % "Thé").encode("latin-1"), "charset=unicode_escape", "Thé"),
    ("no such charset", (TITLE % "Thé").encode("latin-1"), "charset=none-such", "Thé"),
]


@pytest.mark.parametrize(("body", "kind", "title"), [row[1:] for row in CHARSETS], ids=[row[0] for row in CHARSETS])
def test_charsets(body: bytes, kind: str, title: str) -> None:
    assert read_page(body, kind, HERE).feeds == (FeedLink("http://ana.test/f", title, comments=False),)


_MANY = 2_000_000
HOSTILE = {
    "nothing": b"",
    "zeros": b"\0" * _MANY,
    "nested deeply": b"<div>" * 400_000,
    "misnested": b"<a><b>" * 100_000 + b"</a></b>" * 100_000,
    "formats that are made anew": b"<p>" + b"".join(b"<b x%d>" % n for n in range(700)) + b"<p>x" * 700,
    "formats in turn": b"<b><i><u><s><tt><big><small><em><strong><code><font><nobr><a>" * 40_000,
    "200,000 attributes": b"<a " + b" ".join(b"a%d=1" % n for n in range(200_000)) + b">",
    "many tags with many": (b"<p " + b" ".join(b"a%d" % n for n in range(2500)) + b">") * 120,
    "no end of a quote": b'<a href="' + b"x" * _MANY,
    "brackets": b"<" * _MANY,
    "entities": b"&amp" * 500_000,
    "comments in comments": b"<!--" * 500_000,
    "tables": b"<table><tr><td>x" * 100_000,
    "templates": b"<template>" * 200_000,
    "drawings": b"<svg><math><mtext>" * 100_000,
    "feeds": b"".join(b"<link rel=alternate type=text/xml href=/%d>" % n for n in range(40_000)),
    "links": b"".join(b"<a rel=me href=/%d>x</a>" % n for n in range(60_000)),
    "classes": b'<i class="' + b"c-" * 7000 + b'">' + b"<i class='re pl y'>" * 100_000,
    "half a token": b"<p>" + b"teambot-" * 250_000,
    "not a letter": b"\xff" * _MANY,
    "declarations": b"<meta " * 300_000 + b"\xff",
}


@pytest.mark.parametrize("body", HOSTILE.values(), ids=HOSTILE.keys())
def test_no_page_takes_long(body: bytes) -> None:
    started = time.process_time()
    page = read_page(body, "", HERE, TOKEN)
    assert time.process_time() - started < 5  # the worst takes one second; the worker ends at ten
    assert len(page.feeds) <= MOST_FEEDS
    assert len(page.links) <= MOST_LINKS + 100
    assert not page.body.token


def test_what_comes_before_what_is_too_much_is_read() -> None:
    head = f"<head><link {RSS} href=/f></head><p>{TOKEN}</p>"
    for more in ("<div>" * 50_000, "<a " + "x " * 50_000, "x" * 3_000_000, f"<img src='{'A' * 100_000}'>"):
        page = read_page((head + more).encode(), "", HERE, TOKEN)
        assert (len(page.feeds), page.body.token) == (1, True)
    script = f"<script>{'x' * 100_000}</script><img src='data:{'A' * 50_000}'>"
    after = read_page((script + head).encode(), "", HERE, TOKEN)
    assert (len(after.feeds), after.body.token) == (1, True)


LONG = [
    ("text", f"<div class=comments>{'x' * 20_000}<br>{TOKEN}</div>"),
    ("a bracket in its tag", f"<div title='a > b' class=comments>{'x' * 20_000}<br>{TOKEN}</div>"),
    ("a comment of HTML", f"<div class=comments><!-- {'x' * 20_000} --><br>{TOKEN}</div>"),
    ("many tags", f"<div class=comments>{'<br>' * 20_000}{TOKEN}</div>"),
]


@pytest.mark.parametrize("html", [row[1] for row in LONG], ids=[row[0] for row in LONG])
def test_no_length_brings_a_reader_out_of_the_comments(html: str) -> None:
    assert not read_page(html.encode(), "", HERE, TOKEN).body.token


@given(
    st.one_of(st.binary(max_size=400), st.text("<>/?ab=\"'! -&;\n", max_size=400).map(str.encode)), st.text(max_size=60)
)
@settings(max_examples=300, deadline=None)
def test_it_never_raises_for_what_a_page_says(body: bytes, kind: str) -> None:
    read_page(body, kind, HERE, TOKEN)
    read_page(b"<link rel=alternate type=text/xml href='" + body + b"'><a rel=me href='" + body + b"'>", kind, HERE)


def test_the_bot_itself_does_not_hold_the_parser() -> None:
    code = (
        "import sys, teambot.services.feeds.blogs; sys.exit(any(name.startswith('selectolax') for name in sys.modules))"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
