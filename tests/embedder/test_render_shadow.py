"""The fragment with a shadow root: its look in there, every word of it outside."""

import base64
import hashlib
import html
import os
import re

import pytest

from embedder.links import Links
from embedder.options import Options, parse_options
from embedder.render import v1
from embedder.render.shadow import slotted
from embedder.view import build_view
from tests.embedder import holdings
from tests.embedder.test_render_v1 import GOLDEN, LINKS, SITE, styles

KEPT = ("four-photos", "content-warning", "gone", "hostile", "poll")
"""A golden file each: the rest is the plain box, cut in two."""


def shadow(name: str) -> str:
    asked = Options(style="shadow", parent=name == "reply", counts=True)
    return v1.fragment(build_view(holdings.HOLDINGS[name](), asked, SITE, LINKS))


def parts(fragment: str) -> tuple[str, str]:
    """What is in the shadow root, without its styles, and what is outside."""
    inside, outside = fragment.split("<template shadowrootmode", 1)[1].split("</template>")
    return re.sub("<style>.*?</style>", "", inside, flags=re.DOTALL).split(">", 1)[1], outside


def words(markup: str) -> list[str]:
    return html.unescape(re.sub("<[^>]*>", " ", markup)).split()


@pytest.mark.parametrize("name", KEPT)
def test_it_gives_what_it_always_gave(name: str) -> None:
    text, path = shadow(name), GOLDEN / f"{name}.shadow.html"
    if os.environ.get("ONRECORD_UPDATE_GOLDEN"):
        path.write_text(text, encoding="utf-8", newline="")
    assert text == path.read_bytes().decode(), f"{path.name} is not what it was"


@pytest.mark.parametrize("name", holdings.HOLDINGS)
def test_every_word_of_the_box_stands_outside_in_its_order(name: str) -> None:
    view = build_view(
        holdings.HOLDINGS[name](), Options(parent=name == "reply", counts=True), SITE, LINKS
    )
    box = re.sub('<span class="onrecord-more">[^<]*</span>', "", v1.box(view))
    inside, outside = parts(shadow(name))
    assert words(outside) == words(box)
    assert words(re.sub('<span class="onrecord-more">[^<]*</span>', "", inside)) == []


@pytest.mark.parametrize("name", holdings.HOLDINGS)
def test_each_slot_has_its_words_and_all_words_their_slot(name: str) -> None:
    inside, outside = parts(shadow(name))
    slots = re.findall('<slot name="([0-9]+)"></slot>', inside)
    assert slots == re.findall(' slot="([0-9]+)"', outside)
    assert slots == [str(number) for number in range(1, len(slots) + 1)]
    for tag in ("p", "div", "span", "a", "bdi", "blockquote", "details", "figure"):
        for part in (inside, outside.rsplit("</div>", 1)[0]):
            assert len(re.findall(f"<{tag}[ >]", part)) == part.count(f"</{tag}>"), tag


def test_what_waits_for_a_click_is_hidden_where_there_is_no_shadow_root() -> None:
    _, outside = parts(shadow("content-warning"))
    assert re.search(r"<p[^>]*>Content warning: Politics</p>", outside)
    assert re.search(r"<blockquote[^>]* hidden>One figure", outside)
    assert "<img" not in outside
    _, outside = parts(shadow("sensitive"))
    assert "<img" not in outside
    _, outside = parts(shadow("four-photos"))
    assert outside.count("<img") == 4
    assert "hidden" not in outside


def test_names_and_links_keep_what_is_theirs() -> None:
    _, outside = parts(shadow("arabic"))
    assert re.search(r'<blockquote dir="auto" cite="https://[^"]*" lang="ar" slot="\d+">', outside)
    _, outside = parts(shadow("text"))
    assert "bridge.<br>\n<br>\nThe plan" in outside
    assert '<span translate="no">Original in English · <a href="https://record.' in outside
    assert " class=" not in outside.replace(' class="onrecord-emoji"', "")


def test_its_policy_allows_its_styles_alone() -> None:
    view = build_view(
        holdings.post_text(), Options(style="shadow", width=400), SITE, Links("https://a.example")
    )
    text, policy = v1.fragment(view), v1.fragment_csp(view)
    assert len(styles(text)) == 3
    for style in styles(text):
        digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
        assert f"'sha256-{digest}'" in policy
    assert policy.count("sha256-") == 3
    assert " style=" not in text


def test_the_path_names_it_and_the_page_is_as_ever() -> None:
    asked = parse_options("~dark.es.shadow.t1")
    assert asked == Options(theme="dark", lang="es", style="shadow", t=1)
    assert asked.segment == "~dark.es.shadow.t1"
    plain, other = (
        v1.page(build_view(holdings.post_text(), Options(style=style), SITE, LINKS))
        for style in ("inline", "shadow")
    )
    assert plain == other


def test_a_box_that_is_all_look_stays_inside() -> None:
    box = '<figure class="onrecord"><div class="onrecord-kept"></div></figure>'
    assert slotted(box) == (box, "")
