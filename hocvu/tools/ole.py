"""Looks into OLE2 containers, in which Office kept its documents before 2007 ([MS-CFB])."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Final, Literal

from hocvu.errors import Damaged, Origin

if TYPE_CHECKING:
    from olefile import OleFileIO

Kind = Literal["doc", "ppt", "xls", "locked"]
MAGIC: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
LARGEST: Final = 512 << 20
# The stream that makes a container what it is; those of newer formats hold a locked package.
_STREAMS: Final[tuple[tuple[str, Kind], ...]] = (
    ("EncryptedPackage", "locked"),
    ("WordDocument", "doc"),
    ("PowerPoint Document", "ppt"),
    ("Workbook", "xls"),
    ("Book", "xls"),
)


def kind_of(path: Path) -> Kind | None:
    """Return which document the container `path` holds, None where it cannot be told."""
    with _opened(path) as container:
        if container is None:
            return None
        return next((kind for name, kind in _STREAMS if container.exists(name)), None)


def is_locked(path: Path) -> bool:
    """Tell if the document in the container `path` wants a password."""
    import msoffcrypto  # Only needed for the few files that are such containers.

    try:
        with path.open("rb") as stream:
            return bool(msoffcrypto.OfficeFile(stream).is_encrypted())
    except Exception:  # The library raises anything on damaged containers.
        return False


def streams(path: Path, names: tuple[str, ...], origin: Origin) -> dict[str, bytes]:
    """Return those of the streams `names` that the container `path` holds.

    Raises:
        Damaged: The container cannot be read.
    """
    found: dict[str, bytes] = {}
    with _opened(path) as container:
        if container is None:
            raise Damaged("archive.damaged", origin=origin)
        for name in names:
            try:
                if container.exists(name) and container.get_size(name) <= LARGEST:
                    found[name] = container.openstream(name).read()
            except Exception as error:  # As above: damaged tables lead anywhere.
                raise Damaged("archive.damaged", origin=origin) from error
    return found


def overwrite(path: Path, name: str, data: bytes, origin: Origin) -> None:
    """Put `data` in the place of the stream `name`, which has as many bytes.

    Raises:
        Damaged: The container cannot be written.
    """
    from olefile import OleFileIO

    try:
        with OleFileIO(path, write_mode=True) as container:
            container.write_stream(name, data)
    except Exception as error:  # As above.
        raise Damaged("archive.damaged", origin=origin) from error


@contextlib.contextmanager
def _opened(path: Path) -> Iterator[OleFileIO | None]:
    from olefile import OleFileIO

    try:
        container = OleFileIO(path)
    except Exception:  # The library raises what its own reading meets.
        container = None
    try:
        yield container
    finally:
        if container is not None:
            container.close()
