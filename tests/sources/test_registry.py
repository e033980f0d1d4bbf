"""What every reader must do, whatever its kind: a new one is tested by being registered."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from hocvu.errors import HocvuError, SourceError
from hocvu.pipeline.choose import choose
from hocvu.sources import READERS
from hocvu.sources.base import Options, Reader, Source, Workspace
from hocvu.tools import ENGINES, EXTRAS

EACH = pytest.mark.parametrize("reader", READERS.values(), ids=READERS)


@EACH
def test_it_says_what_it_is(reader: Reader) -> None:
    assert READERS[reader.name] is reader
    assert reader.version >= 1
    assert all(s.startswith(".") and s == s.lower() for s in reader.suffixes)
    assert issubclass(reader.options, Options)
    assert set(reader.engines) <= {*ENGINES, *EXTRAS}
    assert 60 <= reader.patience <= 86400
    reader.options()


def test_no_ending_belongs_to_two_readers() -> None:
    endings = Counter(suffix for reader in READERS.values() for suffix in reader.suffixes)
    assert [suffix for suffix, count in endings.items() if count > 1] == []


@EACH
@pytest.mark.parametrize(
    "data",
    [b"", b"\0" * 4096, b"PK\x03\x04" + b"\xff" * 200, b"%PDF-1.7\n%%EOF", b"\xff\xfe\xff"],
    ids=["empty", "zeros", "zip", "pdf", "bytes"],
)
def test_rubbish_is_an_error_of_the_material(reader: Reader, data: bytes, tmp_path: Path) -> None:
    path = tmp_path / f"rác{reader.suffixes[0]}"
    path.write_bytes(data)
    source = Source(path, path.name, tmp_path)
    with pytest.raises(HocvuError) as raised:
        choose(path, path.name).read(source, Workspace(tmp_path / "w"), reader.options())
    assert isinstance(raised.value, SourceError)
    assert raised.value.message
