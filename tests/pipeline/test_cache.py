"""The cache gives back what was read, and only while it still holds."""

from pathlib import Path

import pytest

from hocvu.lesson import DocumentBody, Paragraph, Reading, Text
from hocvu.pipeline.cache import Cache, located
from hocvu.sources.base import Workspace, hash_file


@pytest.fixture
def cache(tmp_path: Path) -> Cache:
    return Cache(tmp_path / "cache")


def make(cache: Cache, key: str, *, original: Path, dependency: Path) -> Reading:
    with cache.making() as folder:
        workspace = Workspace(folder)
        picture = workspace.add_bytes(b"picture", ".png", "image/png")
        kept = workspace.refer(original, ".docx", "application/x")
        body = DocumentBody(blocks=(Paragraph(children=(Text(text=f"Dạy {picture.id}"),)),))
        reading = Reading(
            reader="docx",
            title="Dạy",
            body=body,
            assets=workspace.assets,
            original=kept.id,
            dependencies=(dependency,),
        )
        place = cache.keep(key, folder, reading)
    made = located(reading, place, {})
    assert made
    return made


@pytest.fixture
def original(tmp_path: Path) -> Path:
    path = tmp_path / "a.docx"
    path.write_bytes(b"original")
    return path


def test_a_reading_comes_back_whole(cache: Cache, original: Path, tmp_path: Path) -> None:
    made = make(cache, "k1", original=original, dependency=tmp_path / "x.png")
    found = cache.find("k1", {hash_file(original)[0]: original})
    assert found == made
    assert [asset.path.read_bytes() for asset in found.assets] == [b"picture", b"original"]
    assert cache.find("k2", {}) is None


def test_the_same_bytes_may_lie_elsewhere(cache: Cache, original: Path, tmp_path: Path) -> None:
    make(cache, "k1", original=original, dependency=tmp_path / "x.png")
    moved = original.rename(tmp_path / "b.docx")
    assert cache.find("k1", {}) is None
    found = cache.find("k1", {hash_file(moved)[0]: moved})
    assert found
    assert found.assets[1].path == moved


def test_a_picture_that_comes_later_is_noticed(
    cache: Cache, original: Path, tmp_path: Path
) -> None:
    dependency = tmp_path / "x.png"
    make(cache, "k1", original=original, dependency=dependency)
    originals = {hash_file(original)[0]: original}
    assert cache.find("k1", originals)
    dependency.write_bytes(b"now it is here")
    assert cache.find("k1", originals) is None


@pytest.mark.parametrize("harm", ["asset", "json", "half"])
def test_a_harmed_entry_is_read_anew(
    cache: Cache, original: Path, tmp_path: Path, harm: str
) -> None:
    made = make(cache, "k1", original=original, dependency=tmp_path / "x.png")
    entry = made.assets[0].path.parent
    if harm == "asset":
        made.assets[0].path.write_bytes(b"")
    elif harm == "json":
        (entry / "reading.json").write_text("{")
    else:
        (entry / "reading.json").unlink()
    originals = {hash_file(original)[0]: original}
    assert cache.find("k1", originals) is None
    again = make(cache, "k1", original=original, dependency=tmp_path / "x.png")
    assert cache.find("k1", originals) == again


def test_a_failed_making_leaves_nothing(cache: Cache, tmp_path: Path) -> None:
    def fail() -> None:
        with cache.making() as folder:
            folder.mkdir()
            (folder / "half").write_bytes(b"x")
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fail()
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []


def test_the_longest_unused_go_first(cache: Cache, original: Path, tmp_path: Path) -> None:
    import os

    for number, key in enumerate(["aa1", "bb2", "cc3"]):
        made = make(cache, key, original=original, dependency=tmp_path / "x.png")
        os.utime(made.assets[0].path.parent, (number, number))
    size = sum(f.stat().st_size for f in made.assets[0].path.parent.iterdir())
    originals = {hash_file(original)[0]: original}
    cache.prune(2 * size)
    assert [bool(cache.find(key, originals)) for key in ("aa1", "bb2", "cc3")] == [
        False,
        True,
        True,
    ]
