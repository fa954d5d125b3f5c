"""The pictures of an article that are credited to a platform: some of them show posts. Pure.

What stands under "Image source: X" may be a photograph somebody posted, or a screenshot of a post
without a word of it as text. An editor decides; here is what the page says of each.
"""

import re
from collections.abc import Iterable, Iterator
from typing import Literal

import msgspec

from archive.articles.body import is_bold
from archive.articles.furniture import within_furniture
from archive.articles.tree import BLOCKS, Element

__all__ = ["Credit", "Picture", "credit_in", "folded", "pictures_of", "speaker_in"]

MAX_PICTURES = 200
_MOST = 1_000
"""So many pictures of a page are looked at."""
_HEADING = 300
"""Characters of a heading that are read."""
_LINE = 120
"""Characters of a line that is nothing but a credit."""


class Picture(msgspec.Struct, frozen=True, kw_only=True):
    """A picture that an article credits to a platform."""

    kind: Literal["picture", "screenshot"]
    """``screenshot``: likely one of a post, by its credit or by what stands above it."""
    credited: str
    """The credit as the article writes it: ``X``, ``X / @handle``."""
    platform: str | None
    """Which platform that is, where it is one that is known here: ``x``."""
    text: str
    """Caption and alternative text, each once; of a plain text the line."""
    heading: str | None
    """The nearest heading above."""
    speaker: str | None
    """Whose posts that heading announces: ``The Secretary``."""
    src: str | None
    """The picture's address; a plain text has none."""


class Credit(msgspec.Struct, frozen=True):
    """Whom a caption credits."""

    who: str
    screenshot: bool


_SHOTS = (
    r"screen ?(?:shot|grab|cap(?:ture)?)s?|capturas? de (?:pantalla|tela|ecrã)|captura|pantallazo"
    r"|captures? d['\u2019]écran|bildschirmfotos?|print"
)
_LABEL = (
    r"image|photo|photograph|picture|pic|video still|imagen|imágenes|foto|fotos|fotografía"
    r"|bild|bilder|bildquelle|fotoquelle|bildnachweis|crédit|crédits|crédito|créditos"
    r"|imagem|imagens|fotografia|quelle|source|fuente|fonte|credit|credits"
)
_MORE = (
    r"sources?|credits?|courtesy(?: of)?|via|by|from|fuente|cortesía(?: de)?|créditos?|de|"
    r"photo|image|foto|imagen|imagem|quelle|von|fonte|reprodução|cortesia(?: de)?"
)
_CREDIT = re.compile(
    rf"(?:^|(?<=[\s(\[|/\u2013\u2014-]))(?:{_LABEL})(?: (?:{_MORE})){{0,2}} ?[:/\u00a9]\s*"
    r"(?P<who>[^\n|]{1,120}?)[)\].]*\s*(?:$|\|)",
    re.IGNORECASE,
)
_SHOT_CREDIT = re.compile(
    rf"(?:^|(?<=[\s(\[|/:\u2013\u2014-]))(?:{_SHOTS})(?:\s*(?:[/:|,\u2013\u2014-]|\b(?:via|vía|from|of"
    r"|de|del|von|sur|auf|on|en|do|da|no|aus)\b))*(?:\s+|(?<=[/:|]))"
    r"(?P<who>[^\n|]{1,120}?)[)\].]*\s*(?:$|\|)",
    re.IGNORECASE,
)
_SHOT = re.compile(rf"\b(?:{_SHOTS})\b", re.IGNORECASE)
_PLATFORMS = (
    "twitter|instagram|facebook|truth social|telegram|bluesky|tiktok|threads|mastodon|youtube"
    "|reddit|linkedin"
)
_PLATFORM = re.compile(rf"\b(?:{_PLATFORMS})\b", re.IGNORECASE)
_NAMED = rf"(?:(?-i:X)|{_PLATFORMS})(?![\w-])"
_TAKEN = re.compile(
    rf"(?:(?:^|(?<=[\s(\[|/\u2013\u2014-]))(?:{_LABEL}) |(?:^|(?<=[(\[|/\u2013\u2014\u00b7]))\s*)"
    r"(?:via|vía|courtesy(?: of)?|from|by|tomad[ao]s? de|extraíd[ao]s? de|cortesía(?: de)?"
    r"|cortesia(?: de)?|reproducción(?: de)?) (?:la )?(?:red social |cuenta de )?"
    rf"(?P<who>{_NAMED}[^\n|]{{0,60}}?)[)\].]*\s*(?:$|\|)",
    re.IGNORECASE,
)
"""Without a colon: "Photo via X", "Imagen tomada de Facebook"."""
_ALONE = re.compile(
    rf"(?:^(?P<line>{_NAMED}\s*/\s*@[\w.]{{1,40}})|[(\[]\s*(?P<who>{_NAMED}(?:\s*/[^\n()|]{{1,40}})?)\s*[)\]])"
    r"\.?\s*$",
    re.IGNORECASE,
)
"""Behind a caption in brackets, or a line of its own with whose it is. A platform's name alone is
what an icon says."""
_NAMES = {
    "twitter": "x",
    "truth social": "truth",
    "mastodon": "fediverse",
    "linkedin": "page",
}
_X = re.compile(
    r"(?:^|[/,(|@:]\s*|\b(?:via|vía|on|en|auf|sur|from|de|von|no|platform|[Rr]ed social|by)"
    r" |@\w+ ?)X(?=$|[\s/,().|:\u2013\u2014]|-(?!\w))"
)
_POSTS = (
    r"posts?|tweets?|tuits?|trinos?|publicaci(?:ón|ones)|mensajes?|beitr(?:ag|äge)|tweets"
    r"|publications?|messages?|publicaç(?:ão|ões)|postagens?|truths?|statements?"
)
_ANNOUNCED = re.compile(rf"\b(?:{_POSTS})\b", re.IGNORECASE)
_SEE = re.compile(
    r"^(?:see|read|view|here (?:is|are)|below(?: are)?|check out|vea|ve|lea|mira|aquí|sehen sie|"
    r"voir|voici|veja|leia)\s+",
    re.IGNORECASE,
)
_OWNER = re.compile(
    rf"^(?P<who>\S.{{0,80}}?)['\u2019]s?\s+(?:\w+\s+)?(?:{_POSTS})\b", re.IGNORECASE
)
_OWNED = re.compile(
    rf"\b(?:{_POSTS})\s+(?:en \w+ )?(?:of|by|from|de|del|von|der|des|du|do|da)\s+"
    r"(?P<who>(?:la |el |los |las |le |les |der |die |the |a |o )?[^\W\d_][^:,;]{1,80}?)"
    r"(?:\s+(?:in|on|en|auf|sur|no|a través de|from|below|abajo|unten)\b.*)?[:.]?$",
    re.IGNORECASE,
)
_SIZE = re.compile(r"-\d{2,4}x\d{2,4}(?=\.\w+$)")


def credit_in(text: str) -> Credit | None:
    """Whom a caption credits, where that is a platform.

    >>> credit_in("The meeting. Image source: X").who, credit_in("Foto: captura de pantalla / X")
    ('X', Credit(who='X', screenshot=True))
    >>> credit_in("Photo: Malcolm X") is credit_in("Photo: Reuters") is None
    True
    """
    tail = text[-400:]
    for pattern in (_SHOT_CREDIT, _CREDIT):
        for found in pattern.finditer(tail):
            who = found.group("who").strip(" .)]")
            shot = pattern is _SHOT_CREDIT or bool(_SHOT.search(who))
            if _PLATFORM.search(who) or _X.search(who):
                return Credit(who, shot)
    other = _TAKEN.search(tail) or _ALONE.search(tail)
    return None if other is None else Credit(_who(other), screenshot=False)


def _who(found: re.Match[str]) -> str:
    return next(one for one in (found.group("who"), found.groupdict().get("line")) if one).strip()


def speaker_in(heading: str | None) -> str | None:
    """Whose posts a heading announces; ``None``: it announces none, or nobody's.

    >>> speaker_in("See The Secretary’s Posts from X Below:")
    'The Secretary'
    >>> speaker_in("Las publicaciones de la presidenta en X")
    'la presidenta'
    """
    if heading is None:
        return None
    told = _SEE.sub("", heading[:_HEADING].strip())
    found = _OWNER.search(told) or _OWNED.search(told)
    return found.group("who").strip() if found else None


def folded(lines: Iterable[tuple[str, str | None]]) -> tuple[Picture, ...]:
    """The credited pictures of a plain text, by its lines with the heading above each. Lines that
    say the same under the same heading cannot be told apart: they are one.
    """
    found: dict[tuple[str, str | None], Picture] = {}
    for text, heading in lines:
        credit = credit_in(text)
        if credit is not None:
            found.setdefault((text, heading), _picture(credit, text, heading, None))
    return tuple(found.values())[:MAX_PICTURES]


def pictures_of(tree: Element, article: Element) -> tuple[Picture, ...]:
    """The credited pictures of a page, each once: a lazy picture stands in its ``<noscript>``,
    too.
    """
    found: dict[str, Picture] = {}
    heading: str | None = None
    looked = 0
    for element in tree.elements():
        if element.name in {"h2", "h3", "h4", "h5", "h6"}:
            beside = any(one.name == "aside" for one in element.above())
            if not beside and not within_furniture(element, article):
                heading = element.text(_HEADING)[:_HEADING] or heading
        elif element.name == "p" and is_bold(element):
            heading = element.text(_HEADING)[:_HEADING]
        elif element.name == "img" and element.end <= article.end and looked < _MOST:
            looked += 1
            if within_furniture(element, article) or not _is_near(element, article):
                continue
            src = _src(element)
            texts = list(dict.fromkeys(one for one in _texts(element) if one))
            credit = next(filter(None, map(credit_in, texts)), None)
            key = _SIZE.sub("", src.partition("?")[0]) if src else "\n".join(texts)
            if credit is not None and key not in found:
                above = heading if article.start <= element.start else None
                found[key] = _picture(credit, _together(texts), above, src)
    return tuple(found.values())[:MAX_PICTURES]


def _picture(credit: Credit, text: str, heading: str | None, src: str | None) -> Picture:
    announced = heading is not None and bool(_ANNOUNCED.search(heading))
    return Picture(
        kind="screenshot" if credit.screenshot or announced else "picture",
        credited=credit.who,
        platform=_platform(credit.who),
        text=text,
        heading=heading,
        speaker=speaker_in(heading),
        src=src,
    )


def _platform(who: str) -> str | None:
    found = _PLATFORM.search(who)
    if found is None:
        return "x"
    return _NAMES.get(found.group().lower(), found.group().lower())


def _together(texts: list[str]) -> str:
    """Those that say something that no other says, too."""
    kept = [one for one in texts if not any(one != other and one in other for other in texts)]
    return " \u00b7 ".join(kept)


def _is_near(element: Element, article: Element) -> bool:
    """In the article, or above its text as the lead picture is."""
    return article.start <= element.start or article.start - element.end < 20_000


def _src(picture: Element) -> str | None:
    lazy = (picture.get(name) for name in ("data-src", "data-lazy-src", "data-original", "src"))
    return next((one for one in lazy if one and not one.startswith("data:")), None)


def _texts(picture: Element) -> Iterator[str]:
    """What is said of a picture: its caption, its alternative text, a credit line behind it."""
    for above in picture.above():
        told = above.get("class")
        if above.name == "figure" or "wp-caption" in above.words or "caption" in told.split():
            for caption in above.elements():
                if caption.name == "figcaption" or "wp-caption-text" in caption.words:
                    yield caption.text()
            break
        if above.name in {"article", "main", "body"}:
            break
    yield from (" ".join(picture.get(name).split()) for name in ("alt", "title"))
    yield _line_behind(picture)


def _line_behind(picture: Element) -> str:
    """The line under a picture, if it is nothing but a credit."""
    node: Element = picture
    for _ in range(4):
        parent = node.parent
        if parent is None:
            return ""
        after = parent.children[parent.children.index(node) + 1 :]
        for sibling in after[:4]:
            if isinstance(sibling, Element) and sibling.name in {"img", "picture", "figure"}:
                return ""
            text = sibling.text(_LINE) if isinstance(sibling, Element) else sibling.text
            text = " ".join(text.split())
            if text:
                return text if len(text) < _LINE else ""
        if node.name in BLOCKS and node.name != "figure" and node is not picture:
            return ""
        node = parent
    return ""
