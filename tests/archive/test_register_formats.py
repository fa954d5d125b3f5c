"""Each format of a register gives its facts, with their dates and what these mean."""

from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from archive.register import FORMATS, read
from archive.register.facts import Affiliation, Claim, Office
from archive.register.reading import claim_of
from tests.archive.registers import POLITWOOPS, REAL, SAMPLES, TERMS, only, parsed


def test_every_format_has_a_sample_that_reads_without_a_problem() -> None:
    assert set(SAMPLES) == set(FORMATS)
    assert all(parsed(name).people and not parsed(name).problems for name in FORMATS)


def test_legislators_have_terms_and_their_party_of_the_day() -> None:
    ana, ben = parsed("legislators").people
    assert ana.ids == (("bioguide", "A000001"), ("wikidata", "Q11"), ("govtrack", "7"))
    assert (ana.name, ana.aliases) == ("Ana B. Río", ("Ana Río", "Annie Río"))
    assert ana.offices[0] == Office(
        title="Representative",
        jurisdiction="TX",
        district="16",
        party="Democrat",
        since=date(2013, 1, 3),
        until=date(2017, 1, 3),
    )
    # The register names the last day; our end is the day after, but never after the term's.
    assert ana.parties == (
        Affiliation(party="Democrat", since=date(2017, 1, 3), until=date(2019, 12, 19)),
        Affiliation(party="Republican", since=date(2019, 12, 19), until=date(2023, 1, 3)),
    )
    assert (ben.ids, ben.offices[0].title) == ((("govtrack", "8"),), "President")
    assert ben.offices[0].jurisdiction == "US"


@pytest.mark.parametrize(
    ("state", "title"),
    [("DC", "Delegate"), ("PR", "Resident Commissioner"), ("OK", "Representative")],
)
def test_who_sits_for_a_territory_has_another_title(state: str, title: str) -> None:
    row = f"A000001,,A,rep,2013-01-03,2015-01-03,{state},0,,,,,,c,2026-01-01T00:00:00Z\n"
    person = only("congress-terms", TERMS.splitlines(keepends=True)[0] + row)
    assert person.offices[0].title == title


def test_social_media_lists_official_accounts_without_dates() -> None:
    assert only("legislators-social-media").claims == (
        Claim(platform="x", handle="SenRio", kind="official"),
        Claim(platform="x", native_id="123", kind="official"),
        Claim(platform="fediverse", handle="rio@mastodon.example", kind="official"),
        Claim(platform="youtube", handle="Rio", kind="official"),
    )


def test_the_last_term_of_a_leaver_ends_when_the_register_last_had_them() -> None:
    stayed, left = parsed("congress-terms").people
    assert (stayed.offices[0].until, stayed.offices[0].until_basis) == (date(2017, 1, 3), "stated")
    assert (left.offices[0].until, left.offices[0].until_basis) == (date(2019, 3, 4), "last seen")
    assert [(p.party, p.until) for p in left.parties] == [
        ("Democrat", date(2016, 5, 2)),
        ("Independent", date(2019, 3, 4)),
    ]


def test_the_dates_of_the_history_are_those_of_the_registers_changes() -> None:
    old, new, native, channel = only("congress-handles").claims
    assert (old.handle, old.basis) == ("RepRio", "seen")
    assert old.since == datetime(2013, 1, 10, 2, 26, 44, tzinfo=UTC)
    assert old.until == new.since == datetime(2017, 1, 4, 11, 21, 12, tzinfo=UTC)
    assert new.until is None
    assert (native.native_id, channel.native_id) == ("123", "UCabc")


def test_a_linked_account_without_a_row_of_its_own_is_of_the_same_person() -> None:
    more = POLITWOOPS.replace("CyForMT, Y", "CyForMT @GovOrr, Y")
    person = only("politwoops", more)
    assert [(c.handle, c.kind) for c in person.claims] == [
        ("cyorr", "personal"),
        ("GovOrr", None),
        ("CyForMT", "campaign"),
    ]
    facts = parsed("politwoops", POLITWOOPS.replace("CyForMT, Y", "a/b, Y"))
    assert [problem.row for problem in facts.problems] == [2]


def test_politwoops_has_kinds_of_accounts_and_no_offices() -> None:
    person = only("politwoops")
    assert person.ids == (("politwoops", "cy-orr-governor-mt"),)
    assert [(c.handle, c.kind) for c in person.claims] == [
        ("cyorr", "personal"),
        ("CyForMT", "campaign"),
    ]
    assert person.offices == ()


def test_openstates_has_roles_parties_and_ids() -> None:
    person = only("openstates")
    assert person.ids[0][0] == "openstates"
    assert person.ids[1] == ("wikidata", "Q44")
    assert [(o.title, o.jurisdiction, o.district, o.until) for o in person.offices] == [
        ("State Senator", "TX", "3", date(2021, 1, 12)),
        ("Mayor", "El Paso, TX", None, None),
    ]
    assert person.parties == (Affiliation(party="Democratic"),)
    assert [c.handle for c in person.claims] == ["deefox"]


def test_wikidata_joins_the_bindings_of_a_person() -> None:
    person = only("wikidata")
    assert (person.ids, person.name) == ((("wikidata", "Q55"),), "Eva Paz")
    assert person.offices == (
        Office(title="President", jurisdiction="Mexico", since=date(2024, 10, 1)),
    )
    assert person.claims == (
        Claim(platform="x", handle="EvaPaz", native_id="55"),
        Claim(platform="fediverse", handle="eva@social.example"),
    )


def test_the_own_table_says_offices_and_accounts_in_as_many_rows_as_it_takes() -> None:
    person = only("csv")
    assert person.ids == (("slug", "fay-ito"), ("wikidata", "Q66"))
    assert person.aliases == ("Fay I.", "F. Ito")
    assert person.offices[0].title == "Mayor"
    office_wide, personal = person.claims
    assert (office_wide.kind, office_wide.basis) == ("office-wide", "stated")
    assert office_wide.until == datetime(2025, 1, 7, tzinfo=UTC)
    assert (personal.kind, personal.basis) == ("personal", "listed")


def test_the_real_registers_have_who_their_readme_says(registers: Path) -> None:
    found = {file: read(name, (registers / file).read_bytes()) for name, file in REAL}
    current, _, terms, social, handles, _ = found.values()
    assert len(current.people) == 537
    assert sum(len(p.offices) for p in current.people) == 2792
    assert (len(terms.people), sum(len(p.offices) for p in terms.people)) == (1138, 6532)
    assert (len(social.people), len(handles.people)) == (519, 1195)
    x = [c for p in social.people for c in p.claims if c.platform == "x"]
    assert sum(c.handle is not None for c in x) == 506
    assert sum(c.native_id is not None for c in x) == 409
    # What cannot be read are addresses where a handle should be, none of them on X.
    told = [p for facts in found.values() for p in facts.problems]
    assert len(told) < 22
    assert not [p for p in told if " x" in p.what]


def test_an_id_that_a_spreadsheet_wrote_as_a_fraction_is_that_id() -> None:
    assert claim_of("x", native_id="29324.0") == Claim(platform="x", native_id="29324")
