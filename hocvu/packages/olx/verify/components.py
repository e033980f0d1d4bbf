"""Looks into the components that learners see: their HTML, videos and transcripts."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from typing import Any, Final, TypeVar
from urllib.parse import unquote

from lxml import etree
from lxml import html as lxml_html

from hocvu.errors import Severity, Value
from hocvu.packages.checks.pages import PageCheck, loaded
from hocvu.packages.checks.references import Files, is_external
from hocvu.packages.checks.report import Report
from hocvu.packages.checks.xml import attribute, line, local
from hocvu.packages.olx.verify.course import Block, Outline
from hocvu.packages.olx.verify.problems import check_problem

STATIC: Final = "/static/"
_JUMP: Final = "/jump_to_id/"
_HTML: Final = "/, HTML Components"
_VIDEO: Final = "/, Video Components"
_LINKS: Final = "/, Course Assets"
_INSIDE: Final = ("#", "data:", "/course/", "/courses/")
_CUE = re.compile(rb"^\d+:\d\d:\d\d[,.]\d{1,3}\s*-->\s*\d+:\d\d:\d\d[,.]\d{1,3}", re.MULTILINE)
_Json = TypeVar("_Json", list[Any], dict[str, Any])


@dataclass(slots=True)
class ComponentCheck:
    """The check of all components of a course."""

    outline: Outline
    report: Report
    own: Report
    _statics: Files = field(init=False)
    _pages: PageCheck = field(init=False)
    _keys: set[str] = field(init=False)

    def __post_init__(self) -> None:
        """Index the static files: Open edX keeps them by their path with underscores, too."""
        folder = f"{self.outline.base}static/"
        tarball = self.outline.tarball
        names = [name.removeprefix(folder) for name in tarball.files if name.startswith(folder)]
        self._statics = Files(dict.fromkeys([*names, *(n.replace("/", "_") for n in names)]))
        self._keys = {block.key for block in self.outline.blocks}
        self._pages = PageCheck(tarball, Files(tarball.files))

    def run(self) -> None:
        """Tell what is wrong, component by component, and of HTML that no component shows."""
        shown: set[str] = set()
        for block in self.outline.blocks:
            if block.kind == "html":
                shown.add(self._html(block))
            elif block.kind == "video":
                self._video(block)
            elif block.kind == "problem":
                check_problem(block, self.own)
                self._elements(block.element, block.member)
        folder = f"{self.outline.base}html/"
        for name in self.outline.tarball.files:
            if name.startswith(folder) and name.endswith(".html") and name not in shown:
                self.own.add("orphan", _HTML, severity="warning", member=name, line=1)

    def page(self, member: str) -> None:
        """Check a file of HTML."""
        data = self.outline.tarball.text(member)
        if data is None:
            return
        parser = lxml_html.HTMLParser(no_network=True, encoding="utf-8", huge_tree=False)
        try:
            root = lxml_html.document_fromstring(data, parser)
        except (etree.ParserError, etree.XMLSyntaxError):
            self.own.add("empty_html", _HTML, severity="warning", member=member, line=1)
            return
        self._elements(root, member)

    def has_static(self, name: str) -> bool:
        """Tell if there is a static file of this name."""
        return name in self._statics.names

    def _html(self, block: Block) -> str:
        """Check an HTML component; return the file that it shows, if that is apart."""
        filename = attribute(block.element, "filename")
        if filename is None:
            self._elements(block.element, block.member)
            return ""
        folder = block.member.rpartition("/")[0] + "/"
        if not folder.startswith(f"{self.outline.base}html/"):
            folder = f"{self.outline.base}html/"
        name = f"{folder}{filename}.html"
        if name in self.outline.tarball.files:
            self.page(name)
        else:
            self._tell("no_html", _HTML, block.element, block.member, name=name)
        return name

    def _elements(self, root: etree._Element, member: str) -> None:
        for element in root.iter():
            if not isinstance(element.tag, str):
                continue
            self._pages.policy(member, element)
            for reference in loaded(element):
                self._reference(reference, element, member)

    def _reference(self, reference: str, element: etree._Element, member: str) -> None:
        if reference.startswith(STATIC):
            self._static(reference, element, member)
        elif reference.startswith(_JUMP):
            key = reference.removeprefix(_JUMP).partition("#")[0]
            if key not in self._keys:
                self._tell("dangling_jump", _HTML, element, member, key=key)
        elif is_external(reference) and not reference.startswith("data:"):
            if local(element) != "a":
                at = line(element)
                self.report.add(
                    "external_resource",
                    "/, content",
                    severity="warning",
                    member=member,
                    line=at,
                    href=reference,
                )
        elif reference and not reference.startswith(_INSIDE):
            self._tell("not_static", _LINKS, element, member, "warning", href=reference)

    def _static(self, reference: str, element: etree._Element, member: str) -> None:
        name = unquote(re.split("[?#]", reference.removeprefix(STATIC))[0])
        if self.has_static(name):
            return
        nearly = self._statics.nearly(name)
        code = "static_case" if nearly else "no_static"
        self._tell(code, _LINKS, element, member, href=reference, actual=nearly)

    def _video(self, block: Block) -> None:
        element, member = block.element, block.member
        sources = [attribute(one, "src") or "" for one in element.iter("source")]
        sources += map(str, self._json(block, "html5_sources", list))
        streams = [part.partition(":")[2] for part in (element.get("youtube") or "").split(",")]
        others = ("youtube_id_1_0", "edx_video_id", "source")
        elsewhere = any(streams) or any(element.get(name) for name in others)
        if not (any(sources) or elsewhere):
            self._tell("no_source", _VIDEO, element, member)
        for source in dict.fromkeys(sources):
            if source.startswith(STATIC):
                self._static(source, element, member)
            elif source and not is_external(source):
                self._tell("not_static", _LINKS, element, member, "warning", href=source)
        transcripts = {
            attribute(one, "language") or "": attribute(one, "src") or ""
            for one in element.iter("transcript")
        }
        transcripts |= self._json(block, "transcripts", dict)
        for language, name in transcripts.items():
            self._transcript(language, str(name), block)

    def _json(self, block: Block, name: str, kind: type[_Json]) -> _Json:
        """Return an attribute that holds JSON; empty when it is missing or, told, not of `kind`."""
        raw = attribute(block.element, name)
        if not raw:
            return kind()
        try:
            value = json.loads(raw)
            reason = type(value).__name__
        except (ValueError, RecursionError) as error:
            value, reason = None, str(error)
        if isinstance(value, kind):
            return value
        self._tell("bad_json", _VIDEO, block.element, block.member, name=name, reason=reason)
        return kind()

    def _transcript(self, language: str, name: str, block: Block) -> None:
        if not re.fullmatch(r"[a-z]{2,3}([-_][A-Za-z0-9]+)*", language):
            self._tell("bad_language", _VIDEO, block.element, block.member, language=language)
        if not self.has_static(name.removeprefix(STATIC)):
            self._static(STATIC + name.removeprefix(STATIC), block.element, block.member)
            return
        member = f"{self.outline.base}static/{name.removeprefix(STATIC)}"
        data = self.outline.tarball.texts.get(member) if name.endswith(".srt") else None
        if data is not None and not _CUE.search(data):
            self.own.add("bad_srt", _VIDEO, member=member, line=1)

    def _tell(
        self,
        code: str,
        clause: str,
        element: etree._Element,
        member: str,
        severity: Severity = "error",
        **params: Value,
    ) -> None:
        clause = f"{clause}: <{local(element)}>"
        self.own.add(code, clause, severity=severity, member=member, line=line(element), **params)
