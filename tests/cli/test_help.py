"""Help and errors of the command line speak one language: no fixed word of the parser is left."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator

import pytest

from hocvu.messages import catalogue

# What the parser of the command line would say by itself, in one version or another.
ENGLISH = (
    "Usage", "Options", "Arguments", "Commands", "Show this message", "[required]", "[default",
    "OPTIONS", "COMMAND", "ARGS", "TEXT", "PATH", "INTEGER", "<str>", "<path>", "range", "env var",
    "Error", "Try '", "Missing", "Invalid", "No such", "Did you mean", "unexpected", "Aborted",
)  # fmt: skip

# Walks over all commands in one process: each process of its own would cost half a second.
WALK = """
import typer
from hocvu.cli import build
from hocvu.cli.usage import Misused, explain
import json, sys
app = typer.main.get_command(build([]))
def walk(command, context):
    yield command.get_help(context)
    for name, one in getattr(command, "commands", {}).items():
        yield from walk(one, type(context)(one, parent=context, info_name=name))
def wrong(arguments):
    try:
        app(arguments, prog_name="hocvu", standalone_mode=False)
    except Misused as error:
        return [explain(error), error.ctx.command_path]
helps = list(walk(app, app.make_context("hocvu", ["--help"], resilient_parsing=True)))
print(json.dumps([helps, [wrong(arguments) for arguments in json.loads(sys.argv[1])]]))
"""
WRONG: dict[str, tuple[list[str], str, str, str]] = {
    "no input": (["pack"], "thiếu ĐẦU-VÀO.", "INPUT is missing.", "hocvu pack"),
    "no option": (["approve", "a"], "thiếu --to.", "--to is missing.", "hocvu approve"),
    "no number": (
        ["pack", "a", "--jobs", "hai"],
        "--jobs phải là số nguyên từ 0 trở lên.",
        "--jobs takes a whole number, 0 or more.",
        "hocvu pack",
    ),
    "too large": (
        ["preview", "a", "--port", "70000"],
        "--port phải là số nguyên từ 0 đến 65535.",
        "--port takes a whole number from 0 to 65535.",
        "hocvu preview",
    ),
    "choice": (
        ["validate", "a", "--format", "xml"],
        "--format chỉ nhận: text, json, github, sarif, junit.",
        "--format takes one of: text, json, github, sarif, junit.",
        "hocvu validate",
    ),
    "no value": (
        ["verify", "a", "--format"],
        "sau --format phải có một giá trị.",
        "--format needs a value after it.",
        "hocvu verify",
    ),
    "flag": (
        ["pack", "a", "--json=1"],
        "--json đứng một mình, không nhận giá trị.",
        "--json stands alone and takes no value.",
        "hocvu pack",
    ),
    "misspelt": (
        ["pack", "a", "--standrad", "b"],
        "không có tùy chọn --standrad; có phải ý bạn là --standard?",
        "there is no option --standrad; did you mean --standard?",
        "hocvu pack",
    ),
    "unknown option": (
        ["keys", "new", "--qqq"],
        "không có tùy chọn --qqq.",
        "there is no option --qqq.",
        "hocvu keys new",
    ),
    "misspelt command": (
        ["pakc"],
        "không có lệnh pakc; có phải ý bạn là pack?",
        "there is no command pakc; did you mean pack?",
        "hocvu",
    ),
    "unknown command": (
        ["catalog", "zzz"],
        "không có lệnh zzz.",
        "there is no command zzz.",
        "hocvu catalog",
    ),
    "no command": (["-q"], "thiếu tên lệnh.", "the command's name is missing.", "hocvu"),
    "too many": (["schema", "a (1)", "b"], "thừa a (1) b.", "a (1) b is too many.", "hocvu schema"),
    "a file": (
        [sys.executable],
        f"“{sys.executable}” là tệp hoặc thư mục, không phải tên lệnh; "
        f"muốn đóng gói, dùng: hocvu pack {sys.executable}",
        f"“{sys.executable}” is a file or folder, not a command; "
        f"to pack it: hocvu pack {sys.executable}",
        "hocvu",
    ),
}


def told(language: str) -> tuple[list[str], list[list[str]]]:
    arguments = json.dumps([wrong for wrong, *_ in WRONG.values()])
    done = subprocess.run(
        [sys.executable, "-c", WALK, arguments],
        env=os.environ | {"HOCVU_LANG": language, "COLUMNS": "60", "PYTHONIOENCODING": "utf-8"},
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    helps, errors = json.loads(done.stdout)
    return helps, errors


def words_in_both_languages() -> Iterator[str]:
    for code, entry in catalogue().items():
        if code.startswith(("cli.help.", "cli.metavar.")) and entry["vi"] == entry["en"]:
            yield code


def test_vietnamese() -> None:
    helps, errors = told("vi")
    assert len(helps) > 20
    for page in helps:
        assert page.startswith("Cách dùng: hocvu")
        assert "-h, --help" in page
        assert "In hướng dẫn này." in page
        assert not [word for word in ENGLISH if word in page]
        assert max(map(len, page.splitlines())) <= 60 or "--kind sua_doi" in page
    assert "[bắt buộc]" in "".join(helps)
    assert "[mặc định: dist]" in " ".join(" ".join(helps).split())
    expected = [[vi, command] for _, vi, _, command in WRONG.values()]
    assert errors == expected


def test_english() -> None:
    helps, errors = told("en")
    assert all(page.startswith("Usage: hocvu") for page in helps)
    assert all("Print this help." in page for page in helps)
    assert errors == [[en, command] for _, _, en, command in WRONG.values()]


def test_the_catalogue_has_the_words_in_both_languages() -> None:
    assert set(words_in_both_languages()) == {"cli.metavar.URL", "cli.metavar.IRI"}


@pytest.mark.parametrize("arguments", [["keys"], []])
def test_a_group_alone_shows_its_help(
    arguments: list[str], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    from hocvu.cli import run

    monkeypatch.setenv("HOCVU_LANG", "vi")
    assert run(arguments) == 2
    said = capsys.readouterr()
    assert not said.out
    assert "Cách dùng: " in said.err
    assert "LỆNH ..." in said.err
