"""Markup -> plain text and facets: what a reader saw, and never an exception."""

import time

import pytest
from bs4 import BeautifulSoup
from hypothesis import given
from hypothesis import strategies as st

from archive.records import Facet
from archive.text import (
    MAX_HTML,
    MAX_TAGS,
    clean_text,
    fit_facets,
    html_to_text,
    is_cut,
    sanitise_html,
    web_address,
)

LINK = (
    '<a href="https://example.org/a/long/way"><span class="invisible">https://</span>'
    '<span class="ellipsis">example.org/a/lo</span><span class="invisible">ng/way</span></a>'
)

# Pieces that parsers stumble over, so that random documents are not only text.
PIECES = st.sampled_from(
    [
        *("<p>", "</p>", "<br>", "<div>", "</div>", "<ul><li>", "</li></ul>", "<ol start=9><li>"),
        *("<blockquote>", "</blockquote>", "<pre>", "</pre>", "<td>", "<img alt='x y'>"),
        *("<a href='https://e.org/'>", "</a>", "<a class='mention' href='http://e.org/@a'>"),
        *("<a href='javascript:alert(1)'>", "<span class='ellipsis'>", "<span class='invisible'>"),
        *("</span>", "<span class=quote-inline>", "<script>", "</script>", "<!--", "-->", "<!"),
        *("<![CDATA[", "]]>", "<![if", "<?xml version='1.0'?>", "<?", "&amp;", "&#0;", "&#xD800;"),
        *("&#9999999999999999999999999;", "&nope;", "&lt", ":a:", ":b", "\ud83d", "\x00", "\u202e"),
        *(" ", "\n", "\t", "\u00a0", "👩‍👩‍👧", "é", "#", "@", "<", ">", '"'),
    ]
)
DOCUMENTS = st.one_of(
    st.text(alphabet=st.characters(), max_size=200),
    st.lists(st.one_of(PIECES, st.text(alphabet=st.characters(), max_size=5)), max_size=40).map(
        "".join
    ),
)


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("<p>one</p><p>two</p>", "one\n\ntwo"),
        ("<p>one<br>two<br/>three</p>", "one\ntwo\nthree"),
        ("<p>one<br><br>two</p>", "one\n\ntwo"),
        ("<p>one<br></p>\n<p>two</p>", "one\n\ntwo"),
        ("<p></p><p>one</p><p></p>", "one"),
        ("<p></p>", ""),
        ("  <p> much \n\t space </p> ", "much space"),
        ("a <b> b</b> <i>c </i> d", "a b c d"),
        ("a\u00a0\u00a0b", "a\u00a0\u00a0b"),
        ("<ul><li>x</li><li>y</li></ul>z", "• x\n• y\n\nz"),
        ("<ol start='3'><li>x</li><li value='7'>y</li><li>z</li></ol>", "3. x\n7. y\n8. z"),
        ("<ul><li>x<ul><li>y</li></ul></li></ul>", "• x\n  • y"),
        ("<ul><li><p>x</p></li><li><p>y</p></li></ul>", "• x\n• y"),
        (
            "<p>so:</p><blockquote><p>they<br>said</p></blockquote><p>I</p>",
            "so:\n\n> they\n> said\n\nI",
        ),
        ("<pre><code>if a:\n    b\n\nc</code></pre>", "if a:\n    b\n\nc"),
        ("<h1>T</h1><p>x</p>", "T\n\nx"),
        ("<table><tr><td>a</td><td>b</td></tr><tr><td>c</td></tr></table>", "a b\nc"),
        ("a<script>b</script><style>c</style><span hidden>d</span><!-- e -->f", "af"),
        ("<img class='emoji' alt=':wave:' src='x'> hi", ":wave: hi"),
        ("&lt;b&gt; &amp;amp; &quot;&#39;&#x201d; &copy;", "<b> &amp; \"'” ©"),
        ("AT&T &unknown; &; &", "AT&T &unknown; &; &"),
        ("a&NotEqualTilde;b&hellip;", "a≂̸b…"),
        ("1 < 2", "1 < 2"),
        ("https://example.org", "https://example.org"),
        ("notes.txt", "notes.txt"),
        ("<b><i>crossed</b> over</i> end", "crossed over end"),
        ("e\u0301 is not é", "e\u0301 is not é"),
    ],
)
def test_text_is_what_a_reader_saw(html: str, text: str) -> None:
    assert html_to_text(html)[0] == text
    assert html_to_text(html)[2] == ()


def test_a_link_stands_in_its_shown_form_with_the_whole_address_in_the_facet() -> None:
    text, facets, _ = html_to_text(f"<p>See 🎈 {LINK}!</p>")
    assert text == "See 🎈 example.org/a/lo…!"
    assert facets == (Facet(start=6, end=23, kind="link", target="https://example.org/a/long/way"),)
    assert text[6:23] == "example.org/a/lo…"


@pytest.mark.parametrize(
    ("html", "kind", "shown"),
    [
        (
            '<span class="h-card"><a href="https://e.org/@ann" class="u-url mention">@<span>ann'
            "</span></a></span>",
            "mention",
            "@ann",
        ),
        (
            '<span class="h-card"><a href="https://e.org/@a" class="u-url">@a</a></span>',
            "mention",
            "@a",
        ),
        ('@<a class="u-url mention" href="https://e.org/@a"><span>a</span></a>', "mention", "a"),
        (
            '<a href="https://e.org/tags/x" class="mention hashtag" rel="tag">#<span>x</span></a>',
            "hashtag",
            "#x",
        ),
        ('<a href="https://e.org/tag/x" rel="nofollow tag">#x</a>', "hashtag", "#x"),
        ('<a href="https://e.org/tag/x" rel="tag">x</a>', "link", "x"),
        ('<a href="https://e.org/">here </a>', "link", "here"),
    ],
)
def test_facets_have_their_kind(html: str, kind: str, shown: str) -> None:
    text, (facet,), _ = html_to_text(f"<p>1 {html} 2</p>")
    assert (facet.kind, text[facet.start : facet.end]) == (kind, shown)


@pytest.mark.parametrize(
    "href",
    [
        "javascript:alert(1)",
        "java\nscript:alert(1)",
        "data:text/html,x",
        "/relative",
        "//host/path",
        "#note",
        "mailto:a@example.org",
        "https://",
        "http://[",
        "",
    ],
)
def test_a_link_to_anything_but_the_web_is_text(href: str) -> None:
    text, facets, _ = html_to_text(f"<p><a href='{href}'>click</a></p>")
    assert (text, facets) == ("click", ())
    assert web_address(href) is None
    assert f"href={href}" not in sanitise_html(f"<a href='{href}'>click</a>").replace('"', "")


def test_a_second_link_ends_the_first() -> None:
    text, facets, _ = html_to_text('<a href="https://a.org/">a<a href="https://b.org/">b</a>c</a>')
    assert text == "abc"
    assert [(f.start, f.end, f.target) for f in facets] == [
        (0, 1, "https://a.org/"),
        (1, 2, "https://b.org/"),
    ]


def test_the_quote_fallback_is_left_out_unless_it_is_all_there_is() -> None:
    html = f'<p class="quote-inline">RE: {LINK}</p><p>Agreed.</p>'
    assert html_to_text(html)[:2] == ("Agreed.", ())
    text, facets, _ = html_to_text(html, keep_quote_link=True)
    assert text == "RE: example.org/a/lo…\n\nAgreed."
    assert facets[0].target == "https://example.org/a/long/way"
    inline = '<p>Agreed.<span class="quote-inline"><br/>RT: https://example.org/1</span></p>'
    assert html_to_text(inline)[0] == "Agreed."


def test_known_shortcodes_become_emoji_and_others_stay_text() -> None:
    emojis = {"cat": "https://e.org/cat.png", "bad": "javascript:1"}
    text, facets, _ = html_to_text("<p>🎈 :cat::cat: :dog: 10:30:cat :bad:</p>", emojis=emojis)
    assert text == "🎈 :cat::cat: :dog: 10:30:cat :bad:"
    assert [(f.start, f.end, f.kind, f.target) for f in facets] == [
        (2, 7, "emoji", "https://e.org/cat.png"),
        (7, 12, "emoji", "https://e.org/cat.png"),
    ]


def test_a_shortcode_inside_a_link_stays_part_of_the_link() -> None:
    html = '<a href="https://e.org/:cat:">:cat:</a> :cat:'
    _, facets, warnings = html_to_text(html, emojis={"cat": "https://e.org/cat.png"})
    assert [f.kind for f in facets] == ["link", "emoji"]
    assert warnings == ()


def test_what_is_no_text_is_replaced_with_one_warning() -> None:
    assert clean_text("a\x00b\ud83dc\udc00") == ("a\ufffdb\ufffdc\ufffd", clean_text("\x00")[1])
    assert len(clean_text("\x00\x00\ud800")[1]) == 1
    assert clean_text("e\u0301\u202e👩‍👩‍👧\ufffe") == ("e\u0301\u202e👩‍👩‍👧\ufffe", ())
    text, _, warnings = html_to_text("a\x00 &#xD83D;&#0; \ud800")
    assert text == "a\ufffd \ufffd\ufffd \ufffd"
    assert len(warnings) == 1


def test_facets_that_cannot_stand_are_dropped_with_a_warning() -> None:
    def at(start: int, end: int) -> Facet:
        return Facet(start=start, end=end, kind="link", target="https://e.org/")

    facets, warnings = fit_facets(10, [at(4, 6), at(0, 3), at(-1, 2), at(5, 5), at(9, 11)])
    assert facets == (at(0, 3), at(4, 6))
    assert warnings == ("3 marked span(s) lay outside the text and were left out.",)
    facets, warnings = fit_facets(10, [at(2, 4), at(0, 2), at(2, 6), at(5, 7)])
    assert facets == (at(0, 2), at(2, 6))
    assert warnings == ("2 marked span(s) overlapped another and were left out.",)


def test_an_endless_text_is_cut_with_a_warning() -> None:
    text, _, warnings = html_to_text("a" * (MAX_HTML + 1))
    assert len(text) == MAX_HTML
    assert "was cut" in warnings[0]
    assert len(sanitise_html("a" * (MAX_HTML + 1))) == MAX_HTML


def test_markup_of_more_tags_is_cut_before_a_tag_with_a_warning() -> None:
    many = "<p>a</p>" * MAX_TAGS
    text, _, warnings = html_to_text(many)
    assert text.count("a") == MAX_TAGS / 2
    assert "was cut" in warnings[0]
    assert is_cut(many)
    assert not is_cut("<p>a</p>" * (MAX_TAGS // 2))


@pytest.mark.parametrize("markup", ["<a", '<a href="', "<b c='<i ", "<!--", "<!x", "</a ", "<? "])
def test_a_tag_that_the_end_breaks_off_is_nothing(markup: str) -> None:
    assert html_to_text(f"<p>1 < 2 {markup}")[0] == "1 < 2"


@pytest.mark.parametrize("piece", ["<a", '<a b="', "<b c='", "<ul><li>", "<!--", "</a"])
def test_no_markup_takes_long(piece: str) -> None:
    markup = piece * (MAX_HTML // len(piece))
    started = time.process_time()
    html_to_text(markup)
    sanitise_html(markup)
    assert time.process_time() - started < 3


def test_deep_nesting_neither_overflows_nor_takes_long() -> None:
    text, facets, _ = html_to_text("<a href='https://e.org'><b>" * (MAX_TAGS // 2) + "x")
    assert text == "x"
    assert len(facets) == 1
    assert "x" in sanitise_html("<b>" * MAX_TAGS + "x")
    html_to_text("<b>" * 60_000 + "x")


def test_sanitised_html_holds_what_a_post_may_hold_and_nothing_else() -> None:
    html = (
        '<p class="quote-inline evil" style="x" id="y" onclick="z">a</p><script>b</script>'
        '<img src="https://e.org/t.gif" onerror="c"><iframe src="https://e.org"></iframe>'
        '<a href="https://e.org/" class="mention status-link" rel="me" target="_blank">d</a>'
        '<span class="invisible">e</span><style>f</style><svg><a href="https://e.org">g</a></svg>'
    )
    clean = sanitise_html(html)
    assert '<p class="quote-inline">a</p>' in clean
    assert '<span class="invisible">e</span>' in clean
    assert 'rel="nofollow noopener"' in clean
    for gone in ("evil", "style", "id=", "on", "script", "img", "iframe", "target", "svg", "me="):
        assert gone not in clean.replace("quote-inline", "").replace('class="mention"', "").replace(
            "nofollow noopener", ""
        )
    assert sanitise_html(clean) == clean


@given(DOCUMENTS)
def test_no_document_raises_and_all_facets_stand_on_the_text(html: str) -> None:
    text, facets, _ = html_to_text(html, emojis={"a": "https://e.org/a.png"})
    assert not any("\ud800" <= c <= "\udfff" or c == "\x00" for c in text)
    assert text == text.strip("\n\r")
    last = 0
    for facet in facets:
        assert last <= facet.start < facet.end <= len(text)
        assert web_address(facet.target) == facet.target
        last = facet.end


@given(DOCUMENTS)
def test_no_document_raises_in_the_sanitiser_and_it_is_done_at_once(html: str) -> None:
    clean = sanitise_html(html)
    assert sanitise_html(clean) == clean
    tree = BeautifulSoup(f"<div>{clean}", "html.parser")
    assert tree.find(["script", "img", "div"], recursive=True) == tree.div
    assert all(web_address(link["href"]) for link in tree.find_all("a", href=True))
    clean.encode()


@given(
    st.integers(0, 30),
    st.lists(st.tuples(st.integers(-3, 35), st.integers(-3, 35)), max_size=12),
)
def test_fitted_facets_are_inside_ordered_and_apart(
    length: int, spans: list[tuple[int, int]]
) -> None:
    facets, warnings = fit_facets(length, [Facet(start=a, end=b, kind="link") for a, b in spans])
    ends = [0, *(f.end for f in facets)]
    assert all(before <= f.start < f.end <= length for before, f in zip(ends, facets, strict=False))
    assert bool(warnings) == (len(facets) < len(spans))


@given(st.text(alphabet=st.characters()))
def test_cleaning_keeps_the_length_and_is_done_at_once(text: str) -> None:
    cleaned, warnings = clean_text(text)
    assert len(cleaned) == len(text)
    assert clean_text(cleaned) == (cleaned, ())
    assert bool(warnings) == (cleaned != text)
    cleaned.encode("utf-8")
