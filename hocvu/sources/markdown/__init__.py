"""Markdown documents: CommonMark with tables and footnotes."""

from hocvu.sources.markdown.reader import READER, MarkdownOptions, MarkdownReader

__all__ = ["READER", "MarkdownOptions", "MarkdownReader"]
