"""``hocvu inspect``: what a package holds, or what hocvu reads from a material."""

from __future__ import annotations

import dataclasses
import json
import zipfile
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.table import Table

from hocvu.cli.bars import bars
from hocvu.cli.console import result, tell_all, tell_error
from hocvu.cli.options import Json, Quiet, Verbose
from hocvu.cli.sizes import shown_size
from hocvu.errors import Missing, Origin, SourceError, reason_of
from hocvu.lesson import (
    AnyQuestion,
    Body,
    DocumentBody,
    Heading,
    QuizBody,
    SituationBody,
    SlidesBody,
    VideoBody,
)
from hocvu.lesson.text import inline_text, lines
from hocvu.messages import text
from hocvu.packages.summary import Summary, summarise
from hocvu.pipeline.inputs import expand, plan_input
from hocvu.pipeline.reading import Outcome, ReadingRoom
from hocvu.pipeline.report import SourceReport, source_report

_OFFICE = ("word/", "ppt/", "xl/", "mimetype")


def command(
    path: Annotated[
        Path,
        typer.Argument(
            help=text("cli.inspect.path"),
            metavar="PACKAGE|FILE",
            readable=False,  # who reads it tells why it cannot be read
        ),
    ],
    as_json: Json = False,
    quiet: Quiet = False,
    verbose: Verbose = False,
) -> int:
    """Show a package or a material; return the worst exit code of what could not be read."""
    if not path.exists():
        raise Missing("input.missing", origin=Origin(file=str(path)))
    _try(path)
    if _is_package(path):
        _show_package(path, summarise(path), as_json)
        return 0
    outcomes = _read(path)
    reports = [source_report(outcome) for outcome in outcomes]
    if as_json:
        shown = [
            {**report.model_dump(mode="json"), "outline": _outline(outcome)}
            for report, outcome in zip(reports, outcomes, strict=True)
        ]
        result(json.dumps(shown, ensure_ascii=False, indent=2))
    else:
        for report, outcome in zip(reports, outcomes, strict=True):
            _show_source(report, outcome)
    return max((o.error.exit_code for o in outcomes if o.error), default=0)


def _try(path: Path) -> None:
    """Open a file, so that one that cannot be is told as that and not as what it may hold.

    Raises:
        SourceError: It cannot be opened.
    """
    if path.is_dir():
        return
    try:
        path.open("rb").close()
    except OSError as error:
        place = Origin(file=str(path))
        raise SourceError("source.unreadable", origin=place, reason=reason_of(error)) from error


def _is_package(path: Path) -> bool:
    """Tell a package from an Office file, which is a zip archive as well."""
    if path.name.lower().endswith((".tar.gz", ".tgz")):
        return path.is_file()
    if not path.is_file() or not zipfile.is_zipfile(path):
        return False
    try:
        with zipfile.ZipFile(path) as archive:
            return not any(name.startswith(_OFFICE) for name in archive.namelist())
    except zipfile.BadZipFile:
        return path.suffix.lower() == ".zip"  # whoever reads it tells what is wrong


def _read(path: Path) -> list[Outcome]:
    lessons = [lesson for name in expand(str(path)) for lesson in plan_input(name).lessons]
    with bars() as progress, ReadingRoom(progress=progress) as room:
        return room.read(lessons)


def _outline(outcome: Outcome) -> list[str]:
    return _headings(outcome.reading.body) if outcome.reading else []


def _headings(body: Body) -> list[str]:
    match body:
        case DocumentBody():
            headings = [block for block in body.blocks if isinstance(block, Heading)]
            return [
                "  " * (h.level - 1) + f"{h.label} {inline_text(h.children)}".strip()
                for h in headings
            ]
        case SlidesBody():
            return [f"{n}. {slide.title}" for n, slide in enumerate(body.slides, 1)]
        case VideoBody():
            return [chapter.title for chapter in body.chapters]
        case QuizBody():
            return [f"{n}. {_ask(question)}" for n, question in enumerate(body.questions, 1)]
        case SituationBody():
            return [f"{scene.id}: {scene.title}" for scene in body.scenes]


def _ask(question: AnyQuestion) -> str:
    return next(lines(question.ask), "")


def _show_package(path: Path, summary: Summary, as_json: bool) -> None:
    if as_json:
        facts: dict[str, Any] = {"path": str(path), "bytes": path.stat().st_size}
        result(json.dumps(facts | dataclasses.asdict(summary), ensure_ascii=False, indent=2))
        return
    table = _table(str(path))
    table.add_row(text("cli.inspect.title"), summary.title)
    table.add_row(text("cli.inspect.standard"), f"{summary.standard} {summary.version}".strip())
    table.add_row(text("cli.inspect.size"), shown_size(path.stat().st_size))
    table.add_row(text("cli.inspect.files"), str(len(summary.files)))
    titles = [f"{'  ' * depth}{title}" for depth, title in summary.items]
    table.add_row(text("cli.inspect.lessons"), "\n".join(titles))
    biggest = sorted(summary.files, key=lambda file: -file[1])[:10]
    names = [f"{shown_size(size):>9}  {name}" for name, size in biggest]
    table.add_row(text("cli.inspect.contents"), "\n".join(names))
    _print(table)


def _show_source(report: SourceReport, outcome: Outcome) -> None:
    if outcome.error:
        tell_error(outcome.error)
        return
    table = _table(report.file)
    table.add_row(text("cli.inspect.title"), report.title)
    read, kept = report.read.model_dump(), report.kept.model_dump()
    counts = [
        f"{text(f'cli.count.{name}')}: {read[name]:g} → {kept[name]:g}"
        for name in read
        if read[name] or kept[name]
    ]
    table.add_row(text("cli.inspect.counts"), "\n".join(counts))
    outline = _outline(outcome)
    if outline:
        table.add_row(text("cli.inspect.outline"), "\n".join(outline))
    _print(table)
    if outcome.reading:
        tell_all(outcome.reading.notices)


def _table(title: str) -> Table:
    table = Table(title=title, show_header=False, title_justify="left", box=None, pad_edge=False)
    table.add_column(style="bold", no_wrap=True)
    table.add_column(overflow="fold")
    return table


def _print(table: Table) -> None:
    Console(highlight=False, markup=False).print(table)
