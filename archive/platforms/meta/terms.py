"""What Meta's documentation and terms say of the use of its oEmbed endpoints and APIs."""

__all__ = [
    "API_REMOVAL",
    "EMBED_AGREEMENT",
    "EMBED_READ",
    "EMBED_TOKEN",
    "PAGE_CONTENT",
    "TERMS_READ",
    "THREADS_ACCESS",
]

EMBED_READ = "2026-11-28"
TERMS_READ = "2026-11-29"

EMBED_AGREEMENT = (
    "Meta's documentation allows its oEmbed answers for showing a post only, and strictly "
    "prohibits keeping what they say."
)

EMBED_TOKEN = "An access token of a Meta app with the feature “oEmbed Read”"  # noqa: S105  words

API_REMOVAL = (
    "Meta's Platform Terms ask for deletion when a user of the app or Meta asks for it, and when "
    "the data are no longer needed."
)

PAGE_CONTENT = (
    "Meta gives this access after a review of the app and of the business, to analyse or display "
    "posts of Pages; whether keeping them is within that is for you and Meta to say."
)

THREADS_ACCESS = (
    "Meta gives this access after a review of the app, under its Platform Terms; whether keeping "
    "posts is within that is for you and Meta to say."
)
