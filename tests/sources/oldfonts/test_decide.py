"""Text of old Vietnamese fonts: the font proposes, the characters decide."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hocvu.sources.oldfonts import Run, decode, decode_run, family
from hocvu.sources.oldfonts.syllables import is_syllable
from hocvu.sources.oldfonts.tables import TCVN3, VNI, convert

LETTERS = "aăâeêioôơuưy"
TONES = ("", "\u0300", "\u0301", "\u0309", "\u0303", "\u0323")
MARKED = {
    unicodedata.normalize("NFC", letter + tone) for letter in LETTERS for tone in TONES
} - set("aeiouy") | {"đ"}
OLD_TCVN3 = {new: old for old, new in TCVN3.items()}
OLD_VNI = {new: old for old, new in reversed(VNI.items())}


@pytest.mark.parametrize(
    ("text", "font", "expected"),
    [
        ("§¶ng bé c¬ quan", ".VnTime", "Đảng bộ cơ quan"),
        ("quyÕt ®Þnh", ".VnTimeH", "QUYẾT ĐỊNH"),
        ("th\xad viÖn nhµ n\xadíc", ".VnArial Narrow", "thư viện nhà nước"),
        ("Céng hoµ x· héi", "VnTime", "Cộng hoà xã hội"),
        ("Coäng hoøa xaõ hoäi chuû nghóa", "VNI-Times", "Cộng hòa xã hội chủ nghĩa"),
        ("ÑAÛNG BOÄ TÆNH", "VNI-Helve-Condense", "ĐẢNG BỘ TỈNH"),
        ("yù kieán, kyø hoïp", "VNI Times", "ý kiến, kỳ họp"),
        # A font that was put on text of another encoding.
        ("Coäng hoøa xaõ hoäi chuû nghóa", ".VnTime", "Cộng hòa xã hội chủ nghĩa"),
        ("nhµ n\u2212íc, x\u2219 héi, 5 \u2212 3", ".VnTime", "nhà nước, xã hội, 5 \u2212 3"),
        ("\uf0a7\uf0b6ng b\uf0e9", ".VnTime", "Đảng bộ"),
    ],
)  # fmt: skip
def test_old_text_becomes_unicode(text: str, font: str, expected: str) -> None:
    assert decode_run(text, font) == expected


@pytest.mark.parametrize(
    ("text", "font"),
    [
        ("Đảng bộ cơ quan", ".VnTime"),
        ("và có cá", ".VnTime"),
        ("Cộng hoà xã hội", "VNI-Times"),
        ("plain words", ".VnTimeH"),
        ("Señor, ¿qué niño? Ça va, garçon", "Times New Roman"),
        ("Điều 5 § 3 «ngoặc» 20°C ± 1", "Arial"),
        ("", ".VnTime"),
        ("¸¶µ", None),
    ],
)
def test_unicode_is_not_spoiled(text: str, font: str) -> None:
    if text == "plain words":
        # Letters without marks are the same in every encoding; the font shows capitals.
        assert decode_run(text, font) in {None, "PLAIN WORDS"}
    else:
        assert decode_run(text, font) is None


def test_letters_split_over_runs_are_joined() -> None:
    runs = [Run("Coä", "VNI-Times"), Run("ng hoaø xa", "VNI-Times"), Run("õ hoä", "VNI-Times")]
    texts = decode([[*runs, Run("i", "VNI-Times")]])[0]
    made = [text if text is not None else run.text for text, run in zip(texts, runs, strict=False)]
    assert "".join(made) + "i" == "Cộng hoà xã hội"


def test_what_is_in_doubt_follows_the_rest() -> None:
    # "cã" is a word in both readings but one; its paragraph tells which.
    old = decode([[Run("Nhµ n\xadíc cã chÝnh s¸ch", ".VnTime")], [Run("cã cá", ".VnTime")]])
    assert old[1] == ["có cỏ"]
    new = decode([[Run("Nhà nước có chính sách", ".VnTime")], [Run("có cá", ".VnTime")]])
    assert new == [[None], [None]]


def test_a_few_old_words_among_new_ones() -> None:
    new = [[Run("Nhà nước có chính sách và pháp luật", ".VnTime")] for _ in range(20)]
    assert decode([*new, [Run("được v¨n b¶n và có", ".VnTime")]])[-1] == ["được văn bản và có"]


def test_two_encodings_stand_together() -> None:
    text = "ThiÕt lËp m¹ng m¸y tÝnh t¹i caùc ñôn vò nh»m ®¶m b¶o"
    assert decode_run(text, "VNSTCVN3") == "Thiết lập mạng máy tính tại các đơn vị nhằm đảm bảo"


def test_text_that_lost_its_font_is_read_when_nearly_all_of_it_is_old() -> None:
    line = [Run("Céng hoµ x· héi chñ nghÜa ViÖt Nam, nhµ n\xadíc ph¸p quyÒn", "Times New Roman")]
    assert decode([line])[0] == ["Cộng hoà xã hội chủ nghĩa Việt Nam, nhà nước pháp quyền"]


@pytest.mark.parametrize(
    ("font", "expected"),
    [
        *((".VnTime", "tcvn3"), (".vnarialh", "tcvn3"), ("VNSTCVN3", "tcvn3")),
        ("VNI-Times", "vni"),
        *(("VNI Aptima", "vni"), ("Times New Roman", None), ("VNtimes new roman", None)),
        *((None, None), ("", None), ("VnU Times", None)),
    ],
)  # fmt: skip
def test_fonts_are_known_by_name(font: str | None, expected: str | None) -> None:
    assert family(font) == expected


def test_every_vietnamese_letter_is_in_both_tables() -> None:
    assert set(TCVN3.values()) >= MARKED
    plain = MARKED - {"í", "ì"}
    assert set(VNI.values()) >= plain | {letter.upper() for letter in plain}
    assert len(set(TCVN3.values())) == len(TCVN3)


@given(st.lists(st.sampled_from(sorted(MARKED)), max_size=30))
def test_tables_read_back_what_they_write(letters: list[str]) -> None:
    assert convert("".join(OLD_TCVN3[letter] for letter in letters), "tcvn3") == letters
    written = " ".join(OLD_VNI[letter] for letter in letters)
    assert "".join(convert(written, "vni")) == " ".join(letters)


@given(st.lists(st.lists(st.tuples(st.text(max_size=12), st.sampled_from([".VnTime", "VNI-Times", ".VnTimeH", None])), max_size=4), max_size=4))  # fmt: skip  # noqa: E501
def test_any_text_is_taken(paragraphs: list[list[tuple[str, str | None]]]) -> None:
    runs = [[Run(*run) for run in found] for found in paragraphs]
    made = decode(runs)
    assert [len(found) for found in made] == [len(found) for found in runs]
    assert all(text is None or unicodedata.is_normalized("NFC", text) for t in made for text in t)


@pytest.mark.parametrize(
    "word",
    ["nghiêng", "quốc", "gì", "giếng", "khuỷu", "thuở", "uống", "yêu", "xoèn", "quyết", "ừ"],
)
def test_syllables(word: str) -> None:
    assert is_syllable(word)
    assert is_syllable(word.upper())


@pytest.mark.parametrize("word", ["ñôn", "cát̃", "cac", "xuât", "bcd", "têc", "ngn", "străng"])
def test_what_is_no_syllable(word: str) -> None:
    assert not is_syllable(word)
