"""Options of the commands that reach a store."""

from __future__ import annotations

import inspect
import re
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from hocvu.cli.options import Quiet, Verbose
from hocvu.errors import UsageError
from hocvu.messages import text

if TYPE_CHECKING:
    from hocvu.store import Store

Url = Annotated[str, typer.Argument(help=text("cli.publish.to"), metavar="URL")]
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
    from hocvu.store.opening import open_store
    from hocvu.store.settings import Settings

    return open_store(url, Settings(endpoint, region, profile, path_style, ca_bundle))


def reaching(command: Callable[..., int]) -> Callable[..., int]:
    """Return a command that takes a store's URL first and the options that reach it last.

    Its own first parameter is the store.
    """
    own = inspect.signature(command, eval_str=True)
    shared = inspect.signature(_reached, eval_str=True).parameters

    def reached(**given: Any) -> int:
        how = {name: given.pop(name) for name in shared}
        del how["quiet"], how["verbose"]  # they have had their effect
        return command(opened(**how), **given)

    url, *rest = shared.values()
    parameters = [url, *list(own.parameters.values())[1:], *rest]
    parameters.sort(key=lambda one: one.default is not inspect.Parameter.empty)
    parameters = [one.replace(kind=inspect.Parameter.KEYWORD_ONLY) for one in parameters]
    reached.__signature__ = own.replace(parameters=parameters)  # type: ignore[attr-defined]
    reached.__annotations__ = {one.name: one.annotation for one in parameters}
    reached.__doc__ = command.__doc__
    return reached


def _reached(
    url: Url,
    endpoint: Endpoint = "",
    region: Region = "",
    profile: Profile = "",
    path_style: PathStyle = None,
    ca_bundle: CaBundle = "",
    quiet: Quiet = False,
    verbose: Verbose = False,
) -> None:
    """Hold what `reaching` gives to each command."""


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
