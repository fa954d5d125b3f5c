"""The card as it is served."""

import io

from PIL import Image

from archive.archive import Archive
from tests.embedder.conftest import Capture, Client


async def test_a_public_post_has_a_card_and_a_crop(client: Client, capture: Capture) -> None:
    post = await capture(release=True)
    for name, height in (("card.png", None), ("card-og.png", 630), ("~dark/card.png", None)):
        answer = await client.get(f"/e/{post}/{name}")
        assert answer.status == 200
        assert answer.headers["Content-Type"] == "image/png"
        assert f"post-{post}" in answer.headers["Surrogate-Key"]
        assert answer.headers["ETag"]
        with Image.open(io.BytesIO(await answer.read())) as image:
            assert image.width == 1200
            assert height is None or image.height == height


async def test_a_draft_has_no_card(client: Client, capture: Capture) -> None:
    post = await capture()
    assert (await client.get(f"/e/{post}/card.png")).status == 404


async def test_a_withheld_post_has_another_card_that_says_so(
    client: Client, capture: Capture, archive: Archive
) -> None:
    post = await capture(release=True)
    before = await (await client.get(f"/e/{post}/card.png")).read()
    await archive.withhold(post, by="test", reason="privacy")
    answer = await client.get(f"/e/{post}/card.png?fresh=1")
    with Image.open(io.BytesIO(await answer.read())) as image:
        assert image.height == 240
    assert before
