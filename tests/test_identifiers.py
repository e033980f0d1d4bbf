"""Identifiers are ASCII, stable, and never confuse two Vietnamese names."""

import re
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hocvu.identifiers import digest, iri, key_for, natural_key, nfc, slug


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Dạy học", "day-hoc"),
        ("Đường đi", "duong-di"),
        ("  Chuyên đề 1: Chứng thực!  ", "chuyen-de-1-chung-thuc"),
        ("2.10", "2-10"),
        ("???", ""),
    ],
)
def test_slugs_read_as_the_name_without_marks(text: str, expected: str) -> None:
    assert slug(text) == expected


@pytest.mark.parametrize(
    ("one", "other"), [("Dạy", "Dậy"), ("Hoà", "Hòa"), ("đ", "d"), ("Đá", "Da"), ("bài 1", "Bài 1")]
)
def test_names_that_differ_in_marks_have_different_keys(one: str, other: str) -> None:
    assert key_for(one) != key_for(other)


def test_keys_do_not_change_over_versions_of_hocvu() -> None:
    assert key_for("Bài 1 – Tiếp nhận hồ sơ.docx") == "bai-1-tiep-nhan-ho-so-docx-d3656bad"


@given(st.text())
def test_a_key_is_ascii_and_the_same_for_both_normal_forms(text: str) -> None:
    key = key_for(text)
    assert re.fullmatch(r"[a-z][a-z0-9-]*|[0-9][a-z0-9-]*", key)
    assert key == key_for(unicodedata.normalize("NFD", text)) or nfc(
        unicodedata.normalize("NFD", text)
    ) != nfc(text)


@given(st.lists(st.text(min_size=1), min_size=2, max_size=2, unique_by=nfc))
def test_different_parts_give_different_digests(parts: list[str]) -> None:
    assert digest(parts[0], length=64) != digest(parts[1], length=64)
    assert digest(*parts) == digest(*parts)


def test_files_sort_as_people_count() -> None:
    names = ["bài 10.docx", "Bài 2.docx", "bài 1.docx"]
    assert sorted(names, key=natural_key) == ["bài 1.docx", "Bài 2.docx", "bài 10.docx"]


@given(st.text(), st.text())
def test_natural_order_is_total(one: str, other: str) -> None:
    assert (natural_key(one) < natural_key(other)) + (natural_key(other) < natural_key(one)) <= 1


def test_iris_of_parts_hang_on_the_work() -> None:
    assert iri("https://a.vn/x", "lessons", "bai-1") == "https://a.vn/x/lessons/bai-1"
    assert iri("urn:hocvu:a", "lessons", "bai-1") == "urn:hocvu:a:lessons:bai-1"
    assert iri("Dạy") != iri("Dậy")


@given(st.text())
def test_an_iri_is_absolute_whatever_the_work_is_called(work: str) -> None:
    assert re.fullmatch(r"[A-Za-z][A-Za-z0-9+.-]*:[^\s<>\"{}|\\^`]+", iri(work, "lessons", "b"))
    assert iri(nfc(work)) == iri(work)
