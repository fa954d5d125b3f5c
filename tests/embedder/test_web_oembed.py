"""The oEmbed provider, as consumers ask it."""

from urllib.parse import quote
from xml.etree import ElementTree as ET

import pytest

from embedder import samples
from tests.embedder.conftest import Bearer, Capture, Client


@pytest.mark.parametrize(
    "url",
    [
        samples.EXAMPLE_URL,
        samples.EXAMPLE_URL + "?utm_source=mail",
        "http://127.0.0.1:8080/post/{id}",
        "http://127.0.0.1:8080/e/{id}/",
        "http://127.0.0.1:8080/e/{id}@1/~dark.t1/",
    ],
)
async def test_every_address_of_a_post_gives_its_embed(
    client: Client, capture: Capture, url: str
) -> None:
    post = await capture(release=True)
    answer = await client.get(f"/oembed?format=json&url={quote(url.format(id=post), safe='')}")
    assert answer.status == 200
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    assert answer.content_type == "application/json"
    facts = await answer.json()
    assert (facts["type"], facts["version"]) == ("rich", "1.0")
    assert isinstance(facts["width"], int)
    assert isinstance(facts["height"], int)
    assert facts["html"].startswith("<blockquote>")
    # Whoever asks is no page of ours: addresses are whole, also while ours is not set.
    assert f'<iframe src="http://127.0.0.1:8080/e/{post}' in facts["html"]
    assert f'href="http://127.0.0.1:8080/post/{post}"' in facts["html"]
    assert facts["thumbnail_url"] == f"http://127.0.0.1:8080/e/{post}/card-og.png"
    assert facts["provider_url"] == "http://127.0.0.1:8080/"


async def test_an_address_that_was_looked_up_once_is_known(
    client: Client, capture: Capture
) -> None:
    url = next(url for url in samples.URLS if "bsky.app" in url)
    assert (await client.get("/oembed", params={"url": url})).status == 404
    await capture(url, release=True)
    assert (await client.get("/oembed", params={"url": url})).status == 200


async def test_limits_are_clamped_never_refused(client: Client, capture: Capture) -> None:
    await capture(release=True)
    for limit, width in (("300", 300), ("9999", 600), ("1", 220), ("x", 600), ("-5", 600)):
        params = {"url": samples.EXAMPLE_URL, "maxwidth": limit, "maxheight": "150"}
        facts = await (await client.get("/oembed", params=params)).json()
        assert facts["width"] == width
        assert facts["height"] <= 150


@pytest.mark.parametrize(
    ("query", "status"),
    [
        ("", 400),
        ("?url=", 400),
        ("?url=https://netflix.com/x.com/jack/status/20", 404),
        ("?url=javascript:alert(1)", 404),
        ("?url=http://[", 404),
        ("?url=http://127.0.0.1:8080/desk", 404),
        ("?url=https://elsewhere.example/post/0000000000000000", 404),
        ("?url=https://x.com/jack/status/20&format=xml", 404),
        ("?url=https://x.com/jack/status/20&format=yaml", 501),
    ],
)
async def test_what_gives_no_embed(client: Client, query: str, status: int) -> None:
    answer = await client.get(f"/oembed{query}")
    assert answer.status == status
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    assert (await answer.json())["status"] == status


async def test_a_key_that_is_none_is_refused(client: Client, bearer: Bearer) -> None:
    params = {"url": samples.EXAMPLE_URL}
    answer = await client.get("/oembed", params=params, headers={"Authorization": "Bearer no"})
    assert answer.status == 401


@pytest.mark.parametrize("path", ["/post/{}", "/e/{}/", "/e/{}@1/~dark/"])
async def test_every_page_leads_to_its_oembed_in_its_headers(
    client: Client, capture: Capture, path: str
) -> None:
    post = await capture(release=True)
    answer = await client.get(path.format(post))
    json, xml = answer.headers["Link"].split(", ")
    assert json.endswith('; rel="alternate"; type="application/json+oembed"')
    assert xml.endswith('; rel="alternate"; type="text/xml+oembed"')
    head = (await answer.text()).split("</head>")[0]
    for link, form in ((json, "json"), (xml, "xml")):
        assert link.startswith("</oembed?url=")
        assert f"%2Fpost%2F{post}&format={form}>" in link
        named = f"{post}&amp;format={form}" in head
        assert named or (form == "xml" and path.startswith("/e/")), "each byte of a frame counts"


async def test_in_xml_it_says_the_same(client: Client, capture: Capture) -> None:
    await capture(release=True)
    params = {"url": samples.EXAMPLE_URL, "maxwidth": "400"}
    facts = await (await client.get("/oembed", params=params)).json()
    answer = await client.get("/oembed", params=params | {"format": "xml"})
    assert answer.headers["Content-Type"] == "text/xml; charset=utf-8"
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    root = ET.fromstring(await answer.text())  # noqa: S314  our own
    assert {child.tag: child.text for child in root} == {k: str(v) for k, v in facts.items()}
