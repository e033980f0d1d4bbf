"""Makes a presentation of any kind ready: one that is read, one that is drawn, and its counts."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Final

from hocvu.errors import Damaged, Encrypted, Missing, ToolFailed, Unsupported
from hocvu.lesson import Counts
from hocvu.sources import open_document, open_document_fields
from hocvu.sources.base import Notices, Source
from hocvu.sources.office_kinds import Kind, kind_of
from hocvu.sources.slides import ppt_words
from hocvu.sources.slides.counts import count_source
from hocvu.sources.slides.fields import with_fixed_dates
from hocvu.sources.slides.oldfonts import in_unicode
from hocvu.tools import libreoffice, ole
from hocvu.tools.archive import MIB, open_archive

KINDS: Final[frozenset[Kind]] = frozenset({"pptx", "ppt", "odp"})
_TARGET: Final = "pptx:Impress MS PowerPoint 2007 XML"
_HEAD: Final = 4096


@dataclass(frozen=True, slots=True)
class Ready:
    """A presentation that can be read.

    Attributes:
        text: The pptx whose text and structure are read.
        drawn: The file that is drawn: the original where its letters show as they are meant.
        counts: What the original holds, by a reading apart from the conversion.
    """

    text: Path
    drawn: Path
    counts: Counts


def prepare(source: Source, folder: Path, notices: Notices) -> Ready:
    """Return what is read and drawn of the presentation `source`.

    Args:
        source: The presentation.
        folder: An empty folder for what is made of it.
        notices: Told of text that was turned into Unicode, and of dates that stand still.

    Raises:
        Missing: It is not there.
        Encrypted: It is locked with a password.
        Unsupported: It is no presentation.
        Damaged: It cannot be read.
        ToolError: LibreOffice is missing, or too slow.
    """
    kind = _checked(source)
    place = source.at()
    text = drawn = source.path
    if kind == "pptx":
        counts = count_source(source.path, place)
    else:
        own = _own_counts(source, kind)
        text = _converted(source, kind, folder, notices)
        counts = count_source(text, place).model_copy(update=own)
    if changed := in_unicode(text, folder / "unicode.pptx", place):
        notices.add("oldfonts.converted", count=changed)
        text = drawn = folder / "unicode.pptx"
    fixed = folder / "fixed.pptx"
    if with_fixed_dates(text, fixed, place, converted=kind != "pptx"):
        if all(notice.code != "slides.dates" for notice in notices.all):
            notices.add("slides.dates", "info")
        text = drawn = fixed
    return Ready(text, drawn, counts)


def _checked(source: Source) -> Kind:
    place = source.at()
    try:
        with source.path.open("rb") as stream:
            head = stream.read(_HEAD)
    except FileNotFoundError as error:
        raise Missing("source.missing", origin=place) from error
    kind = kind_of(head, source.path)
    if kind == "locked" or (kind == "ppt" and ole.is_locked(source.path)):
        raise Encrypted("slides.encrypted", origin=place)
    if kind is None and head.startswith(ole.MAGIC):
        raise Damaged("slides.damaged", origin=place)
    if kind is not None and kind not in KINDS:
        raise Unsupported("slides.not_a_presentation", origin=place)
    # What is no container is told of by what opens it.
    return kind or "pptx"


def _own_counts(source: Source, kind: Kind) -> dict[str, int]:
    """Return the words and slides of the file itself, where they can be counted."""
    if kind == "ppt":
        found, slides = ppt_words.words(source.path, source.at())
        return {"words": len(found), "slides": slides} if slides else {}
    with open_archive(source.path, source.at()) as archive:
        member = "META-INF/manifest.xml"
        if member in archive and b"encryption-data" in archive.read(member, 16 * MIB):
            raise Encrypted("slides.encrypted", origin=source.at())
        main, beside = open_document.words(archive, source.at())
    return {"words": len(main) + len(beside)}


def _converted(source: Source, kind: Kind, folder: Path, notices: Notices) -> Path:
    path = source.path
    if kind == "odp":
        copy = folder / "saved.odp"
        kept = open_document_fields.with_saved_fields(path, copy, source.at())
        path = copy if kept.changed else path
        if kept.moving > kept.empty:
            notices.add("slides.dates", "info")
        if kept.empty:
            notices.add("source.empty_fields", count=kept.empty)
    try:
        return libreoffice.convert(path, folder, _TARGET, "pptx", source_suffix=f".{kind}")
    except ToolFailed as error:
        if error.code == "libreoffice.no_result":
            raise Damaged("slides.damaged", origin=source.at()) from error
        raise
