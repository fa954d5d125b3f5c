"""docs/reference/recordings.md, which ``python -m tests.recordings_page`` makes."""

import re
from collections import Counter
from collections.abc import Mapping, Sequence

from archive.outcome import Answer, Failed, Found, Gone, Refused
from archive.platforms import PLATFORMS
from archive.records import Snapshot
from tests.docs_pages import ROOT
from tests.no_post import NO_POST
from tests.recordings import Recording, read_all, snapshots_of

__all__ = ["ALL_SOURCES", "PAGE", "page_of", "reason_of", "source_of"]

ALL_SOURCES = [f"{kind.name}/{one.source}" for kind in PLATFORMS for one in kind.about]

PAGE = ROOT / "docs" / "reference" / "recordings.md"

_HEAD = """\
# What was recorded, and what is read of it

Real answers of the platforms, collected from public test suites, lie beside the project, not in
it: they are not ours to ship. Each goes through the one door of `onrecord capture --payload`, which
knows the platform by the answer's shape. `python -m tests.recordings_page` makes this page, and a
test compares it where the recordings are there.

*Read as* names the source that is given such an answer; what none of them asks for is read where
somebody saved it. *Posts* counts the files that gave one; the fields are counted by the files whose
post, or one of whose posts, has them. What gave none says why: the platform's own word (gone), a
refusal or failure by its cause, or what the file is.
"""

_SOURCES = (
    (r"cdn\.syndication\.twimg\.com", "x/tweet-result"),
    (r"api\.twitter\.com/2/", "x/api-v2"),
    (r"publish\.twitter\.com|statuses/oembed", "x/oembed"),
    (r"twitter\.com/<u>|x\.com/<user>/status", "x/web-archive"),
    (r"app\.bsky\.feed\.get(Posts|PostThread)", "bluesky/appview"),
    (r"com\.atproto\.repo\.getRecord|companion record|<pds>/xrpc/.*getRecord", "bluesky/pds"),
    (r"<instance>/api/v1/statuses/:id(/context|/history)?$", "fediverse/client-api"),
    (r"<note uri>|<object uri>|inbox activity", "fediverse/activitypub"),
    (r"truthsocial\.com/api/v1", "truth/api"),
    (r"graph\.facebook\.com", "facebook/graph-api"),
    (r"facebook\.com/plugins/", "facebook/oembed"),
    (r"www\.facebook\.com", "facebook/page"),
    (r"api\.instagram\.com/oembed", "instagram/oembed"),
    (r"www\.instagram\.com", "instagram/page"),
    (r"youtube\.com/oembed", "youtube/oembed"),
    (r"(www|consent)\.youtube\.com", "youtube/page"),
    (r"tiktok\.com/oembed", "tiktok/oembed"),
    (r"www\.tiktok\.com", "tiktok/page"),
    (r"t\.me/s/", "telegram/channel-page"),
    (r"oauth\.reddit\.com/comments", "reddit/oauth"),
    (r"reddit\.com/oembed", "reddit/oembed"),
    (r"www\.reddit\.com", "reddit/web-archive"),
    (r"tumblr\.com/oembed", "page/oembed"),
    (r"web\.archive\.org|archive\.org/wayback|archive\.is", "web archives"),
)
"""Of which source an endpoint's answers are."""


def reason_of(recording: Recording) -> str | None:
    """Why it gives no post; ``None``: it gives one, or nobody says why not."""
    if any(isinstance(answer, Found) for answer in recording.answers):
        return None
    return NO_POST.get(recording.file) or next(map(_word, recording.answers), None)


def page_of(recordings: Sequence[Recording]) -> str:
    """The reference page."""
    parts = [_HEAD]
    for platform in sorted({one.platform for one in recordings}):
        own = [one for one in recordings if one.platform == platform]
        parts.append(
            f"## {platform}\n\n| asked | read as | files | posts | fields | no post, because |\n"
            "| --- | --- | --- | --- | --- |\n"
            + "\n".join(
                _line(endpoint, [one for one in own if one.endpoint == endpoint])
                for endpoint in sorted({one.endpoint for one in own})
            )
            + "\n"
        )
    asked = {source_of(recording.endpoint) for recording in recordings}
    known = {name.partition("/")[0] for name in asked if name} | {r.platform for r in recordings}
    without = [
        name
        for name in ALL_SOURCES
        if name not in asked and "web-archive" not in name and name.partition("/")[0] in known
    ]
    parts.append(
        "## Without a recording\n\nWhat these sources are answered was never recorded. It is read "
        f"as documented, or as an answer of the same shape shows it: {', '.join(without)}.\n"
    )
    return "\n".join(parts)


def source_of(endpoint: str) -> str | None:
    """The source whose answers those of an endpoint are; ``None``: no source asks for them."""
    return next((source for asked, source in _SOURCES if re.search(asked, endpoint)), None)


def _line(endpoint: str, recordings: Sequence[Recording]) -> str:
    posts = [found for one in recordings if (found := list(snapshots_of(one)))]
    fields = Counter(name for snapshots in posts for name in set().union(*map(_filled, snapshots)))
    reasons = Counter(reason for one in recordings if (reason := reason_of(one)) is not None)
    cells = (
        f"`{endpoint}`",
        source_of(endpoint) or "saved response",
        str(len(recordings)),
        str(len(posts)),
        _counts({name: fields[name] for name in _FIELDS if fields[name]}),
        _counts(dict(sorted(reasons.items()))),
    )
    return f"| {' | '.join(cell.replace('|', '/') for cell in cells)} |"


def _counts(counted: Mapping[str, int]) -> str:
    return "; ".join(f"{name} {count}" for name, count in counted.items())


_FIELDS = (
    *("text", "author", "time", "edited", "language", "links and tags", "media", "alt", "sizes"),
    *("link card", "poll", "quoted", "parent", "reposted", "warning", "counts"),
)


def _filled(snapshot: Snapshot) -> set[str]:
    told = {
        "text": snapshot.text,
        "author": snapshot.author.name or snapshot.author.handle,
        "time": snapshot.created_at,
        "edited": snapshot.edited_at,
        "language": snapshot.lang,
        "links and tags": snapshot.facets,
        "media": snapshot.media,
        "alt": any(medium.alt for medium in snapshot.media),
        "sizes": any(medium.width for medium in snapshot.media),
        "link card": snapshot.link_card,
        "poll": snapshot.poll,
        "quoted": snapshot.quoted,
        "parent": snapshot.parent,
        "reposted": snapshot.reposted,
        "warning": snapshot.content_warning or snapshot.sensitive,
        "counts": snapshot.counts,
    }
    return {name for name, value in told.items() if value}


def _word(answer: Answer) -> str:
    match answer:
        case Gone(cause=cause):
            return f"gone: {cause}"
        case Refused(reason=reason):
            return f"refused: {reason}"
        case Failed(reason=why):
            return f"failed: {why}"
        case Found():
            return "found"


if __name__ == "__main__":
    PAGE.write_text(page_of(read_all(ROOT.parent / "shared" / "payloads")), encoding="utf-8")
