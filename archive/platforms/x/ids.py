"""What an X id tells by itself: whether it is one, when its post was made, and the token
that the syndication endpoint wants with it. Pure.
"""

import math
import re
from datetime import UTC, datetime, timedelta
from typing import TypeGuard

__all__ = ["is_id", "snowflake_time", "syndication_token"]

_ID = re.compile(r"[1-9][0-9]{0,19}")
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_SNOWFLAKE_EPOCH = 1_288_834_974_657  # ms; 2010-11-04T01:42:54.657Z, Twitter's own choice
_FIRST_SNOWFLAKE = 29_700_859_247  # ids below it were counted, one by one
_DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"


def is_id(value: object) -> TypeGuard[str]:
    """Whether this is the id of a post or an account: 1 to 20 digits, no leading zero."""
    return isinstance(value, str) and _ID.fullmatch(value) is not None


def snowflake_time(id: str) -> datetime | None:
    """When X's server made this id, to the millisecond; ``None`` for ids that carry no time.

    Ids since 4 November 2010 hold the milliseconds since an epoch of their own in the
    bits above the lowest 22. Those before were counted.

    >>> snowflake_time("1641086480675225601").isoformat()
    '2023-03-29T14:34:41.562000+00:00'
    >>> snowflake_time("20") is None
    True
    """
    if not is_id(id) or int(id) < _FIRST_SNOWFLAKE:
        return None
    return _EPOCH + timedelta(milliseconds=(int(id) >> 22) + _SNOWFLAKE_EPOCH)


def syndication_token(native_id: str) -> str:
    """The ``token`` parameter of ``cdn.syndication.twimg.com/tweet-result`` for a post.

    X's embed script computes ``((Number(id) / 1e15) * Math.PI).toString(36)`` and takes out
    the zeros and the point (so does react-tweet's ``fetch-tweet.ts``). The id is rounded to
    a double on the way, as there.

    >>> syndication_token("20")
    '6dq1a2xwd93'
    """
    return re.sub(r"0+|\.", "", _base36(float(native_id) / 1e15 * math.pi))


def _base36(value: float) -> str:
    """A positive double in base 36 with the fewest digits that tell it from its neighbours.

    ECMAScript leaves the digits of ``Number.prototype.toString(36)`` to the engine; this
    gives those of V8, which every browser test of the token was made with.
    """
    whole = math.floor(value)
    fraction = value - whole
    # Half the distance to the next double: digits below it say nothing.
    margin = max((math.nextafter(value, math.inf) - value) / 2, math.nextafter(0.0, 1.0))
    digits: list[int] = []
    while fraction >= margin:
        fraction *= 36
        margin *= 36
        digit = int(fraction)
        digits.append(digit)
        fraction -= digit
        rounds_up = fraction > 0.5 or (fraction == 0.5 and digit % 2 == 1)
        if rounds_up and fraction + margin > 1:
            digits[-1] += 1  # never past 35: the digit before would have been rounded up
            break
    written = ""
    while whole:
        whole, digit = divmod(whole, 36)
        written = _DIGITS[digit] + written
    return (written or "0") + ("." if digits else "") + "".join(_DIGITS[d] for d in digits)
