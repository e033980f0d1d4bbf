"""``hocvu select``: a programme of topics chosen from a catalogue, and what changed since."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Annotated

import typer

from hocvu.catalog import Choice, compare, select
from hocvu.catalog.reading import tolerant
from hocvu.cli.console import result, say, tell, tell_all, tell_error
from hocvu.cli.formats import render
from hocvu.cli.options import Form, Format, Quiet, Verbose
from hocvu.cli.stores import Endpoint
from hocvu.errors import HocvuError, ManifestError, Origin, UsageError
from hocvu.identifiers import key_for, slug
from hocvu.manifest import Problem, is_manifest
from hocvu.messages import text
from hocvu.programmes import Programme, is_programme, load_programme
from hocvu.store.settings import Settings


def command(
    catalogue: Annotated[str, typer.Argument(help=text("cli.select.catalogue"))],
    topic: Annotated[str, typer.Option("--topic", help=text("cli.select.topic"))] = "",
    compulsory: Annotated[
        str, typer.Option("--compulsory", help=text("cli.select.compulsory"))
    ] = "",
    elective: Annotated[str, typer.Option("--elective", help=text("cli.select.elective"))] = "",
    field: Annotated[str, typer.Option("--field", help=text("cli.select.field"))] = "",
    publisher: Annotated[str, typer.Option("--publisher", help=text("cli.select.publisher"))] = "",
    title: Annotated[str, typer.Option("--title", help=text("cli.select.title"))] = "",
    code: Annotated[str, typer.Option("--code", help=text("cli.select.code"))] = "",
    identifier: Annotated[str, typer.Option("--id", help=text("cli.select.id"))] = "",
    by: Annotated[str, typer.Option("--by", help=text("cli.select.by"))] = "",
    pages: Annotated[str, typer.Option("--pages", help=text("cli.select.pages"))] = "",
    out: Annotated[Path, typer.Option("--out", help=text("cli.select.out"))] = Path(
        "chuong-trinh.yaml"
    ),
    check: Annotated[Path | None, typer.Option("--check", help=text("cli.select.check"))] = None,
    form: Form = Format.TEXT,
    endpoint: Endpoint = "",
    quiet: Quiet = False,
    verbose: Verbose = False,
) -> int:
    """Write a programme, or compare one with the catalogue; return 3 when a topic is gone."""
    settings = Settings(endpoint=endpoint)
    if check:
        return _check(check, catalogue, settings, form)
    if not title:
        raise UsageError("cli.select.no_title")
    if out.exists():
        raise ManifestError("manifest.exists", origin=Origin(str(out)), file=out.name)
    required, optional = _list(compulsory), _list(elective)
    named = [*_list(topic), *required, *optional]
    choice = Choice(tuple(dict.fromkeys(named)), field, publisher, required, optional)
    own = code or slug(title).upper()
    head = {
        "id": identifier or f"urn:hocvu:{key_for(title)}",
        "code": own,
        "title": title,
        "publisher": by,
        "version": "1.0.0",
    }
    found, errors = tolerant(catalogue, settings)
    for error in errors:
        tell(error.remark)
    programme = select(found, choice, head, catalogue, out.parent, pages)
    say("cli.select.done", count=len(_write(out, programme).topics), path=str(out))
    result(str(out))
    return 0


def _write(out: Path, written: str) -> Programme:
    """Write a programme and read it as others will; one with errors does not stay."""
    out.parent.mkdir(parents=True, exist_ok=True)
    with out.open("x", encoding="utf-8", newline="\n") as stream:
        try:
            stream.write(written)
            stream.flush()
            return load_programme(out)
        except BaseException:
            stream.close()
            out.unlink()
            raise


def _check(path: Path, catalogue: str, settings: Settings, form: Format) -> int:
    if is_manifest(path) and not is_programme(path):
        raise UsageError("select.manifest", origin=Origin(str(path)))
    programme = load_programme(path)
    found, errors = tolerant(catalogue, settings)
    problems = compare(programme, found, catalogue)
    if errors:
        # A topic whose manifest cannot be read is not gone: which they are is not known.
        problems = tuple(problem for problem in problems if problem.code != "select.gone")
    if form is not Format.TEXT:
        result(render((*problems, *_problems(errors)), form.value).rstrip("\n"))
    else:
        for error in errors:
            tell_error(error)
        tell_all(problems, most=len(problems))
    if not (problems or errors):
        say("cli.select.unchanged", count=len(programme.topics))
    failed = any(problem.severity == "error" for problem in problems)
    codes = [error.exit_code for error in errors]
    return max([*codes, ManifestError.exit_code if failed else 0])


def _problems(errors: Iterable[HocvuError]) -> Iterator[Problem]:
    for error in errors:
        for one in error.remarks:
            yield Problem(one.code, one.severity, one.origin, one.params)


def _list(codes: str) -> tuple[str, ...]:
    return tuple(code.strip() for code in codes.split(",") if code.strip())
