"""Finds the tables that are drawn with ruling lines."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from hocvu.tools.pdfium import Box

SNAP: Final = 3.0  # Lines at most this many points apart are one.
_SHORTEST: Final = 6.0
_THICKEST: Final = 2.0
_MAX_LINES: Final = 1500
_MAX_CELLS: Final = 10_000
_COVER: Final = 0.5  # Share of a cell's side that must be drawn.


@dataclass(slots=True)
class Stroke:
    """A level or upright line: its `place` across, and from `low` to `high` along."""

    place: float
    low: float
    high: float

    def covers(self, low: float, high: float) -> float:
        """Return how much of the stretch from `low` to `high` this line draws, in points."""
        return max(0.0, min(self.high, high) - max(self.low, low))


@dataclass(frozen=True, slots=True)
class GridCell:
    """A cell: its first row and column, from 0, and over how many it goes."""

    row: int
    column: int
    rowspan: int
    colspan: int


@dataclass(slots=True)
class Grid:
    """A drawn table: edges of its columns and rows in points, and its cells in reading order."""

    xs: list[float]
    ys: list[float]
    cells: list[GridCell]
    _at: dict[tuple[int, int], int]

    @property
    def box(self) -> Box:
        """Where it stands."""
        return Box(self.xs[0], self.ys[0], self.xs[-1], self.ys[-1])

    def cell_at(self, x: float, y: float) -> int | None:
        """Return the index of the cell at a point; None outside."""
        if not self.box.holds(x, y):
            return None
        column = min(bisect_right(self.xs, x), len(self.xs) - 1) - 1
        row = min(bisect_right(self.ys, y), len(self.ys) - 1) - 1
        return self._at[max(0, row), max(0, column)]

    def is_table(self, filled: set[int], width: float, height: float) -> bool:
        """Tell a table from a frame around the page, a picture's grid and an empty box.

        Args:
            filled: Indices of the cells that hold text.
            width: The page's width in points.
            height: Its height.
        """
        if not filled:
            return False
        if len(self.cells) == 1:
            return self.box.area < 0.5 * width * height
        first = sum(cell.row == 0 for i, cell in enumerate(self.cells) if i in filled)
        heads = sum(cell.row == 0 for cell in self.cells)
        return bool(len(filled) >= 0.25 * len(self.cells) or first >= 0.5 * heads)


def plain_grid(xs: list[float], ys: list[float]) -> Grid:
    """Return a table of the edges `xs` and `ys` in which no cells are merged."""
    width = len(xs) - 1
    places = [(row, column) for row in range(len(ys) - 1) for column in range(width)]
    cells = [GridCell(row, column, 1, 1) for row, column in places]
    return Grid(xs, ys, cells, {place: index for index, place in enumerate(places)})


def _nothing(_: Box) -> bool:
    return False


def find_grids(rules: Iterable[Box], has_text: Callable[[Box], bool] = _nothing) -> list[Grid]:
    """Return the tables that `rules` draw, from the top of the page.

    Args:
        rules: The lines.
        has_text: Tells if there is text in an area. Where lines stick out of a table around text,
            it has a row or column there that is open to the outside.
    """
    level, upright = [], []
    for rule in rules:
        if rule.width >= rule.height:
            level.append(Stroke((rule.y0 + rule.y1) / 2, rule.x0, rule.x1))
        else:
            upright.append(Stroke((rule.x0 + rule.x1) / 2, rule.y0, rule.y1))
    rows, columns = _joined(level), _joined(upright)
    if len(rows) + len(columns) > _MAX_LINES:
        return []
    grids = [
        grid
        for some_rows, some_columns in _components(rows, columns)
        if (grid := _grid(some_rows, some_columns, has_text)) is not None
    ]
    return sorted(grids, key=lambda grid: (grid.ys[0], grid.xs[0]))


def level_lines(rules: Iterable[Box]) -> list[Box]:
    """Return the level lines that `rules` draw, each made whole, from the top of the page."""
    strokes = [
        Stroke((rule.y0 + rule.y1) / 2, rule.x0, rule.x1)
        for rule in rules
        if rule.height <= _THICKEST < rule.width
    ]
    if len(strokes) > _MAX_LINES:
        return []
    return [Box(one.low, one.place, one.high, one.place) for one in _joined(strokes)]


def _joined(strokes: list[Stroke]) -> list[Stroke]:
    """Join the pieces of which programs make one line."""
    lanes: list[list[Stroke]] = []
    for stroke in sorted(strokes, key=lambda s: (s.place, s.low)):
        if lanes and stroke.place - lanes[-1][0].place <= SNAP:
            lanes[-1].append(stroke)
        else:
            lanes.append([stroke])
    joined: list[Stroke] = []
    for lane in lanes:
        place = sum(s.place for s in lane) / len(lane)
        current: Stroke | None = None
        for stroke in sorted(lane, key=lambda s: (s.low, s.high)):
            if current and stroke.low <= current.high + SNAP:
                current.high = max(current.high, stroke.high)
            else:
                current = Stroke(place, stroke.low, stroke.high)
                joined.append(current)
    return [stroke for stroke in joined if stroke.high - stroke.low >= _SHORTEST]


def _components(
    rows: list[Stroke], columns: list[Stroke]
) -> Iterable[tuple[list[Stroke], list[Stroke]]]:
    """Yield the lines that touch one another, group by group."""
    parent = list(range(len(rows) + len(columns)))

    def root(index: int) -> int:
        while parent[index] != index:
            parent[index] = parent[parent[index]]
            index = parent[index]
        return index

    for i, row in enumerate(rows):
        for j, column in enumerate(columns, len(rows)):
            if (
                row.low - SNAP <= column.place <= row.high + SNAP
                and column.low - SNAP <= row.place <= column.high + SNAP
            ):
                parent[root(i)] = root(j)
    groups: dict[int, tuple[list[Stroke], list[Stroke]]] = {}
    for i, row in enumerate(rows):
        groups.setdefault(root(i), ([], []))[0].append(row)
    for j, column in enumerate(columns, len(rows)):
        groups.setdefault(root(j), ([], []))[1].append(column)
    return groups.values()


def _grid(
    rows: list[Stroke], columns: list[Stroke], has_text: Callable[[Box], bool]
) -> Grid | None:
    if len(rows) < 2 or len(columns) < 2:
        return None
    xs, ys = _edges(columns), _edges(rows)
    if len(xs) < 2 or len(ys) < 2:
        return None
    xs = _opened(xs, rows, lambda low, high: has_text(Box(low, ys[0], high, ys[-1])))
    ys = _opened(ys, columns, lambda low, high: has_text(Box(xs[0], low, xs[-1], high)))
    if len(xs) * len(ys) > _MAX_CELLS:
        return None
    groups = _merged(xs, ys, rows, columns)
    cells: list[GridCell] = []
    at: dict[tuple[int, int], int] = {}
    for row, column in sorted(groups):
        if (row, column) in at:
            continue
        members = groups[row, column]
        down = max(r for r, _ in members) - row + 1
        across = max(c for _, c in members) - column + 1
        # A group that is no rectangle is no merged cell.
        whole = min(c for _, c in members) == column and len(members) == down * across
        cells.append(GridCell(row, column, *((down, across) if whole else (1, 1))))
        for member in members if whole else [(row, column)]:
            at[member] = len(cells) - 1
    return Grid(xs, ys, cells, at)


def _edges(strokes: Sequence[Stroke]) -> list[float]:
    edges: list[float] = []
    for place in sorted(stroke.place for stroke in strokes):
        if not edges or place - edges[-1] > SNAP:
            edges.append(place)
    return edges


def _opened(
    edges: list[float], across: Sequence[Stroke], has_text: Callable[[float, float], bool]
) -> list[float]:
    """Return `edges`, and one more on a side where the outer lines `across` stick out alike.

    So ends a table that is drawn without its outer lines, or a row that goes on over the page.
    """
    ends = min(stroke.place for stroke in across), max(stroke.place for stroke in across)
    first, last = ([s for s in across if abs(s.place - end) <= SNAP] for end in ends)
    lows = sorted(min(stroke.low for stroke in side) for side in (first, last))
    highs = sorted(max(stroke.high for stroke in side) for side in (first, last))
    opened = list(edges)
    if _is_open(lows, edges[0] - lows[1]) and has_text(lows[0], edges[0]):
        opened.insert(0, lows[0])
    if _is_open(highs, highs[0] - edges[-1]) and has_text(edges[-1], highs[1]):
        opened.append(highs[1])
    return opened


def _is_open(ends: Sequence[float], out: float) -> bool:
    """Tell if two lines that end at `ends` end together, with room for text: `out` points."""
    return ends[1] - ends[0] <= SNAP and out >= _SHORTEST


def _merged(
    xs: list[float], ys: list[float], rows: list[Stroke], columns: list[Stroke]
) -> dict[tuple[int, int], list[tuple[int, int]]]:
    """Return the group of each elementary cell: those with no line between them."""
    groups = {(r, c): [(r, c)] for r in range(len(ys) - 1) for c in range(len(xs) - 1)}

    def join(one: tuple[int, int], other: tuple[int, int]) -> None:
        if groups[one] is groups[other]:
            return
        groups[one].extend(groups[other])
        for member in groups[other]:
            groups[member] = groups[one]

    for r in range(len(ys) - 1):
        for c in range(len(xs) - 1):
            if c + 2 < len(xs) and not _drawn(columns, xs[c + 1], ys[r], ys[r + 1]):
                join((r, c), (r, c + 1))
            if r + 2 < len(ys) and not _drawn(rows, ys[r + 1], xs[c], xs[c + 1]):
                join((r, c), (r + 1, c))
    return groups


def _drawn(strokes: list[Stroke], place: float, low: float, high: float) -> bool:
    near = (s.covers(low, high) for s in strokes if abs(s.place - place) <= SNAP)
    return sum(near) >= _COVER * (high - low)
