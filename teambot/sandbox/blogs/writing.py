"""What the sample bloggers write: the posts of the file, then about one a week more for a year. It serves nothing."""

import random
import re
import unicodedata
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from teambot.sandbox.cast import Blogger

YEAR = timedelta(weeks=54)
WRITES_NOTHING = 0.08  # about one week in twelve has no post: people have weeks like that


@dataclass(frozen=True, slots=True)
class BlogPost:
    """One post of a sample blog; `published_at` is aware UTC, `line` what a reader gets from it."""

    url: str
    path: str
    title: str
    line: str
    paragraphs: tuple[str, ...]
    published_at: datetime


def posts_of(blogger: Blogger, seed: int) -> tuple[BlogPost, ...]:
    """Give all posts of a blog, oldest first: those of the file, then a year of made ones, repeatable by `seed`."""
    chance = random.Random(f"{seed}:{blogger.host}")  # noqa: S311  # a story, no secret
    written = [(post.at, post.title, post.line) for post in blogger.posts]
    made = [
        (title.format(*[subject] * title.count("{}")), line.format(*[subject] * line.count("{}")))
        for subject in blogger.subjects
        for title, line in blogger.frames
    ]
    chance.shuffle(made)
    at = written[-1][0]
    end = at + YEAR
    while made and at < end:
        at += timedelta(days=7)  # local days: the hour of writing stays when the clocks change
        if chance.random() >= WRITES_NOTHING:
            title, line = made.pop()
            moment = at + timedelta(minutes=chance.randrange(-90, 90))
            written.append((moment, title[:1].upper() + title[1:], line))
    return tuple(_post(blogger, at, title, line, chance) for at, title, line in written)


def _post(blogger: Blogger, at: datetime, title: str, line: str, chance: random.Random) -> BlogPost:
    path = f"/{at:%Y}/{at:%m}/{_slug(title) or 'post'}-{at:%d}"
    said = chance.sample(blogger.voice, k=min(3, len(blogger.voice)))
    return BlogPost(f"http://{blogger.host}{path}", path, title, line, (line, *said), at.astimezone(UTC))


def _slug(title: str) -> str:
    plain = unicodedata.normalize("NFKD", title).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:60]
