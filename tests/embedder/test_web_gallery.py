"""The gallery: every look through the real renderer, for editors alone, in the site's CSS."""

import re
from html import unescape

import pytest
from aiohttp.test_utils import TestClient, TestServer
from msgspec.structs import replace

from archive.archive import Archive
from archive.settings import EmbedSettings, Settings
from embedder.app import make_app
from embedder.looks import LOOKS
from embedder.web.gallery import slug
from tests.embedder.conftest import Bearer, Client
from tests.embedder.people import key_of


async def test_every_state_is_there_in_both_themes_and_three_widths(
    client: Client, bearer: Bearer
) -> None:
    key = await bearer("editor")
    page = await (await client.get("/desk/gallery", headers=key)).text()
    frames = re.findall(r'<iframe src="([^"]+)"[^>]* width="([0-9]+)" height="([0-9]+)"', page)
    assert len(frames) == len(LOOKS) * 2 * 3
    assert {width for _, width, _ in frames} == {"320", "400", "600"}
    assert all(int(height) > 30 for *_, height in frames)
    assert len({src for src, *_ in frames}) == len(LOOKS) * 2
    assert " style=" not in page


@pytest.mark.parametrize("name", LOOKS)
async def test_each_look_is_drawn_by_the_real_renderer(
    client: Client, bearer: Bearer, name: str
) -> None:
    key = await bearer("editor")
    for theme in ("light", "dark"):
        answer = await client.get(f"/desk/gallery/{slug(name)}/{theme}", headers=key)
        page = await answer.text()
        assert f'<figure class="onrecord onrecord-{theme} ' in page
        assert "frame-ancestors 'self'" in answer.headers["Content-Security-Policy"]
        pictures = {*re.findall(r'src(?:set)?="(/[^" ]+)', page)}
        for path in pictures:
            assert path.startswith("/desk/gallery/pictures/")
            drawn = await client.get(path, headers=key)
            assert drawn.content_type == "image/svg+xml"


async def test_a_sample_leads_to_its_state_in_the_gallery_and_to_no_page_that_there_is_not(
    client: Client, bearer: Bearer
) -> None:
    key = await bearer("editor")
    led: set[str] = set()
    for name in LOOKS:
        page = await (await client.get(f"/desk/gallery/{slug(name)}/light", headers=key)).text()
        body = page.partition("<body>")[2]
        found = {unescape(href) for href in re.findall(r'<a [^>]*?href="([^"]+)"', body)}
        led |= {href.partition("#")[0] for href in found if not href.startswith("https://")} - {""}
        assert all("sample" in href or "bridge.example" in href for href in found
                   if href.startswith("https://"))  # fmt: skip
    assert len(led) >= len(LOOKS) - 2, "what is not shown has no link"
    for path in led:
        answer = await client.get(path, headers=key)
        assert answer.status == 200, path
        assert (await answer.text()).count("<h2") == 1, path


def test_no_two_looks_have_one_address() -> None:
    assert len({slug(name) for name in LOOKS}) == len(LOOKS)


async def test_one_state_and_a_language_are_chosen_by_links(client: Client, bearer: Bearer) -> None:
    key = await bearer("editor")
    page = await (await client.get("/desk/gallery?state=deleted&lang=es", headers=key)).text()
    assert page.count("<iframe") == 6
    assert re.search(r'href="[^"]*state=deleted&amp;lang=es" aria-current="true">deleted<', page)
    src = unescape(re.findall(r'<iframe src="([^"]+)"', page)[0])
    assert '<html lang="es"' in await (await client.get(src, headers=key)).text()


async def test_what_there_is_not_is_all_of_it_or_404(client: Client, bearer: Bearer) -> None:
    key = await bearer("editor")
    page = await (await client.get("/desk/gallery?state=x&lang=%3Cb%3E", headers=key)).text()
    assert page.count("<h2") == len(LOOKS)
    assert "<b>" not in page
    for path in ("nothing/light", "text/blue", "pictures/x", "pictures/" + "g" * 64):
        assert (await client.get(f"/desk/gallery/{path}", headers=key)).status == 404, path


async def test_only_editors_see_it(client: Client, bearer: Bearer) -> None:
    for path in ("", "/text/light", f"/pictures/{'a' * 64}"):
        assert (await client.get(f"/desk/gallery{path}")).status == 401
        reader = await client.get(f"/desk/gallery{path}", headers=await bearer("reader"))
        assert reader.status == 403


async def test_it_shows_the_sites_own_css(settings: Settings, archive: Archive) -> None:
    looked = replace(settings, embed=EmbedSettings(css=".onrecord { --onrecord-radius: 0 }"))
    key = await key_of(archive, "editor")
    async with TestClient(TestServer(make_app(looked, archive))) as client:
        page = await (await client.get("/desk/gallery/text/light", headers=key)).text()
        assert "<style>.onrecord { --onrecord-radius: 0 }</style>" in page
        page = await (await client.get("/desk/gallery", headers=key)).text()
        assert "Your own CSS, [embed] css, is in it." in page
