"""A web in which nobody answers, for tests that need none."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, NoReturn, cast

from teambot.domain.link_proof import LinkDue, LinkLooked
from teambot.services.feeds.post_pages import PostPage, PostPages
from teambot.web.faults import Fault, FetchFailed


class Nobody:
    """Fetch nothing."""

    async def get(self, *_: object, **__: object) -> NoReturn:
        raise FetchFailed(Fault.UNREACHABLE)

    async def there(self, *_: object) -> None:
        """Cannot tell whether a page is there."""


async def no_links(due: Sequence[LinkDue], waiting: Mapping[str, datetime], now: datetime) -> tuple[LinkLooked, ...]:
    """Look at no link."""
    return ()


async def unlooked(url: str) -> PostPage:
    """Say of a post's page what can be said without an answer."""
    return await PostPages(cast(Any, Nobody())).look(url)
