"""A careful HTTP reader: https only, one deadline, a size limit, JSON without NaN."""

from __future__ import annotations

import io
import json
import time
import urllib.parse
import zipfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

import requests

from geodata.sentences import Sentence, SentenceError, Value
from i18n import N_

LOCAL_HOSTS = frozenset({"127.0.0.1", "localhost"})
CHUNK_BYTES = 64 * 1024
MOST_REDIRECTIONS = 6
USER_AGENT = "Convergence (data refresh)"


@dataclass(frozen=True)
class Form:
    """What is sent to an address: bytes and their media type."""

    data: bytes
    media_type: str


class DownloadError(SentenceError):
    """An address cannot be read within its limits; the message says which and why."""


@dataclass(frozen=True)
class Limits:
    """How long and how much: seconds without a byte, seconds in all, bytes received, bytes once unpacked."""

    stall_s: float = 30.0
    total_s: float = 300.0
    received_bytes: int = 80_000_000
    unpacked_bytes: int = 400_000_000


def read_bytes(url: str, limits: Limits, *, same_host: bool = False, form: Form | None = None) -> bytes:
    """Return what an address answers, to a form where there is one; with `same_host`, redirections to other hosts are refused.

    A redirection is followed only to an address that would have been accepted in the first place.

    Raises
    ------
    DownloadError
        For an address that is not https (plain http is for this machine only), an HTTP error, a silence, an
        answer that is too long or too slow.
    """
    deadline = time.monotonic() + limits.total_s
    with requests.Session() as session, opened(session, url, limits, same_host=same_host, form=form) as response:
        return read_all(response, url, limits, deadline)


def opened(
    session: requests.Session,
    url: str,
    limits: Limits,
    headers: Mapping[str, str] | None = None,
    *,
    same_host: bool = False,
    form: Form | None = None,
    check: Callable[[str], bool] | None = None,
) -> requests.Response:
    """Return what an address begins to answer, its body unread, after the redirections; as `read_bytes` otherwise.

    `check` stands in for the rule of which addresses may be read: it raises, or returns whether the address is this machine's own.
    """
    address, is_local = url, check or _check_address
    for _hop in range(MOST_REDIRECTIONS):
        # A proxy of the environment must not be asked for this machine's own addresses.
        session.trust_env = not is_local(address)
        response = _answer(session, address, limits, form, headers or {})
        if not response.is_redirect:
            return response
        response.close()
        after = urllib.parse.urljoin(address, response.headers["Location"])
        is_local(after)
        if same_host and urllib.parse.urlsplit(after).netloc != urllib.parse.urlsplit(url).netloc:
            raise unreadable(after, N_("renvoi vers un autre serveur"))
        address = after
    raise unreadable(url, N_("trop de renvois"))


def _answer(session: requests.Session, url: str, limits: Limits, form: Form | None, more: Mapping[str, str]) -> requests.Response:
    headers = {"User-Agent": USER_AGENT, "Accept-Encoding": "identity", **more} | ({"Content-Type": form.media_type} if form else {})
    method, data = ("POST", form.data) if form else ("GET", None)
    try:
        response = session.request(method, url, data=data, headers=headers, timeout=limits.stall_s, stream=True, allow_redirects=False)
    except (requests.RequestException, ValueError) as error:
        raise unreadable(url, reason_of(error)) from error
    is_past_end = "Range" in more and response.status_code == HTTPStatus.REQUESTED_RANGE_NOT_SATISFIABLE
    if response.status_code >= HTTPStatus.BAD_REQUEST and not is_past_end:
        response.close()
        raise unreadable(url, N_("le service répond {status}"), status=str(response.status_code))
    return response


def reason_of(error: Exception) -> str:
    """Return why nothing came: a message id."""
    if isinstance(error, requests.exceptions.SSLError):
        return N_("certificat refusé")
    if isinstance(error, requests.Timeout) or "timed out" in str(error).lower():
        return N_("le service ne répond pas")
    return N_("connexion impossible") if isinstance(error, requests.ConnectionError) else N_("réponse interrompue")


def read_json(url: str, limits: Limits, *, same_host: bool = False) -> Any:
    """Return the JSON value of an address; NaN and Infinity are refused."""
    return parse_json(read_bytes(url, limits, same_host=same_host), url)


def parse_json(data: bytes, origin: str) -> Any:
    """Parse JSON (UTF-8) without the NaN and Infinity that Python accepts.

    Raises
    ------
    DownloadError
        When the bytes are not JSON.
    """
    try:
        return json.loads(data.decode("utf-8"), parse_constant=_refuse_constant)
    except (ValueError, RecursionError) as error:
        raise unreadable(origin, N_("réponse qui n'est pas du JSON")) from error


def unzip_entry(data: bytes, entry: str, origin: str, limits: Limits) -> bytes:
    """Return one entry of a ZIP archive, whose unpacked size is checked before and while unpacking.

    Raises
    ------
    DownloadError
        When the archive is not one, lacks the entry, or unpacks to more than the limit.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive, archive.open(entry) as stream:
            unpacked = stream.read(limits.unpacked_bytes + 1)
    except KeyError as error:
        raise unreadable(origin, N_("l'archive ne contient pas {entry}"), entry=entry) from error
    except (zipfile.BadZipFile, EOFError, NotImplementedError, RuntimeError, OSError) as error:
        raise unreadable(origin, N_("archive illisible")) from error
    if len(unpacked) > limits.unpacked_bytes:
        raise unreadable(origin, N_("archive trop grande"))
    return unpacked


def _check_address(url: str) -> bool:
    """Return whether the address is on this machine; refuse what is neither https nor local."""
    parts = urllib.parse.urlsplit(url)
    local = parts.hostname in LOCAL_HOSTS
    if parts.scheme != "https" and not (parts.scheme == "http" and local):
        raise unreadable(url, N_("seul https est accepté"))
    return local


def read_all(response: requests.Response, url: str, limits: Limits, deadline: float) -> bytes:
    """Return the body of an answer (`opened`), read until a moment of `time.monotonic`; raises as `read_bytes`."""
    promised = promised_bytes(response.headers)
    if promised is not None and promised > limits.received_bytes:
        raise unreadable(url, N_("réponse trop longue"))
    chunks, size = [], 0
    try:
        for chunk in response.iter_content(CHUNK_BYTES):
            size += len(chunk)
            if size > limits.received_bytes:
                raise unreadable(url, N_("réponse trop longue"))
            if time.monotonic() > deadline:
                raise unreadable(url, N_("réponse trop lente"))
            chunks.append(chunk)
    except requests.RequestException as error:
        raise unreadable(url, reason_of(error)) from error
    if promised is not None and promised != size:
        raise unreadable(url, N_("réponse interrompue"))
    return b"".join(chunks)


def promised_bytes(headers: Mapping[str, str]) -> int | None:
    """Return how many bytes an answer says that it has; None where it does not, or counts them packed."""
    length = "" if is_packed(headers) else headers.get("Content-Length", "")
    return int(length) if length.isdigit() else None


def is_packed(headers: Mapping[str, str]) -> bool:
    """Return whether an answer is packed on its way, though nobody wished so: what is read has another length."""
    return headers.get("Content-Encoding", "identity").strip().lower() not in {"", "identity"}


def _refuse_constant(name: str) -> float:
    raise ValueError(name)


def unreadable(url: str, reason: str, /, **values: Value) -> DownloadError:
    """Return the error that says which address cannot be read, and why (a message id, and what it says)."""
    return DownloadError(N_("Lecture impossible : {url} ({reason})"), url=url, reason=Sentence(reason, values))
