"""Checks which lessons open when: what they require must be there, and come to an end."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Any, Final

from hocvu.manifest.rules import lessons
from hocvu.manifest.values import shown
from hocvu.written.tree import Step, Tree

_IN_ORDER: Final = "lan_luot"

Path_ = tuple[Step, ...]


@dataclass(frozen=True, slots=True)
class _Wish:
    """What a lesson or section requires: where it is written, and the lessons it stands for."""

    path: Path_
    named: str
    of: tuple[int, ...]
    lessons: tuple[int, ...]


def check_sequencing(tree: Tree) -> None:
    """Report to `tree` what no learner could ever open, or finish."""
    order = tree.value.get("sequencing")
    order = order.get("order") if isinstance(order, dict) else order
    written = list(lessons(tree))
    if written and not any(_required(lesson) for _, lesson in written):
        tree.report("manifest.nothing_required", (*written[0][0], "required"), "warning")
    wishes = [wish for wish in _wishes(tree, written) if wish is not None]
    _circles(tree, written, wishes, in_order=str(order).strip() == _IN_ORDER)


def _required(lesson: Mapping[str, Any]) -> bool:
    return str(lesson.get("required", True)).lower() != "false"


def _wishes(tree: Tree, written: list[tuple[Path_, dict[str, Any]]]) -> Iterator[_Wish | None]:
    named: dict[str, tuple[int, ...]] = {}
    for number, (_, lesson) in enumerate(written):
        named.setdefault(str(lesson.get("id")), (number,))
    for path, section in _sections(tree):
        named.setdefault(str(section.get("id")), _inside(path, written))
    own = [(path, section, _inside(path, written)) for path, section in _sections(tree)]
    own += [(path, lesson, (number,)) for number, (path, lesson) in enumerate(written)]
    for path, part, of in own:
        for step, key in _keys((*path, "requires"), part.get("requires")):
            yield _wish(tree, step, key, of, named)


def _wish(
    tree: Tree, path: Path_, key: str, of: tuple[int, ...], named: Mapping[str, tuple[int, ...]]
) -> _Wish | None:
    if key not in named:
        near = next(iter(get_close_matches(key, named, 1, 0.7)), "")
        code = "manifest.requires_misspelt" if near else "manifest.requires_unknown"
        tree.report(code, path, params={"key": shown(key), "near": near})
        return None
    if set(named[key]) & set(of):
        tree.report("manifest.requires_itself", path, params={"key": key})
        return None
    return _Wish(path, key, of, named[key])


def _circles(
    tree: Tree,
    written: list[tuple[Path_, dict[str, Any]]],
    wishes: Iterable[_Wish],
    *,
    in_order: bool,
) -> None:
    """Tell of each wish that could never come true, in the author's order."""
    edges: dict[int, set[int]] = {number: set() for number in range(len(written))}
    if in_order:
        before: int | None = None
        for number, (_, lesson) in enumerate(written):
            edges[number] |= set() if before is None else {before}
            before = number if _required(lesson) else before
    for wish in wishes:
        if any(_leads(edges, there, here) for there in wish.lessons for here in wish.of):
            code = "manifest.requires_later" if in_order else "manifest.requires_circle"
            tree.report(code, wish.path, params={"key": wish.named})
            continue
        for here in wish.of:
            edges[here] |= set(wish.lessons)


def _leads(edges: Mapping[int, set[int]], start: int, goal: int) -> bool:
    seen: set[int] = set()
    waiting = [start]
    while waiting:
        one = waiting.pop()
        if one == goal:
            return True
        if one not in seen:
            seen.add(one)
            waiting += edges[one]
    return False


def _sections(tree: Tree) -> Iterator[tuple[Path_, dict[str, Any]]]:
    parts = tree.value.get("parts")
    for index, part in enumerate(parts if isinstance(parts, list) else ()):
        if isinstance(part, dict) and "parts" in part:
            yield ("parts", index), part


def _inside(section: Path_, written: list[tuple[Path_, dict[str, Any]]]) -> tuple[int, ...]:
    """Return the lessons of a section that stand for it: the required ones, or all."""
    mine = [n for n, (path, _) in enumerate(written) if path[: len(section)] == section]
    needed = [n for n in mine if _required(written[n][1])]
    return tuple(needed or mine)


def _keys(path: Path_, value: Any) -> Iterator[tuple[Path_, str]]:
    for index, key in enumerate(value if isinstance(value, list) else ()):
        if isinstance(key, str) and key.strip():
            yield (*path, index), key.strip()
