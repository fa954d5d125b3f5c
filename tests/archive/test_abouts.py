"""What is said of each source's terms: a text that was read has its day, and no other has one."""

from collections.abc import Mapping
from datetime import date

from archive.platforms import PLATFORMS
from tests.config_sources import CONFIG, with_sources

READ: Mapping[str, str | None] = {
    "https://developers.facebook.com/docs/features-reference/page-public-content-access": None,
    "https://developers.facebook.com/documentation/instagram-platform/oembed": None,
    "https://developers.facebook.com/documentation/threads/tools-and-resources/"
    "embed-a-threads-post": None,
    "https://developers.facebook.com/terms": "2025-08-22",
    "https://developers.google.com/youtube/terms/developer-policies": None,
    "https://docs.bsky.app/docs/support/developer-guidelines": None,
    "https://docs.x.com/developer-terms/agreement": "2026-04-27",
    "https://help.instagram.com/581066165581870": None,
    "https://help.instagram.com/769983657850450": "2023-12-04",
    "https://help.truthsocial.com/legal/terms-of-service/": None,
    "https://redditinc.com/policies/user-agreement": "2026-07-01",
    "https://support.reddithelp.com/hc/en-us/articles/16160319875092-Reddit-Data-API-Wiki": None,
    "https://telegram.org/tos": None,
    "https://www.facebook.com/legal/terms": "2025-01-01",
    "https://www.tiktok.com/legal/page/us/terms-of-service/en": "2026-01-22",
    "https://www.youtube.com/t/terms": "2023-12-15",
    "https://x.com/tos": "2026-10-09",
}
"""Texts that we had before us, each with the date that it gives itself. Whoever reads another adds
it here, with its days at the source."""


def test_the_days_stand_beside_the_texts_that_were_read_and_beside_no_others() -> None:
    abouts = [(kind.name, about) for kind in PLATFORMS for about in kind.about]
    read = {about.terms_url for _, about in abouts if about.terms_read is not None}
    assert read == READ.keys()
    for name, about in abouts:
        where = f"{name}/{about.source}"
        assert (about.terms_read is not None) == (about.terms_url in READ), where
        assert about.terms_dated == READ.get(about.terms_url or ""), where
        if about.terms_read is not None:
            assert date.fromisoformat(about.terms_read) >= date(2026, 11, 28), where
        if about.terms_read is not None and about.terms_dated is not None:
            dated = date.fromisoformat(about.terms_dated)
            assert dated <= date.fromisoformat(about.terms_read), where


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
