"""A web server for one package, as strict as the strictest host that must be able to show it."""

from __future__ import annotations

import mimetypes
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import urlsplit

HOST = Path(__file__).parent / "host"
NODE = Path(__file__).parents[2] / "hocvu" / "player" / "node_modules"
CSP = "default-src 'self'"
TYPES = {".js": "text/javascript", ".vtt": "text/vtt", ".html": "text/html; charset=utf-8"}


@dataclass
class Site:
    """A running server and the paths of the package that were asked for and not there."""

    url: str
    missing: list[str] = field(default_factory=list)


class _Handler(SimpleHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def __init__(self, *args: object, folder: Path, site: Site) -> None:
        self.roots = {"package": folder, "host": HOST, "node": NODE}
        self.site = site
        super().__init__(*args)  # type: ignore[arg-type]

    def do_GET(self) -> None:
        kind, _, rest = urlsplit(self.path).path.lstrip("/").partition("/")
        root = self.roots.get(kind)
        path = (root / rest).resolve() if root else None
        if root is None or path is None or not path.is_file():
            self.site.missing.append(self.path)
            self.send_error(404)
            return
        self._send(path, package=kind == "package")

    def _send(self, path: Path, package: bool) -> None:
        data = path.read_bytes()
        start, end = self._range(len(data))
        partial_content = "Range" in self.headers
        self.send_response(206 if partial_content else 200)
        guess = mimetypes.guess_type(path.name)[0] or "application/octet-stream"
        self.send_header("Content-Type", TYPES.get(path.suffix, guess))
        self.send_header("Content-Length", str(end - start))
        self.send_header("Accept-Ranges", "bytes")
        if partial_content:
            self.send_header("Content-Range", f"bytes {start}-{end - 1}/{len(data)}")
        if package:
            self.send_header("Content-Security-Policy", CSP)
        self.end_headers()
        try:
            self.wfile.write(data[start:end])
        except (BrokenPipeError, ConnectionResetError):
            self.close_connection = True

    def _range(self, size: int) -> tuple[int, int]:
        spec = self.headers.get("Range", "").removeprefix("bytes=")
        first, _, last = spec.partition("-")
        return int(first or 0), min(int(last) + 1, size) if last else size

    def log_message(self, *args: object) -> None:
        pass


@contextmanager
def serve(folder: Path) -> Iterator[Site]:
    """Serve the package in `folder` under ``/package/`` until the end of the block."""
    site = Site("")
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(_Handler, folder=folder, site=site))
    site.url = f"http://127.0.0.1:{server.server_address[1]}"
    thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
    thread.start()
    try:
        yield site
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
