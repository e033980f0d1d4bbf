"""``hocvu new``: manifests for a folder of materials, or for a list of topics."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from hocvu.cli.bars import bars
from hocvu.cli.console import quoted, result, say, tell_all, tell_error
from hocvu.cli.options import Quiet, Verbose
from hocvu.errors import ManifestError, Missing, Origin, Unsupported, UsageError
from hocvu.messages import text
from hocvu.pipeline.from_package import is_package
from hocvu.pipeline.from_topics import write_topics
from hocvu.pipeline.propose import propose
from hocvu.pipeline.reading import ReadingRoom


def command(
    folder: Annotated[
        Path | None, typer.Argument(help=text("cli.new.folder"), metavar="FOLDER|PACKAGE")
    ] = None,
    out: Annotated[Path | None, typer.Option(metavar="FILE", help=text("cli.new.out"))] = None,
    from_xlsx: Annotated[
        Path | None, typer.Option("--from-xlsx", help=text("cli.new.from_xlsx"), metavar="FILE")
    ] = None,
    quiz_template: Annotated[
        bool, typer.Option("--quiz-template", help=text("cli.new.quiz_template"))
    ] = False,
    base: Annotated[str, typer.Option("--base", help=text("cli.new.base"), metavar="IRI")] = "",
    quiet: Quiet = False,
    verbose: Verbose = False,
) -> int:
    """Write manifests; return the worst exit code of what could not be read."""
    if quiz_template:
        return _quiz_template(out or folder or Path())
    if from_xlsx:
        return _from_topics(from_xlsx, out or folder or from_xlsx.parent, base)
    if folder is None:
        raise UsageError("cli.new.nothing")
    if folder.is_dir():
        path = out or folder / "manifest.yaml"
    elif is_package(folder):
        path = out or folder.with_suffix(".yaml")
    elif folder.exists():
        place = Origin(file=str(folder))
        raise Unsupported("cli.new.is_file", origin=place, quoted=quoted(folder))
    else:
        raise Missing("cli.new.no_folder", origin=Origin(file=str(folder)))
    if path.exists():
        raise ManifestError("cli.new.exists", path=str(path))
    with bars() as progress, ReadingRoom(progress=progress) as room:
        proposal = propose(str(folder), path, room)
    tell_all(n for n in proposal.plan.notices if n.severity != "info")
    for outcome in proposal.outcomes:
        if outcome.error:
            tell_error(outcome.error)
        elif outcome.reading:
            tell_all(outcome.reading.notices)
    say("cli.new.done", path=str(path), quoted=quoted(path), lessons=len(proposal.outcomes))
    result(str(path))
    return max((o.error.exit_code for o in proposal.outcomes if o.error), default=0)


def _from_topics(workbook: Path, folder: Path, base: str) -> int:
    written = write_topics(workbook, str(workbook), folder, base)
    # Each is a cell to mend, and there is no report that would have the rest.
    tell_all(written.notices, most=len(written.notices))
    kept = len(written.manifests) - written.new
    say("cli.new.topics_done", new=written.new, kept=kept, path=str(written.programme))
    for path in (*written.manifests, written.programme):
        result(str(path))
    failed = any(notice.severity == "error" for notice in written.notices)
    return ManifestError.exit_code if failed else 0


def _quiz_template(path: Path) -> int:
    """Write the spreadsheet for questions to `path`, or into it when it is a folder."""
    from hocvu.sources.quiz import write_template

    if path.is_dir():
        path /= "cau-hoi.xlsx"
    elif path.suffix.lower() != ".xlsx":
        path = path.with_name(f"{path.name}.xlsx")
    if path.exists():
        raise UsageError("cli.new.template_exists", path=str(path))
    write_template(path)
    say("cli.new.template", path=str(path), quoted=quoted(path))
    result(str(path))
    return 0
