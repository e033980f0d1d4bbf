"""Boxes on a page as it is shown: points (1/72 inch) from its top left corner."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle; `x0` ≤ `x1` from the left, `y0` ≤ `y1` from the top, in points."""

    x0: float
    y0: float
    x1: float
    y1: float

    @property
    def width(self) -> float:
        """Width in points."""
        return self.x1 - self.x0

    @property
    def height(self) -> float:
        """Height in points."""
        return self.y1 - self.y0

    @property
    def area(self) -> float:
        """Area in square points."""
        return self.width * self.height

    def holds(self, x: float, y: float, slack: float = 0) -> bool:
        """Tell if a point lies inside, or at most `slack` points outside."""
        return self.x0 - slack <= x <= self.x1 + slack and self.y0 - slack <= y <= self.y1 + slack

    def meets(self, other: Box, slack: float = 0) -> bool:
        """Tell if two boxes overlap, or lie at most `slack` points apart."""
        return (
            self.x0 <= other.x1 + slack
            and other.x0 <= self.x1 + slack
            and self.y0 <= other.y1 + slack
            and other.y0 <= self.y1 + slack
        )


def around(boxes: Iterable[Box]) -> Box:
    """Return the smallest box around `boxes`, of which there is at least one."""
    found = tuple(boxes)
    return Box(
        min(b.x0 for b in found),
        min(b.y0 for b in found),
        max(b.x1 for b in found),
        max(b.y1 for b in found),
    )


@dataclass(frozen=True, slots=True)
class View:
    """How a page's own coordinates become those of `Box`.

    Attributes:
        left: Left edge of the crop box in the page's coordinates.
        bottom: Its bottom edge.
        right: Its right edge.
        top: Its top edge.
        rotation: Clockwise turn on showing, in degrees: 0, 90, 180 or 270.
    """

    left: float
    bottom: float
    right: float
    top: float
    rotation: int

    @property
    def width(self) -> float:
        """Width as shown, in points."""
        return self._side(self.rotation in {0, 180})

    @property
    def height(self) -> float:
        """Height as shown, in points."""
        return self._side(self.rotation in {90, 270})

    def _side(self, level: bool) -> float:
        return self.right - self.left if level else self.top - self.bottom

    def point(self, x: float, y: float) -> tuple[float, float]:
        """Return where a point of the page is shown (ISO 32000-1, 7.7.3.3, Rotate)."""
        match self.rotation:
            case 90:
                return y - self.bottom, x - self.left
            case 180:
                return self.right - x, y - self.bottom
            case 270:
                return self.top - y, self.right - x
            case _:
                return x - self.left, self.top - y

    def box(self, left: float, bottom: float, right: float, top: float) -> Box:
        """Return where a rectangle of the page is shown."""
        x0, y0 = self.point(left, bottom)
        x1, y1 = self.point(right, top)
        return Box(min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1))
