"""A status of the client API -> snapshots, on statuses of our own making."""

from datetime import timedelta
from typing import Any

import pytest

from archive.platforms.fediverse.mastodon_parse import Parsed, parse_status
from archive.records import Author, Facet, LinkCard, Media, Poll, PollOption, Snapshot
from tests.archive.fediverse_data import BASE, ID, LATER, POSTED, account, attachment, stamp, status


def today(payload: dict[str, Any], **more: Any) -> Snapshot:
    return parse_status(payload, BASE, **more).snapshots[-1]


def test_a_plain_status_is_one_full_snapshot() -> None:
    parsed = parse_status(status(), BASE)
    assert parsed == Parsed(
        snapshots=(
            Snapshot(
                platform="fediverse",
                native_id=f"m.example/{ID}",
                url=f"https://m.example/@ann/{ID}",
                author=Author(
                    name="Ann",
                    handle="ann@m.example",
                    native_id="https://m.example/users/ann",
                    url="https://m.example/@ann",
                    avatar_url="https://m.example/ann.png",
                ),
                text="Hello",
                html="<p>Hello</p>",
                lang="en",
                langs=("en",),
                created_at=POSTED,
                created_precision="ms",
                counts={"replies": 1, "reposts": 2, "likes": 3, "quotes": 0},
            ),
        ),
        along=(),
    )


def test_text_facets_and_emoji_come_from_the_content() -> None:
    found = today(
        status(
            content='<p>:cat: <a href="https://m.example/tags/x" class="mention hashtag" '
            'rel="tag">#<span>x</span></a></p><script>1</script>',
            emojis=[
                {
                    "shortcode": "cat",
                    "url": "https://m.example/c.gif",
                    "static_url": "https://m.example/c.png",
                }
            ],
        )
    )
    assert found.text == ":cat: #x"
    assert found.facets == (
        Facet(start=0, end=5, kind="emoji", target="https://m.example/c.png"),
        Facet(start=6, end=8, kind="hashtag", target="https://m.example/tags/x"),
    )
    assert found.html is not None
    assert "script" not in found.html


def test_a_content_warning_and_sensitive_are_kept() -> None:
    found = today(status(spoiler_text="Food <b>", sensitive=True, language=None))
    assert (found.content_warning, found.sensitive, found.lang, found.langs) == (
        "Food <b>",
        True,
        None,
        (),
    )


def test_what_is_no_text_is_replaced_everywhere() -> None:
    found = today(
        status(
            content="<p>a\ud83d</p>",
            spoiler_text="b\x00",
            account=account(display_name="\udc00"),
        )
    )
    assert (found.text, found.content_warning, found.author.name) == (
        "a\ufffd",
        "b\ufffd",
        "\ufffd",
    )
    assert len(found.warnings) == 1


@pytest.mark.parametrize(
    ("payload", "medium"),
    [
        (
            attachment("image", meta={"original": {"width": 640, "height": 480}}),
            Media(
                kind="image",
                urls=("https://files.example/image",),
                native_id="11",
                alt="What it shows",
                width=640,
                height=480,
            ),
        ),
        (
            attachment("video"),
            Media(
                kind="video",
                urls=("https://files.example/video",),
                native_id="11",
                alt="What it shows",
                width=640,
                height=480,
                duration=12.5,
                poster_url="https://files.example/small.png",
            ),
        ),
        (
            attachment("gifv", meta={"width": 320, "height": 200, "duration": 3, "original": {}}),
            Media(
                kind="gif",
                urls=("https://files.example/gifv",),
                native_id="11",
                alt="What it shows",
                width=320,
                height=200,
                duration=3.0,
                poster_url="https://files.example/small.png",
            ),
        ),
        (
            attachment(
                "audio", description=None, preview_url=None, meta={"original": {"duration": 217.73}}
            ),
            Media(
                kind="audio", urls=("https://files.example/audio",), native_id="11", duration=217.73
            ),
        ),
        (
            attachment(
                "unknown",
                url=None,
                description="",
                meta=None,
                remote_url="https://other.example/talk.mp4",
            ),
            Media(
                kind="video",
                urls=("https://other.example/talk.mp4",),
                native_id="11",
                poster_url="https://files.example/small.png",
            ),
        ),
        (
            attachment(
                "unknown", url="javascript:1", meta={"original": {"width": -1, "height": 1.5}}
            ),
            Media(kind="image", native_id="11", alt="What it shows"),
        ),
    ],
)
def test_an_attachment_is_a_medium(payload: dict[str, Any], medium: Media) -> None:
    assert today(status(media_attachments=[payload])).media == (medium,)


def test_a_poll_is_kept_with_its_votes() -> None:
    poll = {
        "id": "1",
        "expires_at": stamp(LATER),
        "expired": False,
        "multiple": True,
        "votes_count": 5,
        "voters_count": 4,
        "options": [{"title": "Yes", "votes_count": 5}, {"title": "No", "votes_count": None}],
    }
    assert today(status(poll=poll)).poll == Poll(
        options=(PollOption(text="Yes", votes=5), PollOption(text="No")),
        ends_at=LATER,
        closed=False,
        multiple=True,
        voters=4,
    )


def test_a_poll_that_is_over_says_so_and_one_without_an_end_names_none() -> None:
    options = [{"title": "Yes", "votes_count": 5}]
    over = today(status(poll={"options": options, "expired": True, "expires_at": stamp(POSTED)}))
    assert over.poll is not None
    assert (over.poll.closed, over.poll.ends_at) == (True, POSTED)
    endless = today(status(poll={"options": options, "expired": False, "expires_at": None}))
    assert endless.poll is not None
    assert (endless.poll.closed, endless.poll.ends_at) == (False, None)


def test_a_language_with_its_region_stays_whole() -> None:
    for lang in ("pt-BR", "zh-TW", "es-419"):
        assert today(status(language=lang)).lang == lang


def test_words_from_right_to_left_keep_their_order_and_their_marks() -> None:
    link = '<a href="https://m.example/tags/x" class="mention hashtag">#<span>سلام</span></a>'
    found = today(status(language="ar", content=f"<p dir='rtl'>مرحبا \u2067{link}\u2069 بكم</p>"))
    assert (found.text, found.lang) == ("مرحبا \u2067#سلام\u2069 بكم", "ar")
    (facet,) = found.facets
    assert (found.text[facet.start : facet.end], facet.kind) == ("#سلام", "hashtag")


def test_the_hidden_parts_of_a_link_are_in_its_target_alone() -> None:
    link = (
        '<a href="https://www.example.org/a/long/way"><span class="invisible">https://www.</span>'
        '<span class="ellipsis">example.org/a/lo</span><span class="invisible">ng/way</span></a>'
    )
    found = today(status(content=f"<p>See {link}.</p>"))
    assert found.text == "See example.org/a/lo…."
    assert found.facets == (
        Facet(start=4, end=21, kind="link", target="https://www.example.org/a/long/way"),
    )


def test_a_link_card_is_kept() -> None:
    card = {
        "url": "https://news.example/1",
        "title": "Title",
        "description": "",
        "type": "link",
        "image": "https://m.example/card.png",
    }
    assert today(status(card=card)).link_card == LinkCard(
        url="https://news.example/1", title="Title", image_url="https://m.example/card.png"
    )
    assert today(status(card={**card, "url": "javascript:1"})).link_card is None


def version(content: str, at: str, **fields: Any) -> dict[str, Any]:
    return {
        "content": content,
        "spoiler_text": "",
        "sensitive": False,
        "created_at": at,
        "account": account(),
        "media_attachments": [],
        "emojis": [],
        **fields,
    }


def test_an_edited_post_has_a_snapshot_of_each_version() -> None:
    middle = POSTED + timedelta(minutes=1)
    history = [
        version("<p>Frist</p>", stamp(POSTED), media_attachments=[attachment("image")]),
        version(
            "<p>First</p>",
            stamp(middle),
            spoiler_text="Typo",
            poll={"options": [{"title": "A"}, {"title": "B"}]},
        ),
        version("<p>First, now right</p>", stamp(LATER)),
    ]
    parsed = parse_status(
        status(content="<p>First, now right</p>", edited_at=stamp(LATER)), BASE, history=history
    )
    first, second, last = parsed.snapshots
    assert [s.text for s in parsed.snapshots] == ["Frist", "First", "First, now right"]
    assert [s.as_of for s in parsed.snapshots] == [POSTED, middle, None]
    assert [s.as_of_basis for s in parsed.snapshots] == ["edit history", "edit history", "now"]
    assert [s.edited_at for s in parsed.snapshots] == [None, middle, LATER]
    assert [s.created_at for s in parsed.snapshots] == [POSTED] * 3
    assert [len(s.media) for s in parsed.snapshots] == [1, 0, 0]
    assert first.media[0].native_id == "11"
    assert second.content_warning == "Typo"
    assert second.poll == Poll(options=(PollOption(text="A"), PollOption(text="B")))
    assert (first.counts, last.counts["likes"]) == ({}, 3)
    assert last.warnings == ()


def test_an_edited_post_without_its_history_says_so() -> None:
    for history in (None, [], [version("<p>Hello</p>", stamp(LATER))]):
        parsed = parse_status(status(edited_at=stamp(LATER)), BASE, history=history)
        assert len(parsed.snapshots) == 1
        assert "edited" in parsed.snapshots[0].warnings[0]


def test_a_post_that_is_dated_apart_from_its_id_keeps_both_times() -> None:
    found = today(status(created_at="2020-01-01T00:00:00.000Z"))
    assert found.created_at == POSTED
    assert found.created_at_claimed is not None
    assert found.created_at_claimed.year == 2020
    assert today(status(created_at=None)).created_at == POSTED


def test_a_very_long_text_is_cut_and_said_to_be() -> None:
    found = today(status(content="<p>" + "a " * 150_000))
    assert found.completeness == "cut"
    assert "cut" in found.warnings[0]


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"account": None}, "no account"),
        ({"content": None}, "no text"),
        ({"url": None, "uri": "tag:x"}, "no address"),
    ],
)
def test_a_status_without_its_essentials_is_refused(fields: dict[str, Any], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        parse_status(status(**fields), BASE)


ODD: list[Any] = [
    None,
    True,
    -1,
    10**400,
    1e308,
    "x",
    "",
    [],
    {},
    [[]],
    [None],
    {"a": []},
    [{"type": []}],
]


@pytest.mark.parametrize("key", sorted(status().keys() - {"uri", "url", "account", "content"}))
@pytest.mark.parametrize("odd", ODD, ids=lambda value: str(value)[:12])
def test_a_field_of_another_shape_does_not_raise(key: str, odd: Any) -> None:
    assert parse_status(status(**{key: odd}), BASE, history=[{}, {}], ancestors=[{}]).snapshots


@pytest.mark.parametrize("odd", ODD, ids=lambda value: str(value)[:12])
def test_parts_of_another_shape_do_not_raise(odd: Any) -> None:
    poll = dict.fromkeys(("expires_at", "multiple", "voters_count"), odd)
    found = today(
        status(
            account=account(display_name=odd, acct=odd, uri=odd, avatar=odd, avatar_static=odd),
            media_attachments=[
                {"id": odd, "type": odd, "url": odd, "meta": odd, "description": odd},
                attachment(
                    "video", meta={"original": {"width": odd, "height": odd, "duration": odd}}
                ),
            ],
            poll={**poll, "options": [{"title": odd, "votes_count": odd}]},
            card={"url": "https://e.org/", "title": odd, "image": odd},
            emojis=[{"shortcode": odd, "url": odd}],
            pleroma=odd,
        )
    )
    assert found.text == "Hello"
