"""The copies of web archives: which are read, which are copies, and of which time they are."""

import json
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace

from archive.errors import Unreachable
from archive.outcome import Answer, Failed, Found, Refused
from archive.platforms.base import Response
from archive.platforms.cdx import Capture, captures_in, same_page
from archive.platforms.memento import WebArchive, links_of, memento_datetime, mementos_in, time_in
from archive.records import Author, Media, PostRef, Snapshot
from archive.settings import WebArchivesSettings
from archive.testing import FakeAnswer, FakeFetcher, FakeResponse

NOW = datetime(2026, 11, 28, 12, tzinfo=UTC)
PAGE = "https://example.org/ada/1"
CDX = "https://web.archive.org/cdx/search/cdx?"
WEB = "https://web.archive.org/web/"
GATE = "https://archive.example.com/timegate/"
HEADER = ["urlkey", "timestamp", "original", "mimetype", "statuscode", "digest", "length"]
REF = PostRef(platform="x", native_id="1", url=PAGE)


def row(timestamp: str, status: str = "200", digest: str = "", original: str = PAGE) -> list[str]:
    kind = "warc/revisit" if status == "-" else "text/html"
    return ["org,example)/ada/1", timestamp, original, kind, status, digest or timestamp, "512"]


def index(*rows: list[str]) -> FakeAnswer:
    return 200, {"Content-Type": "application/json"}, json.dumps([HEADER, *rows] if rows else [])


def copy(at: str, body: str = "post: The bridge is safe.", status: int = 200) -> FakeAnswer:
    when = datetime.strptime(at, "%Y%m%d%H%M%S").replace(tzinfo=UTC)
    return status, {"Memento-Datetime": f"{when:%a, %d %b %Y %H:%M:%S} GMT"}, body


def read(response: Response, ref: PostRef) -> Answer:
    kind, _, text = response.text().partition(": ")
    if kind != "post":
        return Refused(reason="not shown", detail=f"it is a shell from {response.url}.")
    snapshot = Snapshot(
        platform=ref.platform,
        native_id=ref.native_id,
        url=response.url,
        author=Author(name="Ada", handle="ada", native_id=None),
        text=text,
    )
    return Found(ref=ref, snapshots=(snapshot,), along=(snapshot,))


async def look(
    answers: Mapping[str | Callable[[str], bool], FakeAnswer],
    *,
    pages: tuple[str, ...] = (PAGE,),
    ref: PostRef = REF,
    **settings: Any,
) -> tuple[Answer, list[str]]:
    fetcher = FakeFetcher(answers)
    source = WebArchive(WebArchivesSettings(**settings), lambda _: pages, read, clock=lambda: NOW)
    return await source.look(ref, fetcher), fetcher.urls


def raw(timestamp: str, original: str = PAGE) -> str:
    return f"{WEB}{timestamp}id_/{original}"


async def test_the_newest_copy_is_read_as_it_came_and_is_of_its_own_time() -> None:
    answer, urls = await look(
        {
            CDX: index(row("20190102030405"), row("20210102030405")),
            raw("20210102030405"): copy("20210102030405"),
        }
    )
    assert isinstance(answer, Found)
    for snapshot in (*answer.snapshots, *answer.along):
        assert snapshot.as_of == datetime(2021, 1, 2, 3, 4, 5, tzinfo=UTC)
        assert snapshot.as_of_basis == "Memento-Datetime"
        assert snapshot.url == PAGE
    assert len(urls) == 2


async def test_pictures_are_looked_for_at_their_platform_and_then_in_the_archive() -> None:
    picture = "https://pics.example/1.jpg"

    def pictured(response: Response, ref: PostRef) -> Answer:
        answer = read(response, ref)
        assert isinstance(answer, Found)
        medium = Media(kind="image", urls=(picture,))
        return replace(answer, snapshots=(replace(answer.snapshots[0], media=(medium,)),))

    time = "20210102030405"
    source = WebArchive(WebArchivesSettings(), lambda _: (PAGE,), pictured, clock=lambda: NOW)
    answer = await source.look(REF, FakeFetcher({CDX: index(row(time)), WEB: copy(time)}))
    assert isinstance(answer, Found)
    (medium,) = answer.snapshots[0].media
    assert medium.urls == (picture, f"{WEB}{time}id_/{picture}")


async def test_shells_are_passed_over_and_the_oldest_copies_are_read_after_the_newest() -> None:
    times = [f"20{year}0102030405" for year in range(10, 20)]
    answer, urls = await look(
        {
            CDX: index(*map(row, times)),
            raw(times[1]): copy(times[1]),
            WEB: (200, {"Memento-Datetime": "Wed, 02 Jan 2013 03:04:05 GMT"}, "<html>"),
        }
    )
    assert isinstance(answer, Found)
    assert urls[1:] == [raw(times[n]) for n in (9, 8, 7, 6, 0, 1)]
    assert answer.snapshots[0].as_of == datetime(2011, 1, 2, 3, 4, 5, tzinfo=UTC)


async def test_the_same_bytes_are_read_once_and_a_revisit_stands_for_what_it_repeats() -> None:
    answer, urls = await look(
        {
            CDX: index(
                row("20190102030405", digest="AAA"),
                row("20200102030405", "-", digest="AAA"),
                row("20210102030405", "301", digest="BBB"),
                row("20220102030405", "-", digest="BBB"),
            ),
            WEB: copy("20200102030405", "<html>"),
        }
    )
    assert isinstance(answer, Refused)
    assert urls[1:] == [raw("20200102030405")]
    assert "Of the copy of 2020-01-02 at web.archive.org: it is a shell" in answer.detail


async def test_a_redirect_to_another_copy_is_of_that_copys_time_and_page() -> None:
    there = raw("20180505050505", "https://m.example.org/ada/1")
    answer, _ = await look(
        {
            CDX: index(row("20210102030405")),
            raw("20210102030405"): (302, {"Location": there}, ""),
            there: copy("20180505050505"),
        }
    )
    assert isinstance(answer, Found)
    assert answer.snapshots[0].as_of == datetime(2018, 5, 5, 5, 5, 5, tzinfo=UTC)
    assert answer.snapshots[0].url == "https://m.example.org/ada/1"


@pytest.mark.parametrize(
    ("answer", "outcome", "reason", "words"),
    [
        (copy("20210102030405", status=429), Refused, "not shown", "answer HTTP 429"),
        (copy("20210102030405", status=404), Refused, "not shown", "answer HTTP 404"),
        (copy("20300102030405"), Failed, "malformed", "2030-01-02"),
        (copy("20200102030405"), Failed, "malformed", "2020-01-02"),
        ((200, {}, "<p>Sorry</p>"), Refused, "not shown", "a page that is no copy"),
        ((200, {}, ""), Refused, "not shown", "a page that is no copy"),
        ((200, {}, "post: yes"), Failed, "malformed", "without a Memento-Datetime"),
        ((200, {"Memento-Datetime": "today"}, "post: yes"), Failed, "malformed", "without a"),
        ((429, {"Retry-After": "60"}, ""), Refused, "limited", "to wait 60 seconds"),
        ((503, {}, ""), Failed, "unreachable", "out of order"),
        ((403, {}, "Forbidden"), Refused, "not shown", "HTTP 403"),
        (
            (302, {"Location": raw("20210102030405", "https://example.org/login?then=/ada/1")}, ""),
            Refused,
            "login",
            "a login page",
        ),
    ],
)
async def test_what_is_no_copy_says_nothing_of_the_post(
    answer: FakeAnswer, outcome: type, reason: str, words: str
) -> None:
    login = raw("20210102030405", "https://example.org/login")
    told, _ = await look(
        {
            CDX: index(row("20210102030405")),
            login: copy("20210102030405", "post: log in"),
            WEB: answer,
        }
    )
    assert isinstance(told, outcome)
    assert isinstance(told, (Refused, Failed))
    assert told.reason == reason
    assert words in told.detail


async def test_the_copy_of_a_posts_own_address_is_no_login_page() -> None:
    time, post = "20210102030405", "https://example.org/checkpoint/1"
    rows = index(row(time, original=post))
    answer, _ = await look({CDX: rows, WEB: copy(time)}, pages=(post,), ref=replace(REF, url=post))
    assert isinstance(answer, Found)


async def test_a_copy_of_a_time_to_come_is_none() -> None:
    time = "20300102030405"
    told, _ = await look({CDX: index(row(time)), WEB: copy(time)})
    assert isinstance(told, Failed)
    assert "2030-01-02" in told.detail


@pytest.mark.parametrize(
    ("answer", "outcome", "reason"),
    [
        (index(), Refused, "not shown"),
        ((200, {}, ""), Refused, "not shown"),
        ((200, {}, "<html>Down for maintenance</html>"), Refused, "not shown"),
        ((403, {}, "org.archive.wayback.…: Blocked Site Error\n"), Refused, "not shown"),
        ((401, {}, ""), Refused, "login"),
        ((429, {}, ""), Refused, "limited"),
        ((451, {}, ""), Refused, "blocked here"),
        ((500, {}, ""), Failed, "unreachable"),
        ((200, {}, '[["urlkey", "timestamp"'), Failed, "malformed"),
        ((200, {}, '[{"a": 1}]'), Failed, "malformed"),
        ((200, {}, '{"a": 1}'), Failed, "malformed"),
        ((200, {}, '[["urlkey", "length"]]'), Failed, "malformed"),
    ],
)
async def test_an_index_without_copies_says_why(
    answer: FakeAnswer, outcome: type, reason: str
) -> None:
    told, urls = await look({CDX: answer})
    assert isinstance(told, outcome)
    assert isinstance(told, (Refused, Failed))
    assert told.reason == reason
    assert len(urls) == 1


async def test_a_blocked_site_is_told_in_the_archives_words() -> None:
    told, _ = await look(
        {CDX: (403, {}, "AdministrativeAccessControlException: Blocked Site Error")}
    )
    assert isinstance(told, Refused)
    assert "“Blocked Site Error”" in told.detail


async def test_a_limit_of_the_index_is_told_and_no_more_is_asked() -> None:
    told, urls = await look({CDX: (429, {"Retry-After": "30"}, "")}, pages=(PAGE, f"{PAGE}?again"))
    assert isinstance(told, Refused)
    assert (told.reason, len(urls)) == ("limited", 1)


async def test_all_copies_are_listed_where_the_index_has_more_than_it_gave() -> None:
    many = [row(f"20210102{n:06d}") for n in range(50)]
    old = copy("20100102030405")
    answer, urls = await look(
        {
            lambda url: url.startswith(CDX) and "limit=-" in url: index(*many),
            lambda url: url.startswith(CDX): index(row("20100102030405")),
            raw("20100102030405"): old,
            WEB: copy("20210102000001", "<html>"),
        }
    )
    assert isinstance(answer, Found)
    assert sum(url.startswith(CDX) for url in urls) == 2


async def test_one_copy_that_is_not_to_be_had_does_not_cost_the_others() -> None:
    rows = index(row("20190102030405"), row("20210102030405"))
    good, bad = raw("20190102030405"), raw("20210102030405")
    broken = Unreachable("No connection.")
    answer, _ = await look({CDX: rows, good: copy("20190102030405"), bad: broken})
    assert isinstance(answer, Found)
    with pytest.raises(Unreachable):
        await look({CDX: rows, WEB: broken})
    with pytest.raises(Unreachable):
        await look({CDX: broken})


async def test_without_archives_nothing_is_asked() -> None:
    told, urls = await look({}, wayback="")
    assert isinstance(told, Refused)
    assert urls == []


def linked(at: str, *links: str, body: str = "post: yes") -> FakeAnswer:
    answer = copy(at)
    assert isinstance(answer, tuple)
    return 200, {**answer[1], "Link": ", ".join(links)}, body


async def test_a_timegate_is_asked_for_the_copy_of_now_and_followed() -> None:
    there = "https://archive.example.com/20210102030405/https://example.org/ada/1"
    fetcher = FakeFetcher(
        {
            f"{GATE}{PAGE}": (302, {"Location": there, "Vary": "accept-datetime"}, ""),
            there: linked("20210102030405", f'<{PAGE}>; rel="original"', body="post: rewritten"),
            there.replace("5/https", "5id_/https"): copy("20210102030405", "post: raw"),
        }
    )
    settings = WebArchivesSettings(wayback="", timegates=(GATE,))
    source = WebArchive(settings, lambda _: (PAGE,), read, clock=lambda: NOW)
    answer = await source.look(REF, fetcher)
    assert isinstance(answer, Found)
    assert answer.snapshots[0].text == "raw"
    assert answer.snapshots[0].url == PAGE
    assert fetcher.asked[0].headers == {"Accept-Datetime": "Sat, 28 Nov 2026 12:00:00 GMT"}


async def test_other_copies_that_a_timegate_names_are_read_the_newest_first() -> None:
    def memento(year: int) -> str:
        return (
            f'<https://perma.example.com/c{year}>; rel="first memento"; '
            f'datetime="Sat, 02 Jan {year} 03:04:05 GMT"'
        )

    shell = linked(
        "20210102030405",
        f'<{PAGE.replace("https", "http")}>; rel="original"',
        memento(2010),
        memento(2016),
        body="<html>",
    )
    answer, urls = await look(
        {
            GATE: shell,
            "https://perma.example.com/c2016": copy("20160102030405"),
        },
        wayback="",
        timegates=(GATE,),
    )
    assert isinstance(answer, Found)
    assert answer.snapshots[0].as_of == datetime(2016, 1, 2, 3, 4, 5, tzinfo=UTC)
    assert urls == [f"{GATE}{PAGE}", "https://perma.example.com/c2016"]


@pytest.mark.parametrize(
    ("answer", "reason"),
    [
        (linked("20210102030405", '<https://example.org/bob/2>; rel="original"'), "another post"),
        ((404, {}, "not archived"), "not shown"),
        ((429, {}, ""), "limited"),
        ((503, {}, ""), "unreachable"),
        ((200, {}, "<p>a page without a date</p>"), "not shown"),
    ],
)
async def test_a_timegate_without_a_copy_says_why(answer: FakeAnswer, reason: str) -> None:
    told, _ = await look({GATE: answer}, wayback="", timegates=(GATE,))
    assert isinstance(told, (Refused, Failed))
    assert told.reason == reason


@pytest.mark.parametrize(
    ("name", "rows", "held"),
    [
        # file, lines of it that are captures, of which hold a page
        ("edgi-bad_timestamp_cdx.txt", 5, 3),
        ("edgi-zero_length_cdx.txt", 5, 5),
        ("edgi-test_search-0.txt", 3, 3),
        ("edgi-test_search_with_filter_tuple-0.txt", 6, 0),
        ("edgi-test_search_with_filter-0.txt", 10, 6),
    ],
)
def test_the_recorded_indexes_are_read(payloads: Path, name: str, rows: int, held: int) -> None:
    text = (payloads / "wayback" / name).read_text(encoding="utf-8")
    lines = [line.split() for line in text.splitlines() if len(line.split()) == 7]
    assert len(lines) == rows
    found = captures_in(text)
    assert found is not None
    assert len(found) == held
    by_json = captures_in(json.dumps([HEADER, *lines, [], ["org%2Cexample%29%2F+2022"]]))
    assert by_json == found
    assert {one.timestamp for one in found} <= {line[1] for line in lines}


def test_a_recorded_revisit_of_a_redirect_is_no_page(payloads: Path) -> None:
    text = (payloads / "wayback" / "edgi-test_search_with_date-1.txt").read_text(encoding="utf-8")
    lines = [line.split() for line in text.splitlines() if len(line.split()) == 7]
    moved = {line[5] for line in lines if line[4].startswith("3")}
    revisits = [line for line in lines if line[3] == "warc/revisit"]
    assert [line[5] in moved for line in revisits] == [True] * 5
    assert captures_in(text) == []
    alone = captures_in("\n".join(" ".join(line) for line in revisits))
    assert [one.timestamp for one in alone or ()] == [line[1] for line in revisits]


def test_what_is_no_capture_of_a_page_is_left_out() -> None:
    found = captures_in(
        json.dumps(
            [
                HEADER,
                row("20210102030405", digest="-"),
                row("20210102030406", original="mailto:ada@example.org"),
                row("20211302030405"),
                row("2021"),
                ["too", "short"],
            ]
        )
    )
    assert found == [Capture("20210102030405", PAGE, None)]


def recorded(payloads: Path, name: str) -> FakeResponse:
    told = json.loads((payloads / "wayback" / f"{name}-headers.json").read_text(encoding="utf-8"))
    return FakeResponse("https://web.archive.org/", told["status"]["code"], told["headers"])


def test_the_recorded_headers_of_copies_are_read(payloads: Path) -> None:
    limited = recorded(payloads, "edgi-test_get_memento_works_on_archived_rate_limit_responses-0")
    moved = recorded(payloads, "edgi-test_get_memento_follows_historical_redirects-1")
    assert memento_datetime(limited) == datetime(2015, 1, 29, 3, 49, 4, tzinfo=UTC)
    assert memento_datetime(moved) == datetime(2020, 2, 1, 2, 37, 57, tzinfo=UTC)
    links = links_of(moved)
    assert [url for url, rel, _ in links if "original" in rel] == [
        "https://www.epa.gov/climatechange"
    ]
    assert mementos_in(links)[0] == (
        "https://web.archive.org/web/20200918065453/https://www.epa.gov/climatechange"
    )
    assert len(mementos_in(links)) == 5


async def test_the_recorded_archived_rate_limit_is_no_copy(payloads: Path) -> None:
    name = "edgi-test_get_memento_works_on_archived_rate_limit_responses-0"
    headers = json.loads((payloads / "wayback" / f"{name}-headers.json").read_text())["headers"]
    body = (payloads / "wayback" / f"{name}.html").read_bytes()
    told, _ = await look(
        {CDX: index(row("20150129034904")), WEB: (429, headers, body)},
    )
    assert isinstance(told, Refused)
    assert told.reason == "not shown"
    assert "HTTP 429" in told.detail


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("http://www.example.org:80/Ada/", "https://example.org/ada", True),
        ("https://example.org:8443/ada", "https://example.org/ada", False),
        ("https://example.org/ada?x=1", "https://example.org/ada", False),
        ("https://example.org/ada?x=1&a=2", "https://example.org/ada?a=2&X=1", True),
        ("https://[bad", "https://example.org/", False),
    ],
)
def test_pages_are_the_same_as_archives_tell_them_apart(one: str, other: str, same: bool) -> None:
    assert same_page(one, other) is same


def test_a_time_in_an_address_is_read_where_it_is_one() -> None:
    assert time_in(raw("20210102030405")) == datetime(2021, 1, 2, 3, 4, 5, tzinfo=UTC)
    assert time_in(raw("20211302030405")) is None
    assert time_in("https://example.org/20210102030405/") is None
