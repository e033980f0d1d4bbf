"""Questions in Aiken: a question, its choices by letters, and ``ANSWER:`` with one letter."""

from __future__ import annotations

import re
from typing import Final

from hocvu.errors import Origin
from hocvu.sources.quiz.drafts import Desk, Draft, Option, Paper
from hocvu.sources.quiz.plain import aiken_words

_CHOICE: Final = re.compile(r"^\s*([A-Za-z])[.)]\s+(.*\S)\s*$")
_ANSWER: Final = re.compile(r"^\s*ANSWER\s*:\s*(.*?)\s*$")
_ANSWERS: Final = re.compile(r"^\s*ANSWER\s*:", re.MULTILINE)


def recognises(text: str) -> bool:
    """Tell if `text` is in Aiken."""
    return _ANSWERS.search(text) is not None and any(
        _CHOICE.match(line) for line in text.split("\n")
    )


def read(text: str, desk: Desk) -> Paper:
    """Return the paper that `text` is."""
    paper = Paper(read=len(_ANSWERS.findall(text)), words=aiken_words(text))
    draft: Draft | None = None
    asked: list[str] = []
    for number, line in enumerate(text.split("\n"), 1):
        place = desk.source.at(line=number)
        if found := _ANSWER.match(line):
            draft = draft or Draft("single", (), place)
            _finish(draft, asked, found[1], place, desk)
            paper.drafts.append(draft)
            draft, asked = None, []
        elif not line.strip():
            continue
        elif draft is None or (not draft.options and not _CHOICE.match(line)):
            draft = draft or Draft("single", (), place)
            asked.append(line.strip())
        elif found := _CHOICE.match(line):
            draft.options.append(Option(desk.plain(found[2], place), place, key=found[1].lower()))
        else:  # a choice that goes on in the next line, which Aiken does not know
            last = draft.options[-1]
            last.content += desk.plain(line.strip(), place)
    if draft is not None:
        _finish(draft, asked, "", draft.origin, desk)
        paper.drafts.append(draft)
    return paper


def _finish(draft: Draft, asked: list[str], answer: str, place: Origin, desk: Desk) -> None:
    draft.ask = desk.plain("\n".join(asked), draft.origin)
    letter = answer.lower().rstrip(".")
    for option in draft.options:
        option.right = option.key == letter
    if letter and draft.options and not any(option.right for option in draft.options):
        desk.wrong(place, "quiz.letter_unknown", letter=answer[:20])
        draft.doubted = True
