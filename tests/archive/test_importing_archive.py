"""X's data archive as a whole: its long texts, and the pictures that lie in it."""

import asyncio
import io
import json
import os
import zipfile
from collections.abc import AsyncIterator, Callable, Mapping
from pathlib import Path
from typing import Any

import pytest

from archive.archive import Archive
from archive.errors import UsageError
from archive.importer import Imported
from archive.importing import Problem, Row, packs
from archive.media import Decoder
from archive.records import Snapshot, Stored, post_id
from archive.settings import FetchSettings, MediaSettings, Settings
from archive.storage.base import Holding
from archive.storage.blobs import content_name
from tests.archive.acting import Stage, on_stage
from tests.archive.import_files import ACCOUNT, archive_js, posts, read
from tests.archive.pictures import encoded, quarters
from tests.archive.v11_payloads import V11_ID, span, v11

POST = post_id("x", V11_ID)
PICTURE = encoded(quarters(), "JPEG")
OTHER = encoded(quarters(32, 64), "PNG")
MEDIA = [
    {"type": "photo", "media_url_https": "https://pbs.twimg.com/media/F-one_.jpg"},
    {
        "type": "video",
        "media_url_https": "https://pbs.twimg.com/ext_tw_video_thumb/77/pu/img/P.jpg",
        "video_info": {
            "variants": [
                {"content_type": "application/x-mpegURL", "url": "https://video.twimg.com/l.m3u8"},
                {
                    "content_type": "video/mp4",
                    "bitrate": "832000",
                    "url": "https://video.twimg.com/ext_tw_video/77/vid/640x360/V-two.mp4?tag=12",
                },
            ]
        },
    },
]
VIDEO = b"\x00\x00\x00\x18ftypmp42\x00\x00\x00\x00mp42isom" + b"\x00" * 64
WITH_MEDIA = v11(extended_entities={"media": MEDIA})
FILES = {
    f"tweets_media/{V11_ID}-F-one_.jpg": PICTURE,
    f"tweets_media/{V11_ID}-V-two.mp4": VIDEO,
    f"tweets_media/{V11_ID}-P.jpg": OTHER,
}


def packed(files: Mapping[str, bytes], *, folder: str = "data", method: int = 8) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", method) as archive:
        for name, content in files.items():
            archive.writestr(f"{folder}/{name}", content)
    return made.getvalue()


def whole(*statuses: dict[str, Any], **more: bytes) -> dict[str, bytes]:
    return {"account.js": ACCOUNT, "tweets.js": archive_js(*statuses), **FILES} | more


# Long texts

SHORT = "@bob_rep The bridge over the river R&amp;D… https://t.co/self"
LONG = (
    "The bridge over the river R&D <opens> on #Monday, says @eve_rep at https://t.co/abc for $IBM."
)


def note(text: str = LONG, *, at: str = "2023-03-29T14:34:43.000Z", **core: Any) -> bytes:
    entry = {"noteTweetId": "1641086481111111111", "createdAt": at, "core": {"text": text, **core}}
    return archive_js_of("note_tweet", {"noteTweet": entry})


def archive_js_of(name: str, *entries: Any) -> bytes:
    return f"window.YTD.{name}.part0 = {json.dumps(entries)}".encode()


def lengthened(*notes: bytes, status: dict[str, Any] | None = None) -> Snapshot:
    itself = f"https://twitter.com/i/web/status/{V11_ID}"
    cut = status or v11(
        SHORT,
        display_text_range=["9", "44"],
        in_reply_to_status_id_str="1640000000000000007",
        entities={"urls": [span(SHORT, "https://t.co/self", expanded_url=itself)]},
    )
    parts = {f"note-tweet-part{n}.js": made for n, made in enumerate(notes)}
    (row,) = posts("x-archive", packed({"tweets.js": archive_js(cut), **parts}), handle="ada_mayor")
    return row.found.snapshots[0]


def test_a_long_post_has_its_whole_text_with_its_spans_wherever_they_are_said_to_be() -> None:
    start = LONG.index("https://t.co/abc")
    right = {"fromIndex": str(start), "toIndex": str(start + 16)}
    link = {
        "shortUrl": "https://t.co/abc",
        "expandedUrl": "https://e.org/a",
        "displayUrl": "e.org/a",
    }
    got = lengthened(
        note(
            urls=[link | right | {"displayUrl": "e.org/a"}],
            hashtags=[{"text": "Monday", "fromIndex": "0", "toIndex": "7"}],
            mentions=[{"screenName": "eve_rep"}, {"screenName": "nobody"}],
            cashtags=[{"text": "IBM", "fromIndex": 10**12, "toIndex": -1}],
        )
    )
    assert got.text == LONG.replace("https://t.co/abc", "e.org/a")
    assert got.completeness == "full"
    shown = {got.text[f.start : f.end]: f.target for f in got.facets}
    assert list(shown) == ["#Monday", "@eve_rep", "e.org/a", "$IBM"]
    assert shown["e.org/a"] == "https://e.org/a"
    escaped = LONG.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    assert lengthened(note(escaped)).text == LONG


def test_a_note_is_a_posts_only_if_it_alone_begins_so_and_was_made_with_it() -> None:
    assert lengthened().completeness == "cut"
    assert lengthened(note(), note()).text == LONG, "the same twice is one"
    for others in (
        [note(at="2023-03-29T14:35:01.000Z")],
        [note("Another text, which is longer than the beginning of the bridge.")],
        [note(), note(LONG + " Or is it?")],
        [note(), b"window.YTD.note_tweet.part0 = [ {", note("The bridge")][1:],
    ):
        got = lengthened(*others)
        assert (got.completeness, got.text) == ("cut", "The bridge over the river R&D…")
    named = v11("The bridge by @bob_rep over…")
    assert lengthened(note("The bridge by over the river, which is long."), status=named).text == (
        "The bridge by @bob_rep over…"
    )
    repost = v11("RT @bob_rep: The bridge over the river")
    assert lengthened(note("RT @bob_rep: The bridge over the river!"), status=repost).text == (
        "RT @bob_rep: The bridge over the river"
    )


def test_a_post_whose_long_text_may_be_among_unreadable_ones_says_so() -> None:
    itself = f"https://twitter.com/i/web/status/{V11_ID}"
    link = span("So… https://t.co/s", "https://t.co/s", expanded_url=itself)
    cut = v11("So… https://t.co/s", entities={"urls": [link]})
    broken = packed({"tweets.js": archive_js(cut), "note-tweet.js": b"[{}, {bad}]"})
    (row,) = read("x-archive", broken, handle="ada_mayor")
    assert isinstance(row, Row)
    assert "only the beginning was found; 2 of them are unreadable" in row.notes[0]


def test_notes_without_end_of_one_second_are_not_all_held_against_a_post(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("archive.importing.x_notes.MAX_AT_ONCE", 2)
    others = [note(f"Something else, number {n}.") for n in range(5)]
    assert lengthened(note(), *others).text == LONG
    assert lengthened(*others, note()).completeness == "cut"


# Pictures


@pytest.fixture
async def archive(tmp_path: Path) -> AsyncIterator[Archive]:
    async with on_stage(tmp_path, Stage()) as archive:
        archive._decoder = Decoder(MediaSettings())
        yield archive
        archive._decoder.close()


@pytest.fixture
def bring(archive: Archive, tmp_path: Path) -> Any:
    async def bring(content: bytes | Path, **options: Any) -> tuple[Imported, list[str]]:
        path = content if isinstance(content, Path) else tmp_path / "twitter.zip"
        if isinstance(content, bytes):
            await asyncio.to_thread(path.write_bytes, content)
        told: list[str] = []

        def tell(item: Row | Problem) -> None:
            told.extend((item.what,) if isinstance(item, Problem) else item.notes)

        return await archive.import_file(path, by="ana", tell=tell, **options), told

    return bring


async def held(archive: Archive) -> Holding:
    holding = await archive.storage.holding(POST)
    assert holding is not None
    return holding


def stored_of(holding: Holding) -> Stored:
    assert holding.stored is not None
    return holding.stored


def no_reading(*_: Any) -> bytes:
    raise AssertionError("a file was read for nothing")


async def test_the_files_in_the_archive_are_the_originals_of_its_posts(
    archive: Archive, bring: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    done, told = await bring(packed(whole(WITH_MEDIA)))
    assert (done.new, told) == (1, [])
    holding = await held(archive)
    snapshot = stored_of(holding).snapshot
    assert snapshot.completeness == "full"
    image, video = snapshot.media
    assert (image.width, image.height, image.mime) == (64, 32, "image/jpeg")
    kept = [await archive.original(str(sha)) for sha in (image.sha256, video.sha256, video.poster)]
    assert kept == [PICTURE, VIDEO, OTHER]
    assert {a.state for a in holding.attachments} == {"there"}
    assert len(holding.attachments) == 3
    jobs = await archive.storage.list_jobs(kind="derive", limit=9)
    assert {job.key for job in jobs} == {image.sha256, video.sha256, video.poster}
    monkeypatch.setattr("archive.enclosed.read_whole", no_reading)
    again, told = await bring(packed(whole(WITH_MEDIA)))
    assert (again.known, again.snapshots, told) == (1, 0, [])
    poorer, _ = await bring(packed({"tweets.js": archive_js(WITH_MEDIA)}))
    assert (poorer.known, poorer.snapshots) == (1, 0)


async def test_a_post_that_came_without_its_pictures_is_completed_by_the_folder_that_has_them(
    archive: Archive, bring: Any, tmp_path: Path
) -> None:
    await bring(packed({"account.js": ACCOUNT, "tweets.js": archive_js(WITH_MEDIA)}))
    assert stored_of(await held(archive)).snapshot.completeness == "partial"
    folder, outside = tmp_path / "twitter", tmp_path / "outside.jpg"
    for name, content in whole(WITH_MEDIA).items():
        path = folder / "data" / name
        await asyncio.to_thread(path.parent.mkdir, parents=True, exist_ok=True)
        await asyncio.to_thread(path.write_bytes, content)
    picture = folder / "data" / f"tweets_media/{V11_ID}-F-one_.jpg"
    picture.rename(outside)
    picture.symlink_to(outside)
    linked, told = await bring(folder)
    assert (linked.snapshots, told) == (0, []), "what a link leads to is not in the archive"
    picture.unlink()
    os.link(outside, picture)
    (folder / "data" / "tweets_media").rename(tmp_path / "elsewhere")
    (folder / "data" / "tweets_media").symlink_to(tmp_path / "elsewhere")
    assert (await bring(folder))[0].snapshots == 0, "nor what a folder that is a link leads to"
    (folder / "data" / "tweets_media").unlink()
    (tmp_path / "elsewhere").rename(folder / "data" / "tweets_media")
    reached: list[int] = []
    done, told = await bring(folder, watch=reached.append)
    assert (done.changed, done.snapshots, told) == (1, 1, [])
    assert reached == [len(archive_js(WITH_MEDIA))]
    holding = await held(archive)
    stored = stored_of(holding)
    assert (stored.n, stored.snapshot.completeness) == (2, "full")
    with pytest.raises(UsageError, match="only x-archive is one"):
        await bring(folder, format="statements")


def corrupted(content: bytes) -> bytes:
    """With the first picture's bytes changed, which are stored as they are."""
    place = content.index(PICTURE)
    return content[: place + 40] + b"\xff\x00" + content[place + 42 :]


@pytest.mark.parametrize(
    ("spoil", "said", "state"),
    [
        (lambda: corrupted(packed(whole(WITH_MEDIA), method=0)), "Bad CRC-32", "not to be had"),
        (
            lambda: packed(whole(WITH_MEDIA, **{next(iter(FILES)): b"<script>"})),
            "was not taken: it is HTML",
            "not to be had",
        ),
        (
            lambda: packed(whole(WITH_MEDIA, **{next(iter(FILES)): b"\0" * 3_000_000})),
            "has more than 2,000,000 bytes",
            "too large",
        ),
        (lambda: packed(whole(WITH_MEDIA), method=0), "", "there"),
    ],
    ids=["damaged", "no picture", "a bomb", "good"],
)
async def test_a_file_that_cannot_be_used_is_told_and_the_post_is_in_without_it(
    archive: Archive, bring: Any, spoil: Callable[[], bytes], said: str, state: str
) -> None:
    archive.settings = Settings(fetch=FetchSettings(max_media=2_000_000))
    done, told = await bring(spoil(), dry_run=True)
    assert (done.new, done.left_out, done.noted) == (1, 0, bool(said))
    assert [name async for name in archive.blobs.names()] == [], "a dry run puts nothing"
    assert (done, told) == await bring(spoil())
    assert [said in what for what in told] == [True] * bool(said)
    holding = await held(archive)
    (first,) = (a for a in holding.attachments if (a.role, a.position) == ("media", 0))
    assert (first.state, said in str(first.detail)) == (state, True)
    assert stored_of(holding).snapshot.completeness == ("partial" if said else "full")


async def test_an_original_that_was_erased_does_not_come_back(archive: Archive, bring: Any) -> None:
    await bring(packed(whole(WITH_MEDIA)))
    sha256 = stored_of(await held(archive)).snapshot.media[0].sha256
    await archive.erase(f"{POST}#{sha256}", by="ana", reason="privacy")
    later = WITH_MEDIA | {"id_str": "1641086490675225602"}
    files = {name.replace(V11_ID, str(later["id_str"])): made for name, made in FILES.items()}
    await bring(packed({"tweets.js": archive_js(later), **files}))
    assert await archive.blobs.get(content_name(str(sha256))) is None


async def test_many_pictures_are_put_some_at_a_time(
    archive: Archive, bring: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("archive.enclosed._PUT_AT", 1)
    put, bodies = [], archive.blobs.put_all

    async def put_all(some: Mapping[str, bytes]) -> None:
        put.append(len(some))
        await bodies(some)

    monkeypatch.setattr(archive.blobs, "put_all", put_all)
    statuses, files = [], {}
    for n in range(3):
        number = str(int(V11_ID) + n)
        statuses.append(WITH_MEDIA | {"id_str": number})
        picture = encoded(quarters(16 + 16 * n), "PNG")
        files[f"tweets_media/{number}-F-one_.jpg"] = picture
        files[f"tweets_media/{number}-P.jpg"] = picture[:-1] + bytes([n])
    await bring(packed({"tweets.js": archive_js(*statuses), **files}))
    assert put == [4, 2, 0]


# Hostile archives


def flood() -> bytes:
    return packed({"tweets.js": archive_js(v11())} | {f"{n:01000}": b"" for n in range(30)})


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (flood, "lists more than 20 files"),
        (lambda: packed(whole(v11()), method=zipfile.ZIP_BZIP2), "a method that X does not use"),
        (lambda: packed(whole(v11()), folder="../../etc"), "no tweets.js"),
        (lambda: corrupted_text(packed(whole(v11()), method=0)), "Bad CRC-32"),
        (
            lambda: packed(whole(v11()) | {"note-tweet.js": b"[" + b" " * 5_000_000}),
            "note-tweet.js",
        ),
    ],
    ids=["a flood", "a packer without bounds", "a path outside", "damaged", "a bomb"],
)
def test_a_hostile_archive_is_refused_in_a_sentence(
    monkeypatch: pytest.MonkeyPatch, content: Callable[[], bytes], said: str
) -> None:
    monkeypatch.setattr(packs, "MAX_MEMBERS", 20)
    with pytest.raises(UsageError, match=said):
        read("x-archive", content())


def corrupted_text(content: bytes) -> bytes:
    return content.replace(b"The bridge opens on Monday.", b"The bridge opens on Sunday.")


def test_the_files_of_a_huge_zip_are_counted_by_its_own_larger_form(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(zipfile, "ZIP_FILECOUNT_LIMIT", 3)
    content = flood()
    assert b"PK\x06\x06" in content
    monkeypatch.setattr(packs, "MAX_MEMBERS", 20)
    with pytest.raises(UsageError, match="lists more than 20 files"):
        read("x-archive", content)
    monkeypatch.setattr(packs, "MAX_MEMBERS", 31)
    assert len(read("x-archive", content)) == 1
