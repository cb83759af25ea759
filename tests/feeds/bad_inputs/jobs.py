"""What the worker is asked to do in these tests; a module's functions, as they go to another process by name."""

import time
from datetime import datetime

from teambot.feeds.parse import ParsedFeed, parse_feed


def timed(body: bytes, now: datetime) -> tuple[ParsedFeed, float]:
    """Parse a feed, and give the seconds of this process's own work that it took."""
    started = time.process_time()
    return parse_feed(body, "", "http://ana.blog.test/feed", now), time.process_time() - started
