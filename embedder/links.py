"""Every URL that we promise, built here only. A permalink is a promise: see docs/stability.md."""

import hashlib
import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from types import MappingProxyType
from urllib.parse import quote, quote_plus, urlsplit

__all__ = ["Links", "logged_path", "static_files"]

_LOGIN_LINK = re.compile(r"/login/[^/]{20,}")
_NONE: Mapping[str, str] = MappingProxyType({})


class Links:
    """URLs of this service: absolute where ``public_url`` is known, else paths from the root.

    What leaves our host (fragments, feeds, JSON, copied code) takes them as they are; our
    own pages take :attr:`local`, so that they work under any name that leads to us.

    >>> links = Links("https://record.example.org", "")
    >>> links.embed("vhk17dn1s2hjvmyx", 2, "~dark.es.t1")
    'https://record.example.org/e/vhk17dn1s2hjvmyx@2/~dark.es.t1/'
    >>> links.local.post("vhk17dn1s2hjvmyx")
    '/post/vhk17dn1s2hjvmyx'
    """

    __slots__ = ("_base", "_desk", "_quoted", "local", "origin")

    def __init__(self, public_url: str = "", desk_url: str = "") -> None:
        parts = urlsplit(public_url)
        prefix = parts.path.rstrip("/")
        self.origin = f"{parts.scheme}://{parts.netloc}" if parts.netloc else ""
        """Scheme and host of ``public_url``, empty where it is unknown: ``origin`` + a local
        path is the absolute URL."""
        self._base = self.origin + prefix
        self._quoted = quote(self._base, safe="")
        self._desk = desk_url.rstrip("/") or self._base
        self.local: Links = Links(prefix, desk_url) if self.origin else self
        """The same as paths from the root."""

    def root(self) -> str:
        """What the addresses of the API begin with: no slash at the end; ``/`` alone where our
        address is unknown.
        """
        return self._base or "/"

    def embed(self, post: str, n: int | None = None, options: str = "") -> str:
        """The embed page. ``options`` is a canonical segment, ``~dark.es.t1``."""
        name = post if n is None else f"{post}@{n}"
        return f"{self._base}/e/{name}/{options}{'/' if options else ''}"

    def fragment(self, post: str, n: int | None = None, options: str = "") -> str:
        return self.embed(post, n, options) + "fragment.html"

    def email(self, post: str, n: int | None = None, options: str = "") -> str:
        return self.embed(post, n, options) + "email.html"

    def placement(self, key: str) -> str:
        """The embed of a placement: what the desk decides that its article shows."""
        return f"{self._base}/p/{key}/"

    def placement_card(self, key: str) -> str:
        """The PNG card of a placement, with its options."""
        return f"{self.placement(key)}card.png"

    def card(self, post: str, n: int | None = None, *, og: bool = False) -> str:
        """The PNG card; with ``og`` its crop of 1200 × 630 for previews."""
        return self.embed(post, n) + ("card-og.png" if og else "card.png")

    def post_json(self, post: str, n: int | None = None) -> str:
        return self.embed(post, n) + "post.json"

    def post(self, post: str, n: int | None = None) -> str:
        """The permanent page of a post; with ``n`` the place on it that tells of a snapshot."""
        return f"{self._base}/post/{post}{'' if n is None else f'#snapshot-{n}'}"

    def cite(self, post: str, kind: str, n: int | None = None) -> str:
        """A citation as a file: ``kind`` is ``bib``, ``ris``, ``csl.json`` or ``txt``."""
        return f"{self._base}/post/{post}{'' if n is None else f'@{n}'}/cite.{kind}"

    def export(self, format: str, query: Mapping[str, str]) -> str:
        """What a query finds, as a file. ``query`` has the parameters of its URL."""
        return f"{self._base}/api/v1/export?{_asked({'format': format, **query})}"

    def queue_csv(self, name: str) -> str:
        """All that stands in a queue of the newsroom's, as CSV."""
        return f"{self._base}/api/v1/queues/{name}.csv"

    def collections_csv(self, slug: str = "") -> str:
        """All collections as CSV; with ``slug`` the posts of one."""
        return f"{self._base}/api/v1/collections{slug and '/'}{slug}.csv"

    def report(self, post: str) -> str:
        """Where the form "report a problem" of a post is sent."""
        return f"{self._base}/post/{post}/report"

    def home(self) -> str:
        """The front door."""
        return f"{self._base}/"

    def coverage(self, format: str = "") -> str:
        """What is kept and what is missing; ``format`` is empty, ``json`` or ``csv``."""
        return f"{self._base}/coverage{format and '.'}{format}"

    def coverage_days(self) -> str:
        """The looks day by day, as CSV."""
        return f"{self._base}/coverage/days.csv"

    def method(self) -> str:
        """How this archive works, for whoever reads or cites it."""
        return f"{self._base}/method"

    def docs(self, operation: str = "") -> str:
        """What programs may ask, for people; with an operation's id its place on that page."""
        return f"{self._base}/docs{operation and '#'}{operation}"

    def openapi(self) -> str:
        """The same for programs."""
        return f"{self._base}/openapi.json"

    def officials(self, format: str = "") -> str:
        """The list of officials; ``format`` is empty, ``json`` or ``csv``."""
        return f"{self._base}/officials{format and '.'}{format}"

    def official(self, slug: str, format: str = "") -> str:
        """The page of an official: offices, accounts, statements; ``format`` as for the list."""
        return f"{self._base}/officials/{quote(slug, safe='')}{format and '.'}{format}"

    def search(self, params: Mapping[str, str], face: str = "") -> str:
        """The search of these parameters, as :func:`~archive.query.to_params` gives them: the page,
        or one of its other faces: ``.json``, ``.csv``, ``/counts``, ``/counts.json``,
        ``/histogram.csv``.
        """
        return f"{self._base}/search{face}{'?' if params else ''}{_asked(params)}"

    def feed(self, name: str, format: str, params: Mapping[str, str] = _NONE) -> str:
        """The feed of a search, ``search`` with its parameters, or of a saved query by its slug;
        ``format`` is ``atom`` or ``json``.
        """
        asked = f"?{_asked(params)}" if params else ""
        return f"{self._base}/feeds/{name}.{format}{asked}"

    def saved_queries(self, format: str = "") -> str:
        """The list of saved queries; ``format`` is empty or ``json``."""
        return f"{self._base}/queries{format and '.'}{format}"

    def saved_query(self, slug: str) -> str:
        """The page of a saved query."""
        return f"{self._base}/queries/{slug}"

    def captions(self, sha256: str) -> str:
        """The captions of a video, as WebVTT."""
        return f"{self._base}/media/{sha256}.vtt"

    def media(self, sha256: str, width: int, format: str) -> str:
        """A derivative of an original: ``format`` is ``avif``, ``webp`` or ``jpg``."""
        return f"{self._base}/media/{sha256}-{width}.{format}"

    def oembed(self, url: str, format: str = "json") -> str:
        """Where a consumer asks for the embed of ``url``, a platform's or one of ours."""
        return f"{self._base}/oembed?url={quote(url, safe='')}&format={format}"

    def oembed_of(self, post: str, format: str = "json") -> str:
        """The oEmbed answer of a post, asked for by its permanent page."""
        return f"{self._base}/oembed?url={self._quoted}%2Fpost%2F{post}&format={format}"

    def embed_script(self) -> str:
        """What a site may load to have frames as high as what is in them."""
        return f"{self._base}/embed.js"

    def static(self, name: str) -> str:
        """One of our own files under ``static/``, by a name that changes with its content:
        ``/static/site.1a2b3c4d5e6f.css``.

        Raises:
            KeyError: there is no such file.
        """
        return f"{self._base}/static/{_hashed_names()[name]}"

    def desk(self, path: str = "") -> str:
        """The editors' desk, or a page of it."""
        return f"{self._desk}/desk/{path}"

    def login(self, token: str = "") -> str:
        """Where editors log in, or a one-time link."""
        return f"{self._desk}/login{f'/{token}' if token else ''}"


def logged_path(path: str) -> str:
    r"""A path as our logs have it: whoever reads them must not be able to log in by it, and no
    request writes a line of its own.

    >>> logged_path("/login/" + "a" * 43), logged_path("/login/provider"), logged_path("/e/\n/")
    ('/login/…', '/login/provider', '/e/?/')
    """
    path = _LOGIN_LINK.sub("/login/…", path)
    return "".join(c if c.isprintable() and c not in '"\\' else "?" for c in path)


@cache
def static_files() -> Mapping[str, Path]:
    """Our own files under ``static/`` by the name in their URL, ``site.1a2b3c4d5e6f.css``.

    Listed once: a changed file has another name after the next start.
    """
    listed = {}
    for path in sorted((Path(__file__).parent / "static").iterdir()):
        digest = hashlib.sha256(path.read_bytes()).hexdigest()[:12]
        listed[f"{path.stem}.{digest}{path.suffix}"] = path
    return MappingProxyType(listed)


@cache
def _hashed_names() -> dict[str, str]:
    return {path.name: name for name, path in static_files().items()}


_QUOTED = str.maketrans({chr(code): quote_plus(chr(code)) for code in range(128)})


def _asked(params: Mapping[str, str]) -> str:
    """A query string, as ``urllib.parse.urlencode`` writes it: a page of a search has hundreds, and
    this takes a third of the time. The names are ours, and plain.
    """
    return "&".join(
        f"{name}={value.translate(_QUOTED) if value.isascii() else quote_plus(value)}"
        for name, value in params.items()
    )
