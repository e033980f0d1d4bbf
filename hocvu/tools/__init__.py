"""External engines: one module each, the probe apart from the run; `process` runs them all."""

from __future__ import annotations

from hocvu.tools.base import Engine

ENGINES: dict[str, Engine] = {}
