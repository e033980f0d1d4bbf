"""``hocvu pack``: inputs to packages."""

from __future__ import annotations

import time
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer

from hocvu.cli.bars import bars
from hocvu.cli.console import quoted, result, say, tell_all, tell_error
from hocvu.cli.options import Json, Quiet, Verbose
from hocvu.errors import UsageError
from hocvu.messages import text
from hocvu.packages import WRITERS
from hocvu.pipeline.pack import Packed, Settings, pack_all, report
from hocvu.pipeline.report import RunReport
from hocvu.tools import speech


def command(
    inputs: Annotated[list[str], typer.Argument(help=text("cli.pack.inputs"), metavar="INPUT...")],
    standard: Annotated[
        list[str] | None,
        typer.Option(
            metavar="STANDARD",
            help=text("cli.pack.standard", {"supported": ", ".join(WRITERS)}),
        ),
    ] = None,
    out: Annotated[Path, typer.Option(metavar="FOLDER", help=text("cli.pack.out"))] = Path("dist"),
    jobs: Annotated[int, typer.Option(min=0, help=text("cli.pack.jobs"))] = 0,
    cluster: Annotated[str, typer.Option(help=text("cli.pack.cluster"))] = "",
    no_cache: Annotated[bool, typer.Option("--no-cache", help=text("cli.pack.no_cache"))] = False,
    cache: Annotated[
        Path | None, typer.Option(metavar="FOLDER", help=text("cli.pack.cache"))
    ] = None,
    asr_model: Annotated[
        Path | None, typer.Option("--asr-model", metavar="FOLDER", help=text("cli.pack.asr_model"))
    ] = None,
    strict: Annotated[bool, typer.Option("--strict", help=text("cli.pack.strict"))] = False,
    report_file: Annotated[
        Path | None, typer.Option("--report", metavar="FILE", help=text("cli.pack.report"))
    ] = None,
    as_json: Json = False,
    quiet: Quiet = False,
    verbose: Verbose = False,
) -> int:
    """Pack every input and return the worst exit code."""
    if asr_model:
        speech.choose(asr_model)
    settings = Settings(
        tuple(standard or ("scorm12",)), out, jobs, cache, not no_cache, strict, cluster=cluster
    )
    if report_file:  # Told before the work and not after it.
        _make_room(report_file)
    begun = time.monotonic()
    with bars() as progress:
        results = pack_all(inputs, settings, progress)
    told = report(results, time.monotonic() - begun)
    for packed in results:
        tell_all(packed.remarks)
        for error in packed.errors:
            tell_error(error)
        _summarise(packed)
    _print(results, told, as_json)
    if report_file:
        _write(report_file, told.to_json())
    return told.exit_code


def _make_room(path: Path) -> None:
    if path.is_dir():
        raise UsageError("cli.pack.report_folder", path=str(path), quoted=quoted(path))
    path.parent.mkdir(parents=True, exist_ok=True)


def _write(path: Path, written: str) -> None:
    """Write a file whole or not at all; what is no file, such as a pipe, as it comes."""
    if path.exists() and not path.is_file():
        path.write_text(written, encoding="utf-8")
        return
    unfinished = path.with_name(f".{path.name}.part")
    try:
        unfinished.write_text(written, encoding="utf-8")
        unfinished.replace(path)
    finally:
        unfinished.unlink(missing_ok=True)


def _summarise(packed: Packed) -> None:
    if packed.course is None or not packed.packages:
        return
    for path in packed.replaced:
        say("cli.pack.replaced", path=str(path))
    kept = [outcome.reading for outcome in packed.outcomes if outcome.reading]
    say(
        "cli.pack.done",
        title=packed.course.title,
        lessons=len(packed.course.lessons),
        kept=sum(min(r.kept.words, r.read.words) for r in kept),
        read=sum(r.read.words for r in kept),
        packages=len(packed.packages),
        seconds=packed.seconds,
    )
    missing = len(packed.outcomes) - len(kept)
    if missing:
        say("cli.pack.partly", title=packed.course.title, missing=missing)


def _print(results: Sequence[Packed], told: RunReport, as_json: bool) -> None:
    if as_json:
        result(told.to_json().rstrip())
        return
    for packed in results:
        for verified in packed.packages:
            result(str(verified.package.path))
