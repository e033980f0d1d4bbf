"""A web server for one package, as strict as the strictest system that must show it."""

from __future__ import annotations

import mimetypes
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from email.message import Message
from functools import partial
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from typing import IO, Final, Protocol
from urllib.parse import parse_qsl, unquote, urlsplit
from zipfile import ZipFile, ZipInfo

from hocvu.tools.loopback import LoopbackServer

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
_LARGEST_BODY: Final = 16 << 20
_HERE: Final = ("127.0.0.1", "localhost")
CUT: Final = 0
"""The status of a reply that never comes: the connection is closed instead."""
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


@dataclass(frozen=True, slots=True)
class Request:
    """What is asked of a route; header names as they came, without regard to case."""

    method: str
    path: str
    query: Mapping[str, str]
    headers: Message
    body: bytes


@dataclass(frozen=True, slots=True)
class Reply:
    """What a route answers; the status `CUT` closes the connection without a word."""

    status: int = 200
    body: bytes = b""
    kind: str = "application/json"
    headers: Mapping[str, str] = field(default_factory=dict)


Route = Callable[[Request], Reply]


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    timeout = _IDLE

    def __init__(
        self,
        *args: object,
        sources: Mapping[str, Source],
        routes: Mapping[str, Route],
        secret: str,
        site: Site,
    ) -> None:
        self._sources, self._routes, self._site = sources, routes, site
        self._front = f"/{secret}/" if secret else "/"
        super().__init__(*args)  # type: ignore[arg-type]

    def _asked(self) -> None:
        """Answer one request; one that came by another name than this machine's gets nothing.

        So a page elsewhere whose name is made to lead here (DNS rebinding) learns nothing.
        """
        host = self.headers.get("Host", "").rpartition(":")[0]
        if host not in _HERE or not self.path.startswith(self._front):
            self.send_error(404)
            return
        parts = urlsplit(self.path)
        path = unquote(parts.path[len(self._front) :]).lstrip("/")
        kind, _, name = path.partition("/")
        try:
            if kind in self._routes:
                self._route(self._routes[kind], name, parts.query)
            elif self.command in {"GET", "HEAD"}:
                self._file(path, kind, name)
            else:
                self.send_error(405)
        except (BrokenPipeError, ConnectionResetError):
            self.close_connection = True

    do_GET = do_HEAD = do_POST = do_PUT = do_DELETE = do_OPTIONS = _asked  # noqa: N815

    def _route(self, route: Route, name: str, query: str) -> None:
        length = self.headers.get("Content-Length", "0")
        if not length.isdecimal() or int(length) > _LARGEST_BODY:
            self.close_connection = True
            self.send_error(413)
            return
        body = self.rfile.read(int(length))
        asked = dict(parse_qsl(query, keep_blank_values=True))
        reply = route(Request(self.command, name, asked, self.headers, body))
        if reply.status == CUT:
            self.close_connection = True
            return
        self.send_response(reply.status)
        for key, value in reply.headers.items():
            self.send_header(key, value)
        self.send_header("Cache-Control", "no-store")
        if reply.status != 204:
            self.send_header("Content-Type", f"{reply.kind}; charset=utf-8")
            self.send_header("Content-Length", str(len(reply.body)))
        self.end_headers()
        if self.command != "HEAD" and reply.status != 204:
            self.wfile.write(reply.body)

    def _file(self, path: str, kind: str, name: str) -> None:
        source = self._sources.get(kind)
        content = source.find(name) if source else None
        if content is None:
            by = urlsplit(self.headers.get("Referer", "")).path
            by = unquote(by.removeprefix(self._front)).lstrip("/")
            asked = self.headers.get("Sec-Fetch-Dest", "empty")
            self._site.missing.append(Absent(path, by, asked))
            self.send_error(404)
            return
        self._send(name, content, package=kind == PACKAGE)

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
        if self.command == "HEAD":
            return
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
def serve(
    sources: Mapping[str, Source],
    routes: Mapping[str, Route] | None = None,
    *,
    policy: str = POLICY,
    port: int = 0,
    secret: str = "",
) -> Iterator[Site]:
    """Serve files to this machine until the end of the block.

    Args:
        sources: Where the files come from, by the first part of their path; what stands
            under `PACKAGE` is sent with the policy.
        routes: What answers by itself, by the first part of the path.
        policy: The content security policy of the package's files.
        port: Where to listen; 0 for any free port.
        secret: What every path begins with; empty for nothing.

    Raises:
        OSError: The port is taken.
    """
    site = Site("", policy=policy)
    handler = partial(_Handler, sources=sources, routes=routes or {}, secret=secret, site=site)
    server = LoopbackServer(port, handler)
    site.url = f"http://127.0.0.1:{server.server_address[1]}" + (f"/{secret}" if secret else "")
    thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
    thread.start()
    try:
        yield site
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
