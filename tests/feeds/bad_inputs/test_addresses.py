"""Bad inputs 9 and 13 to 20: addresses that nobody may be led to, named by a member or by a host."""

import asyncio
import socket
import ssl
import subprocess
from collections.abc import Sequence
from pathlib import Path

import aiohttp
import pytest
from aiohttp.abc import AbstractResolver, ResolveResult

from teambot.web import guard as guard_module
from teambot.web.guard import Guard
from tests.feeds.bad_inputs.documents import BASE, item, rss
from tests.feeds.bad_inputs.net import Net, to
from tests.feeds.bad_inputs.numbers import bad_input
from tests.feeds.bad_inputs.scene import HOUR, Scene

pytestmark = pytest.mark.asyncio(loop_scope="module")

PUBLIC = "93.184.215.14"
REFUSED = (("feed-unreadable", "refused"), ("no-web-address", ""))  # by the guard, or as no blog's address at all
NEW = rss(item("new"), *BASE)
INSIDE = [
    "file:///etc/passwd",
    "//127.1:{port}/",
    "http://[::1]:{port}/",
    "http://localhost:{port}/",
    "//127.0.0.1:{port}/",
]


@bad_input(9, INSIDE)
async def test_a_redirect_to_this_machine_connects_nowhere(ana: Scene, canary: Net, case: str) -> None:
    """The list calls this state REFUSED; ours is a failure by that name, tried ever more seldom as all others are."""
    ana.names["localhost"] = ["127.0.0.1"]
    ana.serve(to(case.format(port=canary.port), 301))
    await ana.fails("refused")
    assert ana.looked_up == []
    assert len(ana.connected) == 2, "at joining and now, and to the blog alone"


@bad_input(13)
async def test_a_way_from_https_back_to_http(ana: Scene, canary: Net, tmp_path: Path) -> None:
    """A real handshake: only the name server and the authority are the test's."""
    key, certificate = tmp_path / "key.pem", tmp_path / "certificate.pem"
    made = "openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 2 -subj /CN=secure.example"
    names = "subjectAltName=DNS:secure.example"
    args = [*made.split(), "-addext", names, "-keyout", str(key), "-out", str(certificate)]
    await asyncio.to_thread(subprocess.run, args, check=True, capture_output=True)
    ours = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    ours.load_cert_chain(certificate, key)
    asked = []

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        asked.append(await reader.readuntil(b"\r\n\r\n"))
        writer.write(to("http://ana.blog.test/plain", 301))
        writer.close()

    server = await asyncio.start_server(answer, "127.0.0.1", 0, ssl=ours)
    await ana.begin_again(guard=_Trusting(ana.net.port, server.sockets[0].getsockname()[1], certificate))
    ana.serve(to("https://secure.example/feed", 301))
    ana.serve(NEW, "ana.blog.test/plain")
    await ana.fails("redirect")
    assert len(asked) == 1
    assert [one.path for one in ana.net.asked] == ["/feed"], "and never /plain"
    ana.connected = [one for one in ana.connected if one[1] != server.sockets[0].getsockname()[1]]
    server.close()


class _Trusting(Guard):
    """The guard with its own rules for addresses, and a connector to one server under one authority."""

    def __init__(self, plain: int, secure: int, authority: Path) -> None:
        super().__init__(opened={"ana.blog.test": plain})
        self._ports = {"ana.blog.test": plain, "secure.example": secure}
        self._authority = authority

    def connector(self) -> aiohttp.TCPConnector:
        context = ssl.create_default_context(cafile=self._authority)
        return aiohttp.TCPConnector(resolver=_Fixed(self._ports), ssl=context, force_close=True)


class _Fixed(AbstractResolver):
    def __init__(self, ports: dict[str, int]) -> None:
        self._ports = ports

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_UNSPEC
    ) -> list[ResolveResult]:
        numeric = socket.AI_NUMERICHOST
        return [
            ResolveResult(
                hostname=host, host="127.0.0.1", port=self._ports[host], family=socket.AF_INET, proto=0, flags=numeric
            )
        ]

    async def close(self) -> None:
        """Hold nothing."""


@bad_input(14, ["the next look", "behind the resolver's back"])
async def test_a_name_that_turns_inwards_is_refused_at_the_connect(
    ana: Scene, canary: Net, monkeypatch: pytest.MonkeyPatch, case: str
) -> None:
    ana.serve(to(f"http://rebinding.example:{canary.port}/", 302))
    if case == "the next look":
        ana.names["rebinding.example"] = [PUBLIC]
        await ana.fails("unreachable")
        assert ana.connected.pop() == (PUBLIC, canary.port)
        ana.names["rebinding.example"] = ["127.0.0.1"]
        await ana.fails("refused")
    else:
        # The resolver takes the address for public; the socket's own check sees where it really goes.
        fooled = [True]
        real = guard_module.is_public
        monkeypatch.setattr(guard_module, "is_public", lambda address: fooled.pop() if fooled else real(address))
        ana.names["rebinding.example"] = ["127.0.0.1"]
        await ana.fails("refused")
        assert (fooled, ana.looked_up) == ([], ["rebinding.example"])
    assert canary.asked == []


@bad_input(15, [[PUBLIC, "127.0.0.1"], ["127.0.0.1", PUBLIC], [PUBLIC, "::1"], ["2606:4700::1111", "10.0.0.1"]])
async def test_a_name_with_one_private_address_is_refused_whole(ana: Scene, canary: Net, case: Sequence[str]) -> None:
    ana.names["mixed.example"] = case
    url = f"http://mixed.example:{canary.port}/"
    assert await ana.refused(url, url) == ("feed-unreadable", "refused")
    ana.serve(to(url))
    await ana.fails("refused")
    assert ana.looked_up


SPELLINGS = ["0x7f000001", "2130706433", "0177.0.0.1", "127.1", "①②⑦.0.0.1", "127.0.0.1."]


@bad_input(16, SPELLINGS)
async def test_other_spellings_of_this_machine(ana: Scene, canary: Net, case: str) -> None:
    await _refused_everywhere(ana, canary, case)


EMBEDDED = ["[::ffff:127.0.0.1]", "[64:ff9b::7f00:1]", "[2002:7f00:1::]", "[::127.0.0.1]"]


@bad_input(17, EMBEDDED)
async def test_this_machine_within_addresses_of_ipv6(ana: Scene, canary: Net, case: str) -> None:
    await _refused_everywhere(ana, canary, case)


CLOUDS = ["169.254.169.254", "100.100.100.200", "168.63.129.16", "[fd00:ec2::254]"]


@bad_input(18, CLOUDS)
async def test_where_clouds_tell_their_machines_secrets(ana: Scene, canary: Net, case: str) -> None:
    await _refused_everywhere(ana, canary, case)
    ana.names["metadata.example"] = [case.strip("[]")]
    await _refused_everywhere(ana, canary, "metadata.example", looked_up=True)


async def _refused_everywhere(ana: Scene, canary: Net, host: str, *, looked_up: bool = False) -> None:
    """Name an address as feed, as blog, and as where the blog's feed leads."""
    url = f"http://{host}:{canary.port}/feed"
    ana.connected.clear()
    for blog, feed in (("http://ana.blog.test", url), (url, "")):
        assert await ana.refused(blog, feed) in REFUSED
    assert ana.connected == []
    ana.serve(to(url))
    await ana.poll(24 * HOUR)
    assert (await ana.feed()).fault == "refused"
    assert ana.connected == [("127.0.0.1", ana.net.port)], "the redirect itself"
    assert bool(ana.looked_up) is looked_up


@bad_input(19, ["http://user:pw@ana.blog.test/feed", "http://user@ana.blog.test/feed", "http://@ana.blog.test/feed"])
async def test_a_user_in_an_address_is_refused_at_setup(ana: Scene, case: str) -> None:
    for blog, feed in (("http://ana.blog.test", case), (case, "")):
        assert await ana.refused(blog, feed) in REFUSED
    assert ana.net.asked == []


@bad_input(20, [22, 25, 6379])
async def test_a_port_that_is_not_the_web(ana: Scene, case: int) -> None:
    ana.names["ports.example"] = [PUBLIC]
    ana.connected.clear()
    for host in ("ports.example", PUBLIC):
        assert await ana.refused("http://ana.blog.test", f"http://{host}:{case}/") in REFUSED
    assert (ana.looked_up, ana.connected) == ([], [])
    ana.serve(to(f"http://ports.example:{case}/"))
    await ana.fails("refused")
    assert ana.looked_up == []
