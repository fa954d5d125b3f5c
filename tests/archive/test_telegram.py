"""Telegram's posts as its pages show them. Polls, replies, stickers and “Post not found” are in
no recording: the shapes are those that several public clients of the same pages read.
"""

from collections.abc import Callable
from datetime import UTC, datetime

import pytest

from archive.outcome import Answer, Failed, Found, Gone, Refused
from archive.platforms.base import Saved
from archive.platforms.telegram import ChannelPage, Telegram, Widget
from archive.records import Media, NeedsLookup, Place, PollOption, PostRef, Snapshot
from archive.settings import WebArchivesSettings
from archive.testing import FakeAnswer, FakeFetcher
from tests.archive.telegram_pages import (
    CHANNEL,
    HTML,
    OTHER,
    PAGE,
    REF,
    WIDGET,
    error,
    message,
    page,
)

NEEDS = NeedsLookup(
    platform="telegram",
    kind="handle",
    key="mayor_office/361",
    url="https://t.me/mayor_office/361",
)
CDN = "https://cdn.example/file"


Answers = dict[str | Callable[[str], bool], FakeAnswer]


def given(html: str) -> FakeAnswer:
    return 200, HTML, html


def platform() -> Telegram:
    return Telegram({}, lambda _: None, WebArchivesSettings())


def read(html: str) -> Found:
    (answer,) = Telegram.read_saved(Saved(body=page(html).encode()))
    assert isinstance(answer, Found)
    return answer


def post(html: str) -> Snapshot:
    return read(html).snapshots[-1]


async def look(widget: str, others: str | None = None, ref: PostRef = REF) -> Answer:
    answers: Answers = {
        WIDGET: given(widget),
        PAGE: given(others) if others else (302, LEAD_ON, ""),
        "https://t.me/": given("<html>"),
    }
    return await Widget().look(ref, FakeFetcher(answers))


LEAD_ON = {"Location": "https://t.me/mayor_office"}


async def test_a_post_is_found_by_its_channels_number() -> None:
    found = await look(page(message()))
    assert isinstance(found, Found)
    (snapshot,) = found.snapshots
    assert found.ref.native_id == snapshot.native_id == f"{CHANNEL}/361"
    assert snapshot.url == "https://t.me/Mayor_Office/361"
    assert (snapshot.author.name, snapshot.author.handle) == ("Mayor's Office", "Mayor_Office")
    assert snapshot.author.native_id == CHANNEL
    assert snapshot.author.avatar_url == "https://cdn.example/a.jpg"
    assert snapshot.text == "The bridge opens on Monday."
    assert snapshot.created_at == datetime(2025, 3, 29, 17, 2, 11, tzinfo=UTC)
    assert snapshot.created_precision == "s"
    assert snapshot.counts == {"views": 1800}
    assert (snapshot.completeness, snapshot.warnings) == ("full", ())


async def test_the_lookup_gives_the_number_in_place_of_the_name() -> None:
    found = await platform().lookup(NEEDS, FakeFetcher({WIDGET: given(page(message()))}))
    assert isinstance(found, PostRef)
    assert found.native_id == f"{CHANNEL}/361"


async def test_the_lookup_of_a_post_that_is_gone_asks_the_channels_page_for_the_number() -> None:
    answers: Answers = {
        WIDGET: given(error("Post not found")),
        PAGE: given(page(message(number="362"))),
    }
    found = await platform().lookup(NEEDS, FakeFetcher(answers))
    assert isinstance(found, PostRef)
    assert (found.native_id, found.url) == (f"{CHANNEL}/361", NEEDS.url)


@pytest.mark.parametrize(
    "widget",
    [given(error("Channel with username @mayor_office not found")), (404, {}, ""), (403, {}, "")],
)
async def test_where_no_page_tells_the_number_the_name_stands_for_it(widget: FakeAnswer) -> None:
    answers: Answers = {
        WIDGET: widget,
        PAGE: (302, LEAD_ON, ""),
        "https://t.me/": given("<html>"),
    }
    found = await platform().lookup(NEEDS, FakeFetcher(answers))
    assert found == PostRef(platform="telegram", native_id=NEEDS.key, url=NEEDS.url)


async def test_a_lookup_that_is_refused_says_why() -> None:
    found = await platform().lookup(NEEDS, FakeFetcher({WIDGET: (429, {}, "")}))
    assert isinstance(found, Refused)
    assert found.reason == "limited"


async def test_post_not_found_in_a_public_channel_is_gone_with_the_cause_unknown() -> None:
    answer = await look(error("Post not found"), page(message(number="362")))
    assert isinstance(answer, Gone)
    assert answer.cause == "unknown"
    assert "“Post not found”" in answer.basis


@pytest.mark.parametrize(
    ("widget", "others"),
    [
        (error("Post not found"), None),
        (error("Post not found"), page(message(number="362", name="Other_Office"))),
        (error("Post not found"), "<html></html>"),
        (error("Channel with username @mayor_office not found"), page(message(number="362"))),
        (error("Post not found!"), page(message(number="362"))),
        (error("The post was deleted. Post not found"), page(message(number="362"))),
        ("<html><p>Post not found</p></html>", page(message(number="362"))),
    ],
)
async def test_anything_else_in_its_place_says_nothing_of_the_post(
    widget: str, others: str | None
) -> None:
    answer = await look(widget, others)
    assert isinstance(answer, Refused)
    assert answer.reason == "not shown"


async def test_a_live_post_that_quotes_the_words_is_live() -> None:
    quoting = message("Post not found", after=error("Post not found"))
    answer = await look(page(quoting), page(message(number="362")))
    assert isinstance(answer, Found)


@pytest.mark.parametrize("widget", [page(message(channel=OTHER)), error("Post not found")])
async def test_a_name_that_another_channel_has_taken_gives_neither_its_post_nor_gone(
    widget: str,
) -> None:
    answer = await look(widget, page(message(channel=OTHER, number="362")))
    assert isinstance(answer, Failed)
    assert answer.reason == "another account"


async def test_a_copy_without_the_number_is_read_by_name_and_says_so() -> None:
    answer = await look(page(message(channel=None)))
    assert isinstance(answer, Found)
    assert answer.ref.native_id == REF.native_id
    assert "and not its number" in answer.snapshots[0].warnings[0]


async def test_the_channels_page_gives_the_post_among_others() -> None:
    html = page(message("Before", "360"), message(), message("After", "362"))
    answer = await ChannelPage().look(REF, FakeFetcher({f"{PAGE}/361": given(html)}))
    assert isinstance(answer, Found)
    assert answer.snapshots[0].text == "The bridge opens on Monday."


async def test_both_pages_give_the_same_post() -> None:
    told = message('👋 <a href="?q=%23bridge">#bridge</a><br/>opens', meta="edited &nbsp;")
    one = await look(page(told))
    others = page(message("Before", "360"), told)
    other = await ChannelPage().look(REF, FakeFetcher({f"{PAGE}/361": given(others)}))
    assert one == other


async def test_the_channels_page_without_the_post_says_nothing_of_it() -> None:
    html = page(message("Before", "360"), message("After", "362"))
    answer = await ChannelPage().look(REF, FakeFetcher({f"{PAGE}/361": given(html)}))
    assert isinstance(answer, Refused)
    answers: Answers = {PAGE: (302, LEAD_ON, ""), "https://t.me/": given(page(message()))}
    assert isinstance(await ChannelPage().look(REF, FakeFetcher(answers)), Refused)


def test_a_part_of_an_album_leads_to_the_album() -> None:
    def part(number: str) -> str:
        return (
            '<a class="tgme_widget_message_photo_wrap grouped_media_wrap js-message_photo" '
            f"style=\"left:0;width:218px;background-image:url('{CDN}/{number}.jpg')\" "
            f'href="https://t.me/Mayor_Office/{number}?single">'
            '<div class="tgme_widget_message_photo" style="padding-top:75%"></div></a>'
        )

    found = read(message(before=f"<div>{part('361')}{part('362')}</div>"))
    assert found.aliases == (f"{CHANNEL}/362",)
    assert [m.urls for m in found.snapshots[0].media] == [
        (f"{CDN}/361.jpg",),
        (f"{CDN}/362.jpg",),
    ]
    assert found.snapshots[0].media[0].width is None  # that is the width of its place


def test_the_widget_tells_the_channels_number_in_an_attribute_of_its_own() -> None:
    html = message(channel=None).replace("data-post=", f'data-peer="c{CHANNEL}_-77" data-post=')
    assert post(html).author.native_id == CHANNEL


def test_a_poll_has_its_question_as_text_and_no_invented_votes() -> None:
    poll = """<div class="tgme_widget_message_poll">
      <div class="tgme_widget_message_poll_question">Tea or coffee?</div>
      <div class="tgme_widget_message_poll_type">Final Results</div>
      <a class="tgme_widget_message_poll_option">
       <div class="tgme_widget_message_poll_option_percent">42%</div>
       <div class="tgme_widget_message_poll_option_text">Tea</div></a>
      <a class="tgme_widget_message_poll_option">
       <div class="tgme_widget_message_poll_option_percent">58%</div>
       <div class="tgme_widget_message_poll_option_text">Coffee</div></a></div>"""
    voters = '<span class="tgme_widget_message_voters">120</span>'
    snapshot = post(message("", before=poll, meta=voters))
    assert snapshot.text == "Tea or coffee?"
    assert snapshot.poll is not None
    assert snapshot.poll.options == (PollOption(text="Tea"), PollOption(text="Coffee"))
    assert (snapshot.poll.closed, snapshot.poll.voters) == (True, 120)
    assert "per cent" in snapshot.warnings[0]


def test_a_reply_has_its_parent_and_not_its_words() -> None:
    reply = """<a class="tgme_widget_message_reply" href="https://t.me/Mayor_Office/300">
      <div class="tgme_widget_message_author">
       <span class="tgme_widget_message_author_name">Somebody</span></div>
      <div class="tgme_widget_message_text js-message_reply_text">Old words</div></a>"""
    snapshot = post(message(before=reply))
    assert snapshot.text == "The bridge opens on Monday."
    assert snapshot.author.name == "Mayor's Office"
    assert snapshot.parent is not None
    assert snapshot.parent.native_id == f"{CHANNEL}/300"
    other = post(message(before=reply.replace("Mayor_Office", "Other_Office")))
    assert other.parent is not None
    assert other.parent.native_id == "other_office/300"


def test_a_member_of_a_group_is_the_author_of_the_post_there() -> None:
    member = (
        '<a class="tgme_widget_message_author_name" href="https://t.me/ann_example">Ann</a>'
        ' in <a class="tgme_widget_message_owner_name">The group</a>'
    )
    snapshot = post(message(author=member))
    assert (snapshot.author.name, snapshot.author.handle) == ("Ann", "ann_example")
    assert snapshot.author.native_id is None
    assert snapshot.warnings == ("It was written in the group @Mayor_Office.",)


def test_a_forwarded_post_is_anothers() -> None:
    line = (
        '<div class="tgme_widget_message_forwarded_from">Forwarded from&nbsp;<a '
        'class="tgme_widget_message_forwarded_from_name" href="https://t.me/Other_Office/9">'
        "Other</a></div>"
    )
    found = read(message(before=line))
    (outer,), (inner,) = found.snapshots, found.along
    assert (outer.kind, outer.text) == ("repost", "")
    assert outer.reposted is not None
    assert outer.reposted.native_id == inner.native_id == "other_office/9"
    assert (inner.text, inner.author.name, inner.created_at, inner.completeness) == (
        "The bridge opens on Monday.",
        "Other",
        None,
        "partial",
    )


def test_what_was_forwarded_from_nobody_with_an_address_says_so_in_the_text() -> None:
    line = (
        '<div class="tgme_widget_message_forwarded_from">Forwarded from <span '
        'class="tgme_widget_message_forwarded_from_name">Ann</span></div>'
    )
    found = read(message('See <a href="https://example.org/">this</a>', before=line))
    (snapshot,) = found.snapshots
    assert (snapshot.kind, snapshot.reposted, found.along) == ("repost", None, ())
    assert snapshot.text == "Forwarded from Ann\n\nSee this"
    (facet,) = snapshot.facets
    assert snapshot.text[facet.start : facet.end] == "this"


def test_links_hashtags_and_mentions_are_told_apart() -> None:
    text = (
        '👋 <a href="?q=%23bridge">#bridge</a> <a href="https://t.me/Ann_Example">@Ann_Example</a> '
        '<a href="https://example.org/">@mayor</a> <a href="?q=%24TON">$TON</a> '
        '<i class="emoji" style="background-image:url(\'//x\')"><b>😁</b></i>'
        '<tg-emoji emoji-id="5"><i class="emoji"><b>🔥</b></i></tg-emoji> '
        '<a href="javascript:alert(1)">x</a>'
    )
    snapshot = post(message(text))
    assert snapshot.text == "👋 #bridge @Ann_Example @mayor $TON 😁🔥 x"
    told = [(f.kind, snapshot.text[f.start : f.end], f.target) for f in snapshot.facets]
    assert told == [
        ("hashtag", "#bridge", "https://t.me/s/Mayor_Office?q=%23bridge"),
        ("mention", "@Ann_Example", "https://t.me/Ann_Example"),
        ("link", "@mayor", "https://example.org/"),
        ("cashtag", "$TON", "https://t.me/s/Mayor_Office?q=%24TON"),
    ]


def test_right_to_left_text_is_kept_as_it_is() -> None:
    text = "الجسر يُفتح يوم الاثنين<br/><br/>שלום"
    assert post(message(text)).text == "الجسر يُفتح يوم الاثنين\n\nשלום"


def test_the_mark_of_an_edit_is_not_a_signature_that_reads_the_same() -> None:
    edited = post(message(meta="edited &nbsp;"))
    assert "It was edited" in edited.warnings[0]
    assert edited.edited_at is None
    signature = '<span class="tgme_widget_message_from_author">edited</span>,&nbsp;'
    assert post(message(meta=signature)).warnings == ("It is signed “edited”.",)


def test_a_file_is_named_and_its_name_is_the_text_of_a_post_without_words() -> None:
    file = """<a class="tgme_widget_message_document_wrap">
      <div class="tgme_widget_message_document_title">plan.pdf</div>
      <div class="tgme_widget_message_document_extra">2.1 MB</div></a>"""
    alone, told = post(message("", before=file)), post(message("The plan", before=file))
    assert (alone.text, told.text) == ("plan.pdf (2.1 MB)", "The plan")
    for snapshot in (alone, told):
        assert "“plan.pdf (2.1 MB)”" in snapshot.warnings[0]
        assert (snapshot.completeness, snapshot.media) == ("partial", ())


def test_a_place_on_a_map_is_the_posts_place() -> None:
    place = """<a class="tgme_widget_message_location_wrap"
      href="https://maps.google.com/maps?q=25.9017,-97.4975&ll=25.9017,-97.4975">
      <div class="tgme_widget_message_location_title">Gateway Bridge</div></a>"""
    assert post(message("", before=place)).place == Place(
        name="Gateway Bridge", latitude="25.9017", longitude="-97.4975"
    )
    nowhere = place.replace("25.9017", "x").replace("Gateway Bridge", "")
    assert post(message("", before=nowhere)).place is None


def test_a_sticker_is_a_picture_where_its_file_is_one() -> None:
    def sticker(inside: str) -> str:
        return f'<div class="tgme_widget_message_sticker_wrap">{inside}</div>'

    still = f'<i class="tgme_widget_message_sticker" data-webp="{CDN}/s.webp"></i>'
    assert post(message("", before=sticker(still))).media == (
        Media(kind="image", urls=(f"{CDN}/s.webp",)),
    )
    moving = f'<video class="js-videosticker_video" src="{CDN}/s.webm"></video>'
    assert post(message("", before=sticker(moving))).media[0].kind == "gif"


def test_what_the_page_does_not_show_makes_the_post_partial() -> None:
    wrap = (
        '<div class="message_media_not_supported_wrap {}"><div '
        'class="message_media_not_supported_label">Please open Telegram to view this post</div>'
        "</div>"
    )
    hidden = post(message(before=wrap.format("media_not_supported_cont")))
    assert (hidden.completeness, hidden.warnings) == ("full", ())
    shown = post(message(before=wrap.format("")))
    assert shown.completeness == "partial"
    assert "Please open Telegram" in shown.warnings[0]


async def test_a_page_that_is_broken_off_gives_no_post() -> None:
    whole = page(message())
    for end in range(len(whole) // 4, whole.index("<time"), 40):
        assert not isinstance(await look(whole[:end], page(message(number="362"))), Found)


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{}",
        b'{"html": "tgme_widget_message"}',
        b"<html><p>tgme_widget_message</p></html>",
        b"<html>",
    ],
)
def test_a_saved_page_of_others_is_none_of_telegrams(body: bytes) -> None:
    assert Telegram.read_saved(Saved(body=body)) == ()


def test_a_saved_page_without_a_post_says_why() -> None:
    (answer,) = Telegram.read_saved(Saved(body=error("Post not found").encode()))
    assert isinstance(answer, Refused)
    assert "Post not found" in answer.detail


def test_no_page_raises() -> None:
    for html in (
        "<div class='tgme_widget_message'>" * 500,
        message("<b>" * 500),
        message("<div class='tgme_widget_message_reply tgme_widget_message_author_name'>" * 500),
        message("<![" + "x" * 1000 + "&#" + "9" * 5000 + ";"),
        message().replace("data-view=", 'data-view="!!!" data-x='),
    ):
        Telegram.read_saved(Saved(body=page(html).encode()))
