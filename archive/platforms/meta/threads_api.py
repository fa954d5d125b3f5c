"""The Threads API: a post of a public account, for an app with ``threads_profile_discovery``.

https://developers.facebook.com/docs/threads/retrieve-and-discover-posts/retrieve-posts: the posts
of an account between two days. The days are those around the time in the post's id. A quoted,
answered or reposted one is asked for by its number. So is the conversation below it, which a token
with ``threads_read_replies`` is given of posts that it may read; no field of such a list says that
there is none.

That list leaves replies out, and no other is of anybody's: ``/me/replies`` is of the token's own
account, ``/ID/conversation`` of one post, and a search wants a word of the text
(https://developers.facebook.com/documentation/threads/retrieve-and-manage-replies). So a reply is
looked for in the first, and then below the account's own posts of those days, where the parts of a
thread are. What an account answered to others is not to be had by its address.

Built from the documented fields; no recording of such an answer is at hand.
"""

from datetime import datetime, timedelta

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
_REPLY_FIELDS = (
    "id,media_type,media_url,permalink,username,text,timestamp,shortcode,thumbnail_url,"
    f"children{{{_CHILD}}},is_quote_post,quoted_post,root_post,replied_to,is_reply,gif_url,"
    "poll_attachment,topic_tag,profile_picture_url"
)
"""Those that lists of replies have."""
_ONE_FIELDS = f"{_FIELDS},is_reply,root_post,replied_to"
_ROOTS = 3
"""Posts of the account under which a reply is looked for, the last before it first."""
_THREAD_MAX = 20
_OF_A_LIST = "Descriptions of pictures, a link and an attached text are not in the answer."
_NOT_HAD = "Whether its author went on from it was not to be had."
_DAYS = timedelta(days=2)
_MINUTE = timedelta(minutes=1)
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
        if found is not None:
            return await self._with_others(found, _by_number(posts), None, fetcher)
        days = {key: asked[key] for key in ("since", "until", "limit")}
        listed = await self._listed(f"{_API}/me/replies", days, fetcher)
        mine = listed or []
        found = _with_code(mine, ref.native_id)
        known, answers = _by_number([*posts, *mine]), None
        for root in _roots(posts, posted) if found is None else ():
            answers = await self._answers(root, fetcher)
            if answers is None:  # and of the others neither
                break
            known |= _by_number(answers)
            found = _with_code(answers, ref.native_id)
            if found is not None:
                break
        if found is None:
            replies = (
                "" if listed is None and answers is None else ", nor the replies that it gives"
            )
            return Refused(
                reason="not shown",
                detail=f"{WHO} lists {len(posts)} posts of @{owner} around that day, and not this"
                f"{replies}.",
            )
        number = _number(found.get("id"))
        whole = None if number is None else await self._one(number, fetcher)
        if whole is None or whole.get("shortcode") != ref.native_id:
            return _of_a_list(await self._with_others(found, known, answers, fetcher))
        return await self._with_others(whole, known, answers, fetcher)

    async def _with_others(
        self, found: Json, known: dict[str, Json], answers: list[Json] | None, fetcher: Fetcher
    ) -> Answer:
        """The post, with those that it quotes, reposts or answers, where they are to be had.

        ``known`` are posts by their numbers, ``answers`` those of the conversation that it stands
        in, where they are at hand.
        """
        snapshot = parse_post(found)
        if snapshot is None:
            return Failed(reason="malformed", detail=f"{WHO} gave a post without text and time.")
        snapshot, along = await self._upwards(found, snapshot, known, fetcher)
        for field, link in (("quoted_post", "quoted"), ("reposted_post", "reposted")):
            number = _number(found.get(field))
            other = None if number is None else parse_post(await self._one(number, fetcher) or {})
            if other is not None:
                along.append(other)
                snapshot = replace(snapshot, **{link: _link_to(other)})
        if answers is None and snapshot.reposted is None:
            answers = await self._answers(mapping(found.get("root_post")) or found, fetcher)
        if answers is None and snapshot.reposted is None:
            snapshot = replace(snapshot, warnings=(*snapshot.warnings, _NOT_HAD))
        below = goes_on(found, answers or [])
        return Found(ref=snapshot.ref, snapshots=(snapshot,), along=tuple(along), below=below)

    async def _upwards(
        self, found: Json, snapshot: Snapshot, known: dict[str, Json], fetcher: Fetcher
    ) -> tuple[Snapshot, list[Snapshot]]:
        """The post, and what it answers; while that is the same author's, what that answers."""
        chain = [snapshot]
        while len(chain) <= _THREAD_MAX and (number := _number(found.get("replied_to"))):
            above = known.get(number) or await self._one(number, fetcher) or {}
            parent = parse_post(above)
            if parent is None:
                chain[-1] = replace(chain[-1], parent=PostLink(unavailable="failed"))
                break
            chain[-1] = replace(chain[-1], parent=_link_to(parent))
            chain.append(parent)
            if parent.author.handle is None or parent.author.handle != snapshot.author.handle:
                break
            found = above
        return chain[0], chain[1:]

    async def _answers(self, found: Json, fetcher: Fetcher) -> list[Json] | None:
        """The answers below a thread's first post, oldest first; ``None``: this token is not given
        them.
        """
        number = _number(found.get("id"))
        if number is None:
            return None
        asked = {"reverse": "false", "limit": "100"}
        return await self._listed(f"{_API}/{number}/conversation", asked, fetcher)

    async def _listed(self, url: str, asked: dict[str, str], fetcher: Fetcher) -> list[Json] | None:
        """A list of replies; ``None``: this token is not given it."""
        try:
            answer = _data(await self._get(url, asked, fetcher, _REPLY_FIELDS))
        except FetchError:
            return None
        return mappings(answer.get("data")) if isinstance(answer, dict) else None

    async def _one(self, number: str, fetcher: Fetcher) -> Json | None:
        """A post by its number; ``None``, which stays a link that is not to be had, without it."""
        try:
            answer = _data(await self._get(f"{_API}/{number}", {}, fetcher, _ONE_FIELDS))
        except FetchError:
            return None
        return answer if isinstance(answer, dict) else None

    async def _get(
        self, url: str, params: dict[str, str], fetcher: Fetcher, fields: str = _FIELDS
    ) -> Response:
        return await fetcher.get(
            url,
            params={**params, "fields": fields},
            headers={"Authorization": f"Bearer {self._token}"},
            secrets=(self._token,),
        )


def _number(told: object) -> str | None:
    """The number by which the API knows a post: alone, or as the ``id`` of an object."""
    number = string(mapping(told).get("id")) or string(told)
    return number if number is not None and number.isdigit() else None


def _by_number(posts: list[Json]) -> dict[str, Json]:
    return {number: post for post in posts if (number := _number(post.get("id")))}


def _with_code(posts: list[Json], code: str) -> Json | None:
    return next((post for post in posts if post.get("shortcode") == code), None)


def _roots(posts: list[Json], posted: datetime) -> list[Json]:
    """The posts under which a reply of that minute may stand, the newest first."""
    before = [
        (at, post)
        for post in posts
        if (at := moment(post.get("timestamp"))) is not None and at <= posted + _MINUTE
    ]
    return [post for _, post in sorted(before, key=lambda one: one[0], reverse=True)[:_ROOTS]]


def _of_a_list(answer: Answer) -> Answer:
    """A reply of which a list is all there is."""
    if not isinstance(answer, Found):
        return answer
    (snapshot,) = answer.snapshots
    partial = replace(snapshot, completeness="partial", warnings=(*snapshot.warnings, _OF_A_LIST))
    return replace(answer, snapshots=(partial,))


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
    answers = found.get("is_reply") is True or "replied_to" in found
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
        parent=PostLink(unavailable="not taken") if answers else None,
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
