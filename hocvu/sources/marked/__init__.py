"""Markdown as a way of writing: whole documents, and the pieces of it in other materials."""

from hocvu.sources.marked.fragments import Fragments
from hocvu.sources.marked.parser import parse

__all__ = ["Fragments", "parse"]
