"""Reads questions from text or from a file."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from hocvu.errors import Mistaken
from hocvu.lesson import QuizBody, Reading
from hocvu.pipeline.choose import choose
from hocvu.sources.base import Source, Workspace

DATA = Path(__file__).parent / "data"
Read = Callable[..., Reading]


def read_file(path: Path, work: Path, **options: Any) -> Reading:
    reader = choose(path, path.name)
    assert reader.name == "quiz"
    source = Source(path, path.name, path.parent)
    return reader.read(source, Workspace(work), reader.options(**options))


@pytest.fixture
def read(tmp_path: Path) -> Read:
    """Return a function that reads a text, or a file of `data`, as questions."""

    def run(text: str, name: str = "câu hỏi.md", **options: Any) -> Reading:
        path = tmp_path / name
        path.write_text(text, encoding="utf-8")
        return read_file(path, tmp_path / "work", **options)

    return run


@pytest.fixture
def data(tmp_path: Path) -> Callable[[str], Reading]:
    """Return a function that reads a file of `data`."""
    return lambda name: read_file(DATA / name, tmp_path / "work")


@pytest.fixture
def mistakes(read: Read) -> Callable[..., list[tuple[str, int | None]]]:
    """Return a function that gives the codes and lines of what its author must mend."""

    def run(text: str, name: str = "câu hỏi.md") -> list[tuple[str, int | None]]:
        with pytest.raises(Mistaken) as raised:
            read(text, name)
        for problem in raised.value.problems:
            assert problem.message
            assert problem.hint or problem.severity != "error"
        errors = [p for p in raised.value.problems if p.severity == "error"]
        return [(p.code.removeprefix("quiz."), p.origin.line) for p in errors]

    return run


def body(reading: Reading) -> QuizBody:
    assert isinstance(reading.body, QuizBody)
    return reading.body
