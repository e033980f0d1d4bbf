"""``hocvu gc``: takes away what no release needs."""

from __future__ import annotations

import datetime as dt
import json
import math
from typing import Annotated

import typer

from hocvu.cli.console import result, say
from hocvu.cli.options import Json, Quiet, Verbose
from hocvu.cli.sizes import shown_size
from hocvu.cli.stores import CaBundle, Endpoint, PathStyle, Profile, Region
from hocvu.errors import UsageError
from hocvu.messages import text

_LONGEST = 24 * 366 * 100
"""Hours in a century: longer than anything can have lain in a store."""


def command(
    url: Annotated[str, typer.Argument(help=text("cli.publish.to"), metavar="URL")],
    hours: Annotated[
        float, typer.Option("--hours", min=0, max=_LONGEST, help=text("cli.gc.hours"))
    ] = 24.0,
    dry_run: Annotated[bool, typer.Option("--dry-run", help=text("cli.gc.dry_run"))] = False,
    endpoint: Endpoint = "",
    region: Region = "",
    profile: Profile = "",
    path_style: PathStyle = None,
    ca_bundle: CaBundle = "",
    as_json: Json = False,
    quiet: Quiet = False,
    verbose: Verbose = False,
) -> int:
    """Clean a store."""
    from hocvu.store import open_store
    from hocvu.store.cleaning import clean
    from hocvu.store.settings import Settings

    if math.isnan(hours):  # which no bound keeps out
        raise UsageError("cli.usage.number_between", name="--hours", least=0, most=_LONGEST)
    settings = Settings(endpoint, region, profile, path_style, ca_bundle)
    store = open_store(url, settings, existing=True)
    garbage = clean(store, age=dt.timedelta(hours=hours), dry_run=dry_run)
    say(
        "cli.gc.would" if dry_run else "cli.gc.done",
        blobs=len(garbage.blobs),
        size=shown_size(garbage.bytes),
        uploads=len(garbage.uploads),
    )
    if as_json:
        shown = {
            "blobs": [entry.key for entry in garbage.blobs],
            "bytes": garbage.bytes,
            "uploads": [one.key for one in garbage.uploads],
            "marks": list(garbage.marks),
        }
        result(json.dumps(shown, ensure_ascii=False, indent=2))
    return 0
