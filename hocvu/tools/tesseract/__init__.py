"""tesseract: the text in pictures of pages, in Vietnamese."""

from hocvu.tools.tesseract.engine import ENGINE
from hocvu.tools.tesseract.hocr import Line, Word
from hocvu.tools.tesseract.recognise import Recognised, available, recognise

__all__ = ["ENGINE", "Line", "Recognised", "Word", "available", "recognise"]
