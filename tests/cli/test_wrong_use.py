"""What people do wrong at the command line is told with the step that puts it right."""

from __future__ import annotations

import json
import os
import socket
import sys
import zipfile
from pathlib import Path

import pytest

from hocvu.cli import run
from hocvu.cli.console import quoted
from hocvu.tools.workbooks import new_workbook

MANIFEST = "id: urn:hocvu:a\ncode: A\ntitle: A\nlanguage: vi\nversion: 1.0.0\nparts: []\n"
Told = tuple[int, str]


def _write_damaged(path: Path, name: str) -> None:
    """Write an archive whose directory is spoilt and whose end is not."""
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr(name, "<a/>")
    path.write_bytes(path.read_bytes().replace(b"PK\x01\x02", b"XXXX"))


@pytest.fixture(autouse=True)
def _here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("HOCVU_LANG", "vi")
    (tmp_path / "m").mkdir()
    (tmp_path / "m" / "a.yaml").write_text(MANIFEST, "utf-8")
    (tmp_path / "bai.md").write_text("# Một\n\nHai.\n", "utf-8")
    (tmp_path / "Bài một.md").write_text("# Một\n\nHai.\n", "utf-8")
    (tmp_path / "thư mục").mkdir()
    _write_damaged(tmp_path / "hong.zip", "imsmanifest.xml")
    _write_damaged(tmp_path / "hong.docx", "word/document.xml")
    (tmp_path / "bai.xlsx").write_text("không phải bảng tính", "utf-8")


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (["approve", "m", "--to", "tham_dinh"], 2, ("là thư mục", "hocvu approve m/a.yaml --to")),
        (["new", "Bài một.md"], 4, ("Đây là một tệp", 'hocvu pack "Bài một.md"')),
        (["verify", "thư mục"], 2, ('hocvu verify "thư mục"/*.zip',)),
        (["approve", "bai.md", "--to", "tham_dinh"], 3, ("bai.md", "không phải là tệp mô tả")),
        (["approve", "x.yaml", "--to", "tham_dinh"], 3, ("Không có tệp mô tả x.yaml",)),
        (["new", "--from-xlsx", "bai.xlsx"], 4, ("bai.xlsx", "không phải là bảng tính")),
        (["new", "--from-xlsx", "m"], 4, ("không phải là bảng tính",)),
        (["pack", "bai.md", "--report", "m"], 2, ("m là thư mục", "--report m/bao-cao.json")),
        (
            ["new", "--from-xlsx", "bai.xlsx", "--base", "hoclieu.bo.example/x"],
            2,
            ("--base “hoclieu.bo.example/x”", "https://"),
        ),
        (["inspect", "hong.zip"], 6, ("hong.zip", "không phải là gói zip đọc được")),
        (["inspect", "hong.docx"], 4, ("hong.docx", "bị hỏng hoặc bị cắt cụt")),
        (["catalog", "harvest", "--port", "99999"], 2, ("--port", "từ 1 đến 65535")),
        (["gc", "file:///kho", "--hours", "1e12"], 2, ("--hours phải là số từ 0 đến",)),
        (["gc", "file:///kho", "--hours", "nan"], 2, ("--hours phải là số từ 0 đến",)),
        (["gc", "file:///kho", "--hours", "-1"], 2, ("--hours phải là số từ 0 đến",)),
    ],
)
def test_wrong_use(
    arguments: list[str],
    code: int,
    words: tuple[str, ...],
    capsys: pytest.CaptureFixture[str],
) -> None:
    before = sorted(Path().rglob("*"))
    assert run(arguments) == code
    said = capsys.readouterr()
    assert not said.out
    assert not [word for word in words if word not in said.err], said.err
    assert sorted(Path().rglob("*")) == before


@pytest.mark.parametrize(
    ("given", "lacking"), [([], "--number"), (["--number", "05/TTr-SNV"], "--date")]
)
def test_what_a_step_lacks_is_named_in_words(
    given: list[str], lacking: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["approve", "m/a.yaml", "--to", "tham_dinh", *given]) == 3
    said = capsys.readouterr().err
    assert f"Thêm tùy chọn {lacking}" in said
    assert lacking[2:] not in said.splitlines()[0]


def test_a_report_goes_into_a_folder_of_its_own(capsys: pytest.CaptureFixture[str]) -> None:
    asked = ["pack", "bai.md", "--no-cache", "--standard", "web", "--report", "kq/ngay/r.json"]
    assert run(asked) == 0
    written = json.loads(Path("kq/ngay/r.json").read_text("utf-8"))
    assert written["exit_code"] == 0
    assert [path.name for path in Path("kq/ngay").iterdir()] == ["r.json"]
    assert "r.json" not in capsys.readouterr().out


@pytest.mark.skipif(sys.platform != "linux", reason="other systems keep names as text")
@pytest.mark.parametrize("given", ["", "cu"])
def test_a_name_in_an_old_code_page_is_told(given: str, capsys: pytest.CaptureFixture[str]) -> None:
    folder = Path("cu")
    folder.mkdir()
    name = os.fsdecode(b"cu/B\xb5i 1.md")
    Path(name).write_text("# Một\n", "utf-8")
    assert run(["pack", given or name, "--json"]) == 4
    said = capsys.readouterr()
    assert "Đổi tên tệp" in said.err
    assert json.loads(said.out)["exit_code"] == 4


def test_a_command_that_a_message_proposes_can_be_copied(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert run(["new", "--quiz-template", "thư mục/mẫu câu hỏi.xlsx"]) == 0
    assert 'hocvu pack "thư mục/mẫu câu hỏi.xlsx"' in capsys.readouterr().err
    assert [quoted(p) for p in ("a/b-1.0.zip", "Bài.md", "a b", "a(1)")] == [
        "a/b-1.0.zip",
        "Bài.md",
        '"a b"',
        '"a(1)"',
    ]


def test_the_template_where_nothing_can_be_written(capsys: pytest.CaptureFixture[str]) -> None:
    Path("bai.d").write_text("x")
    with pytest.raises(OSError, match=r"bai\.d"), new_workbook(Path("bai.d/a.xlsx")):
        pass
    assert run(["new", "--quiz-template", "khong/co/a.xlsx"]) == 6
    assert "khong/co" in capsys.readouterr().err


def test_a_port_that_is_taken_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    Path("catalog.jsonl").write_bytes(b"")
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        assert run(["catalog", "harvest", ".", "--port", str(port)]) == 2
    said = capsys.readouterr()
    assert not said.out
    assert f"Không mở được cổng {port}" in said.err
