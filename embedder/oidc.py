"""A provider of logins, by OpenID Connect: the code flow with PKCE, state and nonce.

Its address is that of config.toml; what its own discovery document adds is held to https, or to
the very origin of the issuer. No redirect is followed. What is needed to check a token comes with
the extra ``[oidc]``: authlib and joserfc.
"""

import hmac
import importlib
import importlib.util
from base64 import b64encode, urlsafe_b64encode
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any, TypeVar
from urllib.parse import quote, urlencode, urlsplit

import aiohttp
import msgspec

from archive.errors import ConfigError
from archive.settings import OidcSettings
from archive.storage.people import Role

__all__ = ["HOW_TO_INSTALL", "Provider", "ProviderError", "is_installed", "role_of"]

HOW_TO_INSTALL = "pip install 'onrecord[oidc]'"
_T = TypeVar("_T")
ALGORITHMS = ["RS256", "PS256", "ES256", "EdDSA"]
"""That a token may be signed with: none that takes a shared secret, and not ``none``."""
TIMEOUT = aiohttp.ClientTimeout(total=10)
MOST = 256 * 1024
"""Bytes of an answer of the provider."""
LEEWAY = 60
"""Seconds that its clock may differ from ours."""
REMEMBERED = timedelta(minutes=5)
"""How long what the provider says of itself is not asked for again."""
_RANK: tuple[Role, ...] = ("reader", "editor", "admin")
_BREAK_GLASS = (
    "Try again later. Meanwhile a link logs you in: `onrecord users link NAME`, on the server, "
    "makes one."
)


class ProviderError(Exception):
    """The provider did not answer, or not with what may be trusted."""

    def __init__(self, what: str, *, next_step: str) -> None:
        super().__init__(what)
        self.what, self.next_step = what, next_step


class _Discovered(msgspec.Struct, frozen=True):
    issuer: str
    authorization_endpoint: str
    token_endpoint: str
    jwks_uri: str
    userinfo_endpoint: str | None = None
    token_endpoint_auth_methods_supported: tuple[str, ...] = ("client_secret_basic",)


class _Tokens(msgspec.Struct, frozen=True):
    id_token: str
    access_token: str | None = None


def is_installed() -> bool:
    """Whether tokens can be checked here: the extra ``[oidc]`` is there."""
    return all(importlib.util.find_spec(name) for name in ("authlib", "joserfc"))


def role_of(claims: Mapping[str, Any], settings: OidcSettings) -> Role | None:
    """The highest role that the claims give; ``None`` where they give none. A claim inside
    another is named with points: ``realm_access.roles``.

    >>> settings = OidcSettings(roles={"desk": "editor", "chiefs": "admin"})
    >>> role_of({"groups": ["chiefs", "desk"]}, settings), role_of({"groups": "else"}, settings)
    ('admin', None)
    """
    value: Any = claims
    for key in settings.roles_claim.split("."):
        value = value.get(key) if isinstance(value, Mapping) else None
    values = [value] if isinstance(value, str) else value if isinstance(value, list) else []
    roles = [
        settings.roles[name] for name in values if isinstance(name, str) and name in settings.roles
    ]
    return max(roles, key=_RANK.index, default=None)


class Provider:
    """The provider of the settings. A login has a ``seed``, 32 random bytes of which the browser
    keeps the only copy: state, nonce and PKCE's secret are made of it.
    """

    def __init__(self, settings: OidcSettings, secret: str | None) -> None:
        if not is_installed():
            raise ConfigError(
                "oidc.issuer is set, and what checks its tokens is not installed.",
                next_step=f"Install it: {HOW_TO_INSTALL}",
            )
        self._settings, self._secret = settings, secret
        self._known: tuple[datetime, _Discovered] | None = None

    @property
    def name(self) -> str:
        """What the button says."""
        return self._settings.name or self.host

    @property
    def host(self) -> str:
        return urlsplit(self._settings.issuer).hostname or ""

    async def address(self, seed: str, redirect_uri: str, *, now: datetime) -> str:
        """Where a browser is sent to log in.

        Raises:
            ProviderError: the provider does not say where.
        """
        rfc7636: Any = importlib.import_module("authlib.oauth2.rfc7636")
        known = await self._discovered(now)
        query = {
            "response_type": "code",
            "client_id": self._settings.client_id,
            "redirect_uri": redirect_uri,
            "scope": " ".join(self._settings.scopes),
            "state": _made(seed, "state"),
            "nonce": _made(seed, "nonce"),
            "code_challenge": rfc7636.create_s256_code_challenge(_made(seed, "verifier")),
            "code_challenge_method": "S256",
        }
        sign = "&" if urlsplit(known.authorization_endpoint).query else "?"
        return f"{known.authorization_endpoint}{sign}{urlencode(query)}"

    async def claims(
        self, seed: str, redirect_uri: str, answer: Mapping[str, str], *, now: datetime
    ) -> dict[str, Any]:
        """Who came back from the provider: the claims of their token, checked, with those of the
        provider's answer about them. ``sub`` is there, and theirs.

        Raises:
            ProviderError: it is no answer to this login, or nothing that may be trusted.
        """
        if not hmac.compare_digest(answer.get("state", "").encode(), _made(seed, "state").encode()):
            raise ProviderError(
                "This is no answer to a login of this browser.", next_step="Log in again."
            )
        if answer.get("iss", self._settings.issuer) != self._settings.issuer:
            raise ProviderError(
                "Another provider answered than was asked.", next_step="Log in again."
            )
        if "code" not in answer:
            raise ProviderError(
                "The provider let nobody in.", next_step="Log in again, or ask whoever runs it."
            )
        known = await self._discovered(now)
        tokens = await self._tokens(known, seed, redirect_uri, answer["code"])
        claims = await self._checked(known, tokens, _made(seed, "nonce"), now)
        wanted = {self._settings.user_claim, self._settings.roles_claim.partition(".")[0]}
        if known.userinfo_endpoint and tokens.access_token and not wanted <= claims.keys():
            headers = {"Authorization": f"Bearer {tokens.access_token}"}
            more = await self._ask("GET", known.userinfo_endpoint, dict[str, Any], headers=headers)
            if more.get("sub") != claims["sub"]:
                raise ProviderError("The provider told of somebody else.", next_step=_BREAK_GLASS)
            claims = {**more, **claims}
        return claims

    async def _tokens(self, known: _Discovered, seed: str, redirect_uri: str, code: str) -> _Tokens:
        form = {
            "grant_type": "authorization_code",
            "code": code,
            "redirect_uri": redirect_uri,
            "client_id": self._settings.client_id,
            "code_verifier": _made(seed, "verifier"),
        }
        headers = {}
        if self._secret is not None:
            if "client_secret_basic" in known.token_endpoint_auth_methods_supported:
                pair = ":".join(quote(part, safe="") for part in (form["client_id"], self._secret))
                headers["Authorization"] = f"Basic {b64encode(pair.encode()).decode()}"
            else:
                form["client_secret"] = self._secret
        return await self._ask("POST", known.token_endpoint, _Tokens, data=form, headers=headers)

    async def _checked(
        self, known: _Discovered, tokens: _Tokens, nonce: str, now: datetime
    ) -> dict[str, Any]:
        jwk: Any = importlib.import_module("joserfc.jwk")
        jwt: Any = importlib.import_module("joserfc.jwt")
        core: Any = importlib.import_module("authlib.oidc.core")
        keys = await self._ask("GET", known.jwks_uri, dict[str, Any])
        try:
            token = jwt.decode(
                tokens.id_token, jwk.KeySet.import_key_set(keys), algorithms=ALGORITHMS
            )
            claims = core.CodeIDToken(
                token.claims,
                token.header,
                {
                    "iss": {"essential": True, "value": self._settings.issuer},
                    "aud": {"essential": True, "value": self._settings.client_id},
                },
                {
                    "nonce": nonce,
                    "client_id": self._settings.client_id,
                    "access_token": tokens.access_token,
                },
            )
            claims.validate(now=int(now.timestamp()), leeway=LEEWAY)
        except Exception as error:
            # joserfc, authlib and cryptography each have errors of their own; what a stranger
            # wrote may raise others, too. None of them lets anybody in.
            raise ProviderError(
                f"The provider's token cannot be trusted: {type(error).__name__}.",
                next_step=_BREAK_GLASS,
            ) from error
        sub = claims["sub"]
        if not isinstance(sub, str) or not sub or len(sub) > 255 or not sub.isprintable():
            raise ProviderError("The provider's token names nobody.", next_step=_BREAK_GLASS)
        return dict(claims)

    async def _discovered(self, now: datetime) -> _Discovered:
        if self._known is not None and timedelta() <= now - self._known[0] < REMEMBERED:
            return self._known[1]
        issuer = self._settings.issuer
        url = f"{issuer.rstrip('/')}/.well-known/openid-configuration"
        found = await self._ask("GET", url, _Discovered)
        if found.issuer != issuer:
            raise ProviderError(
                "The provider calls itself otherwise than oidc.issuer does.",
                next_step="Set oidc.issuer in config.toml to what the provider calls itself.",
            )
        self._known = now, found
        return found

    async def _ask(self, method: str, url: str, kind: type[_T], **more: Any) -> _T:
        """An answer as ``kind``."""
        parts, ours = urlsplit(url), urlsplit(self._settings.issuer)
        if parts.scheme != "https" and (parts.scheme, parts.netloc) != (ours.scheme, ours.netloc):
            raise ProviderError(
                "The provider names an address that is not https.", next_step=_BREAK_GLASS
            )
        try:
            async with (
                aiohttp.ClientSession(timeout=TIMEOUT) as session,
                session.request(method, url, allow_redirects=False, **more) as answer,
            ):
                body = b""
                async for part in answer.content.iter_chunked(16_384):
                    body += part
                    if len(body) > MOST:
                        break
                if answer.status != 200 or len(body) > MOST:
                    raise ProviderError(
                        f"The provider answered with {answer.status}.", next_step=_BREAK_GLASS
                    )
                return msgspec.json.decode(body, type=kind)
        except (aiohttp.ClientError, TimeoutError, OSError) as error:
            raise ProviderError(
                "The provider of logins cannot be reached.", next_step=_BREAK_GLASS
            ) from error
        except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as error:
            raise ProviderError(
                "The provider's answer is not what OpenID Connect says.", next_step=_BREAK_GLASS
            ) from error


def _made(seed: str, what: str) -> str:
    """A value of a login: nobody who knows one can tell another."""
    mac = hmac.new(seed.encode(), f"onrecord {what}".encode(), "sha256").digest()
    return urlsafe_b64encode(mac).rstrip(b"=").decode()
