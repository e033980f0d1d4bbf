"""Gives the tests of the commands their runner."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

from cli_runs import hocvu  # noqa: F401 - a fixture
