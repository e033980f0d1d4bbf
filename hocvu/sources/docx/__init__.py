"""Word documents: the walk through WordprocessingML, and what it makes of it."""

from hocvu.sources.docx.reader import READER, DocxOptions, DocxReader

__all__ = ["READER", "DocxOptions", "DocxReader"]
