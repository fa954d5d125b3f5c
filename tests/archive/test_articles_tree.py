"""Pages as trees: what stands in what, and where in the source."""

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from archive.articles.tree import Element, Text, read_tree


def drawn(node: Element | Text) -> str:
    if isinstance(node, Text):
        return node.text
    inside = "".join(drawn(child) for child in node.children) + node.raw
    return f"{node.name}({inside})" if node.name else inside


@pytest.mark.parametrize(
    ("html", "tree"),
    [
        ("<p>a<p>b<div>c</div>", "p(a)p(b)div(c)"),
        ("<ul><li>a<ul><li>b</ul><li>c</ul>d", "ul(li(aul(li(b)))li(c))d"),
        ("<b><i>a</b>c</i>", "b(i(a))c"),
        ("<b>a<div>b</b>c</div>d", "b(adiv(bc))d"),
        ("<table><tr><td>a</div>b<td>c</table>d", "table(tr(td(ab)td(c)))d"),
        ("<DIV Class='a b' x>a</Div >b", "div(a)b"),
        ("a<!-- <p> -->b<!-->c<!d>e<?f>g</ h>i", "abcegi"),
        ("<script>if (a</p>) '</scripts>'</script >b", "script(if (a</p>) '</scripts>')b"),
        ("<textarea>&lt;p><p></textarea>a", "textarea(<p><p>)a"),
        ("<noscript><p>a</p></noscript>", "noscript(p(a))"),
        ("a < b &amp; c<3", "a < b & c<3"),
        ("<br>a<img src=x>b<hr/>", "br()aimg()bhr()"),
        ("</p>a</div>", "a"),
        ("<p>a<a href='b", "p(a)"),
    ],
)
def test_a_page_is_read_as_a_browser_does(html: str, tree: str) -> None:
    assert drawn(read_tree(html)) == tree


def test_attributes_are_read_in_each_form_and_the_first_of_a_name_counts() -> None:
    tag = next(read_tree("<a HREF=x&amp;y b='1' c = \"2\" d e=/f/ b=9 =g>").elements("a"))
    assert tag.attributes == {
        "href": "x&y",
        "b": "1",
        "c": "2",
        "d": "",
        "e": "/f/",
        "g": "",
    } or tag.attributes == {"href": "x&y", "b": "1", "c": "2", "d": "", "e": "/f/", "=g": ""}


MARKUP = st.lists(
    st.sampled_from(
        [
            *("<p>", "</p>", "<div class='a'>", "</div>", "<b>", "</b>", "<li>", "<table>"),
            *("<td>", "</table>", "<script>", "</script>", "<!--", "-->", "a", "İ", " ", "<br>"),
            *("<iframe src=x>", "</iframe>", "<", "&amp;", "</td>", "<a", ">"),
        ]
    ),
    max_size=25,
).map("".join)


@settings(max_examples=40)
@given(MARKUP)
def test_offsets_name_the_source_and_lie_one_in_the_other(html: str) -> None:
    tree = read_tree(html)
    assert (tree.start, tree.end) == (0, len(html))
    for node in tree.walk():
        parent = node.parent
        assert parent is not None
        if isinstance(node, Element):
            assert html[node.start : node.start + 2].lower() == f"<{node.name[0]}"
            assert node.start < node.inside <= node.close <= node.end <= len(html)
        assert parent.start <= node.start <= node.end


@pytest.mark.parametrize(
    "piece",
    [
        "<p>",
        "<b>",
        "<div><p>",
        "<a b='",
        '<a b="',
        "<!--",
        "<script>",
        "</p",
        "<td>",
        "&",
        "<",
        "</b>",
    ],
)
def test_what_is_made_to_take_long_takes_no_longer_than_other_pages(piece: str) -> None:
    started = time.process_time()
    read_tree("<b>" * 300 + piece * (30_000 // len(piece)))
    assert time.process_time() - started < 1
