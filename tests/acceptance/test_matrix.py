"""Every convertible material in every standard: schemas, verifier, run-time, importers."""

from __future__ import annotations

from pathlib import Path

import pytest
from lxml import etree
from matrix import (
    MATERIALS,
    PLAYED,
    STANDARDS,
    Schemas,
    Schemes,
    hold,
    materials,
    one_of_each,
    play,
)

import hocvu
from hocvu.errors import SourceError, ToolMissing


@pytest.fixture(scope="session")
def schemes(shared: Path, manifest_schema: Schemas, metadata_schema: Schemas) -> Schemes:
    structure = etree.XMLSchema(etree.parse(shared / "xsd" / "cmi5" / "CourseStructure.xsd"))
    return Schemes(manifest_schema, metadata_schema, structure)


def name(path: Path) -> str:
    return path.relative_to(MATERIALS).as_posix()


def held(path: Path, played: tuple[str, ...], schemes: Schemes, folder: Path) -> None:
    packed = hocvu.pack(path, standards=STANDARDS, out=folder / "dist")
    assert [one.package.standard for one in packed] == list(STANDARDS)
    assert hold(packed, schemes, folder) == []
    assert play(packed, played) == []


@pytest.mark.parametrize(
    ("number", "path"),
    [pytest.param(number, path, id=name(path)) for number, path in enumerate(one_of_each())],
)
def test_one_material_of_each_reader(
    number: int, path: Path, schemes: Schemes, tmp_path: Path
) -> None:
    """All standards, and some play: the documents beside this test all do."""
    held(path, PLAYED[number : number + 1] if number < 3 else (), schemes, tmp_path)


@pytest.mark.long
@pytest.mark.parametrize("path", materials(), ids=name)
def test_every_material(path: Path, schemes: Schemes, tmp_path: Path) -> None:
    """All standards, and each but OLX, which only Open edX itself can play, plays in full."""
    try:
        held(path, PLAYED, schemes, tmp_path)
    except (SourceError, ToolMissing) as error:  # its reader's tests hold what it says
        pytest.skip(f"cannot be converted: {error.code}")
