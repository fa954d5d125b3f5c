"""config.toml -> :class:`Settings`. Unknown keys and bad values stop the start, by name.

The defaults here are those that config.toml documents; a test holds the two together.
"""

import os
import re
import tomllib
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Annotated, Any, Literal, TypeVar
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import msgspec
from msgspec import Meta

from archive.errors import ConfigError

__all__ = [
    "AccessSettings",
    "AlertSettings",
    "CaptureSettings",
    "CardSettings",
    "EmbedSettings",
    "FetchSettings",
    "LogSettings",
    "LoginSettings",
    "MediaSettings",
    "NewsSiteSettings",
    "OembedSettings",
    "OidcSettings",
    "PublishSettings",
    "QuerySettings",
    "QuotesSettings",
    "ServerSettings",
    "Settings",
    "SiteSettings",
    "StorageSettings",
    "WatchSettings",
    "WebArchivesSettings",
    "convert",
    "default_config",
    "is_mail_address",
    "load_settings",
]

_T = TypeVar("_T")
Positive = Annotated[int, Meta(gt=0)]
Seconds = Annotated[float, Meta(gt=0)]
Port = Annotated[int, Meta(ge=0, le=65535)]


class _Section(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Base of all sections: frozen, and an unknown key is an error."""


class SiteSettings(_Section, frozen=True):
    public_url: str = ""
    desk_url: str = ""
    name: str = ""
    contact: str = ""
    timezone: str = "UTC"
    lang: str = "en"


class ServerSettings(_Section, frozen=True):
    host: str = "127.0.0.1"
    port: Port = 8080
    workers: Positive = 1


class StorageSettings(_Section, frozen=True):
    database: str = "sqlite:data/archive.db"
    blobs: str = "file:data/blobs"


class PublishSettings(_Section, frozen=True):
    release: Literal["copy", "capture", "hand"] = "copy"


class EmbedSettings(_Section, frozen=True):
    css: str = ""
    """CSS, or the path of a file of it; :mod:`embedder.site_css` reads and checks it."""


class OembedSettings(_Section, frozen=True):
    capture_unknown: bool = False
    patience: Seconds = 15.0


class AccessSettings(_Section, frozen=True):
    research: Literal["public", "key"] = "public"


class LoginSettings(_Section, frozen=True):
    session_days: Annotated[float, Meta(gt=0, le=400)] = 30.0
    idle_days: Annotated[float, Meta(ge=0, le=400)] = 14.0
    link_hours: Annotated[float, Meta(gt=0, le=720)] = 24.0
    tries: Positive = 10
    tries_minutes: Annotated[float, Meta(gt=0, le=1440)] = 15.0


class OidcSettings(_Section, frozen=True):
    issuer: str = ""
    client_id: str = ""
    client_secret_env: str = "ONRECORD_OIDC_SECRET"  # noqa: S105  the variable's name
    name: str = ""
    scopes: tuple[str, ...] = ("openid", "profile", "email")
    user_claim: str = "preferred_username"
    roles_claim: str = "groups"
    roles: dict[str, Literal["reader", "editor", "admin"]] = {}


class LogSettings(_Section, frozen=True):
    access: str = ""
    keep_days: Annotated[int, Meta(ge=0, le=400)] = 7


class CaptureSettings(_Section, frozen=True):
    thread_max: Annotated[int, Meta(ge=0, le=200)] = 20
    timeout: Seconds = 60.0
    parallel: Positive = 8
    fresh: Annotated[float, Meta(ge=0)] = 60.0
    coordinates: bool = False


class FetchSettings(_Section, frozen=True):
    user_agent: str = ""
    timeout: Seconds = 20.0
    connect_timeout: Seconds = 5.0
    max_body: Positive = 8 * 1024 * 1024
    max_media: Positive = 64 * 1024 * 1024
    max_headers: Positive = 64 * 1024
    max_redirects: Annotated[int, Meta(ge=0, le=20)] = 5
    ports: tuple[Port, ...] = (80, 443)
    per_host: Positive = 4
    per_host_interval: Annotated[float, Meta(ge=0)] = 0.1
    max_wait: Annotated[float, Meta(ge=0)] = 30.0
    retries: Annotated[int, Meta(ge=0, le=10)] = 2
    proxy: str = ""
    proxy_password_env: str = "ONRECORD_PROXY_PASSWORD"  # noqa: S105  the variable's name
    proxy_guards: bool = False
    routes: dict[str, str] = {}


class MediaSettings(_Section, frozen=True):
    # Pillow decodes no picture of more.
    max_pixels: Annotated[int, Meta(gt=0, le=178_956_970)] = 50_000_000
    widths: tuple[Positive, ...] = (320, 640, 960, 1280)
    threads: Positive = 2
    max_video_bytes: Annotated[int, Meta(gt=0, le=2**31)] = 100_000_000


class WebArchivesSettings(_Section, frozen=True):
    wayback: str = "https://web.archive.org"
    timegates: tuple[str, ...] = ()


class AlertSettings(_Section, frozen=True):
    webhooks: tuple[str, ...] = ()
    secret_env: str = "ONRECORD_WEBHOOK_SECRET"  # noqa: S105  the variable's name
    mail_to: tuple[str, ...] = ()
    mail_from: str = ""
    smtp: str = ""
    smtp_user: str = ""
    smtp_password_env: str = "ONRECORD_SMTP_PASSWORD"  # noqa: S105  the variable's name


class WatchSettings(_Section, frozen=True):
    """How posts that are in use are looked at again: see :mod:`archive.recheck`."""

    per_hour: Annotated[int, Meta(ge=0, le=100_000)] = 60
    first_hours: Annotated[float, Meta(gt=0, le=24 * 366)] = 1.0
    longest_days: Annotated[float, Meta(gt=0, le=3660)] = 30.0


class CardSettings(_Section, frozen=True):
    fonts: tuple[str, ...] = ()
    parallel: Positive = 2


class QuotesSettings(_Section, frozen=True):
    days_before: Annotated[int, Meta(ge=0, le=3660)] = 7
    days_after: Annotated[int, Meta(ge=0, le=3660)] = 2


class NewsSiteSettings(_Section, frozen=True):
    """One of the newsroom's sites; :mod:`archive.sites` reads what it publishes."""

    name: Annotated[str, Meta(min_length=1, max_length=200)]
    url: str
    lang: str = ""
    public_url: str = ""
    """Where its readers reach embeds, if that is an address of its own."""
    css: str = ""
    """As :attr:`EmbedSettings.css`, in its place."""
    slug: Annotated[str, Meta(pattern="^([a-z0-9]+(-[a-z0-9]+)*)?$", max_length=60)] = ""
    """What it goes by in the addresses of embeds; empty: by its own address."""
    feeds: tuple[str, ...] = ()
    sitemaps: tuple[str, ...] = ()
    every: Annotated[int, Meta(ge=1, le=7 * 24 * 60)] = 15
    """Minutes between two looks at what is new."""


class QuerySettings(_Section, frozen=True):
    name: str
    slug: Annotated[str, Meta(pattern="^[a-z0-9]+(-[a-z0-9]+)*$", max_length=80)]
    query: str
    stems: bool = False
    """What the query is, :mod:`embedder.saved_queries` reads and checks."""


class Settings(_Section, frozen=True):
    """Every setting. ``platforms`` stays raw: each platform file reads its own section."""

    site: SiteSettings = SiteSettings()
    server: ServerSettings = ServerSettings()
    storage: StorageSettings = StorageSettings()
    publish: PublishSettings = PublishSettings()
    embed: EmbedSettings = EmbedSettings()
    oembed: OembedSettings = OembedSettings()
    access: AccessSettings = AccessSettings()
    login: LoginSettings = LoginSettings()
    oidc: OidcSettings = OidcSettings()
    log: LogSettings = LogSettings()
    capture: CaptureSettings = CaptureSettings()
    fetch: FetchSettings = FetchSettings()
    media: MediaSettings = MediaSettings()
    alerts: AlertSettings = AlertSettings()
    watch: WatchSettings = WatchSettings()
    card: CardSettings = CardSettings()
    web_archives: WebArchivesSettings = WebArchivesSettings()
    quotes: QuotesSettings = QuotesSettings()
    sites: tuple[NewsSiteSettings, ...] = ()
    queries: tuple[QuerySettings, ...] = ()
    platforms: dict[str, dict[str, Any]] = {}
    environ: Mapping[str, str] = {}
    """Where secrets are read from; handed in by :func:`load_settings`, never in the file."""

    def secret(self, variable: str) -> str | None:
        """The secret that an environment variable holds; ``None`` when unset or empty."""
        return self.environ.get(variable) or None


def default_config() -> str:
    """The text of config.toml: every setting, its default, and why it is there."""
    here = Path(__file__).parent
    packaged, checkout = here / "config.toml", here.parent / "config.toml"
    return (packaged if packaged.exists() else checkout).read_text(encoding="utf-8")


def load_settings(path: Path | None, environ: Mapping[str, str] | None = None) -> Settings:
    """The settings of a config file; the defaults alone when ``path`` is ``None``.

    Raises:
        ConfigError: the file cannot be read, is no TOML, or holds an unknown key or a bad
            value. The message names the key and what it takes.
    """
    values: dict[str, Any] = {}
    name = "config.toml"
    if path is not None:
        name = path.name
        try:
            values = tomllib.loads(path.read_text(encoding="utf-8"))
        except OSError as error:
            raise ConfigError(
                f"{path} cannot be read: {error.strerror}.",
                next_step="Name another file with --config, or write one with `onrecord init`.",
            ) from error
        except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
            raise ConfigError(f"{path} is no TOML: {error}.") from error
    if "environ" in values:
        raise ConfigError(f"{name}: unknown key environ.")
    settings = convert(values, Settings, name)
    _check(settings, name)
    return msgspec.structs.replace(settings, environ=os.environ if environ is None else environ)


def convert(values: Any, kind: type[_T], where: str) -> _T:
    """``values`` as ``kind``, or an error that names the key.

    Raises:
        ConfigError: an unknown key or a bad value.
    """
    try:
        return msgspec.convert(values, kind, strict=True)
    except msgspec.ValidationError as error:
        text = str(error).replace("Object contains unknown field", "unknown key")
        raise ConfigError(f"{where}: {text.replace('$.', '').replace('$', 'the file')}.") from error


def _check(settings: Settings, name: str) -> None:
    site = settings.site
    for key, value in (("public_url", site.public_url), ("desk_url", site.desk_url)):
        if value and (
            urlsplit(value).scheme not in {"http", "https"} or not urlsplit(value).hostname
        ):
            raise ConfigError(
                f"{name}: site.{key} is {value!r}; it takes an address with its scheme, "
                "like https://record.example.org."
            )
    try:
        ZoneInfo(site.timezone)
    except (ZoneInfoNotFoundError, ValueError) as error:
        raise ConfigError(
            f"{name}: site.timezone is {site.timezone!r}; it takes an IANA name like Europe/Madrid."
        ) from error
    _check_oidc(settings.oidc, name)
    for key, value, scheme in (
        ("database", settings.storage.database, "sqlite:"),
        ("blobs", settings.storage.blobs, "file:"),
    ):
        if not value.startswith(scheme):
            raise ConfigError(f"{name}: storage.{key} is {value!r}; it takes {scheme}PATH.")
    archives = settings.web_archives
    for key, address in (
        ("wayback", archives.wayback),
        *(("timegates", t) for t in archives.timegates),
    ):
        if address and (
            urlsplit(address).scheme not in {"http", "https"} or not urlsplit(address).hostname
        ):
            raise ConfigError(
                f"{name}: web_archives.{key} has {address!r}; it takes an address with its scheme."
            )
    _check_alerts(settings.alerts, name)
    _check_sites(settings.sites, name)
    for host, origin in settings.fetch.routes.items():
        if urlsplit(origin).scheme not in {"http", "https"} or not urlsplit(origin).hostname:
            raise ConfigError(
                f"{name}: fetch.routes.{host!r} is {origin!r}; it takes an origin like "
                "http://127.0.0.1:9000."
            )


def is_mail_address(text: str) -> bool:
    """Whether it looks like one address, and can be no two.

    >>> is_mail_address("desk@news.example"), is_mail_address("a@b, c@d")
    (True, False)
    """
    return re.fullmatch(r"[^\s@<>,;:\"\x00-\x1f]+@[^\s@<>,;:\"\x00-\x1f]+", text) is not None


def _check_alerts(alerts: AlertSettings, name: str) -> None:
    for address in alerts.webhooks:
        if urlsplit(address).scheme not in {"http", "https"} or not urlsplit(address).hostname:
            raise ConfigError(
                f"{name}: alerts.webhooks has {address!r}; it takes an address with its scheme."
            )
    for key, addresses in (("mail_to", alerts.mail_to), ("mail_from", (alerts.mail_from,))):
        for address in filter(None, addresses):
            if not is_mail_address(address):
                raise ConfigError(
                    f"{name}: alerts.{key} has {address!r}; it takes an address like "
                    "desk@news.example."
                )
    server = alerts.smtp
    if server and (
        urlsplit(server).scheme not in {"smtp", "smtps"} or not urlsplit(server).hostname
    ):
        raise ConfigError(
            f"{name}: alerts.smtp is {server!r}; it takes smtps://HOST or smtp://HOST, with a port "
            "if it is another than 465 or 587."
        )
    if server and not alerts.mail_from:
        raise ConfigError(
            f"{name}: alerts.smtp needs alerts.mail_from, the address that mails come from."
        )
    if alerts.mail_to and not (server and alerts.mail_from):
        raise ConfigError(
            f"{name}: alerts.mail_to needs alerts.smtp, the mail server, and alerts.mail_from, "
            "the address that mails come from."
        )


def _check_sites(sites: Sequence[NewsSiteSettings], name: str) -> None:
    for site in sites:
        for key, address in (
            ("url", site.url),
            *((("public_url", site.public_url),) if site.public_url else ()),
            *(("feeds", feed) for feed in site.feeds),
            *(("sitemaps", sitemap) for sitemap in site.sitemaps),
        ):
            if urlsplit(address).scheme not in {"http", "https"} or not urlsplit(address).hostname:
                raise ConfigError(
                    f"{name}: sites.{key} of {site.name!r} has {address!r}; it takes an address "
                    "with its scheme."
                )
    for key in ("name", "url", "public_url"):
        values = [value for site in sites if (value := getattr(site, key))]
        for value in values:
            if values.count(value) > 1:
                raise ConfigError(f"{name}: two of [[sites]] have the {key} {value!r}.")


def _check_oidc(oidc: OidcSettings, name: str) -> None:
    if not oidc.issuer:
        return
    parts = urlsplit(oidc.issuer)
    if parts.scheme not in {"http", "https"} or not parts.hostname or parts.query or parts.fragment:
        raise ConfigError(
            f"{name}: oidc.issuer is {oidc.issuer!r}; it takes the provider's address, "
            "like https://login.example.org."
        )
    if not oidc.client_id:
        raise ConfigError(f"{name}: oidc.client_id is empty; the provider gave you one.")
    if "openid" not in oidc.scopes:
        raise ConfigError(f"{name}: oidc.scopes lacks openid, without which nobody logs in.")
