"""Certificates: checked, and kept with the exchange.

The certificates are made for the tests (``data/tls``) and trusted by a context of their
own. Not shown here: a chain from the machine's own store, which needs the real network.
"""

import asyncio
import ssl
from pathlib import Path

import pytest
from aiohttp import web

from archive.errors import Unreachable
from archive.fetch import Client
from archive.settings import FetchSettings
from tests.archive.servers import Names, routed, serving, talking

TLS = Path(__file__).parent / "data" / "tls"


def der(name: str) -> bytes:
    text = (TLS / name).read_text()
    begin = text.index("-----BEGIN CERTIFICATE")
    end = text.index("-----END CERTIFICATE-----") + len("-----END CERTIFICATE-----")
    return ssl.PEM_cert_to_DER_cert(text[begin:end])


@pytest.fixture
def server() -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(TLS / "server.pem")
    return context


@pytest.fixture
def trusting() -> ssl.SSLContext:
    return ssl.create_default_context(cafile=TLS / "root.pem")


async def hello(request: web.BaseRequest) -> web.Response:
    return web.Response(text=request.host)


async def test_the_chain_is_kept_the_servers_own_first(
    server: ssl.SSLContext, trusting: ssl.SSLContext
) -> None:
    async with serving(hello, tls=server) as port:
        settings = routed(port, routes={"*": f"https://127.0.0.1:{port}"})
        async with Client(settings, ssl_context=trusting) as client:
            recorder = client.recording()
            response = await recorder.get("https://posts.example/1")
            await recorder.get("https://posts.example/2")
    assert response.text() == "posts.example"
    for exchange in recorder.exchanges:
        assert exchange.tls == (der("server.pem"), der("root.pem"))


async def test_a_certificate_that_nobody_vouches_for_is_unreachable(
    server: ssl.SSLContext,
) -> None:
    async with serving(hello, tls=server) as port:
        settings = routed(port, routes={"*": f"https://127.0.0.1:{port}"})
        async with Client(settings) as client:
            recorder = client.recording()
            with pytest.raises(Unreachable, match=r"certificate of .* is not to be trusted"):
                await recorder.get("https://posts.example/1")
    assert recorder.exchanges[0].tls == ()


async def test_a_server_without_tls_is_unreachable() -> None:
    async with serving(hello) as port:
        settings = routed(port, routes={"*": f"https://127.0.0.1:{port}"})
        async with Client(settings) as client:
            with pytest.raises(Unreachable, match=r"TLS failed|closed the connection"):
                await client.recording().get("https://posts.example/1")


@pytest.mark.parametrize("host", ["posts.example", "wrong.example"])
async def test_through_a_proxy_tls_is_checked_against_the_name(
    host: str, server: ssl.SSLContext, trusting: ssl.SSLContext
) -> None:
    told: list[str] = []
    async with serving(hello, tls=server) as port:

        async def tunnel(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            told.append((await reader.readuntil(b"\r\n\r\n")).split(b"\r\n")[0].decode())
            inner_reader, inner_writer = await asyncio.open_connection("127.0.0.1", port)
            writer.write(b"HTTP/1.1 200 Connected\r\n\r\n")
            await asyncio.gather(_copy(reader, inner_writer), _copy(inner_reader, writer))

        async with talking(tunnel) as proxy_port:
            settings = FetchSettings(proxy=f"http://127.0.0.1:{proxy_port}", retries=0)
            names = Names(**{host.replace(".", "_"): [["93.184.216.34"]]})
            async with Client(settings, ssl_context=trusting, resolver=names) as client:
                recorder = client.recording()
                if host == "wrong.example":
                    with pytest.raises(Unreachable, match="not to be trusted: Hostname mismatch"):
                        await recorder.get(f"https://{host}/1")
                else:
                    assert (await recorder.get(f"https://{host}/1")).text() == host
                    assert recorder.exchanges[0].tls == (der("server.pem"), der("root.pem"))
                    assert recorder.exchanges[0].peer == "93.184.216.34:443"
    assert told == ["CONNECT 93.184.216.34:443 HTTP/1.1"]


async def _copy(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    while data := await reader.read(65536):
        writer.write(data)
    writer.close()
