"""Write a sample blog's feeds: RSS 2.0, Atom 1.0, JSON Feed 1.1. Pure: entries in, text out."""

import html
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
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
_SOON = timedelta(hours=20)  # how long after a post somebody says something about it


@dataclass(frozen=True, slots=True)
class Feed:
    """A feed as a page announces it; `home` is the address of the blog as it stands now."""

    kind: FeedKind
    title: str
    home: str
    path: str

    @property
    def url(self) -> str:
        """Give its address."""
        return self.home.rstrip("/") + self.path


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of a feed; `words` is HTML."""

    id: str
    url: str
    title: str
    summary: str
    words: str
    published_at: datetime
    updated_at: datetime


def entry_of(post: BlogPost) -> Entry:
    """Give a post as an entry."""
    words = "".join(f"<p>{html.escape(text)}</p>" for text in post.paragraphs)
    return Entry(post.id, post.url, post.title, post.line, words, post.published_at, post.updated_at)


def comment_on(post: BlogPost, name: str) -> Entry:
    """Give what somebody says under a post: what no reader of a team should be sent to."""
    said, at = "I tried it on Sunday. Thank you!", post.published_at + _SOON
    title = f"Comment on {post.title} by {name}"
    return Entry(f"{post.id}#comment-1", f"{post.url}#comment-1", title, said, f"<p>{said}</p>", at, at)


def feed_text(feed: Feed, blogger: Blogger, entries: Sequence[Entry]) -> str:
    """Write a feed of entries, which come newest first."""
    writers = {FeedKind.RSS: _rss, FeedKind.ATOM: _atom, FeedKind.JSON: _json_feed}
    return writers[feed.kind](feed, blogger, entries)


def _rss(feed: Feed, blogger: Blogger, entries: Sequence[Entry]) -> str:
    items = "".join(
        f"<item><title>{escape(one.title)}</title><link>{escape(one.url)}</link>"
        f'<guid isPermaLink="{"true" if one.id == one.url else "false"}">{escape(one.id)}</guid>'
        f"<pubDate>{format_datetime(one.published_at)}</pubDate>"
        f"<dc:creator>{escape(blogger.name)}</dc:creator><description>{escape(one.summary)}</description>"
        f"<content:encoded>{escape(one.words)}</content:encoded></item>"
        for one in entries
    )
    return (
        '<?xml version="1.0" encoding="utf-8"?><rss version="2.0" xmlns:atom="http://www.w3.org/2005/Atom" '
        'xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/"><channel>'
        f"<title>{escape(feed.title)}</title><link>{escape(feed.home)}</link>"
        f"<description>{escape(blogger.about)}</description>"
        f'<atom:link href="{escape(feed.url, _QUOTE)}" rel="self" type="application/rss+xml"/>'
        f"<lastBuildDate>{format_datetime(_newest(entries))}</lastBuildDate>{items}</channel></rss>"
    )


def _atom(feed: Feed, blogger: Blogger, entries: Sequence[Entry]) -> str:
    written = "".join(
        f"<entry><title>{escape(one.title)}</title><id>{escape(one.id)}</id>"
        f'<link rel="alternate" href="{escape(one.url, _QUOTE)}"/>'
        f"<published>{one.published_at.isoformat()}</published>"
        f"<updated>{one.updated_at.isoformat()}</updated><summary>{escape(one.summary)}</summary>"
        f'<content type="html">{escape(one.words)}</content></entry>'
        for one in entries
    )
    return (
        '<?xml version="1.0" encoding="utf-8"?><feed xmlns="http://www.w3.org/2005/Atom">'
        f"<title>{escape(feed.title)}</title><subtitle>{escape(blogger.about)}</subtitle>"
        f"<id>tag:{blogger.host},2020:{feed.path.removesuffix('feed.xml')}</id>"
        f"<author><name>{escape(blogger.name)}</name></author>"
        f'<link rel="self" href="{escape(feed.url, _QUOTE)}"/>'
        f'<link rel="alternate" href="{escape(feed.home, _QUOTE)}"/>'
        f"<updated>{_newest(entries).isoformat()}</updated>{written}</feed>"
    )


def _json_feed(feed: Feed, blogger: Blogger, entries: Sequence[Entry]) -> str:
    items = [
        {
            "id": one.id,
            "url": one.url,
            "title": one.title,
            "summary": one.summary,
            "content_html": one.words,
            "date_published": one.published_at.isoformat(),
            **({"date_modified": one.updated_at.isoformat()} if one.updated_at != one.published_at else {}),
        }
        for one in entries
    ]
    whole = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": feed.title,
        "description": blogger.about,
        "home_page_url": feed.home,
        "feed_url": feed.url,
        "authors": [{"name": blogger.name}],
        "items": items,
    }
    return json.dumps(whole, ensure_ascii=False, indent=1)


def _newest(entries: Sequence[Entry]) -> datetime:
    return max(one.updated_at for one in entries)
