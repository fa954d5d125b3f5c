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
}
