"""Put it in your article: what is chosen is what the code shows, wherever it goes."""

import io
import re
from collections.abc import Awaitable, Callable
from html import unescape

from PIL import Image

from archive.archive import Archive
from embedder.options import Options
from embedder.web.desk_put_in import PLACES, chosen_options
from tests.embedder.conftest import Capture, Client

LogIn = Callable[..., Awaitable[str]]


async def test_what_was_chosen_is_what_the_preview_and_the_placement_show(
    client: Client, archive: Archive, capture: Capture, session: LogIn
) -> None:
    csrf = await session("editor")
    post = await capture()
    asked = {"chosen": "1", "theme": "dark", "lang": "es", "width": "400", "counts": "1"}
    page = await (await client.get(f"/desk/posts/{post}/article", params=asked)).text()
    assert '<option value="es" selected>Spanish</option>' in page
    frames = re.findall(r'<iframe src="([^"]+)"[^>]* width="(\d+)"', page)
    assert [width for _, width in frames] == ["320", "400", "600"]
    assert {src for src, _ in frames} == {f"/e/{post}/~dark.es.counts.nomedia.w400/"}
    assert (await client.get(frames[0][0])).status == 200
    form = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', page))
    assert form == {**asked, "csrf": csrf}
    page = await (await client.post(f"/desk/posts/{post}/copy", data=form)).text()
    (placement,) = await archive.storage.placements(post)
    assert placement.options == {
        "theme": "dark", "lang": "es", "width": 400, "counts": True, "media": False
    }  # fmt: skip
    codes = dict(re.findall(r'<textarea id="code-(\w+)"[^>]*>(.*?)</textarea>', page, re.DOTALL))
    codes = {key: unescape(code) for key, code in codes.items()}
    assert page.count('name="codes"') == len(PLACES)
    link = f"http://127.0.0.1:8080/post/{post}"
    placed = f"http://127.0.0.1:8080/p/{placement.key}/"
    assert codes["address"] == placed
    assert codes["block"].startswith("<!-- wp:html -->\n<blockquote")
    assert f"/p/{placement.key}/" in codes["iframe"]
    assert "<script" not in codes["email"]
    assert "<blockquote" in codes["email"]
    image = re.search(
        r'<img src="([^"]+)" width="(\d+)" height="(\d+)".* alt="[^"]+"', codes["image"]
    )
    assert image is not None
    assert image[1] == f"{placed}card.png"
    drawn = await (await client.get(f"/p/{placement.key}/card.png")).read()
    assert drawn != await (await client.get(f"/e/{post}/card.png")).read()
    with Image.open(io.BytesIO(drawn)) as picture:
        assert picture.size == (int(image[2]), int(image[3]))
    assert all(line.startswith(">") for line in codes["markdown"].strip().split("\n"))
    assert codes["markdown"].strip().endswith(f"](<{link}>)")


async def test_the_words_of_a_post_are_no_markdown(
    client: Client, archive: Archive, session: LogIn
) -> None:
    csrf = await session("editor")
    said = "# Title\n1. *one* [x](javascript:a) <b>\n- _two_ ![i](u)"
    answer = await client.post(
        "/desk/capture/by-hand",
        data={
            "csrf": csrf,
            "text": said,
            "name": "A [b](c)",
            "time": "2025-03-29",
            "timezone": "UTC",
        },
    )
    post = answer.url.path.rsplit("/", 1)[1]
    page = await (await client.post(f"/desk/posts/{post}/copy", data={"csrf": csrf})).text()
    found = re.search(r'<textarea id="code-markdown"[^>]*>(.*?)</textarea>', page, re.DOTALL)
    assert found is not None
    code = unescape(found[1])
    assert "> \\# Title\\\n> 1\\. \\*one\\* \\[x\\](javascript:a) \\<b\\>" in code
    assert "A \\[b\\](c)" in code


def test_a_form_that_was_not_sent_chooses_nothing() -> None:
    assert chosen_options({"theme": "dark"}) == Options()
    assert chosen_options({"chosen": "1", "media": "1", "width": "9"}) == Options()
