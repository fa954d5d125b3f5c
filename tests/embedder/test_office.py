"""The office of an official: shown once a person confirmed it, by whichever door."""

import json
import re
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace

from archive.archive import Archive
from archive.post_json import post_json
from archive.records import Annotation
from embedder import samples
from embedder.links import Links
from embedder.options import Options
from embedder.render import v1
from embedder.render.post_page import post_page
from embedder.view import Site, build_view
from tests.embedder import holdings
from tests.embedder.conftest import Bearer, Capture, Client
from tests.embedder.doors import Newsroom

OFFICE = "Mayor of Sampleville"
LINKS = Links()
PATHS = ("/e/{}/", "/e/{}/fragment.html", "/post/{}")


def words(page: str) -> str:
    """What a reader reads: no markup, no style, nothing for programs."""
    page = re.sub("<(script|style).*?</\\1>", "", page, flags=re.DOTALL)
    return re.sub(r"\s+", " ", unescape(re.sub("<[^>]*>", " ", page)))


def outputs(*notes: Annotation) -> list[str]:
    live = replace(holdings.post_text(), annotations=notes)
    view = build_view(live, Options(), Site(), LINKS)
    return [v1.page(view), v1.fragment(view), post_page(live, view, Site(), LINKS)]


def official(**body: Any) -> Annotation:
    return holdings.note("official", holdings.post_text(), name="Robin Sample", **body)


def test_a_confirmed_office_stands_beside_the_name_in_every_output() -> None:
    for output in outputs(official(office=OFFICE)):
        assert f"@robin_sample · X {OFFICE}" in words(output)


def test_what_the_register_proposes_is_never_shown() -> None:
    proposed = replace(official(office=OFFICE), by="register")
    for output in outputs(proposed):
        assert OFFICE not in output
    live = replace(holdings.post_text(), annotations=(proposed,))
    assert post_json(live, LINKS)["official"] is None
    for output in outputs(proposed, official(office="Governor")):
        assert "Governor" in output
        assert OFFICE not in output


@pytest.mark.parametrize("office", ["", "  ", None, 7, ["x"]])
def test_an_office_that_says_nothing_leaves_no_empty_line(office: object) -> None:
    for output in outputs(official(office=office)):
        assert "@robin_sample</bdi> · X</span>" in output


def test_an_office_is_text() -> None:
    for output in outputs(official(office="<script>alert(1)</script>")):
        assert "<script>alert" not in output


async def test_by_the_api_it_is_there_until_it_is_taken_back(
    client: Client, capture: Capture, archive: Archive, bearer: Bearer
) -> None:
    post = await capture(release=True)
    key = await bearer("editor")
    note = {"kind": "official", "body": {"name": "Sample Mayor", "office": OFFICE}}
    path = f"/api/v1/posts/{post}/annotations"
    assert (await client.post(path, json=note, headers=key)).status == 201
    for page in PATHS:
        assert OFFICE in words(await (await client.get(page.format(post))).text()), page
    facts = await (await client.get(f"/e/{post}/post.json")).json()
    assert facts["official"]["office"] == OFFICE
    taken = {**note, "body": {}, "removed": True}
    assert (await client.post(path, json=taken, headers=key)).status == 201
    for page in PATHS:
        assert OFFICE not in await (await client.get(page.format(post))).text(), page


async def test_nobody_without_a_role_confirms_an_office(client: Client, capture: Capture) -> None:
    post = await capture(release=True)
    note = {"kind": "official", "body": {"name": "A", "office": OFFICE}}
    assert (await client.post(f"/api/v1/posts/{post}/annotations", json=note)).status == 401


def test_by_the_command(origin: str, tmp_path: Path) -> None:
    room = Newsroom.led_to(tmp_path, origin)
    kept = room.run("capture", "--json", "--release", samples.EXAMPLE_URL)
    post = json.loads(kept.out.splitlines()[0])["id"]
    data = json.dumps({"name": "Sample Mayor", "office": OFFICE})
    ran = room.run("annotate", post, "--kind", "official", "--data", data)
    assert ran.code == 0, ran.err
    for form in ("page", "fragment"):
        assert OFFICE in words(room.run("embed", post, "--as", form).out)
