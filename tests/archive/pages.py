"""Invented pages in the forms that publishers write: JSON-LD, microformats2, Open Graph."""

import json
from typing import Any

from tests.archive.test_page_urls import STATEMENT

TITLE = "The council votes on the bridge"
BODY = "On Thursday at 18:00, in the hall.\n\nRead “page not found”: https://city.example/plan."
TEXT = f"{TITLE}\n\n{BODY}"
PICTURE = "https://www.city.example/bridge.jpg"
POSTED = "2026-03-02T10:30:00+01:00"


def article(**fields: Any) -> dict[str, Any]:
    """https://schema.org/NewsArticle"""
    return {
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "mainEntityOfPage": {"@type": "WebPage", "@id": STATEMENT},
        "headline": TITLE,
        "articleBody": BODY,
        "datePublished": POSTED,
        "dateModified": "2026-03-03T10:30:00+01:00",
        "author": [{"@type": "Person", "name": "Ada Mayor", "url": "https://city.example/ada"}],
        "image": [
            {"@type": "ImageObject", "url": PICTURE, "width": 1600, "height": "900px"},
            "https://www.city.example/bridge-square.jpg",
        ],
        "inLanguage": "en",
        **fields,
    }


def ld(*nodes: Any) -> str:
    return "".join(
        f'<script type="application/ld+json">{json.dumps(node)}</script>' for node in nodes
    )


def page(head: str = "", body: str = "", lang: str = "en-GB") -> str:
    return (
        f'<!doctype html><html lang="{lang}"><head><title>City</title>{head}</head>'
        f"<body>{body}</body></html>"
    )


def meta(**names: str) -> str:
    return "".join(
        f'<meta property="{name.replace("_", ":", 1)}" content="{content}">'
        for name, content in names.items()
    )


def entry(content: str = "", *, url: str = STATEMENT, more: str = "") -> str:
    """https://microformats.org/wiki/h-entry"""
    return f"""<article class="h-entry"><h1 class="p-name">{TITLE}</h1>
      <a class="u-url" href="{url}"><time class="dt-published" datetime="{POSTED}">Monday</time></a>
      <span class="p-author h-card"><img class="u-photo" src="/ada.jpg" alt="">
        <a class="p-name u-url" href="/ada">Ada Mayor</a></span>
      <div class="e-content">{content or "<p>Body, <a href='/plan'>the plan</a>.</p>"}</div>{more}
      </article>"""


OEMBED = "https://oembed.example/services?format=json&url=x"
LINKED = (
    f'<link rel="alternate" type="application/json+oembed" href="{OEMBED.replace("&", "&amp;")}">'
)


def envelope(**fields: Any) -> dict[str, Any]:
    return {
        "version": "1.0",
        "type": "rich",
        "provider_name": "City",
        "title": TITLE,
        "author_name": "Ada Mayor",
        "author_url": "https://city.example/ada",
        "html": f'<blockquote><a href="{STATEMENT}">{TITLE}</a></blockquote><iframe></iframe>',
        **fields,
    }
