"""External engines: one module each, the probe apart from the run; `process` runs them all."""

from __future__ import annotations

from hocvu.tools import chromium, ffmpeg, libreoffice, pdfium, speech, tesseract
from hocvu.tools.base import Engine

ENGINES: dict[str, Engine] = {
    engine.name: engine for engine in (ffmpeg.ENGINE, libreoffice.ENGINE, pdfium.ENGINE)
}
EXTRAS: dict[str, Engine] = {
    engine.name: engine for engine in (tesseract.ENGINE, speech.ENGINE, chromium.ENGINE)
}
"""Engines that only some materials or commands want; nothing is wrong when they are missing."""
