"""Kinds of post on Threads, Instagram and Facebook."""

import asyncio
from typing import Any

from archive.outcome import Answer
from archive.platforms.meta import Threads
from archive.platforms.meta.facebook_graph import read_post as read_facebook
from archive.platforms.meta.facebook_page import read_html as read_facebook_page
from archive.platforms.meta.instagram_page import read_html as read_instagram_page
from archive.testing import FakeAnswer, FakeFetcher
from tests.archive import meta_pages
from tests.archive.kinds import ARABIC, FILE, LONG, NO_POLLS, NO_QUOTES, NONE, UNSEEN, NoSource
from tests.archive.matrix_meta import FACEBOOK as FACEBOOK_POST
from tests.archive.matrix_meta import INSTAGRAM as INSTAGRAM_POST
from tests.archive.matrix_meta import THREADS as THREADS_POST
from tests.archive.matrix_meta import source

__all__ = ["ANSWERS"]


def _threads(**fields: Any) -> Any:
    return {"data": [meta_pages.threads_post(**fields)]}


def _threads_media(kind: str, most: int = 1) -> Any:
    children = [{"id": str(n), "media_type": kind, "media_url": f"{FILE}/{n}"} for n in range(most)]
    return _threads(media_type="CAROUSEL_ALBUM", children={"data": children})


def _threads_with(**fields: Any) -> Answer:
    """What the source makes of a post that names another one, which it asks for."""
    posts, other = (
        "https://graph.threads.net/v1.0/profile_posts",
        "https://graph.threads.net/v1.0/77",
    )
    told: dict[Any, FakeAnswer] = {
        posts: (200, {}, _threads(**fields)),
        other: (200, {}, meta_pages.threads_post("DNJQOX0RA09")),
    }
    fetcher = FakeFetcher({**told, "https://graph.threads.net/": (404, {}, "")})
    return asyncio.run(source(Threads, "graph-api").look(THREADS_POST, fetcher))


def _threads_reply() -> Answer:
    """The second part of a thread, whose address was asked for."""
    api = "https://graph.threads.net/v1.0"
    first = meta_pages.threads_post("DNJQOX0RA09", id="1", timestamp="2025-08-09T18:30:00+0000")
    reply = meta_pages.threads_post(id="2", is_reply=True, replied_to={"id": "1"})
    told: dict[Any, FakeAnswer] = {
        f"{api}/profile_posts": (200, {}, {"data": [first]}),
        f"{api}/me/replies": (200, {}, {"data": []}),
        f"{api}/1/conversation": (200, {}, {"data": [reply]}),
        f"{api}/2?": (200, {}, reply),
    }
    return asyncio.run(source(Threads, "graph-api").look(THREADS_POST, FakeFetcher(told)))


_OPTIONS = {"option_a": "Yes", "option_b": "No", "total_votes": 3}

THREADS: dict[str, Any] = {
    "text": _threads(),
    "1 image": _threads(media_type="IMAGE", media_url=f"{FILE}/1"),
    "20 images": _threads_media("IMAGE", 20),
    "video": _threads(media_type="VIDEO", media_url=f"{FILE}/1"),
    "GIF": _threads(gif_url=f"{FILE}/1"),
    "audio": _threads(media_type="AUDIO", media_url=f"{FILE}/1"),
    "open poll": _threads(poll_attachment=_OPTIONS),
    "closed poll": NoSource("the API says when a poll ends, and not that it has"),
    "link card": _threads(link_attachment_url="https://example.org/plan"),
    "quote": _threads_with(is_quote_post=True, quoted_post={"id": "77"}),
    "quote of a post that is gone": NoSource("the API names it by a number, and not why"),
    "quote of one by somebody who blocks": NoSource("the API names it by a number, and not why"),
    "quote of a private one": NoSource("the API names it by a number, and not why"),
    "repost": _threads_with(media_type="REPOST_FACADE", reposted_post={"id": "77"}),
    "reply": _threads_reply(),
    "edited: what it was before": NoSource("Threads shows a post as it is now, alone"),
    "edited: that it was": NoSource(UNSEEN),
    "long, whole": _threads(text_attachment={"plaintext": LONG}),
    "long, cut: it says so": NONE,
    "article": NONE,
    "content warning": NONE,
    "sensitive": _threads(is_spoiler_media=True),
    "place, where it is switched on": NoSource("the API gives a number that needs a login"),
    "language with its region": NoSource("the API does not say a post's language"),
    "right to left": _threads(text=ARABIC),
}


def _instagram(**fields: Any) -> Any:
    return {"graphql": {"shortcode_media": meta_pages.media(**fields)}}


def _album(most: int) -> Any:
    nodes = [{"node": meta_pages.media(id=str(n), display_url=f"{FILE}/{n}")} for n in range(most)]
    return _instagram(edge_sidecar_to_children={"edges": nodes})


INSTAGRAM: dict[str, Any] = {
    "text": _instagram(),
    "1 image": _instagram(),
    "20 images": _album(20),
    "video": _instagram(is_video=True, video_url=f"{FILE}/1.mp4"),
    "GIF": NONE,
    "audio": NONE,
    **NO_POLLS,
    "link card": NONE,
    **NO_QUOTES,
    "repost": NONE,
    "reply": NONE,
    "edited: what it was before": NoSource("Instagram shows a post as it is now, alone"),
    "edited: that it was": _instagram(caption_is_edited=True),
    "long, whole": _instagram(text=LONG),
    "long, cut: it says so": read_instagram_page(
        meta_pages.page(
            meta_pages.meta(
                og_title="Ada (@ada.mayor) on Instagram: “The ferry sails…”",
                og_url=INSTAGRAM_POST.url,
                og_image=f"{FILE}/1",
            )
        ),
        INSTAGRAM_POST.url,
        INSTAGRAM_POST,
    ),
    "article": NONE,
    "content warning": NONE,
    "sensitive": NoSource(UNSEEN),
    "place, where it is switched on": _instagram(location={"name": "The pier"}),
    "language with its region": NoSource("Instagram does not say a post's language"),
    "right to left": _instagram(text=ARABIC),
}


def _facebook(*attachments: Any, **fields: Any) -> Answer:
    told: dict[str, Any] = {"attachments": {"data": list(attachments)}} if attachments else {}
    return read_facebook(meta_pages.graph_post(**told, **fields), FACEBOOK_POST)


def _facebook_media(kind: str, most: int = 1) -> Answer:
    within = [
        {
            "media_type": kind,
            "target": {"id": str(n)},
            "media": {"image": {"src": f"{FILE}/{n}"}, "source": f"{FILE}/{n}.mp4"},
        }
        for n in range(most)
    ]
    return _facebook({"media_type": "album", "subattachments": {"data": within}})


_LINK = {"media_type": "link", "unshimmed_url": "https://example.org/plan", "title": "The plan"}

FACEBOOK: dict[str, Any] = {
    "text": _facebook(),
    "1 image": _facebook_media("photo"),
    "20 images": _facebook_media("photo", 20),
    "video": _facebook_media("video"),
    "GIF": NoSource("it is given as a link card"),
    "audio": NONE,
    **NO_POLLS,
    "link card": _facebook(_LINK),
    "quote": _facebook(parent_id="5_77"),
    "quote of a post that is gone": NoSource(UNSEEN),
    "quote of one by somebody who blocks": NoSource(UNSEEN),
    "quote of a private one": NoSource(UNSEEN),
    "repost": NoSource("what is shared without a word is a quote to the API; it is kept as one"),
    "reply": NONE,
    "edited: what it was before": NoSource("the history is shown to people who are logged in"),
    "edited: that it was": NoSource(UNSEEN),
    "long, whole": _facebook(text=LONG),
    "long, cut: it says so": read_facebook_page(
        meta_pages.facebook_page(body="", og_description="The ferry sails…"),
        FACEBOOK_POST.url,
        FACEBOOK_POST,
    ),
    "article": NONE,
    "content warning": NONE,
    "sensitive": NoSource(UNSEEN),
    "place, where it is switched on": _facebook(place={"name": "The pier"}),
    "language with its region": NoSource("neither the API nor a post's page says it"),
    "right to left": _facebook(text=ARABIC),
}

ANSWERS = {"threads": THREADS, "instagram": INSTAGRAM, "facebook": FACEBOOK}
