"""The addresses that a page leads to, wherever on it they stand, so that somebody can look for one among them.

Pure, and meant for the worker, as `html` is. It judges nothing: what readers wrote counts here as well, for a
recommendation may stand in a forum, and so does a link with any `rel`.
"""

from teambot.web.html import absolute, base_of
from teambot.web.page_text import page_text

MOST_LINKS = 5000


def read_links(body: bytes, content_type: str, url: str) -> tuple[str, ...]:
    """Give the absolute addresses of http and https that a page of HTML links, each once, in its order; at most 5,000.

    `content_type`: the answer's header, for its charset. `url`: where it was found in the end; relative links start
    there, or at its `<base>`. It never raises for what a page says, but may for one that is made to exhaust memory.
    """
    from selectolax.lexbor import LexborHTMLParser  # here, so that only the worker holds it

    tree = LexborHTMLParser(page_text(body, content_type))
    base = base_of(tree, url)
    found: dict[str, None] = {}
    for node in tree.css("a[href], area[href]"):
        if len(found) >= MOST_LINKS:
            break
        if address := absolute(node.attributes.get("href"), base):
            found[address] = None
    return tuple(found)
