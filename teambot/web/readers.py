"""What readers write on a blog, told from what its owner does: comments, answers from elsewhere, guestbooks.

By the names that blog software gives them; there is no other way to tell. It judges nothing.
"""

import re
from collections.abc import Mapping
from urllib.parse import unquote

_COMMENTS = (
    r"(?:comments?|kommentare?n?|commentaires?|comentarios?|comentários?|commenti|reacties|komentarz\w*|yorum(?:lar)?"
    r"|комментари\w*|コメント|评论|評論|댓글)"
)
_COMMENTS_ADDRESS = re.compile(rf"[/=_.-]{_COMMENTS}(?:[/&?_.-]|$)", re.IGNORECASE)
_FEED_WORD = r"(?:feeds?|rss|atom|flux|kanał)"
_COMMENTS_TITLE = re.compile(
    rf"{_COMMENTS}[\W_]{{0,3}}{_FEED_WORD}\b|\b{_FEED_WORD}\W.{{0,40}}\b{_COMMENTS}"
    rf"|^{_COMMENTS}(?:$|:| (?:on|for|zu|für|sur|pour|en|sobre|em|para|su|per|op|voor)\b)",
    re.IGNORECASE,
)
# What the parts of a page that its readers write are called, in id, class and schema.org's names.
_READERS = re.compile(
    r"comment|kommentar|comentari|comentário|reacties|yorum|guestbook|gästebuch|gaestebuch|livre-?d-?or|shoutbox|disqus"
    r"|(?:^|[\s_-])(?:h-cite|respond|responses?|repl(?:y|ies)|isso-thread|giscus|utterances|cusdis|discussion"
    r"|webmentions?|pingbacks?|trackbacks?|testimonials?)(?:$|[\s_-])",
    re.IGNORECASE,
)
_READERS_WRITE = re.compile(
    r"(?:^|\s)(?:comments?|commentform|comment-?list|comments-area|respond|disqus_thread|isso-thread|giscus|utterances"
    r"|guestbook|webmentions?|kommentare|commentaires|comentarios|commenti)(?:$|\s)",
    re.IGNORECASE,
)


def is_of_comments(url: str, title: str) -> bool:
    """Tell by its address or title whether a feed is of comments, which anybody writes, and not of posts."""
    path = unquote(url.partition("//")[2].partition("/")[2])
    return bool(_COMMENTS_ADDRESS.search(f"/{path}") or _COMMENTS_TITLE.search(title))


def is_of_readers(attributes: Mapping[str, str | None]) -> bool:
    """Tell by an element's attributes whether it is of what readers write."""
    return any(_READERS.search(name) for name in _names(attributes))


def is_for_readers(attributes: Mapping[str, str | None]) -> bool:
    """Tell by an element's attributes whether it is a page's place for readers to write in."""
    return any(_READERS_WRITE.search(name) for name in _names(attributes)[:2])


def _names(attributes: Mapping[str, str | None]) -> list[str]:
    return [(attributes.get(name) or "")[:1000] for name in ("id", "class", "itemprop", "itemtype")]
