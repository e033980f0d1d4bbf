"""Footnotes and endnotes, in the order in which the text refers to them (ECMA-376-1, 17.11)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal

from lxml import etree

from hocvu.sources.docx.names import W
from hocvu.sources.docx.numerals import numeral
from hocvu.sources.docx.parts import Part

Kind = Literal["footnote", "endnote"]
_STYLE: Final[dict[Kind, str]] = {"footnote": "decimal", "endnote": "lowerRoman"}
_NOT_TEXT: Final = frozenset({"separator", "continuationSeparator", "continuationNotice"})


@dataclass(frozen=True, slots=True)
class Referred:
    """A note that the text refers to: its id in the lesson, its mark and its element."""

    id: str
    label: str
    element: etree._Element
    part: Part


class NoteBook:
    """The notes of a document."""

    def __init__(self, footnotes: Part | None, endnotes: Part | None) -> None:
        """Take the parts that hold the notes."""
        self._elements: dict[tuple[Kind, str], tuple[etree._Element, Part]] = {}
        self._referred: dict[tuple[Kind, str], Referred] = {}
        self._count: dict[Kind, int] = {"footnote": 0, "endnote": 0}
        kinds: tuple[tuple[Kind, Part | None], ...] = (
            ("footnote", footnotes),
            ("endnote", endnotes),
        )
        for kind, part in kinds:
            for item in part.root.iter(f"{W}{kind}") if part else ():
                if part and item.get(f"{W}type") not in _NOT_TEXT:
                    self._elements[kind, item.get(f"{W}id", "")] = (item, part)

    @property
    def referred(self) -> tuple[Referred, ...]:
        """The notes that were referred to so far."""
        return tuple(self._referred.values())

    def refer(self, kind: Kind, key: str) -> str | None:
        """Return the lesson's id of the note `key`; None when there is no such note."""
        place = (kind, key)
        if place not in self._elements:
            return None
        if place not in self._referred:
            self._count[kind] += 1
            number = self._count[kind]
            element, part = self._elements[place]
            self._referred[place] = Referred(
                id=f"{kind}-{number}",
                label=numeral(number, _STYLE[kind]),
                element=element,
                part=part,
            )
        return self._referred[place].id
