"""The post as https://schema.org/SocialMediaPosting, for search engines. Pure."""

from typing import TypeAlias

from archive.cite.citation import Citation, names_of
from archive.clock import rfc3339
from archive.platforms import platform_title

__all__ = ["Thing", "posting"]

Thing: TypeAlias = dict[str, "str | Thing"]
"""A thing of schema.org. What is unknown is left out: there, null says that there is none."""


def posting(citation: Citation, text: str) -> Thing:
    """The post as https://schema.org/SocialMediaPosting.

    ``text`` is as much of the words as shall be told; of a repost, those of the post inside.
    The hash is that of the snapshot's canonical content (docs/data-dictionary.md).
    """
    if citation.stored.snapshot.kind != "repost":
        return _posting(citation, text, _OUTER)
    inside = citation.shared
    shared = None if inside is None else _posting(inside, text, _INNER)
    return _posting(citation, "", _OUTER, shared)


_INNER: Thing = {"@type": "SocialMediaPosting"}
_OUTER: Thing = {**_INNER, "@context": "https://schema.org"}


def _posting(citation: Citation, text: str, head: Thing, shared: Thing | None = None) -> Thing:
    stored, snapshot = citation.stored, citation.stored.snapshot
    thing, created = head.copy(), snapshot.created_at
    if citation.original is not None:
        thing["url"] = citation.original
    thing["author"] = _person(citation)
    if created is not None:
        time = rfc3339(created)
        known = snapshot.created_precision not in {"day", "unknown"}
        thing["datePublished"] = time if known else time[:10]
    if snapshot.edited_at is not None:
        thing["dateModified"] = rfc3339(snapshot.edited_at)
    if snapshot.lang:
        thing["inLanguage"] = snapshot.lang
    thing["publisher"] = _organization(platform_title(snapshot.platform))
    if text:
        thing["text"] = text
    if shared is not None:
        thing["sharedContent"] = shared
    if citation.snapshot_page is not None:
        page: Thing = {
            "@type": "WebPage",
            "url": citation.snapshot_page,
            "version": str(stored.n),
            "dateCreated": rfc3339(stored.captured_at),
            "identifier": {
                "@type": "PropertyValue",
                "propertyID": "SHA-256",
                "value": stored.sha256,
            },
        }
        if citation.newsroom:
            page["publisher"] = _organization(citation.newsroom)
        thing["archivedAt"] = page
    return thing


def _person(citation: Citation) -> Thing:
    name, handle = names_of(citation.stored.snapshot)
    person: Thing = {"@type": "Person", "name": name}
    if handle is not None:
        person["alternateName"] = handle
    url = citation.author_url
    if url is not None:
        person["url"] = url
    return person


def _organization(name: str) -> Thing:
    return {"@type": "Organization", "name": name}
