"""Options from the path and the query: nothing fails, only an unknown version is told."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from embedder.options import Options, parse_options


def test_the_canonical_segment_has_its_order() -> None:
    full = Options(
        theme="dark", lang="es", counts=True, media=False, parent=True, width=400, style="link", t=1
    )
    assert full.segment == "~dark.es.counts.nomedia.parent.w400.link.t1"
    assert Options().segment == ""


def test_the_query_wins_over_the_path() -> None:
    found = parse_options("~dark.es.t1", {"theme": "light", "counts": "1", "other": "x"})
    assert found == Options(theme="light", lang="es", counts=True, t=1)


@pytest.mark.parametrize(
    "query",
    [
        {"theme": "purple"},
        {"lang": "xx"},
        {"lang": "../../etc"},
        {"width": "0"},
        {"width": "-5"},
        {"width": "99999999999999999999"},
        {"width": "٤٠٠"},
        {"counts": "maybe"},
        {"media": ""},
        {"style": "<script>"},
    ],
)
def test_an_absurd_value_is_the_default(query: dict[str, str]) -> None:
    assert parse_options("", query) == Options()


def test_a_regional_language_is_its_language() -> None:
    assert parse_options("", {"lang": "es-MX"}) == Options(lang="es")


@pytest.mark.parametrize("value", ["0", "2", "99", "1x", "", "-1", "٢"])
def test_an_unknown_template_version_is_told(value: str) -> None:
    assert parse_options("", {"t": value}) is None


def test_an_unknown_template_version_in_the_path_is_told() -> None:
    assert parse_options("~dark.t2") is None
    assert parse_options("~dark.t1") == Options(theme="dark", t=1)


@given(
    st.builds(
        Options,
        theme=st.sampled_from(["auto", "light", "dark"]),
        lang=st.sampled_from([None, "en", "es"]),
        counts=st.booleans(),
        media=st.booleans(),
        parent=st.booleans(),
        width=st.none() | st.integers(220, 1000),
        style=st.sampled_from(["inline", "link", "shadow"]),
        t=st.sampled_from([None, 1]),
    )
)
def test_the_segment_leads_back_to_its_options(options: Options) -> None:
    assert parse_options(options.segment) == options


KEYS = st.sampled_from([*Options.__struct_fields__])


@given(st.text(max_size=200), st.dictionaries(KEYS, st.text(max_size=30)))
def test_nothing_makes_it_fail(segment: str, query: dict[str, str]) -> None:
    found = parse_options(segment, query)
    assert found is None or parse_options(found.segment) == found
