"""Questions in GIFT, Moodle's format for writing many of them in one text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from hocvu.errors import Origin
from hocvu.lesson import Accepted
from hocvu.sources.quiz import gift_answers
from hocvu.sources.quiz.drafts import Blocks, Desk, Draft, Paper
from hocvu.sources.quiz.gift_answers import Written
from hocvu.sources.quiz.plain import gift_words

_ESCAPED: Final = re.compile(r"\\([\\~=#{}:n])")
_KEPT: Final = {sign: chr(0xE000 + index) for index, sign in enumerate("\\~=#{}:n")}
_BACK: Final = {chr(0xE000 + index): sign for index, sign in enumerate("\\~=#{}:")} | {
    _KEPT["n"]: "\n"
}
_TITLE: Final = re.compile(r"\s*::(.*?)::\s*", re.DOTALL)
_FORMAT: Final = re.compile(r"\s*\[(html|markdown|plain|moodle)\]\s*", re.IGNORECASE)
_ID: Final = re.compile(r"\[id:([^\]]+)\]")
_CATEGORY: Final = re.compile(r"\s*\$CATEGORY\s*:\s*(.*)", re.IGNORECASE)
_MARKUP: Final = re.compile(r"</?[A-Za-z][^<>]*>")
_SIGN: Final = re.compile(r"^\s*::|\{\s*(?:[=~#]|\}|T\b|F\b|TRUE|FALSE)", re.MULTILINE)


@dataclass(slots=True)
class _Text:
    """One question's text: where it begins, the identifier in the comments before it."""

    line: int
    text: str
    name: str


def recognises(text: str) -> bool:
    """Tell if a plain text is in GIFT."""
    return _SIGN.search(text) is not None and "}" in text


def read(text: str, desk: Desk) -> Paper:
    """Return the paper that `text` is."""
    paper = Paper(words=gift_words(text))
    waiting: Blocks = ()
    for piece in _pieces(text, desk):
        place = desk.source.at(line=piece.line)
        if "{" not in piece.text and "}" not in piece.text:
            waiting += _Question(piece, place, desk).described()
            continue
        paper.read += 1
        draft = _Question(piece, place, desk).draft()
        if draft is None:
            continue
        if not paper.drafts:
            paper.intro, waiting = waiting, ()
        draft.ask, waiting = (*waiting, *draft.ask), ()
        paper.drafts.append(draft)
    if waiting:
        desk.notices.add("quiz.text_moved", "info")
        paper.intro += waiting
    return paper


def restored(text: str) -> str:
    """Return `text` with the signs that its author escaped."""
    return "".join(_BACK.get(sign, sign) for sign in text)


def _pieces(text: str, desk: Desk) -> Iterator[_Text]:
    """Yield what stands between empty lines, without comments and categories."""
    lines: list[str] = []
    begun, name = 0, ""
    for number, raw in enumerate([*text.split("\n"), ""], 1):
        line = _ESCAPED.sub(lambda found: _KEPT[found[1]], raw)
        if line.lstrip().startswith("//"):
            if found := _ID.search(line):
                name = restored(found[1]).strip()
            line = "" if not lines else "\x00"
        elif found := _CATEGORY.match(line):
            place = desk.source.at(line=number)
            desk.notices.at(place, "quiz.category", "info", name=restored(found[1])[:80])
            line = ""
        if line == "\x00":
            lines.append("")
        elif line.strip():
            begun = begun or number
            lines.append(line)
        elif begun:
            yield _Text(begun, "\n".join(lines), name)
            lines, begun, name = [], 0, ""


class _Question:
    def __init__(self, piece: _Text, place: Origin, desk: Desk) -> None:
        self.piece = piece
        self.place = place
        self.desk = desk
        self.form = ""

    def described(self) -> Blocks:
        """Return a text that asks nothing."""
        return self.blocks(self._head(self.piece.text)[1])

    def draft(self) -> Draft | None:
        """Return the question; None, its mistake told, when its braces do not fit."""
        text = self.piece.text
        opened, closed = text.count("{"), text.count("}")
        if opened != 1 or closed != 1 or text.index("{") > text.index("}"):
            sign = "{" if opened else "}"
            line = self.piece.line + text.count("\n", 0, text.index(sign))
            self.desk.wrong(self.desk.source.at(line=line), "quiz.braces")
            return None
        before, _, rest = text.partition("{")
        answers, _, after = rest.partition("}")
        title, before = self._head(before)
        if after.strip():
            before = f"{before.rstrip()} _____ {after.strip()}"
        draft = Draft("unknown", self.blocks(before), self.place, name=self.piece.name or title)
        draft.shuffle = None
        line = self.piece.line + text.count("\n", 0, text.index("{"))
        self._answers(draft, answers, self.desk.source.at(line=line))
        return draft

    def _head(self, text: str) -> tuple[str, str]:
        title = ""
        if found := _TITLE.match(text):
            title, text = " ".join(restored(found[1]).split()), text[found.end() :]
        if found := _FORMAT.match(text):
            self.form, text = found[1].lower(), text[found.end() :]
        return title, text

    def blocks(self, text: str) -> Blocks:
        """Return `text`, in the question's format or in one of its own."""
        form = self.form
        if found := _FORMAT.match(text):
            form, text = found[1].lower(), text[found.end() :]
        text = text.replace("\n", " ") if form not in {"markdown", "html"} else text
        text = restored(text).strip()
        if form == "markdown":
            return self.desk.fragments.blocks(text, self.place)
        if form == "html" or (form != "plain" and _MARKUP.search(text)):
            return self.desk.html(text, self.place)
        return self.desk.plain(text, self.place)

    def _answers(self, draft: Draft, text: str, place: Origin) -> None:
        text, mark, general = text.partition("####")
        if mark:
            draft.feedback = self.blocks(general)
        text = text.strip()
        written = gift_answers.split(text)
        kind = gift_answers.kind_of(text, written)
        draft.kind = kind
        if kind == "true_false":
            truth, *feedback = text.split("#")
            draft.truth = truth.strip().upper() in {"T", "TRUE"}
            draft.wrong = self.blocks(feedback[0]) if feedback else ()
            draft.right = self.blocks(feedback[1]) if len(feedback) > 1 else ()
        elif kind == "number":
            self._numbers(draft, text.removeprefix("#"), place)
        elif kind == "match":
            gift_answers.pairs(draft, written, self.blocks, place, self.desk)
        elif kind == "text":
            for answer in written:
                shown = restored(answer.text).strip()
                share = answer.weight if answer.weight is not None else 1.0
                feedback_ = self.blocks(answer.feedback)
                if share < 0:
                    share = 0.0
                draft.texts.append(Accepted(text=shown, share=min(1.0, share), feedback=feedback_))
        elif kind in {"single", "multiple"}:
            gift_answers.choices(draft, written, self.blocks, place, self.desk)

    def _numbers(self, draft: Draft, text: str, place: Origin) -> None:
        for answer in gift_answers.split(text) or [Written("=", text, None, "")]:
            shown = restored(answer.text).strip()
            if not shown or (answer.sign == "~" and answer.weight is None):
                draft.wrong = self.blocks(answer.feedback)
                continue
            share = 1.0 if answer.weight is None else max(0.0, min(1.0, answer.weight))
            found = gift_answers.numbers(shown, share, self.blocks(answer.feedback))
            if found is None:
                self.desk.wrong(place, "quiz.not_number", value=shown[:40])
                draft.doubted = True
            else:
                draft.ranges.append(found)
