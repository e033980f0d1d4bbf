"""PDF files made for the tests, drawn by hand so that every place is known."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest

from hocvu.lesson import Reading
from hocvu.sources.base import Source, Workspace
from hocvu.sources.pdf import READER, PdfOptions

Read = Callable[..., Reading]
Make = Callable[..., Path]


def text(x: float, y: float, said: str, size: float = 12, font: str = "F1", turn: int = 0) -> str:
    """Return the operators that set `said` at a point, from the bottom left."""
    matrix = {0: "1 0 0 1", 90: "0 1 -1 0"}[turn]
    escaped = said.replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)")
    return f"BT /{font} {size} Tf {matrix} {x} {y} Tm ({escaped}) Tj ET"


def line(x0: float, y0: float, x1: float, y1: float) -> str:
    """Return the operators that draw a line."""
    return f"0.5 w {x0} {y0} m {x1} {y1} l S"


def grid(xs: Sequence[float], ys: Sequence[float]) -> str:
    """Return the operators that draw a table with edges at `xs` and `ys`."""
    level = [line(xs[0], y, xs[-1], y) for y in ys]
    return "\n".join(level + [line(x, ys[0], x, ys[-1]) for x in xs])


def write_pdf(
    path: Path,
    pages: Sequence[str],
    annotations: dict[int, str] | None = None,
    size: tuple[int, int] = (595, 842),
) -> Path:
    """Write a PDF of pages, of A4 unless told otherwise, with Helvetica (F1) and its bold (F2)."""
    objects = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        "",
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica-Bold >>",
        "<< /Type /XObject /Subtype /Image /Width 1 /Height 1 /ColorSpace /DeviceGray "
        "/BitsPerComponent 8 /Length 1 >>\nstream\n@\nendstream",
    ]
    kids = []
    for index, content in enumerate(pages):
        objects.append(f"<< /Length {len(content)} >>\nstream\n{content}\nendstream")
        objects.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 {size[0]} {size[1]}] "
            f"/Contents {len(objects)} 0 R "
            "/Resources << /Font << /F1 3 0 R /F2 4 0 R >> /XObject << /Im 5 0 R >> >> "
            f"/Annots [{(annotations or {}).get(index, '')}] >>"
        )
        kids.append(f"{len(objects)} 0 R")
    objects[1] = f"<< /Type /Pages /Kids [{' '.join(kids)}] /Count {len(kids)} >>"
    data = b"%PDF-1.4\n"
    places = []
    for number, content in enumerate(objects, 1):
        places.append(len(data))
        data += f"{number} 0 obj\n{content}\nendobj\n".encode("latin-1")
    table = "".join(f"{place:010} 00000 n \n" for place in places)
    size = len(objects) + 1
    data += (
        f"xref\n0 {size}\n0000000000 65535 f \n{table}"
        f"trailer << /Size {size} /Root 1 0 R >>\nstartxref\n{len(data)}\n%%EOF\n"
    ).encode()
    path.write_bytes(data)
    return path


@pytest.fixture
def make(tmp_path: Path) -> Make:
    """Return a function that writes a PDF of the given pages' operators."""

    def run(
        *pages: Sequence[str],
        annotations: dict[int, str] | None = None,
        size: tuple[int, int] = (595, 842),
    ) -> Path:
        said = ["\n".join(page) for page in pages]
        return write_pdf(tmp_path / "a.pdf", said, annotations, size)

    return run


@pytest.fixture
def draw() -> Any:
    """Return the functions that write operators: `text`, `line` and `grid`."""

    class Draw:
        text = staticmethod(text)
        line = staticmethod(line)
        grid = staticmethod(grid)

    return Draw


@pytest.fixture
def read(tmp_path: Path) -> Read:
    """Return a function that reads a PDF."""

    def run(path: Path, **options: Any) -> Reading:
        source = Source(path, path.name, path.parent)
        return READER.read(source, Workspace(tmp_path / "workspace"), PdfOptions(**options))

    return run
