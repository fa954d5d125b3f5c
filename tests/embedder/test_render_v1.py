"""Template version 1, held by golden files; ONRECORD_UPDATE_GOLDEN=1 writes them anew."""

import base64
import gzip
import hashlib
import os
import re
import subprocess
import sys
from pathlib import Path

import msgspec
import pytest

from embedder.links import Links, static_files
from embedder.options import VERSIONS, Options
from embedder.render import renderer_of, v1
from embedder.render.text import text as text_of
from embedder.view import Site, build_view
from embedder.words import LANGUAGES
from tests.embedder import holdings

GOLDEN = Path(__file__).parent / "golden"
ROOT = Path(__file__).parents[2]
LINKS = Links("https://record.example.org")
SITE = Site(name="Border News", timezone="America/Chicago")
OPTIONS = {
    "reply": Options(parent=True),
    "poll": Options(counts=True, theme="dark"),
    "text": Options(width=400),
    "gone": Options(lang="es"),
    "card": Options(style="link", theme="light"),
}


def rendered(name: str) -> dict[str, str]:
    view = build_view(holdings.HOLDINGS[name](), OPTIONS.get(name, Options()), SITE, LINKS)
    return {
        f"{name}.page.html": v1.page(view),
        f"{name}.fragment.html": v1.fragment(view),
        f"{name}.csp.txt": v1.csp(view),
        f"{name}.email.html": v1.email(view),
        f"{name}.email.txt": text_of(view),
    }


SPOKEN = (
    *("text", "gone", "withheld", "corrected", "edited", "poll", "by-hand", "sensitive"),
    *("video", "missing-media", "quote-lost", "reply", "repost", "content-warning"),
)


@pytest.mark.parametrize("lang", LANGUAGES[1:])
@pytest.mark.parametrize("name", SPOKEN)
def test_each_language_says_what_it_always_said(name: str, lang: str) -> None:
    options = Options(lang=lang, counts=True)
    text = v1.box(build_view(holdings.HOLDINGS[name](), options, SITE, LINKS))
    path = GOLDEN / f"{name}.{lang}.html"
    if os.environ.get("ONRECORD_UPDATE_GOLDEN"):
        path.write_text(text, encoding="utf-8", newline="")
    assert text == path.read_bytes().decode(), f"{path.name} is not what it was"


def test_a_page_is_written_in_the_direction_of_its_language() -> None:
    page = v1.page(build_view(holdings.post_text(), Options(lang="ar"), SITE, LINKS))
    assert '<html lang="ar" dir="rtl">' in page
    assert 'lang="ar" dir="rtl">' in page.split("<figure")[1]
    assert '<blockquote dir="auto"' in page


def test_a_translation_of_a_warned_post_waits_for_its_click() -> None:
    live = holdings.translated()
    assert live.stored is not None
    content = msgspec.structs.replace(live.stored.snapshot, content_warning="Politics")
    stored = msgspec.structs.replace(live.stored, snapshot=content)
    view = build_view(msgspec.structs.replace(live, stored=stored), Options(), SITE, LINKS)
    shown = re.sub("<details>.*?</details>", "", v1.box(view), flags=re.DOTALL)
    assert view.translations
    assert "Today I met the mayor" not in shown


@pytest.mark.parametrize("name", holdings.HOLDINGS)
def test_version_1_gives_what_it_always_gave(name: str) -> None:
    for file, text in rendered(name).items():
        path = GOLDEN / file
        if os.environ.get("ONRECORD_UPDATE_GOLDEN"):
            path.write_text(text, encoding="utf-8", newline="")
        assert text == path.read_bytes().decode(), f"{file} is not what it was"


def test_there_is_no_golden_file_of_a_look_that_is_gone() -> None:
    names = {path.name.split(".")[0] for path in GOLDEN.iterdir()}
    assert names == {*holdings.HOLDINGS}


def everything() -> str:
    """The hash of all looks, and of one in all languages."""
    made = "".join(text for name in holdings.HOLDINGS for text in rendered(name).values())
    for lang in LANGUAGES:
        made += v1.box(build_view(holdings.post_text(), Options(lang=lang), SITE, LINKS))
    return hashlib.sha256(made.encode()).hexdigest()


def test_the_bytes_do_not_depend_on_the_machines_zone_or_language() -> None:
    code = "from tests.embedder.test_render_v1 import everything; print(everything())"
    elsewhere = [
        subprocess.run(
            [sys.executable, "-c", code],
            cwd=ROOT,
            env={**os.environ, "TZ": zone, "LANG": lang, "LC_ALL": lang, "PYTHONHASHSEED": seed},
            capture_output=True,
            text=True,
            check=True,
        ).stdout.strip()
        for zone, lang, seed in (
            ("Pacific/Kiritimati", "es_MX.UTF-8", "2"),
            ("Asia/Kathmandu", "tr_TR.UTF-8", "3"),
        )
    ]
    assert elsewhere == [everything()] * 2


def test_page_and_fragment_are_plain_text_which_json_takes() -> None:
    view = build_view(holdings.photos(1), Options(), Site(), Links())
    assert type(v1.page(view)) is str
    assert type(v1.fragment(view)) is str


def styles(page: str) -> list[str]:
    return re.findall("<style>(.*?)</style>", page, re.DOTALL)


@pytest.mark.parametrize("name", holdings.HOLDINGS)
def test_the_policy_allows_exactly_the_styles_and_the_script_of_the_page(name: str) -> None:
    files = rendered(name)
    page, policy = files[f"{name}.page.html"], files[f"{name}.csp.txt"]
    scripts = re.findall("<script>(.*?)</script>", page, re.DOTALL)
    assert len(scripts) == 1
    for text in [*styles(page), *scripts]:
        digest = base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
        assert f"'sha256-{digest}'" in policy
    assert policy.count("sha256-") == len(styles(page)) + 1
    assert policy.startswith("default-src 'none'; img-src 'self'")
    assert "unsafe" not in policy


@pytest.mark.parametrize("name", holdings.HOLDINGS)
def test_a_fragment_opened_on_its_own_may_use_its_styles_and_no_script(name: str) -> None:
    view = build_view(holdings.HOLDINGS[name](), OPTIONS.get(name, Options()), SITE, LINKS)
    text, policy = v1.fragment(view), v1.fragment_csp(view)
    for style in styles(text):
        digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
        assert f"'sha256-{digest}'" in policy
    assert policy.count("sha256-") == len(styles(text))
    assert ("style-src 'self'" in policy) == ("<link " in text)
    assert "script-src 'none'" in policy


@pytest.mark.parametrize("name", holdings.HOLDINGS)
def test_no_style_attribute_no_handler_and_no_address_of_a_platform_is_fetched(name: str) -> None:
    for file, told in rendered(name).items():
        if ".email." in file:
            continue  # mail has no other styles, and has a check of its own
        assert " style=" not in told
        for tag in re.findall(r"<(?:img|source|link|script|iframe)\b[^>]*>", told):
            for value in re.findall(r'(?:src|srcset)="([^"]*)"', tag):
                assert value.startswith(("/media/", "https://record.example.org/media/"))
        assert not re.findall(r"<[a-z][^>]*\son[a-z]+=", re.sub('"[^"]*"', '""', told))


def test_the_page_uses_paths_and_the_fragment_absolute_addresses() -> None:
    files = rendered("four-photos")
    body = files["four-photos.page.html"].split("<body>")[1]
    # But for the one that is written out on paper.
    assert re.search('href="https://record[^"]*">Archived copy', body)
    assert body.count("https://record.example.org") == 1
    assert 'src="/media/' in body
    assert 'src="/media/' not in files["four-photos.fragment.html"]
    assert 'href="/post/' not in files["four-photos.fragment.html"]


def test_hostile_data_stays_text() -> None:
    page = rendered("hostile")["hostile.page.html"]
    assert "<script>alert" not in page
    assert "javascript:" not in page
    assert "{{ 7*7 }}" in page
    assert page.count("<script") == 2
    assert page.count("</figure>") == 1
    facts = re.search('<script type="application/ld[+]json">(.*?)</script>', page)
    assert facts is not None
    assert "<" not in facts[1]


def test_a_four_photo_post_is_light() -> None:
    links = Links("https://record.example.org")  # a fragment names it in every address
    view = build_view(holdings.photos(4), Options(), Site(name="Border News"), links)
    fragment = v1.fragment(view).encode()
    assert len(fragment) <= 9 * 1024
    assert len(gzip.compress(fragment, 9)) <= 3 * 1024
    page = re.sub("<script.*?</script>", "", v1.page(view), flags=re.DOTALL).encode()
    assert len(page) <= 9 * 1024
    assert len(gzip.compress(page, 9)) <= 3 * 1024


def test_a_text_post_is_light() -> None:
    links = Links("https://record.example.org")
    view = build_view(holdings.post_text(), Options(), Site(name="Border News"), links)
    assert len(gzip.compress(v1.fragment(view).encode(), 9)) <= 2.2 * 1024


def test_unstyled_it_reads_name_handle_text_date_archived() -> None:
    fragment = rendered("text")["text.fragment.html"]
    words = re.sub(r"\s+", " ", re.sub("<[^>]*>", " ", re.sub("<style>.*?</style>", "", fragment)))
    order = ["Robin Sample", "@robin_sample", "X", "Today I met", "29 March 2025", "Archived by"]
    places = [words.index(word) for word in order]
    assert places == sorted(places)


def test_line_breaks_are_kept_without_a_stylesheet_too() -> None:
    assert "bridge.<br>\n<br>\nThe plan" in rendered("text")["text.fragment.html"]


def test_a_linked_stylesheet_comes_with_its_hash() -> None:
    fragment = rendered("card")["card.fragment.html"]
    assert "<style>" not in fragment
    found = re.search('href="([^"]*)" integrity="sha256-([^"]*)"', fragment)
    assert found is not None
    path = static_files()[found[1].removeprefix("https://record.example.org/static/")]
    assert base64.b64encode(hashlib.sha256(path.read_bytes()).digest()).decode() == found[2]


def test_a_withheld_box_keeps_its_size() -> None:
    page = rendered("withheld")["withheld.page.html"]
    assert re.search(r"\.onrecord-kept\{min-height:[345]\d\dpx\}", page)
    assert "figures" not in page


def test_discovery_stands_early_in_the_head() -> None:
    page = rendered("text")["text.page.html"]
    assert page.index("application/json+oembed") < 400
    assert 'rel="canonical" href="https://record.example.org/post/' in page


def test_the_renderer_is_chosen_by_its_version() -> None:
    view = build_view(holdings.post_text(), Options(t=1), SITE, LINKS)
    assert renderer_of(view) is v1
    for version in VERSIONS:
        view = build_view(holdings.post_text(), Options(t=version), SITE, LINKS)
        assert "Robin Sample" in renderer_of(view).page(view)
