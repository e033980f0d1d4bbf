"""The standards' own schema files, which a package carries at its root.

They are brought at build time by `build_schemas`; a source tree without them cannot pack.
"""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Final

from hocvu.errors import PackageError

SUFFIXES: Final = (".xsd", ".dtd")


def schema_folder(standard: str) -> Traversable | None:
    """Return the folder of a standard's schema files, or None when they were not brought."""
    folder = files(__package__).joinpath("schemas", standard)
    return folder if folder.is_dir() else None


@cache
def schema_files(standard: str) -> tuple[tuple[str, bytes], ...]:
    """Return name and content of each schema file of `standard`, sorted by name.

    Raises:
        PackageError: They were not brought when the project was installed.
    """
    folder = schema_folder(standard)
    if folder is None:
        raise PackageError("package.no_schemas", standard=standard)
    return tuple(
        (item.name, item.read_bytes())
        for item in sorted(folder.iterdir(), key=lambda item: item.name)
        if item.name.endswith(SUFFIXES)
    )
