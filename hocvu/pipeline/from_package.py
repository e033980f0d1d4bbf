"""Plans a lesson for each item of a package that another program made."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import groupby
from pathlib import Path

from hocvu.errors import HocvuError, Origin
from hocvu.identifiers import key_for
from hocvu.lesson import Notice
from hocvu.pipeline.choose import choose
from hocvu.pipeline.plan import Plan, PlannedLesson, PlannedSection
from hocvu.sources import package
from hocvu.sources.base import Source

_BETWEEN = " – "
# What a package among other materials says of itself, and not only of its own files.
_SHARED = ("description", "keywords", "language", "publisher", "compilers")


def is_package(path: Path) -> bool:
    """Tell if the file at `path` is a package of a standard."""
    try:
        return path.is_file() and choose(path, path.name) is package.READER
    except HocvuError:
        return False


def unfold(plan: Plan, *, identified: bool = False) -> Plan:
    """Return `plan`, of a single material, with a lesson for each item if that is a package.

    The record takes what the package's metadata tell; a package that cannot be understood stays
    one lesson, whose reading tells why.

    Args:
        plan: The plan.
        identified: Whether the work keeps the identifier that the package tells. Not for a draft,
            which must not be taken for the work itself.
    """
    source = plan.lessons[0].source
    if not is_package(source.path):
        return plan
    try:
        outline = package.outline_of(source.path, source.at())
    except HocvuError:
        return plan
    items = [item for item in outline.items if not item.trouble]
    if not items:
        return plan
    told = dict(outline.record)
    if not identified:
        told.pop("id", None)
    if outline.title:
        told.setdefault("title", {"vi": outline.title})
    notices = tuple(
        Notice(i.trouble, "warning", source.at(), {"title": i.title or i.id, "name": i.page})
        for i in outline.items
        if i.trouble
    )
    return replace(
        plan,
        record=plan.record.model_copy(update=told),
        sections=tuple(_sections(items, source, plan.lessons[0].place)),
        notices=(*plan.notices, *notices),
    )


def described(plan: Plan) -> Plan:
    """Return `plan`, of a folder, its record filled from the only package inside.

    A package that stands alone gives all that it says but its identifier; one among other
    materials leaves the folder its title, version, rights and time.
    """
    usual = (*package.READER.suffixes, *package.READER.also)
    sources = [one.source for one in plan.lessons if one.source.path.suffix.lower() in usual]
    packages = [source for source in sources if is_package(source.path)]
    if len(packages) != 1:
        return plan
    try:
        outline = package.outline_of(packages[0].path, packages[0].at())
    except HocvuError:
        return plan
    told = {name: value for name, value in outline.record.items() if name in _SHARED}
    if len(plan.lessons) == 1:
        told = {name: value for name, value in outline.record.items() if name != "id"}
        if outline.title:
            told.setdefault("title", {"vi": outline.title})
    return replace(plan, record=plan.record.model_copy(update=told))


def _sections(
    items: Sequence[package.Item], source: Source, place: Origin
) -> Iterator[PlannedSection]:
    """Yield a section for each run of items under the same titles."""
    keys: set[str] = set()
    for titles, inside in groupby(items, lambda item: item.sections):
        title = _BETWEEN.join(titles)
        key = key_for(title) if title else "noi-dung"
        while key in keys:
            key = f"{key}-{len(keys) + 1}"
        keys.add(key)
        lessons = tuple(
            PlannedLesson(key_for(i.id), i.title, source, {"item": i.id}, place) for i in inside
        )
        yield PlannedSection(key, title, lessons)
