"""Looking at the pages that members give with their recommendations: does a link to the post stand there?

With the manners of the feeds' polls: one request at a time to a host, a pause between two, and who asked to be left
alone is. It stores nothing.
"""

import asyncio
import logging
from collections.abc import Mapping, Sequence
from datetime import datetime

from teambot.domain.link_proof import LinkDue, LinkLooked, LinkState, is_members_only, state_of_page
from teambot.feeds.identity import address_key
from teambot.feeds.sniff import Kind, sniff
from teambot.services.feeds.documents import Documents
from teambot.services.feeds.hosts import name_of
from teambot.services.feeds.pace import PATIENCE, Hosts, NotNow, Pace
from teambot.services.feeds.page_facts import facts_of, is_own
from teambot.web.faults import FetchFailed
from teambot.web.fetch import Fetched
from teambot.web.worker import WorkerKilled

MOST_SECONDS = 10.0  # for one page, in all
AT_ONCE = 4  # pages under way
_PIECE = 100  # links whose keys are reckoned before others have their turn

log = logging.getLogger(__name__)


class LinkPages:
    """Look at pages over HTTP, behind the guard; `hosts` remembers its manners from one pass to the next."""

    def __init__(self, documents: Documents, hosts: Hosts) -> None:
        self._documents = documents
        self._hosts = hosts

    async def look(
        self, due: Sequence[LinkDue], waiting: Mapping[str, datetime], now: datetime
    ) -> tuple[LinkLooked, ...]:
        """Look at the links that are due, one a host, and give what came of each; the others stay due.

        `waiting`: hosts that are to be left alone, and until when.
        """
        put_off = [one for one in due if name_of(one.url) in waiting]
        turns = self._hosts.begin([one for one in due if one not in put_off], now)
        room = asyncio.Semaphore(AT_ONCE)
        tasks = []
        try:
            while (turn := turns.take()) is not None:
                free_at, host = turn
                if free_at - turns.time() <= PATIENCE:
                    one = turns.feeds[host][0]
                    pace = Pace(turns, -one.id)  # below 0, where no feed's id is
                    tasks.append(asyncio.create_task(self._one(one, host, pace, room)))
            found = await asyncio.gather(*tasks)
        finally:
            for task in tasks:
                task.cancel()
            turns.end()
        later = (LinkLooked(one, None, waiting[name_of(one.url)] - now) for one in put_off)
        return (*(looked for looked in found if looked is not None), *later)

    async def _one(self, due: LinkDue, host: str, pace: Pace, room: asyncio.Semaphore) -> LinkLooked | None:
        """Look at one link when its host is free; None: it is left for the next bell."""
        try:
            if is_own(due.url, due) or not facts_of(due.url, due).may_show:
                return LinkLooked(due, LinkState.SAID)
            async with room:
                await pace.begin(host)
                async with asyncio.timeout(MOST_SECONDS):
                    fetched = await self._documents.get(due.url, pace=pace)
                return LinkLooked(due, await self._state(due, fetched), page=fetched.url)
        except NotNow:
            return None
        except FetchFailed as failed:
            # It is the word of who answered, not of who led there.
            return LinkLooked(due, LinkState.CANNOT, failed.retry_after, pace.led_to or name_of(due.url))
        except (TimeoutError, WorkerKilled):
            return LinkLooked(due, LinkState.CANNOT)
        except Exception:  # one page's bad luck stops no other
            log.exception("link.not-looked-at", extra={"assignment": due.id})
            return LinkLooked(due, LinkState.CANNOT)
        finally:
            pace.end()

    async def _state(self, due: LinkDue, fetched: Fetched) -> LinkState:
        if is_members_only(fetched.url):
            return LinkState.CANNOT
        if is_own(fetched.url, due) or not facts_of(fetched.url, due).may_show:
            return LinkState.SAID
        if sniff(fetched.body) in (Kind.JSON, Kind.XML, Kind.EMPTY) or not _may_be_page(fetched.content_type):
            return LinkState.CANNOT
        links = await self._documents.links(fetched)
        return state_of_page(await _leads_there(links, due), len(links))


def _may_be_page(content_type: str) -> bool:
    kind = content_type.partition(";")[0].strip().lower()
    return not kind or "html" in kind or kind in ("text/plain", "application/octet-stream")


async def _leads_there(links: Sequence[str], due: LinkDue) -> bool:
    """Tell whether one of a page's links is the post's address, in any way of writing it; others have turns between."""
    for at in range(0, len(links), _PIECE):
        if any(address_key(link) in due.keys for link in links[at : at + _PIECE]):
            return True
        await asyncio.sleep(0)
    return False
