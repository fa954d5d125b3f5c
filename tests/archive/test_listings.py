"""What a site publishes, in the forms in which sites say it."""

import gzip
from datetime import UTC, datetime

import pytest

from archive.articles.listings import Entry, read_listing
from archive.errors import UsageError

URL = "https://news.example/feeds/all"
NINE = datetime(2026, 3, 1, 9, 0, tzinfo=UTC)
WALL = Entry(url="https://news.example/wall", title="The wall & us", published=NINE)
BARE = Entry(url="https://news.example/bare?a=1&b=2")

RSS = """<?xml version="1.0" encoding="utf-8"?><rss version="2.0"><channel><title>News</title>
<item><title>The wall &amp; us</title><link>https://news.example/wall</link>
<pubDate>Sun, 01 Mar 2026 10:00:00 +0100</pubDate></item>
<item><guid isPermaLink="true">https://news.example/bare?a=1&amp;b=2</guid></item>
<item><title>Nowhere</title><guid isPermaLink="false">x7</guid></item>
<item><link>javascript:alert(1)</link></item>
<item><title>Again</title><link>https://news.example/wall</link></item></channel></rss>"""
ATOM = """<feed xmlns="http://www.w3.org/2005/Atom"><title>News</title>
<link rel="next" href="?page=2"/>
<entry><title type="html">The wall &amp;amp; us</title><link href="/wall"/>
<published>2026-03-01T10:00:00+01:00</published></entry>
<entry><link rel="alternate" href="/bare?a=1&amp;b=2"/></entry></feed>"""
JSON_FEED = """{"version": "https://jsonfeed.org/version/1.1", "title": "News",
"next_url": "?page=2", "items": [{"id": "1", "url": "https://news.example/wall",
"title": "The wall & us", "date_published": "2026-03-01T10:00:00+01:00"},
{"id": "2", "url": "/bare?a=1&b=2"}, {"id": "3"}, 7]}"""
SITEMAP = """<?xml version="1.0"?><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"
 xmlns:news="http://www.google.com/schemas/sitemap-news/0.9">
<url><loc> https://news.example/wall </loc><news:news><news:publication><news:name>N</news:name>
<news:language>en</news:language></news:publication>
<news:publication_date>2026-03-01T09:00:00Z</news:publication_date>
<news:title>The wall &amp; us</news:title></news:news><lastmod>2026-03-09</lastmod></url>
<url><loc>https://news.example/bare?a=1&amp;b=2</loc><lastmod>2026-03-01</lastmod></url>
<url></url></urlset>"""


@pytest.mark.parametrize(
    ("body", "more"),
    [
        (RSS, ()),
        (ATOM, ("https://news.example/feeds/all?page=2",)),
        (JSON_FEED, ("https://news.example/feeds/all?page=2",)),
        (SITEMAP, ()),
        ("\ufeff" + SITEMAP, ()),
        (SITEMAP.split("<url></url>")[0], ()),
    ],
    ids=["rss", "atom", "json feed", "news sitemap", "with a mark", "broken off"],
)
def test_each_form_gives_the_same_articles_once_each(body: str, more: tuple[str, ...]) -> None:
    listing = read_listing(body.encode(), URL)
    assert listing.entries == (WALL, BARE)
    assert (*listing.more, *filter(None, [listing.following])) == more
    assert read_listing(gzip.compress(body.encode()), URL) == listing


@pytest.mark.parametrize(
    "body",
    [
        '<feed xmlns="http://www.w3.org/2005/Atom"><entry><link href="/wall"/>'
        "<published>2026-02-28T09:00:00Z</published><updated>2026-03-01T10:00:00+01:00</updated>"
        "</entry></feed>",
        '{"version": "https://jsonfeed.org/version/1.1", "items": [{"url": "/wall", '
        '"date_modified": "2026-03-01T09:00:00Z"}]}',
        "<urlset><url><loc>https://news.example/wall</loc><lastmod>2026-03-01T09:00:00Z</lastmod>"
        "</url></urlset>",
    ],
    ids=["atom", "json feed", "sitemap"],
)
def test_when_an_article_was_changed_is_told(body: str) -> None:
    assert [one.changed for one in read_listing(body.encode(), URL).entries] == [NINE]


def test_an_index_names_its_sitemaps_and_never_itself() -> None:
    index = f"""<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">
        <sitemap><loc>https://news.example/2026.xml.gz</loc></sitemap>
        <sitemap><loc>{URL}</loc></sitemap></sitemapindex>"""
    assert read_listing(index.encode(), URL).more == ("https://news.example/2026.xml.gz",)


BOMB = (
    '<?xml version="1.0"?><!DOCTYPE u [<!ENTITY a "aaaaaaaaaa">'
    + "".join(
        f'<!ENTITY {b} "{f"&{a};" * 10}">' for a, b in zip("abcdefgh", "bcdefghi", strict=True)
    )
    + "]><urlset><url><loc>https://news.example/&i;</loc></url></urlset>"
)
OUTSIDE = (
    '<?xml version="1.0"?><!DOCTYPE u [<!ENTITY a SYSTEM "file:///etc/passwd">]>'
    "<urlset><url><loc>https://news.example/&a;</loc></url></urlset>"
)


def test_of_an_index_what_changed_last_comes_first() -> None:
    times = {"a": "2026-01-01", "b": None, "c": "2026-03-01T10:00:00+02:00", "d": "9999-99-99"}
    parts = "".join(
        f"<sitemap><loc>/{name}.xml</loc>{f'<lastmod>{when}</lastmod>' if when else ''}</sitemap>"
        for name, when in times.items()
    )
    listing = read_listing(f"<sitemapindex>{parts}</sitemapindex>".encode(), URL)
    assert [url.rpartition("/")[2] for url in listing.more] == [
        *("c.xml", "a.xml", "b.xml", "d.xml")
    ]


@pytest.mark.parametrize(
    "odd",
    ["&#x110000;", "&#xD800;", "&#0;", f"&#{'9' * 5000};", "<![x y]>", "<!&lbrack;x y]>", "&#65;"],
)
def test_a_broken_title_costs_no_article(odd: str) -> None:
    item = "<item><title>{}</title><link>https://news.example/{}</link>{}</item>"
    when = "<pubDate>Sat, 29 Mar 99999 10:00:00 GMT</pubDate>"
    items = item.format(f"A & B {odd}", 1, when) + item.format("Second", 2, "")
    body = f'<?xml version="1.0"?><rss version="2.0"><channel>{items}</channel></rss>'
    found = read_listing(body.encode(), URL)
    assert [entry.url for entry in found.entries][:1] == ["https://news.example/1"]


@pytest.mark.parametrize(
    ("body", "why"),
    [
        (b"", "no feed"),
        (b"<html><body>News</body></html>", "no feed"),
        (b'{"items": []}', "no JSON Feed"),
        (b'{"items": ', "JSON is broken"),
        (b"<urlset><url", "XML is broken"),
        (BOMB.encode(), "XML is broken"),
        (OUTSIDE.encode(), "XML is broken"),
        (b"\x1f\x8b no", "packing is broken"),
        (gzip.compress(b"<urlset>" + b" " * 60_000_000), "larger than 50 MB"),
    ],
    ids=["empty", "a page", "other JSON", "half", "no sitemap", "a bomb", "a file", "gz", "huge"],
)
def test_what_lists_nothing_says_why(body: bytes, why: str) -> None:
    with pytest.raises(UsageError, match=why) as caught:
        read_listing(body, URL)
    assert URL in str(caught.value)
