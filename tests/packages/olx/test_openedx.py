"""Packages through what Open edX itself uses: its checker of courses and its keys."""

from __future__ import annotations

import re
import tarfile
from pathlib import Path

import olxcleaner
from lxml import etree
from olxcleaner.reporting import report_errors
from opaque_keys.edx.keys import AssetKey, CourseKey


def errors(path: Path, folder: Path) -> list[str]:
    """Return what edX's checker says of a package, at every level and with every step."""
    with tarfile.open(path) as archive:
        archive.extractall(folder)
    course, store, _ = olxcleaner.validate(str(folder / "course" / "course.xml"), steps=8)
    assert course is not None
    return report_errors(store)


def test_edx_checker_finds_no_fault(good: Path, tmp_path: Path) -> None:
    assert errors(good, tmp_path) == []


def test_edx_checker_looks_at_what_it_is_given(
    good: Path, parts: dict[str, bytes], packed: object, tmp_path: Path
) -> None:
    """A broken package must draw an error of theirs, or the test above would show nothing."""
    del parts[next(name for name in parts if name.startswith("vertical/"))]
    assert errors(packed(parts), tmp_path / "x")  # type: ignore[operator]


def test_opaque_keys_take_every_identifier(parts: dict[str, bytes]) -> None:
    root = etree.fromstring(parts["course.xml"])
    # As Open edX's reader of courses makes it, and as Studio writes it.
    key = CourseKey.from_string("/".join(root.get(n) for n in ("org", "course", "url_name")))
    assert (key.org, key.run) == ("hoc.example.vn", "tu-hoc")
    modern = CourseKey.from_string(f"course-v1:{key.org}+{key.course}+{key.run}")
    assert len(key.org + key.course + key.run) <= 65
    count = 0
    for name in parts:
        if match := re.fullmatch(r"(chapter|sequential|vertical|html|video)/(.*)\.xml", name):
            usage = modern.make_usage_key(match[1], match[2])
            assert usage.from_string(str(usage)) == usage
            count += 1
        if name.startswith("static/"):
            asset = modern.make_asset_key("asset", name.removeprefix("static/"))
            assert AssetKey.from_string(str(asset)) == asset
    assert count > 20
