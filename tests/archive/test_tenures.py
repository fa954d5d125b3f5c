"""What several sources say of offices and accounts, put together; and people by their names."""

from datetime import UTC, date, datetime
from typing import Any

from archive.by_name import by_name
from archive.officials import HeldOffice, HeldParty, KeptClaim
from archive.storage.register import Listed
from archive.tenures import accounts, tenures

AT = datetime(2026, 6, 1, tzinfo=UTC)


def office(since: str | None, until: str | None, source: str = "a", **more: Any) -> HeldOffice:
    return HeldOffice(
        **{"title": "Senator", "jurisdiction": "TX", **more},
        since=None if since is None else date.fromisoformat(since),
        until=None if until is None else date.fromisoformat(until),
        source=source,
        imported_at=AT,
    )


def claim(handle: str | None, since: str | None, until: str | None, **more: Any) -> KeptClaim:
    return KeptClaim(
        **{"official": "ana", "platform": "x", "source": "a", "imported_at": AT, **more},
        handle=handle,
        since=None if since is None else datetime.fromisoformat(f"{since}T00:00+00:00"),
        until=None if until is None else datetime.fromisoformat(f"{until}T00:00+00:00"),
    )


def test_terms_that_follow_each_other_are_one_tenure_and_a_gap_parts_two() -> None:
    found = tenures(
        [
            office("2001-01-03", "2007-01-03", party="D", district="1"),
            office("2007-02-01", "2013-01-03", party="R", district="2"),
            office("2015-01-03", None),
            office("2007-01-03", "2009-01-03", jurisdiction="OK"),
        ]
    )
    assert [(t.jurisdiction, f"{t.since}", f"{t.until}", t.terms) for t in found] == [
        ("TX", "2015-01-03", "None", 1),
        ("OK", "2007-01-03", "2009-01-03", 1),
        ("TX", "2001-01-03", "2013-01-03", 2),
    ]
    assert (found[2].parties, found[2].districts) == (("D", "R"), ("1", "2"))


def test_a_term_that_two_sources_have_is_one_and_ends_with_the_first_end() -> None:
    (found,) = tenures(
        [
            office("2001-01-03", None, "a"),
            office("2001-01-03", "2004-05-05", "b", until_basis="last seen"),
            office("2001-01-03", "2007-01-03", "c"),
        ]
    )
    assert (found.until, found.last_seen, found.terms) == (date(2004, 5, 5), True, 1)
    assert found.sources == ("a", "b", "c")


def test_what_has_no_start_counts_from_its_import_and_a_party_is_a_tenure_too() -> None:
    (found,) = tenures([office(None, None)])
    assert (found.since, found.start) == (None, AT.date())
    (party,) = tenures([HeldParty(party="Green", since=AT.date(), source="a", imported_at=AT)])
    assert (party.title, party.jurisdiction) == ("Green", None)


def test_an_account_that_two_sources_have_is_one_line_dates_go_before_a_list() -> None:
    found = accounts(
        [
            claim("SenRio", "2017-01-04", "2023-01-03", basis="seen", source="history"),
            claim("senrio", None, None, kind="official", source="list"),
            claim("RepRio", "2013-01-09", "2017-01-04", basis="seen"),
            claim(None, None, None, native_id="123"),
            claim("now", "2023-01-03", None, basis="stated"),
        ]
    )
    assert [(a.handle or a.native_id, a.basis, f"{a.until}") for a in found] == [
        ("now", "stated", "None"),
        ("SenRio", "seen", "2023-01-03"),
        ("RepRio", "seen", "2017-01-04"),
        ("123", "listed", "None"),
    ]
    assert (found[1].sources, found[1].kinds) == (("history", "list"), ("official",))


def test_people_are_found_by_the_beginnings_of_words_of_one_name() -> None:
    ana = Listed(slug="ana-rio", name="Ana B. Río", aliases=("Annie Paz",), office="Senator")
    ben = Listed(slug="ben-tan-2", name="Ben Tan")

    def found(typed: str) -> list[str]:
        return [one.slug for one in by_name([ana, ben], typed)]

    assert found("rio AN") == found("annie") == found("sen rio") == ["ana-rio"]
    assert found("tan-2") == ["ben-tan-2"]
    assert found("annie rio") == [], "of two names"
    assert found("  ") == ["ana-rio", "ben-tan-2"]
    assert found("io") == []
