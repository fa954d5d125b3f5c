"""JSON lines of X's API v2, as twarc2 collected them: a page of answers a line, with ``includes``
beside ``data``; or flattened, a post a line with all that belongs to it inside; or bare posts.
"""

from collections.abc import Iterator, Mapping
from typing import IO, Any

from archive.importing.reading import json_values
from archive.importing.rows import Asked, Problem, Row, Unreadable, found_in_file
from archive.platforms.shape import Json, mapping, mappings, moment
from archive.platforms.x.post import found
from archive.platforms.x.v2 import parse_v2_page

__all__ = ["looks_so", "read"]


def looks_so(value: dict[str, Any]) -> bool:
    """Whether a JSON object is surely an answer of API v2, or a post out of one."""
    data = value.get("data")
    page = {"includes", "__twarc", "meta"} & value.keys()
    if page and isinstance(data, (dict, list)):
        value = (mappings(data) or [{}])[0] if isinstance(data, list) else data
        return {"id", "text"} <= value.keys()
    return {"id", "text"} <= value.keys() and bool(
        {"author_id", "edit_history_tweet_ids"} & value.keys()
    )


def read(stream: IO[bytes], _asked: Asked) -> Iterator[Row | Problem]:
    """See :data:`archive.importing.rows.Read`."""
    for item in json_values(stream):
        if isinstance(item, Problem):
            yield item
            continue
        row, value, notes = item
        answer = mapping(value)
        if "data" not in answer and "meta" in answer:
            continue  # a page on which there was nothing
        had = moment(mapping(answer.get("__twarc")).get("retrieved_at"))
        for parsed in parse_v2_page(answer if "data" in answer else _page(answer)):
            if isinstance(parsed, ValueError):
                wrong = Unreadable(str(parsed))
                yield Problem(row=row, what=wrong.what, next_step=wrong.next_step)
            else:
                there = found_in_file(found(parsed, parsed.chain[-1]), had)
                yield Row(row=row, found=there, notes=notes)


def _page(tweet: Json) -> Json:
    """An answer as X gave it, put together again of a flattened post."""
    includes: dict[str, list[Json]] = {"users": [], "media": [], "polls": [], "tweets": []}
    _gather(tweet, includes)
    for other in mappings(tweet.get("referenced_tweets")):
        if isinstance(other.get("text"), str):
            _gather(other, includes)
            includes["tweets"].append(other)
    return {"data": tweet, "includes": includes}


def _gather(tweet: Mapping[str, Any], includes: Mapping[str, list[Json]]) -> None:
    """What twarc2 put into a post, in the places where X has it."""
    includes["users"].append({**mapping(tweet.get("author")), "id": tweet.get("author_id")})
    attachments = mapping(tweet.get("attachments"))
    includes["media"] += mappings(attachments.get("media"))
    poll = attachments.get("poll")
    includes["polls"] += mappings([poll] if isinstance(poll, dict) else poll)
