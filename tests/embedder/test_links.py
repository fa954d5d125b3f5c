"""The URLs that we promise."""

from urllib.parse import urlencode

import pytest
from hypothesis import given
from hypothesis import strategies as st

from embedder.links import Links, static_files

ID = "vhk17dn1s2hjvmyx"


@pytest.mark.parametrize(
    ("made", "path"),
    [
        (lambda links: links.embed(ID), f"/e/{ID}/"),
        (lambda links: links.embed(ID, 2), f"/e/{ID}@2/"),
        (lambda links: links.embed(ID, 2, "~dark.es.t1"), f"/e/{ID}@2/~dark.es.t1/"),
        (lambda links: links.fragment(ID), f"/e/{ID}/fragment.html"),
        (lambda links: links.post_json(ID, 1), f"/e/{ID}@1/post.json"),
        (lambda links: links.post(ID), f"/post/{ID}"),
        (lambda links: links.post(ID, 2), f"/post/{ID}#snapshot-2"),
        (lambda links: links.media("ab" * 32, 640, "avif"), f"/media/{'ab' * 32}-640.avif"),
    ],
)
def test_each_promised_path(made: object, path: str) -> None:
    assert callable(made)
    assert made(Links()) == path
    assert made(Links("https://record.example.org")) == f"https://record.example.org{path}"
    assert made(Links("https://record.example.org/").local) == path
    assert made(Links("https://example.org/record").local) == f"/record{path}"


def test_an_oembed_question_holds_the_address_percent_encoded() -> None:
    links = Links("https://record.example.org")
    assert links.oembed("https://x.com/a/status/1?s=2") == (
        "https://record.example.org/oembed?url=https%3A%2F%2Fx.com%2Fa%2Fstatus%2F1%3Fs%3D2&format=json"
    )
    assert links.oembed_of(ID) == links.oembed(links.post(ID))
    assert Links().oembed_of(ID) == f"/oembed?url=%2Fpost%2F{ID}&format=json"


def test_a_static_file_has_the_hash_of_its_content_in_its_name() -> None:
    path = Links().static("site.css")
    name = path.removeprefix("/static/")
    assert static_files()[name].name == "site.css"
    with pytest.raises(KeyError):
        Links().static("none.css")


def test_the_desk_may_be_another_origin() -> None:
    assert Links("https://r.example.org", "https://desk.example.org/").desk("posts") == (
        "https://desk.example.org/desk/posts"
    )
    assert Links("https://r.example.org").desk() == "https://r.example.org/desk/"


@given(st.text(max_size=20), st.text(max_size=20))
def test_a_query_string_is_as_the_standard_library_writes_it(query: str, cursor: str) -> None:
    params = {"q": query, "cursor": cursor}
    assert Links().search(params, ".json") == f"/search.json?{urlencode(params)}"
