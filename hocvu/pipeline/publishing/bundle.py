"""Finds the packages of a course version and the record that belongs to them."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from hocvu.errors import HocvuError, Origin, PackageError, reason_of
from hocvu.identifiers import natural_key
from hocvu.packages import WRITERS, VerifiedPackage

RECORD: Final = ".metadata.json"
_LARGEST: Final = 16 * 2**20


@dataclass(frozen=True, slots=True)
class Candidate:
    """A package that may be published.

    Attributes:
        path: The file.
        standard: Its standard.
        verified: What is known of it since it was made; None when it is only a file yet.
    """

    path: Path
    standard: str
    verified: VerifiedPackage | None = None


@dataclass(frozen=True, slots=True)
class Bundle:
    """One version of one course.

    Attributes:
        path: Its record.
        data: The record's bytes.
        record: What they say.
        packages: Its packages, by name.
    """

    path: Path
    data: bytes
    record: Mapping[str, Any]
    packages: tuple[Candidate, ...]

    @property
    def listed(self) -> dict[str, Mapping[str, Any]]:
        """What the record says of each package, by name."""
        entries = self.record.get("encoding")
        return {
            str(entry.get("name")): entry
            for entry in (entries if isinstance(entries, list) else ())
            if isinstance(entry, dict) and entry.get("@type") == "DataDownload"
        }


def find_bundles(
    given: Sequence[VerifiedPackage | str | Path],
) -> tuple[list[Bundle], list[HocvuError]]:
    """Return the versions that packages and folders hold, and why others cannot be used.

    A folder stands for every record in it with all its packages; a package stands for itself.
    """
    wanted: dict[Path, dict[Path, Candidate]] = {}
    errors: list[HocvuError] = []
    for one in given:
        try:
            for record, candidate in _candidates(one):
                found = wanted.setdefault(record, {})
                if candidate:
                    found[candidate.path] = candidate
        except HocvuError as error:
            errors.append(error)
    bundles: list[Bundle] = []
    for record, candidates in wanted.items():
        try:
            bundles.append(_bundle(record, tuple(candidates.values())))
        except HocvuError as error:
            errors.append(error)
    return bundles, errors


def _candidates(one: VerifiedPackage | str | Path) -> Iterator[tuple[Path, Candidate | None]]:
    if isinstance(one, VerifiedPackage):
        path = one.package.path
        yield _record_of(path), Candidate(path, one.package.standard, one)
        return
    path = Path(one)
    if path.is_dir():
        records = sorted(path.glob(f"*{RECORD}"), key=lambda found: natural_key(found.name))
        if not records:
            raise PackageError("publish.no_record_in_folder", origin=Origin(file=str(path)))
        for record in records:
            yield record, None
            yield from ((record, candidate) for candidate in _beside(record))
    elif path.is_file():
        yield _record_of(path), Candidate(path, _standard(path))
    else:
        raise PackageError("publish.no_file", origin=Origin(file=str(path)))


def _beside(record: Path) -> Iterator[Candidate]:
    """Yield the packages that stand beside a record and bear its name."""
    stem = record.name.removesuffix(RECORD)
    for name, writer in WRITERS.items():
        path = record.with_name(f"{stem}-{name}{writer.suffix}")
        if path.is_file():
            yield Candidate(path, name)


def _standard(path: Path) -> str:
    for name, writer in WRITERS.items():
        if path.name.endswith(f"-{name}{writer.suffix}"):
            return name
    raise PackageError("publish.package_name", origin=Origin(file=str(path)))


def _record_of(path: Path) -> Path:
    standard = _standard(path)
    stem = path.name.removesuffix(f"-{standard}{WRITERS[standard].suffix}")
    record = path.with_name(f"{stem}{RECORD}")
    if not record.is_file():
        raise PackageError("publish.no_record", origin=Origin(file=str(path)), record=record.name)
    return record


def _bundle(path: Path, packages: tuple[Candidate, ...]) -> Bundle:
    place = Origin(file=str(path))
    try:
        with path.open("rb") as stream:
            data = stream.read(_LARGEST)
        record = json.loads(data)
    except OSError as error:
        reason = reason_of(error)
        raise PackageError("store.unreadable", origin=place, reason=reason) from error
    except (ValueError, RecursionError) as error:
        raise PackageError("publish.bad_record", origin=place) from error
    if not isinstance(record, dict) or not isinstance(record.get("@id"), str):
        raise PackageError("publish.bad_record", origin=place)
    bundle = Bundle(path, data, record, packages)
    for name in bundle.listed:
        if not (path.parent / name).is_file() and not any(p.verified for p in packages):
            raise PackageError("publish.package_gone", origin=place, name=name)
    if not packages:
        raise PackageError("publish.no_packages", origin=place)
    return bundle
