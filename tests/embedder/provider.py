"""A stand-in for a provider of logins: discovery, authorization, tokens and keys, on loopback.

It checks what a real one checks (PKCE, redirect address, the client's secret, that a code is used
once) and signs real tokens. ``wrong`` makes it do one thing that a provider must not.
"""

import base64
import hashlib
import hmac
import secrets
import time
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from aiohttp import web
from aiohttp.test_utils import TestServer
from joserfc import jwk, jws, jwt

__all__ = ["CLIENT", "SECRET", "StandIn", "new_key"]

NONE, HS256 = b'{"alg":"none"}', b'{"alg":"HS256","kid":"one"}'
CLIENT, SECRET = "onrecord", "the client's secret"


def _encoded(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def new_key() -> jwk.RSAKey:
    return jwk.RSAKey.generate_key(2048, {"kid": "one"})


class StandIn:
    def __init__(self, key: jwk.RSAKey) -> None:
        self.key = key
        self.person: dict[str, Any] = {"sub": "u-1", "preferred_username": "ana"}
        self.more: dict[str, Any] = {"groups": ["desk"]}
        """What it tells of the person beside the token."""
        self.wrong = ""
        self.codes: dict[str, dict[str, str]] = {}
        self.asked: list[dict[str, str]] = []
        app = web.Application()
        app.router.add_get("/.well-known/openid-configuration", self._discovery)
        app.router.add_post("/token", self._token)
        app.router.add_get("/keys", self._keys)
        app.router.add_get("/me", self._me)
        self.server = TestServer(app)

    @property
    def issuer(self) -> str:
        return str(self.server.make_url("")).rstrip("/")

    def authorize(self, address: str) -> str:
        """What a browser does there: somebody logs in, and is sent back. Gives the path."""
        asked = dict(parse_qsl(urlsplit(address).query))
        self.asked.append(asked)
        assert asked["response_type"] == "code"
        assert asked["client_id"] == CLIENT
        assert asked["code_challenge_method"] == "S256"
        assert "openid" in asked["scope"].split()
        code = secrets.token_urlsafe(8)
        self.codes[code] = asked
        path = urlsplit(asked["redirect_uri"]).path
        return f"{path}?code={code}&state={asked['state']}"

    async def _discovery(self, _: web.Request) -> web.Response:
        base = "http://evil.example" if self.wrong == "keys elsewhere" else self.issuer
        return web.json_response(
            {
                "issuer": "https://else.example" if self.wrong == "issuer" else self.issuer,
                "authorization_endpoint": f"{self.issuer}/authorize",
                "token_endpoint": f"{self.issuer}/token",
                "jwks_uri": f"{base}/keys",
                "userinfo_endpoint": f"{self.issuer}/me",
            }
        )

    async def _token(self, request: web.Request) -> web.Response:
        form = dict(await request.post())
        asked = self.codes.pop(str(form["code"]), None)
        if asked is None:
            return web.json_response({"error": "invalid_grant"}, status=400)
        digest = hashlib.sha256(str(form["code_verifier"]).encode()).digest()
        challenge = _encoded(digest)
        basic = base64.b64decode(request.headers["Authorization"].removeprefix("Basic "))
        client = tuple(unquote(part) for part in basic.decode().split(":"))
        if (
            challenge != asked["code_challenge"]
            or form["redirect_uri"] != asked["redirect_uri"]
            or client != (CLIENT, SECRET)
        ):
            return web.json_response({"error": "invalid_grant"}, status=400)
        now = int(time.time())
        claims = {
            "iss": self.issuer,
            "aud": CLIENT,
            "iat": now,
            "exp": now + 300,
            "nonce": asked["nonce"],
            **self.person,
        }
        wrong: dict[str, dict[str, Any]] = {
            "nonce": {"nonce": "another"},
            "no nonce": {"nonce": None},
            "audience": {"aud": "another client"},
            "two audiences": {"aud": [CLIENT, "another"], "azp": "another"},
            "token's issuer": {"iss": "https://else.example"},
            "expired": {"exp": now - 3600, "iat": now - 7200},
            "at_hash": {"at_hash": "AAAAAAAAAAAAAAAAAAAAAA"},
            "nobody": {"sub": ""},
            "a number": {"sub": 1},
            "no end": {"exp": None},
            "no issuer": {"iss": None},
            "no audience": {"aud": None},
            "many audiences": {"aud": [CLIENT, "another"]},
            "of tomorrow": {"iat": now + 86_400, "exp": now + 90_000},
            "not yet": {"nbf": now + 3600},
        }
        claims |= wrong.get(self.wrong, {})
        claims = {key: value for key, value in claims.items() if value is not None}
        header: dict[str, Any] = {"alg": "RS256", "kid": "one"}
        key: Any = self.key
        if self.wrong == "another's signature":
            key = new_key()
        if self.wrong == "a key in the token":
            key = jwk.ECKey.generate_key("P-256")
            header |= {"alg": "ES256", "jwk": key.as_dict(private=False)}
        if self.wrong == "an unknown key":
            header["kid"] = "two"
        registry = jws.JWSRegistry(algorithms=["RS256", "ES256"], strict_check_header=False)
        token = jwt.encode(header, claims, key, registry=registry)
        if self.wrong == "no signature":
            token = f"{_encoded(NONE)}.{token.split('.')[1]}."
        if self.wrong == "shared secret":  # the public key as the secret of an HMAC
            public = self.key.as_pem(private=False)
            signed = f"{_encoded(HS256)}.{token.split('.')[1]}"
            mac = hmac.new(public, signed.encode(), "sha256").digest()
            token = f"{signed}.{_encoded(mac)}"
        if self.wrong == "garbage":
            return web.Response(body=b"[" * 5000, content_type="application/json")
        return web.json_response({"id_token": token, "access_token": "access", "token_type": "b"})

    async def _keys(self, _: web.Request) -> web.Response:
        return web.json_response({"keys": [self.key.as_dict(private=False)]})

    async def _me(self, request: web.Request) -> web.Response:
        assert request.headers["Authorization"] == "Bearer access"
        sub = "u-2" if self.wrong == "told of another" else self.person["sub"]
        return web.json_response({**self.more, "sub": sub})
