"""Recorded responses that give no post, each with its reason: the one list of them.

Paths are below ``../shared/payloads``.
"""

NO_POST: dict[str, str] = {
    "activitypub/lemmy-friendica-activities-delete.json": "a Delete: the post is gone",
}
