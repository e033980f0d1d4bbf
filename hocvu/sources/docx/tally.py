"""Counts what a document holds by a plain scan, apart from the conversion.

The scan knows nothing of styles, lists or layout, so that a fault of the conversion cannot hide
in it. It takes the text as Word shows it with changes accepted: deletions, hidden text and the
second copy of text boxes are left out.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from typing import Final

from lxml import etree

from hocvu.lesson import Counts
from hocvu.sources.chart_counts import chart_words
from hocvu.sources.docx.names import CHART, DIAGRAM, MC, PIC, VAL, A, M, R, V, W, is_on

_P: Final = f"{W}p"
_APART: Final = frozenset({f"{W}del", f"{W}moveFrom"})
_SPACES: Final = frozenset({f"{W}tab", f"{W}br", f"{W}cr", f"{W}ptab"})
_TEXTS: Final = frozenset({f"{W}t", f"{M}t"})
_HEADING: Final = re.compile(r"heading [1-9]|title$", re.IGNORECASE)
_AP: Final = f"{A}p"
_DRAWN: Final = {f"{CHART}chart": f"{R}id", f"{DIAGRAM}relIds": f"{R}dm"}
_NOTES: Final = (f"{W}footnoteReference", f"{W}endnoteReference")


def tally(
    body: etree._Element,
    notes: Iterable[etree._Element],
    styles: etree._Element | None,
    related: Callable[[str], etree._Element | None] = lambda key: None,
) -> Counts:
    """Return the counts of a document; charts and diagrams count as pictures, and their words.

    Args:
        body: The root of the document's main part.
        notes: The notes that the text refers to.
        styles: The root of the styles part.
        related: Gives the root of the part that a relationship of the main part leads to.
    """
    roots = [body, *notes]
    found = [_scan(root) for root in roots]
    drawn = [item for item in body.iter(*_DRAWN) if _is_read(item)]
    inside = [related(item.get(_DRAWN[item.tag], "")) for item in drawn]
    references = {(item.tag, item.get(f"{W}id")) for item in body.iter(*_NOTES) if _is_read(item)}
    return Counts(
        headings=_headings(body, styles),
        words=sum(words for words, *_ in found) + sum(map(_drawn_words, inside)),
        tables=sum(tables for _, tables, _, _ in found),
        images=sum(images for _, _, images, _ in found) + len(drawn),
        equations=sum(equations for _, _, _, equations in found),
        notes=len(references),
    )


def _drawn_words(root: etree._Element | None) -> int:
    if root is None:
        return 0
    if root.tag.startswith(CHART):
        return chart_words(root)
    return sum(len("".join(t.text or "" for t in p.iter(f"{A}t")).split()) for p in root.iter(_AP))


def _scan(root: etree._Element) -> tuple[int, int, int, int]:
    """Return the words, tables, pictures and equations below `root`."""
    texts: dict[etree._Element, list[str]] = {}
    shown: dict[etree._Element, bool] = {}
    tables = images = equations = 0
    for item in root.iter(*_TEXTS, *_SPACES, f"{W}tbl", f"{PIC}pic", f"{V}imagedata", f"{M}oMath"):
        host = next(item.iterancestors(_P), root)
        if host not in shown:
            shown[host] = _is_read(host)
        if not shown[host] or not _is_read(item, host):
            continue
        if item.tag in _TEXTS:
            texts.setdefault(host, []).append(item.text or "")
        elif item.tag in _SPACES:
            texts.setdefault(host, []).append(" ")
        elif item.tag == f"{W}tbl":
            tables += 1
        elif item.tag == f"{M}oMath":
            equations += any(part.text for part in item.iter(f"{M}t"))
        else:
            images += 1
    words = sum(len("".join(pieces).split()) for pieces in texts.values())
    return words, tables, images, equations


def _is_read(item: etree._Element, until: etree._Element | None = None) -> bool:
    """Tell if no element above `item` takes it out of the text."""
    below = item
    for above in item.iterancestors():
        if above is until:
            return True
        if above.tag in _APART or (above.tag == f"{W}tr" and _row_is_deleted(above)):
            return False
        if above.tag == f"{W}r" and _is_hidden(above):
            return False
        if above.tag == f"{MC}AlternateContent" and below is not above[0]:
            return False
        below = above
    return True


def _is_hidden(run: etree._Element) -> bool:
    mark = run.find(f"{W}rPr/{W}vanish")
    return mark is not None and is_on(mark.get(VAL))


def _row_is_deleted(row: etree._Element) -> bool:
    return row.find(f"{W}trPr/{W}del") is not None


def words_of(roots: Iterable[etree._Element]) -> int:
    """Return the number of words below `roots`."""
    return sum(_scan(root)[0] for root in roots)


def _headings(body: etree._Element, styles: etree._Element | None) -> int:
    """Return the number of paragraphs with text whose own style is named as a heading."""
    keys = {
        style.get(f"{W}styleId")
        for style in (() if styles is None else styles.iter(f"{W}style"))
        for name in style.iterchildren(f"{W}name")
        if _HEADING.match(name.get(VAL, ""))
    }
    marks = (mark for mark in body.iter(f"{W}pStyle") if mark.get(VAL) in keys)
    hosts = (next(mark.iterancestors(_P), body) for mark in marks)
    return sum(1 for host in hosts if any(part.text for part in host.iter(f"{W}t")))
