"""``hocvu publish``: packages to a store."""

from __future__ import annotations

import json
from typing import Annotated, Any

import typer

from hocvu.cli.bars import bars
from hocvu.cli.console import result, say, tell_all, tell_error
from hocvu.cli.formats import as_record
from hocvu.cli.options import Json, Quiet, Verbose
from hocvu.cli.sizes import shown_size
from hocvu.cli.stores import (
    CaBundle,
    Certificate,
    Endpoint,
    Key,
    PathStyle,
    Profile,
    Region,
    bytes_a_second,
)
from hocvu.errors import HocvuError
from hocvu.messages import text


def command(
    packages: Annotated[
        list[str], typer.Argument(help=text("cli.publish.packages"), metavar="PACKAGE|DIR...")
    ],
    to: Annotated[str, typer.Option("--to", help=text("cli.publish.to"))],
    endpoint: Endpoint = "",
    dry_run: Annotated[bool, typer.Option("--dry-run", help=text("cli.publish.dry_run"))] = False,
    limit_rate: Annotated[
        str, typer.Option("--limit-rate", help=text("cli.publish.limit_rate"))
    ] = "",
    key: Key = None,
    certificate: Certificate = None,
    region: Region = "",
    profile: Profile = "",
    path_style: PathStyle = None,
    ca_bundle: CaBundle = "",
    as_json: Json = False,
    quiet: Quiet = False,
    verbose: Verbose = False,
) -> int:
    """Publish every package and return the worst exit code."""
    from hocvu.pipeline.publishing.api import publish_all
    from hocvu.store.settings import Settings

    settings = Settings(
        endpoint, region, profile, path_style, ca_bundle, bytes_a_second(limit_rate)
    )
    with bars() as progress:
        receipt = publish_all(
            packages,
            to,
            settings,
            key=key,
            certificate=certificate,
            dry_run=dry_run,
            progress=progress,
        )
    tell_all(receipt.notices)
    for error in receipt.errors:
        tell_error(error)
    for one in receipt.releases:
        title = one.title.get("vi") or next(iter(one.title.values()), one.work)
        code = "would" if dry_run else "unchanged" if one.unchanged else "done"
        say(
            f"cli.publish.{code}",
            title=title,
            version=one.version,
            files=len(one.files),
            size=shown_size(one.sent),
            url=receipt.url,
        )
    if as_json:
        result(json.dumps(_shown(receipt), ensure_ascii=False, indent=2))
    else:
        for one in receipt.releases:
            result(f"{receipt.url.rstrip('/')}/{one.key}")
    return max((error.exit_code for error in receipt.errors), default=0)


def _shown(receipt: Any) -> dict[str, Any]:
    return {
        "url": receipt.url,
        "signed_by": receipt.signed_by,
        "sent": receipt.sent,
        "releases": [
            {
                "work": one.work,
                "version": one.version,
                "title": one.title,
                "key": one.key,
                "unchanged": one.unchanged,
                "sent": one.sent,
                "pointer": one.pointer.model_dump(mode="json") if one.pointer else None,
                "files": [{**f.model_dump(mode="json"), "key": f.key} for f in one.files],
            }
            for one in receipt.releases
        ],
        "errors": [_all_of(error) for error in receipt.errors],
        "notices": [as_record(remark) for remark in receipt.notices],
    }


def _all_of(error: HocvuError) -> dict[str, Any]:
    """Return an error with all the problems that it holds."""
    problems = [as_record(remark) for remark in error.remarks if remark is not error.remark]
    return as_record(error.remark) | ({"problems": problems} if problems else {})
