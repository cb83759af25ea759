"""What the sample bloggers write: the posts of the file, then about one a week more for a year. It serves nothing."""

import random
import re
import unicodedata
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from teambot.sandbox.cast import Blogger, FeedKind, WrittenPost

YEAR = timedelta(weeks=54)
WRITES_NOTHING = 0.08  # about one week in twelve has no post: people have weeks like that


@dataclass(frozen=True, slots=True)
class BlogPost:
    """One post of a sample blog; `published_at` is aware UTC, `line` what a reader gets from it, `id` its feed's guid.

    `months` and `last_day` say when it makes sense, as its author would declare it: () and None where it always does.
    `links`: the pages of others that its own page links to.
    """

    id: str
    url: str
    path: str
    title: str
    line: str
    paragraphs: tuple[str, ...]
    published_at: datetime
    updated_at: datetime
    months: tuple[int, ...] = ()
    last_day: date | None = None
    links: tuple[str, ...] = ()


def posts_of(blogger: Blogger, seed: int) -> tuple[BlogPost, ...]:
    """Give all posts of a blog, oldest first: those of the file, then a year of made ones, repeatable by `seed`."""
    chance = random.Random(f"{seed}:{blogger.host}")  # noqa: S311  # a story, no secret
    written = list(blogger.posts)
    made = [
        (title.format(*[subject] * title.count("{}")), line.format(*[subject] * line.count("{}")))
        for subject in blogger.subjects
        for title, line in blogger.frames
    ]
    chance.shuffle(made)
    at = written[-1].at
    end = at + YEAR
    while made and at < end:
        at += timedelta(days=7)  # local days: the hour of writing stays when the clocks change
        if chance.random() >= WRITES_NOTHING:
            title, line = made.pop()
            moment = at + timedelta(minutes=chance.randrange(-90, 90))
            written.append(WrittenPost(moment, title[:1].upper() + title[1:], line))
    return tuple(composed(blogger, post, _said(blogger, chance)) for post in written)


def _said(blogger: Blogger, chance: random.Random) -> list[str]:
    return chance.sample(blogger.voice, k=min(3, len(blogger.voice)))


def composed(blogger: Blogger, post: WrittenPost, said: list[str]) -> BlogPost:
    """Put a post on a blog under the address and the id that its software gives it; `said` follows its line."""
    path = f"/{post.at:%Y}/{post.at:%m}/{_slug(post.title) or 'post'}-{post.at:%d}"
    url, at = f"http://{blogger.host}{path}", post.at.astimezone(UTC)
    guid = f"tag:{blogger.host},{at:%Y-%m-%d}:{path}" if blogger.feed is FeedKind.ATOM else url
    return BlogPost(guid, url, path, post.title, post.line, (post.line, *said), at, at, post.months, post.last_day)


def _slug(title: str) -> str:
    plain = unicodedata.normalize("NFKD", title).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:60]
