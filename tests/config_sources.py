"""What config.toml says of each source, which ``python -m tests.config_sources`` writes."""

import re
import textwrap

from archive.platforms import PLATFORMS
from archive.platforms.base import About
from tests.docs_pages import ROOT

__all__ = ["CONFIG", "with_sources"]

CONFIG = ROOT / "config.toml"
_GONE = {
    "ask": "an editor is asked whether to keep showing it",
    "withhold": "it is withheld by itself",
    "keep": "it stays as it is",
}
_SECTION = re.compile(r"^\[platforms\.(\w+)\]\n(?:[^#\n].*\n)*(?P<told>(?:#.*\n)*)", re.MULTILINE)
_WIDTH = 110


def with_sources(config: str) -> str:
    """The file with what is known of each source below the settings of its platform."""
    kinds = {kind.name: kind for kind in PLATFORMS}

    def told(section: re.Match[str]) -> str:
        start = section.start("told") - section.start()
        abouts = kinds[section[1]].about
        return section[0][:start] + "".join(line for about in abouts for line in _told(about))

    return _SECTION.sub(told, config)


def _told(about: About) -> list[str]:
    terms: str = about.terms
    if about.terms_url is not None:
        version = f"the version of {about.terms_dated}" if about.terms_dated else "version unknown"
        read = f"read on {about.terms_read}, {version}" if about.terms_read else "not read by us"
        terms += f", {about.terms_url} ({read})"
    facts = [
        f"needs: {about.needs or 'nothing'}",
        f"terms: {terms}",
        f"binds whoever uses it: {about.agreement}" if about.agreement else "",
        f"after a deletion they ask for: {about.removal}" if about.removal else "",
        f"when its post is gone: {_GONE[about.on_deleted]}",
    ]
    lines = [f"#   {about.source}:"]
    for fact in filter(None, facts):
        lines += textwrap.wrap(
            fact,
            _WIDTH,
            initial_indent="#     - ",
            subsequent_indent="#       ",
            break_long_words=False,
            break_on_hyphens=False,
        )
    return [f"{line}\n" for line in lines]


if __name__ == "__main__":
    CONFIG.write_text(with_sources(CONFIG.read_text(encoding="utf-8")), encoding="utf-8")
