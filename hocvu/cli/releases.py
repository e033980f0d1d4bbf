"""``hocvu releases``: what is published, and what is done to it without publishing anew."""

from __future__ import annotations

import dataclasses
import json
from enum import StrEnum
from typing import Annotated, Any

import typer

from hocvu.cli.console import result, say, tell
from hocvu.cli.help import App
from hocvu.cli.options import Json, Quiet, Verbose
from hocvu.cli.stores import (
    CaBundle,
    Certificate,
    Endpoint,
    Key,
    PathStyle,
    Profile,
    Region,
    opened,
)
from hocvu.errors import Origin, Remark
from hocvu.messages import text

app = App()

Url = Annotated[str, typer.Argument(help=text("cli.publish.to"), metavar="URL")]
Work = Annotated[str, typer.Argument(help=text("cli.releases.work"), metavar="WORK")]
Reason = Annotated[str, typer.Option("--reason", help=text("cli.releases.reason"))]


class Kind(StrEnum):
    """How one work changes another, by the profile's names."""

    AMENDS = "sua_doi"
    SUPPLEMENTS = "bo_sung"
    UPDATES = "cap_nhat"
    REPLACES = "thay_the"


@app.command("list", help=text("cli.releases.list"))
def list_releases(
    url: Url,
    work: Annotated[str, typer.Argument(help=text("cli.releases.work"), metavar="[WORK]")] = "",
    endpoint: Endpoint = "",
    region: Region = "",
    profile: Profile = "",
    path_style: PathStyle = None,
    ca_bundle: CaBundle = "",
    as_json: Json = False,
    quiet: Quiet = False,
    verbose: Verbose = False,
) -> int:
    """List every work, or the history of one."""
    from hocvu.store import live, read_history
    from hocvu.store.works import find_work

    store = opened(url, endpoint, region, profile, path_style, ca_bundle)
    if work:
        found = find_work(store, work)
        pointers = [(one, found.release.title) for one in read_history(store, found)]
    else:
        pointers = [(one.pointer, one.release.title) for one in live(store)]
    if as_json:
        shown = [{**one.model_dump(mode="json"), "title": title} for one, title in pointers]
        result(json.dumps(shown, ensure_ascii=False, indent=2))
        return 0
    if not pointers:
        tell(Remark("verify_store.nothing", "warning", Origin(url)))
    for pointer, title in pointers:
        state = text(f"cli.releases.{pointer.state}")
        at = pointer.at.strftime("%d/%m/%Y %H:%M")
        name = title.get("vi") or next(iter(title.values()), "")
        by = f" ← {pointer.relation.kind} {pointer.relation.work}" if pointer.relation else ""
        reason = f" ({pointer.reason})" if pointer.reason else ""
        row = (str(pointer.serial), pointer.version, state, at, name, f"{pointer.work}{by}{reason}")
        result("\t".join(row))
    return 0


@app.command("diff", help=text("cli.releases.diff"))
def diff(
    url: Url,
    work: Work,
    old: Annotated[str, typer.Argument(help=text("cli.releases.old"), metavar="OLD")],
    new: Annotated[str, typer.Argument(help=text("cli.releases.new"), metavar="NEW")],
    endpoint: Endpoint = "",
    region: Region = "",
    profile: Profile = "",
    path_style: PathStyle = None,
    ca_bundle: CaBundle = "",
    as_json: Json = False,
    quiet: Quiet = False,
    verbose: Verbose = False,
) -> int:
    """Show what differs between two versions."""
    from hocvu.store.works import compare, find_work, read_version

    store = opened(url, endpoint, region, profile, path_style, ca_bundle)
    known = find_work(store, work).pointer.work
    found = compare(read_version(store, known, old)[0], read_version(store, known, new)[0])
    if as_json:
        result(json.dumps(dataclasses.asdict(found), ensure_ascii=False, indent=2))
        return 0
    for sign, names in (("+", found.added), ("-", found.removed), ("~", found.changed)):
        for name in names:
            result(f"{sign} {name}")
    for term in found.record:
        result(f"~ {text('cli.releases.record')}: {term}")
    return 0


@app.command("rollback", help=text("cli.releases.rollback"))
def rollback(
    url: Url,
    work: Work,
    version: Annotated[str, typer.Argument(help=text("cli.releases.version"), metavar="VERSION")],
    reason: Reason = "",
    key: Key = None,
    certificate: Certificate = None,
    endpoint: Endpoint = "",
    region: Region = "",
    profile: Profile = "",
    path_style: PathStyle = None,
    ca_bundle: CaBundle = "",
    quiet: Quiet = False,
    verbose: Verbose = False,
) -> int:
    """Let readers get an earlier version again."""
    from hocvu.pipeline.publishing.keys import find_signer
    from hocvu.store.works import find_work, roll_back

    store = opened(url, endpoint, region, profile, path_style, ca_bundle)
    found = find_work(store, work)
    return _done(roll_back(store, found, version, find_signer(key, certificate)[0], reason))


@app.command("supersede", help=text("cli.releases.supersede"))
def supersede_release(
    url: Url,
    work: Work,
    by: Annotated[str, typer.Option("--by", help=text("cli.releases.by"))],
    kind: Annotated[Kind, typer.Option("--kind", help=text("cli.releases.kind"))] = Kind.REPLACES,
    reason: Reason = "",
    key: Key = None,
    certificate: Certificate = None,
    endpoint: Endpoint = "",
    region: Region = "",
    profile: Profile = "",
    path_style: PathStyle = None,
    ca_bundle: CaBundle = "",
    quiet: Quiet = False,
    verbose: Verbose = False,
) -> int:
    """Tell readers of a work that another one changes or replaces it."""
    from hocvu.pipeline.publishing.keys import find_signer
    from hocvu.store import Relation
    from hocvu.store.works import find_work, supersede

    store = opened(url, endpoint, region, profile, path_style, ca_bundle)
    found = find_work(store, work)
    relation = Relation(kind=kind.value, work=by)
    return _done(supersede(store, found, relation, find_signer(key, certificate)[0], reason))


@app.command("withdraw", help=text("cli.releases.withdraw"))
def withdraw_work(
    url: Url,
    work: Work,
    reason: Annotated[str, typer.Option("--reason", help=text("cli.releases.reason"))],
    key: Key = None,
    certificate: Certificate = None,
    endpoint: Endpoint = "",
    region: Region = "",
    profile: Profile = "",
    path_style: PathStyle = None,
    ca_bundle: CaBundle = "",
    quiet: Quiet = False,
    verbose: Verbose = False,
) -> int:
    """Put a tombstone in a work's place."""
    from hocvu.pipeline.publishing.keys import find_signer
    from hocvu.store.works import find_work, withdraw

    store = opened(url, endpoint, region, profile, path_style, ca_bundle)
    found = find_work(store, work)
    return _done(withdraw(store, found, find_signer(key, certificate)[0], reason))


def _done(pointer: Any) -> int:
    say(
        "cli.releases.moved",
        work=pointer.work,
        version=pointer.version,
        state=text(f"cli.releases.{pointer.state}"),
        serial=pointer.serial,
    )
    return 0
