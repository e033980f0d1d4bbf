"""Whatever the bytes, verifying ends with findings and never with another library's error."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from hocvu.lesson import Course
from hocvu.packages import WRITERS, verify

FREELY = settings(
    deadline=None, max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


@pytest.fixture(params=["scorm12", "scorm2004-4"])
def package(request: pytest.FixtureRequest, course: Course, tmp_path: Path) -> Path:
    path = tmp_path / "good.zip"
    WRITERS[request.param].write(course, path)
    return path


@FREELY
@given(data=st.data())
def test_spoiled_archives(package: Path, tmp_path: Path, data: st.DataObject) -> None:
    spoiled = bytearray(package.read_bytes())
    size, directory = len(spoiled), spoiled.index(b"PK\x01\x02")
    places = st.one_of(st.integers(0, size - 1), st.integers(directory, size - 1))
    for place, value in data.draw(st.lists(st.tuples(places, st.integers(0, 255)), max_size=6)):
        spoiled[place] = value
    end = data.draw(st.one_of(st.just(size), st.integers(0, size)))
    path = tmp_path / "spoiled.zip"
    path.write_bytes(spoiled[:end])
    for finding in verify(path):
        assert finding.message_in("vi")
        assert finding.message_in("en")


@FREELY
@given(
    data=st.data(),
    member=st.sampled_from(["imsmanifest.xml", "metadata.xml", "doc.html", "player.js"]),
)
def test_spoiled_files(package: Path, tmp_path: Path, data: st.DataObject, member: str) -> None:
    bad = tmp_path / "bad.zip"
    with zipfile.ZipFile(package) as source, zipfile.ZipFile(bad, "w") as target:
        for name in source.namelist():
            content = source.read(name)
            if name == member:
                start = data.draw(st.integers(0, len(content)))
                length = data.draw(st.integers(0, 40))
                content = (
                    content[:start] + data.draw(st.binary(max_size=12)) + content[start + length :]
                )
            target.writestr(name, content)
    for finding in verify(bad):
        assert finding.origin.file == str(bad)
