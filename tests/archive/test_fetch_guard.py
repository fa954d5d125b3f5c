"""What the guard lets out. Loopback stands in for the public network: here 127.0.0.1 is
public and 127.0.0.2 is private, and real servers listen on both.
"""

import asyncio
import ipaddress
import socket
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager

import pytest
from aiohttp import web

from archive.errors import AddressRefused, ConfigError, Unreachable
from archive.fetch import Client, addresses
from archive.fetch.guard import CheckedResolver, GateClosed, checked_socket, peer_text
from archive.settings import FetchSettings
from tests.archive.servers import Names, says, serving, talking

PUBLIC, PRIVATE = "127.0.0.1", "127.0.0.2"


@pytest.fixture
def network(monkeypatch: pytest.MonkeyPatch) -> None:
    table = tuple(
        (network, why)
        for network, why in addresses._NOT_PUBLIC_4
        if ipaddress.IPv4Address(PUBLIC) not in network
    )
    inside = (ipaddress.IPv4Network(PRIVATE), "private in this test")
    monkeypatch.setattr(addresses, "_NOT_PUBLIC_4", (*table, inside))


def open_to(port: int) -> FetchSettings:
    return FetchSettings(ports=(80, 443, port), per_host_interval=0.0, retries=0)


@asynccontextmanager
async def both() -> AsyncIterator[tuple[int, list[str]]]:
    """A port at which the public and the private address both answer; who was asked."""
    asked: list[str] = []

    async def handler(request: web.BaseRequest) -> web.Response:
        assert request.transport is not None
        asked.append(request.transport.get_extra_info("sockname")[0])
        return web.Response(text=request.host)

    async with AsyncExitStack() as stack:
        port = await stack.enter_async_context(serving(handler, host=PUBLIC))
        await stack.enter_async_context(serving(handler, host=PRIVATE, port=port))
        yield port, asked


@pytest.mark.parametrize(
    ("url", "why"),
    [
        ("http://127.0.0.1/", "127.0.0.1 is no public address (loopback)"),
        ("http://127.0.0.1:8080/", "port 8080 is not one of those in [fetch] ports"),
        ("https://posts.example:8443/", "port 8443"),
        ("http://posts.example:0/", "port 0"),
        ("http://169.254.169.254/latest/meta-data/", "link-local"),
        ("http://[::1]/", "loopback"),
        ("http://[::ffff:10.0.0.1]/", "an IPv4 address in disguise"),
        ("http://[64:ff9b::a00:1]/", "NAT64"),
        ("http://2130706433/", "another form than four decimal numbers"),
        ("http://0x7f.1/", "another form than four decimal numbers"),
        ("http://017700000001/", "another form than four decimal numbers"),
        ("http://127.0.0.1./", "loopback"),
        ("http://①②⑦.0.0.1/", "loopback"),
        ("ftp://posts.example/", "only http and https are fetched, not 'ftp'"),
        ("javascript:alert(1)", "only http and https are fetched, not 'javascript'"),
        ("http:///x", "it names no host"),
        ("https://user:hunter2@posts.example/", "it carries a user name or password"),
        (f"http://{'x' * 2_000_000}/", "is no host"),
        ("http://[/", "it cannot be read as an address"),
    ],
)
async def test_an_address_that_is_not_public_is_not_fetched(url: str, why: str) -> None:
    names = Names()
    async with Client(FetchSettings(), resolver=names) as client:
        recorder = client.recording()
        with pytest.raises(AddressRefused) as caught:
            await recorder.get(url)
    message = str(caught.value)
    assert why in message
    assert "[fetch.routes]" in message
    assert "hunter2" not in message
    assert len(message.encode()) < 700
    assert recorder.exchanges == []
    assert names.asked == []


async def test_a_refusal_does_not_show_a_secret() -> None:
    async with Client(FetchSettings()) as client:
        with pytest.raises(AddressRefused) as caught:
            await client.recording().get("http://hunter2..example/hunter2", secrets=("hunter2",))
    assert "hunter2" not in str(caught.value)


@pytest.mark.parametrize(
    "address", ["127.0.0.1", "10.1.2.3", "169.254.169.254", "::1", "fd00::1", "::ffff:127.0.0.1"]
)
async def test_a_public_name_with_a_private_address_is_refused(address: str) -> None:
    async with Client(FetchSettings(), resolver=Names(posts_example=[[address]])) as client:
        recorder = client.recording()
        with pytest.raises(AddressRefused, match=r"posts\.example leads to .*no public address"):
            await recorder.get("https://posts.example/1")
    [exchange] = recorder.exchanges
    assert exchange.status is None
    assert "posts.example leads to" in (exchange.error or "")


async def test_localhost_is_refused_by_the_machines_own_resolver() -> None:
    async with Client(FetchSettings()) as client:
        with pytest.raises(AddressRefused, match=r"localhost leads to .* \(loopback\)"):
            await client.recording().get("http://localhost/")


async def test_a_name_without_an_address_is_unreachable() -> None:
    async with Client(FetchSettings(retries=0), resolver=Names(empty_example=[[]])) as client:
        for host in ("posts.example", "empty.example"):
            with pytest.raises(Unreachable, match=rf"https://{host}/1 has no address"):
                await client.recording().get(f"https://{host}/1")


@pytest.mark.usefixtures("network")
async def test_only_the_public_addresses_of_a_name_are_connected_to() -> None:
    names = Names(posts_example=[[PRIVATE, PUBLIC, PRIVATE]])
    async with both() as (port, asked), Client(open_to(port), resolver=names) as client:
        recorder = client.recording()
        response = await recorder.get(f"http://posts.example:{port}/")
    assert response.text() == f"posts.example:{port}"
    assert asked == [PUBLIC]
    assert recorder.exchanges[0].peer == f"{PUBLIC}:{port}"
    assert recorder.exchanges[0].route is None


async def test_a_resolver_is_believed_about_public_addresses_only() -> None:
    names = Names(posts_example=[["10.0.0.1", "8.8.8.8", "nonsense", "::1", "2606:4700::1"]])
    found = await CheckedResolver(names).resolve("posts.example", 443)
    assert [result["host"] for result in found] == ["8.8.8.8", "2606:4700::1"]


@pytest.mark.usefixtures("network")
async def test_a_name_that_changes_its_address_is_connected_to_as_checked() -> None:
    names = Names(posts_example=[[PUBLIC], [PRIVATE]])
    async with both() as (port, asked), Client(open_to(port), resolver=names) as client:
        await client.recording().get(f"http://posts.example:{port}/")
    assert names.asked == ["posts.example"]
    assert asked == [PUBLIC]


@pytest.mark.usefixtures("network")
async def test_a_name_that_turns_private_later_is_refused_later() -> None:
    names = Names(posts_example=[[PUBLIC], [PRIVATE]])
    async with both() as (port, asked):
        for expected in (None, AddressRefused):
            async with Client(open_to(port), resolver=names) as client:
                fetch = client.recording().get(f"http://posts.example:{port}/")
                if expected is None:
                    await fetch
                else:
                    with pytest.raises(expected):
                        await fetch
    assert asked == [PUBLIC]


async def unchecked(self: CheckedResolver, host: str, port: int, **_: object) -> object:
    """Stands in for a way round the resolver."""
    return await self._resolver.resolve(host, port)


@pytest.mark.usefixtures("network")
async def test_the_socket_checks_again_when_the_resolver_was_got_round(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(CheckedResolver, "resolve", unchecked)
    names = Names(posts_example=[[PRIVATE]])
    async with both() as (port, asked), Client(open_to(port), resolver=names) as client:
        with pytest.raises(AddressRefused, match="has no public address"):
            await client.recording().get(f"http://posts.example:{port}/")
    assert asked == []


@pytest.mark.usefixtures("network")
async def test_the_peer_is_checked_when_the_socket_was_got_round(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(CheckedResolver, "resolve", unchecked)
    monkeypatch.setattr("archive.fetch.ways.checked_socket", lambda info: socket.socket(*info[:3]))
    names = Names(posts_example=[[PRIVATE]])
    async with both() as (port, _), Client(open_to(port), resolver=names) as client:
        recorder = client.recording()
        with pytest.raises(AddressRefused, match="answered from no public address"):
            await recorder.get(f"http://posts.example:{port}/")
    assert recorder.exchanges[0].body == b""


@pytest.mark.parametrize(
    ("family", "address"),
    [
        (socket.AF_INET, ("127.0.0.1", 80)),
        (socket.AF_INET, ("169.254.169.254", 80)),
        (socket.AF_INET6, ("::1", 80, 0, 0)),
        (socket.AF_INET6, ("fe80::1%2", 80, 0, 2)),
    ],
)
def test_no_socket_is_made_for_a_private_address(
    family: socket.AddressFamily, address: tuple[str, int]
) -> None:
    with pytest.raises(GateClosed):
        checked_socket((family, socket.SOCK_STREAM, socket.IPPROTO_TCP, "", address))


def test_a_peer_is_written_with_its_port() -> None:
    assert peer_text(("192.0.2.1", 443)) == "192.0.2.1:443"
    assert peer_text(("2001:db8::1", 443, 0, 0)) == "[2001:db8::1]:443"


def test_a_socket_is_made_for_a_public_address() -> None:
    info = (socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP, "", ("8.8.8.8", 443))
    with checked_socket(info) as made:
        assert made.family == socket.AF_INET


@pytest.mark.parametrize(
    "location",
    [
        "http://127.0.0.1/",
        "//127.0.0.1/",
        "http://127.0.0.1:9000/",
        "https://[::1]/",
        "http://0x7f.1/",
        "http://169.254.169.254/latest/",
        "http://inside.example/",
        "file:///etc/passwd",
        "gopher://127.0.0.1:25/",
        "http://user@posts.example/",
        "http://other.example:22/",
        "http://[",
    ],
)
async def test_a_redirect_to_what_is_not_public_is_refused(location: str) -> None:
    async def handler(request: web.BaseRequest) -> web.Response:
        return web.Response(status=302, headers={"Location": location})

    async with serving(handler) as port:
        settings = FetchSettings(
            routes={"posts.example": f"http://127.0.0.1:{port}"}, per_host_interval=0.0, retries=0
        )
        names = Names(inside_example=[["10.0.0.1"]])
        async with Client(settings, resolver=names) as client:
            recorder = client.recording()
            with pytest.raises(AddressRefused) as caught:
                await recorder.get("https://posts.example/1")
    assert recorder.exchanges[0].status == 302
    if "inside" not in location:  # whose address is known only when it is connected to
        assert str(caught.value).startswith("https://posts.example/1 redirects to ")
        assert len(recorder.exchanges) == 1


async def test_a_routed_origin_is_exempt_by_its_route_alone() -> None:
    asked: list[str] = []

    async def handler(request: web.BaseRequest) -> web.Response:
        asked.append(request.host)
        return web.Response()

    async with serving(handler) as port:
        settings = FetchSettings(
            routes={"posts.example": f"http://127.0.0.1:{port}"},
            ports=(80, port),
            per_host_interval=0.0,
        )
        names = Names(evil_example=[["127.0.0.1"]])
        async with Client(settings, resolver=names) as client:
            recorder = client.recording()
            await recorder.get("https://posts.example/")
            for url in (f"http://127.0.0.1:{port}/", f"http://evil.example:{port}/"):
                with pytest.raises(AddressRefused):
                    await recorder.get(url)
    assert asked == ["posts.example"]


class Proxy:
    """An HTTP proxy that answers by itself and remembers what it was told."""

    def __init__(self) -> None:
        self.heads: list[str] = []

    async def talk(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.heads.append((await reader.readuntil(b"\r\n\r\n")).decode())
        refused = self.heads[-1].startswith("CONNECT")
        status = b"403 Forbidden" if refused else b"200 OK"
        writer.write(b"HTTP/1.1 %s\r\nContent-Length: 2\r\n\r\nok" % status)


def by_proxy(port: int, guards: bool = False) -> FetchSettings:
    return FetchSettings(
        proxy=f"http://ann@127.0.0.1:{port}",
        proxy_guards=guards,
        per_host_interval=0.0,
        retries=0,
    )


async def test_a_proxy_is_told_the_checked_address_and_the_name_as_host() -> None:
    proxy, names = Proxy(), Names(posts_example=[["2606:4700::1", "93.184.216.34"]])
    async with talking(proxy.talk) as port:
        client = Client(by_proxy(port), proxy_password="secret word", resolver=names)
        async with client:
            recorder = client.recording()
            await recorder.get("http://posts.example/a?b=1")
            with pytest.raises(Unreachable, match="The proxy answered 403"):
                await recorder.get("https://posts.example/a")
    plain, tunnel = proxy.heads
    assert plain.startswith("GET http://93.184.216.34/a?b=1 HTTP/1.1\r\nHost: posts.example\r\n")
    assert tunnel.startswith("CONNECT 93.184.216.34:443 HTTP/1.1\r\n")
    for head in proxy.heads:
        assert "Proxy-Authorization: Basic YW5uOnNlY3JldCB3b3Jk\r\n" in head
    assert recorder.exchanges[0].peer == "93.184.216.34:80"
    assert recorder.exchanges[0].url == "http://posts.example/a?b=1"
    assert "roxy-" not in repr(recorder.exchanges)


async def test_behind_a_proxy_private_names_are_refused_too() -> None:
    proxy, names = Proxy(), Names(inside_example=[["10.0.0.1"]])
    async with talking(proxy.talk) as port, Client(by_proxy(port), resolver=names) as client:
        recorder = client.recording()
        with pytest.raises(AddressRefused, match=r"inside\.example leads to 10\.0\.0\.1"):
            await recorder.get("http://inside.example/")
        with pytest.raises(AddressRefused):
            await recorder.get("http://10.0.0.1/")
        with pytest.raises(Unreachable, match=r"nowhere\.example has no address"):
            await recorder.get("http://nowhere.example/")
    assert proxy.heads == []


async def test_a_proxy_that_guards_is_told_the_name() -> None:
    proxy, names = Proxy(), Names()
    async with (
        talking(proxy.talk) as port,
        Client(by_proxy(port, guards=True), resolver=names) as client,
    ):
        recorder = client.recording()
        await recorder.get("http://posts.example/a")
        with pytest.raises(AddressRefused):
            await recorder.get("http://10.0.0.1/")
    assert proxy.heads[0].startswith("GET http://posts.example/a HTTP/1.1\r\n")
    assert names.asked == []
    assert recorder.exchanges[0].peer is None


async def test_a_routed_host_takes_its_route_and_not_the_proxy() -> None:
    proxy = Proxy()
    async with talking(proxy.talk) as proxy_port, talking(says(b"HTTP/1.1 204 No\r\n\r\n")) as port:
        settings = FetchSettings(
            proxy=f"http://127.0.0.1:{proxy_port}", routes={"*": f"http://127.0.0.1:{port}"}
        )
        async with Client(settings) as client:
            assert (await client.recording().get("http://posts.example/")).status == 204
    assert proxy.heads == []


@pytest.mark.parametrize(
    "proxy",
    ["proxy.example:3128", "https://proxy.example", "socks5://p", "http://a:b@p", "http://"],
)
def test_a_proxy_that_cannot_be_used_stops_the_start(proxy: str) -> None:
    with pytest.raises(ConfigError, match=r"fetch\.proxy takes http://HOST:PORT"):
        Client(FetchSettings(proxy=proxy))
