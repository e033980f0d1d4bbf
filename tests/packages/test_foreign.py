"""Good packages by others draw no false error; what is advised is listed here."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest
from packages.foreign import PACKAGES

from hocvu.packages import verify
from hocvu.packages.summary import summarise

ADVISED = {
    # Slides without a title have no name.
    "Storyline, Tin Can": {"activity_nameless"},
    # The second objective of the example has neither title nor text.
    "working group, cmi5": {"empty_text"},
    # Moodle 4.1 fails at what shares objectives.
    "ADL, SCORM 2004": {"map_info"},
}


@pytest.mark.parametrize("maker", PACKAGES)
def test_no_error_is_found(maker: str, tmp_path: Path) -> None:
    path = tmp_path / "goi.zip"
    with zipfile.ZipFile(path, "w") as archive:
        for name, data in PACKAGES[maker].items():
            archive.writestr(name, data)
    found = verify(path)
    assert [one for one in found if one.severity == "error"] == []
    assert {one.code.partition(".")[2] for one in found} == ADVISED.get(maker, set())


def test_the_default_organization_speaks_for_a_package(tmp_path: Path) -> None:
    files = PACKAGES["Storyline, SCORM 1.2"]
    text = files["imsmanifest.xml"].decode()
    other = (
        '<organization identifier="Other"><title>Other</title>'
        '<item identifier="i" identifierref="r"><title>Other</title></item></organization>'
    )
    place = '<organization identifier="Data_ORG">'
    assert place in text
    path = tmp_path / "goi.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("imsmanifest.xml", text.replace(place, other + place))
    summary = summarise(path)
    assert (summary.title, summary.items) == ("Data", ((0, "Data"),))
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("imsmanifest.xml", text.replace(place, other + place.replace("ta_", "")))
    assert summarise(path).title == "Other"
