"""The one form in which a page's address is known, LinkedIn's addresses, and what is no page."""

from urllib.parse import quote, urlsplit

import pytest

from archive.errors import NotAPost
from archive.outcome import Failed, Refused
from archive.platforms.page import Page
from archive.platforms.page.linkedin import posted_at
from archive.platforms.page.urls import normalised, same_site
from archive.records import NeedsLookup, PostRef
from archive.settings import WebArchivesSettings
from archive.testing import FakeAnswer, FakeFetcher

STATEMENT = "https://www.city.example/news/bridge-vote"
BY_ID = "https://blog.example/?p=12&lang=es"
ACTIVITY = "7301000000000000001"
UPDATE = f"https://www.linkedin.com/feed/update/urn:li:activity:{ACTIVITY}"
SHARED = f"https://www.linkedin.com/feed/update/urn:li:share:{ACTIVITY}"
SLUG = f"https://www.linkedin.com/posts/ada-mayor_bridge-activity-{ACTIVITY}-aB3_"

PAGE_FORMS = [
    # address, native id, the address that is asked for
    (STATEMENT, STATEMENT, STATEMENT),
    ("http://www.city.example/news/bridge-vote", STATEMENT, STATEMENT.replace("https", "http")),
    ("HTTPS://WWW.City.Example/news/bridge-vote", STATEMENT, STATEMENT),
    ("https://www.city.example./news/bridge-vote", STATEMENT, STATEMENT),
    ("https://www.city.example:443/news/bridge-vote", STATEMENT, STATEMENT),
    ("https://ada:secret@www.city.example/news/bridge-vote", STATEMENT, STATEMENT),
    (f"{STATEMENT}#comments", STATEMENT, STATEMENT),
    (f"{STATEMENT}?utm_source=mail&utm_medium=x", STATEMENT, STATEMENT),
    (f"{STATEMENT}?fbclid=a", STATEMENT, STATEMENT),
    (f"{STATEMENT}?gclid=a&gbraid=b&wbraid=c", STATEMENT, STATEMENT),
    (f"{STATEMENT}?mc_cid=a&mc_eid=b", STATEMENT, STATEMENT),
    (f"{STATEMENT}?", STATEMENT, STATEMENT),
    ("https://www.city.example/x/../news/./bridge-vote", STATEMENT, STATEMENT),
    ("https://www.city.example/news/%62ridge-vote", STATEMENT, STATEMENT),
    (BY_ID, BY_ID, BY_ID),
    (f"{BY_ID}&utm_campaign=a", BY_ID, BY_ID),
    ("https://blog.example?p=12&lang=es", BY_ID, BY_ID),
    ("https://blog.example/?p=12&twclid=x&lang=es#more", BY_ID, BY_ID),
    (
        "https://münchen.example/Bürgermeister in",
        "https://xn--mnchen-3ya.example/B%C3%BCrgermeister%20in",
        "https://xn--mnchen-3ya.example/B%C3%BCrgermeister%20in",
    ),
    ("https://a.example:8443/x", "https://a.example:8443/x", "https://a.example:8443/x"),
    ("https://93.184.216.34/x", "https://93.184.216.34/x", "https://93.184.216.34/x"),
    (UPDATE, UPDATE, UPDATE),
    (f"{UPDATE}/?utm_source=share&rcm=A", UPDATE, UPDATE),
    (
        f"https://www.linkedin.com/feed/update/{quote(f'urn:li:activity:{ACTIVITY}')}",
        UPDATE,
        UPDATE,
    ),
    (f"https://www.linkedin.com/embed/feed/update/urn:li:activity:{ACTIVITY}", UPDATE, UPDATE),
    (SLUG, UPDATE, SLUG),
    (f"{SLUG}?utm_source=share&utm_medium=member_desktop", UPDATE, SLUG),
    (SLUG.replace("www.", "de."), UPDATE, SLUG),
    (SLUG.replace("https://www.", "http://"), UPDATE, SLUG),
    (f"https://www.linkedin.com/authwall?sessionRedirect={quote(SLUG, safe='')}", UPDATE, UPDATE),
    (f"https://www.linkedin.com/uas/login?session_redirect={quote(UPDATE)}", UPDATE, UPDATE),
    (f"https://www.linkedin.com/feed/?updateEntityUrn=urn:li:activity:{ACTIVITY}", UPDATE, UPDATE),
    (f"https://www.linkedin.com/embed/feed/update/urn:li:share:{ACTIVITY}", SHARED, SHARED),
    (
        "https://www.linkedin.com/pulse/why-bridge-ada-mayor?trackingId=x",
        "https://www.linkedin.com/pulse/why-bridge-ada-mayor",
        "https://www.linkedin.com/pulse/why-bridge-ada-mayor",
    ),
]

NOT_PAGES = [
    # address, what is said of it
    ("https://city.example", "the home page of a site"),
    ("https://www.city.example/?utm_source=x", "the home page of a site"),
    ("https://www.linkedin.com/", "the home page"),
    ("https://www.linkedin.com/in/ada-mayor/", "the profile of a person"),
    ("https://www.linkedin.com/company/city/posts/", "the profile of a company"),
    ("https://www.linkedin.com/feed/", "the home page of whoever"),
    ("https://www.linkedin.com/shareArticle?url=x", "a share button"),
    ("https://www.linkedin.com/posts/ada-mayor_bridge", "a page of LinkedIn"),
    ("https://www.linkedin.com/authwall", "the login page"),
    ("https://lnkd.in/", "holds none"),
]

NO_NAMES = ["nonsense", "https://localhost/x", "https://a b.example/x", "https://-.example/x"]

OF_OTHERS = [
    "https://x.com/about",
    "https://www.threads.net/@ann/post/C8xyzABCDEF",
    "https://www.facebook.com/ada/posts/1",
    "https://old.reddit.com/r/a/comments/1/b/",
    "at://did:plc:abc/app.bsky.feed.post/1",
]


@pytest.mark.parametrize(("url", "native_id", "address"), PAGE_FORMS)
def test_a_form_names_its_page(url: str, native_id: str, address: str) -> None:
    found = Page.identify(urlsplit(url))
    assert found == PostRef(platform="page", native_id=native_id, url=address)


@pytest.mark.parametrize(("url", "words"), NOT_PAGES)
def test_what_is_no_post_is_refused_and_named(url: str, words: str) -> None:
    with pytest.raises(NotAPost, match=words):
        Page.identify(urlsplit(url))


@pytest.mark.parametrize("url", [*NO_NAMES, *OF_OTHERS])
def test_what_has_no_name_on_the_web_or_is_anothers_is_no_page(url: str) -> None:
    assert Page.identify(urlsplit(url)) is None


def test_a_normalised_address_stays_as_it_is() -> None:
    for native_id in {native_id for _, native_id, _ in PAGE_FORMS}:
        assert normalised(native_id) == native_id


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("https://city.example/a", "https://www.city.example/b", True),
        ("https://m.city.example/a", "http://news.city.example/a", True),
        ("https://city.gob.mx/a", "https://www.city.gob.mx/a", True),
        ("https://city.gob.mx/a", "https://other.gob.mx/a", False),
        ("https://bbc.co.uk/a", "https://evil.co.uk/a", False),
        ("https://city.example/a", "https://city.example.org/a", False),
        ("https://93.184.216.34/a", "https://1.2.216.34/a", False),
    ],
)
def test_a_site_is_what_is_registered_under_one_name(one: str, other: str, same: bool) -> None:
    assert same_site(one, other) is same


def test_linkedins_ids_carry_the_millisecond() -> None:
    made = posted_at(UPDATE)
    assert made is not None
    assert made.timestamp() * 1000 == int(ACTIVITY) >> 22
    assert posted_at(f"https://example.org/feed/update/urn:li:activity:{ACTIVITY}") is None
    assert posted_at(STATEMENT) is None


async def looked_up(target: str, page: FakeAnswer) -> object:
    needs = Page.identify(urlsplit("https://lnkd.in/eAbC12?x=1"))
    assert isinstance(needs, NeedsLookup)
    assert (needs.kind, needs.key) == ("share link", "lnkd.in/eAbC12")
    fetcher = FakeFetcher({"https://lnkd.in/": (301, {"Location": target}, ""), target: page})
    return await Page({}, lambda _: None, WebArchivesSettings()).lookup(needs, fetcher)


async def test_a_short_link_of_linkedin_leads_to_its_post() -> None:
    found = await looked_up(SLUG, (200, {}, "<html>"))
    assert found == PostRef(platform="page", native_id=UPDATE, url=SLUG)


async def test_a_short_link_that_leads_to_another_site_names_it() -> None:
    found = await looked_up("https://x.com/ada/status/20", (200, {}, "<html>"))
    assert isinstance(found, Failed)
    assert "https://x.com/ada/status/20. If that is meant, paste" in found.detail
    found = await looked_up("https://www.linkedin.com/authwall?x=1", (200, {}, "<html>"))
    assert isinstance(found, Refused)
    assert found.reason == "login"
