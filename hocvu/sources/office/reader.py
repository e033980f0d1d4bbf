"""Reads documents of older or other word processors: LibreOffice makes them Word's own form."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from hocvu.errors import Damaged, Encrypted, Missing, TooLarge, ToolFailed, Unsupported
from hocvu.identifiers import nfc
from hocvu.lesson import Reading
from hocvu.sources import open_document, open_document_fields
from hocvu.sources.base import Notices, Source, Workspace
from hocvu.sources.docx.reader import DocxOptions, read_document
from hocvu.sources.office import doc_fields, doc_words, rtf_fields, rtf_words
from hocvu.sources.office_kinds import Kind, kind_of
from hocvu.tools import libreoffice, ole
from hocvu.tools.archive import open_archive
from hocvu.tools.process import MIB, Limits

_TARGET: Final = "docx:MS Word 2007 XML"
_LIMITS: Final = Limits(seconds=180, memory=6144 * MIB, file_size=1024 * MIB)
_LARGEST: Final = 256 * MIB
_HEAD: Final = 4096
_READ: Final[frozenset[Kind]] = frozenset({"doc", "rtf", "odt"})
_MEDIA_TYPES: Final = {
    ".doc": "application/msword",
    ".dot": "application/msword",
    ".rtf": "application/rtf",
    ".odt": "application/vnd.oasis.opendocument.text",
    ".ott": "application/vnd.oasis.opendocument.text-template",
}
_ODF_KEYS: Final = b"encryption-data"
_HTML: Final = (b"<!doctype html", b"<html", b"<head", b"<body", b"<meta", b"mime-version:")


class OfficeReader:
    """Reads documents of Word 97–2003, rich text and OpenDocument text."""

    name = "office"
    version = 2
    suffixes = tuple(_MEDIA_TYPES)
    options = DocxOptions
    engines = ("libreoffice", "pdfium")
    patience = 900.0

    def accepts(self, head: bytes, path: Path) -> bool:
        """Tell by content if this is such a document, whatever its name is."""
        return kind_of(head, path) in _READ

    def read(self, source: Source, workspace: Workspace, options: DocxOptions) -> Reading:
        """Read `source`.

        Raises:
            Missing: It is not there.
            Encrypted: It is locked with a password.
            Unsupported: It is of another kind.
            Damaged: It is broken.
            TooLarge: It passes a limit on size, expansion or nesting.
            ToolError: LibreOffice is missing or too slow.
        """
        kind = _checked(source)
        counts = _count(source, kind)
        notices = Notices(source)
        made = _converted(source, kind, workspace.scratch("office"), notices)
        reading = read_document(made, source, workspace, options, notices)
        made.unlink()
        original = None
        if options.download:
            suffix = source.path.suffix.lower()
            suffix = suffix if suffix in _MEDIA_TYPES else f".{kind}"
            title = nfc(source.path.name)
            original = workspace.refer(source.path, suffix, _MEDIA_TYPES[suffix], title).id
        return reading.model_copy(
            update={
                "reader": self.name,
                "read": reading.read.model_copy(update=counts),
                "assets": workspace.assets,
                "original": original,
            }
        )


READER: Final = OfficeReader()


def _checked(source: Source) -> Kind:
    """Return the kind of `source`, which can be read."""
    place = source.at()
    try:
        with source.path.open("rb") as stream:
            head = stream.read(_HEAD)
        size = source.path.stat().st_size
    except FileNotFoundError as error:
        raise Missing("source.missing", origin=place) from error
    except OSError as error:
        raise Damaged("archive.damaged", origin=place) from error
    if not head:
        raise Damaged("source.empty", origin=place)
    kind = kind_of(head, source.path)
    if kind == "locked" or (kind == "doc" and ole.is_locked(source.path)):
        raise Encrypted("office.encrypted", origin=place)
    if kind is None and head.removeprefix(b"\xef\xbb\xbf").lstrip().lower().startswith(_HTML):
        raise Unsupported("office.is_html", origin=place)
    if kind is None:
        raise Damaged("office.damaged", origin=place)
    if kind not in _READ:
        raise Unsupported("office.is_other", origin=place, kind=kind)
    if size > _LARGEST:
        limit = _LARGEST // MIB
        raise TooLarge("archive.too_large", origin=place, size=size // MIB, limit=limit)
    return kind


def _count(source: Source, kind: Kind) -> dict[str, int]:
    """Return what an own reading of the file counts, where it can."""
    match kind:
        case "doc":
            main, beside = doc_words.words(source.path, source.at())
        case "rtf":
            main, beside = rtf_words.words(source.path.read_bytes())
        case _:
            with open_archive(source.path, source.at()) as archive:
                member = "META-INF/manifest.xml"
                if member in archive and _ODF_KEYS in archive.read(member, 16 * MIB):
                    raise Encrypted("office.encrypted", origin=source.at())
                main, beside = open_document.words(archive, source.at())
    total = len(main) + len(beside)
    return {"words": total} if total else {}


def _converted(source: Source, kind: Kind, folder: Path, notices: Notices) -> Path:
    path = _as_saved(source, kind, folder / f"saved.{kind}", notices)
    try:
        return libreoffice.convert(path, folder, _TARGET, "docx", _LIMITS, source_suffix=f".{kind}")
    except ToolFailed as error:
        # The engine says no more than that: it ends with status 0 on most damaged files.
        if error.code == "libreoffice.no_result":
            raise Damaged("office.damaged", origin=source.at()) from error
        raise


def _as_saved(source: Source, kind: Kind, copy: Path, notices: Notices) -> Path:
    """Return `source`, or a `copy` whose fields do not follow the day and the machine."""
    place = source.at()
    match kind:
        case "doc":
            kept = doc_fields.with_saved_fields(source.path, copy, place)
        case "rtf":
            kept = rtf_fields.with_saved_fields(source.path.read_bytes(), copy)
        case _:
            kept = open_document_fields.with_saved_fields(source.path, copy, place, live=())
    if kept.moving > kept.empty:
        notices.add("source.saved_fields", "info", count=kept.moving - kept.empty)
    if kept.empty:
        notices.add("source.empty_fields", count=kept.empty)
    return copy if kept.changed else source.path
