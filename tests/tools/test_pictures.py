"""Pictures are kept where browsers show them, and converted or refused where not."""

from __future__ import annotations

import io

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from hocvu.errors import Damaged, HocvuError, TooLarge, Unsupported
from hocvu.tools import pictures
from hocvu.tools.pictures import for_browsers, is_vector


def image(kind: str, mode: str = "RGB") -> bytes:
    stream = io.BytesIO()
    Image.new(mode, (6, 4)).save(stream, kind)
    return stream.getvalue()


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "GIF", "WEBP"])
def test_what_browsers_show_is_kept(kind: str) -> None:
    data = image(kind)
    found = for_browsers(data)
    assert found.data == data
    assert (found.width, found.height) == (6, 4)
    assert found.media_type == f"image/{kind.lower()}"


@pytest.mark.parametrize(
    ("kind", "mode", "kept"),
    [("BMP", "RGB", "RGB"), ("TIFF", "CMYK", "RGB"), ("TIFF", "RGBA", "RGBA"), ("PPM", "L", "RGB")],
)
def test_what_they_do_not_show_is_converted(kind: str, mode: str, kept: str) -> None:
    found = for_browsers(image(kind, mode))
    with Image.open(io.BytesIO(found.data)) as picture:
        assert (picture.format, picture.mode, picture.size) == ("PNG", kept, (6, 4))


def test_metafiles_are_named() -> None:
    data = b"\xd7\xcd\xc6\x9a" + b"\0" * 40
    assert is_vector(data)
    with pytest.raises(Unsupported) as caught:
        for_browsers(data)
    assert caught.value.code == "picture.vector"


def test_the_number_of_pixels_is_limited(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pictures, "MOST_PIXELS", 10)
    with pytest.raises(TooLarge):
        for_browsers(image("PNG"))


def test_a_truncated_picture_to_convert_is_damaged() -> None:
    with pytest.raises(Damaged):
        for_browsers(image("BMP")[:60])


@given(st.binary(max_size=200), st.sampled_from(["PNG", "BMP", "TIFF", "GIF"]))
def test_any_bytes_end_in_our_errors(tail: bytes, kind: str) -> None:
    data = image(kind)[:20] + tail
    try:
        found = for_browsers(data)
    except HocvuError:
        return
    assert found.data
