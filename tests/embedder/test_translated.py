"""Translations of a post that another reposts, and of one behind a warning, in every output."""

import re

import pytest
from msgspec.structs import replace

from archive.storage.base import Holding
from embedder.links import Links
from embedder.options import Options
from embedder.outputs import TEXT_OUTPUTS, Material
from embedder.parts import PostView
from embedder.render.card import alt_of, draw_card, find_fonts
from embedder.render.post_page import post_page
from embedder.view import build_view
from tests.embedder import holdings
from tests.embedder.looks import SITE

LINKS = Links("https://record.example.org")
SPANISH, ENGLISH = "Hoy me reuní con la alcaldesa", "Today I met the mayor"
BY = f"Translation by Ana Sample, {SITE.name}"


def reposted() -> Holding:
    """A repost of the post that has a translation; the repost itself has none."""
    return replace(holdings.repost(), reposted=holdings.translated())


def told(live: Holding, *, frozen: bool = False) -> dict[str, str]:
    view = build_view(live, Options(), SITE, LINKS, frozen=frozen)
    of = Material(holding=live, view=view, links=LINKS, origin=LINKS.origin, frozen=frozen)
    texts = {name: kind.render(of).decode() for name, kind in TEXT_OUTPUTS.items()}
    return texts | {"post": post_page(live, view, SITE, LINKS)}


def test_a_repost_shows_the_translation_under_the_words_of_the_author_in_every_output() -> None:
    for output, text in told(reposted()).items():
        assert text.count(ENGLISH) == 1, output
        assert text.index(SPANISH) < text.index(ENGLISH), output
        assert "Ana Sample" in text, output
        if output != "post.json":
            assert f"{BY}, " in text, output
        for quotation in re.findall("<blockquote.*?</blockquote>", text, re.DOTALL):
            assert SPANISH in quotation
            assert output == "email.html" or ENGLISH not in quotation
    view = build_view(reposted(), Options(), SITE, LINKS)
    bare = replace(view, translations=())
    fonts = find_fonts(system=False)
    assert draw_card(view, {}, fonts).height > draw_card(bare, {}, fonts).height


def test_of_a_reposted_post_that_is_not_shown_no_translation_is_told() -> None:
    live, inner = reposted(), holdings.translated()
    hidden = replace(inner, post=replace(inner.post, visibility="withheld"))
    for output, text in told(replace(live, reposted=hidden)).items():
        assert ENGLISH not in text, output
    for output, text in told(live, frozen=True).items():
        assert output == "post" or ENGLISH not in text, output


def test_a_translation_for_another_snapshot_of_the_reposted_post_is_not_under_this_one() -> None:
    inner = holdings.translated()
    of_the_second = replace(inner, annotations=(replace(inner.annotations[0], snapshot=2),))
    view = build_view(replace(reposted(), reposted=of_the_second), Options(), SITE, LINKS)
    assert view.translations == ()


@pytest.mark.parametrize("repost", [False, True])
def test_where_nothing_can_be_clicked_a_warned_posts_translation_is_not_told(repost: bool) -> None:
    live = holdings.translated()
    assert live.stored is not None
    content = replace(live.stored.snapshot, content_warning="Politics")
    live = replace(live, stored=replace(live.stored, snapshot=content))
    if repost:
        live = replace(holdings.repost(), reposted=live)
    texts = told(live)
    for output in ("email.html", "email.txt"):
        assert "Politics" in texts[output]
        assert SPANISH not in texts[output]
        assert ENGLISH not in texts[output]
    view = build_view(live, Options(), SITE, LINKS)
    assert isinstance(view.post, PostView)
    assert view.translations
    fonts = find_fonts(system=False)
    bare = replace(view, translations=())
    assert draw_card(view, {}, fonts).png == draw_card(bare, {}, fonts).png
    assert ENGLISH not in alt_of(view)
