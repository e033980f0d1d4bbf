"""``hocvu catalog``: the catalogue of a store, built, checked and offered to harvesters."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Annotated

import typer

from hocvu.cli.bars import bars
from hocvu.cli.console import result, say, tell, tell_all
from hocvu.cli.help import App
from hocvu.cli.options import Quiet, Verbose
from hocvu.cli.stores import Certificate, Endpoint, Key, Profile, PublicKey, Region, opened
from hocvu.errors import Origin, Remark, UsageError, VerifyError, reason_of
from hocvu.messages import text

app = App()

StoreUrl = Annotated[str, typer.Argument(help=text("cli.catalog.store"), metavar="STORE")]
Out = Annotated[Path, typer.Option("--out", help=text("cli.catalog.out"))]
Base = Annotated[str, typer.Option("--base", help=text("cli.catalog.base"), metavar="URL")]


@app.command("build", help=text("cli.catalog.build"))
def build(
    store: StoreUrl,
    out: Out = Path("catalog"),
    base: Base = "",
    publish: Annotated[bool, typer.Option("--publish", help=text("cli.catalog.publish"))] = False,
    preview: Annotated[
        bool, typer.Option("--preview/--no-preview", help=text("cli.catalog.preview"))
    ] = True,
    key: Key = None,
    certificate: Certificate = None,
    public_key: PublicKey = None,
    endpoint: Endpoint = "",
    region: Region = "",
    profile: Profile = "",
    quiet: Quiet = False,
    verbose: Verbose = False,
) -> int:
    """Build the catalogue, and publish it where that is asked for."""
    from hocvu.catalog.build import build as build_catalog
    from hocvu.catalog.publishing import publish_catalog
    from hocvu.pipeline.publishing.keys import find_signer, find_trusted

    address = _address(base)
    source = opened(store, endpoint, region, profile)
    trusted = find_trusted(tuple(public_key or ()))
    with bars() as progress:
        built = build_catalog(
            source, out, address, trusted=trusted, preview=preview, progress=progress
        )
        if not built.entries:
            tell(Remark("verify_store.nothing", "warning", Origin(store)))
        if not address:
            tell_all([Remark("catalog.no_base", "info")])
        say("catalog.built", count=len(built.entries), changed=len(built.changed), path=str(out))
        if publish:
            signer, notes = find_signer(key, certificate)
            tell_all(notes)
            written = publish_catalog(source, out, signer, progress)
            say("catalog.published", sent=written.sent, deleted=written.deleted)
    result(str(out / "index.html"))
    return 0


def _address(base: str) -> str:
    """Return the catalogue's address with its final slash; empty where none is given.

    Raises:
        UsageError: It is no address on the web.
    """
    if base and not re.match(r"https?://[^/\s]", base):
        raise UsageError("catalog.base_scheme", base=base)
    return f"{base.rstrip('/')}/" if base else ""


@app.command("check", help=text("cli.catalog.check"))
def check(
    store: StoreUrl,
    out: Out = Path("catalog"),
    public_key: PublicKey = None,
    endpoint: Endpoint = "",
    region: Region = "",
    profile: Profile = "",
    quiet: Quiet = False,
    verbose: Verbose = False,
) -> int:
    """Compare a built catalogue with its store; return 7 when it is not the store's."""
    from hocvu.catalog.checking import check as check_catalog
    from hocvu.catalog.reading import read_catalog
    from hocvu.pipeline.publishing.keys import find_trusted

    source = opened(store, endpoint, region, profile)
    found = check_catalog(source, out, find_trusted(tuple(public_key or ())))
    tell_all(found)
    if found:
        return VerifyError.exit_code
    say("catalog.good", count=sum(1 for _ in read_catalog(str(out / "catalog.jsonl"))))
    return 0


@app.command("harvest", help=text("cli.catalog.harvest"))
def harvest(
    folder: Annotated[Path, typer.Argument(help=text("cli.catalog.folder"))] = Path("catalog"),
    port: Annotated[
        int, typer.Option("--port", min=1, max=65535, help=text("cli.catalog.port"))
    ] = 8090,
    base: Base = "",
    name: Annotated[str, typer.Option("--name", help=text("cli.catalog.name"))] = "hocvu",
    email: Annotated[
        str, typer.Option("--email", help=text("cli.catalog.email"))
    ] = "webmaster@localhost.invalid",
    quiet: Quiet = False,
    verbose: Verbose = False,
) -> int:
    """Answer harvesters until interrupted."""
    from hocvu.catalog.oai.server import PATH, provider, serve

    address = f"{_address(base).rstrip('/')}{PATH}" if base else f"http://127.0.0.1:{port}{PATH}"
    repository = provider(folder, address, name, email)
    try:
        made = serve(folder, repository, port)
    except OSError as error:
        raise UsageError("preview.port", port=port, reason=reason_of(error)) from error
    with made as server:
        shown = f"http://127.0.0.1:{server.server_address[1]}{PATH}"
        say("catalog.harvesting", url=shown)
        result(shown)
        try:
            server.serve_forever()
        except KeyboardInterrupt:
            server.shutdown()
    return 0
