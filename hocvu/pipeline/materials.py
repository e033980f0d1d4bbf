"""What the readers can tell of materials to those who check manifests."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

from pydantic import ValidationError


class KnownMaterials:
    """Asks the readers, which are loaded only when they are asked."""

    def kinds(self) -> frozenset[str]:
        """Return the endings of file names that are read, lower case, with the dot."""
        from hocvu.sources import READERS

        return frozenset(suffix for reader in READERS.values() for suffix in reader.suffixes)

    def options(self, suffix: str) -> Mapping[str, Any] | None:
        """Return the fields that `options:` of such a material may have; None if unknown."""
        reader = _reader(suffix)
        return reader.options.model_fields if reader else None

    def refused(self, suffix: str, options: Mapping[str, Any]) -> Iterator[tuple[str, ...]]:
        """Yield the path of each value of `options` that the reader would refuse."""
        reader = _reader(suffix)
        try:
            if reader:
                reader.options.model_validate(options)
        except ValidationError as error:
            for path in dict.fromkeys(detail["loc"] for detail in error.errors()):
                yield tuple(str(step) for step in path)

    def seconds(self, path: Path) -> float | None:
        """Return how long a recording plays, where its header tells."""
        from hocvu.sources.video.length import seconds

        return seconds(path)


@cache
def _reader(suffix: str) -> Any:
    from hocvu.pipeline.choose import by_suffix

    return by_suffix(Path(f"a{suffix}"))
