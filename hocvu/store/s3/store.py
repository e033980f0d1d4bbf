"""Objects of a bucket."""

from __future__ import annotations

import datetime as dt
import hashlib
import secrets
import threading
from collections.abc import Iterable, Iterator, Mapping, Sequence
from email.utils import parsedate_to_datetime
from functools import cached_property
from typing import Any, Final

from botocore.exceptions import BotoCoreError, ClientError
from lxml import etree

from hocvu.errors import Origin, StorageError
from hocvu.store import layout
from hocvu.store.base import Abilities, Entry, Moved, Pending, Sent, Stored, Upload, nothing_moved
from hocvu.store.s3.errors import code_of, telling, told
from hocvu.store.s3.journal import Journal
from hocvu.store.s3.probing import probe
from hocvu.store.s3.retrying import ATTEMPTS, pause
from hocvu.store.s3.session import Access, access
from hocvu.store.s3.transfer import Transfer
from hocvu.store.s3.wire import Wire, tag_of
from hocvu.store.settings import Settings
from hocvu.store.throttle import Throttle

_PIECE: Final = 2**20
_DELETED_AT_ONCE: Final = 1000
_GONE: Final = frozenset({"NoSuchKey", "404", "NotFound"})


class S3Store:
    """A bucket, or what stands in it below a prefix.

    Args:
        bucket: Its name.
        prefix: What every key begins with; without slashes at its ends.
        settings: How to reach it.
    """

    def __init__(self, bucket: str, prefix: str = "", settings: Settings = Settings()) -> None:
        self.url = f"s3://{bucket}/{prefix}".rstrip("/")
        self._bucket = bucket
        self._prefix = f"{prefix}/" if prefix else ""
        self._settings = settings
        self._abilities: Abilities | None = None
        self._probing = threading.Lock()

    @cached_property
    def _access(self) -> Access:
        return access(self._bucket, self._settings)

    @cached_property
    def _wire(self) -> Wire:
        return Wire(self._access, Throttle(self._settings.limit))

    def head(self, key: str) -> Entry | None:
        """Return the object at `key` without its bytes, or None."""
        found = self._wire.find(self._prefix + key, "HEAD")
        if found is None:
            return None
        try:
            size = int(found.headers["content-length"])
            written = parsedate_to_datetime(found.headers["last-modified"])
        except (KeyError, ValueError) as error:
            raise StorageError("s3.refused", origin=Origin(file=key), said="HEAD") from error
        return Entry(key, size, tag_of(found), written)

    def get(self, key: str) -> Stored | None:
        """Return the small object at `key`, or None."""
        found = self._wire.find(self._prefix + key)
        return Stored(found.body, tag_of(found)) if found else None

    def read(self, key: str) -> Iterator[bytes]:
        """Yield the bytes of the object at `key` piece by piece; go on where the way was cut."""
        done, tag, attempt = 0, "", 0
        while True:
            extra = {"Range": f"bytes={done}-", "IfMatch": tag} if done else {}
            reply = self._opened(key, extra)
            tag = reply["ETag"]
            end = done + reply["ContentLength"]
            try:
                while piece := reply["Body"].read(_PIECE):
                    done += len(piece)
                    yield piece
            except (BotoCoreError, OSError) as error:
                if attempt == ATTEMPTS:
                    raise told(error, 0, key) from error
            if done >= end:
                return
            attempt += 1
            if attempt > ATTEMPTS:
                raise StorageError("s3.corrupted", origin=Origin(file=key))
            pause(attempt)

    def _opened(self, key: str, extra: Mapping[str, str]) -> Any:
        """Return boto3's reply, whose body is still to be read."""
        try:
            return self._access.client.get_object(
                Bucket=self._bucket, Key=self._prefix + key, **extra
            )
        except ClientError as error:
            if code_of(error) in _GONE:
                raise StorageError("store.gone", origin=Origin(file=key)) from error
            raise told(error, 0, key) from error
        except BotoCoreError as error:
            raise told(error, 0, key) from error

    def list(self, prefix: str = "") -> Iterator[Entry]:
        """Yield every object whose key begins with `prefix`, in the service's own order."""
        query = {"list-type": "2", "prefix": self._prefix + prefix}
        while True:
            page = _parse(self._wire.get(query))
            for item in page.iterfind("{*}Contents"):
                key = item.findtext("{*}Key") or ""
                if key.endswith("/"):
                    continue  # a folder's mark, made by a file manager
                yield Entry(
                    key.removeprefix(self._prefix),
                    int(item.findtext("{*}Size") or 0),
                    (item.findtext("{*}ETag") or "").strip('"'),
                    dt.datetime.fromisoformat(item.findtext("{*}LastModified") or ""),
                )
            token = page.findtext("{*}NextContinuationToken")
            if page.findtext("{*}IsTruncated") != "true" or not token:
                return
            query["continuation-token"] = token

    def put(
        self, key: str, data: bytes, media_type: str, *, once: bool = False, match: str = ""
    ) -> str:
        """Write a small object and return its entity tag."""
        return self._wire.put(
            self._prefix + key,
            data,
            sha256=hashlib.sha256(data).hexdigest(),
            media_type=media_type,
            once=once,
            match=match,
        )

    def send(self, uploads: Sequence[Upload], moved: Moved = nothing_moved) -> Iterator[Sent]:
        """Send files, several at once, and yield each when it is in the store or has failed."""
        self.probe()
        journal = Journal(self._settings.journal, f"{self._access.host}/{self.url}")
        transfer = Transfer(self._access, self._wire, self._prefix, journal, moved)
        yield from transfer.run(uploads)

    def delete(self, keys: Iterable[str]) -> None:
        """Delete objects; those that are not there are passed over."""
        named = [{"Key": self._prefix + key} for key in keys]
        for begin in range(0, len(named), _DELETED_AT_ONCE):
            some = named[begin : begin + _DELETED_AT_ONCE]
            with telling(self._bucket):
                reply = self._access.client.delete_objects(
                    Bucket=self._bucket, Delete={"Objects": some, "Quiet": True}
                )
            for error in reply.get("Errors", ()):
                if error.get("Code") not in _GONE:
                    raise told(error.get("Code", ""), 0, error.get("Key", ""))

    def pending(self) -> Iterator[Pending]:
        """Yield uploads in parts that were begun and never ended."""
        with telling(self._bucket):
            pages = self._access.client.get_paginator("list_multipart_uploads")
            for page in pages.paginate(Bucket=self._bucket, Prefix=self._prefix):
                for one in page.get("Uploads", ()):
                    key = one["Key"].removeprefix(self._prefix)
                    yield Pending(key, one["UploadId"], one["Initiated"])

    def abandon(self, pending: Pending) -> None:
        """End such an upload and free what it holds; one that is gone is passed over."""
        try:
            self._access.client.abort_multipart_upload(
                Bucket=self._bucket, Key=self._prefix + pending.key, UploadId=pending.id
            )
        except (BotoCoreError, ClientError) as error:
            if not (isinstance(error, ClientError) and code_of(error) == "NoSuchUpload"):
                raise told(error, 0, pending.key) from error

    def probe(self) -> Abilities:
        """Return what the service really does, by writing and deleting a small object."""
        with self._probing:
            if self._abilities is None:
                key = f"{self._prefix}{layout.PROBE}{secrets.token_hex(8)}"
                self._abilities = probe(self._wire, key)
            return self._abilities


def _parse(data: bytes) -> etree._Element:
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    try:
        return etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        raise StorageError("s3.refused", said="XML") from error
