"""Identity, the canonical form, and the log leaf: golden values that may never change."""

import hashlib
import json
import re
from datetime import UTC, datetime, timedelta, timezone

import msgspec
import pytest
import rfc8785
from hypothesis import given, settings
from hypothesis import strategies as st

from archive.canonical import canonical, canonical_hash, leaf_hash
from archive.clock import milliseconds, parse_time, rfc3339
from archive.records import (
    Author,
    Facet,
    LinkCard,
    Media,
    Poll,
    PollOption,
    PostLink,
    PostRef,
    Snapshot,
    post_id,
)

PLAIN = Snapshot(
    platform="x",
    native_id="20",
    url="https://x.com/jack/status/20",
    author=Author(name="jack", handle="jack", native_id="12"),
    text="just setting up my twttr",
    created_at=datetime(2006, 3, 21, 20, 50, 14, tzinfo=UTC),
    created_precision="s",
    lang="en",
)

FULL = Snapshot(
    platform="bluesky",
    native_id="did:plc:abc/3k",
    url="https://bsky.app/profile/did:plc:abc/post/3k",
    author=Author(
        name="Ana",
        handle="ana.example",
        native_id="did:plc:abc",
        avatar_url="https://a/",
        avatar="aa",
    ),
    text="¡Hola @bo! \U0001f469‍\U0001f4bb",
    facets=(Facet(start=6, end=9, kind="mention", target="https://bsky.app/profile/did:plc:bo"),),
    html="<p>x</p>",
    content_warning="politics",
    sensitive=True,
    labels=("porn",),
    lang="es",
    langs=("es", "en"),
    created_at=datetime(2025, 3, 29, 17, 2, 11, 123456, tzinfo=UTC),
    created_precision="ms",
    created_at_claimed=datetime(2025, 3, 1, tzinfo=UTC),
    edited_at=datetime(2025, 3, 30, tzinfo=UTC),
    media=(
        Media(kind="image", sha256="ab" * 32, alt="A gate", width=640, height=480, native_id="cid"),
        Media(kind="video"),
    ),
    link_card=LinkCard(url="https://news.example/", title="T", description=None, image="cc"),
    poll=Poll(options=(PollOption(text="Yes", votes=3), PollOption(text="No")), voters=3),
    quoted=PostLink(
        url="https://x.com/i/status/1",
        platform="x",
        native_id="1",
        post="vhk17dn1s2hjvmyx",
        snapshot=2,
    ),
    parent=PostLink(url="https://x.com/i/status/2", unavailable="gone"),
    counts={"likes": 7},
    warnings=("The account's own server was not reached.",),
)


# Identity


@pytest.mark.parametrize(
    ("platform", "native", "expected"),
    [
        ("x", "20", "wx6r7dywr9jq39ga"),
        ("bluesky", "did:plc:abc/3k", "q8cq4vwd222n39z8"),
        ("fediverse", "mastodon.social/109", "1emkk80tbpvdaspk"),
        ("page", "https://example.org/ñ", "qav536ym0k6aat5b"),
    ],
)
def test_the_id_of_a_post_never_changes(platform: str, native: str, expected: str) -> None:
    assert post_id(platform, native) == expected
    assert PostRef(platform=platform, native_id=native, url="anything").id == expected


@given(st.text(min_size=1), st.text())
def test_an_id_is_the_first_80_bits_in_crockfords_base32(platform: str, native: str) -> None:
    try:
        digest = hashlib.sha256(f"{platform}:{native}".encode()).digest()
    except UnicodeEncodeError:
        return
    bits = int.from_bytes(digest[:10], "big")
    alphabet = "0123456789abcdefghjkmnpqrstvwxyz"
    spelled = "".join(alphabet[bits >> shift & 31] for shift in range(75, -1, -5))
    assert post_id(platform, native) == spelled
    assert re.fullmatch("[0-9a-hjkmnp-tv-z]{16}", spelled)


def test_a_snapshot_and_its_ref_have_the_same_id() -> None:
    assert PLAIN.id == PLAIN.ref.id == post_id("x", "20")


def test_a_link_names_a_post_only_by_platform_and_native_id() -> None:
    assert FULL.quoted is not None
    assert FULL.parent is not None
    assert FULL.quoted.ref == PostRef(platform="x", native_id="1", url="https://x.com/i/status/1")
    assert FULL.parent.ref is None
    assert PostLink(native_id="1").ref is None


# The canonical form


def test_the_canonical_form_of_a_plain_post_never_changes() -> None:
    assert canonical(PLAIN).decode() == (
        '{"author":{"handle":"jack","name":"jack","native_id":"12"},"content_warning":nul'
        'l,"created_at":"2006-03-21T20:50:14.000Z","created_at_claimed":null,"created_pre'
        'cision":"s","edited_at":null,"facets":[],"kind":"post","lang":"en","link_card":n'
        'ull,"media":[],"native_id":"20","parent":null,"platform":"x","poll":null,"quoted'
        '":null,"reposted":null,"sensitive":false,"text":"just setting up my twttr","warn'
        'ings":[]}'
    )
    assert (
        canonical_hash(PLAIN) == "ba91b964ed0cd02d38a1875b7081bb6adbf30be8f6d7584a5a6348432a785672"
    )


def test_the_canonical_form_of_a_full_post_never_changes() -> None:
    assert canonical(FULL).decode() == (
        '{"author":{"handle":"ana.example","name":"Ana","native_id":"did:plc:abc"},"conte'
        'nt_warning":"politics","created_at":"2025-03-29T17:02:11.123Z","created_at_claim'
        'ed":"2025-03-01T00:00:00.000Z","created_precision":"ms","edited_at":"2025-03-30T'
        '00:00:00.000Z","facets":[{"end":9,"kind":"mention","start":6,"target":"https://b'
        'sky.app/profile/did:plc:bo"}],"kind":"post","lang":"es","link_card":{"descriptio'
        'n":null,"title":"T","url":"https://news.example/"},"media":[{"alt":"A gate","hei'
        'ght":480,"kind":"image","sha256":"ababababababababababababababababababababababab'
        'ababababababababab","width":640},{"alt":null,"height":null,"kind":"video","sha25'
        '6":null,"width":null}],"native_id":"did:plc:abc/3k","parent":{"post":null,"snaps'
        'hot":null,"unavailable":"gone","url":"https://x.com/i/status/2"},"platform":"blu'
        'esky","poll":["Yes","No"],"quoted":{"post":"vhk17dn1s2hjvmyx","snapshot":2,"unav'
        'ailable":null,"url":"https://x.com/i/status/1"},"reposted":null,"sensitive":true'
        ',"text":"¡Hola @bo! 👩\u200d💻","warnings":["The account\'s own server was not reached."'
        "]}"
    )
    assert (
        canonical_hash(FULL) == "b3ea37eabd71d5c27b7f41530a32f86286cd90a2ad64632aacd340285017a5fc"
    )


@pytest.mark.parametrize(
    "changes",
    [
        {"counts": {"likes": 8}},
        {"html": None},
        {"labels": ()},
        {"langs": ()},
        {"url": "https://other/"},
        {"as_of": datetime(2025, 1, 1, tzinfo=UTC)},
        {"as_of_basis": "file"},
        {"completeness": "partial"},
        {"author": msgspec.structs.replace(FULL.author, avatar=None, avatar_url=None, url="u")},
        {"poll": Poll(options=(PollOption(text="Yes"), PollOption(text="No")), closed=True)},
        {"link_card": LinkCard(url="https://news.example/", title="T", image="dd")},
    ],
)
def test_what_changes_without_the_post_changing_is_not_hashed(changes: dict[str, object]) -> None:
    assert canonical(msgspec.structs.replace(FULL, **changes)) == canonical(FULL)


@pytest.mark.parametrize(
    "changes",
    [
        {"platform": "x"},
        {"native_id": "did:plc:abc/3l"},
        {"kind": "repost"},
        {"text": "¡Hola!"},
        {"facets": ()},
        {"facets": (msgspec.structs.replace(FULL.facets[0], target=None),)},
        {"lang": None},
        {"created_at": None},
        {"created_precision": "s"},
        {"created_at_claimed": None},
        {"edited_at": None},
        {"author": msgspec.structs.replace(FULL.author, name="Bo")},
        {"author": msgspec.structs.replace(FULL.author, handle="bo")},
        {"author": msgspec.structs.replace(FULL.author, native_id=None)},
        {"media": FULL.media[:1]},
        {"media": (msgspec.structs.replace(FULL.media[0], sha256=None), FULL.media[1])},
        {"media": (msgspec.structs.replace(FULL.media[0], alt=None), FULL.media[1])},
        {"media": (msgspec.structs.replace(FULL.media[0], width=1), FULL.media[1])},
        {"link_card": None},
        {"poll": None},
        {"poll": Poll(options=(PollOption(text="Yes"),))},
        {"quoted": None},
        {"quoted": PostLink(url="https://x.com/i/status/1", unavailable="gone")},
        {"parent": None},
        {"reposted": PostLink(url="https://x.com/i/status/3")},
        {"sensitive": False},
        {"content_warning": None},
        {"warnings": ()},
    ],
)
def test_what_a_reader_saw_is_hashed(changes: dict[str, object]) -> None:
    assert canonical(msgspec.structs.replace(FULL, **changes)) != canonical(FULL)


def test_the_zone_of_a_time_does_not_change_the_hash() -> None:
    west = FULL.created_at.astimezone(timezone(timedelta(hours=-6))) if FULL.created_at else None
    assert canonical_hash(msgspec.structs.replace(FULL, created_at=west)) == canonical_hash(FULL)


def test_a_snapshot_that_was_stored_has_the_same_hash() -> None:
    again = msgspec.json.decode(msgspec.json.encode(FULL), type=Snapshot)
    assert again == FULL
    assert canonical(again) == canonical(FULL)


@settings(max_examples=20)
@given(st.text(), st.text())
def test_the_form_is_that_of_rfc_8785(text: str, name: str) -> None:
    awkward = "".join(map(chr, range(0x2100))) + "\uffff\U0001f600"
    author = Author(name=name + awkward, handle=text, native_id=None)
    form = canonical(msgspec.structs.replace(FULL, text=text + awkward, author=author))
    assert form == rfc8785.dumps(json.loads(form))


def test_keys_are_sorted_and_text_is_not_escaped() -> None:
    form = canonical(FULL).decode()
    keys = list(msgspec.json.decode(form))
    assert keys == sorted(keys)
    assert "¡Hola @bo! \U0001f469‍\U0001f4bb" in form
    assert ": " not in form.replace("server was", "")


# The log leaf


def test_a_leaf_is_the_salted_hash_of_the_hash() -> None:
    salt = bytes(range(32))
    assert leaf_hash(salt, "ab" * 32) == hashlib.sha256(salt + b"\xab" * 32).digest()
    assert leaf_hash(salt, "ab" * 32) != leaf_hash(bytes(32), "ab" * 32)


@pytest.mark.parametrize("length", [0, 31, 33])
def test_a_salt_of_another_length_is_refused(length: int) -> None:
    with pytest.raises(ValueError, match="32 bytes"):
        leaf_hash(bytes(length), "ab" * 32)


# Times


@given(
    st.datetimes(datetime(1, 1, 3), datetime(9999, 12, 29), timezones=st.just(UTC)),  # noqa: DTZ001  the zone is given
    st.integers(-12 * 60, 14 * 60),
)
def test_a_time_is_written_in_utc_at_fixed_width_and_read_back(
    moment: datetime, offset: int
) -> None:
    local = moment.astimezone(timezone(timedelta(minutes=offset)))
    text = rfc3339(local)
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z", text)
    back = parse_time(text)
    assert back == moment.replace(microsecond=moment.microsecond // 1000 * 1000)
    assert rfc3339(back) == text
    assert milliseconds(back) == milliseconds(moment)


def test_a_time_without_a_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="no time zone"):
        parse_time("2025-03-29T17:02:11")
