"""Looks into the pages and scripts of a package for what breaks in a real system."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import Final

from lxml import etree
from lxml import html as lxml_html

from hocvu.errors import Severity
from hocvu.packages.checks.container import Opened
from hocvu.packages.checks.references import Files, is_external
from hocvu.packages.checks.xml import line, local

_PAGES: Final = (".html", ".htm", ".xhtml")
_SCRIPTS: Final = (".js", ".mjs")
_LOADING: Final = {
    "script": ("src",),
    "link": ("href",),
    "img": ("src",),
    "iframe": ("src",),
    "frame": ("src",),
    "video": ("src", "poster"),
    "audio": ("src",),
    "source": ("src",),
    "track": ("src",),
    "embed": ("src",),
    "object": ("data",),
    "a": ("href",),
}
_INERT_TYPES: Final = ("application/json", "application/ld+json", "text/template", "text/html")
_UTF_16: Final = (b"\xff\xfe", b"\xfe\xff")
_DECLARED: Final = re.compile(
    rb"""<meta[^>]{0,200}?charset\s*=\s*["']?\s*(utf-?16[a-z]*|utf-?32[a-z]*|ucs-?2)\b""",
    re.IGNORECASE,
)
_ENCODING: Final = "HTML, 4.2.5.4 Specifying the document's character encoding"
_POLICY: Final = "Content Security Policy 3, 'self'"
_OWN_API = re.compile(
    r"(?<![\w.$])(?:window\s*\.\s*)?API(?:_1484_11)?\s*=\s*(?:\{|new\b|function\b)"
)
_NOT_ATTEMPTED = re.compile(r"""lesson_status["']\s*,\s*["']not attempted["']""")
_COMPLETES: Final = (b"lesson_status", b"completion_status", b"progress_measure")


@dataclass(slots=True)
class PageCheck:
    """The check of all pages and scripts of a package.

    Attributes:
        container: The package.
        files: Its files.
        launched: The pages that a system opens: what breaks one of them is an error, where a page
            that nobody opens may be a left-over. None where a learner may open any of them.
        completes: Whether something tells the system that a lesson is done.
    """

    container: Opened
    files: Files
    launched: Collection[str] | None = None
    completes: bool = False

    def run(self, *, tracked: bool = True) -> None:
        """Tell what is wrong, file by file; `tracked` when a system is to be told of completion."""
        looked = False
        for name in self.container.files:
            suffix = posixpath.splitext(name)[1].lower()
            if suffix not in (*_PAGES, *_SCRIPTS):
                continue
            data = self.container.text(name)
            if data is None:
                continue
            looked = True
            if data.startswith(_UTF_16):
                self._tell("encoding", _ENCODING, name, 1, encoding="UTF-16")
                data = data.decode("utf-16", "replace").encode()
            self.completes |= any(sign in data for sign in _COMPLETES)
            self._script(name, data.decode("utf-8", "replace"), 1)
            if suffix in _PAGES:
                self._page(name, data)
        if looked and tracked and not self.completes:
            self.container.report.add(
                "never_completes", "/, Run-Time Environment", severity="warning"
            )

    def _tell(
        self,
        code: str,
        clause: str,
        name: str,
        at: int | None,
        *,
        breaks: bool = False,
        **params: str,
    ) -> None:
        """Tell of a page; an error where this `breaks` a page that is launched."""
        opened = self.launched is None or name in self.launched
        severity: Severity = "error" if breaks and opened else "warning"
        self.container.report.add(code, clause, severity=severity, member=name, line=at, **params)

    def _script(self, name: str, source: str, first: int) -> None:
        for code, pattern in (("own_api", _OWN_API), ("not_attempted", _NOT_ATTEMPTED)):
            if match := pattern.search(source):
                at = first + source.count("\n", 0, match.start())
                self._tell(code, "/, Run-Time Environment", name, at)

    def _page(self, name: str, data: bytes) -> None:
        if declared := _DECLARED.search(data):
            at = 1 + data.count(b"\n", 0, declared.start())
            encoding = declared[1].decode("ascii").upper()
            self._tell("encoding", _ENCODING, name, at, encoding=encoding)
        parser = lxml_html.HTMLParser(no_network=True, encoding="utf-8", huge_tree=False)
        try:
            root = lxml_html.document_fromstring(data, parser)
        except (etree.ParserError, etree.XMLSyntaxError):
            self._tell("empty_page", "HTML, document", name, 1, breaks=True)
            return
        for element in root.iter():
            self.policy(name, element)
            for reference in loaded(element):
                if local(element) != "a" or not is_external(reference):
                    self._loads(name, element, reference)

    def policy(self, name: str, element: etree._Element) -> None:
        """Tell of code inside the page, which a content policy would not run."""
        kind = str(element.get("type", "")).lower()
        inline = local(element) == "script" and "src" not in element.attrib
        if inline and kind not in _INERT_TYPES and (element.text or "").strip():
            self._tell("inline_script", _POLICY, name, line(element))
        for attribute, value in element.attrib.items():
            handler = str(attribute).lower().startswith("on")
            if handler or str(value).strip().lower().startswith("javascript:"):
                self._tell("inline_handler", _POLICY, name, line(element), attribute=str(attribute))

    def _loads(self, name: str, element: etree._Element, reference: str) -> None:
        """Check something that the page loads, or that it links to inside the package."""
        if reference.lower().startswith(("data:", "about:", "blob:", "#")) or not reference:
            return
        if is_external(reference):
            self._tell("external_resource", "/, content", name, line(element), href=reference)
            return
        target = self.files.target(reference, posixpath.dirname(name))
        if not target or target in self.container.files:
            return
        nearly = self.files.nearly(target)
        code = "page_wrong_case" if nearly else "page_missing_file"
        breaks = not nearly and _is_needed(element)
        at = line(element)
        self._tell(code, "/, <file>", name, at, breaks=breaks, href=reference, actual=nearly)


def _is_needed(element: etree._Element) -> bool:
    """Tell if a page does not work without what `element` loads: a script or a style."""
    relation = str(element.get("rel", "")).lower().split()
    return local(element) == "script" or (
        local(element) == "link" and "stylesheet" in relation and "alternate" not in relation
    )


def loaded(element: etree._Element) -> Iterator[str]:
    """Yield what an element loads or links to."""
    for attribute in _LOADING.get(local(element), ()):
        value = element.get(attribute)
        if value is not None:
            yield str(value).strip()
