"""Plays what an author writes in their own browser, inside a real run-time, as it is written.

SCORM speaks to scorm-again, which the page brings along; cmi5 and xAPI are launched by the
system that also verifies them. The page shows what is stored and every call beside the lesson.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from typing import Final

from hocvu.errors import UsageError, reason_of
from hocvu.messages import Language
from hocvu.packages.play import RUNTIME
from hocvu.packages.play.server import PACKAGE, Folder, Source, serve
from hocvu.preview.page import PAGE, page
from hocvu.preview.source import open_source
from hocvu.preview.stage import LOOSE, Stage
from hocvu.preview.watch import watching
from hocvu.progress import Progress, silent

__all__ = ["previewing"]

_SECRET: Final = 16


@contextmanager
def previewing(
    given: str,
    standard: str = "scorm12",
    *,
    port: int = 0,
    language: Language = "vi",
    progress: Progress = silent,
) -> Iterator[str]:
    """Serve a preview to this machine until the end of the block; give its address.

    The address holds a secret, so that no other page of the browser can find it.

    Args:
        given: A manifest, a material, a folder of materials, or a package of any standard.
        standard: The standard that a manifest or a material is packed for.
        port: Where to listen; 0 for any free port.
        language: Of the page, until the learner chooses.
        progress: Told of every step of packing.

    Raises:
        HocvuError: What is to be shown cannot be packed or read.
        UsageError: The port is taken.
    """
    with open_source(given, standard, progress) as source:
        stage = Stage(source)
        sources: dict[str, Source] = {
            PACKAGE: stage,
            "assets": Folder(PAGE),
            "runtime": Folder(RUNTIME),
        }
        routes = {"page": lambda request: page(request, language), **stage.routes}
        secret = secrets.token_urlsafe(_SECRET)
        with ExitStack() as stack:
            try:
                server = serve(sources, routes, policy=LOOSE, port=port, secret=secret)
                site = stack.enter_context(server)
            except (OSError, OverflowError) as error:
                reason = reason_of(error)
                raise UsageError("preview.port", port=port, reason=reason) from error
            stage.url = site.url
            stack.enter_context(stage)
            stack.enter_context(watching(stage))
            yield f"{site.url}/page/"
