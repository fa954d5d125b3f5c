"""Which addresses of Truth Social are posts. Native id = the status's number. All pure."""

import re
from urllib.parse import SplitResult

from archive.errors import NotAPost
from archive.records import PostRef

__all__ = ["BASE", "PLATFORM", "archived_at", "identify", "ref_of"]

PLATFORM = "truth"
BASE = "https://truthsocial.com"

_HOSTS = {"truthsocial.com", "www.truthsocial.com", "m.truthsocial.com"}
_USER = r"@?(?P<user>[\w.-]{1,99})"
_VIEWS = r"(?:/(?:embed|activity|reblogs|favourites|quotes|likes|retruths))?/?"
_POSTS = (
    re.compile(
        rf"/@(?P<user>[\w.-]{{1,99}})(?:/posts|/statuses)?/(?P<id>\d{{1,20}}){_VIEWS}", re.ASCII
    ),
    re.compile(rf"/users/{_USER}/statuses/(?P<id>\d{{1,20}}){_VIEWS}", re.ASCII),
    re.compile(rf"/(?:web/)?(?:statuses|posts|embed)/(?P<id>\d{{1,20}}){_VIEWS}", re.ASCII),
    re.compile(
        rf"/groups?/[\w.%-]{{1,200}}/(?:posts|statuses)/(?P<id>\d{{1,20}}){_VIEWS}", re.ASCII
    ),
    re.compile(r"/api/v1/statuses/(?P<id>\d{1,20})/?", re.ASCII),
)


def identify(url: SplitResult) -> PostRef | None:
    """The post that a URL names; ``None``: another host's. The id stands in every form.

    Raises:
        NotAPost: a profile, a group, a search.
    """
    if url.scheme not in {"http", "https"} or (url.hostname or "").rstrip(".") not in _HOSTS:
        return None
    for pattern in _POSTS:
        if match := pattern.fullmatch(url.path):
            return ref_of(match["id"], match.groupdict().get("user"))
    raise NotAPost(
        f"truthsocial.com{url.path[:80]} is no post of Truth Social.",
        next_step="Open the post, and paste its address: truthsocial.com/@NAME/posts/NUMBER.",
    )


def ref_of(number: str, user: str | None = None) -> PostRef:
    """A post by its number; the page of one whose author is not known leads to it, too."""
    page = f"{BASE}/@{user}/{number}" if user else f"{BASE}/posts/{number}"
    return PostRef(platform=PLATFORM, native_id=number, url=page)


def archived_at(ref: PostRef) -> tuple[str, ...]:
    """Where web archives may have a copy: the page in both its forms, and the API's answer."""
    number, user = ref.native_id, ref.url.removeprefix(f"{BASE}/@").partition("/")[0]
    long = f"{BASE}/@{user}/posts/{number}" if ref.url.startswith(f"{BASE}/@") else None
    api = f"{BASE}/api/v1/statuses/{number}"
    return tuple(one for one in (long, ref.url, api) if one)
