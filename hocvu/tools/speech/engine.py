"""Finds sherpa-onnx and the model that the user names; neither comes with the package."""

from __future__ import annotations

import os
from importlib import metadata, util
from pathlib import Path
from typing import Final

from hocvu.errors import ToolMissing
from hocvu.tools.base import Found
from hocvu.tools.speech.model import examine

MINIMUM: Final = "1.12"
VARIABLE: Final = "HOCVU_ASR_MODEL"
"""Names the folder of the model; without it nothing is recognised."""


class Speech:
    """The engine's probe."""

    name = "sherpa-onnx"
    purpose = "asr.purpose"
    minimum = MINIMUM

    def find(self) -> Found | None:
        """Return the engine, or None when it is not installed."""
        if util.find_spec("sherpa_onnx") is None:
            return None
        return Found(None, metadata.version("sherpa-onnx"))


ENGINE: Final = Speech()


def chosen() -> Path | None:
    """Return the folder of the model that the user names, or None."""
    named = os.environ.get(VARIABLE, "")
    return Path(named) if named else None


def choose(folder: Path) -> None:
    """Use the model in `folder` from here on, in this process and in those that it starts.

    Raises:
        ToolMissing: sherpa-onnx is not installed.
        SourceError: There is no model.
    """
    if ENGINE.find() is None:
        raise ToolMissing("asr.missing", tool=ENGINE.name)
    examine(folder)
    os.environ[VARIABLE] = str(folder.absolute())
