"""The search page as it is written: marks, counts, what narrows, what is wrong, what is hostile."""

import asyncio
import re
from datetime import UTC, date, timedelta
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import parse_qs, urlsplit
from zoneinfo import ZoneInfo

import pytest
from msgspec.structs import replace

import embedder
from archive.filters import NAMES
from archive.marking import Snippet
from archive.mistakes import Mistake, Wrong
from archive.query import HELP, Query, from_params, to_params
from archive.storage.search import FACETS, Bar, Facets, Histogram, Results, Unit
from embedder.histogram import MAX_BARS, histogram_view, last_day
from embedder.links import Links
from embedder.render.search_page import Covered, Found, mistaken_room, search_room
from embedder.search_links import Asked, mended, narrowed_to, of_bar, toggled
from embedder.search_view import Speaking, hit_view, marked, showing
from embedder.search_words import SearchWords, search_words_in
from embedder.voice import Site, voice_of
from tests.embedder.statements import HOSTILE, POSTED, Statements, hit, many

ASKED = {"q": "wall lang:en", "stems": "1"}


def speaking(lang: str = "en", zone: str = "UTC") -> Speaking:
    return Speaking(
        voice=voice_of(Site(timezone=zone), lang),
        words=search_words_in(lang),
        links=Links(),
        zone=ZoneInfo(zone),
    )


SPEAKING = speaking()


def query(**params: str) -> Query:
    found = from_params(params)
    assert isinstance(found, Query), found
    return found


def found_by(store: Statements, asked: Query, *, counts: bool = True) -> Found:
    async def read() -> Found:
        return Found(
            results=await store.search(asked),
            facets=await store.facets(asked) if counts else None,
            histogram=await store.histogram(asked) if counts else None,
        )

    return asyncio.run(read())


def page(store: Statements, lang: str = "en", counts: bool = True, **params: str) -> str:
    asked = query(**params)
    said = speaking(lang)
    room = search_room(
        Asked(asked, said.links), found_by(store, asked, counts=counts), said, params.get("q", "")
    )
    return str(room)


def links_in(markup: str) -> list[dict[str, list[str]]]:
    """The parameters of each search that a page leads to."""
    hrefs = re.findall(r'href="(/search\?[^"]*)"', markup)
    return [parse_qs(urlsplit(href.replace("&amp;", "&")).query) for href in hrefs]


def test_the_words_that_were_looked_for_are_marked_and_nothing_else_is_markup() -> None:
    text = "No <wall>, no & wall"
    assert marked(Snippet(text=text, marks=((4, 8), (16, 20)))) == (
        "No &lt;<mark>wall</mark>&gt;, no &amp; <mark>wall</mark>"
    )


def test_a_hit_says_who_in_which_office_when_where_and_what_became_of_it() -> None:
    gone = hit(
        "The wall",
        state="gone",
        first_seen_gone=POSTED + timedelta(days=9),
        last_seen_live=POSTED,
        edited_away=True,
        platform="bluesky",
        author_name="Mayor Ana",
    )
    view = hit_view(gone, query(q="wall"), speaking(zone="America/Chicago"))
    assert (view.name, view.who, view.handle) == ("Mayor Ana", "Ana Sample", "@ana_sample")
    assert view.office == "Mayor of Sampleville, Independent"
    assert view.time == "3 April 2025, 10:52 Central Daylight Time"
    assert view.iso == "2025-04-03T15:52:00.000Z"
    assert view.state == (
        "Not available on Bluesky when checked on 12 April 2025; last seen there on 3 April."
    )
    assert view.edited_away
    assert view.seen is None
    assert view.exact == "/post/0000000000000000#snapshot-1"


def test_a_text_behind_a_warning_is_shown_after_a_click() -> None:
    covered = hit("The wall", content_warning="border <politics>")
    markup = page(Statements([covered, hit("The wall, openly", 1)]), q="wall")
    assert markup.count('<details class="covered">') == 1
    before, _, inside = markup.partition('<details class="covered">')
    assert "The <mark>wall</mark>, openly" in before
    assert inside.startswith(
        '<summary dir="auto">Content warning: border &lt;politics&gt;</summary>'
    )
    assert "The <mark>wall</mark></p>" in inside.partition("</details>")[0]


def test_a_hit_that_was_not_found_gone_says_when_it_was_last_seen() -> None:
    live, unknown = (
        hit_view(hit(state=state, last_seen_live=seen), Query(), SPEAKING)
        for state, seen in (("live", POSTED), ("unknown", None))
    )
    assert (live.state, live.seen) == (None, "last seen there on 3 April 2025")
    assert (unknown.state, unknown.seen) == (None, "no look has told whether it is there")


def test_every_phrase_of_the_page_is_said_somewhere() -> None:
    root = Path(embedder.__file__).parent
    files = [*root.rglob("*.py"), *(root / "templates").rglob("*.html")]
    said = "\n".join(f.read_text("utf-8") for f in files if f.name != "search_words.py")
    named = set(re.findall(r"\b(?:say|words)\.(\w+)", said))
    assert set(SearchWords.__struct_fields__) - named == {"lang"} - named


def test_an_unknown_time_is_said_and_is_no_time_for_programs() -> None:
    view = hit_view(hit(time_unknown=True), Query(), SPEAKING)
    assert (view.iso, view.time) == (None, "Date unknown; kept since 3 April 2025")


def test_an_address_that_no_browser_shall_open_is_no_link() -> None:
    assert hit_view(hit(url="javascript:alert(1)"), Query(), SPEAKING).original is None


@pytest.mark.parametrize("lang", ["en", "es"])
def test_every_kind_of_hit_and_count_is_written_in_each_language(lang: str) -> None:
    written = page(Statements(many(60)), lang, q="wall OR muro -xyz", archive_at="2027")
    assert written.count('<li class="hit') == 25
    assert "<mark>" in written
    assert 'class="facets"' in written
    assert "<svg" in written
    assert "{" not in written


def test_what_is_hostile_in_a_text_or_a_name_stays_text_everywhere() -> None:
    bad = hit(HOSTILE, author_name=HOSTILE, author_handle='"><img src=x>', lang='en" onx="1')
    store = Statements([replace(bad, official=None)])
    written = page(store, q="border")
    assert "<script>" not in written
    assert "<img src=x" not in written
    assert ' onx="' not in written
    assert "<mark>border</mark>" in written
    typed = '"><script>alert(1)</script>'
    mistakes = from_params({"q": f"frm:{typed}"})
    assert not isinstance(mistakes, Query)
    assert "<script>" not in mistaken_room(mistakes, {"q": f"frm:{typed}"}, SPEAKING)


def test_how_many_there_are_is_said_as_exactly_as_it_is_known() -> None:
    words = SPEAKING.words
    some = Results(hits=tuple(many(25)), first=51, total=1204, exact=True, cursor=None)
    assert showing(some, "", words) == "Showing 51–75 of 1,204"
    more = replace(some, total=10_000, exact=False)
    assert showing(more, "", words) == "Showing 51–75 of more than 10,000"


def test_what_was_ranked_erased_and_sampled_is_said() -> None:
    asked = query(q="wall", sort="best", archive_at="2025-06-01")
    found = found_by(Statements(many(30), ranked=20_000, erased_since=2, sampled=50_000), asked)
    written = search_room(Asked(asked, Links()), found, SPEAKING, "wall")
    assert "the newest 20,000 were ranked" in written
    assert "2 statements that were here then were withheld or erased since" in written
    assert "as it stood at the end of 2025-06-01" in written
    assert "Estimated from 50,000 of the hits" in written
    assert any(one.get("counts") == ["all"] for one in links_in(written))


def test_a_value_of_a_facet_adds_itself_and_takes_itself_away_again() -> None:
    asked = query(**ASKED)
    narrowing = narrowed_to("platform", "x")
    assert narrowing is not None
    more = toggled(asked, narrowing)
    assert to_params(more)["q"] == "wall platform:x lang:en"
    assert toggled(more, narrowing) == asked
    written = page(Statements(many(40)), q="wall platform:x")
    assert {"q": ["wall"]} in links_in(written)


def test_every_facet_that_a_filter_takes_is_a_link() -> None:
    values = {"official": "ana-sample", "office": "Mayor of Sampleville", "party": "Independent"}
    values |= {"platform": "x", "lang": "es", "status": "gone", "media": "image"}
    values["reason"] = "follow"
    for name in FACETS:
        if name != "year":
            assert narrowed_to(name, values[name]) is not None, name
        assert narrowed_to(name, "") is None


def test_a_mistake_is_shown_at_its_place_with_what_to_write_instead() -> None:
    typed = "wall since:yesterday NOT muro"
    mistakes = from_params({"q": typed, "sort": "newset"})
    assert not isinstance(mistakes, Query)
    written = mistaken_room(mistakes, {"q": typed, "sort": "newset"}, SPEAKING)
    assert "<code>wall <mark>since:yesterday</mark> NOT muro</code>" in written
    assert 'aria-invalid="true"' in written
    better = [one["q"][0] for one in links_in(written) if "sort" in one]
    assert "wall since:2025-04-03 NOT muro" in better
    assert "wall since:yesterday -muro" in better
    assert any(one.get("sort") == ["newest"] for one in links_in(written))


def test_a_spanish_page_says_what_is_wrong_and_what_can_be_asked_in_spanish() -> None:
    typed = {"q": "muro since:ayer"}
    mistakes = from_params(typed)
    assert not isinstance(mistakes, Query)
    written = mistaken_room(mistakes, typed, speaking("es"))
    assert "since: admite una fecha como 2025-04-03, no «ayer»." in written
    assert "Palabras que empiezan así" in written
    assert {"q": ["frontera -muro"]} in links_in(str(written))
    assert "takes a" not in written
    assert 'lang="en"' not in written


def test_the_table_of_the_histogram_has_a_name_of_its_own() -> None:
    for lang, named in (("en", "Counts as CSV"), ("es", "Recuento en CSV")):
        written = page(Statements(many(3)), lang, q="wall")
        (name,) = re.findall(r'href="/search/histogram.csv[^"]*">([^<>]*)</a>', written)
        assert name == named


def test_what_to_write_instead_leaves_no_hole() -> None:
    hole = Mistake(start=5, end=7, wrong=Wrong("or_between", ""))
    assert mended("wall OR muro", hole) == "wall muro"


def test_nothing_found_says_what_to_try_and_what_is_kept() -> None:
    asked = query(q="xyzzy lang:en since:2025")
    nothing = Results(hits=(), first=1, total=0, exact=True, cursor=None)
    covered = Covered(total=1204, exact=True, oldest=hit())
    found = Found(results=nothing, covered=covered)
    written = search_room(Asked(asked, Links()), found, SPEAKING, "xyzzy lang:en since:2025")
    assert "Nothing found for xyzzy lang:en since:2025" in written
    assert "Kept here: 1,204 texts of posts, the oldest of 3 April 2025" in written
    tried = [one.get("q") for one in links_in(written)]
    assert ["xyzzy since:2025"] in tried
    assert ["xyzzy lang:en"] in tried
    assert any(one.get("stems") for one in links_in(written))


def test_what_takes_long_to_count_is_a_link_without_a_script() -> None:
    written = page(Statements(many(40)), counts=False, q="wall")
    assert 'data-counts="/search/counts?q=wall"' in written
    assert {"q": ["wall"], "counts": ["all"]} in links_in(written)


def test_the_help_has_every_part_of_the_grammar_as_a_search() -> None:
    written = page(Statements([]))
    asked = [one.get("q") for one in links_in(written)]
    assert all([part.example] in asked for part in HELP)


def test_filters_that_are_not_in_the_box_are_kept_when_it_is_sent() -> None:
    written = page(Statements(many(3)), q="wall", sort="oldest", limit="50", stems="1")
    hidden = dict(re.findall(r'<input type="hidden" name="(\w+)" value="(\w+)">', written))
    assert hidden == {"sort": "oldest", "limit": "50"}
    assert 'name="stems" value="1" checked' in written
    assert not {*hidden} & {*NAMES}


# The histogram


def bars(*counts: int, unit: Unit = "month") -> Histogram:
    starts = [date(2025, month, 1) for month in range(1, len(counts) + 1)]
    rows = [Bar(start=f"{s}", count=n) for s, n in zip(starts, counts, strict=True)]
    return Histogram(unit=unit, bars=tuple(rows), total=sum(counts))


def test_a_bar_of_few_is_still_a_bar() -> None:
    for counts in ((3,), (1, 2), (1,) * 12):
        view = histogram_view(bars(*counts), Asked(query(q="wall"), Links()), SPEAKING)
        assert view is not None
        room = 100 / len(counts)
        for place, bar in enumerate(view.bars):
            x, width = float(bar.x[:-1]), float(bar.width[:-1])
            assert 0 < width <= min(4, room)
            assert x + width / 2 == pytest.approx((place + 0.5) * room, abs=0.01)


def test_each_bar_leads_to_what_it_counts_and_zeros_are_shown() -> None:
    view = histogram_view(bars(4, 0, 1000), Asked(query(q="wall"), Links()), SPEAKING)
    assert view is not None
    one, none, most = view.bars
    assert one.href == "/search?q=wall+since%3A2025-01+until%3A2025-01"
    assert none.href is None
    assert (none.height, none.label) == (0, "February 2025: 0")
    assert most.y == view.top
    assert one.height >= 2
    assert view.text == ("1,004 by month, January 2025 to March 2025. Most: 1,000, March 2025.")


@pytest.mark.parametrize(
    ("unit", "zone", "since", "until"),
    [
        ("day", "UTC", "2025-01-06", "2025-01-06"),
        ("week", "UTC", "2025-01-06", "2025-01-12"),
        ("month", "UTC", "2025-01", "2025-01"),
        ("year", "America/Chicago", "2025-01-01T00:00Z", "2025-12-31T23:59Z"),
    ],
)
def test_a_bar_is_a_time_of_utc_in_every_unit(
    unit: Unit, zone: str, since: str, until: str
) -> None:
    first = date(2025, 1, 6 if unit in {"day", "week"} else 1)
    narrowed = of_bar(Query(), first, last_day(first, unit), unit, ZoneInfo(zone))
    assert narrowed.since is not None
    assert narrowed.until is not None
    assert (narrowed.since.text, narrowed.until.text) == (since, until)
    assert narrowed.since.start.date() == first
    assert (narrowed.until.end - timedelta(days=1)).date() == last_day(first, unit)


def test_a_bar_never_leads_to_more_than_the_search_has() -> None:
    asked = query(q="since:2025-01-15 until:2025-01-20T12:00Z")
    first = date(2025, 1, 1)
    narrowed = of_bar(asked, first, last_day(first, "month"), "month", UTC)
    assert (narrowed.since, narrowed.until) == (asked.since, asked.until)


def test_more_bars_than_can_be_seen_are_not_drawn() -> None:
    days = [POSTED.date() + timedelta(days=n) for n in range(MAX_BARS + 1)]
    long = Histogram(
        unit="day", bars=tuple(Bar(start=f"{day}", count=1) for day in days), total=len(days)
    )
    asked = Asked(Query(), Links())
    assert histogram_view(long, asked, SPEAKING) is None
    view = histogram_view(replace(long, bars=long.bars[:60]), asked, SPEAKING)
    assert view is not None
    assert [name for name, _ in view.units] == ["day", "week", "month", "year"]


class _Nesting(HTMLParser):
    """Fails on an element that is closed by another's end."""

    EMPTY = frozenset({"input", "img", "br", "meta", "link", "line", "rect"})

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.ids: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.ids += [value for name, value in attrs if name == "id" and value]
        assert "style" not in dict(attrs), "the policy forbids it"
        if tag not in self.EMPTY:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        pass

    def handle_endtag(self, tag: str) -> None:
        if tag not in self.EMPTY:
            assert self.open.pop() == tag


def test_the_page_is_well_nested_and_no_id_is_twice() -> None:
    nesting = _Nesting()
    nesting.feed(page(Statements(many(40)), q="wall"))
    assert nesting.open == []
    assert len(nesting.ids) == len(set(nesting.ids))


def test_facets_with_nothing_in_them_are_left_out() -> None:
    asked = query(q="wall")
    empty = Facets(facets=(), total=0)
    found = Found(results=found_by(Statements(many(3)), asked).results, facets=empty)
    assert "facet-" not in search_room(Asked(asked, Links()), found, SPEAKING, "wall")
