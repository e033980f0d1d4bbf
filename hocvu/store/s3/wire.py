"""Signed requests over connections that stay open: PUT of bytes, and GET of listings.

Every byte that is sent is covered twice: ``Content-MD5`` lets the service refuse what was altered
on the way, and the entity tag that it answers, where that is an MD5, shows what it stored.
"""

from __future__ import annotations

import base64
import datetime as dt
import hashlib
import http.client
import re
import ssl
import threading
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final
from urllib.parse import urlsplit

from hocvu.errors import Conflict, ObjectExists, Origin, StorageError, Unreachable
from hocvu.store.s3.errors import told
from hocvu.store.s3.retrying import ATTEMPTS, passing, pause
from hocvu.store.s3.session import Access
from hocvu.store.s3.signature import authorization, query_string, quoted
from hocvu.store.throttle import Throttle

UNSIGNED: Final = "UNSIGNED-PAYLOAD"
_NOTHING: Final = hashlib.sha256(b"").hexdigest()
_CODE: Final = re.compile(rb"<Code>([^<]{1,100})</Code>")
_SLICE: Final = 2**18
_LARGEST: Final = 32 * 2**20
_EXPIRED: Final = ("ExpiredToken", "InvalidToken", "TokenRefreshRequired")
_PRECONDITION: Final = 412


@dataclass(frozen=True, slots=True)
class Reply:
    """A reply, all of it."""

    status: int
    headers: http.client.HTTPMessage
    body: bytes

    @property
    def code(self) -> str:
        """The service's word for what is wrong."""
        found = _CODE.search(self.body)
        return found[1].decode("ascii", "replace") if found else str(self.status)


class Wire:
    """Sends requests to one bucket from any thread; each keeps a connection of its own."""

    def __init__(self, access: Access, throttle: Throttle) -> None:
        self._access = access
        self._throttle = throttle
        self._own = threading.local()
        self._tls = _tls(access) if access.scheme == "https" else None
        self.md5_tags = False
        self.quoted_tags = True

    def put(
        self,
        key: str,
        data: bytes | memoryview,
        *,
        sha256: str = UNSIGNED,
        md5: bytes = b"",
        query: Mapping[str, str] | None = None,
        media_type: str = "",
        once: bool = False,
        match: str = "",
    ) -> str:
        """Write an object or a part of one; return its entity tag.

        Args:
            key: The whole key, with the store's prefix.
            data: All the bytes.
            sha256: Their digest, where it is known.
            md5: Another one, taken anew where it is not.
            query: Which part of which upload it is.
            media_type: What it is.
            once: Only where there is none.
            match: Only over the one with this entity tag.

        Raises:
            ObjectExists: `once`, and there is one; it may be our own, whose reply was lost.
            Conflict: `match`, and there is another; it may be our own, too.
            StorageError: It was not written, or what was written is not what was sent.
        """
        digest = md5 or hashlib.md5(data, usedforsecurity=False).digest()
        headers = {"content-md5": base64.b64encode(digest).decode("ascii")}
        if media_type:
            headers["content-type"] = media_type
        if once:
            headers["if-none-match"] = "*"
        if match:
            headers["if-match"] = f'"{match}"' if self.quoted_tags else match
        place = Origin(file=key)
        for attempt in range(ATTEMPTS):
            reply = self.request("PUT", key, query or {}, headers, data, sha256, attempt)
            if reply.status == _PRECONDITION:
                raise (ObjectExists if once else Conflict)(
                    "store.exists" if once else "store.conflict", origin=place
                )
            if match and reply.code == "NoSuchKey":
                raise Conflict("store.conflict", origin=place)
            if reply.status != http.client.OK:
                raise told(reply.code, reply.status, key)
            tag = (reply.headers.get("etag") or "").strip('"')
            if not self.md5_tags or tag == digest.hex():
                return tag
            pause(attempt)
        raise StorageError("s3.corrupted", origin=place)

    def get(self, key: str, query: Mapping[str, str]) -> Reply:
        """Return a reply of the bucket or of an object.

        Raises:
            StorageError: There was none, or a refusal.
        """
        reply = self.request("GET", key, query, {}, b"", _NOTHING)
        if reply.status != http.client.OK:
            raise told(reply.code, reply.status, key or self._access.bucket)
        return reply

    def request(
        self,
        method: str,
        key: str,
        query: Mapping[str, str],
        headers: Mapping[str, str],
        data: bytes | memoryview,
        sha256: str,
        tried: int = 0,
    ) -> Reply:
        """Send a request until there is a reply that does not pass by itself.

        Raises:
            Unreachable: There was no reply.
        """
        expired = False
        for attempt in range(tried, ATTEMPTS):
            last = attempt == ATTEMPTS - 1
            try:
                reply = self._once(method, key, query, headers, data, sha256)
            except ssl.SSLCertVerificationError as error:
                raise Unreachable("s3.tls", origin=Origin(file=self._access.host)) from error
            except (OSError, http.client.HTTPException) as error:
                self._drop()
                if last:
                    raise told(
                        error if isinstance(error, OSError) else OSError(type(error).__name__),
                        0,
                        self._access.host,
                    ) from error
            else:
                if reply.code in _EXPIRED and not expired:
                    expired = True  # credentials that renew themselves are renewed by asking
                elif last or not passing(reply.status, reply.code):
                    return reply
            pause(attempt)
        raise Unreachable("s3.unreachable", origin=Origin(file=self._access.host), reason="")

    def _once(
        self,
        method: str,
        key: str,
        query: Mapping[str, str],
        extra: Mapping[str, str],
        data: bytes | memoryview,
        sha256: str,
    ) -> Reply:
        secrets = self._access.credentials.get_frozen_credentials()
        headers = {
            **extra,
            "host": self._access.host,
            "x-amz-content-sha256": sha256,
            "x-amz-date": dt.datetime.now(dt.UTC).strftime("%Y%m%dT%H%M%SZ"),
        }
        if secrets.token:
            headers["x-amz-security-token"] = secrets.token
        path = self._access.base + quoted(key)
        asked = query_string(query)
        headers["authorization"] = authorization(
            method,
            path,
            asked,
            headers,
            self._access.region,
            secrets.access_key,
            secrets.secret_key,
        )
        target = f"{path}?{asked}" if asked else path
        if self._access.proxy and self._access.scheme == "http":
            target = f"http://{self._access.host}{target}"
        connection = self._connection()
        connection.putrequest(method, target, skip_host=True, skip_accept_encoding=True)
        for name, value in headers.items():
            connection.putheader(name, value)
        if method != "GET":
            connection.putheader("content-length", str(len(data)))
        cut = False
        try:
            self._send(connection, data)
        except (BrokenPipeError, ConnectionResetError):
            cut = True  # a service that refuses may answer without hearing us out
        response = connection.getresponse()
        body = response.read(_LARGEST)
        if cut or response.will_close:
            self._drop()
        return Reply(response.status, response.headers, body)

    def _send(self, connection: http.client.HTTPConnection, data: bytes | memoryview) -> None:
        if not self._throttle.rate:
            connection.endheaders(data if len(data) else None)
            return
        connection.endheaders()
        view = memoryview(data)
        for begin in range(0, len(view), _SLICE):
            piece = view[begin : begin + _SLICE]
            self._throttle.take(len(piece))
            connection.send(piece)

    def _connection(self) -> http.client.HTTPConnection:
        found: http.client.HTTPConnection | None = getattr(self._own, "connection", None)
        if found is None:
            found = self._own.connection = self._connect()
        return found

    def _connect(self) -> http.client.HTTPConnection:
        access = self._access
        host = access.host
        if access.proxy:
            proxy = urlsplit(access.proxy if "//" in access.proxy else f"//{access.proxy}")
            host = proxy.netloc.rpartition("@")[2]
        if self._tls is None:
            return http.client.HTTPConnection(host, timeout=access.timeout)
        connection = http.client.HTTPSConnection(host, timeout=access.timeout, context=self._tls)
        if access.proxy:
            connection.set_tunnel(access.host)
        return connection

    def _drop(self) -> None:
        connection = getattr(self._own, "connection", None)
        self._own.connection = None
        if connection is not None:
            connection.close()


def _tls(access: Access) -> ssl.SSLContext:
    try:
        return ssl.create_default_context(cafile=access.ca_bundle)
    except OSError as error:
        raise Unreachable("s3.tls", origin=Origin(file=access.ca_bundle)) from error
