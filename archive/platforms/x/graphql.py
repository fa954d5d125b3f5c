"""The posts in an answer of X's own web client (GraphQL). Pure. We do not ask it: it wants a login.
What a browser was given may be saved to a file, and files of collectors hold it.

A post stands under ``tweetResult`` or ``tweet_results``, alone or in the entries of a timeline. It
is a ``Tweet`` whose ``legacy`` is a status of API v1.1, a ``TweetWithVisibilityResults`` around
one, a ``TweetTombstone``, or a ``TweetUnavailable``. The author stood in ``legacy`` of the user
until 2025, and in ``core`` and ``avatar`` since. The shape is written nowhere; recordings show it.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from msgspec.structs import replace

from archive.outcome import Answer, Failed, Gone, Refused
from archive.platforms.shape import mapping, mappings, string
from archive.platforms.x.ids import is_id
from archive.platforms.x.media import image_urls, native_id_of
from archive.platforms.x.notes import extended
from archive.platforms.x.post import chain_of, found, link_to
from archive.platforms.x.shape import number
from archive.platforms.x.tombstone import tombstone
from archive.platforms.x.urls import post_id_in
from archive.platforms.x.v11 import parse_v11
from archive.records import Media, PostLink, Snapshot, Unavailable
from archive.text import clean_text, web_address

__all__ = ["NOTED", "read_graphql", "read_result", "results_in"]

NOTED = "community note"
"""Label of a post under which X shows a note by other users."""

_MOST_RESULTS = 1_000
_DEEPEST = 40
_NESTED = 2
_NAMES = ("tweetResult", "tweet_results")


def read_graphql(payload: object) -> tuple[Answer, ...]:
    """What is said of each post in an answer, in its order; what was shown for money is left out.
    Empty: there is none.
    """
    return tuple(read_result(result) for result in results_in(payload))


def results_in(payload: object) -> Iterator[dict[str, Any]]:
    """The results in an answer, a timeline, an entry of one; or one that stands alone."""
    alone = mapping(payload)
    if _is_result(alone):
        yield alone
        return
    left = _MOST_RESULTS
    waiting: list[tuple[object, int]] = [(payload, 0)]
    while waiting and left:
        node, depth = waiting.pop()
        children: list[object] = []
        if isinstance(node, list):
            children = node
        elif isinstance(node, dict) and "promotedMetadata" not in node:
            for name in _NAMES:
                held = node.get(name)
                for holder in held if isinstance(held, list) else [held]:
                    if left and isinstance(holder, dict):
                        left -= 1
                        yield mapping(holder.get("result"))
            children = [value for key, value in node.items() if key not in _NAMES]
        if depth < _DEEPEST:
            waiting += [(c, depth + 1) for c in reversed(children) if isinstance(c, (dict, list))]


def read_result(told: Mapping[str, Any]) -> Answer:
    """What a result says of its post."""
    result = _inner(told)
    if "legacy" not in result:
        return _without(result)
    try:
        parsed = parse_v11(_status(result, _NESTED))
    except ValueError as error:
        return Failed(
            reason="malformed", detail=f"X's answer has a shape that is not known here: {error}."
        )
    version = next(iter(parsed.versions))
    known = {_first(r): r for r in _nested(result)}
    return found(
        replace(
            parsed,
            versions={version: _finished(parsed.versions[version], result)},
            along=tuple(
                _finished(s, known[s.native_id]) if s.native_id in known else s
                for s in parsed.along
            ),
        ),
        version,
    )


def _is_result(node: Mapping[str, Any]) -> bool:
    kind = str(node.get("__typename"))
    of_status = "rest_id" in node and "full_text" in mapping(node.get("legacy"))
    return (
        of_status
        or kind == "TweetUnavailable"
        or ("tweet" in node and kind.startswith("TweetWith"))
    )


def _inner(told: object) -> dict[str, Any]:
    result = mapping(told)
    return mapping(result.get("tweet")) or result


def _without(result: Mapping[str, Any]) -> Gone | Refused | Failed:
    """What a result without a post says of it."""
    if "tombstone" in result:
        return tombstone(result)
    if not result:
        return Refused(reason="not shown", detail="X answered with nothing about this post.")
    reason = string(result.get("reason"))
    if result.get("__typename") == "TweetUnavailable":
        words = f"TweetUnavailable: {reason or 'no reason'}"
        if reason == "Suspended":
            return Gone(cause="account suspended", basis=words)
        detail = f"X would not show it: “{words}”"
        if reason == "Protected":
            return Refused(reason="protected", detail=detail)
        if reason is not None and reason.startswith("Nsfw"):
            return Refused(reason="blocked here", detail=detail)
        return Refused(reason="not shown", detail=detail)
    return Failed(
        reason="malformed",
        detail="X's answer has a shape that is not known here: a result without a post.",
    )


def _status(result: Mapping[str, Any], depth: int) -> dict[str, Any]:
    """A result as a status of API v1.1, which its ``legacy`` is but for what moved out of it."""
    legacy = mapping(result.get("legacy"))
    status = {
        **legacy,
        "id_str": result.get("rest_id") or legacy.get("id_str"),
        "user": _user(result),
        "edit_info": {"initial": {"editTweetIds": _edits(result)}},
        "card": _card(result),
    }
    for name, held in (
        ("retweeted_status", legacy.get("retweeted_status_result")),
        ("quoted_status", result.get("quoted_status_result")),
    ):
        inner = _inner(mapping(held).get("result"))
        if depth and "legacy" in inner:
            status[name] = _status(inner, depth - 1)
    note = mapping(
        mapping(mapping(result.get("note_tweet")).get("note_tweet_results")).get("result")
    )
    text = note.get("text")
    if isinstance(text, str) and text:
        status["extended_tweet"] = _long(note, legacy)
    elif "note_tweet" in result:
        status["truncated"] = True
    return status


def _user(result: Mapping[str, Any]) -> dict[str, Any]:
    told = mapping(mapping(mapping(result.get("core")).get("user_results")).get("result"))
    old, core = mapping(told.get("legacy")), mapping(told.get("core"))
    id_ = told.get("rest_id") or mapping(result.get("legacy")).get("user_id_str")
    return {
        "id_str": id_,
        "name": core.get("name") or old.get("name"),
        "screen_name": core.get("screen_name") or old.get("screen_name"),
        "profile_image_url_https": mapping(told.get("avatar")).get("image_url")
        or old.get("profile_image_url_https"),
        "protected": mapping(told.get("privacy")).get("protected") is True
        or old.get("protected") is True,
    }


def _edits(result: Mapping[str, Any]) -> object:
    control = mapping(result.get("edit_control"))
    return control.get("edit_tweet_ids") or mapping(control.get("edit_control_initial")).get(
        "edit_tweet_ids"
    )


def _first(result: Mapping[str, Any]) -> str:
    """The native id: that of the first version."""
    id_ = result.get("rest_id")
    return chain_of(id_, _edits(result))[0] if is_id(id_) else ""


def _nested(result: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    for held in (
        mapping(result.get("legacy")).get("retweeted_status_result"),
        result.get("quoted_status_result"),
    ):
        yield _inner(mapping(held).get("result"))


def _card(result: Mapping[str, Any]) -> dict[str, Any]:
    card = mapping(result.get("card"))
    return mapping(card.get("legacy")) or card


def _long(note: Mapping[str, Any], legacy: Mapping[str, Any]) -> dict[str, Any]:
    """The whole of a long text, in the form that API v1.1 gives it in: its own is not escaped."""
    spans = mapping(note.get("entity_set"))
    core = {"text": note.get("text")}
    for theirs, name, word, its in (
        ("hashtags", "hashtags", "text", "text"),
        ("symbols", "cashtags", "text", "text"),
        ("user_mentions", "mentions", "screenName", "screen_name"),
        ("urls", "urls", "shortUrl", "url"),
    ):
        core[name] = [
            {
                word: item.get(its),
                "expandedUrl": item.get("expanded_url"),
                "displayUrl": item.get("display_url"),
                "fromIndex": indices[0],
                "toIndex": indices[1],
            }
            for item in mappings(spans.get(theirs))
            if isinstance(indices := item.get("indices"), list) and len(indices) == 2
        ]
    long = extended({"core": core}, escaped=False)
    bounds = legacy.get("display_text_range")
    if isinstance(bounds, list) and len(bounds) == 2:
        # That of the short text: of the long one it tells the beginning only.
        long["display_text_range"] = [bounds[0], len(long["full_text"])]
    return long


def _finished(snapshot: Snapshot, result: Mapping[str, Any]) -> Snapshot:
    """A snapshot with what stands beside the status."""
    views = number(mapping(result.get("views")).get("count"))
    if views is not None:
        snapshot = replace(snapshot, counts={**snapshot.counts, "views": views})
    if snapshot.kind == "repost":
        return snapshot
    pivot = mapping(result.get("birdwatch_pivot"))
    if result.get("has_birdwatch_notes") is True or pivot:
        words = string(mapping(pivot.get("subtitle")).get("text"))
        warning = (
            f"X showed a community note under this post: “{words}”"
            if words
            else "X showed a community note under this post, whose words were not given."
        )
        snapshot = replace(
            snapshot, labels=(*snapshot.labels, NOTED), warnings=(*snapshot.warnings, warning)
        )
    article = mapping(mapping(mapping(result.get("article")).get("article_results")).get("result"))
    if article:
        snapshot = _of_article(snapshot, article)
    return replace(snapshot, quoted=_quoted(snapshot.quoted, result))


def _quoted(link: PostLink | None, result: Mapping[str, Any]) -> PostLink | None:
    """The link to a quoted post; of one that X would not show, with the reason."""
    legacy = mapping(result.get("legacy"))
    if link is None:
        address = mapping(legacy.get("quoted_status_permalink")).get("expanded")
        id_ = post_id_in(string(address))
        link = None if id_ is None else link_to(id_, unavailable="not taken")
    inner = _inner(mapping(result.get("quoted_status_result")).get("result"))
    if link is None or not inner or "legacy" in inner:
        return link
    return replace(link, unavailable=_reason(_without(inner)))


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


def _of_article(snapshot: Snapshot, article: Mapping[str, Any]) -> Snapshot:
    """The post of an article, with its title as the first paragraph. Most answers have the
    beginning of its words only.
    """
    of_link = len(snapshot.facets) == 1 and snapshot.facets[0].end - snapshot.facets[
        0
    ].start == len(snapshot.text)
    title = string(article.get("title"))
    if title is None or not (of_link or not snapshot.text):
        return replace(
            snapshot, warnings=(*snapshot.warnings, "The article in this post was not kept.")
        )
    blocks = mappings(mapping(article.get("content_state")).get("blocks"))
    whole = string(article.get("plain_text")) or "\n\n".join(
        text for block in blocks if (text := string(block.get("text"))) is not None
    )
    told = whole or string(article.get("preview_text"))
    text, replaced = clean_text("\n\n".join(part for part in (title, told) if part))
    cut = () if whole else ("X gave only the beginning of this article.",)
    return replace(
        snapshot,
        text=text,
        facets=(),
        media=_cover(article) or snapshot.media,
        completeness=snapshot.completeness if whole else "cut",
        warnings=(*snapshot.warnings, *replaced, *cut),
    )


def _cover(article: Mapping[str, Any]) -> tuple[Media, ...]:
    info = mapping(mapping(article.get("cover_media")).get("media_info"))
    picture = web_address(info.get("original_img_url"))
    if picture is None:
        return ()
    return (
        Media(
            kind="image",
            urls=image_urls(picture),
            native_id=native_id_of(picture),
            width=number(info.get("original_img_width")) or None,
            height=number(info.get("original_img_height")) or None,
        ),
    )
