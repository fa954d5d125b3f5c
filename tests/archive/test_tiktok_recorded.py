"""The recorded answers of TikTok, which live beside the project."""

import json
import re
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from archive.outcome import Found
from archive.platforms.base import Saved
from archive.platforms.tiktok import TikTok
from archive.platforms.tiktok.urls import made_at
from archive.records import Snapshot

PAGE = "embedlib-page-www_tiktok_com_a3noticias-video-6806030056956251397.html"
OEMBED = "embedlib-oembed-www_tiktok_com_oembed_901352644d63ef08f7546c3394cf07bb.json"


def read(payloads: Path, name: str) -> Snapshot:
    body = (payloads / "tiktok" / name).read_bytes()
    (answer,) = TikTok.read_saved(Saved(body=body))
    assert isinstance(answer, Found), answer
    (snapshot,) = answer.snapshots
    return snapshot


@pytest.fixture(scope="module")
def told(payloads: Path) -> dict[str, Any]:
    """The post in the recorded page."""
    page = (payloads / "tiktok" / PAGE).read_text("utf-8")
    found = re.search(r'"__UNIVERSAL_DATA_FOR_REHYDRATION__" type="[^"]*">(.*?)</script>', page)
    assert found is not None
    scope: dict[str, Any] = json.loads(found[1])["__DEFAULT_SCOPE__"]["webapp.video-detail"]
    item: dict[str, Any] = scope["itemInfo"]["itemStruct"]
    return item


@pytest.mark.parametrize("name", [OEMBED, "oembed-zputin-2023.json"])
def test_the_recorded_envelopes_give_text_account_and_poster(payloads: Path, name: str) -> None:
    envelope = json.loads((payloads / "tiktok" / name).read_text("utf-8"))
    snapshot = read(payloads, name)
    assert snapshot.native_id == envelope["embed_product_id"]
    assert snapshot.text == envelope["title"].strip()
    assert (snapshot.author.name, snapshot.author.handle, snapshot.author.url) == (
        envelope["author_name"],
        envelope["author_unique_id"],
        envelope["author_url"],
    )
    (video,) = snapshot.media
    assert (video.poster_url, video.width, video.height) == (
        envelope["thumbnail_url"],
        envelope["thumbnail_width"],
        envelope["thumbnail_height"],
    )
    hashtags = [snapshot.text[f.start : f.end] for f in snapshot.facets]
    assert hashtags == re.findall(r"#\w+", envelope["title"])


def test_the_recorded_page_gives_all_of_the_post(payloads: Path, told: dict[str, Any]) -> None:
    snapshot = read(payloads, PAGE)
    assert (snapshot.native_id, snapshot.text) == (told["id"], told["desc"])
    assert snapshot.created_at == datetime.fromtimestamp(int(told["createTime"]), UTC)
    author = told["author"]
    assert (snapshot.author.native_id, snapshot.author.handle, snapshot.author.name) == (
        author["id"],
        author["uniqueId"],
        author["nickname"],
    )
    (video,) = snapshot.media
    for name in ("width", "height", "duration"):
        assert getattr(video, name) == told["video"][name]
    spans = [(extra["start"], extra["end"]) for extra in told["textExtra"]]
    assert [(f.start, f.end) for f in snapshot.facets] == spans
    assert snapshot.counts["views"] == told["stats"]["playCount"]
    assert snapshot.completeness == "full"


def test_the_id_is_some_seconds_older_than_the_post(told: dict[str, Any]) -> None:
    made, posted = made_at(told["id"]), int(told["createTime"])
    assert made is not None
    assert 0 <= posted - (int(told["id"]) >> 32) < 60
    assert 0 <= posted - made.timestamp() < 120


def test_both_recorded_sources_give_the_same_post(payloads: Path) -> None:
    by_page, by_oembed = read(payloads, PAGE), read(payloads, OEMBED)
    for field in ("native_id", "url", "text", "facets"):
        assert getattr(by_page, field) == getattr(by_oembed, field)
    assert by_page.media[0].poster_url == by_oembed.media[0].poster_url
