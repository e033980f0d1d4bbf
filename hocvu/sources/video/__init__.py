"""Reader of recordings: video or sound, with captions and a transcript beside it."""

from hocvu.sources.video.reader import READER, VideoOptions

__all__ = ["READER", "VideoOptions"]
