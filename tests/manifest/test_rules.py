"""What looks like a mistake and is none, and what the organisation's tables say."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from pathlib import Path

import pytest

from hocvu.errors import ManifestError
from hocvu.manifest import check
from hocvu.manifest.rules.privacy import identities
from hocvu.manifest.setting import Checks
from hocvu.manifest.tables import find_tables, read_table, read_tables

DATA = Path(__file__).parent / "data"


def codes(folder: Path, text: str, checks: Checks) -> list[str]:
    path = folder / "a.yaml"
    path.write_text(text, encoding="utf-8")
    return [problem.code for problem in check(path, checks=checks)]


@pytest.mark.parametrize(
    "words",
    [
        "Quyết định số 001203004567/QĐ-UBND",
        "ISBN 978-604-80-1234-5",
        "Kinh phí 001.203.004.567 đồng",
        "Kinh phí 0912345678 đồng",
        "Mã số thuế 0312345678",
        "Tài khoản 0912345678901",
        "Đường dây nóng 1900 1234, máy bàn 024 3825 1234",
        "Văn bản 178/2024/NĐ-CP, 5673/BNV-CCVC ngày 21/8/2025",
        "Mã hồ sơ 000.00.01.H01-260320-0001",
        "thời gian 202603201234, mã vạch 893123456789",
        "Liên hệ hotro@snv.gov.vn",
        "Bảo mật thông tin cá nhân",
    ],
)
def test_other_numbers_are_not_personal(
    folder: Path, good: str, checks: Checks, words: str
) -> None:
    text = good.replace("Mọi cán bộ, công chức cấp xã", f'"{words}"')
    assert codes(folder, text, checks) == []


@pytest.mark.parametrize(
    ("words", "count"),
    [
        ("001203004567", 1),
        ("số 079 199 012 345.", 1),
        ("CMND: 012345678", 1),
        ("căn cước công dân số 001.203.004.567", 1),
        ("999203004567", 0),
        ("0012030045678", 0),
        ("A001203004567", 0),
    ],
)
def test_identity_numbers_are_known_by_their_form(words: str, count: int) -> None:
    assert len(list(identities(words))) == count


def test_a_personal_number_is_not_repeated(folder: Path, good: str, checks: Checks) -> None:
    path = folder / "a.yaml"
    path.write_text(good.replace("CC BY 4.0", "CCCD 001203004567"), encoding="utf-8")
    (problem,) = [p for p in check(path, checks=checks) if p.code == "manifest.personal_identity"]
    assert "203004" not in f"{problem.message}{problem.hint}{problem.params}"


def test_dates_are_judged_only_on_a_day_that_is_given(folder: Path, good: str) -> None:
    text = good.replace("review_by: 2028-03-20", "review_by: 2026-04")
    assert codes(folder, text, Checks()) == []
    assert codes(folder, text, Checks(today=dt.date(2026, 4, 30))) == ["manifest.review_soon"]
    assert codes(folder, text, Checks(today=dt.date(2026, 5, 1))) == ["manifest.review_passed"]


def test_a_document_is_in_force_until_the_table_says(
    folder: Path, good: str, checks: Checks
) -> None:
    text = good.replace("118/2025/NĐ-CP", "30/2020/NĐ-CP")
    for day, told in (
        (dt.date(2026, 5, 1), []),
        (dt.date(2026, 8, 31), ["manifest.citation_ending"]),
        (dt.date(2026, 9, 1), ["manifest.citation_superseded"]),
    ):
        assert codes(folder, text, replace(checks, today=day)) == told


def test_the_nearest_tables_hold(folder: Path, good: str) -> None:
    (folder / "con").mkdir()
    text = good.replace("H01.02", "H77").replace("files/", "../files/")
    assert codes(folder / "con", text, Checks()) == []
    (folder / "hocvu.toml").write_text('organisations = "cq.csv"\n', "utf-8")
    (folder / "cq.csv").write_text("ma;ten\nH01;UBND\n", "utf-8")
    assert codes(folder / "con", text, Checks()) == ["manifest.organisation_unknown"]
    (folder / "cq.csv").write_text("ma;ten\nH77;Ủy ban nhân dân tỉnh\n", "utf-8")
    assert codes(folder / "con", text, Checks()) == []
    assert find_tables(folder / "con").sources[0][0] == str(folder / "hocvu.toml")


@pytest.mark.parametrize(
    ("toml", "csv", "code", "line"),
    [
        ('organisations == "a"', "", "config.syntax", 1),
        ('xyz = "a"', "", "config.unknown", None),
        ('communes = "khong-co.csv"', "", "config.unreadable", None),
        ('communes = "a.csv"', "x,y\n1,2\n", "config.no_code", 1),
        ('communes = "a.csv"', "ma,tu_ngay\n00004,hôm qua\n", "config.date", 2),
    ],
)
def test_faulty_tables_are_told(
    tmp_path: Path, toml: str, csv: str, code: str, line: int | None
) -> None:
    (tmp_path / "a.csv").write_text(csv, "utf-8")
    (tmp_path / "hocvu.toml").write_text(toml, "utf-8")
    with pytest.raises(ManifestError) as raised:
        read_tables(tmp_path / "hocvu.toml")
    assert (raised.value.code, raised.value.origin.line) == (code, line)


def test_tables_of_excel_are_read(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes("\ufeffSố ký hiệu;Thay thế bởi;Từ ngày\r\n1/QĐ-A;2/QĐ-A;1/7/2025\r\n".encode())
    ((key, row),) = read_table(path).items()
    path.write_bytes(path.read_bytes().replace(b"\r\n", b"\r"))  # as on old Macs
    assert list(read_table(path).values()) == [row]
    assert (key, row.now, row.valid_from) == (("", "1/QĐ-A"), "2/QĐ-A", dt.date(2025, 7, 1))


def test_legal_bases_are_kept_in_parts(folder: Path, good: str) -> None:
    from hocvu.manifest import load

    path = folder / "a.yaml"
    cited = '  - "khoản 3, Điều 16, Nghị định 178/2024/NĐ-CP ngày 31/12/2024"\n'
    cited += "  - Điều 5 khoản 2 Nghị định 30/2020/NĐ-CP\n"
    path.write_text(good.replace("  - Nghị định 118/2025/NĐ-CP\n", cited), "utf-8")
    first, second = load(path).record.legal_basis
    assert (first.number, first.article, first.clause, first.date) == (
        "178/2024/NĐ-CP",
        "16",
        "3",
        dt.date(2024, 12, 31),
    )
    assert (second.number, second.article, second.clause) == ("30/2020/NĐ-CP", "5", "2")
