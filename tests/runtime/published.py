"""The published schemas of the standards, compiled: what packages are held against."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest
from lxml import etree

STANDARDS = {
    "scorm12": ("scorm12", ("imscp_rootv1p1p2", "adlcp_rootv1p2"), "imsmd_rootv1p2p1.xsd"),
    "scorm2004-3": (
        "scorm2004_3",
        ("imscp_v1p1", "adlcp_v1p3", "adlseq_v1p3", "adlnav_v1p3", "imsss_v1p0"),
        "lomStrict.xsd",
    ),
    "scorm2004-4": (
        "scorm2004_4",
        ("imscp_v1p1", "adlcp_v1p3", "adlseq_v1p3", "adlnav_v1p3", "imsss_v1p0"),
        "lomStrict.xsd",
    ),
}


@pytest.fixture(scope="session")
def schemas(shared: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the published schemas in a form that libxml2 compiles.

    SCORM 1.2's bind the xml name space as a default one, and allow extensions in places where
    that makes a content model ambiguous; without the latter they are stricter.
    """
    folder = tmp_path_factory.mktemp("schemas") / "xsd"
    shutil.copytree(shared / "xsd", folder, copy_function=shutil.copyfile)
    for path in (folder / "scorm12").iterdir():
        text = path.read_text(encoding="utf-8").replace('namespace="##any"', 'namespace="##other"')
        if path.name == "ims_xml.xsd":
            text = text.replace('xmlns="http://www.w3.org/XML/1998/namespace"', "")
        path.write_text(text, encoding="utf-8")
    return folder


@pytest.fixture(scope="session")
def manifest_schema(schemas: Path) -> Callable[[str], etree.XMLSchema]:
    """Return a function from a standard to the published schemas of its manifest, as one."""

    @cache
    def schema(standard: str) -> etree.XMLSchema:
        folder, names, _ = STANDARDS[standard]
        return together(schemas / folder, tuple(f"{name}.xsd" for name in names))

    return schema


@pytest.fixture(scope="session")
def metadata_schema(schemas: Path) -> Callable[[str], etree.XMLSchema]:
    """Return a function from a standard to the published strict schema of its metadata."""

    @cache
    def schema(standard: str) -> etree.XMLSchema:
        folder, _, name = STANDARDS[standard]
        parts = ("unique/strict.xsd", "vocab/strict.xsd", "extend/strict.xsd")
        return together(schemas / folder, (*(parts if "lom" in name else ()), name))

    return schema


def together(folder: Path, names: tuple[str, ...]) -> etree.XMLSchema:
    """Return a schema that imports the files `names` of `folder`."""
    spaces = {name: etree.parse(folder / name).getroot().get("targetNamespace") for name in names}
    lines = [
        f'<xs:import namespace="{space}" schemaLocation="{(folder / name).as_uri()}"/>'
        for name, space in spaces.items()
    ]
    text = f'<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema">{"".join(lines)}</xs:schema>'
    return etree.XMLSchema(etree.fromstring(text))
