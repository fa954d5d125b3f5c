"""The recorded pages of Telegram, which live beside the project, read by plain look-ups too."""

import re
from datetime import datetime
from html import unescape
from pathlib import Path

import pytest

from archive.outcome import Found
from archive.platforms.base import Saved
from archive.platforms.telegram import Telegram
from archive.records import Snapshot
from tests.no_post import NO_POST


def recordings(payloads: Path) -> list[Path]:
    return sorted((payloads / "telegram").glob("*.html"))


def found(path: Path) -> Found:
    (answer,) = Telegram.read_saved(Saved(body=path.read_bytes()))
    assert isinstance(answer, Found), path.name
    return answer


def shown(answer: Found) -> Snapshot:
    """What a reader of the page sees: of a forwarded post the one inside."""
    return answer.along[0] if answer.along else answer.snapshots[0]


def plain(markup: str) -> str:
    """Markup without its tags, its whitespace as one blank each."""
    return " ".join(unescape(re.sub(r"<[^>]*>", " ", markup)).split())


def between(html: str, start: str, end: str) -> str:
    return html.split(start, 1)[1].split(end, 1)[0]


def test_every_recording_gives_its_post_or_stands_in_the_list(payloads: Path) -> None:
    for path in recordings(payloads):
        html = path.read_text(encoding="utf-8")
        name = f"telegram/{path.name}"
        assert ("data-post=" not in html) == (name in NO_POST), name
        if name in NO_POST:
            (answer,) = Telegram.read_saved(Saved(body=path.read_bytes()))
            assert not isinstance(answer, Found), name
            continue
        answer = found(path)
        key = between(html, 'data-post="', '"')
        outer = answer.snapshots[0]
        assert outer.native_id == key.lower()
        assert outer.url == f"https://t.me/{key}"
        owner = html.split("tgme_widget_message_owner_name", 1)[1]
        assert outer.author.name == plain("<" + between(owner, "<span", "</span"))
        assert outer.author.avatar_url == between(html.split("<img", 1)[1], 'src="', '"')
        time = re.search(r"<time\s+datetime=\"([^\"]+)\" class=\"time\"", html)
        assert time is not None
        assert outer.created_at == datetime.fromisoformat(time[1])


def test_the_text_is_what_stands_between_the_tags(payloads: Path) -> None:
    read = 0
    for path in recordings(payloads):
        html = path.read_text(encoding="utf-8")
        if "js-message_text" not in html:
            continue
        markup = re.split(r"<div\s+class=\"tgme_widget_message_text js-message_text[^>]*>", html)
        text = plain(re.split(r"</div>", markup[-1])[0])
        snapshot = shown(found(path))
        # A tag within a word ends no word: blanks are left out on both sides.
        ours = snapshot.text.partition("\n\n")[2] if "voice" in path.name else snapshot.text
        assert "".join(ours.split()) == "".join(text.split()), path.name
        read += 1
    assert read == 7


def test_every_link_of_a_text_is_a_facet_on_its_own_words(payloads: Path) -> None:
    facets = 0
    for path in recordings(payloads):
        html = path.read_text(encoding="utf-8")
        if "js-message_text" not in html:
            continue
        body = html[html.index("js-message_text") :]
        body = body[: body.index("tgme_widget_message_footer")]
        body = body.split("tgme_widget_message_link_preview", 1)[0]
        links = re.findall(r'<a\s+href="([^"]*)"[^>]*>([^<]*)</a>', body)
        snapshot = shown(found(path))
        told = [(f.target, snapshot.text[f.start : f.end]) for f in snapshot.facets]
        assert [words for _, words in told] == [plain(words) for _, words in links]
        for (target, words), (href, _) in zip(told, links, strict=True):
            assert target is not None
            assert target.endswith(href), words
        kinds = {"#": "hashtag", "@": "mention"}
        for facet in snapshot.facets:
            assert facet.kind == kinds.get(snapshot.text[facet.start], "link")
        facets += len(told)
    assert facets == 7


@pytest.mark.parametrize(
    ("name", "kinds"),
    [
        ("message_media_photo_and_video", ["video", "image", "image"]),
        ("message_media_forwarded_from", ["image"]),
        ("message_voice", ["audio"]),
        ("message_sticker", []),
        ("message_media_file", []),
        ("message_link_preview_video", []),
    ],
)
def test_media_have_the_addresses_of_the_recording(
    payloads: Path, name: str, kinds: list[str]
) -> None:
    path = payloads / "telegram" / f"any2feed-{name}.html"
    html = path.read_text(encoding="utf-8")
    media = shown(found(path)).media
    assert [m.kind for m in media] == kinds
    for medium in media:
        for url in medium.urls:
            assert url in html
        if medium.kind == "video":
            assert medium.poster_url is not None
            assert medium.poster_url in html
            assert medium.duration == 5.0
        if medium.kind == "audio":
            assert medium.duration == 27 * 60 + 40
    if name == "message_media_forwarded_from":
        (photo,) = media
        assert "width:800px" in html
        assert "padding-top:71.75%" in html
        assert (photo.width, photo.height) == (800, 574)
        assert f"photo_wrap {photo.native_id} " in html


def test_cards_forwards_and_marks_are_those_of_the_recordings(payloads: Path) -> None:
    def at(name: str) -> Found:
        return found(payloads / "telegram" / f"any2feed-{name}.html")

    card = shown(at("message_link_preview")).link_card
    assert card is not None
    assert card.url == "https://vnnews.ru/georgiy-zotov-okkupaciya-volosatym-kr/"
    assert (card.title or "").startswith("Георгий Зотов: ")
    assert (card.image_url or "").startswith("https://cdn4.telegram-cdn.org/file/Vk3eUCs_")
    edited = at("message_link_preview_video").snapshots[0]
    assert any("edited" in warning for warning in edited.warnings)
    forwarded = at("message_media_forwarded_from").snapshots[0]
    assert forwarded.reposted is not None
    assert forwarded.reposted.url == "https://t.me/dimsmirnov175/44604"
    assert shown(at("message_media_forwarded_from")).author.name == "Пул N3"
    assert at("message_voice").snapshots[0].text.startswith("Forwarded from Спортивный Екб\n\n")
    signed = at("message_with_from_author").snapshots[0]
    assert signed.warnings == ("It is signed “🅰️rkadiy Ivanov”.",)
    album = at("message_media_photo_and_video")
    assert album.aliases == ("anna_news/46909", "anna_news/46910")


def test_a_part_of_a_post_wrapped_as_one_shows_what_it_holds(payloads: Path) -> None:
    """Five recordings are cut out of posts: around each a post is written that says whose it is."""

    def inside(name: str) -> Snapshot:
        part = (payloads / "telegram" / f"any2feed-{name}.html").read_text(encoding="utf-8")
        time = '<a class="tgme_widget_message_date"><time datetime="2023-01-02T03:04:05+00:00">'
        html = f'<div class="tgme_widget_message" data-post="abcd/1">{part}{time}</time></a></div>'
        (answer,) = Telegram.read_saved(Saved(body=html.encode()))
        assert isinstance(answer, Found)
        return answer.snapshots[0]

    (photo,) = inside("media_photo").media
    assert (photo.width, photo.height) == (718, 341)
    assert photo.native_id == "5312449137687510583"
    (video,) = inside("media_video").media
    assert (video.width, video.height, video.duration) == (624, 832, 34.0)
    (circle,) = inside("media_cicrle_video").media
    assert (circle.kind, circle.duration) == ("video", 57.0)
    assert circle.poster_url is not None
    big = inside("media_video_too_big")
    assert big.media[0].urls == ()
    assert big.media[0].poster_url is not None
    assert "Media is too big" in big.warnings[0]
    assert inside("link_preview_video").media == ()
    assert inside("link_preview_video").link_card is not None
