"""From a bundle to a draft: everything is verified, complete and unchanged, or it is refused."""

from __future__ import annotations

import json
import tarfile
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from hocvu.errors import Origin, PackageError, Remark, VerifyError, reason_of
from hocvu.packages import Finding, Package, VerifiedPackage, verify
from hocvu.pipeline.publishing.bundle import Bundle, Candidate
from hocvu.pipeline.publishing.complete import Incomplete, check_complete
from hocvu.progress import Progress, Step
from hocvu.sources.base import hash_file
from hocvu.store.publishing import Draft
from hocvu.store.release import ReleaseFile, digest

_TYPES: Final = {".gz": "application/gzip", ".zip": "application/zip"}
_RECORD_TYPE: Final = "application/ld+json"
_INSIDE: Final = ("metadata.json", "course/static/metadata.json")
_LARGEST: Final = 16 * 2**20


class NotConformant(VerifyError):
    """A package that is not published, with all that is wrong with it."""

    def __init__(self, path: Path, problems: Sequence[Remark]) -> None:
        """Say how many errors there are; keep them."""
        self.problems = tuple(problems)
        errors = sum(problem.severity == "error" for problem in problems)
        super().__init__("publish.not_conformant", origin=Origin(file=str(path)), count=errors)

    def __reduce__(self) -> tuple[object, ...]:
        """Let the error travel between processes with every finding."""
        return type(self), (Path(self.origin.file or ""), self.problems)


@dataclass(frozen=True, slots=True)
class Prepared:
    """A draft, and what the verification of its packages found that does not stop it."""

    draft: Draft
    findings: tuple[Finding, ...]


def prepare(bundle: Bundle, scratch: Path, progress: Progress) -> Prepared:
    """Return what is to be published of a bundle.

    Args:
        bundle: A version of a course.
        scratch: A folder for the record, where it is not to be published as it lies there.
        progress: Told of each package that is verified.

    Raises:
        Incomplete: The record lacks what publishing asks for; all of it is in `problems`.
        NotConformant: A package does not conform to its standard.
        PackageError: A package is gone, was altered, or is another version's.
    """
    problems = check_complete(bundle.record, str(bundle.path))
    if problems:
        raise Incomplete(problems)
    verified = [_verified(bundle, one, progress) for one in bundle.packages]
    names = {one.package.path.name for one in verified}
    path, data = bundle.path, bundle.data
    record = bundle.record
    if set(bundle.listed) != names:
        record = _listing(bundle, [one.package for one in verified])
        data = f"{json.dumps(record, ensure_ascii=False, indent=2)}\n".encode()
        path = scratch / bundle.path.name
        path.write_bytes(data)
    files = [_file(one) for one in verified]
    sha256 = digest(data)
    files.append(
        ReleaseFile(name=bundle.path.name, size=len(data), sha256=sha256, media_type=_RECORD_TYPE)
    )
    paths = {one.package.path.name: one.package.path for one in verified}
    draft = Draft(
        work=str(record["@id"]),
        version=str(record["version"]),
        code=str(record["identifier"]),
        title=_texts(record["name"]),
        files=tuple(files),
        paths={**paths, bundle.path.name: path},
        record=record,
    )
    return Prepared(draft, tuple(finding for one in verified for finding in one.findings))


def _verified(bundle: Bundle, one: Candidate, progress: Progress) -> VerifiedPackage:
    """Return a package that conforms and is what the record says that it is."""
    verified = one.verified or _verify(one, bundle.record, progress)
    if any(finding.severity == "error" for finding in verified.findings):
        raise NotConformant(one.path, verified.findings)
    package, place = verified.package, Origin(file=str(one.path))
    listed = bundle.listed.get(one.path.name)
    if listed is not None:
        if listed.get("sha256") != package.sha256:
            raise PackageError("publish.changed", origin=place)
    elif _without_packages(_inside(one.path)) != _without_packages(bundle.record):
        raise PackageError("publish.other_record", origin=place, record=bundle.path.name)
    if (package.course, package.version) != (bundle.record["@id"], bundle.record["version"]):
        raise PackageError("publish.other_record", origin=place, record=bundle.path.name)
    return verified


def _verify(one: Candidate, record: Mapping[str, Any], progress: Progress) -> VerifiedPackage:
    """Verify a package from the disk; what is hashed first is what will be published."""
    progress(Step("verify", one.path.name, 0, 0))
    try:
        sha256, size = hash_file(one.path)
    except OSError as error:
        reason = reason_of(error)
        place = Origin(file=str(one.path))
        raise PackageError("store.unreadable", origin=place, reason=reason) from error
    findings = tuple(verify(one.path))
    progress(Step("verify", one.path.name, 1, 1))
    package = Package(
        path=one.path,
        standard=one.standard,
        course=str(record["@id"]),
        version=str(record["version"]),
        size=size,
        sha256=sha256,
        files=0,
    )
    return VerifiedPackage(package, findings)


def _file(verified: VerifiedPackage) -> ReleaseFile:
    package = verified.package
    return ReleaseFile(
        name=package.path.name,
        size=package.size,
        sha256=package.sha256,
        media_type=_TYPES.get(package.path.suffix, "application/octet-stream"),
        standard=package.standard,
    )


def _listing(bundle: Bundle, packages: Sequence[Package]) -> dict[str, Any]:
    """Return the record with the packages that are published and no others."""
    entries = [entry for entry in bundle.record.get("encoding", ()) if not _is_package(entry)]
    for package in packages:
        known = bundle.listed.get(package.path.name)
        entries.append(
            known
            or {
                "@type": "DataDownload",
                "name": package.path.name,
                "contentUrl": package.path.name,
                "hv:standard": package.standard,
                "contentSize": package.size,
                "sha256": package.sha256,
            }
        )
    return {**bundle.record, "encoding": entries}


def _without_packages(record: Mapping[str, Any]) -> dict[str, Any]:
    entries = [entry for entry in record.get("encoding", ()) if not _is_package(entry)]
    rest = {key: value for key, value in record.items() if key != "encoding"}
    return {**rest, "encoding": entries} if entries else rest


def _is_package(entry: object) -> bool:
    return isinstance(entry, dict) and entry.get("@type") == "DataDownload"


def _inside(path: Path) -> Mapping[str, Any]:
    """Return the record inside a package; empty when there is none that can be read."""
    try:
        record = json.loads(_member(path))
    except (OSError, ValueError, KeyError, RecursionError, zipfile.BadZipFile, tarfile.TarError):
        return {}
    return record if isinstance(record, dict) else {}


def _member(path: Path) -> bytes:
    if path.name.endswith(".gz"):
        with tarfile.open(path) as archive:
            stream = archive.extractfile(_INSIDE[1])
            return stream.read(_LARGEST) if stream else b""
    with zipfile.ZipFile(path) as zipped, zipped.open(_INSIDE[0]) as inside:
        return inside.read(_LARGEST)


def _texts(name: object) -> dict[str, str]:
    """Return a title by language from the record's list of texts."""
    entries = name if isinstance(name, list) else []
    return {
        str(entry.get("@language", "vi")): str(entry.get("@value", ""))
        for entry in entries
        if isinstance(entry, dict)
    }
