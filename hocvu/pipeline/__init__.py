"""The single path from inputs to verified packages."""

from hocvu.packages import WRITERS
from hocvu.pipeline.draft import plan_folder
from hocvu.pipeline.pack import Packed, Settings, pack_all, report
from hocvu.pipeline.report import RunReport

STANDARDS = tuple(WRITERS)

__all__ = [
    "STANDARDS",
    "Packed",
    "RunReport",
    "Settings",
    "pack_all",
    "plan_folder",
    "report",
]
