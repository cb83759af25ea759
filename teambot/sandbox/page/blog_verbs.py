"""What one person at the page does with their own blog: words, posts, titles, moves and outages.

Nonsense is a LookupError, ValueError or TypeError with a sentence, which the page shows.
"""

from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from functools import partial
from typing import NamedTuple
from zoneinfo import ZoneInfo

from teambot.sandbox.blogs.blogs import SampleBlogs
from teambot.sandbox.blogs.life import BlogLife, Down, Trouble
from teambot.sandbox.cast import FeedKind
from teambot.sandbox.loopback.wire import Json

MOST_ABOUT = 2000  # characters of a blog's words about itself
MOST_TITLE, MOST_LINE = 200, 500
AN_HOUR = 3600


class Tool(NamedTuple):
    """Something that happens to a blog: its words on the page, and what it does."""

    label: str
    use: Callable[[BlogLife], None]


def _dies(how: Down, retry_after: int | None = None, *, feed_only: bool = False) -> Callable[[BlogLife], None]:
    def use(life: BlogLife) -> None:
        life.trouble = Trouble(how, retry_after, feed_only)

    return use


def _lives(life: BlogLife) -> None:
    life.trouble = None


TOOLS = {
    "301": Tool("Move it for good (301)", partial(BlogLife.move, status=301)),
    "308": Tool("Move it for good (308)", partial(BlogLife.move, status=308)),
    "302": Tool("Move it for a while (302)", partial(BlogLife.move, status=302)),
    "back": Tool("Move it back", BlogLife.move_back),
    "404": Tool("Lose its feed (404)", _dies(Down.NOT_FOUND, feed_only=True)),
    "410": Tool("Give it up (410)", _dies(Down.GONE)),
    "429": Tool("Be asked too often (429, Retry-After an hour; until Answer again)", _dies(Down.BUSY, AN_HOUR)),
    "503": Tool("Be out of order (503, Retry-After an hour; until Answer again)", _dies(Down.UNAVAILABLE, AN_HOUR)),
    "silent": Tool("Hang up on everybody", _dies(Down.HANGS_UP)),
    "lives": Tool("Answer again", _lives),
    "ids": Tool("Give all posts new ids", BlogLife.renumber),
    "several": Tool("Announce three feeds", partial(BlogLife.announce, several=True)),
    "one": Tool("Announce one feed", partial(BlogLife.announce, several=False)),
    "rss": Tool("Serve RSS", partial(BlogLife.serve_as, kind=FeedKind.RSS)),
    "atom": Tool("Serve Atom", partial(BlogLife.serve_as, kind=FeedKind.ATOM)),
    "json": Tool("Serve JSON Feed", partial(BlogLife.serve_as, kind=FeedKind.JSON)),
}


def offered() -> list[Json]:
    """Give the tools as the page lists them."""
    return [{"value": key, "label": tool.label} for key, tool in TOOLS.items()]


def how_it_is(life: BlogLife) -> str:
    """Say in a few words what is unusual about a blog; "" where nothing is."""
    words = []
    if life.moved:
        words.append(f"moved to {life.new_host} ({life.moved})")
    if life.trouble:
        what = "its feed" if life.trouble.feed_only else "it"
        told = "hangs up" if life.trouble.how is Down.HANGS_UP else f"answers {life.trouble.how}"
        words.append(f"{what} {told}")
    if life.several:
        words.append("announces three feeds")
    if life.kind is not life.blogger.feed:
        words.append(f"serves {life.kind.upper()}")
    return ", ".join(words)


class BlogVerbs:
    """The verbs by name. `host_of` gives the host of the blog of who asks, `changed` is called after each change."""

    def __init__(self, blogs: SampleBlogs, host_of: Callable[[Json], str], changed: Callable[[], None]) -> None:
        self._blogs = blogs
        self._host_of = host_of
        self._changed = changed
        acts = {"write": self._write, "publish": self._publish, "retitle": self._retitle, "happen": self._happen}
        self.verbs: dict[str, Callable[[Json], Awaitable[Json]]] = {
            name: partial(self._done, act) for name, act in acts.items()
        }

    async def _done(self, act: Callable[[BlogLife, Json], None], facts: Json) -> Json:
        act(self._blogs.of(self._host_of(facts)), facts)
        self._changed()
        return {}

    def _write(self, life: BlogLife, facts: Json) -> None:
        """Put words on the front page instead of those that stand there."""
        life.write_about(str(facts["text"]).strip()[:MOST_ABOUT])

    def _publish(self, life: BlogLife, facts: Json) -> None:
        """Publish a post, dated now or as it is typed (the author's local time)."""
        life.publish(str(facts["title"])[:MOST_TITLE], str(facts["line"])[:MOST_LINE], at=_moment(life, facts))

    def _retitle(self, life: BlogLife, facts: Json) -> None:
        if str(facts["path"]) not in (post.path for post in life.published()):
            raise LookupError("There is no such post on your blog.")
        life.retitle(str(facts["path"]), str(facts["title"])[:MOST_TITLE])

    def _happen(self, life: BlogLife, facts: Json) -> None:
        tool = TOOLS.get(str(facts["what"]))
        if tool is None:
            raise LookupError("No such thing happens to a blog here.")
        tool.use(life)


def _moment(life: BlogLife, facts: Json) -> datetime | None:
    text = str(facts.get("at") or "")
    if not text:
        return None
    try:
        return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(life.blogger.zone)).astimezone(UTC)
    except (ValueError, OverflowError):
        raise ValueError("That is no date.") from None
