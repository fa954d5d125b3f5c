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

_TAGS = {"footer", "nav", "form", "dialog", "menu"}
_ROLES = {
    *("banner", "navigation", "complementary", "contentinfo", "search", "menu", "menubar"),
    *("dialog", "alertdialog", "toolbar"),
}
_WORD = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])|\d+")
_WORDS = {
    *("sidebar", "related", "comment", "comments", "commentlist", "disqus", "respond", "footer"),
    *("navigation", "navbar", "breadcrumb", "breadcrumbs", "recommended", "recommendations"),
    *("recirc", "trending", "popular", "promo", "outbrain", "taboola", "advert", "advertisement"),
    *("cookie", "cookies", "newsletter", "subscribe", "sharing", "share", "sharedaddy", "shares"),
    *("addtoany", "addthis", "sharebar", "sharebox", "sociales", "follow", "sitemap", "masthead"),
    *("relacionadas", "relacionados", "comentarios", "kommentare", "verwandte", "teilen"),
    *("compartir", "partager", "partage", "relatedposts", "yarpp", "offcanvas"),
}
_MARKED = re.compile(r"comments?-(?:list|area)|jp-relatedposts|author-?(?:box|bio)|site-header")
_EMBEDS = re.compile(
    r"embed|tweet|twitter|instagram|facebook|youtube|bluesky|mastodon|threads|tiktok|telegram"
    r"|fb-post|fb-video|reddit|social-?post",
    re.IGNORECASE,
)
_NOT_RUNNING = {"script", "style", "template", "noscript", "textarea", "select", "a", "button"}


def article_of(tree: Element) -> Element:
    """The element that holds the article, ``tree`` itself where none does."""
    weights: dict[int, int] = {}
    total = 0
    for node in _running(tree):
        length = len(node.text.strip())
        total += length
        weights[id(node.parent)] = weights.get(id(node.parent), 0) + length
        for element in node.parent.above():
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


def _running(tree: Element) -> list[Text]:
    """The text of sentences that is not in furniture."""
    found: list[Text] = []
    waiting: list[Element] = [tree]
    while waiting:
        element = waiting.pop()
        for child in element.children:
            if isinstance(child, Text):
                if len(child.text.strip()) >= _RUNNING:
                    found.append(child)
            elif child.name not in _NOT_RUNNING and not (
                child.name in {"footer", "nav", "aside", "form"} or _comments(child)
            ):
                waiting.append(child)
    return found


def _comments(element: Element) -> bool:
    """Readers' words: they may be more than the article's."""
    told = f"{element.get('id')} {element.get('class')}".lower()
    return element.name not in {"html", "body", "main"} and bool(
        re.search(r"\bcomments?(?:-list|-area|list|s-wrap)?\b|disqus|\bcomentarios\b", told)
    )


def is_furniture(element: Element) -> bool:
    """The site's own, by what the element says of itself: navigation, shares, comments."""
    if element.name in _TAGS or element.get("role").lower() in _ROLES:
        return True
    told = f"{element.get('id')} {element.get('class')}"
    if not told.strip() or element.name in {"html", "body", "main"}:
        return False
    if _EMBEDS.search(told):
        return False
    words = {word.lower() for word in _WORD.findall(told)}
    return not words.isdisjoint(_WORDS) or bool(_MARKED.search(told))


def within_furniture(node: Element | Text, article: Element) -> bool:
    """Whether furniture stands between a node and what it has in common with the article. Whatever
    holds the article is none, whatever it says: a layout "with sidebar" holds everything.
    """
    holders = {id(article), *(id(one) for one in article.above())}
    for element in (
        node.above() if isinstance(node, Element) else (node.parent, *node.parent.above())
    ):
        if id(element) in holders:
            return False
        if is_furniture(element) or element.name in {"header", "aside"}:
            return True
    return False
