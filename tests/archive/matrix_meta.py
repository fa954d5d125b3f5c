"""The sources of Threads, Instagram and Facebook, for the matrix of answers."""

import json
from collections.abc import Callable
from functools import partial
from urllib.parse import parse_qs, urlsplit

from archive.platforms.base import Source
from archive.platforms.meta import Facebook, Instagram, Threads
from archive.platforms.meta.facebook_urls import post_ref
from archive.platforms.meta.instagram_urls import ref_of as instagram_ref
from archive.platforms.meta.threads_urls import ref_of as threads_ref
from archive.records import PostRef
from archive.settings import WebArchivesSettings
from archive.testing import FakeAnswer
from tests.archive.matrix import Case
from tests.archive.meta_pages import (
    CODE,
    NUMBER,
    OTHER_CODE,
    OTHER_NUMBER,
    PAGE,
    THREAD,
    embed_envelope,
    facebook_page,
    graph_post,
    instagram_page,
    threads_page,
    threads_post,
)

__all__ = ["CASES"]

_HTML = {"Content-Type": "text/html; charset=utf-8"}
_COPY = {**_HTML, "Memento-Datetime": "Tue, 01 Apr 2025 12:00:00 GMT"}
_CDX = "https://web.archive.org/cdx/search/cdx?"
_THREADS_POSTS = "https://graph.threads.net/v1.0/profile_posts"
_THREADS_BELOW = "https://graph.threads.net/v1.0/1234567/conversation"
_THREADS_REPLIES = "https://graph.threads.net/v1.0/me/replies"
_THREADS_EMBED = "https://graph.threads.net/v1.0/oembed"
_INSTAGRAM_EMBED = "https://graph.facebook.com/v26.0/instagram_oembed"
_FACEBOOK_EMBED = "https://graph.facebook.com/v26.0/oembed_post"
_FACEBOOK_POST = f"https://graph.facebook.com/v26.0/{PAGE}_{NUMBER}"

THREADS = threads_ref(THREAD, "ada.mayor")
INSTAGRAM = instagram_ref(CODE)
FACEBOOK = post_ref(NUMBER, owner=PAGE)


def source(kind: type[Threads] | type[Instagram] | type[Facebook], name: str) -> Source:
    """A source, switched on and with its token."""
    section = {"source": {one.source: {"accept_terms": "2026-11-28"} for one in kind.about}}
    chosen = kind(section, lambda _: "token", WebArchivesSettings()).chosen
    return next(one for one in chosen.sources if one.name == name)


def _archived(ref: PostRef) -> dict[str | Callable[[str], bool], FakeAnswer]:
    """The archive, which knows one copy of the post's page, and none of its other pages."""
    fields = ["urlkey", "timestamp", "original", "mimetype", "statuscode", "digest", "length"]
    row = ["-", "20250401120000", ref.url, "text/html", "200", "ABC", "-"]

    def in_index(url: str) -> bool:
        return url.startswith(_CDX) and parse_qs(urlsplit(url).query)["url"] == [ref.url]

    return {
        in_index: (200, {"Content-Type": "application/json"}, json.dumps([fields, row])),
        _CDX: (200, {}, "[]"),
    }


def _copy(url: str) -> str:
    return f"https://web.archive.org/web/20250401120000id_/{url}"


CASES = (
    Case(
        platform="threads",
        make=lambda: source(Threads, "graph-api"),
        ref=THREADS,
        answers={
            _THREADS_BELOW: (200, {}, {"data": []}),
            _THREADS_REPLIES: (200, {}, {"data": []}),
            _THREADS_POSTS: (200, {}, {"data": [threads_post()]}),
        },
        main=_THREADS_POSTS,
        other=(200, {}, {"data": [threads_post(OTHER_CODE)]}),
        # It is a list of the account's posts
        # (https://developers.facebook.com/docs/threads/retrieve-and-discover-posts/retrieve-posts):
        # others are to be expected in it.
        expects={"another post": ("refused", "not shown")},
    ),
    Case(
        platform="threads",
        make=lambda: source(Threads, "oembed"),
        ref=THREADS,
        answers={_THREADS_EMBED: (200, {}, embed_envelope("Threads", THREAD))},
        main=_THREADS_EMBED,
        other=(200, {}, embed_envelope("Threads", OTHER_CODE)),
    ),
    Case(
        platform="threads",
        make=lambda: source(Threads, "page"),
        ref=THREADS,
        answers={THREADS.url: (200, _HTML, threads_page())},
        main=THREADS.url,
        other=(200, _HTML, threads_page(OTHER_CODE)),
    ),
    Case(
        platform="threads",
        make=lambda: source(Threads, "web-archive"),
        ref=THREADS,
        answers={**_archived(THREADS), _copy(THREADS.url): (200, _COPY, threads_page())},
        main=_copy(THREADS.url),
        other=(200, _COPY, threads_page(OTHER_CODE)),
    ),
    *(
        Case(
            platform="instagram",
            make=partial(source, Instagram, name),
            ref=INSTAGRAM,
            answers={_INSTAGRAM_EMBED: (200, {}, embed_envelope("Instagram", CODE))},
            main=_INSTAGRAM_EMBED,
            other=(200, {}, embed_envelope("Instagram", OTHER_CODE)),
        )
        for name in ("graph-api", "oembed")
    ),
    Case(
        platform="instagram",
        make=lambda: source(Instagram, "page"),
        ref=INSTAGRAM,
        answers={INSTAGRAM.url: (200, _HTML, instagram_page())},
        main=INSTAGRAM.url,
        other=(200, _HTML, instagram_page(OTHER_CODE)),
    ),
    Case(
        platform="instagram",
        make=lambda: source(Instagram, "web-archive"),
        ref=INSTAGRAM,
        answers={**_archived(INSTAGRAM), _copy(INSTAGRAM.url): (200, _COPY, instagram_page())},
        main=_copy(INSTAGRAM.url),
        other=(200, _COPY, instagram_page(OTHER_CODE)),
    ),
    Case(
        platform="facebook",
        make=lambda: source(Facebook, "graph-api"),
        ref=FACEBOOK,
        answers={_FACEBOOK_POST: (200, {}, graph_post())},
        main=_FACEBOOK_POST,
        other=(200, {}, graph_post(OTHER_NUMBER)),
    ),
    Case(
        platform="facebook",
        make=lambda: source(Facebook, "oembed"),
        ref=FACEBOOK,
        answers={_FACEBOOK_EMBED: (200, {}, embed_envelope("Facebook", NUMBER))},
        main=_FACEBOOK_EMBED,
        other=(200, {}, embed_envelope("Facebook", OTHER_NUMBER)),
    ),
    Case(
        platform="facebook",
        make=lambda: source(Facebook, "page"),
        ref=FACEBOOK,
        answers={FACEBOOK.url: (200, _HTML, facebook_page())},
        main=FACEBOOK.url,
        other=(200, _HTML, facebook_page(OTHER_NUMBER)),
    ),
    Case(
        platform="facebook",
        make=lambda: source(Facebook, "web-archive"),
        ref=FACEBOOK,
        answers={**_archived(FACEBOOK), _copy(FACEBOOK.url): (200, _COPY, facebook_page())},
        main=_copy(FACEBOOK.url),
        other=(200, _COPY, facebook_page(OTHER_NUMBER)),
    ),
)
