"""Old Vietnamese fonts (TCVN3, VNI): which text is in their encodings, and what it says."""

from hocvu.sources.oldfonts.decide import Run, decode, decode_run, family

__all__ = ["Run", "decode", "decode_run", "family"]
