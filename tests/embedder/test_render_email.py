"""The email and its plain text: HTML 4 alone, whole addresses, and all that the box tells."""

import re
from html.parser import HTMLParser

import pytest

from embedder.links import Links
from embedder.options import Options
from embedder.render import v1
from embedder.render.text import text
from embedder.view import Site, build_view
from tests.embedder import holdings

LINKS = Links("https://record.example.org")
SITE = Site(name="Border News", timezone="America/Chicago")
COMMON = {"lang", "dir", "style"}
HTML_4 = {
    "blockquote": COMMON | {"cite"},
    "p": COMMON,
    # The one attribute that HTML 4 has not: who does not know it passes it over.
    "span": {"translate"},
    "br": set(),
    "a": {"href"},
    "img": {"src", "alt", "width", "height", "border"},
}


class Html4(HTMLParser):
    """Collects what HTML 4.01, or a reader of mail, does not take."""

    def __init__(self) -> None:
        super().__init__()
        self.wrong: list[str] = []
        self.open: list[str] = []
        self.images = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        written = self.get_starttag_text() or ""
        if tag not in HTML_4:
            self.wrong.append(f"<{tag}>")
            return
        if re.sub(r'\s[a-z]+="[^"<>]*"', "", written) != f"<{tag}>":
            self.wrong.append(f"{written}: an attribute without quotes or value")
        for name, value in attrs:
            if name not in HTML_4[tag]:
                self.wrong.append(f"{written}: {name}")
            if name == "dir" and value not in {"ltr", "rtl"}:
                self.wrong.append(f"{written}: dir={value}")
            if name in {"href", "src", "cite"} and not re.match("https?://[^/]", value or ""):
                self.wrong.append(f"{written}: no whole address")
        if tag == "img":
            self.images += 1
            facts = dict(attrs)
            if not all((facts.get(name) or "").isdecimal() for name in ("width", "height")):
                self.wrong.append(f"{written}: without its size")
        if tag == "p" and "p" in self.open:
            self.wrong.append(f"{written}: in another")
        if tag not in {"br", "img"}:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if not self.open or self.open.pop() != tag:
            self.wrong.append(f"</{tag}> closes nothing")

    def handle_data(self, data: str) -> None:
        if data.strip() and "p" not in self.open:
            self.wrong.append(f"{data!r} stands in no paragraph")


def checked(html: str) -> Html4:
    found = Html4()
    found.feed(html)
    found.close()
    return found


def rendered(name: str, **options: object) -> tuple[str, str]:
    asked = Options(parent=name == "reply", **options)  # type: ignore[arg-type]
    view = build_view(holdings.HOLDINGS[name](), asked, SITE, LINKS)
    return v1.email(view), text(view)


@pytest.mark.parametrize("name", holdings.HOLDINGS)
def test_it_is_html_4_with_whole_addresses_and_at_most_one_image(name: str) -> None:
    html, _ = rendered(name)
    found = checked(html)
    assert found.wrong == []
    assert found.open == []
    assert found.images <= 1


@pytest.mark.parametrize(
    "html",
    [
        "<figure>a</figure>",
        '<p class="a">a</p>',
        "<p lang=en>a</p>",
        '<p><a href="/post/a">a</a></p>',
        '<p><img src="https://a.example/a.jpg" alt="" border="0"></p>',
        '<p dir="auto">a</p>',
        "bare",
    ],
)
def test_the_check_finds_what_is_no_html_4(html: str) -> None:
    assert checked(html).wrong != []


@pytest.mark.parametrize("name", holdings.HOLDINGS)
def test_the_text_has_the_words_of_the_email_and_no_markup_of_ours(name: str) -> None:
    _, plain = rendered(name)
    assert plain.endswith("\n")
    assert "https://record.example.org/post/" in plain
    assert "None" not in plain
    if name != "hostile":
        assert not re.search("<[a-z/]", plain)


def test_of_four_pictures_one_is_there_and_the_others_are_described() -> None:
    html, plain = rendered("four-photos")
    assert checked(html).images == 1
    assert "Image 2 of 4, no description" in html
    assert plain.count("[") == 4


@pytest.mark.parametrize("name", ["content-warning", "sensitive"])
def test_what_stands_behind_a_click_is_not_sent(name: str) -> None:
    html, plain = rendered(name)
    assert checked(html).images == 0
    for said in (html, plain):
        assert "arning" in said or "sensitive" in said
        assert "A bridge over a river" not in said


def test_states_corrections_and_translations_are_told_in_words() -> None:
    for name, words in (
        ("gone", "Not available on"),
        ("edited", "Edited since"),
        ("corrected", "Correction by Border News"),
        ("withheld", "Not shown by Border News"),
        ("translated", "not the words of the post"),
        ("by-hand", "Typed in by Border News"),
    ):
        for said in rendered(name):
            assert words in said, name


def test_the_original_language_is_named_as_in_the_box_and_stays_in_a_translated_mail() -> None:
    html, plain = rendered("translated")
    assert ' · <span translate="no">Original in Spanish</span></p>' in html
    assert " · Original in Spanish\n" in plain
    html, plain = rendered("content-warning")
    assert "Original in English" in plain


def test_dates_are_text_in_the_asked_language() -> None:
    html, plain = rendered("text", lang="es")
    assert "<time" not in html
    for said in (html, plain):
        assert "29 de marzo de 2025" in said


def test_a_text_that_runs_from_the_right_says_so_as_html_4_knows_it() -> None:
    assert ' dir="rtl" ' in rendered("arabic")[0]


def test_hostile_words_stay_text() -> None:
    html, _ = rendered("hostile")
    assert "<script" not in html
    assert "javascript:" not in html
