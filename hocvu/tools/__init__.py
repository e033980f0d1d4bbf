"""External engines: one module each, the probe apart from the run; `process` runs them all."""

from __future__ import annotations

from hocvu.tools import ffmpeg, libreoffice, pdfium
from hocvu.tools.base import Engine

ENGINES: dict[str, Engine] = {
    engine.name: engine for engine in (ffmpeg.ENGINE, libreoffice.ENGINE, pdfium.ENGINE)
}
