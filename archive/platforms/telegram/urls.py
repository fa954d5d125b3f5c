"""The addresses of Telegram: which name a post, and how we write them. Pure."""

import re
from urllib.parse import SplitResult, parse_qs, unquote, urlsplit

from archive.errors import NotAPost
from archive.records import NeedsLookup

__all__ = ["PLATFORM", "account_url", "identify", "name_in", "named_post", "post_url"]

PLATFORM = "telegram"

_HOSTS = ("t.me", "telegram.me", "telegram.dog")
# Five to 32 characters; four are sold as collectibles (https://core.telegram.org/method/
# account.updateUsername, https://telegram.org/blog/ultra-fast-usernames).
_NAME = re.compile(r"[A-Za-z][A-Za-z0-9_]{3,31}")
_NUMBER = re.compile(r"[1-9][0-9]{0,9}")
_LEADING_NUMBER = re.compile(r"[1-9][0-9]{0,9}(?![0-9A-Za-z])")
_PAGES = {
    "addlist": "a folder of chats",
    "addstickers": "a set of stickers",
    "addemoji": "a set of emoji",
    "boost": "a page of Telegram, not a post",
    "bg": "a background",
    "confirmphone": "a page of Telegram, not a post",
    "contact": "a contact",
    "giftcode": "a gift",
    "invoice": "an invoice",
    "iv": "an article in Telegram's reader",
    "joinchat": "an invitation",
    "login": "a login",
    "proxy": "a proxy",
    "setlanguage": "a language",
    "share": "a share button",
    "socks": "a proxy",
}
_PRIVATE = (
    "a post of a private channel or group. Only its members may read it, and it is not for "
    "an archive of public posts"
)


def identify(url: SplitResult) -> NeedsLookup | None:
    """The post that a URL names; ``None``: the host is none of Telegram's.

    It carries the channel's name, which the channel can give up and another can take: the
    channel's number, which stays, is asked for once.

    Raises:
        NotAPost: the host is Telegram's, and this is a channel, a private post, an invitation.
    """
    if url.scheme == "tg":
        return _in_app(url)
    host = (url.hostname or "").rstrip(".").removeprefix("www.")
    parts = [unquote(part) for part in url.path.split("/") if part]
    own = next((own for own in _HOSTS if host == own or host.endswith(f".{own}")), None)
    if own is None:
        return None
    if host != own:  # the channel's name may stand before the host
        parts = [host.removesuffix(f".{own}"), *parts]
    where = f"{host}{url.path[:80]}"
    if not parts:
        raise NotAPost(f"{where} is the home page.")
    first = parts[0].lower()
    if first == "c":
        raise NotAPost(f"{where} is {_PRIVATE}.", next_step="Ask for a public copy of it.")
    if first == "s":
        parts = parts[1:]
    elif first in _PAGES or first.startswith("+"):
        raise NotAPost(f"{where} is {_PAGES.get(first, 'an invitation')}.")
    found = _in_path(parts)
    if found is None:
        raise NotAPost(f"{where} is {_what(parts)}.")
    return found


def named_post(url: str | None) -> tuple[str, str] | None:
    """The names of channel and post in a post's address: ``("durov", "43")``."""
    try:
        found = identify(urlsplit(url or ""))
    except (ValueError, NotAPost):
        return None
    if found is None:
        return None
    name, _, number = found.key.partition("/")
    return name, number


def name_in(url: str | None) -> str | None:
    """The name of the account, in small letters, whose address this is or whose post's."""
    parts = urlsplit(url or "").path.split("/") if url else []
    if len(parts) < 2 or urlsplit(url or "").hostname not in _HOSTS:
        return None
    return parts[1].lower() if _NAME.fullmatch(parts[1]) else None


def post_url(name: str, number: str) -> str:
    """A post's canonical URL. Names are the same in any case; the channel's way is kept."""
    return f"https://t.me/{name}/{number}"


def account_url(name: str) -> str:
    return f"https://t.me/{name}"


def _needs(name: str, number: str) -> NeedsLookup:
    key = f"{name.lower()}/{number}"
    return NeedsLookup(
        platform=PLATFORM, kind="handle", key=key, url=post_url(name.lower(), number)
    )


def _in_path(parts: list[str]) -> NeedsLookup | None:
    """``NAME/ID``, and ``NAME/TOPIC/ID`` in a group with topics."""
    if len(parts) not in {2, 3} or not _NAME.fullmatch(parts[0]):
        return None
    if not all(_NUMBER.fullmatch(part) for part in parts[1:-1]):
        return None
    number = _LEADING_NUMBER.match(parts[-1])
    return _needs(parts[0], number[0]) if number else None


def _in_app(url: SplitResult) -> NeedsLookup | None:
    """``tg://resolve?domain=NAME&post=ID`` (https://core.telegram.org/api/links)."""
    values = {key: value[0] for key, value in parse_qs(url.query).items()}
    what = (url.hostname or url.path).strip("/")
    if what == "privatepost":
        raise NotAPost(f"tg://{what} is {_PRIVATE}.", next_step="Ask for a public copy of it.")
    name, number = values.get("domain", ""), values.get("post", "")
    if what == "resolve" and _NAME.fullmatch(name) and _NUMBER.fullmatch(number):
        return _needs(name, number)
    raise NotAPost(f"tg://{what[:80]} names no post of Telegram.")


def _what(parts: list[str]) -> str:
    if parts and _NAME.fullmatch(parts[0]):
        if len(parts) > 1 and parts[1] == "s":
            return "a story, not a post"
        if len(parts) == 1:
            return f"the page of @{parts[0]}, not one post"
    return "a page of Telegram, not a post"
