"""What every reader of a material is given, and what it gives back."""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Protocol, runtime_checkable

from pydantic import BaseModel, ConfigDict

from hocvu.errors import HocvuError, Origin, Severity, Value
from hocvu.lesson import Asset, Notice, Reading
from hocvu.progress import Progress, silent


class Options(BaseModel):
    """Base of a reader's own options, as authors write them under ``options:``."""

    model_config = ConfigDict(frozen=True, extra="forbid")


@dataclass(frozen=True, slots=True)
class Source:
    """One material to read.

    Attributes:
        path: The file.
        name: The file as the user named it, for messages.
        root: The folder that references from inside the material may not leave.
        companions: Files that belong to it, such as captions, in the author's order.
    """

    path: Path
    name: str
    root: Path
    companions: tuple[Path, ...] = ()

    def at(self, **place: Any) -> Origin:
        """Return a place in this material."""
        return Origin(file=self.name, **place)


@dataclass(slots=True)
class Workspace:
    """The folder in which one reading is made, and the progress it reports.

    Assets are named by their content, so that equal pictures become one file and names are
    the same on every machine.

    Attributes:
        folder: Where assets are put.
        progress: Told how far the reading is.
        known: SHA-256 and size in bytes of files that were already hashed.
        parts: What became of the materials that this one is made of, by their keys.
    """

    folder: Path
    progress: Progress = silent
    known: Mapping[Path, tuple[str, int]] = field(default_factory=dict)
    parts: Mapping[str, Reading | HocvuError] = field(default_factory=dict)
    _assets: dict[str, Asset] = field(default_factory=dict)

    @property
    def assets(self) -> tuple[Asset, ...]:
        """Every asset so far, in order of arrival."""
        return tuple(self._assets.values())

    def scratch(self, name: str) -> Path:
        """Return an empty folder for intermediate files; it does not outlive the reading."""
        folder = self.folder / "scratch" / name
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        return folder

    def add_bytes(self, data: bytes, suffix: str, media_type: str, title: str = "") -> Asset:
        """Keep `data` as an asset; `suffix` begins with a dot."""
        digest = hashlib.sha256(data).hexdigest()
        name = _asset_name(digest, suffix)
        if name not in self._assets:
            self.folder.mkdir(parents=True, exist_ok=True)
            (self.folder / name).write_bytes(data)
            self._add(name, Path(name), media_type, len(data), digest, title)
        return self._assets[name]

    def add_file(self, path: Path, suffix: str, media_type: str, title: str = "") -> Asset:
        """Move `path`, made by an engine, into the workspace as an asset."""
        digest, size = hash_file(path)
        name = _asset_name(digest, suffix)
        if name not in self._assets:
            self.folder.mkdir(parents=True, exist_ok=True)
            path.replace(self.folder / name)
            self._add(name, Path(name), media_type, size, digest, title)
        return self._assets[name]

    def refer(self, path: Path, suffix: str, media_type: str, title: str = "") -> Asset:
        """Keep a file of the user's as an asset without copying it."""
        digest, size = self.known.get(path) or hash_file(path)
        name = _asset_name(digest, suffix)
        if name not in self._assets:
            self._add(name, path.resolve(), media_type, size, digest, title)
        return self._assets[name]

    def _add(
        self, name: str, path: Path, media_type: str, size: int, digest: str, title: str
    ) -> None:
        self._assets[name] = Asset(
            id=name, path=path, media_type=media_type, size=size, sha256=digest, title=title
        )


class Reader(Protocol):
    """One kind of material.

    Attributes:
        name: Its name in manifests and reports.
        version: Part of the cache's key; raise it when the same file reads differently.
        suffixes: Usual endings of file names, lower case, with the dot.
        options: The options that authors may set.
        engines: Names of the external engines (in `hocvu.tools.ENGINES` or ``EXTRAS``) whose
            versions decide the result.
        patience: Seconds after which a reading is ended. Every engine has a shorter limit of its
            own; this one is for what runs inside the process.
    """

    @property
    def name(self) -> str: ...  # noqa: D102
    @property
    def version(self) -> int: ...  # noqa: D102
    @property
    def suffixes(self) -> tuple[str, ...]: ...  # noqa: D102
    @property
    def options(self) -> type[Options]: ...  # noqa: D102
    @property
    def engines(self) -> tuple[str, ...]: ...  # noqa: D102
    @property
    def patience(self) -> float: ...  # noqa: D102

    def accepts(self, head: bytes, path: Path) -> bool:
        """Tell by content (`head`, the first 4 KiB, or a look into `path`) if this is its kind."""
        ...

    def read(self, source: Source, workspace: Workspace, options: Any) -> Reading:
        """Read `source`.

        Raises:
            SourceError: The material cannot be read.
            ToolError: An engine that it needs is missing or failed.
        """
        ...


@dataclass(frozen=True, slots=True)
class Need:
    """A material that another one is made of.

    Attributes:
        key: The name under which its reading is handed over.
        source: The material, and what belongs to it.
        options: Options of its reader.
        place: Where it is asked for.
    """

    key: str
    source: Source
    options: Mapping[str, Any] = field(default_factory=dict)
    place: Origin = Origin()


@runtime_checkable
class Composite(Protocol):
    """A reader of materials that are made of others, which are read first, each by its own."""

    def needs(self, source: Source, options: Any) -> tuple[Need, ...]:
        """Return what `source` is made of; nothing where it cannot be understood.

        Mistakes are told by `read`, which finds what became of each in `Workspace.parts`.
        """
        ...

    def uses(self, source: Source, options: Any) -> tuple[Path, ...]:
        """Return every file that `source` names, also those that it reads by itself."""
        ...


@runtime_checkable
class Settling(Protocol):
    """A reader whose result also depends on what the user has on this machine for it."""

    def settle(self, source: Source, options: Any) -> Options:
        """Return `options` with that in them, known by its content: they are part of the key."""
        ...


@runtime_checkable
class Sharing(Protocol):
    """A reader that also takes files whose endings belong to other readers, or to none.

    Attributes:
        also: Such endings; only the content tells whether a file is this reader's.
    """

    @property
    def also(self) -> tuple[str, ...]: ...  # noqa: D102


@dataclass(slots=True)
class Notices:
    """Collects what is to be told of one source."""

    source: Source
    all: list[Notice] = field(default_factory=list)

    def add(self, code: str, severity: Severity = "warning", **params: Value) -> None:
        """Tell `code` of the whole file."""
        self.all.append(Notice(code, severity, self.source.at(), params))

    def at(self, place: Origin, code: str, severity: Severity = "warning", **params: Value) -> None:
        """Tell `code` of `place`."""
        self.all.append(Notice(code, severity, place, params))


def hash_file(path: Path) -> tuple[str, int]:
    """Return the SHA-256 of a file in hexadecimal and its size in bytes."""
    with path.open("rb") as stream:
        digest = hashlib.file_digest(stream, "sha256").hexdigest()
        return digest, stream.tell()


def _asset_name(digest: str, suffix: str) -> str:
    return f"{digest[:20]}{suffix}"
