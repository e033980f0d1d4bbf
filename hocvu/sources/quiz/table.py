"""Questions in a spreadsheet, in the template that ``hocvu new --quiz-template`` writes."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final

from hocvu.errors import Origin
from hocvu.identifiers import slug
from hocvu.lesson import Accepted
from hocvu.sources.quiz import settings, words
from hocvu.sources.quiz.columns import SETTINGS, column_of, is_heading, kind_of
from hocvu.sources.quiz.drafts import Blocks, Desk, Draft, Kind, Option, Pair, Paper
from hocvu.sources.quiz.scan import letters
from hocvu.sources.quiz.xml import strings
from hocvu.tools.archive import MIB, open_archive
from hocvu.tools.workbooks import LIMITS, Cell, Sheet, read_workbook

_LOOKED_AT: Final = 20
_MOST_PARTS: Final = 9
_MOST_STRINGS: Final = 5000
_LONGEST: Final = 80
"""Longer texts are no headings, and need not be compared with them."""
_SHEET: Final = re.compile(r"xl/worksheets/[^/]+\.xml", re.IGNORECASE)
_TRUTH_SHAPE: Final = re.compile(r"boolean|true.*false", re.IGNORECASE)
_TRUTH: Final = {"1": "true", "0": "false"}
"""What a formula of truth leaves in its cell, where the row says that truth is asked for."""
_ARROW: Final = re.compile(r"\s*(?:=>|->|→|⇒)\s*")


def recognises(path: Path) -> bool:
    """Tell if the zip at `path` is a workbook that has the headings of questions.

    Raises:
        SourceError: It is no zip that can be opened.
    """
    with open_archive(path, limits=LIMITS) as archive:
        if "xl/workbook.xml" not in archive:
            return False
        shared = [n for n in archive.names if n.lower() == "xl/sharedstrings.xml"]
        sheets = [n for n in archive.names if _SHEET.fullmatch(n)]
        return any(
            is_heading(_short(archive.read(name, 64 * MIB)))
            for name in (shared + sheets)[:_MOST_PARTS]
        )


def _short(part: bytes) -> list[str]:
    """Return the short texts of a workbook's part, each once."""
    return list({text for text in strings(part, _MOST_STRINGS) if len(text) <= _LONGEST})


def read(desk: Desk) -> Paper:
    """Return the paper of the workbook at the desk."""
    paper = Paper()
    for sheet in read_workbook(desk.source.path, desk.source.at()):
        if slug(sheet.name) == slug(SETTINGS):
            _settings(sheet, paper, desk)
            continue
        start = next(
            (n for n, row in enumerate(sheet.rows[:_LOOKED_AT]) if is_heading(_texts(row))), None
        )
        if start is None:
            if slug(sheet.name) not in _OWN and any(map(_texts, sheet.rows)):
                place = desk.source.at(sheet=sheet.name)
                desk.notices.at(place, "quiz.sheet_left_out", "info", name=sheet.name[:60])
            continue
        if sheet.hidden:
            desk.notices.at(desk.source.at(sheet=sheet.name), "quiz.sheet_hidden")
        _Table(sheet, start, paper, desk).read()
    return paper


_OWN: Final = frozenset({"huong-dan", "danh-muc"})


def _texts(row: Sequence[Cell]) -> list[str]:
    return [cell.text for cell in row]


def _settings(sheet: Sheet, paper: Paper, desk: Desk) -> None:
    for row in sheet.rows:
        filled = [cell for cell in row if cell.value is not None]
        if len(filled) >= 2 and settings.known(filled[0].text):
            place = desk.source.at(sheet=sheet.name, cell=filled[1].place)
            value = _shown(filled[1])
            if settings.known(filled[0].text) == "pass_score" and "%" in filled[1].shape:
                value = f"{float(value or 0) * 100:g}"
            settings.apply(paper, desk, filled[0].text, value, place)


class _Table:
    """The rows below one line of headings."""

    def __init__(self, sheet: Sheet, start: int, paper: Paper, desk: Desk) -> None:
        self.sheet = sheet
        self.paper = paper
        self.desk = desk
        self.rows = sheet.rows[start + 1 :]
        self.columns: dict[str, int] = {}
        for index, cell in enumerate(sheet.rows[start]):
            name = column_of(cell.text) if cell.text else None
            if name is None or name in self.columns:
                if cell.text and any(row[index].value is not None for row in self.rows):
                    shown = cell.text[:60]
                    desk.notices.at(self.at(cell), "quiz.column_left_out", name=shown)
                continue
            self.columns[name] = index
        self.covered = _covered(sheet.merged)

    def at(self, cell: Cell) -> Origin:
        """Return the place of a cell."""
        return self.desk.source.at(sheet=self.sheet.name, cell=cell.place)

    def read(self) -> None:
        """Read every row that is filled."""
        for row in self.rows:
            filled = [cell for cell in row if cell.text]
            if not filled:
                continue
            self.paper.read += 1
            self.paper.words += sum(len(cell.text.split()) for cell in self._told(row))
            if "ask" in self.columns and not row[self.columns["ask"]].text:
                cell = row[self.columns["ask"]]
                code = "quiz.cell_merged" if cell.place in self.covered else "quiz.no_text"
                self.desk.wrong(self.at(cell), code)
                continue
            self.paper.drafts.append(self._draft(row))

    def _told(self, row: Sequence[Cell]) -> list[Cell]:
        """Return the cells of a row whose text is shown to learners as it stands."""
        shown = {"ask", "right", "wrong", "feedback"}
        told = [row[index] for name, index in self.columns.items() if name in shown]
        choices = [row[index] for name, index in self.columns.items() if len(name) == 1]
        return told + [cell for cell in choices if not _ARROW.search(cell.text)]

    def _cell(self, row: Sequence[Cell], name: str) -> Cell | None:
        index = self.columns.get(name)
        return None if index is None or not row[index].text else row[index]

    def _blocks(self, row: Sequence[Cell], name: str) -> Blocks:
        cell = self._cell(row, name)
        return () if cell is None else self.blocks(_shown(cell), cell)

    def blocks(self, text: str, cell: Cell) -> Blocks:
        """Return the text of a cell as paragraphs."""
        return self.desk.plain(text, self.at(cell))

    def _draft(self, row: Sequence[Cell]) -> Draft:
        asked = row[self.columns["ask"]]
        draft = Draft("unknown", self._blocks(row, "ask"), self.at(asked))
        for name, attribute in (("name", "name"), ("number", "number")):
            if cell := self._cell(row, name):
                setattr(draft, attribute, "".join(_shown(cell).split()))
        if not draft.number.isdecimal() or not draft.number.isascii():
            draft.number = ""
        for name in ("right", "wrong", "feedback"):
            setattr(draft, name, self._blocks(row, name))
        if cell := self._cell(row, "points"):
            points = words.number(_shown(cell))
            if points is None:
                self.desk.wrong(self.at(cell), "quiz.points", value=cell.text[:40])
            else:
                draft.points = points
        choices = [
            (key, row[index])
            for key, index in sorted(self.columns.items())
            if len(key) == 1 and row[index].text
        ]
        answer = self._cell(row, "answer")
        kind = self._kind(row, choices, answer)
        if kind is None:
            draft.doubted = True
            return draft
        draft.kind = kind
        self._answers(draft, choices, answer)
        return draft

    def _kind(
        self, row: Sequence[Cell], choices: Sequence[tuple[str, Cell]], answer: Cell | None
    ) -> Kind | None:
        """Return the kind that the row says, else the one that its answers tell.

        It is None where the row says what is no kind, which is told.
        """
        said = self._cell(row, "kind")
        if said is not None:
            known = kind_of(said.text)
            if known is None:
                self.desk.wrong(self.at(said), "quiz.kind_unknown", value=said.text[:40])
            return known
        given = _shown(answer) if answer else ""
        if choices:
            if all(_ARROW.search(_shown(cell)) for _, cell in choices):
                return "match"
            return "multiple" if len(letters(given)) > 1 else "single"
        if not given:
            return "unknown"
        if words.truth(given) is not None:
            return "true_false"
        return "number" if words.span(given) else "text"

    def _answers(
        self, draft: Draft, choices: Sequence[tuple[str, Cell]], answer: Cell | None
    ) -> None:
        given = _shown(answer) if answer else ""
        place = self.at(answer) if answer else draft.origin
        match draft.kind:
            case "single" | "multiple":
                self._choices(draft, choices, given, place)
            case "order":
                self._ordered(draft, choices, given, place)
            case "match":
                self._pairs(draft, choices)
            case "true_false":
                draft.truth = words.truth(_TRUTH.get(given, given))
                if given and draft.truth is None:
                    self.desk.wrong(place, "quiz.not_truth", value=given[:40])
                    draft.doubted = True
            case "number":
                for part in _alternatives(given):
                    found = words.span(part)
                    if found is None:
                        self.desk.wrong(place, "quiz.not_number", value=part[:40])
                        draft.doubted = True
                    else:
                        draft.ranges.append(found)
            case "text":
                draft.texts = [Accepted(text=part) for part in _alternatives(given)]
            case "essay":
                draft.model = self.desk.plain(given, place)
            case _:
                pass

    def _choices(
        self, draft: Draft, choices: Sequence[tuple[str, Cell]], given: str, place: Origin
    ) -> None:
        named = letters(given) or _of_truth(given, choices)
        for letter in named:
            if letter not in {key for key, _ in choices}:
                self.desk.wrong(place, "quiz.letter_unknown", letter=letter.upper())
                draft.doubted = True
        if given and not named:
            self.desk.wrong(place, "quiz.not_letters", value=given[:40])
            draft.doubted = True
        if draft.kind == "single" and len(named) > 1:
            self.desk.wrong(place, "quiz.two_right", count=len(named))
        for key, cell in choices:
            content = self.blocks(_shown(cell), cell)
            right = key in named[: 1 if draft.kind == "single" else None]
            draft.options.append(Option(content, self.at(cell), right, key=key))

    def _ordered(
        self, draft: Draft, choices: Sequence[tuple[str, Cell]], given: str, place: Origin
    ) -> None:
        there = dict(choices)
        order = letters(given) if given else list(there)
        if sorted(order) != sorted(there):
            self.desk.wrong(place, "quiz.not_letters", value=given[:40])
            order = list(there)
        for key in order:
            cell = there[key]
            draft.options.append(Option(self.blocks(_shown(cell), cell), self.at(cell), key=key))

    def _pairs(self, draft: Draft, choices: Sequence[tuple[str, Cell]]) -> None:
        for key, cell in choices:
            left, arrow, right = _parted(_shown(cell))
            if not arrow:
                self.desk.wrong(self.at(cell), "quiz.pair_open", text=cell.text[:60])
                draft.doubted = True
                continue
            pair = Pair(self.blocks(left, cell), self.blocks(right, cell), self.at(cell), key)
            draft.pairs.append(pair)


def _of_truth(given: str, choices: Sequence[tuple[str, Cell]]) -> list[str]:
    """Return the letter of the one choice that says the same truth as the answer."""
    meant = words.truth(given)
    same = [key for key, cell in choices if words.truth(_shown(cell)) == meant]
    return same if meant is not None and len(same) == 1 else []


def _parted(text: str) -> tuple[str, str, str]:
    found = _ARROW.search(text)
    return (text[: found.start()], found[0], text[found.end() :]) if found else (text, "", "")


def _alternatives(given: str) -> list[str]:
    return [part.strip() for part in re.split(r"[|\n]", given) if part.strip()]


def _shown(cell: Cell) -> str:
    """Return a cell's value as its author sees it, with its line ends."""
    value = cell.value
    # Some programs save truth as 1 and 0 that are shown as words.
    if isinstance(value, bool) or (value in (0, 1) and _TRUTH_SHAPE.search(cell.shape)):
        return "Đúng" if value else "Sai"
    if isinstance(value, float):
        return f"{value:.12g}".replace("e+", "e")
    if isinstance(value, dt.datetime):
        return value.strftime("%d/%m/%Y")
    return "" if value is None else str(value).strip()


def _covered(merged: Sequence[str]) -> frozenset[str]:
    """Return the cells that lie under merged ones."""
    return frozenset(place for area in merged for place in _inside(area))


def _inside(area: str) -> Iterator[str]:
    found = re.fullmatch(r"([A-Z]+)(\d+):([A-Z]+)(\d+)", area)
    if not found:
        return
    left, top, right, bottom = _index(found[1]), int(found[2]), _index(found[3]), int(found[4])
    if (right - left + 1) * (bottom - top + 1) > 100_000:
        return
    for row in range(top, bottom + 1):
        for column in range(left, right + 1):
            if (row, column) != (top, left):
                yield f"{_letters(column)}{row}"


def _index(letters_: str) -> int:
    total = 0
    for letter in letters_:
        total = total * 26 + ord(letter) - ord("A") + 1
    return total


def _letters(index: int) -> str:
    shown = ""
    while index:
        index, rest = divmod(index - 1, 26)
        shown = chr(ord("A") + rest) + shown
    return shown
