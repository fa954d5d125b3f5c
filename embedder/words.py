"""The embed's own words in English, the source of all catalogues. Post content is never translated.

What we say is what was seen, by whom, when: the wording is that of DESIGN, "What we say on
screen". Names in braces are filled in by :mod:`embedder.view`.
"""

from functools import cache

import msgspec

from embedder.catalogues import Counted, languages, translated

__all__ = ["ENGLISH", "LANGUAGES", "Words", "words_in"]


class Words(msgspec.Struct, frozen=True, kw_only=True):
    """Every phrase of a box. A language is complete or it is not there."""

    lang: str
    dir: str
    """``ltr`` or ``rtl``."""
    newsroom: str
    """Where the site has no name yet."""
    # Who, to whom
    post_by: str
    post_by_dated: str
    reposted: str
    in_reply_to: str
    a_post: str
    # Bands
    gone: str
    gone_same_day: str
    gone_never_seen: str
    newer: str
    what_changed: str
    changed_since_published: str
    correction: str
    note: str
    not_shown: str
    not_shown_since: str
    erased: str
    reason: str
    reasons: dict[str, str]
    """The classes of reasons that readers are told, by what a written reason begins with."""
    by_hand: str
    by_hand_bare: str
    screenshot: str
    screenshot_alone: str
    its_platform: str
    unknown_platform: str
    from_browser: str
    from_file: str
    cut: str
    partial: str
    web_archive: str
    # Behind a click
    content_warning: str
    sensitive: str
    sensitive_by: str
    # Media
    kinds: dict[str, str]
    one_of: str
    no_description: str
    described_by: str
    still: str
    lasts: str
    kept: str
    late: str
    too_large: str
    not_to_be_had: str
    # Quoted and answered posts
    quoted: str
    unavailable: dict[str, str]
    no_longer_public: str
    # Poll and counts
    poll: str
    poll_ended: str
    poll_ends: str
    votes: Counted
    counts: dict[str, Counted]
    comma: str
    at_capture: str
    # Time and footer
    edited: str
    claimed: str
    unknown_date: str
    archived: str
    archived_by: str
    copy: str
    original: str
    # Translation
    translation: str
    translation_machine: str
    not_the_words: str
    original_in: str
    exact_words: str
    # The frame
    skip: str
    end: str


ENGLISH = Words(
    lang="en",
    dir="ltr",
    newsroom="this newsroom",
    post_by="Post by {name} on {platform}",
    post_by_dated="Post by {name} on {platform}, {date}",
    reposted="reposted",
    in_reply_to="In reply to",
    a_post="a post",
    gone="Not available on {platform} when checked on {date}; last seen there on {seen}.",
    gone_same_day="Not available on {platform} when checked on {date}; last seen there at {seen}.",
    gone_never_seen="Not available on {platform} when checked on {date}.",
    newer="Edited since. Shown here is how it read when archived on {date}.",
    what_changed="What changed",
    changed_since_published=(
        "Changed since this article was published with the version archived on {date}."
    ),
    correction="Correction by {name}, {date}",
    note="Note by {name}, {date}",
    not_shown="Not shown by {name}.",
    not_shown_since="Not shown by {name} since {date}.",
    erased="Erased by {name} on {date}.",
    reason="Reason: {reason}.",
    reasons={
        "court order": "court order",
        "privacy": "privacy",
        "copyright": "copyright",
        "correction": "correction",
        "terms": "the terms of its source",
    },
    by_hand="Typed in by {name} from a screenshot; not obtained from {platform}.",
    by_hand_bare="Typed in by {name}; not obtained from {platform}.",
    screenshot="Screenshot of a post by {name}; its words stand beside it as text.",
    screenshot_alone="Screenshot of a post by {name}",
    its_platform="its platform",
    unknown_platform="an unknown platform",
    from_browser=(
        "Seen in the browser of {name} on {date}; not obtained from {platform} by this archive."
    ),
    from_file="Taken from a file by {name} on {date}; not obtained from {platform}.",
    cut="Only the beginning of this post could be obtained.",
    partial="Not all of this post could be obtained.",
    web_archive="From a web archive’s copy of {date}.",
    content_warning="Content warning: {text}",
    sensitive="Marked as sensitive on {platform}",
    sensitive_by="Marked as sensitive by {name}",
    kinds={"image": "Image", "video": "Video", "gif": "GIF", "audio": "Audio"},
    one_of="{kind} {i} of {n}",
    no_description="{thing}, no description",
    described_by="{alt} (description by {name})",
    still="still picture",
    lasts="{kind}, {time}",
    kept="{thing}: archived, not played here.",
    late="{thing} is still being fetched.",
    too_large="{thing} was not archived: too large.",
    not_to_be_had="{thing} was not archived: it could not be obtained.",
    quoted="Quoted post",
    unavailable={
        "gone": "Not available on {platform} when this was archived.",
        "blocked": "Not archived: {platform} said that it is blocked.",
        "protected": "Not archived: {platform} said that it is not public.",
        "revoked": "Its author took it out of this post.",
        "refused": "{platform} would not show it to us; this says nothing about the post.",
        "failed": "Not archived: it could not be obtained.",
        "not taken": "Not archived.",
    },
    no_longer_public="A post that is no longer public.",
    poll="Poll",
    poll_ended="ended {date}",
    poll_ends="open until {date}",
    votes=Counted(("{n} vote", "{n} votes")),
    counts={
        "replies": Counted(("{n} reply", "{n} replies")),
        "reposts": Counted(("{n} repost", "{n} reposts")),
        "likes": Counted(("{n} like", "{n} likes")),
        "quotes": Counted(("{n} quote", "{n} quotes")),
        "views": Counted(("{n} view", "{n} views")),
    },
    comma=", ",
    at_capture="at capture",
    edited="edited {date}",
    claimed="dated {date} by its author’s software",
    unknown_date="Date unknown",
    archived="Archived {date}",
    archived_by="Archived by {name}, {date}",
    copy="Archived copy",
    original="Original post",
    translation="Translation by {name}, {date}",
    translation_machine="Machine translation, {name}, {date}",
    not_the_words="not the words of the post",
    original_in="Original in {language}",
    exact_words="exact words",
    skip="Skip this post",
    end="End of post",
)

LANGUAGES = languages()
"""The languages that there are words in: English, and those that have a catalogue."""


@cache
def words_in(lang: str) -> Words:
    """The words of a language, by its two letters; English where there are none.

    Raises:
        ConfigError: its catalogue is not complete.
    """
    return translated("box", ENGLISH, lang) if lang in LANGUAGES[1:] else ENGLISH
