"""Text and facets: whatever they are, what is rendered with its tags removed is the text."""

import html
import re
from html.parser import HTMLParser

from hypothesis import given, settings
from hypothesis import strategies as st

from archive.records import Author, Facet, LinkCard
from embedder.links import Links
from embedder.options import Options
from embedder.parts import PostView
from embedder.render import v1
from embedder.runs import runs_of
from embedder.view import Site, build_view
from tests.embedder import holdings

# What a stored text may hold: no NUL, no half of a surrogate pair (archive.text.clean_text).
TEXT = st.text(
    st.one_of(
        st.sampled_from("<>&\"'\n @#{}%\u202e\u2066\u200d🌉👩\u0301ا"),
        st.characters(exclude_categories=["Cs"], exclude_characters="\0"),
    ),
    max_size=120,
)
FACETS = st.lists(
    st.builds(
        Facet,
        start=st.integers(-3, 130),
        end=st.integers(-3, 130),
        kind=st.sampled_from(["mention", "hashtag", "cashtag", "link", "emoji"]),
        target=st.one_of(
            st.none(),
            st.text(max_size=20),
            st.sampled_from(
                [
                    "https://example.org/?a=1&b=<2>",
                    'https://example.org/"onmouseover="x',
                    "javascript:alert(1)",
                    "JaVaScRiPt:alert(1)",
                    "java\nscript:alert(1)",
                    "data:text/html,x",
                    "//example.org",
                    "https://[bad",
                    "https://e.example/emoji.png",
                ]
            ),
        ),
    ),
    max_size=8,
)
EMOJI = {"https://e.example/emoji.png": "/media/e.webp"}


@given(TEXT, FACETS)
def test_the_runs_joined_are_the_text(text: str, facets: list[Facet]) -> None:
    assert "".join(run.text for run in runs_of(text, facets, EMOJI)) == text


@given(TEXT, FACETS)
def test_a_run_links_to_the_web_or_nowhere(text: str, facets: list[Facet]) -> None:
    for run in runs_of(text, facets, EMOJI):
        assert run.href is None or re.match("https?://", run.href, re.IGNORECASE)


def shown_text(fragment: str) -> str:
    found = re.search('<p class="onrecord-text">(.*?)</p></blockquote>', fragment, re.DOTALL)
    return "" if found is None else html.unescape(re.sub("<[^>]*>", "", found[1]))


@settings(max_examples=150)
@given(TEXT, FACETS)
def test_what_is_rendered_with_its_tags_removed_is_the_text(text: str, facets: list[Facet]) -> None:
    live = holdings.hold(holdings.snapshot(text, facets=tuple(facets)))
    view = build_view(live, Options(), Site(), Links())
    assert shown_text(v1.fragment(view)) == text
    assert shown_text(v1.page(view)) == text


class Tags(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))


OURS = {
    *("style", "link", "figure", "figcaption", "div", "header", "blockquote", "p", "br", "a"),
    *("img", "picture", "source", "svg", "bdi", "b", "span", "time", "details", "summary"),
    *("ul", "li"),
}


@settings(max_examples=100)
@given(TEXT, FACETS, TEXT, TEXT)
def test_no_tag_and_no_handler_comes_from_data(
    text: str, facets: list[Facet], name: str, url: str
) -> None:
    author = Author(name=name, handle=url, native_id=None, url=url)
    content = holdings.snapshot(
        text,
        facets=tuple(facets),
        author=author,
        url=url,
        lang=name,
        content_warning=url or None,
        link_card=LinkCard(url=url, title=text, description=name),
        media=(holdings.image("one", alt=text),),
    )
    live = holdings.hold(content, [holdings.row("one")])
    tags = Tags()
    tags.feed(v1.fragment(build_view(live, Options(), Site(name=name), Links())))
    for tag, attributes in tags.found:
        assert tag in OURS
        assert "style" not in attributes
        assert not [key for key in attributes if key.startswith("on")]
        for key in ("href", "cite"):
            target = attributes.get(key)
            assert target is None or re.match("/|https?://", target, re.IGNORECASE)


def test_of_two_facets_that_overlap_the_first_stays() -> None:
    facets = [
        Facet(start=0, end=4, kind="link", target="https://example.org/a"),
        Facet(start=2, end=6, kind="link", target="https://example.org/b"),
    ]
    assert [(r.text, r.href) for r in runs_of("abcdef", facets)] == [
        ("abcd", "https://example.org/a"),
        ("ef", None),
    ]


def test_an_emoji_without_our_copy_stays_its_shortcode() -> None:
    facets = [Facet(start=0, end=3, kind="emoji", target="https://e.example/none.png")]
    assert [(r.kind, r.text) for r in runs_of(":a:", facets, EMOJI)] == [("text", ":a:")]


def test_joiners_at_the_edge_of_a_facet_stay_where_they_are() -> None:
    text = "👩‍👩‍👧@a"
    facets = [Facet(start=5, end=7, kind="mention", target="https://x.com/a")]
    view = build_view(
        holdings.hold(holdings.snapshot(text, facets=tuple(facets))), Options(), Site(), Links()
    )
    assert isinstance(view.post, PostView)
    assert [(r.kind, r.text) for r in view.post.runs] == [("text", "👩‍👩‍👧"), ("name", "@a")]
