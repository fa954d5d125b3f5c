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
    **dict.fromkeys(
        ("bluesky/dart-getLikes.json",),
        "who liked a post, without the post",
    ),
    **dict.fromkeys(
        ("bluesky/dart-getRepostedBy.json",),
        "who reposted a post, without the post",
    ),
    **dict.fromkeys(
        (
            "bluesky/dart-repo-describeRepo.json",
            "bluesky/marshalx-did_doc.json",
        ),
        "an account, no post",
    ),
    **dict.fromkeys(
        (
            (
                "bluesky/idunno-EmbeddedExternalTests-ExternalEmbedDeserializesCorrectlyWithA"
                "PkctPublicationAndAssociatedRefs-0.json"
            ),
        ),
        "a link card alone, without its post",
    ),
    **dict.fromkeys(
        ("bluesky/idunno-PostTests-PostWithPcktEmbeddedExternalDeserializesCorrectly-0.json",),
        "a bare record: it names neither its account nor its key",
    ),
    **dict.fromkeys(
        (
            (
                "bluesky/idunno-UnspeccedTests-TrendingTopicsWithDescriptionsAndDisplayNamesD"
                "eserializeCorrectly-0.json"
            ),
            (
                "bluesky/idunno-UnspeccedTests-TrendingTopicsWithoutDescriptionDeserializeCor"
                "rectly-0.json"
            ),
        ),
        "topics, no post",
    ),
    **dict.fromkeys(
        ("bluesky/indigo-commit-proof-fixtures.json",),
        "vectors of the Merkle tree, no post",
    ),
    **dict.fromkeys(
        (
            "bluesky/indigo-did_plc_doc.json",
            "bluesky/indigo-did_plc_doc_legacy.json",
            "bluesky/indigo-did_plc_z5vnbioquyhivxirw3bbljmu_didDoc.json",
            "bluesky/indigo-did_web_doc.json",
            "bluesky/indigo-greenground_didDoc.json",
            "bluesky/indigo-paul_staging_didDoc.json",
        ),
        "an account's document (DID), no post",
    ),
    **dict.fromkeys(
        (
            "bluesky/indigo-firehose_commit_4621317030.json",
            "bluesky/indigo-firehose_commit_4621317332.json",
            "bluesky/indigo-firehose_commit_4621332152.json",
            "bluesky/indigo-firehose_commit_4623075231.json",
        ),
        "an event of the firehose: signed blocks (CAR), no answer about a post",
    ),
    **dict.fromkeys(
        (
            "bluesky/indigo-relay-account_lifecycle.json",
            "bluesky/indigo-relay-post_lifecycle.json",
        ),
        "events of the firehose: signed blocks (CAR), no answer about a post",
    ),
    **dict.fromkeys(
        (
            (
                "bluesky/indigo-testing_testdata_bafyreieovfuizojpw3zresz7sx3nk4trm2by23pt5rx"
                "bey3jme4uo5ogiu.car"
            ),
            "bluesky/indigo-testing_testdata_fakermaker.repo.car",
            "bluesky/indigo-testing_testdata_greenground.repo.car",
            "bluesky/indigo-testing_testdata_paul_staging.repo.car",
            "bluesky/indigo-testing_testdata_repo_slice.car",
        ),
        "a repository, or the signed proof of a record (CAR), which is kept as evidence",
    ),
    **dict.fromkeys(
        (
            "bluesky/interop-crypto_signature-fixtures.json",
            "bluesky/interop-crypto_w3c_didkey_K256.json",
            "bluesky/interop-crypto_w3c_didkey_P256.json",
            "bluesky/interop-data-model_data-model-fixtures.json",
            "bluesky/interop-data-model_data-model-invalid.json",
            "bluesky/interop-data-model_data-model-valid.json",
            "bluesky/interop-mst_common_prefix.json",
            "bluesky/interop-mst_key_heights.json",
        ),
        "vectors of signatures, data model or Merkle tree, no post",
    ),
    **dict.fromkeys(
        ("bluesky/marshalx-feed_record.json",),
        "the record of a feed, no post",
    ),
    **dict.fromkeys(
        ("bluesky/marshalx-get_follows.json",),
        "accounts, no post",
    ),
    **dict.fromkeys(
        ("bluesky/marshalx-like_record.json",),
        "the record of a like, no post",
    ),
    **dict.fromkeys(
        ("bluesky/marshalx-resolve_handle.json",),
        "an account's id, no post",
    ),
}
