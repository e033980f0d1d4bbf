"""Mends what is mechanical in a manifest, and leaves every other byte as it was.

What can be mended is known by the checks themselves: a problem whose parameter ``instead`` holds
the right text has only one remedy. Round these stand what no check can tell one by one: tabs and
wide spaces, trailing blanks, Unicode's composed form, and the order of fields.
"""

from hocvu.manifest.mend.mending import Mended, mend

__all__ = ["Mended", "mend"]
