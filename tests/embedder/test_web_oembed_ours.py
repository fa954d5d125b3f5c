"""oEmbed of our own addresses: the frame is the one that was asked for, and drafts stay unseen."""

from typing import Any

import pytest

from archive.archive import Archive
from embedder import samples
from tests.embedder.conftest import Bearer, Capture, Client

OURS = "http://127.0.0.1:8080"
NEVER = "0" * 16


async def asked(client: Client, url: str, **more: str) -> dict[str, Any]:
    answer = await client.get("/oembed", params={"url": url, **more})
    assert answer.status == 200, await answer.text()
    facts: dict[str, Any] = await answer.json()
    return facts


@pytest.mark.parametrize(
    ("url", "frame"),
    [
        ("/post/{id}", "/e/{id}/"),
        ("/e/{id}", "/e/{id}/"),
        ("/e/{id}/~dark/", "/e/{id}/~dark/"),
        ("/e/{id}/?theme=dark", "/e/{id}/~dark/"),
        ("/e/{id}@1/", "/e/{id}@1/"),
        ("/e/{id}@1/~t1.es/", "/e/{id}@1/~es.t1/"),
        ("/e/{id}@1/fragment.html", "/e/{id}@1/"),
        ("/p/{key}/", "/p/{key}/"),
        ("/p/{key}", "/p/{key}/"),
        ("/p/{key}/~dark.w400/", "/p/{key}/~dark.w400/"),
        ("/p/{key}/?lang=fr", "/p/{key}/"),
    ],
)
async def test_the_frame_is_the_one_of_the_address(
    client: Client, archive: Archive, capture: Capture, url: str, frame: str
) -> None:
    post = await capture(samples.EDITED_URL, release=True)
    placement = await archive.placing.place(post, by="ana", options={"lang": "es"})
    facts = await asked(client, OURS + url.format(id=post, key=placement.key))
    path = frame.format(id=post, key=placement.key)
    assert f'<iframe src="http://127.0.0.1:8080{path}" ' in facts["html"]
    page = await client.get(path)
    assert page.status == 200
    assert f"<title>{facts['title']}</title>" in await page.text()


async def test_options_of_the_request_go_into_the_frame(
    client: Client, archive: Archive, capture: Capture
) -> None:
    post = await capture(release=True)
    key = (await archive.placing.place(post, by="ana")).key
    facts = await asked(client, f"{OURS}/p/{key}/", theme="dark", maxwidth="400")
    assert (f"/p/{key}/~dark/" in facts["html"], facts["width"]) == (True, 400)
    assert f"/e/{post}/~dark/" in (await asked(client, samples.EXAMPLE_URL, theme="dark"))["html"]


async def test_a_pinned_placement_is_told_with_the_words_that_it_shows(
    client: Client, archive: Archive, capture: Capture
) -> None:
    post = await capture(samples.EDITED_URL, release=True)
    first = (await archive.storage.versions(post))[0]
    key = (await archive.placing.place(post, by="ana", mode="pinned", snapshot=first.n)).key
    pinned = await asked(client, f"{OURS}/p/{key}/")
    assert pinned["html"] != (await asked(client, f"{OURS}/post/{post}"))["html"]
    assert first.snapshot.text.split()[-1] in pinned["html"]


@pytest.mark.parametrize(
    "url",
    [
        f"/p/{NEVER}/",
        f"/p/{'0' * 24}/",
        "/p/x/",
        "/p/",
        "/e/",
        f"/e/{NEVER}@0/",
        "/e/{id}@9/",
        "/e/{id}/~t9/",
        "/p/{key}/~t9/",
        "/p/{key}/elsewhere",
        "/desk/posts/{id}",
        "/post/{id}/report",
        "/e/{id}/?" + "a=1&" * 200,
    ],
)
async def test_what_is_no_address_of_an_embed_answers_as_one_never_seen(
    client: Client, archive: Archive, capture: Capture, url: str
) -> None:
    post = await capture(release=True)
    key = (await archive.placing.place(post, by="ana")).key
    answer = await client.get(
        "/oembed", params={"url": OURS + url.format(id=post, key=key), "format": "json"}
    )
    if url.endswith("a=1&"):
        assert answer.status == 200, "what it asks beside is left out"
        return
    never = await client.get("/oembed", params={"url": f"{OURS}/post/{NEVER}"})
    assert (answer.status, await answer.read()) == (404, await never.read())


async def test_a_placement_of_a_draft_is_seen_by_editors_alone(
    client: Client, archive: Archive, capture: Capture, bearer: Bearer
) -> None:
    post = await capture()
    key = (await archive.placing.place(post, by="ana")).key
    never = await client.get("/oembed", params={"url": f"{OURS}/p/{'0' * 24}/"})
    for headers in ({}, await bearer("reader")):
        for url in (f"{OURS}/p/{key}/", f"{OURS}/e/{post}/", samples.EXAMPLE_URL):
            answer = await client.get("/oembed", params={"url": url}, headers=headers)
            assert (answer.status, await answer.read()) == (404, await never.read())
    editor = await bearer("editor")
    seen = await client.get("/oembed", params={"url": f"{OURS}/p/{key}/"}, headers=editor)
    assert seen.status == 200
    assert seen.headers["Cache-Control"] == "private, no-store"


async def test_a_bad_key_is_401_whatever_is_asked_for(client: Client, capture: Capture) -> None:
    draft = await capture()
    bad = {"Authorization": "Bearer no"}
    told = {
        (answer.status, await answer.read(), answer.headers["WWW-Authenticate"])
        for url in (f"{OURS}/post/{draft}", samples.EXAMPLE_URL, f"{OURS}/post/{NEVER}")
        for answer in [await client.get("/oembed", params={"url": url}, headers=bad)]
    }
    assert len(told) == 1
    assert next(iter(told))[0] == 401


async def test_a_placement_of_what_is_withheld_has_no_data(
    client: Client, archive: Archive, capture: Capture
) -> None:
    post = await capture(release=True)
    key = (await archive.placing.place(post, by="ana")).key
    await archive.withhold(post, by="ana", reason="privacy")
    answer = await client.get("/oembed", params={"url": f"{OURS}/p/{key}/"})
    assert answer.status == 451


async def test_a_placements_page_leads_to_its_own_oembed(
    client: Client, archive: Archive, capture: Capture
) -> None:
    post = await capture(release=True)
    key = (await archive.placing.place(post, by="ana")).key
    answer = await client.get(f"/p/{key}/")
    json, xml = answer.headers["Link"].split(", ")
    assert f"%2Fp%2F{key}%2F&format=json>" in json
    assert f"%2Fp%2F{key}%2F&format=xml>" in xml
    assert f"%2Fp%2F{key}%2F&amp;format=json" in (await answer.text()).split("</head>")[0]
