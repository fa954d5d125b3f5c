"""The thread with which an author goes on from a post of X, from the API's search. Pure.

``conversation_id:`` finds the answers below a post. The recent search, which every app may use,
covers the last seven days (https://docs.x.com/x-api/posts/search/introduction, read 2026-11-28), so
that it is asked of a post that is younger alone, and where X counts answers to it.
"""

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta

from msgspec.structs import replace

from archive.outcome import Found
from archive.platforms.shape import mapping
from archive.platforms.x.ids import is_id
from archive.platforms.x.post import Parsed
from archive.platforms.x.v2 import FIELDS
from archive.records import Snapshot

__all__ = ["NOT_HAD", "SEARCH", "TOO_OLD", "goes_on", "query_of", "warned"]

SEARCH = "https://api.x.com/2/tweets/search/recent"
_COVERS = timedelta(days=7)
TOO_OLD = (
    "Whether its author went on from it is not known: X's API finds answers of the last seven days "
    "alone."
)
NOT_HAD = "Whether its author went on from it was not to be had."
_THREAD_MAX = 200
"""Posts of a thread that are read, as many as any setting allows."""


def query_of(payload: object, post: Snapshot, now: datetime) -> Mapping[str, str] | str | None:
    """What to ask the search for the author's answers below a post; why it cannot be asked; or
    ``None``: there are no answers, or it is not said in which conversation it stands.
    """
    conversation = mapping(mapping(payload).get("data")).get("conversation_id")
    author = post.author.native_id
    # Where X counts nothing we do not know, and ask.
    if not is_id(conversation) or author is None or post.counts.get("replies", 1) == 0:
        return None
    if post.reposted is not None:
        return None
    if post.created_at is None or now - post.created_at >= _COVERS:
        return TOO_OLD
    return {
        **FIELDS,
        "query": f"conversation_id:{conversation} from:{author}",
        "since_id": post.native_id,
        "max_results": "100",
    }


def goes_on(post: Snapshot, answers: Iterable[Parsed]) -> tuple[Snapshot, ...]:
    """The author's own answers to a post, each to the one before. Where an author answered
    twice, the first answer is the thread; the other is an aside.
    """
    following: dict[str, Snapshot] = {}
    for parsed in sorted(answers, key=lambda one: int(one.native_id)):
        newest = max(parsed.versions, key=int, default=None)
        if newest is None:
            continue
        answer = parsed.versions[newest]
        answered = answer.parent.native_id if answer.parent is not None else None
        if answered is not None and answer.author.native_id == post.author.native_id:
            following.setdefault(answered, answer)
    thread: list[Snapshot] = []
    last = post
    while len(thread) < _THREAD_MAX and last.native_id in following:
        last = following.pop(last.native_id)
        thread.append(_alone(last))
    return tuple(thread)


def warned(found: Found, words: str) -> Found:
    """The answer, saying of its newest version what is not known of it."""
    *earlier, newest = found.snapshots
    newest = replace(newest, warnings=(*newest.warnings, words))
    return replace(found, snapshots=(*earlier, newest))


def _alone(answer: Snapshot) -> Snapshot:
    """What it quotes is not taken: one level, and no more. What it answers is at hand."""
    quoted = answer.quoted
    if quoted is not None and quoted.unavailable is None:
        quoted = replace(quoted, unavailable="not taken")
    parent = answer.parent and replace(answer.parent, unavailable=None)
    return replace(answer, quoted=quoted, parent=parent)
