"""``hocvu preview``: plays what is being written, in the user's browser."""

from __future__ import annotations

import sys
import time
import webbrowser
from contextlib import ExitStack
from typing import Annotated

import typer

from hocvu.cli.bars import bars
from hocvu.cli.console import result, say
from hocvu.cli.options import Quiet, Verbose
from hocvu.messages import language, text
from hocvu.packages.play.records import INTERFACES

_SUPPORTED = {"supported": ", ".join(INTERFACES)}


def command(
    given: Annotated[str, typer.Argument(help=text("preview.input"), metavar="INPUT|PACKAGE")],
    standard: Annotated[
        str,
        typer.Option(
            metavar="STANDARD",
            help=text("preview.option.standard", _SUPPORTED),
        ),
    ] = "scorm12",
    port: Annotated[int, typer.Option(min=0, max=65535, help=text("preview.option.port"))] = 0,
    no_open: Annotated[
        bool, typer.Option("--no-open", help=text("preview.option.no_open"))
    ] = False,
    quiet: Quiet = False,
    verbose: Verbose = False,
) -> int:
    """Serve a preview until the user has seen enough."""
    from hocvu.preview import previewing

    with ExitStack() as stack:
        with bars() as progress:
            preview = previewing(given, standard, port=port, language=language(), progress=progress)
            address = stack.enter_context(preview)
        try:
            result(address)
            sys.stdout.flush()
            say("preview.ready", path=given)
            if not no_open:
                webbrowser.open(address)
            while True:
                time.sleep(1)
        except KeyboardInterrupt:
            say("preview.ended")
    return 0
