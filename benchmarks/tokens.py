"""Cutting posts into the tokens of the search index, and what a search does beside the index.

By the CPU time of one core. The posts are the invented ones, 170 characters each with a mention,
a link and a hashtag: as they are, with an emoji and "…", and without, in ASCII. Their words repeat
more than those of real posts: so each round begins without any word remembered.
"""

import time
from collections.abc import Callable, Sequence
from statistics import median

from archive.folding import fold
from archive.marking import snippet
from archive.query import Query, parse
from archive.tokens import index, tokens
from benchmarks.measuring import Line, same, spread
from benchmarks.posts import text_of

__all__ = ["measure"]

BOUND = 20_000
POSTS = 5_000
ROUNDS = 7
TYPED = 'border OR bridge "city council" -winter since:2025-04-03 from:@sample has:image'


async def measure() -> list[Line]:
    texts = [text_of(number) for number in range(POSTS)]
    in_ascii = [text.encode("ascii", "ignore").decode() for text in texts]
    for text in (*texts[:500], *in_ascii[:500]):
        same("the words of a text", index(text).words, " ".join(t.text for t in tokens(text)))
    query = parse("bridge OR council")
    if not isinstance(query, Query):
        raise TypeError(query)
    same("what is marked", bool(snippet("The bridge.", query).marks), True)
    indexed = _rates(lambda text: index(text, "en"), texts)
    lines = [
        Line(
            name="tokens of a post for the index, with stems: posts a second",
            measured=spread(indexed, 0),
            bound=f"at least {BOUND:,}",
            met=median(indexed) >= BOUND,
        )
    ]
    sides: list[tuple[str, Callable[[str], object], Sequence[str]]] = [
        ("of a post in ASCII", lambda text: index(text, "en"), in_ascii),
        ("of a post in no known language, with stems of both", index, texts),
        ("with places, as for marking", tokens, texts),
        ("a snippet with its marks: hits a second", lambda text: snippet(text, query, 80), texts),
        ("parsing a query of seven parts: queries a second", parse, [TYPED] * POSTS),
    ]
    return lines + [
        Line(name=f"  {name}", measured=spread(_rates(work, given), 0))
        for name, work, given in sides
    ]


def _rates(work: Callable[[str], object], given: Sequence[str]) -> list[float]:
    """How many a second of CPU, once for each round."""
    found = []
    for _ in range(ROUNDS):
        fold.cache_clear()
        begun = time.process_time()
        for text in given:
            work(text)
        found.append(len(given) / (time.process_time() - begun))
    return found
