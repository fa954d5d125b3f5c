"""Hits -> a feed: Atom (RFC 4287, paged by RFC 5005) and JSON Feed 1.1. Pure.

An entry is one statement, and its id stays whatever becomes of our address. What strangers wrote
goes out as text or escaped HTML only; characters that XML does not have become U+FFFD.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from urllib.parse import quote

import msgspec
from markupsafe import Markup, escape

from archive.clock import rfc3339
from archive.platforms import platform_title
from archive.storage.search import Hit
from archive.text import web_address
from embedder.atom_parts import atom_link, xml_attribute, xml_text
from embedder.links import Links
from embedder.runs import tag_of
from embedder.search_view import (
    Speaking,
    gone_sentence,
    lang_of,
    name_of,
    repost_of,
    text_of,
    time_of,
    warning_of,
)

__all__ = ["ATOM", "JSON_FEED", "Feed", "atom", "json_feed"]

ATOM = "application/atom+xml; charset=utf-8"
JSON_FEED = "application/feed+json; charset=utf-8"
_TITLE = 100


class Feed(msgspec.Struct, frozen=True, kw_only=True):
    """What both forms say of the feed; every address is whole."""

    title: str
    home: str
    """The same search as a page."""
    itself: str
    first: str
    following: str | None
    hits: Sequence[Hit]
    empty_since: datetime
    """What an empty feed says it was changed at."""
    publisher: str


def atom(feed: Feed, links: Links, speaking: Speaking) -> bytes:
    """The feed as Atom."""
    updated = max((_updated(hit) for hit in feed.hits), default=feed.empty_since)
    lang = xml_attribute(speaking.words.lang)
    out = [
        '<?xml version="1.0" encoding="utf-8"?>\n'
        f'<feed xmlns="http://www.w3.org/2005/Atom" xml:lang={lang}>\n',
        f"<id>{xml_text(feed.first)}</id>\n<title>{xml_text(feed.title)}</title>\n",
        f"<updated>{rfc3339(updated)}</updated>\n",
        f"<author><name>{xml_text(feed.publisher)}</name></author>\n",
        "<generator>onrecord</generator>\n",
        atom_link("self", feed.itself, "application/atom+xml"),
        atom_link("alternate", feed.home, "text/html"),
        atom_link("first", feed.first, "application/atom+xml"),
    ]
    if feed.following is not None:
        out.append(atom_link("next", feed.following, "application/atom+xml"))
    out += [_entry(hit, links, speaking) for hit in feed.hits]
    out.append("</feed>\n")
    return "".join(out).encode()


def json_feed(feed: Feed, links: Links, speaking: Speaking) -> bytes:
    """The feed as JSON Feed."""
    facts: dict[str, Any] = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": feed.title,
        "home_page_url": feed.home,
        "feed_url": feed.itself,
        "language": speaking.words.lang,
        "authors": [{"name": feed.publisher}],
    }
    if feed.following is not None:
        facts["next_url"] = feed.following
    facts["items"] = [_item(hit, links, speaking) for hit in feed.hits]
    return msgspec.json.encode(facts)


def entry_id(hit: Hit) -> str:
    """The same in every feed, on every machine, for good."""
    return f"urn:onrecord:{hit.post}@{hit.snapshot}"


def _updated(hit: Hit) -> datetime:
    """When what the entry says last became other: at the posting, or when it was found gone."""
    gone = hit.first_seen_gone if hit.state == "gone" else None
    return hit.created_at if gone is None else max(gone, hit.created_at)


def _entry(hit: Hit, links: Links, speaking: Speaking) -> str:
    original, platform = _address(hit.url), platform_title(hit.platform)
    lang = tag_of(lang_of(hit))
    xml_lang = f" xml:lang={xml_attribute(lang)}" if lang else ""
    parts = [
        "<entry>\n",
        f"<id>{xml_text(entry_id(hit))}</id>\n",
        f"<title{xml_lang}>{xml_text(_title(hit, platform, speaking))}</title>\n",
        f"<updated>{rfc3339(_updated(hit))}</updated>\n",
        "" if hit.time_unknown else f"<published>{rfc3339(hit.created_at)}</published>\n",
        f"<author><name>{xml_text(name_of(hit, platform))}</name></author>\n",
        atom_link("alternate", links.post(hit.post, hit.snapshot), "text/html"),
        atom_link("related", original, "") if original else "",
        f"<category term={xml_attribute(hit.platform)}/>\n",
        f'<content type="html">{xml_text(_html(hit, platform, speaking))}</content>\n',
        "</entry>\n",
    ]
    return "".join(parts)


def _item(hit: Hit, links: Links, speaking: Speaking) -> dict[str, Any]:
    original, platform = _address(hit.url), platform_title(hit.platform)
    item: dict[str, Any] = {
        "id": entry_id(hit),
        "url": links.post(hit.post, hit.snapshot),
        "title": _title(hit, platform, speaking),
        "content_text": warning_of(hit, speaking.voice) or text_of(hit),
        "content_html": _html(hit, platform, speaking),
        "date_modified": rfc3339(_updated(hit)),
        "authors": [{"name": name_of(hit, platform)}],
        "tags": [hit.platform],
    }
    if original:
        item["external_url"] = original
    if not hit.time_unknown:
        item["date_published"] = rfc3339(hit.created_at)
    if tag_of(lang_of(hit)):
        item["language"] = lang_of(hit)
    if hit.thumbnail is not None:
        picture = hit.thumbnail
        item["image"] = links.media(picture.sha256, picture.width, picture.format)
    return item


def _title(hit: Hit, platform: str, speaking: Speaking) -> str:
    said = warning_of(hit, speaking.voice) or text_of(hit)
    text = " ".join(said.split()) or speaking.words.no_words
    if len(text) > _TITLE:
        text = text[:_TITLE].rsplit(" ", 1)[0] + "…"
    return f"{name_of(hit, platform)}: {text}"


def _html(hit: Hit, platform: str, speaking: Speaking) -> str:
    """The text, and under it who in which office, when and where, and what became of it. Of a text
    behind a warning that alone: no reader of feeds keeps it covered.
    """
    words = speaking.words
    said_first = warning_of(hit, speaking.voice) or text_of(hit)
    text = Markup("<br>").join(said_first.splitlines()) or escape(words.no_words)
    official = hit.official
    who = [official.name, official.office, official.party] if official else []
    facts = [*who, time_of(hit, speaking), platform]
    lang = tag_of(lang_of(hit))
    attribute = Markup(' lang="{}"').format(lang) if lang else ""
    said = [
        " · ".join(fact for fact in facts if fact),
        repost_of(hit, speaking),
        gone_sentence(hit, platform, speaking.voice),
        words.edited_away if hit.edited_away else None,
    ]
    first = Markup('<p dir="auto"{}>{}</p>').format(attribute, text)
    return str(first) + "".join(Markup("<p>{}</p>").format(part) for part in said if part)


def _address(url: str) -> str | None:
    """Of what a platform gave as an address one that readers of feeds take."""
    found = web_address(url)
    return found and quote(found, safe="%/:?#[]@!$&'()*+,;=~")
