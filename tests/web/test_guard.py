"""Nothing of ours reaches a private address: each layer of the guard alone, and all of them before a canary."""

import asyncio
import socket
from collections.abc import Callable, Sequence

import aiohttp
import pytest
from aiohttp.abc import AbstractResolver, ResolveResult
from pytest_socket import SocketConnectBlockedError

from teambot.web import guard as guard_module
from teambot.web.fetch import Fault, Fetcher, FetchFailed
from teambot.web.guard import AddressRefused, Guard, is_public
from tests.web.conftest import Canary, Site

PUBLIC = "93.184.215.14"

# {port} is where the canary listens; each row is a way that somebody has tried.
HOSTILE = [
    ("http://127.0.0.1:{port}/", "plain"),
    ("http://127.0.0.1.:{port}/", "with a dot at the end"),
    ("http://127.1:{port}/", "two parts"),
    ("http://127.0.1:{port}/", "three parts"),
    ("http://0x7f000001:{port}/", "one hexadecimal number"),
    ("http://0x7f.0.0.1:{port}/", "a hexadecimal part"),
    ("http://2130706433:{port}/", "one decimal number"),
    ("http://0177.0.0.1:{port}/", "an octal part"),
    ("http://017700000001:{port}/", "one octal number"),
    ("http://127.000.000.001:{port}/", "leading zeros"),
    ("http://0:{port}/", "zero"),
    ("http://0.0.0.0:{port}/", "any address"),
    ("http://①②⑦.⓪.⓪.①:{port}/", "circled digits"),
    ("http://127。0。0。1:{port}/", "ideographic full stops"),
    ("http://１２７.0.0.1:{port}/", "wide digits"),
    ("http://127%2e0.0.1:{port}/", "escaped dots"),
    ("http://%31%32%37.0.0.1:{port}/", "escaped digits"),
    ("http://[::1]:{port}/", "IPv6"),
    ("http://[0:0:0:0:0:0:0:1]:{port}/", "IPv6 at length"),
    ("http://[::]:{port}/", "any address in IPv6"),
    ("http://[::ffff:127.0.0.1]:{port}/", "mapped"),
    ("http://[::ffff:7f00:1]:{port}/", "mapped, in hexadecimal"),
    ("http://[::127.0.0.1]:{port}/", "compatible"),
    ("http://[64:ff9b::7f00:1]:{port}/", "NAT64"),
    ("http://[64:ff9b:1::7f00:1]:{port}/", "local NAT64"),
    ("http://[2002:7f00:1::]:{port}/", "6to4"),
    ("http://[2001::7f00:1]:{port}/", "Teredo"),
    ("http://[fe80::1%25lo]:{port}/", "a scope"),
    ("http://[::1%25lo]:{port}/", "loopback with a scope"),
    ("http://localhost:{port}/", "the name"),
    ("http://LOCALHOST.:{port}/", "the name, shouted"),
    ("http://x.localhost:{port}/", "a name under it"),
    ("http://printer:{port}/", "a single label"),
    ("http://printer.local:{port}/", "mDNS"),
    ("http://metadata.google.internal:{port}/", "a cloud's inside"),
    ("http://abc.onion:{port}/", "Tor"),
    ("http://user:pw@127.0.0.1:{port}/", "user and password"),
    ("http://blog.test:80@127.0.0.1:{port}/", "a user like a host"),
    ("http://127.0.0.1:{port}#@blog.test/", "a fragment like a host"),
    ("http://blog.test\\@127.0.0.1:{port}/", "a backslash"),
    ("http://private.example:{port}/", "a name with a private address"),
    ("http://mixed.example:{port}/", "a name with one public and one private address"),
    ("http://mapped.example:{port}/", "a name with a mapped address"),
    ("http://six.example:{port}/", "a name with IPv6 loopback"),
    ("http:127.0.0.1:{port}/", "without slashes"),
    ("//127.0.0.1:{port}/", "without a scheme"),
    ("https://127.0.0.1:{port}/", "over TLS"),
    ("ftp://127.0.0.1:{port}/", "another scheme"),
    ("gopher://127.0.0.1:{port}/_GET", "an old scheme"),
    ("https://][@127.0.0.1:{port}/", "brackets the wrong way round"),
]


async def lookup(host: str, port: int) -> Sequence[str]:
    """A name server of the other side."""
    return {
        "private.example": ["127.0.0.1"],
        "mixed.example": [PUBLIC, "127.0.0.1"],
        "mapped.example": ["::ffff:127.0.0.1"],
        "six.example": ["::1"],
    }.get(host, ["127.0.0.1"])


@pytest.fixture
def any_port(monkeypatch: pytest.MonkeyPatch, canary: Canary) -> None:
    """Let the canary's port be a web port, so that it is not the port alone that holds."""
    monkeypatch.setattr(guard_module, "_PORTS", frozenset({80, 443, canary.port}))


async def refused(fetcher: Fetcher, url: str) -> None:
    with pytest.raises(FetchFailed) as failed:
        await fetcher.get(url)
    assert failed.value.fault is Fault.REFUSED


async def test_without_a_guard_the_canary_is_reached(canary: Canary) -> None:
    async with aiohttp.ClientSession() as session, session.get(f"http://127.0.0.1:{canary.port}/") as response:
        assert await response.text() == "secret"
    assert canary.hits == 1


@pytest.mark.parametrize(("url", "reason"), HOSTILE, ids=[row[1] for row in HOSTILE])
@pytest.mark.usefixtures("any_port")
async def test_no_spelling_reaches_this_machine(
    fetcher_for: Callable[..., Fetcher], canary: Canary, url: str, reason: str
) -> None:
    await refused(fetcher_for(lookup=lookup), url.format(port=canary.port))
    assert canary.hits == 0, reason


@pytest.mark.parametrize(("url", "reason"), HOSTILE, ids=[row[1] for row in HOSTILE])
@pytest.mark.usefixtures("any_port")
async def test_no_redirect_reaches_this_machine(
    fetcher_for: Callable[..., Fetcher], site: Site, canary: Canary, url: str, reason: str
) -> None:
    fetcher = fetcher_for({"blog.test": site.port}, lookup=lookup)
    site.answer = site.say(b"", 301, Location=url.format(port=canary.port))
    with pytest.raises(FetchFailed) as failed:
        await fetcher.get("http://blog.test/feed.xml")
    # A few are relative to the page: those come back to it, and go round.
    assert failed.value.fault in (Fault.REFUSED, Fault.REDIRECT)
    assert canary.hits == 0, reason


@pytest.mark.parametrize(("url", "reason"), HOSTILE, ids=[row[1] for row in HOSTILE])
@pytest.mark.usefixtures("any_port")
async def test_the_connector_holds_alone(canary: Canary, url: str, reason: str) -> None:
    """Whoever forgets `check` still reaches nothing: aiohttp asks no resolver for a literal."""
    async with aiohttp.ClientSession(connector=Guard(lookup=lookup).connector()) as session:
        with pytest.raises((aiohttp.ClientError, FetchFailed, ValueError)):
            await session.get(url.format(port=canary.port))
    assert canary.hits == 0, reason


class Lying(AbstractResolver):
    """A resolver that says what the name server says."""

    def __init__(self, *addresses: str) -> None:
        self._addresses = addresses

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_INET
    ) -> list[ResolveResult]:
        return [
            ResolveResult(
                hostname=host,
                host=address,
                port=port,
                family=socket.AF_INET6 if ":" in address else socket.AF_INET,
                proto=0,
                flags=0,
            )
            for address in self._addresses
        ]

    async def close(self) -> None:
        return None


@pytest.mark.usefixtures("any_port")
async def test_the_socket_factory_holds_alone(canary: Canary) -> None:
    connector = Guard().connector()
    connector._resolver = Lying("::1", "127.0.0.1", "::ffff:127.0.0.1", "127.0.0.2")
    async with aiohttp.ClientSession(connector=connector) as session:
        with pytest.raises(aiohttp.ClientConnectorError):
            await session.get(f"http://blog.example:{canary.port}/")
    assert canary.hits == 0


@pytest.mark.usefixtures("any_port")
async def test_a_name_that_moves_in_between_is_refused(fetcher_for: Callable[..., Fetcher], canary: Canary) -> None:
    answers = iter([[PUBLIC], ["127.0.0.1"]])

    async def rebinding(host: str, port: int) -> Sequence[str]:
        return next(answers)

    fetcher = fetcher_for(lookup=rebinding)
    # The tests' own fence: it went for the public address.
    with pytest.warns(UserWarning, match=PUBLIC), pytest.raises(SocketConnectBlockedError):
        await fetcher.get(f"http://rebind.example:{canary.port}/")
    await refused(fetcher, f"http://rebind.example:{canary.port}/")
    assert canary.hits == 0


async def test_an_opened_name_is_reached_and_its_number_is_not(fetcher_for: Callable[..., Fetcher], site: Site) -> None:
    async def nobody(host: str, port: int) -> Sequence[str]:
        raise AssertionError("an opened name is looked up nowhere")

    fetcher = fetcher_for({"Blog.test": site.port}, lookup=nobody)
    for url in ("http://blog.test/", "http://BLOG.TEST.:8080/x", "http://blog.test:22/"):
        assert (await fetcher.get(url)).status == 200
    for url in (f"http://127.0.0.1:{site.port}/", f"http://localhost:{site.port}/", "https://blog.test/"):
        await refused(fetcher, url)
    assert len(site.requests) == 3


async def test_an_opened_port_is_open_to_opened_names_alone(fetcher_for: Callable[..., Fetcher], site: Site) -> None:
    fetcher = fetcher_for({"blog.test": site.port}, lookup=lookup)
    await refused(fetcher, "http://private.example/")
    await refused(fetcher, f"http://private.example:{site.port}/")
    assert site.requests == []


async def test_an_opened_port_is_open_on_one_address_alone(site: Site) -> None:
    async with aiohttp.ClientSession(connector=Guard(opened={"blog.test": site.port}).connector()) as session:
        for address in ("127.0.0.2", "10.0.0.1"):
            with pytest.raises(aiohttp.ClientConnectorError) as failed:
                await session.get(f"http://{address}:{site.port}/")
            assert isinstance(failed.value.os_error, AddressRefused)


@pytest.mark.parametrize("port", [22, 25, 6379, 8080, 0, 65535])
def test_only_web_ports(port: int) -> None:
    with pytest.raises(FetchFailed):
        Guard().check(f"http://blog.example:{port}/")


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("http://Blog.Example/a?b=c#d", "http://blog.example/a?b=c"),
        ("https://blog.example.:443/", "https://blog.example/"),
        ("http://bücher.example/ä", "http://xn--bcher-kva.example/%C3%A4"),
        (f"http://{PUBLIC}/", f"http://{PUBLIC}/"),
        ("http://[2606:4700::1111]/", "http://[2606:4700::1111]/"),
        ("http://under_score.blog.example:80/", "http://under_score.blog.example/"),
    ],
)
def test_what_may_be_asked(url: str, expected: str) -> None:
    assert str(Guard().check(url)) == expected


@pytest.mark.parametrize(
    "url",
    [
        "",
        "blog.example",
        "http://",
        "http:///feed",
        "http://@blog.example/",
        "http://:@blog.example/",
        "http://blog.example:99999/",
        "http://blog.example:port/",
        "http://blog..example/",
        "http://-blog.example/",
        "http://blog example.test/",
        "http://blog.example/\nHost: other",
        "http://blog.example/\x7f",
        "http://\ud800.example/",
        "http://blog.example/\ud800",
        "http://" + "a" * 64 + ".example/",
        "http://" + "a." * 130 + "example/",
        "http://blog.example/" + "a" * 2000,
        "http://[v1.x]/",
        "https://][@",
        "/etc/passwd",
        "mailto:a@blog.example",
        "data:text/html,x",
    ],
    ids=ascii,
)
def test_nonsense_is_refused(url: str) -> None:
    with pytest.raises(FetchFailed) as failed:
        Guard().check(url)
    assert failed.value.fault is Fault.REFUSED


REFUSED_ADDRESSES = """
    0.0.0.0 0.255.255.255 10.0.0.1 10.255.255.255 100.64.0.1 100.100.100.200 100.127.255.255 127.0.0.1
    127.255.255.255 168.63.129.16 169.254.169.254 172.16.0.1 172.31.255.255 192.0.0.1 192.0.0.170 192.0.2.1
    192.31.196.1 192.52.193.1 192.88.99.1 192.168.0.1 192.175.48.1 198.18.0.1 198.19.255.255 198.51.100.1
    203.0.113.1 224.0.0.1 239.255.255.255 240.0.0.1 255.255.255.255 :: ::1 ::7f00:1 ::ffff:10.0.0.1
    ::ffff:169.254.169.254 64:ff9b::7f00:1 64:ff9b::808:808 64:ff9b:1::1 100::1 2001::1 2001:1ff:ffff::1 2001:db8::1
    2002:7f00:1:: 2002:808:808:: 3fff::1 5f00::1 fc00::1 fd00:ec2::254 fe80::1 fec0::1 ff02::1 ff0e::1 4000::1
    fe80::1%eth0 2606:4700::1111%eth0 127.1 0x7f.1 2130706433 0177.0.0.1 1.2.3 1.2.3.4.5 blog.example 1.2.3.4/32
"""
ALLOWED_ADDRESSES = """
    1.1.1.1 8.8.8.8 9.255.255.255 11.0.0.0 93.184.215.14 100.63.255.255 100.128.0.0 126.255.255.255 128.0.0.0
    168.63.129.15 168.63.129.17 169.253.255.255 172.15.255.255 172.32.0.0 192.0.1.0 192.167.255.255 192.169.0.0
    198.17.255.255 198.20.0.0 223.255.255.255 ::ffff:8.8.8.8 2001:200::1 2001:4860:4860::8888 2606:4700::1111
    2a00::1 3ffe::1
"""


@pytest.mark.parametrize("address", REFUSED_ADDRESSES.split())
def test_addresses_that_are_not_the_public_internet(address: str) -> None:
    assert not is_public(address)


@pytest.mark.parametrize("address", ALLOWED_ADDRESSES.split())
def test_addresses_that_are(address: str) -> None:
    assert is_public(address)


async def test_connections_are_never_kept(site: Site, fetcher: Fetcher) -> None:
    for _ in range(2):
        await fetcher.get("http://blog.test/")
    peers = {request.transport for request in site.requests}
    await asyncio.sleep(0.05)
    assert peers == {None}, "the server saw every connection end"
