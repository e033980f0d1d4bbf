"""Spreadsheets as tables to read."""

from hocvu.sources.sheet.reader import READER, SheetOptions, SheetReader

__all__ = ["READER", "SheetOptions", "SheetReader"]
