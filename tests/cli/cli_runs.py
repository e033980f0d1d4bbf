"""Runs the command as a user does: the installed program, in a folder of its own."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

PROGRAM = Path(sys.executable).with_name("hocvu")

MANIFEST = """\
id: https://hoclieu.example/{0}
code: {0}
title: Chuyên đề {0}
language: vi
version: 1.0.0
kind: chuyen_de
status: du_thao
parts:
  - {{id: bai-1, source: bai.md}}
"""
"""A manifest of one lesson, to be formatted with its code."""


@dataclass(frozen=True)
class Said:
    """What a run said and left."""

    code: int
    out: str
    err: str

    @property
    def paths(self) -> list[Path]:
        """The packages that it named."""
        return [Path(line) for line in self.out.splitlines()]


Hocvu = Callable[..., Said]


@pytest.fixture
def hocvu(tmp_path: Path) -> Hocvu:
    """Return a function that runs `hocvu` in an empty folder and gives what it said."""

    def run(*arguments: object, cwd: Path = tmp_path, **variables: str) -> Said:
        done = subprocess.run(
            [str(PROGRAM), *map(str, arguments)],
            cwd=cwd,
            env=os.environ | variables,
            capture_output=True,
            text=True,
            timeout=240,
            check=False,
        )
        return Said(done.returncode, done.stdout, done.stderr)

    return run
