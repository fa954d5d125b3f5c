"""The recorded answers of X, which live beside the project."""

import json
import re
from collections.abc import Iterator
from datetime import datetime
from functools import cache
from html import unescape
from pathlib import Path
from typing import Any

import pytest

from archive.outcome import Answer, Found, Gone, Refused
from archive.platforms.base import Saved
from archive.platforms.x import X, parse_tweet_result, parse_v2
from archive.platforms.x.graphql import NOTED
from archive.platforms.x.post import Parsed
from archive.platforms.x.tombstone import tombstone as read_tombstone
from archive.records import Snapshot
from tests.archive.x_as_recorded import Json, load, told_in, told_in_v2
from tests.no_post import NO_POST


def recorded(payloads: Path, name: str) -> Any:
    return json.loads((payloads / "x" / name).read_text(encoding="utf-8"))


SYNDICATED = [
    # file, handle, how the text ends, facets, media, quoted, card
    ("1641086480675225601-tweet-with-image", "SamuelSusla", "what you think!", 1, 1, False, False),
    (
        "1641895049427550208-tweet-with-quote-tweet",
        "mattcarrollcode",
        "extra setup!",
        1,
        0,
        True,
        False,
    ),
    (
        "1684218600456876032-video",
        "Rainmaker1973",
        "[full paper: buff.ly/450N0Px]",
        1,
        1,
        False,
        False,
    ),
    ("1703436713362870723-card-summary-large-alt", "rhaksw", "the AMA. 1/2 🧵", 2, 0, False, True),
    (
        "2023357708301455483-affiliate-label-2026",
        "jarredsumner",
        "CLI start time",
        0,
        0,
        False,
        False,
    ),
]


@pytest.mark.parametrize(
    ("name", "handle", "ending", "facets", "media", "quoted", "card"), SYNDICATED
)
def test_every_recorded_embed_reads_as_a_reader_saw_it(
    payloads: Path,
    name: str,
    handle: str,
    ending: str,
    facets: int,
    media: int,
    quoted: bool,
    card: bool,
) -> None:
    parsed = parse_tweet_result(recorded(payloads, f"syndication-{name}.json"))
    snapshot = parsed.versions[name.split("-")[0]]
    assert snapshot.author.handle == handle
    assert snapshot.text.endswith(ending)
    assert "t.co/" not in snapshot.text
    assert (len(snapshot.facets), len(snapshot.media)) == (facets, media)
    assert (snapshot.quoted is not None, snapshot.link_card is not None) == (quoted, card)
    assert len(parsed.along) == quoted
    assert snapshot.created_precision == "ms"
    assert snapshot.warnings == ()


def test_the_recorded_times_agree_with_the_ids(payloads: Path) -> None:
    for name, *_ in SYNDICATED:
        payload = recorded(payloads, f"syndication-{name}.json")
        (snapshot,) = parse_tweet_result(payload).versions.values()
        assert snapshot.created_at is not None
        told = payload["created_at"].removesuffix(".000Z")
        assert snapshot.created_at.isoformat().startswith(told)


def test_the_recorded_tombstone_is_a_deletion_by_the_author(payloads: Path) -> None:
    answer = read_tombstone(recorded(payloads, "syndication-tombstone-deleted-by-author.json"))
    assert answer == Gone(
        cause="deleted by the author", basis="This Post was deleted by the Post author."
    )


@pytest.mark.parametrize(
    ("data", "includes"),
    [
        ("commtwitter-data_1399765322509557763", "commtwitter-users_1399765322509557763"),
        ("hk-data_1399524961891532805", "hk-users_1399524961891532805"),
        ("tweetdata-data_1402939532849319939", "tweetdata-users_1402939532849319939"),
    ],
)
def test_every_post_of_the_recorded_api_answers_is_read(
    payloads: Path, data: str, includes: str
) -> None:
    included = recorded(payloads, f"v2-academictwitter-{includes}.json")
    for told in recorded(payloads, f"v2-academictwitter-{data}.json"):
        parsed = parse_v2({"data": told, "includes": included})
        snapshot = parsed.versions[told["id"]]
        assert snapshot.author.native_id == told["author_id"]
        assert snapshot.author.handle is not None
        assert not any("outside" in warning for warning in snapshot.warnings)
        marks = {"hashtag": "#", "mention": "@", "cashtag": "$"}
        for facet in snapshot.facets:
            shown = snapshot.text[facet.start : facet.end]
            assert shown.startswith((marks.get(facet.kind, ""), "＃"))
        if snapshot.kind == "post" and told.get("entities", {}).get("urls"):
            assert "https://t.co/" not in snapshot.text


def test_the_recorded_single_answers_of_the_api_are_read(payloads: Path) -> None:
    parsed: Parsed = parse_v2(recorded(payloads, "v2-snssdks-tweet_resp.json"))
    (video,) = parsed.versions["1067094924124872705"].media
    assert (video.kind, video.duration, video.native_id) == (
        "video",
        136.637,
        "1064638969197977600",
    )


@cache
def answers(file: Path) -> tuple[Answer, ...]:
    return X.read_saved(Saved(body=file.read_bytes()))


def read(file: Path) -> dict[str, Snapshot]:
    """All posts of a file by their ids: in the words of a post's own answer, else of another's."""
    found = [answer for answer in answers(file) if isinstance(answer, Found)]
    posts = {s.native_id: s for answer in found for s in answer.along}
    for answer in found:
        for key in (answer.ref.native_id, *answer.aliases):
            posts[key] = answer.snapshots[-1]
    return posts


def recordings(payloads: Path, *kinds: str) -> list[Path]:
    files = sorted(f for kind in kinds for f in (payloads / "x").glob(f"{kind}-*.json"))
    return [f for f in files if "oembed" not in f.name and "embed-0" not in f.name]


def test_every_recorded_file_gives_a_post_or_stands_in_the_list_of_those_that_do_not(
    payloads: Path,
) -> None:
    without = {
        f"x/{file.name}"
        for file in (payloads / "x").iterdir()
        if not any(isinstance(answer, Found) for answer in answers(file))
    }
    assert without == {name for name in NO_POST if name.startswith("x/")}


OUTCOMES = {
    "syndication-tombstone-deleted-by-author": "deleted by the author",
    "v11-rtweet-get_favorites3-0": "login",
    "v11-sferik-forbidden": "not shown",
    "v11-sferik-not_found": "not shown",
    "v2-snssdks-streams-delete_error": "not shown",
}


def test_the_recorded_words_in_a_posts_place_are_read(payloads: Path) -> None:
    for name, cause in OUTCOMES.items():
        (answer,) = answers(payloads / "x" / f"{name}.json")
        assert isinstance(answer, (Gone, Refused)), name
        assert (answer.cause if isinstance(answer, Gone) else answer.reason) == cause


# Examples of X's documentation that went through a wrong encoding: their offsets are those of the
# text before. The third kind is an article, whose post is a link to it.
DAMAGED = {"703621193417379840", "714461850188926976"}
ARTICLE = "2079756440722665849"
OTHERWISE = {
    **dict.fromkeys(DAMAGED, ("text", "marks", "links")),
    ARTICLE: ("text", "marks", "links", "media"),  # see the test of it
}
"""What of them is not compared."""
NOT_READ = {
    "1667220696295178240": "shown for money between the answers to another post",
    "931015440201068545": "quoted by a post that a third one quotes",
}


@pytest.mark.parametrize("kind", ["graphql", "v11", "syndication"])
def test_every_recorded_post_is_read_as_plain_look_ups_tell_it(payloads: Path, kind: str) -> None:
    departures, compared = [], 0
    for file in recordings(payloads, kind):
        posts = read(file)
        for told in told_in(load(file)):
            snapshot = posts.get(told.id)
            if snapshot is None:
                assert told.id in NOT_READ, f"{file.name}: {told.id}"
                continue
            compared += 1
            facets = [(f.kind, snapshot.text[f.start : f.end].lower()) for f in snapshot.facets]
            got: dict[str, Any] = {
                "text": snapshot.text,
                "handle": snapshot.author.handle,
                "name": snapshot.author.name,
                "marks": sorted(shown for of, shown in facets if of != "link"),
                "links": sorted(f.target or "" for f in snapshot.facets if f.kind == "link"),
                "media": [
                    (m.kind, m.poster_url or m.urls[-1], m.width, m.height, m.alt)
                    for m in snapshot.media
                ],
                "quoted": snapshot.quoted and snapshot.quoted.native_id,
                "parent": snapshot.parent and snapshot.parent.native_id,
                "reposted": snapshot.reposted and snapshot.reposted.native_id,
                "poll": [(o.text, o.votes) for o in snapshot.poll.options] if snapshot.poll else [],
                "card": snapshot.link_card and snapshot.link_card.title,
            }
            made = snapshot.edited_at if told.edited else snapshot.created_at
            got["time"] = made and made.replace(microsecond=0)
            departures += [
                (file.name, told.id, name, getattr(told, name), value)
                for name, value in got.items()
                if getattr(told, name) != value and name not in OTHERWISE.get(told.id, ())
            ]
    assert departures == []
    assert compared == {"graphql": 165, "v11": 324, "syndication": 6}[kind]


def test_every_recorded_post_of_the_api_v2_is_read_as_plain_look_ups_tell_it(
    payloads: Path,
) -> None:
    departures: list[Any] = []
    compared = 0
    for file in recordings(payloads, "v2"):
        posts = read(file)
        told = load(file)
        beside = {} if isinstance(told, list) else told.get("includes", told)
        told = told if isinstance(told, list) else told.get("data", told.get("tweets", told))
        for tweet in told if isinstance(told, list) else [told]:
            if "text" not in tweet:
                continue
            compared += 1
            snapshot = posts[tweet["id"]]
            departures += differences(tweet, beside, snapshot)
            facets = [(f.kind, snapshot.text[f.start : f.end].lower()) for f in snapshot.facets]
            got = (
                snapshot.text,
                sorted(shown for kind, shown in facets if kind != "link"),
                sorted(f.target or "" for f in snapshot.facets if f.kind == "link"),
            )
            if got != told_in_v2(tweet):
                departures.append((file.name, tweet["id"], got, told_in_v2(tweet)))
    assert departures == []
    assert compared == 236


def differences(tweet: Json, beside: Json, snapshot: Snapshot) -> Iterator[Any]:
    """Where who posted, when, in which language, with which media, poll and other posts is not what
    the answer of the API says.
    """
    others = {one["type"]: one["id"] for one in tweet.get("referenced_tweets", [])}
    reposts = "retweeted" in others
    user = {u["id"]: u for u in beside.get("users", [])}.get(tweet.get("author_id"), {})
    attached = tweet.get("attachments", {})
    media = [m for m in beside.get("media", []) if m["media_key"] in attached.get("media_keys", [])]
    polls = [p for p in beside.get("polls", []) if p["id"] in attached.get("poll_ids", [])]
    made = datetime.fromisoformat(tweet["created_at"]) if "created_at" in tweet else None
    lang = tweet.get("lang")
    for told, got in (
        (tweet.get("author_id"), snapshot.author.native_id),
        (user.get("username"), snapshot.author.handle if user else None),
        (user.get("name"), snapshot.author.name if user else None),
        (made and made.replace(microsecond=0), made and second_of(snapshot)),
        (None if lang in {"und", "zxx"} or str(lang).startswith("q") else lang, snapshot.lang),
        (others.get("replied_to"), snapshot.parent and snapshot.parent.native_id),
        (None if reposts else others.get("quoted"), snapshot.quoted and snapshot.quoted.native_id),
        (others.get("retweeted"), snapshot.reposted and snapshot.reposted.native_id),
        (
            [] if reposts else [(m.get("width"), m.get("alt_text")) for m in media],
            [(m.width, m.alt) for m in snapshot.media],
        ),
        (
            [o["label"] for p in polls for o in p["options"]],
            [o.text for o in snapshot.poll.options] if snapshot.poll else [],
        ),
    ):
        if told != got:
            yield tweet["id"], told, got


def second_of(snapshot: Snapshot) -> datetime | None:
    return snapshot.created_at and snapshot.created_at.replace(microsecond=0)


def test_no_facets_of_recorded_posts_overlap_and_each_is_what_it_says(payloads: Path) -> None:
    marks = {"hashtag": "#\uff03", "mention": "@\uff20", "cashtag": "$"}
    for file in recordings(payloads, "graphql", "v11", "v2", "syndication"):
        for snapshot in read(file).values():
            passed = 0
            for facet in snapshot.facets:
                assert passed <= facet.start < facet.end <= len(snapshot.text), file.name
                passed = facet.end
                if facet.kind in marks and snapshot.native_id not in DAMAGED:
                    assert snapshot.text[facet.start] in marks[facet.kind], file.name


# The rows of how X's interfaces count, one recording each: a file, a post in it, a sign before its
# entities, and the entities after that sign.
COUNTED = {
    "GraphQL, beyond the first plane": (
        "graphql-single-1658407192859492355",
        "1658407192859492355",
        "\U0001f602",
        ["@AleJacintoUrang", "#Sisu"],
    ),
    "GraphQL, escaped": (
        "graphql-single-2085172559062995114",
        "2085172559062995114",
        ">",
        ["#LGM", "#MetsTwitter"],
    ),
    "v1.1, beyond the first plane": (
        "v11-sferik-premium-emoji-subset",
        "932386306344214529",
        "\U0001f495",
        ["#山下智久", "#sound_tripper"],
    ),
    "v1.1, escaped": ("v11-sferik-statuses", "244103057175113729", ">", ["#Obama2012"]),
    "a long text, beyond the first plane": (
        "graphql-single-2074968589820739994",
        "2074968589820739994",
        "\U0001f680",
        ["@ArtificialAnlys"],
    ),
    "v2, both": (
        "v2-academictwitter-tweetdata-data_1402939532849319939",
        "1403054114259484675",
        "&",
        ["#IchbinHanna", "#95vsWissZeitVG"],
    ),
}


@pytest.mark.parametrize("row", COUNTED)
def test_facets_after_escaped_signs_and_emoji_stand_where_they_should(
    payloads: Path, row: str
) -> None:
    name, native_id, sign, expected = COUNTED[row]
    snapshot = read(payloads / "x" / f"{name}.json")[native_id]
    after = snapshot.text.index(sign)
    assert expected == [
        snapshot.text[f.start : f.end]
        for f in snapshot.facets
        if f.start > after and f.kind != "link"
    ]


def test_the_recorded_display_range_of_an_embed_counts_utf_16_and_costs_no_word(
    payloads: Path,
) -> None:
    file = payloads / "x" / "syndication-1703436713362870723-card-summary-large-alt.json"
    told = load(file)
    _, end = told["display_text_range"]
    assert end == len(told["text"].encode("utf-16-le")) // 2 == len(told["text"]) + 1
    assert read(file)["1703436713362870723"].text.endswith("1/2 \U0001f9f5")


def test_a_recorded_long_text_is_not_unescaped(payloads: Path) -> None:
    file = payloads / "x" / "graphql-single-2075722586172846484.json"
    long = [s for s in read(file).values() if "->" in s.text]
    assert len(long) == 1
    assert "note_tweet" in file.read_text(encoding="utf-8")


def test_a_recorded_article_has_its_title_first_and_is_cut(payloads: Path) -> None:
    file = payloads / "x" / f"graphql-single-{ARTICLE}.json"
    article = load(file)["data"]["tweetResult"]["result"]["article"]["article_results"]["result"]
    snapshot = read(file)[ARTICLE]
    assert snapshot.text == f"{article['title']}\n\n{article['preview_text']}"
    assert (snapshot.completeness, snapshot.lang, snapshot.facets) == ("cut", None, ())
    (cover,) = snapshot.media
    told = article["cover_media"]["media_info"]
    assert (cover.urls[-1], cover.width, cover.height) == (
        told["original_img_url"],
        told["original_img_width"],
        told["original_img_height"],
    )


def test_recorded_community_notes_polls_and_edits_are_told(payloads: Path) -> None:
    for id_ in ("1780585322025537822", "1780618419081015347"):
        snapshot = read(payloads / "x" / f"graphql-single-{id_}.json")[id_]
        assert snapshot.labels == (NOTED,)
        assert "community note" in snapshot.warnings[-1]
    poll = read(payloads / "x" / "graphql-TweetDetail-1899954694652309701.json")[
        "1899954694652309701"
    ].poll
    assert poll is not None
    assert (poll.closed, str(poll.ends_at)) == (True, "2025-03-16 22:44:33+00:00")
    (edited,) = answers(payloads / "x" / "graphql-single-2085449206001504449.json")
    assert isinstance(edited, Found)
    assert edited.ref.native_id == "2085448532773716276"
    assert edited.aliases == ("2085449206001504449",)
    assert edited.snapshots[-1].as_of_basis == "now"


def test_the_recorded_embed_codes_are_read_in_part(payloads: Path) -> None:
    files = [f for f in (payloads / "x").glob("*embed*.json") if "graphql" not in f.name]
    assert len(files) == 5
    for file in files:
        told = load(file)
        (snapshot,) = {s.native_id: s for s in read(file).values()}.values()
        words = re.search(r"<p[^>]*>(.*?)</p>", told["html"], re.DOTALL)
        assert words is not None
        plain = unescape(re.sub(r"<[^>]+>", "", words[1]))
        assert snapshot.text == re.sub(r"\s*pic\.twitter\.com/\w+$", "", plain)
        assert snapshot.author.name == told["author_name"]
        assert (told["author_url"] or "").endswith(f"/{snapshot.author.handle}")
        lang = re.search(r"lang=\"?([a-z]+)", words[0])
        assert snapshot.lang == (lang and lang[1])
        assert snapshot.completeness == "partial"
        for facet in snapshot.facets:
            assert snapshot.text[facet.start : facet.end] in plain
            assert facet.target is not None


def test_the_recorded_old_pages_are_read_as_a_reader_saw_them(payloads: Path) -> None:
    plain = read(payloads / "x" / "onebox-twitterstatus.html")["363116819147538433"]
    assert plain.text == (
        "I'm a sucker for pledges.  @Peers Pledge #sharingeconomy peers.org/action/peers-p…"
    )
    assert [f.target for f in plain.facets] == [
        "https://x.com/Peers",
        "https://x.com/hashtag/sharingeconomy",
        "http://www.peers.org/action/peers-pledgea/",
    ]
    assert (plain.author.handle, plain.author.native_id) == ("vyki_e", "1087064150")
    assert (plain.lang, plain.completeness, str(plain.created_at)[:19]) == (
        "en",
        "full",
        "2013-08-02 01:59:30",
    )
    posts = read(payloads / "x" / "onebox-twitterstatus_quoted.html")
    quoting = posts["1128068672289890305"]
    assert quoting.text.endswith("@PompiersParis. #AWMH #MetalicaGivesBack")
    assert "EMMAUSolidarite & @Pomp" in quoting.text
    assert quoting.counts["reposts"] == 201
    assert quoting.media == ()
    assert quoting.quoted is not None
    quoted = posts[str(quoting.quoted.native_id)]
    assert quoted.author.handle == "AWMHFoundation"
    assert [m.urls[-1].rsplit("/", 1)[1] for m in quoted.media] == [
        "D6YzUC8V4AApDdF.jpg",
        "D6YzVKeV4AEPpSQ.jpg",
    ]
    assert quoted.completeness == "partial"
