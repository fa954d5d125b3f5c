"""A page of a post on twitter.com or x.com, as web archives hold them -> a snapshot. Pure.

Until 2020 the page held the post itself. Later ones hold at most what they say of themselves to
whoever makes previews (Open Graph), and those of today a program that asks for the rest: they hold
no post. The old pages' shape is that of the recordings.
"""

import re
from collections.abc import Iterable
from datetime import UTC, datetime

from bs4 import BeautifulSoup, Tag
from msgspec.structs import replace

from archive.outcome import Failed, Refused
from archive.platforms.page_facts import PageFacts, facts_in, soup_of
from archive.platforms.shape import string
from archive.platforms.x.ids import is_id
from archive.platforms.x.markup import attribute, classes, snapshot_of
from archive.platforms.x.media import image_urls, native_id_of
from archive.platforms.x.post import Parsed, author_of, created, link_to
from archive.platforms.x.shape import number
from archive.platforms.x.text import Entity, show
from archive.platforms.x.urls import handle_in, post_id_in, post_url
from archive.records import Media, PostLink, Snapshot
from archive.text import web_address

__all__ = ["parse_page"]

_SHELL = Refused(
    reason="not shown", detail="it is a page without the post: a program that asks for it."
)
_BACKGROUND = re.compile(r"background-image:\s{0,9}url\(['\"]?(https://[^'\")\s]{1,2048})")
_GIF = re.compile(r"tweet_video_thumb/([\w-]+)\.")
_SIZE = re.compile(r"_(bigger|mini|400x400|200x200)(?=\.\w+$)")
_TITLE = re.compile(
    r"(?P<name>.{1,200}?) (?:\(@(?P<handle>\w{1,20})\) )?(?:on|en|auf|sur) (?:Twitter|X)\b"
)
_MARKED = re.compile(r"[“\"](?P<text>.*)[”\"]", re.DOTALL)
_SHORT_LINK = re.compile(r"https?://t\.co/\w+")
_COUNTS = {"reply": "replies", "retweet": "reposts", "favorite": "likes"}
_OF_PREVIEW = (
    "This is what the page said of itself for previews: it may be cut, and pictures, polls and the "
    "quoted post may be lacking."
)


def parse_page(html: str, url: str, native_id: str | None) -> Parsed | Refused | Failed | None:
    """The post ``native_id`` in a page from ``url``, or why it is not in it. ``None``: no id is
    given, and the page names no post of X.
    """
    soup = soup_of(html)
    facts = facts_in(soup, url)
    there = post_id_in(facts.meta.get("og:url")) or post_id_in(facts.canonical)
    native_id = native_id or there
    if native_id is None:
        return None
    its = f'[data-tweet-id="{native_id}"][data-screen-name]'
    tweet = soup.select_one(f".permalink-tweet{its}") or soup.select_one(its)
    if tweet is not None:
        return _of_tweet(tweet, soup, native_id)
    described = facts.meta.get("og:description")
    if there is not None and there != native_id:
        return Failed(reason="another post", detail=f"it is a page of post {there}.")
    if there is None or described is None:
        return _SHELL
    return _of_preview(facts, described, native_id)


def _of_tweet(tweet: Tag, soup: BeautifulSoup, native_id: str) -> Parsed | Refused:
    words = next(
        (p for p in tweet.find_all(class_="js-tweet-text") if not _quoting(p, tweet)), None
    )
    if words is None:
        return _SHELL
    quoted, along = _quoted(tweet)
    hidden = frozenset([quoted.native_id] if quoted is not None and quoted.native_id else ())
    author = author_of(
        id=attribute(tweet, "data-user-id"),
        name=attribute(tweet, "data-name"),
        handle=attribute(tweet, "data-screen-name"),
        avatar=_avatar(tweet),
    )
    media = tuple(_media(tweet))
    lacking = []
    if any(medium.kind == "video" for medium in media):
        lacking.append("The page held the video's still picture, and not the video.")
    cards = [c for c in tweet.select("[data-card-name]") if not _quoting(c, tweet)]
    if cards:
        kind = string(attribute(cards[0], "data-card-name"))
        lacking.append(f"X drew a card of the kind {kind!r}, which was not kept.")
    shown = snapshot_of(native_id, author, words, told=_time(tweet), hidden_posts=hidden)
    snapshot = replace(
        shown,
        media=media,
        quoted=quoted,
        parent=_parent(tweet, soup),
        counts=_counts(tweet),
        completeness="partial" if lacking else "full",
        warnings=(*shown.warnings, *lacking),
    )
    return Parsed(chain=(native_id,), versions={native_id: snapshot}, along=along)


def _quoting(tag: Tag, tweet: Tag) -> bool:
    """Whether a part of the post belongs to the one that it quotes."""
    for parent in tag.parents:
        if parent is tweet:
            return False
        if any(name.startswith("QuoteTweet") for name in classes(parent)):
            return True
    return False


def _quoted(tweet: Tag) -> tuple[PostLink | None, tuple[Snapshot, ...]]:
    """The quoted post: a page shows its words, its author and its pictures, and no time."""
    inner = tweet.find(class_="QuoteTweet-innerContainer")
    native_id = attribute(inner, "data-item-id") if isinstance(inner, Tag) else None
    if not isinstance(inner, Tag) or not is_id(native_id):
        return None, ()
    name, words = inner.find(class_="QuoteTweet-fullname"), inner.find(class_="QuoteTweet-text")
    author = author_of(
        id=attribute(inner, "data-user-id"),
        name=name.get_text() if isinstance(name, Tag) else None,
        handle=attribute(inner, "data-screen-name"),
        avatar=None,
    )
    if not isinstance(words, Tag):
        return link_to(native_id, author.handle, unavailable="not taken"), ()
    shown = snapshot_of(native_id, author, words)
    snapshot = replace(
        shown,
        media=tuple(_photos(inner.select("[data-image-url]"))),
        warnings=(*shown.warnings, "Only what the post that quotes it showed of it is here."),
    )
    return link_to(native_id, author.handle), (snapshot,)


def _parent(tweet: Tag, soup: BeautifulSoup) -> PostLink | None:
    """The post that is answered: the last of those that the page puts before this one."""
    above = soup.find(class_="permalink-in-reply-tos")
    told = above.select("[data-tweet-id]") if isinstance(above, Tag) else []
    ids = [one for one in told if is_id(one.get("data-tweet-id"))]
    if not ids or attribute(tweet, "data-conversation-id") == attribute(tweet, "data-tweet-id"):
        return None
    return link_to(
        str(ids[-1]["data-tweet-id"]),
        attribute(ids[-1], "data-screen-name"),
        unavailable="not taken",
    )


def _media(tweet: Tag) -> Iterable[Media]:
    yield from _photos(
        photo for photo in tweet.select("[data-image-url]") if not _quoting(photo, tweet)
    )
    for player in tweet.find_all(class_="PlayableMedia-player"):
        found = _BACKGROUND.search(attribute(player, "style") or "")
        if found is None or _quoting(player, tweet):
            continue
        gif = _GIF.search(found[1])
        file = (f"https://video.twimg.com/tweet_video/{gif[1]}.mp4",) if gif else ()
        yield Media(
            kind="gif" if gif else "video",
            urls=file,
            native_id=native_id_of(found[1]),
            mime="video/mp4" if gif else None,
            poster_url=found[1],
        )


def _photos(told: Iterable[Tag]) -> Iterable[Media]:
    for photo in told:
        picture = web_address(attribute(photo, "data-image-url"))
        image = photo.find("img")
        if picture is not None:
            yield Media(
                kind="image",
                urls=image_urls(picture),
                native_id=native_id_of(picture),
                alt=string(attribute(image, "alt")) if isinstance(image, Tag) else None,
            )


def _avatar(tweet: Tag) -> str | None:
    image = tweet.find("img", class_="avatar")
    address = web_address(attribute(image, "src")) if isinstance(image, Tag) else None
    return None if address is None else _SIZE.sub("", address)


def _time(tweet: Tag) -> datetime | None:
    stamp = tweet.select_one("[data-time-ms]")
    told = number(attribute(stamp, "data-time-ms")) if isinstance(stamp, Tag) else None
    # Of 1970 to 2286: what is beyond is no time of a post.
    return datetime.fromtimestamp(told / 1000, UTC) if told and told < 10**13 else None


def _counts(tweet: Tag) -> dict[str, int]:
    counts = {}
    for theirs, ours in _COUNTS.items():
        action = tweet.find(class_=f"ProfileTweet-action--{theirs}")
        told = action.select_one("[data-tweet-stat-count]") if isinstance(action, Tag) else None
        count = number(attribute(told, "data-tweet-stat-count")) if isinstance(told, Tag) else None
        if count is not None:
            counts[ours] = count
    return counts


def _of_preview(facts: PageFacts, described: str, native_id: str) -> Parsed:
    """The post of which a page tells in its head: the words between quotation marks."""
    title = _TITLE.match(facts.meta.get("og:title") or "")
    told = facts.meta["og:url"] if post_id_in(facts.meta.get("og:url")) else facts.canonical
    handle = (title and title["handle"]) or handle_in(told or "")
    author = author_of(id=None, name=title["name"] if title else None, handle=handle, avatar=None)
    marked = _MARKED.fullmatch(described.strip())
    # It is escaped as the text of X's interfaces is, within the escaping of the page.
    raw = marked["text"] if marked else described
    shown = show(raw, [Entity(*m.span(), "link", m[0]) for m in _SHORT_LINK.finditer(raw)])
    pictures = [
        address
        for address in facts.repeated.get("og:image", ())
        if web_address(address) and re.match(r"https://pbs\.twimg\.com/media/", address)
    ]
    created_at, precision = created(native_id, None)
    snapshot = Snapshot(
        platform="x",
        native_id=native_id,
        url=post_url(native_id, author.handle),
        author=author,
        text=shown.text,
        facets=shown.facets,
        created_at=created_at,
        created_precision=precision,
        media=tuple(
            Media(kind="image", urls=image_urls(address), native_id=native_id_of(address))
            for address in dict.fromkeys(_plain(address) for address in pictures)
        ),
        completeness="partial",
        warnings=(*shown.warnings, _OF_PREVIEW),
    )
    return Parsed(chain=(native_id,), versions={native_id: snapshot})


def _plain(address: str) -> str:
    """A picture's address without the size that X appends: ``….jpg:large``."""
    return re.sub(r":(large|small|medium|thumb|orig)$", "", address)
