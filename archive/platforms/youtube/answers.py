"""What an answer of YouTube says: the video or post, or why there is none. Pure.

Only the API's documented words for a video's state say that it is gone
(https://developers.google.com/youtube/v3/docs/videos#status). What a page says in its own
language to whoever may not see a video is told to the editor, and decides nothing.
"""

from urllib.parse import urlsplit

from archive.outcome import Answer, Failed, Found, Gone, GoneCause, Refused
from archive.platforms.answers import data_of
from archive.platforms.base import Response, Saved
from archive.platforms.oembed import Oembed, oembed_of, read_oembed
from archive.platforms.page_facts import PageFacts, facts_of, html_of, json_behind
from archive.platforms.shape import Json, mapping, mappings, string
from archive.platforms.youtube.post import of_post
from archive.platforms.youtube.urls import is_video, ref_of
from archive.platforms.youtube.video import of_api, of_envelope, of_page, of_player
from archive.records import PostRef, Snapshot

__all__ = [
    "read_api",
    "read_envelope",
    "read_html",
    "read_page",
    "read_saved_html",
    "read_saved_json",
]

_CONSENT = "consent.youtube.com"
_WHY_REJECTED: dict[str, GoneCause] = {
    "uploaderAccountClosed": "account deleted",
    "uploaderAccountSuspended": "account suspended",
}


def read_envelope(response: Response, ref: PostRef | None) -> Answer:
    """An oEmbed answer about a video. ``ref`` is the one that was asked for; ``None``: any."""
    if response.status == 400:  # so it answers about what it does not know (see the issues of pomu)
        return Refused(reason="not shown", detail="YouTube answered HTTP 400 about this video.")
    if response.status == 401:  # also for a video whose owner forbids embeds, which is no login
        return Refused(
            reason="login",
            detail="YouTube gives no embed of this video (HTTP 401): it may be private, or its "
            "owner forbids embeds.",
        )
    envelope = read_oembed(response, "YouTube")
    return envelope if isinstance(envelope, (Refused, Failed)) else _of(envelope, ref)


def _of(envelope: Oembed, ref: PostRef | None) -> Answer:
    snapshot = of_envelope(envelope)
    if snapshot is None:
        return Failed(
            reason="malformed", detail="YouTube's embed is of no single video (a playlist, say)."
        )
    return _asked_for(snapshot, ref)


def read_page(response: Response, ref: PostRef | None) -> Answer:
    """A watch page, the page of a post, or a player's frame."""
    if urlsplit(response.url).hostname == _CONSENT:
        return _consent()
    html = html_of(response, "YouTube")
    return read_html(html, response.url, ref) if isinstance(html, str) else html


def read_html(html: str, url: str, ref: PostRef | None) -> Answer:
    """The page that is at hand."""
    return _of_facts(html, facts_of(html, url), ref)


def _of_facts(html: str, facts: PageFacts, ref: PostRef | None) -> Answer:
    if urlsplit(facts.canonical or "").hostname == _CONSENT:
        return _consent()
    posted = None if ref is not None and is_video(ref.native_id) else of_post(html)
    if posted is not None:
        return _asked_for(posted, ref)
    player = json_behind(html, "ytInitialPlayerResponse =")
    snapshot = of_page(facts, player)
    if snapshot is None:
        snapshot = of_player(html, facts)
    if snapshot is not None:
        return _asked_for(snapshot, ref)
    return _unplayable(mapping(player.get("playabilityStatus")))


def read_api(response: Response, ref: PostRef) -> Answer:
    """An answer of ``videos.list`` about one id."""
    if response.status in {400, 403}:
        return _problem(response)
    found = data_of(response, "YouTube's API")
    if isinstance(found, (Refused, Failed)):
        return found
    answer = mapping(found)
    if not isinstance(answer.get("items"), list):
        return Failed(reason="malformed", detail="YouTube's API answered with no list of videos.")
    items = mappings(answer["items"])
    if not items:
        return Refused(
            reason="not shown",
            detail="YouTube's API knows no such video for us: it may be private, or gone.",
        )
    return _item(items[0], ref)


def _item(video: Json, ref: PostRef | None) -> Answer:
    """A ``youtube#video`` resource."""
    status = mapping(video.get("status"))
    uploaded, why = string(status.get("uploadStatus")), string(status.get("rejectionReason"))
    if ref is not None and video.get("id") != ref.native_id:
        return _another(string(video.get("id")), ref)
    if uploaded == "deleted":
        return Gone(cause="unknown", basis="YouTube's API says: uploadStatus “deleted”")
    if uploaded == "rejected":
        return Gone(
            cause=_WHY_REJECTED.get(why or "", "removed by the platform"),
            basis="YouTube's API says: uploadStatus “rejected”"
            + (f", rejectionReason “{why[:60]}”" if why else ""),
        )
    if status.get("privacyStatus") == "private":
        return Refused(reason="protected", detail="YouTube's API says: privacyStatus “private”.")
    snapshot = of_api(video)
    if snapshot is None:
        return Failed(reason="malformed", detail="YouTube's API answered with no video.")
    return Found(ref=ref_of(snapshot.native_id), snapshots=(snapshot,))


def read_saved_html(saved: Saved) -> tuple[Answer, ...]:
    """What a page of YouTube says that somebody saved; empty: it is none of YouTube's, or none
    of a video or post.
    """
    html = saved.text()
    if html.lstrip()[:1] != "<" or "youtube" not in html:
        return ()
    facts = facts_of(html, saved.url or "")
    address = facts.canonical or facts.meta.get("og:url") or ""
    host = urlsplit(address).hostname or ""
    ours = host == "youtube.com" or host.endswith(".youtube.com")
    if not ours and of_post(html) is None:
        return ()
    return (_of_facts(html, facts, None),)


def read_saved_json(value: object) -> tuple[Answer, ...]:
    """What JSON of YouTube says that somebody saved; empty: it is none of YouTube's."""
    told = mapping(value)
    if told.get("kind") == "youtube#videoListResponse":
        return tuple(_item(video, None) for video in mappings(told.get("items")))
    if told.get("kind") == "youtube#video":
        return (_item(told, None),)
    if told.get("provider_name") != "YouTube":
        return ()
    envelope = oembed_of(told, "YouTube")
    return (envelope if isinstance(envelope, Failed) else _of(envelope, None),)


def _problem(response: Response) -> Refused | Failed:
    """An error of the API (https://developers.google.com/youtube/v3/docs/errors)."""
    try:
        error = mapping(mapping(response.json()).get("error"))
    except (ValueError, RecursionError):  # no JSON: the status is all there is
        error = {}
    reasons = {string(one.get("reason")) for one in mappings(error.get("errors"))}
    words = string(error.get("message")) or f"HTTP {response.status}"
    if reasons & {"quotaExceeded", "rateLimitExceeded", "dailyLimitExceeded"}:
        return Refused(reason="limited", detail=f"YouTube's API answered: {words[:200]}")
    return Refused(reason="not shown", detail=f"YouTube's API answered: {words[:200]}")


def _unplayable(status: Json) -> Refused:
    words = string(status.get("reason"))
    said = f" It says: “{words[:200]}”" if words else ""
    if string(status.get("status")) in {"LOGIN_REQUIRED", "AGE_VERIFICATION_REQUIRED"}:
        return Refused(reason="login", detail=f"YouTube wants a login first.{said}")
    return Refused(reason="not shown", detail=f"YouTube's page holds no such video.{said}")


def _consent() -> Refused:
    return Refused(
        reason="not shown",
        detail="YouTube led us to its page that asks for consent to cookies, and not to the post.",
    )


def _asked_for(snapshot: Snapshot, ref: PostRef | None) -> Answer:
    if ref is not None and snapshot.native_id != ref.native_id:
        return _another(snapshot.native_id, ref)
    return Found(ref=snapshot.ref, snapshots=(snapshot,))


def _another(native_id: str | None, ref: PostRef) -> Failed:
    return Failed(
        reason="another post",
        detail=f"YouTube was asked for {ref.native_id} and answered with {native_id}.",
    )
