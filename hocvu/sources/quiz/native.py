"""Quizzes in Markdown: hocvu's own way of writing questions, described in ``docs/cau-hoi.md``."""

from __future__ import annotations

import re
from typing import Final

from hocvu.sources.quiz import settings
from hocvu.sources.quiz.drafts import Blocks, Desk, Draft, Paper
from hocvu.sources.quiz.scan import (
    Line,
    Segment,
    is_question,
    segments,
    surely,
    unanswered,
)
from hocvu.sources.quiz.sorter import Numbered, Sorter, blocks_of, set_points
from hocvu.sources.quiz.tally import tally, tally_words

_FRONT: Final = re.compile(r"\A---[ \t]*\n(.*?)\n(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.DOTALL)
_SETTING: Final = re.compile(r"^([^\s:#\-][^:]*?)\s*:\s*(.*?)\s*$")
_DEFINITION: Final = re.compile(r"^ {0,3}\[[^\]]+\]:\s+\S.*$", re.MULTILINE)
_TITLE: Final = re.compile(r"^ {0,3}#\s+(.+?)\s*#*\s*$")
_NAME: Final = re.compile(r"\s*\{#([^}\s]{1,80})\}\s*$")
_POINTS: Final = re.compile(
    r"\s*[(\[]\s*([-−]?\d+(?:[.,]\d+)?)\s*(?:điểm|đ|points?|pts?)\s*[)\]]\s*$", re.IGNORECASE
)


def recognises(text: str) -> bool:
    """Tell if a document in Markdown is a quiz: by its front matter, or by a sure question."""
    front = _FRONT.match(text)
    if front and any(
        settings.says_quiz(found[1], _bare(found[2]))
        for line in front[1].split("\n")
        if (found := _SETTING.match(line))
    ):
        return True
    return any(surely(segment) for segment in segments(text[front.end() :] if front else text))


def read(text: str, desk: Desk) -> Paper:
    """Return the paper that `text` is."""
    paper = Paper(read=tally(text), words=tally_words(text))
    first = 1
    if front := _FRONT.match(text):
        _front_matter(front[1], paper, desk)
        first += front[0].count("\n")
        text = text[front.end() :]
    desk.fragments.definitions = "\n".join(_DEFINITION.findall(text))
    text = _DEFINITION.sub("", text)
    waiting: Numbered = []
    found = segments(text, first)
    lacking = unanswered(found)
    for index, segment in enumerate(found):
        lines = [(line.number, line.text) for line in segment.lines]
        if not paper.drafts and not paper.title and (named := _heading(lines)):
            paper.title = named
        elif is_question(segment) or segment.start == "named" or index in lacking:
            lead = blocks_of(waiting, desk)
            if not paper.drafts:
                paper.intro, lead = lead, ()
            waiting = []
            paper.drafts.append(_draft(segment, lead, desk))
            continue
        waiting += lines
    if any(text.strip() for _, text in waiting):
        if paper.drafts:
            place = desk.source.at(line=next(n for n, text in waiting if text.strip()))
            desk.notices.at(place, "quiz.text_moved", "info")
        paper.intro += blocks_of(waiting, desk)
    return paper


def _front_matter(front: str, paper: Paper, desk: Desk) -> None:
    for number, line in enumerate(front.split("\n"), 2):
        if not line.strip() or line.lstrip().startswith("#"):
            continue
        place = desk.source.at(line=number)
        if found := _SETTING.match(line):
            settings.apply(paper, desk, found[1], _bare(found[2]), place)
        else:
            desk.notices.at(place, "quiz.setting_unknown", "info", name=line.strip()[:60])


def _bare(value: str) -> str:
    """Return a value of front matter without its quotes or the comment after it."""
    quoted = re.match(r"([\"'])(.*)\1\s*(?:#.*)?$", value)
    return quoted[2] if quoted else re.sub(r"\s+#.*$", "", value)


def _heading(lines: Numbered) -> str:
    """Take the first heading out of `lines` when it is the title, and return its text."""
    for index, (number, text) in enumerate(lines):
        if text.strip():
            found = _TITLE.match(text)
            if found:
                lines[index] = (number, "")
            return re.sub(r"[*_`]", "", found[1]) if found else ""
    return ""


def _draft(segment: Segment, lead: Blocks, desk: Desk) -> Draft:
    place = desk.source.at(line=segment.line)
    draft = Draft("unknown", (), place, number=segment.number)
    active = segment.answers()
    if "letter" in active and sum(line.sign == "letter" for line in segment.lines) < 2:
        active -= {"letter"}
    sorter = Sorter(draft, active, desk)
    for index, line in enumerate(segment.lines):
        shown = line
        if index == 0 and segment.start != "none":
            shown = Line(line.number, "text", _tags(segment.first, draft, desk))
        sorter.take(shown)
    sorter.finish(lead)
    return draft


def _tags(first: str, draft: Draft, desk: Desk) -> str:
    """Return a question's first line without its identifier and its points, which it keeps."""
    while True:
        if found := _NAME.search(first):
            draft.name = found[1]
        elif found := _POINTS.search(first):
            set_points(found[1], draft, desk)
        else:
            return first
        first = first[: found.start()]
