"""HTML pages: single, zipped with their pictures, or as one web archive."""

from hocvu.sources.html.reader import READER, HtmlOptions, HtmlReader

__all__ = ["READER", "HtmlOptions", "HtmlReader"]
