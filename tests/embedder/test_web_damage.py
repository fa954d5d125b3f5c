"""Damaged files of a post: its editor is told at the desk which, and what to do."""

import re
from collections.abc import Awaitable, Callable
from html import unescape
from pathlib import Path

import msgspec
import pytest

from archive.archive import Archive
from archive.media import Decoder
from archive.settings import MediaSettings
from archive.storage.base import Holding
from archive.storage.blobs import card_name, content_name, variant_name
from embedder import samples
from tests.embedder.conftest import Capture, Client

LogIn = Callable[..., Awaitable[str]]


@pytest.fixture
def blobs(tmp_path: Path) -> Path:
    return tmp_path / "blobs"


async def held(archive: Archive, post: str) -> Holding:
    holding = await archive.storage.holding(post)
    assert holding is not None
    return holding


async def settled(archive: Archive, *kinds: str) -> None:
    for kind in kinds:
        for job in await archive.storage.list_jobs(kind=kind, limit=20):
            async for _ in archive.watch(job.id):
                pass


async def told(client: Client, post: str) -> str:
    """The section of the page, in words; empty where there is none."""
    page = await (await client.get(f"/desk/posts/{post}")).text()
    found = re.search(
        r'<section class="band bad" aria-labelledby="damage">.*?</section>', page, re.DOTALL
    )
    return unescape(re.sub("<[^>]+>", "", found[0])) if found else ""


async def test_what_is_missing_changed_or_not_made_is_told_by_its_place(
    client: Client, archive: Archive, capture: Capture, session: LogIn, blobs: Path
) -> None:
    await session()
    post = await capture(samples.FOUR_PICTURES_URL)
    await settled(archive, "derive")
    assert await told(client, post) == "", "all is well"
    holding = await held(archive, post)
    one, two, three, _ = (
        holding.media[a.sha256 or ""] for a in holding.attachments if a.role == "media"
    )
    (blobs / content_name(one.sha256)).unlink()
    (blobs / content_name(two.sha256)).write_bytes(b"something else")
    lost = [variant_name(three.sha256, v.width, v.format) for v in three.variants[:2]]
    (blobs / lost[0]).unlink()
    (blobs / lost[1]).write_bytes(b"cut")
    said = await told(client, post)
    assert re.search(r"The stored file of image 1 of 4( \(“.+”\))? is gone[.] Readers still", said)
    assert re.search(
        r"The stored file of image 2 of 4.* is damaged: it is not as it was kept", said
    )
    assert re.search(r"Of image 3 of 4.*, copies that readers get are gone or damaged", said)
    assert "image 4" not in said
    for name in (content_name(one.sha256), content_name(two.sha256), *lost):
        assert name in said
    assert "“Back up and restore”" in said


async def test_a_picture_that_cannot_be_decoded_any_more_says_why(
    archive: Archive, capture: Capture
) -> None:
    post = await capture(samples.FOUR_PICTURES_URL)
    holding = await held(archive, post)
    strict = Decoder(MediaSettings(max_pixels=10))
    bare = {key: msgspec.structs.replace(row, variants=()) for key, row in holding.media.items()}
    archive._decoder = strict
    found = await archive.damage(msgspec.structs.replace(holding, media=bare))
    strict.close()
    assert {damage.harm for damage in found} == {"no picture"}
    assert all("too many pixels" in (damage.detail or "") for damage in found)


async def test_a_video_is_weighed_and_not_read(archive: Archive, capture: Capture) -> None:
    post = await capture(samples.FOUR_PICTURES_URL)
    holding = await held(archive, post)
    rows = {
        key: msgspec.structs.replace(row, mime="video/mp4", variants=())
        for key, row in holding.media.items()
    }
    assert await archive.damage(msgspec.structs.replace(holding, media=rows)) == ()
    heavier = {key: msgspec.structs.replace(row, bytes=row.bytes + 1) for key, row in rows.items()}
    found = await archive.damage(msgspec.structs.replace(holding, media=heavier))
    assert {damage.harm for damage in found} == {"changed"}


async def test_a_damaged_card_of_a_frozen_form_is_told(
    client: Client, archive: Archive, capture: Capture, session: LogIn, blobs: Path
) -> None:
    await session()
    post = await capture(release=True)
    await settled(archive, "freeze")
    found = await archive.cards.find_pinned(post, 1, "~t1/card.png")
    assert found is not None
    name = card_name(found.row.sha256)
    (blobs / name).write_bytes(b"no picture")
    page = await (await client.get(f"/desk/posts/{post}")).text()
    assert "The stored picture of the frozen form ~t1 of version 1 is gone or damaged" in page
    assert name in page
