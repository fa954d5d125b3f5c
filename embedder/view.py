"""What is held of a post -> :class:`EmbedView`: finished plain values. Pure; no I/O, no HTML.

Content comes from the snapshot alone; what the newsroom adds and what happened to the post
since stand around it, in parts of their own.
"""

import msgspec

from archive.cite import cite
from archive.records import Annotation, Snapshot, Stored
from archive.shown import has_page, is_hidden_context
from archive.storage.base import Holding
from archive.text import web_address
from embedder.content import Content, is_shown, time_iso
from embedder.height import estimate
from embedder.links import Links
from embedder.notices import notices_of, text_of, withheld_notice
from embedder.options import Options
from embedder.parts import EmbedView, Frame, Other, Translation
from embedder.pictures import DEFAULT_WIDTHS, Widths
from embedder.runs import href_of, tag_of
from embedder.voice import Site, Voice, voice_of

__all__ = ["EmbedView", "Site", "build_view", "content_alone", "is_shown"]


def build_view(
    holding: Holding,
    options: Options,
    site: Site,
    links: Links,
    *,
    widths: Widths = DEFAULT_WIDTHS,
    frozen: bool = False,
    css: str = "",
) -> EmbedView:
    """The embed of what is held, as ``options`` ask for it.

    ``widths`` are those of ``[media]``, ``css`` is the site's own look for the page.
    ``frozen`` leaves out today's state and all annotations: content alone. A post that is
    withheld or erased, or of which no snapshot is left, gives a view without content that says
    so, frozen or not.
    """
    voice = voice_of(site, options.lang)
    content = Content(options, voice, links.local, widths)
    if frozen:
        holding = content_alone(holding)
    frame = _frame(holding, options, site, links, voice)
    if css:
        frame = msgspec.structs.replace(frame, css=css)
    if holding.stored is not None and is_shown(holding):
        return _shown(holding, holding.stored, frame, content, links, options, voice)
    return _not_shown(holding, frame, content, links, options, voice)


def _not_shown(
    holding: Holding,
    frame: Frame,
    content: Content,
    links: Links,
    options: Options,
    voice: Voice,
) -> EmbedView:
    """Nothing of the content; the box of a withheld post keeps its size."""
    notice = withheld_notice(holding, voice)
    view = EmbedView(frame=frame, preview=notice.text, notices=(notice,))
    stored = holding.stored
    if stored is None or "erased" in {holding.post.visibility, stored.visibility}:
        return view
    was = _shown(content_alone(holding), stored, frame, content, links, options, voice)
    wide, narrow = (max(0, estimate(was, width) - estimate(view, width)) for width in (600, 360))
    return msgspec.structs.replace(view, heights=(wide, narrow))


def content_alone(holding: Holding) -> Holding:
    """What is held, without what happened to it since and what the newsroom says of it.

    A post inside that is no longer public stays hidden: nobody asked for it for its own sake.
    """
    return msgspec.structs.replace(
        holding,
        annotations=(),
        checks=holding.checks if is_hidden_context(holding) else (),
        versions=(),
        quoted=holding.quoted and content_alone(holding.quoted),
        parent=holding.parent and content_alone(holding.parent),
        reposted=holding.reposted and content_alone(holding.reposted),
    )


def _frame(holding: Holding, options: Options, site: Site, links: Links, voice: Voice) -> Frame:
    local, post = links.local, holding.post.id
    n = None if holding.stored is None else holding.stored.n
    return Frame(
        id=post,
        n=n,
        version=options.version,
        lang=voice.lang,
        theme=options.theme,
        sheet=local.static(f"embed-v{options.version}.css") if options.style == "link" else None,
        width=options.width,
        shadow=options.style == "shadow",
        origin=links.origin,
        path=local.embed(post, None, options.segment),
        permalink=local.post(post),
        oembed=links.oembed_of(post).removeprefix(links.origin),
        site_name=site.name,
        words=voice.words,
    )


def _shown(
    holding: Holding,
    stored: Stored,
    frame: Frame,
    content: Content,
    links: Links,
    options: Options,
    voice: Voice,
) -> EmbedView:
    snapshot, words, dates = stored.snapshot, voice.words, voice.dates
    platform = content.platform(snapshot)
    reposts, page = snapshot.reposted is not None, frame.permalink
    post: Other
    inside: Stored | None = None
    translations = _translations(holding, stored, voice)
    if snapshot.reposted is not None:
        author, published = content.author(holding, snapshot), time_iso(snapshot)
        post = content.other(holding.reposted, snapshot.reposted, platform, page)
        if holding.reposted is not None and post.is_shown:
            inside = holding.reposted.stored
            if inside is not None:
                translations += _translations(holding.reposted, inside, voice)
    else:
        post = content.post(holding, snapshot, outer=True)
        author, published = post.author, post.time_iso
    answers = snapshot.parent
    parent = None
    if answers is not None and options.parent:
        parent = content.other(holding.parent, answers, platform, page, "parent")
    archived = words.archived_by if frame.site_name else words.archived
    citation = cite(
        stored,
        links,
        newsroom=frame.site_name,
        shared=inside,
        shared_page=holding.reposted is not None and has_page(holding.reposted.post),
    )
    return EmbedView(
        frame=frame,
        preview=_preview(holding, snapshot),
        notices=notices_of(holding, platform, links.local, voice),
        post=post,
        reposted_by=author if reposts else None,
        repost_time=content.time(snapshot) if reposts else None,
        parent=parent,
        replying_to=None if answers is None else _answered(holding, content, voice),
        replying_to_href=href_of(answers.url) if answers and not parent else None,
        translations=translations,
        archived=archived.format(name=frame.site_name, date=dates.minute(stored.captured_at)),
        # An account may have another name by now: readers are led to where the post is today.
        original=citation.original and (web_address(holding.post.url) or citation.original),
        author_name=author.name,
        platform=platform,
        day=None if snapshot.created_at is None else dates.day(snapshot.created_at),
        published_iso=published,
        citation=citation,
    )


def _answered(holding: Holding, content: Content, voice: Voice) -> str:
    """The handle of the answered author, where it may be named."""
    parent = holding.parent
    if parent is not None and parent.stored is not None and is_shown(parent):
        return content.author(parent, parent.stored.snapshot).handle or voice.words.a_post
    return voice.words.a_post


def _translations(holding: Holding, stored: Stored, voice: Voice) -> tuple[Translation, ...]:
    """Those into the language of this embed; the original stands above them."""
    found = []
    for note in holding.annotations:
        text, lang = text_of(note), note.body.get("lang")
        if note.kind != "translation" or text is None or note.snapshot not in {None, stored.n}:
            continue
        known = lang if isinstance(lang, str) else None
        if known is None or known.split("-")[0].lower() == voice.lang:
            found.append(Translation(text=text, lang=tag_of(known), by=_translated_by(note, voice)))
    return tuple(found)


def _translated_by(note: Annotation, voice: Voice) -> str:
    """``Translation by NAME, SITE, 3 April 2025 · not the words of the post``."""
    words, name = voice.words, note.body.get("name")
    names = f"{name}, {voice.newsroom}" if isinstance(name, str) else voice.newsroom
    said = words.translation_machine if note.body.get("machine") is True else words.translation
    return f"{said.format(name=names, date=voice.dates.day(note.at))} · {words.not_the_words}"


def _preview(holding: Holding, snapshot: Snapshot) -> str:
    if snapshot.reposted is not None:
        inner = holding.reposted
        if inner is None or inner.stored is None or not is_shown(inner):
            return ""
        snapshot = inner.stored.snapshot
    return snapshot.content_warning or snapshot.text
