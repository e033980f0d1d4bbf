"""What lies around a Markdown document: pictures beside it, links out of it."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path
from typing import Any, Final
from urllib.parse import unquote, urlsplit

from hocvu.errors import Damaged, HocvuError, Missing, Origin, TooLarge, Unsupported
from hocvu.identifiers import key_for, nfc
from hocvu.lesson import Image
from hocvu.sources.base import Notices, Source, Workspace
from hocvu.sources.marked.beside import spelt
from hocvu.tools.pictures import for_browsers

_SCHEMES: Final = frozenset({"http", "https", "mailto"})
_EXTERNAL: Final = "picture.external"
_LARGEST: Final = 64 << 20
_NOT_SLUG: Final = re.compile(r"[^\w\- ]")


class MarkdownWorld:
    """Answers what a document refers to, and tells what could not be kept.

    Attributes:
        line: The line that is read, from 1, counted in the piece where the text is one.
        place: Where the text begins, when it is a piece of a larger one.
        dependencies: Pictures that were read.
    """

    def __init__(
        self, source: Source, workspace: Workspace, notices: Notices, targets: frozenset[str]
    ) -> None:
        """Take the material; `targets` are the headings that its links lead to."""
        self._source = source
        self._workspace = workspace
        self._notices = notices
        self._targets = targets
        self._placed: set[str] = set()
        self._found: dict[str, Image | str] = {}
        self.line: int | None = None
        self.place: Origin | None = None
        self.dependencies: list[Path] = []

    def at(self, line: int | None) -> Origin:
        """Return a place in the document."""
        if self.place is None:
            return self._source.at(line=line)
        if self.place.line is None or line is None:
            return self.place
        return replace(self.place, line=self.place.line + line - 1)

    def anchor(self, slug: str) -> str | None:
        """Return the key of the heading `slug` when a link leads to it; the first one has it."""
        if slug not in self._targets or slug in self._placed:
            return None
        self._placed.add(slug)
        return key_for(slug)

    def link(self, href: str) -> str | None:
        """Return where a link may lead in a lesson, None when it may not."""
        if href.startswith("#"):
            slug = nfc(unquote(href[1:]))
            if slug in self._targets:
                return f"#{key_for(slug)}"
        try:
            parts = urlsplit(href)
        except ValueError:
            parts = urlsplit("")
        if parts.scheme.lower() in _SCHEMES and (parts.netloc or parts.path):
            return href
        self._notices.at(self.at(self.line), "markdown.link_lost", href=href[:200])
        return None

    def html(self, markup: str) -> None:
        """Take note of markup that was left out."""
        shown = " ".join(markup.split())[:60]
        self._notices.at(self.at(self.line), "markdown.html_lost", markup=shown)

    def picture(self, src: str, alt: str) -> Image | None:
        """Return the picture at `src`, None when it cannot be kept."""
        name = nfc(unquote(src.partition("?")[0].partition("#")[0]))
        if src not in self._found:
            self._found[src] = self._picture(src, name)
        found = self._found[src]
        if isinstance(found, str):  # told at every place, as each of them lacks its picture
            params: dict[str, Any] = {} if found == _EXTERNAL else {"name": name}
            self._notices.at(self.at(self.line), found, **params)
            return None
        return found.model_copy(update={"alt": nfc(alt) or None})

    def _picture(self, src: str, name: str) -> Image | str:
        """Return the picture at `src`, or the code of what keeps it out."""
        if urlsplit(src).scheme or src.startswith("//"):
            return _EXTERNAL
        try:
            made = for_browsers(self._load(name))
        except HocvuError as error:
            return error.code
        asset = self._workspace.add_bytes(made.data, made.suffix, made.media_type)
        return Image(asset=asset.id, width=made.width, height=made.height)

    def _load(self, name: str) -> bytes:
        """Return the bytes of the picture `name` beside the document."""
        path = self._inside(name)
        if path is None:
            raise Unsupported("picture.outside")
        self.dependencies.append(path)
        if not path.is_file():
            raise Missing("picture.missing")
        try:
            if path.stat().st_size > _LARGEST:
                raise TooLarge("picture.too_large")
            return path.read_bytes()
        except OSError as error:
            raise Damaged("picture.damaged") from error

    def _inside(self, name: str) -> Path | None:
        """Return the file `name` beside the document, None when it is outside the root."""
        if not name or "\0" in name or "\\" in name or name.startswith("/"):
            return None
        try:
            path = spelt(self._source.path.parent, name).resolve()
            root = self._source.root.resolve()
        except (OSError, RuntimeError, ValueError):
            return None
        return path if path.is_relative_to(root) else None


def slug_of(text: str) -> str:
    """Return how links name the heading `text`, as the usual Markdown sites do."""
    return nfc(_NOT_SLUG.sub("", text.strip().lower()).replace(" ", "-"))
