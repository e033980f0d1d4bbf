"""pdfium: the text, graphics and pictures of PDF pages."""

from hocvu.tools.pdfium.document import ENGINE, Document, Page, WebLink
from hocvu.tools.pdfium.geometry import Box, around
from hocvu.tools.pdfium.graphics import Graphics
from hocvu.tools.pdfium.text import Char, Style

__all__ = [
    "ENGINE",
    "Box",
    "Char",
    "Document",
    "Graphics",
    "Page",
    "Style",
    "WebLink",
    "around",
]
