"""An ActivityPub object, as a post's address gives it to other servers -> a snapshot. Pure.

Servers write the same thing in many ways (https://www.w3.org/TR/activitystreams-vocabulary/,
https://docs.joinmastodon.org/spec/activitypub/): one object or a list, an address or the
object itself, alone or inside the activity that published it.
"""

from html import escape
from typing import Any

import msgspec

from archive.clock import rfc3339
from archive.platforms.fediverse.activitypub_parts import (
    account_of,
    address,
    author_of,
    emojis_of,
    link_card,
    media_of,
    poll_of,
    quoted_address,
    total,
)
from archive.platforms.fediverse.shape import objects
from archive.platforms.fediverse.urls import PLATFORM, local_id, posted_at, ref_of
from archive.platforms.place import place_of
from archive.platforms.shape import Json, mapping, moment, string
from archive.records import Facet, Place, PostLink, PostRef, Snapshot
from archive.text import html_to_text, is_cut, sanitise_html, web_address

__all__ = ["is_public", "object_of", "object_ref", "parse_object"]

_POSTS = {"Note", "Question", "Article", "Page", "Video", "Audio", "Image", "Event"}
# The name of an Image is that of its file (Hubzilla).
_TITLED = {"Article", "Page", "Video", "Audio", "Event"}
_PUBLIC = {"https://www.w3.org/ns/activitystreams#Public", "as:Public", "Public"}


def object_of(payload: object) -> Json:
    """The post of an answer: the object itself, or what a Create or Update activity holds.

    An Announce (a repost) is a post of its own, and a Tombstone stands for one.

    Raises:
        ValueError: it is of another type; says which.
    """
    found = mapping(payload)
    if _type(found) in {"Create", "Update"}:
        activity, found = found, mapping(found.get("object"))
        # Who did it to whom is said of the activity, and may be left out of the object.
        said = {key: activity[key] for key in ("actor", "to", "cc") if activity.get(key)}
        addressed = found.get("to") or found.get("cc")
        found = {**({"actor": said.get("actor")} if addressed else said), **found}
    kind = _type(found)
    if kind not in {*_POSTS, "Announce", "Tombstone"}:
        raise ValueError(f"it is no post, but of type {kind!r}")
    return found


def object_ref(found: Json) -> PostRef:
    """The post that an object is.

    Raises:
        ValueError: its id is no web address.
    """
    ref = ref_of(_page(found), string(found.get("id")))
    if ref is None:
        raise ValueError("the object's id is no web address")
    return ref


def is_public(found: Json) -> bool:
    """Whether it is addressed to everybody. An object that addresses nobody was given to us
    without asking who we are, and is public by that.
    """
    addressed = [*_addresses(found.get("to")), *_addresses(found.get("cc"))]
    return not addressed or not _PUBLIC.isdisjoint(addressed)


def parse_object(found: Json, actor: Json | None = None) -> Snapshot:
    """The snapshot of a Note, Question, Article, Page, Video, Audio, Image, Event or Announce.

    ``actor`` is the author's own object; without it name and picture are unknown, and a
    warning says so.

    Raises:
        ValueError: it is no post, or has no id.
    """
    found = object_of(found)
    kind = _type(found)
    if kind == "Tombstone":
        raise ValueError("it is a Tombstone: the post is gone")
    ref = object_ref(found)
    local = local_id(ref)
    when = posted_at(moment(found.get("published")), local.id if local else None)
    repost = kind == "Announce"
    account = account_of(found)
    markup, lang = ("", None) if repost else _content(found)
    quoted = quoted_address(found)
    text, facets, warnings = html_to_text(
        markup, emojis=emojis_of(found.get("tag")), keep_quote_link=quoted is None
    )
    if actor is None:
        warnings = (*warnings, "The author's profile was not to be had; the name is unknown.")
    if starts := moment(found.get("startTime")):
        warnings = (*warnings, f"It announces what begins at {rfc3339(starts)}.")
    return Snapshot(
        platform=PLATFORM,
        native_id=ref.native_id,
        url=ref.url,
        author=author_of(account, actor, string(found.get("id"))),
        text=text,
        kind="repost" if repost else "post",
        facets=_named(facets, found),
        html=None if repost else sanitise_html(markup),
        content_warning=None if kind in _TITLED else string(found.get("summary")),
        sensitive=found.get("sensitive") is True,
        lang=lang,
        langs=(lang,) if lang else (),
        created_at=when.created_at,
        created_precision=when.precision,
        created_at_claimed=when.claimed,
        edited_at=_edited(found),
        media=media_of(found),
        link_card=link_card(found.get("attachment")),
        poll=poll_of(found),
        quoted=_link(quoted),
        parent=None if repost else _link(address(found.get("inReplyTo"))),
        reposted=_link(address(found.get("object"))) if repost else None,
        place=_place(mapping(found.get("location"))),
        counts=_counts(found),
        completeness="cut" if is_cut(markup) else "full",
        warnings=warnings,
    )


def _type(found: Json) -> str | None:
    kind = found.get("type")
    return string(kind[0] if isinstance(kind, list) and kind else kind)


def _page(found: Json) -> str | None:
    """The page of the post for readers: ``url`` is an address, a Link, or several of them."""
    urls = found.get("url")
    pages = [link for link in objects(urls) if link.get("mediaType", "text/html") == "text/html"]
    if pages:
        return web_address(pages[0].get("href"))
    return address(urls)


def _addresses(value: object) -> list[str]:
    values = value if isinstance(value, list) else [value]
    return [entry for entry in values if isinstance(entry, str)]


def _content(found: Json) -> tuple[str, str | None]:
    """The post's markup, with the title of an article before it, and its language."""
    by_lang = {
        lang: text
        for lang, text in mapping(found.get("contentMap")).items()
        if isinstance(text, str)
    }
    content = found.get("content")
    if not isinstance(content, str):
        content = next(iter(by_lang.values()), "")
    langs = [lang for lang, text in by_lang.items() if text == content] or list(by_lang)
    lang = langs[0] if len(langs) == 1 and langs[0] != "und" else None
    media_type = string(found.get("mediaType")) or "text/html"
    if not media_type.startswith("text/html"):
        content = escape(content).replace("\r\n", "\n").replace("\n", "<br>")
    title = string(found.get("name"))
    if title and _type(found) in _TITLED:
        content = f"<p><strong>{escape(title)}</strong></p>{content}"
    return content, string(lang) or string(mapping(found.get("language")).get("identifier"))


def _named(facets: tuple[Facet, ...], found: Json) -> tuple[Facet, ...]:
    """Facets whose links the object's tags know: not every server marks them by class."""
    kinds: dict[str, Any] = {}
    for tag in objects(found.get("tag")):
        kind = {"Mention": "mention", "Hashtag": "hashtag"}.get(_type(tag) or "")
        if kind and (href := web_address(tag.get("href"))):
            kinds[href] = kind
    return tuple(
        msgspec.structs.replace(facet, kind=kinds[facet.target])
        if facet.kind == "link" and facet.target in kinds
        else facet
        for facet in facets
    )


def _edited(found: Json) -> Any:
    published, updated = moment(found.get("published")), moment(found.get("updated"))
    return updated if updated and (published is None or updated > published) else None


def _link(target: str | None) -> PostLink | None:
    """A link to another post, which this source does not bring along."""
    ref = ref_of(None, target)
    if ref is None:
        return None
    return PostLink(
        url=ref.url, platform=ref.platform, native_id=ref.native_id, unavailable="not taken"
    )


def _counts(found: Json) -> dict[str, int]:
    named = {key: total(found.get(key)) for key in ("replies", "likes", "shares")}
    named["reposts"] = named.pop("shares")
    return {name: number for name, number in named.items() if number is not None}


def _place(location: Json) -> Place | None:
    """https://www.w3.org/TR/activitystreams-vocabulary/#places"""
    return place_of(location.get("name"), location.get("latitude"), location.get("longitude"))
