"""The published list of cmi5's requirements, by their numbers."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

LIST = Path(__file__).parents[1] / "packages/data/cmi5_requirements.txt"
_NUMBER = re.compile(r"\b\d+(?:\.\d+)+-\d+\b")


@cache
def published() -> frozenset[str]:
    """Return the numbers of all requirements."""
    lines = LIST.read_text("utf-8").splitlines()
    return frozenset(number for line in lines if line[0] != "#" for number in line.split())


def cited(clause: str) -> bool:
    """Tell if a clause cites a requirement, and none that is not in the list."""
    numbers = _NUMBER.findall(clause)
    return bool(numbers) and published().issuperset(numbers)
