"""Checks how scenes are joined, and finds the best score."""

from __future__ import annotations

from hocvu.sources.situation import graph
from hocvu.sources.situation.parse import unknown
from hocvu.sources.situation.script import Path, Script

Edges = dict[str, list[tuple[str, float]]]


def check(script: Script) -> float:
    """Report what is wrong with the joints of `script`; return the score of its best path."""
    edges, places = _joined(script)
    if script.start not in edges:
        return 0.0
    ends = [scene.id for scene in script.scenes.values() if scene.end]
    _reached(script, edges, ends)
    circles = graph.circles(edges)
    if circles and not script.cycles:
        for way in circles:
            where = places[way[-2], way[-1]]
            script.tree.report("situation.cycle", where, params={"way": " → ".join(way)})
        return 0.0
    try:
        best = graph.best_path(edges, script.start, ends)
    except graph.TooTangled:
        script.tree.report("situation.too_tangled", ("scenes",))
        return 0.0
    sound = all(problem.severity != "error" for problem in script.tree.problems)
    if sound and best <= 0 and any(scene.end == "score" for scene in script.scenes.values()):
        script.tree.report("situation.no_score", ("scenes",), "warning")
    return best


def _joined(script: Script) -> tuple[Edges, dict[tuple[str, str], Path]]:
    """Return which scene leads to which with what score, and where that is written."""
    edges: Edges = {}
    places: dict[tuple[str, str], Path] = {}
    for scene in script.scenes.values():
        ways = edges.setdefault(scene.id, [])
        for to, score, path in scene.next():
            # A scene that is probably meant counts as joined: one slip is told once.
            meant = to if to in script.scenes else unknown(script, to, path)
            if meant:
                ways.append((meant, score))
                places.setdefault((scene.id, meant), path)
    return edges, places


def _reached(script: Script, edges: Edges, ends: list[str]) -> None:
    """Report scenes that no path comes to, and those from which none ends."""
    found = graph.reachable(edges, script.start)
    last = graph.ending(edges, ends)
    if not ends:
        script.tree.report("situation.no_end", ("scenes",))
    for scene in script.scenes.values():
        params = {"id": scene.id, "start": script.start}
        if scene.id not in found:
            script.tree.report("situation.unreachable", scene.path, at_key=True, params=params)
        elif ends and scene.id not in last and scene.next():
            script.tree.report("situation.never_ends", scene.path, at_key=True, params=params)
