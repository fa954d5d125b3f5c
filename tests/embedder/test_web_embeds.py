"""The public answers of a kept post: headers, validators, options, moves, pictures."""

import asyncio
import gzip
import hashlib
import re
from datetime import UTC, datetime

import aiohttp
import pytest

from archive.archive import Archive
from archive.clock import utc_now
from archive.media.captions import inspect_captions
from archive.records import Attachment, PostRef, Variant, post_id
from archive.storage.base import Keep, Late, PostWrite
from archive.storage.blobs import content_name, variant_name
from embedder import samples
from embedder.web.embeds import Asked, parse_path
from embedder.web.media import byte_range
from tests.embedder.conftest import Bearer, Capture, Client


async def test_an_embed_has_the_headers_that_caches_and_frames_need(
    client: Client, capture: Capture
) -> None:
    post = await capture(release=True)
    headers = (await client.get(f"/e/{post}/")).headers
    assert headers["Content-Type"] == "text/html; charset=utf-8"
    assert headers["Surrogate-Key"] == f"post-{post}"
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "no-referrer"
    assert headers["Vary"] == "Accept-Encoding"
    policy = headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "frame-ancestors *" in policy
    assert "unsafe" not in policy


@pytest.mark.parametrize(
    "path",
    [
        "/e/{}/",
        "/e/{}/fragment.html",
        "/e/{}/email.html",
        "/e/{}/email.txt",
        "/e/{}/post.json",
        "/post/{}",
    ],
)
async def test_what_is_public_may_be_withheld_within_a_minute(
    client: Client, capture: Capture, path: str
) -> None:
    answer = await client.get(path.format(await capture(release=True)))
    rules = dict(
        rule.strip().partition("=")[::2] for rule in answer.headers["Cache-Control"].split(",")
    )
    assert "public" in rules
    assert "immutable" not in rules
    assert int(rules["max-age"]) + int(rules["stale-while-revalidate"]) <= 60
    assert rules["stale-if-error"] == "86400"


async def test_the_sites_script_may_be_mended_within_an_hour(client: Client) -> None:
    answer = await client.get("/embed.js")
    assert answer.content_type == "text/javascript"
    assert len(await answer.read()) <= 1536
    assert "max-age=3600" in answer.headers["Cache-Control"]
    assert "immutable" not in answer.headers["Cache-Control"]
    again = await client.get("/embed.js", headers={"If-None-Match": answer.headers["ETag"]})
    assert again.status == 304


async def test_an_email_has_whole_addresses_before_ours_is_set(
    client: Client, capture: Capture
) -> None:
    post = await capture(release=True)
    for name in ("email.html", "email.txt"):
        answer = await client.get(f"/e/{post}/{name}")
        assert f"http://127.0.0.1:8080/post/{post}" in await answer.text()


async def test_the_path_without_its_slash_is_the_same_page(
    client: Client, capture: Capture
) -> None:
    post = await capture(release=True)
    slashless = await client.get(f"/e/{post}", allow_redirects=False)
    assert slashless.status == 200
    assert await slashless.read() == await (await client.get(f"/e/{post}/")).read()


async def test_a_client_that_takes_gzip_gets_it_warm_and_cold(
    client: Client, capture: Capture
) -> None:
    post = await capture(release=True)
    async with aiohttp.ClientSession(auto_decompress=False) as plain:
        url = client.make_url(f"/e/{post}/")
        for _ in range(2):
            async with plain.get(url, headers={"Accept-Encoding": "gzip"}) as zipped:
                assert zipped.headers["Content-Encoding"] == "gzip"
                body = gzip.decompress(await zipped.read())
            async with plain.get(url, headers={"Accept-Encoding": "identity"}) as whole:
                assert await whole.read() == body
                assert whole.headers["ETag"] != zipped.headers["ETag"]
                assert whole.headers["ETag"].strip('"') == hashlib.sha256(body).hexdigest()[:32]


async def test_head_has_the_headers_of_get_and_no_body(client: Client, capture: Capture) -> None:
    post = await capture(release=True)
    for path in (f"/e/{post}/", f"/e/{post}/post.json", f"/post/{post}"):
        whole = await client.get(path)
        head = await client.head(path)
        assert head.status == 200
        assert await head.read() == b""
        for name in ("ETag", "Content-Length", "Cache-Control", "Content-Type"):
            assert head.headers[name] == whole.headers[name]


async def test_data_may_be_read_from_any_site_and_the_page_may_not(
    client: Client, capture: Capture
) -> None:
    post = await capture(release=True)
    for path in (f"/e/{post}/fragment.html", f"/e/{post}/post.json", f"/api/v1/posts/{post}"):
        assert (await client.get(path)).headers["Access-Control-Allow-Origin"] == "*"
    assert "Access-Control-Allow-Origin" not in (await client.get(f"/post/{post}")).headers


async def test_a_path_segment_and_the_query_ask_for_the_same(
    client: Client, capture: Capture
) -> None:
    post = await capture(release=True)
    segment = await (await client.get(f"/e/{post}/~dark.es.t1/fragment.html")).text()
    query = await client.get(f"/e/{post}/fragment.html?theme=dark&lang=es&t=1")
    assert await query.text() == segment
    assert segment != await (await client.get(f"/e/{post}/fragment.html")).text()


async def test_absurd_options_are_the_default_and_an_unknown_version_is_told(
    client: Client, capture: Capture
) -> None:
    post = await capture(release=True)
    default = await (await client.get(f"/e/{post}/fragment.html")).read()
    for absurd in ("?width=99999999999&theme=pink", "?lang=%00&counts=maybe", "?x=1"):
        answer = await client.get(f"/e/{post}/fragment.html{absurd}")
        assert await answer.read() == default
    assert (await client.get(f"/e/{post}/?t=99")).status == 404
    assert (await client.get(f"/e/{post}/~dark.t99/")).status == 404


async def test_each_snapshot_has_its_address(client: Client, capture: Capture) -> None:
    post = await capture(samples.EDITED_URL, release=True)
    first, second, newest = [
        await (await client.get(f"/e/{post}{n}/fragment.html")).text() for n in ("@1", "@2", "")
    ]
    assert "12 classrooms" in first
    assert "14 classrooms" in second
    assert "14 classrooms" in newest
    assert (await client.get(f"/e/{post}@3/")).status == 404


async def test_a_merged_post_leads_on(client: Client, capture: Capture, archive: Archive) -> None:
    """An X edit was first kept under a later id: its addresses keep working."""
    late = await capture(release=True)
    ref = PostRef(platform="x", native_id="20", url="https://x.com/i/status/20")
    at = datetime.now(UTC)
    write = PostWrite(
        ref=ref, reason="request", requested_at=at, visibility="public", merges=(late,)
    )
    await archive.storage.keep(Keep(at=at, by="test", action="capture", posts=(write,)))
    assert ref.id == post_id("x", "20")
    for old, new in (
        (f"/e/{late}/", f"/e/{ref.id}/"),
        (f"/e/{late}@1/~dark/", f"/e/{ref.id}@1/~dark/"),
        (f"/e/{late}/fragment.html?lang=es", f"/e/{ref.id}/fragment.html?lang=es"),
        (f"/e/{late}/?a=%0d%0aX-B:%20c", f"/e/{ref.id}/?a=%0D%0AX-B:%20c"),
        (f"/post/{late}", f"/post/{ref.id}"),
        (f"/api/v1/posts/{late}", f"/api/v1/posts/{ref.id}"),
        (f"/api/v1/posts/{late}/checks", f"/api/v1/posts/{ref.id}/checks"),
    ):
        answer = await client.get(old, allow_redirects=False)
        assert answer.status == 308, old
        assert answer.headers["Location"] == new
        assert (await client.get(old)).status == 200
    oembed = await client.get(f"/oembed?url=http://127.0.0.1:8080/post/{late}")
    assert oembed.status == 200


async def test_what_is_withheld_or_erased_says_so_and_its_data_answers_451(
    client: Client, capture: Capture, archive: Archive
) -> None:
    post = await capture(release=True)
    await archive.withhold(post, by="test", reason="court order")
    pages = (f"/e/{post}/?", f"/e/{post}@1/?", f"/e/{post}/fragment.html?", f"/post/{post}?")
    data = (f"/e/{post}/post.json?", f"/api/v1/posts/{post}?", f"/api/v1/posts/{post}/checks?")
    for asked in ("withheld", "erased"):
        for path in pages:
            answer = await client.get(f"{path}{asked}")
            assert answer.status == 200, path
            assert "river bridge" not in await answer.text()
        for path in (*data, f"/oembed?url={samples.EXAMPLE_URL}&"):
            answer = await client.get(f"{path}{asked}")
            assert answer.status == 451, path
            assert "river bridge" not in await answer.text()
        await archive.erase(post, by="test", reason="privacy")
    assert "Erased by" in await (await client.get(f"/e/{post}/?3")).text()


async def test_what_another_process_wrote_is_seen_within_a_second(
    client: Client, capture: Capture, archive: Archive
) -> None:
    post = await capture(release=True)
    assert "river bridge" in await (await client.get(f"/e/{post}/")).text()
    await archive.withhold(post, by="test", reason="court order")
    await asyncio.sleep(1.0)
    assert "river bridge" not in await (await client.get(f"/e/{post}/")).text()


async def test_a_picture_is_served_whole_in_parts_and_not_again(
    client: Client, capture: Capture
) -> None:
    post = await capture(release=True)
    page = await (await client.get(f"/e/{post}/")).text()
    path = re.findall(r"/media/[0-9a-f]{64}-\d+\.webp", page)[0]
    whole = await client.get(path)
    body = await whole.read()
    assert whole.content_type == "image/webp"
    assert whole.headers["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert whole.headers["Cross-Origin-Resource-Policy"] == "cross-origin"
    assert "immutable" not in whole.headers["Cache-Control"]
    etag = whole.headers["ETag"]
    assert (await client.get(path, headers={"If-None-Match": etag})).status == 304

    part = await client.get(path, headers={"Range": "bytes=2-5"})
    assert part.status == 206
    assert await part.read() == body[2:6]
    assert part.headers["Content-Range"] == f"bytes 2-5/{len(body)}"
    beyond = await client.get(path, headers={"Range": f"bytes={len(body)}-"})
    assert beyond.status == 416
    assert beyond.headers["Content-Range"] == f"bytes */{len(body)}"
    changed = await client.get(path, headers={"Range": "bytes=2-5", "If-Range": '"old"'})
    assert (changed.status, await changed.read()) == (200, body)


async def test_a_video_for_readers_is_served_as_one_with_ranges(
    client: Client, capture: Capture, archive: Archive
) -> None:
    post = await capture(release=True)
    page = await (await client.get(f"/e/{post}/")).text()
    sha256 = re.findall(r"/media/([0-9a-f]{64})-", page)[0]
    film = b"0123456789"
    # The service's own derivatives would else come after ours.
    for job in await archive.storage.list_jobs(kind="derive", limit=9):
        async for _ in archive.watch(job.id):
            pass
    await archive.blobs.put(variant_name(sha256, 640, "mp4"), film)
    made = Variant(width=640, height=360, format="mp4", bytes=len(film))
    await archive.storage.set_variants(sha256, [made])
    answer = await client.get(f"/media/{sha256}-640.mp4", headers={"Range": "bytes=2-5"})
    assert (answer.status, answer.content_type) == (206, "video/mp4")
    assert await answer.read() == b"2345"
    assert (await client.get(f"/media/{sha256}-641.mp4")).status == 404


async def test_captions_are_served_without_what_else_their_file_holds(
    client: Client, capture: Capture, archive: Archive
) -> None:
    post = await capture(release=True)
    data = b"WEBVTT\n\nNOTE secret\n\n00:00.000 --> 00:01.000\n<b>Hello</b>\n"
    row = inspect_captions(data)
    await archive.blobs.put(content_name(row.sha256), data)
    there = Attachment(
        role="captions", position=0, source_url=None, state="there", sha256=row.sha256
    )
    late = Late(post=post, n=1, attachments=(there,))
    await archive.storage.keep(
        Keep(at=utc_now(), by="ana", action="media", media=(row,), late=(late,))
    )
    answer = await client.get(f"/media/{row.sha256}.vtt")
    assert (answer.status, answer.content_type, answer.charset) == (200, "text/vtt", "utf-8")
    assert await answer.text() == "WEBVTT\n\n00:00.000 --> 00:01.000\nHello\n"
    await archive.withhold(post, by="ana", reason="privacy")
    assert (await client.get(f"/media/{row.sha256}.vtt")).status == 404
    assert (await client.get(f"/media/{'0' * 64}.vtt")).status == 404


async def test_a_size_that_there_is_not_is_not_made(client: Client, capture: Capture) -> None:
    post = await capture(release=True)
    page = await (await client.get(f"/e/{post}/")).text()
    sha256 = re.findall(r"/media/([0-9a-f]{64})-\d+\.webp", page)[0]
    for name in ("321.webp", "99999.avif", "320.png", "0.webp", "-1.webp"):
        assert (await client.get(f"/media/{sha256}-{name}")).status == 404


async def test_a_picture_that_is_withheld_is_no_longer_served(
    client: Client, capture: Capture, archive: Archive, bearer: Bearer
) -> None:
    post = await capture(release=True)
    page = await (await client.get(f"/e/{post}/")).text()
    picture = max(re.findall(r"/media/[0-9a-f]{64}-\d+\.webp", page), key=len)
    sha256 = picture[7:71]
    await archive.withhold(f"{post}#{sha256}", by="test", reason="privacy")
    assert (await client.get(picture)).status == 404
    assert (await client.get(picture, headers=await bearer("editor"))).status == 404


@pytest.mark.parametrize(
    ("wanted", "part"),
    [
        ("bytes=0-0", (0, 1)),
        ("bytes=5-", (5, 10)),
        ("bytes=-3", (7, 10)),
        ("bytes=-99", (0, 10)),
        ("bytes=0-99", (0, 10)),
        ("bytes=10-", (10, 10)),
        ("bytes=-0", (10, 10)),
        ("bytes=5-4", None),
        ("bytes=-", None),
        ("bytes=0-1,4-5", None),
        ("lines=0-1", None),
    ],
)
def test_ranges(wanted: str, part: tuple[int, int] | None) -> None:
    assert byte_range(wanted, 10) == part


ID = "vhk17dn1s2hjvmyx"


@pytest.mark.parametrize(
    ("path", "asked"),
    [
        (ID, Asked(ID, None, "", "page")),
        (f"{ID}/", Asked(ID, None, "", "page")),
        (f"{ID}@12/", Asked(ID, 12, "", "page")),
        (f"{ID}/~dark.t1", Asked(ID, None, "~dark.t1", "page")),
        (f"{ID}@1/~dark.t1/post.json", Asked(ID, 1, "~dark.t1", "post.json")),
        (f"{ID}@0/", None),
        (f"{ID}@1x/", None),
        (f"{ID.upper()}/", None),
        (f"{ID}//", None),
        (f"{ID}/../{ID}", None),
        (f"{ID}/fragment.html/", None),
        (f"{ID}/dark/", None),
        ("", None),
    ],
)
def test_paths(path: str, asked: Asked | None) -> None:
    assert parse_path(path) == asked
