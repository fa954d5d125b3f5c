"""Posts that people hand in: the form of the desk, and the API for programs."""

import base64
import re
from collections.abc import Awaitable, Callable
from hashlib import sha256
from html import unescape
from typing import Any

import pytest
from aiohttp import FormData

from archive import ocr, saved
from archive.archive import Archive
from archive.ocr import Proposal
from archive.storage.base import User
from embedder import samples
from embedder.web.auth import make_login_link
from embedder.web.by_hand_texts import BY_HAND
from embedder.web.desk_by_hand import phrases_of
from embedder.web.research_texts import said
from tests.archive.acting import found
from tests.archive.pictures import encoded, quarters
from tests.archive.storage_posts import snapshot
from tests.embedder.conftest import Bearer, Client

LogIn = Callable[..., Awaitable[str]]
API, FORM = "/api/v1/captures/by-hand", "/desk/capture/by-hand"
PNG = encoded(quarters(), "PNG")
TYPED = {
    "text": "The bridge is open.",
    "name": "Sample Mayor",
    "handle": "@mayor",
    "time": "2025-03-29 17:02",
    "timezone": "America/Chicago",
}


def sent(*files: bytes, **fields: str) -> FormData:
    form = FormData()
    for name, value in fields.items():
        form.add_field(name, value)
    for data in files:
        form.add_field("screenshots", data, filename="a.png", content_type="image/png")
    return form


async def test_a_post_is_typed_in_at_the_desk_with_its_screenshot(
    client: Client, archive: Archive, session: LogIn
) -> None:
    csrf = await session("editor")
    url = "https://x.com/mayor/status/20"
    asked = await (await client.get(f"{FORM}?url={url}")).text()
    assert f'value="{url}"' in asked
    assert 'enctype="multipart/form-data"' in asked

    kept = await client.post(FORM, data=sent(PNG, csrf=csrf, url=url, **TYPED))
    assert re.fullmatch("/desk/posts/[0-9a-z]{16}", kept.url.path), await kept.text()
    post = kept.url.path.rsplit("/", 1)[1]
    holding = await archive.storage.holding(post)
    assert holding is not None
    assert holding.stored is not None
    assert holding.stored.snapshot.text == "The bridge is open."
    assert await archive.original(holding.stored.snapshot.media[0].sha256 or "") == PNG
    typed_in = "Typed in by Border News from a screenshot; not obtained from X."
    for output in ("", "fragment.html", "email.html"):
        assert typed_in in await (await client.get(f"/e/{post}/{output}")).text(), output
    assert typed_in in await (await client.get(f"/e/{post}@1/")).text()


async def test_a_screenshot_is_described_by_the_newsroom_or_called_what_it_is(
    client: Client, archive: Archive, session: LogIn
) -> None:
    csrf = await session("editor")
    assert "descriptions" in await (await client.get(FORM)).text()
    other = encoded(quarters(40, 60), "PNG")
    told = {"descriptions": "The seal of the city\n\n"}
    kept = await client.post(FORM, data=sent(PNG, other, csrf=csrf, **TYPED, **told))
    post = kept.url.path.rsplit("/", 1)[1]
    holding = await archive.storage.holding(post)
    assert holding is not None
    (note,) = [note for note in holding.annotations if note.kind == "alt"]
    assert (note.media, note.body) == (sha256(PNG).hexdigest(), {"text": "The seal of the city"})
    assert note.by != ""
    fragment = unescape(await (await client.get(f"/e/{post}/fragment.html")).text())
    assert 'alt="The seal of the city' in fragment
    assert (
        'alt="Screenshot of a post by Sample Mayor; its words stand beside it as text."' in fragment
    )
    assert re.search(r'#media-1" class="onrecord-box"><picture>', fragment), "it has an edge"


@pytest.mark.parametrize(
    ("descriptions", "why"), [("One\nTwo", "too many"), ("x" * 2001, "too long")]
)
async def test_descriptions_fit_the_screenshots(
    client: Client, session: LogIn, descriptions: str, why: str
) -> None:
    csrf = await session("editor")
    answer = await client.post(FORM, data=sent(PNG, csrf=csrf, descriptions=descriptions, **TYPED))
    assert answer.status == 422
    page = unescape(await answer.text())
    assert said(BY_HAND, "en", f"descriptions.{why}") in page
    assert descriptions in page


async def test_what_is_wrong_stands_beside_the_field_and_nothing_that_was_sent_is_lost(
    client: Client, archive: Archive, session: LogIn
) -> None:
    csrf = await session("editor")
    fields = {**TYPED, "time": "yesterday <b>", "url": "https://x.com/mayor"}
    answer = await client.post(FORM, data=sent(PNG, csrf=csrf, **fields))
    assert answer.status == 422
    page = await answer.text()
    for field, why in (("time", "no time"), ("url", "no post")):
        assert f'<p class="wrong" id="bad-{field}">' in page
        assert said(BY_HAND, "en", f"{field}.{why}") in unescape(page)
        marks = f'aria-invalid="true" aria-describedby="bad-{field}'
        assert re.search(f'id="{field}"[^>]* {marks}', page)
    assert 'value="yesterday &lt;b&gt;"' in page
    assert "The bridge is open." in page
    assert not (await archive.storage.list_posts(limit=1, drafts=True)).holdings

    aside = re.findall(r'name="aside" value="([0-9a-f]{64})"', page)
    assert len(aside) == 1
    kept = await client.post(FORM, data=sent(csrf=csrf, aside=aside[0], **TYPED))
    holding = await archive.storage.holding(kept.url.path.rsplit("/", 1)[1])
    assert holding is not None
    assert holding.stored is not None
    assert [m.sha256 for m in holding.stored.snapshot.media] == aside


async def test_a_file_that_is_no_picture_is_told_and_not_kept(
    client: Client, archive: Archive, session: LogIn
) -> None:
    csrf = await session("editor")
    answer = await client.post(FORM, data=sent(b"<svg onload=alert(1)>", csrf=csrf, **TYPED))
    assert answer.status == 422
    assert said(BY_HAND, "en", "screenshots.no picture") in await answer.text()
    assert 'name="aside"' not in await answer.text()
    assert not (await archive.storage.list_posts(limit=1, drafts=True)).holdings


async def test_the_form_is_for_editors_who_sent_it_themselves(
    client: Client, session: LogIn, bearer: Bearer
) -> None:
    assert (await client.get(FORM)).status == 401
    assert (await client.get(FORM, headers=await bearer("reader"))).status == 403
    await session("editor")
    assert (await client.post(FORM, data=sent(PNG, **TYPED))).status == 403
    assert (await client.post(API, json=TYPED)).status == 403


async def test_only_an_editor_may_send_so_much(
    client: Client, archive: Archive, bearer: Bearer
) -> None:
    body = b" " * (100 * 1024)
    as_json = {"Content-Type": "application/json"}
    assert (await client.post(API, data=body, headers=as_json)).status in {401, 413}
    editor = await bearer("editor") | as_json
    assert (await client.post(API, data=body, headers=editor)).status == 400
    assert (await client.post("/api/v1/captures", data=body, headers=editor)).status == 413

    await archive.storage.add_user(User(name="rea", role="reader"), at=archive.clock())
    link = await make_login_link(archive, "rea")
    await client.post(link[link.index("/login/") :], allow_redirects=False)
    assert (await client.post(FORM, data=sent(body, csrf="", **TYPED))).status == 413


async def test_a_program_types_a_post_in(client: Client, archive: Archive, bearer: Bearer) -> None:
    editor = await bearer("editor")
    body: dict[str, Any] = {**TYPED, "screenshots": [base64.b64encode(PNG).decode()]}
    answer = await client.post(API, json=body | {"release": True}, headers=editor)
    assert answer.status == 201
    told = await answer.json()
    assert answer.headers["Location"] == f"/api/v1/posts/{told['post']}"
    assert (told["state"], told["snapshot"]) == ("done", 1)
    post = await (await client.get(f"/api/v1/posts/{told['post']}")).json()
    assert post["platform"] == "hand"
    assert post["url"] is None
    assert post["created_at"] == "2025-03-29T22:02:00.000Z"
    assert post["source"] == {"name": "by hand", "terms": None, "exchanges": []}
    assert post["status"]["state"] == "unknown"
    assert [m["state"] for m in post["media"]] == ["there"]

    as_form = await client.post(API, data=sent(PNG, **TYPED), headers=editor)
    assert (await as_form.json())["post"] == told["post"], "the same post, sent as a form"

    page = await (await client.get(f"/post/{told['post']}")).text()
    assert "an unknown platform" in page
    assert 'href=""' not in page
    for form in ("bibtex", "ris", "csl.json"):
        assert (await client.get(f"/post/{told['post']}/cite.{form}")).status in {200, 404}, form


async def test_a_program_is_told_which_fields_are_wrong(client: Client, bearer: Bearer) -> None:
    answer = await client.post(
        API, json={"text": "Hi", "time": "noon"}, headers=await bearer("editor")
    )
    assert answer.status == 422
    told = await answer.json()
    assert told["type"] == "urn:onrecord:problem:wrong-fields"
    assert told["fields"] == {"name": "missing", "time": "no time"}


async def test_a_browser_hands_a_post_over(client: Client, bearer: Bearer) -> None:
    editor = await bearer("editor")
    address = "/api/v1/captures/from-browser"
    body = {
        "url": "https://x.com/mayor/status/20?s=46",
        "text": "The bridge is open.",
        "handle": "mayor",
        "time": "2025-03-29T22:02:11Z",
        "whole": True,
        "pictures": [{"data": base64.b64encode(PNG).decode(), "alt": "A bridge"}],
    }
    answer = await client.post(address, json=body, headers=editor)
    assert answer.status == 201, await answer.text()
    told = await answer.json()
    post = await (await client.get(f"/api/v1/posts/{told['post']}", headers=editor)).json()
    assert (post["source"]["name"], post["completeness"]) == ("browser", "full")
    assert post["media"][0]["alt"] == "A bridge"
    embed = await (await client.get(f"/e/{told['post']}/", headers=editor)).text()
    assert "Seen in the browser of Border News" in embed

    protected = await client.post(address, json=body | {"protected": True}, headers=editor)
    assert protected.status == 200
    assert (await protected.json())["state"] == "refused"
    cookies = await client.post(address, json=body | {"cookies": "session=1"}, headers=editor)
    assert cookies.status == 422


async def test_a_program_hands_in_a_saved_response(
    client: Client, bearer: Bearer, monkeypatch: pytest.MonkeyPatch
) -> None:
    editor = await bearer("editor")
    address = "/api/v1/captures/saved"
    payload = base64.b64encode(b"<p>No platform answers so.</p>").decode()
    unknown = await client.post(address, json={"payload": payload}, headers=editor)
    assert unknown.status == 400
    assert "No platform known here" in (await unknown.json())["detail"]

    monkeypatch.setattr(saved, "read_saved", lambda _file: ("x", (found(snapshot("1")),)))
    body = {"payload": payload, "saved_at": "2025-03-30T00:00:00+02:00"}
    told = await (await client.post(address, json=body, headers=editor)).json()
    post = await (await client.get(f"/api/v1/posts/{told['post']}", headers=editor)).json()
    assert (post["source"]["name"], post["as_of"]) == ("saved response", "2025-03-29T22:00:00.000Z")
    no_zone = await client.post(
        address, json=body | {"saved_at": "2025-03-30T00:00:00"}, headers=editor
    )
    assert no_zone.status == 422


async def test_where_every_source_refuses_the_other_ways_are_offered(
    client: Client, archive: Archive, session: LogIn
) -> None:
    await session("editor")
    url = "https://x.com/mayor/status/999"
    job = await archive.request_capture(url, by="ana")
    async for seen in archive.watch(job.id):
        job = seen
    assert job.state in {"refused", "failed"}, job.state
    assert job.result["offers"] == ["browser", "by hand", "later"]
    page = unescape(await (await client.get(f"/desk/captures?job={job.id}")).text())
    assert ">From my browser</a>" in page
    (link,) = re.findall(r'href="([^"]*by-hand\?[^"]*)"', page)
    assert f'value="{url}"' in await (await client.get(link)).text()


async def test_an_address_only_fills_the_form(
    client: Client, archive: Archive, session: LogIn
) -> None:
    await session("editor")
    shared = {"title": "T", "text": "See https://x.com/a/status/2"}
    page = await (await client.get("/desk/capture", params=shared)).text()
    assert ">See https://x.com/a/status/2</textarea>" in page
    page = await (await client.get("/desk/capture?url=https://x.com/a/status/1%22%3E")).text()
    assert "https://x.com/a/status/1&#34;&gt;</textarea>" in page
    assert not await archive.storage.list_jobs(kind="capture", limit=1)


def test_the_form_says_everything_in_both_languages() -> None:
    assert BY_HAND["en"].keys() == BY_HAND["es"].keys()


async def test_a_screenshot_is_read_for_an_editor_to_confirm(
    client: Client, archive: Archive, session: LogIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    csrf = await session("editor")
    monkeypatch.setattr(ocr, "is_installed", lambda: False)
    assert "onrecord[ocr]" in unescape(await (await client.get(FORM)).text())
    monkeypatch.setattr(ocr, "is_installed", lambda: True)
    assert 'name="read"' in await (await client.get(FORM)).text()

    async def read(data: bytes) -> Proposal:
        assert data == PNG
        return Proposal(text="Read <off>", handle="@mayor", time="2025-03-29 17:02")

    monkeypatch.setattr(archive.ocr, "read", read)
    answer = await client.post(FORM, data=sent(PNG, csrf=csrf, read="1", handle="@typed"))
    page = await answer.text()
    assert answer.status == 200
    assert "Read &lt;off&gt;</textarea>" in page
    assert 'value="2025-03-29 17:02"' in page
    assert 'value="@typed"' in page, "what somebody typed stays"
    assert '<a href="/search?q=%22Read+off%22">' in page, "it may be kept here already"
    assert "No post with these words" in page
    assert len(re.findall('name="aside"', page)) == 1
    assert not (await archive.storage.list_posts(limit=1, drafts=True)).holdings

    nothing = await client.post(FORM, data=sent(csrf=csrf, read="1"))
    assert nothing.status == 422


async def test_the_archive_is_searched_for_the_post_of_a_screenshot(
    client: Client, archive: Archive, session: LogIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One word is misread, and it is a draft."""
    csrf = await session("editor")
    kept = (await archive.capture(samples.EXAMPLE_URL, by="test")).post
    words = "This is a sarnple post; nobody said it. The council votes on the river bridge."
    monkeypatch.setattr(ocr, "is_installed", lambda: True)

    async def read(data: bytes) -> Proposal:
        return Proposal(text=words)

    monkeypatch.setattr(archive.ocr, "read", read)
    page = await (await client.post(FORM, data=sent(PNG, csrf=csrf, read="1"))).text()
    assert f'href="/desk/posts/{kept}"' in page
    assert "Is it one of these?" in page
    assert phrases_of(words * 9)[0] == "This is a sarnple post nobody"


async def test_a_form_without_its_boundary_is_a_problem_and_no_bug(
    client: Client, bearer: Bearer
) -> None:
    """At every address that takes a form: the token against forgery stands in one, too."""
    headers = {"Content-Type": "multipart/form-data"}
    for path in ("/api/v1/captures/by-hand", "/desk/capture/by-hand"):
        answer = await client.post(path, data=b"text=a", headers=headers | await bearer("editor"))
        assert answer.status == 400
        assert "no valid form" in await answer.text()
