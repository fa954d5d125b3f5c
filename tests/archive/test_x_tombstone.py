"""What X says in a post's place."""

import pytest

from archive.outcome import Gone, Refused
from archive.platforms.x.tombstone import tombstone as read_tombstone
from tests.archive.x_payloads import (
    tombstone,
)


@pytest.mark.parametrize(
    ("words", "answer"),
    [
        ("This Post was deleted by the Post author.", "deleted by the author"),
        ("This Tweet was deleted by the Tweet author.", "deleted by the author"),
        ("This Post is from a suspended account.", "account suspended"),
        ("This Tweet is from a suspended account.", "account suspended"),
        ("This Post is from an account that no longer exists.", "account deleted"),
        ("This Tweet is from an account that no longer exists.", "account deleted"),
        ("This Post violated the X Rules.", "removed by the platform"),
        ("This Tweet violated the Twitter Rules.", "removed by the platform"),
        (
            "This Tweet violated the Twitter Rules about glorifying violence.",
            "removed by the platform",
        ),
        (
            "You’re unable to view this Post because this account owner limits who can view their "
            "Posts.",
            "protected",
        ),
        (
            "You're unable to view this Tweet because this account owner limits who can view their "
            "Tweets.",
            "protected",
        ),
        (
            "Age-restricted adult content. This content might not be appropriate for people under "
            "18 years old. To view this media, you’ll need to log in to X.",
            "blocked here",
        ),
        (
            "This Post from @ada_mayor has been withheld in Germany in response to a legal demand.",
            "blocked here",
        ),
        (
            "This Tweet violated the Twitter Rules about glorifying violence. However, Twitter "
            "has determined that it may be in the public’s interest for the Tweet to remain "
            "accessible.",
            "not shown",
        ),
        ("This Post is unavailable.", "not shown"),
        ("This Tweet is unavailable.", "not shown"),
        ("You’re unable to view this Post.", "not shown"),
        ("Something nobody has read before.", "not shown"),
    ],
)
def test_a_tombstone_means_what_its_words_say(words: str, answer: str) -> None:
    # "deleted by" is recorded; the others are built from the shape and wordings documented.
    read = read_tombstone(tombstone(f"{words} Learn more"))
    if isinstance(read, Gone):
        assert (read.cause, read.basis) == (answer, words)
    else:
        assert (read.reason, read.detail) == (answer, f"X would not show it to us: “{words}”")


def test_a_tombstone_without_words_says_nothing() -> None:
    for payload in ({}, {"tombstone": None}, {"tombstone": {"text": {"text": 7}}}):
        assert isinstance(read_tombstone(payload), Refused)
