"""What a reader saw of a recorded post, taken from its recording by other means than ours.

The product slices by offsets and parses markup; this replaces strings, so that the two do not
fail alike.
"""

import html
import re
from typing import Any

__all__ = ["mastodon_words", "x_words"]


def x_words(tweet: dict[str, Any]) -> str:
    """The words of a tweet-result answer.

    X shows a link as its entity's ``display_url``, and never the short link that it adds for
    the post's own pictures and videos.
    """
    text: str = tweet["text"]
    for link in tweet["entities"].get("urls", []):
        text = text.replace(link["url"], link["display_url"])
    for medium in tweet["entities"].get("media", []):
        text = text.replace(medium["url"], "")
    return html.unescape(text).rstrip()


def mastodon_words(content: str) -> str:
    """The words of a status' ``content``.

    Mastodon shows a quoted post in a box, in place of the line that names it for older
    servers (``quote-inline``); of a link it hides the scheme and what is too long
    (``invisible``), and marks that it went on (``ellipsis``). A blank line parts paragraphs.
    """
    content = re.sub(r'<(p|span) class="quote-inline">.*?</\1>(?=</p>|<p>|$)', "", content)
    content = re.sub(r'<span class="invisible">[^<]*</span>', "", content)
    content = re.sub(r'<span class="ellipsis">([^<]*)</span>', r"\1…", content)
    content = re.sub(r"<br\s*/?>", "\n", content)
    content = re.sub(r"</p>", "\n\n", content)
    return html.unescape(re.sub(r"<[^>]+>", "", content)).strip()
