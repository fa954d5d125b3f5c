"""What a fetch gives and what it records, against real servers on loopback."""

import gzip
from datetime import UTC, datetime

import pytest
from aiohttp import web

from archive.errors import (
    AddressRefused,
    ConfigError,
    FetchError,
    TooLarge,
    TooManyRedirects,
)
from archive.fetch import Client
from archive.fetch.redaction import MARKER
from archive.platforms.base import Fetcher
from archive.settings import FetchSettings
from tests.archive.servers import answer, header, routed, says, serving, talking

NOW = datetime(2025, 3, 29, 17, 2, 11, tzinfo=UTC)
SECRET = "to/k en+ñ"


async def test_a_recorder_is_a_fetcher() -> None:
    async with serving(answer(text="hello")) as port, Client(routed(port)) as client:
        fetcher: Fetcher = client.recording()
        response = await fetcher.get("https://posts.example/1")
        assert (response.status, response.url) == (200, "https://posts.example/1")
        assert response.text() == "hello"
        assert response.headers["CONTENT-type"].startswith("text/plain")


async def test_the_exchange_holds_both_sides_as_they_were(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("archive.fetch.version", {"onrecord": "9"}.__getitem__)
    talk = says(
        b"HTTP/1.1 203 Fine By Me\r\nX-B: 1\r\nx-a: caf\xe9\r\nX-B: 2\r\n"
        b"Content-Length: 5\r\n\r\nhello"
    )
    async with talking(talk) as port:
        client = Client(routed(port), clock=lambda: NOW, contact="desk@news.example")
        async with client:
            recorder = client.recording()
            await recorder.get("https://posts.example:8443/a%2Fb?q=%7e", headers={"Accept": "x/y"})
    [exchange] = recorder.exchanges
    assert exchange.method == "GET"
    assert exchange.url == "https://posts.example:8443/a%2Fb?q=%7e"
    assert exchange.requested_at == NOW
    assert 0 < exchange.seconds < 5
    assert (exchange.status, exchange.reason) == (203, "Fine By Me")
    assert exchange.http_version == "HTTP/1.1"
    assert exchange.response_headers == (
        ("X-B", "1"),
        ("x-a", "café"),
        ("X-B", "2"),
        ("Content-Length", "5"),
    )
    assert dict(exchange.request_headers) == {
        "Host": "posts.example:8443",
        "Accept": "x/y",
        "Accept-Encoding": "gzip, deflate",
        "User-Agent": "onrecord/9 (desk@news.example)",
    }
    assert exchange.body == b"hello"
    assert exchange.peer == f"127.0.0.1:{port}"
    assert exchange.route == f"http://127.0.0.1:{port}"
    assert exchange.tls == ()
    assert exchange.error is None
    assert not exchange.redacted


async def test_the_request_arrives_with_its_host_path_and_query() -> None:
    seen: list[tuple[str, str]] = []

    async def handler(request: web.BaseRequest) -> web.Response:
        seen.append((request.host, request.raw_path))
        return web.Response()

    async with serving(handler) as port, Client(routed(port)) as client:
        await client.recording().get(
            "https://posts.example/xrpc?a=1#part", params={"uri": "at://did:plc:x/y z"}
        )
    assert seen == [("posts.example", "/xrpc?a=1&uri=at%3A%2F%2Fdid%3Aplc%3Ax%2Fy+z")]


async def test_the_body_is_kept_as_it_came_and_read_decoded() -> None:
    packed = gzip.compress(b'{"text": "\\ud83d"}')
    handler = answer(body=packed, headers={"Content-Encoding": "gzip"})
    async with serving(handler) as port, Client(routed(port)) as client:
        recorder = client.recording()
        response = await recorder.get("https://posts.example/1")
    assert response.json() == {"text": "\ud83d"}
    assert recorder.exchanges[0].body == packed


async def test_transport_coding_is_undone_in_the_record() -> None:
    talk = says(
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n2\r\nde\r\n0\r\n\r\n"
    )
    async with talking(talk) as port, Client(routed(port)) as client:
        recorder = client.recording()
        await recorder.get("https://posts.example/1")
    assert recorder.exchanges[0].body == b"abcde"


@pytest.mark.parametrize("body", [b"<html>", b"", b"[" * 100_000, b'{"a": ' + b"9" * 5000 + b"}"])
async def test_what_is_no_json_is_a_value_error(body: bytes) -> None:
    async with serving(answer(body=body)) as port, Client(routed(port)) as client:
        response = await client.recording().get("https://posts.example/1")
    with pytest.raises(ValueError, match=r"\w"):
        response.json()


async def test_a_kept_connection_still_names_its_peer() -> None:
    peers: set[object] = set()

    async def handler(request: web.BaseRequest) -> web.Response:
        assert request.transport is not None
        peers.add(request.transport.get_extra_info("peername"))
        return web.Response(text="x")

    async with serving(handler) as port, Client(routed(port)) as client:
        first, second = client.recording(), client.recording()
        await first.get("https://posts.example/1")
        await second.get("https://posts.example/2")
    assert len(peers) == 1
    assert first.exchanges[0].peer == second.exchanges[0].peer == f"127.0.0.1:{port}"


async def test_cookies_are_neither_kept_nor_recorded() -> None:
    sent: list[str | None] = []

    async def handler(request: web.BaseRequest) -> web.Response:
        sent.append(request.headers.get("Cookie"))
        return web.Response(headers={"Set-Cookie": "session=abc; Path=/"})

    async with serving(handler) as port, Client(routed(port)) as client:
        recorder = client.recording()
        await recorder.get("https://posts.example/1")
        await recorder.get("https://posts.example/2")
    assert sent == [None, None]
    assert header(recorder.exchanges[0], "set-cookie") == [MARKER]
    assert recorder.exchanges[0].redacted


async def test_a_secret_is_sent_and_not_recorded() -> None:
    seen: list[tuple[str, str]] = []

    async def handler(request: web.BaseRequest) -> web.Response:
        seen.append((request.query["key"], request.headers["Authorization"]))
        return web.Response(headers={"X-Echo": f"you sent {SECRET}"})

    async with serving(handler) as port, Client(routed(port)) as client:
        recorder = client.recording()
        response = await recorder.get(
            "https://api.example/2/posts",
            params={"key": SECRET},
            headers={"Authorization": f"Bearer {SECRET}", "X-Also": f"a {SECRET}"},
            secrets=(SECRET,),
        )
    [exchange] = recorder.exchanges
    assert seen == [(SECRET, f"Bearer {SECRET}")]
    assert exchange.url == response.url == f"https://api.example/2/posts?key={MARKER}"
    assert header(exchange, "authorization") == [MARKER]
    assert header(exchange, "x-also") == [f"a {MARKER}"]
    assert header(exchange, "x-echo") == [f"you sent {MARKER}"]
    assert exchange.redacted


async def test_a_secret_is_in_no_record_and_no_message_along_a_redirect() -> None:
    seen: list[tuple[str, str | None, str | None, str | None]] = []

    async def handler(request: web.BaseRequest) -> web.Response:
        headers = request.headers
        seen.append(
            (request.host, headers.get("Authorization"), headers.get("X-Key"), headers["Accept"])
        )
        if request.path == "/a":
            raise web.HTTPFound(f"/b?{request.query_string}")
        if request.path == "/b":
            raise web.HTTPFound(f"https://other.example/c?{request.query_string}")
        raise web.HTTPFound(f"https://api.example:81/?{request.query_string}")

    async with serving(handler) as port, Client(routed(port, max_redirects=2)) as client:
        recorder = client.recording()
        with pytest.raises(TooManyRedirects) as caught:
            await recorder.get(
                "https://api.example/a",
                params={"key": SECRET},
                headers={"Authorization": SECRET, "X-Key": SECRET, "Accept": "a/b"},
                secrets=(SECRET,),
            )
    assert seen == [
        ("api.example", SECRET, SECRET, "a/b"),
        ("api.example", SECRET, SECRET, "a/b"),
        ("other.example", None, None, "a/b"),
    ]
    recorded = repr(recorder.exchanges) + repr(caught.value) + str(caught.value)
    for form in ("to/k", "to%2Fk", "to%2fk"):
        assert form not in recorded
    assert [exchange.status for exchange in recorder.exchanges] == [302, 302, 302]
    assert recorder.exchanges[0].body.startswith(b"302")


async def test_each_hop_of_a_redirect_is_recorded() -> None:
    async def handler(request: web.BaseRequest) -> web.Response:
        if request.path == "/1":
            raise web.HTTPMovedPermanently("http://two.example/2")
        if request.path == "/2":
            raise web.HTTPSeeOther("//three.example/3")
        return web.Response(text=request.host)

    async with serving(handler) as port, Client(routed(port)) as client:
        recorder = client.recording()
        response = await recorder.get("https://one.example/1")
    assert (response.url, response.text()) == ("http://three.example/3", "three.example")
    assert [(e.status, e.url) for e in recorder.exchanges] == [
        (301, "https://one.example/1"),
        (303, "http://two.example/2"),
        (200, "http://three.example/3"),
    ]


@pytest.mark.parametrize("status", [300, 304, 302])
async def test_an_answer_that_leads_nowhere_is_the_answer(status: int) -> None:
    async with serving(answer(status=status)) as port, Client(routed(port)) as client:
        response = await client.recording().get("https://posts.example/1")
    assert response.status == status


async def test_a_redirect_in_a_circle_ends() -> None:
    async def handler(request: web.BaseRequest) -> web.Response:
        raise web.HTTPFound(request.path)

    async with serving(handler) as port, Client(routed(port, max_redirects=3)) as client:
        recorder = client.recording()
        with pytest.raises(TooManyRedirects, match=r"https://posts\.example/1 .* 3 times"):
            await recorder.get("https://posts.example/1")
    assert len(recorder.exchanges) == 4


@pytest.mark.parametrize(
    ("coding", "body", "why"),
    [
        ("br", b"\x0b\x02\x80abc\x03", "content coding 'br', which was not offered"),
        ("gzip", gzip.compress(b"text" * 99, mtime=0)[:-20], "cut off inside its content coding"),
        ("gzip", b"<html>", "not in the content coding that it names"),
    ],
)
async def test_a_body_that_cannot_be_decoded_is_an_error_and_kept(
    coding: str, body: bytes, why: str
) -> None:
    handler = answer(body=body, headers={"Content-Encoding": coding})
    async with serving(handler) as port, Client(routed(port)) as client:
        recorder = client.recording()
        with pytest.raises(FetchError, match=rf"posts\.example/1 .*{why}"):
            await recorder.get("https://posts.example/1")
    assert recorder.exchanges[0].body == body
    assert why in (recorder.exchanges[0].error or "")


@pytest.mark.parametrize(
    ("changes", "public_url", "contact", "agent"),
    [
        ({}, "", "", "onrecord/9"),
        ({}, "https://r.example", "", "onrecord/9 (+https://r.example)"),
        ({}, "https://r.example", "d@r.example", "onrecord/9 (+https://r.example; d@r.example)"),
        ({"user_agent": "other/1"}, "https://r.example", "", "other/1"),
    ],
)
async def test_there_is_one_user_agent(
    changes: dict[str, str],
    public_url: str,
    contact: str,
    agent: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("archive.fetch.version", {"onrecord": "9"}.__getitem__)
    async with serving(answer()) as port:
        settings = routed(port, **changes)
        async with Client(settings, public_url=public_url, contact=contact) as client:
            recorder = client.recording()
            await recorder.get("https://posts.example/1")
    assert header(recorder.exchanges[0], "user-agent") == [agent]


async def test_a_route_is_for_its_host_alone_and_the_most_exact_wins() -> None:
    async with serving(answer(text="a")) as a, serving(answer(text="b")) as b:
        routes = {
            "localhost:3000": f"http://127.0.0.1:{a}",
            "Posts.example": f"http://127.0.0.1:{a}",
            "*": f"http://127.0.0.1:{b}",
        }
        async with Client(routed(0, routes=routes)) as client:
            recorder = client.recording()
            urls = ["http://localhost:3000/1", "http://localhost/1", "https://posts.example/1"]
            texts = [(await recorder.get(url)).text() for url in urls]
    assert texts == ["a", "b", "a"]
    assert [e.route for e in recorder.exchanges] == [
        f"http://127.0.0.1:{port}" for port in (a, b, a)
    ]


@pytest.mark.parametrize(
    "origin", ["http://127.0.0.1:9000/prefix", "ftp://a.example", "a.example", "http://u@a.example"]
)
async def test_a_route_that_is_no_origin_stops_the_start(origin: str) -> None:
    with pytest.raises(ConfigError, match=r"fetch\.routes\.'posts\.example' is"):
        Client(FetchSettings(routes={"posts.example": origin}))


async def test_a_form_is_sent_once_and_neither_body_is_recorded() -> None:
    seen: list[tuple[str, str, bytes]] = []

    async def handler(request: web.BaseRequest) -> web.Response:
        sent = await request.read()
        seen.append((request.method, request.headers["Content-Type"], sent))
        return web.json_response({"token": SECRET}, status=503, headers={"X-Echo": SECRET})

    async with serving(handler) as port, Client(routed(port, retries=3)) as client:
        recorder = client.recording()
        response = await recorder.post(
            "https://gate.example/token", form={"pass": SECRET}, secrets=(SECRET,)
        )
    assert (response.status, response.json()) == (503, {"token": SECRET})
    form = b"pass=to%2Fk+en%2B%C3%B1"
    assert seen == [("POST", "application/x-www-form-urlencoded", form)], "not tried again"
    [exchange] = recorder.exchanges
    assert (exchange.method, exchange.body, exchange.redacted) == ("POST", b"", True)
    assert SECRET not in repr(exchange)
    assert header(exchange, "X-Echo") == [MARKER]


async def test_a_form_follows_no_redirect() -> None:
    away = answer(status=307, headers={"Location": "https://elsewhere.example/"})
    async with serving(away) as port, Client(routed(port)) as client:
        recorder = client.recording()
        response = await recorder.post("https://gate.example/token", form={"pass": SECRET})
    assert (response.status, response.url) == (307, "https://gate.example/token")
    assert len(recorder.exchanges) == 1


async def test_a_form_is_kept_from_private_addresses_and_within_the_limits() -> None:
    async with Client(FetchSettings()) as client:
        with pytest.raises(AddressRefused):
            await client.recording().post("http://127.0.0.1/token", form={})
    large = answer(body=b"x" * 2000)
    async with serving(large) as port, Client(routed(port, max_body=1000)) as client:
        with pytest.raises(TooLarge):
            await client.recording().post("https://gate.example/token", form={})
