"""What is said of the machine agrees with the list of engines above it."""

from __future__ import annotations

import pytest

from hocvu.cli import doctor, run
from hocvu.tools.base import Found


class Engine:
    purpose = "pdfium.purpose"
    minimum = "1.0"

    def __init__(self, name: str, version: str) -> None:
        self.name, self.version = name, version

    def find(self) -> Found | None:
        return Found(None, self.version) if self.version else None


@pytest.mark.parametrize(
    ("needed", "spare", "code", "last"),
    [
        ("2.0", "2.0", 0, "Máy này đủ mọi thứ."),
        ("2.0", "", 0, "Máy này đủ những gì bắt buộc; 1 chương trình không bắt buộc chưa có."),
        ("2.0", "0.5", 0, "Máy này đủ những gì bắt buộc; 1 chương trình không bắt buộc chưa có."),
        ("", "2.0", 5, "Còn thiếu 1 chương trình; những việc không cần đến chúng vẫn chạy được."),
        ("0.5", "", 5, "Còn thiếu 1 chương trình; những việc không cần đến chúng vẫn chạy được."),
    ],
)
def test_the_sum(
    needed: str,
    spare: str,
    code: int,
    last: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setenv("HOCVU_LANG", "vi")
    monkeypatch.setattr(doctor, "ENGINES", {"a": Engine("a", needed)})
    monkeypatch.setattr(doctor, "EXTRAS", {"b": Engine("b", spare)})
    assert run(["doctor"]) == code
    said = capsys.readouterr()
    assert said.err.strip() == last
    lines = [line for line in said.out.splitlines() if not line.startswith(" ")]
    assert [line[0] for line in lines] == [
        "✓" if needed == "2.0" else "✗",
        "✓" if spare == "2.0" else "·",
    ]
