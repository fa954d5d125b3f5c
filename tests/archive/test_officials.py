"""Who an account belonged to when it posted, and in which office: the rules, one by one."""

from collections.abc import Sequence
from datetime import UTC, date, datetime
from typing import Any

from archive.officials import (
    Conflict,
    HeldOffice,
    HeldParty,
    KeptClaim,
    Official,
    Resolved,
    overlaps,
    resolve,
)

IMPORTED = datetime(2026, 1, 1, tzinfo=UTC)


def on(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def claim(
    official: str, since: str | None = None, until: str | None = None, **given: Any
) -> KeptClaim:
    row: dict[str, Any] = {"platform": "x", "source": "s", "basis": "stated"}
    row["handle"] = None if "native_id" in given else "Rio"
    return KeptClaim(
        official=official,
        since=None if since is None else on(since),
        until=None if until is None else on(until),
        imported_at=IMPORTED,
        **{**row, **given},
    )


def office(
    since: str | None, until: str | None, title: str = "Senator", **given: Any
) -> HeldOffice:
    return HeldOffice(
        title=title,
        jurisdiction="TX",
        since=None if since is None else date.fromisoformat(since),
        until=None if until is None else date.fromisoformat(until),
        imported_at=IMPORTED,
        **{"source": "s", "party": "Democrat", **given},
    )


def person(slug: str, *offices: HeldOffice, parties: Sequence[HeldParty] = ()) -> Official:
    return Official(slug=slug, name=slug, source="s", offices=offices, parties=tuple(parties))


ANA = person("ana", office("2013-01-03", "2019-01-03"))
BEN = person("ben", office("2019-01-03", "2025-01-03"))


def who(
    moment: str,
    *claims: KeptClaim,
    officials: Sequence[Official] = (ANA, BEN),
    handle: str | None = "rio",
    native_id: str | None = None,
    platform: str = "x",
) -> Resolved | Conflict | None:
    return resolve(
        claims,
        officials,
        platform=platform,
        native_id=native_id,
        handle=handle,
        moment=on(moment),
    )


def slug(found: Resolved | Conflict | None) -> str | None:
    assert not isinstance(found, Conflict), found
    return None if found is None else found.official


def titled(found: Resolved | Conflict | None) -> str | None:
    assert isinstance(found, Resolved), found
    return None if found.office is None else found.office.title


def test_a_handle_is_whose_it_was_at_that_moment() -> None:
    claims = (claim("ana", "2013-02-01", "2019-01-05"), claim("ben", "2019-01-05T12:00:00"))
    assert slug(who("2013-01-31T23:59:59", *claims)) is None
    assert slug(who("2013-02-01", *claims)) == "ana"
    # Whoever comes has the moment at which somebody goes.
    assert slug(who("2019-01-05", *claims)) is None
    assert slug(who("2019-01-05T12:00:00", *claims)) == "ben"
    assert slug(who("2024-01-01", *claims, handle="@RIO")) == "ben"
    assert slug(who("2024-01-01", *claims, handle="rioo")) is None
    assert slug(who("2024-01-01", *claims, platform="bluesky")) is None


def test_the_native_id_goes_before_the_handle() -> None:
    claims = (claim("ana", "2013-01-01"), claim("ben", "2013-01-01", native_id="9"))
    found = who("2020-01-01", *claims, native_id="9")
    assert slug(found) == "ben"
    assert isinstance(found, Resolved)
    assert found.basis == (
        "by native id 9, stated 2013-01-01 to today (s); Senator, TX 2019-01-03 to 2025-01-03 (s)"
    )
    assert slug(who("2020-01-01", *claims, native_id="8")) == "ana"


def test_an_id_of_one_person_is_theirs_at_any_time_and_one_of_an_office_is_not() -> None:
    seen = claim("ana", "2015-08-11", "2018-01-01", native_id="9")
    assert slug(who("2014-01-01", seen, native_id="9")) == "ana"
    office_wide = claim("ana", "2015-08-11", "2018-01-01", native_id="9", kind="office-wide")
    assert slug(who("2014-01-01", office_wide, native_id="9")) is None
    # Known and nobody's now: the handle is not asked.
    assert who("2019-06-01", office_wide, claim("ben", "2019-01-01"), native_id="9") is None
    passed_on = (seen, claim("ben", "2019-01-01", native_id="9"))
    assert slug(who("2014-01-01", *passed_on, native_id="9")) is None
    assert slug(who("2020-01-01", *passed_on, native_id="9")) == "ben"


def test_two_people_at_one_moment_are_a_conflict_that_names_both() -> None:
    found = who("2014-01-01", claim("ana", "2013-01-01"), claim("ben", "2013-06-01"))
    assert isinstance(found, Conflict)
    assert found.officials == ("ana", "ben")
    assert found.sides[1] == "ben: by handle rio, stated 2013-06-01 to today (s)"


def test_what_has_no_start_counts_from_its_import() -> None:
    listed = claim("ben")
    ben = person("ben", office(None, None, "Mayor"))
    assert who("2025-12-31", listed, officials=[ben]) is None
    assert titled(who("2026-01-01", listed, officials=[ben])) == "Mayor"
    before = who("2025-12-31", claim("ben", "2020-01-01"), officials=[ben])
    assert titled(before) is None


def test_a_term_that_has_ended_never_labels_a_later_post() -> None:
    held = claim("ana", "2013-01-01")
    assert titled(who("2013-01-02T23:59:59", held)) is None
    assert titled(who("2013-01-03", held)) == "Senator"
    assert titled(who("2019-01-02T23:59:59", held)) == "Senator"
    assert titled(who("2019-01-03", held)) is None
    found = who("2025-03-29", held)
    assert isinstance(found, Resolved)
    assert (found.office, found.party) == (None, None)


def test_on_the_day_of_change_the_new_office_counts() -> None:
    ana = person("ana", office("2013-01-03", "2017-01-03", "Representative"), *BEN.offices)
    moved = person("ana", *ana.offices[:1], office("2017-01-03", None))
    held = claim("ana", "2013-01-01")
    assert titled(who("2017-01-02", held, officials=[moved])) == "Representative"
    assert titled(who("2017-01-03", held, officials=[moved])) == "Senator"


def test_two_offices_on_one_day_are_a_conflict() -> None:
    both = person("ana", office("2013-01-03", None), office("2014-01-01", None, "Mayor"))
    held = claim("ana", "2013-01-01")
    assert titled(who("2013-06-01", held, officials=[both])) == "Senator"
    found = who("2014-01-01", held, officials=[both])
    assert isinstance(found, Conflict)
    assert found.officials == ("ana",)
    assert [side.split(",")[0] for side in found.sides] == ["Senator", "Mayor"]


def test_an_office_that_two_sources_have_ends_when_the_first_says_so() -> None:
    twice = person("ana", office("2013-01-03", "2019-01-03"), office("2013-01-03", "2016-05-01"))
    held = claim("ana", "2013-01-01")
    assert titled(who("2016-04-30", held, officials=[twice])) == "Senator"
    assert titled(who("2016-05-01", held, officials=[twice])) is None


def test_a_party_with_dates_goes_before_the_one_of_the_term() -> None:
    moved = HeldParty(
        party="Independent",
        since=date(2016, 3, 1),
        until=date(2019, 1, 3),
        source="s",
        imported_at=IMPORTED,
    )
    ana = person("ana", *ANA.offices, parties=[moved])
    held = claim("ana", "2013-01-01")
    for day, party in (("2016-02-29", "Democrat"), ("2016-03-01", "Independent")):
        found = who(day, held, officials=[ana])
        assert isinstance(found, Resolved)
        assert found.party == party
    again = HeldParty(party="Green", since=date(2016, 3, 1), source="t", imported_at=IMPORTED)
    torn = person("ana", *ANA.offices, parties=[moved, again])
    assert isinstance(who("2017-01-01", held, officials=[torn]), Conflict)


def test_overlaps_are_listed_once_for_each_pair() -> None:
    ana, ben = claim("ana", "2013-01-01", "2016-01-01"), claim("ben", "2015-01-01", handle="RIO")
    (found,) = overlaps([ana, ben, claim("ana", "2013-01-01", "2016-01-01", source="t")])
    assert {found.one.official, found.other.official} == {"ana", "ben"}
    assert (found.since, found.until) == (on("2015-01-01"), on("2016-01-01"))
    assert overlaps([ana, claim("ben", "2016-01-01")]) == ()
    assert overlaps([ana, claim("ben", "2015-01-01", platform="bluesky")]) == ()
    assert overlaps([ana, claim("ana", "2015-01-01")]) == ()
    assert len(overlaps([claim("ana", native_id="9"), claim("ben", native_id="9")])) == 1
