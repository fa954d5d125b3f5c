"""What a page of Telegram's says of a post: the post, or why there is none. Pure."""

from urllib.parse import urlsplit

from bs4 import BeautifulSoup, Tag
from msgspec.structs import replace

from archive.outcome import Answer, Failed, Found, Refused
from archive.platforms.answers import refusal
from archive.platforms.base import Response, Saved
from archive.platforms.telegram.page import (
    channel_of,
    error_of,
    is_ours,
    members_of,
    messages_of,
    named_in,
    read_page,
)
from archive.platforms.telegram.parse import native_id, parse_message
from archive.platforms.telegram.urls import named_post
from archive.records import PostRef

__all__ = [
    "NOT_FOUND",
    "channel_shown",
    "is_channel_page",
    "other_channel",
    "page_of",
    "read_post",
    "read_saved_page",
    "says_not_found",
]

NOT_FOUND = "Post not found"
"""Telegram's words in the place of a post that its widget does not have. Clients meet them for
posts that were deleted and for numbers that never were posts."""

_WHO = "Telegram"


def page_of(response: Response) -> BeautifulSoup | Refused | Failed:
    """The page of an answer, or what an answer without one says."""
    refused = refusal(response, _WHO, named_post)
    if refused is not None:
        return refused
    html = response.text().lstrip("\ufeff \t\r\n")
    if not html:
        return Refused(reason="not shown", detail=f"{_WHO} answered with nothing.")
    if not html.startswith("<"):
        return Failed(reason="malformed", detail=f"{_WHO} answered with something that is no page.")
    return read_page(html)


def says_not_found(page: BeautifulSoup) -> bool:
    """Whether exactly these words stand in the one element for them, and no post does. A post
    that quotes them has them in its text.
    """
    return error_of(page) == NOT_FOUND and not messages_of(page)


def read_post(page: BeautifulSoup, ref: PostRef, *, alone: bool = True) -> Found | Refused | Failed:
    """The post that was asked for. A widget's page has it alone; another one there is an answer
    about something else, while a channel's page always has others.
    """
    messages = messages_of(page)
    if not messages:
        said = error_of(page)
        words = f" and said “{said[:200]}”" if said else ""
        return Refused(reason="not shown", detail=f"{_WHO} answered without the post{words}.")
    message = _asked_for(messages, ref)
    if message is None:
        return _another(messages, ref, alone)
    return other_channel(ref, channel_of(message)) or _found(message, _channel(ref))


def other_channel(ref: PostRef, channel: str | None) -> Failed | None:
    """What is said where the name in the address is another channel's by now."""
    known = _channel(ref)
    if known is None or channel is None or channel == known:
        return None
    return Failed(
        reason="another account",
        detail=f"{ref.url} now leads to another channel: the one with the number {known} gave up "
        f"its name, and the one with the number {channel} has it.",
    )


def channel_shown(page: BeautifulSoup, name: str) -> tuple[bool, str | None]:
    """Whether this is the page of the channel ``name`` with posts of it, and its number."""
    for message in messages_of(page):
        named = named_in(message)
        if named and named[0].lower() == name.lower():
            return True, channel_of(message)
    return False, None


def read_saved_page(saved: Saved) -> tuple[Answer, ...]:
    """Each post of a saved page of Telegram's, recognised by the widget's classes."""
    if b"tgme_widget_message" not in saved.body and b"link_preview_" not in saved.body:
        return ()
    html = saved.text().lstrip("\ufeff \t\r\n")
    if not html.startswith("<"):
        return ()
    page = read_page(html)
    messages = messages_of(page)
    if messages:
        return tuple(_found(message, None) for message in messages)
    said = error_of(page)
    if said:
        return (Refused(reason="not shown", detail=f"{_WHO} said “{said[:200]}”."),)
    if is_ours(page):
        return (Failed(reason="malformed", detail="It is a part of a post of Telegram's."),)
    return ()


def _found(message: Tag, channel: str | None) -> Found | Failed:
    try:
        snapshot, inner = parse_message(message, channel)
    except ValueError as error:
        return Failed(reason="malformed", detail=f"{_WHO} answered with a post, but {error}.")
    if channel is not None and channel_of(message) is None:
        by_name = "It says the channel's name and not its number: that it is the same is likely."
        snapshot = replace(snapshot, warnings=(*snapshot.warnings, by_name))
    account, _, number = snapshot.native_id.partition("/")
    return Found(
        ref=snapshot.ref,
        snapshots=(snapshot,),
        along=(inner,) if inner else (),
        aliases=tuple(
            native_id(account, member) for member in members_of(message) if member != number
        ),
    )


def _channel(ref: PostRef) -> str | None:
    """The channel's number; ``None`` where its name stands for it."""
    channel = ref.native_id.partition("/")[0]
    return channel if channel.isdecimal() else None


def _asked_for(messages: list[Tag], ref: PostRef) -> Tag | None:
    """By its own number, else as a part of an album."""
    number = ref.native_id.rpartition("/")[2]
    name, known = (named_post(ref.url) or ("", ""))[0], _channel(ref)
    albums = []
    for message in messages:
        there = named_in(message) or ("", "")
        if there[0].lower() != name and not (known and channel_of(message) == known):
            continue
        if there[1] == number:
            return message
        if number in members_of(message):
            albums.append(message)
    return albums[0] if albums else None


def _another(messages: list[Tag], ref: PostRef, alone: bool) -> Refused | Failed:
    if alone:
        there = "/".join(named_in(messages[0]) or ("", ""))
        return Failed(
            reason="another post",
            detail=f"{_WHO} was asked for {ref.url} and answered with {there}.",
        )
    return Refused(
        reason="not shown", detail=f"The channel's page shows other posts, and not {ref.url}."
    )


def is_channel_page(response: Response, name: str) -> bool:
    """Whether an answer is a channel's page of posts. Telegram leads on to ``t.me/NAME`` where
    there is none: of groups, people, and names that nobody has.
    """
    return urlsplit(response.url).path.lower().startswith(f"/s/{name.lower()}")
