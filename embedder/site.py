"""The site as it is set today: config.toml, and where that is silent, what the desk was told."""

from collections.abc import Mapping

import msgspec

from archive.archive import Archive
from archive.settings import Settings, SiteSettings

__all__ = ["ASKED", "local_address", "site_of", "told_site"]

ASKED = ("name", "public_url", "lang", "timezone")
"""What the desk's first page asks."""


def told_site(configured: SiteSettings, told: Mapping[str, str]) -> SiteSettings:
    """The site by config.toml, and where that is silent, by what the desk was told.

    >>> told_site(SiteSettings(name="Border News"), {"name": "Else", "lang": "es"}).name
    'Border News'
    """
    silent = SiteSettings()
    values = {
        key: told[key]
        for key in ASKED
        if told.get(key) and getattr(configured, key) == getattr(silent, key)
    }
    return msgspec.structs.replace(configured, **values)


async def site_of(archive: Archive) -> SiteSettings:
    """The site of an archive: its settings, and what its desk was told."""
    return told_site(archive.settings.site, await archive.storage.site_settings())


def local_address(settings: Settings) -> str:
    """Where this computer reaches the service: ``http://127.0.0.1:8080``."""
    host = settings.server.host
    if host in {"0.0.0.0", "::", ""}:  # noqa: S104  compared, not bound
        host = "127.0.0.1"
    return f"http://{f'[{host}]' if ':' in host else host}:{settings.server.port}"
