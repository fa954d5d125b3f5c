"""Which URLs are posts of the fediverse, what their native ids are, and when they were made.

There is no list of its servers: a post is known by the shape of the path, on any host
(https://docs.joinmastodon.org/dev/routes/). Native id = ``host/ID`` where the id is a
number, as on Mastodon, else the URI of the object. All pure.
"""

import re
from datetime import UTC, datetime, timedelta
from typing import NamedTuple
from urllib.parse import SplitResult, urlsplit

import msgspec

from archive.errors import NotAPost
from archive.records import NeedsLookup, PostRef, Precision
from archive.text import web_address

__all__ = [
    "PLATFORM",
    "LocalId",
    "When",
    "archived_at",
    "identify",
    "local_id",
    "posted_at",
    "ref_of",
    "server_of",
]

PLATFORM = "fediverse"

_USER = r"@(?P<user>[\w.-]+)(?:@(?P<home>[\w.-]+(?::\d+)?))?"
# Numbers on Mastodon; 26 characters of a ULID on GoToSocial, 18 of a flake on Pleroma. Those
# of other kinds have at least a digit and a capital: a word or a slug (medium.com) has not.
_ID = r"(?P<id>\d{1,20}|(?=\w*\d)(?=\w*[A-Z])[0-9A-Za-z]{10,32})"
_VIEWS = r"(?:/(?:activity|embed|reblogs|favourites|quotes|replies))?/?"
_POST = (
    re.compile(rf"/(?:(?:web|deck)/)?{_USER}(?:/statuses)?/{_ID}{_VIEWS}", re.ASCII),
    re.compile(rf"/(?P<uri>users/(?P<user>[\w.-]+)/statuses/{_ID}){_VIEWS}", re.ASCII),
    re.compile(rf"/(?P<uri>ap/users/\d{{1,20}}/statuses/{_ID}){_VIEWS}", re.ASCII),
    re.compile(rf"/(?P<bare>(?:(?:web|deck|redirect)/)?statuses)/{_ID}{_VIEWS}", re.ASCII),
)
_UUID = r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}"
# Where the address is the object's own, and its id: Misskey, Pleroma and Friendica, Pixelfed,
# PeerTube. Mobilizon's /events/UUID is left out: ticket shops write it, too.
_OBJECTS = (
    re.compile(r"(?P<uri>/notes/(?=\w*\d)[0-9a-z]{10,32})/?", re.ASCII),
    re.compile(rf"(?P<uri>/(?:objects|videos/watch)/{_UUID})/?", re.ASCII),
    re.compile(r"(?P<uri>/p/[\w.-]{1,60}/\d{9,20})/?", re.ASCII),
)
# Pages that give their object, which has another address: Pleroma, PeerTube, Friendica.
_PAGES = (
    re.compile(r"/notice/(?P<id>(?=\w*\d)(?=\w*[A-Z])[0-9A-Za-z]{10,32})/?", re.ASCII),
    re.compile(r"/w/(?P<id>(?=\w*\d)(?=\w*[A-Z])[0-9A-Za-z]{20,22})/?", re.ASCII),
    re.compile(rf"/display/(?P<id>{_UUID})/?", re.ASCII),
)
_PROFILE = re.compile(
    rf"/(?:(?:web|deck)/)?{_USER}(?:/(?:with_replies|media|featured|followers|following))?/?",
    re.ASCII,
)

# They write /@name as well, and are of another kind.
_OTHERS = {
    *("medium.com", "youtube.com", "tiktok.com", "threads.net", "threads.com", "substack.com"),
    "truthsocial.com",
}

_HOST = re.compile(r"[\w.-]+", re.ASCII)
# One that needs no look at its port, and whose labels no other script is to be read from.
_PLAIN_HOST = re.compile(r"(?:[a-z0-9_-]{1,63}\.)+[a-z0-9_-]{1,63}")

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_FIRST_SNOWFLAKE = datetime(2017, 1, 1, tzinfo=UTC)
_LAST_SNOWFLAKE = datetime(2100, 1, 1, tzinfo=UTC)
_CLOCKS_DIFFER = timedelta(minutes=5)


class LocalId(NamedTuple):
    """What the client API of the origin is asked with."""

    base: str
    """Scheme, host and port: ``https://mastodon.example``."""
    id: str


class When(NamedTuple):
    """The time of a post, as a snapshot has it."""

    created_at: datetime | None
    precision: Precision
    claimed: datetime | None


def identify(url: SplitResult) -> PostRef | NeedsLookup | None:
    """The post that a URL names by the shape of its path; ``None``: it has not that shape.

    A path that says only which id the post has at the server that shows it (a remote view
    ``/@user@host/ID``, ``/statuses/ID``), or whose id is no number, needs a lookup.

    Raises:
        NotAPost: a profile.
    """
    origin = _origin(url)
    if origin is None:
        return None
    base, host = origin
    # Whose name it is: all that are asked for here have two labels.
    domain = ".".join(host.partition(":")[0].rsplit(".", 2)[-2:])
    if domain in _OTHERS:
        return None
    for pattern in _POST:
        if match := pattern.fullmatch(url.path):
            return _ref(base, host, match)
    for pattern in _OBJECTS:
        if match := pattern.fullmatch(url.path):
            uri = base + match["uri"]
            return PostRef(platform=PLATFORM, native_id=uri, url=uri)
    for pattern in _PAGES:
        if match := pattern.fullmatch(url.path):
            key, page = f"{host}/{match['id']}", base + url.path.rstrip("/")
            return NeedsLookup(platform=PLATFORM, kind="remote view", key=key, url=page)
    if match := _PROFILE.fullmatch(url.path):
        raise NotAPost(f"{host}{url.path[:80]} is a profile, not a post.")
    return None


def ref_of(url: str | None, uri: str | None) -> PostRef | None:
    """The post that a payload names by its page (``url``) and its object (``uri``).

    The object's URI is what the origin stands for, so it decides; the page is where a
    reader goes. ``None`` where neither is a web address (``tag:`` URIs of before 2018 are
    none).
    """
    url, uri = web_address(url), web_address(uri)
    by_uri, by_url = _identified(uri), _identified(url)
    if by_uri is None:
        if by_url is not None and (uri is None or server_of(uri) == server_of(url)):
            return by_url
        native_id = uri or url
        if native_id is None:
            return None
        return PostRef(platform=PLATFORM, native_id=native_id, url=url or native_id)
    if by_url is not None and by_url.native_id == by_uri.native_id:
        return by_url
    if by_url is None and url is not None and server_of(uri) == server_of(url):
        return msgspec.structs.replace(by_uri, url=url)
    return by_uri


def archived_at(ref: PostRef) -> tuple[str, ...]:
    """Where web archives may have a copy of a post: its page, its object, its server's answer."""
    local = local_id(ref)
    api = f"{local.base}/api/v1/statuses/{local.id}" if local else None
    object_uri = ref.native_id if "://" in ref.native_id else None
    return tuple(dict.fromkeys(one for one in (ref.url, object_uri, api) if one))


def local_id(ref: PostRef) -> LocalId | None:
    """How the origin's client API is asked for a post; ``None`` if its id does not tell."""
    if not re.match(r"https?://", ref.native_id):
        host, _, number = ref.native_id.partition("/")
        scheme = urlsplit(ref.url).scheme
        return LocalId(f"{scheme if server_of(ref.url) == host else 'https'}://{host}", number)
    parts = urlsplit(ref.native_id)
    origin = _origin(parts)
    match = _POST[1].fullmatch(parts.path)
    return LocalId(origin[0], match["id"]) if origin and match else None


def server_of(url: str | None) -> str | None:
    """Host of a web address, in lower case, with its port if that is not the scheme's own."""
    address = web_address(url)
    origin = _origin(urlsplit(address)) if address else None
    return origin[1] if origin else None


def posted_at(claimed: datetime | None, number: str | None) -> When:
    """When a post was made, from the time that its payload says and its id at its origin.

    Mastodon's ids hold the server's milliseconds above their lowest 16 bits
    (``lib/mastodon/snowflake.rb``). They fill a missing time, and the milliseconds that
    ActivityPub leaves out; where the two differ by more than five minutes the id's stands,
    and the payload's is kept as claimed. Pass ``None``
    for a post that another server shows: there the id tells when it arrived.
    """
    made = _snowflake_time(number) if number else None
    if claimed is None:
        return When(made, "ms" if made else "unknown", None)
    if made is not None and abs(claimed - made) > _CLOCKS_DIFFER:
        return When(made, "ms", claimed)
    if made is not None and claimed == made.replace(microsecond=0):
        return When(made, "ms", None)
    return When(claimed, "ms" if claimed.microsecond else "s", None)


def _snowflake_time(number: str) -> datetime | None:
    if not re.fullmatch(r"[0-9]{15,19}", number):
        return None
    made = _EPOCH + timedelta(milliseconds=int(number) >> 16)
    return made if _FIRST_SNOWFLAKE <= made < _LAST_SNOWFLAKE else None


def _ref(base: str, host: str, match: re.Match[str]) -> PostRef | NeedsLookup:
    groups = match.groupdict()
    number, home, uri = match["id"], groups.get("home"), groups.get("uri")
    if uri is not None and not number.isdigit():
        return PostRef(platform=PLATFORM, native_id=f"{base}/{uri}", url=f"{base}/{uri}")
    remote = home is not None and home.lower() != host
    if remote or groups.get("bare") or not number.isdigit():
        shown = f"{base}/{uri}" if uri else base + match[0]
        return NeedsLookup(platform=PLATFORM, kind="remote view", key=f"{host}/{number}", url=shown)
    user = groups.get("user")
    return PostRef(
        platform=PLATFORM,
        native_id=f"{host}/{number}",
        url=f"{base}/@{user}/{number}" if user else f"{base}/{uri}",
    )


def _identified(url: str | None) -> PostRef | None:
    if url is None:
        return None
    try:
        found = identify(urlsplit(url))
    except NotAPost:  # a server may give a profile's address as a post's: it names no post
        return None
    return found if isinstance(found, PostRef) else None


def _origin(url: SplitResult) -> tuple[str, str] | None:
    """Base address and host with port; a host in another script in its ASCII form."""
    if url.scheme not in {"http", "https"}:
        return None
    if _PLAIN_HOST.fullmatch(url.netloc):
        return f"{url.scheme}://{url.netloc}", url.netloc
    try:
        host = (url.hostname or "").rstrip(".").encode("idna").decode("ascii").lower()
        port = url.port
    except ValueError:  # no such host or port can be: UnicodeError is one, too
        return None
    if not _HOST.fullmatch(host):
        return None
    default = 443 if url.scheme == "https" else 80
    if port is not None and port != default:
        host = f"{host}:{port}"
    return f"{url.scheme}://{host}", host
