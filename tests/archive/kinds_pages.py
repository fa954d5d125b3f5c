"""Kinds of post on Telegram, Reddit, YouTube, TikTok and any other page."""

from typing import Any

from tests.archive import (
    pages,
    reddit_posts,
    telegram_pages,
    tiktok_pages,
    youtube_pages,
)
from tests.archive.kinds import ARABIC, FILE, LONG, NO_POLLS, NO_QUOTES, NONE, UNSEEN, NoSource

__all__ = ["ANSWERS"]

# Telegram


def _telegram(text: str = "The bridge opens on Monday.", **parts: str) -> str:
    return telegram_pages.page(telegram_pages.message(text, **parts))


def _photos(most: int) -> str:
    return "".join(
        f'<a class="tgme_widget_message_photo_wrap 40000{n:02}" href="https://t.me/Mayor_Office/361"'
        f" style=\"width:800px;background-image:url('{FILE}/{n}.jpg')\"></a>"
        for n in range(most)
    )


def _telegram_poll(kind: str) -> str:
    return _telegram(
        "",
        before='<div class="tgme_widget_message_poll">'
        '<div class="tgme_widget_message_poll_question">Tea?</div>'
        f'<div class="tgme_widget_message_poll_type">{kind}</div>'
        '<a class="tgme_widget_message_poll_option">'
        '<div class="tgme_widget_message_poll_option_text">Yes</div></a></div>',
    )


_REPLY = '<a class="tgme_widget_message_reply" href="https://t.me/Mayor_Office/300"></a>'
_PREVIEW = (
    '<a class="tgme_widget_message_link_preview" href="https://example.org/plan">'
    '<div class="link_preview_title">The plan</div></a>'
)
_FORWARD = (
    '<div class="tgme_widget_message_forwarded_from">Forwarded from '
    '<a class="tgme_widget_message_forwarded_from_name" href="https://t.me/bob_office/7">Bob</a></div>'
)
_MAP = '<a class="tgme_widget_message_location_wrap" href="https://maps.google.com/?q=31.7,-106.4"></a>'


def _player(kind: str, inside: str) -> str:
    return _telegram(before=f'<a class="tgme_widget_message_{kind}_player">{inside}</a>')


TELEGRAM: dict[str, Any] = {
    "text": _telegram(),
    "1 image": _telegram(before=_photos(1)),
    "20 images": _telegram(before=_photos(20)),
    "video": _player(
        "video",
        f'<video src="{FILE}/a.mp4"></video><time class="message_video_duration">0:05</time>',
    ),
    "GIF": _player("video", f'<video src="{FILE}/a.mp4" loop></video>'),
    "audio": _player("voice", f'<audio src="{FILE}/a.ogg"></audio>'),
    "open poll": _telegram_poll("Anonymous Poll"),
    "closed poll": _telegram_poll("Final Results"),
    "link card": _telegram(after=_PREVIEW),
    **NO_QUOTES,
    "repost": _telegram(before=_FORWARD),
    "reply": _telegram(before=_REPLY),
    "edited: what it was before": NoSource("Telegram shows a post as it is now, alone"),
    "edited: that it was": _telegram(meta="edited "),
    "long, whole": _telegram(LONG),
    "long, cut: it says so": NONE,
    "article": NONE,
    "content warning": NONE,
    "sensitive": NoSource(UNSEEN),
    "place, where it is switched on": _telegram(before=_MAP),
    "language with its region": NoSource("the page does not say a post's language"),
    "right to left": _telegram(ARABIC),
}

# Reddit


def _reddit(**fields: Any) -> Any:
    return reddit_posts.page(reddit_posts.post(**fields))


def _gallery(most: int) -> Any:
    ids = [f"aaaaa{n}" for n in range(most)]
    return reddit_posts.page(
        reddit_posts.link(
            "https://www.reddit.com/gallery/abc123",
            is_gallery=True,
            gallery_data={"items": [{"media_id": id_} for id_ in ids]},
            media_metadata={
                id_: {
                    "status": "valid",
                    "e": "Image",
                    "id": id_,
                    "m": "image/jpg",
                    "s": {"u": f"https://preview.redd.it/{id_}.jpg?s=0", "x": 640, "y": 480},
                }
                for id_ in ids
            },
        )
    )


def _reddit_video(**fields: Any) -> Any:
    video = {"fallback_url": "https://v.redd.it/v1/DASH_720.mp4", "has_audio": False, **fields}
    told = {"secure_media": {"reddit_video": video}}
    return reddit_posts.page(reddit_posts.link("https://v.redd.it/v1", is_video=True, **told))


def _crosspost(**inner: Any) -> Any:
    other = reddit_posts.post(id="inner1", name="t3_inner1", permalink=None, **inner)["data"]
    told = {"crosspost_parent": "t3_inner1", "crosspost_parent_list": [other]}
    return reddit_posts.page(reddit_posts.link("/r/riverside/comments/inner1/", **told))


def _reddit_poll(**votes: int) -> Any:
    options = [{"id": "1", "text": "Yes", **votes}, {"id": "2", "text": "No", **votes}]
    return _reddit(poll_data={"options": options, "total_vote_count": 4})


REDDIT: dict[str, Any] = {
    "text": _reddit(),
    "1 image": reddit_posts.page(
        reddit_posts.link("https://i.redd.it/aaaaa1.jpg", post_hint="image")
    ),
    "20 images": _gallery(20),
    "video": _reddit_video(),
    "GIF": _reddit_video(is_gif=True),
    "audio": NONE,
    "open poll": _reddit_poll(),
    "closed poll": _reddit_poll(vote_count=2),
    "link card": reddit_posts.page(reddit_posts.link("https://example.org/plan")),
    "quote": _crosspost(),
    "quote of a post that is gone": _crosspost(removed_by_category="moderator"),
    "quote of one by somebody who blocks": NoSource(
        "whom an author blocks sees it logged in alone"
    ),
    "quote of a private one": NoSource("of a private community nothing is given"),
    "repost": NONE,
    "reply": [
        reddit_posts.listing(reddit_posts.comment()),
    ],
    "edited: what it was before": NoSource("Reddit shows a post as it is now, alone"),
    "edited: that it was": _reddit(edited=1743269731.0),
    "long, whole": _reddit(body=f"<p>{LONG}</p>"),
    "long, cut: it says so": NONE,
    "article": NONE,
    "content warning": NONE,
    "sensitive": _reddit(over_18=True),
    "place, where it is switched on": NONE,
    "language with its region": NoSource("Reddit does not say a post's language"),
    "right to left": _reddit(body=f"<p>{ARABIC}</p>"),
}

# YouTube, TikTok, and any other page


def _community(attachment: Any) -> str:
    return youtube_pages.community(backstageAttachment=attachment)


def _community_images(most: int) -> str:
    images = [
        {"backstageImageRenderer": {"image": {"thumbnails": [{"url": f"{FILE}/{n}", "width": 9}]}}}
        for n in range(most)
    ]
    return _community({"postMultiImageRenderer": {"images": images}})


_CHOICES = {"choices": [{"text": {"runs": [{"text": text}]}} for text in ("Yes", "No")]}


def _api(**fields: Any) -> Any:
    told = youtube_pages.resource()
    for part, more in fields.items():
        told[part] = {**told.get(part, {}), **more}
    return youtube_pages.listed(told)


YOUTUBE: dict[str, Any] = {
    "text": youtube_pages.community(),
    "1 image": _community_images(1),
    "20 images": _community_images(20),
    "video": _api(),
    "GIF": NONE,
    "audio": NONE,
    "open poll": _community({"pollRenderer": _CHOICES}),
    "closed poll": NoSource(UNSEEN),
    "link card": NONE,
    "quote": _community({"videoRenderer": {"videoId": "dQw4w9WgXcQ"}}),
    "quote of a post that is gone": NoSource(UNSEEN),
    "quote of one by somebody who blocks": NONE,
    "quote of a private one": NoSource(UNSEEN),
    "repost": NONE,
    "reply": NONE,
    "edited: what it was before": NoSource(
        "YouTube shows a title and a description as they are now"
    ),
    "edited: that it was": youtube_pages.community(),
    "long, whole": _api(snippet={"description": LONG}),
    "long, cut: it says so": youtube_pages.page(None, youtube_pages.META),
    "article": NONE,
    "content warning": NONE,
    "sensitive": _api(contentDetails={"contentRating": {"ytRating": "ytAgeRestricted"}}),
    "place, where it is switched on": NoSource("the Data API gives it no more"),
    "language with its region": _api(snippet={"defaultLanguage": "es-419"}),
    "right to left": _api(snippet={"title": ARABIC}),
}


def _pictures(most: int) -> str:
    images = [{"imageURL": {"urlList": [f"{FILE}/{n}"]}} for n in range(most)]
    return tiktok_pages.page(imagePost={"images": images})


TIKTOK: dict[str, Any] = {
    "text": NONE,
    "1 image": _pictures(1),
    "20 images": _pictures(20),
    "video": tiktok_pages.page(),
    "GIF": NONE,
    "audio": NONE,
    **NO_POLLS,
    "link card": NONE,
    **NO_QUOTES,
    "repost": NoSource(UNSEEN),
    "reply": NONE,
    "edited: what it was before": NoSource("TikTok shows a post as it is now, alone"),
    "edited: that it was": NoSource(UNSEEN),
    "long, whole": tiktok_pages.page(desc=LONG),
    "long, cut: it says so": NONE,
    "article": NONE,
    "content warning": NONE,
    "sensitive": NoSource(UNSEEN),
    "place, where it is switched on": NoSource(UNSEEN),
    "language with its region": NoSource("TikTok says a language without its region"),
    "right to left": tiktok_pages.page(desc=ARABIC),
}


def _page(**fields: Any) -> str:
    return pages.page(pages.ld(pages.article(**fields)))


def _images(most: int) -> list[dict[str, str]]:
    return [{"@type": "ImageObject", "url": f"{FILE}/{n}.jpg"} for n in range(most)]


_SOCIAL = {"@type": "SocialMediaPosting", "headline": None}
_SHARED = {"@type": "WebPage", "url": "https://example.org/plan", "headline": "The plan"}

PAGE: dict[str, Any] = {
    "text": _page(),
    "1 image": _page(image=_images(1)),
    "20 images": _page(**_SOCIAL, image=_images(20)),
    "video": _page(video={"@type": "VideoObject", "contentUrl": f"{FILE}/a.mp4"}, image=None),
    "GIF": NoSource("a page gives it as a picture or a video"),
    "audio": pages.page(
        "", pages.entry(more=f'<audio class="u-audio" src="{FILE}/a.mp3"></audio>')
    ),
    **NO_POLLS,
    "link card": _page(**_SOCIAL, sharedContent=_SHARED),
    **NO_QUOTES,
    "repost": NONE,
    "reply": pages.page(
        "", pages.entry(more='<a class="u-in-reply-to" href="https://a.example/">')
    ),
    "edited: what it was before": NoSource(
        "a page is as it is now; web archives have earlier copies"
    ),
    "edited: that it was": _page(),
    "long, whole": _page(articleBody=LONG),
    "long, cut: it says so": pages.page(
        pages.meta(
            og_title="The plan",
            og_url="https://www.city.example/news/1",
            og_description="It opens on…",
            og_type="article",
        )
    ),
    "article": _page(articleBody="It is safe."),
    "content warning": NONE,
    "sensitive": NoSource("no vocabulary that is read here has it"),
    "place, where it is switched on": NoSource("a place in JSON-LD is what it is about"),
    "language with its region": _page(inLanguage="es-MX"),
    "right to left": _page(articleBody=ARABIC, inLanguage="ar"),
}

ANSWERS = {
    "telegram": TELEGRAM,
    "reddit": REDDIT,
    "youtube": YOUTUBE,
    "tiktok": TIKTOK,
    "page": PAGE,
}
