"""What a page tells of the post that it holds."""

import json
from collections.abc import Callable
from datetime import UTC, datetime

import pytest

from archive.errors import AddressRefused
from archive.outcome import Answer, Failed, Found, Refused
from archive.platforms.base import Saved
from archive.platforms.page import Discovery, Facts, Page
from archive.records import PostRef, Snapshot
from archive.settings import WebArchivesSettings
from archive.testing import FakeAnswer, FakeFetcher
from tests.archive.matrix_page import REF
from tests.archive.pages import (
    BODY,
    LINKED,
    OEMBED,
    PICTURE,
    TEXT,
    TITLE,
    article,
    entry,
    envelope,
    ld,
    meta,
    page,
)
from tests.archive.test_page_urls import ACTIVITY, SLUG, STATEMENT, UPDATE

HTML = {"Content-Type": "text/html"}
POSTED_AT = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)


async def read(html: str, ref: PostRef = REF) -> Answer:
    return await Facts().look(ref, FakeFetcher({ref.url: (200, HTML, html)}))


async def only(html: str, ref: PostRef = REF) -> Snapshot:
    answer = await read(html, ref)
    assert isinstance(answer, Found), answer
    (snapshot,) = answer.snapshots
    return snapshot


async def test_json_ld_gives_all_of_an_article() -> None:
    snapshot = await only(page(ld({"@graph": [{"@type": "WebSite"}, article()]})))
    assert (snapshot.text, snapshot.completeness) == (TEXT, "full")
    assert (snapshot.created_at, snapshot.created_precision) == (POSTED_AT, "s")
    assert snapshot.edited_at == datetime(2026, 3, 3, 9, 30, tzinfo=UTC)
    assert (snapshot.author.name, snapshot.author.url) == ("Ada Mayor", "https://city.example/ada")
    (picture,) = snapshot.media
    assert (picture.urls, picture.width, picture.height) == ((PICTURE,), 1600, 900)
    (link,) = snapshot.facets
    assert snapshot.text[link.start : link.end] == link.target == "https://city.example/plan"
    assert (snapshot.lang, snapshot.warnings) == ("en", ())


async def test_the_body_of_an_article_is_its_text_and_what_it_is_about_is_not() -> None:
    long = "\n\n".join(f"Paragraph {n} of the plan for the bridge." for n in range(400))
    told = article(articleBody=long, description="What it is about.")
    head = meta(og_description="What it is about, in short…")
    snapshot = await only(page(head + ld(told)))
    assert snapshot.text == f"{TITLE}\n\n{long}"
    assert (snapshot.completeness, snapshot.warnings) == ("full", ())


@pytest.mark.parametrize("end", ["…", "...", " […]", " [...]"])
async def test_a_body_that_the_website_cut_is_marked_as_cut(end: str) -> None:
    snapshot = await only(page(ld(article(articleBody=f"The beginning of it{end}"))))
    assert (snapshot.completeness, snapshot.lacks) == ("cut", ())
    assert snapshot.warnings == ("The page gave only the beginning of the text.",)
    post = article(**{"@type": "SocialMediaPosting", "articleBody": f"Well, we shall see{end}"})
    assert (await only(page(ld(post)))).completeness == "full", "its author wrote the dots"


@pytest.mark.parametrize("free", [False, "False", "http://schema.org/False"])
async def test_of_an_article_behind_a_wall_it_is_said_that_more_may_follow(free: object) -> None:
    snapshot = await only(page(ld(article(isAccessibleForFree=free))))
    assert (snapshot.text, snapshot.completeness) == (TEXT, "full")
    assert "not all of it is free" in snapshot.warnings[-1]
    assert (await only(page(ld(article(isAccessibleForFree="True"))))).warnings == ()


async def test_a_social_post_keeps_its_pictures_its_card_and_its_counts() -> None:
    told = article(
        **{
            "@type": ["SocialMediaPosting"],
            "headline": f"{BODY[:20]}…",
            "sharedContent": {"@type": "WebPage", "url": "https://a.example/", "headline": "A"},
            "interactionStatistic": [
                {"interactionType": "https://schema.org/LikeAction", "userInteractionCount": 7}
            ],
            "commentCount": 3,
        }
    )
    snapshot = await only(page(ld(told)))
    assert snapshot.text == BODY
    assert len(snapshot.media) == 2
    assert snapshot.link_card is not None
    assert (snapshot.link_card.url, snapshot.link_card.title) == ("https://a.example/", "A")
    assert snapshot.counts == {"likes": 7, "replies": 3}


async def test_markup_within_json_ld_is_undone_and_several_authors_are_named() -> None:
    told = article(
        articleBody="<p>One &amp; <b>two</b></p><p><a href='https://a.example/'>A</a></p>",
        author=[{"name": "Ada"}, "Bea", {"name": "Ada"}],
    )
    snapshot = await only(page(ld(told)))
    assert snapshot.text == f"{TITLE}\n\nOne & two\n\nA"
    assert snapshot.text[snapshot.facets[0].start :] == "A"
    assert snapshot.author.name == "Ada, Bea"


async def test_entities_that_a_publisher_writes_into_plain_text_are_undone() -> None:
    told = article(
        headline="Ada&#8217;s &amp; Bea", articleBody="&lt;b&gt;Bold&lt;/b&gt; &quot;it&quot;"
    )
    snapshot = await only(page(ld(told)))
    assert snapshot.text == 'Ada’s & Bea\n\nBold "it"'


async def test_the_name_of_the_website_stands_for_an_author_that_is_not_named() -> None:
    told = article(author=None, publisher={"@type": "Organization", "name": "City Hall"})
    snapshot = await only(page(ld(told)))
    assert (snapshot.author.name, snapshot.completeness) == ("City Hall", "partial")
    assert "website's name stands" in snapshot.warnings[-1]
    snapshot = await only(page(meta(og_site_name="City Hall", og_description="Hello.")))
    assert snapshot.author.name == "City Hall"


async def test_of_several_posts_the_one_that_names_the_page_is_read_or_none() -> None:
    other = article(mainEntityOfPage="https://www.city.example/news/other", headline="Other")
    snapshot = await only(page(ld(other, article())))
    assert snapshot.text == TEXT
    assert isinstance(await read(page(ld(other, {**other, "headline": "Third"}))), Refused)


async def test_an_h_entry_gives_all_of_a_post() -> None:
    more = (
        '<img class="u-photo" src="/b.jpg" alt="A bridge"><a class="u-in-reply-to" href="/q">q</a>'
    )
    reply = '<div class="u-comment h-cite"><p class="e-content">Page not found</p></div>'
    snapshot = await only(page(body=entry(more=more + reply)))
    assert (snapshot.text, snapshot.completeness) == (f"{TITLE}\n\nBody, the plan.", "full")
    (link,) = snapshot.facets
    assert snapshot.text[link.start : link.end] == "the plan"
    assert link.target == "https://www.city.example/plan"
    assert (snapshot.author.name, snapshot.author.url, snapshot.author.avatar_url) == (
        "Ada Mayor",
        "https://www.city.example/ada",
        "https://www.city.example/ada.jpg",
    )
    assert [(m.urls, m.alt) for m in snapshot.media] == [
        (("https://www.city.example/b.jpg",), "A bridge")
    ]
    assert (snapshot.created_at, snapshot.lang) == (POSTED_AT, "en-GB")
    assert snapshot.parent is not None
    assert snapshot.parent.url == "https://www.city.example/q"


async def test_a_note_has_no_title_of_its_own() -> None:
    note = (
        '<div class="h-entry p-name"><div class="p-name e-content">Just a note.</div>'
        '<a class="p-author h-card" href="/">Ada</a>'
        '<time class="dt-published">2026-03-02 10:30:00+01:00</time></div>'
    )
    snapshot = await only(page(body=note))
    assert (snapshot.text, snapshot.completeness) == ("Just a note.", "full")
    assert snapshot.created_at == POSTED_AT


async def test_of_a_feed_the_entry_that_names_the_page_is_read_or_none() -> None:
    others = entry("<p>One</p>", url="/news/1") + entry("<p>Two</p>", url="/news/2")
    snapshot = await only(page(body=others + entry("<p>Mine</p>")))
    assert snapshot.text.endswith("Mine")
    assert isinstance(await read(page(body=others)), Refused)


async def test_open_graph_alone_is_partial_and_says_what_is_not_there() -> None:
    head = meta(og_title=TITLE, og_description="What it is about", og_image=PICTURE)
    snapshot = await only(page(head))
    assert snapshot.text == f"{TITLE}\n\nWhat it is about"
    assert (snapshot.completeness, snapshot.created_at) == ("partial", None)
    assert snapshot.media[0].urls == (PICTURE,)
    assert [w.split()[2] for w in snapshot.warnings] == ["gave", "tells", "names"]
    cut = await only(page(meta(og_description="It begins…", article_published_time="2026-03-02")))
    assert (cut.completeness, cut.created_precision) == ("cut", "day")


async def test_what_one_part_leaves_out_another_one_fills() -> None:
    told = article(author=None, datePublished=None, image=None)
    head = ld(told) + meta(article_published_time="2026-03-02T09:30:00Z", og_image=PICTURE)
    snapshot = await only(page(f'{head}<meta name="author" content="Ada Mayor">'))
    assert (snapshot.text, snapshot.completeness) == (TEXT, "full")
    assert (snapshot.created_at, snapshot.author.name) == (POSTED_AT, "Ada Mayor")
    assert snapshot.media[0].urls == (PICTURE,)


@pytest.mark.parametrize(
    "html",
    [
        page(),
        page(meta(og_title="City", og_image=PICTURE)),
        page(meta(og_url="https://www.city.example/", og_description="All of our city")),
        page('<link rel="canonical" href="/login">' + meta(og_description="Log in to read")),
        page(ld([1, None, {"@type": "Person", "name": "Ada"}])),
    ],
)
async def test_a_shell_and_a_login_page_are_refusals(html: str) -> None:
    assert isinstance(await read(html), Refused)


async def test_a_redirect_within_the_site_names_the_post_and_both_addresses_are_known() -> None:
    there = "https://city.example/2026/bridge"
    fetcher = FakeFetcher(
        {
            f"{STATEMENT}": (301, {"Location": f"{there}?utm_source=a#top"}, ""),
            there: (200, HTML, page(ld(article(mainEntityOfPage=there)))),
        }
    )
    answer = await Facts().look(REF, fetcher)
    assert isinstance(answer, Found)
    assert (answer.ref.native_id, answer.aliases) == (there, (STATEMENT,))
    assert answer.snapshots[-1].ref.native_id == there


@pytest.mark.parametrize("target", ["https://x.com/ada/status/20", "https://city.example.org/a"])
async def test_a_redirect_to_another_site_is_named_and_not_followed(target: str) -> None:
    fetcher = FakeFetcher(
        {STATEMENT: (302, {"Location": target}, ""), target: (200, HTML, page(ld(article())))}
    )
    answer = await Facts().look(REF, fetcher)
    assert isinstance(answer, Failed)
    assert (answer.reason, target in answer.detail) == ("another post", True)


async def test_a_redirect_to_the_home_page_is_a_refusal() -> None:
    home = "https://www.city.example/"
    fetcher = FakeFetcher(
        {STATEMENT: (302, {"Location": home}, ""), home: (200, HTML, page(ld(article())))}
    )
    answer = await Facts().look(REF, fetcher)
    assert isinstance(answer, Refused)
    assert "its home page" in answer.detail


LINKEDIN = PostRef(platform="page", native_id=UPDATE, url=SLUG)


async def test_linkedin_is_read_where_it_shows_the_post_with_the_time_of_its_id() -> None:
    told = article(**{"@type": "SocialMediaPosting", "@id": SLUG, "datePublished": None})
    snapshot = await only(page(ld(told)), LINKEDIN)
    assert snapshot.text == TEXT
    assert (snapshot.native_id, snapshot.url) == (UPDATE, SLUG)
    assert snapshot.created_precision == "ms"
    assert snapshot.created_at is not None
    assert snapshot.created_at.timestamp() * 1000 == int(ACTIVITY) >> 22
    assert "the post's id" in snapshot.warnings[-1]


async def test_linkedins_login_and_its_denial_are_refusals() -> None:
    shell = page(
        meta(
            og_title="Sign Up",
            og_description="750 million members",
            og_url="https://www.linkedin.com/",
        )
    )
    assert isinstance(await read(shell, LINKEDIN), Refused)
    wall = "https://www.linkedin.com/authwall?sessionRedirect=x"
    answers: dict[str | Callable[[str], bool], FakeAnswer] = {
        SLUG: (302, {"Location": wall}, ""),
        wall: (200, HTML, shell),
    }
    answer = await Facts().look(LINKEDIN, FakeFetcher(answers))
    assert isinstance(answer, Refused)
    assert answer.reason == "login"
    answer = await Facts().look(LINKEDIN, FakeFetcher({SLUG: (999, HTML, "")}))
    assert isinstance(answer, Refused)
    assert "999" in answer.detail


async def linked(**fields: object) -> Answer:
    fetcher = FakeFetcher(
        {STATEMENT: (200, HTML, page(LINKED)), OEMBED: (200, {}, envelope(**fields))}
    )
    return await Discovery().look(REF, fetcher)


async def test_the_linked_oembed_answer_gives_what_it_has() -> None:
    answer = await linked()
    assert isinstance(answer, Found)
    (snapshot,) = answer.snapshots
    assert (snapshot.text, snapshot.completeness) == (TITLE, "partial")
    assert snapshot.author.name == "Ada Mayor"
    answer = await linked(html="<blockquote>All of it</blockquote>", url=STATEMENT)
    assert isinstance(answer, Found)
    assert answer.snapshots[0].text == f"{TITLE}\n\nAll of it"
    answer = await linked(type="photo", url=PICTURE, width=640, height=480, html=None)
    assert isinstance(answer, Found)
    (picture,) = answer.snapshots[0].media
    assert (picture.urls, picture.width) == ((PICTURE,), 640)


async def test_an_endpoint_that_the_guard_refuses_is_not_asked_otherwise() -> None:
    local = '<link rel="alternate" type="application/json+oembed" href="http://127.0.0.1/o">'
    refused = AddressRefused("127.0.0.1 is not on the public internet.")
    fetcher = FakeFetcher({STATEMENT: (200, HTML, page(local)), "http://127.0.0.1/o": refused})
    with pytest.raises(AddressRefused):
        await Discovery().look(REF, fetcher)
    assert isinstance(
        await Discovery().look(REF, FakeFetcher({STATEMENT: (200, HTML, page())})), Refused
    )


async def test_a_web_archives_copy_is_read_as_the_page() -> None:
    archive = "https://web.archive.org"
    headers = {**HTML, "Memento-Datetime": "Thu, 02 Apr 2026 00:00:00 GMT"}
    rows = [["timestamp", "original"], ["20260402000000", STATEMENT]]
    fetcher = FakeFetcher(
        {
            f"{archive}/cdx/": (200, {}, rows),
            f"{archive}/web/20260402000000id_/": (200, headers, page(ld(article()))),
        }
    )
    source = Page({}, lambda _: None, WebArchivesSettings()).chosen.sources[-1]
    answer = await source.look(REF, fetcher)
    assert isinstance(answer, Found)
    assert answer.snapshots[0].text == TEXT
    assert answer.snapshots[0].native_id == STATEMENT


def saved(body: str, url: str | None = None) -> tuple[Answer, ...]:
    return Page.read_saved(Saved(body=body.encode(), url=url))


def test_a_saved_page_is_known_by_the_address_that_it_names() -> None:
    canonical = f'<link rel="canonical" href="{STATEMENT}?utm_source=a">'
    for answers in (saved(page(canonical + ld(article()))), saved(page(ld(article())), STATEMENT)):
        (answer,) = answers
        assert isinstance(answer, Found)
        assert answer.ref.native_id == STATEMENT
    (answer,) = saved(json.dumps(envelope(url=STATEMENT)))
    assert isinstance(answer, Found)


@pytest.mark.parametrize(
    "body",
    [
        page(ld(article())),  # names no address
        page(meta(og_url="https://t.me/city/1", og_description="Another platform's")),
        page(f'<link rel="canonical" href="{STATEMENT}">'),
        json.dumps({"type": "Note", "url": STATEMENT, "content": "ActivityPub"}),
        json.dumps(envelope(url="https://x.com/ada/status/20")),
        json.dumps(envelope()),
        "[]",
        "",
    ],
)
def test_what_tells_nothing_or_is_anothers_is_no_page_of_ours(body: str) -> None:
    assert saved(body) == ()
