"""Which addresses are those of a login page, and which are those of a person of that name."""

import pytest

from archive.outcome import Refused
from archive.platforms.answers import leads_to_login
from archive.platforms.telegram.answers import page_of
from archive.platforms.telegram.urls import named_post
from archive.testing import FakeResponse


@pytest.mark.parametrize(
    "url",
    [
        "https://www.threads.net/login?next=/@ada/post/C8",
        "https://www.threads.net/login/",
        "https://x.com/i/flow/login?redirect_after_login=/ada/status/1",
        "https://www.facebook.com/login.php?next=x",
        "https://www.facebook.com/login/device-based/regular/login/",
        "https://www.facebook.com/checkpoint/1501092823525282/?next=x",
        "https://www.instagram.com/accounts/login/?next=/p/C8/",
        "https://social.example/auth/sign_in",
        "https://social.example/users/sign_in",
        "https://www.linkedin.com/authwall?trk=x",
        "https://news.example/en-gb/login?then=/post/1",
    ],
)
def test_a_login_page_is_known_by_its_path(url: str) -> None:
    assert leads_to_login(url)
    assert leads_to_login(url, named_post)


@pytest.mark.parametrize(
    "url",
    [
        "https://www.threads.net/@login/post/C8abc",
        "https://www.threads.net/@login",
        "https://x.com/checkpoint/status/20",
        "https://twitter.com/consent/status/20/photo/1",
        "https://www.instagram.com/signup/p/C8abc/",
        "https://www.instagram.com/signin/reel/C8abc/",
        "https://www.facebook.com/consent/posts/123",
        "https://social.example/users/login/statuses/110",
        "https://social.example/@login/110",
        "https://www.tiktok.com/@login/video/7",
        "https://news.example/2025/login-to-the-future",
    ],
)
def test_a_person_of_that_name_has_posts(url: str) -> None:
    assert not leads_to_login(url)


def test_telegram_writes_a_posts_number_behind_the_channels_name() -> None:
    url = "https://t.me/checkpoint/42?embed=1&mode=tme"
    assert leads_to_login(url)
    assert not leads_to_login(url, named_post)
    read = page_of(FakeResponse(url, 200, {}, "<p>It opens on Monday.</p>"))
    assert not isinstance(read, Refused)
