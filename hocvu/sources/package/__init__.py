"""Packages of other makers: what is static in them becomes lessons, the rest is refused."""

from hocvu.sources.package.outline import Item, Outline, outline_of
from hocvu.sources.package.reader import READER, PackageOptions, PackageReader

__all__ = ["READER", "Item", "Outline", "PackageOptions", "PackageReader", "outline_of"]
