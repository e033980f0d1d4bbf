"""Sends a large file in parts, and goes on with an upload that was broken off.

An upload that is found under a key is gone on with even where this machine has no note of it: most
keys are the digest of their content, and under any key a part is taken as sent only when the
service lists it with the size of the file's own bytes and with their MD5, or with the tag that is
noted beside their checksum.
"""

from __future__ import annotations

import hashlib
import threading
from concurrent.futures import Executor, Future, wait
from dataclasses import dataclass, field
from typing import Any, Final

from botocore.exceptions import BotoCoreError, ClientError

from hocvu.errors import Origin, StorageError
from hocvu.store.base import Moved, Sent, Upload
from hocvu.store.s3 import checksums
from hocvu.store.s3.buffers import Buffers
from hocvu.store.s3.errors import code_of, telling, told
from hocvu.store.s3.journal import Journal, Note
from hocvu.store.s3.probing import refuses, wrong_crc
from hocvu.store.s3.session import Access
from hocvu.store.s3.wire import Wire
from hocvu.store.sending import Source

_PART: Final = 6 * 2**20
_MOST_PARTS: Final = 10_000
_TRIES: Final = 3


def part_size(size: int) -> int:
    """Return the bytes of each part of a file but the last; the same on every run and machine."""
    mebi = 2**20
    return max(_PART, -(-size // (_MOST_PARTS * mebi)) * mebi)


@dataclass(frozen=True, slots=True)
class _Part:
    """A part in memory, with its CRC-64/NVME."""

    number: int
    data: memoryview
    crc: int

    def md5(self) -> str:
        return hashlib.md5(self.data, usedforsecurity=False).hexdigest()


@dataclass(slots=True)
class _Run:
    """One file on its way."""

    upload: Upload
    key: str
    id: str
    moved: Moved
    listed: dict[int, tuple[int, str]]
    noted: dict[int, tuple[int, str]]
    whole: bool
    crc: int = 0
    tags: dict[int, str] = field(default_factory=dict)
    sent: int = 0
    done: int = 0
    error: BaseException | None = None
    lock: threading.Lock = field(default_factory=threading.Lock)


class Multipart:
    """Sends files in parts, over threads that do nothing else: who waits for memory holds none."""

    def __init__(
        self,
        access: Access,
        wire: Wire,
        prefix: str,
        journal: Journal,
        buffers: Buffers,
        parts: Executor,
    ) -> None:
        self._client = access.client
        self._bucket = access.bucket
        self._wire = wire
        self._prefix = prefix
        self._journal = journal
        self._buffers = buffers
        self._parts_pool = parts
        self._stopped = threading.Event()
        self._trying = threading.Lock()
        self._tried = False

    def stop(self) -> None:
        """Begin no further part."""
        self._stopped.set()

    def send(self, upload: Upload, moved: Moved) -> Sent:
        """Send one file; what an earlier run sent of it is not sent again.

        Raises:
            StorageError: It is not in the store. Its parts are kept for the next run, unless the
                file is no longer what was verified.
        """
        sent = 0
        for attempt in range(_TRIES):
            run = self._open(upload, moved)
            try:
                self._parts(run)
                self._complete(run)
            except StorageError as error:
                sent += run.sent
                if error.code in ("store.changed", "store.unreadable"):
                    self._abort(run)
                    raise
                said = error.remark.params.get("said")
                if said == "InvalidPart" and attempt < _TRIES - 1:
                    continue  # a tag that was altered on its way: the service is asked for its own
                # Another publisher of the same content ended this upload, or it was cleaned away.
                if said != "NoSuchUpload":
                    raise
                self._journal.end(upload.sha256)
                if not self._is_there(run):
                    if attempt == _TRIES - 1:
                        raise
                    continue
            self._journal.end(upload.sha256)
            return Sent(upload, sent + run.sent)
        raise AssertionError

    def _open(self, upload: Upload, moved: Moved) -> _Run:
        key = self._prefix + upload.key
        note = self._journal.read(upload.sha256)
        for name in filter(None, (note.upload, self._found(key))):
            listed = self._listed(key, name)
            if listed is not None:
                own = note if name == note.upload else Note()
                return _Run(upload, key, name, moved, listed, own.tags, own.crc)
        crc = self._wire.crc
        extra = {"ChecksumAlgorithm": "CRC64NVME", "ChecksumType": "FULL_OBJECT"} if crc else {}
        with telling(upload.key):
            begun = self._client.create_multipart_upload(
                Bucket=self._bucket, Key=key, ContentType=upload.media_type, **extra
            )
        name = begun["UploadId"]
        self._journal.begin(upload.sha256, name, crc=crc)
        return _Run(upload, key, name, moved, {}, {}, crc)

    def _try(self, run: _Run) -> None:
        """See once if parts with a wrong checksum are refused; one that is not is no part of it."""
        with self._trying:
            if self._wire.crc and not self._tried:
                last = {"partNumber": str(_MOST_PARTS), "uploadId": run.id}
                self._wire.crc_of_parts = refuses(self._wire, run.key, wrong_crc(), **last)
            self._tried = True

    def _found(self, key: str) -> str:
        """Return the newest upload to `key` that was begun and not ended."""
        try:
            reply = self._client.list_multipart_uploads(Bucket=self._bucket, Prefix=key)
        except (BotoCoreError, ClientError):
            return ""  # not every identity may list them; nothing is lost but time
        same = [one for one in reply.get("Uploads", ()) if one["Key"] == key]
        return str(max(same, key=lambda one: one["Initiated"])["UploadId"]) if same else ""

    def _listed(self, key: str, name: str) -> dict[int, tuple[int, str]] | None:
        """Return the parts that the service has, by number; None when the upload is gone."""
        parts: dict[int, tuple[int, str]] = {}
        pages: Any = self._client.get_paginator("list_parts")
        try:
            for page in pages.paginate(Bucket=self._bucket, Key=key, UploadId=name):
                for one in page.get("Parts", ()):
                    parts[one["PartNumber"]] = (one["Size"], one["ETag"].strip('"'))
        except (BotoCoreError, ClientError) as error:
            if isinstance(error, ClientError) and code_of(error) in ("NoSuchUpload", "404"):
                return None
            raise told(error, 0, key) from error
        return parts

    def _parts(self, run: _Run) -> None:
        """Read the file once, in order; send what the service lacks."""
        self._try(run)
        waiting: list[Future[None]] = []
        size = part_size(run.upload.size)
        try:
            with Source(run.upload) as source:
                while source.left and not run.error:
                    buffer = self._buffers.take(size)
                    try:
                        crc = checksums.Running()
                        piece = source.fill(buffer, crc.see)
                        run.crc = checksums.joined(run.crc, crc.value, len(piece))
                        part = _Part(len(waiting) + 1, piece, crc.value)
                        waiting.append(self._parts_pool.submit(self._part, run, part, buffer))
                    except BaseException:
                        self._buffers.give(buffer)
                        raise
        finally:
            wait(waiting)
        if run.error:
            raise run.error

    def _part(self, run: _Run, part: _Part, buffer: bytearray) -> None:
        try:
            if self._stopped.is_set():
                raise StorageError("store.stopped")
            if not run.error:
                self._send_part(run, part)
        except BaseException as error:
            run.error = run.error or error
        finally:
            self._buffers.give(buffer)

    def _send_part(self, run: _Run, part: _Part) -> None:
        size, tag = run.listed.get(part.number, (-1, ""))
        noted = run.noted.get(part.number) == (part.crc, tag)
        if size != len(part.data) or not (noted or tag == part.md5()):
            query = {"partNumber": str(part.number), "uploadId": run.id}
            tag = self._wire.put(run.key, part.data, crc=part.crc, query=query)
            self._journal.part(run.upload.sha256, part.number, part.crc, tag)
            with run.lock:
                run.sent += len(part.data)
        with run.lock:
            run.tags[part.number] = tag
            run.done += len(part.data)
            run.moved(run.upload, run.done)

    def _complete(self, run: _Run) -> None:
        """Make one object of the parts; a reply that was lost or false is held to the object."""
        parts = [{"PartNumber": n, "ETag": f'"{run.tags[n]}"'} for n in sorted(run.tags)]
        crc = checksums.encoded(run.crc)
        extra = {"ChecksumCRC64NVME": crc, "ChecksumType": "FULL_OBJECT"} if run.whole else {}
        try:
            with telling(run.upload.key):
                self._client.complete_multipart_upload(
                    Bucket=self._bucket,
                    Key=run.key,
                    UploadId=run.id,
                    MultipartUpload={"Parts": parts},
                    **extra,
                )
        except StorageError:
            if not self._is_there(run):
                raise
            return
        if not self._is_there(run):
            raise StorageError("s3.corrupted", origin=Origin(file=run.upload.key))

    def _is_there(self, run: _Run) -> bool:
        """Tell if the object stands in the store with every part as it was sent."""
        try:
            found = self._client.head_object(Bucket=self._bucket, Key=run.key)
        except (BotoCoreError, ClientError):
            return False
        if found["ContentLength"] != run.upload.size:
            return False
        complete = len(run.tags) == -(-run.upload.size // part_size(run.upload.size))
        if not (self._wire.md5_tags and complete):
            return True
        try:
            joined = b"".join(bytes.fromhex(run.tags[number]) for number in sorted(run.tags))
        except ValueError:
            return False
        tag = f"{hashlib.md5(joined, usedforsecurity=False).hexdigest()}-{len(run.tags)}"
        return str(found["ETag"]).strip('"') == tag

    def _abort(self, run: _Run) -> None:
        self._journal.end(run.upload.sha256)
        try:
            self._client.abort_multipart_upload(Bucket=self._bucket, Key=run.key, UploadId=run.id)
        except (BotoCoreError, ClientError):
            return  # it is stale and found again by cleaning up
