"""Opens a presentation: its slides in order, with what belongs to each."""

from __future__ import annotations

import posixpath
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from lxml import etree

from hocvu.errors import Damaged, HocvuError, Origin, TooLarge, Unsupported
from hocvu.identifiers import nfc
from hocvu.sources.slides.names import Element, P, is_on
from hocvu.tools.archive import MIB, Limits, open_archive

MAX_SLIDES: Final = 1000
LIMITS: Final = Limits(entries=20_000, member=512 * MIB, total=2048 * MIB)
_MAX_XML: Final = 64 * MIB
_PARSER: Final = etree.XMLParser(
    resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False
)


@dataclass(frozen=True, slots=True)
class Related:
    """A part that a slide refers to: kind (last word of its type), address, bytes if inside."""

    kind: str
    target: str
    external: bool
    _part: Any

    def data(self) -> bytes:
        """Return the part's bytes; none where it is not in the file."""
        return bytes(getattr(self._part, "blob", b"") or b"")

    def xml(self) -> Element | None:
        """Return the part as a tree; None when it is not well-formed."""
        try:
            return etree.fromstring(self._part.blob, _PARSER)
        except (etree.XMLSyntaxError, AttributeError):
            return None


@dataclass(frozen=True, slots=True)
class Page:
    """One slide of the file.

    Attributes:
        number: From 1, hidden slides counted.
        hidden: Left out of a presentation.
        shapes: Its shape tree.
        element: The whole slide.
        layout: Its layout's element, then its master's, nearest first.
        notes: The tree of its speaker's notes, if it has any.
        related: Parts that it refers to, by id.
    """

    number: int
    hidden: bool
    shapes: Element
    element: Element
    layout: tuple[Element, ...]
    notes: Element | None
    related: dict[str, Related]


@dataclass(frozen=True, slots=True)
class Deck:
    """An open presentation: its slides and the title in its properties; sizes in EMU."""

    pages: tuple[Page, ...]
    title: str
    width: int
    height: int


def open_deck(path: Path, origin: Origin) -> Deck:
    """Open the presentation `path`.

    Raises:
        Unsupported: It is no presentation.
        Damaged: It cannot be read.
        TooLarge: It passes a limit.
    """
    with open_archive(path, origin, LIMITS) as archive:
        if "[Content_Types].xml" not in archive:
            raise Unsupported("slides.not_a_presentation", origin=origin)
        for name in archive.names:
            if name.endswith((".xml", ".rels")) and archive.size(name) > _MAX_XML:
                raise TooLarge(
                    "slides.part_too_large",
                    origin=Origin(file=origin.file, member=name),
                    limit=_MAX_XML // MIB,
                )
    try:
        return _read(path, origin)
    except HocvuError:
        raise
    except Exception as error:  # The library raises whatever a broken part makes it meet.
        raise Damaged("slides.damaged", origin=origin) from error


def _read(path: Path, origin: Origin) -> Deck:
    from pptx.package import Package  # Slow to import, and not every run has slides.

    package = Package.open(str(path))
    part = package.main_document_part
    if not hasattr(part, "presentation"):
        raise Unsupported("slides.not_a_presentation", origin=origin)
    presentation = part.presentation
    if len(presentation.slides) > MAX_SLIDES:
        raise TooLarge("slides.too_many", origin=origin, limit=MAX_SLIDES)
    pages = tuple(_page(slide, number) for number, slide in enumerate(presentation.slides, 1))
    if not pages:
        raise Unsupported("slides.empty", origin=origin)
    return Deck(
        pages=pages,
        title=nfc(package.core_properties.title or "").strip(),
        width=int(presentation.slide_width or 0),
        height=int(presentation.slide_height or 0),
    )


def _page(slide: Any, number: int) -> Page:
    element = slide.element
    layout = slide.slide_layout
    notes = slide.notes_slide.element if slide.has_notes_slide else None
    shown = element.get("show")
    return Page(
        number=number,
        hidden=shown is not None and not is_on(shown),
        shapes=element.find(f"{P}cSld/{P}spTree"),
        element=element,
        layout=(layout.element, layout.slide_master.element),
        notes=None if notes is None else notes.find(f"{P}cSld/{P}spTree"),
        related={key: _related(link) for key, link in slide.part.rels.items()},
    )


def _related(link: Any) -> Related:
    return Related(
        kind=posixpath.basename(link.reltype),
        target=link.target_ref,
        external=link.is_external,
        _part=None if link.is_external else link.target_part,
    )
