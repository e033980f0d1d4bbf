"""PDF files in TCVN3 fonts: real ones, against their transcripts."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from pathlib import Path

import pytest

from hocvu.lesson import Reading
from hocvu.lesson.text import body_lines

Read = Callable[..., Reading]


@pytest.mark.parametrize(
    "name", ["2006-16EZE_TT01.06GopvonDNNVV", "2006-19412_QD115.04TTg_BLTch_DNNVV"]
)
def test_words_are_those_of_the_transcript(shared: Path, read: Read, name: str) -> None:
    path = shared / f"materials/corpus/legacy/tcvn3/{name}.pdf"
    expected = unicodedata.normalize("NFC", path.with_suffix(".txt").read_text("utf-8"))
    reading = read(path)
    wanted = re.findall(r"[^\W\d_]+", expected)
    said = re.findall(r"[^\W\d_]+", " ".join(body_lines(reading.body)))
    missing = [word for word in set(wanted) if word not in set(said)]
    assert len(missing) <= 0.005 * len(set(wanted)), missing
    assert abs(len(said) - len(wanted)) <= 0.005 * len(wanted)
    assert "pdf.old_fonts" in [notice.code for notice in reading.notices]
