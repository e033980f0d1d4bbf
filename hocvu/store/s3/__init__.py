"""A bucket of any service that speaks S3 as a store."""

from hocvu.store.s3.store import S3Store

__all__ = ["S3Store"]
