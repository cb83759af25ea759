"""Write a sample blog's pages, its front page and one a post. Pure: posts in, HTML out."""

import html
from collections.abc import Sequence

from teambot.sandbox.blogs.syndication import CONTENT_TYPES, Feed
from teambot.sandbox.blogs.writing import BlogPost
from teambot.sandbox.cast import Blogger


def front_page(blogger: Blogger, posts: Sequence[BlogPost], feeds: Sequence[Feed], me: str = "") -> str:
    """Write the blog's front page: its last posts, where its feeds are, a `rel="me"` link to `me` ("": none)."""
    items = "".join(
        f'<li><a href="{html.escape(post.path)}">{html.escape(post.title)}</a><p>{html.escape(post.line)}</p></li>'
        for post in posts
    )
    about = "".join(f"<p>{html.escape(line)}</p>" for line in blogger.about.splitlines() if line.strip())
    link = f'<p><a rel="me" href="{html.escape(me)}">Me on Discord</a></p>' if me else ""
    return _page(blogger, blogger.blog, feeds, f"{about}{link}<ul>{items}</ul>")


def post_page(blogger: Blogger, post: BlogPost, feeds: Sequence[Feed]) -> str:
    """Write one post's page."""
    body = "".join(f"<p>{html.escape(text)}</p>" for text in post.paragraphs)
    day = f'<p><time datetime="{post.published_at.isoformat()}">{post.published_at:%d %B %Y}</time></p>'
    links = "".join(f'<p><a rel="nofollow" href="{html.escape(url)}">{html.escape(url)}</a></p>' for url in post.links)
    return _page(blogger, post.title, feeds, f"<article><h2>{html.escape(post.title)}</h2>{day}{body}{links}</article>")


def _page(blogger: Blogger, title: str, feeds: Sequence[Feed], main: str) -> str:
    return (
        f'<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{html.escape(title)}</title>'
        f'<meta name="author" content="{html.escape(blogger.name)}">{_announced(feeds)}'
        f'</head><body><h1><a href="/">{html.escape(blogger.blog)}</a></h1><main>{main}</main></body></html>'
    )


def _announced(feeds: Sequence[Feed]) -> str:
    """Announce the feeds; several are told apart by their titles."""
    titles = [f' title="{html.escape(feed.title)}"' if len(feeds) > 1 else "" for feed in feeds]
    return "".join(
        f'<link rel="alternate" type="{CONTENT_TYPES[feed.kind]}" href="{html.escape(feed.url)}"{title}>'
        for feed, title in zip(feeds, titles, strict=True)
    )
