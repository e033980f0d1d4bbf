"""A page and what lies around it: a file in a folder, a zip, or a web archive (MHTML)."""

from __future__ import annotations

import email
import email.policy
from collections.abc import Callable
from dataclasses import dataclass, field
from email.message import Message
from pathlib import Path, PurePosixPath
from typing import Final
from urllib.parse import unquote

from hocvu.errors import Damaged, Missing, TooLarge, Unsupported
from hocvu.identifiers import natural_key, nfc
from hocvu.sources.base import Source
from hocvu.sources.marked.beside import spelt
from hocvu.tools.archive import MIB, Limits, open_archive

LARGEST: Final = 32 * MIB
_PICTURE: Final = 64 * MIB
_LIMITS: Final = Limits(entries=5000, member=128 * MIB, total=1024 * MIB)
PAGES: Final = (".html", ".htm", ".xhtml")


@dataclass(slots=True)
class Bundle:
    """A page.

    Attributes:
        page: Its bytes.
        load: Returns the bytes of what it names beside it.
        declared: The encoding that is told outside of it.
        others: Names of further pages, which are not read.
        dependencies: Files outside of it that were read.
    """

    page: bytes
    load: Callable[[str], bytes]
    declared: str = ""
    others: tuple[str, ...] = ()
    dependencies: list[Path] = field(default_factory=list)


def open_bundle(source: Source, head: bytes) -> Bundle:
    """Return the page of `source`, which begins with `head`.

    Raises:
        SourceError: It holds no page, or more than is read.
    """
    if head.startswith(b"PK\x03\x04"):
        return _zipped(source)
    size = source.path.stat().st_size
    if size > LARGEST:
        raise TooLarge("html.too_large", origin=source.at(), limit=LARGEST // MIB)
    data = source.path.read_bytes()
    if is_mhtml(head):
        return _archived(source, data)
    dependencies: list[Path] = []
    return Bundle(data, lambda name: _beside(source, name, dependencies), "", (), dependencies)


def is_mhtml(head: bytes) -> bool:
    """Tell a web archive by its first lines."""
    start = head[:2048].lower()
    return b"mime-version:" in start and b"content-type:" in start and not start.startswith(b"<")


def _beside(source: Source, name: str, dependencies: list[Path]) -> bytes:
    root = source.root.resolve()
    if name.startswith("/") or "\\" in name:
        raise Unsupported("picture.outside")
    try:
        path = spelt(source.path.parent, name).resolve()
    except (OSError, RuntimeError, ValueError):
        raise Unsupported("picture.outside") from None
    if not path.is_relative_to(root):
        raise Unsupported("picture.outside")
    dependencies.append(path)
    if not path.is_file():
        raise Missing("picture.missing")
    if path.stat().st_size > _PICTURE:
        raise TooLarge("picture.too_large")
    return path.read_bytes()


def _zipped(source: Source) -> Bundle:
    with open_archive(source.path, source.at(), _LIMITS) as archive:
        pages = [name for name in archive.names if name.lower().endswith(PAGES)]
        pages.sort(key=lambda name: (name.count("/"), not _is_index(name), natural_key(name)))
        if not pages:
            raise Unsupported("html.no_page", origin=source.at())
        first = pages[0]
        page = archive.read(first, LARGEST)
        members = {name: name for name in archive.names}

    def load(name: str) -> bytes:
        inside = nfc(_joined(first, name))
        if inside not in members:
            raise Missing("picture.missing")
        with open_archive(source.path, source.at(), _LIMITS) as archive:
            return archive.read(inside, _PICTURE)

    return Bundle(page, load, "", tuple(pages[1:]))


def _is_index(name: str) -> bool:
    return PurePosixPath(name).stem.lower() in {"index", "default", "trang-chu"}


def _joined(page: str, name: str) -> str:
    parts: list[str] = []
    for part in (*PurePosixPath(page).parent.parts, *name.split("/")):
        if part == ".." and parts:
            parts.pop()
        elif part not in {"", ".", ".."}:
            parts.append(part)
    return "/".join(parts)


def _archived(source: Source, data: bytes) -> Bundle:
    """Return the first page of a web archive (RFC 2557)."""
    message = email.message_from_bytes(data, policy=email.policy.compat32)
    parts = [part for part in message.walk() if not part.is_multipart()]
    pages = [part for part in parts if part.get_content_type() == "text/html"]
    if not pages:
        raise Damaged("html.no_page", origin=source.at())
    held: dict[str, Message] = {}
    for part in parts:
        where = nfc(unquote(str(part.get("Content-Location") or "")))
        held[where] = part
        held.setdefault(where.rpartition("/")[2], part)
        held["cid:" + str(part.get("Content-ID") or "").strip("<> ")] = part

    def load(name: str) -> bytes:
        part = held.get(name) or held.get(name.rpartition("/")[2])
        payload = part.get_payload(decode=True) if part else None
        if not isinstance(payload, bytes):
            raise Missing("picture.missing")
        return payload

    page = pages[0].get_payload(decode=True)
    declared = str(pages[0].get_content_charset() or "")
    return Bundle(page if isinstance(page, bytes) else b"", load, declared)
