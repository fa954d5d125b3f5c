"""``scan`` and ``rewrite``: what they print, what they keep, and how they end."""

import json
from pathlib import Path

import pytest

from embedder import samples
from tests.embedder.doors import Newsroom

KEPT, OTHER = samples.EXAMPLE_URL, samples.EDITED_URL
ARTICLE = """<html lang="en"><head><title>A</title></head><body><article>
<h1>The mayor and the wall</h1>
<p>March 5, 2026 – Border City — The mayor wrote about it, at length and without a pause.</p>
<blockquote class="mastodon-embed" data-embed-url="{kept}/embed"><a href="{kept}">x</a></blockquote>
<p>More was <a href="{other}">written later</a>, they say — “über alles”, as it were.</p>
<iframe src="{other}/embed"></iframe>
<figure><img src="/a.png" alt=""><figcaption>A room. Image source: X</figcaption></figure>
</article></body></html>
"""


@pytest.fixture(scope="module")
def newsroom(origin: str, tmp_path_factory: pytest.TempPathFactory) -> Newsroom:
    return Newsroom.led_to(tmp_path_factory.mktemp("articles"), origin)


@pytest.fixture(scope="module")
def article(newsroom: Newsroom, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An article in a file; the first of its posts is kept, and public."""
    ran = newsroom.run("capture", KEPT, "--release")
    assert ran.code == 0, ran.err
    path = tmp_path_factory.mktemp("article") / "article.html"
    path.write_text(ARTICLE.format(kept=KEPT, other=OTHER), encoding="utf-8", newline="\r\n")
    return path


def test_scan_lists_posts_with_their_state_and_pictures_with_their_credit(
    newsroom: Newsroom, article: Path
) -> None:
    ran = newsroom.run("scan", str(article), "--json")
    assert (ran.code, ran.err) == (0, "")
    (line,) = ran.out.splitlines()
    told = json.loads(line)
    assert told["page"] == str(article)
    assert (told["title"], told["lang"], told["published"]) == (
        "The mayor and the wall",
        "en",
        "2026-03-05",
    )
    first, second = told["posts"]
    assert (first["url"], first["how"], first["state"]) == (KEPT, "blockquote", "public")
    assert first["post"] == first["id"]
    assert (second["how"], second["state"], second["post"]) == ("iframe", "not kept", None)
    assert second["sentence"].startswith("More was written later")
    (picture,) = told["pictures"]
    assert (picture["kind"], picture["credited"], picture["src"]) == ("picture", "X", "/a.png")
    plain = newsroom.run("scan", str(article)).out
    assert plain.startswith("The mayor and the wall · 2026-03-05\n")
    assert f"  {KEPT}  Mastodon, blockquote: public  /e/{first['post']}/\n" in plain
    assert f"\n    {second['sentence']}\n" in plain
    assert "picture, credited to X: A room. Image source: X" in plain


def test_rewrite_replaces_what_is_kept_and_public_and_lists_the_rest(
    newsroom: Newsroom, article: Path
) -> None:
    source = article.read_bytes()
    ran = newsroom.run("rewrite", str(article))
    assert ran.code == 1
    assert ran.err == f"Replaced: 1. Left as they are: 1.\n  {OTHER}/embed: not kept\n"
    before, after = source.split(b'<blockquote class="mastodon-embed"')
    after = after.partition(b"</blockquote>")[2]
    written = ran.out.encode()
    assert written.startswith(before)
    assert written.endswith(after)
    ours = written[len(before) : -len(after)].decode()
    assert 'class="onrecord ' in ours
    assert f'{KEPT}"' in ours
    again = article.with_name("again.html")
    again.write_bytes(written)
    out = article.with_name("out.html")
    assert newsroom.run("rewrite", str(again), "-o", str(out)).code == 1
    assert out.read_bytes() == written
    framed = newsroom.run("rewrite", str(article), "--as", "frame").out
    assert '<iframe src="http://127.0.0.1:8080/e/' in framed


def test_a_page_of_another_encoding_comes_back_in_it(newsroom: Newsroom, article: Path) -> None:
    for encoding in ("windows-1252", "utf-8"):
        text = ARTICLE.format(kept=KEPT, other=OTHER).replace(
            "<head>", f'<head><meta charset="{encoding}">'
        )
        file, out = article.with_name("in.html"), article.with_name("out.html")
        file.write_bytes(text.encode(encoding) + (b"\xff" if encoding == "utf-8" else b""))
        newsroom.run("rewrite", str(file), "-o", str(out))
        assert "“über alles”".encode(encoding) in out.read_bytes()
        assert out.read_bytes().endswith(file.read_bytes()[-40:])
        assert b"onrecord " in out.read_bytes()


def test_an_embed_in_the_pages_data_is_listed_with_its_place(
    newsroom: Newsroom, article: Path
) -> None:
    embed = {"content_elements": [{"type": "embed", "url": KEPT}]}
    data = f'<script type="application/json">{json.dumps(embed)}</script>'
    file = article.with_name("data.html")
    html = f"<body><article>\n\n{data}<p>The mayor wrote.</p></article></body>"
    file.write_text(html, encoding="utf-8")
    ran = newsroom.run("rewrite", str(file))
    assert (ran.code, ran.out) == (1, html)
    assert ran.err == (
        "Replaced: 0. Left as they are: 0.\n"
        "Found in JSON, not replaced: 1. Change them in the site's system.\n"
        f"  {KEPT}: line 3, content_elements[0]\n"
    )
    plain = newsroom.run("scan", str(file)).out
    assert "    in the page's JSON: line 3, content_elements[0]\n" in plain
    (post,) = json.loads(newsroom.run("scan", str(file), "--json").out)["posts"]
    assert post["in_data"] == [{"line": 3, "path": "content_elements[0]"}]


def test_scan_captures_what_is_not_kept_for_the_article(newsroom: Newsroom, article: Path) -> None:
    url = "https://news.example/wall"
    ran = newsroom.run("scan", str(article), "--capture", "--article", url, "--json")
    assert ran.code == 0
    assert "Kept" in ran.err
    posts = json.loads(ran.out)["posts"]
    assert [one["state"] for one in posts] == ["public", "draft"]
    assert newsroom.rows("SELECT post FROM article_posts ORDER BY post") == sorted(
        (one["post"],) for one in posts
    ), "what was kept before is linked with the article, too"
    left = newsroom.run("rewrite", str(article))
    assert left.err.endswith(f"{OTHER}/embed: a draft\n")
    assert posts[1]["post"] not in left.out


def test_what_cannot_be_read_costs_no_other_article(
    newsroom: Newsroom, article: Path, tmp_path: Path
) -> None:
    text = tmp_path / "a.txt"
    text.write_text(f"The mayor wrote {KEPT} today.\n", encoding="utf-8")
    ran = newsroom.run("scan", str(tmp_path / "none.html"), str(text), "--json")
    assert ran.code == 1
    assert "cannot be read" in ran.err
    (line,) = ran.out.splitlines()
    assert [one["how"] for one in json.loads(line)["posts"]] == ["text"]
    assert newsroom.run("scan", "https://news.example/none").code == 2
    refused = newsroom.run("scan", str(text), "--article", "no address")
    assert (refused.code, "no address of an article" in refused.err) == (2, True)
    assert newsroom.run("scan", str(text), str(text), "--article", "https://a.example/").code == 2
    empty = tmp_path / "b.txt"
    empty.write_text("Nothing.", encoding="utf-8")
    assert "It references no post." in newsroom.run("scan", str(empty)).out
