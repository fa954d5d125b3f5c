"""Answers of Threads, Instagram and Facebook, made by us after those that are recorded and those
that Meta documents.
"""

import json
from html import escape
from typing import Any

__all__ = [
    "CODE",
    "LOGIN_SHELL",
    "NUMBER",
    "OTHER_CODE",
    "OTHER_NUMBER",
    "PAGE",
    "TEXT",
    "THREAD",
    "embed_envelope",
    "facebook_page",
    "graph_post",
    "instagram_page",
    "media",
    "story",
    "threads_page",
    "threads_post",
]

CODE = "BsdjKytBZyx"
OTHER_CODE = "BNfqVfVlmkj"
THREAD = "DNJQOX0RA08"
NUMBER = "827163017327807"
OTHER_NUMBER = "827163017329999"
PAGE = "149460691764713"
TEXT = "The ferry sails on Sunday again"
CDN = "https://scontent.example/v/1.jpg"

LOGIN_SHELL = (
    '<!doctype html><html id="facebook"><head><title>Log in</title>'
    '<meta property="og:site_name" content="Instagram"></head>'
    '<body><form action="/login/"></form></body></html>'
)


def page(head: str, body: str = "") -> str:
    return f"<!doctype html><html><head>{head}</head><body>{body}</body></html>"


def meta(**facts: str) -> str:
    """``og_title`` is ``og:title``."""
    return "".join(
        f'<meta property="{name.replace("_", ":", 1)}" content="{escape(content)}">'
        for name, content in facts.items()
    )


def media(code: str = CODE, text: str = TEXT, **more: Any) -> dict[str, Any]:
    """A post as Instagram's pages of 2018 have it."""
    return {
        "__typename": "GraphImage",
        "id": "1953872486613753009",
        "shortcode": code,
        "dimensions": {"height": 1080, "width": 1350},
        "display_url": CDN,
        "accessibility_caption": "A ferry",
        "is_video": False,
        "edge_media_to_tagged_user": {"edges": []},
        "edge_media_to_caption": {"edges": [{"node": {"text": text}}]},
        "taken_at_timestamp": 1547139772,
        "edge_media_preview_like": {"count": 7},
        "location": None,
        "owner": {"id": "5", "username": "ada.mayor", "full_name": "Ada", "is_private": False},
        **more,
    }


def instagram_page(code: str = CODE, text: str = TEXT, **more: Any) -> str:
    data = {
        "entry_data": {"PostPage": [{"graphql": {"shortcode_media": media(code, text, **more)}}]}
    }
    script = json.dumps(data, ensure_ascii=False).replace("<", "\\u003c")
    return page("", f'<script type="text/javascript">window._sharedData = {script};</script>')


def threads_page(code: str = THREAD, text: str = TEXT) -> str:
    return page(
        meta(
            og_title="Ada (@ada.mayor) on Threads",
            og_description=text,
            og_url=f"https://www.threads.com/@ada.mayor/post/{code}",
        )
    )


def story(number: str = NUMBER, text: str = f"<p>{TEXT}</p>", more: str = "") -> str:
    """A post as Facebook's pages of 2020 had it."""
    return (
        '<div class="_5pcr userContentWrapper"><h5><a href="/city.example/?fref=nf">City</a></h5>'
        f'<a href="/city.example/posts/{number}?__xts__=1"><abbr data-utime="1413905786">'
        "21 October 2014</abbr></a>"
        f'<div data-testid="post_message" class="_5pbx userContent">{text}</div>{more}</div>'
    )


def facebook_page(number: str = NUMBER, body: str | None = None, **facts: str) -> str:
    told = {
        "og_title": "City",
        "og_description": TEXT,
        "og_url": f"https://www.facebook.com/city.example/posts/{number}",
        **facts,
    }
    return page(meta(**told), story(number) if body is None else body)


def embed_envelope(provider: str, id_: str, text: str = TEXT) -> dict[str, Any]:
    """What oEmbed answers since 2026; Instagram and Threads give no text, and are made to here."""
    words = f"<p>{escape(text)}</p>" if text else ""
    html = {
        "Facebook": f'<div class="fb-post" data-href="https://www.facebook.com/city.example/posts/'
        f'{id_}"><blockquote class="fb-xfbml-parse-ignore">{words}Posted by '
        '<a href="https://www.facebook.com/city.example/">City</a> on Sunday</blockquote></div>',
        "Instagram": '<blockquote class="instagram-media" data-instgrm-permalink='
        f'"https://www.instagram.com/p/{id_}/?utm_source=ig_embed">{words}'
        "<p>A post shared by Ada (@ada.mayor)</p></blockquote>",
        "Threads": '<blockquote class="text-post-media" data-text-post-permalink='
        f'"https://www.threads.com/@ada.mayor/post/{id_}">{words}</blockquote>',
    }[provider]
    return {
        "html": html,
        "provider_name": provider,
        "provider_url": "https://www.facebook.com",
        "type": "rich",
        "version": "1.0",
        "width": 658,
    }


def graph_post(number: str = NUMBER, text: str = TEXT, **more: Any) -> dict[str, Any]:
    """A Page's post as the Graph API documents it."""
    return {
        "id": f"{PAGE}_{number}",
        "message": text,
        "created_time": "2026-03-01T10:20:30+0000",
        "permalink_url": f"https://www.facebook.com/city.example/posts/{number}",
        "from": {"id": PAGE, "name": "City", "username": "city.example"},
        **more,
    }


def threads_post(code: str = THREAD, text: str = TEXT, **more: Any) -> dict[str, Any]:
    """A post as the Threads API documents it."""
    return {
        "id": "1234567",
        "media_product_type": "THREADS",
        "media_type": "TEXT_POST",
        "permalink": f"https://www.threads.com/@ada.mayor/post/{code}",
        "username": "ada.mayor",
        "text": text,
        "timestamp": "2025-08-09T18:37:10+0000",
        "shortcode": code,
        "is_quote_post": False,
        **more,
    }
