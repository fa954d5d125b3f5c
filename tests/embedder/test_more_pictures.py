"""Posts inside that have more pictures than a box shows: "+2" leads to where the others are."""

from typing import Any

import pytest
from bs4 import BeautifulSoup
from msgspec.structs import replace

from archive.records import Attachment, CaptureReason, PostLink, Visibility
from archive.storage.base import Holding
from embedder.links import Links
from embedder.options import Options
from embedder.render import v1
from embedder.render.post_page import post_page
from embedder.view import Site, build_view
from tests.embedder.holdings import hold, photos, quote, snapshot

LINKS = Links("https://record.example.org")
SITE = Site(name="Border News")


def _many_inside(place: str, *, reason: CaptureReason = "context", lost: bool = False) -> Holding:
    """A post that quotes or answers one with six pictures, which is kept as context only."""
    inner = photos(6)
    assert inner.stored is not None
    content = replace(
        inner.stored.snapshot,
        native_id="77",
        author=replace(inner.stored.snapshot.author, name="Ana Sample"),
    )
    attachments = inner.attachments
    if lost:
        last = Attachment(role="media", position=3, source_url=None, state="too large")
        attachments = tuple(last if a.position == 3 else a for a in attachments)
    other = hold(content, list(inner.media.values()), attachments=attachments)
    other = replace(other, post=replace(other.post, capture_reason=reason))
    link = PostLink(url=content.url, platform="x", native_id="77", post=other.post.id)
    links: dict[str, Any] = {place: link}
    outer = hold(snapshot("See these.", **links))
    return replace(outer, **{place: other})


def _shown(holding: Holding) -> tuple[BeautifulSoup, BeautifulSoup]:
    """The embed, with the post that it answers; and the post page, as it is without options."""
    view = build_view(holding, Options(parent=True), SITE, LINKS)
    page = post_page(holding, build_view(holding, Options(), SITE, LINKS), SITE, LINKS)
    return BeautifulSoup(v1.page(view), "html.parser"), BeautifulSoup(page, "html.parser")


@pytest.mark.parametrize("place", ["quoted", "parent"])
@pytest.mark.parametrize("lost", [False, True])
def test_more_pictures_of_a_post_without_a_page_are_on_the_page_of_the_one_around_it(
    place: str, lost: bool
) -> None:
    holding = _many_inside(place, lost=lost)
    embed, page = _shown(holding)
    (more,) = [a for a in embed.select(".onrecord-box a") if "+2" in a.get_text()]
    address, _, anchor = str(more["href"]).partition("#")
    assert (address, anchor) == (f"/post/{holding.post.id}", f"{place}-4")
    assert page.find(id=anchor) is not None
    assert len(page.select(f"figure[id^={place}-]")) == 6
    assert "Ana Sample" in page.select(f"h2#{place}")[0].get_text()
    ids = [str(tag["id"]) for tag in page.select("[id]")]
    assert len(ids) == len(set(ids))


def test_four_pictures_inside_or_a_page_of_its_own_need_no_second_place() -> None:
    own = _many_inside("quoted", reason="request")
    assert own.quoted is not None
    embed, page = _shown(own)
    (more,) = [a for a in embed.select(".onrecord-box a") if "+2" in a.get_text()]
    assert more["href"] == f"/post/{own.quoted.post.id}#media-4"
    assert page.find(id="quoted") is None
    few = quote()
    assert few.quoted is not None
    context = replace(few.quoted.post, capture_reason="context")
    few = replace(few, quoted=replace(few.quoted, post=context))
    embed, page = _shown(few)
    assert page.find(id="quoted") is None
    assert str(embed.select(".onrecord-box .onrecord-media a")[0]["href"]).startswith("/media/")


@pytest.mark.parametrize("visibility", ["withheld", "erased"])
def test_more_pictures_of_a_post_that_is_not_shown_are_nowhere(visibility: Visibility) -> None:
    holding = _many_inside("quoted")
    assert holding.quoted is not None
    hidden = replace(holding.quoted, post=replace(holding.quoted.post, visibility=visibility))
    embed, page = _shown(replace(holding, quoted=hidden))
    assert page.find(id="quoted") is None
    assert page.select("figure.medium") == []
    assert "/media/" not in str(embed.select(".onrecord-box"))


def test_twenty_pictures_of_one_post_are_all_on_its_page() -> None:
    """Bluesky's galleries hold as many."""
    holding = photos(20)
    embed, page = _shown(holding)
    assert len(embed.select(".onrecord-media img")) == 4
    assert "+16" in embed.get_text()
    assert [f["id"] for f in page.select("figure.medium")] == [f"media-{n}" for n in range(1, 21)]
    assert len({str(a["href"]) for a in page.select("figure.medium > a")}) == 20
