"""What a person is told: once where it is so in several places, and not more than can be read."""

from __future__ import annotations

import pytest

from hocvu.cli.console import Volume, tell_all
from hocvu.errors import Origin, Remark


@pytest.fixture(autouse=True)
def _quiet_again() -> None:
    Volume.level = 0


def said(capsys: pytest.CaptureFixture[str], *remarks: Remark) -> list[str]:
    tell_all(remarks)
    return [line for line in capsys.readouterr().err.splitlines() if not line.startswith("  →")]


def test_one_message_for_several_places(capsys: pytest.CaptureFixture[str]) -> None:
    pages = [Remark("pdf.table_unclear", origin=Origin(file="a.pdf", page=n)) for n in range(1, 5)]
    (line,) = said(capsys, *pages)
    assert line.startswith("! a.pdf, trang 1; trang 2; trang 3; trang 4: ")


def test_of_many_alike_the_first_few(capsys: pytest.CaptureFixture[str]) -> None:
    many = [
        Remark("pdf.link_dropped", origin=Origin(file="a.pdf"), params={"target": f"x{n}"})
        for n in range(20)
    ]
    lines = said(capsys, *many)
    assert len(lines) == 6
    assert "15" in lines[-1]
    Volume.level = 1
    assert len(said(capsys, *many)) == 20


@pytest.mark.parametrize(("level", "expected"), [(-1, "✗"), (0, "✗!"), (1, "✗!·")])
def test_the_volume(level: int, expected: str, capsys: pytest.CaptureFixture[str]) -> None:
    Volume.level = level
    three = [
        Remark("source.empty", severity, Origin(file="a"))
        for severity in ("error", "warning", "info")
    ]
    assert "".join(line[0] for line in said(capsys, *three)) == expected  # type: ignore[arg-type]
