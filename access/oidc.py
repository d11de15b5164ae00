"""An identity provider spoken to by OpenID Connect: where it sends people, and what its answers are worth."""

from __future__ import annotations

import hmac
import logging
import secrets
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode, urlsplit

import requests
from authlib.common.errors import AuthlibBaseError
from authlib.integrations.requests_client import OAuth2Session
from joserfc.errors import JoseError
from joserfc.jwk import KeySet
from joserfc.jwt import JWTClaimsRegistry, decode

from access.oidc_settings import SingleSignOn
from i18n import gettext as _

SECRET_BYTES = 32
"""43 characters: ProConnect wants at least 32 of `state` and of `nonce`."""
SCOPE = "openid email"
ALGORITHMS = ["RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA"]
"""Signatures by a key that the provider alone has: neither « none », nor a secret that we have too."""
TIMEOUT_S = 5
CONFIGURATION_TTL_S = 3_600
KEYS_TTL_S = 60
LEEWAY_S = 60
PENDING_S = 600
LOG = logging.getLogger("convergence.oidc")


class SignOnRefused(RuntimeError):  # noqa: N818 - an answer, not a fault of ours
    """Nobody is signed in; the message says what to do, in the current language."""


@dataclass(frozen=True, slots=True)
class Pending:
    """What a browser keeps while its person is at the provider's. `at` is in seconds since 1970."""

    state: str
    nonce: str
    verifier: str
    to: str
    at: float


@dataclass(frozen=True, slots=True)
class Identity:
    """Whom the provider means. `email` is None unless it is verified; `id_token` is asked for when the session ends."""

    issuer: str
    subject: str
    email: str | None
    id_token: str


class Provider:
    """The provider of a service. `redirect_uri` is where it sends people back to, letter for letter as it was told there."""

    def __init__(self, settings: SingleSignOn, redirect_uri: str, clock: Callable[[], float] = time.time) -> None:
        self.settings = settings
        self._redirect_uri = redirect_uri
        self._clock = clock
        self._lock = threading.Lock()
        self._answers: dict[str, tuple[float, dict[str, Any]]] = {}

    def begin(self, to: str) -> tuple[str, Pending]:
        """Return where to send a browser, and what it keeps meanwhile; `to` is where its person goes afterwards.

        Raises
        ------
        SignOnRefused
            The provider does not answer.
        """
        state, nonce, verifier = (secrets.token_urlsafe(SECRET_BYTES) for _n in range(3))
        parameters = {"nonce": nonce} | ({"acr_values": self.settings.acr} if self.settings.acr else {})
        with self._faults_in_words(), self._session() as session:
            url, _state = session.create_authorization_url(
                self._endpoint("authorization_endpoint"), state=state, code_verifier=verifier, **parameters
            )
        return url, Pending(state, nonce, verifier, to, self._clock())

    def finish(self, pending: Pending | None, answer: Mapping[str, str]) -> Identity:
        """Return whom the provider's answer means.

        Parameters
        ----------
        pending
            What the browser kept; None when it kept nothing.
        answer
            The parameters with which the browser came back.

        Raises
        ------
        SignOnRefused
            The answer is not to what this browser asked, is too late, or is not all signed by the provider for this service.
        """
        if pending is None or not 0 <= self._clock() - pending.at <= PENDING_S:
            raise self._refused("no or late request")
        if not _same(answer.get("state", ""), pending.state):
            raise self._refused("other state")
        if answer.get("iss", self.settings.issuer) != self.settings.issuer:
            raise self._refused("other issuer")
        if "error" in answer or not answer.get("code"):
            raise self._refused("error answered")
        with self._faults_in_words(), self._session() as session:
            token = session.fetch_token(
                self._endpoint("token_endpoint"), code=answer["code"], code_verifier=pending.verifier, allow_redirects=False
            )
            id_token = str(token.get("id_token") or "")
            claims = self._claims(id_token, essential=("sub", "exp", "iat"))
            if not _same(str(claims.get("nonce", "")), pending.nonce):
                raise self._refused("other nonce")
            if self.settings.acr and claims.get("acr") not in self.settings.acr.split():
                raise self._refused("other level of assurance")
            profile = claims if "email" in claims else self._userinfo(session, claims["sub"])
        return Identity(self.settings.issuer, str(claims["sub"]), self._email(profile), id_token)

    def logout_url(self, id_token: str, back: str) -> str | None:
        """Return where the provider ends its own session, then sends people `back`; None when it does not."""
        try:
            address = self._metadata().get("end_session_endpoint")
        except SignOnRefused:
            return None
        if not address:
            return None
        parameters = {"id_token_hint": id_token, "post_logout_redirect_uri": back, "state": secrets.token_urlsafe(SECRET_BYTES)}
        return f"{address}{'&' if '?' in address else '?'}{urlencode(parameters)}"

    def _userinfo(self, session: OAuth2Session, subject: str) -> dict[str, Any]:
        """Return what the provider signs of a person; an answer that is not signed is worth nothing."""
        answer = session.get(self._endpoint("userinfo_endpoint"), allow_redirects=False, timeout=TIMEOUT_S)
        if answer.status_code != 200 or answer.headers.get("Content-Type", "").partition(";")[0].strip() != "application/jwt":
            raise self._refused("unsigned userinfo")
        claims = self._claims(answer.text.strip(), essential=("sub",))
        if claims["sub"] != subject:
            raise self._refused("userinfo of another")
        return claims

    def _email(self, claims: Mapping[str, Any]) -> str | None:
        email, verified = claims.get("email"), claims.get("email_verified", self.settings.trusts_email)
        return email if isinstance(email, str) and email and verified is True else None

    def _claims(self, signed: str, essential: tuple[str, ...]) -> dict[str, Any]:
        """Return the claims of a token that the provider signed for this service, now."""
        claims = self._decoded(signed)
        wanted: dict[str, Any] = {name: {"essential": True} for name in essential}
        wanted |= {"iss": {"essential": True, "value": self.settings.issuer}, "aud": {"essential": True, "value": self.settings.client_id}}
        JWTClaimsRegistry(now=lambda: int(self._clock()), leeway=LEEWAY_S, **wanted).validate(claims)
        audience = claims["aud"]
        party = claims.get("azp", self.settings.client_id)
        if party != self.settings.client_id or (isinstance(audience, list) and len(audience) > 1 and "azp" not in claims):
            raise self._refused("other party")
        if not isinstance(claims["sub"], str) or not claims["sub"]:
            raise self._refused("no subject")
        return claims

    def _decoded(self, signed: str) -> dict[str, Any]:
        """Verify a signature; keys that the provider has just changed are fetched once more."""
        try:
            return dict(decode(signed, self._keys(CONFIGURATION_TTL_S), algorithms=ALGORITHMS).claims)
        except (JoseError, ValueError):
            return dict(decode(signed, self._keys(KEYS_TTL_S), algorithms=ALGORITHMS).claims)

    def _keys(self, ttl_s: float) -> KeySet:
        return KeySet.import_key_set(self._fetched(self._endpoint("jwks_uri"), ttl_s))  # type: ignore[arg-type]

    def _endpoint(self, name: str) -> str:
        address = self._metadata().get(name)
        if not isinstance(address, str) or urlsplit(address).scheme not in self._schemes():
            raise self._refused(f"no {name}")
        return address

    def _schemes(self) -> tuple[str, ...]:
        return ("https",) if self.settings.issuer.startswith("https") else ("https", "http")

    def _metadata(self) -> dict[str, Any]:
        found = self._fetched(f"{self.settings.issuer.rstrip('/')}/.well-known/openid-configuration", CONFIGURATION_TTL_S)
        if found.get("issuer") != self.settings.issuer:
            raise self._refused("other issuer in the configuration")
        return found

    def _fetched(self, address: str, ttl_s: float) -> dict[str, Any]:
        """Return a JSON document, asked for again when it is older than `ttl_s` seconds."""
        with self._lock:
            at, found = self._answers.get(address, (0.0, {}))
            if found and 0 <= self._clock() - at < ttl_s:
                return found
            with self._faults_in_words():
                answer = requests.get(address, allow_redirects=False, timeout=TIMEOUT_S)
                answer.raise_for_status()
                found = answer.json()
            if not isinstance(found, dict):
                raise self._refused("no JSON object")
            self._answers[address] = (self._clock(), found)
            return found

    def _session(self) -> OAuth2Session:
        """Return a client that proves itself as the provider prefers (by form where it does not say)."""
        known = self._metadata().get("token_endpoint_auth_methods_supported") or ["client_secret_post"]
        method = "client_secret_post" if "client_secret_post" in known else "client_secret_basic"
        return OAuth2Session(
            self.settings.client_id,
            self.settings.client_secret,
            token_endpoint_auth_method=method,
            scope=SCOPE,
            redirect_uri=self._redirect_uri,
            code_challenge_method="S256",
            default_timeout=TIMEOUT_S,
            leeway=0,  # ours is used at once, and may last a minute only
        )

    def _faults_in_words(self) -> _FaultsInWords:
        return _FaultsInWords(self)

    def _refused(self, why: str) -> SignOnRefused:
        LOG.warning("single sign-on refused: %s", why)
        return SignOnRefused(_("La connexion avec {name} n'a pas abouti : recommencez.").format(name=self.settings.name))


def _same(received: str, expected: str) -> bool:
    return hmac.compare_digest(received.encode("utf-8", "surrogatepass"), expected.encode("utf-8", "surrogatepass"))


class _FaultsInWords:
    """Turn what a provider may do wrong into a sentence; what is written in the log names nobody."""

    def __init__(self, provider: Provider) -> None:
        self._provider = provider

    def __enter__(self) -> None:
        return None

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, _trace: object) -> None:
        if isinstance(error, requests.RequestException):
            LOG.warning("single sign-on: no answer (%s)", type(error).__name__)
            sentence = _("{name} ne répond pas : recommencez dans un instant, ou utilisez votre mot de passe.")
            raise SignOnRefused(sentence.format(name=self._provider.settings.name)) from error
        if isinstance(error, (AuthlibBaseError, JoseError, ValueError, KeyError, TypeError)):
            raise self._provider._refused(type(error).__name__) from error
