"""Recorded responses that give no post, each with its reason: the one list of them.

Paths are below ``../shared/payloads``.
"""

NO_POST: dict[str, str] = {
    "activitypub/lemmy-friendica-activities-delete.json": "a Delete: the post is gone",
    "x/embedlib-page-t_co_4dk3jc2btt.html": "a short link's page: it sends its reader on",
    "x/embedlib-page-twitter_com_pepephone-status-436461658601713664.html": "a program that asks "
    "for the post: the post is not in it, and nothing that names it",
    "x/v11-rtweet-get_favorites3-0.json": "an error: not authorized",
    "x/v11-rtweet-search_tweets1-0.json": "a search that found nothing",
    "x/v11-sferik-forbidden.json": "an error: forbidden",
    "x/v11-sferik-not_found.json": "an error: not found",
    "x/syndication-tombstone-deleted-by-author.json": "a tombstone: the post is gone",
    "x/v2-academictwitter-hk-users_1399524961891532805.json": "accounts alone: the posts of the "
    "answer are in the file beside it",
    "x/v2-snssdks-models-media.json": "one medium",
    "x/v2-snssdks-models-meta_stream.json": "the figures of a stream's rules",
    "x/v2-snssdks-models-poll.json": "one poll",
    "x/v2-snssdks-streams-delete_error.json": "an error of a stream's rules",
    "x/v2-snssdks-streams-delete_rules.json": "a stream's rules",
    "x/v2-snssdks-streams-get_rules.json": "a stream's rules",
    "x/v2-snssdks-streams-post_rules.json": "a stream's rules",
    "x/vxtwitter-testMixedMediaTweet.json": "what another site makes of a post, in its own shape",
    "x/vxtwitter-testNSFWTweet.json": "what another site makes of a post, in its own shape",
    "x/vxtwitter-testPollTweet.json": "what another site makes of a post, in its own shape",
    "x/vxtwitter-testQRTTweet.json": "what another site makes of a post, in its own shape",
    "activitypub/lemmy-friendica-activities-dislike_page.json": (
        "a Dislike: what somebody thinks of a post"
    ),
    "activitypub/lemmy-friendica-activities-like_page.json": (
        "a Like: what somebody thinks of a post"
    ),
    "activitypub/lemmy-friendica-activities-undo_dislike_page.json": (
        "an Undo: what somebody thinks of a post"
    ),
    "activitypub/lemmy-friendica-objects-person_1.json": (
        "an actor (Person), who posts and is no post"
    ),
    "activitypub/lemmy-friendica-objects-person_2.json": (
        "an actor (Organization), who posts and is no post"
    ),
    "activitypub/lemmy-gnusocial-activities-like_note.json": (
        "a Like: what somebody thinks of a post"
    ),
    "activitypub/lemmy-gnusocial-objects-person.json": (
        "an actor (Person), who posts and is no post"
    ),
    "activitypub/lemmy-mastodon-activities-delete.json": "a Delete: the post is gone",
    "activitypub/lemmy-mastodon-activities-like_page.json": (
        "a Like: what somebody thinks of a post"
    ),
    "activitypub/lemmy-mastodon-activities-undo_like_page.json": (
        "an Undo: what somebody thinks of a post"
    ),
    "activitypub/lemmy-mastodon-objects-person.json": "an actor (Person), who posts and is no post",
    "activitypub/lemmy-nodebb-objects-person.json": "an actor (Person), who posts and is no post",
    "activitypub/lemmy-peertube-objects-person.json": "an actor (Person), who posts and is no post",
    "activitypub/lemmy-pleroma-activities-delete.json": "a Delete: the post is gone",
    "activitypub/lemmy-pleroma-objects-person.json": "an actor (Person), who posts and is no post",
    "activitypub/lemmy-smithereen-objects-person.json": (
        "an actor (Person), who posts and is no post"
    ),
    "activitypub/lemmy-wordpress-objects-person.json": (
        "an actor (Person), who posts and is no post"
    ),
    "activitypub/rebased-fetch_mocks-eal.json": "an actor (Person), who posts and is no post",
    "activitypub/rebased-mastodon-delete.json": "a Delete: the post is gone",
    "activitypub/rebased-mastodon-update.json": "an Update of an actor (Person)",
    "activitypub/rebased-rich_media-oembed.json": (
        "an oEmbed answer of Flickr's, which is no fediverse server"
    ),
    "activitypub/rebased-tesla_mock-aimu@misskey.io.json": (
        "an actor (Person), who posts and is no post"
    ),
    "activitypub/rebased-tesla_mock-emelie.json": "an actor (Person), who posts and is no post",
    "activitypub/rebased-tesla_mock-rinpatch.json": "an actor (Person), who posts and is no post",
    "activitypub/rebased-tesla_mock-webfinger_emelie.json": (
        "a WebFinger answer: where an account is"
    ),
    "mastodon/astro-mastodonPostGuns.json": (
        "a site's own extract of a status: without id and account"
    ),
    "mastodon/mastodonpy-c-media_post_multiple-0.json": "a picture before it is posted",
    "mastodon/mastodonpy-c-media_post_multiple-3.json": "a picture before it is posted",
    "mastodon/mastodonpy-c-polls-1.json": "a poll, which does not say of which post",
    "mastodon/mastodonpy-c-polls-4.json": "a poll, which does not say of which post",
    "mastodon/mastodonpy-c-status_context-1.json": (
        "the context of a post that nobody answers: no post in it"
    ),
    "mastodon/mastodonpy-c-status_edit-1.json": (
        "a history: read with the address of its post (--url)"
    ),
    "mastodon/mastodonpy-c-status_edit-4.json": (
        "a history: read with the address of its post (--url)"
    ),
    "mastodon/mastodonpy-c-status_missing-0.json": "an error: there is no such post",
    "mastodon/mastodonpy-c-status_update_with_media_edit-0.json": "a video before it is posted",
    "mastodon/mastodonpy-c-status_update_with_media_edit-1.json": "a video before it is posted",
    "mastodon/mastodonpy-c_entity_tests-entity_statusedit-0.json": (
        "a history: read with the address of its post (--url)"
    ),
    "mastodon/mastodonpy-c_entity_tests-entity_statusedit-1.json": (
        "a history: read with the address of its post (--url)"
    ),
    "mastodon/mastodonpy-c_entity_tests-entity_statussource-0.json": (
        "what an author edits: without account and address"
    ),
    "mastodon/mastodonpy-c_pre_2_9_2-status_card-2.json": (
        "a link card, which does not say of which post"
    ),
}
