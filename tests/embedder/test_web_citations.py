"""Citations on the permanent page, and as files."""

import html
import json
import re
from urllib.parse import parse_qs

from embedder.links import Links
from embedder.options import Options
from embedder.render.post_page import post_page
from embedder.view import Site, build_view
from tests.embedder import holdings
from tests.embedder.conftest import Bearer, Capture, Client

LINKS = Links("https://record.example.org")
SITE = Site(name="Border News", contact="")


def test_the_page_has_every_citation_to_copy_and_as_a_file() -> None:
    live = holdings.edited_newest()
    page = post_page(live, build_view(live, Options(), SITE, LINKS), SITE, LINKS)
    stored = live.stored
    assert stored is not None
    for kind in ("bib", "ris", "csl.json", "txt"):
        href = f"/post/{live.post.id}@{stored.n}/cite.{kind}"
        assert f'href="{href}" download' in page
    shown = html.unescape(re.sub("<[^>]*>", "", page))
    assert "@online{" in shown
    assert "TY  - ELEC" in shown
    assert '"type": "post"' in shown
    assert shown.count(stored.sha256) >= 7
    assert f"https://record.example.org/post/{live.post.id}#snapshot-{stored.n}" in shown
    span = re.search('<span class="Z3988" title="([^"]*)"></span>', page)
    assert span
    assert parse_qs(html.unescape(span[1]))["rft.type"] == ["forumPost"]


def test_what_is_not_shown_is_not_cited() -> None:
    live = holdings.HOLDINGS["withheld"]()
    page = post_page(live, build_view(live, Options(), SITE, LINKS), SITE, LINKS)
    assert "Z3988" not in page
    assert "cite." not in page


async def test_a_citation_is_a_file_of_the_newest_snapshot_or_of_one(
    client: Client, capture: Capture
) -> None:
    post = await capture(release=True)
    newest = await client.get(f"/post/{post}/cite.csl.json")
    assert newest.headers["Content-Type"] == "application/vnd.citationstyles.csl+json"
    (item,) = await newest.json(content_type=None)
    n = item["custom"]["snapshot"]
    assert item["archive_location"] == f"http://127.0.0.1:8080/post/{post}#snapshot-{n}"
    same = await client.get(f"/post/{post}@{n}/cite.csl.json")
    assert await same.read() == await newest.read()
    first = json.loads(await (await client.get(f"/post/{post}@1/cite.csl.json")).read())
    assert first[0]["custom"]["snapshot"] == 1
    assert (await client.get(f"/post/{post}@77/cite.bib")).status == 404
    assert (await client.get(f"/post/{post}/cite.doc")).status == 404


async def test_what_is_withheld_is_not_cited(
    client: Client, capture: Capture, bearer: Bearer
) -> None:
    post = await capture(release=True)
    url = f"/api/v1/posts/{post}/visibility"
    await client.post(
        url, json={"state": "withheld", "reason": "test"}, headers=await bearer("editor")
    )
    for path in (f"/post/{post}/cite.bib", f"/post/{post}@1/cite.txt"):
        assert (await client.get(path)).status == 451
