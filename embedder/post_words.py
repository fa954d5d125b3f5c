"""The words of the permanent page in English, the source of all catalogues."""

from functools import cache

import msgspec

from embedder.catalogues import translated
from embedder.words import LANGUAGES

__all__ = ["POST_ENGLISH", "PostWords", "post_words_in"]


class PostWords(msgspec.Struct, frozen=True, kw_only=True):
    """Every phrase of the page at ``/post/ID`` that is not in the box itself."""

    skip: str
    media: str
    thread: str
    thread_said: str
    thread_this: str
    versions: str
    version: str
    as_of: dict[str, str]
    obtained: str
    reasons: dict[str, str]
    completeness: dict[str, str]
    not_shown: str
    same_text: str
    also_changed: str
    parts: dict[str, str]
    frame: str
    described_by: str
    described_by_author: str
    not_described: str
    pixels: str
    large: str
    checks: str
    when: str
    through: str
    told: str
    outcomes: dict[str, str]
    checks_hint: str
    evidence: str
    content_hash: str
    log_place: str
    held_since: str
    held_since_said: str
    source: str
    original: str
    original_at: str
    data: str
    cite: str
    cite_copy: str
    cite_files: str
    cited: str
    cited_repost: str
    unknown_date: str
    archived_by: str
    archived: str
    used_in: str
    used_since: str
    used_more: str
    report: str
    report_intro: str
    report_kind: str
    report_choose: str
    report_kinds: dict[str, str]
    report_text: str
    report_text_hint: str
    report_contact: str
    report_contact_hint: str
    report_trap: str
    report_send: str
    report_skip: str
    report_thanks: str
    report_kept: str
    report_next: str
    report_next_said: str
    report_reach: str
    report_back: str
    report_trapped: str
    report_no_kind: str
    report_no_text: str
    report_long_text: str
    report_long_contact: str
    report_too_many: str


POST_ENGLISH = PostWords(
    skip="Skip to the post",
    media="Pictures and files",
    thread="Part of a thread",
    thread_said="The posts of it that are kept here, in the order in which they were posted.",
    thread_this="this post",
    versions="What it looked like, and when",
    version="Snapshot {n}",
    as_of={
        "now": "As seen on {date}.",
        "edit history": "As of {date}, by the platform’s edit history.",
        "Memento-Datetime": "As of {date}, by a web archive.",
        "file": "As of {date}, by the file that it came in.",
    },
    obtained="Obtained {date} through {source}.",
    reasons={
        "first": "first",
        "edited": "edited",
        "completed": "a fuller copy",
        "by hand": "by hand",
        "imported": "imported",
    },
    completeness={"cut": "cut", "partial": "partial", "by hand": "by hand"},
    not_shown="Not shown.",
    same_text="The text is the same.",
    also_changed="Different from the one before: {parts}.",
    parts={
        "media": "pictures and files",
        "alt": "their descriptions",
        "warning": "the content warning",
        "card": "the linked page",
        "poll": "the poll",
        "quoted": "the quoted post",
    },
    frame="Embed",
    described_by="Description by {name}",
    described_by_author="Description by the author",
    not_described="No description",
    pixels="{width} × {height} pixels",
    large="Larger",
    checks="Looks at the original",
    when="When",
    through="Through",
    told="What it told",
    outcomes={
        "found": "found",
        "gone": "not available",
        "refused": "not shown to us",
        "failed": "no usable answer",
    },
    checks_hint=(
        "Only “found” and “not available” say anything about the post. "
        "The others say something about the platform and us."
    ),
    evidence="What is known of these bytes",
    content_hash="SHA-256 of the content",
    log_place="Place in the log",
    held_since="Held since",
    held_since_said="{date}. The date is our own clock’s.",
    source="Obtained through",
    original="Original post",
    original_at="Original post: {url}.",
    data="As data",
    cite="To cite it",
    cite_copy="One click chooses the whole of a citation, to be copied.",
    cite_files="As files:",
    cited="{author}, post on {platform}, {date}.",
    cited_repost="{author}, repost on {platform}, {date}.",
    unknown_date="date unknown",
    archived_by="Archived by {name}, {date}: {page} (snapshot {n}).",
    archived="Archived {date}: {page} (snapshot {n}).",
    used_in="Where it is used",
    used_since="named here since {date}",
    used_more="Articles beside these: {n}",
    report="Report a problem",
    report_intro=(
        "Something here is wrong, or should not be shown? Write to {name}. You need no account."
    ),
    report_kind="What it is about",
    report_choose="Choose one",
    report_kinds={
        "court order": "A court order",
        "privacy": "Privacy",
        "copyright": "Copyright",
        "correction": "Something is not correct",
        "other": "Something else",
    },
    report_text="What is the problem?",
    report_text_hint="At most {max:,} characters. Say which picture or which words you mean.",
    report_contact="How you can be reached (optional)",
    report_contact_hint=(
        "A mail address or a telephone number, if you want an answer. Only {name} sees it."
    ),
    report_trap="Leave this field empty",
    report_send="Send",
    report_skip="Skip to the answer",
    report_thanks="Your report has arrived",
    report_kept="{name} has it since {date}.",
    report_next="What happens next",
    report_next_said=(
        "An editor of {name} reads it and decides. Nothing changes by itself until then. "
        "If you said how you can be reached, you may get an answer there."
    ),
    report_reach="If it is urgent, this is how {name} is reached:",
    report_back="Back to the post",
    report_trapped=(
        "It was not sent: a field that people do not see was filled in, as programs do. Send the "
        "form again, without a program that fills in forms."
    ),
    report_no_kind="It was not sent: choose what it is about.",
    report_no_text="It was not sent: write what the problem is.",
    report_long_text=(
        "It was not sent: the text has {n:,} characters, and {max:,} are taken. Shorten it, or "
        "say where the rest can be read."
    ),
    report_long_contact=(
        "It was not sent: how you can be reached is longer than the {max} characters that are "
        "taken."
    ),
    report_too_many=(
        "It was not sent: many reports have come in just now. Please wait some minutes and send "
        "it again; what you wrote is still here."
    ),
)


@cache
def post_words_in(lang: str) -> PostWords:
    """The words of a language, by its two letters; English where there are none.

    Raises:
        ConfigError: its catalogue is not complete.
    """
    return translated("post", POST_ENGLISH, lang) if lang in LANGUAGES[1:] else POST_ENGLISH
