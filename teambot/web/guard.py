"""The one gate to the network: which addresses may be asked for, and which may be connected to.

Three layers, each of which holds alone: `check` reads the address as it is written, the resolver looks at every address
of a name, and the connector's socket factory at the one that is really connected to (a resolver alone is passed by with
IP literals: aiohttp does not ask it). The guard sends nothing and knows nothing of HTTP's answers.
"""

import re
import socket
from collections.abc import Awaitable, Callable, Mapping, Sequence
from functools import partial
from types import MappingProxyType
from typing import Any

import aiohttp
import yarl
from aiohttp.abc import AbstractResolver, ResolveResult
from aiohttp.client_proto import ResponseHandler
from aiohttp.connector import Connection
from aiohttp.tracing import Trace

from teambot.web import deadlines
from teambot.web.addresses import is_public
from teambot.web.faults import Fault, FetchFailed
from teambot.web.names import Names
from teambot.web.wire import Wire

__all__ = ["AddressRefused", "Guard", "Lookup", "is_public"]

Lookup = Callable[[str, int], Awaitable[Sequence[str]]]

MOST_CHARACTERS = 2000
_PORTS = frozenset({80, 443})
_INSIDE = ("local", "internal", "localhost", "onion")
_NEVER = re.compile(r"[\x00-\x1f\x7f\\]")  # controls, and the sign that some read as a slash
_LABEL = re.compile(r"[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?")
# What a resolver would read as a number: 0x7f000001, 2130706433, 0177.0.0.1, 127.1 (WHATWG's "ends in a number").
_NUMBER = re.compile(r"0x[0-9a-f]*|[0-9]+")
_NUMERIC = int(socket.AI_NUMERICHOST | socket.AI_NUMERICSERV)
_HANDLER: type[ResponseHandler] = Wire
_AddrInfo = tuple[int | socket.AddressFamily, int | socket.SocketKind, int, str, tuple[object, ...]]


class AddressRefused(OSError):
    """Refuse to open a socket to an address; an OSError, so that every connecting loop passes it on."""


def _refuse() -> FetchFailed:
    return FetchFailed(Fault.REFUSED)


class Guard:
    """Decide which addresses the bot may reach; the same rules for every hop of every request.

    `opened`: host names that the sandbox and the tests serve on this machine -> port on 127.0.0.1. An opened name is
    looked up nowhere and connects to that port whatever port the URL says (http only). Empty in production.
    `lookup`: (host, port) -> addresses as text; the system's when None; raises OSError where a name is unknown.
    """

    def __init__(self, *, opened: Mapping[str, int] | None = None, lookup: Lookup | None = None) -> None:
        self._opened = MappingProxyType({name.lower(): port for name, port in (opened or {}).items()})
        self._opened_ports = frozenset(self._opened.values())
        self._lookup = lookup or Names().addresses

    def check(self, url: str) -> yarl.URL:
        """Read an address and give back what may be requested, without its fragment.

        Only http and https, no user or password, ports 80 and 443, a full name outside of the local zones or a public
        IP address in its plain spelling; at most 2,000 characters. Raises FetchFailed(REFUSED); it looks nothing up.
        """
        if len(url) > MOST_CHARACTERS or _NEVER.search(url):
            raise _refuse()
        try:
            url.encode()
            parsed = yarl.URL(url)
            host, port = parsed.raw_host, parsed.port
        except (ValueError, IndexError):  # yarl falls over some odd brackets
            raise _refuse() from None
        written = _authority(url)
        if parsed.scheme not in ("http", "https") or not host or "@" in written or ("[" in written) != (":" in host):
            raise _refuse()
        host = host.lower().removesuffix(".")
        if host in self._opened:
            if parsed.scheme != "http":
                raise _refuse()
        elif port not in _PORTS or not _may_be_asked(host):
            raise _refuse()
        if parsed.raw_host != host:
            parsed = parsed.with_host(host)
        return parsed.with_fragment(None) if parsed.raw_fragment else parsed

    def connector(self) -> aiohttp.TCPConnector:
        """Build a connector that looks at every address before it opens a socket. Needs a running loop.

        Connections are never kept: one feed a host, and 1,000 idle TLS connections hold 270 MB. Names are looked up
        anew each time, so that no answer outlives its check.
        """
        return _Connector(
            resolver=_CheckingResolver(self._opened, self._lookup),
            use_dns_cache=False,
            force_close=True,
            socket_factory=self._socket,
        )

    def _socket(self, address: _AddrInfo) -> socket.socket:
        family, kind, protocol, _, target = address
        host, port = str(target[0]), target[1]
        opened = host == "127.0.0.1" and port in self._opened_ports
        if not opened and not (port in _PORTS and is_public(host)):
            raise AddressRefused("refused")
        deadlines.connecting()
        made = socket.socket(family, kind, protocol)
        made.setblocking(False)
        return made


class _Connector(aiohttp.TCPConnector):
    """Connect, bounding what comes, and give the request that waited for it its time for reading."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self._factory = partial(_HANDLER, self._loop)

    async def connect(
        self, req: aiohttp.ClientRequest, traces: list[Trace], timeout: aiohttp.ClientTimeout
    ) -> Connection:
        connection = await super().connect(req, traces, timeout)
        deadlines.connected()
        return connection


class _CheckingResolver(AbstractResolver):
    """Resolve opened names to this machine, and others only where every one of their addresses is public."""

    def __init__(self, opened: Mapping[str, int], lookup: Lookup) -> None:
        self._opened = opened
        self._lookup = lookup

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_UNSPEC
    ) -> list[ResolveResult]:
        """Give the addresses of a name; raises FetchFailed(REFUSED) if one of them is not public, OSError if none."""
        if host in self._opened:
            return [_result(host, "127.0.0.1", self._opened[host])]
        addresses = await self._lookup(host, port)
        if not addresses:
            raise OSError("no address")
        if not all(is_public(address) for address in addresses):
            raise _refuse()
        results = [_result(host, address, port) for address in dict.fromkeys(addresses)]
        wanted = [result for result in results if family in (socket.AF_UNSPEC, result["family"])]
        if not wanted:
            raise OSError("no address of this family")
        return wanted

    async def close(self) -> None:
        """Release nothing: there is nothing held."""


def _result(name: str, address: str, port: int) -> ResolveResult:
    family = socket.AF_INET6 if ":" in address else socket.AF_INET
    return ResolveResult(hostname=name, host=address, port=port, family=family, proto=0, flags=_NUMERIC)


def _authority(url: str) -> str:
    """Cut the authority out of an address as written: an empty user or odd brackets are lost once it is parsed."""
    return re.split(r"[/?#]", url.partition("//")[2], maxsplit=1)[0]


def _may_be_asked(host: str) -> bool:
    """Tell whether a host, in lower case and ASCII, is a public IP literal or a full name of no local zone."""
    if ":" in host:
        return is_public(host)
    labels = host.split(".")
    if _NUMBER.fullmatch(labels[-1]):
        return is_public(host)  # the four plain decimal numbers or nothing
    return (
        len(labels) > 1
        and len(host) <= 253
        and all(_LABEL.fullmatch(label) for label in labels)
        and labels[-1] not in _INSIDE
    )
