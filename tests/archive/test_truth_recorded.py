"""The parser against what Truth Social answered (../shared/payloads, not ours to ship)."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from archive.outcome import Found
from archive.platforms import read_saved
from archive.platforms.base import Saved
from tests.as_read import mastodon_words


def recorded(payloads: Path) -> Iterator[tuple[dict[str, Any], Found]]:
    for file in sorted((payloads / "truthsocial").glob("*.json")):
        name, (answer,) = read_saved(Saved(body=file.read_bytes())) or ("", (None,))
        assert name == "truth", file.name
        assert isinstance(answer, Found), file.name
        yield json.loads(file.read_text()), answer


def test_every_recorded_status_says_what_a_reader_saw(payloads: Path) -> None:
    seen = 0
    for status, answer in recorded(payloads):
        seen += 1
        snapshot = answer.snapshots[-1]
        assert snapshot.text.split() == mastodon_words(status["content"]).split()
        assert snapshot.native_id == answer.ref.native_id == status["id"]
        assert snapshot.url == status["url"]
        account = status["account"]
        author = snapshot.author
        assert (author.name, author.handle) == (account["display_name"], account["acct"])
        assert author.native_id == account["id"]
        assert snapshot.created_at is not None
        assert status["created_at"].startswith(snapshot.created_at.isoformat()[:23])
        assert snapshot.created_at_claimed is None
        assert snapshot.lang == status["language"]
        assert snapshot.completeness == "full"
        assert snapshot.warnings == ()
        assert [(m.kind, m.urls[0], m.alt, m.width, m.height) for m in snapshot.media] == [
            (
                medium["type"],
                medium["url"],
                medium["description"],
                medium["meta"]["original"]["width"],
                medium["meta"]["original"]["height"],
            )
            for medium in status["media_attachments"]
        ]
        card = snapshot.link_card
        assert (card and (card.url, card.title, card.image_url)) == (
            status["card"] and tuple(status["card"][key] for key in ("url", "title", "image"))
        )
        quoted = snapshot.quoted
        assert (quoted.native_id if quoted else None) == status["quote_id"]
        inner = [status["quote"]] if status["quote"] else []
        assert [(s.native_id, s.text) for s in answer.along] == [
            (one["id"], mastodon_words(one["content"])) for one in inner
        ]
        for facet in snapshot.facets:
            assert facet.target is not None
            assert facet.target in status["content"]
            assert snapshot.text[facet.start : facet.end].rstrip("…") in facet.target
    assert seen == 9


def test_the_recordings_have_a_quote_a_card_pictures_and_videos(payloads: Path) -> None:
    snapshots = [answer.snapshots[-1] for _, answer in recorded(payloads)]
    kinds = [m.kind for s in snapshots for m in s.media]
    assert (kinds.count("image"), kinds.count("video")) == (3, 3)
    assert sum(s.quoted is not None for s in snapshots) == 1
    assert sum(s.link_card is not None for s in snapshots) == 1
    assert all(m.duration and m.poster_url for s in snapshots for m in s.media if m.kind == "video")
