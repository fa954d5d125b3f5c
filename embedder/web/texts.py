"""Every word that the desk and the plain pages say, by key: one dictionary a language.

A language is complete or it is not there; English is the one that the others are held to.
Names in braces are filled in. What an embed says stands in :mod:`embedder.words`.
"""

from embedder.web.texts_es import SPANISH

__all__ = ["TEXTS", "text"]

_EN: dict[str, str | dict[str, str]] = {
    # Everywhere
    "skip": "Skip to the content",
    "nav": "Desk",
    "nav.capture": "Capture",
    "nav.posts": "Kept posts",
    "nav.alerts": "Changed",
    "nav.quotes": "Quotations",
    "nav.more": "More",
    "nav.requests": "Reports",
    "nav.queries": "Saved searches",
    "nav.sites": "Our sites",
    "nav.articles": "Articles",
    "nav.sources": "Sources",
    "nav.gallery": "Gallery",
    "nav.asked": "Asked for",
    "nav.audit": "What was done",
    "nav.people": "People",
    "nav.setup": "Site",
    "nav.logout": "Log out",
    "next": "What you can do:",
    "unknown": "unknown",
    # Front door
    "home.title": "On the record",
    "home.what": "{name} keeps public posts of officials here as they were on the day: the words, "
    "the pictures, the times. Articles show them from here, so that they stay readable when a "
    "platform, an account or a post is gone.",
    "home.nobody": "This site",
    "nobody": "this newsroom",
    "home.reader": "A link under each embed leads to the page of its post, with every version that "
    "was kept.",
    "home.search": "Search what is kept",
    "home.editor": "Editors",
    "home.log_in": "Log in",
    "home.login": "Open your one-time login link. “onrecord users link NAME” prints a new one on "
    "the server; an admin can send it to you.",
    # Setup
    "setup.title": "About your site",
    "setup.intro": "Four things, written on embeds. You can skip this and come back.",
    "setup.name": "Name of the newsroom",
    "setup.name.hint": "Embeds say “Archived by …”.",
    "setup.public_url": "Public address of this service",
    "setup.public_url.hint": "Where readers reach it, like https://record.example.org. Until it is "
    "set, copied code works on this computer only.",
    "setup.lang": "Language of embeds",
    "setup.timezone": "Time zone",
    "setup.timezone.hint": "Times on embeds are written in it, like America/Chicago.",
    "setup.fixed": "Set in config.toml, which wins.",
    "setup.save": "Save",
    "setup.skip": "Skip for now",
    "setup.bad.public_url": "Write an address with its scheme, like https://record.example.org.",
    "setup.bad.timezone": "Write a name like Europe/Madrid or America/Chicago.",
    "setup.bad.lang": "Choose one of the list.",
    "setup.bad.name": "A name has at most 200 characters.",
    # Paste
    "paste.title": "Keep a post",
    "paste.label": "Addresses of posts",
    "paste.hint": "One, several, or a whole text or e-mail that has them in it. At most 50 posts "
    "are taken at once.",
    "paste.do": "Capture",
    "paste.by_hand": "Enter a post by hand, from a screenshot",
    "paste.saved": "Hand in a saved response",
    "paste.bookmarklet": "Hand a post over from your own browser",
    "paste.example": "No network? This sample post works offline:",
    "paste.try": "Try the sample",
    "paste.none": "There is no address in this text. Copy the post’s address from the address bar.",
    "paste.recent": "Kept lately",
    "paste.all": "All kept posts",
    # Gone
    "gone.title": "Gone: keep showing or withhold?",
    "gone.what": "Their platform says that these posts are gone, and the settings of the source "
    "that gave them leave it to you what readers see. What is kept stays kept, either way.",
    "gone.none": "Nothing waits for an answer.",
    "gone.said": "{platform}, {when}: {basis}",
    "gone.source": "given by {source}",
    "gone.keep": "Keep showing",
    "gone.keep.draft": "Leave it a draft",
    "gone.withhold": "Withhold",
    "gone.waiting": {
        "one": "1 post is gone: keep showing it or withhold it?",
        "other": "{n} posts are gone: keep showing them or withhold them?",
    },
    # Captures
    "captures.title": "Captures",
    "captures.more": "Capture more",
    "captures.none": "No such capture here.",
    "captures.skipped": {
        "one": "1 address names no post that we know of, and was left out",
        "other": "{n} addresses name no post that we know of, and were left out",
    },
    "captures.too_many": "Only the first {n} posts of the text were taken. Paste the rest again.",
    "capture.queued": "Waiting for its turn.",
    "capture.running": "Asking {platform} …",
    "capture.bare": "It ended without a word; look at the attempts.",
    "capture.again": "Try again",
    "capture.offers": "Can you see it yourself? Then hand it over:",
    "capture.offer.open": "Open it",
    "capture.offer.browser": "From my browser",
    "capture.offer.by hand": "By hand",
    "capture.offer.later": "Try later",
    "capture.attempts": {"one": "1 attempt", "other": "{n} attempts"},
    "capture.no_attempts": "Nothing was asked yet.",
    "capture.http": "HTTP {status}",
    "capture.seconds": "{seconds} s",
    "capture.open": "This post at the desk",
    "capture.no_post": "This is the address of no post that we know of. Open the post itself on "
    "its platform, and copy the address from the address bar.",
    # What came of a look
    "outcome.found": "gave it",
    "outcome.gone": "gone",
    "outcome.refused": "refused",
    "outcome.failed": "failed",
    "cause.deleted by the author": "deleted by the author",
    "cause.removed by the platform": "removed by the platform",
    "cause.account deleted": "account deleted",
    "cause.account suspended": "account suspended",
    "cause.unknown": "cause unknown",
    "cause.protected": "for followers only",
    "cause.blocked here": "not shown here",
    "cause.login": "asks to log in",
    "cause.limited": "takes no more questions just now",
    "cause.unlisted": "not listed",
    "cause.unknown name": "knows no such name",
    "cause.not shown": "not shown",
    "cause.unreachable": "not reached",
    "cause.too slow": "too slow",
    "cause.too large": "too large",
    "cause.address refused": "address not taken",
    "cause.malformed": "not understood",
    "cause.another post": "another post",
    "cause.another account": "another account",
    "cause.off": "switched off",
    # Preview and codes
    "preview": "How it looks",
    "preview.light": "Light",
    "preview.dark": "Dark",
    "preview.frame": "The embed, {theme}",
    "preview.warnings": "What to know of it",
    "copy.do": "Copy code",
    "copy.releases": "Copying makes the post public at its address.",
    "copy.stays": "It stays a draft until somebody releases it.",
    "codes.title": "Code for your article",
    "codes.local": "This code works on this computer only, until the site’s public address is set.",
    "codes.local.set": "Set it",
    "codes.draft": "The post is a draft: readers see nothing of it until it is released.",
    "codes.in.site": "Any site",
    "codes.in.wordpress": "WordPress",
    "codes.in.newsletter": "Newsletter",
    "codes.in.picture": "Picture",
    "codes.in.markdown": "Markdown",
    "codes.address": "With our plugin: this address, on a line of its own",
    "codes.block": "Without it: a block of HTML, to paste between two paragraphs",
    "codes.email": "HTML for mail programs",
    "codes.image": "The picture, with its text in words and a link",
    "codes.markdown": "A quotation with its source",
    "codes.iframe": "Frame",
    "codes.script": "Frame, and our script that makes it as high as what is in it",
    "codes.quotation": "Quotation, then the frame: the words stay where a frame is taken out",
    "codes.fragment": "Plain HTML, for your own templates",
    "codes.link": "Link",
    "codes.frozen": "Fixed address: this version as it looks now, for good, without news of it",
    "copy.article": "Address of the article, if it has one yet",
    "codes.copy": "Copy",
    "codes.copied": "Copied.",
    "codes.press": "Selected: press Ctrl+C or ⌘C.",
    # The card
    "card.title": "The post as a picture",
    "card.what": "For previews, chats, newsletters and print. It shows what the embed shows today.",
    "card.address": "Address of the picture",
    "card.address.hint": "1200 pixels wide, and as high as the post needs, up to 1500.",
    "card.crop": "Address of its crop for previews",
    "card.crop.hint": "1200 × 630 pixels, as Facebook, Slack and others want them.",
    "card.alt": "Its text in words",
    "card.alt.hint": "Put it beside the picture, as its description: who does not see the picture "
    "reads or hears this.",
    "card.lacks": "The picture is not as it should be.",
    "card.missing": {
        "one": "No font here has the character {characters}: a box is drawn in its place. Whoever "
        "runs this service can install a font that has it, or name its file in [card] fonts, and "
        "restart. The picture is then drawn again.",
        "other": "No font here has {n} of the characters: {characters}. A box is drawn in the "
        "place of each. Whoever runs this service can install a font that has them, or name its "
        "file in [card] fonts, and restart. The picture is then drawn again.",
    },
    "card.unstored": "The picture of the frozen form {form} of version {n} is not stored: it could "
    "not be drawn, or lacked something. Whoever asks for it gets one that is drawn then. To try "
    "again, copy the embed’s code once more; if this stays, whoever runs this service finds the "
    "reason by the post’s id.",
    "card.damaged": "The stored picture of the frozen form {form} of version {n} is gone or "
    "damaged; another is drawn in its place. Whoever runs this service finds it in a backup as "
    "{file}.",
    "card.emoji": "The emoji are drawn in one colour: no font with coloured ones was found. "
    "Whoever runs this service can install Noto Color Emoji, or name its file in [card] fonts, and "
    "restart. The picture is then drawn again.",
    # Damage
    "damage.title": "Stored files of this post are damaged",
    "damage.missing": "The stored file of {what} is gone.",
    "damage.changed": "The stored file of {what} is damaged: it is not as it was kept.",
    "damage.no picture": "The stored file of {what} is as it came, and cannot be shown: {detail} "
    "Readers see an empty place with its description.",
    "damage.derivatives": "Of {what}, copies that readers get are gone or damaged: some readers "
    "see an empty place with its description.",
    "damage.the": "the {kind}",
    "damage.one": "{kind} {i} of {total}",
    "damage.described": "{what} (“\u2068{alt}\u2069”)",
    "damage.kind.image": "image",
    "damage.kind.video": "video",
    "damage.kind.gif": "GIF",
    "damage.kind.audio": "sound",
    "damage.of.poster": "the still of {what}",
    "damage.of.avatar": "the author’s picture",
    "damage.of.card": "the picture of the link’s preview",
    "damage.of.emoji": "a custom emoji",
    "damage.of.captions": "the captions of a video",
    "damage.of.media": "a picture",
    "damage.quoted": "{what} in the quoted post",
    "damage.parent": "{what} in the post that it answers",
    "damage.reposted": "{what} in the shared post",
    "damage.do": "The words of the post are not touched. Give these names to whoever runs this "
    "service: a backup has the files, and “Back up and restore” in the documentation says how one "
    "is put back.",
    "damage.copies": "Readers still see smaller copies of it.",
    "damage.empty": "Readers see an empty place with its description.",
    "damage.files": {"one": "1 file", "other": "{n} files"},
    "damage.more": "and {n} more",
    # List
    "posts.title": "Kept posts",
    "posts.none": "Nothing is kept yet.",
    "posts.first": "Capture the first post",
    "posts.older": "Older",
    "posts.newest": "Newest",
    "posts.no_text": "(no words)",
    "posts.posted": "posted {when}",
    "posts.requested": "asked for on {when}",
    "posts.gone": "not available",
    "kept.is": "kept ✓",
    "kept.how": "Kept as it looked on {when}; it is held here unchanged since.",
    "kept.parts": {
        "one": "With 1 picture or file.",
        "other": "With {n} pictures and files.",
    },
    # Gallery
    "gallery.title": "How embeds look",
    "gallery.intro": "Every state of the box, with invented posts, as readers would see it: light "
    "and dark, 320, 400 and 600 pixels wide. Their links to a post's own page lead back here: the "
    "samples are not in the archive, and have none.",
    "gallery.css": "Your own CSS, [embed] css, is in it.",
    "gallery.no_css": "With [embed] css in config.toml they take your colours, font and corners.",
    "gallery.lang": "Language",
    "gallery.site_lang": "the site’s",
    "gallery.state": "State",
    "gallery.all": "all",
    "gallery.strip": "{name}, {theme}, in three widths",
    "gallery.frame": "{name}, {theme}, {width} pixels wide",
    # Requests
    "requests.title": "Problems that readers reported",
    "requests.intro": "As they were written, newest first. Nothing in them was checked.",
    "requests.none": "Nobody has reported a problem.",
    "requests.kind.court order": "Court order",
    "requests.kind.privacy": "Privacy",
    "requests.kind.copyright": "Copyright",
    "requests.kind.correction": "Correction",
    "requests.kind.other": "Something else",
    "requests.post": "Post",
    "requests.contact": "Answer to",
    "requests.no_contact": "No address for an answer",
    "requests.open": "open",
    "requests.decided": "decided",
    "requests.until": "by {day}",
    "requests.csv": "All of them as CSV",
    # Saved queries
    "queries.title": "Saved searches",
    "queries.what": "Each has an address of its own and a feed, for anybody who may search here.",
    "queries.none": "No search is saved yet.",
    "queries.by": "saved by {by} on {when}",
    "queries.remove": "Remove",
    "queries.remove.one": "Remove {name}",
    "queries.new": "Save a search",
    "queries.name": "Name",
    "queries.name.hint": "Its address is made of it: “Border wall” is at /queries/border-wall.",
    "queries.q": "Words, phrases, filters",
    "queries.at": "As the archive was on",
    "queries.at.hint": "A date such as 2025-04-03, for a search that is cited. Empty: always as it "
    "is at the time.",
    "queries.stems": "Other forms of the words, too",
    "queries.save": "Save",
    "queries.bad.name": "A name has a Latin letter or a digit, and at most 200 characters.",
    "queries.bad.taken": "There is a saved search of this name. Choose another, or remove it.",
    # Asked for by sites
    "asked.title": "Asked for, not kept",
    "asked.what": "Posts that articles of your site show, and that are not kept here. The site’s "
    "plugin names them.",
    "asked.by": "Asked by {by} on {when}, for",
    "asked.capture": "Capture",
    "asked.leave_out": "Leave out",
    "asked.all": {"one": "Capture this one", "other": "Capture these {n}"},
    "asked.more": "{n} more are listed once these are dealt with.",
    "asked.none": "Nothing is asked for.",
    "asked.plugin": "Plugin for WordPress",
    "asked.plugin.what": "It shows kept posts in the place of the platforms’ embeds, in old "
    "articles and new ones, and changes no article.",
    "asked.plugin.download": "Download the plugin",
    "asked.plugin.install": "In WordPress: Plugins, Add New, Upload Plugin, choose the file, "
    "Activate.",
    "asked.plugin.key": "So that this list fills, paste a key under Settings, onrecord:",
    # Post
    "post.title": "Post by {name}",
    "post.unnamed": "Post",
    "post.page": "Its public page",
    "post.original": "The original",
    "post.again": "Look again now",
    "post.again.hint": "Asks the platform whether the post is there and unchanged.",
    "post.more": "This post",
    "post.article": "Put it in your article",
    "post.who_sees": "Withhold a part, hold, erase",
    "post.describe": "Descriptions, translation, notes",
    "post.undescribed": {
        "one": "1 picture without a description",
        "other": "{n} pictures without a description",
    },
    "post.decide": "Who sees it",
    "post.reason": "Reason",
    "post.reason.hint": "It is kept with your name. If it begins with “court "
    "order”, “privacy”, “copyright”, “correction” or “terms” (those of the source), readers see "
    "that class, and never the rest.",
    "post.reason.missing": "A post is withheld for a reason: write it.",
    "post.release": "Make public",
    "post.release.again": "Show again",
    "post.withhold": "Withhold",
    "post.withhold.hint": "The box stays at its size and says that it is not shown by {name}.",
    "post.since": "since {when}: {reason}",
    "post.versions": "Snapshots",
    "post.version": "Snapshot {n}",
    "post.captured": "captured {when}",
    # Whose an account is
    "whose.title": "Whose account is this?",
    "whose.told": "Whose account this is",
    "whose.about": "{handle} on {platform}.",
    "whose.once": {
        "one": "Asked once, for this post and all to come.",
        "other": "Asked once, for its {n} posts here and all to come.",
    },
    "whose.by": "{handle} on {platform} · said by {by} on {when}",
    "whose.back": "Back to the post",
    "whose.proposal": "The register proposes",
    "whose.no_office": "no office on the day of the post",
    "whose.confirm": "Yes, it is",
    "whose.conflict": "The register cannot tell.",
    "whose.it_is": "It is {name}",
    "whose.else": "Somebody else, or no official",
    "whose.change": "Correct this",
    "whose.which": "Who is {name}?",
    "whose.new": "{name}, who is not in the register yet",
    "whose.other": "somebody else:",
    "whose.name": "Who",
    "whose.name.hint": "The name of a person or an office. If the register has somebody of this "
    "name, you are asked whether it is them.",
    "whose.office": "Office",
    "whose.office.like": "Mayor",
    "whose.where": "Of where",
    "whose.since": "Since",
    "whose.until": "Until",
    "whose.since.hint": "The first day in the office, and the first day after it. Without a first "
    "day, the office counts from the day of this post. Leave the office empty where the register "
    "has it.",
    "whose.party": "Party",
    "whose.kind": "Kind of account",
    "whose.kind.official": "official account",
    "whose.kind.campaign": "campaign account",
    "whose.kind.personal": "personal account",
    "whose.kind.office-wide": "account of the office",
    "whose.save": "Save",
    "whose.nobody.do": "Not an official",
    "whose.nobody.is": "No official.",
    "whose.nobody": "nobody",
    "whose.private.do": "A private person",
    "whose.private.is": "A private person: the posts are kept for context, and never listed.",
    "whose.private.hint": "The posts of a private person are kept for the embeds that show them, "
    "and never listed.",
    "whose.changes": "Posts of this account that still say otherwise",
    "whose.more": "and more",
    "whose.apply": "Change them",
    "whose.say": "Say whose account it is",
    "whose.bad": "This could not be kept. Look at the fields again: the name, the office, and the "
    "days, which are written like 2025-03-29.",
    # Articles
    "placements.title": "In articles",
    "placements.no_article": "An article without an address yet",
    "placements.made": "copied {when} by {by}",
    "placements.see": "What it shows",
    "placements.code": "Its code",
    "placements.change": "Change what it shows",
    "placements.mode": "Which version",
    "placements.mode.newest": "the newest",
    "placements.mode.newest with band": "the newest; a band says if it changed since publication",
    "placements.mode.pinned": "always the one below",
    "placements.snapshot": "The article was published with",
    "placements.theme": "Colours",
    "placements.theme.auto": "as the reader’s system",
    "placements.theme.light": "light",
    "placements.theme.dark": "dark",
    "placements.lang": "Language of the box",
    "placements.lang.site": "the site’s",
    "placements.counts": "With counts, as they were at capture",
    "placements.media": "With pictures",
    "placements.parent": "With the post that it answers",
    "placements.article_public": "The article is published: the post’s page may name it",
    "placements.save": "Save",
    "placements.bad": "The address of the article is that of no page. Copy the whole of it, with "
    "https://.",
    "post.checks": "Checks",
    "post.checks.n": {"one": "1 check", "other": "{n} checks"},
    "post.no_checks": "No check yet.",
    "visibility.draft": "draft",
    "visibility.public": "public",
    "visibility.withheld": "withheld",
    "visibility.erased": "erased",
    "visibility.draft.is": "A draft. Nobody outside the desk can tell that it is here.",
    "visibility.public.is": "Public.",
    "visibility.withheld.is": "Withheld: readers see that it is not shown, and no more.",
    "visibility.erased.is": "Erased. Nothing brings it back.",
    "reason.first": "first",
    "reason.edited": "edited since",
    "reason.completed": "a fuller copy",
    "reason.by hand": "by hand",
    "reason.imported": "imported",
}

TEXTS: dict[str, dict[str, str | dict[str, str]]] = {"en": _EN, "es": SPANISH}


def text(lang: str, key: str, **parts: object) -> str:
    """What is said under a key, in a language that we have, else in English.

    Where the words depend on a number, it is handed in as ``n``.

    >>> text("en", "capture.attempts", n=1), text("en", "capture.attempts", n=3)
    ('1 attempt', '3 attempts')
    """
    words = TEXTS.get(lang, _EN)[key]
    if isinstance(words, dict):
        words = words["one" if parts["n"] == 1 else "other"]
    return words.format(**parts) if parts else words
