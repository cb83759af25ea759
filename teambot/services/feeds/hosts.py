"""Which host an address burdens, and whose blog it is of."""

from datetime import timedelta
from functools import lru_cache
from urllib.parse import urlsplit

GAP = timedelta(seconds=2)  # between two requests to one host; feeds.md, 1.1
_MOST = 2048  # addresses whose reading is remembered: more than one pass asks
# Hosts of many blogs, which are one host to whoever runs them.
_PLATFORMS = frozenset(
    {
        "bearblog.dev",
        "beehiiv.com",
        "blog.me",
        "blogspot.com",
        "dreamwidth.org",
        "feedburner.com",
        "ghost.io",
        "github.io",
        "gitlab.io",
        "hashnode.dev",
        "hatenablog.com",
        "livejournal.com",
        "medium.com",
        "micro.blog",
        "neocities.org",
        "netlify.app",
        "over-blog.com",
        "pages.dev",
        "posthaven.com",
        "squarespace.com",
        "substack.com",
        "svbtle.com",
        "tumblr.com",
        "typepad.com",
        "vercel.app",
        "weebly.com",
        "wixsite.com",
        "wordpress.com",
        "write.as",
    }
)


@lru_cache(_MOST)
def name_of(url: str) -> str:
    """Give the name of an address's host, without `www.`: what one blog of a platform says is said for that one."""
    return (urlsplit(url).hostname or "").removeprefix("www.")


@lru_cache(_MOST)
def host_of(url: str) -> str:
    """Give the host that an address burdens: without `www.`, and of a platform of many blogs the platform."""
    host = name_of(url)
    last_two = ".".join(host.rsplit(".", 2)[-2:])
    return last_two if last_two in _PLATFORMS else host
