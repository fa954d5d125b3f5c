"""The media of an embed: their sizes, their derivatives, and what is said where one is missing."""

from typing import Any

from msgspec.structs import replace

from archive.records import Variant
from archive.storage.base import Holding
from embedder.links import Links
from embedder.options import Options
from embedder.parts import EmbedView, PostView
from embedder.view import Site, build_view
from tests.embedder import holdings


def view_of(live: Holding, **options: Any) -> EmbedView:
    return build_view(live, Options(**options), Site(name="Border News"), Links())


def post_of(view: EmbedView) -> PostView:
    assert isinstance(view.post, PostView)
    return view.post


def test_descriptions_are_honest_about_whose_they_are() -> None:
    media = post_of(view_of(holdings.corrected())).media
    assert media is not None
    assert [tile.alt for tile in media.tiles] == [
        "A bridge over a river",
        "A chart of crossings (description by Border News)",
    ]
    media = post_of(view_of(holdings.photos(3))).media
    assert media is not None
    assert media.tiles[1].alt == "Image 2 of 3, no description"


def test_the_last_of_four_tiles_says_how_many_more_there_are() -> None:
    media = post_of(view_of(holdings.photos(6))).media
    assert media is not None
    assert [tile.more for tile in media.tiles] == [None, None, None, "+2"]


def test_pictures_that_are_not_there_say_why_and_what_they_showed() -> None:
    media = post_of(view_of(holdings.missing())).media
    assert media is not None
    lost = media.tiles[1]
    assert lost.picture is None
    assert lost.message == "Image 2 of 2 was not archived: too large."
    assert lost.description == "A chart of crossings"


def test_a_withheld_picture_says_so_and_nothing_else() -> None:
    live = holdings.photos(2)
    rows = {key: replace(row, visibility="withheld") for key, row in live.media.items()}
    media = post_of(view_of(replace(live, media=rows))).media
    assert media is not None
    assert [(t.picture, t.message, t.alt, t.description) for t in media.tiles] == [
        (None, "Not shown by Border News.", "", None)
    ] * 2


def test_derivatives_are_those_planned_until_they_are_made() -> None:
    live = holdings.photos(1)
    media = post_of(view_of(live)).media
    assert media is not None
    picture = media.tiles[0].picture
    assert picture is not None
    assert [w for _, w in picture.avif] == [320, 640, 960, 1280]
    made = tuple(
        Variant(width=w, height=w, format=kind, bytes=1)  # type: ignore[arg-type]
        for w, kind in ((300, "avif"), (300, "webp"), (250, "jpg"))
    )
    rows = {key: replace(row, variants=made) for key, row in live.media.items()}
    media = post_of(view_of(replace(live, media=rows))).media
    assert media is not None
    picture = media.tiles[0].picture
    assert picture is not None
    assert [w for _, w in picture.avif] == [300]
    assert picture.src.endswith("-250.jpg")


def test_one_picture_keeps_its_ratio_and_is_never_upscaled() -> None:
    for width, height, shown in (
        (1600, 800, (566, 283)),
        (900, 2400, (281, 750)),
        (100, 50, (100, 50)),
    ):
        media = post_of(view_of(holdings.photos(1, width, height))).media
        assert media is not None
        assert (media.tiles[0].width, media.tiles[0].height) == shown


def test_media_can_be_left_out() -> None:
    assert post_of(view_of(holdings.photos(2), media=False)).media is None


def test_a_video_is_a_still_picture_that_says_so() -> None:
    media = post_of(view_of(holdings.video())).media
    assert media is not None
    assert media.tiles[0].caption == "Video, 0:42 · still picture"


def test_sensitive_media_stand_behind_a_click_and_a_warning_hides_all() -> None:
    media = post_of(view_of(holdings.sensitive())).media
    assert media is not None
    assert media.warning == "Marked as sensitive on X"
    warned = view_of(holdings.warned())
    assert post_of(warned).warning == "Content warning: Politics"
    assert warned.description == "Politics"


def test_the_newsroom_can_mark_a_post_as_sensitive() -> None:
    live = holdings.photos(1)
    marked = replace(live, annotations=(holdings.note("sensitive", live),))
    media = post_of(view_of(marked)).media
    assert media is not None
    assert media.warning == "Marked as sensitive by Border News"
    text = holdings.post_text()
    marked = replace(text, annotations=(holdings.note("sensitive", text),))
    assert post_of(view_of(marked)).warning == "Marked as sensitive by Border News"
