"""Which part of a page is the article, and what around and in it is the site's own. Pure.

Nothing says so in a way that all sites share. The article is the smallest element that holds most
of the page's running text; furniture is known by its tag, its role, or words in its class or id
that sites have in common.
"""

import re

from archive.articles.tree import Element, Text

__all__ = ["article_of", "is_furniture", "within_furniture"]

_MOST = 0.7
"""Of the running text, this share lies in the article."""
_RUNNING = 60
"""A piece of text so long is a sentence rather than a label."""

_LABEL = 20
"""Where no text is so long, this must do: a short note, a page made for a test."""

_TAGS = {"footer", "nav", "dialog", "menu"}
_ROLES = {
    *("banner", "navigation", "complementary", "contentinfo", "search", "menu", "menubar"),
    *("dialog", "alertdialog", "toolbar"),
}
_HEADS = {"header": {"article", "main"}, "aside": {"article"}}
"""Furniture, unless they stand in one of these: there they may hold the lead or an embed."""
_WORD = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])|\d+")
_WORDS = {
    *("sidebar", "related", "comment", "comments", "commentlist", "disqus", "respond", "footer"),
    *("navigation", "navbar", "breadcrumb", "breadcrumbs", "recommended", "recommendations"),
    *("recirc", "trending", "outbrain", "taboola", "advert", "advertisement", "newsletter"),
    *("masthead", "sitemap", "relacionadas", "relacionados", "comentarios", "kommentare"),
    *("verwandte", "relatedposts", "yarpp", "offcanvas"),
}
_BUTTON_WORDS = {
    *("share", "shares", "sharing", "sharedaddy", "sharebar", "sharebox", "addtoany", "addthis"),
    *("follow", "popular", "promo", "subscribe", "compartir", "sociales", "teilen", "partager"),
    *("partage", "compartilhar"),
}
"""Words of buttons, which an embed's wrapper may have, too: ``shared-tweet-embed``."""
_MARKED = re.compile(
    r"jp-relatedposts|author-?(?:box|bio)|(?:site|page)-(?:header|footer)|widget-?area|side-?bar"
    r"|(?:right|left)-?rail|most-?(?:read|popular)|more-?stories|social-?(?:links|icons|menu)"
    r"|follow-?us|\ba2a_|sharethis|shariff|heateor|share-?(?:buttons?|bar|links)",
    re.IGNORECASE,
)
_EMBEDS = re.compile(
    r"embed|tweet|twitter|instagram|facebook|youtube|bluesky|mastodon|threads|tiktok|telegram"
    r"|fb-post|fb-video|reddit|social-?post",
    re.IGNORECASE,
)
_EXTERNAL = re.compile(r"external-?content|content-?blocker|consent", re.IGNORECASE)
"""Of wrappers that wait for consent: German sites call what is in them "recommended"."""
_COMMENTS = re.compile(
    r"(?:\w+[-_])?(?:comments?|comentarios|kommentare|commentaires)"
    r"(?:[-_]?(?:list|area|wrap(?:per)?|section|container|block|box|body|content|text|thread))?"
    r"|commentlist|disqus_thread|respond",
    re.IGNORECASE,
)
_NOT_RUNNING = {"script", "style", "template", "noscript", "textarea", "select", "a", "button"}


def article_of(tree: Element) -> Element:
    """The element that holds the article, ``tree`` itself where none does."""
    running = _running(tree, _RUNNING) or _running(tree, _LABEL)
    weights: dict[int, int] = {}
    total = 0
    for node in running:
        length = len(node.text.strip())
        total += length
        for element in (node.parent, *node.parent.above()):
            weights[id(element)] = weights.get(id(element), 0) + length
    best = tree
    while total:
        heaviest = max(
            (one for one in best.children if isinstance(one, Element)),
            key=lambda one: weights.get(id(one), 0),
            default=None,
        )
        if heaviest is None or weights.get(id(heaviest), 0) < _MOST * total:
            break
        if heaviest.name == "p":
            break
        best = heaviest
    return best


def _running(tree: Element, least: int) -> list[Text]:
    """The pieces of text that are at least so long, and in no furniture."""
    found: list[Text] = []
    waiting: list[Element] = [tree]
    while waiting:
        element = waiting.pop()
        for child in element.children:
            if isinstance(child, Text):
                if len(child.text.strip()) >= least:
                    found.append(child)
            elif child.name not in _NOT_RUNNING and not (
                child.name in {"footer", "nav", "aside"} or _comments(child)
            ):
                waiting.append(child)
    return found


def _comments(element: Element) -> bool:
    """Readers' words: they may be more than the article's."""
    names = (element.get("id"), *element.words)
    return element.name not in {"html", "body", "main"} and any(map(_COMMENTS.fullmatch, names))


def is_furniture(element: Element) -> bool:
    """The site's own, by what the element says of itself and stands in: navigation, shares,
    comments. Not to be asked of what holds the article: a layout "with sidebar" holds everything.
    """
    if element.name in _TAGS or element.get("role").lower() in _ROLES:
        return True
    if element.name in _HEADS:
        allowed = _HEADS[element.name]
        if not any(one.name in allowed for one in element.above()):
            return True
    told = f"{element.get('id')} {element.get('class')}"
    if not told.strip() or element.name in {"html", "body", "main"}:
        return False
    words = {word.lower() for word in _WORD.findall(told)}
    if "recommended" in words and _EXTERNAL.search(told):
        words.discard("recommended")
    if not words.isdisjoint(_WORDS) or _MARKED.search(told):
        return True
    return not words.isdisjoint(_BUTTON_WORDS) and not _EMBEDS.search(told)


def within_furniture(node: Element, article: Element) -> bool:
    """Whether furniture stands between a node and what it has in common with the article."""
    holders = {id(article), *(id(one) for one in article.above())}
    for element in node.above():
        if id(element) in holders:
            return False
        if is_furniture(element):
            return True
    return False
