"""``hocvu verify``: packages of any known standard, whoever made them, and published releases."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from hocvu.cli.bars import bars
from hocvu.cli.console import quoted, result, say, tell, tell_all
from hocvu.cli.formats import render
from hocvu.cli.options import Form, Format, Quiet, Verbose
from hocvu.cli.sizes import shown_size
from hocvu.cli.stores import CaBundle, Endpoint, PathStyle, Profile, PublicKey, Region
from hocvu.errors import Origin, Remark, UsageError, VerifyError
from hocvu.messages import text
from hocvu.packages import Finding, verify

Reach = tuple[str, str, str, bool | None, str]


def command(
    packages: Annotated[
        list[str], typer.Argument(help=text("cli.verify.packages"), metavar="PACKAGE|URL...")
    ],
    play: Annotated[bool, typer.Option("--play", help=text("play.option"))] = False,
    form: Form = Format.TEXT,
    public_key: PublicKey = None,
    endpoint: Endpoint = "",
    region: Region = "",
    profile: Profile = "",
    path_style: PathStyle = None,
    ca_bundle: CaBundle = "",
    quiet: Quiet = False,
    verbose: Verbose = False,
) -> int:
    """Verify packages and stores; return 7 when one is not as it must be."""
    findings: list[Remark] = []
    reach = (endpoint, region, profile, path_style, ca_bundle)
    for package in packages:
        told = form is Format.TEXT
        if "://" in package:
            findings += _published(package, reach, public_key or [], told)
        else:
            findings += _package(Path(package), play, told)
    if form is not Format.TEXT:
        result(render(findings, form.value).rstrip("\n"))
    failed = any(finding.severity == "error" for finding in findings)
    return VerifyError.exit_code if failed else 0


def _package(package: Path, play: bool, told: bool) -> list[Finding]:
    if package.is_dir():
        raise UsageError("cli.verify.folder", origin=Origin(str(package)), quoted=quoted(package))
    with bars() as progress:
        found = verify(package, play=play, progress=progress)
    if told:
        tell_all(found)
        severities = [finding.severity for finding in found]
        if not found:
            say("play.good" if play else "cli.verify.good", path=str(package))
        elif "error" not in severities:
            count = severities.count("warning")
            say("cli.verify.warned", path=str(package), count=count)
    return found


def _published(url: str, reach: Reach, keys: list[Path], told: bool) -> list[Remark]:
    from hocvu.pipeline.publishing.verifying import verify_url
    from hocvu.store.settings import Settings

    with bars() as progress:
        verified = verify_url(url, public_keys=keys, settings=Settings(*reach), progress=progress)
    found = verified.findings
    if told:
        for remark in found:
            tell(remark)
        if not any(remark.severity == "error" for remark in found):
            say(
                "verify_store.good",
                url=url,
                works=verified.works,
                objects=verified.objects,
                size=shown_size(verified.bytes),
            )
    return found
