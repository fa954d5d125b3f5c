"""An oEmbed answer, read (https://oembed.com/#section2.3). Pure."""

import msgspec

from archive.outcome import Failed, Refused
from archive.platforms.answers import data_of
from archive.platforms.base import Response
from archive.platforms.shape import Json, count, mapping, string
from archive.text import web_address

__all__ = ["Oembed", "oembed_of", "read_oembed"]


class Oembed(msgspec.Struct, frozen=True, kw_only=True):
    """What an envelope holds. Everything in it is the provider's word, and may be missing."""

    type: str | None
    html: str | None
    """Foreign markup: never shown, only read."""
    title: str | None
    author_name: str | None
    author_url: str | None
    provider_name: str | None
    thumbnail_url: str | None
    thumbnail_width: int | None
    thumbnail_height: int | None
    url: str | None
    """Of a photo: its file. X puts the post's address there."""
    width: int | None
    height: int | None
    raw: Json


def read_oembed(response: Response, who: str) -> Oembed | Refused | Failed:
    """The envelope of an answer, or what an answer without one says. ``who`` answered."""
    found = data_of(response, who)
    if isinstance(found, (Refused, Failed)):
        return found
    return oembed_of(found, who)


def oembed_of(value: object, who: str) -> Oembed | Failed:
    """An envelope of JSON that is at hand."""
    raw = mapping(value)
    if not raw.keys() & {"html", "type", "title", "author_name", "thumbnail_url"}:
        return Failed(
            reason="malformed", detail=f"{who} answered with JSON that is no oEmbed answer."
        )
    return Oembed(
        type=string(raw.get("type")),
        html=string(raw.get("html")),
        title=string(raw.get("title")),
        author_name=string(raw.get("author_name")),
        author_url=web_address(raw.get("author_url")),
        provider_name=string(raw.get("provider_name")),
        thumbnail_url=web_address(raw.get("thumbnail_url")),
        thumbnail_width=count(raw.get("thumbnail_width")),
        thumbnail_height=count(raw.get("thumbnail_height")),
        url=web_address(raw.get("url")),
        width=count(raw.get("width")),
        height=count(raw.get("height")),
        raw=raw,
    )
