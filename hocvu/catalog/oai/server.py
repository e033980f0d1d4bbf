"""Serves a built catalogue to harvesters: OAI-PMH over HTTP, and the pages beside it."""

from __future__ import annotations

import datetime as dt
import functools
from http.server import SimpleHTTPRequestHandler
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from hocvu.catalog.oai.provider import EPOCH, Item, Provider, sets_of
from hocvu.catalog.reading import read_catalog
from hocvu.manifest.profile import label
from hocvu.tools.loopback import LoopbackServer

PATH = "/oai"
_LARGEST = 64 * 1024
_FILES = {"oai_dc": "dc.xml", "lom": "lom.xml"}


def provider(folder: Path, url: str, name: str, email: str, page: int = 100) -> Provider:
    """Return the repository of the catalogue that was built in `folder`.

    Raises:
        Missing: There is no catalogue.
        Damaged: Its list is not in its form.
    """
    items = []
    for found in read_catalog(str(folder / "catalog.jsonl")):
        entry = found.entry
        place = folder / "courses" / entry.key
        items.append(
            Item(
                key=entry.key,
                stamp=entry.updated or EPOCH,
                sets=sets_of(
                    label("kind", entry.kind) if entry.kind else "",
                    entry.publisher.name if entry.publisher else "",
                ),
                deleted=entry.state == "withdrawn",
                metadata=functools.partial(_metadata, place),
            )
        )
    host = urlsplit(url).hostname or "localhost"
    return Provider(items, url, name, host, email, page)


def _metadata(place: Path, prefix: str) -> bytes:
    return (place / _FILES[prefix]).read_bytes()


def serve(folder: Path, repository: Provider, port: int) -> LoopbackServer:
    """Return a server on this machine alone, which answers once `serve_forever` is called."""

    class Handler(_Handler):
        catalogue = repository

        def __init__(self, *arguments: Any) -> None:
            super().__init__(*arguments, directory=str(folder))

    return LoopbackServer(port, Handler)


class _Handler(SimpleHTTPRequestHandler):
    catalogue: Provider

    def do_GET(self) -> None:
        parts = urlsplit(self.path)
        if parts.path == PATH:
            self._answer(parts.query)
        else:
            super().do_GET()

    def do_POST(self) -> None:
        """Answer a request in its body, as section 3.1.1.2 allows."""
        size = int(self.headers.get("Content-Length") or 0)
        if urlsplit(self.path).path != PATH or not 0 <= size <= _LARGEST:
            self.send_error(404)
            return
        self._answer(self.rfile.read(size).decode("ascii", "replace"))

    def _answer(self, query: str) -> None:
        asked = parse_qsl(query, keep_blank_values=True)
        body = self.catalogue.answer(asked, dt.datetime.now(dt.UTC))
        self.send_response(200)
        self.send_header("Content-Type", "text/xml; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - the library's name
        """Say nothing: what is worth telling is the command's to tell."""
