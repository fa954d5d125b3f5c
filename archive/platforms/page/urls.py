"""Which addresses are pages that may hold a post, and the one form in which each is known. Pure."""

import re
from urllib.parse import SplitResult, urlsplit

from yarl import URL

from archive.errors import NotAPost
from archive.platforms.page.linkedin import PLATFORM, is_linkedin, names
from archive.records import NeedsLookup, PostRef

__all__ = ["identify", "is_home", "is_others", "normalised", "same_site", "site_of"]

_OTHERS = {
    *("x.com", "twitter.com", "t.co", "bsky.app", "bsky.social", "truthsocial.com"),
    *("facebook.com", "fb.com", "fb.watch", "fb.me", "instagram.com", "instagr.am", "threads.net"),
    *("threads.com", "youtube.com", "youtu.be", "youtube-nocookie.com", "tiktok.com"),
    *("tiktokv.com", "t.me", "telegram.me", "telegram.dog", "telegram.org", "reddit.com"),
    *("redd.it",),
}
"""Sites whose posts are other platforms': a page of theirs is never one of ours, also where a link
leads there, or their own file does not know the address."""

_NAME = re.compile(r"(?:[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?\.)+(?:[a-z]{2,63}|xn--[a-z0-9-]+)")
_IP = re.compile(r"[0-9.]+|\[?[0-9a-f:.]+\]?")
_TRACKING = re.compile(
    r"utm_\w+|(?:fb|g|d)clid|gclsrc|[gw]braid|msclkid|twclid|ttclid|yclid|igsh(?:id)?|li_fat_id|mc_[ce]id"
    r"|mkt_tok|ref_src|ref_url|_ga|_gl|_hs(?:enc|mi)|hsCtaTracking|vero_(?:id|conv)|wt_mc|s_kwcid"
    r"|oly_(?:anon|enc)_id|__twitter_impression|at_(?:medium|campaign)|trk|trackingId|lipi|rcm",
    re.IGNORECASE,
)
_FRONTS = ("www.", "m.", "mobile.", "amp.")


def identify(url: SplitResult) -> PostRef | NeedsLookup | None:
    """The page of a URL, as a post that it may hold; whether it does is seen when it is read.
    ``None``: no page on the web, or another platform's.

    Raises:
        NotAPost: the home page of a site, or a page of LinkedIn that is no post.
    """
    if url.scheme not in {"http", "https"}:
        return None
    try:
        address = normalised(url.geturl())
        host = urlsplit(address).hostname or ""
    except ValueError:  # no such host can be
        return None
    if not (_NAME.fullmatch(host) or _IP.fullmatch(host)) or is_others(host):
        return None
    if is_linkedin(host):
        found = names(url, host)
        if found is not None:
            return found
    if is_home(address):
        raise NotAPost(f"{host} is the home page of a site, not one post.")
    shown = address if url.scheme == "https" else f"http{address.removeprefix('https')}"
    return PostRef(platform=PLATFORM, native_id=address, url=shown)


def normalised(url: str) -> str:
    """The one form of a page's address, which is its native id.

    - ``https``, whichever of the two was given; no name and password, no port but an unusual one.
    - The host in lower case, in its ASCII form, without a dot at its end. ``www.`` stays: without
      it another site may stand there.
    - The path as it is, with ``.`` and ``..`` resolved and its bytes percent-encoded in one way; an
      empty one is ``/``. A slash at its end stays.
    - Parameters in their order, without those that only tell how a reader came (``utm_…``,
      ``fbclid`` and their like).
    - No fragment: it names a place on the page.

    Raises:
        ValueError: this is no address.

    >>> normalised("HTTP://Www.Example.org:80/a/../b?utm_source=x&id=1#top")
    'https://www.example.org/b?id=1'
    """
    parts = urlsplit(url)
    whole = URL(url)
    if whole.host is None:
        raise ValueError("no host")
    host = (whole.raw_host or "").rstrip(".").lower()
    query = "&".join(
        pair for pair in whole.raw_query_string.split("&") if pair and not _is_tracking(pair)
    )
    port = whole.explicit_port
    default = 443 if parts.scheme == "https" else 80
    address = f"https://{f'[{host}]' if ':' in host else host}"
    address += f":{port}" if port is not None and port != default else ""
    return f"{address}{whole.raw_path or '/'}{f'?{query}' if query else ''}"


def is_home(address: str) -> bool:
    """Whether a normalised address is that of a site, and not of a page of it."""
    parts = urlsplit(address)
    return parts.path == "/" and not parts.query


def is_others(host: str) -> bool:
    """Whether a host belongs to a platform whose posts another file knows."""
    return any(host == other or host.endswith(f".{other}") for other in _OTHERS)


def same_site(one: str, other: str) -> bool:
    """Whether two addresses are of one site: a redirect within it names the same post."""
    return site_of(one) == site_of(other)


def site_of(address: str) -> str:
    """The name under which a site is registered, near enough: its last two labels, or three where
    the last but one is a country's kind (``co.uk``, ``gob.mx``).
    """
    host = (urlsplit(address).hostname or "").rstrip(".")
    if _IP.fullmatch(host):
        return host
    labels = _without_front(host).split(".")
    short = len(labels) > 2 and len(labels[-1]) == 2 and len(labels[-2]) <= 3
    return ".".join(labels[-3:] if short else labels[-2:])


def _without_front(host: str) -> str:
    front = next((front for front in _FRONTS if host.startswith(front)), "")
    return host.removeprefix(front)


def _is_tracking(pair: str) -> bool:
    return _TRACKING.fullmatch(pair.partition("=")[0]) is not None
