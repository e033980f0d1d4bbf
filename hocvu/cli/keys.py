"""``hocvu keys``: the keys that sign releases."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from hocvu.cli.console import result, say
from hocvu.cli.help import App
from hocvu.messages import text

app = App()


@app.command("new", help=text("cli.keys.new"))
def new(
    path: Annotated[
        Path | None, typer.Argument(help=text("cli.keys.path"), metavar="[FILE]")
    ] = None,
) -> int:
    """Make a key and print where its public half is."""
    from hocvu.pipeline.publishing.keys import own_key
    from hocvu.store.signing import make_key, public_path

    private = path or own_key()
    signer = make_key(private)
    say("cli.keys.made", path=str(private), key=signer.key)
    result(str(public_path(private)))
    return 0


@app.command("show", help=text("cli.keys.show"))
def show(
    path: Annotated[
        Path | None, typer.Argument(help=text("cli.keys.path"), metavar="[FILE]")
    ] = None,
) -> int:
    """Print the digest of a public key, which signatures name."""
    from hocvu.pipeline.publishing.keys import own_key
    from hocvu.store.signing import load_public, public_path

    result(load_public(path or public_path(own_key())))
    return 0
