"""Kinds of post on X, Bluesky, the fediverse and Truth Social."""

from collections.abc import Callable
from typing import Any

from archive.outcome import Found
from archive.platforms.fediverse.mastodon_parse import parse_status
from archive.platforms.truth.parse import read_truth
from archive.text import MAX_HTML
from tests.archive import bluesky_posts, fediverse_data, truth_data, x_payloads
from tests.archive.kinds import ARABIC, FILE, LONG, NONE, UNSEEN, NoSource

__all__ = ["ANSWERS"]

# X

x, gx, v2 = x_payloads.tweet, x_payloads.graphql, x_payloads.v2


def _x_media(kind: str, most: int = 1) -> Any:
    one = x_payloads.photo(type=kind)
    return x(
        mediaDetails=[
            {**one, "media_url_https": f"https://pbs.twimg.com/media/A{n}.jpg"} for n in range(most)
        ]
    )


def _x_poll(closed: bool) -> Any:
    told = {"choice1_label": "Yes", "choice1_count": "2", "choice2_label": "No"}
    values: dict[str, Any] = {k: {"string_value": v, "type": "STRING"} for k, v in told.items()}
    values["counts_are_final"] = {"boolean_value": closed, "type": "BOOLEAN"}
    return x(card={"name": "poll2choice_text_only", "binding_values": values})


def _x_card() -> Any:
    values = {"title": "The plan", "card_url": "https://example.org/plan"}
    return x(
        card={
            "name": "summary",
            "binding_values": {k: {"string_value": v} for k, v in values.items()},
        }
    )


def _x_quote(words: str) -> Any:
    return x(quoted_status_id_str=x_payloads.QUOTED, quoted_tweet=x_payloads.tombstone(words))


def _x_edited() -> Any:
    second = x_payloads.SECOND
    told = v2("On Tuesday.", id=second, edit_history_tweet_ids=[x_payloads.FIRST, second])
    told["includes"]["tweets"] = [{"id": x_payloads.FIRST, "text": "On Monday.", "author_id": "1"}]
    return told


def _x_place() -> Any:
    told = v2(geo={"place_id": "p1"})
    told["includes"]["places"] = [{"id": "p1", "full_name": "Border City"}]
    return told


def _x_article() -> Any:
    link = "https://t.co/abc"
    url = x_payloads.url_entity(link, link, "http://x.com/i/article/1", "x.com/i/article/1")
    told = {"title": "On bridges", "content_state": {"blocks": [{"text": "They are safe."}]}}
    return {
        "data": {
            "tweetResult": {
                "result": gx(
                    link,
                    legacy={"entities": {"urls": [url]}},
                    article={"article_results": {"result": told}},
                )
            }
        }
    }


def _x_long() -> Any:
    note = {"text": LONG.strip(), "entity_set": {}}
    told = gx("The bridge…", note_tweet={"note_tweet_results": {"result": note}})
    return {"data": {"tweetResult": {"result": told}}}


def _x_repost() -> Any:
    inner = gx(rest_id=x_payloads.QUOTED)
    told = gx("RT @bob: The…", legacy={"retweeted_status_result": {"result": inner}})
    return {"data": {"tweetResult": {"result": told}}}


X: dict[str, Any] = {
    "text": x(),
    "1 image": _x_media("photo"),
    "20 images": _x_media("photo", 20),
    "video": _x_media("video"),
    "GIF": _x_media("animated_gif"),
    "audio": NONE,
    "open poll": _x_poll(closed=False),
    "closed poll": _x_poll(closed=True),
    "link card": _x_card(),
    "quote": x(quoted_tweet=x(id_str=x_payloads.QUOTED)),
    "quote of a post that is gone": _x_quote("This Post was deleted by the Post author."),
    "quote of one by somebody who blocks": NoSource(UNSEEN),
    "quote of a private one": _x_quote(
        "You’re unable to view this Post because this account owner limits who can view their "
        "Posts."
    ),
    "repost": _x_repost(),
    "reply": x(in_reply_to_status_id_str=x_payloads.PARENT, in_reply_to_screen_name="bob"),
    "edited: what it was before": _x_edited(),
    "edited: that it was": x_payloads.chain(
        version=x_payloads.THIRD, stale=False, text="On Friday."
    ),
    "long, whole": _x_long(),
    "long, cut: it says so": x("The bridge…", note_tweet={"id": "1"}),
    "article": _x_article(),
    "content warning": NONE,
    "sensitive": x(possibly_sensitive=True),
    "place, where it is switched on": _x_place(),
    "language with its region": x(lang="zh-tw"),
    "right to left": x(ARABIC, lang="ar"),
}

# Bluesky


def _blue(embed: Any = None, view: Any = None, **more: Any) -> Any:
    """The answer of ``getPosts``; ``more`` is of the record."""
    text = more.pop("text", "Council votes today.")
    told = bluesky_posts.record(text, **({"embed": embed} if embed else {}), **more)
    shown = {"embed": view} if view else {}
    return {"posts": [bluesky_posts.post_view(text, record=told, **shown)]}


def _blue_images(most: int) -> Any:
    cids = [f"bafkreia{'b' * 49}{n:02}" for n in range(most)]
    items = [{"image": bluesky_posts.blob(cid), "alt": "A bridge"} for cid in cids]
    views = [{"fullsize": f"{bluesky_posts.CDN}/{bluesky_posts.DID}/{cid}"} for cid in cids]
    kind = "app.bsky.embed.gallery"
    return _blue({"$type": kind, "items": items}, {"$type": f"{kind}#view", "items": views})


def _blue_video(**more: Any) -> Any:
    kind = "app.bsky.embed.video"
    blob = bluesky_posts.blob(mime="video/mp4")
    view = {"$type": f"{kind}#view", "playlist": f"{FILE}/a.m3u8", "thumbnail": f"{FILE}/a.jpg"}
    return _blue({"$type": kind, "video": blob, **more}, view)


def _blue_quote(view: str | None = None) -> Any:
    kind = "app.bsky.embed.record"
    uri = bluesky_posts.uri_of(bluesky_posts.OTHER, "3lquoted")
    shown = {"uri": uri, "$type": f"{kind}#{view}"} if view else {"uri": uri}
    embed = {"$type": kind, "record": {"uri": uri, "cid": bluesky_posts.CID}}
    return _blue(embed, {"$type": f"{kind}#view", "record": shown})


_CARD = {"uri": "https://example.org/plan", "title": "The plan", "description": ""}
_ABOVE = {"uri": bluesky_posts.uri_of(bluesky_posts.OTHER, "3labove"), "cid": bluesky_posts.CID}

BLUESKY: dict[str, Any] = {
    "text": _blue(),
    "1 image": _blue_images(1),
    "20 images": _blue_images(20),
    "video": _blue_video(),
    "GIF": _blue_video(presentation="gif"),
    "audio": NONE,
    "open poll": NONE,
    "closed poll": NONE,
    "link card": _blue({"$type": "app.bsky.embed.external", "external": _CARD}),
    "quote": _blue_quote(),
    "quote of a post that is gone": _blue_quote("viewNotFound"),
    "quote of one by somebody who blocks": _blue_quote("viewBlocked"),
    "quote of a private one": NONE,
    "repost": {
        "uri": bluesky_posts.REPOST.url,
        "cid": bluesky_posts.CID,
        "value": bluesky_posts.repost(),
    },
    "reply": _blue(reply={"root": _ABOVE, "parent": _ABOVE}),
    "edited: what it was before": NoSource(
        "a record that was replaced is there under its new CID alone: captures before and after "
        "it are two snapshots"
    ),
    "edited: that it was": NoSource("nothing in a record says that it replaced another"),
    "long, whole": NONE,
    "long, cut: it says so": NONE,
    "article": NONE,
    "content warning": NONE,
    "sensitive": _blue(labels={"values": [{"val": "graphic-media"}]}),
    "place, where it is switched on": NONE,
    "language with its region": _blue(langs=["pt-BR"]),
    "right to left": _blue(text=ARABIC),
}

# The fediverse, and Truth Social, whose API is of Mastodon's shape

_Status = Callable[..., dict[str, Any]]


def _attached(kind: str, most: int = 1) -> dict[str, Any]:
    return {
        "media_attachments": [
            fediverse_data.attachment(kind, id=str(n), url=f"{FILE}/{n}") for n in range(most)
        ]
    }


def _poll(expired: bool) -> dict[str, Any]:
    options = [{"title": "Yes", "votes_count": 2}, {"title": "No", "votes_count": 1}]
    return {"poll": {"options": options, "expired": expired}}


def _mastodon(status: _Status) -> dict[str, Any]:
    """What both have."""
    other = status(fediverse_data.snowflake(fediverse_data.POSTED, 9), "bob")
    return {
        "text": status(),
        "1 image": status(**_attached("image")),
        "20 images": status(**_attached("image", 20)),
        "video": status(**_attached("video")),
        "GIF": status(**_attached("gifv")),
        "audio": status(**_attached("audio")),
        "open poll": status(**_poll(expired=False)),
        "closed poll": status(**_poll(expired=True)),
        "link card": status(card={"url": "https://example.org/plan", "title": "The plan"}),
        "quote": status(quote=other),
        "repost": status(content="", reblog=other),
        "reply": status(in_reply_to_id="7", in_reply_to_account_id="8"),
        "edited: that it was": status(edited_at=fediverse_data.stamp(fediverse_data.LATER)),
        "long, whole": status(content=f"<p>{LONG}</p>"),
        "sensitive": status(sensitive=True),
        "language with its region": status(language="es-MX"),
        "right to left": status(content=f"<p>{ARABIC}</p>", language="ar"),
    }


def _state(state: str) -> Any:
    return fediverse_data.status(quote={"state": state, "quoted_status": None})


_HISTORY = [
    {"content": f"<p>{text}</p>", "created_at": fediverse_data.stamp(at)}
    for text, at in (("Was", fediverse_data.POSTED), ("Is", fediverse_data.LATER))
]
_EDITED = parse_status(
    fediverse_data.status(
        content="<p>Is</p>", edited_at=fediverse_data.stamp(fediverse_data.LATER)
    ),
    fediverse_data.BASE,
    history=_HISTORY,
)

FEDIVERSE: dict[str, Any] = {
    **_mastodon(fediverse_data.status),
    "quote of a post that is gone": _state("deleted"),
    "quote of one by somebody who blocks": _state("blocked_account"),
    "quote of a private one": _state("unauthorized"),
    "edited: what it was before": Found(ref=_EDITED.snapshots[-1].ref, snapshots=_EDITED.snapshots),
    "long, cut: it says so": fediverse_data.status(content=f"<p>{'a' * MAX_HTML}</p>"),
    "article": fediverse_data.note(type="Article", name="On bridges", content="<p>Safe.</p>"),
    "content warning": fediverse_data.status(spoiler_text="Bridges"),
    "place, where it is switched on": fediverse_data.note(
        location={"type": "Place", "name": "Border City", "latitude": 31.7, "longitude": -106.4}
    ),
}

TRUTH: dict[str, Any] = {
    **_mastodon(truth_data.truth),
    "audio": NONE,
    "quote of a post that is gone": truth_data.truth(
        quote_id="7", quote={"id": "7", "tombstone": {"reason": "deleted"}}
    ),
    "quote of one by somebody who blocks": NoSource(UNSEEN),
    "quote of a private one": NoSource(UNSEEN),
    "edited: what it was before": read_truth(
        truth_data.truth(content="<p>Is</p>", edited_at=_HISTORY[1]["created_at"]), history=_HISTORY
    ),
    "long, cut: it says so": truth_data.truth(content=f"<p>{'a' * MAX_HTML}</p>"),
    "article": truth_data.truth(title="On bridges", content="<p>Safe.</p>"),
    "content warning": NONE,
    "place, where it is switched on": NONE,
}

ANSWERS = {"x": X, "bluesky": BLUESKY, "fediverse": FEDIVERSE, "truth": TRUTH}
