"""The documents of a record store (xAPI 1.0.3, part three, 2.2): state and profiles."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from email.utils import formatdate
from typing import Final

from hocvu.packages.play.server import Reply, Request

Key = tuple[str, ...]
_PROFILES: Final = ("agents/profile", "activities/profile")


@dataclass(frozen=True, slots=True)
class Document:
    """A document: its bytes, media type, and the time of its last change."""

    body: bytes
    kind: str
    at: str

    @property
    def etag(self) -> str:
        """The tag that a change must name (3.1)."""
        return f'"{hashlib.sha1(self.body, usedforsecurity=False).hexdigest()}"'


@dataclass(slots=True)
class Documents:
    """All documents of a store, by resource, owner and name."""

    held: dict[Key, Document] = field(default_factory=dict)

    def answer(self, request: Request, key: Key) -> Reply:
        """Do what is asked with one document, as the standard has it.

        Args:
            request: The request.
            key: The resource, whose it is, and last its name; empty for a list of names.
        """
        found = self.held.get(key)
        if not key[-1]:
            return self._all(request, key[:-1])
        if request.method in {"GET", "HEAD"}:
            return _given(found) if found else Reply(404)
        refusal = _refusal(request, key[0], found)
        if refusal:
            return refusal
        if request.method == "DELETE":
            self.held.pop(key, None)
            return Reply(204)
        body = request.body
        if request.method == "POST" and found:
            merged = _merged(found.body, body)
            if merged is None:
                return Reply(400)
            body = merged
        kind = request.headers.get("Content-Type", "application/octet-stream")
        self.held[key] = Document(body, kind.partition(";")[0], formatdate(usegmt=True))
        return Reply(204)

    def _all(self, request: Request, owner: Key) -> Reply:
        names = sorted(key[-1] for key in self.held if key[:-1] == owner)
        if request.method == "DELETE":
            for name in names:
                del self.held[*owner, name]
            return Reply(204)
        return Reply(body=json.dumps(names).encode()) if request.method == "GET" else Reply(400)


def _given(document: Document) -> Reply:
    headers = {"ETag": document.etag, "Last-Modified": document.at}
    return Reply(200, document.body, document.kind, headers)


def _refusal(request: Request, resource: str, found: Document | None) -> Reply | None:
    """Tell a change that another one came before (3.1); profiles ask for the tag always."""
    match, none = request.headers.get("If-Match"), request.headers.get("If-None-Match")
    tag = found.etag if found else ""
    if match and not _names(match, tag):
        return Reply(412)
    if none and found and (_names(none, tag) or none == "*"):
        return Reply(412)
    if request.method == "PUT" and resource in _PROFILES and found and not (match or none):
        return Reply(409)
    return None


def _names(header: str, tag: str) -> bool:
    said = {one.strip().removeprefix("W/") for one in header.split(",")}
    return ("*" in said and bool(tag)) or tag in said


def _merged(before: bytes, more: bytes) -> bytes | None:
    """Return two JSON objects as one (2.2); None when they are none."""
    try:
        old, new = json.loads(before), json.loads(more)
    except ValueError:
        return None
    if not isinstance(old, Mapping) or not isinstance(new, Mapping):
        return None
    return json.dumps({**old, **new}, ensure_ascii=False).encode()
