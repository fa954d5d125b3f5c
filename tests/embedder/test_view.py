"""What an embed says of what is held: the words of the design, and what it leaves out."""

from datetime import UTC, datetime, timedelta
from typing import Any

import msgspec
import pytest
from msgspec.structs import replace

from archive.records import Author, CaptureReason, PostLink, Visibility
from archive.records import Unavailable as UnavailableReason
from archive.storage.base import Holding
from embedder.links import Links
from embedder.options import Options
from embedder.parts import EmbedView, PostView, Unavailable
from embedder.view import Site, build_view
from tests.embedder import holdings

SITE = Site(name="Border News")
LINKS = Links("https://record.example.org")


def view_of(live: Holding, site: Site = SITE, **options: Any) -> EmbedView:
    return build_view(live, Options(**options), site, LINKS)


def post_of(view: EmbedView) -> PostView:
    assert isinstance(view.post, PostView)
    return view.post


def said(view: EmbedView) -> list[tuple[str, str]]:
    return [(notice.kind, notice.text) for notice in view.notices]


def everything(view: EmbedView) -> str:
    return msgspec.json.encode(replace(view, frame=replace(view.frame, words=None))).decode()


def test_a_post_that_is_there_has_no_band() -> None:
    view = view_of(holdings.post_text())
    assert view.notices == ()
    assert view.archived == "Archived by Border News, 29 March 2025, 18:40 UTC"
    assert view.title == "Post by Robin Sample on X, 29 March 2025"
    assert post_of(view).author.handle == "@robin_sample"


def test_readers_are_led_to_where_the_post_is_today_and_the_citation_says_where_it_was() -> None:
    live = holdings.post_text()
    moved = "https://x.com/new_name/status/1"
    view = view_of(replace(live, post=replace(live.post, url=moved)))
    assert view.original == moved
    assert live.stored is not None
    assert view.citation is not None
    assert view.citation.original == live.stored.snapshot.url


def test_a_gone_post_says_where_when_and_no_cause() -> None:
    assert said(view_of(holdings.gone())) == [
        (
            "gone",
            "Not available on X when checked on 3 April 2025; last seen there on 1 April.",
        )
    ]


def test_a_gone_post_seen_on_the_same_day_says_the_times() -> None:
    live = holdings.gone()
    early = [replace(c, at=c.at.replace(month=4, day=3)) for c in live.checks[:2]]
    last = replace(live.checks[2], at=datetime(2025, 4, 3, 21, 0, tzinfo=UTC))
    assert said(view_of(replace(live, checks=(*early, last))))[0][1] == (
        "Not available on X when checked on 3 April 2025, 21:00 UTC; last seen there at 18:40 UTC."
    )


def test_a_post_never_seen_there_says_only_that_it_is_not() -> None:
    live = holdings.gone()
    assert said(view_of(replace(live, checks=live.checks[-1:]))) == [
        ("gone", "Not available on X when checked on 3 April 2025.")
    ]


def test_a_refusal_says_nothing_about_the_post() -> None:
    live = holdings.post_text()
    refused = replace(live.checks[0], outcome="refused", at=holdings.CAPTURED + holdings.DAY)
    assert view_of(replace(live, checks=(*live.checks, refused))).notices == ()


def test_spanish_is_complete() -> None:
    view = view_of(holdings.gone(), lang="es")
    assert said(view)[0][1] == (
        "No disponible en X al consultarla el 3 de abril de 2025; "
        "vista por última vez el 1 de abril."
    )
    assert view.archived == "Archivada por Border News el 29 de marzo de 2025, 18:40 UTC"


def test_the_sites_language_and_zone_are_the_default() -> None:
    view = view_of(holdings.post_text(), Site(lang="es", timezone="America/Mexico_City"))
    assert view.frame.lang == "es"
    assert post_of(view).time == "29 de marzo de 2025, 11:02 hora estándar central"


def test_an_older_snapshot_says_that_it_was_edited_since() -> None:
    view = view_of(holdings.edited())
    [notice] = view.notices
    assert notice.kind == "edited"
    assert notice.text == (
        "Edited since. Shown here is how it read when archived on 29 March 2025, 18:40 UTC."
    )
    assert notice.link == f"/post/{view.frame.id}#snapshot-1"


def test_the_newest_snapshot_says_when_it_was_edited_and_has_no_band() -> None:
    view = view_of(holdings.edited_newest())
    assert view.notices == ()
    assert post_of(view).more == "edited 29 March 2025, 17:52 UTC"


def test_a_fuller_copy_is_no_edit() -> None:
    live = holdings.edited()
    fuller = replace(live.versions[1], reason="completed")
    assert view_of(replace(live, versions=(live.versions[0], fuller))).notices == ()


@pytest.mark.parametrize("state", ["draft", "withheld", "erased"])
def test_a_newer_snapshot_that_is_not_public_is_not_told_of(state: Any) -> None:
    live = holdings.edited()
    newer = replace(live.versions[1], visibility=state)
    assert view_of(replace(live, versions=(live.versions[0], newer))).notices == ()


def test_a_withheld_post_says_so_and_nothing_of_its_content() -> None:
    live = holdings.withheld()
    view = view_of(live)
    assert said(view) == [
        ("withheld", "Not shown by Border News since 3 April 2025. Reason: court order.")
    ]
    assert view.post is None
    assert view.heights is not None
    assert view.heights[0] > 300
    for secret in ("Robin", "robin_sample", "figures", "bridge", "x.com", "/media/"):
        assert secret not in everything(view)


def test_a_withheld_snapshot_is_not_shown_either() -> None:
    live = holdings.post_text()
    assert live.stored is not None
    assert view_of(replace(live, stored=replace(live.stored, visibility="withheld"))).post is None


def test_withholding_wins_over_a_frozen_form() -> None:
    assert build_view(holdings.withheld(), Options(), SITE, LINKS, frozen=True).post is None


def test_an_erased_post_says_so_and_keeps_no_height() -> None:
    live = holdings.withheld()
    view = view_of(replace(live, post=replace(live.post, visibility="erased"), stored=None))
    assert said(view)[0][1].startswith("Erased by Border News on 3 April 2025.")
    assert view.heights is None


def test_a_newsroom_without_a_name_is_this_newsroom() -> None:
    assert "this newsroom" in said(view_of(holdings.withheld(), Site()))[0][1]
    assert view_of(holdings.post_text(), Site()).archived == "Archived 29 March 2025, 18:40 UTC"


def test_a_frozen_form_is_content_alone() -> None:
    for name in ("gone", "corrected", "edited", "translated"):
        view = build_view(holdings.HOLDINGS[name](), Options(), SITE, LINKS, frozen=True)
        assert view.notices == ()
        assert view.translations == ()
        assert post_of(view).author.office is None
        assert "description by" not in everything(view)


def test_corrections_stand_before_notes_and_say_by_whom() -> None:
    view = view_of(holdings.corrected())
    assert [(n.kind, n.text, n.body) for n in view.notices] == [
        (
            "correction",
            "Correction by Border News, 30 March 2025",
            "The hearing was on Tuesday, not on Monday.",
        ),
        ("note", "Note by Border News, 30 March 2025", "The figures are the city’s own."),
    ]


def test_a_note_on_one_snapshot_is_not_on_another() -> None:
    live = holdings.corrected()
    other = tuple(replace(note, snapshot=2) for note in live.annotations)
    assert view_of(replace(live, annotations=other)).notices == ()


def test_only_an_office_that_a_person_confirmed_is_shown() -> None:
    live = holdings.corrected()
    assert post_of(view_of(live)).author.office == "Mayor of Sampleville"
    proposed = tuple(replace(note, by="register") for note in live.annotations)
    assert post_of(view_of(replace(live, annotations=proposed))).author.office is None


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("by-hand", "Typed in by Border News; not obtained from X."),
        ("cut", "Only the beginning of this post could be obtained."),
    ],
)
def test_a_poorer_copy_says_what_it_is(name: str, text: str) -> None:
    assert said(view_of(holdings.HOLDINGS[name]())) == [("hint", text)]


def handed_in(live: Holding, source: str, **content: Any) -> Holding:
    assert live.stored is not None
    snapshot = replace(live.stored.snapshot, **content)
    return replace(live, stored=replace(live.stored, source=source, snapshot=snapshot))


@pytest.mark.parametrize(
    ("live", "text"),
    [
        (
            handed_in(holdings.photos(1), "by hand", completeness="by hand"),
            "Typed in by Border News from a screenshot; not obtained from X.",
        ),
        (
            handed_in(holdings.by_hand(), "by hand", platform="hand", url=""),
            "Typed in by Border News; not obtained from its platform.",
        ),
        (
            handed_in(holdings.post_text(), "browser"),
            "Seen in the browser of Border News on 29 March 2025; not obtained from X by this "
            "archive.",
        ),
        (
            handed_in(holdings.post_text(), "saved response"),
            "Taken from a file by Border News on 29 March 2025; not obtained from X.",
        ),
    ],
)
def test_what_was_handed_in_says_how_it_was_had(live: Holding, text: str) -> None:
    assert said(view_of(live)) == [("hint", text)]


def test_a_post_without_an_address_names_no_platform_and_leads_nowhere() -> None:
    view = view_of(handed_in(holdings.by_hand(), "by hand", platform="hand", url=""))
    assert post_of(view).platform == "an unknown platform"
    assert view.original is None


def test_a_copy_from_a_web_archive_says_of_when() -> None:
    live = holdings.post_text()
    assert live.stored is not None
    old = replace(live.stored.snapshot, as_of_basis="Memento-Datetime")
    view = view_of(replace(live, stored=replace(live.stored, snapshot=old)))
    assert said(view) == [("hint", "From a web archive’s copy of 29 March 2025.")]


def test_counts_are_off_and_say_at_capture() -> None:
    assert post_of(view_of(holdings.post_text())).more is None
    assert post_of(view_of(holdings.post_text(), counts=True)).more == (
        "12 replies, 340 reposts, 5,678 likes at capture"
    )


def test_a_poll_shows_votes_only_with_counts() -> None:
    poll = post_of(view_of(holdings.poll())).poll
    assert poll is not None
    assert poll.options == (("Build it", None), ("Do not", None))
    poll = post_of(view_of(holdings.poll(), counts=True)).poll
    assert poll is not None
    assert poll.options[0] == ("Build it", "1,200 votes")


@pytest.mark.parametrize(
    ("closed", "days", "words"),
    [
        (None, -1, "ended"),
        (None, 1, "open until"),
        (True, 1, "ended"),
        (False, -1, "open until"),
    ],
)
def test_a_poll_whose_end_was_before_the_copy_is_over_unless_its_platform_says_not(
    closed: bool | None, days: int, words: str
) -> None:
    live = holdings.poll()
    assert live.stored is not None
    old = live.stored.snapshot
    assert old.poll is not None
    told = replace(old.poll, closed=closed, ends_at=live.stored.as_of + timedelta(days=days))
    stored = replace(live.stored, snapshot=replace(old, poll=told))
    poll = post_of(view_of(replace(live, stored=stored))).poll
    assert poll is not None
    assert words in poll.note


def test_a_quoted_post_is_shown_inside() -> None:
    quoted = post_of(view_of(holdings.quote())).quoted
    assert isinstance(quoted, PostView)
    assert quoted.author.name == "Ana Sample"


def test_a_quoted_post_that_was_refused_says_that_this_says_nothing() -> None:
    quoted = post_of(view_of(holdings.quote_lost())).quoted
    assert isinstance(quoted, Unavailable)
    assert quoted.message == "X would not show it to us; this says nothing about the post."


def test_a_withheld_quoted_post_is_not_shown_inside() -> None:
    live = holdings.quote()
    assert live.quoted is not None
    hidden = replace(live.quoted, post=replace(live.quoted.post, visibility="withheld"))
    view = view_of(replace(live, quoted=hidden))
    assert isinstance(post_of(view).quoted, Unavailable)
    assert "Earlier statement" not in everything(view)
    assert "Ana Sample" not in everything(view)


def test_context_that_is_no_longer_public_is_hidden() -> None:
    live, gone = holdings.quote(), holdings.gone()
    assert live.quoted is not None
    context = replace(live.quoted.post, capture_reason="context")
    quoted = replace(live.quoted, post=context, checks=gone.checks)
    found = post_of(view_of(replace(live, quoted=quoted))).quoted
    assert isinstance(found, Unavailable)
    assert found.message == "A post that is no longer public."
    asked = replace(quoted, post=replace(context, capture_reason="request"))
    assert isinstance(post_of(view_of(replace(live, quoted=asked))).quoted, PostView)


def test_a_repost_shows_the_inner_post_and_who_reposted() -> None:
    view = view_of(holdings.repost())
    assert view.reposted_by is not None
    assert view.reposted_by.name == "Office of Samples"
    assert post_of(view).author.name == "Robin Sample"
    assert view.description.startswith("Today I met")


def test_a_reply_names_whom_it_answers_and_shows_it_when_asked() -> None:
    view = view_of(holdings.reply())
    assert view.replying_to == "@ana_sample"
    assert view.parent is None
    assert isinstance(view_of(holdings.reply(), parent=True).parent, PostView)


def test_a_reply_to_a_withheld_post_names_nobody() -> None:
    live = holdings.reply()
    assert live.parent is not None
    hidden = replace(live.parent, post=replace(live.parent.post, visibility="withheld"))
    assert view_of(replace(live, parent=hidden)).replying_to == "a post"


def test_a_translation_stands_beside_the_original_in_its_language_only() -> None:
    live = holdings.translated()
    [translation] = view_of(live).translations
    assert translation.by == (
        "Translation by Ana Sample, Border News, 30 March 2025 · not the words of the post"
    )
    assert "".join(r.text for r in post_of(view_of(live)).runs).startswith("Hoy me reuní")
    assert view_of(live, lang="es").translations == ()


def test_a_coarse_time_is_written_as_coarse_as_it_is() -> None:
    live = holdings.by_hand()
    assert post_of(view_of(live)).time == "29 March 2025"
    unknown = holdings.hold(holdings.snapshot(created_at=None, created_precision="unknown"))
    assert post_of(view_of(unknown)).time == "Date unknown"


def test_two_clocks_that_differ_are_both_shown() -> None:
    for apart, more in (
        (timedelta(minutes=2), None),
        (timedelta(hours=3), "dated 29 March 2025, 20:02 UTC by its author’s software"),
    ):
        content = holdings.snapshot(created_at_claimed=holdings.POSTED + apart)
        assert post_of(view_of(holdings.hold(content))).more == more


def test_an_address_that_is_no_web_address_is_no_link() -> None:
    view = view_of(holdings.hostile())
    assert view.author_url is None
    card = post_of(view).card
    assert card is not None
    assert card.href is None
    assert post_of(view).lang is None
    hrefs = [run.href for run in post_of(view).runs if run.href]
    assert hrefs == ['https://example.org/"><script>alert(6)</script>']


def test_a_title_has_no_marks_that_turn_the_direction() -> None:
    assert "\u202e" not in view_of(holdings.hostile()).title


def test_a_post_by_nobody_known_still_has_a_name() -> None:
    nobody = Author(name=None, handle=None, native_id=None)
    view = view_of(holdings.hold(holdings.snapshot(author=nobody)))
    assert post_of(view).author.name == "X"


@pytest.mark.parametrize(
    ("why", "told"),
    [
        ("gone", "Not available on X when this was archived."),
        ("blocked", "Not archived: X said that it is blocked."),
        ("protected", "Not archived: X said that it is not public."),
        ("refused", "X would not show it to us; this says nothing about the post."),
    ],
)
def test_a_quoted_post_that_is_not_kept_says_why(why: UnavailableReason, told: str) -> None:
    content = holdings.snapshot(quoted=PostLink(unavailable=why))
    quoted = post_of(view_of(holdings.hold(content))).quoted
    assert isinstance(quoted, Unavailable)
    assert quoted.message == told


def test_a_quoted_post_that_was_never_named_has_no_link() -> None:
    content = holdings.snapshot(quoted=PostLink(unavailable="revoked"))
    quoted = post_of(view_of(holdings.hold(content))).quoted
    assert quoted == Unavailable(
        message="Its author took it out of this post.", href=None, link_text="Original post"
    )


@pytest.mark.parametrize(
    ("reason", "told"),
    [
        ("court order", "Reason: court order."),
        ("Court order 12/26, about Jane Roe", "Reason: court order."),
        ("privacy: her son is in the picture", "Reason: privacy."),
        ("Jane Roe asked for it", None),
        (None, None),
    ],
)
def test_readers_are_told_the_class_of_a_reason_and_none_of_its_words(
    reason: str | None, told: str | None
) -> None:
    view = view_of(replace(holdings.HOLDINGS["withheld"](), visibility_reason=reason))
    (notice,) = view.notices
    assert notice.text.startswith("Not shown by Border News since")
    assert ("Reason:" in notice.text) == (told is not None)
    assert told is None or notice.text.endswith(told)
    assert "Jane" not in notice.text


@pytest.mark.parametrize(
    ("reason", "visibility", "leads"),
    [("request", "public", True), ("context", "public", False), ("request", "draft", False)],
)
def test_a_quoted_post_without_a_page_for_readers_has_no_link_to_it(
    reason: CaptureReason, visibility: Visibility, leads: bool
) -> None:
    holding = holdings.quote()
    assert holding.quoted is not None
    post = replace(holding.quoted.post, capture_reason=reason, visibility=visibility)
    view = build_view(
        replace(holding, quoted=replace(holding.quoted, post=post)), Options(), SITE, Links()
    )
    assert isinstance(view.post, PostView)
    assert isinstance(view.post.quoted, PostView)
    assert (view.post.quoted.exact is not None) == leads
    assert view.post.exact is not None
