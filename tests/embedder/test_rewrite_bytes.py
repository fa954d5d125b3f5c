"""Whatever bytes a page is made of, those of its embeds alone are replaced, and only once."""

import pytest

from archive.articles.reading import article_in
from archive.errors import UsageError
from embedder.rewrite import rewrite, shown_in

POST = "https://x.com/a/status/1905600000000000001"
TWEET = f'<blockquote class="twitter-tweet"><p>Año</p><a href="{POST}">1</a></blockquote>'
SCRIPT = '<script async src="https://platform.twitter.com/widgets.js"></script>'
OURS = '<figure class="onrecord">ours</figure>'


def page(inside: str, head: str = "") -> str:
    line = "<p>A paragraph of an article, long enough to be one: años y más años.</p>"
    return (
        f"<!doctype html>\r\n<head>{head}</head><article>\r\n{line}\r\n{inside}\n{line}</article>"
    )


def rewritten(body: bytes) -> bytes:
    article = article_in(body)
    embeds = {one.key: OURS for one in shown_in(article.text)}
    html = rewrite(article.text, embeds)
    assert rewrite(html, embeds) == html
    return html.encode(article.encoding, "surrogateescape")


@pytest.mark.parametrize(
    ("encoding", "head"),
    [
        ("utf-8", ""),
        ("utf-8-sig", ""),
        ("windows-1252", '<meta charset="windows-1252">'),
        ("windows-1252", '<meta charset="utf-8">'),
        ("latin-1", '<meta http-equiv="Content-Type" content="text/html; charset=iso-8859-1">'),
        ("latin-1", ""),
    ],
)
def test_in_every_encoding_all_else_is_byte_for_byte_as_it_was(encoding: str, head: str) -> None:
    before, after = (page(inside, head).encode(encoding) for inside in (TWEET + SCRIPT, OURS))
    assert rewritten(before) == after


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_so_it_is_in_utf_16(encoding: str) -> None:
    before, after = (f"\ufeff{page(inside)}".encode(encoding) for inside in (TWEET, OURS))
    assert rewritten(before) == after


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (f"<!-- {TWEET} -->{TWEET}", f"<!-- {TWEET} -->{OURS}"),
        (f"<template>{TWEET}</template>", f"<template>{OURS}</template>"),
        (f"<![CDATA[{TWEET}]]>", f"<![CDATA[{TWEET}]]>"),
        (f"<script>a='</blockquote>'</script>{TWEET}", f"<script>a='</blockquote>'</script>{OURS}"),
        (TWEET.replace("Año", "<script>'</blockquote>'</script>"), OURS),
        (f"{TWEET}\r\n<hr>{TWEET}", f"{OURS}\r\n<hr>{OURS}"),
        (f"\x00{TWEET}", f"\x00{OURS}"),
        (
            '<blockquote class="mastodon-embed" data-embed-url="https://a.example/@b/1140000000000'
            '00001/embed"></blockquote><script src="https://a.example/embed.js"></script>'
            '<script src="https://b.example/embed.js"></script>',
            f'{OURS}<script src="https://b.example/embed.js"></script>',
        ),
        (
            f'<div data-attrs="{{&quot;url&quot;:&quot;{POST}&quot;}}">{TWEET}</div>',
            f'<div data-attrs="{{&quot;url&quot;:&quot;{POST}&quot;}}">{OURS}</div>',
        ),
    ],
)
def test_what_only_looks_like_an_embed_stays(before: str, after: str) -> None:
    assert rewritten(page(before).encode()).decode() == page(after)


@pytest.mark.parametrize(
    "body", [b"%PDF-1.7\n1 0 obj", b"PK\x03\x04word/document.xml", b"\x89PNG\r\n", b"ab\x00\x01cd"]
)
def test_what_is_no_text_is_refused_rather_than_found_empty(body: bytes) -> None:
    with pytest.raises(UsageError, match="HTML or plain text"):
        article_in(body)
