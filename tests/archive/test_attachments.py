"""Which kept file belongs to which part of a snapshot."""

from msgspec.structs import replace

from archive.attachments import emoji_targets, held
from tests.embedder import holdings


def test_a_file_that_came_later_is_told_by_its_attachment() -> None:
    live = holdings.photos(1)
    assert held(live, "media", 0).row is live.media[live.attachments[0].sha256 or ""]


def test_a_file_that_nothing_tells_of_was_not_taken() -> None:
    assert held(holdings.post_text(), "media", 0).state == "not to be had"


def test_a_file_that_is_there_by_its_row_alone_is_there() -> None:
    live = replace(holdings.photos(1), attachments=())
    assert live.stored is not None
    assert held(live, "media", 0, live.stored.snapshot.media[0].sha256).state == "there"


def test_an_attachment_without_its_file_is_not_there() -> None:
    live = replace(holdings.photos(1), media={})
    assert held(live, "media", 0).state == "not to be had"


def test_a_withheld_file_is_there_and_not_shown() -> None:
    live = holdings.photos(1)
    media = {key: replace(row, visibility="withheld") for key, row in live.media.items()}
    found = held(replace(live, media=media), "media", 0)
    assert found.state == "there"
    assert found.shown is None


def test_emoji_are_found_by_the_order_of_their_targets() -> None:
    live = holdings.emoji()
    assert [*emoji_targets(live)] == ["https://sample.example/e/bridge.png"]
    assert emoji_targets(replace(live, stored=None)) == {}
