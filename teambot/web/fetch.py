"""Fetch one document: conditional, bounded, behind the guard on every hop. It parses and stores nothing."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from functools import lru_cache

import aiohttp
import yarl
from multidict import CIMultiDictProxy

from teambot.web import answer
from teambot.web.deadlines import Deadlines
from teambot.web.faults import Fault, FetchFailed
from teambot.web.guard import AddressRefused, Guard
from teambot.web.inflate import Inflater
from teambot.web.pace import Held, Pace

__all__ = ["Fault", "FetchFailed", "Fetched", "Fetcher", "Pace"]

MOST_PACKED_BYTES = 2 * 1024 * 1024
MOST_BYTES = 5 * 1024 * 1024
MOST_HOPS = 5
_CHUNK = 32 * 1024  # of a body, read at a time
_MOST_FIELD_BYTES = 16 * 1024  # of a header: one that is too long to keep is no reason to lose the document
_MOST_CHECKED = 4096  # addresses whose reading is remembered
_PERMANENT = frozenset({301, 308})
_REDIRECTS = _PERMANENT | {302, 303, 307}
_ACCEPT = "application/atom+xml, application/rss+xml, application/feed+json, application/xml;q=0.9, */*;q=0.8"


@dataclass(frozen=True, slots=True)
class Fetched:
    """A document, or the news that it has not changed.

    `url`: where it was found in the end. `permanent_url`: the same, if there were redirects and all were permanent
    (301, 308). `status` 200 or 304; `body` unpacked and complete, empty at 304. `etag`, `last_modified`: to send next
    time, verbatim; None if the document came from another host than was asked. `max_age`: at most 24 hours.
    """

    url: str
    permanent_url: str | None
    status: int
    body: bytes
    content_type: str
    etag: str | None
    last_modified: str | None
    max_age: timedelta | None


class Fetcher:
    """Fetch documents over HTTP with one session. No cookies, no proxy from the environment, no kept connections.

    `user_agent` says who we are and where to read about us. `seconds`: the longest a whole `get` takes, with redirects.
    """

    def __init__(self, *, user_agent: str, guard: Guard, seconds: float = 30) -> None:
        self._guard = guard
        self._checked = lru_cache(_MOST_CHECKED)(guard.check)  # the guard's word on an address is always the same
        self._seconds = seconds
        self._headers = {"User-Agent": user_agent, "Accept": _ACCEPT, "Accept-Encoding": "gzip"}
        self._opened: tuple[aiohttp.ClientSession, Deadlines] | None = None

    async def get(
        self, url: str, *, etag: str | None = None, last_modified: str | None = None, pace: Pace | None = None
    ) -> Fetched:
        """Fetch a document, or learn that it is unchanged since the validators given.

        Raises FetchFailed, and what `pace` raises, nothing else.

        At most 5 redirects, each through the guard, none from https to http; at most 2 MB packed and 5 MB unpacked.
        Validators that cannot be sent as they are (a line break, over 1 KB) are left out, and go to no other host.
        """
        session, deadlines = self._open()
        deadline = deadlines.begin(self._seconds)
        try:
            async with deadline.limit:
                return await self._follow(session, url, answer.conditions(etag, last_modified), Held(pace, deadline))
        except FetchFailed:
            raise
        except TimeoutError:
            fault = Fault.TIMEOUT
        except aiohttp.ClientConnectorError as error:
            fault = Fault.REFUSED if isinstance(error.os_error, AddressRefused) else Fault.UNREACHABLE
        except (aiohttp.ClientResponseError, aiohttp.ClientPayloadError):
            fault = Fault.BROKEN
        except (aiohttp.ClientError, OSError):
            fault = Fault.UNREACHABLE
        except ValueError:
            fault = Fault.BROKEN
        finally:
            deadline.end()
        raise FetchFailed(fault)

    async def close(self) -> None:
        """End the session; a later `get` would start another."""
        if self._opened is not None:
            (session, deadlines), self._opened = self._opened, None
            deadlines.close()
            await session.close()

    async def _follow(
        self, session: aiohttp.ClientSession, url: str, validators: Mapping[str, str], held: Held
    ) -> Fetched:
        first = current = self._checked(url)
        visited = {current}
        permanent = True
        for _ in range(MOST_HOPS + 1):
            own = current is first or _same_host(first, current)
            sent = validators if own else {}
            async with session.get(current, headers=sent, allow_redirects=False) as response:
                if response.status not in _REDIRECTS or "Location" not in response.headers:
                    moved = len(visited) > 1 and permanent
                    return await self._read(response, current, held, bool(sent), moved=moved, own=own)
                permanent = permanent and response.status in _PERMANENT
                current = self._next_hop(current, response.headers["Location"])
            if current in visited:
                break
            visited.add(current)
            await held.before(str(current))
        raise FetchFailed(Fault.REDIRECT)

    def _next_hop(self, current: yarl.URL, location: str) -> yarl.URL:
        try:
            target = str(current.join(yarl.URL(location)))
        except (ValueError, IndexError):  # yarl falls over some odd brackets
            raise FetchFailed(Fault.REFUSED) from None
        following = self._guard.check(target)
        if current.scheme == "https" and following.scheme == "http":
            raise FetchFailed(Fault.REDIRECT)
        return following

    async def _read(
        self,
        response: aiohttp.ClientResponse,
        url: yarl.URL,
        held: Held,
        conditional: bool,
        *,
        moved: bool,
        own: bool,
    ) -> Fetched:
        status, headers = response.status, response.headers
        if status != 200 and not (status == 304 and conditional):
            raise FetchFailed(answer.fault_of(status, headers), answer.retry_after(status, headers))
        return Fetched(
            url=str(url),
            permanent_url=str(url) if moved else None,
            status=status,
            body=await _body(response, held) if status == 200 else b"",
            content_type=headers.get("Content-Type", "")[:200],
            etag=answer.validator(headers.get("ETag"), answer.MOST_ETAG_BYTES) if own else None,
            last_modified=answer.validator(headers.get("Last-Modified"), answer.MOST_LAST_MODIFIED_BYTES)
            if own
            else None,
            max_age=answer.max_age(headers),
        )

    def _open(self) -> tuple[aiohttp.ClientSession, Deadlines]:
        if self._opened is None:
            session = aiohttp.ClientSession(
                connector=self._guard.connector(),
                headers=self._headers,
                cookie_jar=aiohttp.DummyCookieJar(),
                auto_decompress=False,
                trust_env=False,
                timeout=aiohttp.ClientTimeout(total=None, sock_connect=None),  # `deadlines` has all of them
                read_bufsize=_CHUNK,
                max_field_size=_MOST_FIELD_BYTES,
            )
            self._opened = session, Deadlines()
        return self._opened


def _same_host(one: yarl.URL, other: yarl.URL) -> bool:
    """Tell whether two addresses are one site; with and without `www.` is one, for that redirect is everywhere."""
    return (one.raw_host or "").removeprefix("www.") == (other.raw_host or "").removeprefix("www.")


def _is_packed(headers: CIMultiDictProxy[str]) -> bool:
    """Tell whether a body is gzip; raises FetchFailed(BROKEN) for any coding that we did not ask for."""
    coding = ",".join(headers.getall("Content-Encoding", [])).strip().lower()
    if coding not in ("", "identity", "gzip", "x-gzip"):
        raise FetchFailed(Fault.BROKEN)
    return coding in ("gzip", "x-gzip")


async def _body(response: aiohttp.ClientResponse, held: Held) -> bytes:
    """Read a body to its end. Packed, it is bounded as it comes and as it unpacks; else by the larger bound alone."""
    packed = _is_packed(response.headers)
    most = MOST_PACKED_BYTES if packed else MOST_BYTES
    if (response.content_length or 0) > most:
        raise FetchFailed(Fault.TOO_LARGE)
    if response.content_length is not None:  # before any of it is kept here: many may wait
        await held.reached(response.content_length)
    inflater = Inflater(MOST_BYTES)
    plain, came = bytearray(), 0
    while chunk := await response.content.read(_CHUNK):
        came += len(chunk)
        if came > most:
            raise FetchFailed(Fault.TOO_LARGE)
        if not packed:
            plain += chunk
        for size in inflater.feed(chunk) if packed else (came,):
            await held.reached(size)
    return inflater.finish() if packed else bytes(plain)
