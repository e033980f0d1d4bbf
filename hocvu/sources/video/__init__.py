"""Reader of recordings: video or sound, with captions and a transcript beside it."""

from hocvu.sources.video.options import VideoOptions
from hocvu.sources.video.reader import READER
from hocvu.sources.video.subtitles import BESIDE

__all__ = ["BESIDE", "READER", "VideoOptions"]
