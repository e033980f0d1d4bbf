"""The marks of footnotes: where a note begins, and where the text refers to it."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from typing import Final

from hocvu.sources.pages.lines import BULLETS, Line, Run

_MARK: Final = r"\d{1,3}|\*{1,3}|[†‡§]{1,2}|\(\d{1,2}\)|\(\*{1,3}\)"
_RAISED: Final = re.compile(_MARK)
_BEGINS: Final = re.compile(rf"({_MARK})[.)]?(?:\s+|(?=[^\W\d]))\S")
_REFERS: Final = re.compile(r"\(?[^\s,;()]+\)?")
_SIGN: Final = re.compile(r"[¹²³⁰⁴⁵⁶⁷⁸⁹]{1,3}")
_STAR: Final = re.compile(r"(?<=[^\s*(])\(?\*{1,3}\)?(?!\*)")
_UNIT: Final = re.compile(r"(?:^|[\W\d_])(?:[kcdm]?m|ha|s|x)\s*$")  # m², km²: an exponent.
_SUPERSCRIPTS: Final = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789")


def raised_mark(line: Line) -> str:
    """Return the raised mark with which `line` begins, or nothing."""
    first = line.runs[0]
    said = _plain(first.text)
    if "sup" in first.marks and _RAISED.fullmatch(said) and len(line.text) > len(first.text) + 1:
        return said
    sign = _SIGN.match(first.text)
    return _plain(sign[0]) if sign else ""


def level_mark(line: Line) -> str:
    """Return the mark that is not raised with which `line` begins, or nothing."""
    begun = _BEGINS.match(line.text)
    return begun[1] if begun else ""


def references(line: Line, wanted: Collection[str]) -> Iterator[tuple[int, int, int, str]]:
    """Yield run, start, end and mark of each place of `line` that refers to a wanted note."""
    before = ""
    for index, run in enumerate(line.runs):
        pattern = _REFERS if "sup" in run.marks else _STAR if "*" in run.text else _SIGN
        for found in pattern.finditer(run.text):
            mark = _plain(found[0])
            exponent = pattern is not _STAR and _UNIT.search(before + run.text[: found.start()])
            if mark in wanted and not exponent:
                yield index, found.start(), found.end(), mark
        before += run.text


def unmark(line: Line, mark: str) -> int:
    """Take the mark off a note's first line; return by how many words it is shorter."""
    words = _words(line)
    left = len(mark)
    for run in line.runs:
        text = run.text.lstrip()
        run.text = text[left:]
        left = max(0, left - len(text))
        if not left:
            break
    line.runs = [run for run in line.runs if run.text.strip(" .)")] or line.runs[-1:]
    line.runs[0].text = line.runs[0].text.lstrip(" .)")
    return words - _words(line)


def refer(line: Line, ids: dict[str, list[str]]) -> int:
    """Put references in the place of marks; return by how many words `line` is shorter.

    Args:
        line: A line of the text.
        ids: The notes of each mark; of several, each place takes the next.
    """
    places = list(references(line, ids))
    words = _words(line)
    runs: list[Run] = []
    for index, run in enumerate(line.runs):
        done = 0
        for _, start, end, mark in (place for place in places if place[0] == index):
            notes = ids[mark]
            note = notes.pop(0) if len(notes) > 1 else notes[0]
            before = _cut(run, done, start)
            before.text = before.text.rstrip()  # The mark itself stood free of the word.
            runs += [before, Run("", font=run.font, note=note)]
            done = end
        runs.append(_cut(run, done, len(run.text)))
    line.runs = [run for run in runs if run.note or run.text]
    return words - _words(line)


def _cut(run: Run, start: int, end: int) -> Run:
    return Run(run.text[start:end], run.marks, run.href, run.font, run.note)


def _plain(text: str) -> str:
    return text.strip().translate(_SUPERSCRIPTS)


def _words(line: Line) -> int:
    return sum(word not in BULLETS for word in line.text.split())
