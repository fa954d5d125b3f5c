"""Facebook's Graph API: a post of a public Page, for an app with Page Public Content Access.

https://developers.facebook.com/docs/graph-api/reference/pagepost: a post is named by its Page's
number and its own, ``PAGE_POST``. A Page's number is asked for by its name. Reels, photos and
videos by their number alone are none of these. Built from the documented fields; no recording of
such an answer is at hand.
"""

from archive.outcome import Answer, Failed, Found, Refused
from archive.platforms.answers import data_of
from archive.platforms.base import Fetcher, Response
from archive.platforms.meta.facebook_page import WHO
from archive.platforms.meta.facebook_urls import PLATFORM, identify, owner_of, post_ref
from archive.platforms.meta.graph_error import graph_error
from archive.platforms.meta.marks import marks_of
from archive.platforms.meta.sources import another_post, post_at
from archive.platforms.place import place_of
from archive.platforms.shape import Json, count, mapping, mappings, moment, string
from archive.records import Author, Facet, LinkCard, Media, PostLink, PostRef, Snapshot
from archive.text import fit_facets, web_address

__all__ = ["GraphApi", "parse_post", "read_post"]

_API = "https://graph.facebook.com/v26.0"
_FIELDS = (
    "id,message,story,created_time,permalink_url,from{id,name,username},full_picture,"
    "attachments{media_type,type,title,description,url,unshimmed_url,target,media,"
    "subattachments{media_type,type,description,target,url,media}},message_tags,place,"
    "parent_id"
)
_NO_PAGE = "The Graph API names a post by its Page, and this address names none."


class GraphApi:
    """The documented API. Its terms bind whoever holds the token."""

    name = "graph-api"

    def __init__(self, token: str) -> None:
        self._token = token

    async def look(self, ref: PostRef, fetcher: Fetcher) -> Answer:
        owner = owner_of(ref)
        if owner is None or not ref.native_id.isdigit():
            return Failed(reason="off", detail=_NO_PAGE)
        if not owner.isdigit():
            asked = _data(await self._get(f"{_API}/{owner}", "id", fetcher))
            if not isinstance(asked, dict):
                return asked
            number = string(asked.get("id"))
            if number is None or not number.isdigit():
                return Failed(reason="malformed", detail=f"{WHO} gave no number of {owner}.")
            owner = number
        address = f"{_API}/{owner}_{ref.native_id}"
        found = _data(await self._get(address, _FIELDS, fetcher))
        return read_post(found, ref) if isinstance(found, dict) else found

    async def _get(self, url: str, fields: str, fetcher: Fetcher) -> Response:
        return await fetcher.get(
            url,
            params={"fields": fields},
            headers={"Authorization": f"Bearer {self._token}"},
            secrets=(self._token,),
        )


def read_post(found: Json, ref: PostRef | None) -> Answer:
    """What the API's object says of the post ``ref``, or of its own."""
    owner, _, number = (string(found.get("id")) or "").partition("_")
    if not owner.isdigit() or not number.isdigit():
        return Failed(reason="malformed", detail=f"{WHO} answered with JSON that is no post.")
    named = post_at(string(found.get("permalink_url")), identify)
    if named is None or named.native_id != number:
        named = post_ref(number, owner=owner)
    if ref is not None and number != ref.native_id:
        return another_post(WHO, named, ref)
    if "created_time" not in found:
        return Failed(reason="malformed", detail=f"{WHO} answered with a post without its time.")
    return Found(ref=named, snapshots=(parse_post(found, named),))


def parse_post(found: Json, ref: PostRef) -> Snapshot:
    """The snapshot of the API's object of a Page's post."""
    text = string(found.get("message")) or ""
    story = string(found.get("story"))
    facets, warnings = _facets(text, found)
    attachments = mappings(mapping(found.get("attachments")).get("data"))
    media = tuple(m for one in attachments for m in _media(one))
    at = moment(found.get("created_time"))
    place = mapping(found.get("place"))
    point = mapping(place.get("location"))
    if story:
        warnings = (*warnings, f"Facebook writes above it: “{story[:300]}”.")
    lacks = any(not medium.urls for medium in media)
    if lacks:
        warnings = (*warnings, "The API gives the picture of a video, and not its file.")
    return Snapshot(
        platform=PLATFORM,
        native_id=ref.native_id,
        url=ref.url,
        author=_author(mapping(found.get("from")), found),
        text=text,
        facets=facets,
        created_at=at,
        created_precision="s" if at else "unknown",
        media=media,
        link_card=next((card for one in attachments if (card := _card(one))), None),
        quoted=_shared(found),
        place=place_of(place.get("name"), point.get("latitude"), point.get("longitude")),
        completeness="partial" if lacks else "full",
        warnings=warnings,
    )


def _data(response: Response) -> Json | Refused | Failed:
    error = graph_error(response, WHO)
    if error is not None:
        return error
    found = data_of(response, WHO)
    if isinstance(found, (Refused, Failed, dict)):
        return found
    return Failed(reason="malformed", detail=f"{WHO} answered with JSON that is no post.")


def _author(told: Json, found: Json) -> Author:
    number = string(told.get("id")) or (string(found.get("id")) or "").partition("_")[0]
    handle = string(told.get("username"))
    return Author(
        name=string(told.get("name")),
        handle=handle,
        native_id=number or None,
        url=f"https://www.facebook.com/{handle or number}",
    )


def _facets(text: str, found: Json) -> tuple[tuple[Facet, ...], tuple[str, ...]]:
    """Mentions as the API marks them, where its marks fit; tags and links as a reader saw them."""
    tags, lost = [], 0
    for tag in mappings(found.get("message_tags")):
        start, length = count(tag.get("offset")), count(tag.get("length"))
        name, number = string(tag.get("name")), string(tag.get("id"))
        if start is None or not length or number is None:
            continue
        if text[start : start + length] != name:
            lost += 1
        elif not name.startswith("#"):
            target = f"https://www.facebook.com/{number}"
            tags.append(Facet(start=start, end=start + length, kind="mention", target=target))
    plain, warnings = marks_of(
        text,
        account=lambda handle: f"https://www.facebook.com/{handle}",
        hashtag=lambda tag: f"https://www.facebook.com/hashtag/{tag}",
        links=True,
    )
    marked = (*tags, *(facet for facet in plain if facet.kind != "mention"))
    facets, more = fit_facets(len(text), marked)
    if lost:
        more = (*more, f"{lost} mention(s) did not fit the text and were left out.")
    return facets, (*warnings, *more)


def _media(attachment: Json) -> list[Media]:
    within = mappings(mapping(attachment.get("subattachments")).get("data"))
    if within:
        return [medium for one in within for medium in _media(one)]
    kind = string(attachment.get("media_type"))
    if kind not in {"photo", "video"}:
        return []
    held = mapping(attachment.get("media"))
    image = mapping(held.get("image"))
    picture, film = web_address(image.get("src")), web_address(held.get("source"))
    address = picture if kind == "photo" else film
    return [
        Media(
            kind="image" if kind == "photo" else "video",
            urls=(address,) if address else (),
            native_id=string(mapping(attachment.get("target")).get("id")),
            width=count(image.get("width")) or None,
            height=count(image.get("height")) or None,
            poster_url=picture if kind == "video" else None,
        )
    ]


def _shared(found: Json) -> PostLink | None:
    """The post that this one shares, or goes back to: ``parent_id`` is all that the API says of it
    (https://developers.facebook.com/docs/graph-api/reference/post/).
    """
    owner, _, number = (string(found.get("parent_id")) or "").partition("_")
    if not owner.isdigit() or not number.isdigit() or found.get("parent_id") == found.get("id"):
        return None
    ref = post_ref(number, owner=owner)
    return PostLink(url=ref.url, platform=ref.platform, native_id=ref.native_id)


def _card(attachment: Json) -> LinkCard | None:
    address = web_address(attachment.get("unshimmed_url"))
    title = string(attachment.get("title"))
    if string(attachment.get("media_type")) != "link" or not address or not title:
        return None
    return LinkCard(
        url=address,
        title=title,
        description=string(attachment.get("description")),
        image_url=web_address(mapping(mapping(attachment.get("media")).get("image")).get("src")),
    )
