"""The newsroom's sites as brands: which of them an address belongs to, and how each is called.

One archive has one or more sites. What is shown at an address of a site, and what stands in one of
its articles, has that site's name, language and look. What is stored for good has it where its
address says so: the option ``site``.
"""

import re
from collections.abc import Sequence
from urllib.parse import urlsplit

import msgspec

from archive.settings import NewsSiteSettings, SiteSettings

__all__ = ["branded", "of_article", "of_host", "of_slug", "slug_of"]


def of_host(sites: Sequence[NewsSiteSettings], host: str) -> NewsSiteSettings | None:
    """The site whose embeds readers reach under this host.

    >>> south = NewsSiteSettings(name="Sur", url="https://sur.example", public_url="https://r.sur.example")
    >>> of_host([south], "R.sur.example") is south, of_host([south], "sur.example")
    (True, None)
    """
    wanted = host.lower()
    for site in sites:
        if site.public_url and urlsplit(site.public_url).netloc.lower() == wanted:
            return site
    return None


def of_article(sites: Sequence[NewsSiteSettings], url: str) -> NewsSiteSettings | None:
    """The site that an article stands on: of those whose address its own begins with, the nearest.

    >>> news = NewsSiteSettings(name="News", url="https://www.news.example")
    >>> south = NewsSiteSettings(name="Sur", url="https://news.example/sur/")
    >>> sites = [news, south]
    >>> [of_article(sites, f"http://news.example{path}").name for path in ("/sur/a", "/sure")]
    ['Sur', 'News']
    >>> of_article(sites, "https://else.example/"), of_article(sites, "https://[")
    (None, None)
    """
    try:
        host, path = _place(url)
    except ValueError:
        return None
    fitting = []
    for site in sites:
        its_host, its_path = _place(site.url)
        if host == its_host and path.startswith(its_path):
            fitting.append((len(its_path), site))
    return max(fitting, key=lambda fit: fit[0], default=(0, None))[1]


def slug_of(site: NewsSiteSettings) -> str:
    """What a site goes by in the addresses of embeds: its slug, else what its address is.

    >>> slug_of(NewsSiteSettings(name="Sur", url="https://www.news.example/sur/"))
    'news-example-sur'
    """
    host, path = _place(site.url)
    return site.slug or re.sub("[^a-z0-9]+", "-", f"{host}{path}".lower()).strip("-")


def of_slug(sites: Sequence[NewsSiteSettings], slug: str | None) -> NewsSiteSettings | None:
    """The site that goes by this slug."""
    return next((site for site in sites if slug_of(site) == slug), None)


def branded(site: SiteSettings, brand: NewsSiteSettings) -> SiteSettings:
    """The newsroom's settings, with what a site of it has of its own."""
    return msgspec.structs.replace(
        site,
        name=brand.name,
        lang=brand.lang or site.lang,
        public_url=brand.public_url or site.public_url,
        desk_url=site.desk_url or site.public_url,
    )


def _place(url: str) -> tuple[str, str]:
    parts = urlsplit(url)
    host = (parts.hostname or "").removeprefix("www.")
    return host, f"{parts.path.rstrip('/')}/"
