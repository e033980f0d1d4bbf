"""A web server for one package, as strict as the strictest system that must show it."""

from __future__ import annotations

import mimetypes
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import IO, Final, Protocol
from urllib.parse import unquote, urlsplit
from zipfile import ZipFile, ZipInfo

POLICY: Final = "default-src 'self'"
PACKAGE: Final = "package"
"""The first part of the path of every file of the package."""
_TYPES: Final = {
    ".css": "text/css",
    ".htm": "text/html; charset=utf-8",
    ".html": "text/html; charset=utf-8",
    ".js": "text/javascript",
    ".m4a": "audio/mp4",
    ".mp4": "video/mp4",
    ".vtt": "text/vtt",
    ".webp": "image/webp",
}
_CHUNK: Final = 1 << 20
_IDLE: Final = 30
"""Seconds after which a connection that says nothing is closed."""


@dataclass(frozen=True, slots=True)
class Content:
    """A file to serve: its size in bytes and how it is opened."""

    size: int
    open: Callable[[], IO[bytes]]


class Source(Protocol):
    """Where files come from."""

    def find(self, name: str) -> Content | None:
        """Return the file of that exact name."""
        ...


@dataclass(frozen=True, slots=True)
class Folder:
    """Files in a folder."""

    root: Path

    def find(self, name: str) -> Content | None:
        """Return the file of that name, which must lie inside the folder."""
        path = (self.root / name).resolve()
        if not path.is_relative_to(self.root.resolve()) or not path.is_file():
            return None
        return Content(path.stat().st_size, lambda: path.open("rb"))


@dataclass(frozen=True, slots=True)
class Archive:
    """Files in an open zip archive: nothing of it is unpacked, and case counts everywhere."""

    archive: ZipFile
    files: Mapping[str, ZipInfo]

    def find(self, name: str) -> Content | None:
        """Return the file of that exact name."""
        info = self.files.get(name)
        return Content(info.file_size, partial(self.archive.open, info)) if info else None


@dataclass(frozen=True, slots=True)
class Absent:
    """A file that was asked for and is not there.

    Attributes:
        path: Path on the server, without the leading slash.
        by: Path of the page or style sheet that asked; empty when not told.
        kind: What it was wanted for, as ``Sec-Fetch-Dest`` has it; ``empty`` for scripts that ask.
    """

    path: str
    by: str
    kind: str


@dataclass(slots=True)
class Site:
    """A running server.

    Attributes:
        url: Where it is, without a slash at the end.
        missing: What was asked for and not there.
        policy: The content security policy that the package's files are sent with.
    """

    url: str
    missing: list[Absent] = field(default_factory=list)
    policy: str = POLICY


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    timeout = _IDLE

    def __init__(self, *args: object, sources: Mapping[str, Source], site: Site) -> None:
        self._sources, self._site = sources, site
        super().__init__(*args)  # type: ignore[arg-type]

    def do_GET(self) -> None:
        path = unquote(urlsplit(self.path).path).lstrip("/")
        kind, _, name = path.partition("/")
        source = self._sources.get(kind)
        content = source.find(name) if source else None
        if content is None:
            by = unquote(urlsplit(self.headers.get("Referer", "")).path).lstrip("/")
            asked = self.headers.get("Sec-Fetch-Dest", "empty")
            self._site.missing.append(Absent(path, by, asked))
            self.send_error(404)
            return
        try:
            self._send(name, content, package=kind == PACKAGE)
        except (BrokenPipeError, ConnectionResetError):
            self.close_connection = True

    def _send(self, name: str, content: Content, *, package: bool) -> None:
        start, end = _range(self.headers.get("Range", ""), content.size)
        partly = "Range" in self.headers
        suffix = Path(name).suffix.lower()
        guess = mimetypes.guess_type(name)[0] or "application/octet-stream"
        self.send_response(206 if partly else 200)
        self.send_header("Content-Type", _TYPES.get(suffix, guess))
        self.send_header("Content-Length", str(end - start))
        self.send_header("Accept-Ranges", "bytes")
        self.send_header("Cache-Control", "no-store")
        if partly:
            self.send_header("Content-Range", f"bytes {start}-{end - 1}/{content.size}")
        if package:
            self.send_header("Content-Security-Policy", self._site.policy)
        self.end_headers()
        with content.open() as stream:
            stream.seek(start)
            left = end - start
            while left > 0 and (chunk := stream.read(min(left, _CHUNK))):
                self.wfile.write(chunk)
                left -= len(chunk)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the base's name
        """Say nothing."""


def _range(asked: str, size: int) -> tuple[int, int]:
    """Return the first byte and the end of what is asked for; all of it when in doubt."""
    first, _, last = asked.removeprefix("bytes=").partition(",")[0].partition("-")
    if not first.isdigit():
        return (max(0, size - int(last)), size) if last.isdigit() else (0, size)
    start = min(int(first), size)
    return start, max(start, min(int(last) + 1, size)) if last.isdigit() else size


@contextmanager
def serve(sources: Mapping[str, Source]) -> Iterator[Site]:
    """Serve files to this machine until the end of the block.

    Args:
        sources: Where the files come from, by the first part of their path; what stands
            under `PACKAGE` is sent with the site's policy.
    """
    site = Site("")
    handler = partial(_Handler, sources=sources, site=site)
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    site.url = f"http://127.0.0.1:{server.server_address[1]}"
    thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
    thread.start()
    try:
        yield site
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
