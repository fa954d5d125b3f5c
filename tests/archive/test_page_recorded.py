"""Recorded pages of other publishers, which live beside the project: what each says of itself is
read, whatever else is on it.
"""

import html
import json
import re
from pathlib import Path

import pytest

from archive.outcome import Found
from archive.platforms.base import Saved
from archive.platforms.page import Page
from archive.platforms.page.urls import normalised
from archive.records import Snapshot

TUMBLR = "embedlib-oembed-www_tumblr_com_oembed-1_0_1069794d66a738c0f11667124fb2b5e0.json"


def read(path: Path) -> Snapshot:
    (answer,) = Page.read_saved(Saved(body=path.read_bytes()))
    assert isinstance(answer, Found), answer
    (snapshot,) = answer.snapshots
    return snapshot


@pytest.mark.parametrize(
    ("name", "author", "posted"),
    [
        ("elespectador.com-orion", "Felipe Morales Sierra", "2022-05-06T02:00:00"),
        ("diez.hn-vargas", "Gustavo Roca", "2022-04-26T00:00:00"),
    ],
)
def test_an_article_that_is_whole_in_json_ld_is_read_whole(
    payloads: Path, name: str, author: str, posted: str
) -> None:
    path = payloads / "news" / f"adbar-{name}.html"
    page = path.read_text("utf-8")
    script = r"""<script type="?application/ld\+json"?[^>]*>(.*?)</script>"""
    blocks = re.findall(script, page, re.DOTALL)
    body = next(found for block in blocks if (found := _body(block)))
    snapshot = read(path)
    assert snapshot.completeness == "full"
    assert _words(snapshot.text).endswith(_words(body))
    assert snapshot.author.name == author
    assert snapshot.created_at is not None
    assert snapshot.created_at.isoformat().startswith(posted)
    assert author in page


@pytest.mark.parametrize(
    "name",
    [
        "adbar-cducsu.de-wasserstoff",
        "adbar-fdpbt.de-epidemischenLage",
        "adbar-spoe.at-mieterh-hung",
        "adbar-assabah.com.tn.article",
        "adbar-bondyblog.fr.paris-8",
        "mozilla-aktualne",
    ],
)
def test_a_page_with_open_graph_only_gives_that_and_says_it_is_no_whole_text(
    payloads: Path, name: str
) -> None:
    path = payloads / "news" / f"{name}.html"
    page = path.read_text("utf-8")

    def content(prop: str) -> str | None:
        for tag in re.findall(r"<meta[^>]*>", page):
            if re.search(rf"""(?:property|name)=["']?{prop}["']?[\s/>]""", tag):
                found = re.search(r"""content=(?:"([^"]*)"|'([^']*)')""", tag)
                return html.unescape(found[1] or found[2]) if found else None
        return None

    snapshot = read(path)
    address = content("og:url")
    about = content("og:description")
    assert address is not None
    assert about is not None
    assert snapshot.native_id == normalised(address)
    assert _words(about) in _words(snapshot.text)
    assert snapshot.completeness in {"cut", "partial"}
    assert any("text" in warning for warning in snapshot.warnings)
    picture = content("og:image")
    assert [m.urls[0] for m in snapshot.media] == ([picture] if picture else [])


def test_the_recorded_oembed_answer_gives_its_author_and_its_address(payloads: Path) -> None:
    told = json.loads((payloads / "other" / TUMBLR).read_text("utf-8"))
    snapshot = read(payloads / "other" / TUMBLR)
    assert snapshot.native_id == told["url"]
    assert (snapshot.author.name, snapshot.author.url) == (told["author_name"], told["author_url"])
    assert (snapshot.text, snapshot.completeness) == ("", "partial")
    assert len(snapshot.warnings) == 2


def _body(block: str) -> str | None:
    try:
        value = json.loads(block)
    except ValueError:
        return None
    nodes = value if isinstance(value, list) else value.get("@graph", [value])
    return next((node["articleBody"] for node in nodes if node.get("articleBody")), None)


def _words(text: str) -> str:
    return "".join(re.sub(r"<[^>]+>", "", html.unescape(html.unescape(text))).split())
