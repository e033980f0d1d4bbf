"""Every PDF of the materials is read or refused with the right error; nothing hangs or is lost."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from hocvu.errors import Damaged, Encrypted, Origin, SourceError
from hocvu.lesson import Reading
from hocvu.pipeline.accounting import differences

Read = Callable[..., Reading]
LOCKED = ("docling__c648b2b3", "sample-files__de3e0c16")


def check(path: Path, read: Read, *, ocr: bool) -> None:
    try:
        reading = read(path, ocr=ocr)
    except SourceError as error:
        kind = Encrypted if path.name.startswith(LOCKED) else Damaged
        assert type(error) is kind, path.name  # noqa: PT017
        return
    assert not path.name.startswith(LOCKED)
    lost = list(differences(reading, reading.notices, Origin(file=path.name)))
    assert [notice.message for notice in lost] == [], path.name


def test_small_files_of_the_corpus(shared: Path, read: Read) -> None:
    files = sorted(
        (shared / "materials/corpus/pdf").iterdir(), key=lambda path: path.stat().st_size
    )
    for path in files[:14]:
        check(path, read, ocr=False)


@pytest.mark.long
def test_every_file_of_the_corpus(shared: Path, read: Read) -> None:
    for folder in ("corpus/pdf", "documents", "corpus/legacy/tcvn3"):
        for path in sorted((shared / "materials" / folder).glob("*.pdf")):
            check(path, read, ocr=True)
