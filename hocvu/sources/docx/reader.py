"""Reads a Word document into a lesson."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from lxml import etree

from hocvu.errors import Damaged, HocvuError, Missing
from hocvu.identifiers import nfc
from hocvu.lesson import DocumentBody, Note, Notice, Reading
from hocvu.lesson.text import count
from hocvu.sources.base import Notices, Options, Source, Workspace
from hocvu.sources.docx.anchors import Anchors
from hocvu.sources.docx.assemble import assemble
from hocvu.sources.docx.body import BodyWalker
from hocvu.sources.docx.containers import SUFFIXES, is_word, refuse_others
from hocvu.sources.docx.context import Context
from hocvu.sources.docx.headings import Mode, find_headings
from hocvu.sources.docx.names import W
from hocvu.sources.docx.notes import NoteBook
from hocvu.sources.docx.numbering import Numbering
from hocvu.sources.docx.oldfonts import to_unicode
from hocvu.sources.docx.parts import Package, Part
from hocvu.sources.docx.pictures import Pictures
from hocvu.sources.docx.redrawn import Redrawn
from hocvu.sources.docx.styles import Styles
from hocvu.sources.docx.tally import tally, words_of
from hocvu.sources.docx.title import title_of
from hocvu.tools.archive import open_archive

_MEDIA_TYPES: Final = {
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ".docm": "application/vnd.ms-word.document.macroEnabled.12",
    ".dotx": "application/vnd.openxmlformats-officedocument.wordprocessingml.template",
    ".dotm": "application/vnd.ms-word.template.macroEnabled.12",
}
_CORE_TITLE: Final = "{http://purl.org/dc/elements/1.1/}title"
_TOLD_ONCE: Final = {
    "changes": "docx.changes",
    "comments": "docx.comments",
    "hidden": "docx.hidden",
    "links": "docx.links_lost",
    "ink": "docx.ink_lost",
    "subdocuments": "docx.subdocuments_lost",
}
_INFO: Final = frozenset({"comments"})


class DocxOptions(Options):
    """What authors may set for a Word document.

    Attributes:
        download: Learners may download the document itself.
        headings: ``auto`` also finds headings that no style tells of; ``styles`` does not.
    """

    download: bool = True
    headings: Mode = "auto"


class DocxReader:
    """Reads WordprocessingML (ECMA-376 part 1, transitional and strict)."""

    name = "docx"
    version = 5
    suffixes = SUFFIXES
    options = DocxOptions
    # For pictures of Windows (EMF, WMF); all else needs none.
    engines: tuple[str, ...] = ("libreoffice", "pdfium")
    patience = 900.0

    def accepts(self, head: bytes, path: Path) -> bool:
        """Tell by content if this is a Word document."""
        return is_word(head, path)

    def read(self, source: Source, workspace: Workspace, options: DocxOptions) -> Reading:
        """Read `source`.

        Raises:
            Missing: It is not there.
            Encrypted: It is locked with a password.
            Unsupported: It is a document of another kind under a wrong name.
            Damaged: It is broken.
            TooLarge: It passes a limit on size, expansion or nesting.
        """
        place = source.at()
        try:
            with source.path.open("rb") as stream:
                head = stream.read(4096)
        except FileNotFoundError as error:
            raise Missing("source.missing", origin=place) from error
        except OSError as error:
            raise Damaged("archive.damaged", origin=place) from error
        refuse_others(head, source.path, place)
        reading = read_document(source.path, source, workspace, options, Notices(source))
        suffix = source.path.suffix.lower()
        original = None
        if options.download:
            kind = suffix if suffix in _MEDIA_TYPES else ".docx"
            title = source.path.name
            original = workspace.refer(source.path, kind, _MEDIA_TYPES[kind], nfc(title)).id
        return reading.model_copy(update={"assets": workspace.assets, "original": original})


def read_document(
    path: Path, source: Source, workspace: Workspace, options: DocxOptions, notices: Notices
) -> Reading:
    """Read the Word document at `path`, which `source` is or was made into.

    Raises:
        Damaged: It is broken.
        TooLarge: It passes a limit on size, expansion or nesting.
    """
    with open_archive(path, source.at()) as archive:
        notices.all.extend(
            Notice(doubt.code, doubt.severity, doubt.origin, doubt.params)
            for doubt in archive.doubts
        )
        return _read(source, Package(archive, source.at()), workspace, options, notices)


def _read(
    source: Source, package: Package, workspace: Workspace, options: DocxOptions, notices: Notices
) -> Reading:
    main = package.main()
    body = main.root.find(f"{W}body")
    if body is None:
        raise Damaged("docx.no_document", origin=source.at(member=main.name))
    styles = _optional(package, main, "styles", notices)
    notes = [_part(package, main, kind, notices) for kind in ("footnotes", "endnotes")]
    stories = [main.root, *(part.root for part in notes if part)]
    known = Styles(styles)
    theme = _optional(package, main, "theme", notices)
    if converted := to_unicode(stories, known, theme):
        notices.add("oldfonts.converted", count=converted)
    context = Context(
        source=source,
        package=package,
        styles=known,
        numbering=Numbering(_optional(package, main, "numbering", notices)),
        anchors=Anchors(body),
        notes=NoteBook(*notes),
        pictures=Pictures(package, workspace),
        redrawn=Redrawn(package, workspace, main),
        notices=notices,
    )
    pieces = BodyWalker(context, main, body).pieces()
    title = title_of(pieces, _core_title(package))
    headings = find_headings(pieces, options.headings, title.places)
    lesson = DocumentBody(blocks=assemble(pieces, headings), notes=_notes(context))
    _tell_once(context, package, main)
    kept = count(lesson)
    if not (kept.words or kept.images or kept.tables or notices.all):
        notices.add("docx.no_text")
    return Reading(
        reader=DocxReader.name,
        title=nfc(title.text),
        body=lesson,
        notices=tuple(notices.all),
        read=tally(
            body,
            [note.element for note in context.notes.referred],
            styles,
            lambda key: _related(package, main, key),
        ),
        # Automatic numbers are no words of the file, so they are not counted as kept.
        kept=kept.model_copy(update={"words": kept.words - context.label_words}),
    )


def _notes(context: Context) -> tuple[Note, ...]:
    """Return the notes; one may refer to another, which is read in its turn."""
    notes: list[Note] = []
    while len(notes) < len(context.notes.referred):
        found = context.notes.referred[len(notes)]
        children = assemble(BodyWalker(context, found.part, found.element).pieces())
        notes.append(Note(id=found.id, label=found.label, children=children))
    return tuple(notes)


def _part(package: Package, main: Part, kind: str, notices: Notices) -> Part | None:
    """Return a part that a document can do without; tell when it is there but broken."""
    name = main.first(kind)
    if name is None or not package.has(name):
        return None
    try:
        return package.part(name)
    except Damaged as error:
        notices.at(error.origin, "docx.part_damaged")
        return None


def _optional(package: Package, main: Part, kind: str, notices: Notices) -> etree._Element | None:
    part = _part(package, main, kind, notices)
    return None if part is None else part.root


def _related(package: Package, main: Part, key: str) -> etree._Element | None:
    """Return the part that a drawing refers to, or None where it cannot be read."""
    link = main.links.get(key)
    try:
        return None if link is None or link.external else package.tree(link.target)
    except HocvuError:
        return None


def _core_title(package: Package) -> str:
    try:
        found = package.tree("docProps/core.xml").find(_CORE_TITLE)
    except HocvuError:
        return ""
    return "" if found is None else found.text or ""


def _tell_once(context: Context, package: Package, main: Part) -> None:
    """Tell how much of each kind was left out or changed."""
    for name, code in _TOLD_ONCE.items():
        if number := context.seen[name]:
            context.notices.add(code, "info" if name in _INFO else "warning", count=number)
    margins = 0
    for link in main.links.values():
        if link.kind in {"header", "footer"} and package.has(link.target):
            try:
                margins += words_of([package.tree(link.target)])
            except HocvuError:
                continue
        elif link.kind == "vbaProject":
            context.notices.add("docx.macros", "info")
    if margins:
        context.notices.add("docx.margins", "info", count=margins)


READER: Final = DocxReader()
