"""``hocvu schema``: the manifest's JSON Schema."""

from __future__ import annotations

import json

from hocvu.cli.console import result
from hocvu.manifest import schema


def command() -> int:
    """Print the schema."""
    result(json.dumps(schema(), ensure_ascii=False, indent=2))
    return 0
