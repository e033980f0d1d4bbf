"""Names of elements and attributes, in the namespaces of ECMA-376 part 1 (transitional)."""

from __future__ import annotations

from typing import Final

W: Final = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
R: Final = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
A: Final = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
WP: Final = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"
PIC: Final = "{http://schemas.openxmlformats.org/drawingml/2006/picture}"
CHART: Final = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
DIAGRAM: Final = "{http://schemas.openxmlformats.org/drawingml/2006/diagram}"
DECORATIVE: Final = "{http://schemas.microsoft.com/office/drawing/2017/decorative}"
M: Final = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
MC: Final = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
V: Final = "{urn:schemas-microsoft-com:vml}"
O: Final = "{urn:schemas-microsoft-com:office:office}"  # noqa: E741 - its usual prefix
W14: Final = "{http://schemas.microsoft.com/office/word/2010/wordml}"

VAL: Final = f"{W}val"

STRICT: Final[tuple[tuple[bytes, bytes], ...]] = tuple(
    (f"http://purl.oclc.org/ooxml/{strict}".encode(), transitional.encode())
    for strict, transitional in (
        ("wordprocessingml/main", W[1:-1]),
        ("officeDocument/relationships", R[1:-1]),
        ("officeDocument/math", M[1:-1]),
        ("drawingml/main", A[1:-1]),
        ("drawingml/wordprocessingDrawing", WP[1:-1]),
        ("drawingml/picture", PIC[1:-1]),
        ("drawingml/chart", CHART[1:-1]),
        ("drawingml/diagram", DIAGRAM[1:-1]),
    )
)
"""Namespaces of strict documents (ISO/IEC 29500-1) and the transitional ones they stand for."""


def is_on(value: str | None) -> bool:
    """Return the truth of an on/off attribute; absent means on (ECMA-376-1, 17.17.4)."""
    return value not in {"0", "false", "off", "none"}
