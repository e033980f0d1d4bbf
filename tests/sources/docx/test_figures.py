"""Figures of real documents by an independent reading: what each holds, keeps and tells of.

Run with ``-s`` to see them. Unlike `test_structure_is_kept`, this reading compares what stands in
cells and notes, and counts numbers that only a style gives.
"""

from __future__ import annotations

import re
import zipfile
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from lxml import etree

from hocvu.errors import HocvuError
from hocvu.identifiers import nfc
from hocvu.lesson import DocumentBody, Heading, Image, ListBlock, Math, NoteRef, Paragraph, Table
from hocvu.lesson.text import lines, walk
from hocvu.sources.base import Source, Workspace
from hocvu.sources.docx import READER, DocxOptions

SHARED = Path(__file__).parents[4] / "shared" / "materials"
REAL = sorted([*SHARED.glob("documents/*.docx"), *SHARED.glob("corpus/docx/*.docx")])
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
M = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
PICTURES = (
    "{http://schemas.openxmlformats.org/drawingml/2006/picture}pic",
    "{urn:schemas-microsoft-com:vml}imagedata",
)
GONE = {f"{W}del", f"{W}moveFrom", f"{MC}Fallback"}
# The notices that tell of one thing each, by what is counted.
TOLD = {
    "pictures": re.compile(r"picture\..*|docx\.picture.*"),
    "equations": re.compile(r"docx\.equation.*"),
    "notes": re.compile(r"docx\.note_missing"),
}
KINDS = ("cells", "words in cells", "notes", "words in notes", "pictures", "equations", "numbers")


def parts(path: Path) -> dict[str, etree._Element]:
    """Return the parts that matter: the text, the styles, the numbering and the notes."""
    found = {}
    with zipfile.ZipFile(path) as container:
        for name in container.namelist():
            kind = re.fullmatch(
                r"word/(document|styles|numbering|footnotes|endnotes)\d*\.xml", name
            )
            if kind:
                found[kind[1]] = etree.fromstring(container.read(name))
    return found


def shown(root: etree._Element, *tags: str) -> Iterator[etree._Element]:
    for item in root.iter(*tags):
        if not any(above.tag in GONE for above in item.iterancestors()):
            yield item


def words(root: etree._Element) -> Counter[str]:
    """Return the words below `root`, without those that are hidden."""
    found: Counter[str] = Counter()
    for paragraph in shown(root, f"{W}p"):
        text = ""
        for item in shown(paragraph, f"{W}t", f"{M}t", f"{W}tab", f"{W}br"):
            if next(item.iterancestors(f"{W}p"), None) is not paragraph:
                continue
            run = item.getparent()
            if run is not None and run.find(f"{W}rPr/{W}vanish") is not None:
                continue
            text += (item.text or "") if item.tag in (f"{W}t", f"{M}t") else " "
        found.update(nfc(text).split())
    return found


def numbered_styles(styles: etree._Element | None) -> set[str]:
    """Return the ids of the styles of paragraphs that number by themselves or by their base."""
    known: dict[str, tuple[str, str | None]] = {}
    for style in () if styles is None else styles.iter(f"{W}style"):
        number = style.find(f"{W}pPr/{W}numPr/{W}numId")
        base = style.find(f"{W}basedOn")
        known[style.get(f"{W}styleId", "")] = (
            "" if base is None else base.get(f"{W}val", ""),
            None if number is None else number.get(f"{W}val"),
        )

    def number_of(key: str, depth: int = 0) -> str | None:
        base, number = known.get(key, ("", None))
        if number is not None or depth > 20 or not base:
            return number
        return number_of(base, depth + 1)

    return {key for key in known if number_of(key) not in (None, "0")}


def unnumbered(numbering: etree._Element | None) -> set[str]:
    """Return the ids of numberings that show nothing at any level, or are not there."""
    if numbering is None:
        return set()
    empty = {
        one.get(f"{W}abstractNumId")
        for one in numbering.iter(f"{W}abstractNum")
        if all(text.get(f"{W}val", "") == "" for text in one.iter(f"{W}lvlText"))
        and one.find(f"{W}numStyleLink") is None
    }
    return {
        one.get(f"{W}numId", "")
        for one in numbering.iter(f"{W}num")
        if (ref := one.find(f"{W}abstractNumId")) is not None and ref.get(f"{W}val") in empty
    }


def numbers(found: dict[str, etree._Element]) -> int:
    """Return how many paragraphs with text bear an automatic number or bullet."""
    by_style, silent = numbered_styles(found.get("styles")), unnumbered(found.get("numbering"))
    total = 0
    for paragraph in shown(found["document"], f"{W}p"):
        own = paragraph.find(f"{W}pPr/{W}numPr/{W}numId")
        style = paragraph.find(f"{W}pPr/{W}pStyle")
        text = any((t.text or "").strip() for t in paragraph.iterfind(f".//{W}r/{W}t"))
        if own is not None:
            total += text and own.get(f"{W}val") != "0" and own.get(f"{W}val") not in silent
        elif style is not None:
            total += text and style.get(f"{W}val") in by_style
    return total


def held(found: dict[str, etree._Element]) -> Counter[str]:
    """Return what a document holds."""
    root = found["document"]
    cells = list(shown(root, f"{W}tc"))
    merged = [c.find(f"{W}tcPr/{W}vMerge") for c in cells]
    going_on = sum(m is not None and m.get(f"{W}val", "continue") == "continue" for m in merged)
    references = list(shown(root, f"{W}footnoteReference", f"{W}endnoteReference"))
    noted = Counter[str]()
    for name in ("footnote", "endnote"):
        wanted = {r.get(f"{W}id") for r in references if r.tag == f"{W}{name}Reference"}
        if f"{name}s" in found:
            for note in found[f"{name}s"].iter(f"{W}{name}"):
                noted += words(note) if note.get(f"{W}id") in wanted else Counter()
    inside = sum(
        (words(c) for c in cells if not any(a.tag == f"{W}tc" for a in c.iterancestors())),
        Counter(),
    )
    return Counter(
        {
            "cells": len(cells) - going_on,
            "words in cells": inside.total(),
            "notes": len(references),
            "words in notes": noted.total(),
            "pictures": len(list(shown(root, *PICTURES))),
            "equations": sum(
                any(t.text for t in e.iter(f"{M}t")) for e in shown(root, f"{M}oMath")
            ),
            "numbers": numbers(found),
        }
    )


def kept(body: DocumentBody) -> Counter[str]:
    """Return what a lesson holds."""
    found: Counter[str] = Counter()
    tables: list[Table] = []
    for node in walk(body.blocks):
        match node:
            case Table():
                tables.append(node)
                found["cells"] += sum(len(row.cells) for row in node.rows)
            case ListBlock():
                found["numbers"] += len(node.items)
            case Heading() | Paragraph():
                found["numbers"] += bool(node.label)
            case Image():
                found["pictures"] += 1
            case Math():
                found["equations"] += 1
            case NoteRef():
                found["notes"] += 1
    nested = {id(inner) for table in tables for inner in inner_tables(table)}
    outer = [table for table in tables if id(table) not in nested]
    found["words in cells"] = sum(len(line.split()) for line in lines(outer))
    found["words in notes"] = sum(
        len(line.split()) for note in body.notes for line in lines(note.children)
    )
    return found


def inner_tables(table: Table) -> Iterator[Table]:
    for row in table.rows:
        for cell in row.cells:
            yield from (node for node in walk(cell.children) if isinstance(node, Table))


@pytest.mark.long
def test_everything_in_real_documents_is_kept_or_told(tmp_path: Path) -> None:
    if not REAL:
        pytest.skip("the test materials are not here")
    totals: dict[str, Counter[str]] = {"file": Counter(), "kept": Counter(), "told": Counter()}
    missing = []
    for number, path in enumerate(REAL):
        source = Source(path, path.name, path.parent)
        try:
            reading = READER.read(source, Workspace(tmp_path / str(number)), DocxOptions())
        except HocvuError as error:
            missing.append((path.name, error.code))
            continue
        assert isinstance(reading.body, DocumentBody)
        there, ours = held(parts(path)), kept(reading.body)
        told = Counter(
            {
                kind: sum(bool(codes.fullmatch(n.code)) for n in reading.notices)
                for kind, codes in TOLD.items()
            }
        )
        said = [f"{k} {there[k]}/{ours[k]}+{told[k]}" for k in KINDS if there[k] or ours[k]]
        print(f"{path.name[:40]:40} {'; '.join(said)}")
        for name, counts in (("file", there), ("kept", ours), ("told", told)):
            totals[name] += counts
        missing += [
            (path.name, kind, there[kind], ours[kind])
            for kind in KINDS
            if ours[kind] + told[kind] < there[kind]
        ]
    for kind in KINDS:
        print(f"{kind:16}", *(f"{name} {totals[name][kind]}" for name in totals))
    assert missing == []
    # The documents at hand have no notes; those of `test_inline` have.
    assert all(totals["file"][kind] for kind in ("cells", "pictures", "equations", "numbers"))
