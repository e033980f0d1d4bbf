"""Vietnamese syllables, told by rule."""

from __future__ import annotations

from pathlib import Path

import pytest

from hocvu.sources.oldfonts.syllables import is_syllable
from hocvu.sources.syllables import share_of_syllables, with_lost_tone


@pytest.mark.parametrize(
    "word",
    [
        "nghiêng",
        "quyết",
        "gì",
        "giếng",
        "đặc",
        "khuỷu",
        "Uỷ",
        "uống",
        "oằn",
        "tuyệt",
        "quốc",
        "ươn",
        "yêu",
        "ọp",
        "ngoằn",
    ],
)
def test_syllables(word: str) -> None:
    assert is_syllable(word)


@pytest.mark.parametrize("word", ["quôc", "hop", "víi", "xuât", "strong", "đđ", "toán̉", "", "b"])
def test_what_is_none(word: str) -> None:
    assert not is_syllable(word)


def test_share_of_a_real_page_and_of_a_ruined_one(shared: Path) -> None:
    text = (shared / "materials/scan/06__53dfd32_p4.txt").read_text("utf-8")
    good = share_of_syllables([text])
    assert good is not None
    assert good > 0.97
    bad = share_of_syllables([text.translate(str.maketrans("aoiêàộư", "xqteoồu"))])
    assert bad is not None
    assert bad < 0.7
    assert share_of_syllables(["Số 12/QĐ-UBND"]) is None


@pytest.mark.parametrize(
    ("read", "meant"),
    [("quôc", "quốc"), ("xuât,", "xuất,"), ("đông", "đông"), ("UBND", "UBND"), ("hợp", "hợp")],
)
def test_tone_that_recognition_lost(read: str, meant: str) -> None:
    assert with_lost_tone(read) == meant
