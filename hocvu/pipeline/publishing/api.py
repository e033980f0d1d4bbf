"""Publishing for programs: packages to a store, and a receipt."""

from __future__ import annotations

import tempfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from hocvu.errors import HocvuError, Origin, Remark, UsageError
from hocvu.packages import VerifiedPackage
from hocvu.pipeline.cache import default_folder
from hocvu.pipeline.publishing.bundle import find_bundles
from hocvu.pipeline.publishing.drafts import prepare
from hocvu.pipeline.publishing.keys import find_signer
from hocvu.progress import Progress, silent
from hocvu.store import Pointer, ReleaseFile, open_store
from hocvu.store.publishing import Draft, Published, publish_drafts
from hocvu.store.settings import Settings

Given = VerifiedPackage | str | Path


@dataclass(frozen=True, slots=True)
class Released:
    """One version that is published.

    Attributes:
        work: Identifier of the work.
        version: Its version.
        title: Its title by language.
        key: The key of its manifest in the store.
        files: What it consists of.
        pointer: What readers get of this work now; None in a dry run.
        unchanged: Whether it was all there before.
        sent: Bytes that were sent; in a dry run, that would be.
    """

    work: str
    version: str
    title: dict[str, str]
    key: str
    files: tuple[ReleaseFile, ...]
    pointer: Pointer | None
    unchanged: bool
    sent: int


@dataclass(frozen=True, slots=True)
class Receipt:
    """What was published.

    Attributes:
        url: The store.
        signed_by: Digest of the public key.
        releases: The versions, in the order in which they were given.
        errors: Why others are not published.
        notices: What else is to be told.
    """

    url: str
    signed_by: str
    releases: tuple[Released, ...]
    errors: tuple[HocvuError, ...] = ()
    notices: tuple[Remark, ...] = ()

    @property
    def sent(self) -> int:
        """Bytes that were sent."""
        return sum(one.sent for one in self.releases)


def publish(
    packages: Given | Iterable[Given],
    to: str,
    endpoint: str = "",
    *,
    settings: Settings = Settings(),
    key: str | Path | None = None,
    certificate: str | Path | None = None,
    dry_run: bool = False,
    progress: Progress = silent,
) -> Receipt:
    """Publish packages, or all packages of folders, to a store.

    Args:
        packages: What `hocvu.pack` returned, or paths of packages and folders, which are verified
            first. The record (``….metadata.json``) lies beside them.
        to: ``file:///folder`` or ``s3://bucket/prefix``.
        endpoint: Address of the S3 service.
        settings: How else to reach the store.
        key: The private key that signs; by default ``HOCVU_SIGNING_KEY``, then the user's own.
        certificate: The organisation's certificate for that key.
        dry_run: Look at everything and write nothing.
        progress: Told of every step, from several threads.

    Raises:
        ManifestError: A record lacks what publishing asks for.
        VerifyError: A package does not conform.
        PackageError: A package or record is missing or was altered.
        StorageError: The store did not take it.
        UsageError: The address or the key cannot be used.
    """
    receipt = publish_all(
        packages,
        to,
        replace(settings, endpoint=endpoint or settings.endpoint),
        key=key,
        certificate=certificate,
        dry_run=dry_run,
        progress=progress,
    )
    for error in receipt.errors:
        raise error
    return receipt


def publish_all(
    packages: Given | Iterable[Given],
    to: str,
    settings: Settings = Settings(),
    *,
    key: str | Path | None = None,
    certificate: str | Path | None = None,
    dry_run: bool = False,
    progress: Progress = silent,
) -> Receipt:
    """Publish as `publish` does, but tell errors in the receipt: one does not stop the others.

    Raises:
        UsageError: The address or the key cannot be used.
    """
    given = [packages] if isinstance(packages, VerifiedPackage | str | Path) else list(packages)
    if settings.journal is None:
        settings = replace(settings, journal=default_folder() / "uploads")
    store = open_store(to, settings)
    bundles, errors = find_bundles(given)
    drafts: list[Draft] = []
    notices: list[Remark] = []
    with tempfile.TemporaryDirectory(prefix="hocvu-") as scratch:
        for number, bundle in enumerate(bundles):
            own = Path(scratch, str(number))
            own.mkdir()
            try:
                prepared = prepare(bundle, own, progress)
            except HocvuError as error:
                errors.append(error)
                continue
            drafts.append(prepared.draft)
            notices += prepared.findings
        if errors and not drafts:
            return Receipt(to, "", (), tuple(errors), tuple(notices))
        _refuse_twice(drafts)
        signer, told = find_signer(key, certificate)
        results = publish_drafts(store, drafts, signer, dry_run=dry_run, progress=progress)
    errors += [one.error for one in results if one.error]
    if any(one.sent for one in results) and not store.probe().conditional:
        notices.append(Remark("store.no_conditions", "warning", Origin(file=to)))
    released = tuple(_released(one, dry_run) for one in results if not one.error)
    return Receipt(to, signer.key, released, tuple(errors), (*told, *notices))


def _refuse_twice(drafts: Sequence[Draft]) -> None:
    seen: set[tuple[str, str]] = set()
    for draft in drafts:
        same = (draft.work, draft.version)
        if same in seen:
            raise UsageError("publish.twice", origin=Origin(file=draft.work), version=draft.version)
        seen.add(same)


def _released(one: Published, dry_run: bool) -> Released:
    draft = one.draft
    from hocvu.store import layout

    return Released(
        work=draft.work,
        version=draft.version,
        title=dict(draft.title),
        key=layout.release(draft.work, draft.version),
        files=draft.files,
        pointer=None if dry_run else one.pointer,
        unchanged=one.unchanged and not one.to_send,
        sent=one.to_send if dry_run else one.sent,
    )
