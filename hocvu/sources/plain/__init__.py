"""Plain text."""

from hocvu.sources.plain.reader import READER, PlainOptions, PlainReader

__all__ = ["READER", "PlainOptions", "PlainReader"]
