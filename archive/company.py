"""The posts that come along with a post: quoted, answered, reposted, and its thread.

One level deep, and the same author's thread both ways up to a limit. They are kept as context; the
snapshot refers to them as (post, N), or as unavailable with a reason.
"""

from collections.abc import Awaitable, Callable, Iterable, Mapping

import msgspec

from archive.outcome import Answer, Failed, Found, Gone, Refused
from archive.records import PostLink, PostRef, Snapshot, Unavailable

__all__ = ["Company", "Key", "gather", "goes_on", "link_up"]

Key = tuple[str, str]
"""(platform, native id)."""

LookFor = Callable[[PostRef], Awaitable[Answer]]


class Company(msgspec.Struct, frozen=True, kw_only=True):
    """What came along. ``snapshots`` are in the order of storing: whoever is referred to first."""

    snapshots: tuple[Snapshot, ...] = ()
    below: tuple[Snapshot, ...] = ()
    """With which the same author goes on from the post, nearest first: they refer to it, so they
    are stored after it."""
    unavailable: dict[Key, Unavailable] = {}
    known_as: dict[Key, Key] = {}
    """Posts that were found under another id than the one that the link names."""


async def gather(
    main: Snapshot,
    along: Iterable[Snapshot],
    look_for: LookFor,
    *,
    thread_max: int,
    below: Iterable[Snapshot] = (),
) -> Company:
    """The company of a snapshot: from the same answer where it came along, else by a look.

    ``thread_max`` counts the posts of the thread both ways, those above first.
    ``look_for`` looks at a post through its platform's own sources.
    """
    pool = {_key(s): s for s in along}
    unavailable: dict[Key, Unavailable] = {}
    known_as: dict[Key, Key] = {}

    async def companion(link: PostLink | None) -> Snapshot | None:
        if link is None or link.unavailable is not None or link.ref is None:
            return None
        ref = link.ref
        key = (ref.platform, ref.native_id)
        if key not in pool and key not in unavailable:
            answer = await look_for(ref)
            if isinstance(answer, Found):
                pool.update({_key(s): s for s in answer.along})
                found = answer.snapshots[-1]
                pool[_key(found)] = found
                known_as[key] = _key(found)
            else:
                unavailable[key] = _reason(answer)
        return pool.get(known_as.get(key, key))

    thread: list[Snapshot] = []
    seen = {_key(main)}
    last = main
    while len(thread) < max(thread_max, 1):
        parent = await companion(last.parent)
        if parent is None or _key(parent) in seen:
            break
        seen.add(_key(parent))
        thread.append(parent)
        if not _same_author(parent, main):
            break
        last = parent
    others = [s for s in (await companion(main.quoted), await companion(main.reposted)) if s]
    ordered = {_key(s): s for s in [*reversed(thread), *others] if _key(s) != _key(main)}
    return Company(
        snapshots=tuple(ordered.values()),
        below=goes_on(main, below, taken=set(ordered), most=thread_max - len(thread)),
        unavailable=unavailable,
        known_as=known_as,
    )


def goes_on(
    main: Snapshot, below: Iterable[Snapshot], *, taken: set[Key], most: int
) -> tuple[Snapshot, ...]:
    """The author's own answers to the post, each to the one before, as far as that holds, and as
    none is ``taken`` already.
    """
    chain: list[Snapshot] = []
    taken = {_key(main), *taken}
    last = main
    for post in below:
        answered = post.parent.ref if post.parent is not None else None
        if (
            len(chain) >= most
            or not _same_author(post, main)
            or answered is None
            or (answered.platform, answered.native_id) != _key(last)
            or _key(post) in taken
        ):
            break
        taken.add(_key(post))
        chain.append(post)
        last = post
    return tuple(chain)


def _same_author(one: Snapshot, other: Snapshot) -> bool:
    """By the platform's id of the account: names can be anybody's. Where a platform tells no id of
    either, by the handle, which at one time is one account's.
    """
    if one.author.native_id is None and other.author.native_id is None:
        handle = (one.author.handle or "").lower()
        return handle != "" and handle == (other.author.handle or "").lower()
    return one.author.native_id == other.author.native_id


def link_up(
    snapshot: Snapshot, numbers: Mapping[Key, tuple[str, int]], company: Company
) -> Snapshot:
    """The snapshot with its links fixed: to (post, N) where that is kept, else to a reason."""

    def fix(link: PostLink | None) -> PostLink | None:
        if link is None:
            return None
        key = (link.platform or "", link.native_id or "")
        kept = numbers.get(company.known_as.get(key, key))
        if kept is not None:
            post, n = kept
            return msgspec.structs.replace(link, post=post, snapshot=n, unavailable=None)
        reason: Unavailable = link.unavailable or company.unavailable.get(key, "not taken")
        return msgspec.structs.replace(link, post=None, snapshot=None, unavailable=reason)

    return msgspec.structs.replace(
        snapshot,
        quoted=fix(snapshot.quoted),
        parent=fix(snapshot.parent),
        reposted=fix(snapshot.reposted),
    )


def _key(snapshot: Snapshot) -> Key:
    return (snapshot.platform, snapshot.native_id)


def _reason(answer: Gone | Refused | Failed) -> Unavailable:
    match answer:
        case Gone():
            return "gone"
        case Failed():
            return "failed"
        case Refused(reason="protected"):
            return "protected"
        case Refused(reason="blocked here"):
            return "blocked"
        case Refused():
            return "refused"
