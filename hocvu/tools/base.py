"""What the rest of the project knows of an engine."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Found:
    """An engine that is there: where, and which version it says it is."""

    path: Path | None
    version: str


class Engine(Protocol):
    """An engine's probe.

    Attributes:
        name: Its name, such as ``ffmpeg``.
        purpose: Code in the message catalogue that says what it is for; its hint says how to
            get it.
        minimum: The oldest version that will do, such as ``5.1``.
    """

    name: str
    purpose: str
    minimum: str

    def find(self) -> Found | None:
        """Return the engine, or None when it is not installed. Probed once per process."""
        ...


def new_enough(version: str, minimum: str) -> bool:
    """Tell whether `version` is at least `minimum`, both as dotted numbers."""
    return _numbers(version) >= _numbers(minimum)


def _numbers(version: str) -> list[int]:
    return [int(part) for part in re.findall(r"\d+", version)]
