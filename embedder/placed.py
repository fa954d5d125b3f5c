"""A placement -> what its address shows. Pure."""

from collections.abc import Mapping
from typing import Any

import msgspec

from archive.storage.base import Holding
from archive.storage.published import Placement
from embedder.links import Links
from embedder.options import Options, parse_options
from embedder.parts import EmbedView, Notice
from embedder.voice import Site, voice_of

__all__ = [
    "as_placed",
    "asked_of",
    "chosen_before",
    "kept_options",
    "number_of",
    "options_of",
]


def kept_options(asked: Mapping[str, Any]) -> dict[str, Any] | None:
    """Options as a placement keeps them: by name, those that are not the default.

    ``None`` for a template version that there is not.

    >>> kept_options({"theme": "dark", "counts": False, "width": 9})
    {'theme': 'dark'}
    """
    options = parse_options(query={key: _word(value) for key, value in asked.items()})
    if options is None:
        return None
    plain = Options()
    values = {key: getattr(options, key) for key in Options.__struct_fields__}
    return {key: value for key, value in values.items() if value != getattr(plain, key)}


def _word(value: object) -> str:
    return str(int(value)) if isinstance(value, bool) else str(value)


def options_of(
    placement: Placement, segment: str = "", query: Mapping[str, str] | None = None
) -> Options | None:
    """The placement's options; an address may ask for others. ``None``: no such version.

    A language that the desk chose stays: ``/embed.js`` asks for that of any page it is on. So does
    the site that it speaks for.
    """
    own = _own(placement)
    words = [own.segment.removeprefix("~"), segment.removeprefix("~")]
    options = parse_options("~" + ".".join(word for word in words if word), _heard(own, query))
    return options and msgspec.structs.replace(options, site=own.site)


def chosen_before(placement: Placement, options: Options) -> Options:
    """These options, but where the placement has a choice of its own."""
    own = _own(placement)
    chosen = {name: getattr(own, name) for name in kept_options(placement.options) or {}}
    return msgspec.structs.replace(options, **{**chosen, "site": own.site})


def asked_of(placement: Placement, segment: str, query: Mapping[str, str]) -> str:
    """What an address asks for beside the placement's own options, as a canonical segment."""
    asked = parse_options(segment, _heard(_own(placement), query))
    return "" if asked is None else msgspec.structs.replace(asked, site=None).segment


def _own(placement: Placement) -> Options:
    return parse_options(query={k: _word(v) for k, v in placement.options.items()}) or Options()


def _heard(own: Options, query: Mapping[str, str] | None) -> Mapping[str, str] | None:
    if own.lang is None or not query:
        return query
    return {key: value for key, value in query.items() if key != "lang"}


def number_of(placement: Placement) -> int | None:
    """The number of the snapshot that it shows; ``None`` is the current one."""
    return placement.snapshot if placement.mode == "pinned" else None


def as_placed(
    view: EmbedView, placement: Placement, holding: Holding, site: Site, links: Links
) -> EmbedView:
    """The view at the placement's own address, with its band where it has one."""
    path = links.local.placement(placement.key)
    oembed = links.oembed(links.placement(placement.key)).removeprefix(links.origin)
    frame = msgspec.structs.replace(view.frame, path=path, oembed=oembed)
    view = msgspec.structs.replace(view, frame=frame)
    band = _band(view, placement, holding, site, links)
    if band is None:
        return view
    return msgspec.structs.replace(view, notices=(band, *view.notices))


def _band(
    view: EmbedView, placement: Placement, holding: Holding, site: Site, links: Links
) -> Notice | None:
    """It differs from what the article was published with: only where content is shown."""
    n = placement.snapshot
    if placement.mode != "newest with band" or view.post is None or view.frame.n == n:
        return None
    was = next((version for version in holding.versions if version.n == n), None)
    if was is None:
        return None
    voice = voice_of(site, view.frame.lang)
    return Notice(
        kind="edited",
        text=voice.words.changed_since_published.format(date=voice.dates.minute(was.captured_at)),
        link=links.local.post(holding.post.id, n),
        link_text=voice.words.what_changed,
    )
