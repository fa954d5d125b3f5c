"""Posts that are hard to show, whole from the platform to the embed: kept, escaped, equal.

What a reader saw is what the embed says, character for character, and none of it is markup.
"""

import json
import re
from collections.abc import Iterator

import pytest
from bs4 import BeautifulSoup, Tag

from tests.embedder import bad_platform
from tests.embedder.bad_platform import (
    DID,
    FAMILY,
    FLAG,
    JOINED,
    OVERLAP,
    bluesky_url,
    mastodon_url,
)
from tests.embedder.doors import Newsroom

REPLACED = "Characters that are no text (NUL, or half of a surrogate pair) were replaced by U+FFFD."
HARD = {
    "entities that would be markup": (
        mastodon_url("600"), "<script>alert(1)</script> &amp; <b>bold</b>", [], None,
    ),
    "bidi controls": (
        mastodon_url("601"), "The invoice is in \u202egnp.exe\u202c, \u2066so\u2069 on", [], None,
    ),
    "a lone surrogate": (mastodon_url("602"), "Before \ufffd after", [], REPLACED),
    "a NUL": (mastodon_url("603"), "Before \ufffd after", [], REPLACED),
    "markup that would close the box": (mastodon_url("604"), "after", [], None),
    "joiners at the edges of facets": (
        bluesky_url("3lbadjoined222"),
        JOINED,
        ["@mayor.bad.example", "a link"],
        "1 marked span(s) did not fit the text's characters: left out.",
    ),
    "overlapping facets": (
        bluesky_url("3lbadoverlap22"),
        OVERLAP,
        ["the whole notice"],
        "2 marked span(s) overlapped another and were left out.",
    ),
}  # fmt: skip

PICTURES = {
    "a decompression bomb": (
        "700", "This PNG has too many pixels: more than the 50,000,000 that are allowed.",
    ),
    "a truncated file": ("701", "This JPEG is truncated: its end is missing."),
    "HTML sent as JPEG": ("702", "It is HTML, not a picture."),
}  # fmt: skip


@pytest.fixture(scope="module")
def newsroom(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Newsroom]:
    with bad_platform.running() as origin:
        routes = [f'"{host}" = "{origin}"' for host in bad_platform.ROUTED]
        fetch = "retries = 0\nper_host_interval = 0.0"
        yield Newsroom(tmp_path_factory.mktemp("hard"), fetch=fetch, routes=routes)


def text_of(html: str) -> tuple[Tag, list[Tag]]:
    """The post's words in a page, and every element of it that could run or load something."""
    soup = BeautifulSoup(html, "html.parser")
    (words,) = soup.select("blockquote .onrecord-text")
    loud = [
        tag
        for tag in soup.select("figure script, figure iframe, figure object, figure [onerror]")
        if isinstance(tag, Tag)
    ]
    return words, loud


@pytest.mark.parametrize(("url", "text", "marked", "warning"), HARD.values(), ids=HARD)
async def test_a_hard_post_is_kept_and_its_embed_says_what_a_reader_saw(
    newsroom: Newsroom, url: str, text: str, marked: list[str], warning: str | None
) -> None:
    ran = newsroom.run("capture", url, "--release", "--json")
    assert ran.code == 0, ran.err
    facts = json.loads(ran.out)
    assert newsroom.kept()["posts"] >= 1
    assert facts["text"] == text
    assert [text[f["start"] : f["end"]] for f in facts["facets"]] == marked
    assert warning is None or warning in facts["warnings"]
    async with newsroom.service() as service:
        for path in (f"/e/{facts['id']}/", f"/e/{facts['id']}/fragment.html"):
            html = await (await service.client.get(path)).text()
            words, loud = text_of(html)
            assert words.get_text() == text
            assert [a.get_text() for a in words.find_all("a")] == marked
            assert {tag.name for tag in words.find_all(True)} <= {"a", "bdi", "br"}
            assert not loud
        shown = await (await service.client.get(f"/e/{facts['id']}/post.json")).json()
        assert shown["text"] == text


async def test_a_joiner_is_never_torn_from_its_emoji(newsroom: Newsroom) -> None:
    """An element between the parts of a joined emoji would show two emoji for one."""
    ran = newsroom.run("capture", bluesky_url("3lbadjoined222"))
    shown = newsroom.run("embed", ran.out.split("@")[0])
    assert shown.out.count(FAMILY) == 2
    assert shown.out.count(FLAG) == 1


def test_a_post_is_found_by_its_at_uri(newsroom: Newsroom) -> None:
    rkey = "3lbadjoined222"
    by_page = newsroom.run("capture", bluesky_url(rkey))
    by_uri = newsroom.run("capture", f"at://{DID}/app.bsky.feed.post/{rkey}")
    assert (by_uri.code, by_uri.out) == (0, by_page.out), by_uri.err


@pytest.mark.parametrize(("number", "why"), PICTURES.values(), ids=PICTURES)
async def test_a_picture_that_cannot_be_used_leaves_a_partial_post_that_says_why(
    newsroom: Newsroom, number: str, why: str
) -> None:
    url = mastodon_url(number)
    ran = newsroom.run("capture", url, "--release", "--json")
    assert ran.code == 1
    assert f"{url}: Kept, without 1 of 1 picture: {why} The embed says so" in ran.err
    facts = json.loads(ran.out)
    assert facts["completeness"] == "partial"
    (medium,) = facts["media"]
    assert (medium["state"], medium["sha256"]) == ("not to be had", None)
    kept = "SELECT state, sha256, detail FROM snapshot_media WHERE source_url = ?"
    assert newsroom.rows(kept, medium["source_url"]) == [("not to be had", None, why)]
    assert newsroom.rows("SELECT * FROM media") == []
    async with newsroom.service() as service:
        html = await (await service.client.get(f"/e/{facts['id']}/")).text()
        assert "Image was not archived: it could not be obtained.<br>A chart" in html
        assert "<img" not in html
        assert text_of(html)[0].get_text() == "Sample: with a picture."
        ended = await service.by_api(url, await service.key())
        assert ended.body["state"] == "partial"
        assert why in ended.body["sentence"]
        assert ended.body["next"].startswith("The embed says so in its place")
        status, page = await service.by_desk(url, await service.log_in())
        assert status == 200
        assert why in page
        assert re.search(r"<iframe[^>]+/e/", page)
        assert "Traceback" not in page + html + ran.err
