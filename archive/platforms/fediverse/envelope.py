"""What a fediverse server's oEmbed answer tells of a post. Pure.

Mastodon's (https://docs.joinmastodon.org/methods/oembed/) has a frame, since 4.3 a quotation with
"Post by @ann@m.example", and never the text; others (Friendica, GNU social) write the post.
"""

import re
from html import unescape
from urllib.parse import urlsplit

from archive.errors import NotAPost
from archive.outcome import Failed, Found, Refused
from archive.platforms.fediverse.urls import PLATFORM, identify, local_id, posted_at, server_of
from archive.platforms.oembed import Oembed
from archive.records import Author, PostRef, Snapshot
from archive.text import html_to_text, sanitise_html

__all__ = ["is_mastodons", "posts_in", "read_envelope"]

_ADDRESS = re.compile(r"""https?://[^\s"'<>]{1,2000}""")
_MASTODONS = re.compile(r"""class=["'][^"']{0,99}\bmastodon-embed\b""")


def read_envelope(envelope: Oembed, ref: PostRef) -> Found | Refused | Failed:
    """The post as far as an envelope tells it: always *partial*, without media and poll.

    Mastodon's markup names its post, and others' ``url`` does: that is checked. What else others
    write may name any post.
    """
    host = server_of(ref.url)
    mastodons = is_mastodons(envelope)
    named = posts_in((envelope.html or "") if mastodons else (envelope.url or ""))
    if named and ref.native_id not in {one.native_id for one in named}:
        return Failed(
            reason="another post", detail=f"{host} answered with {named[0].url}, not this post."
        )
    account = envelope.author_url
    if account is not None and server_of(account) != host:
        return Failed(reason="another account", detail=f"{host} gave a post of {account}.")
    markup = "" if mastodons else envelope.html or ""
    text, facets, warnings = html_to_text(markup)
    local = local_id(ref)
    when = posted_at(None, local.id if local else None)
    name = re.search(r"/(?:@|users/)([\w.-]+)$", urlsplit(account or ref.url).path, re.ASCII)
    if envelope.author_name is None and not text:
        return Refused(
            reason="not shown", detail=f"{host} names neither author nor text in its oEmbed answer."
        )
    lacks = "media and poll are not in it" if text else "text, media and poll are not in it"
    snapshot = Snapshot(
        platform=PLATFORM,
        native_id=ref.native_id,
        url=ref.url,
        author=Author(
            name=envelope.author_name,
            handle=f"{name[1]}@{host}" if name else None,
            native_id=None,
            url=account,
        ),
        text=text,
        facets=facets,
        html=sanitise_html(markup) if text else None,
        created_at=when.created_at,
        created_precision=when.precision,
        completeness="partial",
        lacks=() if text else ("words",),
        warnings=(*warnings, f"{host} told it by oEmbed only: {lacks}."),
    )
    return Found(ref=ref, snapshots=(snapshot,))


def is_mastodons(envelope: Oembed) -> bool:
    """Whether the markup is Mastodon's: a frame or its stand-in, no words of the post."""
    return _MASTODONS.search((envelope.html or "")[:100_000]) is not None


def posts_in(html: str) -> list[PostRef]:
    """The posts whose addresses stand in a markup."""
    found = []
    for match in _ADDRESS.finditer(html[:100_000]):
        try:
            ref = identify(urlsplit(unescape(match[0])))
        except (NotAPost, ValueError):  # a profile, or what is no address at all
            continue
        if isinstance(ref, PostRef):
            found.append(ref)
    return found
