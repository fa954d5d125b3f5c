"""The recorded answers of Instagram, Facebook and Threads, which live beside the project.

What is expected is read from the recordings by plain look-ups, not by the parsers.
"""

import json
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from functools import cache
from html import unescape
from pathlib import Path
from typing import Any

from archive.outcome import Answer, Found
from archive.platforms.base import Saved
from archive.platforms.meta import Facebook, Instagram, Threads
from archive.records import Snapshot
from tests.no_post import NO_POST

KINDS = {kind.name: kind for kind in (Instagram, Facebook, Threads)}


@cache
def read(path: Path) -> tuple[Answer, ...]:
    return KINDS[path.parent.name].read_saved(Saved(body=path.read_bytes()))


def snapshot_of(path: Path) -> Snapshot:
    (answer,) = read(path)
    assert isinstance(answer, Found), answer
    (snapshot,) = answer.snapshots
    assert snapshot.platform == path.parent.name
    return snapshot


def shared_data(path: Path) -> Any:
    html = path.read_text(encoding="utf-8")
    start = html.index("{", html.index("window._sharedData = "))
    data = json.JSONDecoder().raw_decode(html, start)[0]
    return data["entry_data"]["PostPage"][0]["graphql"]["shortcode_media"]


def slices(snapshot: Snapshot) -> Iterator[tuple[str, str]]:
    for facet in snapshot.facets:
        yield facet.kind, snapshot.text[facet.start : facet.end]


def test_every_recording_gives_a_post_or_is_named_with_its_reason(payloads: Path) -> None:
    for folder in KINDS:
        for path in sorted((payloads / folder).iterdir()):
            name = f"{folder}/{path.name}"
            answers = read(path)
            assert answers, name
            gives = any(isinstance(answer, Found) for answer in answers)
            assert gives != (name in NO_POST), name


def test_the_recorded_pages_of_instagram_are_read_whole(payloads: Path) -> None:
    pages = sorted((payloads / "instagram").glob("*.html"))
    assert len(pages) == 11
    for path in pages:
        told, snapshot = shared_data(path), snapshot_of(path)
        owner = told["owner"]
        assert snapshot.native_id == told["shortcode"]
        assert snapshot.text == told["edge_media_to_caption"]["edges"][0]["node"]["text"]
        assert snapshot.created_at == datetime.fromtimestamp(told["taken_at_timestamp"], UTC)
        assert (snapshot.author.handle, snapshot.author.native_id) == (
            owner["username"],
            owner["id"],
        )
        assert (snapshot.author.name or "") == owner["full_name"]
        nodes = [told]
        if "edge_sidecar_to_children" in told:
            nodes = [edge["node"] for edge in told["edge_sidecar_to_children"]["edges"]]
        assert [(m.kind == "video", m.width, m.height, m.alt, m.urls) for m in snapshot.media] == [
            (
                node["is_video"],
                node["dimensions"]["width"],
                node["dimensions"]["height"],
                node.get("accessibility_caption"),
                (node["video_url"] if node["is_video"] else node["display_url"],),
            )
            for node in nodes
        ]
        assert snapshot.counts["likes"] == told["edge_media_preview_like"]["count"]
        assert snapshot.completeness == "full"
        place = told["location"]["name"] if told["location"] else None
        assert (snapshot.place.name if snapshot.place else None) == place
        tagged = [e["node"]["user"]["username"] for e in told["edge_media_to_tagged_user"]["edges"]]
        assert all(f"@{handle}" in " ".join(snapshot.warnings) for handle in tagged)
        hashtags = [word for word in snapshot.text.split() if re.match(r"#[a-z]", word)]
        found = list(slices(snapshot))
        assert [shown for kind, shown in found if kind == "hashtag"] == hashtags or (
            "the100dayproject" in snapshot.text and len(found) == 3
        )


def test_an_album_has_its_pictures_and_its_video_in_order(payloads: Path) -> None:
    snapshot = snapshot_of(payloads / "instagram" / "post-page-p_BZWmpecjBwN.html")
    assert [medium.kind for medium in snapshot.media] == ["image", "video", "image"]
    assert snapshot.media[1].poster_url is not None


def test_an_old_embed_answer_says_what_the_page_says(payloads: Path) -> None:
    folder = payloads / "instagram"
    name = "embedlib-oembed-api_instagram_com_oembed_d64939d2f9aead9da3877ba2a24dafb0.json"
    told = json.loads((folder / name).read_text(encoding="utf-8"))
    one = snapshot_of(folder / name)
    other = snapshot_of(folder / "embedlib-page-instagram_com_p-ysl7g9to_q.html")
    assert one.text == other.text == told["title"]
    assert one.author.handle == other.author.handle == told["author_name"]
    assert one.author.native_id == other.author.native_id == str(told["author_id"])
    assert (one.created_at, one.created_precision) == (other.created_at, "s")
    assert [(m.urls, m.width, m.height) for m in one.media] == [
        ((told["thumbnail_url"],), told["thumbnail_width"], told["thumbnail_height"])
    ]
    assert (one.completeness, other.completeness) == ("partial", "full")


def test_an_embed_answer_without_a_time_has_that_of_the_id(payloads: Path) -> None:
    path = payloads / "instagram" / "onebox-instagram_old.json"
    told, snapshot = json.loads(path.read_text(encoding="utf-8")), snapshot_of(path)
    assert snapshot.text == told["title"]
    assert (snapshot.author.name, snapshot.author.handle) == (
        "National Geographic",
        told["author_name"],
    )
    assert snapshot.created_precision == "minute"
    assert str(snapshot.created_at).startswith("2020-05-1")
    assert ("mention", "@pedromcbride") in slices(snapshot)
    assert ("hashtag", "#pollution") in slices(snapshot)


def test_the_head_of_a_recorded_page_says_what_its_json_says(payloads: Path) -> None:
    """The same pages without their scripts: as others show them."""
    for name in ("post-page-p_Bq8U12UAcdq.html", "post-page-p_BGDpqNoiMJ0.html"):
        path = payloads / "instagram" / name
        whole = snapshot_of(path)
        bare = re.sub(r"(?s)<script.*?</script>", "", path.read_text(encoding="utf-8"))
        (answer,) = Instagram.read_saved(Saved(body=bare.encode()))
        assert isinstance(answer, Found)
        head = answer.snapshots[0]
        assert (head.text, head.native_id) == (whole.text, whole.native_id)
        assert (head.author.handle, head.author.name) == (whole.author.handle, whole.author.name)
        assert head.facets == whole.facets
        assert [medium.urls for medium in head.media] == [medium.urls for medium in whole.media]
        assert (head.completeness, head.created_precision) == ("partial", "minute")
        assert head.created_at is not None
        assert whole.created_at is not None
        assert abs((whole.created_at - head.created_at).total_seconds()) < 61


def test_the_recorded_embed_answers_of_facebook_are_read(payloads: Path) -> None:
    for path in sorted((payloads / "facebook").glob("embedlib-oembed-*")):
        told, snapshot = json.loads(path.read_text(encoding="utf-8")), snapshot_of(path)
        paragraph = re.search(r"<p>(.*?)</p>", told["html"])
        assert paragraph is not None
        assert snapshot.text == unescape(paragraph[1])
        assert (snapshot.author.name, snapshot.author.url) == (
            told["author_name"],
            told["author_url"],
        )
        assert snapshot.native_id == told["url"].strip("/").rpartition("/")[2]
        assert (snapshot.completeness, snapshot.created_at) == ("partial", None)
        assert any("Jueves, 12 de mayo de 2016" in warning for warning in snapshot.warnings)


def test_a_recorded_video_of_facebook_is_read_whole(payloads: Path) -> None:
    (path,) = (payloads / "facebook").glob("embedlib-page-*videos*")
    html = path.read_text(encoding="utf-8")
    told = json.loads(re.findall(r'(?s)ld\+json"[^>]*>(.*?)</script>', html)[0])
    snapshot = snapshot_of(path)
    assert snapshot.text == told["description"]
    assert snapshot.author.name == told["author"]["name"]
    assert snapshot.created_at == datetime.fromisoformat(told["datePublished"])
    assert snapshot.lang == told["inLanguage"]
    (video,) = snapshot.media
    assert (video.kind, video.width, video.height) == ("video", told["width"], told["height"])
    assert video.urls == (told["contentUrl"],)
    assert (video.duration, video.poster_url) == (61.0, told["thumbnailUrl"])
    assert snapshot.completeness == "full"


def test_the_recorded_posts_of_facebook_have_text_links_pictures_and_time(payloads: Path) -> None:
    for path in sorted((payloads / "facebook").glob("embedlib-page-*permalink*")):
        html = path.read_text(encoding="utf-8")
        story = html[html.index('data-testid="post_message"') :]
        snapshot = snapshot_of(path)
        assert (snapshot.native_id, snapshot.author.native_id) == (
            "827163017327807",
            "149460691764713",
        )
        before = re.findall(r'data-utime="(\d+)"', html[: html.index("post_message")])
        assert snapshot.created_at == datetime.fromtimestamp(int(before[-1]), UTC)
        shown = re.sub(r"<[^>]*>", "", story[story.index("<p>") : story.index("</p>")])
        assert snapshot.text == unescape(shown)
        assert snapshot.text.startswith("Aquí vos deixamos unhas imaxes")
        assert [*slices(snapshot)] == [
            ("link", "www.anabam.org"),
            ("mention", "Malde Arqueoloxía"),
        ]
        assert snapshot.facets[0].target == "http://www.anabam.org/"
        assert [(m.urls, m.width, m.height, m.alt) for m in snapshot.media] == [
            ((unescape(url),), int(width), int(height), unescape(alt))
            for width, height, url, alt in re.findall(
                r'size=(\d+)%2C(\d+)[^"]*" data-ploi="([^"]*)".*?<img [^>]*?alt="([^"]*)"', story
            )
        ]
        assert len(snapshot.media) == 4
        assert snapshot.completeness == "partial"
        assert any("10+" in warning for warning in snapshot.warnings)


def test_no_answer_of_another_platform_is_taken_for_one_of_these(payloads: Path) -> None:
    for folder in ("x", "bluesky", "mastodon", "telegram", "reddit", "youtube", "tiktok"):
        for path in sorted((payloads / folder).iterdir())[:6]:
            saved = Saved(body=path.read_bytes()[:50_000])
            assert [kind.read_saved(saved) for kind in KINDS.values()] == [()] * 3, path
