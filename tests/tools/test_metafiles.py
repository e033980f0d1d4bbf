"""Windows metafiles become pictures, all of a document in one run."""

from __future__ import annotations

import io
import os

import pytest
from metafiles import metafile
from PIL import Image

from hocvu.tools import libreoffice
from hocvu.tools.metafiles import to_pictures
from hocvu.tools.pictures import is_vector

if libreoffice.ENGINE.find() is None and not os.environ.get("CI"):
    pytest.skip("LibreOffice is not installed", allow_module_level=True)


def test_many_are_drawn_in_one_run_and_cropped() -> None:
    files = {
        "a": metafile(400, 200),
        "b": b"\xd7\xcd\xc6\x9a" + b"\0" * 80,
        "c": metafile(100, 300),
    }
    assert all(map(is_vector, files.values()))
    made = to_pictures(files)
    assert {"a", "c"} <= set(made) <= {"a", "b", "c"}
    for name, ratio in (("a", 2.0), ("c", 1 / 3)):
        picture = made[name]
        assert picture.media_type == "image/png"
        assert picture.width / picture.height == pytest.approx(ratio, rel=0.1)
        with Image.open(io.BytesIO(picture.data)) as image:
            assert image.size == (picture.width, picture.height)
            red, green, blue = image.convert("RGB").getpixel((image.width // 2, image.height // 2))  # type: ignore[misc]
        assert red > 150
        assert green < 60
        assert blue < 60


def test_nothing_but_rubbish_gives_nothing() -> None:
    assert to_pictures({"a": b"\x01\x00\x00\x00" + b"\0" * 80}) == {}
