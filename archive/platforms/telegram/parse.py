"""One post of a page of Telegram's -> a snapshot. Pure."""

import re
from datetime import datetime
from html import escape

from bs4 import Tag
from bs4.element import NavigableString, PageElement, PreformattedString
from msgspec.structs import replace

from archive.platforms.shape import moment
from archive.platforms.telegram.media import (
    OTHERS,
    file_named,
    link_card,
    place_in,
    poll_of,
    shown_in,
)
from archive.platforms.telegram.page import channel_of, first, named_in, one_line
from archive.platforms.telegram.urls import PLATFORM, account_url, name_in, named_post, post_url
from archive.records import Author, Completeness, Facet, FacetKind, PostLink, Snapshot
from archive.text import html_to_text, is_cut, sanitise_html, web_address

__all__ = ["native_id", "parse_message"]

_COUNT = re.compile(r"([0-9]{1,6}(?:\.[0-9]{1,3})?)([KM]?)")
_TIMES = {"": 1, "K": 1_000, "M": 1_000_000}
_MARKS: dict[str, FacetKind] = {"#": "hashtag", "$": "cashtag"}


def native_id(channel: str, number: str) -> str:
    """``1005640892/361``: the channel's number and the post's. Where no page tells the channel's
    number its name stands for it, in small letters.
    """
    return f"{channel.lower()}/{number}"


def parse_message(message: Tag, channel: str | None = None) -> tuple[Snapshot, Snapshot | None]:
    """The snapshot of a post, and of a forwarded one the post inside, as Telegram shows it there.

    ``channel`` is the channel's number, where it is known from elsewhere.

    Raises:
        ValueError: it does not say whose it is, or when it was posted: its page is broken off.
    """
    named = named_in(message)
    if named is None:
        raise ValueError("it does not say which post it is")
    posted = _posted(message)
    if posted is None:  # it stands at the end of a post, after all that was written
        raise ValueError("it does not say when it was posted")
    name, number = named
    channel = channel_of(message) or channel
    markup = _markup(message, name)
    text, facets, lost = html_to_text(markup)
    question, poll, unvoted = poll_of(message)
    shown = shown_in(message)
    author, signed = _sender(message, name, channel)
    completeness: Completeness = "full" if shown.whole else "partial"
    outer = Snapshot(
        platform=PLATFORM,
        native_id=native_id(channel or name, number),
        url=post_url(name, number),
        author=author,
        # A file without a word to it: its name is all that a reader sees.
        text="\n\n".join(p for p in (text, question) if p) or file_named(message) or "",
        facets=_kinds(text, facets),
        html=sanitise_html(markup) if text else None,
        created_at=posted,
        created_precision="s",
        media=shown.media,
        link_card=link_card(message),
        poll=poll,
        parent=_parent(message, name, channel),
        place=place_in(message),
        counts=_counts(message),
        completeness="cut" if is_cut(markup) else completeness,
        warnings=(*lost, *unvoted, *shown.warnings, *signed, *_edited(message)),
    )
    return _forwarded(outer, message)


def _markup(message: Tag, name: str) -> str:
    """The markup of the text; its emoji as characters, its searches as addresses."""
    found = first(message, "tgme_widget_message_text", outside=OTHERS)
    if found is None:
        return ""
    for emoji in found.find_all(["i", "tg-emoji"]):
        if emoji.name == "tg-emoji" or "emoji" in (emoji.get("class") or ()):
            emoji.replace_with(emoji.get_text())
    for link in found.find_all("a"):
        href = str(link.get("href") or "")
        if href.startswith("?q="):
            link["href"] = f"https://t.me/s/{name}{href}"
    return found.decode_contents()


def _kinds(text: str, facets: tuple[Facet, ...]) -> tuple[Facet, ...]:
    """Telegram links mentions and hashtags as it links everything else."""
    told = []
    for facet in facets:
        shown = text[facet.start : facet.end]
        target = facet.target or ""
        if shown[:1] in _MARKS and "?q=" in target:
            facet = replace(facet, kind=_MARKS[shown[0]])
        elif shown.startswith("@") and name_in(target) == shown[1:].lower():
            facet = replace(facet, kind="mention")
        told.append(facet)
    return tuple(told)


def _sender(message: Tag, name: str, channel: str | None) -> tuple[Author, tuple[str, ...]]:
    """Who posted: the channel, or in a group the member, whom Telegram may name without an
    address.
    """
    photo = first(message, "tgme_widget_message_user_photo", outside=OTHERS)
    picture = photo.find("img") if photo is not None else None
    avatar = web_address(picture.get("src")) if isinstance(picture, Tag) else None
    member = first(message, "tgme_widget_message_author_name", outside=OTHERS)
    if member is not None:
        url = web_address(member.get("href"))
        author = Author(
            name=one_line(member), handle=name_in(url), native_id=None, url=url, avatar_url=avatar
        )
        return author, (f"It was written in the group @{name}.",)
    author = Author(
        name=one_line(first(message, "tgme_widget_message_owner_name", outside=OTHERS)),
        handle=name,
        native_id=channel,
        url=account_url(name),
        avatar_url=avatar,
    )
    signature = one_line(first(message, "tgme_widget_message_from_author"))
    return author, (f"It is signed “{signature}”.",) if signature else ()


def _posted(message: Tag) -> datetime | None:
    date = first(message, "tgme_widget_message_date", outside=OTHERS)
    time = date.find("time") if date is not None else None
    return moment(time.get("datetime")) if isinstance(time, Tag) else None


def _edited(message: Tag) -> tuple[str, ...]:
    """The mark stands as text of its own before the time; a signature may read the same."""
    meta = first(message, "tgme_widget_message_meta", outside=OTHERS)
    own = [str(node) for node in meta.children if _is_text(node)] if meta is not None else []
    if "edited" not in " ".join(own).split():
        return ()
    return ("It was edited; Telegram does not say when, nor what stood there before.",)


def _is_text(node: PageElement) -> bool:
    return isinstance(node, NavigableString) and not isinstance(node, PreformattedString)


def _parent(message: Tag, name: str, channel: str | None) -> PostLink | None:
    reply = first(message, "tgme_widget_message_reply")
    if reply is None:
        return None
    named = named_post(web_address(reply.get("href")))
    if named is None:
        return PostLink(unavailable="refused")
    other, number = named
    own = channel if channel and other == name.lower() else other
    return PostLink(
        url=post_url(other, number), platform=PLATFORM, native_id=native_id(own, number)
    )


def _counts(message: Tag) -> dict[str, int]:
    """The views, which Telegram rounds: ``226.2K``."""
    match = _COUNT.fullmatch(one_line(first(message, "tgme_widget_message_views")) or "")
    return {"views": round(float(match[1]) * _TIMES[match[2]])} if match else {}


def _forwarded(post: Snapshot, message: Tag) -> tuple[Snapshot, Snapshot | None]:
    """A forwarded post is another's: the channel's own is the forwarding alone.

    Where Telegram names its author without an address, there is no post to point to; its words
    then stand in the text under the line that Telegram puts above them, as a reader sees it.
    """
    whose = first(message, "tgme_widget_message_forwarded_from_name", outside=OTHERS)
    line = one_line(first(message, "tgme_widget_message_forwarded_from", outside=OTHERS))
    if line is None:
        return post, None
    named = named_post(web_address(whose.get("href"))) if whose is not None else None
    if named is None:
        before = f"{line}\n\n" if post.text else line
        moved = tuple(
            replace(f, start=f.start + len(before), end=f.end + len(before)) for f in post.facets
        )
        html = f"<p>{escape(line)}</p>{post.html or ''}"
        return replace(post, kind="repost", text=before + post.text, facets=moved, html=html), None
    name, number = named
    inner = replace(
        post,
        native_id=native_id(name, number),
        url=post_url(name, number),
        author=Author(name=one_line(whose), handle=name, native_id=None, url=account_url(name)),
        created_at=None,
        created_precision="unknown",
        parent=None,
        counts={},
        completeness="cut" if post.completeness == "cut" else "partial",
        warnings=(
            *post.warnings,
            f"This is what stands in the post of @{post.author.handle or 'another'} that forwarded "
            "it; its own page was not asked.",
        ),
    )
    outer = replace(
        post,
        kind="repost",
        text="",
        facets=(),
        html=None,
        media=(),
        link_card=None,
        poll=None,
        place=None,
        reposted=PostLink(url=inner.url, platform=PLATFORM, native_id=inner.native_id),
        completeness="full",
        warnings=(
            *_edited(message),
            *(() if post.created_at else ("Telegram's page has no time of it.",)),
        ),
    )
    return outer, inner
