"""Scenes as a graph: what cannot be reached, what never ends, circles, and the best path."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Final

Edges = Mapping[str, Sequence[tuple[str, float]]]
_MOST_STEPS: Final = 200_000


class TooTangled(Exception):
    """Circles are so many that the best path is not found in reasonable time."""


def reachable(edges: Edges, start: str) -> set[str]:
    """Return every scene on some path from `start`."""
    found, waiting = {start}, [start]
    while waiting:
        for to, _ in edges.get(waiting.pop(), ()):
            if to in edges and to not in found:
                found.add(to)
                waiting.append(to)
    return found


def ending(edges: Edges, ends: Iterable[str]) -> set[str]:
    """Return every scene from which one of `ends` can be reached."""
    back: dict[str, list[tuple[str, float]]] = {scene: [] for scene in edges}
    for scene, ways in edges.items():
        for to, score in ways:
            if to in back:
                back[to].append((scene, score))
    found: set[str] = set()
    for end in ends:
        if end not in found:
            found |= reachable(back, end)
    return found


def components(edges: Edges) -> list[list[str]]:
    """Return the scenes in groups that lead round to each other, later ones first (Tarjan)."""
    order: dict[str, int] = {}
    low: dict[str, int] = {}
    stack: list[str] = []
    inside: set[str] = set()
    groups: list[list[str]] = []
    for root in edges:
        if root in order:
            continue
        work: list[tuple[str, Iterator[tuple[str, float]]]] = []

        def enter(scene: str, work: list[tuple[str, Iterator[tuple[str, float]]]] = work) -> None:
            order[scene] = low[scene] = len(order)
            stack.append(scene)
            inside.add(scene)
            work.append((scene, iter(edges[scene])))

        enter(root)
        while work:
            scene, ways = work[-1]
            for to, _ in ways:
                if to not in edges:
                    continue
                if to not in order:
                    enter(to)
                    break
                if to in inside:
                    low[scene] = min(low[scene], order[to])
            else:
                work.pop()
                if work:
                    above = work[-1][0]
                    low[above] = min(low[above], low[scene])
                if low[scene] == order[scene]:
                    at = stack.index(scene)
                    groups.append(stack[at:])
                    inside.difference_update(stack[at:])
                    del stack[at:]
    return groups


def circles(edges: Edges) -> list[list[str]]:
    """Return one way round for each group of scenes that lead back to themselves."""
    found = []
    for group in components(edges):
        members = set(group)
        start = group[0]
        if len(group) == 1 and not any(to == start for to, _ in edges[start]):
            continue
        found.append(_round(edges, start, members))
    return found


def best_path(edges: Edges, start: str, ends: Iterable[str]) -> float:
    """Return the highest score of a path from `start` to an end that visits no scene twice.

    Groups of scenes that lead round to each other are searched one by one, so that the work grows
    with the circles alone.

    Raises:
        TooTangled: The circles are too many.
    """
    goals = set(ends)
    best: dict[str, float] = {}  # from the scene to an end, leaving its group for good
    steps = 0
    for group in components(edges):
        members = set(group)
        for entry in group:
            top = float("-inf")
            # Each frame: a scene, the score up to it, the ways still to try.
            path = [entry]
            seen = {entry}
            frames = [(0.0, iter(edges[entry]))]
            if entry in goals:
                top = 0.0
            while frames:
                sum_, ways = frames[-1]
                for to, score in ways:
                    steps += 1
                    if steps > _MOST_STEPS:
                        raise TooTangled
                    if to not in members:
                        top = max(top, sum_ + score + best.get(to, float("-inf")))
                    elif to not in seen:
                        if to in goals:
                            top = max(top, sum_ + score)
                        path.append(to)
                        seen.add(to)
                        frames.append((sum_ + score, iter(edges[to])))
                        break
                else:
                    frames.pop()
                    seen.discard(path.pop())
            best[entry] = top
    return max(0.0, best.get(start, 0.0))


def _round(edges: Edges, start: str, members: set[str]) -> list[str]:
    """Return a shortest way from `start` back to it inside `members`."""
    before: dict[str, str] = {}
    waiting = [start]
    for scene in waiting:
        for to, _ in edges[scene]:
            if to == start:
                way, step = [start], scene
                while step != start:
                    way.insert(1, step)
                    step = before[step]
                return [*way, start]
            if to in members and to not in before and to != start:
                before[to] = scene
                waiting.append(to)
    return [start]
