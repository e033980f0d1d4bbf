"""Reads the static pages of a package, in the order and under the titles of its structure."""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from html import unescape
from pathlib import Path
from typing import Final

from hocvu.errors import Damaged, HocvuError, Missing, Unsupported
from hocvu.lesson import Counts, DocumentBody, Notice, Reading
from hocvu.lesson.text import count
from hocvu.sources.base import Notices, Options, Source, Workspace
from hocvu.sources.html.bundle import LARGEST, PAGES, Bundle
from hocvu.sources.html.page import Page, label_words, markup_of, read_page
from hocvu.sources.package.compose import Chapter, compose
from hocvu.sources.package.entries import located
from hocvu.sources.package.outline import LIMITS, Item, Outline, read_outline, standard_of
from hocvu.sources.package.runtime import judge
from hocvu.tools.archive import MIB, Archive, open_archive

_ZIP: Final = b"PK\x03\x04"
_FILE: Final = 64 * MIB
_NAMED: Final = 5
_MOST_PAGES: Final = 3000
"""Pages after which links are no longer followed; the others are told by name."""
_LINK: Final = re.compile(r"<a\s[^>]*?href\s*=\s*[\"']?([^\"'\s>]+)", re.IGNORECASE)


class PackageOptions(Options):
    """What authors may set for a package.

    Attributes:
        item: The one item to read, by its identifier in the package; all of them when empty.
    """

    item: str = ""


class PackageReader:
    """Reads packages of SCORM, cmi5, xAPI and IMS Content Packaging that are static pages."""

    name = "package"
    version = 2
    suffixes = (".imscc",)
    also = (".zip",)
    options = PackageOptions
    engines: tuple[str, ...] = ()
    patience = 900.0

    def accepts(self, head: bytes, path: Path) -> bool:
        """Tell by its descriptor if this is a package."""
        return head.startswith(_ZIP) and standard_of(path) is not None

    def read(self, source: Source, workspace: Workspace, options: PackageOptions) -> Reading:
        """Read `source`.

        Raises:
            Unsupported: It is no package, one of our own, or needs its own scripts.
            Missing: It has no such item.
            Damaged: It cannot be opened, or its manifest is broken.
            TooLarge: It holds more than is read.
        """
        with open_archive(source.path, source.at(), LIMITS) as archive:
            outline = read_outline(archive, source.at())
            if outline.own:
                raise Unsupported("package.own", origin=source.at(), standard=outline.standard)
            chosen = _chosen(outline, options.item, source)
            reading = _Pages(archive, outline, source, workspace)
            chapters = reading.chapters(chosen)
            # What is true of the whole is told once, also where each item is a lesson.
            first = next((item for item in outline.items if not item.trouble), None)
            if first in chosen:
                reading.tell_rest(chosen)
        if not chapters:
            raise Unsupported("package.nothing", origin=source.at(), standard=outline.standard)
        alone = len(chosen) == 1
        if alone:  # what stands above the one item is not for its lesson to tell
            depth = len(chosen[0].sections)
            chapters = [replace(one, sections=one.sections[depth:]) for one in chapters]
        single = alone and len(chapters) == 1
        blocks, made = (chapters[0].page.blocks, 0) if single else compose(chapters)
        body = DocumentBody(blocks=blocks)
        read, kept = _summed([chapter.page for chapter in chapters]), count(body)
        title = chosen[0].title or chapters[0].page.title if alone else outline.title
        return Reading(
            reader=self.name,
            title=title,
            body=body,
            assets=workspace.assets,
            notices=tuple(reading.notices.all),
            read=read,
            kept=kept.model_copy(update={"words": kept.words - label_words(body) - made}),
        )


READER: Final = PackageReader()


class _Pages:
    """Reads pages out of one open package and collects what is to be told."""

    def __init__(
        self, archive: Archive, outline: Outline, source: Source, workspace: Workspace
    ) -> None:
        self.notices = Notices(source)
        self._archive, self._outline = archive, outline
        self._source, self._workspace = source, workspace
        self._pages = {item.page for item in outline.items if not item.trouble}
        self._links = self._scripted = self._reporting = 0

    def chapters(self, items: Sequence[Item]) -> list[Chapter]:
        """Return what each item holds; those without a page to read are told."""
        readable = [item for item in items if self._readable(item)]
        found = [opened for item in readable for opened in self._with_linked(item)]
        self._refuse(found)
        chapters = []
        for item, bundle, markup in found:
            notices = Notices(self._source)
            try:
                page = read_page(markup, bundle, self._workspace, notices)
            except Damaged as error:
                if len(found) == 1:
                    raise
                self._lost(item, error)
                continue
            self._tell(item, notices.all)
            chapters.append(Chapter(item.title or page.title, item.sections, page))
        if self._links:
            self.notices.add("package.inner_links", "info", count=self._links)
        if self._scripted:
            self.notices.add("package.scripts_left_out", "info", count=self._scripted)
        if self._reporting:
            self.notices.add("package.reports_itself", "info", standard=self._outline.standard)
        return chapters

    def tell_rest(self, items: Sequence[Item]) -> None:
        """Tell what the package has besides its items' pages."""
        if len(items) > 1:
            self.notices.add("package.one_lesson", "info", count=len(items))
        if self._outline.sequenced:
            self.notices.add("package.sequencing_left_out", standard=self._outline.standard)
        others = [n for n in self._archive.names if n.lower().endswith(PAGES)]
        others = [name for name in others if name not in self._pages]
        if others:
            named = ", ".join(others[:_NAMED]) + (", …" if len(others) > _NAMED else "")
            self.notices.add("package.other_pages", count=len(others), names=named)
        for doubt in self._archive.doubts:
            self.notices.at(doubt.origin, doubt.code, doubt.severity, **doubt.params)

    def _readable(self, item: Item) -> bool:
        if item.trouble:
            inside = item.page and item.trouble != "package.item_elsewhere"
            place = self._source.at(member=item.page if inside else None)
            self.notices.at(place, item.trouble, title=item.title or item.id, name=item.page)
        return not item.trouble

    def _with_linked(self, item: Item) -> Iterator[tuple[Item, Bundle, str]]:
        """Yield an item's page, then the pages that only links lead to, as in a web export."""
        waiting = deque([item])
        while waiting:
            current = waiting.popleft()
            opened = self._open(current)
            if opened:
                yield opened
                waiting += self._linked(item, current.page, opened[2])

    def _linked(self, item: Item, page: str, markup: str) -> Iterator[Item]:
        folder = page.rpartition("/")[0]
        for href in _LINK.findall(markup):
            member, query = located(unescape(href), folder)
            known = member in self._pages or member not in self._archive
            if not known and len(self._pages) < _MOST_PAGES and member.lower().endswith(PAGES):
                self._pages.add(member)
                above = (*item.sections, item.title) if item.title else item.sections
                yield Item(item.id, "", above, member, query)

    def _open(self, item: Item) -> tuple[Item, Bundle, str] | None:
        notices = Notices(self._source)
        try:
            bundle = Bundle(self._archive.read(item.page, LARGEST), self._loader(item.page))
            markup = markup_of(bundle, notices)
        except (Missing, Damaged) as error:
            self._lost(item, error)
            return None
        self._tell(item, notices.all)
        return item, bundle, markup

    def _refuse(self, found: Sequence[tuple[Item, Bundle, str]]) -> None:
        """Raise an error when a page is nothing without its scripts."""
        bad: list[tuple[Item, str]] = []
        for item, bundle, markup in found:
            verdict = judge(markup, item.query, bundle.load)
            self._scripted += verdict.scripted
            self._reporting += verdict.reports
            if verdict.code:
                bad.append((item, verdict.code))
        if bad:
            item, code = bad[0]
            raise Unsupported(
                code,
                origin=self._source.at(member=item.page),
                standard=self._outline.standard,
                title=item.title or item.id,
                count=len(bad),
                total=len(found),
            )

    def _loader(self, page: str) -> Callable[[str], bytes]:
        folder = page.rpartition("/")[0]

        def load(name: str) -> bytes:
            member, _ = located(name, folder)
            if not member or member not in self._archive:
                raise Missing("picture.missing")
            return self._archive.read(member, _FILE)

        return load

    def _lost(self, item: Item, error: HocvuError) -> None:
        place = self._source.at(member=item.page)
        self.notices.at(place, "package.page_lost", title=item.title or item.id, why=error.message)

    def _tell(self, item: Item, notices: Sequence[Notice]) -> None:
        """Take over what was told of a page, but what is told of all pages together."""
        folder = item.page.rpartition("/")[0]
        for notice in notices:
            href = str(notice.params.get("href", ""))
            if notice.code == "html.link_lost" and located(href, folder)[0] in self._pages:
                self._links += 1
                continue
            if notice.code == "html.script_dropped":
                continue  # told of all pages together, with what stands in their heads
            place = replace(notice.origin, member=notice.origin.member or item.page)
            self.notices.all.append(replace(notice, origin=place))


def _chosen(outline: Outline, wanted: str, source: Source) -> tuple[Item, ...]:
    if not outline.items:
        raise Unsupported("package.nothing", origin=source.at(), standard=outline.standard)
    chosen = tuple(item for item in outline.items if wanted in {"", item.id})
    if not chosen:
        known = ", ".join(item.id for item in outline.items[:20])
        raise Missing("package.no_item", origin=source.at(), item=wanted, known=known)
    return chosen


def _summed(pages: Sequence[Page]) -> Counts:
    names = ("words", "headings", "tables", "images")
    return Counts(**{name: sum(getattr(page.read, name) for page in pages) for name in names})
