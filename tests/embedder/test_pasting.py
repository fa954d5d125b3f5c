"""What an editor pastes: a whole e-mail, as mail programs break it."""

import base64
import time
from email.message import EmailMessage
from urllib.parse import quote

import pytest

from embedder.web.pasting import addresses_in
from embedder.web.wrappers import unwrapped

POST = "https://x.com/ana_sample/status/1904988325475877000?s=20&t=a_b-c"
SAFE = (
    "https://nam02.safelinks.protection.outlook.com/?url={}&data=05%7C02%7C&sdata=x%3D&reserved=0"
)


def mail(html: str = "", text: str = "See below.", cte: str = "quoted-printable") -> str:
    message = EmailMessage()
    message["From"] = "desk@news.example"
    message["Subject"] = "Para hoy: enlaces"
    message["Message-ID"] = "<1@news.example>"
    message.set_content(text, cte=cte)
    if html:
        message.add_alternative(html, subtype="html", cte=cte)
    return message.as_string()


@pytest.mark.parametrize("cte", ["quoted-printable", "base64"])
def test_the_posts_of_a_whole_mail_are_found_in_its_html_too(cte: str) -> None:
    html = f'<p>Ver <a href="{POST.replace("&", "&amp;")}">esto</a>,<br>{"ñandú " * 40}</p>'
    assert addresses_in(mail(html, cte=cte)) == [POST]


def test_soft_breaks_and_the_marks_of_an_answer_are_taken_out() -> None:
    broken = POST.replace("=", "=3D").replace("1904", "19=\n> 04")
    assert addresses_in(f"> On Monday she wrote:\n> {broken}\n>> and more") == [POST]
    assert addresses_in(f"> > {POST[:30]}=\r\n> > {POST[30:]}") == [POST]


def test_an_address_over_two_lines_in_angle_brackets_is_one() -> None:
    assert addresses_in(f"the post <{POST[:40]}\n  {POST[40:]}> of today") == [POST]


def test_an_address_without_a_scheme_counts_beside_others_where_it_names_a_post() -> None:
    other = "https://sample.example/@mayor/116158876876800001"
    assert addresses_in(f"x.com/jack/status/20\n{other}") == ["x.com/jack/status/20", other]
    assert addresses_in(f"{other} bsky.app/profile/a.example/post/3l.") == [
        other,
        "bsky.app/profile/a.example/post/3l",
    ]
    words = ("x.com/jack", "news.example/story", "pic.twitter.com/AbC", "x.com/ana/status/19049...")
    for word in (*words, "x.com/ana/status/19049…", "sample.example/@mayor/116158876876800001"):
        assert addresses_in(f"{other} {word}") == [other], word
    link = f'<a href="{POST}">{POST.removeprefix("https://")}</a>'
    assert addresses_in(link) == [POST]


def test_a_list_whose_addresses_end_with_an_equals_sign_stays_a_list() -> None:
    two = ["https://a.example/?b=", "https://c.example/?d="]
    assert addresses_in("\n".join(two)) == two


@pytest.mark.parametrize(
    "wrapped",
    [
        SAFE.format(quote(POST, safe="")),
        SAFE.format(quote(SAFE.format(quote(POST, safe="")), safe="")),
        "https://urldefense.proofpoint.com/v1/url?u=" + quote(POST, safe="") + "&k=1%3D%3D",
        "https://urldefense.proofpoint.com/v2/url?u=https-3A__x.com_ana-5Fsample_status_"
        "1904988325475877000-3Fs-3D20-26t-3Da-5Fb-2Dc&d=DwMF&c=x&e=",
        "https://urldefense.com/v3/__https://x.com/ana_sample/status/1904988325475877000"
        "?s=20&t=a_b-c__;!!DOxr!abc$",
        "https://urldefense.com/v3/__https:/x.com/ana_sample/status/1904988325475877000"
        "*s=20**A=a_b-c__;PyZ0!!DOxr!abc$",
        "https://secure-web.cisco.com/1abcDEF/" + quote(POST, safe=""),
        "https://eu-west-1.protection.sophos.com/?d=x.com&u="
        + quote(base64.b64encode(POST.encode()).decode().rstrip("=")),
        "https://www.google.com/url?sa=t&q=" + quote(POST, safe="") + "&usg=AOv",
        "https://l.facebook.com/l.php?u=" + quote(POST, safe="") + "&h=AT0",
    ],
)
def test_the_wrappers_of_mail_programs_are_taken_off(wrapped: str) -> None:
    assert unwrapped(wrapped) == POST
    assert addresses_in(f"See {wrapped} .") == [POST]


def test_what_carries_no_address_and_what_only_looks_like_a_wrapper_stays() -> None:
    for url in (
        "https://protect-eu.mimecast.com/s/AbCd?domain=x.com",
        "https://urldefense.com/v3/__javascript:alert(1)__;!!a!b$",
        "https://safelinks.protection.outlook.com.evil.example/?url=https%3A%2F%2Fx.com",
        "https://www.google.com/search?q=https://x.com/jack/status/20",
        "https://[",
    ):
        assert unwrapped(url) == url


def test_a_paste_that_is_made_to_cost_time_costs_none() -> None:
    hostile = ("<a " * 40_000, "> " * 80_000, "=\n" * 80_000, "From: x\n" * 20_000, "< " * 80_000)
    mixed = "".join(f"https://a.b/{n} c.d/{n} " for n in range(80_000))
    for text in (*hostile, mixed, "<" + "https://a\n " * 20_000, "<a" + " " * 200_000):
        started = time.process_time()
        addresses_in(text)
        assert time.process_time() - started < 1, text[:20]
