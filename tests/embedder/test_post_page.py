"""The permanent page: what changed, every look, what is known of the bytes, how to cite it."""

import html
import json
import re
import time

import pytest
from msgspec.structs import replace

from archive.records import (
    STREAM_CAPTIONS,
    Attachment,
    Captions,
    Media,
    MediaRole,
    MediaRow,
    Variant,
)
from archive.storage.base import Holding
from embedder import looks
from embedder.links import Links
from embedder.options import Options
from embedder.render import v1
from embedder.render.post_page import CSP, post_page
from embedder.view import Site, build_view
from tests.embedder import holdings

LINKS = Links("https://record.example.org")
SITE = Site(name="Border News", contact="desk@example.org")


def page_of(live: Holding, site: Site = SITE) -> str:
    return post_page(live, build_view(live, Options(), site, LINKS), site, LINKS)


def words(page: str) -> str:
    return re.sub(r"\s+", " ", html.unescape(re.sub("<[^>]*>", "", page)))


@pytest.mark.parametrize("name", holdings.HOLDINGS)
def test_every_post_has_a_page_with_its_box_once(name: str) -> None:
    page = page_of(holdings.HOLDINGS[name]())
    assert page.count('<figure class="onrecord ') == 1
    assert page.count("<h1>") == 1
    assert " style=" not in page
    assert "<style" not in page
    assert page.count("<script") == page.count('<script type="application/ld+json">') <= 1
    assert 'rel="canonical" href="https://record.example.org/post/' in page


def test_its_policy_needs_no_hash_and_allows_no_frame() -> None:
    assert "style-src 'self'" in CSP
    assert "frame-ancestors 'none'" in CSP


def test_what_changed_is_marked_word_by_word() -> None:
    page = page_of(holdings.edited_newest())
    assert "The bridge costs <del>20</del><ins>30</ins> million." in page
    assert page.index('id="snapshot-2"') < page.index('id="snapshot-1"')
    assert "As seen on 29 March 2025, 18:40 UTC. Obtained 29 March 2025, 18:40 UTC" in words(page)


def test_texts_that_take_too_long_to_compare_stand_one_after_the_other() -> None:
    live = holdings.edited_newest()
    texts = ".," * 900, "." * 900 + "," * 900
    versions = tuple(
        replace(version, snapshot=replace(version.snapshot, text=text))
        for version, text in zip(live.versions, texts, strict=True)
    )
    started = time.process_time()
    page = page_of(replace(live, versions=versions))
    assert time.process_time() - started < 5
    assert f"<del>{texts[0]}</del><ins>{texts[1]}</ins>" in page


def test_a_withheld_snapshot_is_named_and_not_shown() -> None:
    live = holdings.edited_newest()
    old = replace(live.versions[0], visibility="withheld")
    page = page_of(replace(live, versions=(old, live.versions[1])))
    assert "20" not in words(page).replace("2025", "")
    assert "Not shown." in page
    assert "<del>" not in page


def test_a_draft_snapshot_is_not_named() -> None:
    live = holdings.edited_newest()
    draft = replace(live.versions[0], visibility="draft")
    assert 'id="snapshot-1"' not in page_of(replace(live, versions=(draft, live.versions[1])))


def test_a_withheld_post_has_its_box_and_nothing_else() -> None:
    page = page_of(holdings.withheld())
    assert "Not shown by Border News since 3 April 2025. Reason: court order." in page
    for secret in ("figures", "Robin", "tweet-result", "SHA", "post.json", "ld+json"):
        assert secret not in page
    assert f'action="/post/{holdings.withheld().post.id}/report"' in page


def test_the_looks_are_told_with_the_platforms_own_answer() -> None:
    said = words(page_of(holdings.gone()))
    assert "not availableThis Post was deleted by the Post author." in said
    assert "Only “found” and “not available” say anything about the post." in said


def test_the_evidence_says_what_it_shows_and_not_more() -> None:
    live = holdings.post_text()
    said = words(page_of(live))
    assert live.stored is not None
    assert live.stored.sha256 in said
    assert "The date is our own clock’s." in said
    for word in ("verified", "proof", "authentic"):
        assert word not in said.lower()


def test_the_citation_is_plain_text_with_the_permanent_address() -> None:
    live = holdings.post_text()
    assert (
        "Robin Sample (@robin_sample), post on X, 29 March 2025, 17:02 UTC. "
        f"Archived by Border News, 29 March 2025: https://record.example.org/post/{live.post.id} "
        "(snapshot 1). Original post: https://x.com/robin_sample/status/1906000000000000001."
    ) in words(page_of(live))


def test_every_picture_is_there_in_full_with_its_description() -> None:
    page = page_of(holdings.photos(6))
    assert [int(n) for n in re.findall('id="media-([0-9]+)"', page)] == [1, 2, 3, 4, 5, 6]
    said = words(page)
    assert "Image 1 of 6 · Description by the author A bridge over a river 1600 × 1067" in said
    assert "Image 2 of 6 · No description 1600 × 1067 pixels · JPEG · 240 KB" in said
    full = page.split('id="media-1"')[1].split("</figure>")[0]
    assert 'width="704" height="469"' in full
    assert "1280w" in full
    assert full.count("<source") == 2


def test_a_tall_picture_is_as_long_as_it_is_and_a_small_one_stays_small() -> None:
    assert 'width="704" height="1877"' in page_of(holdings.photos(1, 900, 2400))
    assert 'width="200" height="100"' in page_of(holdings.photos(1, 200, 100))


def test_an_editors_description_goes_before_the_authors_and_is_marked() -> None:
    said = words(page_of(holdings.corrected()))
    assert "Image 2 of 2 · Description by Border News A chart of crossings" in said


def test_a_picture_that_is_not_there_says_why() -> None:
    page = page_of(holdings.missing())
    missing = words(page.split('id="media-2"')[1].split("</figure>")[0])
    assert "The file has 90 MB, of which 64 MB are allowed." in missing
    assert "A chart of crossings" in missing


def test_of_a_withheld_picture_neither_the_words_nor_the_size_are_told() -> None:
    live = holdings.photos(2)
    first = holdings.row("photo 2.0 of 1067", visibility="withheld")
    page = page_of(replace(live, media={**live.media, first.sha256: first}))
    hidden = page.split('id="media-1"')[1].split("</figure>")[0]
    assert "not shown" in words(hidden).lower()
    for secret in ("bridge", "1600", "KB", "<picture>", "escription"):
        assert secret not in hidden


def test_a_video_is_played_on_its_page_where_readers_have_one_and_never_by_itself() -> None:
    live = looks.LOOKS["video"]()
    assert "<video" not in page_of(live), "its still alone"
    film = holdings.row("film", mime="video/mp4")
    made = Variant(width=1280, height=720, format="mp4", bytes=9)
    film = replace(film, width=None, height=None, variants=(made,))
    there = Attachment(role="media", position=0, source_url=None, state="there", sha256=film.sha256)
    others = tuple(a for a in live.attachments if a.role != "media")
    playing = replace(live, media={**live.media, film.sha256: film}, attachments=(there, *others))
    player = page_of(playing).split("<video")[1].split("</video>")[0]
    assert f'src="/media/{film.sha256}-1280.mp4" type="video/mp4"' in player
    assert 'controls preload="none"' in player
    assert "autoplay" not in player
    assert 'poster="/media/' in player
    assert "<track" not in player
    hidden = replace(film, visibility="withheld")
    assert "<video" not in page_of(replace(playing, media={**playing.media, film.sha256: hidden}))


def test_the_captions_of_a_video_are_tracks_of_its_player_each_of_its_own_video() -> None:
    film = replace(
        holdings.row("film", mime="video/mp4"),
        width=None,
        height=None,
        variants=(Variant(width=64, height=48, format="mp4", bytes=9),),
    )
    spanish, english = (holdings.row(name, mime="text/vtt") for name in ("es", "en"))
    media = (
        Media(kind="video", captions=(Captions(url="https://a.example/1"),)),
        Media(
            kind="video",
            captions=(
                Captions(url="https://a.example/2", lang="es"),
                Captions(url="https://a.example/3", lang="en-US"),
            ),
        ),
    )
    places: tuple[tuple[MediaRole, int, MediaRow], ...] = (
        ("media", 0, film),
        ("media", 1, film),
        ("captions", 1, spanish),
        ("captions", 2, english),
    )
    attachments = tuple(
        Attachment(role=role, position=n, source_url=None, state="there", sha256=row.sha256)
        for role, n, row in places
    )
    live = holdings.hold(
        holdings.snapshot("Watch.", media=media), [film, spanish, english], attachments=attachments
    )
    page = page_of(live)
    first, second = (part.split("</video>")[0] for part in page.split("<video")[1:3])
    assert "<track" not in first, "late, or not to be had"
    assert re.findall(
        r'<track kind="captions" src="([^"]+)" srclang="(.*?)" label="(.*?)"', second
    ) == [
        (f"/media/{spanish.sha256}.vtt", "es", "Spanish"),
        (f"/media/{english.sha256}.vtt", "en-US", "English"),
    ]
    assert second.count(" default>") == 1
    streamed = tuple(
        Attachment(
            role="captions",
            position=STREAM_CAPTIONS * 2 + n,
            source_url=None,
            state="there",
            sha256=english.sha256,
            lang=lang,
            name=name,
        )
        for n, (lang, name) in enumerate(
            [("en-US", "English"), ("en-US", "English <CC>"), (None, "Toki")]
        )
    )
    page = page_of(replace(live, attachments=(*attachments, *streamed)))
    first, second = (part.split("</video>")[0] for part in page.split("<video")[1:3])
    assert "<track" not in first
    assert re.findall(r' label="(.*?)"', second) == [
        *("Spanish", "English", "English", "English &lt;CC&gt;", "Toki")
    ]


def test_pictures_behind_a_warning_stay_behind_it() -> None:
    for name in ("sensitive", "content-warning"):
        after = page_of(holdings.HOLDINGS[name]()).split("</figure>", 1)[1]
        before, _, behind = after.partition('<details class="media-warning">')
        assert "<picture>" not in before
        assert "<picture>" in behind.split("</details>")[0]
        assert "<picture>" not in behind.split("</details>")[1]


def test_every_link_of_the_boxs_pictures_has_its_place() -> None:
    for name, make in holdings.HOLDINGS.items():
        page, live = page_of(make()), make()
        for place in re.findall(rf'href="/post/{live.post.id}#([a-z0-9-]+)"', page):
            assert f'id="{place}"' in page, name


def test_each_snapshot_has_its_links_and_says_what_else_changed() -> None:
    live = holdings.edited_newest()
    old, new = live.versions
    pictured = replace(new.snapshot, media=(holdings.image("a"),), text=old.snapshot.text)
    page = page_of(replace(live, versions=(old, replace(new, snapshot=pictured))))
    newest = page.split('id="snapshot-2"')[1].split("</li>")[0]
    assert "The text is the same." in newest
    assert "Different from the one before: pictures and files" in newest
    assert f'href="/e/{live.post.id}@2/post.json"' in newest
    assert f'href="/e/{live.post.id}@2/"' in newest


def test_the_way_to_report_a_problem_stands_there_once() -> None:
    for name in ("text", "withheld"):
        assert words(page_of(holdings.HOLDINGS[name]())).count("Report a problem") == 1


def test_the_newsrooms_own_address_stands_at_the_end() -> None:
    assert 'href="mailto:desk@example.org"' in page_of(holdings.post_text())
    contact = Site(contact="https://example.org/contact")
    assert 'href="https://example.org/contact"' in page_of(holdings.post_text(), contact)
    assert "javascript:" not in page_of(holdings.post_text(), Site(contact="javascript:alert(1)"))


def test_it_speaks_the_sites_language() -> None:
    page = page_of(holdings.edited_newest(), Site(name="Noticias", lang="es"))
    assert '<html lang="es" dir="ltr">' in page
    assert "Cómo era, y cuándo" in page
    assert "Archivada por Noticias el 29 de marzo de 2025" in words(page) or (
        "Archivada por Noticias el 30 de marzo de 2025" in words(page)
    )


def test_hostile_text_stays_text_in_what_changed() -> None:
    live = holdings.hostile()
    assert live.stored is not None
    newer = replace(
        live.stored,
        n=2,
        as_of=live.stored.as_of + holdings.DAY,
        snapshot=replace(live.stored.snapshot, text="<script>alert(10)</script> <ins>"),
    )
    page = page_of(replace(live, versions=(live.stored, newer)))
    assert page.count("<script") == 1
    assert page.count("</script>") == 1


def test_a_very_long_text_is_not_compared_word_by_word() -> None:
    live = holdings.edited_newest()
    texts = ("a b " * 2000, "a c " * 2000)
    old, new = (
        replace(v, snapshot=replace(v.snapshot, text=text))
        for v, text in zip(live.versions, texts, strict=True)
    )
    assert page_of(replace(live, versions=(old, new))).count("<ins>") == 1


def test_programs_read_the_citation_of_the_snapshot_that_is_shown() -> None:
    live = holdings.edited_newest()
    found = re.search('<script type="application/ld[+]json">(.*?)</script>', page_of(live))
    assert found is not None
    facts = json.loads(found[1])
    assert live.stored is not None
    assert facts["@type"] == "SocialMediaPosting"
    assert facts["archivedAt"] == {
        "@type": "WebPage",
        "url": f"https://record.example.org/post/{live.post.id}#snapshot-2",
        "version": "2",
        "dateCreated": "2025-03-30T18:40:03.000Z",
        "identifier": {
            "@type": "PropertyValue", "propertyID": "SHA-256", "value": live.stored.sha256,
        },
        "publisher": {"@type": "Organization", "name": "Border News"},
    }  # fmt: skip
    embed = v1.page(build_view(live, Options(), SITE, LINKS))
    assert found[0] in embed, "the embed page tells the same"


def test_a_day_is_not_told_as_a_minute() -> None:
    said = words(page_of(holdings.by_hand()))
    assert "Robin Sample (@robin_sample), post on X, 29 March 2025. Archived" in said


def test_a_repost_is_cited_as_one_with_the_post_inside() -> None:
    page = page_of(holdings.repost())
    assert "Office of Samples (@samples), repost on X" in words(page)
    found = re.search('<script type="application/ld[+]json">(.*?)</script>', page)
    assert found is not None
    facts = json.loads(found[1])
    assert "text" not in facts
    assert facts["author"]["name"] == "Office of Samples"
    assert facts["sharedContent"]["author"]["name"] == "Robin Sample"
    assert facts["sharedContent"]["text"].startswith("Today I met @ana_sample")
