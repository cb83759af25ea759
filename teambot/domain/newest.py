"""The offer of the newest item, a day before the close, to those who want it and have put nothing forward.

product.md, Submitting: one card with the newest item, its summary as a draft of the reader line, and the money question
unanswered. Without an answer nothing is put forward.
"""

import re
from dataclasses import dataclass
from datetime import timedelta

from teambot.domain.posts import READER_LINE_LEAST, READER_LINE_MOST

BEFORE_CLOSE = timedelta(hours=24)
OLDEST = timedelta(days=60)  # what is older is no news of a blog's; /post submit has it all the same
_SENTENCE_ENDS = re.compile(r"[.!?…](?=\s|$)|[。！？]")


@dataclass(frozen=True, slots=True)
class NewestDeclined:
    """An item is not offered so again."""

    item_id: int
    title: str


def opening_of(summary: str) -> str:
    """Draft a reader line from an item's summary: its first sentences that fit, else its first words with "…".

    "" where neither is long enough to be a reader line: its author writes one.
    """
    summary = " ".join(summary.split())
    if len(summary) <= READER_LINE_MOST:
        drafted = summary
    else:
        ends = [match.end() for match in _SENTENCE_ENDS.finditer(summary, 0, READER_LINE_MOST)]
        words = summary[:READER_LINE_MOST].rpartition(" ")[0]
        drafted = summary[: ends[-1]] if ends and ends[-1] >= READER_LINE_LEAST else words and f"{words}…"
    return drafted if len(drafted) >= READER_LINE_LEAST else ""
