"""Errors say what, where and what to do, in either language, and travel between processes."""

import errno
import os
import pickle
import socket
import ssl

import pytest

from hocvu.errors import Encrypted, HocvuError, Origin, Remark, ToolFailed, clock, reason_of
from hocvu.messages import catalogue


@pytest.mark.parametrize(
    ("origin", "vi", "en"),
    [
        (Origin(file="a.docx", paragraph=12), "a.docx, đoạn 12", "a.docx, paragraph 12"),
        (Origin(file="a.mp4", seconds=65.4), "a.mp4, lúc 1:05", "a.mp4, at 1:05"),
        (
            Origin(file="m.yaml", line=3, column=7),
            "m.yaml, dòng 3, cột 7",
            "m.yaml, line 3, column 7",
        ),
        (Origin(), "", ""),
    ],
)
def test_a_place_is_told_in_words(origin: Origin, vi: str, en: str) -> None:
    assert origin.describe("vi") == vi
    assert origin.describe("en") == en


@pytest.mark.parametrize(("seconds", "shown"), [(0, "0:00"), (59.9, "0:59"), (3723, "1:02:03")])
def test_time_codes_read_as_people_say_them(seconds: float, shown: str) -> None:
    assert clock(seconds) == shown


def test_an_error_survives_a_pickle() -> None:
    error = ToolFailed(
        "tool.failed", origin=Origin(file="a.mp4"), tool="ffmpeg", status=1, said="x"
    )
    again = pickle.loads(pickle.dumps(error))
    assert type(again) is ToolFailed
    assert again.remark == error.remark
    assert "ffmpeg" in str(again)


def test_every_error_has_an_exit_code_of_the_table() -> None:
    def family(kind: type[HocvuError]) -> list[type[HocvuError]]:
        return [kind, *(k for sub in kind.__subclasses__() for k in family(sub))]

    assert {kind.exit_code for kind in family(HocvuError)} <= {1, 2, 3, 4, 5, 6, 7, 8}
    assert Encrypted.exit_code == 4


def test_a_remark_speaks_both_languages() -> None:
    remark = Remark("source.empty", "error", Origin(file="a.docx"))
    assert "trống" in remark.message_in("vi")
    assert "empty" in remark.message_in("en")
    assert remark.hint_in("en")


@pytest.mark.parametrize(
    ("error", "vi", "en"),
    [
        (PermissionError(errno.EACCES, "x"), "không có quyền", "permission denied"),
        (OSError(errno.ENOSPC, "x"), "ổ đĩa đã hết chỗ", "no space is left on the disk"),
        (TimeoutError("timed out"), "chờ quá lâu mà không có trả lời", "no answer in time"),
        (socket.gaierror(8, "nodename"), "không tìm thấy máy chủ", "no server of this name"),
        (ssl.SSLError(1, "handshake"), "handshake", "handshake"),
        (OSError(errno.EDOM, os.strerror(errno.EDOM)), os.strerror(errno.EDOM), ""),
        (OSError(), "OSError", "OSError"),
    ],
)
def test_what_the_operating_system_says_is_told_in_the_language_of_the_user(
    error: OSError, vi: str, en: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for language, words in (("vi", vi), ("en", en)):
        monkeypatch.setenv("HOCVU_LANG", language)
        assert words in reason_of(error)


def test_every_name_of_a_system_error_is_one() -> None:
    names = [code[7:] for code in catalogue() if code.startswith("system.e")]
    assert len(names) > 30
    assert [name for name in names if not hasattr(errno, name.upper())] == []
