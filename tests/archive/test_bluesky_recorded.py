"""Recorded posts of Bluesky, which live beside the project, become snapshots."""

import json
import re
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from archive.canonical import canonical
from archive.outcome import Answer, Found, Refused
from archive.platforms import PLATFORMS
from archive.platforms import read_saved as read_any
from archive.platforms.base import Saved
from archive.platforms.bluesky import Bluesky
from archive.platforms.bluesky.address import post_ref
from archive.platforms.bluesky.facets import read_facets
from archive.platforms.bluesky.identity import read_document
from archive.platforms.bluesky.parse import read_post
from archive.records import Snapshot
from tests.archive.bluesky_posts import Servers, given, look
from tests.no_post import NO_POST


def objects(payloads: Path) -> Iterator[dict[str, Any]]:
    """Every JSON object in the recordings, however deep."""
    for path in sorted((payloads / "bluesky").glob("*.json")):
        yield from objects_in(json.loads(path.read_text(encoding="utf-8")))


def objects_in(document: Any) -> Iterator[dict[str, Any]]:
    todo = [document]
    while todo:
        value = todo.pop()
        if isinstance(value, dict):
            yield value
            todo.extend(value.values())
        elif isinstance(value, list):
            todo.extend(value)


@pytest.fixture(scope="module")
def views(payloads: Path) -> list[dict[str, Any]]:
    """The post views, one for each address."""
    found = {
        value["uri"]: value
        for value in objects(payloads)
        if "record" in value
        and "author" in value
        and "/app.bsky.feed.post/" in str(value.get("uri"))
    }
    return list(found.values())


def snapshot_of(view: dict[str, Any]) -> tuple[Snapshot, tuple[Snapshot, ...]]:
    return read_post(view, {}, pds=None, thread_max=20)


def test_every_recorded_post_becomes_a_snapshot(views: list[dict[str, Any]]) -> None:
    assert len(views) == 147
    for view in views:
        snapshot, _ = snapshot_of(view)
        did, rkey = view["uri"].split("/")[2], view["uri"].split("/")[4]
        assert snapshot.ref == post_ref(did, rkey)
        assert snapshot.text == view["record"]["text"]
        assert snapshot.author.handle == view["author"]["handle"]
        assert snapshot.author.name == (view["author"].get("displayName") or None)
        assert snapshot.created_precision == "ms"
        assert snapshot.completeness == "full"
        assert snapshot.counts["likes"] == view["likeCount"]
        assert (snapshot.parent is not None) == ("reply" in view["record"])
        canonical(snapshot)


def test_no_recorded_post_warns_but_of_accounts_that_want_a_login(
    views: list[dict[str, Any]],
) -> None:
    warnings = {warning for view in views for warning in snapshot_of(view)[0].warnings}
    assert warnings == {"Bluesky shows this account's posts only to people who are logged in."}


def test_every_recorded_facet_is_the_span_that_it_means(payloads: Path) -> None:
    """A mention shows a handle, a tag its sign, a link (part of) its own address or words."""
    spans: list[tuple[str, str, str]] = []
    total = 0
    for value in objects(payloads):
        if isinstance(value.get("text"), str) and value.get("facets"):
            text = value["text"]
            facets, warnings = read_facets(text, value["facets"])
            assert warnings == ()
            total += len(value["facets"])
            spans += [(f.kind, text[f.start : f.end], str(f.target)) for f in facets]
    assert len(spans) == total > 20
    for kind, span, target in spans:
        assert span == span.strip()
        if kind == "mention":
            assert re.fullmatch(r"@[\w.-]+", span)
        else:
            shown = re.sub(r"^https?://", "", span, flags=re.IGNORECASE).removesuffix("...")
            assert shown.lower() in target.lower()


def test_recorded_pictures_are_all_there_with_what_is_said_of_them(
    views: list[dict[str, Any]],
) -> None:
    pictures = 0
    for view in views:
        embed = view.get("embed") or {}
        media = embed.get("media") or embed
        shown = media.get("images") or media.get("items") or []
        ours = snapshot_of(view)[0].media
        assert [m.urls for m in ours] == [(image["fullsize"],) for image in shown]
        assert [m.alt for m in ours] == [image["alt"] or None for image in shown]
        assert all(m.native_id and m.native_id in m.urls[0] for m in ours)
        pictures += len(ours)
    assert pictures > 40


def test_recorded_cards_and_quotes_are_all_there(views: list[dict[str, Any]]) -> None:
    cards = quotes = 0
    for view in views:
        embed = view.get("embed") or {}
        snapshot, along = snapshot_of(view)
        external = (embed.get("media") or embed).get("external")
        assert (snapshot.link_card is not None) == (external is not None)
        if snapshot.link_card is not None and external is not None:
            assert snapshot.link_card.url == external["uri"]
            cards += 1
        assert (snapshot.quoted is not None) == ("record" in embed)
        if snapshot.quoted is not None:
            assert [s.native_id for s in along] == [snapshot.quoted.native_id]
            quotes += 1
    assert (cards, quotes) == (7, 3)


def test_the_recorded_thread_comes_along(payloads: Path) -> None:
    thread = json.loads((payloads / "bluesky" / "dart-getPostThread.json").read_text())["thread"]
    replies = [reply for reply in thread["replies"] if "post" in reply]
    assert replies
    for reply in replies:
        snapshot, along = read_post(
            reply["post"], {**reply, "parent": thread}, pds=None, thread_max=20
        )
        assert snapshot.parent is not None
        assert [s.native_id for s in along][:1] == [snapshot.parent.native_id]


def test_recorded_documents_are_read(payloads: Path) -> None:
    folder = payloads / "bluesky"
    for name, host in (
        ("indigo-did_plc_doc.json", "https://bsky.social"),
        ("indigo-did_plc_doc_legacy.json", "https://bsky.social"),
        ("indigo-greenground_didDoc.json", "https://bsky.social"),
        ("indigo-did_web_doc.json", None),
    ):
        document = json.loads((folder / name).read_text())
        identity = read_document(document["id"], document)
        assert (identity.problem, identity.pds) == (None, host)
        assert [f"at://{handle}" for handle in identity.handles] == document["alsoKnownAs"]


async def test_each_is_found_without_directory_and_host(views: list[dict[str, Any]]) -> None:
    """What a player of recordings answers: no directory, no host, a thread without parents."""
    for view in views:
        did, rkey = view["uri"].split("/")[2], view["uri"].split("/")[4]
        servers = Servers(
            {
                "getPosts": given({"posts": [view]}),
                "getPostThread": given({"thread": {"post": view, "replies": []}}),
                "did": (404, {}, "not recorded"),
            }
        )
        answer = await look(servers, post_ref(did, rkey))
        assert isinstance(answer, Found)
        assert "PDS) was not asked" in answer.snapshots[0].warnings[-1]
        if answer.snapshots[0].parent is not None:
            assert answer.snapshots[0].parent.unavailable is None


def saved_answers(path: Path) -> tuple[Answer, ...]:
    return Bluesky.read_saved(Saved(body=path.read_bytes()))


def test_every_recording_gives_its_posts_or_stands_with_a_reason(payloads: Path) -> None:
    """``read_saved`` gives the posts whose text stands in a file, and of each address one."""
    files = sorted((payloads / "bluesky").iterdir())
    assert len(files) == 53
    for path in files:
        texts: dict[str, str] = {}
        shown = set()  # what is quoted by a quoted post comes along with nobody
        if path.suffix == ".json":
            todo: list[Any] = [json.loads(path.read_text(encoding="utf-8"))]
            while todo:
                value = todo.pop()
                if isinstance(value, dict):
                    record = value.get("record") or value.get("value")
                    if isinstance(record, dict) and "text" in record and "uri" in value:
                        texts[value["uri"]] = record["text"]
                        if "record" in value or "author" not in value:
                            shown.add(value["uri"])
                    todo.extend(value.values())
                elif isinstance(value, list):
                    todo.extend(value)
        found = [answer for answer in saved_answers(path) if isinstance(answer, Found)]
        assert bool(found) != (f"bluesky/{path.name}" in NO_POST), path.name
        kept = {s.native_id: s.text for f in found for s in (*f.snapshots, *f.along)}
        if not found:
            continue
        ids = {f"{uri.split('/')[2]}/{uri.split('/')[4]}": text for uri, text in texts.items()}
        assert set(kept) <= set(ids), path.name
        assert all(text == ids[native_id] for native_id, text in kept.items()), path.name
        # roots of a feed's threads are named there, too, but answer nothing that is asked for
        body = json.loads(path.read_text(encoding="utf-8"))
        threads = [item["reply"] for item in (*body.get("feed", []), body) if "reply" in item]
        roots = {reply["root"].get("uri") for reply in threads}
        assert {u for u in shown if f"{u.split('/')[2]}/{u.split('/')[4]}" not in kept} <= roots


def test_no_recording_of_another_platform_is_taken_for_blueskys(payloads: Path) -> None:
    others = [p for p in payloads.rglob("*") if p.is_file() and "bluesky" not in p.parts]
    assert len(others) > 300
    assert not [p for p in others if saved_answers(p)]
    first = payloads / "bluesky" / "dart-getPosts.json"
    found = read_any(Saved(body=first.read_bytes()))
    assert found is not None
    assert found[0] == "bluesky"
    assert Bluesky in PLATFORMS


def test_recorded_pictures_have_the_size_that_their_author_said(
    views: list[dict[str, Any]],
) -> None:
    sizes = 0
    for view in views:
        embed = view["record"].get("embed") or {}
        media = embed.get("media") or embed
        items = media.get("images") or media.get("items") or []
        said = [item.get("aspectRatio") or {} for item in items]
        ours = snapshot_of(view)[0].media
        assert [(m.width, m.height) for m in ours] == [
            (ratio.get("width"), ratio.get("height")) for ratio in said
        ]
        sizes += sum(bool(ratio) for ratio in said)
    assert sizes > 9


def test_the_blocked_post_of_the_recorded_thread_is_a_refusal(payloads: Path) -> None:
    answers = saved_answers(payloads / "bluesky" / "dart-getPostThread.json")
    (refused,) = [answer for answer in answers if isinstance(answer, Refused)]
    assert refused.reason == "blocked here"
    assert len(answers) == 59


def test_every_recorded_post_is_read_as_plain_look_ups_tell_it(payloads: Path) -> None:
    """Time, languages, spans, and whom it answers, quotes and shows, as its author wrote them."""
    compared = 0
    for path in sorted((payloads / "bluesky").glob("*.json")):
        found = [answer for answer in saved_answers(path) if isinstance(answer, Found)]
        posts = {s.native_id: s for f in found for s in (*f.along, *f.snapshots)}
        for told in objects_in(json.loads(path.read_text(encoding="utf-8"))):
            record = told.get("record") or told.get("value")
            if not isinstance(record, dict) or "text" not in record or "uri" not in told:
                continue
            snapshot = posts.get(key_in(told["uri"]))
            if snapshot is None:
                continue
            compared += 1
            embed = record.get("embed") or {}
            quoted = embed.get("record") or {}
            quoted = (quoted.get("record") or quoted).get("uri") or ""
            card = (embed.get("media") or embed).get("external")
            assert snapshot.created_at is not None
            wrote = datetime.fromisoformat(record["createdAt"])  # we keep milliseconds
            assert wrote - timedelta(milliseconds=1) < snapshot.created_at <= wrote, path.name
            assert snapshot.langs == tuple(record.get("langs") or ())
            assert snapshot.author.native_id == told["uri"].split("/")[2]
            assert (snapshot.quoted and snapshot.quoted.native_id) == (
                key_in(quoted) if "/app.bsky.feed.post/" in quoted else None
            )
            assert (snapshot.parent and snapshot.parent.native_id) == (
                key_in(record["reply"]["parent"]["uri"]) if "reply" in record else None
            )
            if card:
                assert snapshot.link_card is not None
                assert (snapshot.link_card.title or "") == card["title"]
            assert sorted(spans_of(snapshot)) == sorted(marked(record))
    assert compared == 230


def key_in(uri: str) -> str:
    return f"{uri.split('/')[2]}/{uri.split('/')[4]}"


def spans_of(snapshot: Snapshot) -> list[tuple[str, str, str]]:
    return [
        (f.kind, snapshot.text[f.start : f.end], str(f.target) if f.kind == "link" else "")
        for f in snapshot.facets
    ]


def marked(record: dict[str, Any]) -> Iterator[tuple[str, str, str]]:
    words = record["text"].encode()
    for facet in record.get("facets") or []:
        feature = facet["features"][0]
        kind = feature["$type"].partition("#")[2].replace("tag", "hashtag")
        shown = words[facet["index"]["byteStart"] : facet["index"]["byteEnd"]].decode()
        yield kind, shown, feature["uri"] if kind == "link" else ""
