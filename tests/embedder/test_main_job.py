"""The main job, whole: a URL comes in, a post is kept, an embed is served, and it lasts."""

import json
import re
import sqlite3
from collections.abc import Awaitable, Callable
from contextlib import closing
from pathlib import Path

import msgspec
import pytest

from archive.archive import Archive, open_archive
from archive.errors import UsageError
from archive.settings import PublishSettings, Settings
from archive.storage.blobs import content_name
from embedder import samples
from tests.embedder.conftest import Bearer, Capture, Client

NEVER_SEEN = "0" * 16
PUBLIC = (
    "/e/{id}/",
    "/e/{id}",
    "/e/{id}@1/",
    "/e/{id}/fragment.html",
    "/e/{id}/post.json",
    "/e/{id}/~dark.es.t1/",
    "/post/{id}",
    "/api/v1/posts/{id}",
    "/api/v1/posts/{id}/checks",
    "/api/v1/posts/{id}/snapshots",
    "/oembed?url=https://record.example/post/{id}",
)


@pytest.mark.parametrize("url", samples.URLS)
async def test_each_sample_is_kept_and_shown(client: Client, capture: Capture, url: str) -> None:
    post = await capture(url, release=True)
    answer = await client.get(f"/e/{post}/")
    page = await answer.text()
    assert answer.status == 200
    assert "onrecord" in page
    facts = await (await client.get(f"/e/{post}/post.json")).json()
    assert facts["id"] == post
    assert facts["text"] or facts["media"] or facts["poll"]
    assert [w for w in facts["warnings"] if "host signs" not in w] == []
    assert (await client.get(f"/post/{post}")).status == 200


async def test_how_the_address_led_to_the_post_is_on_the_record(
    archive: Archive, capture: Capture
) -> None:
    post = await capture(next(u for u in samples.URLS if samples.HANDLE in u))
    asked = [exchange.url for exchange in await archive.storage.exchanges(post)]
    assert sum("resolveHandle" in url for url in asked) == 1


async def test_a_request_that_joins_another_still_gets_what_it_asked_for(
    archive: Archive, settings: Settings
) -> None:
    """A second article, and a release, of a post whose capture is under way or just done."""
    url = samples.EXAMPLE_URL
    plain = await archive.request_capture(url, by="ana")
    more = await archive.request_capture(url, by="bo", release=True, article="https://n.example/1")
    assert (await archive.request_capture(url, by="cy")).id == plain.id
    assert more.id != plain.id
    await archive.run_due_jobs()
    done = await archive.storage.job(more.id)
    assert done is not None
    post = done.result["post"]
    kept = await archive.storage.post(post)
    assert kept is not None
    assert kept.visibility == "public"
    assert len(await archive.storage.versions(post)) == 1

    await archive.capture(url, by="ana", article="https://n.example/2")
    with closing(sqlite3.connect(settings.storage.database.removeprefix("sqlite:"))) as db:
        rows = db.execute(
            "SELECT a.url FROM articles a JOIN article_posts p ON p.article = a.id "
            "WHERE p.post = ? ORDER BY a.url",
            [post],
        ).fetchall()
    assert rows == [("https://n.example/1",), ("https://n.example/2",)]
    with pytest.raises(UsageError, match="no address of an article"):
        await archive.request_capture(url, by="ana", article="javascript:alert(1)")


async def test_an_embed_asks_nobody_else(client: Client, capture: Capture) -> None:
    post = await capture(samples.FOUR_PICTURES_URL, release=True)
    page = await (await client.get(f"/e/{post}/")).text()
    loaded = re.findall(r'(?:src|srcset)="([^"]*)"', page)
    assert len(loaded) > 4
    assert all(address.startswith("/media/") for address in loaded)


async def test_its_pictures_are_served_without_metadata_rules(
    client: Client, capture: Capture
) -> None:
    post = await capture(release=True)
    page = await (await client.get(f"/e/{post}/")).text()
    path = re.findall(r"/media/[0-9a-f]{64}-\d+\.avif", page)[0]
    answer = await client.get(path)
    assert answer.status == 200
    assert answer.content_type == "image/avif"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"


async def test_where_a_capture_releases_the_post_is_public_at_once(settings: Settings) -> None:
    at_once = msgspec.structs.replace(settings, publish=PublishSettings(release="capture"))
    for chosen, visibility in ((settings, "draft"), (at_once, "public")):
        url = samples.EXAMPLE_URL if chosen is settings else samples.EDITED_URL
        async with open_archive(chosen) as archive:
            captured = await archive.capture(url, by="test")
            holding = await archive.storage.holding(str(captured.post))
        assert holding is not None
        assert holding.post.visibility == visibility


async def test_a_draft_answers_as_a_post_never_seen(client: Client, capture: Capture) -> None:
    post = await capture()
    for path in PUBLIC:
        draft = await client.get(path.format(id=post), allow_redirects=False)
        unseen = await client.get(path.format(id=NEVER_SEEN), allow_redirects=False)
        bodies = [
            (await answer.read()).replace(name.encode(), b"ID")
            for answer, name in ((draft, post), (unseen, NEVER_SEEN))
        ]
        assert draft.status == unseen.status == 404, path
        assert bodies[0] == bodies[1], path
        differing = {"Date", "ETag"}
        heads = [
            {k: v for k, v in a.headers.items() if k not in differing} for a in (draft, unseen)
        ]
        assert heads[0] == heads[1], path


async def test_a_second_request_with_the_etag_is_not_modified(
    client: Client, capture: Capture
) -> None:
    post = await capture(release=True)
    first = await client.get(f"/e/{post}/")
    etag = first.headers["ETag"]
    assert not etag.startswith("W/")
    assert (await client.get(f"/e/{post}/", headers={"If-None-Match": etag})).status == 304


async def test_a_post_that_is_deleted_keeps_its_embed_which_says_so(
    client: Client, capture: Capture, archive: Archive
) -> None:
    url = samples.DELETED_URL
    post = await capture(url, release=True)
    origin = next(iter(archive.settings.fetch.routes.values()))
    await client.session.delete(f"{origin}/api/v1/statuses/{url.rsplit('/', 1)[1]}")
    captured = await archive.recheck(post, by="test")
    assert captured.state == "gone"
    assert captured.snapshot == 1
    page = await (await client.get(f"/e/{post}/?fresh")).text()
    assert "this post will be deleted by its author" in page
    assert "Not available on Mastodon when checked on" in page


async def test_an_edited_post_has_its_versions_in_order(capture: Capture, archive: Archive) -> None:
    post = await capture(samples.EDITED_URL)
    versions = await archive.storage.versions(post)
    assert [v.reason for v in versions] == ["first", "edited"]
    assert "12 classrooms" in versions[0].snapshot.text
    assert "14 classrooms" in versions[1].snapshot.text
    again = await archive.recheck(post, by="test")
    assert again.new == ()


async def test_a_quoted_post_comes_along_as_context(
    client: Client, capture: Capture, archive: Archive
) -> None:
    url = next(u for u in samples.URLS if u.startswith("https://x.com"))
    post = await capture(url, release=True)
    facts = await (await client.get(f"/e/{post}/post.json")).json()
    quoted = facts["quoted"]
    assert "hearing on the ferry line" in quoted["text"]
    assert quoted["capture"]["reason"] == "context"
    listed = await archive.storage.list_posts(limit=10, drafts=True)
    assert [h.post.id for h in listed.holdings] == [post]
    assert (await client.get(f"/e/{quoted['id']}/")).status == 404


def on_disk(settings: Settings, words: bytes) -> bool:
    blobs = Path(settings.storage.blobs.removeprefix("file:"))
    return any(words in file.read_bytes() for file in blobs.rglob("*") if file.is_file())


async def test_a_quoted_post_that_was_erased_here_stays_erased_and_stops_no_look(
    capture: Capture, archive: Archive, settings: Settings
) -> None:
    post = await capture(next(u for u in samples.URLS if u.startswith("https://x.com")))
    holding = await archive.storage.holding(post)
    assert holding is not None
    assert holding.quoted is not None
    quoted, words = holding.quoted.post.id, holding.quoted.stored
    assert words is not None
    said = words.snapshot.text.encode()[:30]
    assert on_disk(settings, said)
    await archive.erase(quoted, by="test", reason="privacy")
    captured = await archive.recheck(post, by="test")
    assert captured.state == "done"
    assert captured.new == ()
    erased = await archive.storage.post(quoted)
    assert erased is not None
    assert erased.visibility == "erased"
    assert not on_disk(settings, said)


async def test_the_bytes_of_an_erased_picture_do_not_come_back(
    capture: Capture, archive: Archive, settings: Settings
) -> None:
    post = await capture(samples.FOUR_PICTURES_URL)
    holding = await archive.storage.holding(post)
    assert holding is not None
    assert holding.stored is not None
    sha256 = holding.stored.snapshot.media[1].sha256
    assert sha256 is not None
    await archive.erase(f"{post}#{sha256}", by="test", reason="privacy")
    await archive.recheck(post, by="test")
    assert await archive.original(sha256) is None
    assert await archive.blobs.get(content_name(sha256)) is None


async def test_the_clock_of_a_sample_agrees_with_its_date(client: Client, capture: Capture) -> None:
    post = await capture(release=True)
    assert "dated" not in await (await client.get(f"/e/{post}/")).text()


async def test_withheld_keeps_the_box_and_hides_the_words(
    client: Client, capture: Capture, archive: Archive
) -> None:
    post = await capture(release=True)
    assert (await client.get(f"/e/{post}/")).status == 200
    await archive.withhold(post, by="test", reason="court order")
    page = await client.get(f"/e/{post}/?now")
    text = await page.text()
    assert "Not shown by Border News" in text
    assert "river bridge" not in text
    assert (await client.get(f"/e/{post}/post.json?now")).status == 451


async def test_the_api_captures_and_tells_each_attempt(client: Client, bearer: Bearer) -> None:
    headers = await bearer("editor")
    made = await client.post("/api/v1/captures", json={"url": samples.EXAMPLE_URL}, headers=headers)
    assert made.status == 202
    job = (await made.json())["id"]
    events = await (await client.get(f"/api/v1/captures/{job}/events", headers=headers)).text()
    assert "event: attempt" in events
    ended = await (await client.get(f"/api/v1/captures/{job}", headers=headers)).json()
    assert ended["state"] == "done", ended
    assert ended["attempts"][0]["source"] == "client-api"


async def test_a_refusal_is_told_in_one_sentence(client: Client, bearer: Bearer) -> None:
    headers = await bearer("editor")
    made = await client.post(
        "/api/v1/captures", json={"url": "https://x.com/i/status/20"}, headers=headers
    )
    job = (await made.json())["id"]
    await (await client.get(f"/api/v1/captures/{job}/events", headers=headers)).text()
    ended = await (await client.get(f"/api/v1/captures/{job}", headers=headers)).json()
    assert ended["state"] == "refused"
    assert "says nothing about the post" in json.dumps(ended)


@pytest.mark.parametrize(
    "url", ["javascript:alert(1)", "https://", "https://x.com/jack", "x" * 5000]
)
async def test_what_is_no_post_gets_a_problem_that_says_what_to_do(
    client: Client, bearer: Bearer, url: str
) -> None:
    answer = await client.post(
        "/api/v1/captures", json={"url": url}, headers=await bearer("editor")
    )
    assert 400 <= answer.status < 500
    assert answer.content_type == "application/problem+json"
    assert (await answer.json())["next"]


async def test_the_desk_works_without_javascript(
    client: Client, archive: Archive, session: Callable[..., Awaitable[str]]
) -> None:
    csrf = await session()
    form = {"text": samples.EXAMPLE_URL, "urls": samples.EXAMPLE_URL, "csrf": csrf}
    posted = await client.post("/desk/captures", data=form)
    assert posted.status == 200, await posted.text()
    (job,) = await archive.storage.list_jobs(kind="capture", limit=5)
    states = [seen.state async for seen in archive.watch(job.id)]
    assert states[-1] == "done"
    assert "Sample Mayor" in await (await client.get("/desk/posts")).text()


async def test_the_desk_is_for_those_who_are_logged_in(client: Client) -> None:
    answer = await client.get("/desk/posts", allow_redirects=False)
    assert answer.status in {302, 303, 401, 403}
