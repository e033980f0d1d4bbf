"""Documents of older or other word processors: doc, rtf, odt."""

from hocvu.sources.office.reader import READER, OfficeReader

__all__ = ["READER", "OfficeReader"]
