"""What went wrong on the wire -> the error that says so. No I/O.

Texts of aiohttp's own errors are not passed on: they hold addresses with their secrets.
"""

import ssl

import aiohttp
from aiohttp.http_exceptions import LineTooLong

from archive.errors import AddressRefused, FetchError, TimedOut, TooLarge, Unreachable
from archive.fetch.decoding import BadCoding, OverLimit
from archive.fetch.guard import GateClosed

__all__ = ["WIRE_ERRORS", "failure", "tell_broken"]


class _Broken(Exception):
    """The connection was closed before an answer came."""


async def tell_broken(
    request: aiohttp.ClientRequest, handler: aiohttp.ClientHandlerType
) -> aiohttp.ClientResponse:
    """A middleware that keeps aiohttp from asking again by itself after a broken connection.

    Each try is an exchange of its own, and it is the recorder's business to make another.
    """
    try:
        return await handler(request)
    except aiohttp.ClientConnectorError:
        raise
    except (aiohttp.ClientOSError, aiohttp.ServerDisconnectedError) as error:
        raise _Broken from error


WIRE_ERRORS = (
    FetchError,
    _Broken,
    BadCoding,
    OverLimit,
    aiohttp.ClientError,
    TimeoutError,
    OSError,
)
"""All that a request may raise, bugs and cancellation apart."""


def failure(error: Exception, url: str, *, seconds: float, limit: int) -> FetchError:
    """The error for one that a request raised. ``url`` is as it may be shown.

    ``seconds`` and ``limit`` are the time and the bytes that the answer was allowed.
    """
    match error:
        case FetchError():
            return error
        case OverLimit():
            return TooLarge(f"{url} is larger than {limit:,} bytes.")
        case BadCoding():
            return FetchError(f"The answer of {url} {error}.")
        case aiohttp.ServerTimeoutError():
            return TimedOut(f"No connection to {url} could be made in time.")
        case TimeoutError():
            return TimedOut(f"{url} did not answer in full within {seconds:.3g} s.")
        case aiohttp.ClientHttpProxyError():
            return Unreachable(f"The proxy answered {error.status} when asked for {url}.")
        case aiohttp.ClientProxyConnectionError():
            return Unreachable(f"The proxy cannot be reached: {_system(error.os_error)}.")
        case aiohttp.ClientConnectorDNSError():
            return Unreachable(f"The host of {url} has no address.")
        case aiohttp.ClientConnectorCertificateError():
            return Unreachable(
                f"The certificate of {url} is not to be trusted: "
                f"{_certificate(error.certificate_error)}."
            )
        case aiohttp.ClientConnectorError():
            if isinstance(error.os_error, GateClosed):
                return AddressRefused(f"The host of {url} has no public address.")
            return Unreachable(f"{url} cannot be reached: {_system(error.os_error)}.")
        case aiohttp.ClientResponseError():
            if _too_long(error):
                return TooLarge(f"The headers of {url} are larger than allowed.")
            return Unreachable(f"{url} answered with something that is no HTTP.")
        case aiohttp.ClientPayloadError():
            return Unreachable(f"{url} broke off in the middle of its answer.")
        case _:
            return Unreachable(f"{url} closed the connection without an answer.")


def _system(error: OSError) -> str:
    if isinstance(error, ssl.SSLError):
        return f"TLS failed ({error.reason or 'no reason given'})"
    return (error.strerror or type(error).__name__).rstrip(".")


def _certificate(error: Exception) -> str:
    if isinstance(error, ssl.SSLCertVerificationError):
        return error.verify_message.rstrip(".")
    return type(error).__name__


def _too_long(error: BaseException | None) -> bool:
    """Whether a line over the limit is below it; aiohttp wraps its parser's errors twice."""
    while error is not None:
        if isinstance(error, LineTooLong):
            return True
        error = error.__cause__
    return False
