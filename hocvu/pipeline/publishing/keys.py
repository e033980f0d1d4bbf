"""Which key signs: the one that is named, or one of the user's own that is made when needed."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Final

from hocvu.errors import Origin, Remark, UsageError, reason_of
from hocvu.pipeline.cache import settings_folder
from hocvu.store.signing import FileSigner, load_public, load_signer, make_key, public_path

KEY: Final = "HOCVU_SIGNING_KEY"
CERTIFICATE: Final = "HOCVU_SIGNING_CERTIFICATE"
PASSWORD: Final = "HOCVU_KEY_PASSWORD"  # noqa: S105 - the variable's name
TRUSTED: Final = "HOCVU_PUBLIC_KEY"


def own_key() -> Path:
    """Return where the user's own key is, or will be."""
    return settings_folder() / "signing-key.pem"


def find_signer(
    key: str | Path | None = None, certificate: str | Path | None = None
) -> tuple[FileSigner, tuple[Remark, ...]]:
    """Return who signs, and what is to be told of it.

    Args:
        key: The private key; by default ``HOCVU_SIGNING_KEY``, then the user's own.
        certificate: The organisation's certificate for it, or ``HOCVU_SIGNING_CERTIFICATE``.

    Raises:
        UsageError: The key or its certificate cannot be used.
    """
    named = key or os.environ.get(KEY)
    with_it = certificate or os.environ.get(CERTIFICATE)
    path = Path(named) if named else own_key()
    if not named and not path.exists():
        try:
            signer = make_key(path)
        except OSError as error:
            reason = reason_of(error)
            place = Origin(file=str(path))
            raise UsageError("key.not_made", origin=place, reason=reason) from error
        made = Remark(
            "key.made", "warning", Origin(file=str(path)), {"public": str(public_path(path))}
        )
        signer.chosen = False
        return signer, (made,)
    signer = load_signer(path, Path(with_it) if with_it else None, _password)
    signer.chosen = bool(named)
    return signer, ()


def find_trusted(keys: tuple[str | Path, ...] = ()) -> frozenset[str]:
    """Return the digests of the public keys that are trusted; by default ``HOCVU_PUBLIC_KEY``.

    Raises:
        UsageError: A file holds no public key.
    """
    named = os.environ.get(TRUSTED, "")
    paths = [Path(key) for key in keys] or [Path(n) for n in named.split(os.pathsep) if n]
    return frozenset(load_public(path) for path in paths)


def _password() -> str:
    try:
        return os.environ[PASSWORD]
    except KeyError:
        raise UsageError("key.locked") from None
