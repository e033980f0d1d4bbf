"""How long work tells how far it is, without printing."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

Stage = Literal["read", "write", "verify", "publish"]


@dataclass(frozen=True, slots=True)
class Step:
    """One report of progress.

    Attributes:
        stage: The stage of the path that is at work.
        item: What it works on, as the user knows it.
        done: Work done, in the units of `total`.
        total: All the work of this item; 0 when not known.
    """

    stage: Stage
    item: str
    done: int
    total: int


Progress = Callable[[Step], None]


def silent(step: Step) -> None:
    """Take a report and do nothing with it."""
