"""The recorded answers of YouTube, which live beside the project."""

import html
import json
import re
from pathlib import Path

from archive.outcome import Failed, Found, Refused
from archive.platforms.base import Saved
from archive.platforms.youtube import YouTube
from archive.records import Snapshot

OEMBED = "embedlib-oembed-www_youtube_com_oembed_"


def read(payloads: Path, name: str) -> Snapshot:
    body = (payloads / "youtube" / name).read_bytes()
    (answer,) = YouTube.read_saved(Saved(body=body))
    assert isinstance(answer, Found), answer
    (snapshot,) = answer.snapshots
    return snapshot


def test_the_recorded_envelopes_give_title_channel_and_poster(payloads: Path) -> None:
    for name in ("4e2dd395e94cc4f7fd39a8081b0cdc17", "5983a98476444a059f7de5f74a874179"):
        told = json.loads((payloads / "youtube" / f"{OEMBED}{name}.json").read_text("utf-8"))
        snapshot = read(payloads, f"{OEMBED}{name}.json")
        assert snapshot.native_id in told["html"]
        assert snapshot.text == told["title"]
        assert (snapshot.author.name, snapshot.author.url) == (
            told["author_name"],
            told["author_url"],
        )
        assert snapshot.media[0].poster_url == told["thumbnail_url"]
        assert (snapshot.created_at, snapshot.completeness) == (None, "partial")


def test_the_recorded_envelope_of_a_playlist_is_no_post(payloads: Path) -> None:
    body = (payloads / "youtube" / f"{OEMBED}44a61a3c2dd08c4b95475fbaf4d23362.json").read_bytes()
    (answer,) = YouTube.read_saved(Saved(body=body))
    assert isinstance(answer, Failed)
    assert "playlist" in answer.detail


def test_the_recorded_watch_page_gives_what_its_head_says(payloads: Path) -> None:
    page = (payloads / "youtube" / "onebox-youtube.html").read_text("utf-8")

    def content(name: str) -> str:
        found = re.search(rf'<meta (?:property|itemprop)="{name}" content="([^"]*)"', page)
        assert found is not None
        return html.unescape(found[1])

    snapshot = read(payloads, "onebox-youtube.html")
    assert snapshot.native_id == content("videoId")
    assert snapshot.text == f"{content('og:title')}\n\n{content('og:description')}"
    assert snapshot.author.native_id == content("channelId")
    assert content("duration") == "PT4M1S"
    assert snapshot.media[0].duration == 4 * 60 + 1
    assert snapshot.media[0].poster_url == content("og:image")
    assert (snapshot.completeness, content("og:description")[-3:]) == ("cut", "...")
    for facet in snapshot.facets:
        assert snapshot.text[facet.start : facet.end] == facet.target
    assert len(snapshot.facets) == content("og:description").count("http://") == 2


def test_the_recorded_player_gives_title_and_channel(payloads: Path) -> None:
    page = (payloads / "youtube" / "onebox-youtube-embed.html").read_text("utf-8")
    snapshot = read(payloads, "onebox-youtube-embed.html")
    assert f'rel="canonical" href="{snapshot.url}"' in page
    assert snapshot.text.replace("&", "\\\\u0026") in page
    assert f'channelId\\":\\"{snapshot.author.native_id}' in page
    assert snapshot.author.name == "KEXP"
    assert f'videoDurationSeconds\\":\\"{snapshot.media[0].duration:.0f}\\"' in page


def test_the_recorded_page_that_asks_for_consent_is_a_refusal(payloads: Path) -> None:
    body = (payloads / "youtube" / "embedlib-page-youtu_be_eihxasgrtca.html").read_bytes()
    (answer,) = YouTube.read_saved(Saved(body=body))
    assert isinstance(answer, Refused)
    assert answer.reason == "not shown"
