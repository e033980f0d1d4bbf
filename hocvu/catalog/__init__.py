"""The catalogue of what is published: its entries, choosing from them, reports on them."""

from hocvu.catalog.entry import Distribution, Entry
from hocvu.catalog.reading import read_catalog, write_catalog
from hocvu.catalog.selecting import Choice, compare, select

__all__ = [
    "Choice",
    "Distribution",
    "Entry",
    "compare",
    "read_catalog",
    "select",
    "write_catalog",
]
