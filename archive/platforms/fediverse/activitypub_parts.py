"""The parts of an ActivityPub object: author, attachments, poll, quote, emoji. Pure."""

import re

from archive.platforms.fediverse.mastodon_parts import media_kind
from archive.platforms.fediverse.shape import objects, seconds, size
from archive.platforms.fediverse.urls import server_of
from archive.platforms.shape import Json, count, mapping, moment, string
from archive.records import Author, Captions, LinkCard, Media, Poll, PollOption
from archive.text import web_address

__all__ = [
    "account_of",
    "address",
    "author_of",
    "emojis_of",
    "link_card",
    "media_of",
    "poll_of",
    "quoted_address",
    "total",
]

_MEDIA = {"Document", "Image", "Video", "Audio"}
_ACTIVITY = re.compile(r"application/(?:activity\+json|ld\+json)")
_ISO_DURATION = re.compile(r"PT(?:(\d{1,4})H)?(?:(\d{1,6})M)?(?:(\d{1,8}(?:\.\d{1,6})?)S)?")


def address(value: object) -> str | None:
    """The web address that a property names: itself, an object's ``href`` or ``id``, or the
    first of several.
    """
    if isinstance(value, list):
        return next((found for entry in value[:20] if (found := _one_address(entry))), None)
    return _one_address(value)


def _one_address(value: object) -> str | None:
    if isinstance(value, dict):
        value = value.get("href") or value.get("id") or value.get("url")
    return web_address(value)


def account_of(found: Json) -> str | None:
    """The actor in whose name an object is: of several (PeerTube names account and channel) the
    person.
    """
    named = found.get("attributedTo")
    people = [one for one in objects(named) if one.get("type") == "Person"]
    return address(people) or address(named) or address(found.get("actor"))


def author_of(account: str | None, actor: Json | None, post: str | None = None) -> Author:
    """Who posted. ``account`` is the id of the actor, whose name its own object tells; without
    it, the address of a ``post`` in Mastodon's form does.
    """
    actor = actor or {}
    server = server_of(account)
    name = string(actor.get("preferredUsername")) or _name_in(account, post)
    if name is not None and re.search(r"[@\s]", name):
        name = None  # it would read as an account of another server
    return Author(
        name=string(actor.get("name")),
        handle=f"{name}@{server}" if name and server else None,
        native_id=account,
        url=address(actor.get("url")) or account,
        avatar_url=address([_picture(icon) for icon in objects(actor.get("icon"))]),
    )


def _picture(icon: Json) -> str | None:
    return address(icon.get("url")) or address(icon.get("href"))


def _name_in(account: str | None, post: str | None) -> str | None:
    """The user's name, where the account is ``/users/NAME`` and the post below it. On other
    servers that place may hold a number (Smithereen) or an id (Misskey).
    """
    match = re.search(r"/users/([\w.-]+)$", account or "", re.ASCII)
    return match[1] if match and (post or "").startswith(f"{account}/statuses/") else None


def emojis_of(tags: object) -> dict[str, str]:
    """Shortcode -> picture, of the tags of type Emoji."""
    pictures = {}
    for tag in objects(tags):
        shortcode = (string(tag.get("name")) or "").strip(":")
        url = address([_picture(icon) for icon in objects(tag.get("icon"))])
        if tag.get("type") == "Emoji" and shortcode and url:
            pictures[shortcode] = url
    return pictures


def media_of(found: Json) -> tuple[Media, ...]:
    """The attached pictures, videos and sounds, which ``name`` describes; and the object itself
    where it is one, with its title for a name.
    """
    itself = _itself(found) if string(found.get("type")) in {"Video", "Audio", "Image"} else None
    attached = tuple(
        medium
        for entry in objects(found.get("attachment"))
        if string(entry.get("type")) in _MEDIA and (medium := _medium(entry))
    )
    return (itself, *attached) if itself else attached


def _itself(found: Json) -> Media | None:
    """The files of a Video, an Audio or an Image, the best first. PeerTube lists one for each
    height, and those of a stream below its playlist.
    """
    major = str(found["type"]).lower()
    links = objects(found.get("url"))
    links += [below for link in links for below in objects(link.get("tag"))]
    files = [
        (url, link)
        for link in links
        if (_media_type(link) or "").startswith(f"{major}/") and (url := address(link))
    ]
    if not files:
        return None
    files.sort(key=lambda file: -(size(file[1].get("height")) or size(file[1].get("width")) or 0))
    icons = sorted(objects(found.get("icon")), key=lambda icon: -(size(icon.get("width")) or 0))
    best = files[0][1]
    height = size(best.get("height"))
    return Media(
        kind=media_kind(_media_type(best), None),
        urls=tuple(dict.fromkeys(url for url, _ in files)),
        mime=_media_type(best),
        width=size(best.get("width")) if height else None,  # alone it was PeerTube's height
        height=height,
        duration=_duration(found.get("duration")),
        poster_url=address([_picture(icon) for icon in icons]) if major != "image" else None,
        captions=_captions(found) if major == "video" else (),
    )


def _captions(found: Json) -> tuple[Captions, ...]:
    """PeerTube's ``subtitleLanguage``: a language each, with the address of its WebVTT, since
    version 7.1 among those of other forms
    (https://docs.joinpeertube.org/api/activitypub#video).
    """
    told = []
    for entry in objects(found.get("subtitleLanguage")):
        links = objects(entry.get("url"))
        texts = [link for link in links if (_media_type(link) or "").startswith("text/vtt")]
        url = address(texts) if links else address(entry.get("url"))
        if url is not None:
            lang, name = string(entry.get("identifier")), string(entry.get("name"))
            told.append(Captions(url=url, lang=lang, name=name))
    return tuple(told)


def _media_type(link: Json) -> str | None:
    """``mimeType`` is what PeerTube wrote before 2019."""
    return string(link.get("mediaType")) or string(link.get("mimeType"))


def _medium(entry: Json) -> Media | None:
    links = (entry, *objects(entry.get("url")))
    said = string(entry.get("type")) or ""
    url = address(entry.get("url")) or address(entry.get("href"))
    if url is None:
        return None
    mime = next((found for link in links if (found := _media_type(link))), None)
    if mime is None and said in {"Image", "Video", "Audio"}:
        kind = media_kind(said, None)
    else:
        kind = media_kind(mime, url)
    icons = [_picture(icon) for icon in objects(entry.get("icon"))]
    return Media(
        kind=kind,
        urls=(url,),
        mime=mime,
        alt=string(entry.get("name")) or string(entry.get("summary")),
        width=_first_size(links, "width"),
        height=_first_size(links, "height"),
        duration=_duration(entry.get("duration")),
        poster_url=address(icons) if kind != "image" else None,
    )


def _first_size(links: tuple[Json, ...], key: str) -> int | None:
    return next((found for link in links if (found := size(link.get(key)))), None)


def _duration(value: object) -> float | None:
    """Seconds, which ActivityStreams writes as an ``xsd:duration``: ``PT1M2.5S``."""
    match = _ISO_DURATION.fullmatch(value) if isinstance(value, str) else None
    if match is None:
        return seconds(value)
    hours, minutes, rest = (float(part or 0) for part in match.groups())
    return seconds(hours * 3600 + minutes * 60 + rest)


def link_card(attachments: object) -> LinkCard | None:
    """The page that the post is about, where it is attached as a Link (Lemmy)."""
    for entry in objects(attachments):
        if entry.get("type") == "Link" and (url := address(entry)):
            return LinkCard(url=url, title=string(entry.get("name")))
    return None


def poll_of(found: Json) -> Poll | None:
    """The poll of a Question: one (``oneOf``) or several (``anyOf``) may be chosen."""
    multiple = bool(found.get("anyOf"))
    options = tuple(
        PollOption(text=string(option.get("name")) or "", votes=total(option.get("replies")))
        for option in objects(found.get("anyOf") or found.get("oneOf"))
    )
    if not options:
        return None
    closed = moment(found.get("closed"))
    return Poll(
        options=options,
        ends_at=closed or moment(found.get("endTime")),
        closed=True if closed or found.get("closed") is True else None,
        multiple=multiple,
        voters=count(found.get("votersCount")),
    )


def total(collection: object) -> int | None:
    """How many are in a collection, if it says so."""
    return count(mapping(collection).get("totalItems"))


def quoted_address(found: Json) -> str | None:
    """The quoted post, under the names that servers have given it.

    ``quote`` is FEP-044f (Mastodon 4.5), the others are Misskey's and Fedibird's; FEP-e232
    has a tag of type Link whose media type is ActivityPub's.
    """
    for key in ("quote", "quoteUrl", "quoteUri", "_misskey_quote"):
        if target := address(found.get(key)):
            return target
    for tag in objects(found.get("tag")):
        media_type = string(tag.get("mediaType")) or ""
        if tag.get("type") == "Link" and _ACTIVITY.match(media_type):
            return address(tag)
    return None
