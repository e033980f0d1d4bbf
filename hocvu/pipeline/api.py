"""The library's own calls: the path for programs, which print nothing and never exit."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from hocvu.errors import UsageError
from hocvu.lesson import Course
from hocvu.packages import VerifiedPackage
from hocvu.pipeline.assemble import assemble
from hocvu.pipeline.inputs import expand, plan_input
from hocvu.pipeline.pack import Settings, pack_all
from hocvu.pipeline.reading import ReadingRoom
from hocvu.progress import Progress, silent


def read(
    source: str | Path, *, jobs: int = 0, cache: Path | None = None, progress: Progress = silent
) -> Course:
    """Read a manifest, a material or a folder into a course.

    Args:
        source: A manifest, a material, or a folder of materials.
        jobs: How many materials are read at once; 0 for the number of cores.
        cache: Folder that keeps conversions; the user's own cache by default.
        progress: Told of every step, from several threads.

    Raises:
        ManifestError: The manifest has errors.
        SourceError: A material cannot be read.
        ToolError: An engine that is needed is missing or failed.
        UsageError: `source` is a folder of several manifests.
    """
    inputs = expand(str(source))
    if len(inputs) != 1:
        raise UsageError("input.several", path=str(source), count=len(inputs))
    plan = plan_input(inputs[0])
    with ReadingRoom(jobs=jobs, cache=cache, progress=progress) as room:
        outcomes = room.read(plan.lessons)
    for outcome in outcomes:
        if outcome.error:
            raise outcome.error
    return assemble(plan, [outcome.reading for outcome in outcomes])


def pack(
    source: str | Path,
    standards: Iterable[str] = ("scorm12",),
    out: str | Path = "dist",
    *,
    jobs: int = 0,
    cache: str | Path | None = None,
    strict: bool = False,
    cluster: str = "",
    progress: Progress = silent,
) -> list[VerifiedPackage]:
    """Pack a manifest, a material or a folder; return the packages in the standards' order.

    What one material's error stops is not packed; other manifests of the folder are.

    Args:
        source: A manifest, a material, a folder of materials or a folder of manifests.
        standards: Names of standards, or ``all``.
        out: Folder that receives the packages.
        jobs: How many materials are read at once; 0 for the number of cores.
        cache: Folder that keeps conversions; the user's own cache by default.
        strict: Whether a warning fails.
        cluster: Address of a Dask scheduler whose machines read the materials.
        progress: Told of every step, from several threads.

    Raises:
        ManifestError: The manifest has errors.
        SourceError: A material cannot be read.
        ToolError: An engine that is needed is missing or failed.
        PackageError: A package cannot be written or does not conform.
        UsageError: A standard is not known.
    """
    settings = Settings(
        standards=(standards,) if isinstance(standards, str) else tuple(standards),
        out=Path(out),
        jobs=jobs,
        cache=Path(cache) if cache else None,
        strict=strict,
        lenient=False,
        cluster=cluster,
    )
    results = pack_all([source], settings, progress)
    for result in results:
        for error in result.errors:
            raise error
    return [package for result in results for package in result.packages]
