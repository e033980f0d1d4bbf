"""Pictures of pages: scans and photographs."""

from hocvu.sources.scan.reader import READER, ImageOptions, ImageReader

__all__ = ["READER", "ImageOptions", "ImageReader"]
