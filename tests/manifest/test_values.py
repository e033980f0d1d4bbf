"""Values as authors write them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic_core import PydanticCustomError

from hocvu.lesson.record import Month
from hocvu.manifest import times, values
from hocvu.written.tree import Plain


def refused(read: Callable[[Any], Any], value: Any) -> dict[str, Any]:
    with pytest.raises(PydanticCustomError) as raised:
        read(value)
    return {"code": raised.value.type, **(raised.value.context or {})}


@pytest.mark.parametrize(
    "text",
    [
        "0.0.4",
        "1.2.3",
        "1.1.2-prerelease+meta",
        "1.0.0-alpha.beta.1",
        "1.0.0-0A.is.legal",
        "2.0.0+b",
    ],
)
def test_versions_by_semver(text: str) -> None:
    assert values.version(text) == text


@pytest.mark.parametrize("text", ["01.1.1", "1.2.3.4", "1.0.0-", "1.2.3-01", "v1.2.x"])
def test_what_is_no_version(text: str) -> None:
    assert refused(values.version, text)["code"] == "manifest.not_version"


@pytest.mark.parametrize(
    ("read", "text", "code", "instead"),
    [
        (values.version, "1", "version_short", "1.0.0"),
        (values.version, "1.2", "version_short", "1.2.0"),
        (values.version, "v1.2.3", "version_prefix", "1.2.3"),
        (values.language, "vn", "language_name", "vi"),
        (values.language, "Tiếng Anh", "language_name", "en"),
        (values.organisation_code, "h01.a", "organisation_case", "H01.A"),
        (values.integer, "80 %", "percent_sign", "80"),
        (values.integer, "80", "number_quoted", "80"),
        (values.number, Plain("8,5"), "decimal_comma", "8.5"),
        (values.truth, Plain("no"), "truth_word", "false"),
        (values.truth, "Có", "truth_word", "true"),
        (values.duration, "45 phút", "duration_words", "PT45M"),
        (values.duration, "2 giờ", "duration_words", "PT2H"),
        (values.duration, "1 giờ 30 phút", "duration_words", "PT1H30M"),
        (values.duration, "1h30", "duration_words", "PT1H30M"),
        (values.date, "ngày 5 tháng 3 năm 2026", "date_form", "2026-03-05"),
        (values.date, "2026-03-05 08:00", "date_time", "2026-03-05"),
        (values.term("kind"), "Khoá học", "term_label", "khoa_hoc"),
        (values.term("status"), "Draft", "term_label", "du_thao"),
        (values.term("audience"), "Công chức", "term_label", "cong_chuc"),
        (values.term("delivery_mode"), "truc-tuyen", "term_label", "truc_tuyen"),
    ],
)
def test_what_is_nearly_right_is_refused_with_what_is_right(
    read: Callable[[Any], Any], text: str, code: str, instead: str
) -> None:
    found = refused(read, text)
    assert (found["code"], found["instead"]) == (f"manifest.{code}", instead)
    read(Plain(instead))  # which is accepted then


@pytest.mark.parametrize(
    "text",
    ["https://a.vn/b", "http://a.vn:8080/học-liệu/x?y#z", "urn:hocvu:draft:x", "urn:uuid:1-2"],
)
def test_iris(text: str) -> None:
    assert values.iri(text) == text


@pytest.mark.parametrize(
    "text", ["a", "https://a.vn", "https:///x", "ftp://a/b", "urn:x", "https://a.vn/a b"]
)
def test_what_is_no_iri(text: str) -> None:
    assert refused(values.iri, text)["code"] == "manifest.not_iri"


@pytest.mark.parametrize("text", ["vi", "en", "vi-VN", "zh-Hant-TW", "tay", "es-419"])
def test_languages(text: str) -> None:
    assert values.language(text) == text


@pytest.mark.parametrize("text", ["PT45M", "PT1H30M", "P1D", "P2W", "P1Y2M3DT4H5M6.5S", "PT90S"])
def test_durations_by_iso_8601(text: str) -> None:
    assert values.duration(text) == text


@pytest.mark.parametrize(
    ("text", "code", "near"),
    [
        ("45", "duration_no_unit", "PT45M"),
        ("2 tiết", "duration_periods", "PT1H30M"),
        ("P", "not_duration", None),
        ("PT", "not_duration", None),
        ("P1DT", "not_duration", None),
        ("PT0S", "duration_zero", None),
    ],
)
def test_other_durations_are_refused(text: str, code: str, near: str | None) -> None:
    found = refused(values.duration, text)
    assert (found["code"], found.get("near")) == (f"manifest.{code}", near)


@given(st.dates(min_value=dt.date(1000, 1, 1)), st.sampled_from("/-."))
def test_dates_are_iso_and_others_are_shown_how(date: dt.date, sign: str) -> None:
    assert values.date(date.isoformat()) == date
    found = refused(values.date, f"{date.day}{sign}{date.month}{sign}{date.year}")
    wanted = ("manifest.date_form", date.isoformat())
    assert (found["code"], found["instead"]) == wanted


@pytest.mark.parametrize("text", ["2026-06", "Tháng 6 năm 2026", "tháng 06 năm 2026"])
def test_a_month_is_a_date_where_no_document_is_meant(text: str) -> None:
    month = values.when(text)
    assert (month, type(month), month.isoformat()) == ("2026-06", Month, "2026-06")
    assert (times.first_day(month), times.last_day(month)) == (
        dt.date(2026, 6, 1),
        dt.date(2026, 6, 30),
    )
    assert refused(values.date, text)["code"] == "manifest.date_month"


@pytest.mark.parametrize("text", ["2026-02-29", "31/04/2026", "2026-13-01", "0000-01-01"])
def test_days_that_are_not_in_the_calendar(text: str) -> None:
    assert refused(values.date, text)["code"] == "manifest.no_such_date"


def test_quoted_numbers_are_texts() -> None:
    assert (values.integer(Plain("80")), values.number(Plain("8.5"))) == (80, 8.5)
    assert refused(values.integer, "tám")["code"] == "manifest.not_integer"
    assert refused(values.truth, Plain("tùy"))["code"] == "manifest.not_truth"
    assert refused(values.integer, True)["code"] == "manifest.not_integer"


def test_free_values_follow_the_core_schema() -> None:
    written = {"a": Plain("1"), "b": [Plain("true"), Plain("no"), "1"], "c": Plain("1.5e2")}
    assert values.free(written) == {"a": 1, "b": [True, "no", "1"], "c": 150.0}


@pytest.mark.parametrize(
    ("vocabulary", "text", "near"),
    [
        ("kind", "chuyende", "chuyen_de"),
        ("status", "ban hành r", "ban_hanh"),
    ],
)
def test_terms_are_proposed_by_key_and_label(vocabulary: str, text: str, near: str) -> None:
    found = refused(values.term(vocabulary), text)
    assert (found["code"], found["near"]) == ("manifest.term_misspelt", near)
    assert near in found["allowed"]
