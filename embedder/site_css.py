"""A site's own look: the CSS of ``[embed] css``, read and checked once, at the start.

It stands in the page of an embed behind our own stylesheet, and its hash in the page's
policy. What it could load from anywhere is refused here, with a sentence; the policy would
not let it, and the newsroom would wonder why its picture is missing.
"""

import re
from functools import lru_cache
from pathlib import Path

from archive.errors import ConfigError

__all__ = ["MAX_CSS", "site_css"]

MAX_CSS = 8 * 1024
"""Bytes: about as much as the box's own stylesheet."""

_ESCAPE = re.compile(r"\\(?:([0-9a-fA-F]{1,6})\s?|(.))", re.DOTALL)
# Of all functions and rules of CSS these name an address. Strings are addresses in some of them.
_LOADS = re.compile(
    r"@import|@font-face|\b(?:url|src|image|image-set|cross-fade)\s*\(", re.IGNORECASE
)
_NEXT = "Leave it empty, or see docs/how-to/a-sites-own-look.md for what it takes."


@lru_cache(maxsize=8)
def site_css(setting: str) -> str:
    """The CSS that the setting holds, or that the file holds that it names; empty without one.

    What has a brace is CSS; anything else is the path of a file, from the working folder.

    Raises:
        ConfigError: the file cannot be read; it is too long; or something in it would load
            from elsewhere, or end the style element that it stands in.

    >>> site_css(".onrecord { --onrecord-radius: 0 }")
    '.onrecord { --onrecord-radius: 0 }'
    """
    css = setting if "{" in setting or not setting.strip() else _read(Path(setting.strip()))
    # As a browser reads the page, so that the hash is that of what it reads.
    css = css.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n").strip()
    size = len(css.encode())
    if size > MAX_CSS:
        raise _wrong(f"it has {size:,} bytes, and {MAX_CSS:,} are taken")
    if "\0" in css or "</" in css or "<!" in css:
        raise _wrong('"</", "<!" and the character NUL have no place in a stylesheet')
    loads = _LOADS.search(_ESCAPE.sub(_unescaped, css)) or _LOADS.search(css)
    if loads is not None:
        raise _wrong(f"{loads[0]} would load something, and an embed loads nothing but its own")
    return css


def _read(path: Path) -> str:
    try:
        if path.stat().st_size > 4 * MAX_CSS:
            raise _wrong(f"{path} is longer than the {MAX_CSS:,} bytes that are taken")
        return path.read_text(encoding="utf-8")
    except OSError as error:
        raise _wrong(f"{path} cannot be read: {error.strerror}") from error
    except UnicodeDecodeError as error:
        raise _wrong(f"{path} is not UTF-8") from error


def _unescaped(found: re.Match[str]) -> str:
    if found[1] is None:
        return found[2]
    number = int(found[1], 16)
    return chr(number) if 0 < number < 0x110000 and not 0xD800 <= number < 0xE000 else "\ufffd"


def _wrong(why: str) -> ConfigError:
    return ConfigError(f"config.toml: embed.css: {why}.", next_step=_NEXT)
