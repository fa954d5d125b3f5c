"""What a status quotes, answers and reposts, on statuses of our own making."""

from datetime import timedelta
from typing import Any

import pytest

from archive.platforms.fediverse.mastodon_parse import THREAD_MAX, parse_status
from archive.records import PostLink, Snapshot
from tests.archive.fediverse_data import (
    BASE,
    ID,
    LATER,
    POSTED,
    attachment,
    snowflake,
    stamp,
    status,
)

OTHER = snowflake(POSTED - timedelta(days=1))


def today(payload: dict[str, Any], **more: Any) -> Snapshot:
    return parse_status(payload, BASE, **more).snapshots[-1]


def link(number: str = OTHER, name: str = "bob", server: str = "m.example") -> PostLink:
    return PostLink(
        platform="fediverse",
        native_id=f"{server}/{number}",
        url=f"https://{server}/@{name}/{number}",
    )


FALLBACK = '<p class="quote-inline">RE: <a href="https://m.example/@bob/1">m.example/@bob/1</a></p>'


def test_an_accepted_quote_comes_along() -> None:
    quoted = status(
        OTHER, "bob", content="<p>Quoted</p>", created_at=stamp(POSTED - timedelta(days=1))
    )
    parsed = parse_status(
        status(
            content=FALLBACK + "<p>Yes</p>", quote={"state": "accepted", "quoted_status": quoted}
        ),
        BASE,
    )
    assert parsed.snapshots[-1].text == "Yes"
    assert parsed.snapshots[-1].quoted == link()
    assert [s.text for s in parsed.along] == ["Quoted"]
    assert parsed.along[0].ref.native_id == link().native_id


@pytest.mark.parametrize(
    ("quote", "unavailable", "url"),
    [
        ({"state": "revoked", "quoted_status": None}, "revoked", None),
        ({"state": "rejected", "quoted_status": None}, "refused", None),
        ({"state": "pending", "quoted_status": None}, "refused", None),
        ({"state": "deleted", "quoted_status": None}, "gone", None),
        ({"state": "unauthorized", "quoted_status": None}, "protected", None),
        ({"state": "blocked_domain"}, "blocked", None),
        ({"state": "accepted", "quoted_status_id": "5"}, "not taken", f"{BASE}/statuses/5"),
        ({"state": "accepted", "quoted_status": None}, "not taken", None),
        ({"state": "accepted", "quoted_status": status(visibility="private")}, "protected", None),
        ({"state": "accepted", "quoted_status": {"id": "5"}}, "failed", None),
    ],
)
def test_a_quote_that_is_not_shown_says_why(
    quote: dict[str, Any], unavailable: str, url: str | None
) -> None:
    parsed = parse_status(status(content=FALLBACK + "<p>Yes</p>", quote=quote), BASE)
    found = parsed.snapshots[-1]
    assert found.quoted is not None
    assert (found.quoted.unavailable, found.quoted.url) == (unavailable, url)
    assert found.text == "Yes"
    assert parsed.along == ()
    assert found.warnings == ()


def test_an_unknown_quote_state_is_a_warning() -> None:
    found = today(status(quote={"state": "dreamt"}))
    assert found.quoted == PostLink(unavailable="failed")
    assert "dreamt" in found.warnings[0]


def test_without_a_quote_its_link_in_the_text_stays() -> None:
    assert today(status(content=FALLBACK)).text == "RE: m.example/@bob/1"


@pytest.mark.parametrize("where", ["quote", "pleroma"])
def test_fedibird_and_pleroma_quote_the_status_itself(where: str) -> None:
    quoted = status(OTHER, "bob", content="<p>Quoted</p>")
    fields: dict[str, Any] = (
        {"quote": quoted} if where == "quote" else {"pleroma": {"quote": quoted}}
    )
    parsed = parse_status(status(**fields), BASE)
    assert parsed.snapshots[-1].quoted == link()
    assert [s.text for s in parsed.along] == ["Quoted"]


def test_pleroma_may_give_the_address_of_a_quote_alone() -> None:
    found = today(status(pleroma={"quote": None, "quote_url": "https://p.example/objects/1"}))
    assert found.quoted == PostLink(url="https://p.example/objects/1", unavailable="not taken")


def test_only_one_level_of_quotes_comes_along() -> None:
    innermost = status("8", "eve")
    quoted = status(OTHER, "bob", quote={"state": "accepted", "quoted_status": innermost})
    parsed = parse_status(status(quote={"state": "accepted", "quoted_status": quoted}), BASE)
    (along,) = parsed.along
    assert along.quoted == PostLink(
        platform="fediverse",
        native_id="m.example/8",
        url="https://m.example/@eve/8",
        unavailable="not taken",
    )


def test_a_quote_of_another_server_is_left_to_that_server() -> None:
    quoted = status(OTHER, "bob", "other.example")
    parsed = parse_status(status(quote={"state": "accepted", "quoted_status": quoted}), BASE)
    assert parsed.along == ()
    assert parsed.snapshots[-1].quoted == link(server="other.example")


def test_a_status_of_another_server_is_partial_and_says_so() -> None:
    told = status(
        OTHER,
        "bob",
        "other.example",
        media_attachments=[attachment("image")],
        created_at="2024-01-01T00:00:00.000Z",
    )
    found = today(told)
    assert (found.completeness, found.author.handle) == ("partial", "bob@other.example")
    assert "its own server was not asked" in found.warnings[0]
    assert found.media[0].native_id is None
    assert (found.created_precision, found.created_at_claimed) == ("s", None)


def test_a_reblog_is_a_statement_of_its_own_that_points_to_the_post() -> None:
    inner = status(OTHER, "bob", content="<p>Inner</p>")
    number = snowflake(LATER)
    parsed = parse_status(
        status(
            number,
            uri=f"https://m.example/users/ann/statuses/{number}/activity",
            url=f"https://m.example/users/ann/statuses/{number}/activity",
            created_at=stamp(LATER),
            content="<p>Inner</p>",
            reblog=inner,
        ),
        BASE,
    )
    outer = parsed.snapshots[-1]
    assert (outer.kind, outer.text, outer.html, outer.media) == ("repost", "", None, ())
    assert outer.native_id == f"m.example/{number}"
    assert outer.url == f"https://m.example/@ann/{number}"
    assert outer.created_at == LATER
    assert outer.author.handle == "ann@m.example"
    assert outer.reposted == link()
    assert [(s.kind, s.text) for s in parsed.along] == [("post", "Inner")]


def thread(*names: str) -> list[dict[str, Any]]:
    """Ancestors from the top down, each answering the one before."""
    return [
        status(str(n), name, in_reply_to_id=str(n - 1) if n > 1 else None)
        for n, name in enumerate(names, 1)
    ]


def test_the_answered_post_and_the_authors_thread_come_along() -> None:
    ancestors = thread("eve", "ann", "ann")
    parsed = parse_status(status(in_reply_to_id="3"), BASE, ancestors=ancestors)
    assert parsed.snapshots[-1].parent == link("3", "ann")
    assert [s.native_id for s in parsed.along] == ["m.example/3", "m.example/2"]
    assert parsed.along[0].parent == link("2", "ann")
    top = parsed.along[1].parent
    assert top is not None
    assert (top.native_id, top.unavailable) == ("m.example/1", "not taken")


def test_of_another_authors_thread_only_the_answered_post_comes_along() -> None:
    parsed = parse_status(status(in_reply_to_id="2"), BASE, ancestors=thread("eve", "eve"))
    assert [s.native_id for s in parsed.along] == ["m.example/2"]


def test_a_thread_comes_along_up_to_its_limit_and_never_runs_in_a_circle() -> None:
    long = thread(*["ann"] * (THREAD_MAX + 5))
    parsed = parse_status(status(in_reply_to_id=long[-1]["id"]), BASE, ancestors=long)
    assert len(parsed.along) == THREAD_MAX
    circle = [status("1", in_reply_to_id="2"), status("2", in_reply_to_id="1")]
    parsed = parse_status(status(in_reply_to_id="2"), BASE, ancestors=circle)
    assert len(parsed.along) == 2


def test_the_authors_own_answers_come_along_downwards_each_to_the_one_before() -> None:
    descendants = [
        status("11", in_reply_to_id=ID),
        status("12", "eve", in_reply_to_id=ID),
        status("13", in_reply_to_id=ID, content="<p>An aside</p>"),
        status("14", in_reply_to_id="11"),
        status("15", in_reply_to_id="14", visibility="private"),
        status("16", in_reply_to_id="15"),
        status("17", in_reply_to_id="12"),
    ]
    below = parse_status(status(), BASE, descendants=descendants).below
    assert [s.native_id for s in below] == ["m.example/11", "m.example/14"]
    assert [s.parent and s.parent.native_id for s in below] == [f"m.example/{ID}", "m.example/11"]
    assert [s.parent and s.parent.unavailable for s in below] == [None, None]
    circle = [status("11", in_reply_to_id=ID), status(ID, in_reply_to_id="11")]
    assert len(parse_status(status(), BASE, descendants=circle).below) == 1
    long = [status(str(n), in_reply_to_id=str(n - 1)) for n in range(1, THREAD_MAX + 9)]
    assert len(parse_status(status("0"), BASE, descendants=long).below) == THREAD_MAX


def test_an_answered_post_that_did_not_come_says_why() -> None:
    there = f"{BASE}/statuses/3"
    unasked = today(status(in_reply_to_id="3"))
    assert unasked.parent == PostLink(url=there, unavailable="not taken")
    assert "was not to be had" in unasked.warnings[0]
    hidden = today(status(in_reply_to_id="3"), ancestors=[])
    assert hidden.parent == PostLink(url=there, unavailable="refused")
    private = today(status(in_reply_to_id="3"), ancestors=[status("3", visibility="private")])
    assert private.parent == PostLink(unavailable="protected")
