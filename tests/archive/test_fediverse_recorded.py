"""The parsers against what real servers answered (../shared/payloads, not ours to ship)."""

import html
import json
import re
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from archive.outcome import Answer, Found, Gone
from archive.platforms import read_saved
from archive.platforms.base import Saved
from archive.platforms.fediverse.mastodon_parse import parse_status
from archive.platforms.fediverse.mastodon_parts import is_public
from archive.platforms.fediverse.urls import identify, server_of
from archive.records import Snapshot
from tests.as_read import mastodon_words
from tests.no_post import NO_POST


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


@cache
def recorded(payloads: Path) -> list[tuple[dict[str, Any], Snapshot]]:
    found = []
    for _, document in documents(payloads / "mastodon"):
        for status in statuses(document):
            url = urlsplit(status["url"])
            parsed = parse_status(status, f"{url.scheme}://{url.netloc}")
            found.append((status, parsed.snapshots[-1]))
    return found


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


@cache  # each recording is read once for all tests
def read(file: Path, url: str | None = None) -> tuple[Answer, ...]:
    _, answers = read_saved(Saved(body=file.read_bytes(), url=url)) or ("", ())
    return answers


def test_every_recording_gives_a_post_or_stands_in_the_list_of_those_that_do_not(
    payloads: Path,
) -> None:
    seen = 0
    for folder in ("activitypub", "mastodon", "truthsocial"):
        for file in sorted((payloads / folder).iterdir()):
            seen += 1
            gives = any(isinstance(answer, Found) for answer in read(file))
            assert gives != (f"{folder}/{file.name}" in NO_POST), file.name
    assert seen == 150


def test_only_what_may_give_none_gives_no_post(payloads: Path) -> None:
    """Whoever says so here reads the type, and not how we read it."""
    kinds = Counter[str]()
    for file in sorted((payloads / "activitypub").iterdir()):
        document = json.loads(file.read_text())
        inner = document.get("object")
        kind = document.get("type", "nothing")
        if kind in {"Create", "Update"}:
            kind = inner["type"]
        answers = read(file)
        if kind == "Delete":
            (answer,) = answers
            assert isinstance(answer, Gone)
            assert answer.cause == "deleted by the author"
            assert document["actor"] in answer.basis
            target = inner["id"] if isinstance(inner, dict) else inner
            assert target in answer.basis
        elif not any(isinstance(answer, Found) for answer in answers):
            kinds[kind] += 1
    # A WebFinger answer and an oEmbed answer (photo) hold no object.
    assert set(kinds) == {"Person", "Organization", "Like", "Dislike", "Undo", "photo", "nothing"}


def objects_of(payloads: Path) -> Iterator[tuple[str, dict[str, Any], Snapshot]]:
    """Every recorded object that is a post, and what is read of it."""
    for file in sorted((payloads / "activitypub").iterdir()):
        document = json.loads(file.read_text())
        for answer in read(file):
            if isinstance(answer, Found) and document["type"] != "Announce":
                inner = document.get("object")
                yield (
                    file.name,
                    inner if isinstance(inner, dict) else document,
                    answer.snapshots[-1],
                )


def plain(content: str) -> str:
    """The letters alone: servers part words by blocks of many kinds."""
    return re.sub(r"\W+|:\w+:", "", mastodon_words(content))


def test_every_recorded_object_says_what_a_reader_saw(payloads: Path) -> None:
    seen = 0
    for name, found, snapshot in objects_of(payloads):
        seen += 1
        content = found.get("content") or next(iter(found["contentMap"].values()))
        if found.get("mediaType", "text/html") != "text/html":
            content = html.escape(content)
        titled = found["type"] in {"Article", "Page", "Video"}
        title = html.escape(found.get("name") or "") if titled else ""
        shown = re.sub(r"(?m)^\s*\d+\. ", "", snapshot.text)  # the numbers of a list
        assert plain(html.escape(shown)) == plain(title) + plain(content), name
        assert f'"{snapshot.author.native_id}"' in json.dumps(
            [found.get("attributedTo"), found.get("actor")]
        ), name
        published = found.get("published")
        if published is None:
            assert snapshot.created_at is None
        else:
            said = snapshot.created_at_claimed or snapshot.created_at
            assert said is not None
            told = datetime.fromisoformat(published)
            told = told if told.tzinfo else told.replace(tzinfo=UTC)
            assert abs(said - told).total_seconds() < 1, name
        for facet in snapshot.facets:
            assert 0 <= facet.start < facet.end <= len(snapshot.text)
            assert facet.target is not None
    assert seen >= 55


def test_every_recorded_attachment_quote_parent_and_poll_is_there(payloads: Path) -> None:
    media = polls = quotes = parents = 0
    for name, found, snapshot in objects_of(payloads):
        attached = found.get("attachment") or []
        attached = attached if isinstance(attached, list) else [attached]
        files = [one for one in attached if one["type"] in {"Document", "Image", "Video", "Audio"}]
        own = snapshot.media[1:] if found["type"] in {"Video", "Image"} else snapshot.media
        assert len(own) == len(files), name
        for medium, one in zip(own, files, strict=True):
            media += 1
            address = one["url"]
            while not isinstance(address, str):
                address = address[0] if isinstance(address, list) else address["href"]
            assert medium.urls == (address,)
            assert medium.alt == (one.get("name") or None)
            assert medium.width == one.get("width"), name
            assert medium.height == one.get("height"), name
        if found["type"] in {"Video", "Image"}:
            assert snapshot.media[0].kind == found["type"].lower()
            files_of_it = json.dumps(found["url"])
            assert all(url in files_of_it for url in snapshot.media[0].urls)
        options = found.get("oneOf") or found.get("anyOf") or []
        named = [o.text for o in snapshot.poll.options] if snapshot.poll else []
        assert named == [option["name"] for option in options]
        if snapshot.poll:
            polls += 1
            assert snapshot.poll.multiple == ("anyOf" in found and bool(found["anyOf"]))
            assert [o.votes for o in snapshot.poll.options] == [
                option["replies"]["totalItems"] for option in options
            ]
        quoted = next(
            (found[key] for key in ("quoteUrl", "quoteUri", "_misskey_quote") if found.get(key)),
            None,
        )
        links = [tag for tag in found.get("tag") or [] if tag["type"] == "Link"]
        quoted = quoted or (links[0]["href"] if links else None)
        assert (snapshot.quoted is not None) == (quoted is not None), name
        quotes += quoted is not None
        answers = found.get("inReplyTo")
        assert (snapshot.parent is not None) == bool(answers), name
        parents += bool(answers)
    assert (media > 10, polls, quotes >= 6, parents >= 10) == (True, 6, True, True)


def test_a_recorded_history_is_read_with_its_posts_address(payloads: Path) -> None:
    for number, page in (
        ("117020586180926938", "http://localhost:3000/@mastodonpy_test/117020586180926938"),
        ("110446183735368325", "https://mastodon.social/@halcy/110446183735368325"),
        # asked of mastodon.social, and of a post of another server
        ("110446223051565765", "https://icosahedron.website/@halcy/110446222386355655"),
    ):
        named = [
            row.split("\t")[0]
            for row in (payloads / "MANIFEST.tsv").read_text().splitlines()
            if f"/{number}/history" in row
        ]
        file = payloads / named[-1]
        (answer,) = read(file, page)
        assert isinstance(answer, Found), answer
        entries = json.loads(file.read_text())
        assert len(answer.snapshots) == len(entries) == 2
        for snapshot, entry in zip(answer.snapshots, entries, strict=True):
            assert snapshot.text.split() == mastodon_words(entry["content"]).split()
            assert len(snapshot.media) == len(entry["media_attachments"])


def test_recorded_polls_cards_quotes_and_media_are_those_of_the_payload(payloads: Path) -> None:
    seen = Counter[str]()
    for status, snapshot in recorded(payloads):
        if status["reblog"]:
            continue
        for medium, one in zip(snapshot.media, status["media_attachments"], strict=True):
            seen[one["type"]] += 1
            original = (one.get("meta") or {}).get("original") or {}
            assert medium.alt == one["description"]
            assert (medium.width, medium.height) == (original.get("width"), original.get("height"))
            assert medium.kind == {"gifv": "gif"}.get(one["type"], one["type"])
        poll = status.get("poll")
        assert (snapshot.poll is not None) == (poll is not None)
        if poll and snapshot.poll:
            seen["poll"] += 1
            assert [(o.text, o.votes) for o in snapshot.poll.options] == [
                (option["title"], option["votes_count"]) for option in poll["options"]
            ]
            assert snapshot.poll.closed == poll["expired"]
        card = status.get("card")
        shown = snapshot.link_card
        assert (shown and (shown.url, shown.title, shown.image_url)) == (
            card and (card["url"], card["title"], card["image"])
        )
        seen["card"] += bool(card)
        quote = status.get("quote")
        if quote and "state" in quote:
            seen[quote["state"]] += 1
            assert snapshot.quoted is not None
            inner = quote.get("quoted_status")
            named = inner["url"] if inner else quote.get("quoted_status_id")
            assert (snapshot.quoted.url or "").endswith(named or "")
            assert (snapshot.quoted.unavailable is None) == bool(inner)
        seen["parent"] += snapshot.parent is not None
        assert (snapshot.parent is not None) == bool(status["in_reply_to_id"])
        assert snapshot.sensitive == status["sensitive"]
        assert snapshot.content_warning == (status["spoiler_text"].strip() or None)
        assert snapshot.lang == status["language"]
    assert seen.keys() >= {
        *("image", "gifv", "video", "audio", "poll", "card", "accepted", "revoked", "parent"),
    }


def anchors(content: str, *, quotes: bool) -> list[tuple[str, str]]:
    """Where each link of a markup leads, and its words as far as they are not hidden. The line that
    stands for a quoted post on servers that show none is left out where it ``quotes``.
    """
    if quotes:
        content = re.sub(r'(?s)<(p|span) class="quote-inline">.*?</\1>', "", content)
    links = []
    for href, inside in re.findall(
        r"""(?s)<a\b[^>]*?href=["'](http[^"']*)["'][^>]*>(.*?)</a>""", content
    ):
        seen = re.sub(r'(?s)<span class="invisible">.*?</span>', "", inside)
        words = html.unescape(re.sub(r"<[^>]*>", "", seen)).strip()
        links += [(html.unescape(href), words)] if words else []
    return links


def linked(snapshot: Snapshot) -> list[tuple[str, str]]:
    """The same of what was read, without the dots that stand for a hidden end."""
    spans = [f for f in snapshot.facets if f.kind != "emoji"]
    return [(str(f.target), snapshot.text[f.start : f.end].rstrip("…")) for f in spans]


def test_every_recorded_link_is_a_span_on_its_own_words(payloads: Path) -> None:
    compared = 0
    for status, snapshot in recorded(payloads):
        if status["reblog"]:
            continue
        told = anchors(status["content"], quotes=bool(snapshot.quoted))
        assert linked(snapshot) == told, status["url"]
        compared += len(told)
        kinds = {
            kind: [f for f in snapshot.facets if f.kind == kind] for kind in ("hashtag", "mention")
        }
        tags = {snapshot.text[f.start : f.end].lstrip("#").lower() for f in kinds["hashtag"]}
        assert tags == {tag["name"].lower() for tag in status.get("tags") or []}
        assert {f.target for f in kinds["mention"]} <= {m["url"] for m in status["mentions"]}
        answers = status["in_reply_to_id"]
        if snapshot.parent and answers:
            assert (snapshot.parent.native_id or snapshot.parent.url or "").endswith(f"/{answers}")
    for name, found, snapshot in objects_of(payloads):
        content = found.get("content") or next(iter(found["contentMap"].values()))
        if found.get("mediaType", "text/html") == "text/html":
            told = anchors(content, quotes=bool(snapshot.quoted))
            assert linked(snapshot) == told, name
            compared += len(told)
        for link, keys in (
            (snapshot.parent, ("inReplyTo",)),
            (snapshot.quoted, ("quoteUrl", "quoteUri", "_misskey_quote")),
        ):
            named = next((found[key] for key in keys if found.get(key)), None)
            if named is not None:
                assert link is not None
                assert (link.url or "").rpartition("/")[2] == named.rpartition("/")[2], name
    assert compared > 90
