"""The recorded answers of Reddit, which live beside the project, read by plain look-ups too."""

import json
import re
from datetime import UTC, datetime
from html import unescape
from pathlib import Path
from typing import Any

import pytest

from archive.outcome import Answer, Found, Gone
from archive.platforms.base import Saved
from archive.platforms.reddit import Reddit
from archive.records import Snapshot
from tests.no_post import NO_POST


def answers(path: Path, url: str | None = None) -> tuple[Answer, ...]:
    return Reddit.read_saved(Saved(body=path.read_bytes(), url=url))


def recorded(payloads: Path, name: str) -> Any:
    return json.loads((payloads / "reddit" / f"praw-{name}.json").read_text(encoding="utf-8"))


def things(value: Any) -> list[dict[str, Any]]:
    """Every post and comment anywhere in an answer but a crosspost's inner one."""
    if isinstance(value, list):
        return [thing for item in value for thing in things(item)]
    if not isinstance(value, dict):
        return []
    own = [value["data"]] if value.get("kind") in {"t1", "t3"} else []
    return own + [thing for item in value.values() for thing in things(item)]


def plain(markup: str | None) -> str:
    return "".join(unescape(re.sub(r"<!--.*?-->|<[^>]*>", " ", markup or "")).split())


def test_every_recording_gives_a_post_or_stands_in_the_list(payloads: Path) -> None:
    for path in sorted((payloads / "reddit").iterdir()):
        found = answers(path)
        assert found, path.name
        has_post = any(isinstance(answer, Found) for answer in found)
        assert has_post == (f"reddit/{path.name}" not in NO_POST), path.name


def same(snapshot: Snapshot, told: dict[str, Any]) -> None:
    name = f"{'t1' if 'body' in told else 't3'}_{told['id']}"
    assert snapshot.native_id == name
    assert snapshot.author.handle == told["author"]
    assert snapshot.created_at == datetime.fromtimestamp(told["created_utc"], UTC)
    edited = told["edited"]  # of old posts: true, without a time
    timed = isinstance(edited, float)
    assert snapshot.edited_at == (datetime.fromtimestamp(edited, UTC) if timed else None)
    assert any("was edited" in warning for warning in snapshot.warnings) == (edited is True)
    assert snapshot.sensitive == told.get("over_18", False)
    words = plain(told.get("title")) + plain(told.get("selftext_html", told.get("body_html")))
    # Lists are marked and quotations too: what Reddit draws is written.
    assert re.sub(r"(•|>|\d+\.)", "", "".join(snapshot.text.split())) == re.sub(
        r"(•|>|\d+\.)", "", words
    )
    markup = told.get("selftext_html") or told.get("body_html") or ""
    links = [unescape(href) for href in re.findall(r'<a href="([^"]+)"', markup)]
    whole = [f"https://www.reddit.com{u}" if u.startswith("/") else u for u in links]
    targets = [facet.target for facet in snapshot.facets]
    assert targets == [url for url in whole if url.startswith("http")]
    assert not any("overlapped" in warning for warning in snapshot.warnings)


def test_a_hundred_posts_of_one_account_are_read(payloads: Path) -> None:
    name = "TestRedditorListings.test_submissions__new-1"
    told = things(recorded(payloads, name))
    found = answers(payloads / "reddit" / f"praw-{name}.json")
    assert len(found) == len(told) == 100
    for answer, data in zip(found, told, strict=True):
        assert isinstance(answer, Found)
        snapshot = answer.snapshots[0]
        same(snapshot, data)
        permalink = data["permalink"].partition("?")[0]
        assert snapshot.url == f"https://www.reddit.com{permalink}"
        card = None if data["is_self"] else data["url"]
        assert (snapshot.link_card.url if snapshot.link_card else None) == card


@pytest.mark.parametrize(
    "name",
    [
        "TestComment.test_parent__submission-1",
        "TestComment.test_parent__submission-2",
        "TestSubmission.test_comments-1",
        "TestSubmission.test_crosspost-1",
        "TestSubmission.test_crosspost-3",
        "TestSubmission.test_duplicates-1",
        "TestSubmission.test_edit-1",
        "TestSubmission.test_edit-2",
    ],
)
def test_what_a_recording_is_about_is_read(payloads: Path, name: str) -> None:
    path = payloads / "reddit" / f"praw-{name}.json"
    (answer, *_) = answers(path)
    assert isinstance(answer, Found)
    same(answer.snapshots[0], things(recorded(payloads, name))[0])


def test_every_recorded_comment_is_a_post_with_its_parent(payloads: Path) -> None:
    read = 0
    for name in ("TestComment.test_parent__submission-2", "TestSubmission.test_edit-2"):
        path = payloads / "reddit" / f"praw-{name}.json"
        for told in things(recorded(payloads, name)):
            if "body" not in told:
                continue
            submission = told["link_id"].removeprefix("t3_")
            url = f"https://www.reddit.com/comments/{submission}/_/{told['id']}/"
            (answer,) = answers(path, url)
            if told["author"] == "[deleted]":
                assert isinstance(answer, Gone)
                assert answer.cause == "deleted by the author"
                continue
            assert isinstance(answer, Found)
            snapshot = answer.snapshots[0]
            same(snapshot, told)
            assert snapshot.parent is not None
            assert snapshot.parent.native_id == told["parent_id"]
            read += 1
    assert read == 5


def test_the_recorded_deletion_is_by_the_author(payloads: Path) -> None:
    (answer,) = answers(payloads / "reddit" / "praw-TestSubmission.test_delete-2.json")
    assert isinstance(answer, Gone)
    assert answer.cause == "deleted by the author"
    assert "“[deleted]”" in answer.basis


def test_the_recorded_crosspost_quotes_the_other(payloads: Path) -> None:
    name = "TestSubmission.test_crosspost-3"
    told = things(recorded(payloads, name))[0]
    (answer,) = answers(payloads / "reddit" / f"praw-{name}.json")
    assert isinstance(answer, Found)
    assert answer.snapshots[0].quoted is not None
    assert answer.snapshots[0].quoted.native_id == told["crosspost_parent"]
    same(answer.along[0], told["crosspost_parent_list"][0])


def test_the_recorded_envelope_and_page_have_their_titles(payloads: Path) -> None:
    (envelope,) = (payloads / "reddit").glob("embedlib-oembed-*.json")
    told = json.loads(envelope.read_text(encoding="utf-8"))
    (answer,) = answers(envelope)
    assert isinstance(answer, Found)
    snapshot = answer.snapshots[0]
    assert (snapshot.text, snapshot.author.handle) == (told["title"], told["author_name"])
    assert f'href="{snapshot.url}"' in told["html"]
    page = payloads / "reddit" / "onebox-reddit_image.html"
    (answer,) = answers(page)
    assert isinstance(answer, Found)
    snapshot, html = answer.snapshots[0], page.read_text(encoding="utf-8")
    assert f"<title>{snapshot.text} : colors</title>" in html
    (image,) = snapshot.media
    assert image.urls[0] in unescape(html)
    assert f'og:image:width" content="{image.width}"' in html
    assert f'og:image:height" content="{image.height}"' in html
