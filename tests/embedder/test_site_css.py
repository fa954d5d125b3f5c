"""A site's own look: in the page, allowed by its policy, and nothing in it loads anything."""

import base64
import hashlib
import re
from pathlib import Path

import pytest
from aiohttp.test_utils import TestClient, TestServer
from msgspec.structs import replace

from archive.errors import ConfigError
from archive.settings import EmbedSettings, Settings
from embedder import samples
from embedder.app import make_app
from embedder.links import Links
from embedder.options import Options
from embedder.render import v1
from embedder.site_css import MAX_CSS, site_css
from embedder.view import EmbedView, Site, build_view
from tests.embedder import holdings
from tests.embedder.conftest import Capture
from tests.embedder.doors import Newsroom

LOOK = ".onrecord { --onrecord-radius: 0; --onrecord-link: light-dark(#700, #f99) }"


def view(css: str) -> EmbedView:
    return build_view(holdings.post_text(), Options(), Site(), Links(), css=css)


def test_the_page_has_it_last_and_its_policy_allows_it() -> None:
    page, policy = v1.page(view(LOOK)), v1.csp(view(LOOK))
    styles = re.findall("<style>(.*?)</style>", page, re.DOTALL)
    assert styles[-1] == LOOK
    for style in styles:
        digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
        assert f"'sha256-{digest}'" in policy
    assert "unsafe" not in policy


def test_a_fragment_and_its_policy_do_not_know_it() -> None:
    assert v1.fragment(view(LOOK)) == v1.fragment(view(""))
    assert v1.fragment_csp(view(LOOK)) == v1.fragment_csp(view(""))


def test_a_withheld_post_has_the_look_too() -> None:
    hidden = build_view(holdings.withheld(), Options(), Site(), Links(), css=LOOK)
    assert LOOK in v1.page(hidden)


@pytest.mark.parametrize(
    "css",
    [
        ".a { background: url(https://evil.example/a.png) }",
        ".a { background: URL ( x ) }",
        r".a { background: \75rl(x) }",
        r".a { background: \000075 rl(x) }",
        r".a { background: u\rl(x) }",
        '@import "https://evil.example/a.css"; .a {}',
        r'@\69mport "a.css"; .a {}',
        ".a { background: image-set('https://evil.example/a.png' 1x) }",
        ".a { background: -webkit-image-set('a.png' 1x) }",
        "@font-face { font-family: a; src: local(b) }",
        ".a { content: src('x') }",
    ],
)
def test_what_would_load_something_stops_the_start(css: str) -> None:
    with pytest.raises(ConfigError, match="would load something"):
        make_app(Settings(embed=EmbedSettings(css=css)))


@pytest.mark.parametrize("css", ["a{}</style><script>alert(1)</script>", "<!-- a{}", "a{\0}"])
def test_it_cannot_end_its_element(css: str) -> None:
    with pytest.raises(ConfigError, match="no place in a stylesheet"):
        site_css(css)


def test_its_size_has_an_end() -> None:
    rule = ".a{color:red}"
    padding = " " * (MAX_CSS - len(rule) - 1)
    assert site_css(f"{rule}{padding}x")
    with pytest.raises(ConfigError, match="8,193 bytes, and 8,192 are taken"):
        site_css(f"{rule}{padding}xy")


def test_a_file_is_read_as_a_browser_reads_it(tmp_path: Path) -> None:
    path = tmp_path / "look.css"
    path.write_bytes(b"\xef\xbb\xbf.a {\r\n  color: red\r}\r\n")
    assert site_css(str(path)) == ".a {\n  color: red\n}"
    path = tmp_path / "other.css"
    with pytest.raises(ConfigError, match=r"other\.css cannot be read: No such file"):
        site_css(str(path))
    path.write_bytes(b"\xff{}")
    with pytest.raises(ConfigError, match="not UTF-8"):
        site_css(str(path))
    (tmp_path / "long.css").write_bytes(b"a" * 100_000)
    with pytest.raises(ConfigError, match="longer than"):
        site_css(str(tmp_path / "long.css"))


def test_what_newsrooms_write_is_taken() -> None:
    for css in (
        LOOK,
        '.onrecord::before { content: "\\201C" }',
        "@media (width < 400px) { .onrecord > * { color: red } }",
        ".curl(x) {}",
        "",
        "  ",
    ):
        assert site_css(css) == css.strip()


async def test_the_service_serves_it(settings: Settings, archive: object, capture: Capture) -> None:
    post = await capture(release=True)
    looked = replace(settings, embed=EmbedSettings(css=LOOK))
    async with TestClient(TestServer(make_app(looked))) as client:
        answer = await client.get(f"/e/{post}/")
        assert LOOK in await answer.text()
        assert LOOK not in await (await client.get(f"/e/{post}/fragment.html")).text()


def test_a_bad_one_is_a_sentence_on_the_command_line(origin: str, tmp_path: Path) -> None:
    room = Newsroom.led_to(tmp_path, origin)
    assert room.run("capture", samples.EXAMPLE_URL).code == 0
    room.config.write_text(f'[embed]\ncss = "missing.css"\n{room.config.read_text()}')
    ran = room.run("embed", samples.EXAMPLE_URL, "--as", "page")
    assert ran.code == 2
    assert "embed.css: missing.css cannot be read" in ran.err
