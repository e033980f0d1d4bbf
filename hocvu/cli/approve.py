"""``hocvu approve``: a manifest moves on by one step of its approval."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Annotated

import typer

from hocvu.cli.console import quoted, result, say
from hocvu.cli.options import Quiet, Verbose
from hocvu.errors import ManifestError, Origin, UsageError
from hocvu.messages import text


def command(
    manifests: Annotated[
        list[Path], typer.Argument(help=text("cli.approve.manifests"), metavar="MANIFEST...")
    ],
    to: Annotated[str, typer.Option("--to", help=text("cli.approve.to"), metavar="STEP")],
    number: Annotated[str, typer.Option(help=text("cli.approve.number"))] = "",
    date: Annotated[str, typer.Option(help=text("cli.approve.date"), metavar="YYYY-MM-DD")] = "",
    signer: Annotated[str, typer.Option(help=text("cli.approve.signer"))] = "",
    config: Annotated[
        Path | None, typer.Option(metavar="FILE", help=text("cli.validate.config"))
    ] = None,
    quiet: Quiet = False,
    verbose: Verbose = False,
) -> int:
    """Write the step into each manifest; into none where one of them may not move on."""
    from hocvu.manifest.approving import Document, advance
    from hocvu.manifest.setting import Checks
    from hocvu.manifest.tables import read_tables
    from hocvu.written.replacing import replace

    for path in manifests:
        _only_manifests(path, to)
    document = Document(number.strip(), _day(date.strip()), signer.strip())
    checks = Checks(tables=read_tables(config) if config else None)
    made = [(path, advance(path, to, document, checks)) for path in manifests]
    for path, data in made:
        replace(path, data)
        say("cli.approve.done", path=str(path), step=to)
        result(str(path))
    return 0


def _only_manifests(path: Path, to: str) -> None:
    """Refuse what is no manifest: what one document approves is named file by file."""
    from hocvu.manifest.find import SUFFIXES, find_manifests

    place = Origin(str(path))
    if path.is_dir():
        example = next(iter(find_manifests(path)), path / "manifest.yaml")
        raise UsageError("cli.approve.folder", origin=place, example=quoted(example), step=to)
    if path.is_file() and path.suffix.lower() not in SUFFIXES:
        raise ManifestError("cli.validate.not_manifest", origin=place)


def _day(written: str) -> dt.date | None:
    """Return the document's date, written year-month-day or as it stands on the document."""
    if not written:
        return None
    iso = "-".join(part.zfill(2) for part in reversed(written.split("/")))
    try:
        return dt.date.fromisoformat(iso if "/" in written else written)
    except ValueError:
        raise UsageError("cli.not_a_day", value=written) from None
