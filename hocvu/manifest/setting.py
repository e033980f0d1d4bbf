"""What is asked of manifests, and what a rule may look at beside the manifest itself."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Protocol

from hocvu.manifest.disk import Disk
from hocvu.manifest.models import ManifestFields
from hocvu.manifest.tables import Row, Tables


class Materials(Protocol):
    """What readers can tell of materials; the manifest's layer does not know them."""

    def kinds(self) -> frozenset[str]:
        """Return the endings of file names that are read, lower case, with the dot."""
        ...

    def options(self, suffix: str) -> Mapping[str, Any] | None:
        """Return the fields that `options:` of such a material may have; None if unknown."""
        ...

    def refused(self, suffix: str, options: Mapping[str, Any]) -> Iterator[tuple[str, ...]]:
        """Yield the path of each value of `options` that the reader would refuse."""
        ...

    def seconds(self, path: Path) -> float | None:
        """Return how long a recording plays, where that is cheap to know."""
        ...


@dataclass(frozen=True, slots=True)
class Checks:
    """What is asked of manifests beyond what stands in them.

    Attributes:
        for_publish: Ask for all that publishing asks for.
        today: The day on which dates are judged; None leaves out every rule that depends on it, so
            that what is made of a manifest is the same on every day.
        tables: The organisation's data; None looks for ``hocvu.toml`` above each manifest.
        superseded: Documents that are no longer in force, beside those of the tables.
        materials: What readers tell; None leaves out the rules that need them.
    """

    for_publish: bool = False
    today: dt.date | None = None
    tables: Tables | None = None
    superseded: Mapping[str, Row] = field(default_factory=dict)
    materials: Materials | None = None


@dataclass(slots=True)
class Setting:
    """Where a manifest stands and what is known around it.

    Attributes:
        folder: The folder to which its paths are relative.
        status: Its status; a draft where what is written is no status.
        checks: What is asked.
        tables: The organisation's data.
        fields: The fields, where every value is good by itself.
        disk: What is known of files.
    """

    folder: Path
    status: str
    checks: Checks
    tables: Tables
    fields: ManifestFields | None = None
    disk: Disk = field(default_factory=Disk)
