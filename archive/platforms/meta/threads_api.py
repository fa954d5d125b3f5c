"""The Threads API: a post of a public account, for an app with ``threads_profile_discovery``.

https://developers.facebook.com/docs/threads/retrieve-and-discover-posts/retrieve-posts: the posts
of an account between two days. The days are those around the time in the post's id. A quoted or
reposted one is asked for by its number. So is the conversation below it, which a token with
``threads_read_replies`` is given of posts that it may read; no field says that there is none. Built
from the documented fields; no recording of such an answer is at hand.
"""

from datetime import timedelta

from msgspec.structs import replace

from archive.errors import FetchError
from archive.outcome import Answer, Failed, Found, Refused
from archive.platforms.answers import data_of
from archive.platforms.base import Fetcher, Response
from archive.platforms.meta.graph_error import graph_error
from archive.platforms.meta.media_id import minute_of, post_code
from archive.platforms.meta.threads_page import WHO, author_of, marks
from archive.platforms.meta.threads_urls import PLATFORM, owner_of, ref_of
from archive.platforms.shape import Json, count, mapping, mappings, moment, string
from archive.records import (
    LinkCard,
    Media,
    MediaKind,
    Poll,
    PollOption,
    PostLink,
    PostRef,
    Snapshot,
)
from archive.text import web_address

__all__ = ["ThreadsApi", "goes_on", "parse_post"]

_API = "https://graph.threads.net/v1.0"
_CHILD = "id,media_type,media_url,thumbnail_url,alt_text"
_FIELDS = (
    "id,media_type,media_url,permalink,username,text,timestamp,shortcode,thumbnail_url,"
    f"children{{{_CHILD}}},is_quote_post,quoted_post,reposted_post,alt_text,link_attachment_url,"
    "gif_url,poll_attachment,topic_tag,is_spoiler_media,text_attachment,profile_picture_url"
)
_NOT_HAD = "Whether its author went on from it was not to be had."
_DAYS = timedelta(days=2)
_KINDS: dict[str, MediaKind] = {"IMAGE": "image", "VIDEO": "video", "AUDIO": "audio"}


class ThreadsApi:
    """The documented API. Its terms bind whoever holds the token."""

    name = "graph-api"

    def __init__(self, token: str) -> None:
        self._token = token

    async def look(self, ref: PostRef, fetcher: Fetcher) -> Answer:
        owner, posted = owner_of(ref), minute_of(ref.native_id)
        if owner is None or posted is None:
            return Failed(
                reason="off",
                detail="The Threads API lists an account's posts, and this address names none.",
            )
        asked = {
            "username": owner,
            "since": (posted - _DAYS).date().isoformat(),
            "until": (posted + _DAYS).date().isoformat(),
            "limit": "100",
        }
        answer = _data(await self._get(f"{_API}/profile_posts", asked, fetcher))
        if not isinstance(answer, dict):
            return answer
        if not isinstance(answer.get("data"), list):
            return Failed(reason="malformed", detail=f"{WHO} answered with JSON that is no list.")
        posts = mappings(answer["data"])
        found = next((post for post in posts if post.get("shortcode") == ref.native_id), None)
        if found is None:
            return Refused(
                reason="not shown",
                detail=f"{WHO} lists {len(posts)} posts of @{owner} around that day, and not this.",
            )
        return await self._with_others(found, fetcher)

    async def _with_others(self, found: Json, fetcher: Fetcher) -> Answer:
        """The post, with the one that it quotes or reposts, where that is to be had."""
        snapshot = parse_post(found)
        if snapshot is None:
            return Failed(reason="malformed", detail=f"{WHO} gave a post without text and time.")
        along: list[Snapshot] = []
        for field, link in (("quoted_post", "quoted"), ("reposted_post", "reposted")):
            number = string(mapping(found.get(field)).get("id")) or string(found.get(field))
            if number is None or not number.isdigit():
                continue
            other = await self._other(number, fetcher)
            if other is not None:
                along.append(other)
                snapshot = replace(snapshot, **{link: _link_to(other)})
        answers = None if snapshot.reposted else await self._answers(found, fetcher)
        if answers is None and snapshot.reposted is None:
            snapshot = replace(snapshot, warnings=(*snapshot.warnings, _NOT_HAD))
        below = goes_on(found, answers or [])
        return Found(ref=snapshot.ref, snapshots=(snapshot,), along=tuple(along), below=below)

    async def _answers(self, found: Json, fetcher: Fetcher) -> list[Json] | None:
        """The answers below a post, oldest first; ``None``: this token is not given them."""
        number = string(found.get("id"))
        if number is None or not number.isdigit():
            return None
        asked = {"reverse": "false", "limit": "100"}
        try:
            response = await self._get(
                f"{_API}/{number}/conversation", asked, fetcher, f"{_FIELDS},replied_to"
            )
        except FetchError:
            return None
        answer = _data(response)
        return mappings(answer.get("data")) if isinstance(answer, dict) else None

    async def _other(self, number: str, fetcher: Fetcher) -> Snapshot | None:
        """A post by its number; ``None``, which stays a link that is not to be had, without it."""
        try:
            answer = _data(await self._get(f"{_API}/{number}", {}, fetcher))
        except FetchError:
            return None
        return parse_post(answer) if isinstance(answer, dict) else None

    async def _get(
        self, url: str, params: dict[str, str], fetcher: Fetcher, fields: str = _FIELDS
    ) -> Response:
        return await fetcher.get(
            url,
            params={**params, "fields": fields},
            headers={"Authorization": f"Bearer {self._token}"},
            secrets=(self._token,),
        )


def goes_on(found: Json, answers: list[Json]) -> tuple[Snapshot, ...]:
    """The author's own answers to a post, each to the one before, by the numbers that the API
    gives them. Where an author answered twice, the first answer is the thread.
    """
    author = string(found.get("username"))
    following: dict[str | None, Json] = {}
    for answer in answers:
        if author is not None and answer.get("username") == author:
            following.setdefault(string(mapping(answer.get("replied_to")).get("id")), answer)
    thread: list[Snapshot] = []
    last, above = found, parse_post(found)
    while above is not None and (after := following.pop(string(last.get("id")), None)) is not None:
        snapshot = parse_post(after)
        if snapshot is None:
            break
        snapshot = replace(snapshot, parent=_link_to(above))
        thread.append(snapshot)
        last, above = after, snapshot
    return tuple(thread)


def parse_post(found: Json) -> Snapshot | None:
    """The snapshot of the API's object of a post; ``None``: it is none."""
    code = post_code(string(found.get("shortcode")) or "")
    at = moment(found.get("timestamp"))
    handle = string(found.get("username"))
    if code is None or at is None:
        return None
    ref = ref_of(code, handle)
    attached = string(mapping(found.get("text_attachment")).get("plaintext"))
    text = "\n\n".join(part for part in (string(found.get("text")), attached) if part)
    facets, warnings = marks(text)
    media = _media(found)
    lacks = any(not medium.urls for medium in media)
    if lacks:
        warnings = (*warnings, "Not all of its pictures or videos are in the API's answer.")
    topic = string(found.get("topic_tag"))
    if topic:
        warnings = (*warnings, f"It stands under the topic “{topic[:200]}”.")
    repost = found.get("media_type") == "REPOST_FACADE"
    quotes = found.get("is_quote_post") is True or "quoted_post" in found
    card = web_address(found.get("link_attachment_url"))
    return Snapshot(
        platform=PLATFORM,
        native_id=ref.native_id,
        url=ref.url,
        kind="repost" if repost else "post",
        author=author_of(handle, avatar=web_address(found.get("profile_picture_url"))),
        text=text,
        facets=facets,
        created_at=at,
        created_precision="s",
        media=media,
        sensitive=found.get("is_spoiler_media") is True,
        link_card=LinkCard(url=card) if card else None,
        poll=_poll(mapping(found.get("poll_attachment"))),
        quoted=PostLink(unavailable="failed") if quotes else None,
        reposted=PostLink(unavailable="failed") if repost else None,
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


def _link_to(other: Snapshot) -> PostLink:
    return PostLink(url=other.url, platform=other.platform, native_id=other.native_id)


def _media(found: Json) -> tuple[Media, ...]:
    children = mappings(mapping(found.get("children")).get("data"))
    files = [file for one in children or [found] if (file := _file(one))]
    gif = web_address(found.get("gif_url"))
    if gif:
        files.append(Media(kind="gif", urls=(gif,), alt=string(found.get("alt_text"))))
    return tuple(files)


def _file(one: Json) -> Media | None:
    kind = _KINDS.get(string(one.get("media_type")) or "")
    if kind is None:
        return None
    address = web_address(one.get("media_url"))
    return Media(
        kind=kind,
        urls=(address,) if address else (),
        native_id=string(one.get("id")),
        alt=string(one.get("alt_text")),
        poster_url=web_address(one.get("thumbnail_url")),
    )


def _poll(told: Json) -> Poll | None:
    """The options; votes come as shares of the whole, and are not counted back."""
    options = [
        PollOption(text=text)
        for letter in "abcd"
        if (text := string(told.get(f"option_{letter}"))) is not None
    ]
    if not options:
        return None
    return Poll(
        options=tuple(options),
        ends_at=moment(told.get("expiration_timestamp")),
        voters=count(told.get("total_votes")),
    )
