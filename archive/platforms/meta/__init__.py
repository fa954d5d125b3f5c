"""Meta's three platforms, which share their ids, their embeds and their API's errors."""

from archive.platforms.meta.facebook import Facebook
from archive.platforms.meta.instagram import Instagram
from archive.platforms.meta.threads import Threads

__all__ = ["Facebook", "Instagram", "Threads"]
