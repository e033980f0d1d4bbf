"""Options of the commands that reach a store."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from hocvu.errors import UsageError
from hocvu.messages import text

if TYPE_CHECKING:
    from hocvu.store import Store

Endpoint = Annotated[str, typer.Option("--endpoint", help=text("cli.store.endpoint"))]
Region = Annotated[str, typer.Option("--region", help=text("cli.store.region"))]
Profile = Annotated[str, typer.Option("--profile", help=text("cli.store.profile"))]
PathStyle = Annotated[
    bool | None, typer.Option("--path-style/--virtual-style", help=text("cli.store.path_style"))
]
CaBundle = Annotated[str, typer.Option("--ca-bundle", help=text("cli.store.ca_bundle"))]
Key = Annotated[Path | None, typer.Option("--key", help=text("cli.store.key"))]
Certificate = Annotated[
    Path | None, typer.Option("--certificate", help=text("cli.store.certificate"))
]
PublicKey = Annotated[
    list[Path] | None, typer.Option("--public-key", help=text("cli.store.public_key"))
]

_RATE = re.compile(r"(\d+(?:\.\d+)?)\s*([kKmMgG]?)i?[bB]?(?:/s)?")
_UNITS = {"": 1, "k": 2**10, "m": 2**20, "g": 2**30}


def opened(
    url: str,
    endpoint: str = "",
    region: str = "",
    profile: str = "",
    path_style: bool | None = None,
    ca_bundle: str = "",
) -> Store:
    """Return the store at `url`, reached as the options say."""
    from hocvu.store.opening import Settings, open_store

    return open_store(url, Settings(endpoint, region, profile, path_style, ca_bundle))


def bytes_a_second(rate: str) -> int:
    """Return the rate that ``500K`` or ``2M`` means; 0 for none.

    Raises:
        UsageError: It means none.
    """
    if not rate:
        return 0
    found = _RATE.fullmatch(rate.strip())
    if not found or float(found[1]) == 0:
        raise UsageError("cli.store.bad_rate", rate=rate)
    return max(1, int(float(found[1]) * _UNITS[found[2].lower()]))
