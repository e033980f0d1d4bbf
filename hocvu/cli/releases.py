"""``hocvu releases``: what is published, and what is done to it without publishing anew."""

from __future__ import annotations

import dataclasses
import json
from enum import StrEnum
from typing import Annotated, Any

import typer

from hocvu.cli.console import result, say, tell
from hocvu.cli.help import App
from hocvu.cli.options import Json
from hocvu.cli.stores import Certificate, Key, reaching
from hocvu.errors import Origin, Remark
from hocvu.messages import text

app = App()

Work = Annotated[str, typer.Argument(help=text("cli.releases.work"), metavar="WORK")]
Reason = Annotated[str, typer.Option("--reason", help=text("cli.releases.reason"))]


class Kind(StrEnum):
    """How one work changes another, by the profile's names."""

    AMENDS = "sua_doi"
    SUPPLEMENTS = "bo_sung"
    UPDATES = "cap_nhat"
    REPLACES = "thay_the"


@app.command("list", help=text("cli.releases.list"))
@reaching
def list_releases(
    store: Any,
    work: Annotated[str, typer.Argument(help=text("cli.releases.work"), metavar="[WORK]")] = "",
    as_json: Json = False,
) -> int:
    """List every work, or the history of one."""
    from hocvu.store import live, read_history
    from hocvu.store.works import find_work, with_titles

    if work:
        pointers = with_titles(store, read_history(store, find_work(store, work)))
    else:
        pointers = [(one.pointer, one.release.title) for one in live(store)]
    if as_json:
        shown = [{**one.model_dump(mode="json"), "title": title} for one, title in pointers]
        result(json.dumps(shown, ensure_ascii=False, indent=2))
        return 0
    if not pointers:
        tell(Remark("verify_store.nothing", "warning", Origin(store.url)))
    for number, (pointer, title) in enumerate(pointers):
        state = _shown_state(pointer, past=bool(work) and number > 0)
        at = f"{pointer.at.astimezone():%d/%m/%Y %H:%M %z}"
        name = title.get("vi") or next(iter(title.values()), "")
        by = f" ← {pointer.relation.kind} {pointer.relation.work}" if pointer.relation else ""
        reason = f" ({pointer.reason})" if pointer.reason else ""
        row = (str(pointer.serial), pointer.version, state, at, name, f"{pointer.work}{by}{reason}")
        result("\t".join(row))
    return 0


def _shown_state(pointer: Any, past: bool) -> str:
    """Return what a work is, or of its past what was done then."""
    return text(f"cli.releases.did.{pointer.action}" if past else f"cli.releases.{pointer.state}")


@app.command("diff", help=text("cli.releases.diff"))
@reaching
def diff(
    store: Any,
    work: Work,
    old: Annotated[str, typer.Argument(help=text("cli.releases.old"), metavar="OLD")],
    new: Annotated[str, typer.Argument(help=text("cli.releases.new"), metavar="NEW")],
    as_json: Json = False,
) -> int:
    """Show what differs between two versions."""
    from hocvu.store.works import compare, find_work, read_version

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
@reaching
def rollback(
    store: Any,
    work: Work,
    version: Annotated[str, typer.Argument(help=text("cli.releases.version"), metavar="VERSION")],
    reason: Reason = "",
    key: Key = None,
    certificate: Certificate = None,
) -> int:
    """Let readers get an earlier version again."""
    from hocvu.pipeline.publishing.keys import find_signer
    from hocvu.store.works import find_work, roll_back

    found = find_work(store, work)
    return _done(found, roll_back(store, found, version, find_signer(key, certificate)[0], reason))


@app.command("supersede", help=text("cli.releases.supersede"))
@reaching
def supersede_release(
    store: Any,
    work: Work,
    by: Annotated[str, typer.Option("--by", help=text("cli.releases.by"))],
    kind: Annotated[Kind, typer.Option("--kind", help=text("cli.releases.kind"))] = Kind.REPLACES,
    reason: Reason = "",
    key: Key = None,
    certificate: Certificate = None,
) -> int:
    """Tell readers of a work that another one changes or replaces it."""
    from hocvu.pipeline.publishing.keys import find_signer
    from hocvu.store import Relation
    from hocvu.store.works import find_work, supersede

    found = find_work(store, work)
    relation = Relation(kind=kind.value, work=by)
    return _done(found, supersede(store, found, relation, find_signer(key, certificate)[0], reason))


@app.command("withdraw", help=text("cli.releases.withdraw"))
@reaching
def withdraw_work(
    store: Any,
    work: Work,
    reason: Annotated[str, typer.Option("--reason", help=text("cli.releases.reason"))],
    key: Key = None,
    certificate: Certificate = None,
) -> int:
    """Put a tombstone in a work's place."""
    from hocvu.pipeline.publishing.keys import find_signer
    from hocvu.store.works import find_work, withdraw

    found = find_work(store, work)
    return _done(found, withdraw(store, found, find_signer(key, certificate)[0], reason))


def _done(before: Any, pointer: Any) -> int:
    say(
        "cli.releases.same" if pointer == before.pointer else "cli.releases.moved",
        work=pointer.work,
        version=pointer.version,
        state=text(f"cli.releases.{pointer.state}"),
        serial=pointer.serial,
    )
    return 0
