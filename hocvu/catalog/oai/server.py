"""Serves a built catalogue to harvesters: OAI-PMH over HTTP, and the pages beside it."""

from __future__ import annotations

import datetime as dt
import functools
import re
from http import HTTPStatus
from http.server import SimpleHTTPRequestHandler
from pathlib import Path
from typing import Any
from urllib.parse import SplitResult, parse_qsl, urlsplit

from hocvu.catalog.oai.provider import EPOCH, Item, Provider, sets_of
from hocvu.catalog.reading import read_catalog
from hocvu.manifest.profile import label
from hocvu.tools.loopback import LoopbackServer

PATH = "/oai"
_LARGEST = 64 * 1024
_SIZE = re.compile(r"[0-9]{1,9}")
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
        parts = self._asked()
        if parts and parts.path == PATH:
            self._answer(parts.query)
        elif parts:
            super().do_GET()

    def do_POST(self) -> None:
        """Answer a request in its body, as section 3.1.1.2 allows."""
        parts = self._asked()
        if not parts:
            return
        size = self.headers.get("Content-Length") or "0"
        if parts.path != PATH:
            self.send_error(HTTPStatus.NOT_FOUND)
        elif not _SIZE.fullmatch(size) or int(size) > _LARGEST:
            self.send_error(HTTPStatus.BAD_REQUEST)
        else:
            self._answer(self.rfile.read(int(size)).decode("ascii", "replace"))

    def send_head(self) -> Any:
        """Open the file that is asked for; what can be no path is not found."""
        try:
            return super().send_head()
        except ValueError:
            self.send_error(HTTPStatus.NOT_FOUND)
            return None

    def _asked(self) -> SplitResult | None:
        """Return the address that is asked for; where it is none, say so."""
        try:
            return urlsplit(self.path)
        except ValueError:
            self.send_error(HTTPStatus.BAD_REQUEST)
            return None

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
