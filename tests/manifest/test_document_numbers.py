"""Document numbers in every stated form, and what only looks like one."""

from __future__ import annotations

import datetime as dt
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hocvu.manifest import find_citations, find_numbers, parse_number
from hocvu.manifest.profile import document_types

FORMS = [
    # text, number, year, type, organisation
    ("91/2025/QH15", "91", 2025, "", "QH15"),
    ("76/2025/UBTVQH15", "76", 2025, "", "UBTVQH15"),
    ("178/2024/NĐ-CP", "178", 2024, "NĐ", "CP"),
    ("01/2024/TTLT-BTP-BNV", "01", 2024, "TTLT", "BTP-BNV"),
    ("08/2024/L-CTN", "08", 2024, "L", "CTN"),
    ("21/2025/QĐ-UBND", "21", 2025, "QĐ", "UBND"),
    ("19/2025/QĐ-TTg", "19", 2025, "QĐ", "TTg"),
    ("12/2022/TT-BLĐTB&XH", "12", 2022, "TT", "BLĐTB&XH"),
    ("21-TB/VPTW", "21", None, "TB", "VPTW"),
    ("57-NQ/TW", "57", None, "NQ", "TW"),
    ("132-QĐ/TW", "132", None, "QĐ", "TW"),
    ("700/QĐ-TTg", "700", None, "QĐ", "TTg"),
    ("119/TB-VPCP", "119", None, "TB", "VPCP"),
    ("30c/NQ-CP", "30c", None, "NQ", "CP"),
    ("45/TTr-SNV", "45", None, "TTr", "SNV"),
    ("05/VBHN-VPQH", "05", None, "VBHN", "VPQH"),
    ("17/CV-BCĐ", "17", None, "CV", "BCĐ"),
    ("5673/BNV-CCVC", "5673", None, "CV", "BNV-CCVC"),
    ("1234/UBND-NC", "1234", None, "CV", "UBND-NC"),
    ("210/SGDĐT-GDTrH", "210", None, "CV", "SGDĐT-GDTrH"),
    ("/QĐ-BKHCN", "", None, "QĐ", "BKHCN"),
    ("/2025/NĐ-CP", "", 2025, "NĐ", "CP"),
]
NOT_NUMBERS = [
    "21/8/2025",
    "31/12/2024",
    "24/7",
    "HĐND/UBND",
    "2025-2026",
    "12/2024",
    "và/hoặc",
    "km/h",
    "1/2",
    "A/QĐ-BKH",
    "https://a.vn/QĐ-BKHCN",
    "0912345678",
    "- BC/KH",
    "C:/QĐ-UBND/a.docx",
    "2024-2025/HK1",
]
DASHES = "-‐‑‒–—−"


@pytest.mark.parametrize(("text", "number", "year", "kind", "organisation"), FORMS)
def test_stated_forms(
    text: str, number: str, year: int | None, kind: str, organisation: str
) -> None:
    found = parse_number(text)
    assert found is not None
    assert (found.number, found.year, found.type, found.organisation) == (
        number,
        year,
        kind,
        organisation,
    )
    assert found.text == text
    assert found.draft is (number == "")
    assert found.party is (text.count("-") == 1 and text.index("-") < text.index("/"))


@pytest.mark.parametrize("text", [form[0] for form in FORMS])
@pytest.mark.parametrize("dash", DASHES)
def test_any_dash_and_decomposed_letters(text: str, dash: str) -> None:
    written = unicodedata.normalize("NFD", text).replace("-", dash)
    assert parse_number(written) == parse_number(text)
    sentence = f"Căn cứ văn bản số {written}, ngày 21/8/2025; trực 24/7."
    assert [n.text for n in find_numbers(sentence)] == [text]


@pytest.mark.parametrize("text", NOT_NUMBERS)
def test_false_friends(text: str) -> None:
    assert parse_number(text) is None
    assert find_numbers(f"xem {text} và {text}.") == ()


numbers = st.builds("{}{}".format, st.integers(1, 99999), st.sampled_from(["", "", "a", "c"]))
organs = st.lists(
    st.sampled_from(["CP", "TTg", "BNV", "UBND", "BLĐTB&XH", "VPTW"]), min_size=1, max_size=3
).map("-".join)
types = st.sampled_from(sorted(document_types()))
written_numbers = st.one_of(
    st.builds("{}/{}/{}-{}".format, numbers, st.integers(1945, 2099), types, organs),
    st.builds("{}/{}-{}".format, numbers, types, organs),
    st.builds("{}-{}/{}".format, numbers, types, organs),
    st.builds("{}/{}/QH{}".format, numbers, st.integers(1945, 2099), st.integers(1, 20)),
)


@given(written_numbers, st.sampled_from(DASHES), st.sampled_from(["NFC", "NFD"]))
def test_every_number_is_found_as_it_was_written(written: str, dash: str, form: str) -> None:
    text = unicodedata.normalize(form, f"(Theo {written}.)").replace("-", dash)
    assert [n.text for n in find_numbers(text)] == [written]
    found = parse_number(written)
    assert found is not None
    assert parse_number(found.text) == found


@given(st.dates(min_value=dt.date(1900, 1, 1)), st.sampled_from("/-."))
def test_no_date_is_a_number(date: dt.date, sign: str) -> None:
    text = f"{date.day}{sign}{date.month}{sign}{date.year}"
    assert find_numbers(f"ngày {text}; {date.month}/{date.year}; {date.isoformat()}") == ()


@given(st.text(max_size=200))
def test_any_text_can_be_searched(text: str) -> None:
    composed = unicodedata.normalize("NFC", text)
    for citation in find_citations(text):
        assert composed[citation.start :].startswith(citation.text)


def test_citations_in_both_orders() -> None:
    text = (
        "Theo Điều 5 khoản 2 Nghị định 30/2020/NĐ-CP và khoản 3, Điều 16, Nghị định "
        "178/2024/NĐ-CP ngày 31/12/2024 của Chính phủ; điểm đ khoản 1 Điều 7 của Luật Bảo vệ dữ "
        "liệu cá nhân số 91/2025/QH15 ngày 26 tháng 6 năm 2025, Quyết định số 700/QĐ-TTg."
    )
    cited = find_citations(text)
    assert [(c.number.text, c.article, c.clause, c.point, c.date) for c in cited] == [
        ("30/2020/NĐ-CP", "5", "2", "", None),
        ("178/2024/NĐ-CP", "16", "3", "", dt.date(2024, 12, 31)),
        ("91/2025/QH15", "7", "1", "đ", dt.date(2025, 6, 26)),
        ("700/QĐ-TTg", "", "", "", None),
    ]
    assert cited[1].text == "khoản 3, Điều 16, Nghị định 178/2024/NĐ-CP ngày 31/12/2024"
    assert cited[3].number.type_name == "Quyết định"
    assert all(text[c.start :].startswith(c.text) for c in cited)
