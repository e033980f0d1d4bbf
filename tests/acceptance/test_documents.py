"""Real ministry documents: every word kept, valid packages, and lessons that play."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from conftest import DOCUMENTS, STANDARDS, Packed
from independent import READERS, kept, page_words
from lxml import etree
from playwright.sync_api import Browser
from runtime.importing import imported
from runtime.play import play

Schemas = Callable[[str], etree.XMLSchema]
STATUS = {"scorm12": "cmi.core.lesson_status", "scorm2004": "cmi.completion_status"}


def launch_pages(folder: Path) -> list[str]:
    """Return the pages that the package's manifest launches."""
    root = etree.parse(folder / "imsmanifest.xml").getroot()
    hrefs = root.xpath("//*[local-name()='resource']/@href")
    assert hrefs
    return [str(href) for href in hrefs]


@pytest.mark.parametrize("standard", STANDARDS)
@pytest.mark.parametrize("name", DOCUMENTS)
def test_every_word_is_in_the_package_in_order(
    name: str, standard: str, packed: Packed, shared: Path
) -> None:
    path = shared / "materials/documents" / name
    source = READERS[path.suffix](path)
    assert len(source) > 150
    folder = packed.unpacked(name, standard)
    (page,) = launch_pages(folder)
    assert kept(source, page_words((folder / page).read_bytes())) >= 99.5


@pytest.mark.parametrize("standard", STANDARDS)
@pytest.mark.parametrize("name", DOCUMENTS)
def test_manifest_and_metadata_are_valid_by_the_published_schemas(
    name: str, standard: str, packed: Packed, manifest_schema: Schemas, metadata_schema: Schemas
) -> None:
    folder = packed.unpacked(name, standard)
    manifest_schema(standard).assertValid(etree.parse(folder / "imsmanifest.xml"))
    metadata_schema(standard).assertValid(etree.parse(folder / "metadata.xml"))


def test_open_edx_imports_them(packed: Packed, tmp_path: Path) -> None:
    wanted = [(name, standard) for name in DOCUMENTS for standard in STANDARDS]
    found = imported([packed.archives[one] for one in wanted], tmp_path)
    for (name, standard), told in zip(wanted, found, strict=True):
        assert told["version"] == ("SCORM_12" if standard == "scorm12" else "SCORM_2004")
        assert [told["index"]] == launch_pages(packed.unpacked(name, standard))
        assert told["warnings"] == []


@pytest.mark.parametrize("name", DOCUMENTS)
def test_the_report_says_what_was_kept(name: str, packed: Packed, shared: Path) -> None:
    path = shared / "materials/documents" / name
    (source,) = packed.report[name]["sources"]
    assert source["words_kept_percent"] >= 99.5
    assert source["read"]["words"] == pytest.approx(len(READERS[path.suffix](path)), rel=0.01)
    assert source["error"] is None
    assert len(source["sha256"]) == 64
    assert {p["standard"] for p in packed.report[name]["packages"]} >= set(STANDARDS)
    assert all(p["findings"] == [] for p in packed.report[name]["packages"])


@pytest.mark.parametrize(("standard", "width"), [("scorm12", 360), ("scorm2004-4", 1280)])
@pytest.mark.parametrize("name", DOCUMENTS)
def test_it_plays_to_completion_and_resumes_in_a_real_run_time(
    name: str, standard: str, width: int, packed: Packed, browser: Browser
) -> None:
    folder = packed.unpacked(name, standard)
    (page,) = launch_pages(folder)
    api = standard.partition("-")[0]
    with play(folder, page, browser=browser, standard=api, runtime="again", width=width) as lesson:
        assert lesson.last(STATUS[api]) == "incomplete"
        lesson.scroll_down()
        lesson.exit()
        lesson.again()
        lesson.read_through()
        lesson.exit()
        assert lesson.held()[api][STATUS[api]] == "completed"
        assert lesson.refused() == []
        lesson.clean()
