"""What an HTML page refers to: pictures, links, and what could not be kept."""

from __future__ import annotations

import base64
import binascii
import re
from collections import Counter
from typing import Any, Final
from urllib.parse import unquote, urlsplit

from hocvu.errors import Damaged, HocvuError, TooLarge
from hocvu.identifiers import nfc
from hocvu.lesson import Image
from hocvu.sources.base import Notices, Workspace
from hocvu.sources.html.bundle import Bundle
from hocvu.tools.pictures import for_browsers

_SCHEMES: Final = frozenset({"http", "https", "mailto"})
_DATA: Final = re.compile(r"data:image/[\w.+-]+;base64,", re.IGNORECASE)
_LARGEST_DATA: Final = 32 << 20


class HtmlWorld:
    """Answers what a page refers to, and tells each kind of loss once.

    Attributes:
        links: Links that are no web addresses, how often each.
        missing: Pictures that could not be kept, by code and name, how often each.
        lost: Markup that was left out, how often each.
    """

    def __init__(self, bundle: Bundle, workspace: Workspace, notices: Notices) -> None:
        """Take the page."""
        self._bundle = bundle
        self._workspace = workspace
        self._notices = notices
        self._found: dict[str, Image | tuple[str, str]] = {}
        self.missing: Counter[tuple[str, str]] = Counter()
        self.links: Counter[str] = Counter()
        self.lost: Counter[str] = Counter()

    def link(self, href: str) -> str | None:
        """Return where a link may lead in a lesson, None when it may not."""
        try:
            parts = urlsplit(href.strip())
        except ValueError:
            parts = urlsplit("")
        if parts.scheme.lower() in _SCHEMES and (parts.netloc or parts.path):
            return nfc(href.strip())
        if href.strip() not in {"", "#"}:
            self.links[href.strip()[:80]] += 1
        return None

    def html(self, markup: str) -> None:
        """Take note of markup that was left out."""
        self.lost[markup] += 1

    def picture(self, src: str, alt: str) -> Image | None:
        """Return the picture at `src`, None when it cannot be kept."""
        if src not in self._found:
            self._found[src] = self._picture(src)
        found = self._found[src]
        if isinstance(found, tuple):
            self.missing[found] += 1
            return None
        return found.model_copy(update={"alt": nfc(alt) or None})

    def tell(self) -> None:
        """Add the notices of pictures, links and markup."""
        for (code, name), places in self.missing.items():
            params: dict[str, Any] = {"name": name} if name else {}
            if places > 1:
                params["places"] = places
            self._notices.add(code, **params)
        inner = sum(count for href, count in self.links.items() if href.startswith("#"))
        if inner:
            self._notices.add("html.inner_links", "info", count=inner)
        for href in (href for href in self.links if not href.startswith("#")):
            self._notices.add("html.link_lost", href=href)
        for markup, count in sorted(self.lost.items()):
            severity = "info" if markup == "<script>" else "warning"
            if severity == "info":
                self._notices.add("html.script_dropped", "info", count=count)
            else:
                self._notices.add("html.markup_lost", markup=markup, count=count)

    def _picture(self, src: str) -> Image | tuple[str, str]:
        """Return the picture at `src`, or the code and name of what keeps it out."""
        name = nfc(unquote(src.partition("?")[0].partition("#")[0])).strip()
        try:
            data = self._data(src, name)
            if data is None:
                return "picture.external", ""
            made = for_browsers(data)
        except HocvuError as error:
            return error.code, name[:80]
        asset = self._workspace.add_bytes(made.data, made.suffix, made.media_type)
        return Image(asset=asset.id, width=made.width, height=made.height)

    def _data(self, src: str, name: str) -> bytes | None:
        """Return a picture's bytes, None when it lies on another machine."""
        if src[:5].lower() == "data:":
            begins = _DATA.match(src)
            if begins is None:
                raise Damaged("picture.damaged")
            if len(src) > _LARGEST_DATA:
                raise TooLarge("picture.too_large")
            try:
                return base64.b64decode(unquote(src[begins.end() :]), validate=False)
            except (binascii.Error, ValueError):
                raise Damaged("picture.damaged") from None
        scheme = urlsplit(src).scheme.lower()
        if (scheme and scheme not in {"cid", "file"}) or src.startswith("//"):
            try:
                return self._bundle.load(name) if scheme in {"http", "https"} else None
            except HocvuError:
                return None
        return self._bundle.load(name.rpartition("/")[2] if scheme == "file" else name)
