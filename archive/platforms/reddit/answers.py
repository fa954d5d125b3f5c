"""What an answer of Reddit says of a post: the post, or why there is none. Pure."""

import re
from collections.abc import Mapping

from msgspec.structs import replace

from archive.outcome import Answer, Failed, Found, Refused
from archive.platforms.answers import data_of, refusal
from archive.platforms.base import Response, Saved
from archive.platforms.oembed import Oembed, oembed_of, read_oembed
from archive.platforms.page_facts import PageFacts, facts_of
from archive.platforms.reddit.media import upload_key
from archive.platforms.reddit.parse import (
    by_name,
    end_of,
    is_listing,
    name_of,
    parse_thing,
    things_in,
)
from archive.platforms.reddit.urls import account_url, named_post
from archive.platforms.shape import Json, mapping, mappings, string
from archive.records import Author, Media, PostRef, Snapshot
from archive.text import web_address

__all__ = ["read_copy", "read_envelope", "read_json", "read_saved_answer"]

_WHO = "Reddit"
_HREF = re.compile(r'href="([^"]{1,2000})"')
_NO_VALUE = "<no value>"
"""What Reddit's oEmbed writes where its template found nothing."""
# In place of the title of a post that is no more; pages and envelopes say nothing else of that.
_NO_TITLES = {"[deleted by user]", "[deleted]", "[removed]", "[ removed by moderator ]"}
_BEFORE_TITLE = re.compile(r"(?:r/\w+ - |From the \w+ community on Reddit: )")
_MAX_PAGE = 500_000


def read_json(response: Response, ref: PostRef) -> Answer:
    """An answer about the post ``ref``: a listing with it, and maybe what it answers."""
    private = _private(response)
    if private is not None:
        return private
    payload = data_of(response, _WHO)
    if isinstance(payload, (Refused, Failed)):
        return payload
    if not is_listing(payload):
        return Failed(reason="malformed", detail=f"{_WHO} answered with JSON that is no listing.")
    things = things_in(payload)
    thing = next((t for t in things if name_of(t) == ref.native_id), None)
    if thing is not None:
        return _answer(thing, by_name(things))
    if (ref.native_id.startswith("t1_") and any(t["kind"] == "t1" for t in things)) or (
        things and ref.native_id.startswith("t3_")
    ):
        return Failed(
            reason="another post",
            detail=f"{_WHO} was asked for {ref.native_id} and answered with {name_of(things[0])}.",
        )
    return Refused(reason="not shown", detail=f"{_WHO} answered with nothing about this post.")


def _private(response: Response) -> Refused | None:
    """A community may be for its members alone, or behind a warning: a refusal names which
    (https://github.com/praw-dev/prawcore/blob/main/prawcore/exceptions.py keeps the answers).
    """
    if response.status not in {403, 404}:
        return None
    try:
        reason = string(mapping(response.json()).get("reason"))
    except (ValueError, RecursionError):  # a page: what the status says is all
        return None
    if reason is None:
        return None
    told = f"{_WHO} would not show it to us (HTTP {response.status}, reason: “{reason[:40]}”)."
    return Refused(reason="protected" if reason == "private" else "not shown", detail=told)


def read_envelope(response: Response, ref: PostRef) -> Answer:
    """An oEmbed answer about the post ``ref``: its title and its author."""
    envelope = read_oembed(response, _WHO)
    if isinstance(envelope, (Refused, Failed)):
        return envelope
    answer = _of_envelope(envelope)
    if isinstance(answer, Found) and answer.ref.native_id != ref.native_id:
        return _another(answer.ref, ref)
    return answer


def read_copy(response: Response, ref: PostRef) -> Answer:
    """An archived page, or archived JSON, of the post ``ref``."""
    refused = refusal(response, _WHO)
    if refused is not None:
        return refused
    if not response.text().lstrip().startswith("<"):
        return read_json(response, ref)
    answer = _of_page(facts_of(response.text()[:_MAX_PAGE], response.url))
    if answer is None:
        return Refused(reason="not shown", detail=f"{_WHO}'s page has no post in it.")
    if isinstance(answer, Found) and answer.ref.native_id != ref.native_id:
        return _another(answer.ref, ref)
    return answer


def read_saved_answer(saved: Saved) -> tuple[Answer, ...]:
    """The posts that a saved answer is about, recognised by its shape: the posts of a listing;
    of a post's page the post, and not the comments, unless the address names one of them.
    """
    if saved.body.lstrip()[:1] == b"<":
        return _of_saved_page(saved)
    payload = saved.json()
    told = mapping(payload)
    if is_listing(payload):
        things = things_in(payload)
        others = by_name(things)
        named = named_post(saved.url)
        if named is not None:
            return tuple(_answer(t, others) for t in things if name_of(t) == named.native_id)
        about = things_in(payload[0]) if isinstance(payload, list) else things
        return tuple(_answer(thing, others) for thing in about)
    if str(told.get("provider_name")).lower() == "reddit":
        envelope = oembed_of(told, _WHO)
        return (envelope if isinstance(envelope, Failed) else _of_envelope(envelope),)
    data = mapping(mapping(told.get("json")).get("data"))
    written = [thing for thing in mappings(data.get("things")) if name_of(thing) is not None]
    if written:
        return tuple(_answer(thing, {}) for thing in written)
    if name_of({"kind": "t3", "data": data}) is not None and "errors" in mapping(told.get("json")):
        return (
            Failed(reason="malformed", detail="It names a post of Reddit's without its words."),
        )
    return ()


def _answer(thing: Json, others: Mapping[str, Json]) -> Answer:
    end = end_of(thing)
    if end is not None:
        return end
    try:
        snapshot, *along = parse_thing(thing, others)
    except ValueError as error:
        return Failed(reason="malformed", detail=f"{_WHO} answered with a post, but {error}.")
    return Found(ref=snapshot.ref, snapshots=(snapshot,), along=tuple(along))


def _of_envelope(envelope: Oembed) -> Found | Refused | Failed:
    addresses = (
        named_post(href.replace("&amp;", "&")) for href in _HREF.findall(envelope.html or "")
    )
    ref = next((found for found in addresses if found), None)
    title = _value(envelope.title)
    if ref is None or title is None:
        return Failed(
            reason="malformed", detail=f"{_WHO}'s envelope does not say of which post it is."
        )
    if ref.native_id.startswith("t1_"):
        return Refused(reason="not shown", detail=f"{_WHO}'s envelope has no words of a comment.")
    author = _value(envelope.author_name)
    return _titled(ref, title, author, ())


def _of_page(facts: PageFacts) -> Found | Refused | None:
    """A page of 2019 and later says the title and one picture in its head."""
    ref = named_post(facts.canonical) or named_post(facts.meta.get("og:url"))
    site = facts.meta.get("og:site_name", "").lower()
    title = _BEFORE_TITLE.sub("", facts.meta.get("og:title", ""), count=1)
    if ref is None or site != "reddit" or not title:
        return None
    if ref.native_id.startswith("t1_"):
        return Refused(reason="not shown", detail=f"{_WHO}'s page has no words of a comment.")
    shows = facts.meta.get("og:type") == "image"
    picture = web_address(facts.meta.get("og:image")) if shows else None
    media: tuple[Media, ...] = ()
    if picture is not None:
        sizes = (facts.meta.get(f"og:image:{side}", "") for side in ("width", "height"))
        width, height = (int(s) if re.fullmatch(r"[0-9]{1,5}", s) else None for s in sizes)
        media = (
            Media(
                kind="image",
                urls=(picture,),
                native_id=upload_key(picture),
                width=width,
                height=height,
            ),
        )
    return _titled(ref, title, None, media)


def _of_saved_page(saved: Saved) -> tuple[Answer, ...]:
    if b"og:site_name" not in saved.body or b"eddit" not in saved.body:
        return ()
    answer = _of_page(facts_of(saved.text()[:_MAX_PAGE], saved.url or "https://www.reddit.com/"))
    return (answer,) if answer is not None else ()


def _titled(
    ref: PostRef, title: str, author: str | None, media: tuple[Media, ...]
) -> Found | Refused:
    """A post of which no more than its title is told, with its author or its picture."""
    if title.strip().lower() in _NO_TITLES:
        return Refused(
            reason="not shown", detail=f"{_WHO} has “{title.strip()}” in place of its title."
        )
    snapshot = Snapshot(
        platform=ref.platform,
        native_id=ref.native_id,
        url=ref.url,
        author=Author(name=None, handle=author, native_id=None, url=account_url(author)),
        text=title,
        media=media,
        completeness="partial",
        lacks=("end",),
        warnings=(
            f"{_WHO} gave the title alone: what stands under it, and the time, are unknown.",
        ),
    )
    if author is None:
        nobody = "Its author is not named there."
        snapshot = replace(snapshot, warnings=(*snapshot.warnings, nobody))
    return Found(ref=snapshot.ref, snapshots=(snapshot,))


def _value(value: str | None) -> str | None:
    return None if value is None or value.strip() in {"", _NO_VALUE} else value


def _another(actual: PostRef, asked: PostRef) -> Failed:
    return Failed(
        reason="another post",
        detail=f"{_WHO} was asked for {asked.native_id} and answered with {actual.native_id}.",
    )
