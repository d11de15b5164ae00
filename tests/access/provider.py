"""An identity provider for tests: real keys, real signatures, on this machine; each answer can be spoilt."""

from __future__ import annotations

import base64
import hashlib
import secrets
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

from flask import Flask, Response, jsonify, redirect, request
from joserfc import jwt
from joserfc.jwk import KeySet, RSAKey
from werkzeug.wrappers import Response as AnyResponse

from tests.serving import serving
from tests.store.people import Clock

CLIENT, SECRET = "convergence", "un secret de client"
Claims = dict[str, Any]


def keep(claims: Claims) -> Claims:
    return claims


@dataclass
class FakeProvider:
    """What the provider knows, and how its next answers are spoilt: claims, the code, or what is signed and how."""

    clock: Clock
    issuer: str = ""
    keys: list[RSAKey] = field(default_factory=lambda: [RSAKey.generate_key(2048, {"kid": "one"})])
    person: Claims = field(default_factory=lambda: {"sub": "s-ada", "email": "Ada@Metropole.example", "email_verified": True})
    in_id_token: bool = False
    spoil_id_token: Callable[[Claims], Claims] = keep
    spoil_userinfo: Callable[[Claims], Claims] = keep
    spoil_metadata: Callable[[Claims], Claims] = keep
    sign: Callable[[Claims], str] | None = None
    signs_userinfo: bool = True
    is_down: bool = False
    codes: dict[str, Claims] = field(default_factory=dict)
    tokens: dict[str, Claims] = field(default_factory=dict)
    asked: list[Claims] = field(default_factory=list)
    fetched: list[str] = field(default_factory=list)

    def signed(self, claims: Claims) -> str:
        return self.sign(claims) if self.sign else jwt.encode({"alg": "RS256", "kid": self.keys[0].kid}, claims, self.keys[0])

    def authorize(self, url: str) -> str:
        """Say yes to what a browser was sent with; return where it is sent back."""
        asked = {key: values[0] for key, values in parse_qs(urlsplit(url).query).items()}
        self.asked.append(asked)
        code = secrets.token_urlsafe(16)
        self.codes[code] = asked
        return f"{asked['redirect_uri']}?{urlencode({'code': code, 'state': asked['state'], 'iss': self.issuer})}"

    def token(self) -> tuple[Response, int]:
        form = request.form
        asked = self.codes.pop(form.get("code", ""), None)  # once
        challenge = base64.urlsafe_b64encode(hashlib.sha256(form.get("code_verifier", "").encode()).digest()).rstrip(b"=").decode()
        proven = (form.get("client_id"), form.get("client_secret")) == (CLIENT, SECRET)
        if asked is None or not proven or form.get("redirect_uri") != asked["redirect_uri"] or challenge != asked["code_challenge"]:
            return jsonify(error="invalid_grant"), 400
        now = int(self.clock())
        claims = {"iss": self.issuer, "aud": CLIENT, "sub": self.person["sub"], "iat": now, "exp": now + 60, "nonce": asked["nonce"]}
        claims |= {"acr": asked["acr_values"]} if "acr_values" in asked else {}
        claims |= self.person if self.in_id_token else {}
        access = secrets.token_urlsafe(16)
        self.tokens[access] = self.person
        id_token = self.signed(self.spoil_id_token(claims))
        return jsonify(access_token=access, token_type="Bearer", expires_in=60, id_token=id_token), 200  # noqa: S106

    def userinfo(self) -> AnyResponse:
        person = self.tokens[request.headers.get("Authorization", "").removeprefix("Bearer ")]
        claims = self.spoil_userinfo({"iss": self.issuer, "aud": CLIENT, **person})
        return Response(self.signed(claims), mimetype="application/jwt") if self.signs_userinfo else jsonify(claims)

    def metadata(self) -> Response:
        names = {"authorization": "authorize", "token": "token", "userinfo": "userinfo", "end_session": "logout"}
        told = {f"{name}_endpoint": f"{self.issuer}/{path}" for name, path in names.items()}
        return jsonify(self.spoil_metadata({"issuer": self.issuer, "jwks_uri": f"{self.issuer}/jwks", **told}))


@contextmanager
def providing(clock: Clock) -> Iterator[FakeProvider]:
    """Serve a provider for the block."""
    fake, server = FakeProvider(clock), Flask("provider", static_folder=None)

    @server.before_request
    def note() -> AnyResponse | None:
        fake.fetched.append(request.path)
        return Response("down", 503) if fake.is_down else None

    server.add_url_rule("/.well-known/openid-configuration", "metadata", fake.metadata)
    server.add_url_rule("/jwks", "jwks", lambda: jsonify(KeySet(list(fake.keys)).as_dict(private=False)))
    server.add_url_rule("/authorize", "authorize", lambda: redirect(fake.authorize(request.url)))
    server.add_url_rule("/token", "token", fake.token, methods=["POST"])
    server.add_url_rule("/userinfo", "userinfo", fake.userinfo)
    server.add_url_rule("/logout", "logout", lambda: redirect(request.args["post_logout_redirect_uri"]))
    with serving(server) as url:
        fake.issuer = url
        yield fake
