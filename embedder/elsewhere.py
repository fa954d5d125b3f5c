"""Where a person finds a phrase on a platform: addresses for their own browser. Pure.

We ask no platform's search: it is the editor who looks, logged in or not, and pastes what is found.
"""

from urllib.parse import quote

__all__ = ["phrase_of", "search_elsewhere"]

_WORDS = 10
_SEARCHES = {
    "x": "https://x.com/search?q={}&f=live",
    "facebook": "https://www.facebook.com/search/posts/?q={}",
    "instagram": "https://www.instagram.com/explore/search/keyword/?q={}",
    "threads": "https://www.threads.com/search?q={}",
    "bluesky": "https://bsky.app/search?q={}",
    "truth": "https://truthsocial.com/search?q={}",
    "tiktok": "https://www.tiktok.com/search?q={}",
    "youtube": "https://www.youtube.com/results?search_query={}",
    "reddit": "https://www.reddit.com/search/?q={}",
}
_FROM = {"x", "bluesky"}
"""Those whose search has ``from:handle``."""
_ANYWHERE = "https://duckduckgo.com/?q={}"


def phrase_of(text: str) -> str:
    """The first words of a post, enough to find it by.

    >>> phrase_of("Today I met with her. " * 9)
    'Today I met with her. Today I met with her.'
    """
    return " ".join(text.split()[:_WORDS])


def search_elsewhere(platform: str | None, phrase: str, handle: str = "") -> str:
    """Where ``phrase`` is searched for: the platform's own search, else a search engine.

    >>> search_elsewhere("x", "a positive step", "@Sec_Noem")
    'https://x.com/search?q=%22a%20positive%20step%22%20from%3ASec_Noem&f=live'
    """
    bare = phrase.replace('"', " ").strip()
    words = [f'"{bare}"'] if bare else []
    name = handle.strip().removeprefix("@")
    if name:
        words.append(f"from:{name}" if platform in _FROM else name)
    return _SEARCHES.get(platform or "", _ANYWHERE).format(quote(" ".join(words), safe=""))
