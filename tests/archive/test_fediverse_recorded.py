"""The parsers against what real servers answered (../shared/payloads, not ours to ship)."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from archive.platforms.fediverse.activitypub_parse import object_of, parse_object
from archive.platforms.fediverse.mastodon_parse import parse_status
from archive.platforms.fediverse.mastodon_parts import is_public
from archive.platforms.fediverse.urls import identify, server_of
from archive.records import Snapshot
from tests.as_read import mastodon_words


def documents(folder: Path) -> Iterator[tuple[str, Any]]:
    for file in sorted(folder.glob("*.json")):
        try:
            yield file.name, json.loads(file.read_text())
        except ValueError:
            continue  # one recording is no JSON document: its quotation marks are broken


def statuses(node: Any) -> Iterator[dict[str, Any]]:
    """Every status in a document, the nested ones too."""
    if isinstance(node, dict):
        if {"content", "account", "visibility", "id"} <= node.keys():
            yield node
        for value in node.values():
            yield from statuses(value)
    elif isinstance(node, list):
        for value in node:
            yield from statuses(value)


def recorded(payloads: Path) -> Iterator[tuple[dict[str, Any], Snapshot]]:
    for _, document in documents(payloads / "mastodon"):
        for status in statuses(document):
            url = urlsplit(status["url"])
            yield status, parse_status(status, f"{url.scheme}://{url.netloc}").snapshots[-1]


def test_every_recorded_status_says_what_a_reader_saw(payloads: Path) -> None:
    seen = 0
    for status, snapshot in recorded(payloads):
        seen += 1
        inner = status["reblog"] or {}
        assert snapshot.text.split() == ([] if inner else mastodon_words(status["content"]).split())
        assert len(snapshot.media) == (0 if inner else len(status["media_attachments"]))
        assert all(medium.urls for medium in snapshot.media)
        assert bool(snapshot.quoted) == bool(status.get("quote"))
        assert snapshot.kind == ("repost" if inner else "post")
        assert snapshot.author.name == (status["account"]["display_name"].strip() or None)
        assert snapshot.author.handle is not None
        assert snapshot.author.handle.split("@")[0] == status["account"]["acct"].split("@")[0]
        assert snapshot.created_at_claimed is None
        assert snapshot.created_at is not None
        assert status["created_at"].startswith(snapshot.created_at.isoformat()[:19])
        for facet in snapshot.facets:
            shown = snapshot.text[facet.start : facet.end]
            assert shown == shown.strip()
            assert shown[0] == {"mention": "@", "hashtag": "#", "emoji": ":"}.get(
                facet.kind, shown[0]
            )
    assert seen >= 38


def test_every_recorded_address_leads_to_the_post_of_its_payload(payloads: Path) -> None:
    for status, snapshot in recorded(payloads):
        found = identify(urlsplit(status["url"]))
        if server_of(status["url"]) == "bsky.brid.gy":  # a bridge: the page has no id of its own
            assert snapshot.native_id == status["uri"]
        else:
            assert found == snapshot.ref


def test_recorded_private_statuses_are_told_from_public_ones(payloads: Path) -> None:
    private = {s.native_id for status, s in recorded(payloads) if not is_public(status)}
    public = {s.native_id for status, s in recorded(payloads) if is_public(status)}
    assert len(private) == 8
    assert not private & public


def test_a_recorded_edit_history_gives_its_versions(payloads: Path) -> None:
    folder = payloads / "mastodon"
    status = json.loads((folder / "mastodonpy-c-status_edit-2.json").read_text())
    history = json.loads((folder / "mastodonpy-c-status_edit-4.json").read_text())
    snapshots = parse_status(status, "http://localhost:3000", history=history).snapshots
    assert [s.text for s in snapshots] == [
        "the best editor? why, of course it is VS Code",
        "the best editor? why, of course it is the KDE Advanced Text Editor, Kate",
    ]
    assert snapshots[0].as_of == snapshots[0].created_at
    assert snapshots[1].edited_at is not None


def test_every_recorded_object_that_is_a_post_parses(payloads: Path) -> None:
    parsed: dict[str, Snapshot] = {}
    other = []
    for name, document in documents(payloads / "activitypub"):
        try:
            found = object_of(document)
        except ValueError:
            other.append(name)
            continue
        if found["type"] != "Tombstone":
            parsed[name] = parse_object(found)
    assert len(parsed) >= 45
    posts = [n for n in other if re.search(r"note|page|question|poll|quote", n)]
    assert [n for n in posts if not re.search(r"activities-(like|undo|dislike)", n)] == []
    for snapshot in parsed.values():
        assert snapshot.author.native_id
        assert snapshot.text or snapshot.media or snapshot.reposted or snapshot.link_card
    polls = [n for n, s in parsed.items() if s.poll]
    assert len(polls) == 6
    quotes = [n for n, s in parsed.items() if s.quoted]
    assert sorted(quotes) == sorted(n for n in parsed if re.search(r"quote_post|fep-e232", n))
