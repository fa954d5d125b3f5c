"""Every form of an address of YouTube, and what is none."""

from urllib.parse import quote, urlsplit

import pytest

from archive.errors import NotAPost
from archive.platforms.youtube import YouTube
from archive.records import PostRef

VIDEO = "mayor-Talk_"
WATCH = f"https://www.youtube.com/watch?v={VIDEO}"
POST = "UgkxInventedPostOfTheMayor-0_9"
POSTED = f"https://www.youtube.com/post/{POST}"
CHANNEL = "UCinventedChannelOfMayor"

YOUTUBE_FORMS = [
    # address, native id
    (WATCH, VIDEO),
    (f"http://youtube.com/watch?v={VIDEO}", VIDEO),
    (f"https://m.youtube.com/watch?v={VIDEO}", VIDEO),
    (f"https://music.youtube.com/watch?v={VIDEO}&list=RDAMVM{VIDEO}", VIDEO),
    (f"https://gaming.youtube.com/watch?v={VIDEO}", VIDEO),
    (f"https://WWW.YouTube.com./watch?v={VIDEO}", VIDEO),
    (f"https://www.youtube.com/watch?app=desktop&v={VIDEO}&t=42s", VIDEO),
    (f"https://www.youtube.com/watch?feature=youtu.be&amp;v={VIDEO}", VIDEO),
    (f"https://www.youtube.com/watch?v={VIDEO}&list=PLx&index=2&pp=iAQB", VIDEO),
    (f"https://www.youtube.com/watch?v={VIDEO}#t=10", VIDEO),
    (f"https://www.youtube.com/watch?v={VIDEO}).", VIDEO),
    (f"https://www.youtube.com/watch/{VIDEO}", VIDEO),
    (f"https://www.youtube.com/playlist?list=PLx&v={VIDEO}", VIDEO),
    (f"https://youtu.be/{VIDEO}", VIDEO),
    (f"https://youtu.be/{VIDEO}?si=abcDEF&t=5", VIDEO),
    (f"https://www.youtu.be/{VIDEO}/", VIDEO),
    (f"https://www.youtube.com/shorts/{VIDEO}", VIDEO),
    (f"https://youtube.com/shorts/{VIDEO}?feature=share", VIDEO),
    (f"https://www.youtube.com/source/{VIDEO}/shorts", VIDEO),
    (f"https://www.youtube.com/live/{VIDEO}?si=abc", VIDEO),
    (f"https://www.youtube.com/embed/{VIDEO}?rel=0&autoplay=1", VIDEO),
    (f"https://www.youtube-nocookie.com/embed/{VIDEO}", VIDEO),
    (f"https://www.youtube.com/v/{VIDEO}?version=3", VIDEO),
    (f"https://www.youtube.com/e/{VIDEO}", VIDEO),
    (f"https://www.youtube.com/attribution_link?a=1&u={quote(f'/watch?v={VIDEO}&s=1')}", VIDEO),
    (f"https://www.youtube.com/oembed?format=json&url={quote(WATCH)}", VIDEO),
    (f"https://www.youtube.com/oembed?url={quote(f'https://youtu.be/{VIDEO}')}", VIDEO),
    (f"https://consent.youtube.com/m?continue={quote(WATCH)}&gl=ES&hl=es", VIDEO),
    (POSTED, POST),
    (f"https://m.youtube.com/post/{POST}?si=abc", POST),
    (f"https://www.youtube.com/channel/{CHANNEL}/community?lb={POST}", POST),
    (f"https://www.youtube.com/@mayor/community?lb={POST}", POST),
]

NOT_YOUTUBE_POSTS = [
    # address, what is said of it
    ("https://www.youtube.com", "the home page"),
    ("https://youtu.be/", "the home page"),
    ("https://www.youtube.com/@mayor", "the channel @mayor"),
    ("https://www.youtube.com/@mayor/videos", "the channel @mayor"),
    (f"https://www.youtube.com/channel/{CHANNEL}", "a channel"),
    ("https://www.youtube.com/c/Mayor", "a channel"),
    ("https://www.youtube.com/user/mayor", "a channel"),
    ("https://www.youtube.com/results?search_query=mayor", "a search"),
    ("https://www.youtube.com/playlist?list=PL4qTakKkQATKOyZPJG_cAMnRtF7fAIdST", "a playlist"),
    ("https://www.youtube.com/embed/videoseries?list=PLx", "a player without"),
    (f"https://www.youtube.com/embed/live_stream?channel={CHANNEL}", "a player without"),
    ("https://www.youtube.com/hashtag/mayor", "a hashtag's page"),
    ("https://www.youtube.com/watch", "without its id"),
    (f"https://www.youtube.com/watch?v={VIDEO}x", "without its id"),
    ("https://www.youtube.com/watch?v=short", "without its id"),
    ("https://www.youtube.com/clip/UgkxSomeClipOfAVideo", "a clip"),
    ("https://www.youtube.com/post/short", "without a readable id"),
    (f"https://www.youtube.com/redirect?q={quote('https://example.org/')}", "a page of YouTube"),
    (f"https://www.youtube.com/redirect?q={quote(f'https://example.org/{VIDEO}')}", "a page of"),
    (f"https://www.youtube.com/attribution_link?u={quote('https://[x')}", "a page of YouTube"),
]

YOUTUBE_LOOKALIKES = [
    f"https://notyoutube.com/watch?v={VIDEO}",
    f"https://youtube.com.example/watch?v={VIDEO}",
    f"https://youtu.be.example/{VIDEO}",
    f"https://example.org/?u={WATCH}",
]


@pytest.mark.parametrize(("url", "native_id"), YOUTUBE_FORMS)
def test_a_form_names_its_video_or_post(url: str, native_id: str) -> None:
    page = WATCH if native_id == VIDEO else POSTED
    assert YouTube.identify(urlsplit(url)) == PostRef(
        platform="youtube", native_id=native_id, url=page
    )


@pytest.mark.parametrize(("url", "words"), NOT_YOUTUBE_POSTS)
def test_what_is_no_video_is_refused_and_named(url: str, words: str) -> None:
    with pytest.raises(NotAPost, match=words):
        YouTube.identify(urlsplit(url))


@pytest.mark.parametrize("url", YOUTUBE_LOOKALIKES)
def test_a_host_that_only_looks_like_youtubes_is_none_of_its(url: str) -> None:
    assert YouTube.identify(urlsplit(url)) is None
