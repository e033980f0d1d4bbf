"""From a file of questions, in whatever format, to a `Reading`."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Final, Literal

from pydantic import Field, field_validator

from hocvu.errors import Mistaken, TooLarge
from hocvu.identifiers import nfc
from hocvu.lesson import Counts, Notice, QuizBody, Reading
from hocvu.lesson.text import count
from hocvu.sources.base import Notices, Options, Source, Workspace
from hocvu.sources.marked import Fragments
from hocvu.sources.quiz.build import build
from hocvu.sources.quiz.drafts import Desk, Paper
from hocvu.sources.quiz.formats import format_of, opened
from hocvu.sources.quiz.words import percent

_MOST: Final = 2000


class QuizOptions(Options):
    """What an author may say of a quiz beside its file; what is said here goes first.

    Attributes:
        pass_score: Percent of all points that passes: 80 or ``80%``.
        attempts: How often it may be tried; 0 for any number.
        shuffle: Whether questions come in another order for each learner.
        pick: How many questions are drawn for each learner; 0 for all.
        reveal: When right answers are shown: ``each``, ``end``, ``passed``, ``never``.
    """

    pass_score: int | None = Field(default=None, ge=0, le=100)
    attempts: int | None = Field(default=None, ge=0)
    shuffle: bool | None = None
    pick: int | None = Field(default=None, ge=0)
    reveal: Literal["each", "end", "passed", "never"] | None = None

    @field_validator("pass_score", mode="before")
    @classmethod
    def _percentage(cls, value: object) -> object:
        return percent(value) if isinstance(value, str) else value


class QuizReader:
    """Reads questions in Markdown, GIFT, Aiken, Moodle XML, QTI and spreadsheets."""

    name = "quiz"
    version = 3
    suffixes = (".gift", ".aiken")
    also = (".md", ".markdown", ".txt", ".xml", ".zip", ".xlsx")
    options = QuizOptions
    engines: tuple[str, ...] = ()
    patience = 900.0

    def accepts(self, head: bytes, path: Path) -> bool:
        """Tell by the whole content if this is a file of questions."""
        return format_of(head, path) is not None

    def read(self, source: Source, workspace: Workspace, options: Any) -> Reading:
        """Read `source`.

        Raises:
            Mistaken: Questions have mistakes that only their author can mend; it has them all.
            SourceError: The file is missing, damaged, too large or no file of questions.
        """
        notices = Notices(source)
        fragments = Fragments(source, workspace, notices)
        desk = Desk(source, workspace, notices, fragments)
        form = opened(source)
        desk.form = form.name
        paper = form.read(desk)
        if len(paper.drafts) > _MOST:
            raise TooLarge("quiz.too_many", origin=source.at(), limit=_MOST)
        told = options.model_dump(exclude_none=True)
        settings = {**paper.settings, **told}
        settings.pop("shuffle_choices", None)
        questions = build(paper, desk)
        if not questions and not desk.mistakes:
            desk.wrong(source.at(), "quiz.none")
        if settings.get("pick", 0) > len(questions) and not desk.mistakes:
            count_, pick = len(questions), settings["pick"]
            desk.wrong(source.at(), "quiz.pick_too_many", pick=pick, count=count_)
        _tell_lost(paper, len(questions), desk)
        if desk.mistakes:
            raise Mistaken([*desk.mistakes, *(n for n in notices.all if n.severity != "info")])
        body = QuizBody(
            intro=paper.intro, questions=questions, notes=tuple(fragments.notes), **settings
        )
        return Reading(
            reader=self.name,
            title=nfc(paper.title),
            body=body,
            assets=workspace.assets,
            notices=tuple(notices.all),
            read=Counts(questions=paper.read, words=paper.words),
            kept=count(body),
            dependencies=fragments.dependencies,
        )


def _tell_lost(paper: Paper, kept: int, desk: Desk) -> None:
    """Tell when the plain count of questions is more than what became a question or a remark."""
    told = sum(isinstance(n, Notice) and n.code == "quiz.left_out" for n in desk.notices.all)
    if paper.read > kept + told and not desk.mistakes:
        lost = paper.read - kept - told
        desk.notices.add("quiz.lost", read=paper.read, kept=kept, lost=lost)


READER: Final = QuizReader()
