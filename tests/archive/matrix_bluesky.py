"""Bluesky's sources for the matrix of answers."""

from archive.errors import Unreachable
from archive.platforms.bluesky.page import addresses, read_page
from archive.platforms.bluesky.sources import AppViewSource, PdsSource
from archive.platforms.memento import WebArchive
from archive.settings import WebArchivesSettings
from archive.testing import FakeAnswer
from tests.archive.bluesky_posts import (
    ALL_WELL,
    APPVIEW,
    CAR,
    CID,
    DID,
    PDS,
    PLC,
    REF,
    document,
    given,
    page,
    post_view,
    record,
    uri_of,
)
from tests.archive.matrix import Case

__all__ = ["CASES"]

_OTHER = uri_of(DID, "3lother")
_NO_DOCUMENT: FakeAnswer = (404, {}, "not recorded")
_ROWS = [["timestamp", "original"], ["20260102040506", REF.url]]
_COPY = "https://web.archive.org/web/20260102040506id_/"
_MOMENT = {"Memento-Datetime": "Fri, 02 Jan 2026 04:05:06 GMT"}


def _appview_asked(url: str) -> bool:
    """Both of the AppView's answers about a post: where one fails, the other counts."""
    return url.startswith(f"{APPVIEW}/app.bsky.feed.getPost")


CASES: tuple[Case, ...] = (
    Case(
        platform="bluesky",
        make=lambda: AppViewSource("https://public.api.bsky.app", PLC),
        ref=REF,
        # One answer for both: each reads its own part of it. The host is not known here, since
        # it would give the post itself.
        answers={
            _appview_asked: given({"posts": [post_view()], "thread": {"post": post_view()}}),
            PLC: _NO_DOCUMENT,
        },
        main=_appview_asked,
        other=given({"posts": [post_view(uri=_OTHER)], "thread": {"post": post_view(uri=_OTHER)}}),
    ),
    Case(
        platform="bluesky",
        make=lambda: PdsSource("https://public.api.bsky.app", PLC),
        ref=REF,
        answers={
            APPVIEW: Unreachable("No connection to it could be made."),
            PLC: given(document()),
            f"{PDS}/xrpc/com.atproto.repo.getRecord": ALL_WELL["repo"],
            f"{PDS}/xrpc/com.atproto.sync.getRecord": (200, {}, CAR),
            "https://mayor.example/.well-known/atproto-did": given(DID),
        },
        main=f"{PDS}/xrpc/com.atproto.repo.getRecord",
        other=given({"uri": _OTHER, "cid": CID, "value": record()}),
    ),
    Case(
        platform="bluesky",
        make=lambda: WebArchive(WebArchivesSettings(), addresses, read_page),
        ref=REF,
        answers={
            "https://web.archive.org/cdx/": (200, {}, _ROWS),
            _COPY: (200, _MOMENT, page()),
        },
        main=_COPY,
        other=(200, _MOMENT, page(uri=_OTHER)),
    ),
)
