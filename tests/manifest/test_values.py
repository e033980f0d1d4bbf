"""Values as authors write them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic_core import PydanticCustomError

from hocvu.manifest import values
from hocvu.manifest.tree import Plain


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


@pytest.mark.parametrize("text", ["1", "1.2", "01.1.1", "1.2.3.4", "1.0.0-", "1.2.3-01", "v1.2.3"])
def test_what_is_no_version(text: str) -> None:
    assert refused(values.version, text)["code"] == "manifest.not_version"


@pytest.mark.parametrize(
    "text",
    ["https://a.vn/b", "http://a.vn:8080/học-liệu/x?y#z", "urn:hocvu:draft:x", "urn:uuid:1-2"],
)
def test_iris(text: str) -> None:
    assert values.iri(text) == text


@pytest.mark.parametrize(
    "text", ["a", "https://a.vn", "https:///x", "ftp://a/b", "urn:x", "https://a.vn/a b", "a.vn/b"]
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
    ("text", "instead"),
    [
        ("45", "PT45M"),
        ("45 phút", "PT45M"),
        ("2 giờ", "PT2H"),
        ("1 giờ 30 phút", "PT1H30M"),
        ("P", "PT1H30M"),
        ("PT", "PT1H30M"),
        ("P1DT", "PT1M"),
    ],
)
def test_other_durations_are_refused_with_a_proposal(text: str, instead: str) -> None:
    found = refused(values.duration, text)
    assert (found["code"], found["instead"]) == ("manifest.not_duration", instead)


@given(st.dates(min_value=dt.date(1000, 1, 1)), st.sampled_from("/-."))
def test_dates_are_iso_and_others_are_shown_how(date: dt.date, sign: str) -> None:
    assert values.date(date.isoformat()) == date
    found = refused(values.date, f"{date.day}{sign}{date.month}{sign}{date.year}")
    assert (found["code"], found["instead"]) == ("manifest.not_date", date.isoformat())


@pytest.mark.parametrize("text", ["2026-02-29", "31/04/2026", "2026-13-01", "0000-01-01"])
def test_days_that_are_not_in_the_calendar(text: str) -> None:
    assert refused(values.date, text)["code"] == "manifest.no_such_date"


def test_quoted_numbers_are_texts() -> None:
    assert (values.integer(Plain("80")), values.number(Plain("8.5"))) == (80, 8.5)
    assert refused(values.integer, "80")["code"] == "manifest.not_integer"
    assert refused(values.truth, Plain("no"))["code"] == "manifest.not_truth"
    assert refused(values.integer, True)["code"] == "manifest.not_integer"


def test_free_values_follow_the_core_schema() -> None:
    written = {"a": Plain("1"), "b": [Plain("true"), Plain("no"), "1"], "c": Plain("1.5e2")}
    assert values.free(written) == {"a": 1, "b": [True, "no", "1"], "c": 150.0}


@pytest.mark.parametrize(
    ("vocabulary", "text", "near"),
    [
        ("kind", "Khoá học", "khoa_hoc"),
        ("kind", "chuyende", "chuyen_de"),
        ("status", "Draft", "du_thao"),
        ("audience", "Công chức", "cong_chuc"),
        ("delivery_mode", "truc-tuyen", "truc_tuyen"),
    ],
)
def test_terms_are_proposed_by_key_and_label(vocabulary: str, text: str, near: str) -> None:
    found = refused(values.term(vocabulary), text)
    assert (found["code"], found["near"]) == ("manifest.term_misspelt", near)
    assert near in found["allowed"]
