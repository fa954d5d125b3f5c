"""An article with platforms' embeds replaced by ours; all else byte for byte as it was. Pure.

Nothing is parsed and written again: what is replaced is cut out of the source at its offsets. An
embed whose post is not among those that are handed in stays as it is. So does one in the JSON that
a page is drawn from (Next.js, Arc, Ghost, WordPress without its own front): it is an entry of the
site's system, and HTML of ours in its place would be nothing that the site's program knows. Such
places are told, to be changed in that system.
"""

import re
from collections.abc import Collection, Iterator, Mapping
from typing import NamedTuple
from urllib.parse import urlsplit

import msgspec

from archive.articles.marks import held_html
from archive.articles.references import MENTIONS, Place, Reference
from archive.articles.scan import scan
from archive.articles.tree import Element, read_tree

__all__ = ["Found", "Rewritten", "found_in", "rewrite", "rewrite_all", "shown_in"]


class Found(NamedTuple):
    """The posts of an article that a platform shows, or would."""

    shown: tuple[Reference, ...]
    """By a platform's embed in the HTML: those that :func:`rewrite` would replace."""
    in_data: tuple[Reference, ...]
    """By an embed in the page's JSON; some of them are in the HTML as well."""


class Rewritten(msgspec.Struct, frozen=True, kw_only=True):
    """An article after its rewriting."""

    html: str
    replaced: tuple[Reference, ...]
    left: tuple[Reference, ...]
    """Those that a platform's embed still shows."""
    in_data: tuple[Reference, ...] = ()
    """Those that the page's JSON has as an embed, which is not replaced. Where a script draws the
    page from it, readers see that embed, whatever the HTML says.
    """


class _Cut(NamedTuple):
    start: int
    end: int
    put: str


class _Loader(NamedTuple):
    """A platform's script, and what on a page still needs it. Where each server has its own,
    ``source`` names the ``host``: it must be that of a post that was replaced.
    """

    platform: str
    source: re.Pattern[str]
    inline: re.Pattern[str] | None
    needed_by: re.Pattern[str]
    """Of classes and names of elements."""


_HTTP = r"(?:https?:)?//"
_LOADERS = (
    _Loader(
        "x",
        re.compile(rf"{_HTTP}platform\.(?:twitter|x)\.com/(?:\w+/)?widgets\.js(?:[?#].*)?"),
        re.compile(r"(?=.*twitter-wjs).*platform\.(?:twitter|x)\.com/widgets\.js", re.DOTALL),
        re.compile(
            r"twitter-(?:tweet|video|timeline|moment|grid|dm-button"
            r"|(?:share|follow|hashtag|mention)-button)(?:-rendered)?"
        ),
    ),
    _Loader(
        "instagram",
        re.compile(rf"{_HTTP}(?:www\.|platform\.)?instagram\.com/(?:\w+/)?embeds?\.js(?:[?#].*)?"),
        None,
        re.compile(r"instagram-media"),
    ),
    _Loader(
        "bluesky",
        re.compile(rf"{_HTTP}embed\.bsky\.app/static/embed\.js(?:[?#].*)?"),
        None,
        re.compile(r"bluesky-embed"),
    ),
    _Loader(
        "threads",
        re.compile(rf"{_HTTP}www\.threads\.(?:net|com)/embed\.js(?:[?#].*)?"),
        None,
        re.compile(r"text-post-media"),
    ),
    _Loader(
        "tiktok",
        re.compile(rf"{_HTTP}(?:www\.)?tiktok\.com/embed\.js(?:[?#].*)?"),
        None,
        re.compile(r"tiktok-embed"),
    ),
    _Loader(
        "facebook",
        re.compile(rf"{_HTTP}connect\.facebook\.net/\S+"),
        re.compile(r"(?=.*facebook-jssdk).*connect\.facebook\.net/", re.DOTALL),
        re.compile(r"fb-(?!root)[\w-]+|fb:[\w-]+"),
    ),
    _Loader(
        "reddit",
        re.compile(
            rf"{_HTTP}embed\.(?:reddit|redditmedia)\.com/widgets(?:/platform)?\.js(?:[?#].*)?"
        ),
        None,
        re.compile(r"reddit-(?:embed|card)[\w-]*"),
    ),
    _Loader(
        "truth",
        re.compile(rf"{_HTTP}truthsocial\.com/embed\.js"),
        None,
        re.compile("truthsocial-.*"),
    ),
    _Loader(
        "fediverse",
        re.compile(rf"{_HTTP}(?P<host>[^/?#]+)/embed\.js(?:[?#].*)?"),
        None,
        re.compile(r"mastodon-embed"),
    ),
)
_SNIPPET = 1_500
"""Characters: an inline script that is longer does more than load."""
_AMP = re.compile(r"amp-(?:twitter|instagram|youtube|facebook|tiktok|reddit)")


def rewrite(html: str, embeds: Mapping[str, str]) -> str:
    """``html`` with each embed of a platform whose post is in ``embeds`` replaced by what stands
    there, HTML by the key of its reference: the post's id. A platform's script goes with the last
    of its embeds.

    >>> page = '<p>a</p><blockquote class="twitter-tweet"><a href="https://x.com/a/status/20"></a>'
    >>> rewrite(page + "</blockquote><p>b", {"wx6r7dywr9jq39ga": "<i>20</i>"})
    '<p>a</p><i>20</i><p>b'
    """
    return rewrite_all(html, embeds).html


def shown_in(html: str) -> tuple[Reference, ...]:
    """The posts that platforms' embeds show in an article: those that :func:`rewrite` would
    replace.
    """
    return found_in(html).shown


def found_in(html: str) -> Found:
    """The same, and the posts that the page's JSON has as an embed."""
    posts = scan(html).posts
    return Found(
        shown=tuple(one for one in posts if _shown(one)),
        in_data=tuple(one for one in posts if one.in_data),
    )


def rewrite_all(html: str, embeds: Mapping[str, str], found: Found | None = None) -> Rewritten:
    """The same, and what was replaced and what was left. ``found`` is what :func:`found_in` says of
    ``html``, where it was asked before.
    """
    shown, in_data = found or found_in(html)
    cuts, whole = _cuts(shown, embeds)
    if cuts:
        replaced = tuple(one for one in shown if one.key in whole)
        cuts += _scripts(html, cuts, replaced)
    else:
        replaced = ()
    return Rewritten(
        html=_applied(html, cuts),
        replaced=replaced,
        left=tuple(one for one in shown if one.key not in whole),
        in_data=in_data,
    )


def _shown(reference: Reference) -> list[Place]:
    """Its places that a platform's embed takes."""
    return [one for one in reference.places if one.how not in MENTIONS and one.start < one.end]


def _cuts(
    shown: tuple[Reference, ...], embeds: Mapping[str, str]
) -> tuple[list[_Cut], frozenset[str]]:
    """What to cut out and put in, and the posts all of whose embeds go. Code that is held back may
    hold several posts at one place: it is replaced if all of them are.
    """
    at: dict[tuple[int, int], list[str]] = {}
    hidden: set[tuple[int, int]] = set()
    for reference in shown:
        for place in _shown(reference):
            keys = at.setdefault((place.start, place.end), [])
            keys += [reference.key] if reference.key not in keys else []
            if place.noscript:
                hidden.add((place.start, place.end))
    outer: list[tuple[int, int]] = []
    for span in sorted(at, key=lambda one: (one[0], -one[1])):
        if not outer or span[0] >= outer[-1][1]:
            outer.append(span)
        elif not set(at[span]) <= set(at[outer[-1]]):
            at[outer[-1]] += [key for key in at[span] if key not in at[outer[-1]]]
    seen = {key for span in outer if span not in hidden for key in at[span]}
    cuts = [
        _Cut(*span, "" if _is_copy(span, at[span], hidden, seen) else _put(at[span], embeds))
        for span in outer
        if all(key in embeds for key in at[span])
    ]
    left = {key for span in outer if not all(key in embeds for key in at[span]) for key in at[span]}
    return cuts, frozenset(embeds) - left


def _is_copy(
    span: tuple[int, int], keys: list[str], hidden: set[tuple[int, int]], seen: set[str]
) -> bool:
    """What stands once more for browsers without scripts, which ours does not need."""
    return span in hidden and seen.issuperset(keys)


def _put(keys: list[str], embeds: Mapping[str, str]) -> str:
    return "\n".join(embeds[key] for key in keys)


def _scripts(html: str, cuts: list[_Cut], replaced: tuple[Reference, ...]) -> list[_Cut]:
    """The scripts of these posts' platforms that nothing on the page needs any more."""
    platforms = {one.named.platform for one in replaced}
    hosts = {urlsplit(one.named.url).hostname for one in replaced}
    spans = [(one.start, one.end) for one in cuts]
    rest = [one for one in read_tree(html).elements() if not _is_within(one, spans)]
    names = {name for element in rest for name in _names(element)}
    found = []
    for loader in _LOADERS:
        if loader.platform in platforms and not any(map(loader.needed_by.fullmatch, names)):
            found += [one for one in rest if one.name == "script" and _is_of(one, loader, hosts)]
    found += [
        one
        for one in rest
        if one.name == "script"
        and _AMP.fullmatch(one.get("custom-element"))
        and one.get("custom-element").removeprefix("amp-").replace("twitter", "x") in platforms
        and one.get("custom-element") not in names
    ]
    return [_Cut(one.start, one.end, "") for one in found]


def _is_within(element: Element, spans: list[tuple[int, int]]) -> bool:
    return any(start <= element.start and element.end <= end for start, end in spans)


def _names(element: Element) -> Iterator[str]:
    """The classes and names of an element, and of the code that it holds back."""
    yield element.name
    yield from element.words
    held = held_html(element)
    if held:
        for inner in read_tree(held).elements():
            yield inner.name
            yield from inner.words


def _is_of(script: Element, loader: _Loader, hosts: Collection[str | None]) -> bool:
    for name, value in script.attributes.items():
        if name == "src" or name.startswith("data-"):
            found = loader.source.fullmatch(value.strip())
            host = found and found.groupdict().get("host")
            if found and (host is None or host in hosts):
                return True
    raw = script.raw
    return loader.inline is not None and len(raw) < _SNIPPET and bool(loader.inline.search(raw))


def _applied(html: str, cuts: list[_Cut]) -> str:
    parts, at = [], 0
    for cut in sorted(cuts):
        if cut.start >= at:
            parts += [html[at : cut.start], cut.put]
            at = cut.end
    return "".join([*parts, html[at:]])
