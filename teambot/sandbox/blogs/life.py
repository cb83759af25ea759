"""One sample blog as it stands: its posts, its address, its feeds, its troubles, and all that its owner does to it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from enum import StrEnum

from teambot.sandbox.blogs.pages import front_page, post_page
from teambot.sandbox.blogs.syndication import Entry, Feed, comment_on, entry_of
from teambot.sandbox.blogs.writing import BlogPost, composed
from teambot.sandbox.cast import Blogger, FeedKind, WrittenPost

SHOWN = 10  # posts in a feed and on a front page: what most blog software shows
FOR_GOOD = (301, 308)
MOVES = (*FOR_GOOD, 302)
COMMENTS, CATEGORY = "/comments/feed/", "/category/kitchen/feed/"  # as the most used blog software has them
_READER = "Pia"


class Down(StrEnum):
    """The ways in which a sample blog can be dead."""

    HANGS_UP = "hangs up"  # the connection is cut without an answer
    NOT_FOUND = "404"
    GONE = "410"
    BUSY = "429"
    UNAVAILABLE = "503"


@dataclass(frozen=True, slots=True)
class Trouble:
    """How a blog is dead: `retry_after` seconds are told with a 429 or 503; with `feed_only` its pages live on."""

    how: Down
    retry_after: int | None = None
    feed_only: bool = False


class BlogLife:
    """One blog. Everything that its owner or host does to it happens at the story's moment (`clock`)."""

    def __init__(self, blogger: Blogger, posts: Sequence[BlogPost], clock: Callable[[], datetime]) -> None:
        self.blogger = blogger
        self.me = ""
        self.trouble: Trouble | None = None
        self.moved: int | None = None
        self.several = False
        self.kind = blogger.feed
        self.shown = SHOWN
        self._clock = clock
        self._posts = {post.path: (post.published_at, post) for post in posts}
        self._changed: datetime | None = None
        self._numbering = 0

    @property
    def new_host(self) -> str:
        """Give the name that the blog has when it has moved."""
        return f"new-{self.blogger.host}"

    @property
    def host(self) -> str:
        """Give the name under which its addresses stand: the new one once it has moved for good."""
        return self.new_host if self.moved in FOR_GOOD else self.blogger.host

    @property
    def feeds(self) -> tuple[Feed, ...]:
        """Give the feeds that its pages announce, the posts' first."""
        home = f"http://{self.host}/"
        path = self.blogger.feed_url.removeprefix(self.blogger.blog_url.rstrip("/"))
        posts = Feed(self.kind, self.blogger.blog, home, path)
        if not self.several:
            return (posts,)
        comments = Feed(FeedKind.RSS, f"Comments for {self.blogger.blog}", home, COMMENTS)
        return (posts, comments, Feed(FeedKind.ATOM, f"{self.blogger.blog}: kitchen", home, CATEGORY))

    @property
    def changed_at(self) -> datetime:
        """Give when it last changed: a post came, or its owner did something."""
        newest = max(at for at, _ in self._posts.values() if at <= self._clock())
        return max(newest, self._changed or newest)

    def published(self) -> tuple[BlogPost, ...]:
        """Give the posts that the story's clock has reached, the last to come first, whatever their dates say."""
        came = [(at, post) for at, post in self._posts.values() if at <= self._clock()]
        came.sort(key=lambda row: row[0])
        return tuple(self._as_now(post) for _, post in reversed(came))

    def _as_now(self, post: BlogPost) -> BlogPost:
        guid = f"urn:post:{self._numbering}:{post.path}" if self._numbering else post.id
        return replace(post, id=guid, url=f"http://{self.host}{post.path}")

    def entries(self, path: str) -> list[Entry]:
        """Give what the feed at a path holds, newest first. LookupError where no announced feed stands there."""
        if path not in (feed.path for feed in self.feeds):
            raise LookupError(path)
        posts = self.published()
        if path == COMMENTS:
            return [comment_on(post, _READER) for post in posts[: self.shown]]
        if path == CATEGORY:  # every second one that was written: what is in it today stays in it
            posts = tuple(post for number, post in enumerate(reversed(posts), 1) if number % 2)[::-1]
        return [entry_of(post) for post in posts[: self.shown]]

    def page(self, path: str) -> str | None:
        """Give a page as HTML; None where there is none."""
        posts = self.published()
        if path == "/":
            return front_page(self.blogger, posts[:SHOWN], self.feeds, self.me)
        return next((post_page(self.blogger, post, self.feeds) for post in posts if post.path == path), None)

    def write_about(self, text: str) -> None:
        """Change what the blog says of itself, on its front page and in its feed."""
        self.blogger = replace(self.blogger, about=text)
        self._touch()

    def publish(
        self,
        title: str,
        line: str,
        *,
        at: datetime | None = None,
        months: tuple[int, ...] = (),
        last_day: date | None = None,
        links: tuple[str, ...] = (),
    ) -> BlogPost:
        """Publish a post now, dated `at` (aware; None: now), which links to `links`, marked nofollow.

        ValueError for a naive date or an empty title.
        """
        moment = self._clock() if at is None else at
        if moment.tzinfo is None or not title.strip():
            raise ValueError("a post needs a title and an aware date")
        written = WrittenPost(moment.astimezone(UTC), title.strip(), line.strip(), months, last_day)
        post = replace(composed(self.blogger, written, []), links=links)
        while post.path in self._posts:
            path = f"{post.path}-again"
            post = replace(post, path=path, id=post.id.replace(post.path, path))
        self._posts[post.path] = (self._clock(), post)
        return self._as_now(post)

    def retitle(self, path: str, title: str) -> BlogPost:
        """Edit the title of a post; its address and id stay. KeyError for no such post, ValueError for no title."""
        if not title.strip():
            raise ValueError("a post needs a title")
        came, post = self._posts[path]
        self._posts[path] = (came, replace(post, title=title.strip(), updated_at=self._clock()))
        self._touch()
        return self._as_now(self._posts[path][1])

    def renumber(self) -> None:
        """Give every post another id, as a change of blog software does; titles, dates and addresses stay."""
        self._numbering += 1
        self._touch()

    def move(self, status: int = 301) -> None:
        """Move to `new_host`; the old name answers everything with a redirect: 301, 302 or 308, else ValueError.

        For good (301, 308) its addresses are the new name's from now on; ids stay what they were.
        """
        if status not in MOVES:
            raise ValueError(f"a blog moves with one of {MOVES}, not {status}")
        self.moved = status
        self._touch()

    def move_back(self) -> None:
        """Be at the old name again, and at no other."""
        self.moved = None
        self._touch()

    def announce(self, several: bool) -> None:
        """Announce and serve the feed of comments and of a category besides the posts', or the posts' alone."""
        self.several = several

    def serve_as(self, kind: FeedKind) -> None:
        """Serve the posts' feed as RSS, Atom or JSON Feed from now on, at the same address."""
        self.kind = kind
        self._touch()

    def _touch(self) -> None:
        self._changed = self._clock()
