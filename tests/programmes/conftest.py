"""What the tests of programmes share: the list of topics, and the command."""

import sys
from pathlib import Path

sys.path += [str(Path(__file__).parent), str(Path(__file__).parents[1] / "cli")]

from cli_runs import hocvu as hocvu_run  # noqa: F401 - a fixture
