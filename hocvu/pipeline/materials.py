"""What the readers can tell of materials to those who check manifests."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pydantic import ValidationError

if TYPE_CHECKING:
    from hocvu.sources.base import Reader


class KnownMaterials:
    """Asks the readers, which are loaded only when they are asked."""

    def kinds(self) -> frozenset[str]:
        """Return the endings of file names that are read, lower case, with the dot."""
        from hocvu.sources import READERS

        return frozenset(suffix for reader in READERS.values() for suffix in _endings(reader))

    def options(self, suffix: str) -> Mapping[str, Any] | None:
        """Return the fields that `options:` of such a material may have; None if unknown."""
        found = _readers(suffix)
        fields = {name: f for one in found for name, f in one.options.model_fields.items()}
        return fields if found else None

    def refused(self, suffix: str, options: Mapping[str, Any]) -> Iterator[tuple[str, ...]]:
        """Yield the path of each value of `options` that the reader would refuse."""
        refusals = [_refused(reader, options) for reader in _readers(suffix)]
        # Only its content tells whose a file is: what suits one of the readers may be meant.
        yield from min(refusals, key=len, default=())

    def seconds(self, path: Path) -> float | None:
        """Return how long a recording plays, where its header tells."""
        from hocvu.sources.video.length import seconds

        return seconds(path)


def _refused(reader: Reader, options: Mapping[str, Any]) -> list[tuple[str, ...]]:
    try:
        reader.options.model_validate(options)
    except ValidationError as error:
        paths = dict.fromkeys(detail["loc"] for detail in error.errors())
        return [tuple(str(step) for step in path) for path in paths]
    return []


@cache
def _readers(suffix: str) -> tuple[Reader, ...]:
    """Return the readers of files that end so: first the one whose ending it is."""
    from hocvu.sources import READERS

    found = [reader for reader in READERS.values() if suffix in _endings(reader)]
    return tuple(sorted(found, key=lambda reader: suffix not in reader.suffixes))


def _endings(reader: Reader) -> tuple[str, ...]:
    from hocvu.sources.base import Sharing

    return (*reader.suffixes, *(reader.also if isinstance(reader, Sharing) else ()))
