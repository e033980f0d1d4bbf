"""Signed requests over connections that stay open.

What is sent is held to a checksum that goes with it: CRC-64/NVME where the service was seen to
refuse a wrong one, else ``Content-MD5``, and then also the entity tag that it answers, where that
is an MD5.
"""

from __future__ import annotations

import base64
import datetime as dt
import hashlib
import http
import re
import ssl
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Final

from hocvu.errors import Conflict, ObjectExists, Origin, StorageError, Unreachable
from hocvu.store.s3 import checksums
from hocvu.store.s3.connection import Answer, Connection, admission, connect
from hocvu.store.s3.errors import telling, told
from hocvu.store.s3.retrying import ATTEMPTS, passing, pause
from hocvu.store.s3.session import Access
from hocvu.store.s3.signature import authorization, query_string, quoted
from hocvu.store.throttle import Throttle

UNSIGNED: Final = "UNSIGNED-PAYLOAD"
_NOTHING: Final = hashlib.sha256(b"").hexdigest()
_CODE: Final = re.compile(rb"<Code>([^<]{1,100})</Code>")
_EXPIRED: Final = ("ExpiredToken", "InvalidToken", "TokenRefreshRequired")
_GONE: Final = ("NoSuchKey", "404", "NotFound")

Bytes = bytes | bytearray | memoryview


@dataclass(frozen=True, slots=True)
class Due:
    """What an object is held to.

    Attributes:
        name: The header that goes with the bytes.
        value: What it says; a reply that has it must say the same.
        tag: The entity tag that must come back; empty when that says nothing of the bytes.
    """

    name: str
    value: str
    tag: str = ""

    def met(self, answer: Answer) -> bool:
        """Tell if what was stored is what was sent, as far as the reply says."""
        same = answer.headers.get(self.name, self.value) == self.value
        return same and self.tag in ("", tag_of(answer))


@dataclass(frozen=True, slots=True)
class Begun:
    """An object whose bytes were sent and whose reply is still to be read."""

    connection: Connection
    due: Due


class Wire:
    """Sends requests to one bucket, from any thread.

    Attributes:
        md5_tags: Whether entity tags are the MD5 of what is stored.
        quoted_tags: Whether conditions are understood with the quotation marks of the standard.
        crc: Whether objects are refused that do not have their CRC-64/NVME.
        crc_of_parts: Whether parts are, too.
    """

    def __init__(self, access: Access, throttle: Throttle) -> None:
        self._access = access
        self._throttle = throttle
        self._idle: list[Connection] = []
        self._tls = _tls(access) if access.scheme == "https" else None
        self.md5_tags = False
        self.quoted_tags = True
        self.crc = False
        self.crc_of_parts = False

    def put(
        self,
        key: str,
        data: Bytes,
        *,
        sha256: str = UNSIGNED,
        crc: int | None = None,
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
            crc: Their CRC-64/NVME, where it is known.
            query: Which part of which upload it is.
            media_type: What it is.
            once: Only where there is none.
            match: Only over the one with this entity tag.

        Raises:
            ObjectExists: `once`, and there is one; it may be our own, whose reply was lost.
            Conflict: `match`, and there is another; it may be our own, too.
            StorageError: It was not written, or what was written is not what was sent.
        """
        due = self._due(data, crc, part=bool(query))
        headers = {due.name: due.value}
        if media_type:
            headers["content-type"] = media_type
        if once:
            headers["if-none-match"] = "*"
        if match:
            headers["if-match"] = f'"{match}"' if self.quoted_tags else match
        place = Origin(file=key)
        for attempt in range(ATTEMPTS):
            answer = self.request("PUT", key, query or {}, headers, data, sha256, attempt)
            if answer.status == http.HTTPStatus.PRECONDITION_FAILED:
                raise (ObjectExists if once else Conflict)(
                    "store.exists" if once else "store.conflict", origin=place
                )
            if match and code_of(answer) == "NoSuchKey":
                raise Conflict("store.conflict", origin=place)
            if answer.status != http.HTTPStatus.OK:
                raise told(code_of(answer), answer.status, key)
            if due.met(answer):
                return tag_of(answer)
            pause(attempt)
        raise StorageError("s3.corrupted", origin=place)

    def begin(self, key: str, data: Bytes, sha256: str, media_type: str) -> Begun:
        """Send an object and do not wait for the reply; `end` reads it.

        Raises:
            OSError: It cannot be sent.
        """
        due = self._due(data, None, part=False)
        headers = {due.name: due.value, "content-type": media_type}
        head = self._head("PUT", key, {}, headers, sha256, len(data))
        connection = self._connection()
        try:
            connection.send(head, data, self._throttle.take)
        except BaseException:
            connection.close()
            raise
        return Begun(connection, due)

    def end(self, begun: Begun) -> bool:
        """Read the reply to `begun`; tell if the object stands in the store as it was sent.

        It does not say why not: `put` tries again and tells.
        """
        try:
            answer = begun.connection.answer()
        except OSError:
            begun.connection.close()
            return False
        except BaseException:
            begun.connection.close()
            raise
        self._give_back(begun.connection)
        return answer.status == http.HTTPStatus.OK and begun.due.met(answer)

    def open(self, count: int) -> int:
        """Open connections, all at once, for what comes; return how many there are."""
        with ThreadPoolExecutor(count) as pool:
            waiting = [pool.submit(self._connected) for _ in range(count)]
        opened = [one.result() for one in waiting if not one.exception()]
        self._idle.extend(opened)
        return len(opened)

    def _due(self, data: Bytes, crc: int | None, *, part: bool) -> Due:
        """Return what the bytes are held to."""
        if self.crc_of_parts if part else self.crc:
            found = checksums.crc64(data) if crc is None else crc
            return Due(checksums.HEADER, checksums.encoded(found))
        digest = hashlib.md5(data, usedforsecurity=False).digest()
        value = base64.b64encode(digest).decode("ascii")
        return Due("content-md5", value, digest.hex() if self.md5_tags else "")

    def find(self, key: str, method: str = "GET") -> Answer | None:
        """Return an object, or by ``HEAD`` what is said of it; None when there is none.

        Raises:
            StorageError: There was no answer, or a refusal.
        """
        answer = self.request(method, key, {}, {}, b"", _NOTHING)
        if answer.status == http.HTTPStatus.OK:
            return answer
        if code_of(answer) in _GONE:
            return None
        raise told(code_of(answer), answer.status, key)

    def get(self, query: Mapping[str, str]) -> bytes:
        """Return what the bucket says of itself.

        Raises:
            StorageError: There was no answer, or a refusal.
        """
        answer = self.request("GET", "", query, {}, b"", _NOTHING)
        if answer.status != http.HTTPStatus.OK:
            raise told(code_of(answer), answer.status, self._access.bucket)
        return answer.body

    def request(
        self,
        method: str,
        key: str,
        query: Mapping[str, str],
        headers: Mapping[str, str],
        data: Bytes,
        sha256: str,
        tried: int = 0,
    ) -> Answer:
        """Send a request until there is a reply that does not pass by itself.

        Raises:
            Unreachable: There was no reply.
        """
        expired = False
        for attempt in range(tried, ATTEMPTS):
            last = attempt == ATTEMPTS - 1
            try:
                answer = self._once(method, key, query, headers, data, sha256)
            except ssl.SSLCertVerificationError as error:
                raise Unreachable("s3.tls", origin=Origin(file=self._access.host)) from error
            except OSError as error:
                if last:
                    raise told(error, 0, self._access.host) from error
            else:
                if answer.status == http.HTTPStatus.OK:
                    return answer
                code = code_of(answer)
                if code in _EXPIRED and not expired and not last:
                    expired = True  # credentials that renew themselves are renewed by asking
                elif last or not passing(answer.status, code):
                    return answer
            pause(attempt)
        raise Unreachable("s3.unreachable", origin=Origin(file=self._access.host), reason="")

    def _once(
        self,
        method: str,
        key: str,
        query: Mapping[str, str],
        extra: Mapping[str, str],
        data: Bytes,
        sha256: str,
    ) -> Answer:
        head = self._head(method, key, query, extra, sha256, len(data))
        connection = self._connection()
        try:
            connection.send(head, data, self._throttle.take)
            answer = connection.answer(method == "HEAD")
        except BaseException:
            connection.close()
            raise
        self._give_back(connection)
        return answer

    def _head(
        self,
        method: str,
        key: str,
        query: Mapping[str, str],
        extra: Mapping[str, str],
        sha256: str,
        size: int,
    ) -> bytes:
        """Return the request line and the headers, signed, of a body of `size` bytes."""
        with telling(self._access.host):
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
            headers |= admission(self._access.proxy)
        if method not in ("GET", "HEAD"):
            headers["content-length"] = str(size)
        lines = "".join(f"{name}: {value}\r\n" for name, value in headers.items())
        return f"{method} {target} HTTP/1.1\r\n{lines}\r\n".encode("latin-1")

    def _connection(self) -> Connection:
        """Return one that is open and idle, or a new one."""
        while self._idle:
            try:
                found = self._idle.pop()
            except IndexError:  # another thread was first
                break
            if not found.stale:
                return found
            found.close()
        return self._connected()

    def _connected(self) -> Connection:
        access = self._access
        return connect(access.scheme, access.host, access.proxy, access.timeout, self._tls)

    def _give_back(self, connection: Connection) -> None:
        if connection.closing:
            connection.close()
        else:
            self._idle.append(connection)


def code_of(answer: Answer) -> str:
    """Return the service's word for what is wrong."""
    found = _CODE.search(answer.body)
    return found[1].decode("ascii", "replace") if found else str(answer.status)


def tag_of(answer: Answer) -> str:
    """Return the entity tag."""
    return answer.headers.get("etag", "").strip('"')


def _tls(access: Access) -> ssl.SSLContext:
    try:
        return ssl.create_default_context(cafile=access.ca_bundle)
    except OSError as error:
        raise Unreachable("s3.tls", origin=Origin(file=access.ca_bundle)) from error
