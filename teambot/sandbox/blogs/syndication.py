"""Write a sample blog's feed and pages: RSS 2.0, Atom, JSON Feed, HTML. Pure: posts in, text out."""

import html
import json
from collections.abc import Sequence
from datetime import datetime
from email.utils import format_datetime
from xml.sax.saxutils import escape

from teambot.sandbox.blogs.writing import BlogPost
from teambot.sandbox.cast import Blogger, FeedKind

CONTENT_TYPES = {
    FeedKind.RSS: "application/rss+xml",
    FeedKind.ATOM: "application/atom+xml",
    FeedKind.JSON: "application/feed+json",
}
_QUOTE = {'"': "&quot;"}


def feed_of(blogger: Blogger, posts: Sequence[BlogPost]) -> str:
    """Write the feed of `posts`, which come newest first."""
    writers = {FeedKind.RSS: _rss, FeedKind.ATOM: _atom, FeedKind.JSON: _json_feed}
    return writers[blogger.feed](blogger, posts)


def front_page(blogger: Blogger, posts: Sequence[BlogPost], me: str = "") -> str:
    """Write the blog's front page: its last posts, where its feed is, a `rel="me"` link to `me` ("": none)."""
    items = "".join(
        f'<li><a href="{html.escape(post.path)}">{html.escape(post.title)}</a><p>{html.escape(post.line)}</p></li>'
        for post in posts
    )
    about = "".join(f"<p>{html.escape(line)}</p>" for line in blogger.about.splitlines() if line.strip())
    link = f'<p><a rel="me" href="{html.escape(me)}">Me on Discord</a></p>' if me else ""
    return _page(blogger, blogger.blog, f"{about}{link}<ul>{items}</ul>")


def post_page(blogger: Blogger, post: BlogPost) -> str:
    """Write one post's page."""
    body = _paragraphs(post)
    day = f'<p><time datetime="{post.published_at.isoformat()}">{post.published_at:%d %B %Y}</time></p>'
    return _page(blogger, post.title, f"<article><h2>{html.escape(post.title)}</h2>{day}{body}</article>")


def _page(blogger: Blogger, title: str, main: str) -> str:
    return (
        f'<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{html.escape(title)}</title>'
        f'<meta name="author" content="{html.escape(blogger.name)}">'
        f'<link rel="alternate" type="{CONTENT_TYPES[blogger.feed]}" href="{html.escape(blogger.feed_url)}">'
        f'</head><body><h1><a href="/">{html.escape(blogger.blog)}</a></h1><main>{main}</main></body></html>'
    )


def _paragraphs(post: BlogPost) -> str:
    return "".join(f"<p>{html.escape(text)}</p>" for text in post.paragraphs)


def _rss(blogger: Blogger, posts: Sequence[BlogPost]) -> str:
    items = "".join(
        f"<item><title>{escape(post.title)}</title><link>{escape(post.url)}</link>"
        f'<guid isPermaLink="true">{escape(post.url)}</guid><pubDate>{format_datetime(post.published_at)}</pubDate>'
        f"<dc:creator>{escape(blogger.name)}</dc:creator><description>{escape(post.line)}</description>"
        f"<content:encoded>{escape(_paragraphs(post))}</content:encoded></item>"
        for post in posts
    )
    return (
        '<?xml version="1.0" encoding="utf-8"?><rss version="2.0" xmlns:atom="http://www.w3.org/2005/Atom" '
        'xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/"><channel>'
        f"<title>{escape(blogger.blog)}</title><link>{escape(blogger.blog_url)}</link>"
        f"<description>{escape(blogger.about)}</description>"
        f'<atom:link href="{escape(blogger.feed_url, _QUOTE)}" rel="self" type="application/rss+xml"/>'
        f"<lastBuildDate>{format_datetime(_newest(posts))}</lastBuildDate>{items}</channel></rss>"
    )


def _atom(blogger: Blogger, posts: Sequence[BlogPost]) -> str:
    entries = "".join(
        f"<entry><title>{escape(post.title)}</title>"
        f"<id>tag:{blogger.host},{post.published_at:%Y-%m-%d}:{post.path}</id>"
        f'<link rel="alternate" href="{escape(post.url, _QUOTE)}"/>'
        f"<published>{post.published_at.isoformat()}</published>"
        f"<updated>{post.published_at.isoformat()}</updated><summary>{escape(post.line)}</summary>"
        f'<content type="html">{escape(_paragraphs(post))}</content></entry>'
        for post in posts
    )
    return (
        '<?xml version="1.0" encoding="utf-8"?><feed xmlns="http://www.w3.org/2005/Atom">'
        f"<title>{escape(blogger.blog)}</title><subtitle>{escape(blogger.about)}</subtitle>"
        f"<id>tag:{blogger.host},2020:/</id><author><name>{escape(blogger.name)}</name></author>"
        f'<link rel="self" href="{escape(blogger.feed_url, _QUOTE)}"/>'
        f'<link rel="alternate" href="{escape(blogger.blog_url, _QUOTE)}"/>'
        f"<updated>{_newest(posts).isoformat()}</updated>{entries}</feed>"
    )


def _json_feed(blogger: Blogger, posts: Sequence[BlogPost]) -> str:
    items = [
        {
            "id": post.url,
            "url": post.url,
            "title": post.title,
            "summary": post.line,
            "content_html": _paragraphs(post),
            "date_published": post.published_at.isoformat(),
        }
        for post in posts
    ]
    feed = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": blogger.blog,
        "description": blogger.about,
        "home_page_url": blogger.blog_url,
        "feed_url": blogger.feed_url,
        "authors": [{"name": blogger.name}],
        "items": items,
    }
    return json.dumps(feed, ensure_ascii=False, indent=1)


def _newest(posts: Sequence[BlogPost]) -> datetime:
    return max(post.published_at for post in posts)
