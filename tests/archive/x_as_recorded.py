"""What X's recorded answers say of each post, by plain look-ups: the other path to what the parsers
make of them. It replaces words where they cut by offsets.
"""

import json
import re
from collections.abc import Iterator
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

__all__ = ["Json", "Told", "load", "told_in", "told_in_v2"]

Json = dict[str, Any]


class Told(NamedTuple):
    """One post, as its recording tells it."""

    id: str
    text: str
    handle: str | None
    name: str | None
    marks: list[str]
    """Hashtags, cashtags and mentions that are seen, in small letters, sorted."""
    links: list[str]
    """Full addresses of the links that are seen, sorted."""
    media: list[tuple[str, str, int | None, int | None, str | None]]
    """Kind, address of the picture, width, height, alternative text."""
    quoted: str | None
    parent: str | None
    reposted: str | None
    poll: list[tuple[str, int]]
    card: str | None
    time: datetime | None
    """At which X says that this version was made, to the second."""
    edited: bool


@cache
def load(path: Path) -> Any:
    return json.loads(path.read_text(encoding="utf-8"))


def told_in(value: Any) -> Iterator[Told]:
    """Each post in an answer of tweet-result, of GraphQL or of API v1.1, nested ones, too."""
    for node in _all(value):
        if "rest_id" in node and "full_text" in node.get("legacy", {}):
            yield _told(node["legacy"], node)
        elif "id_str" in node and ("text" in node or "full_text" in node) and "user" in node:
            yield _told(node, {})


def _all(value: Any) -> Iterator[Json]:
    if isinstance(value, dict):
        yield value
        for inner in value.values():
            yield from _all(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _all(inner)


def _told(status: Json, result: Json) -> Told:
    whole = status.get("extended_tweet", status)
    note = result.get("note_tweet", {}).get("note_tweet_results", {}).get("result")
    reposted = status.get("retweeted_status_result", {}).get("result") or status.get(
        "retweeted_status"
    )
    text, spans = (
        (note["text"], note["entity_set"])
        if note
        else (whole.get("full_text", whole.get("text")), whole.get("entities", {}))
    )
    # Modes for old clients tell no range: there a reply shows the handles that it begins with.
    handles = (
        re.match(r"(@\w+\s+)*", text or "") if status.get("in_reply_to_status_id_str") else None
    )
    told = (whole if note is None else status).get("display_text_range")
    bounds = told or [handles.end() if handles else 0]
    begin = bounds[0] if note is None or text.startswith("@") else 0
    urls = spans.get("urls") or []
    hidden = [m["url"] for m in _media(status, whole)]
    quoted = status.get("quoted_status_id_str") or status.get("quoted_tweet", {}).get("id_str")
    its_own = (result.get("rest_id") or status["id_str"]) if status.get("truncated") else None
    hidden += [
        u["url"]
        for u in urls
        for id_ in (quoted, its_own)
        if id_ and id_ in (u.get("expanded_url") or "")
    ]
    shown = text[begin:]
    if note is None:
        for escaped, sign in (("&lt;", "<"), ("&gt;", ">"), ("&amp;", "&")):
            shown = shown.replace(escaped, sign)
    shown = shown.rstrip()
    gone: set[str] = set()
    while any(shown.endswith(link) for link in hidden):
        link = next(link for link in hidden if shown.endswith(link))
        gone.add(link)
        shown = shown.removesuffix(link).rstrip()
    for url in urls:
        shown = shown.replace(url["url"], url.get("display_url") or url["url"])
    user = _user(status, result)
    inner = (reposted or {}).get("tweet") or reposted
    seen = [
        (sign + item[key]).lower()
        for name, sign, key in (
            ("hashtags", "#", "text"),
            ("symbols", "$", "text"),
            ("user_mentions", "@", "screen_name"),
        )
        for item in spans.get(name) or []
        if item["indices"][0] >= begin
    ]
    values = _card(result or status)
    return Told(
        id=result.get("rest_id") or status["id_str"],
        text="" if reposted else shown,
        handle=user.get("screen_name"),
        name=user.get("name"),
        marks=[] if reposted else sorted(seen),
        links=[]
        if reposted
        else sorted(u["expanded_url"] for u in urls if u["url"] not in gone and u["expanded_url"]),
        media=[]
        if reposted
        else [
            (
                {"photo": "image", "video": "video", "animated_gif": "gif"}[m["type"]],
                m["media_url_https"],
                m.get("original_info", {}).get("width"),
                m.get("original_info", {}).get("height"),
                m.get("ext_alt_text"),
            )
            for m in _media(status, whole)
        ],
        quoted=None if reposted else quoted,
        parent=status.get("in_reply_to_status_id_str"),
        reposted=inner and (inner.get("rest_id") or inner["id_str"]),
        poll=[
            (values[f"choice{n}_label"], int(values[f"choice{n}_count"]))
            for n in range(1, 5)
            if f"choice{n}_label" in values
        ],
        card=values.get("title") if not reposted else None,
        time=_time(status.get("created_at", "")),
        edited=len(_chain(result)) > 1,
    )


def _chain(result: Json) -> list[str]:
    control = result.get("edit_control", {})
    control = control.get("edit_control_initial", control)
    ids: list[str] = control.get("edit_tweet_ids", [])
    return ids


def told_in_v2(tweet: Json) -> tuple[str, list[str], list[str]]:
    """A post's text, its marks and its links, as the API v2 tells them."""
    kinds = {one["type"]: one["id"] for one in tweet.get("referenced_tweets", [])}
    if "retweeted" in kinds:
        return "", [], []
    entities = tweet.get("entities", {})
    text, begin = tweet["text"], 0
    if "replied_to" in kinds:
        leading = re.match(r"(@\w+\s+)+", text)
        begin = leading.end() if leading else 0
    hidden = [
        url["url"]
        for url in entities.get("urls", [])
        if url.get("display_url", "").startswith(("pic.twitter.com/", "pic.x.com/"))
        or ("quoted" in kinds and kinds["quoted"] in url.get("expanded_url", ""))
    ]
    shown = text[begin:].rstrip()
    gone = set()
    while link := next((link for link in hidden if shown.endswith(link)), None):
        gone.add(link)
        shown = shown.removesuffix(link).rstrip()
    for escaped, sign in (("&lt;", "<"), ("&gt;", ">"), ("&amp;", "&")):
        shown = shown.replace(escaped, sign)
    for url in entities.get("urls", []):
        shown = shown.replace(url["url"], url.get("display_url") or url["url"])
    marks = [
        (sign + item[key]).lower()
        for name, sign, key in (
            ("hashtags", "#", "tag"),
            ("cashtags", "$", "tag"),
            ("mentions", "@", "username"),
        )
        for item in entities.get(name, [])
        if item["start"] >= begin
    ]
    links = [u["expanded_url"] for u in entities.get("urls", []) if u["url"] not in gone]
    return shown, sorted(marks), sorted(links)


def _media(status: Json, whole: Json) -> list[Json]:
    for entities in (
        whole.get("extended_entities"),
        status.get("extended_entities"),
        {"media": status.get("mediaDetails")},
        whole.get("entities"),
    ):
        media: list[Json] = (entities or {}).get("media") or []
        if media:
            return [{**item, "url": item.get("url", "-")} for item in media]
    return []


def _user(status: Json, result: Json) -> Json:
    if not result:
        user: Json = status["user"]
        return user
    told = result["core"]["user_results"]["result"]
    return {**told.get("legacy", {}), **told.get("core", {})}


def _card(holder: Json) -> Json:
    card: Json = holder.get("card") or {}
    values = card.get("legacy", card).get("binding_values", {})
    pairs = (
        values.items()
        if isinstance(values, dict)
        else [(item["key"], item["value"]) for item in values]
    )
    return {key: value.get("string_value") for key, value in pairs}


def _time(text: str) -> datetime | None:
    if not text:
        return None
    if text[0].isdigit():
        return datetime.fromisoformat(text).replace(microsecond=0)
    return datetime.strptime(text, "%a %b %d %H:%M:%S %z %Y")
