"""PDF files."""

from hocvu.sources.pdf.reader import READER, PdfOptions, PdfReader

__all__ = ["READER", "PdfOptions", "PdfReader"]
