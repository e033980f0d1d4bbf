"""What findings cite of cmi5 stands in the published list of its requirements."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest
from runtime.requirements import cited, published

PACKAGES = Path(__file__).parents[2] / "hocvu/packages"
SOURCES = [PACKAGES / "cmi5/verify.py", *sorted((PACKAGES / "play").rglob("*.py"))]


def _clauses(path: Path) -> list[str]:
    """Return the clauses that are written out; those that are put together are met by mutants."""
    tree = ast.parse(path.read_text("utf-8"))
    parts = {
        id(part) for one in ast.walk(tree) if isinstance(one, ast.JoinedStr) for part in one.values
    }
    return [
        one.value
        for one in ast.walk(tree)
        if isinstance(one, ast.Constant) and isinstance(one.value, str) and id(one) not in parts
        if one.value.startswith("cmi5 ")
    ]


def test_the_list_is_whole() -> None:
    assert len(published()) == 208
    assert cited("cmi5 13.1.4.0-1")
    assert not cited("cmi5 13.1.4.0-9")
    assert not cited("cmi5 13.1.4")


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: path.stem)
def test_each_clause_that_is_written_out_is_in_the_list(path: Path) -> None:
    assert [clause for clause in _clauses(path) if not cited(clause)] == []


def test_there_are_such_clauses() -> None:
    assert sum(len(_clauses(path)) for path in SOURCES) > 40
