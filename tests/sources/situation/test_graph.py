"""How scenes are joined: circles, ends, and the best path."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hocvu.sources.situation.graph import (
    TooTangled,
    best_path,
    circles,
    components,
    ending,
    reachable,
)

Edges = dict[str, list[tuple[str, float]]]


@st.composite
def graphs(draw: st.DrawFn) -> Edges:
    names = [f"s{n}" for n in range(draw(st.integers(1, 5)))]
    way = st.tuples(st.sampled_from(names), st.integers(-5, 10).map(float))
    return {name: draw(st.lists(way, max_size=3)) for name in names}


def paths(edges: Edges, scene: str, seen: tuple[str, ...] = ()) -> Iterator[tuple[str, float]]:
    """Yield every path without a scene twice, by its last scene and its score: slow and plain."""
    yield scene, 0.0
    for to, score in edges[scene]:
        if to not in (*seen, scene):
            for last, more in paths(edges, to, (*seen, scene)):
                yield last, score + more


@settings(max_examples=60, deadline=None)
@given(graphs(), st.sets(st.integers(0, 4)))
def test_the_best_path_is_that_of_a_plain_search(edges: Edges, chosen: set[int]) -> None:
    ends = [name for number, name in enumerate(edges) if number in chosen]
    plain = [score for last, score in paths(edges, "s0") if last in ends]
    assert best_path(edges, "s0", ends) == max([0.0, *plain])


@settings(max_examples=60, deadline=None)
@given(graphs())
def test_components_and_circles(edges: Edges) -> None:
    groups = components(edges)
    assert sorted(name for group in groups for name in group) == sorted(edges)
    for group in groups:
        for one in group:
            assert set(group) <= reachable(edges, one)
    for way in circles(edges):
        assert way[0] == way[-1]
        assert all(to in {t for t, _ in edges[at]} for at, to in pairwise(way))
    back = {a for a in edges if any(a in reachable(edges, to) for to, _ in edges[a])}
    assert bool(back) == bool(circles(edges))
    assert ending(edges, ["s0"]) == {a for a in edges if "s0" in reachable(edges, a)}


def test_a_long_chain_is_quick_and_a_tangle_is_refused() -> None:
    chain: Edges = {f"s{n}": [(f"s{n + 1}", 1.0)] for n in range(299)} | {"s299": []}
    assert best_path(chain, "s0", ["s299"]) == 299
    whole: Edges = {f"s{n}": [(f"s{m}", 1.0) for m in range(14)] for n in range(14)}
    with pytest.raises(TooTangled):
        best_path(whole, "s0", ["s1"])
