"""From inputs to verified packages: the single path, step by step."""

from __future__ import annotations

import contextlib
import shutil
import tempfile
import time
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from hocvu import __version__
from hocvu.errors import (
    HocvuError,
    Missing,
    Origin,
    PackageError,
    Remark,
    SourceError,
    UsageError,
    reason_of,
)
from hocvu.identifiers import as_text
from hocvu.lesson import Course, Notice
from hocvu.packages import WRITERS, Package, VerifiedPackage, metadata_json, verify
from hocvu.pipeline.assemble import assemble
from hocvu.pipeline.choose import used_by
from hocvu.pipeline.draft import materials
from hocvu.pipeline.inputs import expand, plan_input
from hocvu.pipeline.plan import Plan
from hocvu.pipeline.reading import Outcome, ReadingRoom
from hocvu.pipeline.report import (
    InputReport,
    RunReport,
    all_said,
    package_report,
    source_report,
)
from hocvu.progress import Progress, Step, silent
from hocvu.sources.base import hash_file


@dataclass(frozen=True, slots=True)
class Settings:
    """How to pack.

    Attributes:
        standards: Names of standards, in order.
        out: The folder that packages are left in.
        jobs: How many processes; 0 for the number of cores.
        cache: The cache's folder, or None for the user's own.
        keep: Whether readings stay in the cache.
        strict: Whether a warning fails its input.
        lenient: Whether a folder without a manifest is packed without the materials that cannot
            be read; their errors are told all the same.
        cluster: Address of a scheduler whose machines read the materials.
    """

    standards: tuple[str, ...] = ("scorm12",)
    out: Path = Path("dist")
    jobs: int = 0
    cache: Path | None = None
    keep: bool = True
    strict: bool = False
    lenient: bool = True
    cluster: str = ""


@dataclass(slots=True)
class Packed:
    """What became of one input."""

    input: str
    plan: Plan | None = None
    course: Course | None = None
    outcomes: Sequence[Outcome] = ()
    packages: tuple[VerifiedPackage, ...] = ()
    metadata: Path | None = None
    replaced: tuple[Path, ...] = ()
    errors: list[HocvuError] = field(default_factory=list)
    seconds: float = 0.0

    @property
    def remarks(self) -> Iterator[Remark]:
        """Every notice and finding of this input, in order."""
        if self.plan:
            yield from self.plan.notices
        for outcome in self.outcomes:
            if outcome.reading:
                yield from outcome.reading.notices
        for package in self.packages:
            yield from package.package.notices
            yield from package.findings

    @property
    def exit_code(self) -> int:
        """The worst exit code of this input's errors; 0 when there are none."""
        return max((error.exit_code for error in self.errors), default=0)


def resolve_standards(names: Iterable[str]) -> tuple[str, ...]:
    """Return the standards that `names` mean, each once; ``all`` means all.

    Raises:
        UsageError: There is no such standard.
    """
    wanted: dict[str, None] = {}
    for name in names:
        if name == "all":
            wanted |= dict.fromkeys(WRITERS)
        elif name in WRITERS:
            wanted[name] = None
        else:
            raise UsageError("pack.unknown_standard", name=name, supported=", ".join(WRITERS))
    return tuple(wanted)


def pack_all(
    inputs: Sequence[str | Path], settings: Settings, progress: Progress = silent
) -> list[Packed]:
    """Pack every input; one that fails does not stop the others.

    Raises:
        UsageError: A standard is not known.
        ToolError: The cluster cannot do the work.
    """
    standards = resolve_standards(settings.standards)
    results: list[Packed] = []
    for given in inputs:
        found = [_planned(name) for name in expand(str(given))]
        _tell_forgotten(str(given), found)
        results += found
    with ReadingRoom(
        jobs=settings.jobs,
        cache=settings.cache,
        keep=settings.keep,
        cluster=settings.cluster,
        progress=progress,
    ) as room:
        _read(room, results)
        taken: set[str] = set()
        for result in results:
            begun = time.monotonic()
            try:
                _make(result, standards, settings, progress, taken)
            except HocvuError as error:
                result.errors.append(error)
            except OSError as error:
                result.errors.append(_cannot_write(error, settings.out))
            result.seconds += time.monotonic() - begun
    return results


def report(results: Sequence[Packed], seconds: float) -> RunReport:
    """Return the machine-readable report of a run that took `seconds`."""
    return RunReport(
        hocvu=__version__,
        exit_code=max((result.exit_code for result in results), default=0),
        seconds=round(seconds, 3),
        inputs=tuple(_input_report(result) for result in results),
    )


def _planned(given: str) -> Packed:
    try:
        return Packed(given, plan_input(given))
    except HocvuError as error:
        return Packed(given, errors=[error])
    except OSError as error:
        reason = reason_of(error)
        place = Origin(file=str(error.filename or given))
        return Packed(given, errors=[Missing("source.unreadable", origin=place, reason=reason)])


def _tell_forgotten(given: str, found: Sequence[Packed]) -> None:
    """Tell of materials in a folder that none of its manifests names."""
    folder = Path(given)
    plans = [result.plan for result in found if result.plan]
    if not plans or len(plans) < len(found) or not folder.is_dir() or plans[0].path == folder:
        return
    told = {lesson.source.path.resolve() for plan in plans for lesson in plan.lessons}
    named = told.union(*map(used_by, told))
    notices = tuple(
        Notice("input.forgotten", "warning", Origin(file=str(path)))
        for path in materials(folder)
        if path.resolve() not in named
    )
    found[0].plan = replace(plans[0], notices=(*plans[0].notices, *notices))


def _read(room: ReadingRoom, results: Sequence[Packed]) -> None:
    """Read the materials of all inputs together, so that every core has work."""
    planned = [result for result in results if result.plan]
    begun = time.monotonic()
    outcomes = iter(room.read([lesson for r in planned if r.plan for lesson in r.plan.lessons]))
    for result in planned:
        assert result.plan
        result.outcomes = [next(outcomes) for _ in result.plan.lessons]
        result.errors += [outcome.error for outcome in result.outcomes if outcome.error]
        result.seconds = time.monotonic() - begun


def _make(
    result: Packed,
    standards: Sequence[str],
    settings: Settings,
    progress: Progress,
    taken: set[str],
) -> None:
    plan = result.plan
    readings = [outcome.reading for outcome in result.outcomes]
    if (
        plan is None
        or not any(readings)
        or (result.errors and not (plan.lenient and settings.lenient))
    ):
        return
    course = assemble(plan, readings)
    name = f"{course.slug}-{course.record.version}"
    if name in taken:
        raise UsageError("input.same_package", origin=Origin(file=result.input), name=name)
    taken.add(name)
    if settings.strict:
        _refuse_warnings(result)
    result.course = course
    settings.out.mkdir(parents=True, exist_ok=True)
    with _staging(settings.out) as staging:
        made = [_written(course, name, standard, staging, progress) for standard in standards]
        verified = [_verified(package, progress) for package in made]
        if settings.strict:
            _refuse_warnings(result, (f for v in verified for f in v.findings))
        record = staging / f"{name}.metadata.json"
        record.write_bytes(metadata_json(course, made))
        result.replaced = tuple(path for v in verified if (path := _differing(v, settings.out)))
        # Everything is whole: only now does anything get its final name.
        final = [_moved(v, settings.out) for v in verified]
        record.replace(settings.out / record.name)
    result.packages = tuple(final)
    result.metadata = settings.out / record.name


def _refuse_warnings(result: Packed, extra: Iterable[Remark] = ()) -> None:
    warnings = [r for r in (*result.remarks, *extra) if r.severity != "info"]
    if warnings:
        raise SourceError("pack.strict", origin=Origin(file=result.input), count=len(warnings))


@contextlib.contextmanager
def _staging(out: Path) -> Iterator[Path]:
    """Give a folder on the same disk as `out`, gone afterwards with all that is left in it."""
    folder = Path(tempfile.mkdtemp(prefix=".hocvu-", dir=out))
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _written(
    course: Course, name: str, standard: str, staging: Path, progress: Progress
) -> Package:
    writer = WRITERS[standard]
    return writer.write(course, staging / f"{name}-{standard}{writer.suffix}", progress)


def _verified(package: Package, progress: Progress) -> VerifiedPackage:
    progress(Step("verify", package.path.name, 0, 0))
    findings = tuple(verify(package.path, content=False))
    errors = sum(finding.severity == "error" for finding in findings)
    if errors:
        raise PackageError("pack.not_conformant", name=package.path.name, count=errors)
    progress(Step("verify", package.path.name, 1, 1))
    return VerifiedPackage(package, findings)


def _differing(verified: VerifiedPackage, out: Path) -> Path | None:
    """Return the package that this one takes the place of, when its content was another."""
    path = out / verified.package.path.name
    same = path.is_file() and hash_file(path)[0] == verified.package.sha256
    return path if path.is_file() and not same else None


def _moved(verified: VerifiedPackage, out: Path) -> VerifiedPackage:
    path = out / verified.package.path.name
    verified.package.path.replace(path)
    findings = tuple(
        replace(finding, origin=replace(finding.origin, file=str(path)))
        for finding in verified.findings
    )
    return VerifiedPackage(replace(verified.package, path=path), findings)


def _cannot_write(error: OSError, out: Path) -> PackageError:
    reason = reason_of(error)
    return PackageError("pack.cannot_write", path=str(error.filename or out), reason=reason)


def _input_report(result: Packed) -> InputReport:
    course = result.course
    return InputReport(
        input=as_text(result.input),
        course=course.record.id if course else "",
        title=course.title if course else "",
        version=course.record.version if course else "",
        metadata=str(result.metadata or ""),
        notices=all_said(result.plan.notices if result.plan else ()),
        sources=tuple(source_report(outcome) for outcome in result.outcomes),
        packages=tuple(package_report(package) for package in result.packages),
        errors=all_said(remark for error in result.errors for remark in error.remarks),
        seconds=round(result.seconds, 3),
    )
