"""Reads a catalogue: from a store, from its ``catalog.jsonl``, or from manifests not yet packed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from pydantic import ValidationError

from hocvu.catalog.entry import Entry, of_record, published
from hocvu.errors import Damaged, HocvuError, Missing, Origin
from hocvu.manifest import InvalidManifest, find_manifests, load
from hocvu.store import live, open_store
from hocvu.store.settings import Settings

LARGEST_LINE = 4 << 20


@dataclass(frozen=True, slots=True)
class Found:
    """An entry and, where it was made from one, its manifest."""

    entry: Entry
    manifest: Path | None = None


def is_catalogue(where: str) -> bool:
    """Tell the name of a store or of a list of entries from that of manifests."""
    return "://" in where or where.lower().endswith(".jsonl")


def read_catalog(
    where: str, settings: Settings | None = None, trusted: frozenset[str] = frozenset()
) -> Iterator[Found]:
    """Yield the entries of a catalogue.

    Args:
        where: The URL of a store, a ``.jsonl`` file, or a folder of manifests.
        settings: How to reach a store.
        trusted: Digests of the public keys that are trusted; as in `hocvu.store.reading`.

    Raises:
        Missing: There is nothing there.
        Damaged: A line of the file is no entry.
        StorageError: The store cannot be read.
        ManifestError: A manifest has errors.
    """
    if "://" in where:
        yield from (
            Found(published(one))
            for one in live(open_store(where, settings or Settings()), trusted)
        )
        return
    path = Path(where)
    if path.is_dir():
        for manifest in find_manifests(path):
            yield Found(of_record(load(manifest).record), manifest)
    elif path.is_file():
        yield from (Found(entry) for entry in _lines(path))
    else:
        raise Missing("source.missing", origin=Origin(where))


def write_catalog(entries: Iterable[Entry]) -> bytes:
    """Return ``catalog.jsonl``: an entry a line, by identifier, the same bytes for the same."""
    lines = [
        entry.model_dump_json(exclude_defaults=True)
        for entry in sorted(entries, key=lambda entry: entry.id)
    ]
    return "".join(f"{line}\n" for line in lines).encode()


def _lines(path: Path) -> Iterator[Entry]:
    with path.open("rb") as stream:
        number = 0
        while line := stream.readline(LARGEST_LINE):
            number += 1
            try:
                yield Entry.model_validate_json(line)
            except ValidationError as error:
                origin = Origin(str(path), line=number)
                raise Damaged("catalog.line", origin=origin) from error


def tolerant(where: str, settings: Settings | None = None) -> tuple[list[Found], list[HocvuError]]:
    """Return the entries of a catalogue, and what kept others from it.

    A manifest with errors does not hide the rest; one that has no materials yet is passed over.

    Args:
        where: The URL of a store, a ``.jsonl`` file, or a folder or a file of manifests.
        settings: How to reach a store.

    Raises:
        HocvuError: As `read_catalog`, but for what is wrong with single manifests.
    """
    if is_catalogue(where):
        return list(read_catalog(where, settings)), []
    if not Path(where).exists():
        raise Missing("input.missing", origin=Origin(where))
    found: list[Found] = []
    errors: list[HocvuError] = []
    for manifest in find_manifests(where):
        try:
            found.append(Found(of_record(load(manifest).record), manifest))
        except HocvuError as error:
            if not (isinstance(error, InvalidManifest) and error.unmade):
                errors.append(error)
    return found, errors
