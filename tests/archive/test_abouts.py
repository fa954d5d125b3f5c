"""What is said of each source's terms: a text that was read has its day, and no other has one."""

from datetime import date

from archive.platforms import PLATFORMS
from tests.config_sources import CONFIG, with_sources

READ = {
    "https://developers.facebook.com/docs/features-reference/page-public-content-access",
    "https://developers.facebook.com/documentation/instagram-platform/oembed",
    "https://developers.facebook.com/documentation/threads/tools-and-resources/embed-a-threads-post",
    "https://support.reddithelp.com/hc/en-us/articles/16160319875092-Reddit-Data-API-Wiki",
}
"""Texts that we had before us. Whoever reads another adds it here, with its day at the source."""


def test_a_day_stands_beside_the_texts_that_were_read_and_beside_no_others() -> None:
    abouts = [(kind.name, about) for kind in PLATFORMS for about in kind.about]
    read = {about.terms_url for _, about in abouts if about.terms_read is not None}
    assert read == READ
    for name, about in abouts:
        where = f"{name}/{about.source}"
        assert (about.terms_read is not None) == (about.terms_url in READ), where
        if about.terms_read is not None:
            assert date.fromisoformat(about.terms_read) >= date(2026, 11, 28), where


def test_what_is_known_from_others_alone_says_so() -> None:
    removals = {
        about.removal
        for kind in PLATFORMS
        for about in kind.about
        if about.removal and "Meta" in about.removal
    }
    assert removals
    assert all("known to us from others' summaries" in said for said in removals)


def test_a_source_that_is_off_until_its_terms_are_accepted_says_where_they_are() -> None:
    for kind in PLATFORMS:
        for about in kind.about:
            assert about.agreement is None or about.terms_url, f"{kind.name}/{about.source}"


def test_the_configuration_says_of_each_source_what_it_needs_and_under_whose_terms_it_is() -> None:
    config = CONFIG.read_text(encoding="utf-8")
    assert with_sources(config) == config, "`python -m tests.config_sources` writes it"
    for kind in PLATFORMS:
        section = config.partition(f"[platforms.{kind.name}]\n")[2].partition("\n\n")[0]
        for about in kind.about:
            assert f"#   {about.source}:\n" in section
            assert about.terms_url is None or about.terms_url in section
